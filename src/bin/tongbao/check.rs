//! `tongbao check`: whether the figures of the documents agree with one another.

use std::process::ExitCode;

use clap::Args;
use tongbao::check::{Check as Found, Series, Verdict};
use tongbao::output::json;

use crate::input::InputArgs;
use crate::run::{Failure, LinesOnly, OutputArgs, run_between};

/// Check the arithmetic of the documents
///
/// Looks for what the figures say of one another, and writes one JSON object for each such
/// identity: its `kind` (parts_sum, part_within, origins_sum, current_balance, cumulative_rises),
/// the `records` it is about, `left` and `right` side, `verdict` (holds, fails, partial, unread)
/// and a `message`. First those within each document, then, across all documents given, that
/// cumulative figures do not fall. A check that fails is a misprint, a revision, or a misreading.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    input: InputArgs,

    /// How checks are written
    #[arg(long, value_enum, default_value_t = LinesOnly::Jsonl)]
    format: LinesOnly,

    #[command(flatten)]
    output: OutputArgs,

    /// Write only the checks that fail
    #[arg(long)]
    failed: bool,

    /// Exit with 1 when a check fails
    #[arg(long)]
    strict: bool,
}

impl Check {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let LinesOnly::Jsonl = self.format;
        let series = std::cell::RefCell::new(Series::default());
        let failed = std::cell::Cell::new(false);
        let write = |checks: &[Found], mut sink: &mut crate::sink::Sink| {
            for check in checks {
                let fails = check.verdict == Verdict::Fails;
                failed.set(failed.get() || fails);
                if fails || !self.failed {
                    json::write_line(&mut sink, check)?;
                }
            }
            Ok::<(), std::io::Error>(())
        };
        let code = run_between(
            &self.input,
            &self.output,
            |_| Ok(()),
            |miner, source, sink, _| {
                let document = source.mine(miner)?;
                series.borrow_mut().add(&document);
                write(&document.checks, sink).map_err(Failure::from)
            },
            |sink| write(&series.borrow().checks(), sink),
        );
        if self.strict && failed.get() && code == ExitCode::SUCCESS {
            ExitCode::FAILURE
        } else {
            code
        }
    }
}
