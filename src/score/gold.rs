//! The `.gold` format: a bulletin and the figures that a careful reader finds in it.

use std::fs;
use std::path::Path;

use super::quote::read_quote;
use crate::error::Error;
use crate::miner::Context;
use crate::span::SourceSpan;

const KEYS: [&str; 16] =
    ["m", "s", "a", "o", "v", "u", "b", "d", "per", "st", "p", "pc", "t", "of", "opt", "each"];

/// An annotated bulletin.
///
/// ```
/// let gold = tongbao::score::Gold::parse(
///     "a.gold",
///     "id: a\ngenre: notice\n=== text\n新增3例，2例在社区。\n=== figures\n3例 @A | s=病例\n2例 | of=A\n",
/// )?;
/// assert_eq!(gold.genre.as_deref(), Some("notice"));
/// assert_eq!(gold.figures[1].whole(), Some("A"));
/// assert_eq!(gold.figures[1].line, 7);
/// # Ok::<(), tongbao::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gold {
    /// Its id.
    pub id: String,
    /// When it was published.
    pub published: Option<String>,
    /// Its home place.
    pub place: Option<String>,
    /// What kind of bulletin it is.
    pub genre: Option<String>,
    /// The bulletin, as published.
    pub text: String,
    /// The wanted figures in the order of the text.
    pub figures: Vec<GoldFigure>,
}

/// One wanted figure: a line of the annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldFigure {
    /// The words of the text that state it.
    pub quote: String,
    /// Where they stand in the text, in bytes.
    pub span: SourceSpan,
    /// The line of the file, from 1.
    pub line: usize,
    /// The number.
    pub value: f64,
    /// Its unit, in any of these wordings; None among them where it may have none.
    pub units: Vec<Option<String>>,
    /// What the wording says about exactness: `exact`, `more_than` …
    pub bound: String,
    /// The name by which other lines call it their whole.
    pub label: Option<String>,
    /// What the line says besides, key and value.
    pub keys: Vec<(String, String)>,
}

impl GoldFigure {
    /// What the line says of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.keys.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether missing it costs nothing.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.get("opt") == Some("1")
    }

    /// Whether more records may stand over the same words (各).
    #[must_use]
    pub fn is_each(&self) -> bool {
        self.get("each") == Some("1")
    }

    /// The label of the figure that it is a part of.
    #[must_use]
    pub fn whole(&self) -> Option<&str> {
        self.get("of")
    }
}

impl Gold {
    /// Reads an annotated bulletin; `file` is its name, for messages.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Table`](crate::ErrorKind::Table) with file, line and reason: a quote that
    /// the text does not have there, an unknown key, no readable value.
    pub fn parse(file: &str, raw: &str) -> Result<Self, Error> {
        Self::parse_over(file, raw, None)
    }

    fn parse_over(file: &str, raw: &str, source: Option<String>) -> Result<Self, Error> {
        let cut = |text, mark| str::split_once(text, mark);
        let parts = cut(raw, "=== text\n").and_then(|(head, rest)| {
            cut(rest, "=== figures\n").map(|(text, figures)| (head, text, figures))
        });
        let Some((head, text, lines)) = parts else {
            return Err(Error::table(file, 1, "wants `=== text` and `=== figures`"));
        };
        let mut gold = Self::head(head);
        gold.text = source.unwrap_or_else(|| text.trim_end_matches('\n').to_owned());
        let first = raw[..raw.len() - lines.len()].matches('\n').count() + 1;
        let mut at = 0;
        for (index, line) in lines.lines().enumerate() {
            let wrong = |reason: String| Error::table(file, first + index, reason);
            if let Some(figure) = read_line(line, &gold.text, &mut at).map_err(wrong)? {
                gold.figures.push(GoldFigure { line: first + index, ..figure });
            }
        }
        Ok(gold)
    }

    /// Reads the annotated bulletin at `path`. Where its head has a `text_file`, the text is taken
    /// from that file beside it.
    ///
    /// # Errors
    ///
    /// As for [`Gold::parse`], and when a file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let file = path.display().to_string();
        let open = |path: &Path| fs::read_to_string(path).map_err(|e| Error::table(&file, 1, e));
        let raw = open(path)?;
        let head = raw.split("=== text\n").next().unwrap_or_default();
        let beside = head.lines().find_map(|line| line.strip_prefix("text_file:"));
        match beside.map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => Self::parse_over(&file, &raw, Some(open(&path.with_file_name(name))?)),
            None => Self::parse(&file, &raw),
        }
    }

    /// What the miner has to be told about the bulletin.
    #[must_use]
    pub fn context(&self) -> Context {
        Context {
            id: self.id.clone(),
            published: self.published.clone(),
            place: self.place.clone(),
            encoding: None,
        }
    }

    fn head(head: &str) -> Self {
        let mut gold = Self::default();
        for (key, value) in head.lines().filter_map(|line| line.split_once(':')) {
            let value = Some(value.trim()).filter(|value| !matches!(*value, "" | "null"));
            let value = value.map(str::to_owned);
            match key {
                "id" => gold.id = value.unwrap_or_default(),
                "published" => gold.published = value,
                "place" => gold.place = value,
                "genre" => gold.genre = value,
                _ => {}
            }
        }
        gold
    }
}

/// The figure of a line; None for a blank line, a comment, and a number that is no figure.
fn read_line(line: &str, text: &str, at: &mut usize) -> Result<Option<GoldFigure>, String> {
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let no_figure = line.starts_with('~');
    let (left, right) = line.trim_start_matches('~').split_once('|').unwrap_or((line, ""));
    let (quote, label) = match left.trim_start_matches('~').trim().split_once(" @") {
        Some((quote, label)) => (quote.trim(), Some(label.to_owned())),
        None => (left.trim_start_matches('~').trim(), None),
    };
    let span = find(quote, text, *at).ok_or_else(|| format!("«{quote}» does not follow"))?;
    *at = span.end;
    if no_figure {
        return Ok(None);
    }
    let keys: Vec<_> = right.split_whitespace().map(read_key).collect::<Result<_, _>>()?;
    let mut figure = figure(quote, span, keys)?;
    figure.label = label;
    Ok(Some(figure))
}

fn read_key(part: &str) -> Result<(String, String), String> {
    let (key, value) = part.split_once('=').ok_or_else(|| format!("«{part}» is no key=value"))?;
    if KEYS.contains(&key) || key.starts_with("q.") {
        return Ok((key.to_owned(), value.to_owned()));
    }
    Err(format!("unknown key «{key}»"))
}

fn figure(
    quote: &str,
    span: SourceSpan,
    keys: Vec<(String, String)>,
) -> Result<GoldFigure, String> {
    let reading = read_quote(quote);
    let mut figure = GoldFigure {
        quote: quote.to_owned(),
        span,
        line: 0,
        value: reading.value.unwrap_or(f64::NAN),
        units: vec![reading.unit],
        bound: reading.bound.to_owned(),
        label: None,
        keys,
    };
    if let Some(value) = figure.get("v") {
        figure.value = value.parse().map_err(|_| format!("«{value}» is no value"))?;
    }
    if figure.value.is_nan() {
        return Err(format!("no value in «{quote}», and no v="));
    }
    if let Some(units) = figure.get("u") {
        figure.units = options(Some(units)).map(|unit| unit.map(str::to_owned)).collect();
    }
    if let Some(bound) = figure.get("b") {
        figure.bound = bound.to_owned();
    }
    Ok(figure)
}

/// The alternatives of a key; `-`, or no key, is null.
pub(super) fn options(value: Option<&str>) -> impl Iterator<Item = Option<&str>> {
    let options = value.unwrap_or("-").split('/');
    options.map(|option| filled(Some(option)))
}

/// None for `-` and for nothing.
pub(super) fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !matches!(*text, "" | "-"))
}

/// Where `quote` stands first in `text` from `from` on, blanks apart and with its first and last
/// digits not cut out of a longer number.
fn find(quote: &str, text: &str, from: usize) -> Option<SourceSpan> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| matches!(c, '0'..='9' | '０'..='９'));
    let first = quote.chars().find(|c| !c.is_whitespace())?;
    let (digit_first, digit_last) = (is_digit(Some(first)), is_digit(quote.chars().last()));
    let starts = text[from..].match_indices(first).map(|(at, _)| from + at);
    starts
        .filter(|at| !(digit_first && is_digit(text[..*at].chars().next_back())))
        .filter_map(|at| Some(SourceSpan::new(at, match_end(quote, text, at)?)))
        .find(|span| !(digit_last && is_digit(text[span.end..].chars().next())))
}

/// Where `quote` ends when it stands at `at`.
fn match_end(quote: &str, text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    for (index, wanted) in quote.chars().filter(|c| !c.is_whitespace()).enumerate() {
        let rest = if index == 0 { &text[end..] } else { text[end..].trim_start() };
        end = text.len() - rest.strip_prefix(wanted)?.len();
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_found_in_order_and_whole() {
        let text = "13例，3\n例，3例";
        let first = find("3例", text, 0).unwrap();
        assert_eq!(&text[first.range()], "3\n例");
        let second = find("3例", text, first.end).unwrap();
        assert_eq!(second.end, text.len());
        assert!(find("3例", text, second.end).is_none());
        assert!(find("1", text, 0).is_none());
    }

    #[test]
    fn wrong_lines_are_named() {
        let parse = |line: &str| {
            let raw = format!("id: a\n=== text\n新增3例。\n=== figures\n~ 新增\n{line}\n");
            Gold::parse("a.gold", &raw).map(|gold| gold.figures.len()).map_err(|e| e.to_string())
        };
        assert_eq!(parse("3例 | m=- s=例"), Ok(1));
        assert_eq!(parse("# nothing"), Ok(0));
        assert!(parse("4例 |").unwrap_err().starts_with("a.gold:6: «4例»"));
        assert!(parse("3例 | x=1").unwrap_err().contains("unknown key «x»"));
        assert!(parse("例 | s=例").unwrap_err().contains("no value"));
        assert!(Gold::parse("a.gold", "新增3例").is_err());
    }
}
