//! Breakdowns that no word marks: figures in a row that add up to one before them.
//!
//! `井下共有39人，18人升井，21人被困` → both are parts of the 39.

use rust_decimal::Decimal;

use crate::link::Linker;
use crate::link::draft::{Draft, Total};
use crate::link::whole::{counts_alike, is_epidemic};
use crate::record::{Dimension, Provenance};

/// How many figures back a whole is looked for.
const REACH: usize = 12;
/// The longest run that is tried.
const LONGEST: usize = 40;

/// Gives `part_of` to runs of like figures, in one paragraph, that add up to a figure before them.
pub(crate) fn add_up(drafts: &mut [Draft<'_>], linker: &Linker<'_>) {
    let mut at = 1;
    while at < drafts.len() {
        match breakdown(drafts, at, linker) {
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

/// Moves parts that a word put under a figure which they do not add up to, when they add up to
/// another one before it, or to several in a row together (确诊6例、无症状21例，分布在…).
pub(crate) fn reassign<'a>(drafts: &mut [Draft<'a>], linker: &'a Linker<'_>) {
    for at in 0..drafts.len() {
        let Some(whole) = drafts[at].whole else { continue };
        let parts = siblings(drafts, at, whole);
        if parts.first() == Some(&at) && parts.len() > 1 {
            rebase(drafts, &parts, whole, linker);
        }
    }
}

/// The parts of `whole` in the sentence of the draft `at` that name no metric of their own.
fn siblings(drafts: &[Draft<'_>], at: usize, whole: usize) -> Vec<usize> {
    let sentence = drafts[at].sentence;
    let back = drafts[..at].iter().rev().take(2 * LONGEST);
    let from = back.take_while(|draft| draft.sentence == sentence).count();
    let near = drafts.iter().enumerate().skip(at - from);
    near.take_while(|(_, draft)| draft.sentence == sentence)
        .take(2 * LONGEST)
        .filter(|(_, draft)| draft.whole == Some(whole) && !draft.own.metric && !draft.subset)
        .filter(|(_, draft)| alike(draft, &drafts[at]))
        .map(|(index, _)| index)
        .collect()
}

/// Moves `parts` from `whole` to the figures that they add up to, if they add up to others.
fn rebase<'a>(drafts: &mut [Draft<'a>], parts: &[usize], whole: usize, linker: &'a Linker<'_>) {
    let from = parts[0];
    let sum: Option<Decimal> = parts.iter().map(|&part| value(&drafts[part])).sum();
    let Some(sum) = sum.filter(|sum| value(&drafts[whole]) != Some(*sum)) else { return };
    let better = (from.saturating_sub(REACH)..from).rev().find(|&index| {
        alike(&drafts[index], &drafts[from])
            && drafts[index].article == drafts[from].article
            && value(&drafts[index]) == Some(sum)
    });
    if let Some(better) = better {
        let (metric, aspect, origin) =
            (drafts[better].metric, drafts[better].aspect, drafts[better].origin);
        for &part in parts {
            let part = &mut drafts[part];
            part.whole = Some(better);
            part.metric = metric;
            part.aspect = aspect;
            part.origin = origin;
        }
        return;
    }
    let row = (2..4).find(|count| {
        whole + 1 >= *count && {
            let row = &drafts[whole + 1 - count..=whole];
            row.iter().all(|draft| alike(draft, &drafts[from]))
                && row.iter().map(value).sum::<Option<Decimal>>() == Some(sum)
        }
    });
    if let Some(count) = row {
        let metrics: Vec<&str> =
            drafts[whole + 1 - count..=whole].iter().filter_map(|d| d.metric).collect();
        let together = linker.together(&metrics).map(|sense| &*sense.metric);
        for &part in parts {
            drafts[part].whole = None;
            drafts[part].metric = together;
        }
    }
}

/// A total that 均 narrows (新增9例，均为境外输入; 河北4例，均在雄安新区) is both: the narrowed figure,
/// and the total that every other day's bulletin states. The total follows as a figure of its own,
/// so that a series of totals has no holes.
pub(crate) fn keep_totals(drafts: Vec<Draft<'_>>) -> Vec<Draft<'_>> {
    if drafts.iter().all(|draft| draft.total.is_none()) {
        return drafts;
    }
    let mut moved = Vec::with_capacity(drafts.len());
    let mut kept: Vec<Draft<'_>> = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        moved.push(kept.len());
        draft.whole = draft.whole.and_then(|whole| moved.get(whole).copied());
        let total = draft.total.take();
        kept.push(draft);
        if let Some(Total { origin, place }) = total
            && let Some(narrowed) = kept.last()
            && (narrowed.origin, &narrowed.place) != (origin, &place)
        {
            let mut total = Draft { origin, place, ..narrowed.clone() };
            total.qualifiers.remove("found_in");
            kept.push(total);
        }
    }
    kept
}

/// 上饶市受灾人口214.3万人, after the province's 547.6万: of the same metric and aspect, at a place
/// inside, it is a part.
pub(crate) fn place_parts(drafts: &mut [Draft<'_>], linker: &Linker<'_>) {
    for at in 1..drafts.len() {
        if drafts[at].whole.is_some() || drafts[at].metric.is_none() || !countable(&drafts[at]) {
            continue;
        }
        let part = &drafts[at];
        let whole = (at.saturating_sub(3 * REACH)..at).rev().find(|&index| {
            let whole = &drafts[index];
            whole.article == part.article
                && whole.metric == part.metric
                && whole.aspect == part.aspect
                && whole.origin == part.origin
                && whole.whole.is_none()
                && alike(whole, part)
                && value(whole) > value(part)
                && part
                    .place
                    .as_ref()
                    .is_some_and(|(place, _)| linker.is_inside(place, whole.place.as_ref()))
                && whole.place.is_some()
        });
        let restated = whole.is_some_and(|whole| {
            drafts[whole..at]
                .iter()
                .any(|draft| draft.whole == Some(whole) && draft.place == part.place)
        });
        drafts[at].whole = whole.filter(|_| !restated);
    }
}

/// A headline's figure is what the same number in the body is.
pub(crate) fn echo_headlines(drafts: &mut [Draft<'_>]) {
    for at in 0..drafts.len() {
        if !drafts[at].headline || !countable(&drafts[at]) {
            continue;
        }
        let body = drafts[at + 1..].iter().take(80).find(|draft| {
            !draft.headline
                && draft.article == drafts[at].article
                && alike(draft, &drafts[at])
                && value(draft) == value(&drafts[at])
        });
        let Some(body) = body.cloned() else { continue };
        let headline = &mut drafts[at];
        let generic = headline.metric.is_none() || headline.metric == Some("infections");
        if generic && body.metric.is_some() {
            headline.metric = body.metric;
        }
        headline.aspect = headline.aspect.or(body.aspect);
        headline.origin = headline.origin.or(body.origin);
        headline.time = headline.time.or(body.time);
    }
}

/// A run of at least two figures from `at` on, and the whole before it that it adds up to.
fn breakdown(drafts: &[Draft<'_>], at: usize, linker: &Linker<'_>) -> Option<(usize, usize)> {
    let first = &drafts[at];
    if first.whole.is_some() || !countable(first) {
        return None;
    }
    let wholes = wholes(drafts, at, linker);
    let most = wholes.iter().map(|(_, value)| *value).max()?;
    let mut sum = Decimal::ZERO;
    let mut count = 0;
    for (index, draft) in drafts.iter().enumerate().skip(at).take(LONGEST) {
        if draft.paragraph != first.paragraph {
            break;
        }
        if !countable(draft) || draft.whole.is_some_and(|whole| whole >= at) {
            continue;
        }
        if draft.whole.is_some() || !alike(draft, first) {
            break;
        }
        let term = value(draft).filter(|term| !term.is_sign_negative())?;
        sum = sum.checked_add(term)?;
        if sum > most {
            break;
        }
        count += 1;
        if count >= 2
            && let Some((whole, _)) = wholes.iter().find(|(_, value)| *value == sum)
        {
            return Some((*whole, index + 1));
        }
    }
    None
}

/// The figures before `at`, in its paragraph, that a run from it on may add up to, the nearest
/// first, and how many each is.
fn wholes(drafts: &[Draft<'_>], at: usize, linker: &Linker<'_>) -> Vec<(usize, Decimal)> {
    let first = &drafts[at];
    let can_be = |draft: &Draft<'_>| {
        draft.paragraph == first.paragraph
            && alike(draft, first)
            && compatible(draft, first)
            && !stand_beside(draft, first, linker)
    };
    (at.saturating_sub(REACH)..at)
        .rev()
        .filter(|&index| can_be(&drafts[index]))
        .filter_map(|index| Some((index, value(&drafts[index])?)))
        .collect()
}

/// Whether both are said, in one sentence, of places side by side: 郑州市8例，开封市4例.
fn stand_beside(whole: &Draft<'_>, part: &Draft<'_>, linker: &Linker<'_>) -> bool {
    let (Some((outer, Provenance::Stated)), Some((inner, _))) = (&whole.place, &part.place) else {
        return false;
    };
    let (Some(outer), Some(inner)) = (outer.id, inner.id) else { return false };
    let alike = linker.places.level(outer) == linker.places.level(inner);
    part.own.place && alike && outer != inner && whole.sentence == part.sentence
}

/// Makes the draft `index` a part of `whole`, which gives it what it does not say itself.
fn attach(drafts: &mut [Draft<'_>], index: usize, whole: usize) {
    if drafts[index].whole.is_some() || !alike(&drafts[index], &drafts[whole]) || index == whole {
        return;
    }
    let (metric, aspect, origin, sense) = {
        let whole = &drafts[whole];
        (whole.metric, whole.aspect, whole.origin, whole.subject.clone())
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
    if !part.own.origin && part.origin.is_none() && part.metric.is_some_and(is_epidemic) {
        part.origin = origin;
    }
}

/// Whether the figure can be a term of a sum.
fn countable(draft: &Draft<'_>) -> bool {
    draft.quantity.is_some_and(|q| {
        !matches!(q.dimension, Dimension::Ratio | Dimension::Duration | Dimension::Temperature)
    }) && draft.per.is_none()
}

/// Whether two figures can be terms of one sum.
fn alike(a: &Draft<'_>, b: &Draft<'_>) -> bool {
    countable(a)
        && countable(b)
        && a.quantity
            .zip(b.quantity)
            .is_some_and(|(a, b)| a.dimension == b.dimension && counts_alike(a.unit, b.unit))
}

/// Whether the metrics allow `part` to be one of `whole`.
fn compatible(whole: &Draft<'_>, part: &Draft<'_>) -> bool {
    match (whole.metric, part.metric) {
        (Some(a), Some(b)) => a == b || matches!(a, "infections" | "contacts"),
        _ => true,
    }
}

fn value(draft: &Draft<'_>) -> Option<Decimal> {
    draft.quantity.map(|q| q.value)
}
