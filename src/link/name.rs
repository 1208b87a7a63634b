//! What a figure counts: the choice between the noun before its number and the one after.
//!
//! In: a quantity, the words left of it, the text right of it. Out: a [`Naming`]: metric, noun,
//! population, change. `noun` finds the noun before, `after` what follows the number.
//!
//! `抽调公安民警640名` → 公安民警, before; `派出5支医疗队` → 医疗队, after;
//! `1743名密切接触者解除医学观察` → the event 解除医学观察, of the population 密切接触者.

use std::borrow::Cow;

use crate::lexicon::{Cue, Kind, List, Sense};
use crate::link::draft::Scope;
use crate::link::noun::Noun;
use crate::link::token::{Mark, Stop};
use crate::link::walk::{Left, Walk};
use crate::link::whole::is_epidemic;
use crate::record::{Aspect, Dimension, Origin};
use crate::scan::quantity::Quantity;
use crate::span::Span;

/// What the words around a figure say it counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Naming<'a> {
    pub metric: Option<&'a str>,
    pub sense: Option<&'a Sense>,
    pub population: Option<&'a str>,
    pub subject: Option<Cow<'a, str>>,
    pub sex: Option<&'a str>,
    pub found: Option<&'a str>,
    pub origin: Option<Origin>,
    /// A difference (较前一日减少4例).
    pub delta: Option<Aspect>,
    /// 增至, 调整为: a new stock.
    pub stock: bool,
    pub rate: bool,
    pub per: Option<&'a str>,
    /// Where the noun stands that says what is counted.
    pub noun: Option<Span>,
    /// The noun stands before the number.
    pub from_left: bool,
    /// 在, 于 right before the number: the figure only says where.
    pub locative: bool,
    /// No noun of its own: metric and subject come from the whole, the list or the topic.
    pub inherits: bool,
    /// A second measure of the figure right before.
    pub continues: bool,
    /// Several nouns that no metric names together.
    pub mixed: bool,
    /// 合计 before the number: it sums up the figures before.
    pub sums: bool,
    /// 尚有, 仍有: what is left of the cases, whatever befell those told of before.
    pub remains: bool,
    /// 以上729例感染者中: what was said before, taken together.
    pub above: bool,
    /// The noun itself says that it is a subset.
    pub subset: bool,
    /// Up to where the text after the figure belongs to it.
    pub end: usize,
}

impl Naming<'_> {
    /// How the noun was found, in a stable phrase.
    pub const fn how(&self) -> &'static str {
        match (self.inherits || self.continues, self.noun.is_some(), self.from_left) {
            (true, _, _) => "inherited",
            (false, true, true) => "noun-before-number",
            (false, true, false) => "noun-after-number",
            (false, false, _) => "topic",
        }
    }

    /// Rooms, zones, beds: a stock even after 已.
    pub fn is_stock(&self) -> bool {
        self.sense
            .is_some_and(|sense| sense.under == Some(Aspect::Current) && sense.kind == Kind::Noun)
    }

    /// Cases of a disease, deaths, recoveries.
    pub fn is_case(&self) -> bool {
        self.metric.is_some_and(is_epidemic)
    }
}

impl<'a> Walk<'a, '_> {
    /// Names what `quantity` counts, from the words `left` of it and the text `right` of it.
    pub(super) fn name(
        &self,
        quantity: &'a Quantity,
        left: &Left,
        right: Span,
        scope: &Scope<'a>,
    ) -> Naming<'a> {
        let mut naming = Naming { end: quantity.span.end, ..Naming::default() };
        self.change(quantity, left, &mut naming);
        if self.continues(quantity, left, &mut naming) {
            return naming;
        }
        naming.rate =
            left.tokens.iter().any(|&at| self.tokens[at].word().is_some_and(|w| w.rate.is_some()));
        let said = &self.text[left.start..quantity.span.start];
        naming.sums = said.contains("合计");
        naming.remains = self.says(left, Cue::Remains);
        naming.above = said.ends_with("以上");
        naming.locative = said.trim_end().ends_with(['在', '于']);
        let mut before = self.noun_before(quantity, left, naming.delta.is_some());
        if self.is_found_by(&before) || self.sums_up(said, right) {
            before = Noun { verb: before.verb, ..Noun::default() };
        }
        if before.span.is_none() && self.text[right.range()].trim().is_empty() {
            before = self.elided(quantity, left).unwrap_or(before);
        }
        if !matches!(quantity.dimension, Dimension::Count | Dimension::Other) {
            self.measured(quantity, &before, left.start, right, scope, &mut naming);
            return naming;
        }
        if before.sense.is_some_and(|s| s.kind != Kind::Generic)
            && !self.prefers_right(&before, right, quantity)
        {
            self.take_left(&before, quantity, &mut naming);
        } else if self.may_follow(right) && self.noun_follows(&before, right, quantity) {
            self.take_right(quantity, right, &mut naming);
        } else {
            self.take_left(&before, quantity, &mut naming);
        }
        self.predicate(quantity, right, &mut naming);
        self.finish(&before, scope, &mut naming);
        naming
    }

    /// 确诊的3例: before 的 and a number without a noun of its own, what the cases are.
    fn elided(&self, quantity: &Quantity, left: &Left) -> Option<Noun<'a>> {
        let token = self.tokens[*left.tokens.last()?];
        let sense = token.word()?.sense(quantity.unit).filter(|sense| sense.kind == Kind::Noun)?;
        let said = &self.text[token.span.end..quantity.span.start];
        (said == "的").then(|| Noun {
            span: Some(token.span),
            sense: Some(sense),
            ..Noun::default()
        })
    }

    /// 甲广场、乙医院等4个献血点: behind 等, the noun that follows is what is counted.
    fn sums_up(&self, said: &str, right: Span) -> bool {
        said.ends_with('等') && self.grammar.starts_with_noun(right)
    }

    /// 筛查检出2例: the act found what is counted, and is not what is counted.
    fn is_found_by(&self, noun: &Noun<'a>) -> bool {
        let finds =
            |verb: Span| self.linker.lexicon.lists.has(List::Finds, &self.text[verb.range()]);
        noun.sense.is_some_and(|sense| sense.kind == Kind::Act) && noun.verb.is_some_and(finds)
    }

    /// 倒塌房屋988户2316间: a second measure of what the figure before it counts.
    fn continues(&self, quantity: &Quantity, left: &Left, naming: &mut Naming<'a>) -> bool {
        let Some(last) = self.drafts.last() else { return false };
        let between = self.text.get(last.span.end..quantity.span.start).unwrap_or("，");
        let other = last.quantity.is_some_and(|q| q.unit != quantity.unit);
        let touches = match last.item == self.carry.item {
            true => last.span.end == left.start && between.trim().is_empty(),
            false => between == "、" && other && last.own.metric,
        };
        if touches && last.quantity.is_some_and(|q| q.dimension == quantity.dimension) {
            let head = self.chain_head(quantity);
            naming.sense = head.filter(|_| last.metric.is_none());
            naming.metric = naming.sense.map(|sense| &*sense.metric);
            naming.subject.clone_from(&last.subject);
            naming.continues = naming.metric.is_none();
            naming.from_left = true;
            return true;
        }
        naming.continues
    }

    /// 法定传染病14类23种5826例: the noun before the first number, when it can be counted so.
    fn chain_head(&self, quantity: &Quantity) -> Option<&'a Sense> {
        let before = self.token_from(quantity.span.start);
        let mut edge = quantity.span.start;
        for token in self.tokens[..before].iter().rev().take(8) {
            if token.span.end != edge {
                return None;
            }
            match token.mark {
                Mark::Figure(_) | Mark::Number => edge = token.span.start,
                Mark::Word(word) => {
                    return word.sense(quantity.unit).filter(|s| s.kind >= Kind::Noun);
                }
                _ => return None,
            }
        }
        None
    }

    /// A difference or a new stock said right before the number.
    fn change(&self, quantity: &Quantity, left: &Left, naming: &mut Naming<'a>) {
        let mut edge = quantity.span.start;
        for &at in left.tokens.iter().rev() {
            let token = &self.tokens[at];
            let gap =
                self.text[token.span.end.min(edge)..edge].trim_matches(['了', '约', '近', '的']);
            let Some(word) = token.word() else { break };
            if !gap.is_empty() {
                break;
            }
            if let Some(delta) = word.delta {
                naming.delta = Some(delta);
                return;
            }
            if word.stock {
                naming.stock = true;
                return;
            }
            if !(word.is(Cue::Light)
                || word.is(Cue::Total)
                || word.is(Cue::Respectively)
                || word.is(Cue::Verb))
            {
                break;
            }
            edge = token.span.start;
        }
    }

    /// Names the figure after the noun before its number.
    fn take_left(&self, before: &Noun<'a>, quantity: &Quantity, naming: &mut Naming<'a>) {
        naming.from_left = before.span.is_some();
        naming.noun = before.span;
        naming.sense = before.sense.or(before.act);
        if let Some(span) = before.span {
            naming.subject = Some(self.phrase(span));
            let joint = self.joint(span, quantity);
            if let Some(joint) = joint {
                naming.sense = joint;
                if joint.is_none() {
                    naming.metric = None;
                    naming.mixed = true;
                    return;
                }
            }
        } else if let Some(verb) = before.verb {
            naming.subject = Some(self.text[verb.range()].into());
            naming.inherits = true;
        }
        if let Some(event) = before.event {
            naming.population = naming.sense.map(|sense| &*sense.metric);
            naming.sense = Some(event);
        }
        naming.metric = naming.sense.filter(|s| s.kind != Kind::Generic).map(|s| &*s.metric);
        naming.population = naming.population.filter(|_| naming.metric.is_some_and(has_population));
    }

    /// Several nouns joined before one number: the metric of both together, or none.
    #[allow(clippy::option_option)]
    fn joint(&self, span: Span, quantity: &Quantity) -> Option<Option<&'a Sense>> {
        let from = self.token_from(span.start);
        let before = &self.tokens[..from];
        let pause = before.last().is_some_and(|t| t.stop() == Some(Stop::Pause));
        let senses: Vec<_> = self
            .words_in(span)
            .filter_map(|(at, word)| Some((at, word.sense(quantity.unit)?)))
            .filter(|(_, s)| matches!(s.kind, Kind::Noun | Kind::Event))
            .collect();
        let joined = senses.windows(2).any(|pair| {
            matches!(&self.text[pair[0].0.end..pair[1].0.start], "和" | "及" | "与" | "以及")
        });
        if joined {
            let metrics: Vec<&str> = senses.iter().map(|(_, s)| &*s.metric).collect();
            return Some(self.linker.together(&metrics));
        }
        (pause
            && self.text[span.range()].contains(['和', '及'])
            && before.len() > 1
            && !before[before.len() - 2].is_figure()
            && !matches!(before[before.len() - 2].mark, Mark::Close))
        .then_some(None)
    }

    /// Where no metric is named: a generic noun takes that of the scope, a bare number inherits.
    fn finish(&self, before: &Noun<'a>, scope: &Scope<'a>, naming: &mut Naming<'a>) {
        if naming.metric.is_some() || naming.mixed {
            return;
        }
        if let Some(generic) = naming.sense.filter(|s| s.kind == Kind::Generic) {
            match &scope.metric {
                Some(metric) if is_epidemic(metric) => naming.inherits = true,
                _ => {
                    naming.metric = Some(&generic.metric);
                    naming.inherits = false;
                }
            }
            return;
        }
        if before.span.is_some_and(|span| self.is_ordinal(span) || self.is_rate(span)) {
            naming.subject = None;
        }
        let bare = naming.subject.is_none()
            || (before.span.is_none() && before.verb.is_some() && naming.from_left);
        let lists = &self.linker.lexicon.lists;
        let aged = scope.qualifiers.contains_key("age");
        let narrows = naming.subject.as_deref().is_some_and(|subject| {
            subject == "中"
                || lists.has(List::Narrowing, subject)
                || (aged && lists.has(List::AgeGroup, subject))
        });
        if narrows {
            naming.subject = None;
        }
        if bare || narrows {
            naming.inherits = true;
        }
        if self.only_sex_or_found(before) {
            naming.inherits = true;
        }
    }

    /// True when `span` is nothing but ordinals: 第五轮.
    fn is_ordinal(&self, span: Span) -> bool {
        let from = self.token_from(span.start);
        self.tokens
            .get(from)
            .is_some_and(|token| matches!(token.mark, Mark::Number) && token.span.end >= span.end)
    }

    /// True when `span` is but the base of a rate (日均), not what is rated (日产能).
    fn is_rate(&self, span: Span) -> bool {
        let averages = self.text[span.range()].ends_with('均');
        averages && self.words_in(span).any(|(at, word)| at == span && word.rate.is_some())
    }

    /// 男性27例, 封控区筛查发现33例: the noun only narrows what the list counts.
    fn only_sex_or_found(&self, before: &Noun<'a>) -> bool {
        let Some(span) = before.span else { return false };
        let mut rest = self.text[span.range()].to_owned();
        for (at, word) in self.words_in(span) {
            if word.sex.is_some()
                || word.found.is_some()
                || word.is(Cue::Finding)
                || word.origin.is_some()
            {
                rest = rest.replacen(&self.text[at.range()], "", 1);
            }
        }
        let rest = rest.trim_matches(['的', '、', '中', '核', '酸', '者']);
        rest.is_empty() || self.linker.lexicon.lists.has(List::Narrowing, rest)
    }

    /// The words of `span` without quotes, places and the like.
    pub(super) fn phrase(&self, span: Span) -> Cow<'a, str> {
        let text = &self.text[span.range()];
        let marks = |c: char| "“”\"‘’「」《》 ".contains(c);
        match text.contains(marks) {
            true => text.replace(marks, "").into(),
            false => text.into(),
        }
    }
}

/// Events whose population is told apart.
pub(super) fn has_population(metric: &str) -> bool {
    matches!(metric, "released_from_observation" | "converted_to_confirmed")
}
