//! `tongbao segment`: articles, sentences and tokens.

use std::process::ExitCode;

use clap::Args;
use tongbao::Miner;
use tongbao::output::json;

use crate::input::{InputArgs, Source};
use crate::run::{LinesOnly, OutputArgs, Plain, ThreadArgs, run};

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
    threads: ThreadArgs,
}

impl Segment {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let LinesOnly::Jsonl = self.format;
        let work = |miner: &Miner, source: &Source| {
            let mut line = Vec::new();
            json::write_line(&mut line, &miner.segment(&source.text(miner)?, &source.context)?)?;
            Ok(line)
        };
        run(&self.input, &self.output, self.threads.count(&self.input), work, &mut Plain)
    }
}
