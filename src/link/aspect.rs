//! How a figure counts: new, cumulative, current, a change, or not said.
//!
//! In: a figure's naming, the words left of it, the scope. Out: its aspect. A word beside the
//! figure comes first, then the scope's, then what time and metric imply.
//!
//! `截至8日出院30例` → cumulative, by 截至 and the metric, though no word says so.

use crate::lexicon::{Cue, Kind, Word};
use crate::link::draft::Scope;
use crate::link::name::Naming;
use crate::link::walk::{LOOK_BACK, Left, Walk};
use crate::record::{Aspect, Dimension};
use crate::scan::quantity::Quantity;

/// What the item says besides its time words.
struct Signs {
    /// What 截至 makes of the metric.
    under: Option<Aspect>,
    /// The metric is of a disease or another that 截至 makes something of.
    disease: bool,
    /// 已 or 完成 stands before the figure.
    done: bool,
    /// A verb or 共 stands before the figure.
    acts: bool,
}

impl Signs {
    /// Under 以来: all that happened so far.
    fn since(&self) -> Option<Aspect> {
        match self.under {
            Some(Aspect::Current) if !self.done => Some(Aspect::Current),
            _ => (self.done || self.acts || self.disease).then_some(Aspect::Cumulative),
        }
    }

    /// Under 截至: a stock, or all that was done so far.
    fn until(&self, naming: &Naming<'_>) -> Option<Aspect> {
        let acted = self.done || self.acts;
        match self.under {
            Some(_) if !naming.from_left && !acted && naming.is_stock() => None,
            Some(under) if naming.is_stock() || !acted => Some(under),
            _ => acted.then_some(Aspect::Cumulative),
        }
    }
}

impl<'a> Walk<'a, '_> {
    /// The figure's aspect: a word beside it, else the scope's, else what time and metric imply.
    pub(super) fn aspect(
        &self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        scope: &Scope<'a>,
    ) -> Option<Aspect> {
        if naming.delta.is_some() {
            return naming.delta;
        }
        let done = left.tokens.iter().any(|&at| self.is_done(at));
        if (scope.status.is_some() && !done) || !has_aspect(quantity.dimension) {
            return None;
        }
        if naming.stock {
            let counts = quantity.unit.is_some() && scope.per.is_none();
            return counts.then_some(Aspect::Current);
        }
        if let Some(aspect) = self.stated_aspect(left, naming) {
            return Some(aspect);
        }
        if scope.per.is_some() || naming.rate {
            return None;
        }
        self.scope_aspect(quantity, left, naming, scope)
    }

    /// What the noun itself (在院治疗) or a word for stores (库存) says.
    fn stated_aspect(&self, left: &Left, naming: &Naming<'a>) -> Option<Aspect> {
        if let Some(aspect) = naming.sense.and_then(|sense| sense.aspect) {
            return Some(aspect);
        }
        let words = || self.words_at(&left.tokens);
        let senses = words().flat_map(|word| &word.senses).filter(|sense| sense.kind != Kind::Weak);
        let stays = senses.filter_map(|sense| sense.aspect).next();
        let held = naming.from_left && words().any(|word| word.holding);
        (stays == Some(Aspect::Current) || held).then_some(Aspect::Current)
    }

    /// What the scope says, where it reaches the figure; else what is implied.
    fn scope_aspect(
        &self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        scope: &Scope<'a>,
    ) -> Option<Aspect> {
        let words = || self.words_at(&left.tokens);
        let said = words().any(|word| word.aspect.is_some());
        let event = naming.sense.is_some_and(|sense| sense.kind == Kind::Event);
        if event && !said && !scope.is_part && scope.aspect == Some(Aspect::Current) {
            return Some(if scope.during { Aspect::New } else { Aspect::Cumulative });
        }
        if is_level(quantity.dimension) && !said {
            return None;
        }
        let loose = scope.loose && !naming.from_left && !naming.inherits;
        if (said || !scope.is_part) && !loose && scope.aspect.is_some() && !naming.locative {
            let lapsed = scope.aspect == Some(Aspect::Current) && !said && words().any(is_act);
            return scope.aspect.filter(|_| !lapsed);
        }
        if scope.is_part && scope.aspect.is_some() {
            return part_aspect(naming, scope);
        }
        let above = naming.above.then(|| self.last_total(quantity)).flatten();
        above
            .and_then(|at| self.drafts[at].aspect)
            .or_else(|| self.implied_aspect(quantity, left, naming, scope))
    }

    /// One of a list in one unit (新增3例、5例) counts as the one before it.
    pub(super) fn listed_aspect(
        &self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        scope: &Scope<'a>,
    ) -> Option<Aspect> {
        let last = self.drafts.last()?;
        let between = self.text.get(last.span.end..left.start)?;
        let like = last.quantity.is_some_and(|q| q.unit == quantity.unit);
        let listed = between == "、" && like && scope.status.is_none() && naming.delta.is_none();
        last.aspect.filter(|_| listed && !naming.locative)
    }

    /// What time words and the metric imply, where no aspect word reaches the figure.
    fn implied_aspect(
        &self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        scope: &Scope<'a>,
    ) -> Option<Aspect> {
        if naming.locative {
            return None;
        }
        let has = |cue| self.item_has(cue, left);
        let under = naming.sense.and_then(|sense| sense.under);
        let signs = Signs {
            under,
            disease: naming.sense.is_some_and(|sense| sense.kind != Kind::Thing && under.is_some()),
            done: has(Cue::Done) || scope.done,
            acts: has(Cue::Verb) || has(Cue::Total),
        };
        match scope {
            _ if scope.now => self.aspect_now(&signs, left, naming, scope.until),
            _ if scope.ending => self.exists(left).then_some(Aspect::Current),
            _ if scope.cause && signs.disease => under,
            _ if scope.since => signs.since(),
            _ if scope.until => signs.until(naming),
            _ if signs.done => Some(Aspect::Cumulative),
            _ => self
                .aspect_of_act(left, naming, scope)
                .or_else(|| self.carried_aspect(quantity, naming, under)),
        }
    }

    /// 有, 设有, 共: the item says that there is what it counts.
    fn exists(&self, left: &Left) -> bool {
        let has = |cue| self.item_has(cue, left);
        self.item_text(left).contains('有') || has(Cue::Sets) || has(Cue::Total)
    }

    /// Under 目前: a stock that is there, or what has been done so far.
    /// Under 截至目前 (`until`) also what was counted.
    fn aspect_now(
        &self,
        signs: &Signs,
        left: &Left,
        naming: &Naming<'a>,
        until: bool,
    ) -> Option<Aspect> {
        let done = signs.done || self.text[naming.end..].starts_with("已被");
        if done && !naming.is_stock() {
            return Some(Aspect::Cumulative);
        }
        let event = naming.sense.is_some_and(|sense| sense.kind == Kind::Event);
        let told = until && signs.acts && !naming.is_stock();
        if signs.under == Some(Aspect::Cumulative) && (event || told) {
            return Some(Aspect::Cumulative);
        }
        let has = |cue| self.item_has(cue, left);
        let exists = self.exists(left);
        let stock = signs.under == Some(Aspect::Current);
        let heads = left.tokens.is_empty() && !naming.from_left && naming.subject.is_some();
        let stands = stock || exists || heads || (naming.from_left && !has(Cue::Verb));
        stands.then_some(Aspect::Current)
    }

    /// Without a time word that decides: what was done in the span, what is set up, or what the
    /// metric implies.
    fn aspect_of_act(&self, left: &Left, naming: &Naming<'a>, scope: &Scope<'a>) -> Option<Aspect> {
        let has = |cue| self.item_has(cue, left);
        let act = naming.sense.is_some_and(|sense| sense.kind == Kind::Act);
        let counted = has(Cue::Total) && has(Cue::Verb) && !self.item_text(left).contains("涉及");
        let contacts = naming.metric.is_some_and(|m| m.ends_with("contacts")) && has(Cue::Verb);
        let rounds = self.carry.round.is_some() && act && has(Cue::Total);
        if rounds || (scope.during && (counted || naming.is_case() || act || contacts)) {
            return Some(Aspect::New);
        }
        if naming.is_stock() && has(Cue::Sets) {
            return Some(Aspect::Current);
        }
        let befell =
            naming.from_left || naming.sense.is_some_and(|sense| sense.kind == Kind::Event);
        naming.sense.and_then(|sense| sense.otherwise).filter(|_| befell)
    }

    /// What a sentence without time words takes from those before: under 截至 what the metric
    /// implies, else an event of the period that the article reports on.
    fn carried_aspect(
        &self,
        quantity: &Quantity,
        naming: &Naming<'a>,
        under: Option<Aspect>,
    ) -> Option<Aspect> {
        if self.carry.in_until() {
            return under.filter(|_| naming.is_case());
        }
        let event = naming.sense.is_some_and(|sense| sense.kind == Kind::Event);
        let counts_cases = naming.metric.is_none() && matches!(quantity.unit, Some("例" | "起"));
        let befell = (naming.is_case() && event && self.carry.in_span())
            || (counts_cases && self.carry.in_period());
        befell.then_some(Aspect::New)
    }

    /// The text of the item up to where `left` begins, and what `left` spans.
    fn item_text(&self, left: &Left) -> &'a str {
        let start = self.current.first().map_or(left.start, |&at| self.tokens[at].span.start);
        let end = left.tokens.last().map_or(left.start, |&at| self.tokens[at].span.end);
        &self.text[start.min(end)..end]
    }

    /// True when the item has such a word before the figure that `left` leads to.
    fn item_has(&self, cue: Cue, left: &Left) -> bool {
        let before = self.current.partition_point(|&at| self.tokens[at].span.start < left.start);
        let earlier = self.current[..before].iter().rev().take(LOOK_BACK);
        left.tokens.iter().chain(earlier).any(|&at| self.is_cue(at, cue))
    }
}

/// Whether what is measured so can be new, cumulative or current.
const fn has_aspect(dimension: Dimension) -> bool {
    !matches!(
        dimension,
        Dimension::Ratio | Dimension::Duration | Dimension::Temperature | Dimension::Voltage
    )
}

/// Lengths and speeds count nothing: only a word beside them gives an aspect.
const fn is_level(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Length | Dimension::Speed | Dimension::Power)
}

/// A verb of an act (派出), not of being or setting up: 现有 does not reach past it.
fn is_act(word: &Word) -> bool {
    word.is(Cue::Verb)
        && !word.is(Cue::Sets)
        && !word.is(Cue::Light)
        && word.senses.is_empty()
        && word.aspect.is_none()
}

/// A part counts as its whole does, but those in hospital are a stock.
fn part_aspect(naming: &Naming<'_>, scope: &Scope<'_>) -> Option<Aspect> {
    match (naming.sense.map(|s| s.kind), scope.aspect) {
        (Some(Kind::Event), Some(Aspect::Current)) => Some(Aspect::Cumulative),
        (_, aspect) => aspect,
    }
}
