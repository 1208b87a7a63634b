//! What becomes of what was made: it is written, counted, and given its name when it is whole.
//!
//! In: outcomes in the order of the input. Out: one output, or a folder of them. Always: a file that
//! has its name is whole; a run that is stopped keeps what can be kept and says how to go on.

use std::io;
use std::path::PathBuf;

use crate::journal::{Digest, Journal};
use crate::report::{Report, counted};
use crate::run::{Failure, Output};
use crate::shards::Shard;
use crate::sink::Sink;
use crate::stop::Stop;

/// What came of something that was found.
pub enum Outcome<T> {
    Made(T),
    Failed(String),
    /// A file cannot be read, or no further.
    Broken(String),
    Noted(String),
    /// From here on, this is the output.
    Shard(PathBuf),
    Ended(io::Error),
    /// An earlier run did it.
    Done,
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

/// An outcome on its way to be written.
pub struct Item<T> {
    pub at: String,
    /// The bytes of the document.
    pub weight: u64,
    /// Of the document, where there is a journal.
    pub digest: Option<Digest>,
    pub outcome: Outcome<T>,
}

/// Where it is written.
pub enum Place {
    File {
        sink: Sink,
        /// How far it came, where it can be gone on with.
        journal: Option<Journal>,
    },
    /// The outcomes say to which file.
    Folder(Open),
}

/// The shard in the making; at first there is none.
#[derive(Default)]
pub struct Open {
    path: PathBuf,
    sink: Option<Sink>,
    /// Its input could not be read to the end.
    is_broken: bool,
}

/// Takes one outcome after the other.
pub struct Writer<'a, T> {
    out: &'a mut dyn Output<T>,
    place: Place,
    report: Report,
}

impl<'a, T> Writer<'a, T> {
    /// Goes on with the count of an earlier run, where there was one.
    pub fn new(out: &'a mut dyn Output<T>, place: Place, mut report: Report) -> Self {
        if let Place::File { journal: Some(journal), .. } = &place {
            report.tally = journal.point.tally.clone();
        }
        Self { out, place, report }
    }

    /// So much of the input an earlier run dealt with; none where there is no journal.
    pub const fn done(&self) -> Option<u64> {
        match &self.place {
            Place::File { journal: Some(journal), .. } => Some(journal.point.items),
            _ => None,
        }
    }

    /// Before the first outcome.
    pub fn start(&mut self) -> io::Result<()> {
        let is_new = self.done().unwrap_or(0) == 0;
        match &mut self.place {
            Place::File { sink, .. } if is_new => self.out.start(sink),
            _ => Ok(()),
        }
    }

    /// Writes the next outcome and takes note of it.
    pub fn settle(&mut self, item: Item<T>) -> io::Result<()> {
        let Item { at, weight, digest, outcome } = item;
        self.report.advance(weight);
        if let Place::File { journal: Some(journal), .. } = &mut self.place
            && let Some(digest) = digest
            && !journal.pass(&digest, weight)?
        {
            return Ok(());
        }
        self.write(&at, outcome)?;
        match &mut self.place {
            Place::File { sink, journal: Some(journal) } if journal.is_due() => {
                journal.save(sink, &self.report.tally)
            }
            _ => Ok(()),
        }
    }

    fn write(&mut self, at: &str, outcome: Outcome<T>) -> io::Result<()> {
        match outcome {
            Outcome::Made(made) => {
                let sink = match &mut self.place {
                    Place::File { sink, .. } => Some(sink),
                    Place::Folder(shard) => shard.sink.as_mut(),
                };
                let sink = sink.ok_or(io::ErrorKind::InvalidInput)?;
                self.out.write(made, at, sink, &mut self.report)?;
                return sink.show();
            }
            Outcome::Failed(reason) => self.report.fail(at, reason),
            Outcome::Broken(reason) => {
                self.report.fail(at, reason);
                if let Place::Folder(shard) = &mut self.place {
                    shard.is_broken = true;
                }
            }
            Outcome::Noted(note) => self.report.note(at, note),
            Outcome::Shard(path) => {
                self.close()?;
                return self.open(path);
            }
            Outcome::Ended(error) => return Err(error),
            Outcome::Done => {}
        }
        Ok(())
    }

    /// Begins a shard.
    fn open(&mut self, path: PathBuf) -> io::Result<()> {
        let opened = Shard::open(&path);
        self.place = Place::Folder(Open { path, ..Open::default() });
        let mut sink = opened?;
        self.out.start(&mut sink)?;
        if let Place::Folder(shard) = &mut self.place {
            shard.sink = Some(sink);
        }
        Ok(())
    }

    /// Gives the shard its name, unless some of its input is missing.
    fn close(&mut self) -> io::Result<()> {
        let Place::Folder(Open { sink, is_broken, .. }) = &mut self.place else { return Ok(()) };
        let Some(mut sink) = sink.take().filter(|_| !*is_broken) else { return Ok(()) };
        self.out.end(&mut sink)?;
        sink.finish()?;
        self.report.shard();
        Ok(())
    }

    /// After the last outcome, or where an error ended it all: what could be kept is kept.
    pub fn end(mut self, written: io::Result<()>) -> (io::Result<()>, Report) {
        let written = written.and_then(|()| self.close());
        let Self { out, place, mut report } = self;
        let ended = match place {
            Place::File { sink, journal } => end(written, out, sink, journal, &report),
            Place::Folder(shard) => shard.end(written, &mut report),
        };
        (ended, report)
    }
}

impl Open {
    /// Says what ended the run, if anything did. What was begun vanishes.
    fn end(self, written: io::Result<()>, report: &mut Report) -> io::Result<()> {
        match written {
            Err(error) if Stop::is_cause(&error) => {
                report.say("stopped: what was begun is gone, --resume makes what is not there");
                Err(error)
            }
            Err(error) => {
                report.fail_there(format_args!("{}: {error}", self.path.display()));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }
}

/// Gives the output its name when it is whole, else keeps what can be kept.
fn end<T>(
    written: io::Result<()>,
    out: &mut dyn Output<T>,
    mut sink: Sink,
    journal: Option<Journal>,
    report: &Report,
) -> io::Result<()> {
    let whole = written
        .and_then(|()| journal.as_ref().map_or(Ok(()), Journal::check_end))
        .and_then(|()| out.end(&mut sink));
    match (whole, journal) {
        (Ok(()), journal) => {
            sink.finish()?;
            journal.map_or(Ok(()), Journal::remove)
        }
        (Err(error), Some(journal)) => keep(error, sink, journal, report),
        (Err(error), None) if Stop::is_cause(&error) => {
            out.end(&mut sink)?;
            if let Some(name) = sink.finish_partial()? {
                let reason = "stopped: this is what was read until then";
                report.note(name.display(), reason);
            }
            Err(error)
        }
        (Err(error), None) => Err(error),
    }
}

/// Leaves whole documents in the partial file, and says how to go on; passes the `error` on.
fn keep(error: io::Error, mut sink: Sink, mut journal: Journal, report: &Report) -> io::Result<()> {
    let stopped = Stop::is_cause(&error);
    let saved = if stopped { journal.save(&mut sink, &report.tally) } else { Ok(()) };
    let point = &journal.point;
    sink.abandon((point.items > 0).then_some(point.bytes));
    if point.items == 0 {
        journal.remove()?;
    } else {
        let documents = counted(point.tally.documents, "document");
        let reason = format!("stopped after {documents}: --resume goes on");
        report.note(journal.partial().display(), reason);
    }
    saved.and(Err(error))
}
