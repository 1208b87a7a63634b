//! Complaints on standard error, and the exit code that follows from them.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

/// Exit code for a wrong command line or setting.
const USAGE: u8 = 2;

/// Counts what failed.
#[derive(Debug, Default)]
pub struct Report {
    failed: bool,
}

impl Report {
    /// Says `tongbao: AT: REASON` and remembers that something failed.
    pub fn fail(&mut self, at: impl Display, reason: impl Display) {
        self.failed = true;
        self.note(at, reason);
    }

    /// Says a `reason` that names its place itself.
    pub fn fail_there(&mut self, reason: impl Display) {
        self.failed = true;
        say(reason);
    }

    /// Says it only.
    pub fn note(&self, at: impl Display, reason: impl Display) {
        say(format_args!("{at}: {reason}"));
    }

    /// 0, or 1 when something failed.
    pub fn exit_code(&self) -> ExitCode {
        if self.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// Says why nothing could be done; gives the exit code for that.
pub fn usage(reason: impl Display) -> ExitCode {
    say(reason);
    ExitCode::from(USAGE)
}

/// Unlike `eprintln!`, does not panic where standard error is closed.
fn say(message: impl Display) {
    let _ = writeln!(io::stderr(), "tongbao: {message}");
}
