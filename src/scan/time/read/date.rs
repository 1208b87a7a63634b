//! What may stand after a year or a month, and weeks.

use super::super::expr::{DateRef, MonthRef, YearRef};
use super::super::numeral::{self, Form};
use super::super::words::{Head, Part, Unit};
use super::{Parsed, Reader, small, year_end};

impl Reader<'_> {
    /// What may stand after a year.
    pub(super) fn after_year(&self, year: YearRef, end: usize) -> Parsed {
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

    pub(super) fn within_year(&self, year: YearRef, at: usize) -> Option<Parsed> {
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
            Head::Date(DateRef::FromPublished(0), None) => {
                Some(Parsed::new(DateRef::SameDay(year), end))
            }
            Head::Months(..) | Head::YearEnd | Head::First => self.period(year, head, end),
            Head::Holiday(holiday) => Some(self.after_day(Parsed::new(holiday.date(year), end))),
            Head::Lunar => self.lunar(year, self.one_of(end, "的").unwrap_or(end)),
            Head::LunarMonth(_) | Head::Leap => self.lunar(year, at),
            _ => None,
        }
    }

    pub(super) fn nth_week(&self, year: YearRef, n: i8, end: usize) -> Option<Parsed> {
        match self.table.head.at(self.text, end)? {
            (Head::Week(None), end) if self.weekday(end).is_none() => {
                Some(Parsed::new(DateRef::NthWeek(year, n), end))
            }
            _ => None,
        }
    }

    /// Behind 第N个.
    pub(super) fn ordinal(&self, at: usize) -> Option<(i8, usize)> {
        let num = numeral::read(self.text, self.one_of(at, "第")?).filter(|num| num.value < 60)?;
        Some((small(num.value)?, self.one_of(num.end, "个").unwrap_or(num.end)))
    }

    /// A period of a year: 上半年, 年末, 前8个月.
    pub(super) fn period(&self, year: YearRef, head: Head, end: usize) -> Option<Parsed> {
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

    pub(super) fn quarter(&self, offset: i8, end: usize) -> Parsed {
        let (skip, end) = match self.table.part.at(self.text, end) {
            Some((Part::Days(0, 0) | Part::Days(25, 0), end)) => (2, end),
            _ => (0, end),
        };
        Parsed::new(DateRef::Quarter(offset, skip), end)
    }

    /// What may stand after a month.
    pub(super) fn after_month(&self, month: MonthRef, end: usize) -> Parsed {
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

    pub(super) fn nth(&self, month: MonthRef, n: i8, end: usize) -> Option<Parsed> {
        let (head, end) = self.table.head.at(self.text, end)?;
        let Head::Week(None) = head else { return None };
        let (weekday, end) = self.weekday(end).unwrap_or((0, end));
        Some(Parsed::new(DateRef::Nth(month, n, weekday), end))
    }

    /// 八月十五, 一月二十三: only where nothing follows that it could count.
    pub(super) fn day_without_unit(&self, month: MonthRef, at: usize) -> Option<Parsed> {
        let num = numeral::read(self.text, at)?;
        let day = small(num.value).filter(|day| (1..=31).contains(day))?;
        let good = match num.form {
            Form::Han => day > 10 && self.edge_after(num.end),
            _ => num.end == self.text.len() && num.len <= 2,
        };
        good.then(|| Parsed::new(DateRef::Days(month, day, day), num.end))
    }

    pub(super) fn weekday(&self, at: usize) -> Option<(i8, usize)> {
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

    pub(super) fn after_week(&self, week: Option<i8>, at: usize, end: usize) -> Option<Parsed> {
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
}
