//! Where output goes: standard output, or a file that appears under its name when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

const BUFFER: usize = 1 << 16;

/// A buffered output. Dropped without [`Sink::finish`], it leaves no file behind.
pub struct Sink {
    out: Out,
    rename: Option<Rename>,
}

enum Out {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(BufWriter<File>),
}

struct Rename {
    from: PathBuf,
    to: PathBuf,
}

impl Sink {
    /// Opens `path`; none or `-` is standard output. A device or pipe is written straight to.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            let out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
            return Ok(Self { out: Out::Stdout(out), rename: None });
        };
        match fs::metadata(path) {
            Ok(old) if old.is_file() => Self::beside(&path.canonicalize()?, Some(&old)),
            Ok(old) if old.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(_) => Ok(Self::file(OpenOptions::new().write(true).open(path)?, None)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::beside(path, None),
            Err(error) => Err(error),
        }
    }

    /// A temporary file in the folder of `target`, with the permissions of the one it replaces.
    fn beside(target: &Path, old: Option<&fs::Metadata>) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let from = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).open(&from)?;
        let rename = Rename { from, to: target.to_path_buf() };
        let sink = Self::file(file, Some(rename));
        if let (Some(old), Some(rename)) = (old, &sink.rename) {
            fs::set_permissions(&rename.from, old.permissions())?;
        }
        Ok(sink)
    }

    fn file(file: File, rename: Option<Rename>) -> Self {
        Self { out: Out::File(BufWriter::with_capacity(BUFFER, file)), rename }
    }

    /// Writes out what is buffered when somebody may be looking at it.
    pub fn show(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Stdout(out) if out.get_ref().is_terminal() => out.flush(),
            _ => Ok(()),
        }
    }

    /// Writes out what is buffered and gives the file its name.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        if let Some(rename) = &self.rename {
            if let Out::File(file) = &self.out {
                file.get_ref().sync_all()?;
            }
            fs::rename(&rename.from, &rename.to)?;
            self.rename = None;
        }
        Ok(())
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

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(rename) = &self.rename {
            let _ = fs::remove_file(&rename.from);
        }
    }
}
