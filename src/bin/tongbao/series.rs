//! `tongbao series`: the figures of many documents as one tidy table.

use std::io;
use std::process::ExitCode;

use clap::Args;
use tongbao::record::Diagnostic;
use tongbao::series::{Point, Series};
use tongbao::{Miner, Record};

use crate::input::{InputArgs, Source};
use crate::report::{Report, usage};
use crate::run::{Job, Output, OutputArgs, RunArgs, run};
use crate::sink::Sink;
use crate::table::{Form, Table};

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
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    how: RunArgs,
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
        if let Err(reason) = self.format.refuse(&self.output) {
            return usage(reason);
        }
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
    format: Form,
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

    fn end(&mut self, sink: &mut Sink) -> io::Result<()> {
        let mut table = Table::default();
        table.start::<Point>(self.format, sink)?;
        table.write(self.format.part(&self.series.points())?, sink)?;
        table.end(sink)
    }
}
