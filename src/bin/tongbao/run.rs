//! The loop that all subcommands share: settings, documents, output, exit code.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use tongbao::Miner;

use crate::input::{InputArgs, Source};
use crate::read::Reading;
use crate::report::{Report, usage};
use crate::sink::Sink;

/// Where the output goes.
#[derive(Args, Debug)]
pub struct OutputArgs {
    /// Write to FILE, not to standard output
    ///
    /// The output goes to a temporary file in the same folder, which takes the name FILE at the
    /// end: FILE is never seen half written.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The one format of `scan`, `segment` and `check`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LinesOnly {
    /// JSON Lines: one JSON object a line
    Jsonl,
}

/// Why a document has no output.
pub enum Failure {
    /// It, or what is said of it, is wrong; others go on.
    Document(tongbao::Error),
    /// The output cannot be written; nothing goes on.
    Output(io::Error),
}

impl From<tongbao::Error> for Failure {
    fn from(error: tongbao::Error) -> Self {
        Self::Document(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Does `job` with every document.
pub fn run(
    input: &InputArgs,
    output: &OutputArgs,
    job: impl FnMut(&Miner, &Source, &mut Sink, &mut Report) -> Result<(), Failure>,
) -> ExitCode {
    run_between(input, output, |_| Ok(()), job, |_| Ok(()))
}

/// [`run`], after `start` on the empty output, and with `end` after the last document.
pub fn run_between(
    input: &InputArgs,
    output: &OutputArgs,
    start: impl FnOnce(&mut Sink) -> io::Result<()>,
    mut job: impl FnMut(&Miner, &Source, &mut Sink, &mut Report) -> Result<(), Failure>,
    end: impl FnOnce(&mut Sink) -> io::Result<()>,
) -> ExitCode {
    let (miner, defaults) = match input.prepare() {
        Ok(prepared) => prepared,
        Err(reason) => return usage(reason),
    };
    let path = output.output.as_deref();
    let mut sink = match Sink::open(path) {
        Ok(sink) => sink,
        Err(error) => return usage(format_args!("{}: {error}", output.name())),
    };
    let mut report = Report::default();
    let started = start(&mut sink);
    let visit = |source: &Source, report: &mut Report| match job(&miner, source, &mut sink, report)
    {
        Ok(()) => sink.show(),
        Err(Failure::Document(error)) => {
            report.fail(&source.at, error);
            Ok(())
        }
        Err(Failure::Output(error)) => Err(error),
    };
    let reading =
        Reading { args: input, defaults: &defaults, output: path, report: &mut report, visit };
    let read = started.and_then(|()| reading.run());
    conclude(read.and_then(|()| end(&mut sink)).and_then(|()| sink.finish()), output, report)
}

/// A reader that closed the pipe has had enough: that is no failure.
fn conclude(written: io::Result<()>, output: &OutputArgs, mut report: Report) -> ExitCode {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            report.fail(output.name(), error);
        }
        _ => {}
    }
    report.exit_code()
}

impl OutputArgs {
    fn name(&self) -> String {
        let path = self.output.as_deref();
        path.map_or_else(|| "standard output".into(), |path| path.to_string_lossy().into_owned())
    }
}
