//! Reads one date, period or clock time at a given place. Every step looks at a bounded number
//! of characters.

mod bracket;
mod clock;
mod date;
mod lunar;

use super::expr::{Clock, DateRef, MonthRef, Point, Reach, Window, WindowUnit, YearRef};
use super::numeral::{self, Form, Num};
use super::words::{After, Head, Holiday, NotHead, Table, Unit};
use crate::number::{char_at, char_before};

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
    pub fn new(date: DateRef, end: usize) -> Self {
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
    pub fn one_of<const N: usize>(&self, at: usize, set: [char; N]) -> Option<usize> {
        let first = char_at(self.text, at)?;
        set.contains(&first).then(|| at + first.len_utf8())
    }

    /// Behind 至, 到 or a dash, with blanks around.
    pub fn separator(&self, at: usize) -> Option<usize> {
        const DASHES: [char; 8] = ['-', '—', '–', '－', '~', '～', '−', '―'];
        let at = self.gap(at);
        let end = match self.one_of(at, ['至', '到']) {
            Some(end) => self.one_of(end, ['到']).unwrap_or(end),
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
        let plain = match char_at(self.text, at)? {
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
            let next = self.one_of(at, ['、', '和', '及']).filter(|_| coarse)?;
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
            b'0'..=b'9' if self.may_be_counted(numeral::read(self.text, at)?) => {
                self.signed(at).or_else(|| self.stretch(at)).or_else(|| self.numbered(at))
            }
            0xE3..=0xE9 => self.han_point(at),
            _ => None,
        }
    }

    /// A date or clock time with signs between its numbers.
    fn signed(&self, at: usize) -> Option<Parsed> {
        let end = numeral::read(self.text, at)?.end;
        match self.text.as_bytes().get(end)? {
            b'-' | b'/' | b'.' => self.iso(at).or_else(|| self.year_last(at)),
            b':' | b' ' | b'a' | b'A' | b'p' | b'P' => self.bare_clock(at),
            _ if self.rest(end).starts_with('：') => self.bare_clock(at),
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
    pub fn may_be_counted(&self, num: Num) -> bool {
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
        let next = self.one_of(year.end, ['-', '/', '.'])?;
        let month = numeral::read(self.text, next).filter(|num| num.len <= 2)?;
        let next = self.one_of(month.end, ['-', '/', '.'])?;
        let mut day = numeral::read(self.text, next)?;
        if day.len == 4 && self.one_of(day.end, [':', '：']).is_some() {
            // 2018-12-1209:03: the blank between was lost.
            day.value /= 100;
            day.end -= 2;
        } else if day.len > 2
            || self.one_of(day.end, ['-', '/', '.']).is_some_and(|p| self.digit(p))
        {
            return None;
        }
        let good = (1000..=2999).contains(&year.value)
            && (1..=12).contains(&month.value)
            && (1..=31).contains(&day.value);
        let end = day.end;
        let (month, day) = (small(month.value)?, small(day.value)?);
        let date = DateRef::Days(MonthRef::Is(YearRef::Is(year.value), month), day, day);
        let mut parsed = Parsed::new(date, end);
        let clock = self.one_of(end, ['T']).unwrap_or_else(|| self.gap(end));
        if let Some((clock, end)) = self.colon_clock(clock, None) {
            parsed.point.clock = Some(clock);
            parsed.end = end;
            return good.then_some(parsed);
        }
        good.then(|| self.after_day(parsed))
    }

    /// 15/3/2019, 3/15/2019: the day first where both readings are days.
    fn year_last(&self, at: usize) -> Option<Parsed> {
        let part = |at| numeral::read(self.text, at).filter(|num| num.form == Form::Arabic);
        let first = part(at).filter(|num| num.len <= 2)?;
        let second = part(self.one_of(first.end, ['/'])?).filter(|num| num.len <= 2)?;
        let year = part(self.one_of(second.end, ['/'])?).filter(|num| num.len == 4)?;
        let good =
            (1900..2100).contains(&year.value) && self.one_of(year.end, ['/', '.']).is_none();
        let date = day_of_parts(year.value, first.value, second.value)
            .or_else(|| day_of_parts(year.value, second.value, first.value));
        date.filter(|_| good).map(|date| self.after_day(Parsed::new(date, year.end)))
    }

    fn digit(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
    }

    /// A stretch of time that 前, 后, 内 or 以来 stands behind: 3天, 一个半小时, 半年.
    fn stretch(&self, at: usize) -> Option<Parsed> {
        let (halves, unit, end) = self.length(at, false)?;
        let (after, _) = self.table.after.at(self.text, self.gap(end))?;
        let before = self.text.get(..at).unwrap_or_default();
        if matches!(after, After::About | After::Clock | After::Until | After::Stop)
            || before
                .ends_with(['几', '数', '第', '每', '隔', '晚', '早', '至', '到', '-', '—', '~'])
        {
            return None;
        }
        let window = Window { reach: Reach::Ago, halves, unit };
        let mut parsed = Parsed::new(DateRef::Window(window), end);
        parsed.stretch = true;
        Some(parsed)
    }

    fn length(&self, at: usize, prefixed: bool) -> Option<(i16, WindowUnit, usize)> {
        let half = |at| self.one_of(at, ['半']);
        let (mut halves, mut next) = match (half(at), numeral::read(self.text, at)) {
            (Some(end), _) => (1, self.one_of(end, ['个']).unwrap_or(end)),
            (None, Some(num)) if num.len <= 3 => (num.value.checked_mul(2)?, self.gap(num.end)),
            _ => return None,
        };
        if let Some(end) = self.one_of(next, ['个']).and_then(half) {
            halves += 1;
            next = end;
        }
        let month = self.one_of(next, ['月']).filter(|_| halves % 2 == 1);
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

    pub fn window(&self, reach: Reach, at: usize) -> Option<Parsed> {
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
            Unit::Decade => self.decade(century_of(field.num), field),
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
            Head::Date(DateRef::FromLast(-1), _)
                if self.table.not_head(self.text, at, NotHead::DayBefore) =>
            {
                None
            }
            Head::Date(DateRef::Now, _) if self.spoils_now(at) => None,
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
                let end = self.one_of(bracket.end, ['日', '天', '号'])?;
                let date = self.exact(DateRef::FromPublished(offset), bracket.point.date);
                Some(self.after_day(Parsed::new(date, end)))
            }
            Head::Year(year) => Some(self.after_year(year, end)),
            Head::Month(month) => Some(self.after_month(month, end)),
            Head::Week(week) => self.after_week(week, at, end),
            Head::Months(..) | Head::YearEnd | Head::First => {
                self.period(YearRef::Unstated, head, end)
            }
            // 最后3天 of what is not known.
            Head::Last => None,
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
            Head::Lunar => self.lunar(YearRef::Unstated, self.one_of(end, ['的']).unwrap_or(end)),
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
            Head::Era(before) => self.era(before, end),
            Head::Window(window) => Some(Parsed::new(DateRef::Window(window), end)),
            // 夏季 alone is a time of any year.
            Head::Season(..) => None,
        }
    }

    /// True for the 现在 of 出现在.
    fn spoils_now(&self, at: usize) -> bool {
        self.rest(at).starts_with('现') && self.table.not_head(self.text, at, NotHead::Now)
    }

    /// A year counted from the beginning of a reign or an era: 民国三年, 光绪元年.
    fn era(&self, before: i16, at: usize) -> Option<Parsed> {
        let (number, end) = match self.one_of(at, ['元']) {
            Some(end) => (1, end),
            None => {
                let num = numeral::read(self.text, at)?;
                (num.value, num.end)
            }
        };
        let after = self.one_of(end, ['年']).filter(|_| (1..200).contains(&number))?;
        Some(self.after_year(YearRef::Is(before + number), after))
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

    /// True at the end of the text or before anything but a letter, digit or Han character.
    pub fn edge_after(&self, at: usize) -> bool {
        !char_at(self.text, at).is_some_and(char::is_alphanumeric)
    }

    /// True at the beginning of the text or behind anything but a letter, digit or Han character.
    pub fn edge_before(&self, at: usize) -> bool {
        !char_before(self.text, at).is_some_and(char::is_alphanumeric)
    }
}

fn small(value: i16) -> Option<i8> {
    i8::try_from(value).ok()
}

/// The day with that number of a month with that number.
fn day_of_parts(year: i16, day: i16, month: i16) -> Option<DateRef> {
    let good = (1..=31).contains(&day) && (1..=12).contains(&month);
    let (day, month) = (small(day)?, small(month)?);
    good.then_some(DateRef::Days(MonthRef::Is(YearRef::Is(year), month), day, day))
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
        Unit::Decade if num.len == 4 => num.value % 10 == 0 && (1000..=2999).contains(&num.value),
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

/// The first year of a decade, 1990年代. Without a century 30年代 to 90年代 are of the twentieth.
fn century_of(num: Num) -> i16 {
    if num.len == 4 {
        return num.value;
    }
    if num.value < 30 { 2000 + num.value } else { 1900 + num.value }
}

/// First and last month of a quarter.
const fn quarter_months(quarter: i8) -> [i8; 2] {
    [quarter * 3 - 2, quarter * 3]
}

fn year_end(year: YearRef) -> DateRef {
    DateRef::Days(MonthRef::Is(year, 12), 31, 31)
}
