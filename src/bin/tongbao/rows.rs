//! Parquet: one row to the four things that matter in it.
//!
//! In: a file, which has its index at the end. Out: batches of rows, of the columns that are
//! wanted. Always: what is held of a file is bounded by its pages and by what a batch may have,
//! however many rows there are; a file that is broken is an error, also where its reader panics.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Display;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Once};

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Schema, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use tongbao::batch::{self, Columns};

use crate::lines::{Fields, Keys, Text, said};

/// Rows that are unpacked at a time, and about their bytes: fewer rows where they are long.
const ROWS: i64 = 256;
const BYTES: i64 = 1 << 20;

/// A file, ready to be read.
pub struct Rows {
    batches: ParquetRecordBatchReader,
    pub columns: Columns,
}

impl Rows {
    /// Reads the index of `file`, or says why that has no documents.
    pub fn open(file: File, keys: &Keys) -> Result<Self, String> {
        let about = unbroken(|| metadata(&file))?;
        let columns = keys.columns(about.schema());
        let wanted = columns.indices(about.schema()).map_err(|error| error.to_string())?;
        let wanted = ProjectionMask::roots(about.parquet_schema(), wanted);
        let batches = unbroken(|| {
            let rows = rows_at_once(about.metadata(), &wanted);
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, about)
                .with_projection(wanted)
                .with_batch_size(rows)
                .build()
        });
        Ok(Self { batches: batches?, columns })
    }
}

impl Iterator for Rows {
    type Item = Result<RecordBatch, String>;

    fn next(&mut self) -> Option<Self::Item> {
        unbroken(|| self.batches.next().transpose()).transpose()
    }
}

thread_local! {
    /// This thread reads a file that may be broken.
    static READS: Cell<bool> = const { Cell::new(false) };
}

/// What `read` gives, or why the file is broken: its reader panics where it does not expect that.
fn unbroken<T, E: Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let tell = take_hook();
        set_hook(Box::new(move |panic| {
            if !READS.get() {
                tell(panic);
            }
        }));
    });
    READS.set(true);
    let found = catch_unwind(AssertUnwindSafe(read));
    READS.set(false);
    match found {
        Ok(found) => found.map_err(|error| error.to_string()),
        Err(panic) => {
            let reason = panic.downcast_ref::<String>().map(String::as_str);
            let reason = reason.or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("broken Parquet: {}", reason.unwrap_or_default()))
        }
    }
}

/// The index of a file. A time of 96 bits, as Spark writes them, is an instant: readers take it for
/// what a clock showed where they are not told.
fn metadata(file: &File) -> Result<ArrowReaderMetadata, ParquetError> {
    let about = ArrowReaderMetadata::load(file, ArrowReaderOptions::new())?;
    let roots = about.parquet_schema().root_schema().get_fields();
    let is_instant: Vec<_> =
        roots.iter().map(|it| it.is_primitive() && it.get_physical_type() == Type::INT96).collect();
    if !is_instant.contains(&true) {
        return Ok(about);
    }
    let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let fields = about.schema().fields().iter().zip(is_instant).map(|(field, is_instant)| {
        let field = field.as_ref().clone();
        if is_instant { field.with_data_type(instant.clone()) } else { field }
    });
    let schema = Schema::new(fields.collect::<Vec<_>>());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
    ArrowReaderMetadata::try_new(Arc::clone(about.metadata()), options)
}

/// So many rows are unpacked at a time, by the lengths of those in the group that has the longest.
fn rows_at_once(about: &ParquetMetaData, wanted: &ProjectionMask) -> usize {
    let length = |group: &RowGroupMetaData| {
        let columns = group.columns().iter().enumerate();
        let wanted = columns.filter(|(leaf, _)| wanted.leaf_included(*leaf));
        let bytes: i64 = wanted.map(|(_, column)| column.uncompressed_size()).sum();
        bytes / group.num_rows().max(1)
    };
    let longest = about.row_groups().iter().map(length).max().unwrap_or_default();
    usize::try_from((BYTES / longest.max(1)).clamp(1, ROWS)).unwrap_or(1)
}

impl Keys {
    /// The columns of these names, as far as they are there; the text has to be.
    fn columns(&self, schema: &Schema) -> Columns {
        let known = |key: &String| schema.index_of(key).is_ok().then(|| key.clone());
        Columns {
            text: self.text_key.clone(),
            id: known(&self.id_key),
            published: known(&self.published_key),
            place: known(&self.place_key),
        }
    }

    /// Reads one row, or says what is wrong with it.
    pub fn row(&self, row: batch::Row<'_>) -> Result<Fields, String> {
        let known = |cell: Option<Cow<'_, str>>| cell.and_then(|cell| said(cell.into_owned()));
        Ok(Fields {
            id: known(row.id),
            text: match row.text.ok_or_else(|| self.no_text())? {
                batch::Text::Decoded(text) => Text::Decoded(text.to_owned()),
                batch::Text::Bytes(bytes) => Text::Bytes(bytes.to_owned()),
            },
            published: known(row.published),
            place: known(row.place),
        })
    }
}
