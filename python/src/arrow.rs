//! Rows as a stream of Arrow record batches.
//!
//! In: records or the points of a series. Out: batches as `tongbao::output::arrow` makes them.
//! Always: a batch is made when it is asked for, without Python, and handed over uncopied.

use std::sync::Arc;

use arrow_array::RecordBatchIterator;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use tongbao::output::Row;
use tongbao::output::arrow::{ROWS, batch, schema};

/// A stream of all `rows`.
pub fn stream<R: Row + Send + Sync>(rows: Arc<Vec<R>>) -> FFI_ArrowArrayStream {
    let starts = (0..rows.len()).step_by(ROWS);
    let batches = starts.map(move |at| batch(&rows[at..rows.len().min(at + ROWS)]));
    FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, schema::<R>())))
}
