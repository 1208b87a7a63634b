//! The walk over one sentence: its items and brackets, and the words between figures.
//!
//! In: the tokens of a sentence and what earlier sentences carry. Out: drafts, in source order.
//! A scope is handed down into brackets and along lists; what a word sets holds for the figures
//! after it until another word of its kind, a semicolon or the end of the sentence. This file
//! cuts and orders; each sibling decides one thing: what a separator or a cue word does to the
//! scope (`scope`), which figure another is part of (`whole`), what one figure becomes
//! (`figure`, `inherit`, `aspect`, `zero`), what words after it add (`modify`), places (`place`).
//!
//! `新增5例（男性3例），出院2例。` → the items `新增5例（男性3例）` and `出院2例`; the bracket is
//! a level of its own, read with the scope of the 5例.

use std::ops::Range;

use crate::lexicon::{Cue, Kind, List, Sense, Word};
use crate::link::Linker;
use crate::link::carry::Carry;
use crate::link::draft::{Draft, Scope};
use crate::link::grammar::Grammar;
use crate::link::pair::Pairing;
use crate::link::token::{Mark, Stop, Token, closers};
use crate::record::{Aspect, Dimension, Status};
use crate::span::Span;

/// How many figures back a whole, a list or a total is looked for.
pub(super) const LOOK_BACK: usize = 100;

/// A stretch between two separators, brackets included whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'t> {
    /// The separator before it.
    pub sep: Option<Stop>,
    /// Indexes of its tokens, those inside brackets left out.
    pub tokens: &'t [usize],
    pub span: Span,
    pub has_figure: bool,
}

/// The words before a figure, from the end of what the figure before it uses.
#[derive(Debug, Clone)]
pub(crate) struct Left {
    pub start: usize,
    pub tokens: Vec<usize>,
}

impl Left {
    /// No words yet, from the offset `start` on.
    pub const fn at(start: usize) -> Self {
        Self { start, tokens: Vec::new() }
    }

    /// No words yet, from the offset `start` on; what was allocated is used again.
    fn restart(&mut self, start: usize) {
        self.start = start;
        self.tokens.clear();
    }
}

pub(crate) struct Walk<'a, 'c> {
    pub linker: &'a Linker<'a>,
    pub text: &'a str,
    pub tokens: &'c [Token<'a>],
    pub closers: Vec<usize>,
    pub carry: &'c mut Carry<'a>,
    pub drafts: &'c mut Vec<Draft<'a>>,
    pub sentence: Span,
    /// First draft of the sentence.
    pub first: usize,
    /// First draft since the last semicolon, on the level being read.
    pub group: usize,
    pub pairing: Option<Pairing>,
    pub grammar: Grammar<'a>,
    /// How deep in brackets the walk is.
    pub depth: usize,
    /// The tokens of the item being read.
    pub current: Vec<usize>,
    /// The metric that the item before names without a number (累计确诊数居前三位的为：…).
    pub headed: Option<&'a str>,
}

impl<'a, 'c> Walk<'a, 'c> {
    /// At the start of `sentence`, whose tokens are `tokens`.
    pub(super) fn new(
        linker: &'a Linker<'a>,
        text: &'a str,
        sentence: Span,
        tokens: &'c [Token<'a>],
        carry: &'c mut Carry<'a>,
        drafts: &'c mut Vec<Draft<'a>>,
    ) -> Self {
        let first = drafts.len();
        Self {
            linker,
            text,
            tokens,
            closers: closers(tokens),
            carry,
            drafts,
            sentence,
            first,
            group: first,
            pairing: None,
            grammar: Grammar::new(text, sentence, linker),
            depth: 0,
            current: Vec::new(),
            headed: None,
        }
    }

    /// Reads the sentence; gives the scope as it stands at its end.
    pub(super) fn sentence(&mut self, mut scope: Scope<'a>) -> Scope<'a> {
        let bare = self.tokens.first().is_some_and(|token| {
            token.span.start == self.sentence.start
                && token.word().is_some_and(|word| word.aspect.is_some())
        });
        if bare && let Some(origin) = self.carry.origin_topic {
            scope.origin = Some(origin);
            scope.origin_topic = true;
        }
        let scope = self.level(0, self.tokens.len(), scope);
        self.carry.origin_topic = scope.origin.filter(|_| scope.origin_topic);
        scope
    }

    /// Reads the tokens `from..to`, a sentence or the inside of a bracket.
    pub(super) fn level(&mut self, from: usize, to: usize, mut scope: Scope<'a>) -> Scope<'a> {
        let mut outer: Vec<Scope<'a>> = Vec::new();
        let mut had_figures = false;
        let outside = self.outside_brackets(from, to);
        for item in self.items(from, to, &outside) {
            self.separate(&item, &mut scope, &mut outer, had_figures);
            let before = self.drafts.len();
            self.item(&item, &mut scope);
            self.open_since(&item, &mut scope);
            had_figures = self.drafts.len() > before;
            self.topic(&item, before, &mut scope, &mut outer);
            self.headed = match had_figures {
                true => None,
                false => self.item_sense(&item).map(|sense| &*sense.metric),
            };
            self.carry.item += 1;
        }
        outer.into_iter().next().unwrap_or(scope)
    }

    /// 1月11日启用以来: the item opens a span that goes on, whatever stands before 以来.
    fn open_since(&self, item: &Item<'_>, scope: &mut Scope<'a>) {
        if item.has_figure || !self.text[item.span.range()].trim_end().ends_with("以来") {
            return;
        }
        scope.since = true;
        scope.during = false;
        if let Some((span, _)) = &mut scope.time {
            span.end = None;
        }
    }

    /// The indexes from `from` up to `to`, those inside brackets left out.
    fn outside_brackets(&self, from: usize, to: usize) -> Vec<usize> {
        let mut outside = Vec::with_capacity(to - from);
        let mut at = from;
        while at < to {
            outside.push(at);
            at = match self.tokens[at].mark {
                Mark::Open => self.closers[at].min(to),
                _ => at,
            } + 1;
        }
        outside
    }

    /// Cuts the tokens `from..to`, of which `outside` stand in no bracket, at separators.
    fn items<'t>(&self, from: usize, to: usize, outside: &'t [usize]) -> Vec<Item<'t>> {
        let start = |at: usize| self.tokens.get(at).map_or(self.sentence.end, |t| t.span.start);
        let mut items = Vec::new();
        let mut sep = None;
        let mut offset = match from {
            0 => self.sentence.start,
            _ => self.tokens[from - 1].span.end,
        };
        let mut rest = Some(outside);
        while let Some(tokens) = rest {
            let len = tokens.iter().position(|&at| self.tokens[at].stop().is_some());
            let (tokens, after) = tokens.split_at(len.unwrap_or(tokens.len()));
            let next = after.first().copied();
            let span = Span::new(offset, start(next.unwrap_or(to)).max(offset));
            if !span.is_empty() || sep == Some(Stop::Semicolon) {
                let has_figure = tokens.iter().any(|&at| self.tokens[at].is_figure());
                items.push(Item { sep, tokens, span, has_figure });
            }
            if let Some(stop) = next.map(|at| &self.tokens[at]) {
                (sep, offset) = (stop.stop(), stop.span.end);
            }
            rest = after.get(1..);
        }
        items
    }

    /// Reads one item: cues, figures, brackets, in order.
    fn item(&mut self, item: &Item<'_>, scope: &mut Scope<'a>) {
        let mut left = Left::at(item.span.start);
        item.tokens.clone_into(&mut self.current);
        let mut status = None;
        let first = self.drafts.len();
        let mut index = 0;
        if let Some(next) = self.zero_listed(item, scope) {
            index = next;
            left.restart(self.tokens[item.tokens[next - 1]].span.end);
        }
        while let Some(&at) = item.tokens.get(index) {
            match self.tokens[at].mark {
                Mark::Figure(quantity) => {
                    let right = self.right(item, index);
                    let end = self.figure(quantity, at, &left, right, scope);
                    left.restart(end);
                    let rest = &item.tokens[index + 1..];
                    index += 1 + rest.partition_point(|&t| self.tokens[t].span.start < end);
                    continue;
                }
                Mark::Open if self.closers[at] > at => {
                    self.bracket(at, &mut left, scope, first);
                    item.tokens.clone_into(&mut self.current);
                }
                Mark::Word(word) if word.is(Cue::Negation) || word.is(Cue::Zero) => {
                    if let Some(next) = self.zero(item, index, &left, scope) {
                        index = next;
                        left.restart(self.tokens[item.tokens[next - 1]].span.end);
                        continue;
                    }
                    left.tokens.push(at);
                }
                Mark::Word(word) => {
                    status = self.set_status(at, word, scope).or(status);
                    left.tokens.push(at);
                }
                _ => left.tokens.push(at),
            }
            index += 1;
        }
        if !left.tokens.is_empty() || left.start < item.span.end {
            self.rest(item, &left, scope, first);
        }
        if let Some(status) = status {
            self.give_status(first, status);
        }
    }

    /// Sets the status that the word at `at` says, unless it is part of a longer word.
    pub(super) fn set_status(
        &self,
        at: usize,
        word: &Word,
        scope: &mut Scope<'a>,
    ) -> Option<Status> {
        let status = word.status.filter(|_| !self.is_inside(at) && !self.moves(at))?;
        scope.status = Some(status);
        scope.soon = self.said(at).starts_with('将');
        Some(status)
    }

    /// Gives `status` to the drafts of the item, from `first` on: what is planned is not new.
    fn give_status(&mut self, first: usize, status: Status) {
        for draft in &mut self.drafts[first..] {
            if draft.status == Status::Reported && draft.aspect != Some(Aspect::Cumulative) {
                draft.status = status;
                if draft.aspect == Some(Aspect::New) && !draft.own.aspect {
                    draft.aspect = None;
                }
            }
        }
    }

    /// The text after the figure at `index`, up to the next figure, bracket or separator.
    fn right(&self, item: &Item<'_>, index: usize) -> Span {
        let from = self.tokens[item.tokens[index]].span.end;
        let next = item.tokens[index + 1..].iter().find(|&&at| match self.tokens[at].mark {
            Mark::Figure(q) => {
                q.dimension != Dimension::Voltage || self.tokens[at].span.start > from
            }
            Mark::Open => true,
            _ => false,
        });
        Span::new(from, next.map_or(item.span.end, |&at| self.tokens[at].span.start))
    }

    /// 将防汛响应提升至: 将 before a noun moves it and plans nothing.
    pub(super) fn moves(&self, at: usize) -> bool {
        let span = self.tokens[at].span;
        &self.text[span.range()] == "将" && self.grammar.is_noun_at(span.end)
    }

    /// True for a cue of one character that is part of a longer word (应 in 应急).
    pub(super) fn is_inside(&self, at: usize) -> bool {
        let span = self.tokens[at].span;
        span.len() <= 3 && self.grammar.is_inside_word(span)
    }

    /// Words after the last figure of an item, or of an item without figures: they modify the
    /// figures before (均在武汉, 在隔离管控中发现) or set the scope of those after (截至5月8日，).
    fn rest(&mut self, item: &Item<'_>, left: &Left, scope: &mut Scope<'a>, first: usize) {
        let after = self.drafts.len() > first;
        let all = self.says(left, Cue::All);
        let text = self.text[left.start..item.span.end].trim_start();
        let post = after
            || all
            || (self.linker.lexicon.lists.begins(List::SaidOf, text)
                && self.previous(scope).is_some()
                && item.sep != Some(Stop::Semicolon));
        if post && let Some(range) = self.modified(scope, all, first, after) {
            self.modify(range, item, left, scope);
            if after || all || !item.has_figure {
                self.observe(left, scope, false);
                return;
            }
        }
        self.observe(left, scope, true);
    }

    /// Lets the tokens of `left` act on the scope. `topic`: a place among them is what follows
    /// is about.
    pub(super) fn observe(&mut self, left: &Left, scope: &mut Scope<'a>, topic: bool) {
        let mut seen_aspect = false;
        for &at in &left.tokens {
            match self.tokens[at].mark {
                Mark::Time(_) => self.time(at, scope),
                Mark::Number => self.round(at),
                Mark::Place(_) if topic && !self.is_against(at, left.start) => {
                    self.topic_place(at, left, scope);
                }
                Mark::Word(word) => self.cue(at, word, scope, &mut seen_aspect),
                _ => {}
            }
        }
    }

    /// 已, 已经: it is so already.
    pub(super) fn is_done(&self, at: usize) -> bool {
        self.is_cue(at, Cue::Done) && self.text[self.tokens[at].span.range()].contains('已')
    }

    /// Whether the word at `at` is of class `cue`.
    pub(super) fn is_cue(&self, at: usize, cue: Cue) -> bool {
        self.tokens[at].word().is_some_and(|word| word.is(cue))
    }

    /// Whether one of the words before a figure is of class `cue`.
    pub(super) fn says(&self, left: &Left, cue: Cue) -> bool {
        left.tokens.iter().any(|&at| self.is_cue(at, cue))
    }

    /// The words among the tokens `at`.
    pub(super) fn words_at<'s>(
        &'s self,
        at: &'s [usize],
    ) -> impl DoubleEndedIterator<Item = &'a Word> + 's {
        at.iter().filter_map(|&at| self.tokens[at].word())
    }

    /// The text of the token at `at`.
    pub(super) fn said(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].span.range()]
    }

    /// Index of the first token that begins at the offset `from` or after it.
    pub(super) fn token_from(&self, from: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start < from)
    }

    /// The metric that the last noun or event of the item names.
    pub(super) fn item_sense(&self, item: &Item<'_>) -> Option<&'a Sense> {
        let words = self.words_at(item.tokens);
        words.filter_map(|word| word.sense(Some("例"))).rfind(|s| s.kind >= Kind::Noun)
    }

    /// The words that begin in `span`.
    pub(super) fn words_in(&self, span: Span) -> impl Iterator<Item = (Span, &'a Word)> {
        let from = self.token_from(span.start);
        self.tokens[from..]
            .iter()
            .take_while(move |token| token.span.start < span.end)
            .filter_map(|token| Some((token.span, token.word()?)))
    }

    /// The tokens that begin in `span`.
    pub(super) fn tokens_in(&self, span: Span) -> Range<usize> {
        self.token_from(span.start)..self.token_from(span.end)
    }
}

/// The meaning of a word that is counted as cases or as people.
pub(super) fn any_sense(word: &Word) -> Option<&Sense> {
    word.sense(Some("例")).or_else(|| word.senses.iter().max_by_key(|sense| sense.kind))
}
