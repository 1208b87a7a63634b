//! Glyphs that a page lost: U+FFFD, `???` for a name, `?。▍^` before a reading.
//!
//! A run of such signs becomes one U+FFFD, so that no stage takes its `?` or `。` for an end.

use super::blank::is_han;
use super::{Cleaner, pinyin};
use crate::span::SourceSpan;

/// A longer run is a drawing.
const LONGEST: usize = 64;

impl Cleaner<'_> {
    /// Handles a sign of [`Class::Lost`](super::table::Class::Lost) at `at`; where the text goes on.
    pub(super) fn lost(&mut self, at: usize) -> usize {
        let (end, only_marks) = run(&self.source[at..]);
        let end = at + end;
        let is_lost = if only_marks {
            end - at >= 2 && self.stands_for_glyphs(at, end)
        } else {
            self.is_noise(at, end)
        };
        if is_lost {
            self.lost.push((SourceSpan::new(at, end), ()));
            if &self.source[at..end] != "\u{FFFD}" {
                self.draft.replace(at, end, char::REPLACEMENT_CHARACTER);
            }
        }
        end
    }

    /// Question marks inside a sentence: 校长???，省, 院长??(pinyin). After 吗 or 什么 they ask.
    fn stands_for_glyphs(&self, at: usize, end: usize) -> bool {
        let Some(last) = self.draft.last(at).filter(|last| is_han(*last)) else { return false };
        match self.folded(end) {
            Some(',' | '，' | '、' | ';' | '；' | ':' | '：') => true,
            Some('(' | '（') => pinyin::reading(&self.source[end..]).is_some(),
            Some(next) => is_han(next) && !matches!(last, '吗' | '么' | '呢' | '吧' | '啊'),
            None => false,
        }
    }

    /// U+FFFD is always a loss; blocks and carets are one inside a sentence.
    fn is_noise(&self, at: usize, end: usize) -> bool {
        let text = &self.source[at..end];
        text.contains(char::REPLACEMENT_CHARACTER)
            || (text.chars().nth(1).is_some() && self.draft.last(at).is_some_and(is_han))
    }
}

/// Length of the run of signs, and whether they are all question marks; 。 counts within only.
fn run(text: &str) -> (usize, bool) {
    let (mut end, mut only_marks) = (0, true);
    for (at, char) in text.char_indices().take(LONGEST) {
        match char {
            '?' => {}
            '^' | '\u{FFFD}' | '\u{2581}'..='\u{259F}' => only_marks = false,
            '。' => continue,
            _ => break,
        }
        end = at + char.len_utf8();
    }
    (end, only_marks)
}
