//! `tongbao extract`: every figure as a record.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use tongbao::output::{csv, json, standoff};
use tongbao::record::Diagnostic;
use tongbao::{Case, Miner, Record};

use crate::input::{InputArgs, Source};
use crate::journal::Settings;
use crate::report::{Report, usage};
use crate::run::{Failure, Job, Output, OutputArgs, RunArgs, run};
use crate::shards::Folder;
use crate::sink::Sink;
use crate::table::{Form, Part, Table as Written};

/// Write every figure of the documents as a record
///
/// Reads each document, finds every figure that counts or measures something, and writes one
/// record for each: value, low, high and bound; unit and dimension; metric, subject, aspect,
/// origin and qualifiers; place and its six-digit code; start and end of the time; the record it
/// is a part of; and where its text stands in the decoded source, in bytes and in characters.
#[derive(Args, Debug)]
#[command(after_long_help = AFTER)]
pub struct Extract {
    #[command(flatten)]
    input: InputArgs,

    /// How records are written
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,

    /// What is written
    ///
    /// Documents of --format json carry both.
    #[arg(long, value_enum, default_value_t = Table::Figures)]
    table: Table,

    #[command(flatten)]
    output: OutputArgs,

    /// Write a file for each input file, into the folder DIR
    ///
    /// It has the name of the input, below the PATH that was a folder, and the extension of the
    /// --format. A file that has its name is whole: it had another one until then. DIR is made where
    /// it is not there, and holds what one version made with one set of settings, which
    /// DIR/_tongbao.json names; others are refused. Several runs may write into it at a time. An
    /// input that cannot be read to its end leaves no file. With --resume, files that are there and
    /// no older than their input stay as they are, and their inputs are not read.
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    output_dir: Option<PathBuf>,

    #[command(flatten)]
    how: RunArgs,

    /// Start CSV with a byte order mark, by which some spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Lines: one record a line
    Jsonl,
    /// One document a line: a JSON object with its records, articles, encoding and diagnostics
    Json,
    /// One record a row under a header; qualifiers are JSON, null is an empty cell. A text cell
    /// that a spreadsheet would run as a formula has a ' in front
    Csv,
    /// An Apache Parquet file with the columns of CSV, typed: numbers are float64, indices and
    /// offsets integers, qualifiers are JSON, all else is text
    Parquet,
    /// The same as an Arrow IPC file (Feather version 2)
    Arrow,
    /// JSON Lines of W3C Web Annotations, one for each record, with its offsets in the text
    WebAnnotation,
    /// JSON Lines for doccano's sequence labeling, one for each document
    Doccano,
    /// A JSON file of tasks for Label Studio, with the records as predictions
    LabelStudio,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Table {
    /// Every figure, as a record
    Figures,
    /// Case lists: each person, or range of numbered persons, that the text lists
    Cases,
}

impl Format {
    /// The form of a table, unless what is written is none.
    const fn form(self) -> Option<Form> {
        match self {
            Self::Jsonl => Some(Form::Jsonl),
            Self::Csv => Some(Form::Csv),
            Self::Parquet => Some(Form::Parquet),
            Self::Arrow => Some(Form::Arrow),
            Self::Json | Self::WebAnnotation | Self::Doccano | Self::LabelStudio => None,
        }
    }

    /// Of files of it.
    const fn extension(self) -> &'static str {
        match self {
            Self::Jsonl | Self::Json | Self::WebAnnotation | Self::Doccano => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::LabelStudio => "json",
        }
    }

    /// Whether a file of it grows document by document: the tasks of Label Studio are one array, and
    /// files of columns end with their index.
    const fn goes_on(self) -> bool {
        !matches!(self, Self::LabelStudio | Self::Parquet | Self::Arrow)
    }
}

const AFTER: &str = "\
Document ids:
  The id of a text file is its path as given, that of standard input is `-`. A line of JSON Lines
  has its own id, or else FILE:LINE, a row of Parquet its own, or else FILE:ROW, from 1. It is the key
  `doc` of every record.

Failures:
  A file that cannot be read, a line that is no JSON, a line or row that lacks its text or has a
  date or place that is unknown: one line `tongbao: FILE:LINE: REASON` on standard error for each. The
  other documents are written, and the exit status is 1. An empty document has no records and is
  no failure. A wrong setting (--published, --place, --encoding, --catalogue) is found before any
  document is read, and the exit status is 2.

Examples:
  One bulletin, with what is known about it:
    tongbao extract notice.txt --published 2022-05-09 --place 许昌市

  A folder of pages in an old encoding, to a spreadsheet:
    tongbao extract pages/ --encoding gb18030 --format csv --bom -o figures.csv

  A corpus for data frames:
    tongbao extract --input-format jsonl news.jsonl --format parquet -o figures.parquet

  A corpus whose keys have other names:
    tongbao extract --input-format jsonl --text-key body --published-key date news.jsonl

  A folder of Parquet files to as many, of which the second run makes what the first one did not:
    tongbao extract --input-format parquet shards/ --format parquet --output-dir figures/
    tongbao extract --input-format parquet shards/ --format parquet --output-dir figures/ --resume

  Metrics of your own:
    tongbao extract --catalogue dengue.tsv notice.txt";

impl Extract {
    /// Runs the subcommand.
    pub fn run(self, settings: &Settings) -> ExitCode {
        if let Err(reason) = self.refuse() {
            return usage(reason);
        }
        let work = |miner: &Miner, source: &Source| self.document(miner, source);
        let Self { input, output, how, .. } = &self;
        let extension = self.format.extension();
        let folder = self.output_dir.as_ref().map(|path| Folder { path, extension, settings });
        let settings = Some(settings).filter(|_| self.format.goes_on());
        let mut records = Records { args: &self, first: true, table: Written::default() };
        run(&Job { settings, folder, ..Job::new(input, output, how) }, work, &mut records)
    }

    /// What is wrong with the settings.
    fn refuse(&self) -> Result<(), &'static str> {
        if self.bom && self.format != Format::Csv {
            return Err("--bom is for --format csv");
        }
        match self.format.form() {
            Some(form) if self.output_dir.is_none() => form.refuse(&self.output),
            None if self.table == Table::Cases && self.format != Format::Json => {
                Err("--table cases is for --format jsonl, json, csv, parquet and arrow")
            }
            _ => Ok(()),
        }
    }

    fn document(&self, miner: &Miner, source: &Source) -> Result<Made, Failure> {
        let (part, rows, diagnostics) = match (self.format.form(), self.table) {
            (None, table) if self.format == Format::Json => {
                let document = source.mine(miner)?;
                let rows = match table {
                    Table::Figures => document.records.len(),
                    Table::Cases => document.cases.len(),
                };
                let part = text(|bytes| json::write_line(bytes, &document))?;
                (part, rows, document.diagnostics)
            }
            (None, _) => return self.stand_off(miner, source),
            (Some(form), Table::Cases) => {
                let document = source.mine(miner)?;
                (form.part(&document.cases)?, document.cases.len(), document.diagnostics)
            }
            (Some(form), Table::Figures) => {
                let (_, records, diagnostics) = source.figures(miner)?;
                let lines = |bytes: &mut Vec<u8>| {
                    records.iter().try_for_each(|record| json::write_record(bytes, record))
                };
                let part = if form == Form::Jsonl { text(lines) } else { form.part(&records) };
                (part?, records.len(), diagnostics)
            }
        };
        Ok(Made { part, rows, diagnostics })
    }

    /// The records as marks beside their text, and what was odd.
    fn stand_off(&self, miner: &Miner, source: &Source) -> Result<Made, Failure> {
        let (source_text, records, diagnostics) = source.figures(miner)?;
        let doc = &source.context.id;
        let part = text(|bytes| match self.format {
            Format::Doccano => {
                json::write_line(bytes, &standoff::doccano(doc, &source_text, &records))
            }
            Format::LabelStudio => {
                json::write_line(bytes, &standoff::label_studio(doc, &source_text, &records))
            }
            _ => records.iter().try_for_each(|record| {
                json::write_line(&mut *bytes, &standoff::web_annotation(&source_text, record))
            }),
        });
        Ok(Made { part: part?, rows: records.len(), diagnostics })
    }
}

/// What `write` writes.
fn text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<Part> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    Ok(Part::Text(bytes))
}

/// What is made of a document.
struct Made {
    part: Part,
    /// So many records or cases are in it.
    rows: usize,
    diagnostics: Vec<Diagnostic>,
}

/// What is written, one document after the other.
struct Records<'a> {
    args: &'a Extract,
    /// No document was written yet.
    first: bool,
    table: Written,
}

impl Output<Made> for Records<'_> {
    fn start(&mut self, sink: &mut Sink) -> io::Result<()> {
        self.first = true;
        if self.args.bom {
            sink.write_all(csv::BYTE_ORDER_MARK.as_bytes())?;
        }
        match (self.args.format.form(), self.args.table) {
            (Some(form), Table::Figures) => self.table.start::<Record>(form, sink),
            (Some(form), Table::Cases) => self.table.start::<Case>(form, sink),
            (None, _) if self.args.format == Format::LabelStudio => sink.write_all(b"[\n"),
            (None, _) => Ok(()),
        }
    }

    fn write(
        &mut self,
        made: Made,
        at: &str,
        out: &mut Sink,
        report: &mut Report,
    ) -> io::Result<()> {
        if self.args.format == Format::LabelStudio && !self.first {
            out.write_all(b",")?;
        }
        self.first = false;
        report.read(at, made.rows, &made.diagnostics);
        self.table.write(made.part, out)
    }

    fn end(&mut self, out: &mut Sink) -> io::Result<()> {
        match self.args.format {
            Format::LabelStudio => out.write_all(b"]\n"),
            _ => self.table.end(out),
        }
    }
}
