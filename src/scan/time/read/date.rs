//! What may stand after a year or a month, and weeks.

use super::super::expr::{DateRef, MonthRef, WindowUnit, YearRef};
use super::super::numeral::{self, Form};
use super::super::words::{Head, Part, Unit};
use super::{Parsed, Reader, small, year_end};
use crate::number::char_at;

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
        let next = self.one_of(next, ['的']).unwrap_or(next);
        self.within_year(year, next).unwrap_or(plain)
    }

    pub(super) fn within_year(&self, year: YearRef, at: usize) -> Option<Parsed> {
        if let Some(field) = self.field(at, true) {
            match field.unit {
                Unit::Month => {
                    let month = MonthRef::Is(year, small(field.num.value)?);
                    let plain = Parsed::new(DateRef::Month(month), field.end);
                    return Some(match field.open {
                        false => self.after_month(month, field.end),
                        true => Parsed { open: true, ..plain },
                    });
                }
                Unit::Quarter => {
                    let quarter = self.numbered_quarter(year, field)?;
                    return Some(Parsed { open: field.open, ..quarter });
                }
                _ => {}
            }
        }
        let (head, end) = match self.table.head.at(self.text, at) {
            Some(found) => found,
            None => return self.ordinal(at).map(|(n, end)| self.nth_week(year, n, end))?,
        };
        match head {
            Head::Date(DateRef::FromPublished(0), None) => {
                Some(Parsed::new(DateRef::SameDay(year), end))
            }
            Head::First | Head::Last => self.period(year, head, end).or_else(|| {
                let weeks = self.edge(head, end, WindowUnit::Week)?;
                Some(Parsed::new(DateRef::NthWeeks(year, weeks.0, weeks.1), weeks.2))
            }),
            Head::Months(..) | Head::YearEnd => self.period(year, head, end),
            Head::Season(first, last) => Some(Parsed::new(DateRef::Months(year, first, last), end)),
            Head::Holiday(holiday) => Some(self.after_day(Parsed::new(holiday.date(year), end))),
            Head::Lunar => self.lunar(year, self.one_of(end, ['的']).unwrap_or(end)),
            Head::LunarMonth(_) | Head::Leap => self.lunar(year, at),
            _ => None,
        }
    }

    pub(super) fn nth_week(&self, year: YearRef, n: i8, end: usize) -> Option<Parsed> {
        match self.table.head.at(self.text, end)? {
            (Head::Week(None), end) if self.weekday(end).is_none() => {
                Some(Parsed::new(DateRef::NthWeeks(year, n, n), end))
            }
            _ => None,
        }
    }

    /// Behind 第N个.
    pub(super) fn ordinal(&self, at: usize) -> Option<(i8, usize)> {
        let num =
            numeral::read(self.text, self.one_of(at, ['第'])?).filter(|num| num.value < 60)?;
        Some((small(num.value)?, self.one_of(num.end, ['个']).unwrap_or(num.end)))
    }

    /// A period of a year: 上半年, 年末, 前8个月, 前8月.
    pub(super) fn period(&self, year: YearRef, head: Head, end: usize) -> Option<Parsed> {
        match head {
            Head::Months(a, b) => Some(match self.table.part.at(self.text, end) {
                Some((Part::Days(0, 0) | Part::Days(25, 0), end)) => {
                    Parsed::new(DateRef::Months(year, b, b), end)
                }
                _ => Parsed::new(DateRef::Months(year, a, b), end),
            }),
            Head::YearEnd => Some(Parsed::new(year_end(year), end)),
            Head::First | Head::Last => {
                let field = self.field(end, false).filter(|field| match field.unit {
                    Unit::Months => true,
                    // 前5月, but not 此前5月8日.
                    Unit::Month => head == Head::First && self.field(field.end, false).is_none(),
                    _ => false,
                })?;
                let months = small(field.num.value).filter(|n| (1..=12).contains(n))?;
                let [first, last] = match head {
                    Head::First => [1, months],
                    _ => [13 - months, 12],
                };
                Some(Parsed::new(DateRef::Months(year, first, last), field.end))
            }
            _ => None,
        }
    }

    /// The first or last weeks of a year or days of a month (前两周, 最后3天): counted from 1, or
    /// back from -1.
    fn edge(&self, head: Head, at: usize, unit: WindowUnit) -> Option<(i8, i8, usize)> {
        let num = numeral::read(self.text, self.gap(at))?;
        let (found, end) = self.table.span.at(self.text, self.gap(num.end))?;
        let count = small(num.value).filter(|count| (1..=31).contains(count))?;
        let fits = found.is_some_and(|(found, _)| found == unit);
        fits.then_some(match head {
            Head::First => (1, count, end),
            _ => (-count, -1, end),
        })
    }

    /// 前两天 or 最后3天 after a month.
    fn edge_of_month(&self, month: MonthRef, at: usize) -> Option<Parsed> {
        let (head, end) = self.table.head.at(self.text, at)?;
        if !matches!(head, Head::First | Head::Last) {
            return None;
        }
        let (first, last, end) = self.edge(head, end, WindowUnit::Day)?;
        let back = i8::from(first < 0);
        Some(Parsed::new(DateRef::Days(month, first + back, last + back), end))
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
        let of = self.one_of(next, ['的']).unwrap_or(next);
        let nth = self.ordinal(of).and_then(|(n, end)| self.nth(month, n, end));
        nth.or_else(|| self.edge_of_month(month, of))
            .or_else(|| self.day_without_unit(month, next))
            .unwrap_or(plain)
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
            _ => num.len <= 2 && (num.end == self.text.len() || self.month_follows(num.end)),
        };
        good.then(|| Parsed::new(DateRef::Days(month, day, day), num.end))
    }

    /// 至2月… behind the day of 1月3至2月10.
    fn month_follows(&self, at: usize) -> bool {
        let next = self.separator(at).and_then(|at| self.field(at, false));
        next.is_some_and(|field| field.unit == Unit::Month && !field.open)
    }

    pub(super) fn weekday(&self, at: usize) -> Option<(i8, usize)> {
        let c = char_at(self.text, at)?;
        let day = match c {
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '日' | '天' => 7,
            _ => return None,
        };
        Some((day, at + c.len_utf8()))
    }

    pub(super) fn after_week(&self, week: Option<i8>, at: usize, end: usize) -> Option<Parsed> {
        if self.table.not_weekday(self.text, at) {
            return None;
        }
        if let Some(end) = self.one_of(end, ['末']) {
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
