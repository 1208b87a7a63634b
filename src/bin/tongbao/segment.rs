//! `tongbao segment`: articles, sentences and tokens.

use std::process::ExitCode;

use clap::Args;
use tongbao::Miner;
use tongbao::output::json;

use crate::input::{InputArgs, Source};
use crate::journal::Settings;
use crate::run::{Job, LinesOnly, Made, OutputArgs, Plain, RunArgs, run};

/// Write the articles, sentences and tokens of the documents
///
/// One JSON object for each document: how its text is cut before anything is read from it.
#[derive(Args, Debug)]
pub struct Segment {
    #[command(flatten)]
    input: InputArgs,

    /// How documents are written
    #[arg(long, value_enum, default_value_t = LinesOnly::Jsonl)]
    format: LinesOnly,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    how: RunArgs,
}

impl Segment {
    /// Runs the subcommand.
    pub fn run(self, settings: &Settings) -> ExitCode {
        let Self { input, format: LinesOnly::Jsonl, output, how } = &self;
        let work = |miner: &Miner, source: &Source| {
            let (text, diagnostics) = source.text(miner)?;
            let mut bytes = Vec::new();
            json::write_line(&mut bytes, &miner.segment(&text, &source.context)?)?;
            Ok(Made { bytes, records: 1, diagnostics })
        };
        run(&Job { settings: Some(settings), ..Job::new(input, output, how) }, work, &mut Plain)
    }
}
