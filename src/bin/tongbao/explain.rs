//! `tongbao explain`: why one record says what it says.

use std::process::ExitCode;

use clap::Args;
use std::io::Write;
use tongbao::Miner;
use tongbao::output::json;

use crate::input::{InputArgs, Source};
use crate::run::{Job, Made, OutputArgs, Plain, RunArgs, run};

/// Say which words and rules gave each attribute of the figure at an offset
///
/// Written for people: the figure, and for each attribute its value, the words that gave it with
/// their place in the source, and the rule; what was carried from earlier text says so. With
/// `--json`, the same as one JSON object.
#[derive(Args, Debug)]
pub struct Explain {
    #[command(flatten)]
    input: InputArgs,

    /// Where the figure stands, in characters of the decoded source
    #[arg(long, value_name = "OFFSET")]
    at: usize,

    /// Write JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    how: RunArgs,
}

impl Explain {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let work = |miner: &Miner, source: &Source| {
            let (text, diagnostics) = source.text(miner)?;
            let mut bytes = Vec::new();
            let why = miner.explain(&text, &source.context, self.at)?;
            match &why {
                Some(why) if self.json => json::write_line(&mut bytes, why)?,
                Some(why) => write!(bytes, "{why}")?,
                None => writeln!(bytes, "no figure stands at character {}", self.at)?,
            }
            Ok(Made { bytes, records: usize::from(why.is_some()), diagnostics })
        };
        let Self { input, output, how, .. } = &self;
        run(&Job::new(input, output, how), work, &mut Plain)
    }
}
