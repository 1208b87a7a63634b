//! The date in brackets after a day: 今天（4月14日）, 昨(23)日, 5月8日（星期日）.

use super::super::expr::{DateRef, MonthRef, YearRef};
use super::super::numeral;
use super::super::words::{Head, Unit};
use super::{Parsed, Reader, full_year, small};

impl Reader<'_> {
    /// A date in brackets after a day: 今天（4月14日）, 昨(23)日, 5月8日（星期日）.
    pub(super) fn bracket(&self, at: usize) -> Option<Parsed> {
        let inside = self.gap(self.one_of(self.gap(at), ['(', '（'])?);
        let close = |end| self.one_of(self.gap(end), [')', '）']);
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
    pub(super) fn numbered_day(&self, at: usize) -> Option<Parsed> {
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

    pub(super) fn bracket_word(&self, at: usize) -> Option<Parsed> {
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
    pub(super) fn exact(&self, named: DateRef, bracketed: DateRef) -> DateRef {
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
}
