//! One figure: from the words beside it to its draft.
//!
//! In: a quantity, the words left of it, the text right of it, the scope. Out: a draft (several
//! when 各 spreads it over places), and the offset up to which the text is used up.
//!
//! `每10万人` is a base and `60岁以上` an age group: neither becomes a draft.

use crate::lexicon::Cue;
use crate::link::draft::{Draft, Own, Scope};
use crate::link::name::Naming;
use crate::link::noun::transparent;
use crate::link::token::Mark;
use crate::link::walk::{Left, Walk};
use crate::place::Place;
use crate::record::{Aspect, Bound, Dimension, Provenance, Status};
use crate::scan::quantity::Quantity;
use crate::scan::time::Anchor;
use crate::span::Span;
use crate::time::TimeSpan;

impl<'a> Walk<'a, '_> {
    /// Links one figure; gives the offset up to which the text after it is used up.
    pub(super) fn figure(
        &mut self,
        quantity: &'a Quantity,
        at: usize,
        left: &Left,
        right: Span,
        scope: &mut Scope<'a>,
    ) -> usize {
        if self.is_rate_base(quantity, left) {
            self.observe(left, scope, true);
            scope.per = Some(&self.text[quantity.span.range()]);
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
        self.join_whole(within, &mut draft);
        self.sibling_whole(quantity, &naming, scope, &mut draft);
        self.subset(quantity, left, &naming, &mut draft);
        Self::age(quantity, &mut draft);
        self.pair(&mut draft, scope);
        self.echo(scope, &mut draft);
        self.origin_country(&mut draft, scope);
        self.date(scope, &mut draft);
        self.pass(&naming, left, &draft, scope);
        self.push(draft, places);
        let next = self.tokens[at + 1..].iter().find(|token| token.is_figure());
        let limit = next.map_or(usize::MAX, |token| token.span.start);
        naming.end.min(limit).max(quantity.span.end)
    }

    /// The time of the draft, seen from the figure before it in the sentence.
    fn date(&mut self, scope: &Scope<'a>, draft: &mut Draft<'a>) {
        let beside = self.drafts.last().filter(|last| last.sentence == self.sentence);
        let beside = beside.and_then(|last| last.time).map(|(span, _)| span);
        self.carry.date(draft, scope.now || scope.present, beside);
    }

    /// What a figure leaves in the scope for those after it.
    fn pass(&self, naming: &Naming<'a>, left: &Left, draft: &Draft<'a>, scope: &mut Scope<'a>) {
        if naming.end > draft.span.end
            && let Some(place) = scope.revert.take()
        {
            scope.place = Some(place);
        }
        if draft.quantity.is_none_or(|quantity| quantity.unit != Some("岁")) {
            scope.subject = draft.subject.clone().or(scope.subject.take());
        }
        if draft.aspect == Some(Aspect::New) && scope.aspect.is_none() && !scope.is_part {
            scope.aspect = draft.aspect.filter(|_| self.says(left, Cue::Total));
        }
    }

    /// Adds the draft, once for each of several places.
    fn push(&mut self, draft: Draft<'a>, places: Vec<Place<'a>>) {
        if places.len() < 2 {
            self.drafts.push(draft);
            return;
        }
        for place in places {
            let mut each = draft.clone();
            each.place = Some((place, Provenance::Stated));
            each.own.place = true;
            self.drafts.push(each);
        }
    }

    /// 首批3例患者今日出院: a time after the number, where none stands before it.
    fn time_after(&mut self, right: Span, scope: &mut Scope<'a>) {
        if scope.time.is_some() {
            return;
        }
        let from = self.token_from(right.start);
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
        let bounded = quantity.bound != Bound::Exact;
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
        scope: &mut Scope<'a>,
    ) -> Vec<Place<'a>> {
        let mut seen = false;
        let start = quantity.span.start;
        let each = self.says(left, Cue::Each);
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
            true => self.each_places(left, scope),
            false => Vec::new(),
        }
    }

    /// A draft with what the scope gives.
    pub(super) fn draft(
        &self,
        quantity: Option<&'a Quantity>,
        span: Span,
        scope: &Scope<'a>,
    ) -> Draft<'a> {
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
            per: scope.per,
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
        scope: &Scope<'a>,
        draft: &mut Draft<'a>,
    ) {
        self.read_place(left, scope, draft);
        self.read_words(left, draft);
        if let Some(from) = self.from(left).filter(|_| !draft.own.place) {
            draft.qualifiers.insert("from", from.into());
        }
        if let Some(found) = self.found_in(left.tokens.iter().copied(), quantity.span.start) {
            draft.qualifiers.insert("found_in", found.into());
        }
        if let Some(round) = self.carry.round
            && self.is_of_round(quantity, left, naming)
        {
            draft.qualifiers.insert("round", round.to_string().into());
        }
        if let Some(span) = self.time_beside(quantity, left) {
            draft.time = Some((span, Provenance::Stated));
        }
        draft.aspect = self
            .aspect(quantity, left, naming, scope)
            .or_else(|| self.listed_aspect(quantity, left, naming, scope));
        self.read_status(quantity, left, draft);
    }

    /// A place right before the number is the figure's own.
    fn read_place(&mut self, left: &Left, scope: &Scope<'a>, draft: &mut Draft<'a>) {
        let mut places = left.tokens.iter().rev().copied();
        let last = places.find(|&at| matches!(self.tokens[at].mark, Mark::Place(_)));
        let own = last.filter(|&at| {
            self.is_item_place(at, left, draft.span.start)
                && (self.is_agent(at) || !self.is_against(at, left.start))
                && !self.is_listed(at, left)
        });
        if let Some(at) = own
            && let Some(place) = self.place(at, scope)
        {
            draft.place = Some((place, Provenance::Stated));
            draft.own.place = true;
            draft.marks.place = Some(self.tokens[at].span);
        }
    }

    /// Sex and the base of a rate; whether aspect and origin are the figure's own.
    fn read_words(&self, left: &Left, draft: &mut Draft<'a>) {
        for &at in &left.tokens {
            let Some(word) = self.tokens[at].word() else { continue };
            draft.own.aspect |= word.aspect.is_some();
            draft.own.origin |= word.origin.is_some();
            if let Some(sex) = &word.sex {
                draft.qualifiers.insert("sex", (&**sex).into());
            }
            if let Some(rate) = &word.rate {
                draft.per = Some(rate);
                draft.marks.per = Some(self.tokens[at].span);
            }
        }
    }

    /// Tests, and what they find, are of the round that is under way.
    fn is_of_round(&self, quantity: &Quantity, left: &Left, naming: &Naming<'a>) -> bool {
        let tests = naming
            .metric
            .is_some_and(|m| matches!(m, "tests" | "people_tested" | "positive_samples"));
        let finds = quantity.dimension == Dimension::Ratio
            || left
                .tokens
                .iter()
                .any(|&at| self.is_cue(at, Cue::Finding) && self.is_cue(at, Cue::Verb));
        tests || (finds && naming.metric.is_none_or(|m| m == "infections"))
    }

    /// 已 undoes a plan; 不得超过, and 至少 in a rate, set a norm.
    fn read_status(&self, quantity: &Quantity, left: &Left, draft: &mut Draft<'a>) {
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
    pub(super) fn is_age_group(
        &mut self,
        quantity: &Quantity,
        right: Span,
        left: &Left,
        scope: &mut Scope<'a>,
    ) -> bool {
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
            scope.qualifiers.insert("age", self.text[quantity.span.range()].into());
        }
        true
    }

    /// The base after 每: the measure word itself for what recurs (每轮, 每日), else the noun
    /// after it (每个隔离点 → 隔离点).
    pub(super) fn per(&self, at: usize, end: usize) -> Option<(&'a str, usize)> {
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
        self.grammar.per_base(Span::new(from, stop.max(from)), &word_at)
    }
}
