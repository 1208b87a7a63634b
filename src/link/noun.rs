//! The noun before a number, verbs and the like between them skipped.
//!
//! In: a quantity and the words left of it. Out: a [`Noun`]: its span, its meaning, and the verb
//! that stands between.
//!
//! `床位已增加到300张` → 床位, through the verb 增加到.

use crate::lexicon::{Cue, Kind, List, Sense, Word};
use crate::link::token::Mark;
use crate::link::walk::{Left, Walk};
use crate::record::Dimension;
use crate::scan::quantity::Quantity;
use crate::scan::time::Anchor;
use crate::span::Span;

/// The noun before a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Noun<'a> {
    pub span: Option<Span>,
    pub sense: Option<&'a Sense>,
    /// A verb stands between the noun and the number.
    pub through_verb: bool,
    /// The verb nearest the number.
    pub verb: Option<Span>,
    /// What befell it, said before it: 解除医学观察的密切接触者.
    pub event: Option<&'a Sense>,
    /// The act that the noun is the object of: 接种行动不便老人.
    pub act: Option<&'a Sense>,
}

/// Particles that a noun before them does not reach past: the number has its noun behind it.
const LEADING: [char; 10] = ['的', '在', '于', '对', '向', '把', '用', '按', '经', '自'];

impl<'a> Walk<'a, '_> {
    /// The noun that ends at the number, verbs and the like between them skipped. `delta`: the
    /// number is a difference.
    pub(super) fn noun_before(&self, quantity: &Quantity, left: &Left, delta: bool) -> Noun<'a> {
        let start = quantity.span.start;
        let counted =
            matches!(quantity.dimension, Dimension::Count | Dimension::Other | Dimension::Area);
        let leads = self.text[left.start..start].trim_end().ends_with(LEADING);
        if counted && leads && self.starting_value(left, start).is_none() {
            return self.event_before(quantity, left);
        }
        let (mut edge, mut index) = self.noun_edge(quantity, left, delta);
        let mut noun = Noun::default();
        for _ in 0..4 {
            self.skip_verbs(&mut edge, &mut index, left, quantity, &mut noun);
            let Some((span, next)) =
                self.noun_ending(edge, &left.tokens[..index], left.start, quantity, &mut noun)
            else {
                break;
            };
            if let Some(span) = span {
                let more = next < index && noun.sense.is_none();
                if more && noun.verb.is_none() && self.grammar.is_verb(span) {
                    noun.verb = Some(span);
                    noun.through_verb = true;
                    edge = span.start;
                    index = next + usize::from(next < index);
                    continue;
                }
                let text = &self.text[span.range()];
                let body = text.starts_with(['该', '本'])
                    && text.ends_with(['区', '村', '县', '市', '镇', '乡', '省']);
                noun.span = match noun.sense {
                    Some(_) => Some(span),
                    None if body => None,
                    None => Some(Span::new(self.grammar.noun_start(span), span.end)),
                };
                noun.span = noun.span.filter(|span| !span.is_empty());
                break;
            }
            if next >= index {
                break;
            }
            (edge, index) = (self.tokens[left.tokens[next]].span.start, next);
        }
        noun
    }

    /// 治愈出院的3名患者: behind 的, only an event is a noun of the number.
    fn event_before(&self, quantity: &Quantity, left: &Left) -> Noun<'a> {
        let last = left
            .tokens
            .last()
            .map(|&at| self.tokens[at])
            .filter(|token| self.text[token.span.end..quantity.span.start].trim() == "的");
        let sense = last.and_then(|token| token.word()?.sense(quantity.unit));
        match sense.filter(|sense| sense.kind == Kind::Event) {
            Some(event) => {
                Noun { span: last.map(|token| token.span), sense: Some(event), ..Noun::default() }
            }
            None => Noun::default(),
        }
    }

    /// Where the noun is looked for backwards: the offset, and how many of the words left of the
    /// number stand before it.
    fn noun_edge(&self, quantity: &Quantity, left: &Left, delta: bool) -> (usize, usize) {
        let start = quantity.span.start;
        let mut edge = self.starting_value(left, start).unwrap_or(start);
        let mut index = left.tokens.len();
        if delta {
            (edge, index) = self.before_comparison(edge, left);
        }
        if quantity.dimension == Dimension::Ratio
            && let Some(at) = self.share(left, start)
        {
            edge = at;
            index = left.tokens.partition_point(|&token| self.tokens[token].span.end <= at);
        }
        (edge, index)
    }

    /// 流感样病例占门诊病例总数的3.06%: where 占 stands.
    fn share(&self, left: &Left, start: usize) -> Option<usize> {
        let before = &self.text[left.start..start];
        let at = before.rfind('占')?;
        let verb = !before[at..].starts_with("占比") && !before[at..].starts_with("占地");
        (verb && !before[..at].trim().is_empty()).then_some(left.start + at)
    }

    /// 采样点由最初的986个增加到1860个: where 由 begins, when it says the value at the start.
    fn starting_value(&self, left: &Left, start: usize) -> Option<usize> {
        let before = &self.text[left.start..start];
        let at = before.ends_with('的').then(|| before.rfind(['由', '从']))??;
        (before.len() - at <= 36).then_some(left.start + at)
    }

    /// 城区水位较最高时下降1.1米: where the words that name what it is compared with begin.
    fn before_comparison(&self, edge: usize, left: &Left) -> (usize, usize) {
        let compared = left.tokens.iter().rposition(|&at| match self.tokens[at].mark {
            Mark::Word(word) => word.is(Cue::Against),
            Mark::Time(time) => time.anchor == Anchor::Against,
            _ => false,
        });
        match compared {
            Some(index) => (self.tokens[left.tokens[index]].span.start, index),
            None => (edge, left.tokens.len()),
        }
    }

    /// Moves `edge` and `index` back over words that may stand between a noun and its number.
    fn skip_verbs(
        &self,
        edge: &mut usize,
        index: &mut usize,
        left: &Left,
        quantity: &Quantity,
        noun: &mut Noun<'a>,
    ) {
        while *index > 0 {
            let token = &self.tokens[left.tokens[*index - 1]];
            if token.span.end > *edge {
                *index -= 1;
                continue;
            }
            if !is_thin(&self.text[token.span.end..*edge]) {
                return;
            }
            match token.mark {
                Mark::Time(_) => {}
                Mark::Word(word) => {
                    let named = word.sense(quantity.unit).is_some_and(|s| s.kind != Kind::Thing);
                    let noun_too =
                        !word.senses.is_empty() && word.aspect.is_none() && !word.is(Cue::Verb);
                    if named || noun_too || !transparent(word) {
                        return;
                    }
                    if is_verb(word) {
                        noun.through_verb = true;
                        noun.verb.get_or_insert(token.span);
                    }
                }
                _ => return,
            }
            *edge = token.span.start;
            *index -= 1;
        }
    }

    /// The noun phrase that ends at `edge`, if any, and the index of the token that it stops at.
    /// None at all when there is nothing before.
    fn noun_ending(
        &self,
        edge: usize,
        tokens: &[usize],
        start: usize,
        quantity: &Quantity,
        noun: &mut Noun<'a>,
    ) -> Option<(Option<Span>, usize)> {
        let edge = start.max(trim_end(self.text, start, edge));
        let mut from = start;
        let mut event = None;
        let mut act = None;
        let mut stop = tokens.len();
        for (index, &at) in tokens.iter().enumerate().rev() {
            let token = &self.tokens[at];
            if token.span.end > edge {
                continue;
            }
            if self.is_noun_part(at, edge) {
                let sense = token.word().and_then(|word| word.sense(quantity.unit));
                match sense.filter(|s| s.kind != Kind::Thing) {
                    Some(sense) if token.span.end == edge => noun.sense = Some(sense),
                    Some(sense) if sense.kind == Kind::Event => event = Some(sense),
                    Some(sense) if matches!(sense.kind, Kind::Act | Kind::Weak) => {
                        act = Some(sense)
                    }
                    _ => {}
                }
                continue;
            }
            from = token.span.end;
            stop = index;
            if token.word().is_some_and(|word| word.is(Cue::Per)) {
                from = self.per(at, quantity.span.start).map_or(from, |(_, end)| end);
            }
            break;
        }
        noun.event = event.filter(|_| noun.sense.is_none_or(|s| s.kind != Kind::Event));
        noun.act = act.filter(|_| noun.sense.is_none());
        let from = from.min(edge);
        // The 在 of 在院治疗 is of the word, that of 在东区的病例 is not.
        let is_word = |at: &usize| {
            let token = &self.tokens[*at];
            token.span.start == from && token.word().is_some_and(|word| !word.senses.is_empty())
        };
        let whole = tokens.iter().any(is_word);
        let from = if whole { from } else { trim_start(self.text, from, edge) };
        let passive = self.text[from..edge].ends_with('被')
            && !self.grammar.is_inside_word(Span::new(edge - '被'.len_utf8(), edge));
        let span = (from < edge && !passive).then(|| Span::new(from, edge));
        Some((span, stop))
    }

    /// True when the token at `at` can stand inside a noun phrase that ends at `edge`.
    fn is_noun_part(&self, at: usize, edge: usize) -> bool {
        let token = &self.tokens[at];
        let Mark::Word(word) = token.mark else { return matches!(token.mark, Mark::Number) };
        if word.aspect.is_some() {
            return false;
        }
        let names = !word.senses.is_empty()
            || word.sex.is_some()
            || word.found.is_some()
            || word.origin.is_some()
            || word.rate.is_some();
        if names {
            return true;
        }
        let single = token.span.len() <= 3;
        let inside = token.span.end < edge;
        let guides = [Cue::Part, Cue::Per, Cue::Negation];
        if guides.iter().any(|cue| word.is(*cue)) {
            return false;
        }
        if !transparent(word) {
            return true;
        }
        (single && inside && self.grammar.is_inside_word(token.span))
            || (word.is(Cue::Verb) && self.is_inside_noun(token.span, edge))
    }

    /// A verb inside a compound noun (检修人员, 投资额): Han text follows it up to the noun's end.
    fn is_inside_noun(&self, verb: Span, edge: usize) -> bool {
        let rest = &self.text[verb.end..edge];
        self.linker.lexicon.lists.has(List::Compound, rest)
    }
}

/// True for words that may stand between a noun and its number.
pub(super) fn transparent(word: &Word) -> bool {
    word.aspect.is_some()
        || word.delta.is_some()
        || word.status.is_some()
        || word.is(Cue::Light)
        || word.is(Cue::Total)
        || word.is(Cue::Done)
        || word.is(Cue::Verb)
        || word.is(Cue::Each)
        || word.is(Cue::Respectively)
        || word.is(Cue::Rest)
        || word.is(Cue::Cause)
        || word.is(Cue::All)
        || word.is(Cue::Against)
}

/// A verb that opens a clause, not 有 or 为.
fn is_verb(word: &Word) -> bool {
    word.is(Cue::Verb) && !word.is(Cue::Light)
}

/// True when only particles stand in the gap.
pub(super) fn is_thin(gap: &str) -> bool {
    gap.strip_prefix("同期")
        .unwrap_or(gap)
        .trim_matches([
            '了', '的', '“', '”', '"', ' ', '着', '约', '名', '个', '由', '从', '末', '底',
        ])
        .is_empty()
}

/// `end`, moved back over particles and quotes at the end of a noun.
pub(super) fn trim_end(text: &str, start: usize, end: usize) -> usize {
    let slice = text.get(start..end).unwrap_or("");
    start
        + slice
            .trim_end_matches([
                '的', '“', '”', '"', ' ', '了', '有', '和', '及', '与', '对', '由', '从',
            ])
            .len()
}

/// `start`, moved on over particles and quotes before a noun.
pub(super) fn trim_start(text: &str, start: usize, end: usize) -> usize {
    let slice = text.get(start..end).unwrap_or("");
    end - slice
        .trim_start_matches(['的', '“', '”', '"', ' ', '和', '及', '与', '对', '之', '把', '在'])
        .len()
}
