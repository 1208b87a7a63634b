//! Tables as files of columns: Parquet, and Arrow IPC.
//!
//! In: batches of a table ([`arrow`](super::arrow)), of any lengths. Out: the bytes of a file,
//! written as they come to be.
//! Always: what is written depends on the rows alone, not on how they came in batches; what is
//! held is bounded, however many rows there are; the file can be read once it is finished, and
//! not before.
//!
//! Parquet is for keeping: it is compressed (zstd), and has up to [`GROUP`] rows in a group. Arrow
//! IPC is the file format, which is also called Feather (version 2), and not the stream: readers
//! find any batch of it at once, and since it is not compressed they map it into memory as it is.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use tongbao::output::{arrow, columnar::{Format, Writer}};
//! let document = tongbao::Miner::new()?.mine_text("新增58例。", &Default::default())?;
//! let mut out = Vec::new();
//! let mut file = Writer::new(Format::Parquet, &arrow::schema::<tongbao::Record>())?;
//! file.write(arrow::batch(&document.records)?, &mut out)?;
//! file.finish(&mut out)?;
//! assert!(out.starts_with(b"PAR1") && out.ends_with(b"PAR1"));
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::io::{self, Write};
use std::mem::take;

use arrow_array::RecordBatch;
use arrow_ipc::writer::FileWriter;
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::coalesce::BatchCoalescer;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::arrow::{ROWS, metadata};

/// Rows of a group of Parquet. A group is held, packed, until it is whole.
pub const GROUP: usize = 8 * ROWS;

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// The Arrow IPC file format.
    Arrow,
}

/// A file in the making.
///
/// It does not own what it writes to, which is named at each step, so that it can be anything,
/// such as a standard output that is locked.
pub struct Writer {
    /// Makes batches of [`ROWS`].
    rows: BatchCoalescer,
    file: File,
}

/// A writer into memory, from where the bytes are taken.
enum File {
    Parquet(Box<ArrowWriter<Vec<u8>>>),
    Arrow(Box<FileWriter<Vec<u8>>>),
}

impl Writer {
    /// Begins a file for batches of the schema.
    ///
    /// # Errors
    ///
    /// None that a schema of [`schema`](super::arrow::schema) gives cause for.
    pub fn new(format: Format, schema: &SchemaRef) -> io::Result<Self> {
        let file = match format {
            Format::Parquet => {
                let writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties()));
                File::Parquet(Box::new(writer.map_err(of_parquet)?))
            }
            Format::Arrow => {
                let writer = FileWriter::try_new(Vec::new(), schema);
                File::Arrow(Box::new(writer.map_err(of_arrow)?))
            }
        };
        Ok(Self { rows: BatchCoalescer::new(schema.clone(), ROWS), file })
    }

    /// Adds the rows of `batch`, and writes to `out` what has come to be.
    ///
    /// # Errors
    ///
    /// The error of `out`, kind and all; or, when `batch` has another schema, or more text in a
    /// column than one array can hold, one of kind [`io::ErrorKind::Other`].
    pub fn write(&mut self, batch: RecordBatch, out: impl Write) -> io::Result<()> {
        self.rows.push_batch(batch).map_err(of_arrow)?;
        self.pass_on(out)
    }

    /// Writes what is left, and the end of the file.
    ///
    /// # Errors
    ///
    /// See [`Writer::write`].
    pub fn finish(mut self, mut out: impl Write) -> io::Result<()> {
        self.rows.finish_buffered_batch().map_err(of_arrow)?;
        self.pass_on(&mut out)?;
        let end = match self.file {
            File::Parquet(writer) => writer.into_inner().map_err(of_parquet)?,
            File::Arrow(writer) => writer.into_inner().map_err(of_arrow)?,
        };
        out.write_all(&end)
    }

    /// Writes the batches that are whole.
    fn pass_on(&mut self, mut out: impl Write) -> io::Result<()> {
        while let Some(batch) = self.rows.next_completed_batch() {
            out.write_all(&self.file.bytes(&batch)?)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl File {
    /// The bytes that came to be with `batch`.
    fn bytes(&mut self, batch: &RecordBatch) -> io::Result<Vec<u8>> {
        match self {
            Self::Parquet(writer) => {
                writer.write(batch).map_err(of_parquet)?;
                Ok(take(writer.inner_mut()))
            }
            Self::Arrow(writer) => {
                writer.write(batch).map_err(of_arrow)?;
                Ok(take(writer.get_mut()))
            }
        }
    }
}

fn properties() -> WriterProperties {
    let said = metadata().map(|(key, value)| KeyValue::new(key.into(), value));
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP))
        .set_key_value_metadata(Some(said.into()))
        .build()
}

fn of_arrow(error: ArrowError) -> io::Error {
    io::Error::other(error)
}

fn of_parquet(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
