//! `tongbao check`: whether the figures of the documents agree with one another.

use std::io;
use std::process::ExitCode;

use clap::Args;
use tongbao::check::{Check as Found, Series, Verdict};
use tongbao::{Document, Miner};

use crate::input::{InputArgs, Source};
use crate::report::{Report, usage};
use crate::run::{Job, Output, OutputArgs, RunArgs, run};
use crate::sink::Sink;
use crate::table::{Form, Table};

/// Check the arithmetic of the documents
///
/// Looks for what the figures say of one another, and writes one object for each such identity:
/// its `kind` (parts_sum, part_within, origins_sum, current_balance, cumulative_rises),
/// the `records` it is about, `left` and `right` side, `verdict` (holds, fails, partial, unread)
/// and a `message`. First those within each document, then, across all documents given, that
/// cumulative figures do not fall. A check that fails is a misprint, a revision, or a misreading.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    input: InputArgs,

    /// How checks are written
    #[arg(long, value_enum, default_value_t = Form::Jsonl)]
    format: Form,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    how: RunArgs,

    /// Write only the checks that fail
    #[arg(long)]
    failed: bool,
}

impl Check {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        if let Err(reason) = self.format.refuse(&self.output) {
            return usage(reason);
        }
        let work = |miner: &Miner, source: &Source| Ok(source.mine(miner)?);
        let mut checks = Checks {
            format: self.format,
            table: Table::default(),
            only_failed: self.failed,
            any_failed: false,
            series: Series::default(),
        };
        let Self { input, output, how, .. } = &self;
        let code = run(&Job::new(input, output, how), work, &mut checks);
        if how.strict && checks.any_failed && code == ExitCode::SUCCESS {
            ExitCode::FAILURE
        } else {
            code
        }
    }
}

struct Checks {
    format: Form,
    table: Table,
    only_failed: bool,
    any_failed: bool,
    series: Series,
}

impl Checks {
    fn rows(&mut self, mut checks: Vec<Found>, sink: &mut Sink) -> io::Result<()> {
        let fails = |check: &Found| check.verdict == Verdict::Fails;
        self.any_failed |= checks.iter().any(fails);
        if self.only_failed {
            checks.retain(fails);
        }
        self.table.write(self.format.part(&checks)?, sink)
    }
}

impl Output<Document> for Checks {
    fn start(&mut self, sink: &mut Sink) -> io::Result<()> {
        self.table.start::<Found>(self.format, sink)
    }

    fn write(
        &mut self,
        made: Document,
        at: &str,
        sink: &mut Sink,
        report: &mut Report,
    ) -> io::Result<()> {
        report.read(at, made.records.len(), &made.diagnostics);
        self.series.add(&made.records);
        self.rows(made.checks, sink)
    }

    fn end(&mut self, sink: &mut Sink) -> io::Result<()> {
        self.rows(self.series.checks(), sink)?;
        self.table.end(sink)
    }
}
