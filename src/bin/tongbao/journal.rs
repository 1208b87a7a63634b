//! How far a run came: what `--resume` goes by.
//!
//! Beside `FILE.partial` lies `FILE.partial.journal`, JSON Lines: first the version and the
//! settings, then a [`Point`] every so often. A point is written when all before it is on the disk,
//! so whatever ends the run, the partial file has at least the bytes of the last whole point; what
//! is behind them is cut off. All that was found in the input is counted, also where nothing was
//! written of it, and goes into a running digest: the input has to begin as it did.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::lines::Fields;
use crate::read::{Found, What};
use crate::report::{Tally, counted};
use crate::sink::{Sink, beside, partial};

/// So many bytes of input are done again at most.
const EVERY: u64 = 4 << 20;

/// Settings that change nothing in the output.
const FREE: [&str; 6] = ["output", "output_dir", "threads", "resume", "quiet", "strict"];

pub type Digest = [u8; 32];

/// The subcommand and its settings, by their names.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings(BTreeMap<String, Vec<String>>);

impl Settings {
    /// Those of the command line, with defaults, and with digests of the catalogues.
    pub fn of(command: &Command, matches: &ArgMatches) -> Self {
        let Some((name, matches)) = matches.subcommand() else { return Self::default() };
        let mut all = BTreeMap::from([("command".to_owned(), vec![name.to_owned()])]);
        let arguments = command.find_subcommand(name).into_iter().flat_map(Command::get_arguments);
        for id in arguments.map(|it| it.get_id().as_str()).filter(|id| !FREE.contains(id)) {
            let values = matches.try_get_raw(id).ok().flatten().into_iter().flatten();
            let mut values: Vec<_> = values.map(|it| it.to_string_lossy().into_owned()).collect();
            if id == "catalogue" {
                let contents = values.iter().map(|path| fs::read(path).unwrap_or_default());
                values
                    .extend(contents.map(|it| hex(&Sha256::digest(it).into())).collect::<Vec<_>>());
            }
            all.insert(id.to_owned(), values);
        }
        Self(all)
    }

    /// Those that have nothing to do with which documents are read.
    pub fn of_any_input(&self) -> Self {
        let mut all = self.0.clone();
        all.remove("paths");
        Self(all)
    }

    /// The first setting that is not the same in both, and what it is in each.
    fn difference(&self, other: &Self) -> Option<String> {
        let names = self.0.keys().chain(other.0.keys());
        let one = |settings: &Self, name| {
            settings.0.get(name).map(|values| values.join(" ")).unwrap_or_default()
        };
        names.map(|name| (name, one(self, name), one(other, name))).find(|(_, a, b)| a != b).map(
            |(name, a, b)| format!("{name} was «{a}», is «{b}»", name = name.replace('_', "-")),
        )
    }
}

/// What a file was made with.
#[derive(Serialize, Deserialize)]
pub struct Head {
    tongbao: String,
    settings: Settings,
}

impl Head {
    /// This version, and these settings.
    pub fn of(settings: Settings) -> Self {
        Self { tongbao: env!("CARGO_PKG_VERSION").to_owned(), settings }
    }

    /// Why nothing can be added by this version, with these settings.
    pub fn refuse(&self, now: &Settings) -> Result<(), String> {
        let (then, version) = (&self.tongbao, env!("CARGO_PKG_VERSION"));
        if then != version {
            return Err(format!("tongbao {then} wrote it, this is {version}"));
        }
        match self.settings.difference(now) {
            Some(difference) => Err(format!("it was begun with other settings: {difference}")),
            None => Ok(()),
        }
    }
}

/// A place to go on from.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Point {
    /// What was found in the input, read or not.
    pub items: u64,
    /// Of the partial file.
    pub bytes: u64,
    /// Of the items.
    digest: String,
    pub tally: Tally,
}

/// The journal of a run.
pub struct Journal {
    partial: PathBuf,
    path: PathBuf,
    file: File,
    /// Where an earlier run ended, or the last point since.
    pub point: Point,
    items: u64,
    digest: Digest,
    /// Bytes of input since the point.
    since: u64,
}

impl Journal {
    /// Begins the journal of `target`, or goes on with the one that is there; or says why that
    /// cannot be.
    pub fn open(target: &Path, settings: &Settings, resume: bool) -> Result<Self, String> {
        let partial = partial(target);
        let path = beside(&partial, ".journal");
        let there = fs::read_to_string(&path).unwrap_or_default();
        let point = last_point(&there);
        if point.items > 0 {
            refuse(&there, &point, settings, resume)
                .map_err(|reason| format!("{}: {reason}", partial.display()))?;
        }
        let file = OpenOptions::new().append(true).create(true).open(&path);
        let mut journal = file
            .map(|file| Self { partial, path, file, point, items: 0, digest: [0; 32], since: 0 })
            .map_err(|error| error.to_string())?;
        journal.begin(&there, settings).map_err(|error| error.to_string())?;
        Ok(journal)
    }

    /// Cuts off a torn line, or begins with the head.
    fn begin(&mut self, there: &str, settings: &Settings) -> io::Result<()> {
        if self.point.items > 0 {
            let whole = there.rfind('\n').map_or(0, |at| at + 1);
            return self.file.set_len(whole as u64);
        }
        self.file.set_len(0)?;
        self.line(&Head::of(settings.clone()))
    }

    /// Takes note of the next item; whether anything is still to be done with it.
    pub fn pass(&mut self, item: &Digest, weight: u64) -> io::Result<bool> {
        self.digest = Sha256::new().chain_update(self.digest).chain_update(item).finalize().into();
        self.items += 1;
        if self.items == self.point.items && hex(&self.digest) != self.point.digest {
            return Err(changed());
        }
        let is_new = self.items > self.point.items;
        self.since += if is_new { weight } else { 0 };
        Ok(is_new)
    }

    /// An error where the input ended before the place to go on from.
    pub fn check_end(&self) -> io::Result<()> {
        if self.items < self.point.items { Err(changed()) } else { Ok(()) }
    }

    /// Whether it is time for a point.
    pub const fn is_due(&self) -> bool {
        self.since >= EVERY
    }

    /// Writes a point, unless none is due since the last.
    pub fn save(&mut self, sink: &mut Sink, tally: &Tally) -> io::Result<()> {
        if self.items <= self.point.items {
            return Ok(());
        }
        let bytes = sink.sync()?;
        self.since = 0;
        let digest = hex(&self.digest);
        let point = Point { items: self.items, bytes, digest, tally: tally.clone() };
        self.line(&point)?;
        self.point = point;
        Ok(())
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()
    }

    /// What it is the journal of.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Nothing is to be gone on with.
    pub fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// The last whole point of a journal; the very beginning where there is none.
fn last_point(journal: &str) -> Point {
    let whole = journal.rfind('\n').map_or("", |end| &journal[..end]);
    let points = whole.lines().rev().filter_map(|line| serde_json::from_str(line).ok());
    points.into_iter().next().unwrap_or_default()
}

/// Why the run in `journal` cannot be gone on with by this one.
fn refuse(journal: &str, point: &Point, now: &Settings, resume: bool) -> Result<(), String> {
    if !resume {
        let documents = counted(point.tally.documents, "document");
        return Err(format!(
            "{documents} of a run that was stopped: --resume goes on with it, without \
             the file it begins anew"
        ));
    }
    let head = journal.lines().next().and_then(|line| serde_json::from_str::<Head>(line).ok());
    head.ok_or("its journal is broken: remove both to begin anew")?.refuse(now)
}

fn changed() -> io::Error {
    io::Error::other("the input does not begin as it did: the run cannot be resumed")
}

/// What tells an item from others: where it is from, and all that it holds.
pub fn digest(found: &Found) -> Digest {
    let (kind, bytes) = match &found.what {
        What::File(bytes) => (0, bytes.as_slice()),
        What::Line(bytes) => (1, bytes.as_slice()),
        What::Failure(reason) | What::Broken(reason) => (2, reason.as_bytes()),
        What::Note(note) => (3, note.as_bytes()),
        What::Row(fields) => (4, fields.text.as_bytes()),
        What::Shard(path) => (5, path.as_os_str().as_encoded_bytes()),
    };
    let known = match &found.what {
        What::Row(Fields { id, published, place, .. }) => format!("{id:?}{published:?}{place:?}"),
        _ => String::new(),
    };
    let head = Sha256::new().chain_update([kind]).chain_update(found.at.len().to_le_bytes());
    let head = head.chain_update(&found.at).chain_update(known.len().to_le_bytes());
    head.chain_update(known).chain_update(bytes).finalize().into()
}

fn hex(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
