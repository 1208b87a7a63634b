//! Parts and their wholes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Check, CheckKind, Verdict, is_exact, name, reference, verdict};
use crate::record::{Dimension, Record};

/// In longer sentences nobody looks for the words between whole and parts.
const LONGEST: usize = 1 << 14;
/// Words between whole and parts, or before a part, that leave room for others.
const SUBSET: [&str; 8] = ["其中", "含", "包括", "包含", "另", "已", "等", "主要"];

/// In what a part differs from its whole. The order is that of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Facet<'a> {
    Metric,
    Origin,
    Place,
    /// A qualifier other than the severity.
    Qualifier(&'a str),
    Severity,
}

/// The checks of each whole that has parts.
pub(super) fn check_parts(records: &[Record]) -> Vec<Check> {
    let mut by_whole: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
    for part in records {
        if let Some(whole) = part.part_of.filter(|whole| *whole != part.id) {
            by_whole.entry(whole).or_default().push(part);
        }
    }
    let index: BTreeMap<usize, &Record> = records.iter().map(|r| (r.id, r)).collect();
    let wholes = by_whole.iter().filter_map(|(id, parts)| Some((*index.get(id)?, parts)));
    wholes.flat_map(|(whole, parts)| check_whole(whole, parts)).collect()
}

fn check_whole(whole: &Record, parts: &[&Record]) -> Vec<Check> {
    let mut groups: BTreeMap<Vec<Facet<'_>>, Vec<&Record>> = BTreeMap::new();
    let mut checks = Vec::new();
    for part in parts {
        match facets(whole, part) {
            Some(facets) if !facets.is_empty() => groups.entry(facets).or_default().push(part),
            _ if measures_alike(whole, part) => checks.push(within(whole, part)),
            _ => {}
        }
    }
    checks.extend(groups.into_iter().flat_map(|(facets, parts)| sums(whole, &parts, &facets)));
    checks
}

fn measures_alike(whole: &Record, part: &Record) -> bool {
    whole.dimension == Dimension::Count
        && part.dimension == Dimension::Count
        && whole.unit == part.unit
}

/// In what `part` differs from `whole`, where both count the same thing.
fn facets<'a>(whole: &Record, part: &'a Record) -> Option<Vec<Facet<'a>>> {
    if !measures_alike(whole, part) || whole.aspect != part.aspect || whole.metric.is_none() {
        return None;
    }
    let mut found = Vec::new();
    if whole.metric != part.metric {
        found.push(metric_facet(whole, part)?);
    }
    if whole.place != part.place {
        found.push(Facet::Place);
    }
    if whole.origin != part.origin {
        found.push(Facet::Origin);
    }
    for (key, value) in &part.qualifiers {
        match (whole.qualifiers.get(key) == Some(value), key.as_str()) {
            (true, _) => {}
            (false, "severity") => found.push(Facet::Severity),
            (false, key) => found.push(Facet::Qualifier(key)),
        }
    }
    found.dedup();
    Some(found)
}

/// 确诊 and 无症状 of 感染者; 重型 and 危重型 beside 轻型 and 普通型.
fn metric_facet(whole: &Record, part: &Record) -> Option<Facet<'static>> {
    match (whole.metric.as_deref()?, part.metric.as_deref()?) {
        ("infections", "confirmed_cases" | "asymptomatic_cases") => Some(Facet::Metric),
        ("confirmed_cases", "severe_cases" | "critical_cases") => Some(Facet::Severity),
        _ => None,
    }
}

fn within(whole: &Record, part: &Record) -> Check {
    Check {
        kind: CheckKind::PartWithin,
        records: vec![reference(whole), reference(part)],
        left: Some(part.value),
        right: Some(whole.value),
        verdict: verdict(is_exact(whole) && is_exact(part), part.value <= whole.value),
        message: format!("{} of {}", name(part), name(whole)),
    }
}

/// The checks of the parts that differ in one way. Where the sum exceeds the whole and the list
/// begins anew (two breakdowns of one total), each run that adds up stands for itself.
fn sums(whole: &Record, parts: &[&Record], facets: &[Facet<'_>]) -> Vec<Check> {
    runs(whole, parts).into_iter().map(|run| sum(whole, run, facets)).collect()
}

/// Cuts `parts` where they have added up to the whole.
fn runs<'a, 'r>(whole: &Record, parts: &'a [&'r Record]) -> Vec<&'a [&'r Record]> {
    let (mut found, mut start, mut total) = (Vec::new(), 0, Decimal::ZERO);
    for (index, part) in parts.iter().enumerate() {
        total = total.saturating_add(part.value);
        if total == whole.value && !total.is_zero() {
            found.push(&parts[start..=index]);
            (start, total) = (index + 1, Decimal::ZERO);
        }
    }
    if start < parts.len() {
        let rest = &parts[start..];
        // Zeros after a run that adds up make no check of their own.
        if start == 0 || rest.iter().any(|part| !part.value.is_zero()) {
            found.push(rest);
        }
    }
    found
}

fn sum(whole: &Record, parts: &[&Record], facets: &[Facet<'_>]) -> Check {
    let total = parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.value));
    let verdict = if !is_exact(whole) || !parts.iter().all(|part| is_exact(part)) {
        Verdict::Unread
    } else if total == whole.value {
        Verdict::Holds
    } else if total > whole.value || is_full(whole, parts, facets) {
        Verdict::Fails
    } else {
        Verdict::Partial
    };
    let origins = *facets == [Facet::Origin] && has_both(parts);
    let listed: Vec<String> = parts.iter().take(8).map(|part| name(part)).collect();
    let more = if parts.len() > 8 { " + …" } else { "" };
    let records = [whole].into_iter().chain(parts.iter().copied()).map(reference).collect();
    Check {
        kind: if origins { CheckKind::OriginsSum } else { CheckKind::PartsSum },
        records,
        left: Some(total),
        right: Some(whole.value),
        verdict,
        message: format!("{}{more} = {total}; {}", listed.join(" + "), name(whole)),
    }
}

fn has_both(parts: &[&Record]) -> bool {
    let first = parts.first().and_then(|part| part.origin);
    first.is_some() && parts.iter().any(|part| part.origin != first && part.origin.is_some())
}

/// True when the text says that the parts are all: several, right after the whole, without 其中
/// and the like; or both origins, both sexes.
fn is_full(whole: &Record, parts: &[&Record], facets: &[Facet<'_>]) -> bool {
    let [first, .., last] = parts else { return false };
    match facets {
        [Facet::Origin] => return has_both(parts),
        [Facet::Qualifier("sex")] => {
            return first.qualifiers.get("sex") != last.qualifiers.get("sex");
        }
        [Facet::Metric] => return first.metric != last.metric,
        [Facet::Place] => {}
        [Facet::Severity] if parts.iter().any(|part| is_light(part)) => {}
        _ => return false,
    }
    let Some(between) = between(whole, first) else { return false };
    let list = between.trim_start();
    list.starts_with(['（', '(', '：', ':', '〔', '[', '，', ','])
        && !SUBSET.iter().any(|word| between.contains(word))
        && between.chars().count() <= 16
        && after(last).is_some_and(|rest| rest.starts_with(['）', ')', '。', '；', ';', '〕', ']']))
}

/// 轻型 or 普通型: without them 重型 and 危重型 are never all.
fn is_light(part: &Record) -> bool {
    matches!(part.qualifiers.get("severity").map(String::as_str), Some("mild" | "moderate"))
}

/// The words between the end of `whole` and the beginning of `part`, when one sentence has both.
fn between<'a>(whole: &'a Record, part: &Record) -> Option<&'a str> {
    let gap = part.char_start.checked_sub(whole.char_end)?;
    if whole.sentence != part.sentence || whole.sentence.len() > LONGEST || gap > 64 {
        return None;
    }
    let sentence = &*whole.sentence;
    sentence.match_indices(&whole.text).find_map(|(at, text)| {
        let rest = &sentence[at + text.len()..];
        let end = rest.char_indices().map(|(at, _)| at).nth(gap)?;
        rest[end..].starts_with(&part.text).then(|| &rest[..end])
    })
}

/// What follows `part` in its sentence, when its words stand there once.
fn after(part: &Record) -> Option<&str> {
    let (_, rest) = part.sentence.split_once(&part.text)?;
    if !rest.contains(&part.text) || rest.starts_with(['）', ')']) {
        return Some(if rest.is_empty() { "。" } else { rest });
    }
    // Repeated words: any place that ends a list will do.
    part.sentence
        .match_indices(&part.text)
        .map(|(at, text)| &part.sentence[at + text.len()..])
        .find(|rest| rest.starts_with(['）', ')', '。', '；', ';']))
}
