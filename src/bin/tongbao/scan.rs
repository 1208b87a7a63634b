//! `tongbao scan`: every mention of a number, quantity, time or place, on its own.

use std::process::ExitCode;

use clap::Args;
use tongbao::output::json;

use crate::input::InputArgs;
use crate::run::{LinesOnly, OutputArgs, run};

/// Write every number, quantity, time and place that the documents mention
///
/// What `extract` links into records, before it is linked: one JSON object for each mention, with
/// `doc`, `kind` (number, ordinal, quantity, time, place, metric), `text`, `char_start` and
/// `char_end` (characters of the decoded source), and what was read from it: `value`, `low`,
/// `high`, `bound`, `unit`, `time_start`, `time_end`, `place`, `place_code`, `metric`. Keys that
/// do not apply are left out.
#[derive(Args, Debug)]
pub struct Scan {
    #[command(flatten)]
    input: InputArgs,

    /// How mentions are written
    #[arg(long, value_enum, default_value_t = LinesOnly::Jsonl)]
    format: LinesOnly,

    #[command(flatten)]
    output: OutputArgs,
}

impl Scan {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let LinesOnly::Jsonl = self.format;
        run(&self.input, &self.output, |miner, source, mut sink, _| {
            for mention in miner.scan(&source.text(miner)?, &source.context)? {
                json::write_line(&mut sink, &mention)?;
            }
            Ok(())
        })
    }
}
