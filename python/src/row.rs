//! A record as Python has it: the keys of the record contract in their order, with
//! names for what is an enum in Rust.

use std::collections::BTreeMap;
use std::convert::Infallible;

use pyo3::prelude::*;
use rust_decimal::Decimal;
use tongbao::{Aspect, Bound as Bounds, Dimension, Origin, Provenance, Record, Status};

/// A [`Record`].
#[derive(Debug)]
pub struct Row<'a> {
    pub doc: &'a str,
    pub article: usize,
    pub id: usize,
    pub metric: Option<&'a str>,
    pub subject: Option<&'a str>,
    pub aspect: Option<&'static str>,
    pub origin: Option<&'static str>,
    pub qualifiers: &'a BTreeMap<String, String>,
    pub value: Number,
    pub low: Option<Number>,
    pub high: Option<Number>,
    pub bound: &'static str,
    pub unit: Option<&'static str>,
    pub dimension: &'static str,
    pub per: Option<&'a str>,
    pub status: &'static str,
    pub place: Option<&'a str>,
    pub place_code: Option<&'a str>,
    pub place_from: Option<&'static str>,
    pub time_start: Option<&'a str>,
    pub time_end: Option<&'a str>,
    pub time_from: Option<&'static str>,
    pub part_of: Option<usize>,
    pub text: &'a str,
    pub byte_start: usize,
    pub byte_end: usize,
    pub char_start: usize,
    pub char_end: usize,
    pub rule: &'static str,
}

impl<'a> From<&'a Record> for Row<'a> {
    fn from(record: &'a Record) -> Self {
        Self {
            doc: &record.doc,
            article: record.article,
            id: record.id,
            metric: record.metric.as_deref(),
            subject: record.subject.as_deref(),
            aspect: record.aspect.map(Aspect::name),
            origin: record.origin.map(Origin::name),
            qualifiers: &record.qualifiers,
            value: Number::from(record.value),
            low: record.low.map(Number::from),
            high: record.high.map(Number::from),
            bound: Bounds::name(record.bound),
            unit: record.unit,
            dimension: Dimension::name(record.dimension),
            per: record.per.as_deref(),
            status: Status::name(record.status),
            place: record.place.as_deref(),
            place_code: record.place_code.as_deref(),
            place_from: record.place_from.map(Provenance::name),
            time_start: record.time_start.as_deref(),
            time_end: record.time_end.as_deref(),
            time_from: record.time_from.map(Provenance::name),
            part_of: record.part_of,
            text: &record.text,
            byte_start: record.byte_start,
            byte_end: record.byte_end,
            char_start: record.char_start,
            char_end: record.char_end,
            rule: record.rule,
        }
    }
}

/// A decimal as JSON has it: an integer where it is one of 64 bits, else the nearest double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Whole(i64),
    Double(f64),
}

impl Number {
    /// The nearest double.
    pub const fn double(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Double(double) => double,
        }
    }
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        let value = if value.scale() == 0 { value } else { value.normalize() };
        match i64::try_from(value.mantissa()) {
            Ok(whole) if value.scale() == 0 => Self::Whole(whole),
            _ => Self::Double(value.to_string().parse().unwrap_or(f64::NAN)),
        }
    }
}

impl<'py> IntoPyObject<'py> for Number {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(match self {
            Self::Whole(whole) => whole.into_pyobject(py)?.into_any(),
            Self::Double(double) => double.into_pyobject(py)?.into_any(),
        })
    }
}
