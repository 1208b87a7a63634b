//! A page to look at: documents with their figures marked, what each figure says and why.
//!
//! In: texts, what was mined from them, and the reasons ([`Miner::explain_all`]). Out: one HTML
//! file that needs nothing else. Its own style and script stand in `view/`.
//! Always: the page asks no network, and nothing that a text says is run or shown as anything but
//! text. Data stand in JSON where `<` is escaped, so that no text ends the element that holds it;
//! the script makes text nodes of them; and the page forbids everything but its own style and
//! script, which it names by their hashes.
//!
//! A page is [`write_start`], [`write_document`] for each document, [`write_end`]; or
//! [`write_page`] for all of them.
//!
//! [`Miner::explain_all`]: crate::Miner::explain_all

mod data;

use std::io::{self, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::check::{Check, Series};
use crate::explain::Reason;
use crate::output::json;
use crate::record::Document;

use data::{Body, Head};

const PAGE: &str = include_str!("view/page.html");
const STYLE: &str = concat!(include_str!("view/palette.css"), include_str!("view/page.css"));
const SCRIPT: &str = include_str!("view/page.js");

/// Where the documents go in [`PAGE`].
const DOCUMENTS: &str = "<!-- documents -->\n";

/// A document to show.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Its text, in which the offsets of its records are.
    pub text: &'a str,
    /// What was mined from it.
    pub document: &'a Document,
    /// The reasons of each of its records, in their order.
    pub reasons: &'a [Vec<Reason>],
}

/// Writes a page of some documents, with the checks between them.
///
/// # Errors
///
/// The error of `out`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use tongbao::output::html::{Sheet, write_page};
/// let text = "新增确诊病例58例。</script>";
/// let (document, reasons) = tongbao::Miner::new()?.explain_all(text, &Default::default())?;
/// let mut page = Vec::new();
/// write_page(&mut page, &[Sheet { text, document: &document, reasons: &reasons }])?;
/// assert!(String::from_utf8(page)?.contains("新增确诊病例58例。\\u003c/script>"));
/// # Ok(())
/// # }
/// ```
pub fn write_page(mut out: impl Write, sheets: &[Sheet<'_>]) -> io::Result<()> {
    let mut series = Series::default();
    write_start(&mut out)?;
    for sheet in sheets {
        series.add(&sheet.document.records);
        write_document(&mut out, sheet)?;
    }
    write_end(&mut out, &series.checks())
}

/// Writes what stands before the documents.
///
/// # Errors
///
/// The error of `out`.
pub fn write_start(mut out: impl Write) -> io::Result<()> {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'",
        sha256_base64(STYLE),
        sha256_base64(SCRIPT)
    );
    let start = before_documents().replace("{policy}", &policy).replace("{style}", STYLE);
    out.write_all(start.as_bytes())
}

/// Writes one document.
///
/// # Errors
///
/// The error of `out`.
pub fn write_document(mut out: impl Write, sheet: &Sheet<'_>) -> io::Result<()> {
    write_data(&mut out, "head", &Head::of(sheet.document))?;
    write_data(&mut out, "body", &Body::of(sheet))
}

/// Writes what stands after the documents: the checks between them (see
/// [`Series`]), and the script.
///
/// # Errors
///
/// The error of `out`.
pub fn write_end(mut out: impl Write, checks: &[Check]) -> io::Result<()> {
    write_data(&mut out, "series", checks)?;
    out.write_all(after_documents().replace("{script}", SCRIPT).as_bytes())
}

/// How a Content-Security-Policy names a style or script.
pub(super) fn sha256_base64(text: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(text))
}

fn before_documents() -> &'static str {
    PAGE.split(DOCUMENTS).next().unwrap_or_default()
}

fn after_documents() -> &'static str {
    PAGE.split(DOCUMENTS).nth(1).unwrap_or_default()
}

/// Writes JSON for the script to read. Every `<` in JSON is inside a string, where `\u003c` is the
/// same: so neither `</script>` nor `<!--` is ever seen by the reader of HTML.
fn write_data<T: Serialize + ?Sized>(
    mut out: impl Write,
    class: &str,
    value: &T,
) -> io::Result<()> {
    let mut line = Vec::new();
    json::write_line(&mut line, value)?;
    writeln!(out, "<script type=\"application/json\" class=\"{class}\">")?;
    let mut rest = &line[..];
    while let Some(at) = memchr::memchr(b'<', rest) {
        out.write_all(&rest[..at])?;
        out.write_all(b"\\u003c")?;
        rest = &rest[at + 1..];
    }
    out.write_all(rest)?;
    out.write_all(b"</script>\n")
}

#[cfg(test)]
mod tests;
