//! Blanks: which of them stay.
//!
//! One blank stays for a run between words (headlines, names, table cells); none stays at a
//! line's edge, beside CJK punctuation, and where a typist set figures apart: 发现 27 例.

use super::Cleaner;
use super::table::Class;
use crate::layout::begins_with_measure;

/// Entities that are blanks.
const ENTITIES: &[&str] = &["&nbsp;", "&ensp;", "&emsp;", "&thinsp;", "&#160;", "&#12288;"];

/// A number of more characters is none.
const LONGEST_NUMBER: usize = 24;

/// Where the run of blanks at `at` ends; `at` itself when there is none.
pub(super) fn end(cleaner: &Cleaner<'_>, mut at: usize) -> usize {
    while let Some(width) = width(cleaner, at) {
        at += width;
    }
    at
}

/// Length of the one blank at `at`: a character, or an entity that stands for one.
pub(super) fn width(cleaner: &Cleaner<'_>, at: usize) -> Option<usize> {
    match cleaner.class(at)? {
        (Class::Blank | Class::Ghost, width) => Some(width),
        (Class::Mark, _) => {
            let rest = &cleaner.source[at..];
            ENTITIES.iter().find(|entity| rest.starts_with(**entity)).map(|entity| entity.len())
        }
        _ => None,
    }
}

/// True when the blanks between `from` and `to` are to be dropped.
pub(super) fn is_void(cleaner: &Cleaner<'_>, from: usize, to: usize) -> bool {
    let Some(next) = cleaner.folded(to) else { return true };
    let Some(last) = cleaner.draft.last(from) else { return true };
    if next == '\n' || opens(last) || closes(next) {
        return true;
    }
    match (last.is_ascii_digit(), next.is_ascii_digit()) {
        (true, true) => is_thousands(cleaner, from, to),
        (true, false) => is_measure(cleaner.ahead(to)),
        (false, true) => is_han(last) && is_apart(cleaner, to),
        _ => false,
    }
}

pub(super) const fn is_han(char: char) -> bool {
    matches!(char, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇')
}

/// CJK punctuation after which no blank has a meaning.
const fn opens(char: char) -> bool {
    matches!(char, '，' | '、' | '；' | '：' | '（' | '“' | '《' | '【' | '「' | '『' | '\n')
}

/// CJK punctuation before which no blank has a meaning.
const fn closes(char: char) -> bool {
    matches!(
        char,
        '，' | '、' | '；' | '：' | '。' | '！' | '？' | '）' | '”' | '》' | '】' | '」' | '』'
    )
}

/// The number at `at` has blanks behind it too, and then a measure word: 出院 3 例.
fn is_apart(cleaner: &Cleaner<'_>, mut at: usize) -> bool {
    let start = at;
    while let Some(char) = cleaner.folded(at)
        && (char.is_ascii_digit() || matches!(char, '.' | ',' | '-' | '—' | '~' | '～'))
    {
        if at - start > LONGEST_NUMBER {
            return false;
        }
        at += cleaner.width(at);
    }
    let next = end(cleaner, at);
    next > at && is_measure(cleaner.ahead(next))
}

/// A measure word comes first.
fn is_measure(ahead: impl Iterator<Item = char>) -> bool {
    begins_with_measure(&ahead.take(4).collect::<String>())
}

/// Groups of three digits set apart, with a measure word at the end: 12 500 人.
fn is_thousands(cleaner: &Cleaner<'_>, from: usize, to: usize) -> bool {
    let before = cleaner.source[..from].bytes().rev();
    let digits = before.take(4).take_while(u8::is_ascii_digit).count();
    let mut ahead = cleaner.ahead(to);
    let group = (0..3).all(|_| ahead.next().is_some_and(|char| char.is_ascii_digit()));
    (1..=3).contains(&digits) && group && is_measure(ahead.skip_while(|char| *char == ' '))
}
