//! `tongbao.Miner`.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyList;
use serde::Serialize;
use tongbao::batch::Columns;
use tongbao::check::{Series, check};
use tongbao::output::json;
use tongbao::{Context, Error};

use crate::batch;
use crate::error::{Failure, unreadable};
use crate::many::{Ahead, Extraction};
use crate::points::Points;
use crate::records::Records;
use crate::source::{Body, Date, Source};
use crate::table::Table;

/// Reads bulletins. Build one and use it for all: it reads its tables once, never changes, and
/// any number of threads may use it at the same time.
///
/// `catalogues` are files with metrics of your own, in the form of the built-in `metrics.tsv`.
///
/// >>> import tongbao
/// >>> miner = tongbao.Miner()
/// >>> [(r["metric"], r["value"]) for r in miner.extract("新增确诊病例58例，治愈3例。")]
/// [('confirmed_cases', 58), ('recoveries', 3)]
#[pyclass(frozen, module = "tongbao")]
#[derive(Debug)]
pub struct Miner(Arc<tongbao::Miner>);

#[pymethods]
#[expect(clippy::too_many_arguments, reason = "keywords, in Python")]
impl Miner {
    #[new]
    #[pyo3(signature = (catalogues=Vec::new()))]
    fn new(py: Python<'_>, catalogues: Vec<PathBuf>) -> PyResult<Self> {
        let mut builder = tongbao::Miner::builder();
        for path in catalogues {
            let tsv = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            builder = builder.catalogue(&path.to_string_lossy(), &tsv);
        }
        let miner = py.detach(|| builder.build()).map_err(|error| failure("", &error))?;
        Ok(Self(Arc::new(miner)))
    }

    /// The figures of a document, as `Records`.
    ///
    /// `text` is str, or bytes in `encoding`, which is detected when it is not named. `published`
    /// is a date, or a str such as "2022-05-09" or "2022-05-09T08:00:00+08:00". `place` is the
    /// home place, such as "许昌市". `id` stands in every record as `doc`. With `html=True` the
    /// text is a web page: its headline and main text are read, its own date of publication holds
    /// where none is given, and offsets are in that text, which is `records.text`.
    ///
    /// >>> import tongbao
    /// >>> text = "昨日新增本土确诊病例58例，其中魏都区29例。"
    /// >>> records = tongbao.Miner().extract(text, published="2022-05-09", place="许昌市")
    /// >>> [(r["place"], r["time_end"], r["value"], r["part_of"]) for r in records]
    /// [('许昌市', '2022-05-08', 58, None), ('魏都区', '2022-05-08', 29, 0)]
    #[pyo3(signature = (text, published=None, place=None, id="", *, encoding=None, html=false))]
    fn extract(
        &self,
        py: Python<'_>,
        text: Body,
        published: Option<Date>,
        place: Option<String>,
        id: &str,
        encoding: Option<String>,
        html: bool,
    ) -> PyResult<Records> {
        let source = source(text, published, place, id, encoding, html);
        Ok(py.detach(|| source.mine(&self.0))?.into())
    }

    /// All that is known about a document, as a dict: `articles`, `records`, `cases`, `checks`,
    /// `diagnostics`, `encoding`, and `text` where it is a web page. Arguments are those of
    /// `extract`.
    #[pyo3(signature = (text, published=None, place=None, id="", *, encoding=None, html=false))]
    fn document<'py>(
        &self,
        py: Python<'py>,
        text: Body,
        published: Option<Date>,
        place: Option<String>,
        id: &str,
        encoding: Option<String>,
        html: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.give(py, source(text, published, place, id, encoding, html), |miner, body, context| {
            match body {
                Body::Text(text) => miner.mine_text(text, context),
                Body::Bytes(bytes) => miner.mine(bytes, context),
                Body::Page(page) => {
                    let mut document = miner.mine_text(&page.text, context)?;
                    page.encoding.clone_into(&mut document.encoding);
                    document.text = Some(page.text.clone());
                    document.diagnostics.splice(0..0, page.diagnostics.iter().cloned());
                    Ok(document)
                }
            }
        })
    }

    /// Every number, quantity, time, place and metric that is mentioned, before they are linked,
    /// as a list of dicts. Arguments are those of `extract`.
    #[pyo3(signature = (text, published=None, place=None, id="", *, encoding=None, html=false))]
    fn scan<'py>(
        &self,
        py: Python<'py>,
        text: Body,
        published: Option<Date>,
        place: Option<String>,
        id: &str,
        encoding: Option<String>,
        html: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.give(py, source(text, published, place, id, encoding, html), |miner, body, context| {
            miner.scan(&body.text(miner, context)?, context)
        })
    }

    /// Articles, paragraphs, sentences and words, each with its offsets, as a dict. Arguments are
    /// those of `extract`.
    #[pyo3(signature = (text, published=None, place=None, id="", *, encoding=None, html=false))]
    fn segment<'py>(
        &self,
        py: Python<'py>,
        text: Body,
        published: Option<Date>,
        place: Option<String>,
        id: &str,
        encoding: Option<String>,
        html: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.give(py, source(text, published, place, id, encoding, html), |miner, body, context| {
            miner.segment(&body.text(miner, context)?, context)
        })
    }

    /// What the figures of a document say of one another, as a list of dicts. Arguments are those
    /// of `extract`.
    #[pyo3(signature = (text, published=None, place=None, id="", *, encoding=None, html=false))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        text: Body,
        published: Option<Date>,
        place: Option<String>,
        id: &str,
        encoding: Option<String>,
        html: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.give(py, source(text, published, place, id, encoding, html), |miner, body, context| {
            Ok(check(&miner.figures_text(&body.text(miner, context)?, context)?.0))
        })
    }

    /// Which words and rules gave each attribute of the figure at the character `at`, as a dict;
    /// None when no figure stands there. Other arguments are those of `extract`.
    #[pyo3(signature = (text, at, published=None, place=None, id="", *, encoding=None, html=false))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        text: Body,
        at: usize,
        published: Option<Date>,
        place: Option<String>,
        id: &str,
        encoding: Option<String>,
        html: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.give(py, source(text, published, place, id, encoding, html), |miner, body, context| {
            miner.explain(&body.text(miner, context)?, context, at)
        })
    }

    /// An iterator of `Records`, one for each document, in their order.
    ///
    /// A document is a str, bytes, or a dict with `text` (or `html`, a web page) and, where known,
    /// `id`, `published` and `place`; without an id, its index is its id. So many `threads` (one for each core, unless
    /// told) work on documents ahead of the one asked for; with 1 there are none, and a document
    /// is read when it is asked for. Memory does not grow with their number.
    ///
    /// A document that is wrong raises a `TongbaoError` that names it, after which the iterator
    /// goes on when asked to; or the error is given to `on_error` and the document left out.
    ///
    /// >>> import tongbao
    /// >>> texts = ["新增确诊病例58例。", "新增确诊病例3例，治愈1例。"]
    /// >>> [len(records) for records in tongbao.Miner().extract_many(texts)]
    /// [1, 2]
    #[pyo3(signature = (documents, threads=None, *, on_error=None))]
    fn extract_many(
        &self,
        documents: &Bound<'_, PyAny>,
        threads: Option<usize>,
        on_error: Option<Py<PyAny>>,
    ) -> PyResult<Extraction> {
        Ok(Extraction::new(Ahead::new(self.0.clone(), documents, threads)?, on_error))
    }

    /// The `Records` of many documents together, for a data frame. Arguments are those of
    /// `extract_many`.
    ///
    /// >>> import tongbao
    /// >>> records = tongbao.Miner().extract_table(["新增3例。", "新增5例。"])
    /// >>> [(r["doc"], r["value"]) for r in records]
    /// [('0', 3), ('1', 5)]
    #[pyo3(signature = (documents, threads=None, *, on_error=None))]
    fn extract_table(
        &self,
        py: Python<'_>,
        documents: &Bound<'_, PyAny>,
        threads: Option<usize>,
        on_error: Option<Py<PyAny>>,
    ) -> PyResult<Records> {
        let mut extraction = self.extract_many(documents, threads, on_error)?;
        let mut records = Vec::new();
        while let Some(mined) = extraction.next(py)? {
            records.extend(mined.records);
            py.check_signals()?;
        }
        Ok(Records::of_many(records))
    }

    /// What is in the documents of an Arrow record batch, as a `Table`, and a second `Table` of what
    /// is wrong with them. It runs in the thread that calls it, which does not hold the interpreter.
    ///
    /// `batch` is a `pyarrow.RecordBatch`, or anything else with `__arrow_c_array__`. The others
    /// name its columns: `text` is string or binary (decoded, in an encoding that is detected
    /// unless `encoding` names it), `id` string or integer, or None where there are none;
    /// `published` and `place` are there where they are known, and `published` may be a date or a
    /// timestamp. Any of them may be a dictionary.
    /// `table` is "figures" or "cases", with the columns and types of `tongbao extract --format
    /// parquet`.
    ///
    /// The second table has `doc`, `row` (in the batch, from 0), `code`, `byte_start`, `byte_end`
    /// (in the decoded text, null for the whole document) and `message`. A document that has no
    /// records for a reason has a row there: `no_text` (null), `empty_text`, `too_long` (more than
    /// `max_bytes`, of which the default is 16M), `invalid_date`, `unknown_place`; one that is
    /// read all the same, too: `undecodable` bytes and other oddities, `no_id` (null).
    /// `strict=True` raises the first of them as a `TongbaoError`, with the document's id.
    ///
    /// >>> import pyarrow, tongbao
    /// >>> batch = pyarrow.record_batch({"id": ["a", "b"], "text": ["新增确诊病例58例。", None]})
    /// >>> figures, diagnostics = tongbao.Miner().extract_batch(batch)
    /// >>> pyarrow.table(figures).select(["doc", "value"]).to_pylist()
    /// [{'doc': 'a', 'value': 58.0}]
    /// >>> pyarrow.table(diagnostics).select(["doc", "row", "code"]).to_pylist()
    /// [{'doc': 'b', 'row': 1, 'code': 'no_text'}]
    #[pyo3(signature = (
        batch, text="text", id=Some("id"), published=None, place=None,
        table="figures", *, encoding=None, max_bytes=16777216, strict=false,
    ))]
    fn extract_batch(
        &self,
        py: Python<'_>,
        batch: PyArrowType<RecordBatch>,
        text: &str,
        id: Option<&str>,
        published: Option<String>,
        place: Option<String>,
        table: &str,
        encoding: Option<String>,
        max_bytes: usize,
        strict: bool,
    ) -> PyResult<(Table, Table)> {
        let PyArrowType(batch) = batch;
        let (text, id) = (text.to_owned(), id.map(str::to_owned));
        let columns = Columns { text, id, published, place };
        let reading = batch::Reading { columns, encoding, max_bytes, strict };
        Ok(match table {
            "figures" => py.detach(|| batch::extract(&self.0, &batch, &reading, batch::figures)),
            "cases" => py.detach(|| batch::extract(&self.0, &batch, &reading, batch::cases)),
            _ => return Err(PyValueError::new_err("table: \"figures\" or \"cases\"")),
        }?)
    }

    /// The figures of many documents as one series, as `Points`: a point for each thing counted,
    /// place, time and value, with the records that state it and whether others say otherwise; the
    /// rows of `tongbao series`. `metric` is a metric or several of them, None is all. Other
    /// arguments are those of `extract_many`.
    ///
    /// >>> import tongbao
    /// >>> texts = {"2022-05-09": "5月8日，新增确诊病例12例。", "2022-05-10": "5月8日，新增确诊病例13例。"}
    /// >>> notices = [{"text": texts[day], "published": day, "place": "许昌市"} for day in texts]
    /// >>> points = tongbao.Miner().series(notices, "confirmed_cases")
    /// >>> [(point["value"], point["standing"]) for point in points]
    /// [(12, 'revised'), (13, 'revision')]
    #[pyo3(signature = (documents, metric=None, threads=None, *, on_error=None))]
    fn series(
        &self,
        py: Python<'_>,
        documents: &Bound<'_, PyAny>,
        metric: Option<Metrics>,
        threads: Option<usize>,
        on_error: Option<Py<PyAny>>,
    ) -> PyResult<Points> {
        let mut extraction = self.extract_many(documents, threads, on_error)?;
        let mut series = tongbao::series::Series::default();
        while let Some(mut mined) = extraction.next(py)? {
            if let Some(wanted) = &metric {
                mined.records.retain(|record| wanted.has(record.metric.as_deref()));
            }
            series.add(&mined.records, mined.published.as_deref());
            py.check_signals()?;
        }
        Ok(Points { points: series.points().into(), left_out: series.left_out().values().sum() })
    }

    /// What the figures of many documents say of one another, as a list of dicts: first those
    /// within each document, then, across all, that cumulative figures do not fall. Arguments are
    /// those of `extract_many`.
    #[pyo3(signature = (documents, threads=None, *, on_error=None))]
    fn check_many<'py>(
        &self,
        py: Python<'py>,
        documents: &Bound<'_, PyAny>,
        threads: Option<usize>,
        on_error: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let mut extraction = self.extract_many(documents, threads, on_error)?;
        let (mut checks, mut series) = (Vec::new(), Series::default());
        while let Some(mined) = extraction.next(py)? {
            series.add(&mined.records);
            checks.extend(check(&mined.records));
            py.check_signals()?;
        }
        checks.extend(series.checks());
        Ok(loads(py, json(&checks)?)?.cast_into()?)
    }
}

/// Names of metrics.
#[derive(FromPyObject)]
enum Metrics {
    One(String),
    Many(Vec<String>),
}

impl Metrics {
    fn has(&self, metric: Option<&str>) -> bool {
        match self {
            Self::One(name) => metric == Some(name),
            Self::Many(names) => names.iter().any(|name| metric == Some(name)),
        }
    }
}

impl Miner {
    /// What `make` makes of the document, as the command's JSON has it.
    fn give<'py, T: Serialize>(
        &self,
        py: Python<'py>,
        source: Source,
        make: impl Fn(&tongbao::Miner, &Body, &Context) -> tongbao::Result<T> + Sync,
    ) -> PyResult<Bound<'py, PyAny>> {
        let made = py.detach(|| {
            let Source { body, context, .. } = source.read()?;
            let made = make(&self.0, &body, &context).map_err(|error| failure(&context.id, &error));
            made.and_then(|made| json(&made))
        });
        loads(py, made?)
    }
}

fn source(
    body: Body,
    published: Option<Date>,
    place: Option<String>,
    id: &str,
    encoding: Option<String>,
    html: bool,
) -> Source {
    let published = published.map(|Date(date)| date);
    let context = Context { id: id.to_owned(), published, place, encoding };
    Source { body, context, html }
}

fn failure(doc: &str, error: &Error) -> Failure {
    Failure { doc: doc.to_owned(), reason: error.to_string() }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let mut json = Vec::new();
    let wrong = |error: std::io::Error| Failure { doc: String::new(), reason: error.to_string() };
    json::write_line(&mut json, value).map_err(wrong)?;
    Ok(json)
}

fn loads(py: Python<'_>, json: Vec<u8>) -> PyResult<Bound<'_, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}
