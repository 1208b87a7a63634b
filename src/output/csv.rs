//! Records as CSV (RFC 4180, comma, `"`, line feed), for spreadsheets and data frames.
//!
//! In: [`Record`]s, [`Case`]s, or [`Point`]s of a series. Out: one row each, under [`COLUMNS`],
//! [`CASE_COLUMNS`] or [`POINT_COLUMNS`]: the keys in their order. Null is an empty cell, `qualifiers` is compact JSON, numbers are plain and
//! exact decimals.
//! Always: a text cell that a spreadsheet would run as a formula (it starts with `=` `+` `-` `@`,
//! their full-width forms, a tab or a line break) has a `'` in front; number cells never have.
//!
//! `-5℃` as `text` with value −5 → `…,-5,…,'-5℃,…`

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use csv::{Writer, WriterBuilder};
use serde::Serialize;

use crate::cases::{Case, CaseKind, Sex};
use crate::record::{Aspect, Bound, Dimension, Origin, Provenance, Record, Status};
use crate::series::{Point, Standing};

/// The columns, in order: the keys of a record.
pub const COLUMNS: [&str; 30] = [
    "doc",
    "article",
    "id",
    "metric",
    "subject",
    "aspect",
    "origin",
    "qualifiers",
    "value",
    "low",
    "high",
    "bound",
    "unit",
    "dimension",
    "per",
    "status",
    "place",
    "place_code",
    "place_from",
    "time_start",
    "time_end",
    "time_from",
    "part_of",
    "text",
    "byte_start",
    "byte_end",
    "char_start",
    "char_end",
    "sentence",
    "rule",
];

/// The byte order mark, by which some spreadsheets know UTF-8; written before the header if at
/// all.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes the header row.
///
/// # Errors
///
/// The error of `out`.
///
/// ```
/// let mut out = Vec::new();
/// tongbao::output::csv::write_header(&mut out)?;
/// assert!(out.starts_with(b"doc,article,id,metric,subject,"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_header(out: impl Write) -> io::Result<()> {
    header(out, &COLUMNS)
}

/// Writes one row for each of `records`, without a header.
///
/// # Errors
///
/// The error of `out`.
pub fn write_records(out: impl Write, records: &[Record]) -> io::Result<()> {
    rows(out, records.iter().map(Row::new))
}

/// The columns of case lists, in order: the keys of a [`Case`].
pub const CASE_COLUMNS: [&str; 25] = [
    "doc",
    "article",
    "id",
    "first",
    "last",
    "count",
    "kind",
    "converted",
    "sex",
    "age",
    "age_unit",
    "residence",
    "residence_code",
    "address",
    "origin",
    "imported_from",
    "found_in",
    "date",
    "date_from",
    "text",
    "byte_start",
    "byte_end",
    "char_start",
    "char_end",
    "sentence",
];

/// Writes the header row of case lists.
///
/// # Errors
///
/// The error of `out`.
pub fn write_case_header(out: impl Write) -> io::Result<()> {
    header(out, &CASE_COLUMNS)
}

/// Writes one row for each of `cases`, without a header.
///
/// # Errors
///
/// The error of `out`.
pub fn write_cases(out: impl Write, cases: &[Case]) -> io::Result<()> {
    rows(out, cases.iter().map(|case| Ok(CaseRow::new(case))))
}

/// The columns of series, in order: the keys of a [`Point`].
pub const POINT_COLUMNS: [&str; 13] = [
    "metric",
    "aspect",
    "origin",
    "qualifiers",
    "unit",
    "place_code",
    "place",
    "time_start",
    "time_end",
    "value",
    "bound",
    "standing",
    "sources",
];

/// Writes the header row of series.
///
/// # Errors
///
/// The error of `out`.
pub fn write_point_header(out: impl Write) -> io::Result<()> {
    header(out, &POINT_COLUMNS)
}

/// Writes one row for each of `points`, without a header.
///
/// # Errors
///
/// The error of `out`.
pub fn write_points(out: impl Write, points: &[Point]) -> io::Result<()> {
    rows(out, points.iter().map(PointRow::new))
}

fn header(out: impl Write, columns: &[&str]) -> io::Result<()> {
    let mut writer = writer(out);
    writer.write_record(columns).map_err(unwrap_io)?;
    writer.flush()
}

fn rows<R: Serialize>(
    out: impl Write,
    mut rows: impl Iterator<Item = io::Result<R>>,
) -> io::Result<()> {
    let mut writer = writer(out);
    rows.try_for_each(|row| writer.serialize(row?).map_err(unwrap_io))?;
    writer.flush()
}

fn writer<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new().has_headers(false).from_writer(out)
}

/// A record with each value as it stands in its cell. Field order is [`COLUMNS`].
#[derive(Serialize)]
struct Row<'a> {
    doc: Cow<'a, str>,
    article: usize,
    id: usize,
    metric: Option<Cow<'a, str>>,
    subject: Option<Cow<'a, str>>,
    aspect: Option<Aspect>,
    origin: Option<Origin>,
    qualifiers: String,
    value: String,
    low: Option<String>,
    high: Option<String>,
    bound: Bound,
    unit: Option<Cow<'a, str>>,
    dimension: Dimension,
    per: Option<Cow<'a, str>>,
    status: Status,
    place: Option<Cow<'a, str>>,
    place_code: Option<Cow<'a, str>>,
    place_from: Option<Provenance>,
    time_start: Option<Cow<'a, str>>,
    time_end: Option<Cow<'a, str>>,
    time_from: Option<Provenance>,
    part_of: Option<usize>,
    text: Cow<'a, str>,
    byte_start: usize,
    byte_end: usize,
    char_start: usize,
    char_end: usize,
    sentence: Cow<'a, str>,
    rule: Cow<'a, str>,
}

impl<'a> Row<'a> {
    fn new(record: &'a Record) -> io::Result<Self> {
        let cell = |text: &'a Option<String>| text.as_deref().map(guard);
        Ok(Self {
            doc: guard(&record.doc),
            article: record.article,
            id: record.id,
            metric: cell(&record.metric),
            subject: cell(&record.subject),
            aspect: record.aspect,
            origin: record.origin,
            qualifiers: object(&record.qualifiers)?,
            value: decimal(record.value),
            low: record.low.map(decimal),
            high: record.high.map(decimal),
            bound: record.bound,
            unit: record.unit.map(guard),
            dimension: record.dimension,
            per: cell(&record.per),
            status: record.status,
            place: cell(&record.place),
            place_code: cell(&record.place_code),
            place_from: record.place_from,
            time_start: cell(&record.time_start),
            time_end: cell(&record.time_end),
            time_from: record.time_from,
            part_of: record.part_of,
            text: guard(&record.text),
            byte_start: record.byte_start,
            byte_end: record.byte_end,
            char_start: record.char_start,
            char_end: record.char_end,
            sentence: guard(&record.sentence),
            rule: guard(record.rule),
        })
    }
}

/// A case with each value as it stands in its cell. Field order is [`CASE_COLUMNS`].
#[derive(Serialize)]
struct CaseRow<'a> {
    doc: Cow<'a, str>,
    article: usize,
    id: usize,
    first: Option<u32>,
    last: Option<u32>,
    count: u32,
    kind: CaseKind,
    converted: bool,
    sex: Option<Sex>,
    age: Option<String>,
    age_unit: Option<Cow<'a, str>>,
    residence: Option<Cow<'a, str>>,
    residence_code: Option<Cow<'a, str>>,
    address: Option<Cow<'a, str>>,
    origin: Option<Origin>,
    imported_from: Option<Cow<'a, str>>,
    found_in: Option<Cow<'a, str>>,
    date: Option<Cow<'a, str>>,
    date_from: Option<Provenance>,
    text: Cow<'a, str>,
    byte_start: usize,
    byte_end: usize,
    char_start: usize,
    char_end: usize,
    sentence: Cow<'a, str>,
}

impl<'a> CaseRow<'a> {
    fn new(case: &'a Case) -> Self {
        let cell = |text: &'a Option<String>| text.as_deref().map(guard);
        Self {
            doc: guard(&case.doc),
            article: case.article,
            id: case.id,
            first: case.first,
            last: case.last,
            count: case.count,
            kind: case.kind,
            converted: case.converted,
            sex: case.sex,
            age: case.age.map(decimal),
            age_unit: cell(&case.age_unit),
            residence: cell(&case.residence),
            residence_code: cell(&case.residence_code),
            address: cell(&case.address),
            origin: case.origin,
            imported_from: cell(&case.imported_from),
            found_in: cell(&case.found_in),
            date: cell(&case.date),
            date_from: case.date_from,
            text: guard(&case.text),
            byte_start: case.byte_start,
            byte_end: case.byte_end,
            char_start: case.char_start,
            char_end: case.char_end,
            sentence: guard(&case.sentence),
        }
    }
}

/// A point with each value as it stands in its cell. Field order is [`POINT_COLUMNS`].
#[derive(Serialize)]
struct PointRow<'a> {
    metric: Cow<'a, str>,
    aspect: Option<Aspect>,
    origin: Option<Origin>,
    qualifiers: String,
    unit: Option<Cow<'a, str>>,
    place_code: Option<Cow<'a, str>>,
    place: Option<Cow<'a, str>>,
    time_start: Option<Cow<'a, str>>,
    time_end: Option<Cow<'a, str>>,
    value: String,
    bound: Bound,
    standing: Standing,
    sources: String,
}

impl<'a> PointRow<'a> {
    fn new(point: &'a Point) -> io::Result<Self> {
        let cell = |text: &'a Option<String>| text.as_deref().map(guard);
        let topic = &point.topic;
        Ok(Self {
            metric: guard(&topic.metric),
            aspect: topic.aspect,
            origin: topic.origin,
            qualifiers: object(&topic.qualifiers)?,
            unit: topic.unit.map(guard),
            place_code: cell(&topic.place_code),
            place: cell(&topic.place),
            time_start: cell(&topic.time_start),
            time_end: cell(&topic.time_end),
            value: decimal(point.value),
            bound: point.bound,
            standing: point.standing,
            sources: serde_json::to_string(&point.sources)?,
        })
    }
}

/// The I/O error inside, so that a closed pipe can still be told from a full disk.
fn unwrap_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn object(qualifiers: &BTreeMap<String, String>) -> io::Result<String> {
    Ok(serde_json::to_string(qualifiers)?)
}

fn decimal(value: rust_decimal::Decimal) -> String {
    value.normalize().to_string()
}

/// `text`, with a `'` in front where a spreadsheet would take it for a formula.
fn guard(text: &str) -> Cow<'_, str> {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    if text.starts_with(STARTS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        write_header(&mut out).unwrap();
        write_records(&mut out, records).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_the_keys_of_a_record() {
        let json = serde_json::to_string(&record("3℃", Decimal::from(3))).unwrap();
        let mut at = 0;
        for column in COLUMNS {
            let key = format!("\"{column}\":");
            at += json[at..].find(&key).unwrap_or_else(|| panic!("{column} out of order")) + 1;
        }
        let keys: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(keys.as_object().unwrap().len(), COLUMNS.len());
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
