//! Files, folders and standard input to documents still unread, in order and in batches.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use crate::input::{InputArgs, STDIN};
use crate::lines::{Line, read_line, unmarked};
use crate::walk::Walk;

/// What is read at once, and about the size of a batch: small documents are worked on together.
pub const BATCH: usize = 1 << 15;

/// What a document weighs in a batch beside its bytes.
const DOCUMENT: usize = 1 << 10;

/// What was found at one place, in the order of the input.
#[derive(Debug)]
pub struct Found {
    /// The file, or the file and line.
    pub at: String,
    pub what: What,
}

#[derive(Debug)]
pub enum What {
    /// A document: all of a file.
    File(Vec<u8>),
    /// A document: a line of JSON Lines.
    Line(Vec<u8>),
    /// Something that cannot be read.
    Failure(String),
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
    pub visit: Visit<'a>,
    /// Read, and not yet handed over.
    pub batch: Batch,
}

impl Reading<'_> {
    /// Reads all there is.
    pub fn run(mut self) -> io::Result<()> {
        for path in self.args.paths() {
            if path == Path::new(STDIN) {
                self.read(STDIN, io::stdin().lock())?;
            } else if path.is_dir() {
                self.folder(path)?;
            } else {
                self.file(path)?;
            }
        }
        self.hand_over()
    }

    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let extensions = self.args.input_format.extensions();
        let mut empty = true;
        for found in Walk::new(folder, extensions) {
            empty = false;
            match found {
                Ok(path) if self.is_output(&path) => {}
                Ok(path) => self.file(&path)?,
                Err((path, error)) => self.fail(path.to_string_lossy(), error)?,
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
        match File::open(path).and_then(|file| Ok((file.metadata()?, file))) {
            Err(error) => self.fail(name, error),
            Ok((about, file)) if !about.is_file() => self.read(&name, file),
            Ok((about, _)) if self.is_whole() && about.len() > limit => {
                self.fail(name, too_long(limit))
            }
            Ok((_, file)) if self.is_whole() => self.text(&name, file),
            Ok((_, file)) => self.lines(&name, file),
        }
    }

    fn is_whole(&self) -> bool {
        !self.args.input_format.is_lines()
    }

    /// Reads what may keep it waiting.
    fn read(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        self.hand_over()?;
        if self.is_whole() { self.text(name, input) } else { self.lines(name, input) }
    }

    fn text(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        let limit = self.args.max_bytes;
        let mut bytes = Vec::new();
        match input.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => self.fail(name, too_long(limit)),
            Ok(_) => self.add(name, What::File(bytes)),
            Err(error) => self.fail(name, error),
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
                Err(error) => return self.fail(at(), error),
            }
        }
        Ok(())
    }

    fn fail(&mut self, at: impl Into<String>, reason: impl ToString) -> io::Result<()> {
        self.add(at, What::Failure(reason.to_string()))
    }

    fn add(&mut self, at: impl Into<String>, what: What) -> io::Result<()> {
        self.batch.weight += DOCUMENT + what.len();
        self.batch.found.push(Found { at: at.into(), what });
        if self.batch.weight >= BATCH { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let batch = std::mem::take(&mut self.batch);
        if batch.found.is_empty() { Ok(()) } else { (self.visit)(batch) }
    }
}

impl What {
    const fn len(&self) -> usize {
        match self {
            Self::File(bytes) | Self::Line(bytes) => bytes.len(),
            Self::Failure(reason) | Self::Note(reason) => reason.len(),
        }
    }
}

fn too_long(limit: u64) -> String {
    format!("longer than {limit} bytes (see --max-bytes)")
}
