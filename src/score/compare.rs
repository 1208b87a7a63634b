//! One document's records against its annotation.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::gold::{Gold, GoldFigure, filled, options};
use super::{Miss, Score, Tier};
use crate::record::Record;

/// Units of time: without a metric, the subject of a duration is not compared.
const DURATIONS: [&str; 10] =
    ["秒", "分钟", "小时", "个小时", "天", "日", "周", "个月", "月", "年"];

pub(super) fn compare(gold: &Gold, records: &[Record]) -> Score {
    let (matched, mut used) = pair(gold, records);
    let labels: HashMap<&str, usize> = gold
        .figures
        .iter()
        .enumerate()
        .filter_map(|(index, figure)| Some((figure.label.as_deref()?, index)))
        .collect();
    let whole = |figure: &GoldFigure| {
        let label = figure.whole()?;
        matched[*labels.get(label)?].map(|record| records[record].id)
    };
    let mut score = Score::default();
    for (figure, record) in gold.figures.iter().zip(&matched) {
        if figure.is_optional() {
            continue;
        }
        score.wanted += 1;
        let record = record.map(|record| &records[record]);
        let (tier, reason) = judge(figure, record, whole(figure), &mut score);
        let reached = tier.map_or(Tier::ALL.len(), |tier| tier as usize);
        score.right[..reached].iter_mut().for_each(|right| *right += 1);
        if tier.is_some() {
            let reason = format!("«{}» {reason}", figure.quote);
            score.misses.push(Miss { tier, line: Some(figure.line), reason });
        }
    }
    score.found = records.len() - free(gold, records, &matched, &mut used);
    let spurious = records.iter().zip(&used).filter(|(_, used)| !**used);
    score.misses.extend(spurious.map(|(record, _)| Miss {
        tier: None,
        line: None,
        reason: format!("spurious «{}» in «{}»", record.text, record.sentence),
    }));
    score
}

/// The record of each figure, and which records are taken. A figure takes the first free record
/// that overlaps it, or rather the first one with its value.
fn pair(gold: &Gold, records: &[Record]) -> (Vec<Option<usize>>, Vec<bool>) {
    let mut used = vec![false; records.len()];
    let matched = gold.figures.iter().map(|figure| {
        let over = |index: &usize| !used[*index] && overlaps(figure, &records[*index]);
        let mut right = (0..records.len()).filter(over);
        let found = right.find(|index| has_value(figure, &records[*index]));
        let found = found.or_else(|| (0..records.len()).find(over));
        if let Some(index) = found {
            used[index] = true;
        }
        found
    });
    (matched.collect(), used)
}

fn overlaps(figure: &GoldFigure, record: &Record) -> bool {
    record.byte_start < figure.span.end && figure.span.start < record.byte_end
}

fn has_value(figure: &GoldFigure, record: &Record) -> bool {
    let value = record.value.to_f64().unwrap_or(f64::NAN);
    (value - figure.value).abs() <= 1e-6 * figure.value.abs().max(1.0)
}

/// How many records cost nothing: those of optional figures, and further ones over them and over
/// figures that stand for several.
fn free(gold: &Gold, records: &[Record], matched: &[Option<usize>], used: &mut [bool]) -> usize {
    let figures = gold.figures.iter().zip(matched);
    let mut free = figures.filter(|(figure, at)| figure.is_optional() && at.is_some()).count();
    let open = || gold.figures.iter().filter(|figure| figure.is_optional() || figure.is_each());
    for (record, used) in records.iter().zip(used) {
        if !*used && open().any(|figure| overlaps(figure, record)) {
            *used = true;
            free += 1;
        }
    }
    free
}

/// The first tier that the record misses, if any, and why.
fn judge(
    figure: &GoldFigure,
    record: Option<&Record>,
    whole: Option<usize>,
    score: &mut Score,
) -> (Option<Tier>, String) {
    let Some(record) = record else { return (Some(Tier::Quantity), "is not found".to_owned()) };
    let unit = filled(record.unit);
    if !has_value(figure, record) || !figure.units.iter().any(|want| want.as_deref() == unit) {
        let (value, units) = (figure.value, &figure.units);
        let reason = format!("wants {value} {units:?}, got {} {unit:?}", record.value);
        return (Some(Tier::Quantity), reason);
    }
    tally(figure, record, whole, score);
    let wrong = wrong_metric(figure, record);
    if !wrong.is_empty() {
        return (Some(Tier::Metric), wrong.join("; "));
    }
    let wrong = wrong_context(figure, record);
    ((!wrong.is_empty()).then_some(Tier::Full), wrong.join("; "))
}

fn tally(figure: &GoldFigure, record: &Record, whole: Option<usize>, score: &mut Score) {
    score.tally("bound", word(&record.bound).as_deref() == Some(&figure.bound));
    if figure.whole().is_some() {
        score.tally("part_of", whole.is_some() && record.part_of == whole);
    }
    if let Some(per) = figure.get("per") {
        score.tally("per", fits(Some(per), record.per.as_deref()));
    }
    let status = figure.get("st").unwrap_or("reported");
    score.tally("status", fits(Some(status), word(&record.status).as_deref()));
    for (key, want) in &figure.keys {
        if let Some(name) = key.strip_prefix("q.") {
            score.tally("qualifiers", record.qualifiers.get(name) == Some(want));
        }
    }
}

fn wrong_metric(figure: &GoldFigure, record: &Record) -> Vec<String> {
    let mut wrong = Vec::new();
    let metric = record.metric.as_deref();
    check("metric", figure.get("m"), metric, &mut wrong);
    let lasts = figure.units.iter().flatten().any(|unit| DURATIONS.contains(&unit.as_str()));
    let subject = record.subject.as_deref().unwrap_or_default();
    if wrong.is_empty() && metric.is_none() && !lasts && !is_subject(figure.get("s"), subject) {
        wrong.push(format!("subject {:?} got {subject:?}", figure.get("s")));
    }
    check("aspect", figure.get("a"), word(&record.aspect).as_deref(), &mut wrong);
    check("origin", figure.get("o"), word(&record.origin).as_deref(), &mut wrong);
    wrong
}

fn wrong_context(figure: &GoldFigure, record: &Record) -> Vec<String> {
    let mut wrong = Vec::new();
    let (place, code) = (figure.get("p"), figure.get("pc"));
    let got = record.place_code.as_deref();
    if place.is_some() && !(code.is_some() && fits(code, got)) {
        check("place", place, record.place.as_deref(), &mut wrong);
    }
    if code.is_some() {
        check("place_code", code, got, &mut wrong);
    }
    if let Some(time) = figure.get("t") {
        let (start, end) = time.split_once('/').unwrap_or((time, time));
        let want = whole_days(filled(Some(start)), filled(Some(end)));
        let got = whole_days(record.time_start.as_deref(), record.time_end.as_deref());
        if want != got {
            wrong.push(format!("time {want:?} got {got:?}"));
        }
    }
    wrong
}

fn check(name: &str, want: Option<&str>, got: Option<&str>, wrong: &mut Vec<String>) {
    if !fits(want, got) {
        wrong.push(format!("{name} {} got {}", want.unwrap_or("-"), got.unwrap_or("-")));
    }
}

fn fits(want: Option<&str>, got: Option<&str>) -> bool {
    options(want).any(|want| want == filled(got))
}

/// Either contains the other, for one of the alternatives.
fn is_subject(want: Option<&str>, got: &str) -> bool {
    let fits = |want: &str| {
        !want.is_empty() && (got.contains(want) || (!got.is_empty() && want.contains(got)))
    };
    want.is_none_or(|want| want.is_empty() || want.split('/').any(fits))
}

/// The name of an enum's value in a record; None for null.
fn word(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// From midnight to midnight is the days between; a month is its days; all else stays.
fn whole_days(start: Option<&str>, end: Option<&str>) -> (Option<String>, Option<String>) {
    if let (Some(first), Some(last)) = (midnight(start), midnight(end))
        && let Ok(last) = last.yesterday()
    {
        return (Some(first.to_string()), Some(last.to_string()));
    }
    let day = |text: Option<&str>, edge: fn(Date) -> Date| {
        let month = text.filter(|text| text.len() == "2022-05".len());
        let first = month.and_then(|text| format!("{text}-01").parse().ok());
        first.map(|first| edge(first).to_string()).or_else(|| text.map(str::to_owned))
    };
    (day(start, |first| first), day(end, Date::last_of_month))
}

fn midnight(text: Option<&str>) -> Option<Date> {
    text?.strip_suffix("T00:00")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months() {
        let days = |start, end| {
            let (start, end) = whole_days(Some(start), Some(end));
            format!("{}/{}", start.unwrap(), end.unwrap())
        };
        assert_eq!(days("2022-05-07T00:00", "2022-05-08T00:00"), "2022-05-07/2022-05-07");
        assert_eq!(days("2020-02", "2020-02"), "2020-02-01/2020-02-29");
        assert_eq!(
            days("2022-05-07T08:00", "2022-05-08T00:00"),
            "2022-05-07T08:00/2022-05-08T00:00"
        );
        assert_eq!(
            days("XXXX-05-07T00:00", "XXXX-05-08T00:00"),
            "XXXX-05-07T00:00/XXXX-05-08T00:00"
        );
    }

    #[test]
    fn subjects() {
        assert!(is_subject(Some("确诊病例/病例"), "本土确诊病例"));
        assert!(is_subject(Some("本土确诊病例"), "病例"));
        assert!(is_subject(None, ""));
        assert!(!is_subject(Some("病例"), ""));
        assert!(!is_subject(Some("病例"), "床位"));
    }
}
