//! Tables as Arrow record batches, for data frames and columnar files.
//!
//! In: [`Row`]s of one type. Out: batches with the keys of their JSON as columns, in the same order,
//! under a [`schema`] that names this crate's version.
//! Always: the same rows give the same batches, and a type says the same in every table:
//!
//! | cells | Arrow type | why |
//! |---|---|---|
//! | `value` `low` `high` `age` `left` `right` | float64 | a decimal type would fix the digits behind the point, of which ratios and sums of money need different ones, and data frames calculate slowly with it. It is the number that JSON has: exact up to 15 digits |
//! | `article` `id` `part_of` `first` `last` `count` `row` | int64 | data frames subtract and compare them |
//! | `byte_start` `byte_end` `char_start` `char_end` | uint64 | they are offsets |
//! | `qualifiers` `sources` `records` | string: compact JSON, as in CSV | maps and lists of structs are read differently by each reader, if at all |
//! | `converted` | bool | |
//! | all others | string | codes and ids may start with 0, and times need not be full dates (`XXXX-05-08`) |
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let document = tongbao::Miner::new()?.mine_text("新增58例。", &Default::default())?;
//! let batch = tongbao::output::arrow::batch(&document.records)?;
//! assert_eq!((batch.num_rows(), batch.num_columns()), (1, 30));
//! assert_eq!(batch.schema().field(8).name(), "value");
//! # Ok(())
//! # }
//! ```

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, UInt64Array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::Row;
use super::columns::{Cell, Column};
use crate::record::{SCHEMA_VERSION, nearest};

/// Rows of a batch of [`batches`]: enough to be worth their columns, and not too many to hold.
pub const ROWS: usize = 1 << 13;

/// What is said of a whole table: the version of this crate and that of the record contract.
#[must_use]
pub fn metadata() -> [(&'static str, String); 2] {
    [
        ("tongbao.version", env!("CARGO_PKG_VERSION").into()),
        ("tongbao.schema_version", SCHEMA_VERSION.to_string()),
    ]
}

/// The schema of a table of such rows.
#[must_use]
pub fn schema<R: Row>() -> SchemaRef {
    let field =
        |column: &Column<R>| Field::new(column.name, data_type(&column.cell), column.nullable);
    let fields: Vec<_> = R::COLUMNS.iter().map(field).collect();
    Arc::new(Schema::new_with_metadata(fields, metadata()))
}

/// One batch of all `rows`.
///
/// # Errors
///
/// When the texts of a column are longer than 2 GiB together, which is the most that one array
/// can hold.
pub fn batch<R: Row>(rows: &[R]) -> Result<RecordBatch, ArrowError> {
    let columns = R::COLUMNS.iter().map(|column| array(&column.cell, rows));
    RecordBatch::try_new(schema::<R>(), columns.collect::<Result<_, _>>()?)
}

/// Batches of [`ROWS`] rows, the last of what is left; each is made when it is asked for.
///
/// # Errors
///
/// See [`batch`].
pub fn batches<R: Row>(rows: &[R]) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> {
    rows.chunks(ROWS).map(batch)
}

const fn data_type<R>(cell: &Cell<R>) -> DataType {
    match cell {
        Cell::Text(_) | Cell::Json(_) => DataType::Utf8,
        Cell::Index(_) => DataType::Int64,
        Cell::Offset(_) => DataType::UInt64,
        Cell::Number(_) => DataType::Float64,
        Cell::Flag(_) => DataType::Boolean,
    }
}

/// The cells of one column.
fn array<R>(cell: &Cell<R>, rows: &[R]) -> Result<ArrayRef, ArrowError> {
    let rows = rows.iter();
    Ok(match cell {
        Cell::Text(get) => {
            fits(rows.clone().filter_map(get).map(str::len).sum())?;
            Arc::new(rows.map(get).collect::<StringArray>())
        }
        Cell::Json(get) => {
            let texts: Vec<_> = rows.map(get).collect();
            fits(texts.iter().map(String::len).sum())?;
            Arc::new(StringArray::from_iter_values(texts))
        }
        Cell::Index(get) => {
            Arc::new(rows.map(|row| get(row).map(|index| index as i64)).collect::<Int64Array>())
        }
        Cell::Offset(get) => {
            Arc::new(rows.map(|row| get(row).map(|at| at as u64)).collect::<UInt64Array>())
        }
        Cell::Number(get) => {
            let number = |row| get(row).as_ref().map(nearest);
            Arc::new(rows.map(number).collect::<Float64Array>())
        }
        Cell::Flag(get) => Arc::new(rows.map(|row| Some(get(row))).collect::<BooleanArray>()),
    })
}

/// Whether so many bytes go into one array.
fn fits(bytes: usize) -> Result<(), ArrowError> {
    match i32::try_from(bytes) {
        Ok(_) => Ok(()),
        Err(_) => Err(ArrowError::OffsetOverflowError(bytes)),
    }
}
