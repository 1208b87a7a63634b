//! The columns of the tables: which there are, in their order, and how a row fills them.
//!
//! In: a row, one of [`Record`], [`Case`], [`Point`], [`Check`], [`Fault`]. Out: its cells. CSV and Arrow
//! both go by these, so that a table has the same columns in whatever form it is written.
//! Always: the columns are the keys of the row's JSON, in that order (a test reads them).

use rust_decimal::Decimal;
use serde::Serialize;

use crate::cases::{Case, CaseKind, Sex};
use crate::check::Check;
use crate::output::Fault;
use crate::record::{Aspect, Origin, Provenance, Record};
use crate::series::Point;

use Cell::{Flag, Index, Json, Number, Offset, Text};

/// What can be a row of a table: a [`Record`], a [`Case`], a [`Point`], a [`Check`], a
/// [`Fault`].
pub trait Row: Columns {}

impl Row for Record {}
impl Row for Case {}
impl Row for Point {}
impl Row for Check {}
impl Row for Fault {}

/// What columns a row has. Nobody else can say so: a [`Row`] is one of this crate's own types.
pub trait Columns: Sized + 'static {
    /// In the order of the keys.
    const COLUMNS: &'static [Column<Self>];
}

/// A column of rows `R`.
#[derive(Debug)]
pub struct Column<R: 'static> {
    pub name: &'static str,
    /// Whether cells may be null.
    pub nullable: bool,
    pub cell: Cell<R>,
}

/// How a row fills a cell; none is null.
#[derive(Debug)]
pub enum Cell<R: 'static> {
    Text(fn(&R) -> Option<&str>),
    /// What has parts of its own, as compact JSON.
    Json(fn(&R) -> String),
    /// A count, or a place in a list.
    Index(fn(&R) -> Option<usize>),
    /// A place in a text.
    Offset(fn(&R) -> Option<usize>),
    Number(fn(&R) -> Option<Decimal>),
    Flag(fn(&R) -> bool),
}

impl<R> Column<R> {
    /// Null in no row.
    const fn full(name: &'static str, cell: Cell<R>) -> Self {
        Self { name, nullable: false, cell }
    }

    /// Null where nothing is known.
    const fn open(name: &'static str, cell: Cell<R>) -> Self {
        Self { name, nullable: true, cell }
    }
}

impl Columns for Record {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::full("doc", Text(|it| Some(&it.doc))),
        Column::full("article", Index(|it| Some(it.article))),
        Column::full("id", Index(|it| Some(it.id))),
        Column::open("metric", Text(|it| it.metric.as_deref())),
        Column::open("subject", Text(|it| it.subject.as_deref())),
        Column::open("aspect", Text(|it| it.aspect.map(Aspect::name))),
        Column::open("origin", Text(|it| it.origin.map(Origin::name))),
        Column::full("qualifiers", Json(|it| json(&it.qualifiers))),
        Column::full("value", Number(|it| Some(it.value))),
        Column::open("low", Number(|it| it.low)),
        Column::open("high", Number(|it| it.high)),
        Column::full("bound", Text(|it| Some(it.bound.name()))),
        Column::open("unit", Text(|it| it.unit)),
        Column::full("dimension", Text(|it| Some(it.dimension.name()))),
        Column::open("per", Text(|it| it.per.as_deref())),
        Column::full("status", Text(|it| Some(it.status.name()))),
        Column::open("place", Text(|it| it.place.as_deref())),
        Column::open("place_code", Text(|it| it.place_code.as_deref())),
        Column::open("place_from", Text(|it| it.place_from.map(Provenance::name))),
        Column::open("time_start", Text(|it| it.time_start.as_deref())),
        Column::open("time_end", Text(|it| it.time_end.as_deref())),
        Column::open("time_from", Text(|it| it.time_from.map(Provenance::name))),
        Column::open("part_of", Index(|it| it.part_of)),
        Column::full("text", Text(|it| Some(&it.text))),
        Column::full("byte_start", Offset(|it| Some(it.byte_start))),
        Column::full("byte_end", Offset(|it| Some(it.byte_end))),
        Column::full("char_start", Offset(|it| Some(it.char_start))),
        Column::full("char_end", Offset(|it| Some(it.char_end))),
        Column::full("sentence", Text(|it| Some(&it.sentence))),
        Column::full("rule", Text(|it| Some(it.rule))),
    ];
}

impl Columns for Case {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::full("doc", Text(|it| Some(&it.doc))),
        Column::full("article", Index(|it| Some(it.article))),
        Column::full("id", Index(|it| Some(it.id))),
        Column::open("first", Index(|it| it.first.map(|number| number as usize))),
        Column::open("last", Index(|it| it.last.map(|number| number as usize))),
        Column::full("count", Index(|it| Some(it.count as usize))),
        Column::full("kind", Text(|it| Some(CaseKind::name(it.kind)))),
        Column::full("converted", Flag(|it| it.converted)),
        Column::open("sex", Text(|it| it.sex.map(Sex::name))),
        Column::open("age", Number(|it| it.age)),
        Column::open("age_unit", Text(|it| it.age_unit.as_deref())),
        Column::open("residence", Text(|it| it.residence.as_deref())),
        Column::open("residence_code", Text(|it| it.residence_code.as_deref())),
        Column::open("address", Text(|it| it.address.as_deref())),
        Column::open("origin", Text(|it| it.origin.map(Origin::name))),
        Column::open("imported_from", Text(|it| it.imported_from.as_deref())),
        Column::open("found_in", Text(|it| it.found_in.as_deref())),
        Column::open("date", Text(|it| it.date.as_deref())),
        Column::open("date_from", Text(|it| it.date_from.map(Provenance::name))),
        Column::full("text", Text(|it| Some(&it.text))),
        Column::full("byte_start", Offset(|it| Some(it.byte_start))),
        Column::full("byte_end", Offset(|it| Some(it.byte_end))),
        Column::full("char_start", Offset(|it| Some(it.char_start))),
        Column::full("char_end", Offset(|it| Some(it.char_end))),
        Column::full("sentence", Text(|it| Some(&it.sentence))),
    ];
}

impl Columns for Point {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::full("metric", Text(|it| Some(&it.topic.metric))),
        Column::open("aspect", Text(|it| it.topic.aspect.map(Aspect::name))),
        Column::open("origin", Text(|it| it.topic.origin.map(Origin::name))),
        Column::full("qualifiers", Json(|it| json(&it.topic.qualifiers))),
        Column::open("unit", Text(|it| it.topic.unit)),
        Column::open("place_code", Text(|it| it.topic.place_code.as_deref())),
        Column::open("place", Text(|it| it.topic.place.as_deref())),
        Column::open("time_start", Text(|it| it.topic.time_start.as_deref())),
        Column::open("time_end", Text(|it| it.topic.time_end.as_deref())),
        Column::full("value", Number(|it| Some(it.value))),
        Column::full("bound", Text(|it| Some(it.bound.name()))),
        Column::full("standing", Text(|it| Some(it.standing.name()))),
        Column::full("sources", Json(|it| json(&it.sources))),
    ];
}

impl Columns for Check {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::full("kind", Text(|it| Some(it.kind.name()))),
        Column::full("records", Json(|it| json(&it.records))),
        Column::open("left", Number(|it| it.left)),
        Column::open("right", Number(|it| it.right)),
        Column::full("verdict", Text(|it| Some(it.verdict.name()))),
        Column::full("message", Text(|it| Some(&it.message))),
    ];
}

impl Columns for Fault {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::open("doc", Text(|it| it.doc.as_deref())),
        Column::full("row", Index(|it| Some(it.row))),
        Column::full("code", Text(|it| Some(&it.code))),
        Column::open("byte_start", Offset(|it| it.byte_start)),
        Column::open("byte_end", Offset(|it| it.byte_end)),
        Column::full("message", Text(|it| Some(&it.message))),
    ];
}

/// Strings, numbers and lists of them: none gives cause for an error.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::series::Series;
    use crate::{Context, Miner};

    /// Every row fits its JSON: the same keys in the same order, the same values.
    fn check<R: Columns + Serialize>(rows: &[R]) {
        assert!(!rows.is_empty());
        for row in rows {
            let line = json(row);
            let mut rest = line.as_str();
            let object: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(object.as_object().unwrap().len(), R::COLUMNS.len());
            for Column { name, nullable, cell } in R::COLUMNS {
                let key = format!("\"{name}\":");
                rest = &rest[rest.find(&key).unwrap_or_else(|| panic!("{name} in {line}"))..];
                let value = match cell {
                    Text(get) => get(row).into(),
                    Json(get) => serde_json::from_str(&get(row)).unwrap(),
                    Index(get) => get(row).into(),
                    Offset(get) => get(row).into(),
                    Number(get) => {
                        serde_json::to_value(get(row).as_ref().map(crate::record::Number)).unwrap()
                    }
                    Flag(get) => get(row).into(),
                };
                assert_eq!(value, object[*name], "{name} of {line}");
                assert!(*nullable || !value.is_null(), "{name} of {line}");
            }
        }
    }

    #[test]
    fn columns_are_the_keys_of_json() {
        let text = "5月8日，全市新增本土确诊病例12例（南关区9例、宽城区2例），治愈率99.5%。\n\
                    病例1—病例9，居住于南关区，病例10，女，3岁，居住于宽城区，均为隔离管控人员。";
        let context = Context {
            published: Some("2022-05-09".into()),
            place: Some("长春市".into()),
            ..Context::default()
        };
        let document = Miner::new().unwrap().mine_text(text, &context).unwrap();
        let odd = Miner::new().unwrap().mine(b"\xFF58", &Context::default()).unwrap();
        let mut series = Series::default();
        series.add(&document.records, None);
        check(&document.records);
        check(&document.cases);
        check(&document.checks);
        check(&series.points());
        check(&[
            Fault::oddity(Some("a"), 0, &odd.diagnostics[0]),
            Fault::failure(None, 7, "c", "m"),
        ]);
    }
}
