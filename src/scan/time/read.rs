//! Reads one date, period or clock time at a given place. Every step looks at a bounded number
//! of characters.

use super::expr::{
    Clock, DateRef, DayPart, LunarMonth, MonthRef, Point, Reach, Window, WindowUnit, YearRef,
};
use super::numeral::{self, Form, Num};
use super::words::{After, Head, Holiday, Part, Table, Unit};

/// A text and the words to read it with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub table: &'static Table,
}

/// A point that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parsed {
    pub point: Point,
    pub end: usize,
    /// A number that borrows its unit from the end of a range (1 in 1至8月): the range must
    /// follow.
    pub open: bool,
    /// The number and unit that are all there is of it, or of its date.
    pub lone: Option<(Num, Unit)>,
    /// True when something more stands behind the lone number.
    pub more: bool,
    /// A stretch (3天) that says something only with 前, 后 or 以来 behind it.
    pub stretch: bool,
}

impl Parsed {
    fn new(date: DateRef, end: usize) -> Self {
        let point = Point { date, ..Point::default() };
        Self { point, end, open: false, lone: None, more: false, stretch: false }
    }
}

/// A number with its unit.
#[derive(Debug, Clone, Copy)]
struct Field {
    num: Num,
    unit: Unit,
    end: usize,
    open: bool,
}

impl<'a> Reader<'a> {
    pub fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Behind at most two blanks.
    pub fn gap(&self, at: usize) -> usize {
        let blanks = self.text.as_bytes()[at..].iter().take(2).take_while(|b| **b == b' ');
        at + blanks.count()
    }

    /// Behind one of the characters, if it stands there.
    pub fn one_of(&self, at: usize, set: &str) -> Option<usize> {
        let first = self.rest(at).chars().next()?;
        set.contains(first).then(|| at + first.len_utf8())
    }

    /// Behind 至, 到 or a dash, with blanks around.
    pub fn separator(&self, at: usize) -> Option<usize> {
        const DASHES: &str = "-—–－~～−―";
        let at = self.gap(at);
        let end = match self.one_of(at, "至到") {
            Some(end) => self.one_of(end, "到").unwrap_or(end),
            // 12一24时: the numeral for the dash.
            None if self.rest(at).starts_with('一') => {
                let end = at + '一'.len_utf8();
                let digits = at.checked_sub(1).is_some_and(|at| self.digit(at)) && self.digit(end);
                digits.then_some(end)?
            }
            None => {
                let end = self.one_of(at, DASHES)?;
                self.one_of(end, DASHES).unwrap_or(end)
            }
        };
        Some(self.gap(end))
    }

    /// A number with its unit. `coarse`: a coarser field stands before, so that a unit which
    /// else makes a duration (5日内) is taken as a date.
    fn field(&self, at: usize, coarse: bool) -> Option<Field> {
        let num = numeral::read(self.text, at)?;
        if let Some((unit, end)) = self.unit(num, coarse) {
            return valid(num, unit).then_some(Field { num, unit, end, open: false });
        }
        let (unit, open) = self.borrowed_unit(num.end, coarse)?;
        valid(num, unit).then_some(Field { num, unit, end: num.end, open })
    }

    fn unit(&self, num: Num, coarse: bool) -> Option<(Unit, usize)> {
        let at = self.gap(num.end);
        let (unit, end) = self.table.unit.at(self.text, at)?;
        let plain = match self.rest(at).chars().next()? {
            '年' if num.len == 4 => Unit::Year,
            '月' if coarse => Unit::Month,
            '日' if coarse => Unit::Day,
            '号' if coarse => Unit::Hao,
            '时' if coarse => Unit::Hour,
            _ => unit,
        };
        match unit {
            Unit::Stop | Unit::Duration => Some((plain, at + 3)),
            Unit::Day => Some((unit, at + 3)),
            _ => Some((unit, end)),
        }
    }

    /// The unit that stands at the end of a range (1至8月) or, after a coarser field, of a list
    /// (5月12、13日); and whether it is a range.
    fn borrowed_unit(&self, at: usize, coarse: bool) -> Option<(Unit, bool)> {
        if let Some(next) = self.separator(at) {
            let num = numeral::read(self.text, next)?;
            let (unit, _) = self.unit(num, coarse)?;
            return valid(num, unit).then_some((unit, true));
        }
        let mut at = at;
        for _ in 0..6 {
            let next = self.one_of(at, "、和及").filter(|_| coarse)?;
            let num = numeral::read(self.text, next)?;
            if let Some((unit, _)) = self.unit(num, coarse) {
                return valid(num, unit).then_some((unit, false));
            }
            at = num.end;
        }
        None
    }

    /// The point at `at`.
    pub fn point(&self, at: usize) -> Option<Parsed> {
        match self.text.as_bytes().get(at)? {
            b'0'..=b'9' if self.may_be_counted(numeral::read(self.text, at)?) => self
                .iso(at)
                .or_else(|| self.bare_clock(at))
                .or_else(|| self.stretch(at))
                .or_else(|| self.numbered(at)),
            0xE3..=0xE9 => self.han_point(at),
            _ => None,
        }
    }

    fn han_point(&self, at: usize) -> Option<Parsed> {
        let counted = match numeral::read(self.text, at) {
            Some(num) => self.may_be_counted(num),
            None => self.rest(at).starts_with('半'),
        };
        let read = counted.then(|| self.stretch(at).or_else(|| self.numbered(at))).flatten();
        read.or_else(|| self.worded(at))
    }

    /// A quick look at what stands behind a number: false when it cannot belong to a time.
    fn may_be_counted(&self, num: Num) -> bool {
        let bytes = self.text.as_bytes();
        match bytes.get(num.end) {
            Some(b' ' | b':' | b'-' | b'/' | b'.' | b'~' | b'a' | b'A' | b'p' | b'P') => true,
            Some(0xE2 | 0xEF) => true,
            Some(0xE3..=0xE9) => {
                let three = bytes[num.end..].first_chunk::<3>().copied().unwrap_or_default();
                self.table.unit.class(three) != 0
                    || self.table.span.class(three) != 0
                    || self.rest(num.end).starts_with(['至', '到', '半', '一'])
            }
            _ => false,
        }
    }

    /// 2022-05-09, 2022/5/9, 2022.05.09, with or without a clock time after it.
    fn iso(&self, at: usize) -> Option<Parsed> {
        let year = numeral::read(self.text, at).filter(|num| num.len == 4)?;
        let next = self.one_of(year.end, "-/.")?;
        let month = numeral::read(self.text, next).filter(|num| num.len <= 2)?;
        let next = self.one_of(month.end, "-/.")?;
        let mut day = numeral::read(self.text, next)?;
        if day.len == 4 && self.one_of(day.end, ":：").is_some() {
            // 2018-12-1209:03: the blank between was lost.
            day.value /= 100;
            day.end -= 2;
        } else if day.len > 2 || self.one_of(day.end, "-/.").is_some_and(|p| self.digit(p)) {
            return None;
        }
        let good = (1000..=2999).contains(&year.value)
            && (1..=12).contains(&month.value)
            && (1..=31).contains(&day.value);
        let end = day.end;
        let (month, day) = (small(month.value)?, small(day.value)?);
        let date = DateRef::Days(MonthRef::Is(YearRef::Is(year.value), month), day, day);
        let mut parsed = Parsed::new(date, end);
        let clock = self.one_of(end, "T").unwrap_or_else(|| self.gap(end));
        if let Some((clock, end)) = self.colon_clock(clock, None) {
            parsed.point.clock = Some(clock);
            parsed.end = end;
            return good.then_some(parsed);
        }
        good.then(|| self.after_day(parsed))
    }

    fn digit(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
    }

    fn bare_clock(&self, at: usize) -> Option<Parsed> {
        let (clock, end) = self.colon_clock(at, None).or_else(|| self.pm_clock(at))?;
        let mut parsed = Parsed::new(DateRef::Unstated, end);
        parsed.point.clock = Some(clock);
        Some(parsed)
    }

    /// 18:30, 18:30:15, 3:05PM.
    fn colon_clock(&self, at: usize, part: Option<DayPart>) -> Option<(Clock, usize)> {
        let hour = numeral::read(self.text, at).filter(|n| n.len <= 2 && n.form == Form::Arabic)?;
        let minute = self.two_digits(self.one_of(hour.end, ":：")?)?;
        let second = self.one_of(minute.end, ":：").and_then(|at| self.two_digits(at));
        let end = second.map_or(minute.end, |second| second.end);
        let bytes = self.text.as_bytes();
        if matches!(bytes.get(end), Some(b':' | b'.')) && self.digit(end + 1) {
            return None;
        }
        let mut clock = Clock {
            hour: small(hour.value).filter(|hour| *hour <= 24)?,
            minute: small(minute.value).filter(|minute| *minute < 60)?,
            second: second.and_then(|second| small(second.value)).filter(|second| *second < 60),
        };
        let (pm, end) = self.am_pm(end);
        clock.hour = on_24(clock.hour, pm.or(part));
        Some((clock, end))
    }

    fn two_digits(&self, at: usize) -> Option<Num> {
        numeral::read(self.text, at).filter(|num| num.len == 2 && num.form == Form::Arabic)
    }

    /// 3pm.
    fn pm_clock(&self, at: usize) -> Option<(Clock, usize)> {
        let hour = numeral::read(self.text, at).filter(|n| (1..=12).contains(&n.value))?;
        let (part, end) = self.am_pm(hour.end);
        let clock = Clock { hour: on_24(small(hour.value)?, part), minute: 0, second: None };
        part.is_some().then_some((clock, end))
    }

    fn am_pm(&self, at: usize) -> (Option<DayPart>, usize) {
        let rest = &self.text.as_bytes()[self.gap(at)..];
        let len = if matches!(rest.get(1), Some(b'm' | b'M')) { 2 } else { 1 };
        let part = match rest.first() {
            Some(b'a' | b'A') => DayPart::Small,
            Some(b'p' | b'P') => DayPart::Afternoon,
            _ => return (None, at),
        };
        match rest.get(len).is_some_and(u8::is_ascii_alphanumeric) {
            true => (None, at),
            false => (Some(part), self.gap(at) + len),
        }
    }

    /// A stretch of time that 前, 后, 内 or 以来 stands behind: 3天, 一个半小时, 半年.
    fn stretch(&self, at: usize) -> Option<Parsed> {
        let (halves, unit, end) = self.length(at, false)?;
        let (after, _) = self.table.after.at(self.text, self.gap(end))?;
        let before = self.text.get(..at).unwrap_or_default();
        if matches!(after, After::About | After::Clock | After::Until | After::Stop)
            || before.ends_with(['几', '数', '第', '每', '隔', '晚', '早', '至', '到', '-', '—', '~'])
        {
            return None;
        }
        let window = Window { reach: Reach::Ago, halves, unit };
        let mut parsed = Parsed::new(DateRef::Window(window), end);
        parsed.stretch = true;
        Some(parsed)
    }

    fn length(&self, at: usize, prefixed: bool) -> Option<(i16, WindowUnit, usize)> {
        let half = |at| self.one_of(at, "半");
        let (mut halves, mut next) = match (half(at), numeral::read(self.text, at)) {
            (Some(end), _) => (1, self.one_of(end, "个").unwrap_or(end)),
            (None, Some(num)) if num.len <= 3 => (num.value.checked_mul(2)?, self.gap(num.end)),
            _ => return None,
        };
        if let Some(end) = self.one_of(next, "个").and_then(half) {
            halves += 1;
            next = end;
        }
        let month = self.one_of(next, "月").filter(|_| halves % 2 == 1);
        let (unit, mut end) = match month {
            Some(end) => (WindowUnit::Month, end),
            None => {
                let (unit, end) = self.table.span.at(self.text, next)?;
                let (unit, needs_prefix) = unit?;
                (unit, (prefixed || !needs_prefix).then_some(end)?)
            }
        };
        if halves % 2 == 0
            && let Some(after) = half(end)
        {
            halves += 1;
            end = after;
        }
        Some((halves, unit, end))
    }

    fn window(&self, reach: Reach, at: usize) -> Option<Parsed> {
        let (halves, unit, end) = self.length(self.gap(at), true)?;
        let date = DateRef::Window(Window { reach, halves, unit });
        Some(Parsed::new(date, end))
    }

    /// A point that begins with a number and its unit.
    fn numbered(&self, at: usize) -> Option<Parsed> {
        let field = self.field(at, false)?;
        let lone = Some((field.num, field.unit));
        let mut parsed = Parsed { open: field.open, ..Parsed::new(DateRef::Unstated, field.end) };
        if field.open {
            parsed.point = self.open_point(field)?;
            return Some(Parsed { lone, ..parsed });
        }
        let read = match field.unit {
            Unit::Year => self.after_year(YearRef::Is(full_year(field.num)), field.end),
            Unit::Month => {
                let month = MonthRef::Is(YearRef::Unstated, small(field.num.value)?);
                self.after_month(month, field.end)
            }
            Unit::Day | Unit::Hao => {
                let day = small(field.num.value)?;
                self.after_day(Parsed::new(DateRef::Days(MonthRef::Unstated, day, day), field.end))
            }
            Unit::Hour | Unit::Dian => {
                let (clock, end) = self.minutes(field, None)?;
                parsed.point.clock = Some(clock);
                Parsed { end, ..parsed }
            }
            Unit::Decade => Parsed { ..self.decade(century_of(field.num), field) },
            Unit::Century => self.century(field)?,
            Unit::Quarter => self.numbered_quarter(YearRef::Unstated, field)?,
            Unit::Months | Unit::Duration | Unit::Stop => return None,
        };
        Some(Parsed { lone, more: read.end > field.end, ..read })
    }

    fn open_point(&self, field: Field) -> Option<Point> {
        let value = small(field.num.value);
        let mut point = Point::default();
        match field.unit {
            Unit::Year => point.date = DateRef::Years(YearRef::Is(full_year(field.num)), 1),
            Unit::Month => point.date = DateRef::Month(MonthRef::Is(YearRef::Unstated, value?)),
            Unit::Day | Unit::Hao => point.date = DateRef::Days(MonthRef::Unstated, value?, value?),
            Unit::Hour | Unit::Dian => {
                point.clock = Some(Clock { hour: value?, minute: 0, second: None });
            }
            Unit::Quarter => {
                let [first, last] = quarter_months(value?);
                point.date = DateRef::Months(YearRef::Unstated, first, last);
            }
            _ => return None,
        }
        Some(point)
    }

    fn numbered_quarter(&self, year: YearRef, field: Field) -> Option<Parsed> {
        let [first, last] = quarter_months(small(field.num.value)?);
        self.period(year, Head::Months(first, last), field.end)
    }

    /// 90年代, with 初, 中期 or 末 after it.
    fn decade(&self, first: i16, field: Field) -> Parsed {
        let at = field.end;
        let parts = [("初期", 0, 3), ("前期", 0, 3), ("初", 0, 3), ("中期", 3, 4), ("中", 3, 4)];
        let late = [("末期", 7, 3), ("后期", 7, 3), ("末", 7, 3)];
        for (word, skip, years) in parts.into_iter().chain(late) {
            if self.rest(at).starts_with(word) {
                let date = DateRef::Years(YearRef::Is(first + skip), years);
                return Parsed::new(date, at + word.len());
            }
        }
        Parsed::new(DateRef::Years(YearRef::Is(first), 10), at)
    }

    fn century(&self, field: Field) -> Option<Parsed> {
        let first = (field.num.value - 1) * 100;
        if let Some(decade) = self.field(field.end, false).filter(|f| f.unit == Unit::Decade) {
            return Some(self.decade(first + decade.num.value, decade));
        }
        let date = DateRef::Years(YearRef::Is(first), 100);
        (1..=30).contains(&field.num.value).then(|| Parsed::new(date, field.end))
    }

    /// A point that begins with a word.
    fn worded(&self, at: usize) -> Option<Parsed> {
        let (head, end) = self.table.head.at(self.text, at)?;
        match head {
            Head::Date(DateRef::FromLast(-1), _) if self.table.not_head(self.text, at) => None,
            Head::Date(date, part) => {
                let mut parsed = Parsed::new(date, end);
                parsed.point.part = part;
                Some(match date {
                    DateRef::Now | DateRef::Vague => parsed,
                    _ => self.after_day(parsed),
                })
            }
            Head::Bracket(offset) => {
                let bracket = self.bracket(end)?;
                let end = self.one_of(bracket.end, "日天号")?;
                let date = self.exact(DateRef::FromPublished(offset), bracket.point.date);
                Some(self.after_day(Parsed::new(date, end)))
            }
            Head::Year(year) => Some(self.after_year(year, end)),
            Head::Month(month) => Some(self.after_month(month, end)),
            Head::Week(week) => self.after_week(week, at, end),
            Head::Months(..) | Head::YearEnd | Head::First => {
                self.period(YearRef::Unstated, head, end)
            }
            Head::Quarter(offset) => Some(self.quarter(offset, end)),
            Head::Days(first, last) => {
                let date = DateRef::Days(MonthRef::FromPublished(0), first, last);
                Some(Parsed::new(date, end))
            }
            Head::Part(part) => self.after_part(part, end),
            Head::Holiday(Holiday::TermAfterYear(_)) | Head::Pass | Head::Stop => None,
            Head::Holiday(holiday) => {
                Some(self.after_day(Parsed::new(holiday.date(YearRef::Unstated), end)))
            }
            Head::Lunar => self.lunar(YearRef::Unstated, self.one_of(end, "的").unwrap_or(end)),
            Head::LunarMonth(_) | Head::Leap => self.lunar(YearRef::Unstated, at),
            Head::Past { vague } => {
                let near = self.rest(at).starts_with('近');
                let window = self.window(Reach::Past, end).filter(|parsed| {
                    // 近8小时 is "nearly eight hours".
                    !near || !matches!(parsed.point.date, DateRef::Window(w) if w.unit < WindowUnit::Day)
                });
                window.or_else(|| vague.then(|| Parsed::new(DateRef::Vague, end)))
            }
            Head::Future => self.window(Reach::Future, end),
            Head::Hence if self.edge_before(at) => self.window(Reach::Hence, end),
            Head::Hence => None,
            Head::Minguo => {
                let num = numeral::read(self.text, end).filter(|num| num.value < 200)?;
                let after = self.one_of(num.end, "年")?;
                Some(self.after_year(YearRef::Is(1911 + num.value), after))
            }
        }
    }

    /// What may stand after a year.
    fn after_year(&self, year: YearRef, end: usize) -> Parsed {
        let plain = Parsed::new(DateRef::Years(year, 1), end);
        if let Some((part, after)) = self.table.year_part.at(self.text, end) {
            return match part {
                Part::Months(a, b) => Parsed::new(DateRef::Months(year, a, b), after),
                Part::YearEnd => Parsed::new(year_end(year), after),
                Part::Days(..) | Part::Stop => plain,
            };
        }
        let next = self.gap(end);
        let next = self.one_of(next, "的").unwrap_or(next);
        self.within_year(year, next).unwrap_or(plain)
    }

    fn within_year(&self, year: YearRef, at: usize) -> Option<Parsed> {
        if let Some(field) = self.field(at, true).filter(|field| field.unit == Unit::Month) {
            let month = MonthRef::Is(year, small(field.num.value)?);
            return Some(match field.open {
                false => self.after_month(month, field.end),
                true => Parsed { open: true, ..Parsed::new(DateRef::Month(month), field.end) },
            });
        }
        if let Some(field) = self.field(at, true).filter(|field| field.unit == Unit::Quarter) {
            let quarter = self.numbered_quarter(year, field)?;
            return Some(Parsed { open: field.open, ..quarter });
        }
        let (head, end) = match self.table.head.at(self.text, at) {
            Some(found) => found,
            None => return self.ordinal(at).map(|(n, end)| self.nth_week(year, n, end))?,
        };
        match head {
            Head::Months(..) | Head::YearEnd | Head::First => self.period(year, head, end),
            Head::Holiday(holiday) => Some(self.after_day(Parsed::new(holiday.date(year), end))),
            Head::Lunar => self.lunar(year, self.one_of(end, "的").unwrap_or(end)),
            Head::LunarMonth(_) | Head::Leap => self.lunar(year, at),
            _ => None,
        }
    }

    fn nth_week(&self, year: YearRef, n: i8, end: usize) -> Option<Parsed> {
        match self.table.head.at(self.text, end)? {
            (Head::Week(None), end) if self.weekday(end).is_none() => {
                Some(Parsed::new(DateRef::NthWeek(year, n), end))
            }
            _ => None,
        }
    }

    /// Behind 第N个.
    fn ordinal(&self, at: usize) -> Option<(i8, usize)> {
        let num = numeral::read(self.text, self.one_of(at, "第")?).filter(|num| num.value < 60)?;
        Some((small(num.value)?, self.one_of(num.end, "个").unwrap_or(num.end)))
    }

    /// A period of a year: 上半年, 年末, 前8个月.
    fn period(&self, year: YearRef, head: Head, end: usize) -> Option<Parsed> {
        match head {
            Head::Months(a, b) => Some(match self.table.part.at(self.text, end) {
                Some((Part::Days(0, 0) | Part::Days(25, 0), end)) => {
                    Parsed::new(DateRef::Months(year, b, b), end)
                }
                _ => Parsed::new(DateRef::Months(year, a, b), end),
            }),
            Head::YearEnd => Some(Parsed::new(year_end(year), end)),
            Head::First => {
                let field = self.field(end, false).filter(|field| field.unit == Unit::Months)?;
                let last = small(field.num.value).filter(|n| (1..=12).contains(n))?;
                Some(Parsed::new(DateRef::Months(year, 1, last), field.end))
            }
            _ => None,
        }
    }

    fn quarter(&self, offset: i8, end: usize) -> Parsed {
        let (skip, end) = match self.table.part.at(self.text, end) {
            Some((Part::Days(0, 0) | Part::Days(25, 0), end)) => (2, end),
            _ => (0, end),
        };
        Parsed::new(DateRef::Quarter(offset, skip), end)
    }

    /// What may stand after a month.
    fn after_month(&self, month: MonthRef, end: usize) -> Parsed {
        let plain = Parsed::new(DateRef::Month(month), end);
        if let Some((part, after)) = self.table.part.at(self.text, self.gap(end)) {
            return match part {
                Part::Days(a, b) => Parsed::new(DateRef::Days(month, a, b), after),
                _ => self.lunar_day(month, end).unwrap_or(plain),
            };
        }
        let next = self.gap(end);
        if let Some(field) = self.field(next, true)
            && matches!(field.unit, Unit::Day | Unit::Hao)
            && let Some(day) = small(field.num.value)
        {
            let date = Parsed::new(DateRef::Days(month, day, day), field.end);
            return if field.open { Parsed { open: true, ..date } } else { self.after_day(date) };
        }
        let of = self.one_of(next, "的").unwrap_or(next);
        let nth = self.ordinal(of).and_then(|(n, end)| self.nth(month, n, end));
        nth.or_else(|| self.day_without_unit(month, next)).unwrap_or(plain)
    }

    fn nth(&self, month: MonthRef, n: i8, end: usize) -> Option<Parsed> {
        let (head, end) = self.table.head.at(self.text, end)?;
        let Head::Week(None) = head else { return None };
        let (weekday, end) = self.weekday(end).unwrap_or((0, end));
        Some(Parsed::new(DateRef::Nth(month, n, weekday), end))
    }

    /// 八月十五, 一月二十三: only where nothing follows that it could count.
    fn day_without_unit(&self, month: MonthRef, at: usize) -> Option<Parsed> {
        let num = numeral::read(self.text, at)?;
        let day = small(num.value).filter(|day| (11..=31).contains(day))?;
        let good = num.form == Form::Han && self.edge_after(num.end);
        good.then(|| Parsed::new(DateRef::Days(month, day, day), num.end))
    }

    /// 八月初八 is of the Chinese calendar.
    fn lunar_day(&self, month: MonthRef, at: usize) -> Option<Parsed> {
        let MonthRef::Is(year, month) = month else { return None };
        let (day, end) = self.lunar_date(at)?;
        let date = DateRef::Lunar(year, LunarMonth { month, leap: false }, day);
        Some(self.after_day(Parsed::new(date, end)))
    }

    /// 初八, 十五, 8日 after a month of the Chinese calendar.
    fn lunar_date(&self, at: usize) -> Option<(i8, usize)> {
        let first = self.one_of(at, "初");
        let num = numeral::read(self.text, first.unwrap_or(at))?;
        let most = if first.is_some() { 10 } else { 30 };
        let day = small(num.value).filter(|day| (1..=most).contains(day))?;
        let end = self.one_of(num.end, "日号").unwrap_or(num.end);
        (first.is_some() || num.value > 10 || end > num.end).then_some((day, end))
    }

    /// A date of the Chinese calendar: 正月初一, 闰四月, 8月15日 (after 农历), 二〇二一年六月.
    fn lunar(&self, year: YearRef, at: usize) -> Option<Parsed> {
        let mut year = year;
        let mut at = at;
        if let Some(field) = self.field(at, false).filter(|field| field.unit == Unit::Year) {
            year = YearRef::Is(full_year(field.num));
            at = field.end;
        }
        let leap = self.one_of(at, "闰");
        at = leap.unwrap_or(at);
        let (month, end) = match self.table.head.at(self.text, at) {
            Some((Head::LunarMonth(month), end)) => (month, end),
            _ => {
                let field = self.field(at, true).filter(|field| field.unit == Unit::Month)?;
                (small(field.num.value)?, field.end)
            }
        };
        let month = LunarMonth { month, leap: leap.is_some() };
        let (day, end) = self.lunar_date(end).unwrap_or((-1, end));
        let named = self.rest(at).starts_with("大年") && day < 0;
        let parsed = Parsed::new(DateRef::Lunar(year, month, day), end);
        (!named).then(|| if day < 0 { parsed } else { self.after_day(parsed) })
    }

    fn weekday(&self, at: usize) -> Option<(i8, usize)> {
        let end = self.one_of(at, "一二三四五六日天")?;
        let day = match self.rest(at).chars().next()? {
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            _ => 7,
        };
        Some((day, end))
    }

    fn after_week(&self, week: Option<i8>, at: usize, end: usize) -> Option<Parsed> {
        if self.table.not_weekday(self.text, at) {
            return None;
        }
        if let Some(end) = self.one_of(end, "末") {
            return Some(Parsed::new(DateRef::Week(week, 6, 7), end));
        }
        let Some((day, end)) = self.weekday(end) else {
            return week.map(|_| Parsed::new(DateRef::Week(week, 1, 7), end));
        };
        // 周一至周五 is a habit rather than a date; 周一 with a numeral behind is none.
        let counted = numeral::read(self.text, end).is_some_and(|num| num.form != Form::Arabic);
        (!counted).then(|| self.after_day(Parsed::new(DateRef::Weekday(week, day), end)))
    }

    fn after_part(&self, part: DayPart, end: usize) -> Option<Parsed> {
        let parsed = self.with_clock(Parsed::new(DateRef::Unstated, end), Some(part), end);
        parsed.point.clock.map(|_| parsed)
    }

    /// What may stand after a day: a bracket that says which, a part of the day, a clock time.
    pub fn after_day(&self, day: Parsed) -> Parsed {
        let mut day = day;
        if let Some(bracket) = self.bracket(day.end) {
            day.point.date = self.exact(day.point.date, bracket.point.date);
            day.end = bracket.end;
        }
        let mut at = self.gap(day.end);
        for _ in 0..2 {
            let Some((Head::Part(part), end)) = self.table.head.at(self.text, at) else { break };
            day.point.part = Some(part);
            day.end = end;
            at = self.gap(end);
        }
        self.with_clock(day, day.point.part, at)
    }

    fn with_clock(&self, day: Parsed, part: Option<DayPart>, at: usize) -> Parsed {
        let mut day = day;
        day.point.part = part;
        let at = self.gap(at);
        if let Some((clock, end)) = self.colon_clock(at, part) {
            day.point.clock = Some(clock);
            day.end = end;
            return day;
        }
        let Some(field) = self.field(at, true) else { return day };
        if !matches!(field.unit, Unit::Hour | Unit::Dian) {
            return day;
        }
        if let Some((clock, end)) = self.minutes(field, part) {
            day.point.clock = Some(clock);
            day.end = end;
            day.open = field.open;
        }
        day
    }

    /// The minutes and seconds after an hour.
    fn minutes(&self, field: Field, part: Option<DayPart>) -> Option<(Clock, usize)> {
        let hour = on_24(small(field.num.value)?, part);
        let mut clock = Clock { hour, minute: 0, second: None };
        if field.open {
            return Some((clock, field.end));
        }
        let at = self.gap(field.end);
        for (word, minute) in [("半", 30), ("一刻", 15), ("三刻", 45)] {
            if self.rest(at).starts_with(word) {
                clock.minute = minute;
                return Some((clock, at + word.len()));
            }
        }
        let Some(num) = numeral::read(self.text, at).filter(|num| num.value < 60 && num.len <= 3)
        else {
            return Some((clock, field.end));
        };
        let minute = small(num.value)?;
        if let Some(end) = self.one_of(self.gap(num.end), "分").filter(|_| !self.is_length(at)) {
            clock.minute = minute;
            let second = numeral::read(self.text, self.gap(end)).filter(|num| num.value < 60);
            let behind = second.and_then(|num| self.one_of(self.gap(num.end), "秒"));
            if let (Some(second), Some(behind)) = (second, behind) {
                clock.second = small(second.value);
                return Some((clock, behind));
            }
            return Some((clock, end));
        }
        // 三点零五, 3点05: without 分 only at the end of a clause.
        let written = num.len == 2 && num.form != Form::Han || num.value > 10;
        let next = self.rest(num.end).chars().next();
        let closed = self.edge_after(num.end) || next.is_some_and(|next| "开左许前至到起".contains(next));
        if field.unit == Unit::Dian && written && closed {
            clock.minute = minute;
            return Some((clock, num.end));
        }
        Some((clock, field.end))
    }

    /// 5分钟 is a length, not the minutes of a clock.
    fn is_length(&self, at: usize) -> bool {
        let num = numeral::read(self.text, at);
        num.is_some_and(|num| self.rest(self.gap(num.end)).starts_with("分钟"))
    }

    /// A date in brackets after a day: 今天（4月14日）, 昨(23)日, 5月8日（星期日）.
    fn bracket(&self, at: usize) -> Option<Parsed> {
        let inside = self.gap(self.one_of(self.gap(at), "(（")?);
        let close = |end| self.one_of(self.gap(end), ")）");
        if let Some(num) = numeral::read(self.text, inside)
            && let Some(end) = close(num.end)
        {
            let day = small(num.value).filter(|day| (1..=31).contains(day) && num.len <= 2)?;
            return Some(Parsed::new(DateRef::Days(MonthRef::Unstated, day, day), end));
        }
        let parsed = match self.text.as_bytes().get(inside)? {
            b'0'..=b'9' => self.numbered_day(inside)?,
            _ => self.bracket_word(inside)?,
        };
        Some(Parsed { end: close(parsed.end)?, ..parsed })
    }

    /// A date without what may follow a day, so that brackets cannot nest.
    fn numbered_day(&self, at: usize) -> Option<Parsed> {
        let mut at = at;
        let mut year = YearRef::Unstated;
        let mut month = MonthRef::Unstated;
        for _ in 0..3 {
            let field = self.field(self.gap(at), true).filter(|field| !field.open)?;
            let value = small(field.num.value);
            match field.unit {
                Unit::Year => year = YearRef::Is(full_year(field.num)),
                Unit::Month => month = MonthRef::Is(year, value?),
                Unit::Day | Unit::Hao => {
                    return Some(Parsed::new(DateRef::Days(month, value?, value?), field.end));
                }
                _ => return None,
            }
            at = field.end;
        }
        None
    }

    fn bracket_word(&self, at: usize) -> Option<Parsed> {
        let (head, end) = self.table.head.at(self.text, at)?;
        match head {
            Head::Week(week) => {
                let (day, end) = self.weekday(end)?;
                Some(Parsed::new(DateRef::Weekday(week, day), end))
            }
            Head::Date(date, None) => Some(Parsed::new(date, end)),
            Head::LunarMonth(_) | Head::Lunar => {
                let at = if head == Head::Lunar { end } else { at };
                let (_, end) = self.table.head.at(self.text, at).or(Some((head, at)))?;
                let (_, end) = self.lunar_date(end)?;
                Some(Parsed::new(DateRef::Vague, end))
            }
            Head::Holiday(_) => Some(Parsed::new(DateRef::Vague, end)),
            _ => None,
        }
    }

    /// Of a date and the one in brackets after it, the one that says more.
    fn exact(&self, named: DateRef, bracketed: DateRef) -> DateRef {
        match (named, bracketed) {
            (DateRef::Days(..) | DateRef::Lunar(..), _) => named,
            (_, DateRef::Days(MonthRef::Is(..), ..)) => bracketed,
            // 昨(23)日: the offset says the month as well, unless the number contradicts it.
            (DateRef::FromPublished(offset), DateRef::Days(MonthRef::Unstated, day, _)) => {
                DateRef::Confirmed(offset, day)
            }
            (_, DateRef::Days(..)) => bracketed,
            _ => named,
        }
    }

    /// True at the end of the text or before anything but a letter, digit or Han character.
    pub fn edge_after(&self, at: usize) -> bool {
        !self.rest(at).chars().next().is_some_and(char::is_alphanumeric)
    }

    /// True at the beginning of the text or behind anything but a letter, digit or Han character.
    pub fn edge_before(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        !before.chars().next_back().is_some_and(char::is_alphanumeric)
    }
}

fn small(value: i16) -> Option<i8> {
    i8::try_from(value).ok()
}

/// True when the unit can have that number.
fn valid(num: Num, unit: Unit) -> bool {
    let plain = matches!(num.form, Form::Arabic | Form::Han) && num.len <= 3;
    let two = num.form != Form::Arabic || num.len <= 2;
    match unit {
        Unit::Year => {
            let long = num.len == 4 && (1000..=2999).contains(&num.value);
            // 三四年 is three or four years.
            let digits = num.form == Form::Digits && num.value % 10 != num.value / 10 + 1;
            long || (num.len == 2 && (num.form == Form::Arabic || digits))
        }
        Unit::Month => plain && two && (1..=12).contains(&num.value),
        Unit::Day | Unit::Hao => plain && two && (1..=31).contains(&num.value),
        Unit::Hour => plain && two && (0..=24).contains(&num.value),
        Unit::Dian => two && num.form != Form::Digits && (0..=24).contains(&num.value),
        Unit::Quarter => num.len == 1 && (1..=4).contains(&num.value),
        Unit::Months => two && (1..=12).contains(&num.value),
        Unit::Decade => two && num.value % 10 == 0 && num.value < 100,
        Unit::Century => two && (1..=30).contains(&num.value),
        Unit::Duration | Unit::Stop => false,
    }
}

/// A year of two digits belongs to 1950 to 2049.
fn full_year(num: Num) -> i16 {
    match (num.len, num.value) {
        (2, 0..50) => 2000 + num.value,
        (2, _) => 1900 + num.value,
        (_, year) => year,
    }
}

/// The first year of a decade without a century: 30年代 to 90年代 are of the twentieth.
fn century_of(num: Num) -> i16 {
    if num.value < 30 { 2000 + num.value } else { 1900 + num.value }
}

/// First and last month of a quarter.
const fn quarter_months(quarter: i8) -> [i8; 2] {
    [quarter * 3 - 2, quarter * 3]
}

fn year_end(year: YearRef) -> DateRef {
    DateRef::Days(MonthRef::Is(year, 12), 31, 31)
}

/// The hour on a 24-hour clock; hours beyond 24 are of the next day.
pub(super) const fn on_24(hour: i8, part: Option<DayPart>) -> i8 {
    match (part, hour) {
        (Some(DayPart::Small), 12) => 0,
        (Some(DayPart::Noon), 1..=3) => hour + 12,
        (Some(DayPart::Afternoon), 1..=11) => hour + 12,
        (Some(DayPart::Evening), 5..=11) => hour + 12,
        (Some(DayPart::Evening), 12) => 24,
        (Some(DayPart::Evening), 1..=4) => hour + 24,
        (Some(DayPart::Night), 6..=12) => hour + 12,
        _ => hour,
    }
}
