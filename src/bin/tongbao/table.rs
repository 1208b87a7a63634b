//! Tables on their way out: as text, or as a file of columns.
//!
//! In: rows, some at a time. Out: JSON Lines, CSV, Parquet or Arrow IPC, in the order they came.

use std::io::{self, Write};

use arrow_array::RecordBatch;
use clap::ValueEnum;
use serde::Serialize;
use tongbao::output::arrow::{batches, schema};
use tongbao::output::columnar::{self, Writer};
use tongbao::output::{Row, csv, json};

use crate::run::OutputArgs;
use crate::sink::Sink;

/// How the rows of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// JSON Lines: one JSON object for each row
    Jsonl,
    /// A header and a row for each; what has parts of its own is JSON, null is an empty cell
    Csv,
    /// An Apache Parquet file, with the columns of CSV, typed
    Parquet,
    /// An Arrow IPC file (Feather version 2), with the columns of CSV, typed
    Arrow,
}

impl Form {
    /// The rows, ready to be written.
    pub fn part<R: Row + Serialize>(self, rows: &[R]) -> io::Result<Part> {
        let mut bytes = Vec::new();
        match self {
            Self::Jsonl => rows.iter().try_for_each(|row| json::write_line(&mut bytes, row))?,
            Self::Csv => csv::write_rows(&mut bytes, rows)?,
            Self::Parquet | Self::Arrow => {
                let batches = batches(rows).collect::<Result<_, _>>();
                return batches.map(Part::Batches).map_err(io::Error::other);
            }
        }
        Ok(Part::Text(bytes))
    }

    /// What is wrong with the place that the output goes to.
    pub fn refuse(self, output: &OutputArgs) -> Result<(), &'static str> {
        match self {
            Self::Parquet | Self::Arrow if output.is_terminal() => {
                Err("a terminal cannot show this --format: name a file (-o FILE) or use a pipe")
            }
            _ => Ok(()),
        }
    }
}

/// Some rows of a table, as they go into it.
pub enum Part {
    Text(Vec<u8>),
    Batches(Vec<RecordBatch>),
}

/// A table that is being written. Text has no state.
#[derive(Default)]
pub struct Table(Option<Writer>);

impl Table {
    /// Before the first row.
    pub fn start<R: Row>(&mut self, form: Form, sink: &mut Sink) -> io::Result<()> {
        let format = match form {
            Form::Jsonl => return Ok(()),
            Form::Csv => return csv::write_header::<R>(sink),
            Form::Parquet => columnar::Format::Parquet,
            Form::Arrow => columnar::Format::Arrow,
        };
        self.0 = Some(Writer::new(format, &schema::<R>())?);
        Ok(())
    }

    /// The next rows.
    pub fn write(&mut self, part: Part, sink: &mut Sink) -> io::Result<()> {
        match (part, &mut self.0) {
            (Part::Text(bytes), _) => sink.write_all(&bytes),
            (Part::Batches(batches), Some(file)) => {
                batches.into_iter().try_for_each(|batch| file.write(batch, &mut *sink))
            }
            (Part::Batches(_), None) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// After the last row.
    pub fn end(&mut self, sink: &mut Sink) -> io::Result<()> {
        self.0.take().map_or(Ok(()), |file| file.finish(sink))
    }
}
