//! `tongbao scan`: every mention of a number, quantity, time or place, on its own.

use std::process::ExitCode;

use clap::Args;
use tongbao::Miner;
use tongbao::output::json;

use crate::input::{InputArgs, Source};
use crate::journal::Settings;
use crate::run::{Job, LinesOnly, Made, OutputArgs, Plain, RunArgs, run};

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
    how: RunArgs,
}

impl Scan {
    /// Runs the subcommand.
    pub fn run(self, settings: &Settings) -> ExitCode {
        let Self { input, format: LinesOnly::Jsonl, output, how } = &self;
        let work = |miner: &Miner, source: &Source| {
            let (text, diagnostics) = source.text(miner)?;
            let mentions = miner.scan(&text, &source.context)?;
            let mut bytes = Vec::new();
            for mention in &mentions {
                json::write_line(&mut bytes, mention)?;
            }
            Ok(Made { bytes, records: mentions.len(), diagnostics })
        };
        run(&Job { settings: Some(settings), ..Job::new(input, output, how) }, work, &mut Plain)
    }
}
