//! Lines of a page, what they begin with, and the measure words: `data/layout.tsv`.
//!
//! Enters: the start of a line or word. Leaves: its [`Kind`] and length, found leftmost-longest.
//! The table is a constant of the crate, read once.

use std::sync::LazyLock;

use crate::data::rows;
use crate::error::{Error, Result};
use crate::matcher::Matcher;
use crate::span::Span;

/// The table's name, for messages.
const FILE: &str = "layout.tsv";

/// What a word of the table says about the text that begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Measure,
    Keep,
    Article,
    Jump,
    Caption,
    Chrome,
    Note,
    Lead,
}

const KINDS: &[(&str, Kind)] = &[
    ("measure", Kind::Measure),
    ("keep", Kind::Keep),
    ("article", Kind::Article),
    ("jump", Kind::Jump),
    ("caption", Kind::Caption),
    ("chrome", Kind::Chrome),
    ("note", Kind::Note),
    ("lead", Kind::Lead),
];

/// Both halves of `data/layout.tsv`.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Measure words, and words that only begin like one.
    pub(crate) measures: Matcher<Kind>,
    /// Line beginnings.
    pub(crate) lines: Matcher<Kind>,
}

/// The built-in table.
pub(crate) fn layout() -> &'static Layout {
    static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
        // The table is part of the crate and a test reads it; nothing of the caller's can fail it.
        parse(include_str!("data/layout.tsv")).expect("data/layout.tsv is sound")
    });
    &LAYOUT
}

/// A measure word, and none that only looks so (日本), stands at the head of `text`.
pub(crate) fn begins_with_measure(text: &str) -> bool {
    matches!(layout().measures.at_start(text), Some((Kind::Measure, _)))
}

/// True when `line` has fewer than `limit` characters.
pub(crate) fn is_short(line: &str, limit: usize) -> bool {
    // No character is longer than four bytes.
    line.len() < limit || line.len() < limit * 4 && line.chars().take(limit).count() < limit
}

/// The lines of `text`, empty ones too, without their ends.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        span
    })
}

fn parse(table: &str) -> Result<Layout> {
    let (mut measures, mut lines) = (Vec::<(Box<str>, Kind)>::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    for row in rows(FILE, table) {
        let [name, word] = row.columns().map_err(|_| row.error("wants kind and word"))?;
        let kind = KINDS.iter().find(|(known, _)| *known == name);
        let kind = kind.ok_or_else(|| row.error(format_args!("unknown kind «{name}»")))?.1;
        if word.is_empty() || !seen.insert(word) {
            return Err(row.error(format_args!("«{word}» is empty or stands twice")));
        }
        let half = matches!(kind, Kind::Measure | Kind::Keep);
        if half { &mut measures } else { &mut lines }.push((word.into(), kind));
    }
    let matcher = |words| Matcher::new(words).map_err(|word| Error::table(FILE, 0, word));
    Ok(Layout { measures: matcher(measures)?, lines: matcher(lines)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let layout = parse(include_str!("data/layout.tsv")).unwrap();
        assert_eq!(layout.measures.at_start("例病例"), Some((Kind::Measure, 3)));
        assert_eq!(layout.measures.at_start("日本"), Some((Kind::Keep, 6)));
        assert_eq!(layout.lines.at_start("本报讯(记者"), Some((Kind::Article, 9)));
        assert_eq!(layout.lines.at_start("雨停"), None);
    }

    #[test]
    fn bad_rows_are_named() {
        for (row, reason) in [("x\ty", "unknown kind"), ("note", "wants"), ("note\t", "empty")] {
            let error = parse(&format!("# head\n{row}\n")).unwrap_err().to_string();
            assert!(error.starts_with("layout.tsv:2: ") && error.contains(reason), "{error}");
        }
    }
}
