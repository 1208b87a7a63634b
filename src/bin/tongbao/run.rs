//! The loop that all subcommands share: settings, documents, output, exit code.

use std::io::{self, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::{Args, ValueEnum, value_parser};
use tongbao::Miner;

use crate::input::{InputArgs, Source};
use crate::read::{Batch, Found, Reading, Visit, What};
use crate::report::{Report, usage};
use crate::sink::Sink;
use crate::workers::in_order;

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

/// How many work at it.
#[derive(Args, Debug)]
pub struct ThreadArgs {
    /// Documents to work on at the same time [default: one for each core]
    ///
    /// With 1, nothing but the main thread runs. The output is the same with any number.
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
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

/// What is written, in the order of the documents.
pub trait Output<T> {
    /// Before the first document.
    fn start(&mut self, _: &mut Sink) -> io::Result<()> {
        Ok(())
    }

    /// What was made of the document at `at`.
    fn write(&mut self, made: T, at: &str, sink: &mut Sink, report: &mut Report) -> io::Result<()>;

    /// After the last document.
    fn end(&mut self, _: &mut Sink) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes made of each document, and nothing else.
pub struct Plain;

impl Output<Vec<u8>> for Plain {
    fn write(&mut self, made: Vec<u8>, _: &str, out: &mut Sink, _: &mut Report) -> io::Result<()> {
        out.write_all(&made)
    }
}

/// What came of something that was found.
enum Outcome<T> {
    Made(T),
    Failed(String),
    Noted(String),
    Ended(io::Error),
}

impl<T> From<Result<T, Failure>> for Outcome<T> {
    fn from(result: Result<T, Failure>) -> Self {
        match result {
            Ok(made) => Self::Made(made),
            Err(Failure::Document(error)) => Self::Failed(error.to_string()),
            Err(Failure::Output(error)) => Self::Ended(error),
        }
    }
}

/// Does `work` with every document, with so many at the same time, and writes what it makes.
pub fn run<T: Send>(
    input: &InputArgs,
    output: &OutputArgs,
    threads: usize,
    work: impl Fn(&Miner, &Source) -> Result<T, Failure> + Sync,
    out: &mut impl Output<T>,
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
    let read = |visit: Visit<'_>| {
        Reading { args: input, output: path, visit, batch: Batch::default() }.run()
    };
    let work = |Found { at, what }| {
        let source = match what {
            What::File(bytes) => Source::file(input.input_format, &at, bytes, &defaults)
                .map_err(|error| error.to_string()),
            What::Line(line) => input.keys.read(&line).map(|it| Source::line(&at, it, &defaults)),
            What::Failure(reason) => return (at, Outcome::Failed(reason)),
            What::Note(note) => return (at, Outcome::Noted(note)),
        };
        let outcome = source.map_or_else(Outcome::Failed, |source| work(&miner, &source).into());
        (at, outcome)
    };
    let started = out.start(&mut sink);
    let write = |(at, outcome): (String, _)| match outcome {
        Outcome::Made(made) => {
            out.write(made, &at, &mut sink, &mut report)?;
            sink.show()
        }
        Outcome::Failed(reason) => {
            report.fail(at, reason);
            Ok(())
        }
        Outcome::Noted(note) => {
            report.note(at, note);
            Ok(())
        }
        Outcome::Ended(error) => Err(error),
    };
    let written = started.and_then(|()| in_order(threads, read, work, write));
    let ended = written.and_then(|()| out.end(&mut sink)).and_then(|()| sink.finish());
    conclude(ended, output, report)
}

impl ThreadArgs {
    /// So many threads are worth their start.
    pub fn count(&self, input: &InputArgs) -> usize {
        match self.threads {
            _ if input.is_short() => 1,
            Some(threads) => threads.into(),
            None => available_parallelism().map_or(1, NonZero::get),
        }
    }
}

/// A reader that closed the pipe has had enough: that is no failure.
pub fn conclude(written: io::Result<()>, output: &OutputArgs, mut report: Report) -> ExitCode {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            report.fail(output.name(), error);
        }
        _ => {}
    }
    report.exit_code()
}

impl OutputArgs {
    /// Where the output goes.
    pub fn open(&self) -> io::Result<Sink> {
        Sink::open(self.output.as_deref())
    }

    /// Whether the command line says where.
    pub const fn is_given(&self) -> bool {
        self.output.is_some()
    }

    fn name(&self) -> String {
        let path = self.output.as_deref();
        path.map_or_else(|| "standard output".into(), |path| path.to_string_lossy().into_owned())
    }
}
