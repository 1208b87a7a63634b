//! Files, folders and standard input to documents still unread, in order and in batches.

use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use tongbao::batch::{self, Documents};

use crate::input::{InputArgs, InputFormat, STDIN};
use crate::lines::{Fields, Line, read_line, unmarked};
use crate::rows::Rows;
use crate::shards::Shard;
use crate::stop::{self, Stop};
use crate::walk::Walk;

/// What is read at once, and about the size of a batch: small documents are worked on together.
pub const BATCH: usize = 1 << 15;

/// What a document weighs in a batch beside its bytes.
const DOCUMENT: usize = 1 << 10;

/// What was found at one place, in the order of the input.
#[derive(Debug)]
pub struct Found {
    /// The how-manieth it is, from 0.
    pub number: u64,
    /// The file, or the file and line or row.
    pub at: String,
    pub what: What,
}

#[derive(Debug)]
pub enum What {
    /// A document: all of a file.
    File(Vec<u8>),
    /// A document: a line of JSON Lines.
    Line(Vec<u8>),
    /// A document: a row of Parquet.
    Row(Fields),
    /// A document that cannot be read.
    Failure(String),
    /// A file that cannot be read, or no further.
    Broken(String),
    /// The output of what is found from here on.
    Shard(PathBuf),
    /// Something worth saying that is no failure.
    Note(String),
}

/// Some of what was found, one after the other.
#[derive(Debug, Default)]
pub struct Batch {
    pub found: Vec<Found>,
    /// The bytes that it holds.
    pub weight: usize,
}

/// Takes what was read. Its error ends the reading.
pub type Visit<'a> = &'a mut dyn FnMut(Batch) -> io::Result<()>;

/// A pass over all documents.
pub struct Reading<'a> {
    pub args: &'a InputArgs,
    /// The output, which is no input though it lies in a folder that is.
    pub output: Option<&'a Path>,
    /// What is read instead of all that the arguments name, where each file has its own output.
    pub shards: Option<&'a [Shard]>,
    pub visit: Visit<'a>,
    pub stop: &'a Stop,
    /// Read, and not yet handed over.
    batch: Batch,
    /// So much was found.
    count: u64,
}

impl<'a> Reading<'a> {
    pub fn new(
        args: &'a InputArgs,
        output: Option<&'a Path>,
        shards: Option<&'a [Shard]>,
        visit: Visit<'a>,
        stop: &'a Stop,
    ) -> Self {
        Self { args, output, shards, visit, stop, batch: Batch::default(), count: 0 }
    }

    /// Reads all there is, or up to the error of [`Stop::check`].
    pub fn run(mut self) -> io::Result<()> {
        match self.shards {
            Some(shards) => shards.iter().try_for_each(|shard| self.shard(shard))?,
            None => self.paths()?,
        }
        self.hand_over()
    }

    fn shard(&mut self, Shard { input, output }: &Shard) -> io::Result<()> {
        self.add(input.to_string_lossy(), What::Shard(output.clone()))?;
        self.file(input)
    }

    fn paths(&mut self) -> io::Result<()> {
        for path in self.args.paths() {
            if path == Path::new(STDIN) {
                self.read(STDIN, stop::stdin(self.stop)?)?;
            } else if path.is_dir() {
                self.folder(path)?;
            } else {
                self.file(path)?;
            }
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let extensions = self.args.input_format.extensions();
        let mut empty = true;
        for found in Walk::new(folder, extensions) {
            empty = false;
            match found {
                Ok(path) if self.is_output(&path) => {}
                Ok(path) => self.file(&path)?,
                Err((path, error)) => self.give_up(path.to_string_lossy(), error)?,
            }
        }
        if empty {
            let names = extensions.join(", *.");
            let note = What::Note(format!("no *.{names} file in this folder"));
            self.add(folder.to_string_lossy(), note)?;
        }
        Ok(())
    }

    fn is_output(&self, path: &Path) -> bool {
        let same = |output: &Path| {
            output.file_name() == path.file_name()
                && matches!((output.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b)
        };
        self.output.is_some_and(same)
    }

    fn file(&mut self, path: &Path) -> io::Result<()> {
        let name = path.to_string_lossy();
        let limit = self.args.max_bytes;
        let format = self.args.input_format;
        match File::open(path).and_then(|file| Ok((file.metadata()?, file))) {
            Err(error) => self.give_up(name, error),
            Ok((about, file)) if !about.is_file() => {
                self.read(&name, stop::waiting(file, self.stop))
            }
            Ok((_, file)) if format == InputFormat::Parquet => self.rows(&name, file),
            Ok((about, file)) if format == InputFormat::Jsonl => {
                self.lines(&name, &file)?;
                match file.metadata() {
                    Ok(now) if now.len() >= about.len() => Ok(()),
                    _ => self.give_up(name, "became shorter while it was read"),
                }
            }
            Ok((about, _)) if about.len() > limit => self.fail(name, too_long(limit)),
            Ok((about, file)) => self.take(&name, unchanged(&file, &about, limit)),
        }
    }

    /// Reads what may keep it waiting.
    fn read(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        self.hand_over()?;
        match self.args.input_format {
            InputFormat::Parquet => self.give_up(name, "no file: Parquet has its index at the end"),
            InputFormat::Jsonl => self.lines(name, input),
            InputFormat::Text | InputFormat::Html => self.text(name, input),
        }
    }

    fn text(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        self.take(name, contents(input, self.args.max_bytes))
    }

    fn take(&mut self, name: &str, read: io::Result<Vec<u8>>) -> io::Result<()> {
        match read {
            Ok(bytes) => self.add(name, What::File(bytes)),
            Err(error) if Stop::is_cause(&error) => Err(error),
            Err(error) => self.give_up(name, error),
        }
    }

    fn lines(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        let limit = self.args.max_bytes;
        let mut input = BufReader::with_capacity(BATCH, input);
        for number in 1_u64.. {
            if !input.buffer().contains(&b'\n') {
                self.hand_over()?; // whoever writes the next line may take a while
            }
            let at = || format!("{name}:{number}");
            match read_line(&mut input, limit) {
                Ok(Line::Read(line)) if unmarked(&line).trim_ascii_start().is_empty() => {}
                Ok(Line::Read(line)) => self.add(at(), What::Line(line))?,
                Ok(Line::TooLong) => self.fail(at(), too_long(limit))?,
                Ok(Line::End) => break,
                Err(error) if Stop::is_cause(&error) => return Err(error),
                Err(error) => return self.give_up(at(), error),
            }
        }
        Ok(())
    }

    fn rows(&mut self, name: &str, file: File) -> io::Result<()> {
        let mut rows = match Rows::open(file, &self.args.keys) {
            Ok(rows) => rows,
            Err(reason) => return self.give_up(name, reason),
        };
        let mut before = 0;
        while let Some(batch) = rows.next() {
            let at = |row| format!("{name}:{}", before + row + 1);
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => return self.give_up(at(0), error),
            };
            let documents = match Documents::of(&batch, &rows.columns) {
                Ok(documents) => documents,
                Err(error) => return self.give_up(name, error),
            };
            for row in 0..batch.num_rows() {
                self.row(at(row), documents.get(row))?;
            }
            before += batch.num_rows();
        }
        Ok(())
    }

    fn row(&mut self, at: String, row: batch::Row<'_>) -> io::Result<()> {
        let limit = self.args.max_bytes;
        if row.text.is_some_and(|text| text.len() as u64 > limit) {
            return self.fail(at, too_long(limit));
        }
        match self.args.keys.row(row) {
            Ok(fields) => self.add(at, What::Row(fields)),
            Err(reason) => self.fail(at, reason),
        }
    }

    fn fail(&mut self, at: impl Into<String>, reason: impl ToString) -> io::Result<()> {
        self.add(at, What::Failure(reason.to_string()))
    }

    fn give_up(&mut self, at: impl Into<String>, reason: impl ToString) -> io::Result<()> {
        self.add(at, What::Broken(reason.to_string()))
    }

    fn add(&mut self, at: impl Into<String>, what: What) -> io::Result<()> {
        self.batch.weight += DOCUMENT + what.len();
        self.batch.found.push(Found { number: self.count, at: at.into(), what });
        self.count += 1;
        let stopped = self.stop.check();
        if self.batch.weight >= BATCH || stopped.is_err() {
            self.hand_over()?;
        }
        stopped
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let batch = std::mem::take(&mut self.batch);
        if batch.found.is_empty() { Ok(()) } else { (self.visit)(batch) }
    }
}

impl What {
    pub fn len(&self) -> usize {
        match self {
            Self::File(bytes) | Self::Line(bytes) => bytes.len(),
            Self::Row(fields) => fields.text.as_bytes().len(),
            Self::Failure(reason) | Self::Broken(reason) | Self::Note(reason) => reason.len(),
            Self::Shard(_) => 0,
        }
    }
}

/// All of `input`.
fn contents(input: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::Error::other(too_long(limit))) } else { Ok(bytes) }
}

/// All of a file, of which `about` was known before: half an old text and half a new one is none.
fn unchanged(file: &File, about: &Metadata, limit: u64) -> io::Result<Vec<u8>> {
    let bytes = contents(file, limit)?;
    let now = file.metadata()?;
    if now.len() == about.len() && now.modified().ok() == about.modified().ok() {
        Ok(bytes)
    } else {
        Err(io::Error::other("changed while it was read"))
    }
}

fn too_long(limit: u64) -> String {
    format!("longer than {limit} bytes (see --max-bytes)")
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;

    use super::*;

    #[test]
    fn a_file_that_changes_is_told() {
        let path = std::env::temp_dir().join(format!("tongbao-changes-{}", std::process::id()));
        std::fs::write(&path, "58例").unwrap();
        let file = OpenOptions::new().read(true).write(true).open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let about = file.metadata().unwrap();
        assert_eq!(unchanged(&file, &about, 9).unwrap(), "58例".as_bytes());
        for length in [2, 9] {
            file.set_len(length).unwrap();
            let error = unchanged(&file, &about, 9).unwrap_err();
            assert_eq!(error.to_string(), "changed while it was read");
        }
    }
}
