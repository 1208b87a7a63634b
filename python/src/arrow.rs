//! Records as a stream of Arrow record batches.
//!
//! In: records. Out: batches with the keys of the record contract as columns. `qualifiers` is
//! compact JSON, as in CSV; `article`, `id` and `part_of` are int64, offsets uint64, numbers
//! float64, all else strings.
//! Always: a batch is made when it is asked for, without Python, and handed over uncopied.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray, UInt64Array,
};
use arrow_schema::ArrowError;
use tongbao::Record;
use tongbao::output::json;

use crate::row::{Number, Row};

/// Rows of a batch.
const ROWS: usize = 1 << 13;

/// A stream of all `records`.
pub fn stream(records: Arc<Vec<Record>>) -> Result<FFI_ArrowArrayStream, ArrowError> {
    let schema = batch(&[])?.schema();
    let starts = (0..records.len()).step_by(ROWS);
    let batches = starts.map(move |at| batch(&records[at..records.len().min(at + ROWS)]));
    Ok(FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, schema))))
}

fn batch(records: &[Record]) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<_> = records.iter().map(Row::from).collect();
    let columns = Columns(&rows);
    RecordBatch::try_from_iter_with_nullable([
        ("doc", columns.text(|row| row.doc), false),
        ("article", columns.index(|row| row.article), false),
        ("id", columns.index(|row| row.id), false),
        ("metric", columns.texts(|row| row.metric), true),
        ("subject", columns.texts(|row| row.subject), true),
        ("aspect", columns.texts(|row| row.aspect), true),
        ("origin", columns.texts(|row| row.origin), true),
        ("qualifiers", columns.qualifiers(), false),
        ("value", columns.number(|row| row.value), false),
        ("low", columns.numbers(|row| row.low), true),
        ("high", columns.numbers(|row| row.high), true),
        ("bound", columns.text(|row| row.bound), false),
        ("unit", columns.texts(|row| row.unit), true),
        ("dimension", columns.text(|row| row.dimension), false),
        ("per", columns.texts(|row| row.per), true),
        ("status", columns.text(|row| row.status), false),
        ("place", columns.texts(|row| row.place), true),
        ("place_code", columns.texts(|row| row.place_code), true),
        ("place_from", columns.texts(|row| row.place_from), true),
        ("time_start", columns.texts(|row| row.time_start), true),
        ("time_end", columns.texts(|row| row.time_end), true),
        ("time_from", columns.texts(|row| row.time_from), true),
        ("part_of", columns.indices(|row| row.part_of), true),
        ("text", columns.text(|row| row.text), false),
        ("byte_start", columns.offset(|row| row.byte_start), false),
        ("byte_end", columns.offset(|row| row.byte_end), false),
        ("char_start", columns.offset(|row| row.char_start), false),
        ("char_end", columns.offset(|row| row.char_end), false),
        ("sentence", columns.text(|row| row.sentence), false),
        ("rule", columns.text(|row| row.rule), false),
    ])
}

/// Columns of rows.
struct Columns<'a>(&'a [Row<'a>]);

impl<'a> Columns<'a> {
    fn text(&self, get: fn(&Row<'a>) -> &'a str) -> ArrayRef {
        Arc::new(StringArray::from_iter_values(self.0.iter().map(get)))
    }

    fn texts(&self, get: fn(&Row<'a>) -> Option<&'a str>) -> ArrayRef {
        Arc::new(self.0.iter().map(get).collect::<StringArray>())
    }

    fn number(&self, get: fn(&Row<'a>) -> Number) -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(self.0.iter().map(|row| get(row).double())))
    }

    fn numbers(&self, get: fn(&Row<'a>) -> Option<Number>) -> ArrayRef {
        let numbers = self.0.iter().map(|row| get(row).map(Number::double));
        Arc::new(numbers.collect::<Float64Array>())
    }

    fn index(&self, get: fn(&Row<'a>) -> usize) -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(self.0.iter().map(|row| get(row) as i64)))
    }

    fn indices(&self, get: fn(&Row<'a>) -> Option<usize>) -> ArrayRef {
        let indices = self.0.iter().map(|row| get(row).map(|index| index as i64));
        Arc::new(indices.collect::<Int64Array>())
    }

    fn offset(&self, get: fn(&Row<'a>) -> usize) -> ArrayRef {
        Arc::new(UInt64Array::from_iter_values(self.0.iter().map(|row| get(row) as u64)))
    }

    fn qualifiers(&self) -> ArrayRef {
        let mut line = Vec::new();
        Arc::new(StringArray::from_iter_values(self.0.iter().map(|row| {
            if row.qualifiers.is_empty() {
                return "{}".to_owned();
            }
            line.clear();
            // Neither strings nor a Vec give cause for an error.
            let _ = json::write_line(&mut line, row.qualifiers);
            String::from_utf8_lossy(&line).trim_end().to_owned()
        })))
    }
}
