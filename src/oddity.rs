//! Odd spots of a text → a bounded number of diagnostics.
//!
//! Enters: a code, the spans met, a wording. Leaves: one [`Diagnostic`] a span, and beyond
//! [`LIMIT`] one summary for all the rest, so that a broken page cannot flood its reader.

use crate::record::Diagnostic;
use crate::span::SourceSpan;

/// So many spots are told one by one.
pub(crate) const LIMIT: usize = 100;

/// The diagnostics for `spots`, which stand in source order.
pub(crate) fn report<T>(
    code: &str,
    spots: &[(SourceSpan, T)],
    wording: impl Fn(&T) -> String,
) -> Vec<Diagnostic> {
    let told = spots.len().min(LIMIT);
    let mut all: Vec<Diagnostic> = spots[..told]
        .iter()
        .map(|(span, what)| Diagnostic { code: code.into(), span: *span, message: wording(what) })
        .collect();
    if let [first, .., last] | [first @ last] = &spots[told..] {
        all.push(Diagnostic {
            code: code.into(),
            span: SourceSpan::new(first.0.start, last.0.end),
            message: format!("{} more of this kind", spots.len() - told),
        });
    }
    all
}
