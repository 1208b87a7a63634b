//! The one error type. Odd text is never an error: it gives a diagnostic (see
//! [`Diagnostic`](crate::record::Diagnostic)). Errors are for an unknown encoding label, a bad
//! table, a bad setting.

use std::fmt;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The encoding label is none that is known.
    UnknownEncoding,
    /// The date or date-time cannot be read.
    InvalidDate,
    /// No place of that name is known.
    UnknownPlace,
    /// A row of a table (built in or the caller's) is wrong.
    Table,
    /// A setting is out of its range.
    Setting,
    /// A column of a table is missing, or of another type.
    Column,
}

/// An error, with a message that names file, line and reason where there are such.
///
/// ```
/// use tongbao::{Error, ErrorKind};
/// let error = Error::table("metrics.tsv", 3, "unknown unit «夸克»");
/// assert_eq!(error.kind(), ErrorKind::Table);
/// assert_eq!(error.to_string(), "metrics.tsv:3: unknown unit «夸克»");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// [`std::result::Result`] with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` that says `message`.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// A wrong table row: `file:line: reason`; `line` counts from 1.
    #[must_use]
    pub fn table(file: &str, line: usize, reason: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Table, format!("{file}:{line}: {reason}"))
    }

    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
