//! The walk over one sentence: items, brackets, lists, and what each cue word reaches.
//!
//! In: the tokens of a sentence and what earlier sentences carry. Out: drafts, in source order.
//! A scope is handed down into brackets and along lists; what a word sets holds for the figures
//! after it until another word of its kind, a semicolon or the end of the sentence.

use crate::lexicon::{Cue, Kind, Word};
use crate::link::Linker;
use crate::link::carry::Carry;
use crate::link::draft::{Draft, Own, Scope};
use crate::link::grammar::Grammar;
use crate::link::name::{Naming, transparent};
use crate::link::pair::Pairing;
use crate::link::token::{Mark, Stop, Token, closers};
use crate::place::{Level, Place};
use crate::record::{Aspect, Dimension, Origin, Provenance, Status};
use crate::scan::quantity::Quantity;
use crate::scan::time::Anchor;
use crate::span::Span;
use crate::time::TimeSpan;

/// Brackets deeper than this are read as if they were not there.
const MAX_DEPTH: usize = 16;
/// How many figures back a whole, a list or a total is looked for.
const LOOK_BACK: usize = 100;

/// A stretch between two separators, brackets included whole.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// The separator before it.
    pub sep: Option<Stop>,
    /// Indexes of its tokens, those inside brackets left out.
    pub tokens: Vec<usize>,
    pub span: Span,
    pub has_figure: bool,
}

pub(crate) struct Walk<'a, 'c> {
    pub linker: &'a Linker<'a>,
    pub text: &'a str,
    pub tokens: &'c [Token<'a>],
    pub closers: Vec<usize>,
    pub carry: &'c mut Carry,
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
    current: Vec<usize>,
    /// The metric that the item before names without a number (累计确诊数居前三位的为：…).
    headed: Option<Box<str>>,
}

impl<'a, 'c> Walk<'a, 'c> {
    pub fn new(
        linker: &'a Linker<'a>,
        text: &'a str,
        sentence: Span,
        tokens: &'c [Token<'a>],
        carry: &'c mut Carry,
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
            grammar: Grammar::new(text, sentence, linker.segmenter),
            depth: 0,
            current: Vec::new(),
            headed: None,
        }
    }

    /// Reads the sentence; gives the scope as it stands at its end.
    pub fn sentence(&mut self, mut scope: Scope) -> Scope {
        let bare = self.tokens.first().is_some_and(|token| {
            token.span.start == self.sentence.start
                && token.word().is_some_and(|word| word.aspect.is_some())
        });
        if bare && let Some(origin) = self.carry.origin_topic {
            scope.origin = Some(origin);
            scope.origin_topic = true;
        }
        let scope = self.level(0, self.tokens.len(), scope, 0);
        self.carry.origin_topic = scope.origin.filter(|_| scope.origin_topic);
        scope
    }

    /// Reads the tokens `from..to`, a sentence or the inside of a bracket.
    fn level(&mut self, from: usize, to: usize, mut scope: Scope, depth: usize) -> Scope {
        let mut outer: Vec<Scope> = Vec::new();
        let mut had_figures = false;
        for item in self.items(from, to) {
            self.separate(&item, &mut scope, &mut outer, had_figures);
            let before = self.drafts.len();
            self.item(&item, &mut scope, depth);
            had_figures = self.drafts.len() > before;
            self.topic(&item, before, &mut scope, &mut outer);
            self.headed = match had_figures {
                true => None,
                false => self.item_sense(&item).map(|sense| sense.metric.clone()),
            };
            self.carry.item += 1;
        }
        outer.into_iter().next().unwrap_or(scope)
    }

    fn items(&self, from: usize, to: usize) -> Vec<Item> {
        let mut items = Vec::new();
        let start = |at: usize| self.tokens.get(at).map_or(self.sentence.end, |t| t.span.start);
        let mut offset = match from {
            0 => self.sentence.start,
            _ => self.tokens[from - 1].span.end,
        };
        let mut item = Item { sep: None, tokens: vec![], span: Span::default(), has_figure: false };
        let mut at = from;
        while at < to {
            let token = &self.tokens[at];
            if let Some(stop) = token.stop() {
                item.span = Span::new(offset, token.span.start);
                offset = token.span.end;
                let next = Item {
                    sep: Some(stop),
                    tokens: vec![],
                    span: Span::default(),
                    has_figure: false,
                };
                items.push(std::mem::replace(&mut item, next));
            } else {
                item.tokens.push(at);
                item.has_figure |= token.is_figure();
                if matches!(token.mark, Mark::Open) && self.closers[at] > at {
                    at = self.closers[at].min(to);
                }
            }
            at += 1;
        }
        item.span = Span::new(offset, start(to).max(offset));
        items.push(item);
        items.retain(|item| !item.span.is_empty() || item.sep == Some(Stop::Semicolon));
        items
    }

    /// What a separator and the item's first words do to the scope.
    fn separate(
        &mut self,
        item: &Item,
        scope: &mut Scope,
        outer: &mut Vec<Scope>,
        after_figures: bool,
    ) {
        if item.sep != Some(Stop::Pause)
            && let Some(place) = scope.revert.take()
        {
            scope.place = Some(place);
        }
        if item.sep != Some(Stop::Pause) && !scope.is_part && self.is_home_body(item) {
            scope.place = self.linker.home(self.carry.home);
        }
        if let Some(moment) = self.carry.clock
            && ["事发时", "发生时", "案发时"]
                .iter()
                .any(|word| self.text[item.span.range()].contains(word))
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
        match item.sep {
            Some(Stop::Semicolon | Stop::End) => {
                leave_parts(scope, outer);
                scope.status = None;
                scope.done = false;
                if !scope.is_part && !scope.topic {
                    scope.aspect = None;
                    scope.per = None;
                    scope.qualifiers.remove("age");
                    if !scope.origin_topic {
                        scope.origin = None;
                    }
                }
                self.group = self.drafts.len();
                self.pairing = None;
            }
            Some(Stop::Colon) if !after_figures && !scope.is_part => {
                scope.metric = self.headed.take().or(scope.metric.take());
            }
            Some(Stop::Colon) if after_figures => {
                let whole = self.drafts.len() - 1;
                self.open_part(scope, outer, whole);
            }
            Some(Stop::Comma) => {
                scope.per = None;
                scope.done = false;
                if scope.soon {
                    scope.status = None;
                    scope.soon = false;
                }
                if scope.brief {
                    scope.aspect = None;
                    scope.brief = false;
                }
            }
            _ => {}
        }
        if let Some(whole) = self.inner_topic(item) {
            outer.clear();
            self.open_part(scope, outer, whole);
            outer.clear();
            return;
        }
        let pending = std::mem::take(&mut scope.pending_part);
        let part = item.tokens.iter().position(|&at| self.is_cue(at, Cue::Part));
        let part = part.or(pending.then_some(0)).or(self.divides(item, after_figures).then_some(0));
        if part.is_some() && !item.has_figure {
            let bracketed = item
                .tokens
                .iter()
                .any(|&at| self.tokens[at..self.closers[at]].iter().any(Token::is_figure));
            match self.last_case().filter(|_| bracketed) {
                Some(whole) => self.open_part(scope, outer, whole),
                None => scope.pending_part = !bracketed,
            }
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
            return;
        }
        if !outer.is_empty() && item.has_figure && self.leaves_part(item) {
            scope.opens_sentence = false;
            leave_parts(scope, outer);
        }
    }

    /// 遇难者中年龄最大的62岁: the topic stands in the item itself.
    fn inner_topic(&self, item: &Item) -> Option<usize> {
        let at = item.tokens.iter().copied().find(|&at| {
            let rest =
                &self.text[self.tokens[at].span.end..item.span.end.max(self.tokens[at].span.end)];
            rest.strip_prefix('中').is_some_and(|rest| {
                !rest.is_empty() && !rest.starts_with(['心', '国', '央', '医', '西', '型', '度'])
            })
        })?;
        let sense = self.tokens[at].word().and_then(any_sense).filter(|s| s.kind >= Kind::Noun)?;
        (0..self.drafts.len()).rev().take(60).find(|&index| {
            let draft = &self.drafts[index];
            draft.paragraph == self.carry.paragraph
                && draft.metric.as_deref() == Some(&*sense.metric)
                && draft.whole.is_none()
        })
    }

    /// 新增2483例，分别为2395例本土个案及88例境外移入: the item lists what the figure before is made of.
    fn divides(&self, item: &Item, after_figures: bool) -> bool {
        let [first, second, ..] = item.tokens[..] else { return false };
        after_figures
            && item.sep == Some(Stop::Comma)
            && (self.is_cue(first, Cue::Respectively) || self.is_cue(first, Cue::Light))
            && self.text[self.tokens[first].span.range()].ends_with(['为', '有'])
            && self.tokens[first].span.start == item.span.start
            && matches!(self.tokens[second].mark, Mark::Figure(q) if q.dimension == Dimension::Count)
    }

    /// 省财政…, 市里…: the item speaks of a body of the home province or city.
    fn is_home_body(&self, item: &Item) -> bool {
        let text = self.text[item.span.range()].trim_start();
        let first = item.tokens.first().map(|&at| self.tokens[at]);
        let placed = first.is_some_and(|token| {
            matches!(token.mark, Mark::Place(_)) && token.span.start <= item.span.start
        });
        let Some(home) = self.carry.home.filter(|_| !placed) else { return false };
        let body = |level: &str| {
            text.strip_prefix(level).is_some_and(|rest| {
                ["财政", "委", "政府", "里", "应急", "卫", "防汛", "防办", "疾控", "级财政", "粮食"]
                    .iter()
                    .any(|word| rest.starts_with(word))
            })
        };
        match self.linker.places.level(home) {
            Level::Province => body("省") || body("自治区"),
            Level::Prefecture => body("市"),
            _ => false,
        }
    }

    /// True when the item begins a new statement rather than another part: an aspect word of its
    /// own, or 其余 that is not a part.
    fn leaves_part(&self, item: &Item) -> bool {
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
    fn is_other_event(&self, item: &Item) -> bool {
        const EVENTS: [&str; 3] = ["recoveries", "deaths", "released_from_observation"];
        let event = |metric: &str| EVENTS.contains(&metric);
        let named = item.tokens.iter().filter_map(|&at| self.tokens[at].word());
        let named = named.flat_map(|word| &word.senses).find(|s| event(&s.metric));
        let whole = self.drafts[self.first..]
            .iter()
            .rev()
            .take(LOOK_BACK)
            .find_map(|draft| draft.metric.as_deref());
        named.zip(whole).is_some_and(|(named, whole)| event(whole) && *named.metric != *whole)
    }

    /// Enters a part scope: what follows is part of `whole` and inherits from it.
    fn open_part(&mut self, scope: &mut Scope, outer: &mut Vec<Scope>, whole: usize) {
        let inner = self.inside(outer.first().unwrap_or(scope), Some(whole));
        outer.push(std::mem::replace(scope, inner));
    }

    /// The scope inside a bracket after, or a list of parts of, the draft `whole`.
    fn inside(&self, scope: &Scope, whole: Option<usize>) -> Scope {
        let mut inner = scope.clone();
        inner.is_part = true;
        inner.revert = None;
        inner.pending_part = false;
        inner.opens_sentence = false;
        if let Some(whole) = whole {
            let draft = &self.drafts[whole];
            inner.whole = Some(whole);
            inner.marks = draft.marks;
            inner.metric.clone_from(&draft.metric);
            inner.subject.clone_from(&draft.subject);
            inner.aspect = draft.aspect;
            inner.origin = draft.origin;
            inner.place.clone_from(&draft.place);
            inner.time.clone_from(&draft.time);
            inner.qualifiers = draft.qualifiers.clone();
        }
        inner
    }

    /// The figure that 其中 in `item` divides: of those of the sentence, else of the paragraph,
    /// the last one that the item's own metric can be a part of and that is counted alike.
    fn choose_whole(&self, item: &Item) -> Option<usize> {
        let counts = |&at: &usize| match self.tokens[at].mark {
            Mark::Figure(q) => !matches!(q.unit, Some("岁" | "级" | "度")),
            _ => false,
        };
        let figure = item.tokens.iter().position(counts);
        let Some(figure) = figure else { return self.last_countable() };
        let Mark::Figure(quantity) = self.tokens[item.tokens[figure]].mark else { return None };
        if matches!(quantity.dimension, Dimension::Ratio | Dimension::Duration) {
            return self.last_countable();
        }
        let unit = quantity.unit;
        let named = item.tokens[..figure]
            .iter()
            .chain(item.tokens.get(figure + 1))
            .filter_map(|&at| self.tokens[at].word()?.sense(unit))
            .filter(|sense| sense.kind >= Kind::Noun)
            .map(|sense| &*sense.metric)
            .last();
        let alike = |draft: &Draft<'_>| {
            draft.quantity.is_some_and(|q| counts_alike(q.unit, unit))
                && !matches!(draft.aspect, Some(Aspect::Increase | Aspect::Decrease))
        };
        let fits = |draft: &Draft<'_>| match (named, draft.metric.as_deref()) {
            (Some(named), Some(metric)) => part_metric(named, metric),
            _ => true,
        };
        let same = |draft: &Draft<'_>| named.is_some() && draft.metric.as_deref() == named;
        let here = || {
            (self.group..self.drafts.len())
                .rev()
                .take(LOOK_BACK)
                .filter(|&at| self.drafts[at].depth <= self.depth)
        };
        let sentence = || {
            (self.first..self.drafts.len())
                .rev()
                .take(LOOK_BACK)
                .filter(|&at| self.drafts[at].depth <= self.depth)
        };
        let paragraph = || {
            let here = |at: &usize| self.drafts[*at].paragraph == self.carry.paragraph;
            (0..self.first).rev().take(40).take_while(here)
        };
        let is = |at: usize, fit: &dyn Fn(&Draft<'_>) -> bool| {
            alike(&self.drafts[at]) && fit(&self.drafts[at])
        };
        here()
            .find(|&at| is(at, &same))
            .or_else(|| here().find(|&at| is(at, &fits)))
            .or_else(|| sentence().find(|&at| is(at, &fits)))
            .or_else(|| paragraph().find(|&at| is(at, &same)))
            .or_else(|| paragraph().find(|&at| is(at, &fits)))
            .or_else(|| {
                let telling = matches!(unit, Some("例" | "宗"));
                (0..self.first).rev().take(if telling { 60 } else { 0 }).find(|&at| {
                    let draft = &self.drafts[at];
                    draft.article == self.carry.article
                        && draft.whole.is_none()
                        && alike(draft)
                        && draft.quantity.is_some_and(|q| q.value > quantity.value)
                })
            })
            .or_else(|| self.last_countable())
    }

    fn last_countable(&self) -> Option<usize> {
        (self.first..self.drafts.len()).rev().take(LOOK_BACK).find(|&at| {
            self.drafts[at].depth <= self.depth
                && self.drafts[at]
                    .quantity
                    .is_some_and(|q| !matches!(q.dimension, Dimension::Ratio | Dimension::Duration))
        })
    }

    /// `61例本土确诊病例中，` and `新增感染者中，`: what follows is part of that figure.
    fn topic(&mut self, item: &Item, before: usize, scope: &mut Scope, outer: &mut Vec<Scope>) {
        let text = &self.text[item.span.range()];
        if !(text.ends_with('中') || text.ends_with("中有")) || text.ends_with("其中") {
            return;
        }
        let whole = match self.drafts.len() > before {
            true => Some(self.drafts.len() - 1),
            false => self.named_whole(item),
        };
        if let Some(whole) = whole {
            outer.clear();
            self.open_part(scope, outer, whole);
            outer.clear();
        } else if let Some(sense) = self.item_sense(item) {
            scope.metric = Some(sense.metric.clone());
            scope.topic = true;
            let total = (0..self.drafts.len()).rev().take(40).find(|&at| {
                let draft = &self.drafts[at];
                draft.article == self.carry.article
                    && draft.whole.is_none()
                    && draft.metric.as_deref().is_some_and(is_epidemic)
            });
            scope.aspect = scope.aspect.or(total.and_then(|at| self.drafts[at].aspect));
        }
    }

    fn item_sense(&self, item: &Item) -> Option<&'a crate::lexicon::Sense> {
        let words = item.tokens.iter().filter_map(|&at| self.tokens[at].word());
        words.filter_map(|word| word.sense(Some("例"))).filter(|s| s.kind >= Kind::Noun).last()
    }

    /// The last figure of the metric (and aspect) that a topic without a number names.
    fn named_whole(&self, item: &Item) -> Option<usize> {
        let sense = self.item_sense(item)?;
        let aspect = item.tokens.iter().filter_map(|&at| self.tokens[at].word()?.aspect).last();
        (0..self.drafts.len()).rev().take(60).find(|&at| {
            let draft = &self.drafts[at];
            draft.article == self.carry.article
                && draft.metric.as_deref() == Some(&*sense.metric)
                && draft.whole.is_none()
                && aspect.is_none_or(|aspect| draft.aspect == Some(aspect))
        })
    }

    /// 已, 已经: it is so already.
    fn is_done(&self, at: usize) -> bool {
        self.is_cue(at, Cue::Done) && self.text[self.tokens[at].span.range()].contains('已')
    }

    fn is_cue(&self, at: usize, cue: Cue) -> bool {
        self.tokens[at].word().is_some_and(|word| word.is(cue))
    }

    /// Reads one item: cues, figures, brackets, in order.
    fn item(&mut self, item: &Item, scope: &mut Scope, depth: usize) {
        let mut left = Left { start: item.span.start, tokens: Vec::new() };
        self.current.clone_from(&item.tokens);
        let mut index = 0;
        let mut local_status = None;
        let first = self.drafts.len();
        while index < item.tokens.len() {
            let at = item.tokens[index];
            match self.tokens[at].mark {
                Mark::Figure(quantity) => {
                    let right = self.right(item, index);
                    let end = self.figure(quantity, at, &left, right, scope);
                    left = Left { start: end, tokens: Vec::new() };
                    index += 1;
                    while item.tokens.get(index).is_some_and(|&t| self.tokens[t].span.start < end) {
                        index += 1;
                    }
                    continue;
                }
                Mark::Open if self.closers[at] > at => {
                    self.bracket(at, first, &mut left, scope, depth);
                    self.current.clone_from(&item.tokens);
                }
                Mark::Word(word) if word.is(Cue::Negation) || word.is(Cue::Zero) => {
                    match self.zero(item, index, &left, scope) {
                        Some(next) => {
                            index = next;
                            left = Left {
                                start: self.tokens[item.tokens[next - 1]].span.end,
                                tokens: vec![],
                            };
                            continue;
                        }
                        None => left.tokens.push(at),
                    }
                }
                Mark::Word(word)
                    if word.status.is_some() && !self.is_inside(at) && !self.moves(at) =>
                {
                    local_status = word.status;
                    scope.status = word.status;
                    scope.soon = self.text[self.tokens[at].span.range()].starts_with('将');
                    left.tokens.push(at);
                }
                _ => left.tokens.push(at),
            }
            index += 1;
        }
        if !left.tokens.is_empty() || left.start < item.span.end {
            self.rest(item, &left, scope, first);
        }
        if let Some(status) = local_status {
            for draft in &mut self.drafts[first..] {
                if draft.status == Status::Reported && draft.aspect != Some(Aspect::Cumulative) {
                    draft.status = status;
                    if draft.aspect == Some(Aspect::New) && !draft.own.aspect {
                        draft.aspect = None;
                    }
                }
            }
        }
    }

    /// 将防汛响应提升至: 将 before a noun moves it and plans nothing.
    fn moves(&self, at: usize) -> bool {
        let span = self.tokens[at].span;
        &self.text[span.range()] == "将" && self.grammar.is_noun_at(span.end)
    }

    /// True for a cue of one character that is part of a longer word (应 in 应急).
    fn is_inside(&self, at: usize) -> bool {
        let span = self.tokens[at].span;
        span.len() <= 3 && self.grammar.is_inside_word(span)
    }

    /// The text after the figure at `index`, up to the next figure, bracket or separator.
    fn right(&self, item: &Item, index: usize) -> Span {
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

    fn bracket(
        &mut self,
        open: usize,
        first: usize,
        left: &mut Left,
        scope: &mut Scope,
        depth: usize,
    ) {
        let close = self.closers[open];
        let has_figure = self.tokens[open + 1..close].iter().any(Token::is_figure)
            || self.tokens[open + 1..close]
                .iter()
                .any(|t| t.word().is_some_and(|w| w.is(Cue::Negation)));
        let host = match self.drafts.len() > first.min(self.first) && left.tokens.is_empty() {
            true => Some(self.drafts.len() - 1),
            false => None,
        };
        if depth >= MAX_DEPTH {
            return;
        }
        if !has_figure {
            match host {
                Some(host) => self.remark(open, close, host, scope),
                None => left.tokens.extend(open + 1..close),
            }
            return;
        }
        let place = self.place_before(open, left, scope);
        let host = host.or_else(|| {
            (self.drafts.len() > self.first && place.is_none()).then(|| self.drafts.len() - 1)
        });
        if place.is_some() {
            left.tokens.pop();
        }
        let mut inner = match &place {
            Some(_) => self.inside(scope, self.last_case()),
            None => self.inside(scope, host),
        };
        match place {
            Some(place) if self.is_foreign(&place) && inner.origin == Some(Origin::Imported) => {
                inner.qualifiers.insert("from".into(), place.name);
            }
            Some(place) => inner.place = Some((place, Provenance::Stated)),
            None => {}
        }
        let group = std::mem::replace(&mut self.group, self.drafts.len());
        let pairing = self.pairing.take();
        self.depth += 1;
        self.level(open + 1, close, inner, depth + 1);
        self.depth -= 1;
        self.group = group;
        self.pairing = pairing;
    }

    /// A bracket without figures, right after one: （均在武汉） says something of that figure.
    fn remark(&mut self, open: usize, close: usize, host: usize, scope: &mut Scope) {
        let left = Left { start: self.tokens[open].span.end, tokens: (open + 1..close).collect() };
        let end = self.tokens.get(close).map_or(self.sentence.end, |token| token.span.start);
        let item = Item {
            sep: None,
            tokens: Vec::new(),
            span: Span::new(left.start, end.max(left.start)),
            has_figure: false,
        };
        self.modify(host..host + 1, &item, &left, scope);
        self.observe(&left, scope, false);
    }

    /// 新北市（857例）: the place that the bracket stands right behind.
    fn place_before(&mut self, open: usize, left: &Left, scope: &Scope) -> Option<Place> {
        let at = *left.tokens.last()?;
        let touches = self.tokens[at].span.end == self.tokens[open].span.start;
        touches.then(|| self.place(at, scope)).flatten()
    }

    /// The last total of cases in the paragraph, which a list of places divides.
    fn last_case(&self) -> Option<usize> {
        let paragraph = self.carry.paragraph;
        (0..self.drafts.len())
            .rev()
            .take(40)
            .take_while(|&at| self.drafts[at].paragraph == paragraph)
            .find(|&at| {
                let draft = &self.drafts[at];
                draft.quantity.is_some_and(|q| matches!(q.unit, Some("例" | "宗")))
                    && !draft.own.place
                    && draft.depth <= self.depth
                    && draft.metric.is_some()
                    && draft.qualifiers.is_empty()
            })
    }

    /// Words after the last figure of an item, or of an item without figures: they modify the
    /// figures before (均在武汉, 在隔离管控中发现) or set the scope of those after (截至5月8日，).
    fn rest(&mut self, item: &Item, left: &Left, scope: &mut Scope, first: usize) {
        let after = self.drafts.len() > first;
        let all = left.tokens.iter().any(|&at| self.is_cue(at, Cue::All));
        let text = self.text[left.start..item.span.end].trim_start();
        let says = |p: &&str| text.starts_with(*p);
        let post = after
            || all
            || (["在", "为", "是", "系", "自", "由", "全部", "来自"].iter().any(|p| says(&p))
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

    /// The figure that a modifier without 均 speaks of.
    fn previous(&self, scope: &Scope) -> Option<usize> {
        match self.drafts.len() > self.group {
            true => Some(self.drafts.len() - 1),
            false if scope.is_part => scope.whole,
            false => None,
        }
    }

    fn modified(
        &self,
        scope: &Scope,
        all: bool,
        first: usize,
        after: bool,
    ) -> Option<std::ops::Range<usize>> {
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
    fn modify(&mut self, range: std::ops::Range<usize>, item: &Item, left: &Left, scope: &Scope) {
        let all = left.tokens.iter().any(|&at| self.is_cue(at, Cue::All));
        let same_item = range.len() > 1 && !all;
        let text = &self.text[left.start..item.span.end];
        let found = self.found_in(left, item.span.end);
        let places: Vec<usize> =
            left.tokens.iter().copied().filter(|&at| self.is_location(at, left.start)).collect();
        let place = match places[..] {
            [at] => self.place(at, scope),
            _ => None,
        };
        let from = self.from(left);
        for at in range {
            let countable = self.drafts[at]
                .quantity
                .is_some_and(|q| !matches!(q.dimension, Dimension::Duration | Dimension::Ratio));
            if !countable {
                continue;
            }
            let narrows = place.is_some()
                || left
                    .tokens
                    .iter()
                    .any(|&t| self.tokens[t].word().is_some_and(|w| w.origin.is_some()));
            let nation = self.linker.places.nation();
            let draft = &mut self.drafts[at];
            let national = draft.place.as_ref().is_some_and(|(place, _)| place.id == Some(nation));
            if narrows
                && national
                && draft.total.is_none()
                && draft.aspect == Some(Aspect::New)
                && !same_item
            {
                draft.total = Some((draft.origin, draft.place.clone()));
            }
            if let Some(found) = &found {
                draft.qualifiers.entry("found_in".into()).or_insert_with(|| found.clone());
            }
            for &token in &left.tokens {
                let Some(word) = self.tokens[token].word() else { continue };
                if let Some(origin) = word.origin
                    && !same_item
                {
                    draft.origin = Some(origin);
                    draft.own.origin = true;
                }
                if let Some(sense) = word.sense(draft.quantity.and_then(|q| q.unit))
                    && draft.metric.as_deref() == Some(&*sense.metric)
                {
                    for (key, value) in &sense.qualifiers {
                        draft.qualifiers.insert(key.to_string(), value.to_string());
                    }
                }
            }
            if let Some(from) = &from {
                draft.qualifiers.insert("from".into(), from.clone());
            }
            if let Some(place) = &place
                && !text.contains("治疗")
                && (!draft.own.place || self.linker.is_inside(place, draft.place.as_ref()))
            {
                draft.place = Some((place.clone(), Provenance::Stated));
                draft.own.place = true;
            }
        }
    }

    /// True when the place at `at` says where: 在武汉, 均在武汉, 分布在武汉.
    fn is_location(&self, at: usize, start: usize) -> bool {
        if !matches!(self.tokens[at].mark, Mark::Place(_)) {
            return false;
        }
        let before = &self.text[start..self.tokens[at].span.start];
        before.ends_with(['在', '于', '为', '系'])
    }

    /// 自泰国输入: where imported cases come from.
    fn from(&self, left: &Left) -> Option<String> {
        left.tokens.iter().find_map(|&at| {
            let Mark::Place(place) = self.tokens[at].mark else { return None };
            let before = &self.text[left.start.min(place.span.start)..place.span.start];
            (before.ends_with('自') || before.ends_with("来自"))
                .then(|| self.linker.places.foreign_name(place))
                .flatten()
        })
    }

    /// 隔离管控人员筛查发现, 在隔离管控中发现: the words before the finding.
    pub fn found_in(&self, left: &Left, end: usize) -> Option<String> {
        for (index, &at) in left.tokens.iter().enumerate() {
            let Some(found) = self.tokens[at].word().and_then(|word| word.found.as_deref()) else {
                continue;
            };
            let from = self.tokens[at].span.end;
            let finding = left.tokens[index + 1..].iter().find(|&&next| {
                let case = || {
                    self.tokens[next]
                        .word()
                        .and_then(any_sense)
                        .is_some_and(|s| is_epidemic(&s.metric))
                };
                self.is_cue(next, Cue::Finding) || (self.tokens[next].span.start == from && case())
            });
            let reach = finding.map_or(end + 1, |&next| self.tokens[next].span.start);
            if reach <= end && reach - from <= 24 {
                return Some(found.to_owned());
            }
        }
        None
    }

    /// Lets the tokens of `left` act on the scope. `topic`: a place among them is what follows
    /// is about.
    fn observe(&mut self, left: &Left, scope: &mut Scope, topic: bool) {
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

    fn topic_place(&mut self, at: usize, left: &Left, scope: &mut Scope) {
        if self.is_listed(at, left) {
            return;
        }
        let index = left.tokens.partition_point(|&token| token < at);
        let before = left.tokens[..index].iter().rev().take(LOOK_BACK);
        let second = before.clone().any(|&token| self.is_topic(token, left));
        let joined = self.text
            [left.start.min(self.tokens[at].span.start)..self.tokens[at].span.start]
            .ends_with(['和', '及', '与']);
        if let Some(place) = self.place(at, scope)
            && (!second || self.linker.is_inside(&place, scope.place.as_ref()))
            && !(joined && left.start < self.tokens[at].span.start)
        {
            if self.is_wider_than_home(&place) {
                scope.revert = scope.place.replace((place, Provenance::Stated));
                return;
            }
            if !scope.is_part {
                self.carry.paragraph_place = Some(place.clone());
            }
            scope.place = Some((place, Provenance::Stated));
            scope.marks.place = Some(self.tokens[at].span);
        }
    }

    /// 全国, 全省 in a bulletin of a city: said of this item only.
    fn is_wider_than_home(&self, place: &Place) -> bool {
        match (self.carry.home, place.id) {
            (Some(home), Some(id)) => id != home && self.linker.places.within(home, id),
            _ => false,
        }
    }

    fn is_topic(&self, at: usize, left: &Left) -> bool {
        matches!(self.tokens[at].mark, Mark::Place(_))
            && !self.is_against(at, left.start)
            && !self.is_listed(at, left)
    }

    /// True when the place is one of several in a list (南昌、九江等11个设区市).
    fn is_listed(&self, at: usize, left: &Left) -> bool {
        let joins = |a: usize, b: usize| {
            matches!(self.tokens[b].mark, Mark::Place(_)) && {
                let gap = &self.text[self.tokens[a].span.end..self.tokens[b].span.start];
                gap.trim_matches(['、', '和', '与', '及']).is_empty()
            }
        };
        let index = left.tokens.binary_search(&at).unwrap_or(0);
        let after = left.tokens.get(index + 1).is_some_and(|&next| joins(at, next));
        let before = index > 0
            && matches!(self.tokens[left.tokens[index - 1]].mark, Mark::Place(_))
            && joins(left.tokens[index - 1], at);
        let paused = at > 0
            && self.tokens[at - 1].stop() == Some(Stop::Pause)
            && at > 1
            && matches!(self.tokens[at - 2].mark, Mark::Place(_));
        let pauses = self.tokens.get(at + 1).and_then(Token::stop) == Some(Stop::Pause)
            && self.tokens.get(at + 2).is_some_and(|t| matches!(t.mark, Mark::Place(_)));
        let others = self.text[self.tokens[at].span.end..].starts_with('等');
        after || before || paused || pauses || others
    }

    /// True when the place or time is what something is compared with or moves from: 比全省, 向外省.
    fn is_against(&self, at: usize, start: usize) -> bool {
        let span = self.tokens[at].span;
        let before = &self.text[start.min(span.start)..span.start];
        let reach =
            self.text.floor_char_boundary((span.end + 120).min(self.sentence.end.max(span.end)));
        let after = &self.text[span.end..reach];
        let source = after.find(['，', ',', '。']).map_or(after, |end| &after[..end]);
        if source.ends_with("获悉") || source.ends_with("了解到") {
            return false;
        }
        before.ends_with([
            '比', '较', '占', '向', '从', '自', '距', '与', '往', '赴', '援', '离', '由', '抵',
            '入', '返',
        ])
    }

    /// What one cue word does to the scope.
    fn cue(&mut self, at: usize, word: &'a Word, scope: &mut Scope, seen: &mut bool) {
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
            scope.present = self.text[self.tokens[at].span.range()].starts_with('现');
            *seen = true;
        }
        if let Some(origin) = word.origin {
            scope.origin = Some(origin);
            scope.marks.origin = Some(self.tokens[at].span);
            scope.origin_topic = !*seen && !scope.is_part && self.leads_aspect(at);
        }
        if word.status.is_some() && !self.is_inside(at) && !self.moves(at) {
            scope.status = word.status;
            scope.marks.status = Some(self.tokens[at].span);
            scope.soon = self.text[self.tokens[at].span.range()].starts_with('将');
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
            scope.disease.get_or_insert_with(|| disease.to_string());
            self.carry.disease.get_or_insert_with(|| disease.to_string());
        }
    }

    /// True when the next word after the origin word at `at` is an aspect word: 境外输入现有….
    fn leads_aspect(&self, at: usize) -> bool {
        self.tokens.get(at + 1).and_then(Token::word).is_some_and(|w| w.aspect.is_some())
            && self.tokens[at + 1].span.start == self.tokens[at].span.end
    }

    /// 第五轮: the round that tests and their findings are of.
    fn round(&mut self, at: usize) {
        let text = &self.text[self.tokens[at].span.range()];
        if text.ends_with('轮') {
            self.carry.round = self.linker.ordinal(text);
        }
    }

    fn time(&mut self, at: usize, scope: &mut Scope) {
        let Mark::Time(time) = self.tokens[at].mark else { return };
        if self.is_against(at, self.sentence.start) && time.anchor != Anchor::Since {
            return;
        }
        match time.anchor {
            Anchor::Now => {
                scope.now = true;
                scope.aspect = None;
                scope.until = false;
                scope.time = None;
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
                scope.during = anchor == Anchor::During && (span.start.is_some());
                let span = self.carry.join(scope.time.as_ref().map(|(t, _)| *t), span, anchor);
                self.carry.note(span, anchor, self.tokens[at].span);
                scope.marks.time = Some(self.tokens[at].span);
                scope.time = Some((span, Provenance::Stated));
            }
        }
    }

    /// The place that the token at `at` names, seen from `scope`.
    pub fn place(&mut self, at: usize, scope: &Scope) -> Option<Place> {
        let Mark::Place(mention) = self.tokens[at].mark else { return None };
        let current = scope.place.as_ref().map(|(place, _)| place);
        let inside = current.filter(|_| scope.is_part).and_then(|place| place.id);
        let (places, text) = (self.linker.places, self.text);
        let place = self.carry.place(places, text, mention, inside, current);
        place.or_else(|| self.carry.place(places, text, mention, None, current))
    }

    /// Links one figure; gives the offset up to which the text after it is used up.
    fn figure(
        &mut self,
        quantity: &'a Quantity,
        at: usize,
        left: &Left,
        right: Span,
        scope: &mut Scope,
    ) -> usize {
        if self.is_rate_base(quantity, left) {
            self.observe(left, scope, true);
            scope.per = Some(self.text[quantity.span.range()].to_owned());
            return quantity.span.end;
        }
        if self.is_age_group(quantity, right, left, scope) || quantity.unit == Some("团") {
            return quantity.span.end;
        }
        self.time_after(right, scope);
        let naming = self.name(quantity, left, right, scope);
        if quantity.indefinite && !self.counts_one(quantity, &naming, right) {
            self.observe(left, scope, true);
            return quantity.span.end;
        }
        self.start_pairing(at, left);
        let within = self.within_last(left, scope);
        let places = self.lead(quantity, left, &naming, scope);
        let mut draft = self.draft(Some(quantity), quantity.span, scope);
        self.read_left(quantity, left, &naming, scope, &mut draft);
        self.apply_naming(&naming, scope, &mut draft);
        if let Some(whole) = within {
            draft.whole = Some(whole);
            let whole = &self.drafts[whole];
            draft.metric = draft.metric.take().or_else(|| whole.metric.clone());
            draft.aspect = draft.aspect.or(whole.aspect);
            draft.origin = draft.origin.or(whole.origin);
            draft.time = draft.time.or(whole.time);
        }
        self.sibling_whole(quantity, &naming, scope, &mut draft);
        self.subset(quantity, left, &naming, &mut draft);
        Self::age(quantity, &mut draft);
        self.pair(&mut draft, scope);
        self.echo(scope, &mut draft);
        self.origin_country(&mut draft, scope);
        let beside = self.drafts.last().filter(|last| last.sentence == self.sentence);
        let beside = beside.and_then(|last| last.time).map(|(span, _)| span);
        self.carry.date(&mut draft, scope.now || scope.present, beside);
        let next = self.tokens[at + 1..].iter().find(|token| token.is_figure());
        let limit = next.map_or(usize::MAX, |token| token.span.start);
        let end = naming.end.min(limit).max(quantity.span.end);
        if naming.end > quantity.span.end
            && let Some(place) = scope.revert.take()
        {
            scope.place = Some(place);
        }
        if quantity.unit != Some("岁") {
            scope.subject = draft.subject.clone().or(scope.subject.take());
        }
        if draft.aspect == Some(Aspect::New) && scope.aspect.is_none() && !scope.is_part {
            scope.aspect =
                draft.aspect.filter(|_| left.tokens.iter().any(|&t| self.is_cue(t, Cue::Total)));
        }
        match places {
            places if places.len() > 1 => {
                for place in places {
                    let mut each = draft.clone();
                    each.place = Some((place, Provenance::Stated));
                    each.own.place = true;
                    self.drafts.push(each);
                }
            }
            _ => self.drafts.push(draft),
        }
        end
    }

    /// 首批3例患者今日出院: a time after the number, where none stands before it.
    fn time_after(&mut self, right: Span, scope: &mut Scope) {
        if scope.time.is_some() {
            return;
        }
        let from = self.tokens.partition_point(|token| token.span.start < right.start);
        let times = self.tokens[from..].iter().take_while(|token| token.span.end <= right.end);
        let at = times.enumerate().find_map(|(index, token)| match token.mark {
            Mark::Time(time) if time.anchor == Anchor::During => Some(from + index),
            _ => None,
        });
        if let Some(at) = at {
            self.time(at, scope);
        }
    }

    /// 每10万剂次9.8例: the number after 每 is a base, not a figure.
    fn is_rate_base(&self, quantity: &Quantity, left: &Left) -> bool {
        left.tokens.last().is_some_and(|&at| {
            self.is_cue(at, Cue::Per) && self.tokens[at].span.end == quantity.span.start
        })
    }

    /// Whether 一 and its measure word count something: after its noun, with a metric, or bounded.
    fn counts_one(&self, quantity: &Quantity, naming: &Naming<'a>, right: Span) -> bool {
        let bounded = quantity.bound != crate::record::Bound::Exact;
        let ends = self.text[right.range()].trim().is_empty();
        bounded
            || naming.metric.is_some() && matches!(quantity.unit, Some("例" | "宗" | "人"))
            || (ends && naming.from_left && quantity.dimension == Dimension::Count)
            || (quantity.dimension == Dimension::Duration && ends && !naming.from_left)
    }

    /// Lets the words before the figure act on the scope; gives its places when 各 spreads it.
    fn lead(
        &mut self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        scope: &mut Scope,
    ) -> Vec<Place> {
        let mut seen = false;
        let start = quantity.span.start;
        let each = left.tokens.iter().any(|&at| self.is_cue(at, Cue::Each));
        for &at in &left.tokens {
            match self.tokens[at].mark {
                Mark::Time(_) => self.time(at, scope),
                Mark::Number => self.round(at),
                Mark::Word(word) => {
                    self.cue(at, word, scope, &mut seen);
                    if word.is(Cue::Per) {
                        scope.per = self.per(at, start).map(|(base, _)| base);
                        scope.marks.per = Some(self.tokens[at].span);
                    }
                }
                Mark::Place(_)
                    if !self.is_against(at, left.start)
                        && !(self.is_item_place(at, left, start)
                            && (naming.inherits || scope.is_part))
                        && !each =>
                {
                    self.topic_place(at, left, scope);
                }
                _ => {}
            }
        }
        match each {
            true => self.each_places(left, start, scope),
            false => Vec::new(),
        }
    }

    /// The places listed before 各, those of earlier items of the list included.
    fn each_places(&mut self, left: &Left, start: usize, scope: &Scope) -> Vec<Place> {
        let Some(&each) = left.tokens.iter().rev().find(|&&at| self.is_cue(at, Cue::Each)) else {
            return Vec::new();
        };
        let mut places = Vec::new();
        let mut at = each;
        let mut edge = self.tokens[each].span.start;
        let _ = start;
        while at > 0 {
            at -= 1;
            let token = self.tokens[at];
            let gap = self.text[token.span.end..edge].trim_matches(['、', '和', '与', '及']);
            if !gap.is_empty() {
                break;
            }
            match token.mark {
                Mark::Place(_) => places.extend(self.place(at, scope)),
                Mark::Stop(Stop::Pause) | Mark::Open => {}
                _ => break,
            }
            edge = token.span.start;
        }
        places.reverse();
        places
    }

    /// True when nothing but 有, 各 and the like stands between the place and the number.
    fn is_item_place(&self, at: usize, left: &Left, start: usize) -> bool {
        let mut edge = self.tokens[at].span.end;
        for &next in left.tokens.iter().filter(|&&next| next > at) {
            let span = self.tokens[next].span;
            let plain = self.tokens[next].word().is_some_and(|word| {
                transparent(word)
                    && word.aspect.is_none()
                    && word.delta.is_none()
                    && word.origin.is_none()
            });
            if span.start > edge || !plain {
                return false;
            }
            edge = span.end;
        }
        edge >= start
    }

    /// A draft with what the scope gives.
    fn draft(&self, quantity: Option<&'a Quantity>, span: Span, scope: &Scope) -> Draft<'a> {
        Draft {
            quantity,
            span,
            sentence: self.sentence,
            paragraph: self.carry.paragraph,
            article: self.carry.article,
            item: self.carry.item,
            metric: None,
            subject: None,
            aspect: None,
            origin: scope.origin,
            qualifiers: Default::default(),
            per: scope.per.clone(),
            status: scope.status.unwrap_or(Status::Reported),
            place: scope.place.clone(),
            time: scope.time,
            whole: scope.whole,
            own: Own::default(),
            marks: scope.marks,
            subset: false,
            depth: self.depth,
            headline: false,
            total: None,
            rule: quantity.map_or("explicit-zero", |q| q.rule),
        }
    }

    /// Reads aspect, place, sex and finding off the words before the figure.
    fn read_left(
        &mut self,
        quantity: &Quantity,
        left: &Left,
        naming: &Naming<'a>,
        scope: &Scope,
        draft: &mut Draft<'a>,
    ) {
        let own_place = left
            .tokens
            .iter()
            .rev()
            .copied()
            .find(|&at| matches!(self.tokens[at].mark, Mark::Place(_)))
            .filter(|&at| {
                self.is_item_place(at, left, quantity.span.start)
                    && !self.is_against(at, left.start)
                    && !self.is_listed(at, left)
            });
        if let Some(at) = own_place
            && let Some(place) = self.place(at, scope)
        {
            draft.place = Some((place, Provenance::Stated));
            draft.own.place = true;
            draft.marks.place = Some(self.tokens[at].span);
        }
        for &at in &left.tokens {
            let Some(word) = self.tokens[at].word() else { continue };
            draft.own.aspect |= word.aspect.is_some();
            draft.own.origin |= word.origin.is_some();
            if let Some(sex) = &word.sex {
                draft.qualifiers.insert("sex".into(), sex.to_string());
            }
            if let Some(rate) = &word.rate {
                draft.per = Some(rate.to_string());
                draft.marks.per = Some(self.tokens[at].span);
            }
        }
        if let Some(found) = self.found_in(left, quantity.span.start) {
            draft.qualifiers.insert("found_in".into(), found);
        }
        let tests = naming
            .metric
            .is_some_and(|m| matches!(m, "tests" | "people_tested" | "positive_samples"));
        let finds = quantity.dimension == Dimension::Ratio
            || left
                .tokens
                .iter()
                .any(|&at| self.is_cue(at, Cue::Finding) && self.is_cue(at, Cue::Verb));
        if let Some(round) = self.carry.round
            && (tests || (finds && naming.metric.is_none_or(|m| m == "infections")))
        {
            draft.qualifiers.insert("round".into(), round.to_string());
        }
        if let Some(span) = self.time_beside(quantity, left) {
            draft.time = Some((span, Provenance::Stated));
        }
        draft.aspect = self.aspect(quantity, left, naming, scope).or_else(|| {
            let last = self.drafts.last()?;
            let between = self.text.get(last.span.end..left.start)?;
            let like = last.quantity.is_some_and(|q| q.unit == quantity.unit);
            let listed =
                between == "、" && like && scope.status.is_none() && naming.delta.is_none();
            last.aspect.filter(|_| listed && !naming.locative)
        });
        let done = left.tokens.iter().any(|&at| self.is_done(at));
        if done && matches!(draft.status, Status::Planned) {
            draft.status = Status::Reported;
        }
        let text = &self.text[quantity.span.range()];
        if text.starts_with("不得") || (draft.per.is_some() && text.starts_with("至少")) {
            draft.status = Status::Required;
        }
    }

    /// 由3月15日的21.5%: a time that is said of the figure right behind it alone.
    fn time_beside(&self, quantity: &Quantity, left: &Left) -> Option<TimeSpan> {
        let token = self.tokens[*left.tokens.last()?];
        let Mark::Time(time) = token.mark else { return None };
        let gap = self.text.get(token.span.end..quantity.span.start)?;
        (time.anchor == Anchor::During && gap == "的").then(|| self.carry.resolve(time))
    }

    /// The figure's aspect: a word beside it, else the scope's, else what time and metric imply.
    fn aspect(
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

    fn apply_naming(&mut self, naming: &Naming<'a>, scope: &Scope, draft: &mut Draft<'a>) {
        if naming.continues
            && let Some(last) = self.drafts.last()
        {
            *draft = Draft {
                quantity: draft.quantity,
                span: draft.span,
                rule: draft.rule,
                ..last.clone()
            };
            return;
        }
        if naming.noun.is_some() || draft.marks.how.is_empty() {
            draft.marks.metric = naming.noun.or(draft.marks.metric);
        }
        draft.marks.how = naming.how();
        draft.own.metric = naming.metric.is_some();
        draft.own.generic = naming.sense.is_some_and(|sense| sense.kind == Kind::Generic);
        draft.metric = naming.metric.map(Into::into);
        draft.subject.clone_from(&naming.subject);
        if let Some(rate) = &naming.per {
            draft.per = Some(rate.clone());
        }
        if naming.inherits {
            let listed = draft
                .quantity
                .filter(|_| scope.metric.is_none())
                .and_then(|q| self.listed(q, naming));
            let listed = listed.map(|at| &self.drafts[at]);
            draft.metric =
                scope.metric.clone().or_else(|| listed.and_then(|last| last.metric.clone()));
            let unit = draft.quantity.and_then(|q| q.unit);
            draft.metric = draft.metric.take().filter(|metric| self.linker.counts(metric, unit));
            if draft.subject.is_none() {
                draft.subject =
                    scope.subject.clone().or_else(|| listed.and_then(|last| last.subject.clone()));
            }
            if (naming.stock || naming.delta.is_some()) && draft.per.is_none() {
                draft.per = self
                    .drafts
                    .last()
                    .filter(|last| last.sentence == draft.sentence)
                    .and_then(|last| last.per.clone());
            }
            self.narrowed(naming, scope, draft);
        } else if draft.metric.is_none() && !naming.mixed && self.is_part_alike(scope, draft) {
            draft.metric.clone_from(&scope.metric);
        }
        if scope.is_part && (naming.inherits || naming.metric.is_some()) {
            for (key, value) in &scope.qualifiers {
                if key != "age" || naming.inherits {
                    draft.qualifiers.entry(key.clone()).or_insert_with(|| value.clone());
                }
            }
        } else if let Some(age) = scope.qualifiers.get("age") {
            draft.qualifiers.entry("age".into()).or_insert_with(|| age.clone());
        }
        if let Some(sense) = naming.sense {
            for (key, value) in &sense.qualifiers {
                draft.qualifiers.insert(key.to_string(), value.to_string());
            }
            let population = naming.population.or_else(|| {
                let cases = draft.quantity.is_some_and(|q| q.unit == Some("例"));
                (cases && &*sense.metric == "released_from_observation")
                    .then_some("asymptomatic_cases")
            });
            if let Some(population) = population {
                draft.qualifiers.insert("population".into(), population.to_owned());
            }
        }
        self.injured(naming, scope, draft);
        if let Some(sex) = naming.sex {
            draft.qualifiers.insert("sex".into(), sex.to_owned());
        }
        let disease = scope.disease.as_ref().or(self.carry.disease.as_ref());
        if let Some(disease) = disease.filter(|_| {
            naming.is_case()
                || (naming.inherits && draft.metric.as_deref().is_some_and(is_epidemic))
        }) {
            draft.qualifiers.entry("disease".into()).or_insert_with(|| disease.clone());
        }
        if let Some(found) = &naming.found {
            draft.qualifiers.insert("found_in".into(), found.clone());
        }
        if let Some(origin) = naming.origin {
            draft.origin = Some(origin);
            draft.own.origin = true;
        }
        let epidemic = draft.metric.as_deref().is_some_and(is_epidemic);
        if !epidemic {
            draft.origin = None;
        }
    }

    /// A figure without a noun that sex or age narrows is a part of the total it narrows; one
    /// summed up (两项合计) counts what the figures before it count together.
    fn narrowed(&self, naming: &Naming<'a>, scope: &Scope, draft: &mut Draft<'a>) {
        let Some(quantity) = draft.quantity else { return };
        let narrows = naming.sex.is_some()
            || draft.qualifiers.contains_key("sex")
            || scope.qualifiers.contains_key("age");
        if narrows && draft.whole.is_none() && quantity.dimension == Dimension::Count {
            let total = self.last_total(quantity);
            draft.whole = total;
            if let Some(total) = total.map(|at| &self.drafts[at]) {
                draft.metric = draft.metric.take().or_else(|| total.metric.clone());
                draft.subject = draft.subject.take().or_else(|| total.subject.clone());
                draft.origin = draft.origin.or(total.origin);
                draft.aspect = draft.aspect.or(total.aspect);
            }
        }
        if naming.sums {
            let metrics: Vec<&str> = (self.first..self.drafts.len())
                .rev()
                .take(LOOK_BACK)
                .filter(|&at| self.drafts[at].quantity.is_some_and(|q| q.unit == quantity.unit))
                .filter_map(|at| self.drafts[at].metric.as_deref())
                .collect();
            if metrics.len() > 1 {
                draft.metric = self.linker.together(&metrics).map(|sense| sense.metric.clone());
            }
        }
    }

    /// True for a part in the unit of its whole: it inherits the metric unless it names another.
    fn is_part_alike(&self, scope: &Scope, draft: &Draft<'a>) -> bool {
        let whole = scope.whole.filter(|_| scope.is_part).map(|at| &self.drafts[at]);
        match (whole.and_then(|w| w.quantity), draft.quantity) {
            (Some(whole), Some(part)) => {
                let counts = !matches!(part.dimension, Dimension::Ratio | Dimension::Duration);
                whole.unit == part.unit && counts && part.unit.is_some()
            }
            _ => false,
        }
    }

    /// 729个贫困村中有701个: the figure is of the one right before.
    fn within_last(&self, left: &Left, scope: &Scope) -> Option<usize> {
        let text = &self.text[left.start..self.sentence.end.max(left.start)];
        let last = self
            .drafts
            .len()
            .checked_sub(1)
            .filter(|_| text.starts_with('中') && !scope.is_part)?;
        (self.drafts[last].item == self.carry.item).then_some(last)
    }

    /// 确诊1284例和无症状24871例，其中1146例确诊和24096例无症状…: each is part of its own kind.
    fn sibling_whole(
        &self,
        quantity: &Quantity,
        naming: &Naming<'a>,
        scope: &Scope,
        draft: &mut Draft<'a>,
    ) {
        let Some((whole, metric)) = draft.whole.filter(|_| scope.is_part).zip(naming.metric) else {
            return;
        };
        if self.drafts[whole].metric.as_deref() == Some(metric) {
            return;
        }
        let beside = (whole.saturating_sub(3)..(whole + 4).min(self.drafts.len())).find(|&at| {
            let other = &self.drafts[at];
            other.metric.as_deref() == Some(metric)
                && other.sentence == self.drafts[whole].sentence
                && other.depth == self.drafts[whole].depth
                && other.whole == self.drafts[whole].whole
                && other.quantity.is_some_and(|q| {
                    counts_alike(q.unit, quantity.unit) && q.value >= quantity.value
                })
        });
        if let Some(beside) = beside {
            draft.whole = Some(beside);
        }
    }

    /// 已使用, 尚余: a subset of the figure before that is counted alike.
    fn subset(&self, quantity: &Quantity, left: &Left, naming: &Naming<'a>, draft: &mut Draft<'a>) {
        let marked = left.tokens.iter().any(|&at| self.is_cue(at, Cue::Subset));
        if !marked && !naming.subset {
            return;
        }
        let whole = self
            .last_alike(quantity)
            .filter(|&at| draft.metric.is_none() || draft.metric == self.drafts[at].metric);
        if let Some(at) = whole {
            draft.whole =
                Some(self.drafts[at].whole.filter(|_| self.drafts[at].subset).unwrap_or(at));
            draft.subset = true;
            if draft.metric.is_none() {
                draft.metric.clone_from(&self.drafts[at].metric);
            }
        }
    }

    /// The figure that one without a noun is like: of the sentence, else, for cases and rounds,
    /// the last total of the paragraph.
    fn listed(&self, quantity: &Quantity, naming: &Naming<'a>) -> Option<usize> {
        self.last_alike(quantity).or_else(|| {
            let telling = matches!(quantity.unit, Some("例" | "宗" | "轮" | "管" | "剂次"));
            (telling || naming.sex.is_some()).then(|| self.last_total(quantity)).flatten()
        })
    }

    /// The last figure of the paragraph that is no part itself, in the same unit or else of cases.
    fn last_total(&self, quantity: &Quantity) -> Option<usize> {
        let back = || {
            let paragraph = self.carry.paragraph;
            let here = move |at: &usize| self.drafts[*at].paragraph == paragraph;
            (0..self.drafts.len())
                .rev()
                .take(40)
                .take_while(here)
                .filter(|&at| self.drafts[at].whole.is_none())
        };
        let unit = |at: &usize| self.drafts[*at].quantity.is_some_and(|q| q.unit == quantity.unit);
        back().find(unit).or_else(|| {
            back().find(|&at| {
                self.drafts[at].quantity.is_some()
                    && self.drafts[at].metric.as_deref().is_some_and(is_epidemic)
            })
        })
    }

    /// The last figure of the sentence in the same unit.
    fn last_alike(&self, quantity: &Quantity) -> Option<usize> {
        (self.first..self.drafts.len())
            .rev()
            .take(LOOK_BACK)
            .filter(|&at| self.drafts[at].depth <= self.depth)
            .find(|&at| self.drafts[at].quantity.is_some_and(|q| q.unit == quantity.unit))
    }

    /// 美国14例, of imported cases: the country is where they come from, not where they are.
    fn origin_country(&self, draft: &mut Draft<'a>, scope: &Scope) {
        if draft.origin == Some(Origin::Imported)
            && let Some((place, _)) = &draft.place
            && draft.own.place
            && self.is_foreign(place)
        {
            draft.qualifiers.insert("from".into(), place.name.clone());
            draft.place.clone_from(&scope.place);
        }
    }

    fn is_foreign(&self, place: &Place) -> bool {
        place.id.is_some_and(|id| self.linker.places.level(id) == Level::Country)
    }

    /// A total that is said again (61例本土确诊病例中) is what it was the first time.
    fn echo(&self, scope: &Scope, draft: &mut Draft<'a>) {
        let Some(quantity) = draft.quantity else { return };
        let generic = draft.own.generic;
        if !draft.own.metric && !generic {
            return;
        }
        let part = scope.is_part || draft.whole.is_some();
        if draft.metric.is_none()
            || part
            || scope.status.is_some()
            || (draft.aspect.is_some() && !generic)
        {
            return;
        }
        let same = |other: &Draft<'_>| match generic {
            true => other.metric.as_deref().is_some_and(is_epidemic),
            false => other.metric == draft.metric,
        };
        let first = self.drafts.iter().rev().take(60).find(|other| {
            other.article == draft.article
                && same(other)
                && other.aspect.is_some()
                && other
                    .quantity
                    .is_some_and(|q| q.value == quantity.value && q.unit == quantity.unit)
        });
        let Some(first) = first else { return };
        draft.metric.clone_from(&first.metric);
        draft.aspect = draft.aspect.or(first.aspect);
        draft.origin = draft.origin.or(first.origin);
        if draft.time.is_none() {
            draft.time = first.time.map(|(span, _)| (span, Provenance::Context));
        }
        if !draft.own.place {
            draft.place = first.place.clone().map(|(place, _)| (place, Provenance::Context));
        }
    }

    /// 伤者中，重症4人、轻症25人: of the injured, the words for cases say how badly.
    fn injured(&self, naming: &Naming<'a>, scope: &Scope, draft: &mut Draft<'a>) {
        if !scope.is_part || scope.metric.as_deref() != Some("injured_people") {
            return;
        }
        let severity = match naming.metric {
            Some("severe_cases") => "severe",
            Some("critical_cases") => "critical",
            Some("confirmed_cases") if draft.qualifiers.contains_key("severity") => {
                draft.metric.clone_from(&scope.metric);
                return;
            }
            _ => return,
        };
        draft.metric.clone_from(&scope.metric);
        draft.qualifiers.insert("severity".into(), severity.into());
    }

    /// A person's age: its subject is 年龄.
    fn age(quantity: &Quantity, draft: &mut Draft<'a>) {
        if quantity.unit != Some("岁") {
            return;
        }
        draft.metric = None;
        draft.subject = Some("年龄".into());
        draft.qualifiers.clear();
    }

    /// 60岁以上老年人81.9万人: an age group narrows the count behind it and is no figure itself.
    fn is_age_group(
        &mut self,
        quantity: &Quantity,
        right: Span,
        left: &Left,
        scope: &mut Scope,
    ) -> bool {
        use crate::record::Bound;
        let bounded = matches!(
            quantity.bound,
            Bound::AtLeast | Bound::AtMost | Bound::Range | Bound::LessThan
        );
        if quantity.unit != Some("岁") || !bounded {
            return false;
        }
        let listed = self.text[right.start..].starts_with(['、', '和', '及']);
        let stops = self.text[right.end..].chars().next().is_none_or(|c| "，。；,;".contains(c));
        if stops && self.text[right.range()].trim().is_empty() {
            return false;
        }
        self.observe(left, scope, true);
        if !listed {
            scope.qualifiers.insert("age".into(), self.text[quantity.span.range()].to_owned());
        }
        true
    }

    /// The base after 每: the measure word itself for what recurs (每轮, 每日), else the noun
    /// after it (每个隔离点 → 隔离点).
    pub fn per(&self, at: usize, end: usize) -> Option<(String, usize)> {
        let from = self.tokens[at].span.end;
        let stop = self.tokens[at + 1..]
            .iter()
            .take_while(|token| token.span.start < end)
            .find(|token| match token.mark {
                Mark::Word(word) => {
                    word.is(Cue::Verb) && word.senses.is_empty()
                        || word.is(Cue::Light)
                        || word.status.is_some()
                        || word.is(Cue::Respectively)
                }
                Mark::Stop(_) | Mark::Open | Mark::Time(_) => true,
                _ => false,
            })
            .map_or(end, |token| token.span.start);
        let word_at = |start: usize| {
            self.words_in(Span::new(start, stop.max(start)))
                .next()
                .filter(|(span, word)| span.start == start && !transparent(word))
                .map(|(span, _)| span.end)
        };
        let (base, end) = self.grammar.per_base(Span::new(from, stop.max(from)), &word_at)?;
        Some((base.to_owned(), end))
    }

    /// 无新增死亡病例: explicit zeros. Gives the index of the item's token after the phrase.
    fn zero(&mut self, item: &Item, index: usize, left: &Left, scope: &mut Scope) -> Option<usize> {
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

/// The words before a figure, from the end of what the figure before it uses.
#[derive(Debug, Clone)]
pub(crate) struct Left {
    pub start: usize,
    pub tokens: Vec<usize>,
}

/// The meaning of a word that is counted as cases or as people.
fn any_sense(word: &Word) -> Option<&crate::lexicon::Sense> {
    word.sense(Some("例")).or_else(|| word.senses.iter().max_by_key(|sense| sense.kind))
}

/// Back to the scope before the parts; where 其中 opened the sentence, to that of its parts.
fn leave_parts(scope: &mut Scope, outer: &mut Vec<Scope>) {
    let keep = outer.get(1).map_or(scope.opens_sentence, |first| first.opens_sentence);
    if let Some(base) = outer.drain(usize::from(keep).min(outer.len())..).next() {
        *scope = base;
    }
}

/// Whether two units count the same kind of thing: people are counted in several.
pub(crate) fn counts_alike(a: Option<&str>, b: Option<&str>) -> bool {
    let people = |unit: Option<&str>| matches!(unit, Some("人" | "名" | "位"));
    a == b || (people(a) && people(b))
}

/// Whether a figure of metric `part` can be a part of one of metric `whole`.
fn part_metric(part: &str, whole: &str) -> bool {
    match (part, whole) {
        _ if part == whole => true,
        ("confirmed_cases" | "asymptomatic_cases", "infections") => true,
        (
            "severe_cases" | "critical_cases" | "converted_to_confirmed",
            "confirmed_cases" | "infections",
        ) => true,
        ("deaths" | "recoveries", "confirmed_cases" | "infections") => true,
        ("converted_to_confirmed", "asymptomatic_cases") => false,
        (
            "confirmed_cases" | "asymptomatic_cases" | "suspected_cases",
            "confirmed_cases" | "asymptomatic_cases" | "suspected_cases",
        ) => false,
        ("close_contacts" | "secondary_contacts", "close_contacts" | "secondary_contacts") => false,
        (
            "high_risk_areas" | "medium_risk_areas" | "low_risk_areas",
            "high_risk_areas" | "medium_risk_areas" | "low_risk_areas",
        ) => false,
        _ => true,
    }
}

/// Metrics that 本土 and 境外输入 divide.
pub(crate) fn is_epidemic(metric: &str) -> bool {
    matches!(
        metric,
        "confirmed_cases"
            | "asymptomatic_cases"
            | "infections"
            | "suspected_cases"
            | "severe_cases"
            | "critical_cases"
            | "deaths"
            | "recoveries"
            | "released_from_observation"
            | "converted_to_confirmed"
    )
}
