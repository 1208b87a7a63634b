//! A batch of documents: Arrow in, Arrow out.
//!
//! In: an Arrow record batch whose columns are texts and what is known of them. Out: a table of
//! what was found, and one of [`Fault`]s.
//! Always: a row has its records, or a fault that says why not; what is odd about a document costs
//! no other one its records.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayAccessor, RecordBatch};
use arrow_schema::DataType;
use tongbao::output::{Fault, Row};
use tongbao::record::Diagnostic;
use tongbao::{Case, Context, Error, ErrorKind, Miner, Record};

use crate::error::Failure;
use crate::table::{Filling, Table};

/// Which columns there are, and how they are read.
#[derive(Debug)]
pub struct Reading {
    pub text: String,
    pub id: Option<String>,
    pub published: Option<String>,
    pub place: Option<String>,
    /// Of bytes.
    pub encoding: Option<String>,
    /// Longer documents are not read.
    pub max_bytes: usize,
    /// The first fault ends it all.
    pub strict: bool,
}

/// What a cell holds, by its row; null is nothing.
type Cells<'a, T> = Box<dyn Fn(usize) -> Option<T> + 'a>;

/// The columns of a batch.
struct Documents<'a> {
    text: Cells<'a, Text<'a>>,
    id: Cells<'a, Cow<'a, str>>,
    published: Cells<'a, Cow<'a, str>>,
    place: Cells<'a, Cow<'a, str>>,
}

#[derive(Clone, Copy)]
enum Text<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
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
    let documents = Documents::of(batch, reading)?;
    let (mut rows, mut faults) = (Filling::new(), Filling::new());
    for row in 0..batch.num_rows() {
        let (found, wrong) = documents.read(row, miner, reading, find)?;
        if let Some(fault) = wrong.first().filter(|_| reading.strict) {
            let doc = fault.doc.clone().unwrap_or_else(|| format!("row {row}"));
            return Err(Failure { doc, reason: format!("{}: {}", fault.code, fault.message) });
        }
        rows.extend(found).map_err(setting)?;
        faults.extend(wrong).map_err(setting)?;
    }
    Ok((rows.finish().map_err(setting)?, faults.finish().map_err(setting)?))
}

impl<'a> Documents<'a> {
    fn of(batch: &'a RecordBatch, reading: &Reading) -> Result<Self, Failure> {
        let optional = |name: &Option<String>| match name {
            Some(name) => strings(name, column(batch, name)?),
            None => Ok(nothing()),
        };
        Ok(Self {
            text: texts(&reading.text, column(batch, &reading.text)?)?,
            id: optional(&reading.id)?,
            published: optional(&reading.published)?,
            place: optional(&reading.place)?,
        })
    }

    /// What is found in the document of a row, and what is wrong with it.
    fn read<R>(
        &self,
        row: usize,
        miner: &Miner,
        reading: &Reading,
        find: fn(&Miner, &str, &Context) -> tongbao::Result<Found<R>>,
    ) -> Result<(Vec<R>, Vec<Fault>), Failure> {
        let id = (self.id)(row);
        let doc = id.as_deref();
        let mut faults = Vec::new();
        if doc.is_none() && reading.id.is_some() {
            faults.push(Fault::failure(
                None,
                row,
                "no_id",
                "the id is null: records have an empty one",
            ));
        }
        let text = match self.text(row, reading.max_bytes) {
            Ok(text) => text,
            Err((code, message)) => {
                faults.push(Fault::failure(doc, row, code, message));
                return Ok((Vec::new(), faults));
            }
        };
        let known = |cells: &Cells<'_, Cow<'_, str>>| {
            cells(row).filter(|cell| !cell.trim().is_empty()).map(Cow::into_owned)
        };
        let context = Context {
            id: id.clone().unwrap_or_default().into_owned(),
            published: known(&self.published),
            place: known(&self.place),
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
    fn text(&self, row: usize, most: usize) -> Result<Text<'a>, (&'static str, String)> {
        let text = (self.text)(row).ok_or_else(|| ("no_text", "the text is null".to_owned()))?;
        match text.len() {
            0 => Err(("empty_text", "the text is empty".into())),
            len if len > most => {
                Err(("too_long", format!("{len} bytes, more than max_bytes={most}")))
            }
            _ => Ok(text),
        }
    }
}

impl Text<'_> {
    const fn len(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

fn mine<R>(
    miner: &Miner,
    text: Text<'_>,
    context: &Context,
    find: fn(&Miner, &str, &Context) -> tongbao::Result<Found<R>>,
) -> tongbao::Result<Found<R>> {
    match text {
        Text::Text(text) => find(miner, text, context),
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

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a dyn Array, Failure> {
    let column = batch.column_by_name(name);
    column.map(AsRef::as_ref).ok_or_else(|| setting(format!("no column «{name}»")))
}

/// The texts of a column.
fn texts<'a>(name: &str, column: &'a dyn Array) -> Result<Cells<'a, Text<'a>>, Failure> {
    Ok(match column.data_type() {
        DataType::Utf8 => cells(column.as_string::<i32>(), Text::Text),
        DataType::LargeUtf8 => cells(column.as_string::<i64>(), Text::Text),
        DataType::Utf8View => cells(column.as_string_view(), Text::Text),
        DataType::Binary => cells(column.as_binary::<i32>(), Text::Bytes),
        DataType::LargeBinary => cells(column.as_binary::<i64>(), Text::Bytes),
        DataType::BinaryView => cells(column.as_binary_view(), Text::Bytes),
        DataType::Null => nothing(),
        other => return Err(setting(format!("«{name}»: {other} is neither string nor binary"))),
    })
}

/// The cells of a column that is known of the documents, each as a string.
fn strings<'a>(name: &str, column: &'a dyn Array) -> Result<Cells<'a, Cow<'a, str>>, Failure> {
    macro_rules! integers {
        ($type:ty) => {
            cells(column.as_primitive::<$type>(), |number| Cow::Owned(number.to_string()))
        };
    }
    Ok(match column.data_type() {
        DataType::Utf8 => cells(column.as_string::<i32>(), Cow::Borrowed),
        DataType::LargeUtf8 => cells(column.as_string::<i64>(), Cow::Borrowed),
        DataType::Utf8View => cells(column.as_string_view(), Cow::Borrowed),
        DataType::Binary => cells(column.as_binary::<i32>(), String::from_utf8_lossy),
        DataType::LargeBinary => cells(column.as_binary::<i64>(), String::from_utf8_lossy),
        DataType::Int8 => integers!(Int8Type),
        DataType::Int16 => integers!(Int16Type),
        DataType::Int32 => integers!(Int32Type),
        DataType::Int64 => integers!(Int64Type),
        DataType::UInt8 => integers!(UInt8Type),
        DataType::UInt16 => integers!(UInt16Type),
        DataType::UInt32 => integers!(UInt32Type),
        DataType::UInt64 => integers!(UInt64Type),
        DataType::Date32 => cells(column.as_primitive::<Date32Type>(), |day| {
            Cow::Owned(
                Date32Type::to_naive_date_opt(day).map_or_else(String::new, |day| day.to_string()),
            )
        }),
        DataType::Null => nothing(),
        other => {
            let wanted = "is neither string, integer nor date";
            return Err(setting(format!("«{name}»: {other} {wanted}")));
        }
    })
}

fn cells<'a, A: ArrayAccessor + 'a, T: 'a>(
    array: A,
    show: impl Fn(A::Item) -> T + 'a,
) -> Cells<'a, T> {
    Box::new(move |row| array.is_valid(row).then(|| show(array.value(row))))
}

fn nothing<'a, T: 'a>() -> Cells<'a, T> {
    Box::new(|_| None)
}
