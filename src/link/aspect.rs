//! How a figure counts: new, cumulative, current, a change, or not said.
//!
//! In: a figure's naming, the words left of it, the scope. Out: its aspect. A word beside the
//! figure comes first, then the scope's, then what time and metric imply.
//!
//! `截至8日出院30例` → cumulative, by 截至 and the metric, though no word says so.

use crate::lexicon::{Cue, Kind};
use crate::link::draft::Scope;
use crate::link::name::Naming;
use crate::link::walk::{LOOK_BACK, Left, Walk};
use crate::record::{Aspect, Dimension};
use crate::scan::quantity::Quantity;

impl<'a> Walk<'a, '_> {
    /// The figure's aspect: a word beside it, else the scope's, else what time and metric imply.
    pub(super) fn aspect(
        &self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        scope: &Scope,
    ) -> Option<Aspect> {
        if let Some(delta) = naming.delta {
            return Some(delta);
        }
        let done = left.tokens.iter().any(|&at| self.is_done(at));
        if scope.status.is_some() && !done {
            return None;
        }
        let level =
            matches!(quantity.dimension, Dimension::Length | Dimension::Speed | Dimension::Power);
        match quantity.dimension {
            Dimension::Ratio
            | Dimension::Duration
            | Dimension::Temperature
            | Dimension::Voltage => {
                return None;
            }
            _ => {}
        }
        if naming.stock {
            let counts = quantity.unit.is_some() && scope.per.is_none();
            return counts.then_some(Aspect::Current);
        }
        if let Some(aspect) = naming.sense.and_then(|sense| sense.aspect) {
            return Some(aspect);
        }
        let stays = left
            .tokens
            .iter()
            .find_map(|&at| self.tokens[at].word()?.senses.iter().find_map(|sense| sense.aspect));
        let held = left.tokens.iter().any(|&at| self.tokens[at].word().is_some_and(|w| w.holding));
        if stays == Some(Aspect::Current) || (held && naming.from_left) {
            return Some(Aspect::Current);
        }
        if scope.per.is_some() || naming.rate {
            return None;
        }
        let said = left
            .tokens
            .iter()
            .any(|&at| self.tokens[at].word().is_some_and(|word| word.aspect.is_some()));
        let verb = || {
            left.tokens.iter().any(|&at| {
                self.tokens[at].word().is_some_and(|w| {
                    w.is(Cue::Verb)
                        && !w.is(Cue::Sets)
                        && !w.is(Cue::Light)
                        && w.senses.is_empty()
                        && w.aspect.is_none()
                })
            })
        };
        let event = naming.sense.is_some_and(|sense| sense.kind == Kind::Event);
        if event && !said && !scope.is_part && scope.aspect == Some(Aspect::Current) {
            return Some(if scope.during { Aspect::New } else { Aspect::Cumulative });
        }
        if level && !said {
            return None;
        }
        let lapsed = scope.aspect == Some(Aspect::Current) && !said && verb();
        let loose = scope.loose && !naming.from_left && !naming.inherits;
        if (said || !scope.is_part) && !loose && scope.aspect.is_some() && !naming.locative {
            return scope.aspect.filter(|_| !lapsed);
        }
        if scope.is_part && scope.aspect.is_some() {
            return self.part_aspect(naming, scope);
        }
        let above = naming.above.then(|| self.last_total(quantity)).flatten();
        above
            .and_then(|at| self.drafts[at].aspect)
            .or_else(|| self.implied_aspect(left, naming, scope))
    }

    /// A part counts as its whole does, but those in hospital are a stock.
    fn part_aspect(&self, naming: &Naming<'a>, scope: &Scope) -> Option<Aspect> {
        match (naming.sense.map(|s| s.kind), scope.aspect) {
            (Some(Kind::Event), Some(Aspect::Current)) => Some(Aspect::Cumulative),
            (_, aspect) => aspect,
        }
    }

    fn implied_aspect(&self, left: &Left, naming: &Naming<'a>, scope: &Scope) -> Option<Aspect> {
        let has = |cue| self.item_has(cue, left);
        let under = naming.sense.and_then(|sense| sense.under);
        let disease =
            naming.sense.is_some_and(|sense| sense.kind != Kind::Thing && under.is_some());
        let done = has(Cue::Done) || scope.done;
        let acts = has(Cue::Verb) || has(Cue::Total);
        if naming.locative {
            return None;
        }
        if scope.now {
            let exists = self.item_text(left).contains('有') || has(Cue::Sets) || has(Cue::Total);
            let stock = under == Some(Aspect::Current);
            let stands = stock || exists || (naming.from_left && !has(Cue::Verb));
            return match done && !naming.is_stock() {
                true => Some(Aspect::Cumulative),
                false => stands.then_some(Aspect::Current),
            };
        }
        if scope.cause && disease {
            return under;
        }
        if scope.since {
            return match under {
                Some(Aspect::Current) if !done => Some(Aspect::Current),
                _ if done || acts || disease => Some(Aspect::Cumulative),
                _ => None,
            };
        }
        if scope.until {
            return match under {
                Some(_) if !naming.from_left && !(done || acts) && naming.is_stock() => None,
                Some(under) if naming.is_stock() || !(done || acts) => Some(under),
                _ => (done || acts).then_some(Aspect::Cumulative),
            };
        }
        if done {
            return Some(Aspect::Cumulative);
        }
        let act = naming.sense.is_some_and(|sense| sense.kind == Kind::Act);
        let counted = has(Cue::Total) && has(Cue::Verb) && !self.item_text(left).contains("涉及");
        let contacts = naming.metric.is_some_and(|m| m.ends_with("contacts")) && has(Cue::Verb);
        let rounds = self.carry.round.is_some() && act && has(Cue::Total);
        if rounds {
            return Some(Aspect::New);
        }
        if scope.during && (counted || naming.is_case() || act || contacts) {
            return Some(Aspect::New);
        }
        if naming.is_stock() && has(Cue::Sets) {
            return Some(Aspect::Current);
        }
        let befell =
            naming.from_left || naming.sense.is_some_and(|sense| sense.kind == Kind::Event);
        let otherwise = naming.sense.and_then(|sense| sense.otherwise).filter(|_| befell);
        otherwise.or_else(|| self.carried_aspect(naming, under))
    }

    /// What a sentence without time words takes from those before: under 截至 what the metric
    /// implies, else an event of the period that the article reports on.
    fn carried_aspect(&self, naming: &Naming<'a>, under: Option<Aspect>) -> Option<Aspect> {
        if !naming.is_case() {
            return None;
        }
        let event = naming.sense.is_some_and(|sense| sense.kind == Kind::Event);
        match self.carry.in_until() {
            true => under,
            false => (event && self.carry.in_span()).then_some(Aspect::New),
        }
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
