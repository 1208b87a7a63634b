//! What is told on standard error, and the exit code that follows from it: complaints, a progress
//! bar where somebody is looking, and one line at the end where there is anything to tell.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use tongbao::record::Diagnostic;

/// Exit code for a wrong command line or setting.
const USAGE: u8 = 2;

/// Exit code where the reader of the output closed the pipe: 128 and the number of SIGPIPE.
const CLOSED: u8 = 141;

const KNOWN_END: &str =
    "{elapsed_precise} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left, {msg}";
const OPEN_END: &str = "{elapsed_precise} {bytes} {bytes_per_sec}, {msg}";

/// What came of the documents so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Documents that were read.
    pub documents: u64,
    /// Records that were written of them.
    pub records: u64,
    /// Files and documents that could not be read.
    pub failed: u64,
    /// Oddities of the documents that were read, by their codes.
    pub diagnostics: BTreeMap<String, u64>,
    /// Records that a table has no place for, by the reasons.
    #[serde(default)]
    pub left_out: BTreeMap<String, u64>,
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { documents, records, failed, diagnostics, left_out } = self;
        let (documents, records) = (counted(*documents, "document"), counted(*records, "record"));
        write!(f, "{documents} read, {records} written, {failed} failed")?;
        for (name, counts) in [("diagnostics", diagnostics), ("left out", left_out)] {
            for (at, (code, count)) in counts.iter().enumerate() {
                match at {
                    0 => write!(f, "; {name}: {count} {code}")?,
                    _ => write!(f, ", {count} {code}")?,
                }
            }
        }
        Ok(())
    }
}

/// Counts, complains, shows how far it is.
#[derive(Debug)]
pub struct Report {
    /// What came of the documents so far.
    pub tally: Tally,
    /// Oddities are failures.
    strict: bool,
    /// Something beside the documents failed.
    failed: bool,
    bar: ProgressBar,
    /// Where there is an output for each input.
    pub shards: Option<Shards>,
}

/// What came of the shards.
#[derive(Debug)]
pub struct Shards {
    pub written: u64,
    /// So many were there before.
    pub kept: u64,
}

impl Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { written, kept } = self;
        write!(f, "{} written, {kept} there before", counted(*written, "shard"))
    }
}

impl Default for Report {
    fn default() -> Self {
        let bar = ProgressBar::hidden();
        Self { tally: Tally::default(), strict: false, failed: false, bar, shards: None }
    }
}

impl Report {
    /// A report that treats oddities as failures where it is `strict`.
    pub fn new(strict: bool) -> Self {
        Self { strict, ..Self::default() }
    }

    /// Shows a progress bar from now on, over so many bytes where that is known.
    pub fn show_progress(&mut self, total: Option<u64>) {
        let template = if total.is_some() { KNOWN_END } else { OPEN_END };
        let style = ProgressStyle::with_template(template);
        self.bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }

    /// So many bytes more are dealt with.
    pub fn advance(&self, bytes: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_message(counted(self.tally.documents, "document"));
            self.bar.inc(bytes);
        }
    }

    /// Counts a document that was read, the records written of it and what was odd in it, and
    /// says the latter where it is a failure.
    pub fn read(&mut self, at: &str, records: usize, diagnostics: &[Diagnostic]) {
        self.tally.documents += 1;
        self.tally.records += records as u64;
        for Diagnostic { code, span, message } in diagnostics {
            *self.tally.diagnostics.entry(code.clone()).or_default() += 1;
            if self.strict {
                self.note(at, format_args!("byte {}: {code}: {message}", span.start));
            }
        }
    }

    /// So many records have been left out of a table so far, by the reasons.
    pub fn leave_out<'a>(&mut self, counts: impl Iterator<Item = (&'a str, usize)>) {
        for (reason, count) in counts {
            self.tally.left_out.insert(reason.to_owned(), count as u64);
        }
    }

    /// Counts a shard that is whole.
    pub const fn shard(&mut self) {
        if let Some(shards) = &mut self.shards {
            shards.written += 1;
        }
    }

    /// Says `tongbao: AT: REASON` and remembers that a document failed.
    pub fn fail(&mut self, at: impl Display, reason: impl Display) {
        self.tally.failed += 1;
        self.note(at, reason);
    }

    /// Says a `reason` that names its place itself, and remembers that something failed.
    pub fn fail_there(&mut self, reason: impl Display) {
        self.failed = true;
        self.say(reason);
    }

    /// Says it only.
    pub fn note(&self, at: impl Display, reason: impl Display) {
        self.say(format_args!("{at}: {reason}"));
    }

    /// Says it, above the bar.
    pub fn say(&self, message: impl Display) {
        self.bar.suspend(|| say(message));
    }

    /// Takes the bar away, and unless it is to be `quiet` says what was done: always to somebody
    /// who is looking, else where something failed, was odd or left out.
    pub fn close(&self, quiet: bool) {
        self.bar.finish_and_clear();
        let Tally { failed, diagnostics, left_out, .. } = &self.tally;
        let is_odd = *failed > 0 || !diagnostics.is_empty() || !left_out.is_empty();
        if !quiet && (is_odd || io::stderr().is_terminal()) {
            match &self.shards {
                Some(shards) => say(format_args!("{}; {shards}", self.tally)),
                None => say(&self.tally),
            }
        }
    }

    /// 0, or 1 when something failed.
    pub fn exit_code(&self) -> ExitCode {
        let is_odd = self.strict && !self.tally.diagnostics.is_empty();
        if self.failed || self.tally.failed > 0 || is_odd {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// `1 document`, `2 documents`.
pub fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Says why nothing could be done; gives the exit code for that.
pub fn usage(reason: impl Display) -> ExitCode {
    say(reason);
    ExitCode::from(USAGE)
}

/// The exit code of a run whose output nobody wants any more.
pub fn closed() -> ExitCode {
    ExitCode::from(CLOSED)
}

/// Unlike `eprintln!`, does not panic where standard error is closed.
fn say(message: impl Display) {
    let _ = writeln!(io::stderr(), "tongbao: {message}");
}
