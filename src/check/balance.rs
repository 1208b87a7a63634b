//! Identities between figures of one place and time that are not each other's parts.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Check, CheckKind, is_exact, name, reference, verdict};
use crate::record::{Aspect, Origin, Record};

/// What figures must share to be compared.
type Key<'a> = (usize, Option<&'a str>, Option<&'a str>, Option<&'a str>);

pub(super) fn check_balance(records: &[Record]) -> Vec<Check> {
    let mut checks = current(records);
    checks.extend(origins(records));
    checks
}

/// The figures of one meaning: the first, and whether another differs.
#[derive(Debug, Clone, Copy)]
struct Stated<'a> {
    record: &'a Record,
    differs: bool,
}

fn add<'a, K: Ord>(map: &mut BTreeMap<K, Stated<'a>>, key: K, record: &'a Record) {
    map.entry(key)
        .and_modify(|stated| stated.differs |= stated.record.value != record.value)
        .or_insert(Stated { record, differs: false });
}

fn is_read(stated: &[Stated<'_>]) -> bool {
    stated.iter().all(|stated| !stated.differs && is_exact(stated.record))
}

/// Current cases = cumulative − recovered − dead: in one sentence, or else in one article.
fn current(records: &[Record]) -> Vec<Check> {
    let near = balances(records, |record| &*record.sentence);
    let done: BTreeSet<usize> = near.iter().map(|(first, _)| *first).collect();
    let far = balances(records, |_| "");
    let far = far.into_iter().filter(|(first, _)| !done.contains(first));
    near.into_iter().chain(far).map(|(_, check)| check).collect()
}

/// A check, with the id of the stated current figure, for each place, time, origin and `scope`.
fn balances<'a>(
    records: &'a [Record],
    scope: impl Fn(&'a Record) -> &'a str,
) -> Vec<(usize, Check)> {
    type Roles<'a> = BTreeMap<(Key<'a>, Option<Origin>), BTreeMap<usize, Stated<'a>>>;
    let mut groups = Roles::new();
    for record in records.iter().filter(|record| record.qualifiers.is_empty()) {
        let role = match (record.metric.as_deref(), record.aspect) {
            (Some("confirmed_cases"), Some(Aspect::Current)) => 0,
            (Some("confirmed_cases"), Some(Aspect::Cumulative)) => 1,
            (Some("recoveries"), Some(Aspect::Cumulative)) => 2,
            (Some("deaths"), Some(Aspect::Cumulative)) => 3,
            _ => continue,
        };
        let time = record.time_end.as_deref();
        let key = (record.article, record.place.as_deref(), Some(scope(record)), time);
        add(groups.entry((key, record.origin)).or_default(), role, record);
    }
    let all = groups.into_values().filter(|roles| roles.len() == 4);
    all.filter_map(|roles| {
        let first = roles.get(&0)?.record.id;
        Some((first, balance(&roles.into_values().collect::<Vec<_>>())))
    })
    .collect()
}

fn balance(stated: &[Stated<'_>]) -> Check {
    let value = |index: usize| stated.get(index).map_or(Decimal::ZERO, |s| s.record.value);
    let right = value(1).saturating_sub(value(2)).saturating_sub(value(3));
    let names: Vec<String> = stated.iter().map(|stated| name(stated.record)).collect();
    Check {
        kind: CheckKind::CurrentBalance,
        records: stated.iter().map(|stated| reference(stated.record)).collect(),
        left: Some(value(0)),
        right: Some(right),
        verdict: verdict(is_read(stated), value(0) == right),
        message: format!("current {} = {}", names[0], names[1..].join(" − ")),
    }
}

/// Local + imported = total, where they are not parts of it (those are checked as parts).
fn origins(records: &[Record]) -> Vec<Check> {
    type Meaning<'a> = (Key<'a>, &'a str, Option<Aspect>, Vec<(&'a str, &'a str)>);
    let mut groups: BTreeMap<Meaning<'_>, BTreeMap<Option<Origin>, Stated<'_>>> = BTreeMap::new();
    for record in records {
        let Some(metric) = record.metric.as_deref() else { continue };
        let start = record.time_start.as_deref();
        let key = (record.article, record.place.as_deref(), start, record.time_end.as_deref());
        let qualifiers = record.qualifiers.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        add(
            groups.entry((key, metric, record.aspect, qualifiers)).or_default(),
            record.origin,
            record,
        );
    }
    groups
        .into_values()
        .filter(|group| group.len() == 3)
        .filter_map(|group| origin(&group))
        .collect()
}

fn origin(group: &BTreeMap<Option<Origin>, Stated<'_>>) -> Option<Check> {
    let total = *group.get(&None)?;
    let local = *group.get(&Some(Origin::Local))?;
    let imported = *group.get(&Some(Origin::Imported))?;
    let ids: BTreeSet<Option<usize>> =
        [local, imported].iter().map(|stated| stated.record.part_of).collect();
    if ids.len() == 1 && ids.contains(&Some(total.record.id)) {
        return None;
    }
    let stated = [total, local, imported];
    let left = local.record.value.saturating_add(imported.record.value);
    Some(Check {
        kind: CheckKind::OriginsSum,
        records: stated.iter().map(|stated| reference(stated.record)).collect(),
        left: Some(left),
        right: Some(total.record.value),
        verdict: verdict(is_read(&stated), left == total.record.value),
        message: format!(
            "local {} + imported {} = total {}",
            name(local.record),
            name(imported.record),
            name(total.record)
        ),
    })
}
