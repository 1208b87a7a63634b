//! 分别: the n-th number belongs to the n-th item of the list before it.
//!
//! `男性、女性分别为248例和347例` → 248 of 男性, 347 of 女性. Every list of the sentence that has as
//! many items as there are numbers takes part: days, places, ages, sexes, metrics, figures.

use crate::lexicon::{Cue, Kind, Sense};
use crate::link::draft::{Draft, Scope};
use crate::link::token::{JOINTS, Mark, Stop, is_joint};
use crate::link::walk::{Left, Walk};
use crate::record::{Dimension, Provenance};
use crate::span::Span;

/// How many tokens before 分别 its lists are looked for in.
const REACH: usize = 400;

/// Bytes of the longest noun in a list that no token names.
const LONGEST_NOUN: usize = 36;

/// The lists that the numbers after 分别 run along with.
#[derive(Debug, Clone)]
pub(crate) struct Pairing {
    /// Token indexes, one list for each kind.
    lists: Vec<Vec<usize>>,
    /// What is counted, where no token names it.
    nouns: Vec<Span>,
    /// Drafts before the sentence's 分别 that the numbers are said of.
    figures: Option<std::ops::Range<usize>>,
    next: usize,
    count: usize,
}

impl<'a> Walk<'a, '_> {
    /// Starts pairing when 分别 stands before the figure at token `at`.
    pub fn start_pairing(&mut self, at: usize, left: &Left) {
        let Some(&cue) = left.tokens.iter().find(|&&t| self.is_cue(t, Cue::Respectively)) else {
            return;
        };
        let count = self.run_length(at);
        if count < 2 {
            return;
        }
        let Mark::Figure(quantity) = self.tokens[at].mark else { return };
        let lists = self.lists(cue, quantity.unit);
        let lists: Vec<_> = lists.into_iter().filter(|list| list.len() == count).collect();
        let len = self.drafts.len();
        let figures = (lists.is_empty() && len >= self.first + count).then(|| len - count..len);
        let said = Span::new(self.tokens[cue].span.end, quantity.span.start);
        let open = lists.is_empty() && !self.grammar.has_object(said);
        let nouns = open.then(|| self.nouns(cue)).flatten();
        let nouns = nouns.filter(|nouns| nouns.len() == count).unwrap_or_default();
        let figures = figures.filter(|_| nouns.is_empty());
        self.pairing = Some(Pairing { lists, nouns, figures, next: 0, count });
    }

    /// How many figures are listed from token `at` on.
    fn run_length(&self, at: usize) -> usize {
        let mut count = 0;
        let mut index = at;
        let mut edge = self.tokens[at].span.start;
        while let Some(token) = self.tokens.get(index) {
            let gap = self.text.get(edge..token.span.start).unwrap_or("");
            if gap.chars().filter(|c| !matches!(c, '和' | '与' | '及' | '、' | '以' | '约')).count()
                > 0
            {
                break;
            }
            match token.mark {
                Mark::Figure(_) => count += 1,
                Mark::Stop(Stop::Pause) => {}
                Mark::Word(word) if word.delta.is_some() || word.is(Cue::Light) => {}
                _ => break,
            }
            edge = token.span.end;
            index += 1;
        }
        count
    }

    /// Lists of like tokens before token `cue`, nearest last.
    fn lists(&self, cue: usize, unit: Option<&str>) -> Vec<Vec<usize>> {
        let kind = |at: usize| match self.tokens[at].mark {
            Mark::Time(_) => Some(0),
            Mark::Place(_) => Some(1),
            Mark::Figure(q) if q.unit == Some("岁") => Some(2),
            Mark::Word(word) if word.sex.is_some() => Some(3),
            Mark::Word(word) if word.sense(Some("例")).or(word.sense(unit)).is_some() => Some(4),
            _ => None,
        };
        let mut lists: Vec<Vec<usize>> = Vec::new();
        let mut list: Vec<usize> = Vec::new();
        let mut edge = self.sentence.start;
        for at in cue.saturating_sub(REACH)..cue {
            let token = &self.tokens[at];
            if token.stop() == Some(Stop::Pause) {
                edge = token.span.end;
                continue;
            }
            let joined = list.last().is_some_and(|&last| {
                kind(last) == kind(at)
                    && self.text.get(edge..token.span.start).is_some_and(is_joint)
            });
            if kind(at).is_some() && joined {
                list.push(at);
            } else {
                if list.len() > 1 {
                    lists.push(std::mem::take(&mut list));
                }
                list.clear();
                if kind(at).is_some() {
                    list.push(at);
                }
            }
            edge = token.span.end;
        }
        if list.len() > 1 {
            lists.push(list);
        }
        lists
    }

    /// 面粉、大米分别: the nouns listed right before token `cue`, cut at 、 and 和.
    fn nouns(&self, cue: usize) -> Option<Vec<Span>> {
        let end = self.tokens[cue].span.start;
        let before = self.tokens[cue.saturating_sub(REACH)..cue].iter().rev();
        let start = before
            .filter(|token| !matches!(token.mark, Mark::Stop(Stop::Pause)))
            .find(|token| {
                token.stop().is_some()
                    || matches!(token.mark, Mark::Place(_) | Mark::Time(_) | Mark::Figure(_))
            })
            .map_or(self.sentence.start, |token| token.span.end);
        let mut nouns = Vec::new();
        let mut from = start;
        let cuts = self.text[start..end].match_indices(JOINTS);
        for (at, joint) in cuts.chain([(end - start, "")]) {
            let noun = Span::new(from, start + at);
            let long = noun.end - noun.start > LONGEST_NOUN;
            if noun.is_empty() || long || self.text[noun.range()].contains('的') {
                return None;
            }
            nouns.push(noun);
            from = start + at + joint.len();
        }
        Some(nouns)
    }

    /// What the noun at `span` names when it is one word of the catalogue.
    fn metric_of(&self, span: Span, unit: Option<&str>) -> Option<&'a Sense> {
        let found = self.linker.lexicon.find(&self.text[span.range()]).next()?;
        let sense = found.word.sense(unit).filter(|sense| sense.kind == Kind::Noun)?;
        (found.span.len() == span.len()).then_some(sense)
    }

    /// Gives the draft the items of its turn.
    pub fn pair(&mut self, draft: &mut Draft<'a>, scope: &Scope<'a>) {
        let Some(mut pairing) = self.pairing.take() else { return };
        let turn = pairing.next;
        for list in &pairing.lists {
            self.take_turn(list[turn], draft, scope);
        }
        if let Some(noun) = pairing.nouns.get(turn) {
            let unit = draft.quantity.and_then(|quantity| quantity.unit);
            let sense = self.metric_of(*noun, unit);
            if sense.is_some() || !draft.own.metric {
                draft.subject = Some(self.text[noun.range()].into());
            }
            if let Some(sense) = sense {
                draft.metric = Some(&*sense.metric);
                draft.own.metric = true;
            }
        }
        let before =
            self.drafts.last().filter(|last| turn > 0 && last.own.metric && !draft.own.metric);
        if let Some(before) = before {
            draft.metric = before.metric;
            draft.subject.clone_from(&before.subject);
            draft.own.metric = true;
        } else if let Some(figures) = &pairing.figures {
            let other = &self.drafts[figures.start + turn];
            let aged = draft.quantity.is_some_and(|q| q.unit == Some("岁"));
            if !draft.own.metric && !aged && other.subject.is_some() {
                draft.subject.clone_from(&other.subject);
                draft.place.clone_from(&other.place);
                draft.time = other.time;
                if draft.quantity.is_some_and(|q| q.dimension != Dimension::Ratio) {
                    draft.metric = other.metric;
                    draft.origin = other.origin;
                }
            }
        }
        let last = self.drafts.last().filter(|_| turn > 0);
        if let Some(aspect) = last.and_then(|last| last.aspect)
            && draft.aspect.is_none()
        {
            draft.aspect = Some(aspect);
        }
        pairing.next += 1;
        if pairing.next < pairing.count {
            self.pairing = Some(pairing);
        }
    }

    fn take_turn(&mut self, at: usize, draft: &mut Draft<'a>, scope: &Scope<'a>) {
        match self.tokens[at].mark {
            Mark::Time(time) => {
                let span = self.carry.resolve(time);
                draft.time = Some((span, Provenance::Stated));
            }
            Mark::Place(_) => {
                if let Some(place) = self.place(at, scope) {
                    draft.place = Some((place, Provenance::Stated));
                    draft.own.place = true;
                }
            }
            Mark::Figure(quantity) => {
                let text = self.text[quantity.span.range()].into();
                draft.qualifiers.insert("age", text);
            }
            Mark::Word(word) => {
                if let Some(sex) = &word.sex {
                    draft.qualifiers.insert("sex", (&**sex).into());
                    return;
                }
                let ratio = draft.quantity.is_some_and(|q| q.dimension == Dimension::Ratio);
                let subject = self.said(at).into();
                if let Some(sense) = word.sense(draft.quantity.and_then(|q| q.unit))
                    && !ratio
                {
                    draft.metric = Some(&*sense.metric);
                    draft.own.metric = true;
                    draft.narrow_by(sense);
                }
                draft.subject = Some(subject);
            }
            _ => {}
        }
    }
}
