//! A table of Arrow batches, as Python sees it.
//!
//! In: rows. Out: [`Table`], which any reader of Arrow streams takes as it is.
//! Always: its batches are there, so that nothing is left to be made while Python waits.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use tongbao::output::Row;
use tongbao::output::arrow::{ROWS, batch, schema};

use crate::records::pandas;

/// A table that readers of Arrow streams take as it is, by `__arrow_c_stream__`.
///
/// >>> import pyarrow, tongbao
/// >>> batch = pyarrow.record_batch({"id": ["a"], "text": ["新增确诊病例58例。"]})
/// >>> figures, diagnostics = tongbao.Miner().extract_batch(batch)
/// >>> len(figures), len(diagnostics)
/// (1, 0)
/// >>> pyarrow.table(figures)["value"].to_pylist()
/// [58.0]
#[pyclass(frozen, module = "tongbao")]
#[derive(Debug)]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<tongbao.Table: {}>", self.__len__())
    }

    /// A pandas data frame; needs pandas and pyarrow (`tongbao[pandas]`).
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        pandas(slf.as_any())
    }

    /// A polars data frame; needs polars (`tongbao[polars]`).
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// A pyarrow table; needs pyarrow.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// The rows as an Arrow stream, by the PyCapsule interface. `requested_schema` is not
    /// followed, which the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let batches = RecordBatchIterator::new(batches, self.schema.clone());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

/// A table that is being filled.
#[derive(Debug)]
pub struct Filling<R> {
    rows: Vec<R>,
    batches: Vec<RecordBatch>,
}

impl<R: Row> Filling<R> {
    pub const fn new() -> Self {
        Self { rows: Vec::new(), batches: Vec::new() }
    }

    /// Rows become a batch as soon as they are enough for one, in which they take less memory.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = R>) -> Result<(), ArrowError> {
        self.rows.extend(rows);
        if self.rows.len() >= ROWS { self.flush() } else { Ok(()) }
    }

    pub fn finish(mut self) -> Result<Table, ArrowError> {
        self.flush()?;
        Ok(Table { schema: schema::<R>(), batches: self.batches })
    }

    fn flush(&mut self) -> Result<(), ArrowError> {
        for rows in self.rows.chunks(ROWS) {
            self.batches.push(batch(rows)?);
        }
        self.rows.clear();
        Ok(())
    }
}
