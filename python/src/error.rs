//! What went wrong, as a Python exception.

use std::path::Path;

use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

create_exception!(
    tongbao,
    TongbaoError,
    PyValueError,
    "A wrong setting, document or table.\n\n\
     `str(error)` names the document, or file and line, and the reason; `error.doc` is the \
     document's id, None where it has none, and `error.reason` the reason alone."
);

/// Why a document has no records. Made where Python is out of reach, and raised where it is not.
#[derive(Debug)]
pub struct Failure {
    /// The document's id; empty when it has none.
    pub doc: String,
    pub reason: String,
}

impl From<Failure> for PyErr {
    fn from(Failure { doc, reason }: Failure) -> Self {
        let message = if doc.is_empty() { reason.clone() } else { format!("{doc}: {reason}") };
        let error = TongbaoError::new_err(message);
        let set = Python::attach(|py| {
            let value = error.value(py);
            value.setattr("doc", Some(doc).filter(|doc| !doc.is_empty()))?;
            value.setattr("reason", reason)
        });
        set.err().unwrap_or(error)
    }
}

/// The exception of a file that cannot be read: FileNotFoundError and the like, with its name.
pub fn unreadable(path: &Path, error: &std::io::Error) -> PyErr {
    let reason = error.to_string();
    match error.raw_os_error() {
        Some(number) => {
            let reason = reason.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((number, reason, path.to_path_buf()))
        }
        None => {
            Failure { doc: String::new(), reason: format!("{}: {reason}", path.display()) }.into()
        }
    }
}
