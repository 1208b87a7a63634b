//! Records as a stream of Arrow record batches.
//!
//! In: records. Out: batches as `tongbao::output::arrow` makes them.
//! Always: a batch is made when it is asked for, without Python, and handed over uncopied.

use std::sync::Arc;

use arrow_array::RecordBatchIterator;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use tongbao::Record;
use tongbao::output::arrow::{ROWS, batch, schema};

/// A stream of all `records`.
pub fn stream(records: Arc<Vec<Record>>) -> FFI_ArrowArrayStream {
    let starts = (0..records.len()).step_by(ROWS);
    let batches = starts.map(move |at| batch(&records[at..records.len().min(at + ROWS)]));
    FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, schema::<Record>())))
}
