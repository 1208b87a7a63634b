//! Paragraph → sentences.

use crate::charset::CharSet;
use crate::span::Span;

/// A bracket that closes within so many characters after 。 goes on with its sentence.
const NEAR: usize = 6;

/// The sentences of `text`, which stands at `base`; blanks between them belong to none.
///
/// They end at 。！？!? with the quotation marks and brackets that close there. A 。 just before
/// the end of its bracket ends nothing, nor does one that a comma follows.
pub(super) fn sentences(text: &str, base: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(stop) = STOPS.find(text, at) {
        at = after_closers(text, stop);
        if goes_on(&text[at..]) {
            continue;
        }
        push(&mut found, text, start..at, base);
        start = at;
    }
    push(&mut found, text, start..text.len(), base);
    found
}

/// What ends a sentence.
static STOPS: CharSet = CharSet::of(&['。', '！', '？', '!', '?']);

/// Skips the stops at `at`, and what closes with the sentence.
fn after_closers(text: &str, mut at: usize) -> usize {
    for char in text[at..].chars() {
        match char {
            '。' | '！' | '？' | '!' | '?' | '”' | '’' | '」' | '』' | '）' | ')' | '】' | '"'
            | '》' | '〉' => at += char.len_utf8(),
            _ => break,
        }
    }
    at
}

/// What follows a stop carries the sentence on: a comma, or a bracket that soon closes.
fn goes_on(rest: &str) -> bool {
    for (index, char) in rest.chars().take(NEAR).enumerate() {
        match char {
            '，' | ',' | '、' | '；' | ';' | '：' | ':' if index == 0 => return true,
            '（' | '(' => return false,
            '）' | ')' => return true,
            '。' | '！' | '？' => return false,
            _ => {}
        }
    }
    false
}

fn push(found: &mut Vec<Span>, text: &str, range: std::ops::Range<usize>, base: usize) {
    let part = &text[range.clone()];
    let trimmed = part.trim_start();
    let start = range.start + (part.len() - trimmed.len());
    let end = start + trimmed.trim_end().len();
    if start < end {
        found.push(Span::new(base + start, base + end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_should() {
        for (text, want) in [
            ("新增3例。均在北区。", &["新增3例。", "均在北区。"][..]),
            ("他说：“都好了。”大家笑了!走吧", &["他说：“都好了。”", "大家笑了!", "走吧"]),
            ("增长3.5%；下降2%。", &["增长3.5%；下降2%。"]),
            ("（含境外2例。下同）共5例。", &["（含境外2例。下同）共5例。"]),
            ("（共8例。）另有5例。", &["（共8例。）", "另有5例。"]),
            ("“到了！”，他喊。", &["“到了！”，他喊。"]),
            ("怎么办？！ 先报告。", &["怎么办？！", "先报告。"]),
            ("无句号", &["无句号"]),
            ("", &[]),
        ] {
            let got: Vec<&str> =
                sentences(text, 0).into_iter().map(|span| &text[span.range()]).collect();
            assert_eq!(got, want);
        }
    }
}
