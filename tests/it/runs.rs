//! Long runs: stopped, killed and gone on with, on disks that fill up and files that change.
//!
//! Nothing here goes by the clock: a run waits for input that the test holds back, and the test
//! waits for what the run shows.

mod resume;
mod rows;
mod shards;
mod shown;
mod stop;
mod trouble;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use crate::cli::{Desk, notice};

/// A try each so often, and so many at most.
const PAUSE: Duration = Duration::from_millis(10);
const TRIES: u32 = 6_000;

/// Documents as lines of JSON Lines: every third states nothing, every seventh is broken.
pub fn lines(count: u32) -> Vec<String> {
    let line = |number: u32| match number {
        _ if number % 7 == 3 => "{\"text\":".to_owned(),
        _ if number % 3 == 1 => json!({"text": "没有数字。".repeat(400)}).to_string(),
        _ => json!({"id": number, "text": notice(number).repeat(60)}).to_string(),
    };
    (0..count).map(line).collect()
}

/// Waits until `found` finds something.
#[track_caller]
pub fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    for _ in 0..TRIES {
        if let Some(found) = found() {
            return found;
        }
        sleep(PAUSE);
    }
    panic!("waited in vain for {what}")
}

/// A run that reads what the test feeds it.
pub struct Fed {
    pub child: Child,
    pub input: ChildStdin,
}

impl Fed {
    pub fn start(desk: &Desk, args: &[&str]) -> Self {
        let mut command = desk.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        Self { child, input }
    }

    pub fn feed(&mut self, lines: &[String]) {
        for line in lines {
            self.input.write_all(line.as_bytes()).unwrap();
            self.input.write_all(b"\n").unwrap();
        }
    }

    pub fn signal(&self, name: &str) {
        let number = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &number]).status().unwrap();
        assert!(sent.success());
    }
}

/// How many documents the last point of a journal has, when there is one.
pub fn journalled(path: &Path) -> Option<u64> {
    let journal = fs::read_to_string(path).ok()?;
    let whole = &journal[..journal.rfind('\n')?];
    let point: serde_json::Value = serde_json::from_str(whole.lines().last()?).ok()?;
    point["items"].as_u64()
}
