//! Shards: a folder of outputs, one for each input.
//!
//! In: what the command line names, and the folder. Out: which input goes to which output. Always:
//! a folder holds what one version and one set of settings made, as the file [`SETTINGS`] in it
//! says; an output that has its name is whole; several runs may fill one folder at a time.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::input::{InputArgs, STDIN};
use crate::journal::{Head, Settings};
use crate::sink::{self, Sink, Target};
use crate::walk::Walk;

/// Says what the shards beside it were made with. Readers of folders pass over a name with `_`.
const SETTINGS: &str = "_tongbao.json";

/// An input with an output of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Shard {
    pub input: PathBuf,
    pub output: PathBuf,
}

/// What is to be made of which inputs.
#[derive(Debug, Default)]
pub struct Plan {
    pub shards: Vec<Shard>,
    /// So many are there already.
    pub kept: u64,
}

/// Where shards go.
#[derive(Debug, Clone, Copy)]
pub struct Folder<'a> {
    pub path: &'a Path,
    /// Of the files in it.
    pub extension: &'static str,
    pub settings: &'a Settings,
}

impl Folder<'_> {
    /// What is to be made, without what is there when a run is gone on with; or why that cannot be.
    pub fn plan(&self, input: &InputArgs, resume: bool) -> Result<Plan, String> {
        let all = self.shards(input)?;
        refuse_doubles(&all)?;
        self.claim().map_err(|reason| format!("{}: {reason}", self.path.display()))?;
        if !resume {
            return Ok(Plan { shards: all, kept: 0 });
        }
        let count = all.len();
        sweep(&all);
        let shards: Vec<_> = all.into_iter().filter(|shard| !shard.is_there()).collect();
        Ok(Plan { kept: (count - shards.len()) as u64, shards })
    }

    /// All inputs with their outputs.
    fn shards(&self, input: &InputArgs) -> Result<Vec<Shard>, String> {
        let mut shards = Vec::new();
        for path in input.paths() {
            if path == Path::new(STDIN) {
                return Err("--output-dir is for files and folders, not for standard input".into());
            }
            if path.is_dir() {
                shards.extend(self.shards_in(path, input.input_format.extensions())?);
            } else {
                shards.extend(path.file_name().map(|name| self.shard(path, name.as_ref())));
            }
        }
        Ok(shards)
    }

    /// Those of the files in a folder. One that cannot be looked at is there, too: the reading will
    /// say why.
    fn shards_in(
        &self,
        folder: &Path,
        extensions: &'static [&'static str],
    ) -> Result<Vec<Shard>, String> {
        let own = self.within(folder);
        let is_own = |name: &Path| own.as_ref().is_some_and(|own| name.starts_with(own));
        let found = Walk::new(folder, extensions);
        let paths = found.map(|found| found.unwrap_or_else(|(path, _)| path));
        let shards = paths.filter_map(|path| {
            let name = path.strip_prefix(folder).ok().filter(|name| !is_own(name))?;
            Some(self.shard(&path, name))
        });
        let shards: Vec<_> = shards.collect();
        if shards.is_empty() {
            let names = extensions.join(", *.");
            return Err(format!("{}: no *.{names} file in this folder", folder.display()));
        }
        Ok(shards)
    }

    /// Where this folder lies in another one; what is in it is no input then.
    fn within(&self, folder: &Path) -> Option<PathBuf> {
        let (own, folder) = (self.path.canonicalize().ok()?, folder.canonicalize().ok()?);
        let own = own.strip_prefix(folder).ok()?;
        (self.path.is_dir() && !own.as_os_str().is_empty()).then(|| own.to_path_buf())
    }

    fn shard(&self, input: &Path, name: &Path) -> Shard {
        let output = self.path.join(name).with_extension(self.extension);
        Shard { input: input.to_path_buf(), output }
    }

    /// Makes the folder where it is not there, and says in it what its files are made with; or says
    /// why no shard of these settings can go there.
    fn claim(&self) -> Result<(), String> {
        let now = self.settings.of_any_input();
        let say = |error: io::Error| error.to_string();
        fs::create_dir_all(self.path).map_err(say)?;
        // Read last: whoever makes the first file here has said before what with.
        let is_empty = self.is_empty().map_err(say)?;
        match self.head().map_err(say)? {
            Some(head) => head.refuse(&now),
            None if is_empty => self.write_head(now).map_err(say),
            None => Err(format!(
                "it has files, and no {SETTINGS} that says what they were made \
                                 with: name a new folder"
            )),
        }
    }

    /// Whether nothing is there that could be seen.
    fn is_empty(&self) -> io::Result<bool> {
        for entry in fs::read_dir(self.path)? {
            if !entry?.file_name().as_encoded_bytes().starts_with(b".") {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What the folder says of itself.
    fn head(&self) -> io::Result<Option<Head>> {
        match fs::read(self.path.join(SETTINGS)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write_head(&self, settings: Settings) -> io::Result<()> {
        let mut sink = Sink::open(&Target::File(self.path.join(SETTINGS)))?;
        serde_json::to_writer(&mut sink, &Head::of(settings))?;
        sink.write_all(b"\n")?;
        sink.finish()
    }
}

impl Shard {
    /// Opens the output, and the folders that lead to it.
    pub fn open(output: &Path) -> io::Result<Sink> {
        output.parent().map_or(Ok(()), fs::create_dir_all)?;
        Sink::open(&Target::of(Some(output))?)
    }

    /// Whether the output is there, and no older than the input.
    fn is_there(&self) -> bool {
        let written = |path: &Path| {
            let about = fs::metadata(path).ok().filter(fs::Metadata::is_file);
            about.and_then(|about| about.modified().ok())
        };
        match (written(&self.input), written(&self.output)) {
            (Some(input), Some(output)) => input <= output,
            _ => false,
        }
    }
}

/// Says which inputs would get in each other's way, or in their own.
fn refuse_doubles(shards: &[Shard]) -> Result<(), String> {
    let mut inputs = HashMap::new();
    for Shard { input, output } in shards {
        if let Some(other) = inputs.insert(output, input) {
            let (a, b, output) = (other.display(), input.display(), output.display());
            return Err(format!("{a} and {b} would both become {output}"));
        }
        if matches!((input.canonicalize(), output.canonicalize()), (Ok(a), Ok(b)) if a == b) {
            return Err(format!("{} would be overwritten by its own output", input.display()));
        }
    }
    Ok(())
}

/// Removes what runs that were killed left of these shards.
fn sweep(shards: &[Shard]) {
    let outputs: HashSet<_> = shards.iter().map(|shard| shard.output.as_path()).collect();
    let folders: HashSet<_> = outputs.iter().filter_map(|output| output.parent()).collect();
    for entry in folders.into_iter().filter_map(|it| fs::read_dir(it).ok()).flatten().flatten() {
        let path = entry.path();
        let is_left = sink::whose(&path).is_some_and(|output| outputs.contains(output.as_path()))
            && File::open(&path).is_ok_and(|file| file.try_lock().is_ok());
        if is_left {
            let _ = fs::remove_file(path);
        }
    }
}
