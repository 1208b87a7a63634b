//! Records as CSV (RFC 4180, comma, `"`, line feed), for spreadsheets and data frames.
//!
//! In: [`Row`]s of one type. Out: one line each, under [`columns`]: the keys of their JSON, in that
//! order. Null is an empty cell, what has parts of its own is compact JSON, numbers are plain and
//! exact decimals.
//! Always: a text cell that a spreadsheet would run as a formula (it starts with `=` `+` `-` `@`,
//! their full-width forms, a tab or a line break) has a `'` in front; number cells never have.
//!
//! `-5℃` as `text` with value −5 → `…,-5,…,'-5℃,…`

use std::borrow::Cow;
use std::io::{self, Write};

use csv::Writer;

use super::Row;
use super::columns::Cell;

/// The byte order mark, by which some spreadsheets know UTF-8; written before the header if at
/// all.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns of a table, in order.
///
/// ```
/// assert_eq!(tongbao::output::csv::columns::<tongbao::Record>().next(), Some("doc"));
/// ```
pub fn columns<R: Row>() -> impl Iterator<Item = &'static str> {
    R::COLUMNS.iter().map(|column| column.name)
}

/// Writes the header row of a table.
///
/// # Errors
///
/// The error of `out`.
///
/// ```
/// let mut out = Vec::new();
/// tongbao::output::csv::write_header::<tongbao::Record>(&mut out)?;
/// assert!(out.starts_with(b"doc,article,id,metric,subject,"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_header<R: Row>(out: impl Write) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    writer.write_record(columns::<R>()).map_err(unwrap_io)?;
    writer.flush()
}

/// Writes `rows`, without a header.
///
/// # Errors
///
/// The error of `out`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let document = tongbao::Miner::new()?.mine_text("新增58例。", &Default::default())?;
/// let mut out = Vec::new();
/// tongbao::output::csv::write_rows(&mut out, &document.records)?;
/// assert!(String::from_utf8(out)?.starts_with(",0,0,,,new,,{},58,58,58,exact,例,count,"));
/// # Ok(())
/// # }
/// ```
pub fn write_rows<R: Row>(out: impl Write, rows: &[R]) -> io::Result<()> {
    let mut writer = Writer::from_writer(out);
    for row in rows {
        for column in R::COLUMNS {
            writer.write_field(field(&column.cell, row).as_bytes()).map_err(unwrap_io)?;
        }
        writer.write_record(None::<&[u8]>).map_err(unwrap_io)?;
    }
    writer.flush()
}

/// What stands in a cell; nothing for null.
fn field<'a, R>(cell: &Cell<R>, row: &'a R) -> Cow<'a, str> {
    let or_empty = |text: Option<String>| text.map_or(Cow::Borrowed(""), Cow::Owned);
    match cell {
        Cell::Text(get) => get(row).map_or(Cow::Borrowed(""), guard),
        Cell::Json(get) => get(row).into(),
        Cell::Index(get) => or_empty(get(row).map(|index| index.to_string())),
        Cell::Offset(get) => or_empty(get(row).map(|at| at.to_string())),
        Cell::Number(get) => or_empty(get(row).map(|value| value.normalize().to_string())),
        Cell::Flag(get) => if get(row) { "true" } else { "false" }.into(),
    }
}

/// The I/O error inside, so that a closed pipe can still be told from a full disk.
fn unwrap_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// `text`, with a `'` in front where a spreadsheet would take it for a formula.
fn guard(text: &str) -> Cow<'_, str> {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    if text.starts_with(STARTS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::record::{Aspect, Bound, Dimension, Provenance, Record, Status};
    use rust_decimal::Decimal;

    fn record(text: &str, value: Decimal) -> Record {
        Record {
            doc: "=doc.txt".into(),
            article: 0,
            id: 0,
            metric: None,
            subject: Some("气温, \"夜间\"".into()),
            aspect: Some(Aspect::Current),
            origin: None,
            qualifiers: BTreeMap::from([("age".into(), "60岁以上".into())]),
            value,
            low: Some(value),
            high: None,
            bound: Bound::MoreThan,
            unit: Some("℃"),
            dimension: Dimension::Temperature,
            per: None,
            status: Status::Reported,
            place: Some("许昌市".into()),
            place_code: Some("411000".into()),
            place_from: Some(Provenance::Home),
            time_start: None,
            time_end: None,
            time_from: None,
            part_of: None,
            text: text.into(),
            byte_start: 0,
            byte_end: text.len(),
            char_start: 0,
            char_end: text.chars().count(),
            sentence: text.into(),
            rule: "test",
        }
    }

    fn write(records: &[Record]) -> String {
        let mut out = Vec::new();
        write_header::<Record>(&mut out).unwrap();
        write_rows(&mut out, records).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        let out = write(&[record("-5℃", Decimal::new(-50, 1))]);
        let want = "'=doc.txt,0,0,,\"气温, \"\"夜间\"\"\",current,,\"{\"\"age\"\":\"\"60岁以上\"\"}\",\
                    -5,-5,,more_than,℃,temperature,,reported,许昌市,411000,home,,,,,'-5℃,0,5,0,3,\
                    '-5℃,test";
        assert_eq!(out.lines().nth(1), Some(want));
    }

    #[test]
    fn every_formula_start_is_guarded() {
        for start in ["=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\tx", "\rx", "\nx"] {
            assert_eq!(guard(start), format!("'{start}"));
        }
        for plain in ["", "58例", "'58", "{}", "a=1"] {
            assert_eq!(guard(plain), plain);
        }
    }

    #[test]
    fn large_numbers_are_written_out() {
        let out = write(&[record("12万亿", "12345678901234567.25".parse().unwrap())]);
        assert!(out.contains(",12345678901234567.25,"), "{out}");
    }
}
