//! The loop that all subcommands share: settings, documents, output, exit code.

use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::{Args, ValueEnum, value_parser};
use tongbao::Miner;
use tongbao::record::Diagnostic;

use crate::input::{InputArgs, Source};
use crate::journal::{Journal, Settings, digest};
use crate::read::{Found, Reading, Visit, What};
use crate::report::{Report, Shards, closed, usage};
use crate::shards::{Folder, Plan};
use crate::sink::{Sink, Target};
use crate::stop::Stop;
use crate::workers::in_order;
use crate::writer::{Item, Open, Outcome, Place, Writer};

/// Where the output goes.
#[derive(Args, Debug, Default)]
pub struct OutputArgs {
    /// Write to FILE, not to standard output
    ///
    /// The output goes to another file in the same folder, which takes the name FILE at the end:
    /// FILE is never seen half written. A run that is stopped leaves FILE.partial.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How the documents are gone through.
#[derive(Args, Debug, Default)]
pub struct RunArgs {
    /// Documents to work on at the same time [default: one for each core]
    ///
    /// With 1, nothing but the main thread runs. The output is the same with any number.
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// Go on with FILE.partial, which a run with the same settings left
    ///
    /// FILE becomes what it would be without the stop. The input has to begin as it did; it is
    /// read again, but not worked on again. Where nothing was left, the run begins anew. It is for
    /// formats that go on document by document: extract (but for label-studio, parquet and arrow),
    /// scan, segment. With `extract --output-dir`, of any format, it makes the files that are not
    /// there.
    #[arg(long)]
    resume: bool,

    /// No progress bar and no summary; complaints are made all the same
    ///
    /// The bar is shown where standard error is a terminal and records do not go to one. The
    /// summary (documents read, records written, what failed, oddities by kind) stands at the end
    /// on a terminal, and elsewhere when something failed, was odd, or was left out of a series.
    #[arg(short, long)]
    quiet: bool,

    /// Treat oddities of a text as failures: report each, and exit with 1
    ///
    /// Oddities are such as bytes that have no meaning in the encoding, lost characters, numbers of
    /// more than 28 digits, dates that cannot be; of each stand the document, the byte of its text,
    /// kind and reason. They are also in the output
    /// of `extract --format json`, as `diagnostics`. The records are written all the same. With
    /// `check`, a check that fails is a failure too.
    #[arg(long)]
    pub strict: bool,
}

/// What `run` is to do.
pub struct Job<'a> {
    pub input: &'a InputArgs,
    pub output: &'a OutputArgs,
    pub how: &'a RunArgs,
    /// The settings of all of it, where what is written can be gone on with.
    pub settings: Option<&'a Settings>,
    /// Where there is an output for each input.
    pub folder: Option<Folder<'a>>,
}

/// The one format of `scan` and `segment`.
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

/// What is written, in the order of the documents; where each input has its own output, one such
/// after the other.
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

/// What is made of a document that others do not change: bytes.
#[derive(Default)]
pub struct Made {
    pub bytes: Vec<u8>,
    /// So many records are in them.
    pub records: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// The bytes made of each document, and nothing else.
pub struct Plain;

impl Output<Made> for Plain {
    fn write(
        &mut self,
        made: Made,
        at: &str,
        out: &mut Sink,
        report: &mut Report,
    ) -> io::Result<()> {
        report.read(at, made.records, &made.diagnostics);
        out.write_all(&made.bytes)
    }
}

/// Does `work` with every document, with so many at the same time, and writes what it makes.
pub fn run<T: Send>(
    job: &Job<'_>,
    work: impl Fn(&Miner, &Source) -> Result<T, Failure> + Sync,
    out: &mut impl Output<T>,
) -> ExitCode {
    let &Job { input, output, how, .. } = job;
    let ready = input.prepare().and_then(|prepared| {
        let stop = Stop::listen().map_err(|error| error.to_string())?;
        Ok((prepared, job.open()?, stop))
    });
    let ((miner, defaults), (place, plan), stop) = match ready {
        Ok(ready) => ready,
        Err(reason) => return usage(reason),
    };
    let mut writer = Writer::new(out, place, job.report(plan.as_ref()));
    let done = writer.done();
    let shards = plan.as_ref().map(|plan| &plan.shards[..]);
    let read = |visit: Visit<'_>| Reading::new(input, output.file(), shards, visit, &stop).run();
    let work = |found: Found| {
        let weight = found.what.len() as u64;
        let digest = done.map(|_| digest(&found));
        let Found { number, at, what } = found;
        let source = match what {
            _ if done.is_some_and(|done| number < done) => Err(Outcome::Done),
            What::File(bytes) => Source::file(input.input_format, &at, bytes, &defaults)
                .map_err(|error| Outcome::Failed(error.to_string())),
            What::Line(line) => {
                let source = input.keys.read(&line).map(|it| Source::of(&at, it, &defaults));
                source.map_err(Outcome::Failed)
            }
            What::Row(fields) => Ok(Source::of(&at, fields, &defaults)),
            What::Failure(reason) => Err(Outcome::Failed(reason)),
            What::Broken(reason) => Err(Outcome::Broken(reason)),
            What::Note(note) => Err(Outcome::Noted(note)),
            What::Shard(path) => Err(Outcome::Shard(path)),
        };
        let outcome = source.map_or_else(|other| other, |source| work(&miner, &source).into());
        Item { at, weight, digest, outcome }
    };
    let written = writer
        .start()
        .and_then(|()| in_order(how.count(input), read, work, |item| writer.settle(item)));
    let (ended, report) = writer.end(written);
    report.close(how.quiet || matches!(&ended, Err(error) if is_closed(error)));
    match ended {
        Err(error) if Stop::is_cause(&error) => stop.exit_code(),
        ended => conclude(ended, output, report),
    }
}

impl<'a> Job<'a> {
    /// A job with one output, that cannot be gone on with.
    pub const fn new(input: &'a InputArgs, output: &'a OutputArgs, how: &'a RunArgs) -> Self {
        Self { input, output, how, settings: None, folder: None }
    }

    /// Where the output goes; what becomes of which input, where each has its own.
    fn open(&self) -> Result<(Place, Option<Plan>), String> {
        match &self.folder {
            Some(folder) => Ok((
                Place::Folder(Open::default()),
                Some(folder.plan(self.input, self.how.resume)?),
            )),
            None => match self.open_one() {
                Ok((sink, journal)) => Ok((Place::File { sink, journal }, None)),
                Err(reason) => Err(format!("{}: {reason}", self.output.name())),
            },
        }
    }

    /// The output, and its journal where it can be gone on with.
    fn open_one(&self) -> Result<(Sink, Option<Journal>), String> {
        let say = |error: io::Error| error.to_string();
        let target = Target::of(self.output.file()).map_err(say)?;
        match (&target, self.settings) {
            (Target::File(path), Some(settings)) => {
                let mut sink = Sink::partial(path).map_err(say)?;
                let journal = Journal::open(path, settings, self.how.resume)?;
                sink.go_on(journal.point.bytes).map_err(say)?;
                Ok((sink, Some(journal)))
            }
            _ if self.how.resume => {
                Err("--resume: output of this kind cannot be gone on with".into())
            }
            _ => Ok((Sink::open(&target).map_err(say)?, None)),
        }
    }

    /// A report that shows, where somebody is looking, how far it is.
    fn report(&self, plan: Option<&Plan>) -> Report {
        let mut report = Report::new(self.how.strict);
        report.shards = plan.map(|plan| Shards { written: 0, kept: plan.kept });
        let is_free = plan.is_some() || self.output.file().is_some() || !io::stdout().is_terminal();
        if !self.how.quiet && is_free && io::stderr().is_terminal() {
            report.show_progress(match plan {
                Some(plan) => {
                    self.input.total(plan.shards.iter().map(|shard| shard.input.as_path()))
                }
                None => self.input.total(self.input.paths()),
            });
        }
        report
    }
}

impl RunArgs {
    /// So many threads are worth their start.
    fn count(&self, input: &InputArgs) -> usize {
        match self.threads {
            _ if input.is_short() => 1,
            Some(threads) => threads.into(),
            None => available_parallelism().map_or(1, NonZero::get),
        }
    }
}

/// The exit code; says what is wrong with the output, if anything is.
pub fn conclude(written: io::Result<()>, output: &OutputArgs, mut report: Report) -> ExitCode {
    match written {
        Err(error) if is_closed(&error) => return closed(),
        Err(error) => report.fail_there(format_args!("{}: {error}", output.name())),
        Ok(()) => {}
    }
    report.exit_code()
}

/// A reader that closed the pipe has had enough, and knows it.
fn is_closed(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

impl OutputArgs {
    /// Where the output goes.
    pub fn open(&self) -> io::Result<Sink> {
        Sink::open(&Target::of(self.file())?)
    }

    /// The file, unless it is standard output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Whether the output would be shown to somebody.
    pub fn is_terminal(&self) -> bool {
        let named = self.output.as_deref().is_some_and(|path| path != Path::new("-"));
        !named && io::stdout().is_terminal()
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
