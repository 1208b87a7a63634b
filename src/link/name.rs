//! What a figure counts: its noun, before the number or after, the event that befell it, and the
//! metric these name.
//!
//! `抽调公安民警640名` → 公安民警, before; `派出5支医疗队` → 医疗队, after;
//! `1743名密切接触者解除医学观察` → the event 解除医学观察, of the population 密切接触者.

use crate::lexicon::{Cue, Kind, Sense, Word};
use crate::link::draft::Scope;
use crate::link::token::Mark;
use crate::link::walk::{Left, Walk};
use crate::record::{Aspect, Dimension, Origin};
use crate::scan::quantity::Quantity;
use crate::scan::time::Anchor;
use crate::span::Span;

/// What the words around a figure say it counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Naming<'a> {
    pub metric: Option<&'a str>,
    pub sense: Option<&'a Sense>,
    pub population: Option<&'a str>,
    pub subject: Option<String>,
    pub sex: Option<&'a str>,
    pub found: Option<String>,
    pub origin: Option<Origin>,
    /// A difference (较前一日减少4例).
    pub delta: Option<Aspect>,
    /// 增至, 调整为: a new stock.
    pub stock: bool,
    pub rate: bool,
    pub per: Option<String>,
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
        self.metric.is_some_and(super::walk::is_epidemic)
    }
}

/// The noun before a number.
#[derive(Debug, Clone, Default)]
struct Noun<'a> {
    span: Option<Span>,
    sense: Option<&'a Sense>,
    /// A verb stands between the noun and the number.
    through_verb: bool,
    /// The verb nearest the number.
    verb: Option<Span>,
    /// What befell it, said before it: 解除医学观察的密切接触者.
    event: Option<&'a Sense>,
    /// The act that the noun is the object of: 接种行动不便老人.
    act: Option<&'a Sense>,
}

/// True for words that may stand between a noun and its number.
pub(crate) fn transparent(word: &Word) -> bool {
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

fn is_verb(word: &Word) -> bool {
    word.is(Cue::Verb) && !word.is(Cue::Light)
}

const PREDICATE: [&str; 22] = [
    "为", "是", "被", "由", "在", "均", "已", "于", "未", "尚", "将", "以", "分", "都", "系", "至",
    "属", "并", "从", "以上", "无", "来自",
];

impl<'a> Walk<'a, '_> {
    /// Names what `quantity` counts, from the words `left` of it and the text `right` of it.
    pub fn name(
        &self,
        quantity: &'a Quantity,
        left: &Left,
        right: Span,
        scope: &Scope,
    ) -> Naming<'a> {
        let mut naming = Naming { end: quantity.span.end, ..Naming::default() };
        self.change(quantity, left, &mut naming);
        if self.continues(quantity, left, &mut naming) {
            return naming;
        }
        naming.rate =
            left.tokens.iter().any(|&at| self.tokens[at].word().is_some_and(|w| w.rate.is_some()));
        naming.sums = self.text[left.start..quantity.span.start].contains("合计");
        naming.above = self.text[left.start..quantity.span.start].ends_with("以上");
        naming.locative =
            self.text[left.start..quantity.span.start].trim_end().ends_with(['在', '于']);
        let before = self.noun_before(quantity, left, naming.delta.is_some());
        if !matches!(quantity.dimension, Dimension::Count | Dimension::Other) {
            self.measured(quantity, &before, left.start, right, scope, &mut naming);
            return naming;
        }
        if before.sense.is_some_and(|s| s.kind != Kind::Generic)
            && !self.prefers_right(&before, right, quantity)
        {
            self.take_left(&before, left, quantity, &mut naming);
        } else if self.may_follow(right) && self.noun_follows(&before, right, quantity) {
            self.take_right(quantity, right, &mut naming);
        } else {
            self.take_left(&before, left, quantity, &mut naming);
        }
        self.predicate(quantity, right, &mut naming);
        self.finish(&before, scope, &mut naming);
        naming
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
        let before = self.tokens.partition_point(|token| token.span.start < quantity.span.start);
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

    /// 检测46名密接者: an act before the number yields to a noun right after it.
    fn prefers_right(&self, before: &Noun<'a>, right: Span, quantity: &Quantity) -> bool {
        let act = before.sense.is_some_and(|s| matches!(s.kind, Kind::Act | Kind::Weak));
        (act || before.through_verb)
            && self.first_word(right).is_some_and(|(span, word)| {
                span.start == right.start
                    && word.sense(quantity.unit).is_some_and(|s| s.kind == Kind::Noun)
            })
    }

    /// True when what follows the number is no predicate (为…, 在…, 已…) but may be a noun.
    fn may_follow(&self, right: Span) -> bool {
        let text = self.text[right.range()].trim_start();
        let named = || {
            self.first_word(right)
                .is_some_and(|(span, word)| span.start == right.start && !word.senses.is_empty())
        };
        !text.is_empty() && (!starts_predicate(text) || named())
    }

    fn first_word(&self, span: Span) -> Option<(Span, &'a Word)> {
        self.words_in(span).next()
    }

    pub fn words_in(&self, span: Span) -> impl Iterator<Item = (Span, &'a Word)> {
        let from = self.tokens.partition_point(|token| token.span.start < span.start);
        self.tokens[from..]
            .iter()
            .take_while(move |token| token.span.start < span.end)
            .filter_map(|token| Some((token.span, token.word()?)))
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

    /// The noun that ends at the number, verbs and the like between them skipped.
    fn noun_before(&self, quantity: &Quantity, left: &Left, delta: bool) -> Noun<'a> {
        let mut noun = Noun::default();
        let start = quantity.span.start;
        let counted =
            matches!(quantity.dimension, Dimension::Count | Dimension::Other | Dimension::Area);
        let before = self.text[left.start..start].trim_end();
        let locates =
            before.ends_with(['的', '在', '于', '对', '向', '把', '用', '按', '经', '自']);
        if counted && locates && self.starting_value(left, start).is_none() {
            let named = left
                .tokens
                .last()
                .map(|&at| self.tokens[at])
                .filter(|token| self.text[token.span.end..start].trim() == "的");
            let event = named.and_then(|token| token.word()?.sense(quantity.unit));
            if let Some(event) = event.filter(|sense| sense.kind == Kind::Event) {
                noun.span = named.map(|token| token.span);
                noun.sense = Some(event);
            }
            return noun;
        }
        let mut edge = start;
        let mut index = left.tokens.len();
        if let Some(from) = self.starting_value(left, start) {
            edge = from;
        }
        if delta {
            (edge, index) = self.before_comparison(edge, left);
        }
        if quantity.dimension == Dimension::Ratio
            && let Some(at) = self.share(left, start)
        {
            edge = at;
            index = left.tokens.partition_point(|&token| self.tokens[token].span.end <= at);
        }
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
                noun.span = Some(span);
                break;
            }
            if next >= index {
                break;
            }
            (edge, index) = (self.tokens[left.tokens[next]].span.start, next);
        }
        noun
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
        let at = before.rfind(['由', '从'])?;
        (before.ends_with('的') && before.len() - at <= 36).then_some(left.start + at)
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
        let from = trim_start(self.text, from.min(edge), edge);
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
        !rest.is_empty()
            && [
                "额", "量", "率", "费", "点", "站", "人员", "员", "者", "队", "组", "所", "业",
                "品", "地", "物资", "资金", "线路", "能力", "面积", "总额", "任务", "项目", "设备",
                "总量", "单位", "企业", "收入", "支出", "余额",
            ]
            .contains(&rest)
    }

    /// True when a noun that the figure counts follows it, rather than a verb.
    fn noun_follows(&self, before: &Noun<'a>, right: Span, quantity: &Quantity) -> bool {
        if let Some((span, word)) = self.first_word(right)
            && span.start == right.start
        {
            if word.sense(quantity.unit).is_some_and(|s| s.kind == Kind::Event) {
                return before.span.is_none();
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

    fn take_left(
        &self,
        before: &Noun<'a>,
        left: &Left,
        quantity: &Quantity,
        naming: &mut Naming<'a>,
    ) {
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
            naming.subject = Some(self.text[verb.range()].to_owned());
            naming.inherits = true;
        }
        if let Some(event) = before.event {
            naming.population = naming.sense.map(|sense| &*sense.metric);
            naming.sense = Some(event);
        }
        let _ = left;
        naming.metric = naming.sense.filter(|s| s.kind != Kind::Generic).map(|s| &*s.metric);
        naming.population = naming.population.filter(|_| naming.metric.is_some_and(has_population));
    }

    /// Several nouns joined before one number: the metric of both together, or none.
    #[allow(clippy::option_option)]
    fn joint(&self, span: Span, quantity: &Quantity) -> Option<Option<&'a Sense>> {
        let from = self.tokens.partition_point(|token| token.span.start < span.start);
        let before = &self.tokens[..from];
        let pause = before.last().is_some_and(|t| t.stop() == Some(super::token::Stop::Pause));
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

    fn take_right(&self, quantity: &Quantity, right: Span, naming: &mut Naming<'a>) {
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
    fn noun_after(&self, right: Span, unit: Option<&str>) -> Span {
        let start = trim_start(self.text, right.start, right.end);
        let mut limit = right.end;
        let mut least = start;
        for (span, word) in self.words_in(Span::new(start, right.end)) {
            let named = !word.senses.is_empty() || word.origin.is_some() || word.sex.is_some();
            if named {
                if span.start == start || span.start == least {
                    least = span.end;
                }
                if word.senses.iter().any(|s| s.kind == Kind::Event) && span.start > start {
                    limit = span.start;
                    break;
                }
                let counted = word.sense(unit).is_some_and(|s| s.kind == Kind::Noun);
                let rest = Span::new(span.end, limit);
                let reached = span.start == start
                    || self.grammar.noun_phrase(Span::new(start, span.end)) >= span.start;
                if counted && !reached {
                    limit = limit.min(self.grammar.noun_phrase(Span::new(start, limit)).max(start));
                    break;
                }
                if counted && !self.goes_on(rest) {
                    return Span::new(start, span.end);
                }
                continue;
            }
            let ends = word.aspect.is_some()
                || word.status.is_some()
                || word.is(Cue::Respectively)
                || word.is(Cue::Each)
                || word.is(Cue::All)
                || word.is(Cue::As)
                || word.is(Cue::Negation)
                || word.is(Cue::Done)
                || word.is(Cue::Per)
                || (word.is(Cue::Verb) && span.len() > 3);
            if ends && span.start > start {
                limit = span.start;
                break;
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
        let from = self.tokens.partition_point(|token| token.span.start < end);
        let touches = self.tokens.get(from).is_some_and(|token| {
            token.stop() == Some(super::token::Stop::Pause) && token.span.start == end
        });
        touches
            && self.tokens[from..]
                .iter()
                .find(|token| {
                    token.is_figure()
                        || matches!(token.mark, Mark::Open)
                        || token.stop().is_some_and(|stop| stop != super::token::Stop::Pause)
                })
                .is_none_or(|token| !token.is_figure() && !matches!(token.mark, Mark::Open))
    }

    /// True when the noun before `rest` goes on in it (采样 + 小组).
    fn goes_on(&self, rest: Span) -> bool {
        self.first_word(rest)
            .is_some_and(|(span, word)| span.start == rest.start && word.is(Cue::Tail))
    }

    /// What the text after the noun says befell it: an event, 作为, 为隔离管控发现.
    fn predicate(&self, quantity: &Quantity, right: Span, naming: &mut Naming<'a>) {
        let rest = Span::new(naming.end.max(right.start), right.end);
        let mut denied = false;
        let mut copula = self.text[rest.range()].trim_start().starts_with(['为', '是', '系']);
        let mut before_edge = rest.start;
        let mut used_as = false;
        for (span, word) in self.words_in(rest) {
            if word.is(Cue::Negation) {
                denied = true;
            }
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
                    if naming
                        .sense
                        .is_none_or(|s| s.kind != Kind::Event || s.metric == sense.metric)
                    {
                        naming.population = naming.metric.filter(|m| *m != &*sense.metric);
                        naming.sense = Some(sense);
                        naming.metric = Some(&sense.metric);
                        naming.inherits = false;
                        naming.population =
                            naming.population.filter(|_| has_population(&sense.metric));
                        if naming.subject.is_none() {
                            naming.subject = Some(self.text[span.range()].to_owned());
                        }
                    }
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
                    if (sense.kind == Kind::Act || matches!(quantity.unit, Some("人" | "名")))
                        && naming.metric.is_none()
                        && span.end == rest.end
                        && !denied
                        && quantity.unit != Some("个") =>
                {
                    naming.sense = Some(sense);
                    naming.metric = Some(&sense.metric);
                }
                _ => {}
            }
            before_edge = span.end;
            copula &= sense.kind == Kind::Generic;
        }
        if naming.subject.is_none()
            && naming.metric.is_none()
            && !is_thin(self.text[rest.range()].trim_matches(['和', '与', '及', '至']))
        {
            let word = self.linker.first_words(self.text[rest.range()].trim_start());
            if !word.is_empty() {
                naming.subject = Some(word);
                naming.inherits = true;
            }
        }
        let left = Left { start: rest.start, tokens: self.token_indexes(rest) };
        naming.found = self.found_in(&left, rest.end);
    }

    fn token_indexes(&self, span: Span) -> Vec<usize> {
        let from = self.tokens.partition_point(|token| token.span.start < span.start);
        let to = self.tokens.partition_point(|token| token.span.start < span.end);
        (from..to.max(from)).collect()
    }

    fn finish(&self, before: &Noun<'a>, scope: &Scope, naming: &mut Naming<'a>) {
        if naming.metric.is_some() || naming.mixed {
            return;
        }
        if let Some(generic) = naming.sense.filter(|s| s.kind == Kind::Generic) {
            match &scope.metric {
                Some(metric) if super::walk::is_epidemic(metric) => naming.inherits = true,
                _ => {
                    naming.metric = Some(&generic.metric);
                    naming.inherits = false;
                }
            }
            return;
        }
        let ordinal = before.span.is_some_and(|span| self.is_ordinal(span));
        if ordinal {
            naming.subject = None;
        }
        let bare = naming.subject.is_none()
            || (before.span.is_none() && before.verb.is_some() && naming.from_left);
        let aged = scope.qualifiers.contains_key("age");
        let narrows = naming.subject.as_deref().is_some_and(|subject| {
            subject == "中" || is_narrowing(subject) || (aged && is_age_group(subject))
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
        let from = self.tokens.partition_point(|token| token.span.start < span.start);
        self.tokens
            .get(from)
            .is_some_and(|token| matches!(token.mark, Mark::Number) && token.span.end >= span.end)
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
        rest.is_empty() || is_narrowing(rest)
    }

    /// Percentages, money, lengths and the like have no metric of people; their subject is the
    /// noun before, else the one last named.
    fn measured(
        &self,
        quantity: &'a Quantity,
        before: &Noun<'a>,
        left_start: usize,
        right: Span,
        scope: &Scope,
        naming: &mut Naming<'a>,
    ) {
        let counts = before.sense.filter(|s| {
            !matches!(s.kind, Kind::Generic | Kind::Thing)
                && s.counts(quantity.unit)
                && quantity.unit.is_some()
        });
        if let Some(sense) =
            counts.filter(|_| !matches!(quantity.dimension, Dimension::Ratio | Dimension::Duration))
        {
            naming.sense = Some(sense);
            naming.metric = Some(&sense.metric);
        }
        naming.from_left = before.span.is_some();
        naming.noun = before.span;
        naming.subject = before.span.map(|span| self.phrase(span));
        let after = self.text[right.range()].trim();
        let wants_right = before.span.is_none() || before.through_verb;
        if wants_right && !after.is_empty() && !starts_predicate(after) && self.follows(right) {
            let span = self.noun_after(right, quantity.unit);
            naming.subject =
                Some(self.phrase(span)).filter(|s| !s.is_empty()).or(naming.subject.take());
            if quantity.dimension != Dimension::Voltage {
                naming.end = span.end;
            }
        }
        let copula = after.strip_prefix(['是', '为', '系']).map(str::trim_start);
        if naming.subject.is_none()
            && quantity.dimension == Dimension::Ratio
            && let Some(rest) = copula.filter(|rest| !rest.is_empty())
        {
            let from = right.start + self.text[right.range()].find(rest).unwrap_or(0);
            naming.subject = Some(self.phrase(self.noun_after(Span::new(from, right.end), None)));
        }
        if naming.subject.is_none() {
            let verb = before.verb.map(|verb| self.text[verb.range()].to_owned());
            let changes = naming.delta.is_some() || naming.stock;
            naming.subject = match verb {
                Some(verb) if !changes && quantity.dimension != Dimension::Ratio => Some(verb),
                verb => scope.subject.clone().or(verb),
            };
            naming.inherits = naming.delta.is_some() && quantity.dimension != Dimension::Ratio;
        }
        let apart = naming.subject.as_deref().is_none_or(|s| matches!(s, "距" | "离" | "相距"));
        let far = self.text[left_start..quantity.span.start].contains('距');
        if apart && far && naming.delta.is_none() {
            let whole = self.phrase(Span::new(left_start, quantity.span.start));
            naming.subject = Some(whole).filter(|s| s.len() > 6).or(naming.subject.take());
        }
        if naming.subject.is_none() && !after.is_empty() {
            naming.subject = Some(self.linker.first_words(after)).filter(|s| !s.is_empty());
        }
    }

    /// True when a noun phrase follows, 的 before it or not.
    fn follows(&self, right: Span) -> bool {
        let text = &self.text[right.range()];
        let skipped = text.len() - text.trim_start_matches([' ', '的']).len();
        self.grammar.starts_with_noun(Span::new(right.start + skipped, right.end))
    }

    /// The words of `span` without quotes, places and the like.
    fn phrase(&self, span: Span) -> String {
        let text = &self.text[span.range()];
        text.chars().filter(|c| !"“”\"‘’「」《》 ".contains(*c)).collect()
    }
}

fn has_population(metric: &str) -> bool {
    matches!(metric, "released_from_observation" | "converted_to_confirmed")
}

/// Words that say which part of the whole is meant, not what it is.
fn is_narrowing(text: &str) -> bool {
    const NARROW: [&str; 14] = [
        "农村",
        "城市",
        "市级",
        "区级",
        "县级",
        "县区",
        "省级",
        "已入住",
        "已使用",
        "尚余",
        "新增",
        "累计",
        "老人",
        "儿童",
    ];
    NARROW.contains(&text)
}

/// Words for the people of an age group.
fn is_age_group(text: &str) -> bool {
    matches!(text, "患儿" | "老年人" | "人群" | "患者" | "者" | "儿童青少年" | "病例")
}

fn starts_predicate(text: &str) -> bool {
    PREDICATE.iter().any(|word| text.starts_with(word))
}

/// True when only particles stand in the gap.
fn is_thin(gap: &str) -> bool {
    gap.trim_start_matches("同期")
        .trim_matches([
            '了', '的', '“', '”', '"', ' ', '着', '约', '名', '个', '由', '从', '末', '底',
        ])
        .is_empty()
}

fn trim_end(text: &str, start: usize, end: usize) -> usize {
    let slice = text.get(start..end).unwrap_or("");
    start
        + slice
            .trim_end_matches([
                '的', '“', '”', '"', ' ', '了', '有', '和', '及', '与', '对', '由', '从',
            ])
            .len()
}

fn trim_start(text: &str, start: usize, end: usize) -> usize {
    let slice = text.get(start..end).unwrap_or("");
    end - slice
        .trim_start_matches(['的', '“', '”', '"', ' ', '和', '及', '与', '对', '之', '把', '在'])
        .len()
}
