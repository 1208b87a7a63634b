//! One JSON object a line.
//!
//! In: any serializable value. Out: its compact JSON and a line feed.
//! Always: the line holds no character that any reader takes for a line break. JSON lets U+0085,
//! U+2028 and U+2029 stand bare in a string, but readers such as Python's `splitlines` break
//! there, so they are written as escapes.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

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
    value.serialize(&mut Serializer::with_formatter(&mut out, OneLine))?;
    out.write_all(b"\n")
}

/// Compact JSON without bare line breaks.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, found)) = line_break(rest) {
            out.write_all(&rest.as_bytes()[..at])?;
            write!(out, "\\u{:04x}", u32::from(found))?;
            rest = &rest[at + found.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

/// The first line break in `text` that JSON does not escape of itself. They are sought by their
/// first bytes, which few other characters share.
fn line_break(text: &str) -> Option<(usize, char)> {
    memchr::memchr2_iter(0xC2, 0xE2, text.as_bytes()).find_map(|at| {
        let found = text[at..].chars().next()?;
        breaks_line(found).then_some((at, found))
    })
}

const fn breaks_line(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
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
