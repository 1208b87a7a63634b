//! What a figure takes from its naming, its whole, its list and earlier mentions.
//!
//! In: a draft and the naming of its figure. Out: the draft with metric, subject, qualifiers and
//! origin; what its own words say always wins over what it inherits.
//!
//! `确诊病例5例，男性3例` → the 3例 inherit `confirmed_cases` and are part of the 5例.

use crate::lexicon::{Kind, List};
use crate::link::draft::{Draft, Scope};
use crate::link::name::Naming;
use crate::link::walk::{LOOK_BACK, Walk};
use crate::link::whole::{are_same_cases, is_epidemic, is_outcome};
use crate::record::{Dimension, Provenance};

impl<'a> Draft<'a> {
    /// Takes metric, subject and base of a rate from the naming.
    fn take(&mut self, naming: &Naming<'a>) {
        if naming.noun.is_some() || self.marks.how.is_empty() {
            self.marks.metric = naming.noun.or(self.marks.metric);
        }
        self.marks.how = naming.how();
        self.own.metric = naming.metric.is_some();
        self.own.generic = naming.sense.is_some_and(|sense| sense.kind == Kind::Generic);
        self.metric = naming.metric;
        self.subject.clone_from(&naming.subject);
        if let Some(rate) = &naming.per {
            self.per = Some(rate);
        }
    }
}

impl<'a> Walk<'a, '_> {
    /// Gives the draft what its naming says, and from the scope what it leaves open.
    pub(super) fn apply_naming(
        &mut self,
        naming: &Naming<'a>,
        scope: &Scope<'a>,
        draft: &mut Draft<'a>,
    ) {
        if let Some(last) = self.drafts.last().filter(|_| naming.continues) {
            let (quantity, span, rule) = (draft.quantity, draft.span, draft.rule);
            *draft = Draft { quantity, span, rule, ..last.clone() };
            return;
        }
        draft.take(naming);
        if naming.inherits {
            self.inherit(naming, scope, draft);
        } else if draft.metric.is_none() && !naming.mixed && self.is_part_alike(scope, draft) {
            draft.metric = scope.metric;
        }
        narrow_as_scope(naming, scope, draft);
        narrow_as_named(naming, draft);
        self.injured(naming, scope, draft);
        self.narrow_as_found(naming, scope, draft);
        if let Some(origin) = naming.origin {
            draft.origin = Some(origin);
            draft.own.origin = true;
        }
        let cases = draft.quantity.is_some_and(|q| matches!(q.unit, Some("例" | "宗")));
        if draft.metric.is_none() && draft.own.origin && cases {
            draft.metric = Some("infections"); // 境外移入2例
        }
        if !draft.metric.is_some_and(is_epidemic) {
            draft.origin = None;
        }
    }

    /// Metric, subject and base of the scope, or else of the figure that this one is like.
    fn inherit(&self, naming: &Naming<'a>, scope: &Scope<'a>, draft: &mut Draft<'a>) {
        let listed = draft
            .quantity
            .filter(|_| scope.metric.is_none())
            .and_then(|q| self.listed(q, naming))
            .map(|at| &self.drafts[at]);
        let unit = draft.quantity.and_then(|q| q.unit);
        let metric = scope.metric.or_else(|| listed.and_then(|last| last.metric));
        let metric = match naming.remains && metric.is_some_and(is_outcome) {
            true => self.left_of(metric == Some("released_from_observation")),
            false => metric,
        };
        draft.metric = match self.beside(scope) {
            Some(beside) => beside.metric,
            None => metric.filter(|metric| self.linker.counts(metric, unit)),
        };
        let lists = &self.linker.lexicon.lists;
        let found = naming.subject.as_deref().is_none_or(|verb| lists.has(List::Finds, verb));
        let bare = found && naming.noun.is_none() && !draft.own.aspect;
        if scope.metric.is_none() && draft.metric.is_some() && bare {
            draft.aspect = draft.aspect.or(listed.and_then(|last| last.aspect));
        }
        if draft.subject.is_none() {
            draft.subject =
                scope.subject.clone().or_else(|| listed.and_then(|last| last.subject.clone()));
        }
        if (naming.stock || naming.delta.is_some()) && draft.per.is_none() {
            let last = self.drafts.last().filter(|last| last.sentence == draft.sentence);
            draft.per = last.and_then(|last| last.per);
        }
        self.narrowed(naming, scope, draft);
    }

    /// 感染者居住在东区3例、西区2例: the figure right before in a list of parts, when it names a
    /// metric of its own.
    fn beside(&self, scope: &Scope<'a>) -> Option<&Draft<'a>> {
        let last = self.drafts.last().filter(|_| scope.is_part)?;
        let listed =
            self.text[last.span.end..].starts_with('、') && last.item + 1 == self.carry.item;
        (listed && last.own.metric && last.whole == scope.whole).then_some(last)
    }

    /// The metric of those told of last in the paragraph who are left after an outcome: cases, or
    /// contacts where some were released.
    fn left_of(&self, released: bool) -> Option<&'a str> {
        let back = self.drafts.iter().rev().take(LOOK_BACK);
        let near = back.take_while(|draft| draft.paragraph == self.carry.paragraph);
        near.filter_map(|draft| draft.metric).find(|metric| match *metric {
            "close_contacts" | "secondary_contacts" | "contacts" | "asymptomatic_cases" => released,
            "infections" | "confirmed_cases" => !released,
            _ => false,
        })
    }

    /// Sex, disease and finding.
    fn narrow_as_found(&self, naming: &Naming<'a>, scope: &Scope<'a>, draft: &mut Draft<'a>) {
        if let Some(sex) = naming.sex {
            draft.qualifiers.insert("sex", sex.into());
        }
        let of_disease =
            naming.is_case() || (naming.inherits && draft.metric.is_some_and(is_epidemic));
        let disease = scope.disease.as_ref().or(self.carry.disease.as_ref());
        if let Some(disease) = disease.filter(|_| of_disease) {
            draft.qualifiers.entry("disease").or_insert_with(|| (*disease).into());
        }
        if let Some(found) = &naming.found {
            draft.qualifiers.insert("found_in", (*found).into());
        }
    }

    /// A figure without a noun that sex or age narrows is a part of the total it narrows; one
    /// summed up (两项合计) counts what the figures before it count together.
    fn narrowed(&self, naming: &Naming<'a>, scope: &Scope<'a>, draft: &mut Draft<'a>) {
        let Some(quantity) = draft.quantity else { return };
        let narrows = naming.sex.is_some()
            || draft.qualifiers.contains_key("sex")
            || scope.qualifiers.contains_key("age");
        if narrows && draft.whole.is_none() && quantity.dimension == Dimension::Count {
            let total = self.last_total(quantity);
            draft.whole = total;
            if let Some(total) = total.map(|at| &self.drafts[at]) {
                draft.metric = draft.metric.or(total.metric);
                draft.subject = draft.subject.take().or_else(|| total.subject.clone());
                draft.origin = draft.origin.or(total.origin);
                draft.aspect = draft.aspect.or(total.aspect);
            }
        }
        if naming.sums {
            let metrics: Vec<&str> = (self.first..self.drafts.len())
                .rev()
                .take(LOOK_BACK)
                .filter(|&at| self.drafts[at].quantity.is_some_and(|q| q.unit == quantity.unit))
                .filter_map(|at| self.drafts[at].metric)
                .collect();
            if metrics.len() > 1 {
                draft.metric = self.linker.together(&metrics).map(|sense| &*sense.metric);
            }
        }
    }

    /// True for a part in the unit of its whole: it inherits the metric unless it names another.
    fn is_part_alike(&self, scope: &Scope<'a>, draft: &Draft<'a>) -> bool {
        let whole = scope.whole.filter(|_| scope.is_part).map(|at| &self.drafts[at]);
        match (whole.and_then(|w| w.quantity), draft.quantity) {
            (Some(whole), Some(part)) => {
                let counts = !matches!(part.dimension, Dimension::Ratio | Dimension::Duration);
                whole.unit == part.unit && counts && part.unit.is_some()
            }
            _ => false,
        }
    }

    /// 伤者中，重症4人、轻症25人: of the injured, the words for cases say how badly.
    fn injured(&self, naming: &Naming<'a>, scope: &Scope<'a>, draft: &mut Draft<'a>) {
        if !scope.is_part || scope.metric != Some("injured_people") {
            return;
        }
        let severity = match naming.metric {
            Some("severe_cases") => "severe",
            Some("critical_cases") => "critical",
            Some("confirmed_cases") if draft.qualifiers.contains_key("severity") => {
                draft.metric = scope.metric;
                return;
            }
            _ => return,
        };
        draft.metric = scope.metric;
        draft.qualifiers.insert("severity", severity.into());
    }

    /// A total that is said again (61例本土确诊病例中) is what it was the first time.
    pub(super) fn echo(&self, scope: &Scope<'a>, draft: &mut Draft<'a>) {
        let Some(quantity) = draft.quantity else { return };
        let generic = draft.own.generic;
        if !draft.own.metric && !generic {
            return;
        }
        let part = scope.is_part || draft.whole.is_some();
        if draft.metric.is_none()
            || part
            || scope.status.is_some()
            || (draft.aspect.is_some() && !generic)
        {
            return;
        }
        let same = |other: &Draft<'_>| match generic {
            true => other.metric.is_some_and(is_epidemic),
            false => other.metric == draft.metric,
        };
        let first = self.drafts.iter().rev().take(60).find(|other| {
            other.article == draft.article
                && same(other)
                && other.aspect.is_some()
                && other.quantity.is_some_and(|q| {
                    q.value == quantity.value
                        && (q.unit == quantity.unit || are_same_cases(q.unit, quantity.unit))
                })
        });
        let Some(first) = first else { return };
        draft.metric = first.metric;
        draft.aspect = draft.aspect.or(first.aspect);
        draft.origin = draft.origin.or(first.origin);
        if draft.time.is_none() {
            draft.time = first.time.map(|(span, _)| (span, Provenance::Context));
        }
        if !draft.own.place {
            draft.place = first.place.clone().map(|(place, _)| (place, Provenance::Context));
        }
    }
}

/// A part keeps what narrows its whole; every figure keeps an age group.
fn narrow_as_scope<'a>(naming: &Naming<'_>, scope: &Scope<'a>, draft: &mut Draft<'a>) {
    if scope.is_part && (naming.inherits || naming.metric.is_some()) {
        for (key, value) in &scope.qualifiers {
            if *key != "age" || naming.inherits {
                draft.qualifiers.entry(key).or_insert_with(|| value.clone());
            }
        }
    } else if let Some(age) = scope.qualifiers.get("age") {
        draft.qualifiers.entry("age").or_insert_with(|| age.clone());
    }
}

/// What the noun itself narrows (重症 of confirmed cases), and the population of an event.
fn narrow_as_named<'a>(naming: &Naming<'a>, draft: &mut Draft<'a>) {
    let Some(sense) = naming.sense else { return };
    draft.narrow_by(sense);
    let population = naming.population.or_else(|| {
        let cases = draft.quantity.is_some_and(|q| q.unit == Some("例"));
        (cases && &*sense.metric == "released_from_observation").then_some("asymptomatic_cases")
    });
    if let Some(population) = population {
        draft.qualifiers.insert("population", population.into());
    }
}
