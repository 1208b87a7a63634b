//! A document as Python gives it.
//!
//! In: str, bytes, or a dict with `text` (or `html`, a web page) and, where known, `id`,
//! `published` and `place`. Out: a
//! [`Source`], which holds nothing of Python's, so that any thread can work on it.
//! Always: a str becomes a text of as many characters, so that offsets stay right.

use std::borrow::Cow;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyString};
use tongbao::web::{Page, text_of};
use tongbao::{Context, Error, Miner, Record};

use crate::error::Failure;

/// A document, before anything is made of it.
#[derive(Debug)]
pub struct Source {
    pub body: Body,
    pub context: Context,
    /// The body is a web page that is not read yet.
    pub html: bool,
}

/// What a document says.
#[derive(Debug)]
pub enum Body {
    Text(String),
    /// In an encoding that is named or detected.
    Bytes(Vec<u8>),
    /// What a web page says.
    Page(Page),
}

/// When a document was published: a str, or anything with `isoformat()`.
#[derive(Debug)]
pub struct Date(pub String);

/// The text of a document, and its records.
#[derive(Debug)]
pub struct Mined {
    pub text: String,
    pub records: Vec<Record>,
    /// When it was published: as told, or as a web page itself says.
    pub published: Option<String>,
}

impl Source {
    /// A document of an iterable. One that has no id goes by its index.
    pub fn item(item: &Bound<'_, PyAny>, index: usize) -> Result<Self, Failure> {
        let Ok(dict) = item.cast::<PyDict>() else {
            let context = Context { id: index.to_string(), ..Context::default() };
            let body = item.extract().map_err(|error: PyErr| {
                let reason = format!("neither a dict nor a text: {}", error.value(item.py()));
                Failure { doc: context.id.clone(), reason }
            })?;
            return Ok(Self { body, context, html: false });
        };
        let id = get(dict, "id", |id| Ok(id.str()?.to_string()));
        let id = id.ok().flatten().unwrap_or_else(|| index.to_string());
        Self::dict(dict, &id).map_err(|reason| Failure { doc: id, reason })
    }

    fn dict(dict: &Bound<'_, PyDict>, id: &str) -> Result<Self, String> {
        let text = get(dict, "text", |text| text.extract())?;
        let page = get(dict, "html", |page| page.extract())?;
        let html = text.is_none() && page.is_some();
        let blank = |value: &String| !value.trim().is_empty();
        let context = Context {
            id: id.to_owned(),
            published: get(dict, "published", |date| date.extract::<Date>())?
                .map(|Date(date)| date)
                .filter(blank),
            place: get(dict, "place", |place| place.extract())?.filter(blank),
            encoding: None,
        };
        let body = text.or(page).ok_or("no text under the key «text»")?;
        Ok(Self { body, context, html })
    }

    /// The text and its records.
    pub fn mine(self, miner: &Miner) -> Result<Mined, Failure> {
        let Self { body, context, .. } = self.read()?;
        let made = body.text(miner, &context).and_then(|text| {
            let (records, _) = miner.figures_text(&text, &context)?;
            let published = context.published.clone();
            Ok(Mined { text: text.into_owned(), records, published })
        });
        made.map_err(|error| Failure { doc: context.id, reason: error.to_string() })
    }

    /// The same, where a web page is read. Its own day of publication holds where none is told.
    pub fn read(self) -> Result<Self, Failure> {
        if !self.html {
            return Ok(self);
        }
        let Self { body, mut context, .. } = self;
        let page = body.page(context.encoding.as_deref());
        let wrong = |error: Error| Failure { doc: context.id.clone(), reason: error.to_string() };
        let page = page.map_err(wrong)?;
        context.published = context.published.or_else(|| page.published.clone());
        Ok(Self { body: Body::Page(page), context, html: false })
    }

    /// How much there is to do.
    pub const fn len(&self) -> usize {
        match &self.body {
            Body::Text(text) => text.len(),
            Body::Bytes(bytes) => bytes.len(),
            Body::Page(page) => page.text.len(),
        }
    }
}

impl Body {
    /// The text, decoded where it is still bytes.
    pub fn text(&self, miner: &Miner, context: &Context) -> tongbao::Result<Cow<'_, str>> {
        match self {
            Self::Text(text) => Ok(Cow::Borrowed(text)),
            Self::Bytes(bytes) => Ok(Cow::Owned(miner.decode(bytes, context)?.0)),
            Self::Page(page) => Ok(Cow::Borrowed(&page.text)),
        }
    }

    /// What it says as a web page. A str has been decoded, whatever it says of its encoding.
    fn page(self, encoding: Option<&str>) -> tongbao::Result<Page> {
        match self {
            Self::Text(html) => text_of(html.as_bytes(), Some("utf-8")),
            Self::Bytes(html) => text_of(&html, encoding),
            Self::Page(page) => Ok(page),
        }
    }
}

/// What `dict` has under `key`; None is nothing.
fn get<'py, T>(
    dict: &Bound<'py, PyDict>,
    key: &str,
    read: impl FnOnce(Bound<'py, PyAny>) -> PyResult<T>,
) -> Result<Option<T>, String> {
    let py = dict.py();
    let value = dict.get_item(key).map_err(|error| error.value(py).to_string())?;
    let value = value.filter(|value| !value.is_none());
    value.map(read).transpose().map_err(|error| format!("«{key}»: {}", error.value(py)))
}

impl FromPyObject<'_, '_> for Body {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = given.cast::<PyString>() {
            Ok(Self::Text(whole(&text)?))
        } else if let Ok(bytes) = given.cast::<PyBytes>() {
            Ok(Self::Bytes(bytes.as_bytes().to_vec()))
        } else if let Ok(bytes) = given.cast::<PyByteArray>() {
            Ok(Self::Bytes(bytes.to_vec()))
        } else {
            let kind = given.get_type().name()?;
            Err(PyTypeError::new_err(format!("expected str or bytes, not {kind}")))
        }
    }
}

/// The text, where each lone surrogate becomes one U+FFFD, which is as long in UTF-8.
fn whole(text: &Bound<'_, PyString>) -> PyResult<String> {
    if let Ok(text) = text.to_str() {
        return Ok(text.to_owned());
    }
    let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
    let mut bytes = bytes.extract::<Vec<u8>>()?;
    for at in 1..bytes.len() {
        if bytes[at - 1] == 0xED && bytes[at] >= 0xA0 {
            bytes[at - 1..=at + 1].copy_from_slice("\u{FFFD}".as_bytes());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl FromPyObject<'_, '_> for Date {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = given.cast::<PyString>() {
            return Ok(Self(text.to_string()));
        }
        let kind = given.get_type().name()?;
        let wrong = |_| PyTypeError::new_err(format!("expected str or a date, not {kind}"));
        Ok(Self(given.call_method0("isoformat").map_err(wrong)?.extract()?))
    }
}

/// What a web page says, as a dict: `text` (its headline, then its main text, a line for each
/// paragraph and each row of a table), `title`, `published` and `encoding`.
///
/// `page` is str, or bytes in `encoding`, which is that of the page when it is not named.
///
/// >>> import tongbao
/// >>> page = "<title>疫情通报</title><h1>疫情通报</h1><p>5月8日新增3例，<b>均在东区</b>。</p>"
/// >>> tongbao.web_text(page)["text"]
/// '疫情通报\n5月8日新增3例，均在东区。'
#[pyfunction]
#[pyo3(signature = (page, *, encoding=None))]
pub fn web_text<'py>(
    py: Python<'py>,
    page: Body,
    encoding: Option<String>,
) -> PyResult<Bound<'py, PyDict>> {
    let wrong = |error: Error| Failure { doc: String::new(), reason: error.to_string() };
    let page = py.detach(|| page.page(encoding.as_deref())).map_err(wrong)?;
    let dict = PyDict::new(py);
    dict.set_item("text", page.text)?;
    dict.set_item("title", page.title)?;
    dict.set_item("published", page.published)?;
    dict.set_item("encoding", page.encoding)?;
    Ok(dict)
}
