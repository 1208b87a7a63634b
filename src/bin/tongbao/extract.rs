//! `tongbao extract`: every figure as a record.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde::Serialize;
use tongbao::Miner;
use tongbao::output::{csv, json, standoff};
use tongbao::record::Diagnostic;

use crate::input::{InputArgs, Source};
use crate::journal::Settings;
use crate::report::{Report, usage};
use crate::run::{Failure, Job, Made, Output, OutputArgs, RunArgs, run};
use crate::sink::Sink;

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

const AFTER: &str = "\
Document ids:
  The id of a text file is its path as given, that of standard input is `-`. A line of JSON Lines
  has its own id, or else FILE:LINE. It is the key `doc` of every record.

Failures:
  A file that cannot be read, a line that is no JSON or lacks its text, a line with a date or
  place that is unknown: one line `tongbao: FILE:LINE: REASON` on standard error for each. The
  other documents are written, and the exit status is 1. An empty document has no records and is
  no failure. A wrong setting (--published, --place, --encoding, --catalogue) is found before any
  document is read, and the exit status is 2.

Examples:
  One bulletin, with what is known about it:
    tongbao extract notice.txt --published 2022-05-09 --place 许昌市

  A folder of pages in an old encoding, to a spreadsheet:
    tongbao extract pages/ --encoding gb18030 --format csv --bom -o figures.csv

  A corpus whose keys have other names:
    tongbao extract --input-format jsonl --text-key body --published-key date news.jsonl

  Metrics of your own:
    tongbao extract --catalogue dengue.tsv notice.txt";

impl Extract {
    /// Runs the subcommand.
    pub fn run(self, settings: &Settings) -> ExitCode {
        if self.bom && self.format != Format::Csv {
            return usage("--bom is for --format csv");
        }
        let tabular = matches!(self.format, Format::Jsonl | Format::Json | Format::Csv);
        if self.table == Table::Cases && !tabular {
            return usage("--table cases is for --format jsonl, json and csv");
        }
        let work = |miner: &Miner, source: &Source| self.document(miner, source);
        let Self { input, output, how, .. } = &self;
        // The tasks of Label Studio are one array.
        let settings = Some(settings).filter(|_| self.format != Format::LabelStudio);
        let mut records = Records { args: &self, first: true };
        run(&Job { input, output, how, settings }, work, &mut records)
    }

    fn document(&self, miner: &Miner, source: &Source) -> Result<Made, Failure> {
        let mut bytes = Vec::new();
        let (records, diagnostics) = match (self.format, self.table) {
            (Format::Json, _) | (_, Table::Cases) => {
                let document = source.mine(miner)?;
                match self.format {
                    Format::Json => json::write_line(&mut bytes, &document)?,
                    Format::Csv => csv::write_cases(&mut bytes, &document.cases)?,
                    _ => each_line(&mut bytes, &document.cases)?,
                }
                let rows = match self.table {
                    Table::Figures => document.records.len(),
                    Table::Cases => document.cases.len(),
                };
                (rows, document.diagnostics)
            }
            (Format::Jsonl | Format::Csv, Table::Figures) => {
                let (_, records, diagnostics) = source.figures(miner)?;
                match self.format {
                    Format::Csv => csv::write_records(&mut bytes, &records)?,
                    _ => records.iter().try_for_each(|it| json::write_record(&mut bytes, it))?,
                }
                (records.len(), diagnostics)
            }
            (Format::WebAnnotation | Format::Doccano | Format::LabelStudio, _) => {
                self.stand_off(miner, source, &mut bytes)?
            }
        };
        Ok(Made { bytes, records, diagnostics })
    }

    /// The records as marks beside their text; gives how many, and what was odd.
    fn stand_off(
        &self,
        miner: &Miner,
        source: &Source,
        out: &mut Vec<u8>,
    ) -> Result<(usize, Vec<Diagnostic>), Failure> {
        let (text, records, diagnostics) = source.figures(miner)?;
        let doc = &source.context.id;
        match self.format {
            Format::Doccano => json::write_line(out, &standoff::doccano(doc, &text, &records))?,
            Format::LabelStudio => {
                json::write_line(out, &standoff::label_studio(doc, &text, &records))?;
            }
            _ => {
                let annotation = |record| standoff::web_annotation(&text, record);
                each_line(out, &records.iter().map(annotation).collect::<Vec<_>>())?;
            }
        }
        Ok((records.len(), diagnostics))
    }
}

fn each_line(out: &mut Vec<u8>, rows: &[impl Serialize]) -> io::Result<()> {
    rows.iter().try_for_each(|row| json::write_line(&mut *out, row))
}

/// What is written, one document after the other.
struct Records<'a> {
    args: &'a Extract,
    /// No document was written yet.
    first: bool,
}

impl Output<Made> for Records<'_> {
    fn start(&mut self, sink: &mut Sink) -> io::Result<()> {
        if self.args.bom {
            sink.write_all(csv::BYTE_ORDER_MARK.as_bytes())?;
        }
        match (self.args.format, self.args.table) {
            (Format::Csv, Table::Figures) => csv::write_header(sink),
            (Format::Csv, Table::Cases) => csv::write_case_header(sink),
            (Format::LabelStudio, _) => sink.write_all(b"[\n"),
            _ => Ok(()),
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
        report.read(at, made.records, &made.diagnostics);
        out.write_all(&made.bytes)
    }

    fn end(&mut self, out: &mut Sink) -> io::Result<()> {
        match self.args.format {
            Format::LabelStudio => out.write_all(b"]\n"),
            _ => Ok(()),
        }
    }
}
