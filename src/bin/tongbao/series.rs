//! `tongbao series`: the figures of many documents as one tidy table.

use std::io;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use tongbao::output::{csv, json};
use tongbao::record::Diagnostic;
use tongbao::series::Series;
use tongbao::{Miner, Record};

use crate::input::{InputArgs, Source};
use crate::report::Report;
use crate::run::{Job, Output, OutputArgs, RunArgs, run};
use crate::sink::Sink;

/// Gather the figures of many documents into one table, a row a value
///
/// A row is what is counted (metric, aspect, origin, qualifiers, unit), where, when, and the value.
/// What several documents state alike is one row, with all of its sources; where they differ, each
/// value has its row, and `standing` says: stated (nobody says otherwise), revised (a document
/// published later says otherwise), revision (it is that later value), conflict (nothing tells
/// which came last). Figures without a metric, place or time, rates, and what is planned or
/// required are left out.
#[derive(Args, Debug)]
#[command(after_long_help = AFTER)]
pub struct SeriesArgs {
    #[command(flatten)]
    input: InputArgs,

    /// Only this metric (repeatable)
    #[arg(long, value_name = "METRIC")]
    metric: Vec<String>,

    /// How rows are written
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    how: RunArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A header and a row for each value; qualifiers and sources are JSON
    Csv,
    /// JSON Lines: an object for each value
    Jsonl,
}

const AFTER: &str = "\
Examples:
  A year of notices, new and cumulative confirmed cases:
    tongbao series --input-format jsonl notices.jsonl --metric confirmed_cases -o cases.csv

  What was revised later:
    tongbao series notices/ --format jsonl | grep -v '\"standing\":\"stated\"'";

impl SeriesArgs {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let work = |miner: &Miner, source: &Source| {
            let (_, mut records, diagnostics) = source.figures(miner)?;
            records.retain(|record| {
                let is = |metric: &String| record.metric.as_ref() == Some(metric);
                self.metric.is_empty() || self.metric.iter().any(is)
            });
            Ok(Stated { records, published: source.context.published.clone(), diagnostics })
        };
        let mut rows = Rows { format: self.format, series: Series::default() };
        let Self { input, output, how, .. } = &self;
        run(&Job { input, output, how, settings: None }, work, &mut rows)
    }
}

/// What a document states.
struct Stated {
    records: Vec<Record>,
    published: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

struct Rows {
    format: Format,
    series: Series,
}

impl Output<Stated> for Rows {
    fn write(
        &mut self,
        Stated { records, published, diagnostics }: Stated,
        at: &str,
        _: &mut Sink,
        report: &mut Report,
    ) -> io::Result<()> {
        report.read(at, records.len(), &diagnostics);
        self.series.add(&records, published.as_deref());
        Ok(())
    }

    fn end(&mut self, mut out: &mut Sink) -> io::Result<()> {
        let points = self.series.points();
        match self.format {
            Format::Csv => {
                csv::write_point_header(&mut out)?;
                csv::write_points(out, &points)
            }
            Format::Jsonl => points.iter().try_for_each(|it| json::write_line(&mut out, it)),
        }
    }
}
