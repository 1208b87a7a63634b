//! What the page's script is given of a document: [`Head`] for the list of documents, [`Body`]
//! once the document is looked at. Offsets are UTF-16 code units, as in the script's strings.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::Sheet;
use crate::check::{Check, Verdict};
use crate::explain::Reason;
use crate::record::{Diagnostic, Document, Record};

/// What the list of documents says of one.
#[derive(Debug, Serialize)]
pub(super) struct Head<'a> {
    doc: &'a str,
    figures: usize,
    failed: usize,
}

impl<'a> Head<'a> {
    pub fn of(document: &'a Document) -> Self {
        let failed = |check: &&Check| check.verdict == Verdict::Fails;
        Self {
            doc: &document.doc,
            figures: document.records.len(),
            failed: document.checks.iter().filter(failed).count(),
        }
    }
}

/// A document as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Body<'a> {
    text: &'a str,
    encoding: &'a str,
    /// Cleaned sentences; many records share one.
    sentences: Vec<&'a str>,
    records: Vec<Entry<'a>>,
    checks: &'a [Check],
    diagnostics: &'a [Diagnostic],
}

/// A record as it is shown.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    /// Where it stands.
    at: (usize, usize),
    /// Index of its sentence.
    sentence: usize,
    reasons: Vec<Why<'a>>,
    /// What it says, without what is said above and what is null.
    record: Value,
}

/// Attribute, value, rule, and where the words stand that gave it.
type Why<'a> = (&'a str, &'a str, &'a str, Option<(usize, usize)>);

impl<'a> Body<'a> {
    pub fn of(sheet: &Sheet<'a>) -> Self {
        let units = Units::of(sheet.text);
        let document = sheet.document;
        let mut sentences: Vec<&Arc<str>> = Vec::new();
        let reasons = sheet.reasons.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
        let records = document.records.iter().zip(reasons).map(|(record, reasons)| {
            if sentences.last().is_none_or(|last| **last != record.sentence) {
                sentences.push(&record.sentence);
            }
            Entry {
                at: (units.at(record.char_start), units.at(record.char_end)),
                sentence: sentences.len() - 1,
                reasons: reasons.iter().map(|reason| units.reason(reason)).collect(),
                record: said(record),
            }
        });
        let records = records.collect();
        Self {
            text: sheet.text,
            encoding: &document.encoding,
            sentences: sentences.into_iter().map(|sentence| &**sentence).collect(),
            records,
            checks: &document.checks,
            diagnostics: &document.diagnostics,
        }
    }
}

/// What a record says. Its document and its sentence stand elsewhere, null says nothing.
fn said(record: &Record) -> Value {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if let Value::Object(keys) = &mut value {
        keys.retain(|key, value| !value.is_null() && key != "doc" && key != "sentence");
    }
    value
}

/// From Unicode scalars to UTF-16 code units.
#[derive(Debug)]
pub(super) struct Units {
    /// The characters, in order, that take two units.
    wide: Vec<usize>,
}

impl Units {
    pub fn of(text: &str) -> Self {
        let wide = text.chars().enumerate().filter(|(_, char)| char.len_utf16() == 2);
        Self { wide: wide.map(|(index, _)| index).collect() }
    }

    /// The units before the character at `index`.
    pub fn at(&self, index: usize) -> usize {
        index + self.wide.partition_point(|wide| *wide < index)
    }

    fn reason<'a>(&self, reason: &'a Reason) -> Why<'a> {
        let words = reason.char_start.zip(reason.char_end);
        let words = words.map(|(start, end)| (self.at(start), self.at(end)));
        (&reason.attribute, &reason.value, &reason.rule, words)
    }
}
