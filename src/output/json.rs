//! One JSON object a line.
//!
//! In: any serializable value, or a record. Out: its compact JSON and a line feed.
//! Always: the line holds no character that any reader takes for a line break. JSON lets U+0085,
//! U+2028 and U+2029 stand bare in a string, but readers such as Python's `splitlines` break
//! there, so they are written as escapes.
//!
//! Records are written by [`write_record`], three times as fast as by their `Serialize`: in dense
//! bulletins writing them would take a quarter of the time of reading them.

use std::io::{self, Write};

use serde::Serialize;

use crate::record::{Aspect, Number, Origin, Provenance, Record};

/// Most records fit.
const LINE: usize = 1024;

/// Line breaks that JSON does not escape of itself, and how to write them.
const BREAKS: [(&str, &str); 3] =
    [("\u{85}", "\\u0085"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")];

/// A key as it stands in an object, behind a comma.
macro_rules! key {
    ($name:literal) => {
        concat!(",\"", $name, "\":")
    };
}

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
    append(&mut line, value)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// Appends `value` to `out`.
fn append<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> io::Result<()> {
    let start = out.len();
    serde_json::to_writer(&mut *out, value)?;
    if line_break(&out[start..]).is_none() {
        return Ok(());
    }
    let written = out.split_off(start);
    let mut rest = &written[..];
    while let Some((at, (found, escape))) = line_break(rest) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(escape.as_bytes());
        rest = &rest[at + found.len()..];
    }
    out.extend_from_slice(rest);
    Ok(())
}

/// The first of [`BREAKS`] in `line`, sought by their first bytes, which few characters share.
fn line_break(line: &[u8]) -> Option<(usize, (&'static str, &'static str))> {
    memchr::memchr2_iter(0xC2, 0xE2, line).find_map(|at| {
        let found = BREAKS.iter().find(|(found, _)| line[at..].starts_with(found.as_bytes()))?;
        Some((at, *found))
    })
}

/// Appends `record` to `out` as one line of JSON, byte for byte as [`write_line`] does.
///
/// # Errors
///
/// None that a record gives cause for.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use tongbao::output::json::{write_line, write_record};
/// let document = tongbao::Miner::new()?.mine_text("新增58例。", &Default::default())?;
/// let (mut one, mut other) = (Vec::new(), Vec::new());
/// write_record(&mut one, &document.records[0])?;
/// write_line(&mut other, &document.records[0])?;
/// assert_eq!(one, other);
/// # Ok(())
/// # }
/// ```
pub fn write_record(out: &mut Vec<u8>, record: &Record) -> io::Result<()> {
    out.reserve(LINE);
    let start = out.len();
    text(out, key!("doc"), Some(&record.doc))?;
    value(out, key!("article"), &record.article)?;
    value(out, key!("id"), &record.id)?;
    text(out, key!("metric"), record.metric.as_deref())?;
    text(out, key!("subject"), record.subject.as_deref())?;
    name(out, key!("aspect"), record.aspect.map(Aspect::name));
    name(out, key!("origin"), record.origin.map(Origin::name));
    out.extend_from_slice(key!("qualifiers").as_bytes());
    append(out, &record.qualifiers)?;
    value(out, key!("value"), &Number(&record.value))?;
    value(out, key!("low"), &record.low.as_ref().map(Number))?;
    value(out, key!("high"), &record.high.as_ref().map(Number))?;
    name(out, key!("bound"), Some(record.bound.name()));
    text(out, key!("unit"), record.unit)?;
    name(out, key!("dimension"), Some(record.dimension.name()));
    text(out, key!("per"), record.per.as_deref())?;
    name(out, key!("status"), Some(record.status.name()));
    text(out, key!("place"), record.place.as_deref())?;
    text(out, key!("place_code"), record.place_code.as_deref())?;
    name(out, key!("place_from"), record.place_from.map(Provenance::name));
    text(out, key!("time_start"), record.time_start.as_deref())?;
    text(out, key!("time_end"), record.time_end.as_deref())?;
    name(out, key!("time_from"), record.time_from.map(Provenance::name));
    value(out, key!("part_of"), &record.part_of)?;
    text(out, key!("text"), Some(&record.text))?;
    value(out, key!("byte_start"), &record.byte_start)?;
    value(out, key!("byte_end"), &record.byte_end)?;
    value(out, key!("char_start"), &record.char_start)?;
    value(out, key!("char_end"), &record.char_end)?;
    text(out, key!("sentence"), Some(&record.sentence))?;
    name(out, key!("rule"), Some(record.rule));
    out[start] = b'{'; // in place of the first comma
    out.extend_from_slice(b"}\n");
    Ok(())
}

/// Appends a key, ready to write, and a value in which nothing has to be escaped.
fn value<T: Serialize>(out: &mut Vec<u8>, key: &str, value: &T) -> io::Result<()> {
    out.extend_from_slice(key.as_bytes());
    Ok(serde_json::to_writer(out, value)?)
}

/// Appends a key, ready to write, and a text, which nearly always stands as it is.
fn text(out: &mut Vec<u8>, key: &str, text: Option<&str>) -> io::Result<()> {
    match text {
        Some(text) if !is_plain(text.as_bytes()) => {
            out.extend_from_slice(key.as_bytes());
            append(out, text)
        }
        text => {
            name(out, key, text);
            Ok(())
        }
    }
}

/// Appends a key, ready to write, and a text that stands as it is.
fn name(out: &mut Vec<u8>, key: &str, text: Option<&str>) {
    out.extend_from_slice(key.as_bytes());
    match text {
        Some(text) => {
            out.push(b'"');
            out.extend_from_slice(text.as_bytes());
            out.push(b'"');
        }
        None => out.extend_from_slice(b"null"),
    }
}

/// Whether the text stands in JSON as it is: no quote, backslash or control character, and none
/// of [`BREAKS`]. The first look has no branches, and so goes over many bytes at once.
fn is_plain(text: &[u8]) -> bool {
    const ODD: u8 = 1;
    const LEAD: u8 = 2;
    let odd = |byte: u8| u8::from((byte < 0x20) | (byte == b'"') | (byte == b'\\')) * ODD;
    let lead = |byte: u8| u8::from((byte == 0xC2) | (byte == 0xE2)) * LEAD;
    let found = text.iter().fold(0, |found, &byte| found | odd(byte) | lead(byte));
    found == 0 || found == LEAD && line_break(text).is_none()
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
