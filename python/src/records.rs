//! The records of one document or of many, as Python sees them.
//!
//! In: what was mined. Out: [`Records`], a sequence of dicts. They stay Rust's own until they are
//! looked at: a dict is made for each look, an Arrow batch for each that is asked for.

use std::sync::Arc;

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PySlice};
use tongbao::Record;

use crate::dict::Maker;
use crate::source::Mined;
use crate::{arrow, html};

/// A sequence of records, each a dict with the keys of the record contract.
///
/// >>> import tongbao
/// >>> records = tongbao.extract("许昌市新增确诊病例58例。", published="2022-05-09")
/// >>> records[0]["value"], records[0]["unit"], records[0]["place"]
/// (58, '例', '许昌市')
///
/// A dict is made anew at each look; what is changed in one is changed in it alone. Arrow readers
/// take the records as they are, by `__arrow_c_stream__`.
#[pyclass(frozen, sequence, module = "tongbao")]
#[derive(Debug)]
pub struct Records {
    pub records: Arc<Vec<Record>>,
    /// The document, where there is one.
    text: Option<Arc<str>>,
}

impl Records {
    /// Records of no one document.
    pub fn of_many(records: Vec<Record>) -> Self {
        Self { records: Arc::new(records), text: None }
    }
}

impl From<Mined> for Records {
    fn from(mined: Mined) -> Self {
        Self { records: Arc::new(mined.records), text: Some(mined.text.into()) }
    }
}

/// An iterator of records.
#[pyclass(module = "tongbao")]
#[derive(Debug)]
pub struct Dicts {
    records: Arc<Vec<Record>>,
    at: usize,
    maker: Maker,
}

#[pymethods]
impl Dicts {
    const fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some(record) = self.records.get(self.at) else { return Ok(None) };
        self.at += 1;
        self.maker.dict(py, record).map(Some)
    }
}

/// What stands in brackets.
#[derive(FromPyObject)]
enum Index<'py> {
    One(isize),
    Slice(Bound<'py, PySlice>),
}

#[pymethods]
impl Records {
    /// The document's text, in which the offsets are: `text[r["char_start"]:r["char_end"]]` is
    /// `r["text"]`. None for records of many documents.
    #[getter]
    fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    fn __len__(&self) -> usize {
        self.records.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: Index<'py>) -> PyResult<Bound<'py, PyAny>> {
        let len = self.records.len();
        match index {
            Index::One(index) => {
                let at = if index < 0 { index.checked_add_unsigned(len) } else { Some(index) };
                let at = at.and_then(|at| usize::try_from(at).ok());
                let record = at.and_then(|at| self.records.get(at));
                let record = record.ok_or_else(|| PyIndexError::new_err("no such record"))?;
                Ok(Maker::default().dict(py, record)?.into_any())
            }
            Index::Slice(slice) => {
                let slice = slice.indices(len.try_into()?)?;
                let at = |index: usize| slice.start + slice.step * index as isize;
                let records = (0..slice.slicelength).map(|index| at(index) as usize);
                let records = records.map(|at| self.records[at].clone()).collect();
                let part = Self { records: Arc::new(records), text: self.text.clone() };
                Ok(Bound::new(py, part)?.into_any())
            }
        }
    }

    fn __iter__(&self) -> Dicts {
        Dicts { records: self.records.clone(), at: 0, maker: Maker::default() }
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) => Ok(self.records == other.get().records),
            Err(_) => self.to_list(py)?.eq(other),
        }
    }

    fn __repr__(&self) -> String {
        format!("<tongbao.Records: {}>", self.records.len())
    }

    fn _repr_html_(&self) -> String {
        match &self.text {
            Some(text) => html::marked(text, &self.records),
            None => html::table(&self.records),
        }
    }

    /// All records, as a list of dicts.
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let (list, mut maker) = (PyList::empty(py), Maker::default());
        self.records.iter().try_for_each(|record| list.append(maker.dict(py, record)?))?;
        Ok(list)
    }

    /// A pandas data frame; needs pandas and pyarrow (`tongbao[pandas]`).
    ///
    /// Strings have the dtype `string`, codes too; `article`, `id` and `part_of` are Int64,
    /// offsets uint64, `value`, `low` and `high` float64. `qualifiers` is JSON.
    ///
    /// >>> import tongbao
    /// >>> frame = tongbao.extract("许昌市新增确诊病例58例。").to_pandas()
    /// >>> frame[["place", "place_code", "value"]].values.tolist()
    /// [['许昌市', '411000', 58.0]]
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

    /// The records as an Arrow stream, by the PyCapsule interface. `requested_schema` is not
    /// followed, which the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        PyCapsule::new_with_value(py, arrow::stream(self.records.clone()), c"arrow_array_stream")
    }
}

/// The pandas data frame of what gives Arrow, with dtypes that have nulls.
pub fn pandas<'py>(given: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = given.py();
    let (arrow, pandas) = (py.import("pyarrow")?, py.import("pandas")?);
    let types = PyDict::new(py);
    types.set_item(arrow.call_method0("string")?, pandas.call_method0("StringDtype")?)?;
    types.set_item(arrow.call_method0("int64")?, pandas.call_method0("Int64Dtype")?)?;
    let options = PyDict::new(py);
    options.set_item("types_mapper", types.getattr("get")?)?;
    arrow.call_method1("table", (given,))?.call_method("to_pandas", (), Some(&options))
}
