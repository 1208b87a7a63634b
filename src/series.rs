//! Figures of many bulletins as one tidy table: a row for each thing counted, place and time.
//!
//! In: documents, one after the other, each with its day of publication where known. Out:
//! [`Point`]s in the order of what is counted, where and when. Always: the order in which the
//! documents come does not matter. What several documents (or several sentences of one) state
//! alike is one point with several sources; where they differ, each value stays, with its sources,
//! and says so.
//!
//! ```
//! use tongbao::series::{Series, Standing};
//! # fn main() -> tongbao::Result<()> {
//! let miner = tongbao::Miner::new()?;
//! let mut series = Series::default();
//! for (day, text) in [
//!     ("2022-05-09", "5月8日，全市新增确诊病例12例。"),
//!     ("2022-05-10", "5月8日，全市新增确诊病例13例。"),
//! ] {
//!     let context = tongbao::Context {
//!         published: Some(day.into()),
//!         place: Some("许昌市".into()),
//!         ..Default::default()
//!     };
//!     let (records, _) = miner.figures_text(text, &context)?;
//!     series.add(&records, Some(day));
//! }
//! let points = series.points();
//! let standings: Vec<_> = points.iter().map(|point| (point.value, point.standing)).collect();
//! assert_eq!(standings, [(12.into(), Standing::Revised), (13.into(), Standing::Revision)]);
//! # Ok(())
//! # }
//! ```

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::check::RecordRef;
use crate::record::{Aspect, Bound, Origin, Record, Status, names, number};

/// What the sources of a point say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody says otherwise.
    Stated,
    /// A document published later states another value.
    Revised,
    /// Documents published earlier stated another value, and this one is the last.
    Revision,
    /// Another value is stated, and nothing tells which came last.
    Conflict,
}

names!(
    Standing: Stated "stated" Revised "revised" Revision "revision" Conflict "conflict"
);

/// What is counted, where and when: the key of a point.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Topic {
    /// Metric id of the catalogue.
    pub metric: String,
    /// How it counts.
    pub aspect: Option<Aspect>,
    /// Local or imported.
    pub origin: Option<Origin>,
    /// Narrower properties, by name.
    pub qualifiers: BTreeMap<String, String>,
    /// Measure word or unit.
    pub unit: Option<&'static str>,
    /// GB/T 2260 code of the place, where it has one.
    pub place_code: Option<String>,
    /// Full name of the place.
    pub place: Option<String>,
    /// ISO 8601 start; midnight to midnight stands as the days between.
    pub time_start: Option<String>,
    /// ISO 8601 end.
    pub time_end: Option<String>,
}

/// One value of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What is counted, where and when.
    #[serde(flatten)]
    pub topic: Topic,
    /// The number as stated.
    #[serde(serialize_with = "number")]
    pub value: Decimal,
    /// What the wording says about exactness.
    pub bound: Bound,
    /// Whether other values are stated.
    pub standing: Standing,
    /// The records that state it, those of the document published first first.
    pub sources: Vec<RecordRef>,
}

/// The records that state a value, each with its document's day of publication.
type Sources = Vec<(Option<String>, RecordRef)>;

/// Gathers figures of documents as they come; keeps no document.
#[derive(Debug, Clone, Default)]
pub struct Series {
    topics: BTreeMap<Topic, BTreeMap<(Decimal, Bound), Sources>>,
    left_out: BTreeMap<LeftOut, usize>,
}

/// Why a record stands in no series: the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It is planned or required, and not reported.
    NotReported,
    /// It is a rate: so many each.
    Rate,
    /// It counts nothing that the catalogue has.
    NoMetric,
    /// It is of no place that is known.
    NoPlace,
    /// It is of no time that is known.
    NoTime,
}

names!(
    LeftOut:
    NotReported "not_reported" Rate "rate" NoMetric "no_metric" NoPlace "no_place"
    NoTime "no_time"
);

impl Series {
    /// Adds the records of a document that was published on the day, or at the moment, given.
    pub fn add(&mut self, records: &[Record], published: Option<&str>) {
        for record in records {
            let topic = match topic(record) {
                Ok(topic) => topic,
                Err(reason) => {
                    *self.left_out.entry(reason).or_default() += 1;
                    continue;
                }
            };
            let source = RecordRef { doc: record.doc.clone(), id: record.id };
            let values = self.topics.entry(topic).or_default();
            let sources = values.entry((record.value.normalize(), record.bound)).or_default();
            sources.push((published.map(str::to_owned), source));
        }
    }

    /// How many records were left out, and why.
    ///
    /// ```
    /// use tongbao::series::{LeftOut, Series};
    /// let miner = tongbao::Miner::new()?;
    /// let (records, _) = miner.figures_text("出动消防车3辆。", &Default::default())?;
    /// let mut series = Series::default();
    /// series.add(&records, None);
    /// assert_eq!(series.left_out()[&LeftOut::NoMetric], 1);
    /// # Ok::<(), tongbao::Error>(())
    /// ```
    #[must_use]
    pub const fn left_out(&self) -> &BTreeMap<LeftOut, usize> {
        &self.left_out
    }

    /// The points, sorted by metric, aspect, origin, qualifiers, unit, place and time.
    #[must_use]
    pub fn points(&self) -> Vec<Point> {
        let values = |(topic, values)| points_of(topic, values);
        self.topics.iter().flat_map(values).collect()
    }
}

/// What a record counts, where it says enough to stand in a series.
fn topic(record: &Record) -> Result<Topic, LeftOut> {
    if record.status != Status::Reported {
        return Err(LeftOut::NotReported);
    }
    if record.per.is_some() {
        return Err(LeftOut::Rate);
    }
    let metric = record.metric.clone().ok_or(LeftOut::NoMetric)?;
    let place = record.place.clone().ok_or(LeftOut::NoPlace)?;
    if record.time_start.is_none() && record.time_end.is_none() {
        return Err(LeftOut::NoTime);
    }
    let (time_start, time_end) = in_days(record);
    Ok(Topic {
        metric,
        aspect: record.aspect,
        origin: record.origin,
        qualifiers: record.qualifiers.clone(),
        unit: record.unit,
        place_code: record.place_code.clone(),
        place: Some(place),
        time_start,
        time_end,
    })
}

/// The record's time, where midnight to midnight (0—24时) is the days between.
fn in_days(record: &Record) -> (Option<String>, Option<String>) {
    let day = |time: &Option<String>| {
        let midnight = time.as_deref()?.strip_suffix("T00:00")?;
        midnight.parse::<Date>().ok()
    };
    match (day(&record.time_start), day(&record.time_end).and_then(|end| end.yesterday().ok())) {
        (Some(start), Some(end)) if start <= end => {
            (Some(start.to_string()), Some(end.to_string()))
        }
        _ => (record.time_start.clone(), record.time_end.clone()),
    }
}

/// The points of one topic, the value that was stated first first.
fn points_of(topic: &Topic, values: &BTreeMap<(Decimal, Bound), Sources>) -> Vec<Point> {
    let sorted = |sources: &Sources| {
        let mut sources = sources.clone();
        sources.sort();
        sources
    };
    let mut values: Vec<_> = values.iter().map(|(value, it)| (*value, sorted(it))).collect();
    values.sort_by(|(a, of_a), (b, of_b)| (last(of_a), a).cmp(&(last(of_b), b)));
    let standing = |at: usize| {
        let own = last(&values[at].1);
        match (values.len(), &values.last()) {
            (1, _) => Standing::Stated,
            _ if own.is_none() => Standing::Conflict,
            (_, Some((_, latest))) if own < last(latest) => Standing::Revised,
            _ if values[..values.len() - 1].iter().all(|(_, it)| last(it) < own) => {
                Standing::Revision
            }
            _ => Standing::Conflict,
        }
    };
    let standings: Vec<_> = (0..values.len()).map(standing).collect();
    let points = values.into_iter().zip(standings);
    points
        .map(|(((value, bound), sources), standing)| Point {
            topic: topic.clone(),
            value,
            bound,
            standing,
            sources: sources.into_iter().map(|(_, source)| source).collect(),
        })
        .collect()
}

/// When the value was stated last.
fn last(sources: &Sources) -> Option<&str> {
    sources.last().and_then(|(published, _)| published.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Miner};

    /// The points of documents: day of publication and text.
    fn points(documents: &[(Option<&str>, &str)]) -> Vec<Point> {
        let miner = Miner::new().unwrap();
        let mut series = Series::default();
        for (index, (day, text)) in documents.iter().enumerate() {
            let context = Context {
                id: index.to_string(),
                published: day.map(str::to_owned),
                place: Some("许昌市".into()),
                encoding: None,
            };
            series.add(&miner.figures_text(text, &context).unwrap().0, *day);
        }
        series.points()
    }

    fn brief(points: &[Point]) -> Vec<(String, Standing, usize)> {
        let brief = |it: &Point| (it.value.to_string(), it.standing, it.sources.len());
        points.iter().map(brief).collect()
    }

    #[test]
    fn the_same_said_twice_is_one_point() {
        let text = "2022年5月8日，全市新增确诊病例12例。";
        let found = points(&[(Some("2022-05-09"), text), (Some("2022-05-10"), text)]);
        assert_eq!(brief(&found), [("12".into(), Standing::Stated, 2)]);
        assert_eq!(found[0].topic.time_start.as_deref(), Some("2022-05-08"));
    }

    #[test]
    fn midnight_to_midnight_is_the_day() {
        let texts =
            ["2022年5月8日0—24时，全市新增确诊病例12例。", "2022年5月8日，全市新增确诊病例12例。"];
        let found = points(&texts.map(|text| (None, text)));
        assert_eq!(brief(&found), [("12".into(), Standing::Stated, 2)]);
        assert_eq!(found[0].topic.time_end.as_deref(), Some("2022-05-08"));
    }

    #[test]
    fn values_that_differ_both_stay() {
        let text = |value| format!("2022年5月8日，全市新增确诊病例{value}例。");
        let (one, two) = (text(12), text(13));
        let days = |a, b| brief(&points(&[(a, &one), (b, &two)]));
        use Standing::{Conflict, Revised, Revision};
        let both = |a, b| [("12".to_owned(), a, 1), ("13".to_owned(), b, 1)];
        assert_eq!(days(Some("2022-05-09"), Some("2022-05-10")), both(Revised, Revision));
        assert_eq!(days(Some("2022-05-09"), Some("2022-05-09")), both(Conflict, Conflict));
        assert_eq!(days(None, None), both(Conflict, Conflict));
        let later_first = days(Some("2022-05-10"), Some("2022-05-09"));
        assert_eq!(later_first, [("13".into(), Revised, 1), ("12".into(), Revision, 1)]);
    }

    #[test]
    fn what_says_too_little_is_left_out() {
        let miner = Miner::new().unwrap();
        let mut series = Series::default();
        let text = "将新增床位300张。出动消防车3辆。确诊病例3例。";
        series.add(&miner.figures_text(text, &Context::default()).unwrap().0, None);
        assert!(series.points().is_empty());
        let reasons: Vec<_> = series.left_out().iter().map(|(why, count)| (*why, *count)).collect();
        let want = [LeftOut::NotReported, LeftOut::NoMetric, LeftOut::NoPlace].map(|why| (why, 1));
        assert_eq!(reasons, want);
    }
}
