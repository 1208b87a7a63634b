//! What is wrong or odd, as rows of a table beside that of the records.
//!
//! In: diagnostics, and reasons why a document has no records. Out: [`Fault`]s.
//! Always: a failure has no span, for nothing of its document was read; an oddity has one.

use serde::Serialize;

use crate::record::Diagnostic;

/// What is wrong with one document of many: a row of a table.
///
/// ```
/// # fn main() -> tongbao::Result<()> {
/// use tongbao::output::Fault;
///
/// let document = tongbao::Miner::new()?.mine(b"\xFF58", &Default::default())?;
/// let fault = Fault::oddity(Some("a"), 0, &document.diagnostics[0]);
/// assert_eq!((fault.code.as_str(), fault.byte_start), ("undecodable", Some(0)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The document's id; none where it has none.
    pub doc: Option<String>,
    /// Where the document stands in what was read, from 0.
    pub row: usize,
    /// Stable id of the kind: that of the diagnostic, or of the reason why there are no records.
    pub code: String,
    /// Where it begins, in bytes of the decoded source; none for the whole document.
    pub byte_start: Option<usize>,
    /// Where it ends.
    pub byte_end: Option<usize>,
    /// What was met.
    pub message: String,
}

impl Fault {
    /// An odd spot of a document that was read all the same.
    #[must_use]
    pub fn oddity(doc: Option<&str>, row: usize, diagnostic: &Diagnostic) -> Self {
        Self {
            doc: doc.map(str::to_owned),
            row,
            code: diagnostic.code.clone(),
            byte_start: Some(diagnostic.span.start),
            byte_end: Some(diagnostic.span.end),
            message: diagnostic.message.clone(),
        }
    }

    /// Something that is wrong with all of a document.
    #[must_use]
    pub fn failure(doc: Option<&str>, row: usize, code: &str, message: impl Into<String>) -> Self {
        Self {
            doc: doc.map(str::to_owned),
            row,
            code: code.to_owned(),
            byte_start: None,
            byte_end: None,
            message: message.into(),
        }
    }
}
