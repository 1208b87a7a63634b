//! Cumulative figures across documents.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Check, CheckKind, RecordRef, is_exact, name, reference, verdict};
use crate::record::{Aspect, Origin, Provenance, Record};

/// What is counted: place, metric, origin, start, qualifiers, population.
type Meaning = (String, String, Option<Origin>, Option<String>, Vec<(String, String)>);

/// One figure of a series.
#[derive(Debug, Clone)]
struct Point {
    /// Which document in the order given: ids may be the same.
    document: usize,
    /// The time as stated.
    at: String,
    /// That time as a key to sort by.
    until: String,
    value: Decimal,
    record: RecordRef,
    name: String,
}

/// Gathers the cumulative figures of documents as they come; keeps no document.
///
/// ```
/// # fn main() -> tongbao::Result<()> {
/// let miner = tongbao::Miner::new()?;
/// let context = tongbao::Context { published: Some("2022-05-09".into()), ..Default::default() };
/// let mut series = tongbao::check::Series::default();
/// for text in ["截至5月7日24时，全市累计报告确诊病例90例。", "截至5月8日24时，全市累计报告确诊病例95例。"] {
///     let context = tongbao::Context { place: Some("许昌市".into()), ..context.clone() };
///     series.add(&miner.figures_text(text, &context)?.0);
/// }
/// assert_eq!(series.checks()[0].verdict, tongbao::check::Verdict::Holds);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Series {
    points: BTreeMap<Meaning, Vec<Point>>,
    documents: usize,
}

impl Series {
    /// Adds the cumulative figures of a document, given all its records. Of several of one meaning
    /// its first counts.
    pub fn add(&mut self, records: &[Record]) {
        self.documents += 1;
        let is_case = |r: &Record| r.metric.as_deref() == Some("confirmed_cases");
        let health = records.iter().any(is_case);
        for record in records {
            let name = record.metric.as_deref().unwrap_or_default();
            if !(CARRIED.contains(&name) || health && name == "deaths") {
                continue;
            }
            if let Some((meaning, point)) = point(record, self.documents) {
                let points = self.points.entry(meaning).or_default();
                if points.last().is_none_or(|old| old.document != point.document) {
                    points.push(point);
                }
            }
        }
    }

    /// One check for each pair of neighbours in time.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        let mut found = Vec::new();
        for points in self.points.values() {
            let mut points: Vec<&Point> = points.iter().collect();
            points.sort_by(|a, b| {
                (&a.until, &a.record, a.document).cmp(&(&b.until, &b.record, b.document))
            });
            found.extend(points.windows(2).map(|pair| step(pair[0], pair[1])));
        }
        found
    }
}

/// Metrics that are carried forward from bulletin to bulletin. Not suspected cases, for those
/// cleared are taken out again, nor contacts, who may be those of some cases
/// only, nor tolls of accidents, which begin anew.
const CARRIED: [&str; 7] = [
    "confirmed_cases",
    "asymptomatic_cases",
    "infections",
    "recoveries",
    "released_from_observation",
    "vaccine_doses",
    "people_vaccinated",
];

/// Deaths are carried where cases are. No points are figures whose text names
/// no time (已追踪到以上病例的密切接触者), for they begin anew.
fn point(record: &Record, document: usize) -> Option<(Meaning, Point)> {
    let at = record.time_end.clone().filter(|time| !time.starts_with('X'))?;
    let timed = record.time_from != Some(Provenance::Published);
    if record.aspect != Some(Aspect::Cumulative) || !is_exact(record) || !timed {
        return None;
    }
    let place = record.place_code.clone().or_else(|| record.place.clone())?;
    let qualifiers = record.qualifiers.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let start = record.time_start.clone().filter(|start| *start != at);
    let meaning = (place, record.metric.clone()?, record.origin, start, qualifiers);
    let point = Point {
        document,
        until: until(&at),
        at,
        value: record.value,
        record: reference(record),
        name: name(record),
    };
    Some((meaning, point))
}

/// A key to sort by: a day, month or year counts up to its end.
fn until(time: &str) -> String {
    let end = match time.len() {
        4 => "-13",
        7 => "-32",
        10 => "T24:00",
        _ => "",
    };
    format!("{time}{end}")
}

/// The later is no less; of one moment, both are the same.
fn step(earlier: &Point, later: &Point) -> Check {
    let same = earlier.until == later.until;
    let holds = if same { earlier.value == later.value } else { earlier.value <= later.value };
    Check {
        kind: CheckKind::CumulativeRises,
        records: vec![earlier.record.clone(), later.record.clone()],
        left: Some(earlier.value),
        right: Some(later.value),
        verdict: verdict(true, holds),
        message: format!("{}: {}; {}: {}", earlier.at, earlier.name, later.at, later.name),
    }
}
