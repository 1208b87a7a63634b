//! Brackets: levels of their own when figures stand in them, else remarks.
//!
//! In: an opening bracket and the scope around it. Out: the drafts inside, with the figure right
//! before the bracket as their whole, or that figure narrowed by what the bracket says of it.
//!
//! `报告50例（甲市30例）` → the 30例, at 甲市, are part of the 50例.

use crate::lexicon::Cue;
use crate::link::draft::Scope;
use crate::link::walk::{Item, LOOK_BACK, Left, Walk};
use crate::record::{Origin, Provenance};
use crate::span::Span;

/// Brackets deeper than this are read as if they were not there.
const MAX_DEPTH: usize = 16;

impl<'a> Walk<'a, '_> {
    /// Reads a bracket: a level of its own when figures stand in it, else a remark.
    pub(super) fn bracket(
        &mut self,
        open: usize,
        left: &mut Left,
        scope: &mut Scope<'a>,
        first: usize,
    ) {
        if self.depth >= MAX_DEPTH {
            return;
        }
        let close = self.closers[open];
        let host = left.tokens.is_empty().then(|| self.last_outside(self.first)).flatten();
        let reads = self.tokens[open + 1..close]
            .iter()
            .any(|t| t.is_figure() || t.word().is_some_and(|w| w.is(Cue::Negation)));
        if !reads {
            match host.or_else(|| self.last_outside(first)) {
                Some(host) => self.remark(open, close, host, scope),
                None => left.tokens.extend(open + 1..close),
            }
            return;
        }
        let inner = self.bracket_scope(open, host, left, scope);
        let group = std::mem::replace(&mut self.group, self.drafts.len());
        let pairing = self.pairing.take();
        self.depth += 1;
        self.level(open + 1, close, inner);
        self.depth -= 1;
        self.group = group;
        self.pairing = pairing;
    }

    /// The last figure from `first` on that stands in no deeper bracket than this one.
    fn last_outside(&self, first: usize) -> Option<usize> {
        let mut back = (first..self.drafts.len()).rev().take(LOOK_BACK);
        back.find(|&at| self.drafts[at].depth <= self.depth)
    }

    /// The scope inside a bracket: parts of `host`, or of the total of cases at the place that
    /// stands right before it.
    fn bracket_scope(
        &mut self,
        open: usize,
        host: Option<usize>,
        left: &mut Left,
        scope: &Scope<'a>,
    ) -> Scope<'a> {
        let Some(place) = self.place_before(open, left, scope) else {
            let last = || (self.drafts.len() > self.first).then(|| self.drafts.len() - 1);
            return self.inside(scope, host.or_else(last));
        };
        left.tokens.pop();
        let mut inner = self.inside(scope, self.last_case());
        if self.linker.is_foreign(&place) && inner.origin == Some(Origin::Imported) {
            inner.qualifiers.insert("from", place.name);
        } else {
            inner.place = Some((place, Provenance::Stated));
        }
        inner
    }

    /// A bracket without figures, right after one: （均在武汉） says something of that figure.
    fn remark(&mut self, open: usize, close: usize, host: usize, scope: &mut Scope<'a>) {
        let left = Left { start: self.tokens[open].span.end, tokens: (open + 1..close).collect() };
        let end = self.tokens.get(close).map_or(self.sentence.end, |token| token.span.start);
        let item = Item {
            sep: None,
            tokens: &[],
            span: Span::new(left.start, end.max(left.start)),
            has_figure: false,
        };
        self.modify(host..host + 1, &item, &left, scope);
        self.observe(&left, scope, false);
    }
}
