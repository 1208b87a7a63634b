//! Dates of the Chinese calendar: 正月初一, 农历八月十五.

use super::super::expr::{DateRef, LunarMonth, MonthRef, YearRef};
use super::super::numeral;
use super::super::words::{Head, Holiday, Unit};
use super::{Parsed, Reader, full_year, small};

impl Reader<'_> {
    /// 八月初八 is of the Chinese calendar.
    pub(super) fn lunar_day(&self, month: MonthRef, at: usize) -> Option<Parsed> {
        let MonthRef::Is(year, month) = month else { return None };
        let (day, end) = self.lunar_date(at)?;
        let date = DateRef::Lunar(year, LunarMonth { month, leap: false }, day);
        Some(self.after_day(Parsed::new(date, end)))
    }

    /// 初八, 十五, 8日 after a month of the Chinese calendar.
    pub(super) fn lunar_date(&self, at: usize) -> Option<(i8, usize)> {
        let first = self.one_of(at, ['初']);
        let num = numeral::read(self.text, first.unwrap_or(at))?;
        let most = if first.is_some() { 10 } else { 30 };
        let day = small(num.value).filter(|day| (1..=most).contains(day))?;
        let end = self.one_of(num.end, ['日', '号']).unwrap_or(num.end);
        (first.is_some() || num.value > 10 || end > num.end).then_some((day, end))
    }

    /// A date of the Chinese calendar: 正月初一, 闰四月, 8月15日 (after 农历), 二〇二一年六月.
    pub(super) fn lunar(&self, year: YearRef, at: usize) -> Option<Parsed> {
        let mut year = year;
        let mut at = at;
        if let Some(field) = self.field(at, false).filter(|field| field.unit == Unit::Year) {
            year = YearRef::Is(full_year(field.num));
            at = field.end;
        }
        let leap = self.one_of(at, ['闰']);
        at = leap.unwrap_or(at);
        let (month, end) = match self.table.head.at(self.text, at) {
            Some((Head::LunarMonth(month), end)) => (month, end),
            Some((Head::Holiday(Holiday::Lunar(month, day)), end)) => {
                let month = LunarMonth { month, leap: false };
                return Some(self.after_day(Parsed::new(DateRef::Lunar(year, month, day), end)));
            }
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
}
