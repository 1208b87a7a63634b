//! What follows a number: the noun it counts, or what befell what it counts.
//!
//! In: the text right of a quantity. Out: the noun phrase there, or the event in the predicate.
//!
//! `5名患者治愈出院` → the noun 患者, then the event 治愈出院.

use crate::lexicon::{Cue, Kind, List, Sense, Word};
use crate::link::name::{Naming, has_population};
use crate::link::noun::{Noun, is_thin, transparent, trim_end, trim_start};
use crate::link::token::{Mark, Stop};
use crate::link::walk::Walk;
use crate::scan::quantity::Quantity;
use crate::span::Span;

/// Stand before 为 where it is said of all.
const ALL: [char; 4] = ['均', '都', '皆', '全'];

impl<'a> Walk<'a, '_> {
    /// Whether the text begins a predicate (为…, 在…, 已…), not a noun.
    pub(super) fn starts_predicate(&self, text: &str) -> bool {
        self.linker.lexicon.lists.begins(List::Predicate, text)
    }

    /// The first word that begins in `span`.
    fn first_word(&self, span: Span) -> Option<(Span, &'a Word)> {
        self.words_in(span).next()
    }

    /// 检测46名密接者: an act before the number yields to a noun right after it.
    pub(super) fn prefers_right(
        &self,
        before: &Noun<'a>,
        right: Span,
        quantity: &Quantity,
    ) -> bool {
        let act = before.sense.is_some_and(|s| matches!(s.kind, Kind::Act | Kind::Weak));
        (act || before.through_verb)
            && self.first_word(right).is_some_and(|(span, word)| {
                span.start == right.start
                    && word.sense(quantity.unit).is_some_and(|s| s.kind == Kind::Noun)
            })
    }

    /// True when what follows the number is no predicate (为…, 在…, 已…) but may be a noun.
    pub(super) fn may_follow(&self, right: Span) -> bool {
        let text = self.text[right.range()].trim_start();
        let named = || {
            self.first_word(right)
                .is_some_and(|(span, word)| span.start == right.start && !word.senses.is_empty())
        };
        !text.is_empty() && (!self.starts_predicate(text) || named())
    }

    /// True when a noun that the figure counts follows it, rather than a verb.
    pub(super) fn noun_follows(&self, before: &Noun<'a>, right: Span, quantity: &Quantity) -> bool {
        if let Some((span, word)) = self.first_word(right)
            && span.start == right.start
        {
            if word.sense(quantity.unit).is_some_and(|s| s.kind == Kind::Event) {
                // 2死7伤: each is of the number before it.
                let short = quantity.unit.is_none() && span.len() <= '死'.len_utf8();
                return before.span.is_none() || short;
            }
            if word.sense(quantity.unit).is_some_and(|s| s.kind != Kind::Thing) {
                return true;
            }
            let noun = !transparent(word) && !word.is(Cue::Negation) && !word.is(Cue::Per);
            if (noun || word.origin.is_some()) && before.span.is_none() {
                return true;
            }
        }
        let text = &self.text[right.range()];
        if text.trim_start().starts_with(['的', '“', '"', '‘', '《']) {
            return true;
        }
        let bare = before.span.is_none() || before.through_verb;
        let skipped = text.len() - text.trim_start_matches([' ', '“', '"', '‘', '《']).len();
        let noun = self.grammar.starts_with_noun(Span::new(right.start + skipped, right.end));
        if bare {
            return noun || self.grammar.starts_with_content(right);
        }
        let tail = before.span.is_some_and(|span| self.grammar.ends_with_noun(span));
        noun && !(tail && quantity.unit == Some("人"))
    }

    /// Names the figure after the noun behind its number.
    pub(super) fn take_right(&self, quantity: &Quantity, right: Span, naming: &mut Naming<'a>) {
        let span = self.noun_after(right, quantity.unit);
        naming.noun = Some(span);
        if !matches!(quantity.unit, Some("轮" | "次" | "轮次")) {
            naming.end = span.end;
        }
        naming.subject = Some(self.phrase(span)).filter(|s| !s.is_empty());
        let head = self
            .words_in(span)
            .filter(|(at, _)| at.end <= span.end)
            .filter_map(|(at, word)| Some((at, word, word.sense(quantity.unit)?)))
            .filter(|(at, _, s)| {
                s.kind != Kind::Thing && (at.end == span.end || s.kind == Kind::Generic)
            })
            .last();
        for (_, word) in self.words_in(span) {
            naming.origin = word.origin.or(naming.origin);
            naming.sex = word.sex.as_deref().or(naming.sex);
        }
        naming.sense = head.map(|(_, _, sense)| sense);
        if self.goes_on_listing(span.end) {
            naming.sense = None;
            naming.mixed = true;
        }
        naming.metric = naming.sense.filter(|s| s.kind != Kind::Generic).map(|s| &*s.metric);
        naming.inherits = naming.metric.is_none()
            && (naming.sex.is_some() && span.len() <= 6 || naming.sense.is_some());
    }

    /// The noun phrase that begins `right`: up to a cue word, or the verb after its noun.
    pub(super) fn noun_after(&self, right: Span, unit: Option<&str>) -> Span {
        let start = trim_start(self.text, right.start, right.end);
        let mut limit = right.end;
        let mut least = start;
        for (span, word) in self.words_in(Span::new(start, right.end)) {
            let named = !word.senses.is_empty() || word.origin.is_some() || word.sex.is_some();
            if !named {
                if ends_noun(word, span) && span.start > start {
                    limit = span.start;
                    break;
                }
                continue;
            }
            if span.start == start || span.start == least {
                least = span.end;
            }
            if word.senses.iter().any(|s| s.kind == Kind::Event) && span.start > start {
                limit = span.start;
                break;
            }
            let counted = word.sense(unit).is_some_and(|s| s.kind == Kind::Noun);
            let reached = span.start == start
                || self.grammar.noun_phrase(Span::new(start, span.end)) >= span.start;
            if counted && !reached {
                limit = limit.min(self.grammar.noun_phrase(Span::new(start, limit)).max(start));
                break;
            }
            if counted && !self.goes_on(Span::new(span.end, limit)) {
                return Span::new(start, span.end);
            }
        }
        let from = least.min(limit);
        let rest = Span::new(from, limit);
        let end = match from > start && !self.goes_on(rest) {
            true => from,
            false => self.grammar.noun_phrase(rest),
        };
        Span::new(start, trim_end(self.text, start, end))
    }

    /// 1万余名党员、退休老干部和志愿者: more nouns follow that share the number.
    fn goes_on_listing(&self, end: usize) -> bool {
        let from = self.token_from(end);
        let touches = self
            .tokens
            .get(from)
            .is_some_and(|token| token.stop() == Some(Stop::Pause) && token.span.start == end);
        touches
            && self.tokens[from..]
                .iter()
                .find(|token| {
                    token.is_figure()
                        || matches!(token.mark, Mark::Open)
                        || token.stop().is_some_and(|stop| stop != Stop::Pause)
                })
                .is_none_or(|token| !token.is_figure() && !matches!(token.mark, Mark::Open))
    }

    /// True when the noun before `rest` goes on in it (采样 + 小组).
    fn goes_on(&self, rest: Span) -> bool {
        self.first_word(rest)
            .is_some_and(|(span, word)| span.start == rest.start && word.is(Cue::Tail))
    }

    /// What the text after the noun says befell it: an event, 作为, 为隔离管控发现.
    pub(super) fn predicate(&self, quantity: &Quantity, right: Span, naming: &mut Naming<'a>) {
        let rest = Span::new(naming.end.max(right.start), right.end);
        self.read_predicate(quantity, rest, naming);
        if naming.subject.is_none()
            && naming.metric.is_none()
            && !is_thin(self.text[rest.range()].trim_matches(['和', '与', '及', '至']))
        {
            let word = self.linker.first_words(self.text[rest.range()].trim_start());
            if !word.is_empty() {
                naming.subject = Some(word.into());
                naming.inherits = true;
            }
        }
        naming.found = self.found_in(self.tokens_in(rest), rest.end);
    }

    /// Reads `rest` word by word, up to the event or noun that decides.
    fn read_predicate(&self, quantity: &Quantity, rest: Span, naming: &mut Naming<'a>) {
        let mut denied = false;
        let says = self.text[rest.range()].trim_start();
        let mut copula = says.trim_start_matches(ALL).starts_with(['为', '是', '系']);
        let mut before_edge = rest.start;
        let mut used_as = false;
        for (span, word) in self.words_in(rest) {
            denied |= word.is(Cue::Negation);
            if word.is(Cue::As) {
                used_as = true;
                continue;
            }
            if copula && let Some(origin) = word.origin {
                naming.origin = Some(origin);
                continue;
            }
            let Some(sense) = word.sense(quantity.unit) else { continue };
            let near = span.start - before_edge.min(span.start) <= 24;
            match sense.kind {
                Kind::Event if !denied && near => {
                    self.befall(span, sense, naming);
                    break;
                }
                Kind::Noun if (used_as || (copula && naming.metric.is_none())) && near => {
                    naming.sense = Some(sense);
                    naming.metric = Some(&sense.metric);
                    naming.inherits = false;
                    if used_as {
                        break;
                    }
                }
                Kind::Act | Kind::Weak
                    if !denied && span.end == rest.end && acts(sense, quantity, naming) =>
                {
                    naming.sense = Some(sense);
                    naming.metric = Some(&sense.metric);
                }
                _ => {}
            }
            before_edge = span.end;
            copula &= sense.kind == Kind::Generic;
        }
    }

    /// The event `sense` befell what the noun names, which becomes the population.
    fn befall(&self, span: Span, sense: &'a Sense, naming: &mut Naming<'a>) {
        let other = |s: &Sense| s.kind == Kind::Event && s.metric != sense.metric;
        if naming.sense.is_some_and(other) {
            return;
        }
        let population = naming.metric.filter(|m| *m != &*sense.metric);
        naming.population = population.filter(|_| has_population(&sense.metric));
        naming.sense = Some(sense);
        naming.metric = Some(&sense.metric);
        naming.inherits = false;
        if naming.subject.is_none() {
            naming.subject = Some(self.text[span.range()].into());
        }
    }
}

/// True for a word that no noun phrase after a number reaches past.
const fn ends_noun(word: &Word, span: Span) -> bool {
    word.aspect.is_some()
        || word.status.is_some()
        || word.is(Cue::Respectively)
        || word.is(Cue::Each)
        || word.is(Cue::All)
        || word.is(Cue::As)
        || word.is(Cue::Negation)
        || word.is(Cue::Done)
        || word.is(Cue::Per)
        || (word.is(Cue::Verb) && span.len() > 3)
}

/// True when the act at the end of the text is what the number counts (5人检测).
fn acts(sense: &Sense, quantity: &Quantity, naming: &Naming<'_>) -> bool {
    (sense.kind == Kind::Act || matches!(quantity.unit, Some("人" | "名")))
        && naming.metric.is_none()
        && quantity.unit != Some("个")
}
