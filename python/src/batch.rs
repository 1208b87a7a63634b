//! A batch of documents: Arrow in, Arrow out.
//!
//! In: an Arrow record batch whose columns are texts and what is known of them. Out: a table of
//! what was found, and one of [`Fault`]s.
//! Always: a row has its records, or a fault that says why not; what is odd about a document costs
//! no other one its records.

use std::borrow::Cow;

use arrow_array::RecordBatch;
use tongbao::batch::{self, Columns, Documents, Text};
use tongbao::output::{Fault, Row};
use tongbao::record::Diagnostic;
use tongbao::{Case, Context, Error, ErrorKind, Miner, Record};

use crate::error::Failure;
use crate::table::{Filling, Table};

/// Which columns there are, and how they are read.
#[derive(Debug)]
pub struct Reading {
    pub columns: Columns,
    /// Of bytes.
    pub encoding: Option<String>,
    /// Longer documents are not read.
    pub max_bytes: usize,
    /// The first fault ends it all.
    pub strict: bool,
}

/// What a document has for a table, and what was odd.
type Found<R> = (Vec<R>, Vec<Diagnostic>);

/// The figures of a text.
pub fn figures(miner: &Miner, text: &str, context: &Context) -> tongbao::Result<Found<Record>> {
    miner.figures_text(text, context)
}

/// The case list of a text.
pub fn cases(miner: &Miner, text: &str, context: &Context) -> tongbao::Result<Found<Case>> {
    let document = miner.mine_text(text, context)?;
    Ok((document.cases, document.diagnostics))
}

/// What `find` finds in the documents of a batch, and what is wrong with them.
pub fn extract<R: Row>(
    miner: &Miner,
    batch: &RecordBatch,
    reading: &Reading,
    find: fn(&Miner, &str, &Context) -> tongbao::Result<Found<R>>,
) -> Result<(Table, Table), Failure> {
    let documents = Documents::of(batch, &reading.columns).map_err(setting)?;
    let (mut rows, mut faults) = (Filling::new(), Filling::new());
    for row in 0..batch.num_rows() {
        let (found, wrong) = read(&documents, row, miner, reading, find)?;
        if let Some(fault) = wrong.first().filter(|_| reading.strict) {
            let doc = fault.doc.clone().unwrap_or_else(|| format!("row {row}"));
            return Err(Failure { doc, reason: format!("{}: {}", fault.code, fault.message) });
        }
        rows.extend(found).map_err(setting)?;
        faults.extend(wrong).map_err(setting)?;
    }
    Ok((rows.finish().map_err(setting)?, faults.finish().map_err(setting)?))
}

/// What is found in the document of a row, and what is wrong with it.
fn read<R>(
    documents: &Documents<'_>,
    row: usize,
    miner: &Miner,
    reading: &Reading,
    find: fn(&Miner, &str, &Context) -> tongbao::Result<Found<R>>,
) -> Result<(Vec<R>, Vec<Fault>), Failure> {
    let batch::Row { text, id, published, place } = documents.get(row);
    let doc = id.as_deref();
    let mut faults = Vec::new();
    if doc.is_none() && reading.columns.id.is_some() {
        let message = "the id is null: records have an empty one";
        faults.push(Fault::failure(None, row, "no_id", message));
    }
    let text = match readable(text, reading.max_bytes) {
        Ok(text) => text,
        Err((code, message)) => {
            faults.push(Fault::failure(doc, row, code, message));
            return Ok((Vec::new(), faults));
        }
    };
    let known = |cell: Option<Cow<'_, str>>| {
        cell.filter(|cell| !cell.trim().is_empty()).map(Cow::into_owned)
    };
    let context = Context {
        id: id.clone().unwrap_or_default().into_owned(),
        published: known(published),
        place: known(place),
        encoding: reading.encoding.clone(),
    };
    match mine(miner, text, &context, find) {
        Ok((found, odd)) => {
            faults.extend(odd.iter().map(|diagnostic| Fault::oddity(doc, row, diagnostic)));
            Ok((found, faults))
        }
        Err(error) => {
            faults.push(Fault::failure(doc, row, code(&error)?, error.to_string()));
            Ok((Vec::new(), faults))
        }
    }
}

/// The text, or the code and the reason why it is not read.
fn readable(text: Option<Text<'_>>, most: usize) -> Result<Text<'_>, (&'static str, String)> {
    let text = text.ok_or_else(|| ("no_text", "the text is null".to_owned()))?;
    match text.len() {
        0 => Err(("empty_text", "the text is empty".into())),
        len if len > most => Err(("too_long", format!("{len} bytes, more than max_bytes={most}"))),
        _ => Ok(text),
    }
}

fn mine<R>(
    miner: &Miner,
    text: Text<'_>,
    context: &Context,
    find: fn(&Miner, &str, &Context) -> tongbao::Result<Found<R>>,
) -> tongbao::Result<Found<R>> {
    match text {
        Text::Decoded(text) => find(miner, text, context),
        Text::Bytes(bytes) => {
            let (text, _, mut diagnostics) = miner.decode(bytes, context)?;
            let (found, more) = find(miner, &text, context)?;
            diagnostics.extend(more);
            Ok((found, diagnostics))
        }
    }
}

/// The name of what is wrong with a document; an error of the settings is one of all documents.
fn code(error: &Error) -> Result<&'static str, Failure> {
    match error.kind() {
        ErrorKind::InvalidDate => Ok("invalid_date"),
        ErrorKind::UnknownPlace => Ok("unknown_place"),
        _ => Err(setting(error)),
    }
}

fn setting(error: impl ToString) -> Failure {
    Failure { doc: String::new(), reason: error.to_string() }
}
