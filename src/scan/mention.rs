//! The mentions of a text as `tongbao scan` prints them: one flat record each.
//!
//! In: what the scanners found in the clean text. Out: [`ScanRecord`]s with offsets in the source,
//! in order. A number inside a date is given as well as the date, and an amount in another unit
//! than the base one of its kind (3斤) once more in that (1500 克), marked `converted`.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::clean::Clean;
use crate::link::carry::Carry;
use crate::link::token::Mentions;
use crate::place::Gazetteer;
use crate::record::{Bound, code_text, optional_number};
use crate::scan::measure::{Measure, measures};
use crate::scan::quantity::{Kind, Quantity};
use crate::scan::time::{Anchor, TimeMention};
use crate::span::{CharCounter, Span};
use crate::time::TimeSpan;

/// What a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MentionKind {
    /// A number without a unit.
    Number,
    /// 第二十二, 5号楼.
    Ordinal,
    /// A number with its unit.
    Quantity,
    /// A date, time or period.
    Time,
    /// A place.
    Place,
    /// A word of the metric catalogue.
    Metric,
}

/// One mention, with its normalized value. An amount is printed as stated; where its unit has a
/// fixed factor to the base unit of its kind (克, 米, 平方米, 毫升, 元 or another currency, 个, %), a
/// second record with `converted` set follows over the same span, and a run of them (3斤5两) has one
/// over the whole run. A reader that wants the text's own figures leaves out the converted ones.
/// Keys that do not apply are left out of the JSON.
///
/// ```
/// # fn main() -> tongbao::Result<()> {
/// let miner = tongbao::Miner::new()?;
/// let found = miner.scan("三门峡市一些村庄，新增约1.2万人", &Default::default())?;
/// let numbers: Vec<_> = found.iter().filter_map(|m| m.value).map(|v| v.to_string()).collect();
/// assert_eq!(numbers, ["12000.0"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScanRecord {
    /// The document's id.
    pub doc: String,
    /// What it is.
    pub kind: MentionKind,
    /// The exact slice of the source.
    pub text: String,
    /// Unicode scalar offset of `text` in the source.
    pub char_start: usize,
    /// Its end.
    pub char_end: usize,
    /// The number, multipliers included.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "optional_number")]
    pub value: Option<Decimal>,
    /// Lower bound of the wording.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "optional_number")]
    pub low: Option<Decimal>,
    /// Upper bound of the wording.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "optional_number")]
    pub high: Option<Decimal>,
    /// What the wording says about exactness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// Measure word or unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The value is in the base unit of its kind, not in the one stated; left out when false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub converted: bool,
    /// ISO 8601 start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_start: Option<String>,
    /// ISO 8601 end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_end: Option<String>,
    /// Full name of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its GB/T 2260 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_code: Option<String>,
    /// The metric's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
}

/// All mentions in source order.
pub(crate) fn scan_records<'a>(
    source: &str,
    clean: &'a Clean<'_>,
    mentions: Mentions<'_>,
    carry: &mut Carry<'a>,
    places: &'a Gazetteer,
    doc: &str,
) -> Vec<ScanRecord> {
    let mut found: Vec<(Span, ScanRecord)> = Vec::new();
    found.extend(mentions.quantities.iter().map(|q| (q.span, quantity(q))));
    let measures = measures(&clean.text, mentions.quantities);
    found.extend(measures.into_iter().map(|m| (m.span, converted(&m))));
    for time in mentions.times {
        let span = time_of(time, carry);
        let mut record = blank(MentionKind::Time);
        record.time_start = span.start.map(|moment| moment.to_string());
        record.time_end = span.end.map(|moment| moment.to_string());
        found.push((time.span, record));
    }
    for mention in mentions.places {
        if let Some(place) = carry.place(places, &clean.text, mention, None, None) {
            let mut record = blank(MentionKind::Place);
            record.place_code = place.code.map(code_text);
            record.place = Some(place.name.into_owned());
            found.push((mention.span, record));
        }
    }
    for word in mentions.words {
        if let Some(sense) = word.word.senses.iter().find(|sense| !sense.metric.is_empty()) {
            let mut record = blank(MentionKind::Metric);
            record.metric = Some(sense.metric.to_string());
            found.push((word.span, record));
        }
    }
    found.sort_by_key(|(span, _)| (span.start, span.end));
    let counter = CharCounter::new(source);
    found
        .into_iter()
        .map(|(span, record)| place_in(source, clean, span, record, &counter, doc))
        .collect()
}

/// What a time means where it stands. A period named by its year or month is given by its first
/// and last day.
fn time_of(time: &TimeMention, carry: &mut Carry) -> TimeSpan {
    let span = carry.resolve(time);
    carry.pass(time);
    match time.anchor {
        Anchor::During if !time.is_span() && !time.is_window() => span.in_days(),
        _ => span,
    }
}

fn place_in(
    source: &str,
    clean: &Clean<'_>,
    span: Span,
    record: ScanRecord,
    counter: &CharCounter<'_>,
    doc: &str,
) -> ScanRecord {
    let span = clean.map.source(span);
    ScanRecord {
        doc: doc.to_owned(),
        text: source[span.range()].to_owned(),
        char_start: counter.at(span.start),
        char_end: counter.at(span.end),
        ..record
    }
}

fn quantity(quantity: &Quantity) -> ScanRecord {
    let mut record = blank(match quantity.kind {
        Kind::Quantity => MentionKind::Quantity,
        Kind::Ordinal => MentionKind::Ordinal,
        Kind::Number => MentionKind::Number,
    });
    record.value = Some(quantity.value);
    (record.low, record.high) = (quantity.low, quantity.high);
    record.bound = Some(quantity.bound);
    record.unit = quantity.unit.map(str::to_owned);
    record
}

fn converted(measure: &Measure) -> ScanRecord {
    let mut record = blank(MentionKind::Quantity);
    record.value = Some(measure.value);
    (record.low, record.high) = (measure.low, measure.high);
    record.bound = Some(measure.bound);
    record.unit = Some(measure.unit.to_owned());
    record.converted = true;
    record
}

const fn blank(kind: MentionKind) -> ScanRecord {
    ScanRecord {
        doc: String::new(),
        kind,
        text: String::new(),
        char_start: 0,
        char_end: 0,
        value: None,
        low: None,
        high: None,
        bound: None,
        unit: None,
        converted: false,
        time_start: None,
        time_end: None,
        place: None,
        place_code: None,
        metric: None,
    }
}
