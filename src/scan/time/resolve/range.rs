//! Ranges: each end lends the other what it does not say itself.

use super::super::expr::{Clock, DateRef, DayPart, MonthRef, Point, YearRef};
use super::super::{Outlook, TimeContext};
use super::{Pair, Resolver, at_clock, day_after, day_of, like, next_month, twice, with_clock};
use crate::time::{Moment, Precision};

impl Resolver {
    /// From one point to another, each of which lends the other what it does not say itself.
    pub(super) fn range(&self, from: &Point, to: &Point) -> Option<Pair> {
        if self.borrows_year(from, to) {
            let (_, end) = self.point(to)?;
            let before = before(end);
            let start = before.yearless_up_to(from, end);
            return Some((start.or_else(|| self.point(from).map(|(start, _)| start))?, end));
        }
        let (start, _) = self.point(from)?;
        let (_, end) = self.end_after(start, from, to)?;
        Some((start, end))
    }

    /// True when the year of the first comes from the second: 12月27日至2022年1月5日, 1至8月.
    pub(super) fn borrows_year(&self, from: &Point, to: &Point) -> bool {
        yearless(from.date) && to.date.names_month()
    }

    /// The end of a range that begins with `start`.
    pub(super) fn end_after(&self, start: Moment, from: &Point, to: &Point) -> Option<Pair> {
        let day = like(start, Moment::day(start.date()));
        let within = Self { cx: TimeContext { last: Some(day), ..self.cx }, ..*self };
        match to.date {
            DateRef::Unstated => clock_after(start, from, to).map(twice),
            DateRef::Days(MonthRef::Unstated, day, _) => {
                let month = start.cut(Precision::Month);
                let same = day_of(month, day).filter(|day| day.date() >= start.date());
                let found = same.or_else(|| day_of(next_month(month)?, day))?;
                Some(twice(with_clock(found, to.clock)?))
            }
            date if yearless(date) => {
                let same = start.date().year();
                let found = [same, same.checked_add(1)?]
                    .into_iter()
                    .filter_map(|year| stated(date, year))
                    .filter_map(|date| within.point(&Point { date, ..*to }))
                    .find(|(_, end)| {
                        end.at() >= start.at() || end.precision() < start.precision()
                    })?;
                Some((like(start, found.0), like(start, found.1)))
            }
            DateRef::Weekday(None, _) => {
                let (_, day) = within.point(to)?;
                let ahead = if day.date() < start.date() { 7 } else { 0 };
                Some(twice(day_after(day, ahead)?))
            }
            _ => within.point(to),
        }
    }

    /// The latest date of `from` that is not after `end`.
    pub(super) fn yearless_up_to(&self, from: &Point, end: Moment) -> Option<Moment> {
        let year = end.date().year();
        [year, year.checked_sub(1)?]
            .into_iter()
            .filter_map(|year| stated(from.date, year))
            .filter_map(|date| self.point(&Point { date, ..*from }))
            .map(|(start, _)| like(end, start))
            .find(|start| start.at() <= end.at())
    }
}

/// A resolver for the beginning of a range of which the end is known.
const fn before(end: Moment) -> Resolver {
    Resolver {
        cx: TimeContext { published: None, last: Some(end), year: None },
        outlook: Outlook::Told,
    }
}

/// The clock time that ends a range: of the day the range begins with, in the afternoon with it,
/// or of the next day where it would else lie before the beginning.
fn clock_after(start: Moment, from: &Point, to: &Point) -> Option<Moment> {
    let clock = to.clock?;
    let day = like(start, Moment::day(start.date()));
    let pm = matches!(from.part, Some(DayPart::Afternoon | DayPart::Evening | DayPart::Noon));
    let later = Clock { hour: clock.hour.saturating_add(12), ..clock };
    let choices = [Some(later).filter(|_| pm && to.part.is_none() && clock.hour < 12), Some(clock)];
    let same = choices.into_iter().flatten().filter_map(|clock| at_clock(day, clock));
    let mut same = same.filter(|at| at.at() >= start.at());
    same.next().or_else(|| at_clock(day_after(day, 1)?, clock))
}

/// True for a date or period that wants a year.
const fn yearless(date: DateRef) -> bool {
    matches!(
        date,
        DateRef::Months(YearRef::Unstated, ..)
            | DateRef::Month(MonthRef::Is(YearRef::Unstated, _))
            | DateRef::Days(MonthRef::Is(YearRef::Unstated, _), ..)
    )
}

/// The date with its year.
const fn stated(date: DateRef, year: i16) -> Option<DateRef> {
    let year = YearRef::Is(year);
    match date {
        DateRef::Months(_, first, last) => Some(DateRef::Months(year, first, last)),
        DateRef::Month(MonthRef::Is(_, month)) => Some(DateRef::Month(MonthRef::Is(year, month))),
        DateRef::Days(MonthRef::Is(_, month), first, last) => {
            Some(DateRef::Days(MonthRef::Is(year, month), first, last))
        }
        _ => None,
    }
}
