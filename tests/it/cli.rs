//! The `tongbao` command, run as its users run it.
//!
//! What is mined is tested elsewhere: here a text states one figure, and the tests look at how it
//! comes out.

mod errors;
mod formats;
mod inputs;
mod manual;
mod output;
mod score;
mod threads;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder to work in, and the command run in it.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names in the folder, hidden ones too.
    pub fn names(&self) -> Vec<String> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let mut names: Vec<_> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| name(&entry.unwrap().path()))
            .collect();
        names.sort();
        names
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongbao"));
        command.current_dir(self.0.path()).args(args);
        command
    }

    /// Runs with nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Run {
        self.feed(args, "")
    }

    /// Runs with `input` on standard input.
    pub fn feed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Run {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // The command may end before it has read everything, for instance on a wrong setting.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        Run::from(child.wait_with_output().unwrap())
    }
}

/// What a run left.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    /// Complaints.
    pub err: String,
    /// The line at the end that counts what was done, without the name of the command.
    pub summary: Option<String>,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self::new(
            output.status.code().expect("ended by itself"),
            String::from_utf8(output.stdout).unwrap(),
            &String::from_utf8(output.stderr).unwrap(),
        )
    }
}

impl Run {
    /// Tells complaints and summary apart.
    pub fn new(code: i32, out: String, errors: &str) -> Self {
        let (summaries, complaints): (Vec<_>, Vec<_>) = errors
            .split_inclusive('\n')
            .partition(|line| line.contains(" written, ") && line.contains(" failed"));
        let summary = summaries.first().map(|line| line.trim()["tongbao: ".len()..].to_owned());
        Self { code, out, err: complaints.concat(), summary }
    }

    /// Asserts success without complaints, and gives the output.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{self:?}");
        self.out
    }

    /// Asserts the exit code and that the complaints are those lines; gives the output. A line
    /// has only to start as wanted.
    #[track_caller]
    pub fn bad(self, code: i32, complaints: &[&str]) -> String {
        let lines: Vec<_> = self.err.lines().collect();
        assert_eq!((self.code, lines.len()), (code, complaints.len()), "{self:?}");
        for (line, start) in lines.iter().zip(complaints) {
            assert!(line.starts_with(start), "{line} does not start with {start}");
        }
        self.out
    }
}

/// The objects of JSON Lines.
#[track_caller]
pub fn objects(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The documents that have records, in order, with the value of their first one.
#[track_caller]
pub fn firsts(out: &str) -> Vec<(String, f64)> {
    let mut firsts = Vec::new();
    for record in objects(out).iter().filter(|record| record["id"] == 0) {
        firsts.push((record["doc"].as_str().unwrap().into(), record["value"].as_f64().unwrap()));
    }
    firsts
}

/// A sentence that states one figure.
pub fn notice(number: u32) -> String {
    format!("我市新增本土确诊病例{number}例。\n")
}
