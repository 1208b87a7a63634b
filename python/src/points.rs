//! A series, as Python sees it: a sequence of dicts, or Arrow.
//!
//! In: the points of a series. Out: [`Points`], with the keys and values of `tongbao series`; as
//! Arrow, `qualifiers` and `sources` are compact JSON, as in CSV, and `value` is float64.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};
use tongbao::series::Point;
use tongbao::{Aspect, Origin};

use crate::arrow::stream;
use crate::records::pandas;
use crate::row::Number;

/// A sequence of the points of a series, each a dict with the keys that `tongbao series` writes.
///
/// >>> import tongbao
/// >>> points = tongbao.series(["2022年5月8日，许昌市新增确诊病例58例。"])
/// >>> points[0]["place"], points[0]["time_end"], points[0]["value"], points[0]["standing"]
/// ('许昌市', '2022-05-08', 58, 'stated')
#[pyclass(frozen, sequence, module = "tongbao")]
#[derive(Debug)]
pub struct Points {
    pub points: Arc<Vec<Point>>,
    /// How many records are in no point: those without a metric, place or time, rates, and what
    /// was planned or required.
    #[pyo3(get)]
    pub left_out: usize,
}

/// A [`Point`]; in Python, a dict.
#[derive(IntoPyObject)]
struct Row<'a> {
    metric: &'a str,
    aspect: Option<&'static str>,
    origin: Option<&'static str>,
    qualifiers: &'a BTreeMap<String, String>,
    unit: Option<&'static str>,
    place_code: Option<&'a str>,
    place: Option<&'a str>,
    time_start: Option<&'a str>,
    time_end: Option<&'a str>,
    value: Number,
    bound: &'static str,
    standing: &'static str,
    sources: Vec<Source<'a>>,
}

/// The record that states a value.
#[derive(IntoPyObject)]
struct Source<'a> {
    doc: &'a str,
    id: usize,
}

impl<'a> From<&'a Point> for Row<'a> {
    fn from(point: &'a Point) -> Self {
        let topic = &point.topic;
        let sources = point.sources.iter().map(|it| Source { doc: &it.doc, id: it.id });
        Self {
            metric: &topic.metric,
            aspect: topic.aspect.map(Aspect::name),
            origin: topic.origin.map(Origin::name),
            qualifiers: &topic.qualifiers,
            unit: topic.unit,
            place_code: topic.place_code.as_deref(),
            place: topic.place.as_deref(),
            time_start: topic.time_start.as_deref(),
            time_end: topic.time_end.as_deref(),
            value: Number::from(point.value),
            bound: point.bound.name(),
            standing: point.standing.name(),
            sources: sources.collect(),
        }
    }
}

#[pymethods]
impl Points {
    fn __len__(&self) -> usize {
        self.points.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: isize) -> PyResult<Bound<'py, PyAny>> {
        let len = self.points.len();
        let at = if index < 0 { index.checked_add_unsigned(len) } else { Some(index) };
        let point = at.and_then(|at| usize::try_from(at).ok()).and_then(|at| self.points.get(at));
        let point = point.ok_or_else(|| PyIndexError::new_err("no such point"))?;
        Ok(Row::from(point).into_pyobject(py)?.into_any())
    }

    fn __repr__(&self) -> String {
        format!("<tongbao.Points: {}>", self.points.len())
    }

    /// All points, as a list of dicts.
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        self.points.iter().try_for_each(|point| list.append(Row::from(point)))?;
        Ok(list)
    }

    /// A pandas data frame; needs pandas and pyarrow (`tongbao[pandas]`). `value` is float64, all
    /// else has the dtype `string`; `qualifiers` and `sources` are JSON.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        pandas(slf.as_any())
    }

    /// A polars data frame; needs polars (`tongbao[polars]`).
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// A pyarrow table; needs pyarrow. Its columns are those of `to_pandas`.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// The points as an Arrow stream, by the PyCapsule interface. `requested_schema` is not
    /// followed, which the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        PyCapsule::new_with_value(py, stream(self.points.clone()), c"arrow_array_stream")
    }
}
