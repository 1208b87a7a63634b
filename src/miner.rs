//! A stand-in for the mining core, with its signatures: every run of ASCII digits is a record.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::record::{Bound, Diagnostic, Dimension, Record, SCHEMA_VERSION, Status};
use crate::span::SourceSpan;

/// What is known about a document beside its text.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Its id.
    pub id: String,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// Its home place.
    pub place: Option<String>,
    /// Encoding label; none is detection.
    pub encoding: Option<String>,
}

/// All that was found in a document.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Version of the contract.
    pub schema_version: u32,
    /// The document's id.
    pub doc: String,
    /// What it was decoded from.
    pub encoding: String,
    /// The figures.
    pub records: Vec<Record>,
    /// Oddities.
    pub diagnostics: Vec<Diagnostic>,
}

/// A mention.
#[derive(Clone, Debug, Serialize)]
pub struct ScanRecord {
    /// The document's id.
    pub doc: String,
    /// Its kind.
    pub kind: String,
    /// Its text.
    pub text: String,
    /// Scalar offset.
    pub char_start: usize,
    /// Its end.
    pub char_end: usize,
}

/// Tokens of a document.
#[derive(Clone, Debug, Serialize)]
pub struct Segmentation {
    /// The document's id.
    pub doc: String,
    /// The lines.
    pub sentences: Vec<String>,
}

/// The miner.
#[derive(Clone, Debug)]
pub struct Miner;

/// Its settings.
#[derive(Clone, Debug, Default)]
pub struct MinerBuilder(Vec<(String, String)>);

impl MinerBuilder {
    /// Adds a catalogue.
    #[must_use]
    pub fn catalogue(mut self, name: &str, tsv: &str) -> Self {
        self.0.push((name.into(), tsv.into()));
        self
    }

    /// The miner.
    ///
    /// # Errors
    ///
    /// A row without a tab.
    pub fn build(self) -> Result<Miner> {
        for (name, tsv) in self.0 {
            for (at, row) in tsv.lines().enumerate() {
                if !row.is_empty() && !row.starts_with('#') && !row.contains('\t') {
                    return Err(Error::table(&name, at + 1, "too few columns"));
                }
            }
        }
        Ok(Miner)
    }
}

impl Miner {
    /// A miner with the built-in tables.
    ///
    /// # Errors
    ///
    /// None.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// Settings first.
    #[must_use]
    pub fn builder() -> MinerBuilder {
        MinerBuilder::default()
    }

    /// Mines bytes.
    ///
    /// # Errors
    ///
    /// A bad setting.
    pub fn mine(&self, bytes: &[u8], context: &Context) -> Result<Document> {
        let (text, encoding, diagnostics) = self.decode(bytes, context)?;
        Ok(Document { encoding, diagnostics, ..self.mine_text(&text, context)? })
    }

    /// Mines text.
    ///
    /// # Errors
    ///
    /// A bad setting.
    pub fn mine_text(&self, text: &str, context: &Context) -> Result<Document> {
        check(context)?;
        Ok(Document {
            schema_version: SCHEMA_VERSION,
            doc: context.id.clone(),
            encoding: "UTF-8".into(),
            records: runs(text).map(|r| record(text, r, context)).collect(),
            diagnostics: Vec::new(),
        })
    }

    /// Mentions.
    ///
    /// # Errors
    ///
    /// A bad setting.
    pub fn scan(&self, text: &str, context: &Context) -> Result<Vec<ScanRecord>> {
        check(context)?;
        let mention = |(start, end): (usize, usize)| ScanRecord {
            doc: context.id.clone(),
            kind: "number".into(),
            text: text[start..end].into(),
            char_start: text[..start].chars().count(),
            char_end: text[..end].chars().count(),
        };
        Ok(runs(text).map(mention).collect())
    }

    /// Tokens.
    ///
    /// # Errors
    ///
    /// A bad setting.
    pub fn segment(&self, text: &str, context: &Context) -> Result<Segmentation> {
        check(context)?;
        Ok(Segmentation {
            doc: context.id.clone(),
            sentences: text.lines().map(Into::into).collect(),
        })
    }

    /// Text of bytes.
    ///
    /// # Errors
    ///
    /// An unknown label.
    pub fn decode(
        &self,
        bytes: &[u8],
        context: &Context,
    ) -> Result<(String, String, Vec<Diagnostic>)> {
        let encoding = match context.encoding.as_deref() {
            Some(label) => encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| {
                Error::new(ErrorKind::UnknownEncoding, format!("no encoding «{label}»"))
            })?,
            None => encoding_rs::UTF_8,
        };
        let (text, encoding, lossy) = encoding.decode(bytes);
        let diagnostics = lossy
            .then(|| Diagnostic {
                code: "undecodable".into(),
                span: SourceSpan::new(0, 0),
                message: "bytes without a meaning".into(),
            })
            .into_iter()
            .collect();
        Ok((text.into_owned(), encoding.name().into(), diagnostics))
    }
}

fn check(context: &Context) -> Result<()> {
    if let Some(date) = &context.published
        && date.get(..10).is_none_or(|day| day.parse::<jiff::civil::Date>().is_err())
    {
        return Err(Error::new(ErrorKind::InvalidDate, format!("«{date}» is no ISO 8601 date")));
    }
    match &context.place {
        Some(place) if !place.ends_with(['市', '省', '县', '区']) => {
            Err(Error::new(ErrorKind::UnknownPlace, format!("no place «{place}»")))
        }
        _ => Ok(()),
    }
}

fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
        let rest = text[start..].find(|c: char| !c.is_ascii_digit());
        at = rest.map_or(text.len(), |n| start + n);
        Some((start, at))
    })
}

fn record(text: &str, (start, end): (usize, usize), context: &Context) -> Record {
    let value: Decimal = text[start..end].parse().unwrap_or_default();
    Record {
        doc: context.id.clone(),
        article: 0,
        id: 0,
        metric: None,
        subject: None,
        aspect: None,
        origin: None,
        qualifiers: BTreeMap::new(),
        value,
        low: Some(value),
        high: Some(value),
        bound: Bound::Exact,
        unit: None,
        dimension: Dimension::Count,
        per: None,
        status: Status::Reported,
        place: context.place.clone(),
        place_code: None,
        place_from: None,
        time_start: None,
        time_end: None,
        time_from: None,
        part_of: None,
        text: text[start..end].into(),
        byte_start: start,
        byte_end: end,
        char_start: text[..start].chars().count(),
        char_end: text[..end].chars().count(),
        sentence: text.trim().into(),
        rule: "digits".into(),
    }
}
