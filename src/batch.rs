//! Documents in a batch of Arrow.
//!
//! In: a record batch, and which of its columns are texts and what is known of them. Out: the
//! documents, a [`Row`] each, borrowed where the column has them as they are.
//! Always: a cell that is null is none; what type a column has is looked at once, not for each row.
//!
//! | column | types |
//! |---|---|
//! | text | strings; binary, for bytes in any encoding |
//! | what is known | strings (binary is taken for UTF-8), integers, dates, timestamps |
//!
//! Each in all the sizes of Arrow, also as a dictionary. A timestamp with a time zone is an
//! instant, one without is what a clock showed.

use std::borrow::Cow;
use std::fmt::Display;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayAccessor, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};
use jiff::{SignedDuration, Span, Timestamp, civil};

use crate::{Error, ErrorKind, Result};

/// The names of the columns that matter; of those that are none, nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The texts.
    pub text: String,
    /// The documents' ids.
    pub id: Option<String>,
    /// When they were published.
    pub published: Option<String>,
    /// Their home places.
    pub place: Option<String>,
}

impl Columns {
    /// Where they stand in `schema`: these and no others are needed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Column`] when one is not there; the message names those that are.
    pub fn indices(&self, schema: &Schema) -> Result<Vec<usize>> {
        let known = [&self.id, &self.published, &self.place].into_iter().flatten();
        [&self.text].into_iter().chain(known).map(|name| index(schema, name)).collect()
    }
}

/// The documents of a batch.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, RecordBatch, StringArray};
/// use tongbao::batch::{Columns, Documents, Text};
///
/// let text: ArrayRef = Arc::new(StringArray::from(vec![Some("新增58例。"), None]));
/// let batch = RecordBatch::try_from_iter([("body", text)]).unwrap();
/// let columns = Columns { text: "body".into(), id: None, published: None, place: None };
/// let documents = Documents::of(&batch, &columns)?;
/// assert_eq!(documents.get(0).text, Some(Text::Decoded("新增58例。")));
/// assert_eq!(documents.get(1).text, None);
/// # Ok::<(), tongbao::Error>(())
/// ```
pub struct Documents<'a> {
    text: Cells<'a, Text<'a>>,
    id: Cells<'a, Cow<'a, str>>,
    published: Cells<'a, Cow<'a, str>>,
    place: Cells<'a, Cow<'a, str>>,
}

/// A document of a batch, as its row gives it; null is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// What it says.
    pub text: Option<Text<'a>>,
    /// Its id.
    pub id: Option<Cow<'a, str>>,
    /// When it was published, as [`Context::published`](crate::Context::published) has it.
    pub published: Option<Cow<'a, str>>,
    /// Its home place.
    pub place: Option<Cow<'a, str>>,
}

/// The text of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text<'a> {
    /// Of a column of strings.
    Decoded(&'a str),
    /// Of a column of bytes, in whatever encoding.
    Bytes(&'a [u8]),
}

impl Text<'_> {
    /// So many bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        match self {
            Self::Decoded(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl<'a> Documents<'a> {
    /// Those of `batch`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Column`] when a column is not there, or is of a type that says nothing here.
    pub fn of(batch: &'a RecordBatch, columns: &Columns) -> Result<Self> {
        let column = |name: &str| -> Result<&'a dyn Array> {
            Ok(batch.column(index(batch.schema_ref(), name)?).as_ref())
        };
        let known = |name: &Option<String>| match name {
            Some(name) => strings(column(name)?).map_err(|it| unfit(name, it, KNOWN)),
            None => Ok(nothing()),
        };
        let text = texts(column(&columns.text)?);
        Ok(Self {
            text: text.map_err(|it| unfit(&columns.text, it, "neither string nor binary"))?,
            id: known(&columns.id)?,
            published: known(&columns.published)?,
            place: known(&columns.place)?,
        })
    }

    /// The document of a row.
    ///
    /// # Panics
    ///
    /// Where the batch has no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> Row<'a> {
        Row {
            text: (self.text)(row),
            id: (self.id)(row),
            published: (self.published)(row),
            place: (self.place)(row),
        }
    }
}

impl std::fmt::Debug for Documents<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").finish_non_exhaustive()
    }
}

const KNOWN: &str = "neither string, integer, date nor timestamp";

/// What a cell holds, by its row; null is nothing.
type Cells<'a, T> = Box<dyn Fn(usize) -> Option<T> + 'a>;

/// Where the column stands.
fn index(schema: &Schema, name: &str) -> Result<usize> {
    schema.index_of(name).map_err(|_| {
        let there: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
        Error::new(ErrorKind::Column, format!("no column «{name}»; there are: {there}"))
    })
}

fn unfit(name: &str, found: &DataType, wanted: &str) -> Error {
    Error::new(ErrorKind::Column, format!("«{name}»: {found} is {wanted}"))
}

/// The texts of a column; else its type.
fn texts(column: &dyn Array) -> std::result::Result<Cells<'_, Text<'_>>, &DataType> {
    Ok(match column.data_type() {
        DataType::Utf8 => cells(column.as_string::<i32>(), Text::Decoded),
        DataType::LargeUtf8 => cells(column.as_string::<i64>(), Text::Decoded),
        DataType::Utf8View => cells(column.as_string_view(), Text::Decoded),
        DataType::Binary => cells(column.as_binary::<i32>(), Text::Bytes),
        DataType::LargeBinary => cells(column.as_binary::<i64>(), Text::Bytes),
        DataType::BinaryView => cells(column.as_binary_view(), Text::Bytes),
        DataType::Dictionary(..) => keyed(column, texts(column.as_any_dictionary().values())?),
        DataType::Null => nothing(),
        other => return Err(other),
    })
}

/// The cells of a column that is known of the documents, each as a string; else its type.
fn strings(column: &dyn Array) -> std::result::Result<Cells<'_, Cow<'_, str>>, &DataType> {
    macro_rules! shown {
        ($type:ty, $show:expr) => {
            cells(column.as_primitive::<$type>(), |value| Cow::Owned($show(value)))
        };
    }
    macro_rules! integers {
        ($type:ty) => {
            shown!($type, |number: <$type as arrow_array::ArrowPrimitiveType>::Native| number
                .to_string())
        };
    }
    Ok(match column.data_type() {
        DataType::Utf8 => cells(column.as_string::<i32>(), Cow::Borrowed),
        DataType::LargeUtf8 => cells(column.as_string::<i64>(), Cow::Borrowed),
        DataType::Utf8View => cells(column.as_string_view(), Cow::Borrowed),
        DataType::Binary => cells(column.as_binary::<i32>(), String::from_utf8_lossy),
        DataType::LargeBinary => cells(column.as_binary::<i64>(), String::from_utf8_lossy),
        DataType::BinaryView => cells(column.as_binary_view(), String::from_utf8_lossy),
        DataType::Int8 => integers!(Int8Type),
        DataType::Int16 => integers!(Int16Type),
        DataType::Int32 => integers!(Int32Type),
        DataType::Int64 => integers!(Int64Type),
        DataType::UInt8 => integers!(UInt8Type),
        DataType::UInt16 => integers!(UInt16Type),
        DataType::UInt32 => integers!(UInt32Type),
        DataType::UInt64 => integers!(UInt64Type),
        DataType::Date32 => shown!(Date32Type, day),
        DataType::Date64 => shown!(Date64Type, |since| moment(since, TimeUnit::Millisecond, false)),
        DataType::Timestamp(unit, zone) => {
            let (unit, zoned) = (*unit, zone.is_some());
            let show = move |since| Cow::Owned(moment(since, unit, zoned));
            match unit {
                TimeUnit::Second => cells(column.as_primitive::<TimestampSecondType>(), show),
                TimeUnit::Millisecond => {
                    cells(column.as_primitive::<TimestampMillisecondType>(), show)
                }
                TimeUnit::Microsecond => {
                    cells(column.as_primitive::<TimestampMicrosecondType>(), show)
                }
                TimeUnit::Nanosecond => {
                    cells(column.as_primitive::<TimestampNanosecondType>(), show)
                }
            }
        }
        DataType::Dictionary(..) => keyed(column, strings(column.as_any_dictionary().values())?),
        DataType::Null => nothing(),
        other => return Err(other),
    })
}

/// `2022-05-09`, so many days after 1970 began.
fn day(days: i32) -> String {
    let since = Span::new().try_days(days);
    let day = since.and_then(|since| civil::date(1970, 1, 1).checked_add(since));
    day.map_or_else(|_| far("day", days), |day| day.to_string())
}

/// `2022-05-09T08:00:00`, so long after 1970 began; with a `Z` where it is an instant.
fn moment(since: i64, unit: TimeUnit, is_instant: bool) -> String {
    let since = match unit {
        TimeUnit::Second => SignedDuration::from_secs(since),
        TimeUnit::Millisecond => SignedDuration::from_millis(since),
        TimeUnit::Microsecond => SignedDuration::from_micros(since),
        TimeUnit::Nanosecond => SignedDuration::from_nanos(since),
    };
    let Ok(at) = Timestamp::from_duration(since) else { return far("second", since.as_secs()) };
    let shown = at.to_string();
    if is_instant { shown } else { shown.trim_end_matches('Z').to_owned() }
}

/// What is beyond the calendar: no date, as those who want one will say.
fn far(unit: &str, count: impl Display) -> String {
    format!("{unit} {count} of 1970")
}

fn cells<'a, A: ArrayAccessor + 'a, T: 'a>(
    array: A,
    show: impl Fn(A::Item) -> T + 'a,
) -> Cells<'a, T> {
    Box::new(move |row| array.is_valid(row).then(|| show(array.value(row))))
}

/// The cells of a dictionary, of which `values` has each value once.
fn keyed<'a, T: 'a>(column: &'a dyn Array, values: Cells<'a, T>) -> Cells<'a, T> {
    let dictionary = column.as_any_dictionary();
    if dictionary.values().is_empty() {
        return nothing();
    }
    let keys = dictionary.normalized_keys();
    Box::new(move |row| column.is_valid(row).then(|| values(keys[row])).flatten())
}

fn nothing<'a, T: 'a>() -> Cells<'a, T> {
    Box::new(|_| None)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        ArrayRef, BinaryViewArray, Date32Array, Date64Array, DictionaryArray, Float64Array,
        Int64Array, LargeStringArray, NullArray, StringArray, StringViewArray,
        TimestampMicrosecondArray, TimestampNanosecondArray, TimestampSecondArray,
    };

    use super::*;

    fn columns() -> Columns {
        Columns { text: "text".into(), id: None, published: Some("day".into()), place: None }
    }

    fn batch(text: ArrayRef, day: ArrayRef) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable([("text", text, true), ("day", day, true)])
            .unwrap()
    }

    /// What is said of when the first document was published.
    fn published(day: impl Array + 'static) -> Option<String> {
        let batch = batch(Arc::new(StringArray::from(vec!["甲"; day.len()])), Arc::new(day));
        let documents = Documents::of(&batch, &columns()).unwrap();
        documents.get(0).published.map(Cow::into_owned)
    }

    #[test]
    fn dates_and_times() {
        let seconds = 1_652_054_400; // 2022-05-09T00:00:00Z
        let plain = Some("2022-05-09T00:00:00".to_owned());
        assert_eq!(published(Date32Array::from(vec![19_121])).as_deref(), Some("2022-05-09"));
        assert_eq!(published(Date64Array::from(vec![seconds * 1000])), plain);
        assert_eq!(published(TimestampSecondArray::from(vec![seconds])), plain);
        assert_eq!(published(TimestampNanosecondArray::from(vec![seconds * 1_000_000_000])), plain);
        let zoned = TimestampMicrosecondArray::from(vec![seconds * 1_000_000]);
        let zoned = zoned.with_timezone("Asia/Shanghai");
        assert_eq!(published(zoned).as_deref(), Some("2022-05-09T00:00:00Z"));
        assert_eq!(published(NullArray::new(1)), None);
    }

    #[test]
    fn what_is_beyond_the_calendar_is_no_date() {
        let far = [
            published(Date32Array::from(vec![i32::MAX])),
            published(TimestampSecondArray::from(vec![i64::MIN])),
        ];
        for far in far.into_iter().flatten() {
            assert!(crate::time::parse_published(&far).is_err(), "{far}");
        }
    }

    #[test]
    fn strings_of_all_sizes_and_dictionaries() {
        let days = || Arc::new(Int64Array::from(vec![None, Some(7)]));
        let all = [Some("甲"), None];
        let texts: [ArrayRef; 4] = [
            Arc::new(StringArray::from(all.to_vec())),
            Arc::new(LargeStringArray::from(all.to_vec())),
            Arc::new(StringViewArray::from(all.to_vec())),
            Arc::new(all.into_iter().collect::<DictionaryArray<Int8Type>>()),
        ];
        for text in texts {
            let batch = batch(text, days());
            let documents = Documents::of(&batch, &columns()).unwrap();
            assert_eq!(documents.get(0).text, Some(Text::Decoded("甲")));
            assert_eq!((documents.get(0).published, documents.get(1).text), (None, None));
            assert_eq!(documents.get(1).published.as_deref(), Some("7"));
        }
        let empty: DictionaryArray<Int8Type> = [None::<&str>, None].into_iter().collect();
        let batch = batch(Arc::new(empty), days());
        assert_eq!(Documents::of(&batch, &columns()).unwrap().get(1).text, None);
    }

    #[test]
    fn bytes_stay_bytes() {
        let text = BinaryViewArray::from(vec![Some(b"\xFF58".as_slice())]);
        let batch = batch(Arc::new(text), Arc::new(NullArray::new(1)));
        let documents = Documents::of(&batch, &columns()).unwrap();
        assert_eq!(documents.get(0).text, Some(Text::Bytes(b"\xFF58")));
    }

    #[test]
    fn a_column_that_is_missing_or_unfit_is_named() {
        let numbers = || Arc::new(Float64Array::from(vec![1.0]));
        let reason = |batch: &RecordBatch, columns: &Columns| {
            let error = Documents::of(batch, columns).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Column);
            error.to_string()
        };
        let text: ArrayRef = Arc::new(StringArray::from(vec!["甲"]));
        let other = Columns { text: "body".into(), ..columns() };
        let both = batch(text.clone(), numbers());
        assert_eq!(reason(&both, &other), "no column «body»; there are: text, day");
        let no_day = "«day»: Float64 is neither string, integer, date nor timestamp";
        assert_eq!(reason(&both, &columns()), no_day);
        let no_text = "«text»: Float64 is neither string nor binary";
        assert_eq!(reason(&batch(numbers(), text), &columns()), no_text);
    }
}
