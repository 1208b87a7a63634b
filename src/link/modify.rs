//! What words after figures say of them: 均…, remarks in brackets, where they were found.
//!
//! In: drafts and the words after them. Out: the same drafts, narrowed.
//!
//! `新增2例，均在集中隔离点` → both are found under isolation; no new figure.

use std::ops::Range;

use crate::lexicon::{Cue, Word};
use crate::link::draft::{Scope, Total};
use crate::link::token::Mark;
use crate::link::walk::{Item, Left, Walk, any_sense};
use crate::link::whole::is_epidemic;
use crate::place::{Level, Place};
use crate::record::{Aspect, Dimension, Origin, Provenance};
use crate::span::Span;

/// Bytes behind the words for where, in which the finding is said.
const FINDS: usize = 24;

/// What words after figures say of them.
struct Remark<'a> {
    words: Vec<&'a Word>,
    found: Option<&'a str>,
    from: Option<&'a str>,
    place: Option<Place<'a>>,
    /// Said of several figures of one item, without 均: their origins stay.
    shared: bool,
    /// The place is where they are treated, not where they were counted.
    treats: bool,
}

impl<'a> Walk<'a, '_> {
    /// The figure that a modifier without 均 speaks of.
    pub(super) fn previous(&self, scope: &Scope<'a>) -> Option<usize> {
        match self.drafts.len() > self.group {
            true => Some(self.drafts.len() - 1),
            false if scope.is_part => scope.whole,
            false => None,
        }
    }

    /// The figures that words after them speak of: those of the item, with 均 of the clause.
    pub(super) fn modified(
        &self,
        scope: &Scope<'a>,
        all: bool,
        first: usize,
        after: bool,
    ) -> Option<Range<usize>> {
        let len = self.drafts.len();
        if after && !all {
            return Some(first..len);
        }
        if all && len > self.group {
            return Some(self.group..len);
        }
        self.previous(scope).map(|at| at..at + 1)
    }

    /// Gives the drafts in `range` what the words in `left` say of them.
    pub(super) fn modify(
        &mut self,
        range: Range<usize>,
        item: &Item<'_>,
        left: &Left,
        scope: &Scope<'a>,
    ) {
        let remark = self.read_remark(range.len(), item, left, scope);
        for at in range {
            let countable = self.drafts[at]
                .quantity
                .is_some_and(|q| !matches!(q.dimension, Dimension::Duration | Dimension::Ratio));
            if countable {
                self.keep_total(at, &remark);
                self.narrow(at, &remark);
            }
        }
    }

    /// What the words in `left` say of `count` figures before them.
    fn read_remark(
        &mut self,
        count: usize,
        item: &Item<'_>,
        left: &Left,
        scope: &Scope<'a>,
    ) -> Remark<'a> {
        let all = self.says(left, Cue::All);
        let mut places: Vec<usize> = left.tokens.clone();
        places.retain(|&at| {
            matches!(self.tokens[at].mark, Mark::Place(_))
                && (self.is_location(at, left.start)
                    || self.is_alone(at, item, left)
                    || (all && self.is_inner_source(at, left, scope)))
        });
        let place = match places[..] {
            [at] => self.place(at, scope),
            _ => None,
        };
        Remark {
            words: self.words_at(&left.tokens).collect(),
            found: self.found_in(left.tokens.iter().copied(), item.span.end),
            from: self.from(left),
            place,
            shared: count > 1 && !all,
            treats: self.text[left.start..item.span.end].contains("治疗"),
        }
    }

    /// （徐闻县）: the place at `at` is all that a bracket holds.
    fn is_alone(&self, at: usize, item: &Item<'_>, left: &Left) -> bool {
        item.tokens.is_empty() && self.tokens[at].span == Span::new(left.start, item.span.end)
    }

    /// 均来自武汉, of the place of the scope: where in it they are.
    fn is_inner_source(&mut self, at: usize, left: &Left, scope: &Scope<'a>) -> bool {
        self.text[left.start..self.tokens[at].span.start].ends_with("来自")
            && self
                .place(at, scope)
                .is_some_and(|place| self.linker.is_inside(&place, scope.place.as_ref()))
    }

    /// Remembers what a new figure was before `remark` narrows it, when series are made of what it
    /// was: the nation's total, and a province's that 均在雄安新区 moves to a place without a code.
    fn keep_total(&mut self, at: usize, remark: &Remark<'a>) {
        let places = self.linker.places;
        let uncoded = remark.place.as_ref().is_some_and(|place| place.code.is_none());
        let narrows = remark.place.is_some() || remark.words.iter().any(|w| w.origin.is_some());
        let draft = &mut self.drafts[at];
        let host = draft.place.as_ref().and_then(|(place, _)| place.id);
        let hosts_series = host.is_some_and(|id| {
            id == places.nation() || uncoded && places.level(id) == Level::Province
        });
        if narrows
            && hosts_series
            && draft.total.is_none()
            && draft.aspect == Some(Aspect::New)
            && !remark.shared
        {
            draft.total = Some(Total { origin: draft.origin, place: draft.place.clone() });
        }
    }

    /// Gives the draft at `at` what `remark` says.
    fn narrow(&mut self, at: usize, remark: &Remark<'a>) {
        let draft = &mut self.drafts[at];
        if let Some(found) = remark.found {
            draft.qualifiers.entry("found_in").or_insert_with(|| found.into());
        }
        for word in &remark.words {
            if let Some(origin) = word.origin.filter(|_| !remark.shared) {
                draft.origin = Some(origin);
                draft.own.origin = true;
            }
            if let Some(sense) = word.sense(draft.quantity.and_then(|q| q.unit))
                && draft.metric == Some(&*sense.metric)
            {
                draft.narrow_by(sense);
            }
        }
        if let Some(from) = remark.from {
            draft.qualifiers.insert("from", from.into());
        }
        let imported = draft.origin == Some(Origin::Imported);
        let country =
            remark.place.as_ref().filter(|place| imported && self.linker.is_foreign(place));
        if let Some(country) = country {
            draft.qualifiers.insert("from", country.name.clone());
        } else if let Some(place) = &remark.place
            && !remark.treats
            && (!draft.own.place || self.linker.is_inside(place, draft.place.as_ref()))
        {
            draft.place = Some((place.clone(), Provenance::Stated));
            draft.own.place = true;
        }
    }

    /// 隔离管控人员筛查发现, 在隔离管控中发现: the words before the finding.
    pub(super) fn found_in(
        &self,
        mut tokens: impl Iterator<Item = usize> + Clone,
        end: usize,
    ) -> Option<&'a str> {
        while let Some(at) = tokens.next() {
            let Some(found) = self.tokens[at].word().and_then(|word| word.found.as_deref()) else {
                continue;
            };
            let from = self.tokens[at].span.end;
            let case = |next: usize| {
                let sense = self.tokens[next].word().and_then(any_sense);
                sense.is_some_and(|sense| is_epidemic(&sense.metric))
            };
            let finds = |&next: &usize| {
                self.is_cue(next, Cue::Finding)
                    || (self.tokens[next].span.start == from && case(next))
            };
            let mut near =
                tokens.clone().take_while(|&next| self.tokens[next].span.start <= from + FINDS);
            if near.find(finds).is_some_and(|next| self.tokens[next].span.start <= end) {
                return Some(found);
            }
        }
        None
    }
}
