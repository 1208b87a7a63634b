//! Explicit zeros: a negation and what it denies, without a number.
//!
//! In: an item and the negation in it. Out: one draft for each noun denied.
//!
//! `无新增死亡病例和疑似病例` → new deaths 0, new suspected cases 0.

use crate::lexicon::{Cue, Kind};
use crate::link::draft::Scope;
use crate::link::token::Mark;
use crate::link::walk::{Item, Left, Walk, any_sense};
use crate::record::Aspect;
use crate::span::Span;

impl Walk<'_, '_> {
    /// 无新增死亡病例: explicit zeros. Gives the index of the item's token after the phrase.
    pub(super) fn zero(
        &mut self,
        item: &Item,
        index: usize,
        left: &Left,
        scope: &mut Scope,
    ) -> Option<usize> {
        if self.drafts.last().is_some_and(|d| d.item == self.carry.item) {
            return None;
        }
        let start = self.tokens[item.tokens[index]].span.start;
        let mut edge = self.tokens[item.tokens[index]].span.end;
        let mut local = scope.clone();
        let mut next = index + 1;
        let mut zeros: Vec<(Span, usize)> = Vec::new();
        let mut seen = false;
        let mut from = start;
        if self.tokens[item.tokens[index]]
            .word()
            .is_some_and(|w| w.is(Cue::Negation) && self.text[start..edge].contains("新增"))
        {
            local.aspect = Some(Aspect::New);
            if !local.origin_topic {
                local.origin = None;
            }
        }
        while let Some(&at) = item.tokens.get(next) {
            let token = self.tokens[at];
            let gap = &self.text[edge..token.span.start];
            let joins = !zeros.is_empty()
                && matches!(gap, "和" | "及" | "与" | "或" | "以及" | "病例和" | "病例及");
            if !gap.is_empty() && !joins && gap != "人员" && gap != "新冠肺炎" && gap != "的"
            {
                break;
            }
            let Mark::Word(word) = token.mark else {
                if matches!(token.mark, Mark::Place(_)) && zeros.is_empty() {
                    edge = token.span.end;
                    next += 1;
                    continue;
                }
                break;
            };
            if word.aspect.is_some() || word.origin.is_some() {
                if joins {
                    from = token.span.start;
                }
                self.cue(at, word, &mut local, &mut seen);
            }
            if let Some(sense) =
                any_sense(word).filter(|s| s.kind >= Kind::Generic && s.kind != Kind::Act)
            {
                if joins && from < edge {
                    from = token.span.start;
                }
                let _ = sense;
                zeros.push((Span::new(from, token.span.end), at));
                from = token.span.end;
            } else if word.aspect.is_none() && word.origin.is_none() && !word.is(Cue::Verb) {
                break;
            }
            edge = token.span.end;
            next += 1;
        }
        if zeros.is_empty() {
            return None;
        }
        self.observe(left, scope, true);
        local.place.clone_from(&scope.place);
        local.time = scope.time;
        if let Some(tail) = self.text[edge..].chars().next()
            && "室点区队的".contains(tail)
        {
            return None;
        }
        for (span, at) in zeros {
            self.push_zero(span, at, &local);
        }
        scope.aspect = local.aspect;
        Some(next)
    }

    fn push_zero(&mut self, span: Span, at: usize, scope: &Scope) {
        let Some(sense) = self.tokens[at].word().and_then(any_sense) else { return };
        let mut draft = self.draft(None, span, scope);
        let own_metric = sense.kind != Kind::Generic;
        draft.metric = match own_metric {
            true => Some(sense.metric.clone()),
            false => scope.metric.clone().or_else(|| Some(sense.metric.clone())),
        };
        draft.own.metric = true;
        draft.subject = Some(self.text[self.tokens[at].span.range()].to_owned());
        draft.aspect = scope.aspect.or_else(|| match scope {
            _ if scope.now => Some(Aspect::Current),
            _ if scope.until || scope.since || scope.cause => sense.under,
            _ => None,
        });
        for (key, value) in &sense.qualifiers {
            draft.qualifiers.insert(key.to_string(), value.to_string());
        }
        draft.whole = None;
        if let Some(disease) = scope.disease.as_ref().or(self.carry.disease.as_ref()) {
            draft.qualifiers.entry("disease".into()).or_insert_with(|| disease.clone());
        }
        self.carry.date(&mut draft, scope.now || scope.present, None);
        self.drafts.push(draft);
    }
}
