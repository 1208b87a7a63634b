//! `tongbao extract`: every figure as a record.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use tongbao::Miner;
use tongbao::output::{csv, json};
use tongbao::record::Diagnostic;

use crate::input::{InputArgs, Source};
use crate::report::{Report, usage};
use crate::run::{Failure, Output, OutputArgs, ThreadArgs, run};
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
    threads: ThreadArgs,

    /// Start CSV with a byte order mark, by which some spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,

    /// Treat oddities of a text as failures: report each, and exit with 1
    ///
    /// Oddities are such as bytes that have no meaning in the encoding, or lost characters. They
    /// are also in the output of --format json, as `diagnostics`; the records are written all the
    /// same.
    #[arg(long)]
    strict: bool,
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
    pub fn run(self) -> ExitCode {
        if self.bom && self.format != Format::Csv {
            return usage("--bom is for --format csv");
        }
        let work = |miner: &Miner, source: &Source| self.document(miner, source);
        run(&self.input, &self.output, self.threads.count(&self.input), work, &mut Records(&self))
    }

    fn document(&self, miner: &Miner, source: &Source) -> Result<Made, Failure> {
        let mut bytes = Vec::new();
        let oddities = if self.format != Format::Json && self.table == Table::Figures {
            let (records, diagnostics) = source.figures(miner)?;
            match self.format {
                Format::Csv => csv::write_records(&mut bytes, &records)?,
                _ => records.iter().try_for_each(|it| json::write_record(&mut bytes, it))?,
            }
            diagnostics
        } else {
            let document = source.mine(miner)?;
            match self.format {
                Format::Json => json::write_line(&mut bytes, &document)?,
                Format::Csv => csv::write_cases(&mut bytes, &document.cases)?,
                Format::Jsonl => {
                    document.cases.iter().try_for_each(|it| json::write_line(&mut bytes, it))?;
                }
            }
            document.diagnostics
        };
        Ok(Made { bytes, oddities: if self.strict { oddities } else { Vec::new() } })
    }
}

/// What is made of a document.
struct Made {
    bytes: Vec<u8>,
    /// Those that are failures.
    oddities: Vec<Diagnostic>,
}

struct Records<'a>(&'a Extract);

impl Output<Made> for Records<'_> {
    fn start(&mut self, sink: &mut Sink) -> io::Result<()> {
        if self.0.bom {
            sink.write_all(csv::BYTE_ORDER_MARK.as_bytes())?;
        }
        match (self.0.format, self.0.table) {
            (Format::Csv, Table::Figures) => csv::write_header(sink),
            (Format::Csv, Table::Cases) => csv::write_case_header(sink),
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
        out.write_all(&made.bytes)?;
        for oddity in made.oddities {
            report.fail(at, format_args!("{}: {}", oddity.code, oddity.message));
        }
        Ok(())
    }
}
