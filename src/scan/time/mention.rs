//! Finds where expressions stand, joins them to ranges and reads the words around them.

use super::expr::{DateRef, MonthRef, Point, Reach, TimeExpr, Window, YearRef};
use super::numeral::{self, Form, Num};
use super::read::{Parsed, Reader};
use super::words::{After, Before, Head, Table, Unit};
use super::{Anchor, Outlook, TimeMention, Times};
use crate::number::char_at;
use crate::span::Span;

/// All mentions of a text. Each character is looked at once to see whether an expression can
/// begin there; what begins there is read or skipped.
pub(super) fn all(text: &str) -> Times {
    let reader = Reader { text, table: Table::get() };
    let bytes = text.as_bytes();
    if let Some(mention) = reader.whole() {
        return Times { mentions: vec![mention], impossible: Vec::new() };
    }
    let mut found = Times::default();
    let mut at = 0;
    let mut floor = 0;
    while let Some(next) = reader.table.starts.find(text, at) {
        at = next;
        let digit = bytes[at].is_ascii_digit();
        let step = if digit { 1 } else { 3 };
        if !digit && !reader.may_begin(at) {
            at += step;
            continue;
        }
        match reader.mention(at, floor) {
            Some(mention) => {
                at = mention.span.end;
                floor = at;
                found.mentions.push(mention);
            }
            None => {
                found.impossible.extend(reader.impossible(at));
                at = reader.skip(at).max(at + step);
            }
        }
    }
    found
}

impl Reader<'_> {
    /// False when no expression begins with the Han character at `at` and the one after it.
    #[inline]
    fn may_begin(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at..];
        let class = rest.first_chunk::<3>().map_or(0, |three| self.table.head.class(*three));
        class != 0 && self.table.head.hopeful(class, rest[3..].first_chunk::<3>())
    }

    /// Behind what stands at `at` and is no time: a run of numerals, or a word that forbids one.
    fn skip(&self, at: usize) -> usize {
        let digit = self.text.as_bytes()[at].is_ascii_digit();
        let word = if digit { None } else { self.table.head.at(self.text, at) };
        match word {
            Some((Head::Stop, end)) => end,
            _ => numeral::run_end(self.text, at),
        }
    }

    /// The mention whose expression begins at `at`; its anchor words begin at `floor` or later.
    fn mention(&self, at: usize, floor: usize) -> Option<TimeMention> {
        if self.continues_number(at) {
            return None;
        }
        if self.text.as_bytes()[at].is_ascii_digit() {
            // Most numbers count something and end here.
            numeral::read(self.text, at).filter(|num| self.may_be_counted(*num))?;
            if let Some(years) = self.year_range(at) {
                return Some(years);
            }
        }
        let first = self.point(at)?;
        let (expr, end) = self.joined(at, &first)?;
        let mut draft = Draft { start: at, end, expr, anchor: anchor_of(&expr) };
        self.read_after(&mut draft, &first)?;
        self.read_before(&mut draft, floor);
        let span = Span::new(draft.start, draft.end);
        let outlook = self.outlook(&draft);
        let rule = rule(&draft.expr);
        Some(TimeMention { span, expr: draft.expr, anchor: draft.anchor, outlook, rule })
    }

    /// True when the character before belongs to the same number or name: 3.5日, A5, 第12日.
    pub(super) fn continues_number(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let Some(before) = at.checked_sub(1).and_then(|at| bytes.get(at)) else { return false };
        let digit_before = |back: usize| {
            at.checked_sub(back).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit)
        };
        match before {
            b'.' | b'/' | b':' | b'-' => bytes[at].is_ascii_digit() && digit_before(2),
            before => before.is_ascii_alphanumeric() && bytes[at].is_ascii_digit(),
        }
    }

    /// The point alone, or the range that it begins.
    fn joined(&self, at: usize, first: &Parsed) -> Option<(TimeExpr, usize)> {
        let joins = !matches!(first.point.date, DateRef::Now | DateRef::Vague | DateRef::Window(_));
        if joins && let Some((second, end)) = self.second(first) {
            return self
                .range_stands(at, first)
                .then_some((TimeExpr::Span(first.point, second), end));
        }
        if first.open || !self.stands(at, first) {
            return None;
        }
        if first.point.clock.is_none()
            && let Some((from, to, end)) = self.bracketed_hours(first.end)
        {
            let on = |clock: Point| Point { clock: clock.clock, ..first.point };
            return Some((TimeExpr::Span(on(from), to), end));
        }
        Some((TimeExpr::At(first.point), first.end))
    }

    /// The end of a range that begins with `first`.
    fn second(&self, first: &Parsed) -> Option<(Point, usize)> {
        let plain = self.separator(first.end).and_then(|at| self.end_point(at));
        if plain.is_some() || first.open {
            return plain.map(|second| (second.point, second.end));
        }
        if let Some((After::Since, end)) = self.table.after.at(self.text, first.end)
            && let Some(second) = self.one_of(end, ['至', '到']).and_then(|at| self.end_point(at))
        {
            return Some((second.point, second.end));
        }
        // 2007年与2009年之间.
        let second = self.end_point(self.one_of(self.gap(first.end), ['和', '与', '跟'])?)?;
        let rest = self.rest(second.end);
        let len = ["之间", "期间", "间"].into_iter().find(|word| rest.starts_with(word))?.len();
        Some((second.point, second.end + len))
    }

    fn end_point(&self, at: usize) -> Option<Parsed> {
        let second = self.point(at)?;
        let good = !second.open && !second.stretch && second.point.date != DateRef::Vague;
        good.then_some(second)
    }

    /// 9月6日（0-24时）.
    fn bracketed_hours(&self, at: usize) -> Option<(Point, Point, usize)> {
        let inside = self.one_of(self.gap(at), ['(', '（'])?;
        let from = self.point(inside).filter(|from| from.point.date == DateRef::Unstated)?;
        let to = self.end_point(self.separator(from.end)?)?;
        let end = self.one_of(to.end, [')', '）'])?;
        (to.point.date == DateRef::Unstated).then_some((from.point, to.point, end))
    }

    fn range_stands(&self, at: usize, first: &Parsed) -> bool {
        match first.lone {
            Some((_, Unit::Day | Unit::Hao | Unit::Month)) => {
                !self.table.not_day(self.text, at) || self.table.before(self.text, at).is_some()
            }
            _ => true,
        }
    }

    /// True when a number with its unit is a time here and not a count (5日, 3点, 15年).
    fn stands(&self, at: usize, first: &Parsed) -> bool {
        let Some((num, unit)) = first.lone else { return true };
        if self.text.get(..at).is_some_and(|before| before.ends_with('第')) {
            return false;
        }
        let detailed = first.more;
        let counted = self.table.not_day(self.text, at);
        let next = char_at(self.text, first.end);
        match unit {
            Unit::Year if num.len == 2 => self.short_year_stands(at, num, first),
            Unit::Year => !self.rest(at).starts_with("1000") || detailed,
            Unit::Month | Unit::Day if detailed => true,
            Unit::Month => {
                let single = num.form == Form::Han && num.value < 3;
                !(counted || single && matches!(next, Some('有' | '余' | '一' | '多' | '内')))
            }
            Unit::Day if num.form == Form::Han && num.len == 1 => {
                !counted && num.value > 1 && (self.edge_after(first.end) || self.is_said(next))
            }
            Unit::Day => !counted && !self.is_bounded(first.end),
            Unit::Hao => {
                detailed || self.alone(at, first.end) || (!counted && self.hao_stands(at, next))
            }
            Unit::Hour => {
                detailed || num.form == Form::Arabic || num.len > 1 || self.edge_after(first.end)
            }
            Unit::Dian => self.dian_stands(at, num, first),
            _ => true,
        }
    }

    /// 10日以下拘留: a length.
    fn is_bounded(&self, end: usize) -> bool {
        self.rest(end).starts_with("以下") || self.rest(end).starts_with("以上")
    }

    fn is_said(&self, next: Option<char>) -> bool {
        next.is_some_and(|next| "讯电起晚前在从由".contains(next))
    }

    fn short_year_stands(&self, at: usize, num: Num, first: &Parsed) -> bool {
        if first.more {
            return true;
        }
        let edition = self.rest(first.end).starts_with('版');
        let digits = num.form == Form::Digits && !self.table.not_day(self.text, at);
        digits || edition || self.alone(at, first.end)
    }

    fn hao_stands(&self, at: usize, next: Option<char>) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let led = before.ends_with(['于', '截', '至', '自', '在', '到', '止']);
        let anchored = next.is_some_and(|next| "以起前晚".contains(next));
        (led && !matches!(next, Some('、' | '和'))) || anchored
    }

    fn dian_stands(&self, at: usize, num: Num, first: &Parsed) -> bool {
        let clear = first.more || self.rest(first.end - 3).starts_with('钟');
        if clear {
            return true;
        }
        let next = char_at(self.text, first.end);
        // 三点五米.
        if numeral::read(self.text, first.end).is_some() {
            return false;
        }
        let little = num.form != Form::Arabic && num.value <= 2 && num.len == 1;
        let about = matches!(next, Some('许' | '整' | '多' | '左'));
        (about || !little) && !self.table.not_point(self.text, at)
    }

    pub(super) fn alone(&self, at: usize, end: usize) -> bool {
        at == 0 && end == self.text.len()
    }

    /// Takes in the words behind the expression; nothing when it needs one that is not there.
    fn read_after(&self, draft: &mut Draft, first: &Parsed) -> Option<()> {
        let mut anchored = false;
        for _ in 0..3 {
            let at = self.gap(draft.end);
            let Some((word, end)) = self.table.after.at(self.text, at) else { break };
            let window = draft.window();
            match word {
                After::About => {}
                After::Clock if first.point.clock.is_some() && !draft.is_span() => {}
                After::Within if window.is_some_and(|w| w.reach != Reach::Ago) => {}
                // In a text 3天内 is mostly a length (48小时内的阴性证明).
                After::Within if window.is_some() && self.is_deadline(draft.start, end) => {
                    draft.set_reach(Reach::Within);
                }
                After::Since => draft.anchored(Anchor::Since),
                After::Earlier => draft.anchored(Anchor::Before),
                After::Later => draft.anchored(Anchor::After),
                After::Back if window.is_some() => draft.anchored(Anchor::Since),
                After::Until if draft.is_span() => {}
                After::Until => draft.anchored(Anchor::Until),
                _ => break,
            }
            draft.end = end;
            anchored |= word != After::About;
            if matches!(word, After::Since | After::Earlier | After::Later | After::Back) {
                break;
            }
        }
        let stretch = draft.window().is_some_and(|window| window.reach == Reach::Ago);
        if stretch && !anchored {
            return None;
        }
        draft.settle_stretch();
        Some(())
    }

    /// Takes in the words before the expression.
    fn read_before(&self, draft: &mut Draft, floor: usize) {
        for _ in 0..2 {
            let Some((word, start)) = self.table.before(self.text, draft.start) else { break };
            if start < floor || !self.may_lead(word, start, draft) {
                break;
            }
            draft.start = start;
            match word {
                Before::Zone => continue,
                Before::Until | Before::To => draft.led(Anchor::Until),
                Before::Since => draft.led(Anchor::Since),
                Before::From | Before::Stop => {}
                Before::Against | Before::With => draft.anchor = Anchor::Against,
            }
            break;
        }
    }

    fn may_lead(&self, word: Before, start: usize, draft: &Draft) -> bool {
        if matches!(draft.anchor, Anchor::Now | Anchor::Vague) {
            return false;
        }
        match word {
            Before::To => draft.anchor == Anchor::Until || self.edge_before(start),
            Before::From => draft.is_span() || draft.anchor == Anchor::Since,
            Before::With => self.is_compared(draft.end),
            Before::Stop => false,
            _ => true,
        }
    }

    /// 持平, 相比 after 与T: T is what something is compared with.
    fn is_compared(&self, at: usize) -> bool {
        let rest = self.rest(at).strip_prefix("同期").unwrap_or(self.rest(at));
        ["相比", "持平", "基本持平", "相当", "比较", "相同"].iter().any(|w| rest.starts_with(w))
    }

    fn is_deadline(&self, start: usize, end: usize) -> bool {
        self.alone(start, end) && self.text.ends_with('内')
    }

    /// Whether the expression lies behind or ahead; looked up only where that matters.
    fn outlook(&self, draft: &Draft) -> Outlook {
        let (TimeExpr::At(point) | TimeExpr::Span(point, _)) = draft.expr;
        let hour = point.date == DateRef::Unstated && !draft.is_span();
        if hour && self.alone(draft.start, draft.end) && self.text.contains('点') {
            return Outlook::Alone;
        }
        if !needs_outlook(point.date) {
            return Outlook::Told;
        }
        if self.alone(draft.start, draft.end) {
            return Outlook::Alone;
        }
        match self.ahead_before(draft.start) || self.ahead_after(draft.end) {
            true => Outlook::Ahead,
            false => Outlook::Told,
        }
    }

    fn ahead_before(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let clause = before.char_indices().rev().take(REACH).take_while(|(_, c)| !is_stop(*c));
        clause.into_iter().any(|(at, _)| self.table.ahead(self.text, at)) || {
            // 据预报，7日至9日…: the clause of the forecast ends before it.
            let said = before.trim_end_matches([',', '，', ':', '：']);
            let word = said.char_indices().rev().nth(1).map(|(at, _)| at);
            said.len() < at && word.is_some_and(|at| self.table.ahead(self.text, at))
        }
    }

    fn ahead_after(&self, at: usize) -> bool {
        let clause = self.rest(at).char_indices().take(REACH).take_while(|(_, c)| !is_stop(*c));
        clause.into_iter().any(|(offset, _)| self.table.ahead(self.text, at + offset))
    }
}

/// How many characters away a word of the future is looked for.
const REACH: usize = 12;

fn is_stop(character: char) -> bool {
    matches!(character, ',' | '，' | '。' | ';' | '；' | '！' | '？' | '\n')
}

fn needs_outlook(date: DateRef) -> bool {
    match date {
        DateRef::Months(year, ..) | DateRef::Lunar(year, ..) | DateRef::Term(year, _) => {
            year == YearRef::Unstated
        }
        DateRef::Month(month) | DateRef::Days(month, ..) | DateRef::Nth(month, ..) => {
            matches!(month, MonthRef::Unstated | MonthRef::Is(YearRef::Unstated, _))
        }
        DateRef::Weekday(week, _) | DateRef::Week(week, ..) => week.is_none(),
        _ => false,
    }
}

/// A mention in the making.
struct Draft {
    start: usize,
    end: usize,
    expr: TimeExpr,
    anchor: Anchor,
}

impl Draft {
    const fn is_span(&self) -> bool {
        matches!(self.expr, TimeExpr::Span(..))
    }

    const fn window(&self) -> Option<Window> {
        match self.expr {
            TimeExpr::At(Point { date: DateRef::Window(window), .. }) => Some(window),
            _ => None,
        }
    }

    /// A word behind the expression anchors it.
    fn anchored(&mut self, anchor: Anchor) {
        if !matches!(self.anchor, Anchor::Now | Anchor::Vague) {
            self.anchor = anchor;
        }
    }

    /// A word before the expression anchors it, if none behind has done so; a range keeps both
    /// its ends.
    fn led(&mut self, anchor: Anchor) {
        if self.anchor == Anchor::During && !self.is_span() {
            self.anchor = anchor;
        }
    }

    fn set_reach(&mut self, reach: Reach) {
        if let Some(window) = self.window() {
            let date = DateRef::Window(Window { reach, ..window });
            self.expr = TimeExpr::At(Point { date, ..Point::default() });
        }
    }

    /// Gives a bare stretch the direction that the word behind it says.
    fn settle_stretch(&mut self) {
        let Some(window) = self.window() else { return };
        if window.reach != Reach::Ago {
            return;
        }
        let reach = match self.anchor {
            Anchor::After => Reach::Hence,
            Anchor::Since => Reach::Since,
            _ => Reach::Ago,
        };
        self.set_reach(reach);
        if self.anchor != Anchor::Since {
            self.anchor = Anchor::During;
        }
    }
}

fn anchor_of(expr: &TimeExpr) -> Anchor {
    match expr {
        TimeExpr::At(Point { date: DateRef::Now, .. }) => Anchor::Now,
        TimeExpr::At(Point { date: DateRef::Vague, .. }) => Anchor::Vague,
        _ => Anchor::During,
    }
}

pub(super) fn rule(expr: &TimeExpr) -> &'static str {
    let TimeExpr::At(point) = expr else { return "time.range" };
    match point.date {
        DateRef::Unstated => "time.clock",
        DateRef::Now => "time.now",
        DateRef::Vague => "time.vague",
        DateRef::Years(..) => "time.year",
        DateRef::Months(..) | DateRef::Quarter(..) => "time.period",
        DateRef::Month(_) => "time.month",
        DateRef::Days(..) => "time.date",
        DateRef::FromPublished(_) | DateRef::SameDay(_) => "time.day",
        DateRef::Confirmed(..) | DateRef::FromLast(_) => "time.day",
        DateRef::Weekday(..) | DateRef::Week(..) => "time.week",
        DateRef::Nth(..) | DateRef::NthWeeks(..) => "time.nth",
        DateRef::Lunar(..) | DateRef::Term(..) => "time.lunar",
        DateRef::Window(_) => "time.window",
    }
}
