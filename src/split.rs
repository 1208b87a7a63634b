//! Clean text → articles, paragraphs, sentences.
//!
//! Enters: the clean text. Leaves: its articles in order, each with its paragraphs in order. Always
//! holds: every byte that is no blank or line end lies in exactly one paragraph, and in exactly
//! one sentence of it; all spans are bytes of the clean text on character edges.
//!
//! ```
//! let text = "东城加快采样\n\n本报讯(记者 王甲)昨日采样3万人。\n\n西区供水恢复\n\n本报讯 已修复2处。";
//! let articles = tongbao::split::split(text);
//! assert_eq!(articles.len(), 2);
//! assert_eq!(&text[articles[1].headlines[0].range()], "西区供水恢复");
//! ```

mod byline;
mod line;
mod sentence;

pub use byline::Byline;

use crate::layout::{self, Kind, layout};
use crate::span::Span;
use line::{Line, classify};

/// One article of a page, or all of a bulletin. Spans are bytes of the clean text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// From its first paragraph to the end of its last.
    pub span: Span,
    /// The lines above the body, kicker included.
    pub headlines: Vec<Span>,
    /// The line above the main headline that says who or where (…时强调).
    pub kicker: Option<Span>,
    /// Who wrote it.
    pub byline: Option<Byline>,
    /// Place and day before 电 or 讯.
    pub dateline: Option<Span>,
    /// 上接第一版 and the like.
    pub jump: Option<Span>,
    /// All paragraphs, headlines and page furniture included, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// One line of the clean text. Spans are bytes of the clean text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The line without blanks at its edges.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
    /// Its sentences, in order.
    pub sentences: Vec<Span>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ParagraphKind {
    /// A line above the body.
    Headline,
    /// A heading inside the body: numbered, or short between paragraphs.
    Subhead,
    /// Running text.
    Body,
    /// Words of a picture.
    Caption,
    /// What the site put there: date of publication, links, editor.
    Chrome,
    /// 上接第一版, alone.
    Jump,
    /// 本报记者 王甲, alone.
    Byline,
}

/// Splits a clean text into its articles.
///
/// An article begins with the run of headlines above a body that opens a report (本报讯, …电,
/// 上接), or, on a page with several such, above any body. Numbered headings never begin one. A
/// text without a character that is no blank has none.
///
/// ```
/// let text = "一、总体情况\n新增3例。均在北区。";
/// let article = &tongbao::split::split(text)[0];
/// let sentences: usize = article.paragraphs.iter().map(|p| p.sentences.len()).sum();
/// assert_eq!(sentences, 3);
/// ```
#[must_use]
pub fn split(clean: &str) -> Vec<Article> {
    let lines = lines(clean);
    let starts = starts(&lines);
    let ends = starts.iter().copied().skip(1).chain([lines.len()]);
    starts.iter().zip(ends).map(|(start, end)| article(clean, &lines[*start..end])).collect()
}

/// The lines that hold anything, trimmed, with their kinds.
fn lines(clean: &str) -> Vec<(Span, Line)> {
    let mut found = Vec::new();
    for line in layout::lines(clean) {
        let raw = &clean[line.range()];
        let text = raw.trim();
        if !text.is_empty() {
            let from = line.start + (raw.len() - raw.trim_start().len());
            found.push((Span::new(from, from + text.len()), classify(text)));
        }
    }
    settle(&mut found);
    found
}

/// A cry is a headline above an opener or another headline, or at the top; else it is body.
fn settle(lines: &mut [(Span, Line)]) {
    let mut top = true;
    for index in 0..lines.len() {
        let next = lines.get(index + 1).map(|(_, kind)| *kind);
        match lines[index].1 {
            Line::Cry if top || matches!(next, Some(Line::Opener | Line::Credit)) => {
                lines[index].1 = Line::Headline;
            }
            Line::Cry => lines[index].1 = Line::Body,
            _ => {}
        }
        top &= matches!(lines[index].1, Line::Headline | Line::Chrome | Line::Series);
    }
}

/// Indices of the lines that begin articles; the first line does.
fn starts(lines: &[(Span, Line)]) -> Vec<usize> {
    if lines.is_empty() {
        return Vec::new();
    }
    let many = has_many(lines);
    let mut starts = vec![0];
    let (mut run, mut body) = (None, false);
    for (index, (_, kind)) in lines.iter().enumerate() {
        let begins = match kind {
            Line::Headline => {
                run.get_or_insert(index);
                continue;
            }
            Line::Chrome | Line::Caption => continue,
            Line::Opener | Line::Jump | Line::Series => true,
            Line::Credit => run.is_some(),
            Line::Body | Line::Cry => many && run.is_some(),
            Line::Section => false,
        };
        if begins && body {
            starts.push(run.unwrap_or(index));
        }
        // A jump or credit alone is the head of the body that comes.
        body = matches!(kind, Line::Body | Line::Section | Line::Opener) || body && !begins;
        run = None;
    }
    starts
}

/// Several reports open on this page, or one opens with headlines to follow.
fn has_many(lines: &[(Span, Line)]) -> bool {
    let is_opener = |kind: Line| matches!(kind, Line::Opener | Line::Jump | Line::Credit);
    let openers = lines.iter().filter(|(_, kind)| is_opener(*kind)).take(2).count();
    openers == 2
        || lines.windows(2).any(|pair| pair[0].1 == Line::Series && pair[1].1 == Line::Headline)
}

/// Puts an article together.
fn article(clean: &str, lines: &[(Span, Line)]) -> Article {
    let span = Span::new(lines[0].0.start, lines[lines.len() - 1].0.end);
    let mut article = Article {
        span,
        headlines: Vec::new(),
        kicker: None,
        byline: None,
        dateline: None,
        jump: None,
        paragraphs: Vec::with_capacity(lines.len()),
    };
    let mut above = true;
    for (span, kind) in lines {
        let text = &clean[span.range()];
        if article.byline.is_none() && matches!(kind, Line::Opener | Line::Credit) {
            (article.byline, article.dateline) = byline::read(text, span.start);
        }
        if matches!(kind, Line::Opener | Line::Jump) && article.jump.is_none() {
            article.jump = jump(text, span.start);
        }
        let kind = match kind {
            Line::Headline if above => ParagraphKind::Headline,
            Line::Headline | Line::Section => ParagraphKind::Subhead,
            Line::Chrome => ParagraphKind::Chrome,
            Line::Caption => ParagraphKind::Caption,
            Line::Jump => ParagraphKind::Jump,
            Line::Credit | Line::Series => ParagraphKind::Byline,
            Line::Opener | Line::Body | Line::Cry => ParagraphKind::Body,
        };
        above &= matches!(
            kind,
            ParagraphKind::Headline
                | ParagraphKind::Chrome
                | ParagraphKind::Caption
                | ParagraphKind::Byline
        );
        if kind == ParagraphKind::Headline {
            article.headlines.push(*span);
        }
        let sentences = sentence::sentences(text, span.start);
        article.paragraphs.push(Paragraph { span: *span, kind, sentences });
    }
    article.kicker = kicker(clean, &article.headlines);
    article
}

/// The first of several headlines when it only leads up to the next.
fn kicker(clean: &str, headlines: &[Span]) -> Option<Span> {
    let [first, _, ..] = headlines else { return None };
    let leads = ["强调", "要求", "指出", "时说", "召开", "举行"];
    leads.iter().any(|word| clean[first.range()].ends_with(word)).then_some(*first)
}

/// The bracket 上接第一版 at the head of a line.
fn jump(text: &str, base: usize) -> Option<Span> {
    let (Kind::Jump, word) = layout().lines.at_start(text)? else { return None };
    let mut near = text.char_indices().take(24);
    let close = near.find(|(_, char)| matches!(char, ')' | '）'));
    let end = close.map_or(word, |(at, char)| at + char.len_utf8());
    Some(Span::new(base, base + end))
}

#[cfg(test)]
mod tests;
