//! One JSON object a line.
//!
//! In: any serializable value. Out: its compact JSON and a line feed.
//! Always: the line holds no character that any reader takes for a line break. JSON lets U+0085,
//! U+2028 and U+2029 stand bare in a string, but readers such as Python's `splitlines` break
//! there, so they are written as escapes.

use std::io::{self, Write};

use serde::Serialize;

/// Most records fit.
const LINE: usize = 1024;

/// Line breaks that JSON does not escape of itself, and how to write them.
const BREAKS: [(&str, &str); 3] =
    [("\u{85}", "\\u0085"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")];

/// Writes `value` as one line of JSON.
///
/// # Errors
///
/// The error of `out`, kind and all ([`io::ErrorKind::BrokenPipe`] stays that).
///
/// ```
/// let mut out = Vec::new();
/// tongbao::output::json::write_line(&mut out, &["58例", "分\u{2028}行"])?;
/// assert_eq!(out, "[\"58例\",\"分\\u2028行\"]\n".as_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_line<T: Serialize + ?Sized>(mut out: impl Write, value: &T) -> io::Result<()> {
    let mut line = Vec::with_capacity(LINE);
    serde_json::to_writer(&mut line, value)?;
    line.push(b'\n');
    let mut rest = &line[..];
    while let Some((at, (found, escape))) = line_break(rest) {
        out.write_all(&rest[..at])?;
        out.write_all(escape.as_bytes())?;
        rest = &rest[at + found.len()..];
    }
    out.write_all(rest)
}

/// The first of [`BREAKS`] in `line`, sought by their first bytes, which few characters share.
fn line_break(line: &[u8]) -> Option<(usize, (&'static str, &'static str))> {
    memchr::memchr2_iter(0xC2, 0xE2, line).find_map(|at| {
        let found = BREAKS.iter().find(|(found, _)| line[at..].starts_with(found.as_bytes()))?;
        Some((at, *found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_is_escaped() {
        let text = "甲\n乙\u{85}丙\u{2028}丁\u{2029}";
        let mut out = Vec::new();
        write_line(&mut out, text).unwrap();
        assert_eq!(out, "\"甲\\n乙\\u0085丙\\u2028丁\\u2029\"\n".as_bytes());
        assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
    }
}
