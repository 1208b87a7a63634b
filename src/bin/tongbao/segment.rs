//! `tongbao segment`: articles, sentences and tokens.

use std::process::ExitCode;

use clap::Args;
use tongbao::output::json;

use crate::input::InputArgs;
use crate::run::{LinesOnly, OutputArgs, run};

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
}

impl Segment {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let LinesOnly::Jsonl = self.format;
        run(&self.input, &self.output, |miner, source, sink, _| {
            let segmentation = miner.segment(&source.text(miner)?, &source.context)?;
            Ok(json::write_line(sink, &segmentation)?)
        })
    }
}
