//! Which figure another one is part of, and where the last figure of a kind stands.
//!
//! In: an item or a quantity, and the drafts so far. Out: the index of a draft, looked for
//! backwards over at most [`LOOK_BACK`] drafts.
//!
//! `确诊8例、无症状20例，其中治愈3例` → 其中 divides the 8例, since the cured are confirmed cases.

use crate::lexicon::{Cue, Kind};
use crate::link::draft::{Draft, Scope};
use crate::link::name::Naming;
use crate::link::token::Mark;
use crate::link::walk::{Item, LOOK_BACK, Left, Walk, any_sense};
use crate::record::{Aspect, Dimension};
use crate::scan::quantity::Quantity;

/// A figure that 其中 makes a part of one before it.
struct Part<'a> {
    quantity: &'a Quantity,
    /// The metric that the words before it name.
    metric: Option<&'a str>,
}

impl Part<'_> {
    /// Whether `draft` counts the same kind of thing, and is no difference.
    fn is_alike(&self, draft: &Draft<'_>) -> bool {
        let holds = |q: &Quantity| {
            let too_big = q.high.zip(self.quantity.low).is_some_and(|(whole, part)| whole < part);
            counts_alike(q.unit, self.quantity.unit) && !too_big
        };
        draft.quantity.is_some_and(holds)
            && !matches!(draft.aspect, Some(Aspect::Increase | Aspect::Decrease))
    }

    /// Whether `draft` is of the metric that the part names.
    fn is_same(&self, draft: &Draft<'_>) -> bool {
        self.is_alike(draft) && self.metric.is_some() && draft.metric == self.metric
    }

    /// Whether the part can be one of `draft`.
    fn fits(&self, draft: &Draft<'_>) -> bool {
        self.is_alike(draft)
            && self.metric.zip(draft.metric).is_none_or(|(part, whole)| part_metric(part, whole))
    }
}

impl<'a> Walk<'a, '_> {
    /// The figure that 其中 in `item` divides: of those of the sentence, else of the paragraph,
    /// the last one that the item's own metric can be a part of and that is counted alike.
    pub(super) fn choose_whole(&self, item: &Item<'_>) -> Option<usize> {
        let part = self.part_in(item);
        part.and_then(|part| self.nearest_whole(&part)).or_else(|| self.last_countable())
    }

    /// The first figure of the item that can be a part, and the metric that words before it name.
    fn part_in(&self, item: &Item<'_>) -> Option<Part<'a>> {
        let counts = |(index, &at): (usize, &usize)| match self.tokens[at].mark {
            Mark::Figure(q) if !matches!(q.unit, Some("岁" | "级" | "度")) => Some((index, q)),
            _ => None,
        };
        let (figure, quantity) = item.tokens.iter().enumerate().find_map(counts)?;
        if matches!(quantity.dimension, Dimension::Ratio | Dimension::Duration) {
            return None;
        }
        let metric = item.tokens[..figure]
            .iter()
            .chain(item.tokens.get(figure + 1))
            .filter_map(|&at| self.tokens[at].word()?.sense(quantity.unit))
            .filter(|sense| sense.kind >= Kind::Noun)
            .map(|sense| &*sense.metric)
            .next_back();
        Some(Part { quantity, metric })
    }

    /// Looks for the whole of `part` outward: the clause, the sentence, the paragraph, the article.
    fn nearest_whole(&self, part: &Part<'_>) -> Option<usize> {
        let same = |at: &usize| part.is_same(&self.drafts[*at]);
        let fits = |at: &usize| part.fits(&self.drafts[*at]);
        self.back_to(self.group)
            .find(same)
            .or_else(|| self.back_to(self.group).find(fits))
            .or_else(|| self.back_to(self.first).find(fits))
            .or_else(|| self.back_in_paragraph(self.first).find(same))
            .or_else(|| self.back_in_paragraph(self.first).find(fits))
            .or_else(|| self.greater_total(part))
    }

    /// A greater total of cases before the sentence, in the article.
    fn greater_total(&self, part: &Part<'_>) -> Option<usize> {
        let telling = matches!(part.quantity.unit, Some("例" | "宗"));
        (0..self.first).rev().take(if telling { 60 } else { 0 }).find(|&at| {
            let draft = &self.drafts[at];
            draft.article == self.carry.article
                && draft.whole.is_none()
                && part.is_alike(draft)
                && draft.quantity.is_some_and(|q| q.value > part.quantity.value)
        })
    }

    /// The drafts from the last one back to `from` that stand no deeper in brackets.
    fn back_to(&self, from: usize) -> impl Iterator<Item = usize> {
        (from..self.drafts.len())
            .rev()
            .take(LOOK_BACK)
            .filter(|&at| self.drafts[at].depth <= self.depth)
    }

    /// The drafts of the paragraph before the draft `to`, last first.
    fn back_in_paragraph(&self, to: usize) -> impl Iterator<Item = usize> {
        let here = |at: &usize| self.drafts[*at].paragraph == self.carry.paragraph;
        (0..to).rev().take(40).take_while(here)
    }

    /// The last figure of the sentence that counts or measures.
    fn last_countable(&self) -> Option<usize> {
        self.back_to(self.first).find(|&at| {
            self.drafts[at]
                .quantity
                .is_some_and(|q| !matches!(q.dimension, Dimension::Ratio | Dimension::Duration))
        })
    }

    /// The last total of cases in the paragraph, which a list of places divides.
    pub(super) fn last_case(&self) -> Option<usize> {
        self.back_in_paragraph(self.drafts.len()).find(|&at| {
            let draft = &self.drafts[at];
            draft.quantity.is_some_and(|q| matches!(q.unit, Some("例" | "宗")))
                && !draft.own.place
                && draft.depth <= self.depth
                && draft.metric.is_some()
                && draft.qualifiers.is_empty()
        })
    }

    /// The last figure of the paragraph that is no part itself, in the same unit or else of cases.
    pub(super) fn last_total(&self, quantity: &Quantity) -> Option<usize> {
        let back = || {
            let totals = self.back_in_paragraph(self.drafts.len());
            totals.filter(|&at| self.drafts[at].whole.is_none())
        };
        let unit = |at: &usize| self.drafts[*at].quantity.is_some_and(|q| q.unit == quantity.unit);
        back().find(unit).or_else(|| {
            back().find(|&at| {
                self.drafts[at].quantity.is_some()
                    && self.drafts[at].metric.is_some_and(is_epidemic)
            })
        })
    }

    /// The last figure of the sentence in the same unit.
    fn last_alike(&self, quantity: &Quantity) -> Option<usize> {
        self.back_to(self.first)
            .find(|&at| self.drafts[at].quantity.is_some_and(|q| q.unit == quantity.unit))
    }

    /// The last figure of the metric (and aspect) that a topic without a number names.
    pub(super) fn named_whole(&self, item: &Item<'_>) -> Option<usize> {
        let sense = self.item_sense(item)?;
        let aspect =
            item.tokens.iter().filter_map(|&at| self.tokens[at].word()?.aspect).next_back();
        (0..self.drafts.len()).rev().take(60).find(|&at| {
            let draft = &self.drafts[at];
            draft.article == self.carry.article
                && draft.metric == Some(&*sense.metric)
                && draft.whole.is_none()
                && aspect.is_none_or(|aspect| draft.aspect == Some(aspect))
        })
    }

    /// 遇难者中年龄最大的62岁: the topic stands in the item itself.
    pub(super) fn inner_topic(&self, item: &Item<'_>) -> Option<usize> {
        let at = item.tokens.iter().copied().find(|&at| {
            let rest =
                &self.text[self.tokens[at].span.end..item.span.end.max(self.tokens[at].span.end)];
            rest.strip_prefix('中').is_some_and(|rest| {
                !rest.is_empty() && !rest.starts_with(['心', '国', '央', '医', '西', '型', '度'])
            })
        })?;
        let sense = self.tokens[at].word().and_then(any_sense).filter(|s| s.kind >= Kind::Noun)?;
        (0..self.drafts.len()).rev().take(60).find(|&index| {
            let draft = &self.drafts[index];
            draft.paragraph == self.carry.paragraph
                && draft.metric == Some(&*sense.metric)
                && draft.whole.is_none()
        })
    }

    /// 729个贫困村中有701个: the figure is of the one right before.
    pub(super) fn within_last(&self, left: &Left, scope: &Scope<'a>) -> Option<usize> {
        let text = &self.text[left.start..self.sentence.end.max(left.start)];
        let last = self
            .drafts
            .len()
            .checked_sub(1)
            .filter(|_| text.starts_with('中') && !scope.is_part)?;
        (self.drafts[last].item == self.carry.item).then_some(last)
    }

    /// Makes the draft a part of `whole`, which gives it what it does not say itself.
    pub(super) fn join_whole(&self, whole: Option<usize>, draft: &mut Draft<'a>) {
        let Some(whole) = whole else { return };
        draft.whole = Some(whole);
        let whole = &self.drafts[whole];
        draft.metric = draft.metric.or(whole.metric);
        draft.aspect = draft.aspect.or(whole.aspect);
        draft.origin = draft.origin.or(whole.origin);
        draft.time = draft.time.or(whole.time);
    }

    /// 确诊1284例和无症状24871例，其中1146例确诊和24096例无症状…: each is part of its own kind.
    pub(super) fn sibling_whole(
        &self,
        quantity: &Quantity,
        naming: &Naming<'a>,
        scope: &Scope<'a>,
        draft: &mut Draft<'a>,
    ) {
        let Some((whole, metric)) = draft.whole.filter(|_| scope.is_part).zip(naming.metric) else {
            return;
        };
        if self.drafts[whole].metric == Some(metric) {
            return;
        }
        let beside = (whole.saturating_sub(3)..(whole + 4).min(self.drafts.len())).find(|&at| {
            let other = &self.drafts[at];
            other.metric == Some(metric)
                && other.sentence == self.drafts[whole].sentence
                && other.depth == self.drafts[whole].depth
                && other.whole == self.drafts[whole].whole
                && other.quantity.is_some_and(|q| {
                    counts_alike(q.unit, quantity.unit) && q.value >= quantity.value
                })
        });
        if let Some(beside) = beside {
            draft.whole = Some(beside);
        }
    }

    /// 已使用, 尚余: a subset of the figure before that is counted alike.
    pub(super) fn subset(
        &self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        draft: &mut Draft<'a>,
    ) {
        let marked = self.says(left, Cue::Subset);
        if !marked && !naming.subset {
            return;
        }
        let whole = self
            .last_alike(quantity)
            .filter(|&at| draft.metric.is_none() || draft.metric == self.drafts[at].metric);
        if let Some(at) = whole {
            draft.whole =
                Some(self.drafts[at].whole.filter(|_| self.drafts[at].subset).unwrap_or(at));
            draft.subset = true;
            if draft.metric.is_none() {
                draft.metric = self.drafts[at].metric;
            }
        }
    }

    /// The figure that one without a noun is like: of the sentence, else, for cases and rounds,
    /// the last total of the paragraph.
    pub(super) fn listed(&self, quantity: &Quantity, naming: &Naming<'a>) -> Option<usize> {
        self.last_alike(quantity).or_else(|| {
            let telling = matches!(quantity.unit, Some("例" | "宗" | "轮" | "管" | "剂次"));
            (telling || naming.sex.is_some()).then(|| self.last_total(quantity)).flatten()
        })
    }
}

/// Whether two units count the same kind of thing: people are counted in several.
pub(super) fn counts_alike(a: Option<&str>, b: Option<&str>) -> bool {
    let people = |unit: Option<&str>| matches!(unit, Some("人" | "名" | "位"));
    a == b || (people(a) && people(b))
}

/// Whether both units count cases, one of them nothing else: 219例 are 219名个案.
pub(super) fn are_same_cases(a: Option<&str>, b: Option<&str>) -> bool {
    let cases = |unit| matches!(unit, Some("例" | "宗"));
    let heads = |unit| matches!(unit, Some("名" | "人" | "位"));
    cases(a) && heads(b) || heads(a) && cases(b)
}

/// Whether a figure of metric `part` can be a part of one of metric `whole`.
fn part_metric(part: &str, whole: &str) -> bool {
    match (part, whole) {
        _ if part == whole => true,
        ("confirmed_cases" | "asymptomatic_cases", "infections") => true,
        (
            "severe_cases" | "critical_cases" | "converted_to_confirmed",
            "confirmed_cases" | "infections",
        ) => true,
        ("deaths" | "recoveries", "confirmed_cases" | "infections") => true,
        ("converted_to_confirmed", "asymptomatic_cases") => false,
        (
            "confirmed_cases" | "asymptomatic_cases" | "suspected_cases",
            "confirmed_cases" | "asymptomatic_cases" | "suspected_cases",
        ) => false,
        ("close_contacts" | "secondary_contacts", "close_contacts" | "secondary_contacts") => false,
        (
            "high_risk_areas" | "medium_risk_areas" | "low_risk_areas",
            "high_risk_areas" | "medium_risk_areas" | "low_risk_areas",
        ) => false,
        _ => true,
    }
}

/// What becomes of cases.
pub(super) fn is_outcome(metric: &str) -> bool {
    matches!(metric, "recoveries" | "deaths" | "released_from_observation")
}

/// Metrics that 本土 and 境外输入 divide.
pub(super) fn is_epidemic(metric: &str) -> bool {
    matches!(
        metric,
        "confirmed_cases"
            | "asymptomatic_cases"
            | "infections"
            | "suspected_cases"
            | "severe_cases"
            | "critical_cases"
            | "deaths"
            | "recoveries"
            | "released_from_observation"
            | "converted_to_confirmed"
    )
}
