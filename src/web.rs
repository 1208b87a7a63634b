//! Web page → its text, title and day of publication.
//!
//! Enters: the bytes of a page of HTML. Leaves: [`Page`], whose `text` is what a reader came for:
//! the headline, then a line for each paragraph and each row of a table. Always holds: every input
//! gives a page; time grows in proportion to its length, whatever is nested or left open in it;
//! menus, footers, lists of links and what is hidden are left out, unless most of the text is in
//! them. Where in doubt, a line stays: a lost figure is worse than a line of a menu.
//!
//! ```
//! let page = "<title>疫情通报_某市卫健委</title><div id=nav><a href=/>首页</a></div>\
//!             <h1>疫情通报</h1><p>发布时间：2022-05-09</p><p>昨日新增3例，\n均在<b>东区</b>。";
//! let page = tongbao::web::text_of(page.as_bytes(), None).unwrap();
//! assert_eq!(page.text, "疫情通报\n发布时间：2022-05-09\n昨日新增3例，均在东区。");
//! assert_eq!(page.published.as_deref(), Some("2022-05-09"));
//! ```
//!
//! A page is read token by token and no tree of it is walked, so one of 300,000 elements in one
//! another is nothing special.

mod encoding;
mod lines;
mod main_text;
mod published;
mod tag;
mod title;

use crate::error::Result;
use crate::oddity;
use crate::record::Diagnostic;
use crate::span::SourceSpan;
use lines::{Draft, lines};

/// What a web page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The headline and the main text: paragraphs and rows of tables (`| 东区 | 3例 |`) are lines.
    pub text: String,
    /// The headline.
    pub title: Option<String>,
    /// When it was published, as the page itself says: what
    /// [`Context::published`](crate::Context) takes.
    pub published: Option<String>,
    /// WHATWG name of the encoding.
    pub encoding: &'static str,
    /// `undecodable`, for each run of characters that could not be read; `no_text` where there is a
    /// page and no text in it; `page_cut` where it has more of a title or of `meta` elements than is
    /// read; `published_unread` where it says when it was published, and that is no date. Spans are
    /// bytes of `text`, empty ones at its beginning for what is not in it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a web page.
///
/// The encoding is that of `label`, as in [`decode`](crate::decode::decode); where that is `None`
/// or `auto`, it is UTF-8 for a page that is sound UTF-8, else the one that the page declares or
/// the one that its bytes look like, whichever reads more of it.
///
/// # Errors
///
/// [`ErrorKind::UnknownEncoding`](crate::ErrorKind::UnknownEncoding) when no encoding has that
/// label; never for the page.
///
/// ```
/// use tongbao::{Context, Miner};
/// # fn main() -> tongbao::Result<()> {
/// let html = "<meta name=PubDate content='2022-05-09 08:30'><p>昨日新增3例。</p>";
/// let page = tongbao::web::text_of(html.as_bytes(), None)?;
/// let context = Context { published: page.published, ..Context::default() };
/// let document = Miner::new()?.mine_text(&page.text, &context)?;
/// assert_eq!(document.records[0].time_end.as_deref(), Some("2022-05-08"));
/// # Ok(())
/// # }
/// ```
pub fn text_of(bytes: &[u8], label: Option<&str>) -> Result<Page> {
    let html = encoding::decode(bytes, label)?;
    let draft = lines(&html.text);
    let title = title::title(&draft);
    let published = published::published(&draft);
    let kept = main_text::main_text(&draft, title.as_ref());
    let text = text(&draft, title.as_ref(), &kept);
    let mut diagnostics =
        if html.diagnostics.is_empty() { Vec::new() } else { undecodable(&text, html.encoding) };
    let mut tell = |code: &str, at: usize, length: usize, message: String| {
        let span = SourceSpan::new(at, at + length);
        diagnostics.push(Diagnostic { code: code.into(), span, message });
    };
    if text.is_empty() && !html.text.trim().is_empty() {
        let message = "the page has no text that could be read without running it";
        tell("no_text", 0, 0, message.into());
    }
    for what in &draft.cut {
        tell("page_cut", 0, 0, (*what).into());
    }
    if let Some(said) = published::unread(&draft).filter(|_| published.is_none()) {
        let (at, length) = text.find(said).map_or((0, 0), |at| (at, said.len()));
        let shown: String = said.chars().take(40).collect();
        tell("published_unread", at, length, format!("no date of publication: «{shown}»"));
    }
    let title = title.map(|title| title.text);
    Ok(Page { text, title, published, encoding: html.encoding, diagnostics })
}

/// The title, where it is none of the lines, and the lines kept.
fn text(draft: &Draft, title: Option<&title::Title>, kept: &[usize]) -> String {
    let above = title.filter(|title| title.lines.is_empty()).map(|title| title.text.as_str());
    let lines = kept.iter().map(|index| draft.lines[*index].text.as_str());
    above.into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

/// Where U+FFFD stands in the text.
fn undecodable(text: &str, encoding: &str) -> Vec<Diagnostic> {
    let mut spots: Vec<(SourceSpan, ())> = Vec::new();
    for (at, lost) in text.match_indices(char::REPLACEMENT_CHARACTER) {
        match spots.last_mut() {
            Some((span, ())) if span.end == at => span.end += lost.len(),
            _ => spots.push((SourceSpan::new(at, at + lost.len()), ())),
        }
    }
    oddity::report("undecodable", &spots, |()| {
        format!("bytes here are no {encoding}; U+FFFD stands for them")
    })
}

#[cfg(test)]
mod tests;
