//! Explicit zeros: a negation and what it denies, without a number.
//!
//! In: an item and the negation in it. Out: one draft for each noun denied.
//!
//! `无新增死亡病例和疑似病例` → new deaths 0, new suspected cases 0.

use crate::lexicon::{Cue, Kind, Word};
use crate::link::draft::Scope;
use crate::link::token::{Mark, Stop};
use crate::link::walk::{Item, Left, Walk, any_sense};
use crate::record::Aspect;
use crate::span::Span;

/// What a negation denies, as far as it is read.
struct Denied<'a> {
    /// The scope of the zeros.
    scope: Scope<'a>,
    /// The nouns denied: the span of the figure, and the token that names it.
    zeros: Vec<(Span, usize)>,
    /// Where the next one begins.
    from: usize,
    /// Up to where the text is read.
    edge: usize,
    /// An aspect word was read.
    seen: bool,
}

impl<'a> Walk<'a, '_> {
    /// 无新增死亡病例: explicit zeros. Gives the index of the item's token after the phrase.
    pub(super) fn zero(
        &mut self,
        item: &Item<'_>,
        index: usize,
        left: &Left,
        scope: &mut Scope<'a>,
    ) -> Option<usize> {
        if self.drafts.last().is_some_and(|d| d.item == self.carry.item) {
            return None;
        }
        let mut denied = self.denial(item.tokens[index], scope);
        let next = self.read_denied(item, index + 1, &mut denied)?;
        self.observe(left, scope, true);
        denied.scope.place.clone_from(&scope.place);
        denied.scope.time = scope.time;
        if self.text[denied.edge..].starts_with(|tail| "室点区队的".contains(tail)) {
            return None;
        }
        self.push_zeros(&denied, scope);
        Some(next)
    }

    /// 无发病、死亡: a list of what is denied goes on in the next item. Gives the index of the
    /// item's token after it.
    pub(super) fn zero_listed(&mut self, item: &Item<'_>, scope: &mut Scope<'a>) -> Option<usize> {
        let last = self.drafts.last().filter(|last| last.quantity.is_none())?;
        let follows = self.text[last.span.end..item.span.start] == *"、" && !item.has_figure;
        if !follows || item.sep != Some(Stop::Pause) {
            return None;
        }
        let from = item.span.start;
        let scoped = scope.clone();
        let mut denied = Denied { scope: scoped, zeros: Vec::new(), from, edge: from, seen: false };
        let next = self.read_denied(item, 0, &mut denied)?;
        self.push_zeros(&denied, scope);
        Some(next)
    }

    /// Reads on from the token `next` of the item; gives the one after all that is denied.
    fn read_denied(
        &mut self,
        item: &Item<'_>,
        mut next: usize,
        denied: &mut Denied<'a>,
    ) -> Option<usize> {
        while let Some(&at) = item.tokens.get(next)
            && self.deny(at, denied)
        {
            next += 1;
        }
        (!denied.zeros.is_empty()).then_some(next)
    }

    fn push_zeros(&mut self, denied: &Denied<'a>, scope: &mut Scope<'a>) {
        for &(span, at) in &denied.zeros {
            self.push_zero(span, at, &denied.scope);
        }
        scope.aspect = denied.scope.aspect;
    }

    /// The denial that the word at `at` begins; 无新增 is of new ones.
    fn denial(&self, at: usize, scope: &Scope<'a>) -> Denied<'a> {
        let span = self.tokens[at].span;
        let mut scope = scope.clone();
        if self.is_cue(at, Cue::Negation) && self.text[span.range()].contains("新增") {
            scope.aspect = Some(Aspect::New);
            if !scope.origin_topic {
                scope.origin = None;
            }
        }
        Denied { scope, zeros: Vec::new(), from: span.start, edge: span.end, seen: false }
    }

    /// Whether the token at `at` goes on with the denial; what it denies is noted.
    fn deny(&mut self, at: usize, denied: &mut Denied<'a>) -> bool {
        let token = self.tokens[at];
        let gap = &self.text[denied.edge..token.span.start];
        let joins = !denied.zeros.is_empty()
            && matches!(gap, "和" | "及" | "与" | "或" | "以及" | "病例和" | "病例及");
        if !joins && !matches!(gap, "" | "人员" | "新冠肺炎" | "的") {
            return false;
        }
        let goes_on = match token.mark {
            Mark::Word(word) => self.deny_word(at, word, joins, denied),
            Mark::Place(_) => denied.zeros.is_empty(),
            // 没有一例重症
            Mark::Figure(quantity) => denied.zeros.is_empty() && quantity.indefinite,
            _ => false,
        };
        if goes_on {
            denied.edge = token.span.end;
        }
        goes_on
    }

    /// Whether the word goes on with the denial: a noun denied, or what narrows the next one.
    fn deny_word(
        &mut self,
        at: usize,
        word: &'a Word,
        joins: bool,
        denied: &mut Denied<'a>,
    ) -> bool {
        let span = self.tokens[at].span;
        let narrows = word.aspect.is_some() || word.origin.is_some();
        if narrows {
            if joins {
                denied.from = span.start;
            }
            self.cue(at, word, &mut denied.scope, &mut denied.seen);
        }
        if any_sense(word).is_none_or(|s| s.kind < Kind::Generic || s.kind == Kind::Act) {
            return narrows || word.is(Cue::Verb);
        }
        if joins && denied.from < denied.edge {
            denied.from = span.start;
        }
        denied.zeros.push((Span::new(denied.from, span.end), at));
        denied.from = span.end;
        true
    }

    /// The draft of one zero, named by the word at `at`.
    fn push_zero(&mut self, span: Span, at: usize, scope: &Scope<'a>) {
        let Some(sense) = self.tokens[at].word().and_then(any_sense) else { return };
        let mut draft = self.draft(None, span, scope);
        let own_metric = sense.kind != Kind::Generic;
        draft.metric = match own_metric {
            true => Some(&*sense.metric),
            false => scope.metric.or(Some(&*sense.metric)),
        };
        draft.own.metric = true;
        draft.subject = Some(self.said(at).into());
        draft.aspect = scope.aspect.or(match scope {
            _ if scope.now => Some(Aspect::Current),
            _ if scope.until || scope.since || scope.cause => sense.under,
            _ if self.carry.in_until() => sense.under,
            _ if self.carry.in_span() && sense.kind == Kind::Event => Some(Aspect::New),
            _ => None,
        });
        draft.narrow_by(sense);
        draft.whole = None;
        if let Some(disease) = scope.disease.or(self.carry.disease) {
            draft.qualifiers.entry("disease").or_insert_with(|| disease.into());
        }
        self.carry.date(&mut draft, scope.now || scope.present, None);
        self.drafts.push(draft);
    }
}
