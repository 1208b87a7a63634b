//! Where output goes: standard output, or a file that appears under its name when it is whole.

use std::collections::hash_map::RandomState;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufWriter, IsTerminal, Seek, SeekFrom, StdoutLock, Write};
use std::path::{Path, PathBuf};

const BUFFER: usize = 1 << 16;

/// Of the hidden file.
const TMP: &str = ".tmp";

/// More links one behind the other are a loop.
const LINKS: usize = 40;

/// What an output path leads to.
#[derive(Debug)]
pub enum Target {
    Stdout,
    /// A device or pipe, written straight to.
    Device(PathBuf),
    /// A file, links followed; it may be there already.
    File(PathBuf),
}

impl Target {
    /// Looks where `path` leads; none or `-` is standard output.
    pub fn of(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Stdout);
        };
        let path = end_of_links(path.to_path_buf());
        match fs::metadata(&path) {
            Ok(old) if old.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(old) if !old.is_file() => Ok(Self::Device(path)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(Self::File(path)),
        }
    }
}

/// Where links lead, be there something or not.
fn end_of_links(mut path: PathBuf) -> PathBuf {
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => break,
        }
    }
    path
}

/// `path` with something behind its name.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The name of a file that is not whole.
pub fn partial(path: &Path) -> PathBuf {
    beside(path, ".partial")
}

/// The file that the hidden one at `path` was to become.
pub fn whose(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?.strip_prefix('.')?.strip_suffix(TMP)?;
    Some(path.with_file_name(name.rsplit_once('.')?.0))
}

/// A buffered output. A file has another name until [`Sink::finish`].
pub struct Sink {
    out: Out,
    file: Option<Unfinished>,
}

enum Out {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(BufWriter<File>),
}

struct Unfinished {
    from: PathBuf,
    to: PathBuf,
    /// It is of use as it is: it stays when the sink is dropped.
    keep: bool,
}

impl Sink {
    /// Opens the output; a file is hidden until it is finished, and vanishes where it never is.
    pub fn open(target: &Target) -> io::Result<Self> {
        match target {
            Target::Stdout => {
                let out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
                Ok(Self { out: Out::Stdout(out), file: None })
            }
            Target::Device(path) => {
                Ok(Self::file(OpenOptions::new().write(true).open(path)?, None))
            }
            Target::File(path) => Self::hidden(path),
        }
    }

    fn hidden(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        // Not the number of the process: another machine may have it too.
        let random = RandomState::new().build_hasher().finish();
        let from = path.with_file_name(format!(".{name}.{random:016x}{TMP}"));
        let file = OpenOptions::new().write(true).create_new(true).open(&from)?;
        let _ = file.try_lock(); // says that somebody writes it, where the file system can
        Self::unfinished(file, from, path, false)
    }

    /// Opens the partial file of `path`, which no other run can open meanwhile. It stays when the
    /// sink is dropped.
    pub fn partial(path: &Path) -> io::Result<Self> {
        let from = partial(path);
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&from)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::other("another run is writing it"),
            TryLockError::Error(error) => error,
        })?;
        Self::unfinished(file, from, path, true)
    }

    /// Goes on behind the first bytes of what is there, and cuts off the rest.
    pub fn go_on(&mut self, keep: u64) -> io::Result<()> {
        let Out::File(out) = &mut self.out else { return Ok(()) };
        if out.get_ref().metadata()?.len() < keep {
            let reason = "shorter than its journal says: remove both to begin anew";
            return Err(io::Error::other(reason));
        }
        out.get_ref().set_len(keep)?;
        out.seek(SeekFrom::Start(keep)).map(drop)
    }

    /// A file that will replace `to`, and has its permissions.
    fn unfinished(file: File, from: PathBuf, to: &Path, keep: bool) -> io::Result<Self> {
        let to = to.to_path_buf();
        let sink = Self::file(file, Some(Unfinished { from, to, keep }));
        if let (Some(Unfinished { from, to, .. }), Out::File(_)) = (&sink.file, &sink.out)
            && let Ok(old) = fs::metadata(to)
        {
            fs::set_permissions(from, old.permissions())?;
        }
        Ok(sink)
    }

    fn file(file: File, unfinished: Option<Unfinished>) -> Self {
        Self { out: Out::File(BufWriter::with_capacity(BUFFER, file)), file: unfinished }
    }

    /// Writes out what is buffered when somebody may be looking at it.
    pub fn show(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Stdout(out) if out.get_ref().is_terminal() => out.flush(),
            _ => Ok(()),
        }
    }

    /// Writes out what is buffered, to the disk itself; how many bytes the file has.
    pub fn sync(&mut self) -> io::Result<u64> {
        self.flush()?;
        match &mut self.out {
            Out::File(out) => {
                out.get_ref().sync_data()?;
                out.stream_position()
            }
            Out::Stdout(_) => Ok(0),
        }
    }

    /// Writes out what is buffered and gives the file its name.
    pub fn finish(self) -> io::Result<()> {
        self.finish_as(|to| to.to_path_buf())
    }

    /// Writes out what is buffered and gives the file the name of one that is not whole; which
    /// that is.
    pub fn finish_partial(self) -> io::Result<Option<PathBuf>> {
        let name = self.file.as_ref().map(|file| partial(&file.to));
        self.finish_as(partial).map(|()| name)
    }

    fn finish_as(mut self, name: impl Fn(&Path) -> PathBuf) -> io::Result<()> {
        self.flush()?;
        if let Some(Unfinished { from, to, .. }) = &self.file {
            if let Out::File(out) = &self.out {
                out.get_ref().sync_all()?;
            }
            fs::rename(from, name(to))?;
            self.file = None;
        }
        Ok(())
    }

    /// Gives up: leaves the first bytes of the file, or no file at all.
    pub fn abandon(mut self, keep: Option<u64>) {
        if let (Some(file), Out::File(out)) = (&mut self.file, self.out) {
            file.keep = keep.is_some();
            let (out, _) = out.into_parts(); // what is buffered is not to be written any more
            let _ = out.set_len(keep.unwrap_or_default());
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Out::Stdout(out) => out.write(bytes),
            Out::File(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Stdout(out) => out.flush(),
            Out::File(out) => out.flush(),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_file(&self.from);
        }
    }
}
