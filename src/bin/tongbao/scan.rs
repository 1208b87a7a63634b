//! `tongbao scan`: every mention of a number, quantity, time or place, on its own.

use std::process::ExitCode;

use clap::Args;
use tongbao::Miner;
use tongbao::output::json;

use crate::input::{InputArgs, Source};
use crate::run::{LinesOnly, OutputArgs, Plain, ThreadArgs, run};

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

    #[command(flatten)]
    threads: ThreadArgs,
}

impl Scan {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let LinesOnly::Jsonl = self.format;
        let work = |miner: &Miner, source: &Source| {
            let mut lines = Vec::new();
            for mention in miner.scan(&source.text(miner)?, &source.context)? {
                json::write_line(&mut lines, &mention)?;
            }
            Ok(lines)
        };
        run(&self.input, &self.output, self.threads.count(&self.input), work, &mut Plain)
    }
}
