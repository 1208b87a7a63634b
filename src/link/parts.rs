//! Breakdowns that no word marks: figures in a row that add up to one before them.
//!
//! `井下共有39人，18人升井，21人被困` → both are parts of the 39.

use rust_decimal::Decimal;

use crate::link::draft::Draft;
use crate::record::Dimension;

/// How many figures back a whole is looked for.
const REACH: usize = 12;
/// The longest run that is tried.
const LONGEST: usize = 40;

/// Gives `part_of` to runs of like figures, in one paragraph, that add up to a figure before them.
pub(crate) fn add_up(drafts: &mut [Draft<'_>]) {
    let mut at = 1;
    while at < drafts.len() {
        match breakdown(drafts, at) {
            Some((whole, end)) => {
                for index in at..end {
                    attach(drafts, index, whole);
                }
                at = end;
            }
            None => at += 1,
        }
    }
}

/// A run of at least two figures from `at` on, and the whole before it that it adds up to.
fn breakdown(drafts: &[Draft<'_>], at: usize) -> Option<(usize, usize)> {
    let first = &drafts[at];
    if first.whole.is_some() || !countable(first) {
        return None;
    }
    let mut sum = Decimal::ZERO;
    let mut count = 0;
    for (index, draft) in drafts.iter().enumerate().skip(at).take(LONGEST) {
        if draft.paragraph != first.paragraph {
            break;
        }
        if draft.whole.is_some() || !countable(draft) {
            if draft.whole.is_some_and(|whole| whole >= at) || draft.quantity.is_none() {
                continue;
            }
            break;
        }
        if !alike(draft, first) {
            break;
        }
        sum = sum.checked_add(value(draft)?)?;
        count += 1;
        if count >= 2
            && let Some(whole) = whole_of(drafts, at, sum)
        {
            return Some((whole, index + 1));
        }
    }
    None
}

fn whole_of(drafts: &[Draft<'_>], at: usize, sum: Decimal) -> Option<usize> {
    let first = &drafts[at];
    (at.saturating_sub(REACH)..at).rev().find(|&index| {
        let draft = &drafts[index];
        draft.paragraph == first.paragraph
            && alike(draft, first)
            && value(draft) == Some(sum)
            && compatible(draft, first)
    })
}

fn attach(drafts: &mut [Draft<'_>], index: usize, whole: usize) {
    if drafts[index].whole.is_some() || !alike(&drafts[index], &drafts[whole]) || index == whole {
        return;
    }
    let (metric, aspect, origin, sense) = {
        let whole = &drafts[whole];
        (whole.metric.clone(), whole.aspect, whole.origin, whole.subject.clone())
    };
    let part = &mut drafts[index];
    part.whole = Some(whole);
    if !part.own.metric && part.metric.is_none() && part.quantity.is_some() {
        part.metric = metric;
        part.subject = part.subject.take().or(sense);
    }
    if !part.own.aspect && part.aspect.is_none() {
        part.aspect = aspect;
    }
    if !part.own.origin
        && part.origin.is_none()
        && part.metric.as_deref().is_some_and(super::walk::is_epidemic)
    {
        part.origin = origin;
    }
}

fn countable(draft: &Draft<'_>) -> bool {
    draft.quantity.is_some_and(|q| {
        !matches!(q.dimension, Dimension::Ratio | Dimension::Duration | Dimension::Temperature)
    }) && draft.per.is_none()
}

fn alike(a: &Draft<'_>, b: &Draft<'_>) -> bool {
    countable(a)
        && countable(b)
        && a.quantity.map(|q| (q.unit, q.dimension)) == b.quantity.map(|q| (q.unit, q.dimension))
}

fn compatible(whole: &Draft<'_>, part: &Draft<'_>) -> bool {
    match (whole.metric.as_deref(), part.metric.as_deref()) {
        (Some(a), Some(b)) => a == b || a == "infections" || part.own.metric,
        _ => true,
    }
}

fn value(draft: &Draft<'_>) -> Option<Decimal> {
    draft.quantity.map(|q| q.value)
}
