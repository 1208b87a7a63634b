//! Documents from files, folders and standard input, one at a time and in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use tongbao::Context;
use tongbao::output::csv::BYTE_ORDER_MARK;

use crate::input::{Body, InputArgs, InputFormat, STDIN, Source};
use crate::lines::{Line, read_line};
use crate::report::Report;
use crate::walk::Walk;

const BUFFER: usize = 1 << 16;

/// A pass over all documents. What cannot be read is reported and passed over; the error of every
/// function here is one of the output, and ends the run.
pub struct Reading<'a, V> {
    pub args: &'a InputArgs,
    /// What holds for documents that say nothing else.
    pub defaults: &'a Context,
    /// The output, which is no input though it lies in a folder that is.
    pub output: Option<&'a Path>,
    pub report: &'a mut Report,
    /// Is shown each document.
    pub visit: V,
}

impl<V: FnMut(&Source, &mut Report) -> io::Result<()>> Reading<'_, V> {
    /// Reads all there is.
    pub fn run(mut self) -> io::Result<()> {
        self.args.paths().try_for_each(|path| {
            if path == Path::new(STDIN) {
                self.read(STDIN, io::stdin().lock())
            } else if path.is_dir() {
                self.folder(path)
            } else {
                self.file(path)
            }
        })
    }

    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let extension = self.args.input_format.extension();
        let mut empty = true;
        for found in Walk::new(folder, extension) {
            empty = false;
            match found {
                Ok(path) if self.is_output(&path) => {}
                Ok(path) => self.file(&path)?,
                Err((path, error)) => self.report.fail(path.display(), error),
            }
        }
        if empty {
            self.report
                .note(folder.display(), format_args!("no *.{extension} file in this folder"));
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
        match File::open(path) {
            Ok(file) => self.read(&name, file),
            Err(error) => {
                self.report.fail(name, error);
                Ok(())
            }
        }
    }

    fn read(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        match self.args.input_format {
            InputFormat::Text => self.text(name, input),
            InputFormat::Jsonl => self.lines(name, BufReader::with_capacity(BUFFER, input)),
        }
    }

    fn text(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        let limit = self.args.max_bytes;
        let mut bytes = Vec::new();
        match input.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => self.report.fail(name, too_long(limit)),
            Ok(_) => {
                let context = Context { id: name.to_owned(), ..self.defaults.clone() };
                let source = Source { at: name.to_owned(), body: Body::Bytes(bytes), context };
                (self.visit)(&source, self.report)?;
            }
            Err(error) => self.report.fail(name, error),
        }
        Ok(())
    }

    fn lines(&mut self, name: &str, mut input: impl BufRead) -> io::Result<()> {
        let limit = self.args.max_bytes;
        let mut buffer = Vec::new();
        for number in 1_u64.. {
            let at = format!("{name}:{number}");
            match read_line(&mut input, &mut buffer, limit) {
                Ok(Line::Read) => self.line(at, &buffer)?,
                Ok(Line::TooLong) => self.report.fail(at, too_long(limit)),
                Ok(Line::End) => break,
                Err(error) => {
                    self.report.fail(at, error);
                    break;
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, at: String, line: &[u8]) -> io::Result<()> {
        let line = line.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(line);
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        let fields = match self.args.keys.read(line) {
            Ok(fields) => fields,
            Err(reason) => {
                self.report.fail(at, reason);
                return Ok(());
            }
        };
        let context = Context {
            id: fields.id.unwrap_or_else(|| at.clone()),
            published: fields.published.or_else(|| self.defaults.published.clone()),
            place: fields.place.or_else(|| self.defaults.place.clone()),
            encoding: None,
        };
        let source = Source { at, body: Body::Text(fields.text), context };
        (self.visit)(&source, self.report)
    }
}

fn too_long(limit: u64) -> String {
    format!("longer than {limit} bytes (see --max-bytes)")
}
