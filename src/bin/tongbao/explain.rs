//! `tongbao explain`: why one record says what it says.

use std::process::ExitCode;

use clap::Args;
use std::io::Write;
use tongbao::Miner;
use tongbao::output::json;

use crate::input::{InputArgs, Source};
use crate::run::{OutputArgs, Plain, run};

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
}

impl Explain {
    /// Runs the subcommand.
    pub fn run(self) -> ExitCode {
        let work = |miner: &Miner, source: &Source| {
            let text = source.text(miner)?;
            let mut out = Vec::new();
            match miner.explain(&text, &source.context, self.at)? {
                Some(why) if self.json => json::write_line(&mut out, &why)?,
                Some(why) => write!(out, "{why}")?,
                None => writeln!(out, "no figure stands at character {}", self.at)?,
            }
            Ok(out)
        };
        run(&self.input, &self.output, 1, work, &mut Plain)
    }
}
