//! Folders to files: sorted, each folder once, so that a loop of links ends.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files under a folder that have a wanted extension, in sorted order of each folder's
/// names, subfolders in their place. An entry that cannot be read is an error with its path.
pub struct Walk {
    extensions: &'static [&'static str],
    /// Still to visit, the next one last.
    pending: Vec<PathBuf>,
    visited: HashSet<PathBuf>,
}

impl Walk {
    /// A walk over `path`, a folder.
    pub fn new(path: &Path, extensions: &'static [&'static str]) -> Self {
        Self { extensions, pending: vec![path.to_path_buf()], visited: HashSet::new() }
    }

    /// Puts what is in `folder` on the pile, unless it was read before.
    fn enter(&mut self, folder: &Path) -> io::Result<()> {
        if !self.visited.insert(folder.canonicalize()?) {
            return Ok(());
        }
        let mut paths = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()?;
        paths.sort_unstable_by(|a, b| b.cmp(a));
        self.pending.append(&mut paths);
        Ok(())
    }

    fn wanted(&self, path: &Path) -> bool {
        let is = |found: &OsStr| self.extensions.iter().any(|it| found.eq_ignore_ascii_case(it));
        path.extension().is_some_and(is)
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, (PathBuf, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(path) = self.pending.pop() {
            match fs::metadata(&path) {
                Ok(found) if found.is_dir() => {
                    if let Err(error) = self.enter(&path) {
                        return Some(Err((path, error)));
                    }
                }
                Ok(found) if found.is_file() && self.wanted(&path) => return Some(Ok(path)),
                Err(error) if self.wanted(&path) => return Some(Err((path, error))),
                _ => {}
            }
        }
        None
    }
}
