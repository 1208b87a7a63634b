//! Records as dicts.
//!
//! In: records, one after the other. Out: a dict of each, with the keys of the record contract in
//! their order, as JSON has them.
//! Always: strings that many records share (keys, names of enums, rules, the sentence) are made
//! once and shared.

use std::ptr;
use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use tongbao::Record;

use crate::row::Row;

/// Makes dicts, and remembers the strings that the next record may have too.
#[derive(Debug, Default)]
pub struct Maker {
    names: Vec<(&'static str, Py<PyString>)>,
    doc: Option<(Arc<str>, Py<PyString>)>,
    sentence: Option<(Arc<str>, Py<PyString>)>,
}

impl Maker {
    /// The dict of a record.
    pub fn dict<'py>(&mut self, py: Python<'py>, record: &Record) -> PyResult<Bound<'py, PyDict>> {
        let row = Row::from(record);
        let dict = PyDict::new(py);
        macro_rules! set {
            ($($key:ident: $value:expr,)+) => {
                $(dict.set_item(intern!(py, stringify!($key)), $value)?;)+
            };
        }
        set! {
            doc: shared(py, &mut self.doc, &record.doc),
            article: row.article,
            id: row.id,
            metric: row.metric,
            subject: row.subject,
            aspect: self.name(py, row.aspect),
            origin: self.name(py, row.origin),
            qualifiers: row.qualifiers,
            value: row.value,
            low: row.low,
            high: row.high,
            bound: self.name(py, Some(row.bound)),
            unit: self.name(py, row.unit),
            dimension: self.name(py, Some(row.dimension)),
            per: row.per,
            status: self.name(py, Some(row.status)),
            place: row.place,
            place_code: row.place_code,
            place_from: self.name(py, row.place_from),
            time_start: row.time_start,
            time_end: row.time_end,
            time_from: self.name(py, row.time_from),
            part_of: row.part_of,
            text: row.text,
            byte_start: row.byte_start,
            byte_end: row.byte_end,
            char_start: row.char_start,
            char_end: row.char_end,
            sentence: shared(py, &mut self.sentence, &record.sentence),
            rule: self.name(py, Some(row.rule)),
        }
        Ok(dict)
    }

    /// A string of which there are few. The same one is at the same address.
    fn name<'py>(
        &mut self,
        py: Python<'py>,
        name: Option<&'static str>,
    ) -> Option<Bound<'py, PyString>> {
        let name = name?;
        if let Some((_, made)) = self.names.iter().find(|(known, _)| ptr::eq(*known, name)) {
            return Some(made.bind(py).clone());
        }
        let made = PyString::new(py, name);
        self.names.push((name, made.clone().unbind()));
        Some(made)
    }
}

/// The string of a text that the record before may have had too.
fn shared<'py>(
    py: Python<'py>,
    last: &mut Option<(Arc<str>, Py<PyString>)>,
    text: &Arc<str>,
) -> Bound<'py, PyString> {
    match last {
        Some((known, made)) if Arc::ptr_eq(known, text) => made.bind(py).clone(),
        _ => {
            let made = PyString::new(py, text);
            *last = Some((text.clone(), made.clone().unbind()));
            made
        }
    }
}
