//! What separators and cue words do to the scope.
//!
//! In: the item that begins, or one word, and the scope. Out: the scope as it holds for what
//! follows. A separator ends what reached only so far; a word sets what it says.
//!
//! `将新设3个点，已启用2个` → 将 sets planned, the comma ends it: only the 3个 is planned.

use crate::lexicon::{Cue, List, Word};
use crate::link::draft::Scope;
use crate::link::token::{Mark, Stop, Token};
use crate::link::walk::{Item, LOOK_BACK, Walk};
use crate::link::whole::{counts_alike, is_epidemic, is_outcome};
use crate::place::Level;
use crate::record::{Aspect, Dimension, Provenance};
use crate::scan::time::Anchor;
use crate::span::Span;

/// Stand before an item of a page.
const BULLETS: [char; 9] = [' ', '◆', '●', '■', '▲', '★', '◇', '○', '□'];

/// End a time that is the end of a period.
const ENDS: [&str; 6] = ["年末", "年底", "月末", "月底", "季末", "季度末"];

impl<'a> Walk<'a, '_> {
    /// What a separator and the item's first words do to the scope.
    pub(super) fn separate(
        &mut self,
        item: &Item<'_>,
        scope: &mut Scope<'a>,
        outer: &mut Vec<Scope<'a>>,
        after_figures: bool,
    ) {
        self.begin_item(item, scope, after_figures);
        match item.sep {
            Some(Stop::Semicolon | Stop::End) => self.end_clause(scope, outer),
            Some(Stop::Colon) if after_figures => {
                let whole = self.drafts.len() - 1;
                self.open_part(scope, outer, whole);
            }
            Some(Stop::Colon) if !scope.is_part => {
                scope.metric = self.headed.take().or(scope.metric.take());
            }
            Some(Stop::Comma) => {
                end_phrase(scope);
                scope.done = scope.done && self.goes_on_counting(item);
            }
            _ => {}
        }
        self.enter_parts(item, scope, outer, after_figures);
    }

    /// Back from a place that was said of one item only; to the body that the item speaks of, the
    /// hour of the accident, the metric of the head before.
    fn begin_item(&mut self, item: &Item<'_>, scope: &mut Scope<'a>, after_figures: bool) {
        let goes_on = item.sep == Some(Stop::Pause);
        if !goes_on && let Some(place) = scope.revert.take() {
            scope.place = Some(place);
        }
        if !goes_on && !scope.is_part && self.is_home_body(item) {
            scope.place = self.linker.home(self.carry.home);
        }
        if let Some(moment) = self.carry.clock
            && self.linker.lexicon.lists.stands_in(List::AtEvent, &self.text[item.span.range()])
        {
            scope.time = Some((moment, Provenance::Context));
        }
        let leads = item
            .tokens
            .first()
            .is_some_and(|&at| self.is_cue(at, Cue::Respectively) || self.is_cue(at, Cue::Light));
        if leads && !after_figures && !scope.is_part && self.headed.is_some() {
            scope.metric = self.headed.take();
        }
    }

    /// A semicolon ends the parts and what was said of the clause alone.
    fn end_clause(&mut self, scope: &mut Scope<'a>, outer: &mut Vec<Scope<'a>>) {
        leave_parts(scope, outer);
        scope.status = None;
        scope.done = false;
        if !scope.is_part && !scope.topic {
            scope.aspect = None;
            scope.per = None;
            scope.renews_disease = true;
            scope.qualifiers.remove("age");
            if !scope.origin_topic {
                scope.origin = None;
            }
        }
        self.group = self.drafts.len();
        self.pairing = None;
    }

    /// 已排查密接5人，次密接8人: the item counts more of what was done, in a like unit and without a
    /// verb of its own.
    fn goes_on_counting(&self, item: &Item<'_>) -> bool {
        let figure = item.tokens.iter().position(|&at| self.tokens[at].is_figure());
        let Some((figure, last)) = figure.zip(self.drafts.last()) else { return false };
        let Mark::Figure(quantity) = self.tokens[item.tokens[figure]].mark else { return false };
        let like = last.quantity.is_some_and(|q| counts_alike(q.unit, quantity.unit));
        let named = figure > 0
            || self.grammar.ends_with_noun(Span::new(item.span.start, quantity.span.start));
        like && named && self.words_at(&item.tokens[..figure]).all(|word| !word.senses.is_empty())
    }

    /// Enters the parts that a topic, 其中 or 分别为 opens, or leaves those before the item.
    fn enter_parts(
        &mut self,
        item: &Item<'_>,
        scope: &mut Scope<'a>,
        outer: &mut Vec<Scope<'a>>,
        after_figures: bool,
    ) {
        if let Some(whole) = self.inner_topic(item) {
            self.open_topic(scope, outer, whole);
            return;
        }
        let pending = std::mem::take(&mut scope.pending_part);
        let part = self.part_word(item);
        let part = part.or(pending.then_some(0)).or(self.divides(item, after_figures).then_some(0));
        if part.is_some() && !item.has_figure {
            self.await_parts(item, scope, outer);
            return;
        }
        let figure = item.tokens.iter().position(|&at| self.tokens[at].is_figure());
        if let Some(part) = part
            && figure.is_none_or(|figure| part < figure || pending)
        {
            if let Some(whole) = self.choose_whole(item) {
                self.open_part(scope, outer, whole);
                scope.opens_sentence = self.drafts.len() == self.first;
            }
        } else if !outer.is_empty() && item.has_figure && self.leaves_part(item) {
            scope.opens_sentence = false;
            leave_parts(scope, outer);
        }
    }

    /// The first word of the item that opens parts. 居住在东区3例 does; 病例1，居住在东区 tells of one.
    fn part_word(&self, item: &Item<'_>) -> Option<usize> {
        let counts = |at: &usize| match self.tokens[*at].mark {
            Mark::Figure(quantity) => matches!(quantity.unit, Some("例" | "宗" | "人" | "名")),
            _ => false,
        };
        let mut words =
            item.tokens.iter().enumerate().filter(|&(_, &at)| self.is_cue(at, Cue::Part));
        let lives = |&(_, &at): &(usize, &usize)| self.is_cue(at, Cue::Lives);
        let first = words.next()?;
        let first = match lives(&first) && !item.tokens.iter().any(counts) {
            true => words.find(|word| !lives(word))?,
            false => first,
        };
        Some(first.0)
    }

    /// 其中 without a figure: its parts stand in a bracket of the item, or in the next item.
    fn await_parts(&mut self, item: &Item<'_>, scope: &mut Scope<'a>, outer: &mut Vec<Scope<'a>>) {
        let bracketed = item
            .tokens
            .iter()
            .any(|&at| self.tokens[at..self.closers[at]].iter().any(Token::is_figure));
        match self.last_case().filter(|_| bracketed) {
            Some(whole) => self.open_part(scope, outer, whole),
            None => scope.pending_part = !bracketed,
        }
    }

    /// Enters the parts of a topic, which no separator leaves for what stood before it.
    fn open_topic(&mut self, scope: &mut Scope<'a>, outer: &mut Vec<Scope<'a>>, whole: usize) {
        outer.clear();
        self.open_part(scope, outer, whole);
        outer.clear();
    }

    /// 新增2483例，分别为2395例本土个案及88例境外移入: the item lists what the figure before is made of.
    fn divides(&self, item: &Item<'_>, after_figures: bool) -> bool {
        let [first, second, ..] = item.tokens[..] else { return false };
        let text = self.said(first);
        after_figures
            && item.sep == Some(Stop::Comma)
            && (self.is_cue(first, Cue::Respectively) && text.ends_with(['为', '有'])
                || self.is_cue(first, Cue::Light) && matches!(text, "为" | "有"))
            && self.tokens[first].span.start == item.span.start
            && matches!(self.tokens[second].mark, Mark::Figure(q) if q.dimension == Dimension::Count)
    }

    /// 省财政…, 市里…: the item speaks of a body of the home province or city.
    fn is_home_body(&self, item: &Item<'_>) -> bool {
        let text = self.text[item.span.range()].trim_start_matches(BULLETS);
        let first = item.tokens.first().map(|&at| self.tokens[at]);
        let placed = first.is_some_and(|token| {
            matches!(token.mark, Mark::Place(_)) && token.span.start <= item.span.start
        });
        let Some(home) = self.carry.home.filter(|_| !placed) else { return false };
        let body = |level: &str| {
            text.strip_prefix(level)
                .is_some_and(|rest| self.linker.lexicon.lists.begins(List::HomeBody, rest))
        };
        match self.linker.places.level(home) {
            Level::Province => body("省") || body("自治区"),
            Level::Prefecture => body("市"),
            _ => false,
        }
    }

    /// True when the item begins a new statement rather than another part: an aspect word of its
    /// own, or 其余 that is not a part.
    fn leaves_part(&self, item: &Item<'_>) -> bool {
        item.sep != Some(Stop::Pause)
            && (self.is_other_event(item)
                || item
                    .tokens
                    .iter()
                    .take_while(|&&at| !self.tokens[at].is_figure())
                    .filter_map(|&at| self.tokens[at].word())
                    .any(|word| word.aspect.is_some() && !word.stock))
    }

    /// True when the item tells of another event than the figures before: 治愈45例，其中…，解除…1206人.
    fn is_other_event(&self, item: &Item<'_>) -> bool {
        let named = self.words_at(item.tokens);
        let named = named.flat_map(|word| &word.senses).find(|s| is_outcome(&s.metric));
        let whole =
            self.drafts[self.first..].iter().rev().take(LOOK_BACK).find_map(|draft| draft.metric);
        named.zip(whole).is_some_and(|(named, whole)| is_outcome(whole) && *named.metric != *whole)
    }

    /// Enters a part scope: what follows is part of `whole` and inherits from it.
    fn open_part(&mut self, scope: &mut Scope<'a>, outer: &mut Vec<Scope<'a>>, whole: usize) {
        let inner = self.inside(outer.first().unwrap_or(scope), Some(whole));
        outer.push(std::mem::replace(scope, inner));
    }

    /// The scope inside a bracket after, or a list of parts of, the draft `whole`.
    pub(super) fn inside(&self, scope: &Scope<'a>, whole: Option<usize>) -> Scope<'a> {
        let mut inner = scope.clone();
        inner.is_part = true;
        inner.revert = None;
        inner.pending_part = false;
        inner.opens_sentence = false;
        if let Some(whole) = whole {
            let draft = &self.drafts[whole];
            inner.whole = Some(whole);
            inner.marks = draft.marks;
            inner.metric = draft.metric;
            inner.subject.clone_from(&draft.subject);
            inner.aspect = draft.aspect;
            inner.origin = draft.origin;
            inner.place.clone_from(&draft.place);
            inner.time = draft.time;
            inner.qualifiers = draft.qualifiers.clone();
        }
        inner
    }

    /// `61例本土确诊病例中，` and `新增感染者中，`: what follows is part of that figure.
    pub(super) fn topic(
        &mut self,
        item: &Item<'_>,
        before: usize,
        scope: &mut Scope<'a>,
        outer: &mut Vec<Scope<'a>>,
    ) {
        let text = &self.text[item.span.range()];
        if !(text.ends_with('中') || text.ends_with("中有")) || text.ends_with("其中") {
            return;
        }
        let whole = match self.drafts.len() > before {
            true => Some(self.drafts.len() - 1),
            false => self.named_whole(item),
        };
        if let Some(whole) = whole {
            self.open_topic(scope, outer, whole);
        } else if let Some(sense) = self.item_sense(item) {
            scope.metric = Some(&*sense.metric);
            scope.topic = true;
            let total = (0..self.drafts.len()).rev().take(40).find(|&at| {
                let draft = &self.drafts[at];
                draft.article == self.carry.article
                    && draft.whole.is_none()
                    && draft.metric.is_some_and(is_epidemic)
            });
            scope.aspect = scope.aspect.or(total.and_then(|at| self.drafts[at].aspect));
        }
    }

    /// What one cue word does to the scope.
    pub(super) fn cue(
        &mut self,
        at: usize,
        word: &'a Word,
        scope: &mut Scope<'a>,
        seen: &mut bool,
    ) {
        if let Some(aspect) = word.aspect
            && !word.stock
        {
            if !scope.origin_topic && !scope.is_part {
                scope.origin = None;
            }
            scope.aspect = Some(aspect);
            scope.marks.aspect = Some(self.tokens[at].span);
            scope.brief = word.brief;
            scope.loose = word.loose;
            scope.present = self.said(at).starts_with('现');
            *seen = true;
        }
        if let Some(origin) = word.origin {
            scope.origin = Some(origin);
            scope.marks.origin = Some(self.tokens[at].span);
            scope.origin_topic = !*seen && !scope.is_part && self.leads_aspect(at);
        }
        if self.set_status(at, word, scope).is_some() {
            scope.marks.status = Some(self.tokens[at].span);
        }
        if self.is_done(at) {
            scope.status = None;
            scope.done = true;
        }
        if word.is(Cue::Cause) {
            scope.cause = true;
        }
        let disease = word
            .senses
            .iter()
            .flat_map(|sense| &sense.qualifiers)
            .find(|(key, _)| &**key == "disease");
        if let Some((_, disease)) = disease {
            if std::mem::take(&mut scope.renews_disease) {
                scope.disease = None;
            }
            scope.disease.get_or_insert(disease);
            self.carry.disease.get_or_insert(disease);
        }
    }

    /// True when the next word after the origin word at `at` is an aspect word: 境外输入现有….
    fn leads_aspect(&self, at: usize) -> bool {
        self.tokens.get(at + 1).and_then(Token::word).is_some_and(|w| w.aspect.is_some())
            && self.tokens[at + 1].span.start == self.tokens[at].span.end
    }

    /// 第五轮: the round that tests and their findings are of.
    pub(super) fn round(&mut self, at: usize) {
        let text = self.said(at);
        if text.ends_with('轮') {
            self.carry.round = self.linker.ordinal(text);
        }
    }

    /// What the time at `at` does to the scope.
    pub(super) fn time(&mut self, at: usize, scope: &mut Scope<'a>) {
        let Mark::Time(time) = self.tokens[at].mark else { return };
        if self.is_against(at, self.sentence.start) && time.anchor != Anchor::Since {
            return;
        }
        match time.anchor {
            Anchor::Now => {
                scope.now = true;
                scope.aspect = None;
                scope.until = self.said(at).starts_with(['截', '到']);
                scope.time = None;
                if self.said(at).starts_with('截') {
                    self.carry.note_now(self.tokens[at].span);
                }
            }
            Anchor::Vague | Anchor::Against => {}
            anchor => {
                let span = self.carry.resolve(time);
                self.carry.pass(time);
                scope.now = false;
                scope.present = false;
                scope.until |= anchor == Anchor::Until;
                if anchor == Anchor::Until && !scope.since {
                    scope.aspect = None;
                }
                scope.since |= anchor == Anchor::Since;
                scope.ending =
                    anchor == Anchor::During && ENDS.iter().any(|end| self.said(at).ends_with(end));
                scope.during = anchor == Anchor::During && span.start.is_some() && !scope.ending;
                if scope.during && scope.aspect == Some(Aspect::Current) {
                    scope.aspect = None;
                }
                let span = self.carry.join(scope.time.as_ref().map(|(t, _)| *t), span, anchor);
                if self.depth == 0 || anchor == Anchor::Until {
                    self.carry.note(span, anchor, self.tokens[at].span);
                }
                scope.marks.time = Some(self.tokens[at].span);
                scope.time = Some((span, Provenance::Stated));
            }
        }
    }
}

/// A comma ends what was said of the phrase alone.
fn end_phrase(scope: &mut Scope<'_>) {
    scope.per = None;
    if scope.soon {
        scope.status = None;
        scope.soon = false;
    }
    if scope.brief {
        scope.aspect = None;
        scope.brief = false;
    }
}

/// Back to the scope before the parts; where 其中 opened the sentence, to that of its parts.
fn leave_parts<'a>(scope: &mut Scope<'a>, outer: &mut Vec<Scope<'a>>) {
    let keep = outer.get(1).map_or(scope.opens_sentence, |first| first.opens_sentence);
    if let Some(base) = outer.drain(usize::from(keep).min(outer.len())..).next() {
        *scope = base;
    }
}
