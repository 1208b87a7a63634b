//! What an expression means, given the date of publication and the day last named.

mod range;
mod window;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};

use super::expr::{Clock, DateRef, LunarMonth, MonthRef, Point, TimeExpr, YearRef};
use super::lunar;
use super::{Anchor, Outlook, TimeContext, TimeMention};
use crate::time::{Moment, Precision, TimeSpan};

/// Days that a date told without a year may lie after publication before it is taken for one of
/// the year before.
const AHEAD: i32 = 65;
/// The same for a month.
const MONTH_AHEAD: i32 = 35;
/// Days that a date still to come may lie before publication (将于… of a text some days old).
const BEHIND: i32 = 60;
/// A date without a year this near to the one last named is of the same time.
const NEAR: i32 = 31;
/// The year of dates whose year is not known; a leap year.
const NO_YEAR: i16 = 2000;

/// First and last moment.
type Pair = (Moment, Moment);

/// Resolves a mention.
pub(super) fn resolve(mention: &TimeMention, cx: &TimeContext) -> TimeSpan {
    let resolver = Resolver { cx: *cx, outlook: mention.outlook };
    let pair = match mention.expr {
        TimeExpr::At(point) => resolver.point(&point),
        TimeExpr::Span(from, to) => resolver.range(&from, &to),
    };
    let Some((start, end)) = pair else { return TimeSpan::default() };
    match mention.anchor {
        Anchor::Until | Anchor::Before => TimeSpan { start: None, end: Some(end) },
        Anchor::Since | Anchor::After => TimeSpan { start: Some(start), end: None },
        Anchor::Vague => TimeSpan::default(),
        Anchor::During | Anchor::Against | Anchor::Now => {
            TimeSpan { start: Some(start), end: Some(end) }
        }
    }
}

#[derive(Clone, Copy)]
struct Resolver {
    cx: TimeContext,
    outlook: Outlook,
}

/// A whole year is told of up to this month of the next, less the two of [`Resolver::year_of_period`].
const REPORTED: i8 = 6;

impl Resolver {
    fn published(&self) -> Option<Date> {
        self.cx.published.map(DateTime::date)
    }

    /// The last day named, if it was a day.
    fn last_day(&self) -> Option<Moment> {
        self.cx.last.filter(|last| last.precision() >= Precision::Day)
    }

    /// The day that bare clock times and 当日 are of.
    fn context_day(&self) -> Option<Moment> {
        self.last_day().or_else(|| self.published().map(Moment::day))
    }

    fn point(&self, point: &Point) -> Option<Pair> {
        let (start, end) = self.date(point.date)?;
        match point.clock {
            Some(clock) if start.date() == end.date() => {
                let at = at_clock(start, clock)?;
                Some(twice(self.coming(at, point).unwrap_or(at)))
            }
            _ => Some((start, end)),
        }
    }

    /// The afternoon hour of 三点 when that is all the text, the morning hour has passed and the
    /// afternoon hour has not.
    fn coming(&self, at: Moment, point: &Point) -> Option<Moment> {
        let now = self.cx.published.filter(|_| self.outlook == Outlook::Alone)?;
        let bare = point.date == DateRef::Unstated && point.part.is_none();
        let clock = point.clock.filter(|clock| bare && (1..12).contains(&clock.hour))?;
        let later = at_clock(at.cut(Precision::Day), Clock { hour: clock.hour + 12, ..clock })?;
        (at.at() < now && now <= later.at()).then_some(later)
    }

    fn date(&self, of: DateRef) -> Option<Pair> {
        match of {
            DateRef::Unstated => self.context_day().map(|day| day.day_named(false)).map(twice),
            DateRef::Now => self.now().map(twice),
            DateRef::Vague => None,
            DateRef::Years(year, count) => {
                let first = self.year(year)?;
                let last = Moment::year(first.date().year().checked_add(count - 1)?);
                Some((first, if first.year_known() { last } else { first }))
            }
            DateRef::Months(year, first, last) => self.months(year, first, last),
            DateRef::Month(month) => self.month(month).map(twice),
            DateRef::Quarter(offset, skip) => self.quarter(offset, skip),
            DateRef::Days(month, first, last) => self.days(month, first, last),
            DateRef::FromPublished(days) => {
                day_after(Moment::day(self.published()?), i64::from(days)).map(twice)
            }
            DateRef::SameDay(year) => {
                let (year, day) = (self.year(year)?.date().year(), self.published()?);
                Date::new(year, day.month(), day.day()).ok().map(Moment::day).map(twice)
            }
            DateRef::Confirmed(days, day) => self.confirmed(days, day).map(twice),
            DateRef::FromLast(days) => {
                day_after(self.context_day()?.day_named(false), i64::from(days)).map(twice)
            }
            DateRef::Weekday(week, day) => self.weekday(week, day).map(Moment::day).map(twice),
            DateRef::Week(week, first, last) => {
                let first = Moment::day(self.weekday(week, first)?);
                let more = last - first.date().weekday().to_monday_one_offset();
                Some((first, day_after(first, i64::from(more))?))
            }
            DateRef::Nth(month, n, weekday) => self.nth(month, n, weekday),
            DateRef::NthWeeks(year, first, last) => {
                Some((self.week_of(year, first)?, day_after(self.week_of(year, last)?, 6)?))
            }
            DateRef::Lunar(year, month, day) => self.lunar(year, month, day),
            DateRef::Term(year, index) => self.term(year, index).map(Moment::day).map(twice),
            DateRef::Window(window) => self.window(window),
        }
    }

    fn now(&self) -> Option<Moment> {
        let now = self.cx.published?;
        Some(if now.time() == Time::midnight() {
            Moment::day(now.date())
        } else if now.second() == 0 {
            Moment::minute(now)
        } else {
            Moment::second(now)
        })
    }

    /// A year that is named, or said by offset.
    fn year(&self, year: YearRef) -> Option<Moment> {
        match year {
            YearRef::Unstated => None,
            YearRef::Is(year) => Some(Moment::year(year)),
            YearRef::FromPublished(offset) => {
                Some(Moment::year(self.published()?.year().checked_add(i16::from(offset))?))
            }
            YearRef::FromLast(offset) => {
                let last = self.cx.last.or_else(|| self.published().map(Moment::day))?;
                let year = Moment::year(last.date().year().checked_add(i16::from(offset))?);
                Some(if last.year_known() { year } else { year.without_year() })
            }
        }
    }

    fn months(&self, year: YearRef, first: i8, last: i8) -> Option<Pair> {
        let whole = (first, last) == (1, 12);
        let year = match year {
            YearRef::Unstated => match self.cx.year.filter(|_| whole) {
                Some(year) => year,
                None => self.year_of_period(first, if whole { REPORTED } else { last }),
            },
            stated => self.year(stated)?,
        };
        if whole {
            return Some(twice(year));
        }
        // Winter ends in the next year.
        let month = |month| match month {
            ..=12 => like(year, Moment::month(year.date().year(), month)),
            _ => like(year, Moment::month(year.date().year() + 1, month - 12)),
        };
        Some((month(first), month(last)))
    }

    /// The year of 上半年 or 前三季度: this one, unless it is far from over and being told.
    fn year_of_period(&self, first: i8, last: i8) -> Moment {
        let Some(published) = self.published() else {
            let last = self.cx.last.filter(|last| last.year_known());
            return last.map_or(unknown_year(), |last| last.cut(Precision::Year));
        };
        let told = self.outlook == Outlook::Told;
        let unfinished = first > published.month() || last > published.month() + 2;
        Moment::year(published.year() - i16::from(told && unfinished))
    }

    fn quarter(&self, offset: i8, skip: i8) -> Option<Pair> {
        let published = self.published()?;
        let month = |by| months_after(published, by);
        let offset = i64::from(offset) * 3 - i64::from((published.month() - 1) % 3);
        let (from, to) = (month(offset + i64::from(skip))?, month(offset + 2)?);
        Some((Moment::month(from.year(), from.month()), Moment::month(to.year(), to.month())))
    }

    fn month(&self, month: MonthRef) -> Option<Moment> {
        let (base, offset) = match month {
            MonthRef::Is(YearRef::Unstated, month) => {
                let found = self.yearless(MONTH_AHEAD, |year| Date::new(year, month, 1).ok())?;
                return Some(found.cut(Precision::Month));
            }
            MonthRef::Is(year, month) => {
                let year = self.year(year)?;
                return Some(like(year, Moment::month(year.date().year(), month)));
            }
            MonthRef::Unstated => return None,
            MonthRef::FromPublished(offset) => (Moment::day(self.published()?), offset),
            MonthRef::FromLast(offset) => {
                (self.cx.last.or_else(|| self.published().map(Moment::day))?, offset)
            }
        };
        let first = months_after(base.date(), i64::from(offset))?;
        Some(like(base, Moment::month(first.year(), first.month())))
    }

    fn days(&self, month: MonthRef, first: i8, last: i8) -> Option<Pair> {
        match month {
            MonthRef::Unstated => self.bare_day(first).map(twice),
            MonthRef::Is(YearRef::Unstated, month) if first == last && first > 0 => {
                self.yearless(AHEAD, |year| Date::new(year, month, first).ok()).map(twice)
            }
            month => {
                let month = self.month(month)?;
                Some((day_of(month, first)?, day_of(month, last)?))
            }
        }
    }

    /// The day, month and year of a date without a year.
    fn yearless(&self, ahead: i32, make: impl Fn(i16) -> Option<Date>) -> Option<Moment> {
        // A month with its year is often the one somebody was born in: it gives no year.
        let last = self.last_day().filter(|last| last.year_known()).map(Moment::date);
        let turned = matches!(self.outlook, Outlook::Next | Outlook::Previous);
        let last = last.filter(|_| !turned);
        let near = last.and_then(|last| {
            let beside = [-1, 0, 1].into_iter().filter_map(|by| make(last.year() + by));
            beside.min_by_key(|day| distance(*day, last)).filter(|day| distance(*day, last) <= NEAR)
        });
        if let Some(near) = near {
            return Some(Moment::day(near));
        }
        let Some(published) = self.published() else {
            return match last {
                Some(last) => nearest(last, make).map(Moment::day),
                None => make(NO_YEAR).map(Moment::day).map(Moment::without_year),
            };
        };
        if let Some(last) = last.filter(|last| days_between(*last, published) > 300) {
            return nearest(last, make).map(Moment::day);
        }
        let years = |by: std::ops::RangeInclusive<i16>| by.map(|by| make(published.year() + by));
        let found = match self.outlook {
            Outlook::Alone => make(published.year()).or_else(|| years(-4..=-1).flatten().last()),
            Outlook::Ahead => {
                years(-1..=8).flatten().find(|day| days_between(published, *day) >= -BEHIND)
            }
            Outlook::Next => years(0..=8).flatten().find(|day| *day > published),
            Outlook::Previous => years(-8..=0).flatten().filter(|day| *day < published).last(),
            Outlook::Told => {
                years(-8..=1).flatten().filter(|day| days_between(published, *day) <= ahead).last()
            }
        };
        found.map(Moment::day)
    }

    /// A day of the month last named, or the last such day before publication, whichever is
    /// nearer to the day last named.
    fn bare_day(&self, day: i8) -> Option<Moment> {
        let last = self.cx.last.filter(|last| last.precision() >= Precision::Month);
        let told = self.published().and_then(|published| self.day_near(published, day));
        let Some(last) = last else { return told.map(Moment::day) };
        let same = day_of(last.cut(Precision::Month), day);
        if !last.year_known() {
            return same;
        }
        let told = told.map(Moment::day);
        let near = |moment: &Moment| distance(moment.date(), last.date());
        same.into_iter().chain(told).min_by_key(near)
    }

    /// The last day of that number up to publication; of what is to come, the next.
    fn day_near(&self, published: Date, day: i8) -> Option<Date> {
        let month = |by: i64| {
            let first = months_after(published, by)?;
            Date::new(first.year(), first.month(), day).ok()
        };
        match self.outlook {
            Outlook::Ahead | Outlook::Next => [-1, 0, 1, 2]
                .into_iter()
                .filter_map(month)
                .find(|day| days_between(published, *day) >= -3),
            Outlook::Alone => month(0).or_else(|| month(-1)),
            Outlook::Told | Outlook::Previous => {
                [0, -1, -2].into_iter().filter_map(month).find(|day| *day <= published)
            }
        }
    }

    /// 昨(23)日: the offset and the day of the month agree, or the day counts.
    fn confirmed(&self, days: i16, day: i8) -> Option<Moment> {
        let counted = self.published().and_then(|published| {
            day_after(Moment::day(published), i64::from(days))
                .filter(|found| found.date().day() == day)
        });
        counted.or_else(|| self.bare_day(day))
    }

    fn monday(&self, week: i8) -> Option<Date> {
        let published = self.published()?;
        let back = i64::from(published.weekday().to_monday_zero_offset());
        published.checked_add((i64::from(week) * 7 - back).days()).ok()
    }

    fn weekday(&self, week: Option<i8>, day: i8) -> Option<Date> {
        let in_week = |week| self.monday(week)?.checked_add(i64::from(day - 1).days()).ok();
        if let Some(week) = week {
            return in_week(week);
        }
        let published = self.published()?;
        let mut weeks = [-1, 0, 1].into_iter().filter_map(in_week);
        match self.outlook {
            Outlook::Told | Outlook::Previous => weeks.rev().find(|found| *found <= published),
            Outlook::Ahead | Outlook::Alone | Outlook::Next => {
                weeks.find(|found| *found > published)
            }
        }
    }

    fn nth(&self, month: MonthRef, n: i8, weekday: i8) -> Option<Pair> {
        let month = self.month(month)?;
        let wanted = if weekday == 0 { 1 } else { weekday };
        let first = month.date();
        let offset = (wanted - first.weekday().to_monday_one_offset()).rem_euclid(7);
        let day = day_after(like(month, Moment::day(first)), i64::from(offset + (n - 1) * 7))?;
        match weekday {
            0 => Some((day, day_after(day, 6)?)),
            _ => Some(twice(day)).filter(|_| day.date().month() == first.month()),
        }
    }

    /// The Monday of a week, counted as in ISO 8601; -1 is the last week of the year.
    fn week_of(&self, year: YearRef, n: i8) -> Option<Moment> {
        let (year, n) = match (self.year(year)?.date().year(), n) {
            (year, 1..) => (year, n),
            (year, _) => (year + 1, n + 1),
        };
        let fourth = date(year.clamp(-9998, 9998), 1, 4);
        let back = i64::from(fourth.weekday().to_monday_zero_offset());
        day_after(Moment::day(fourth), i64::from(n - 1) * 7 - back)
    }

    fn lunar(&self, year: YearRef, month: LunarMonth, day: i8) -> Option<Pair> {
        let whole = day < 0;
        let find = |year| match whole {
            true => lunar::month(year, month).map(|(first, _)| first),
            false => lunar::day(year, month, day),
        };
        let first = match year {
            YearRef::Unstated if month.leap => {
                let published = self.published()?;
                (-20..=1).rev().find_map(|by| find(published.year() + by))?
            }
            // The twelfth month mostly falls into the next civil year.
            YearRef::Unstated => {
                let civil = |year: i16| {
                    [year - 1, year].into_iter().filter_map(find).find(|day| day.year() == year)
                };
                self.yearless(AHEAD, civil).filter(|day| day.year_known())?.date()
            }
            stated => {
                let year = self.year(stated)?.date().year();
                // 2022年除夕 is the eve of that civil year's spring festival.
                find(year - i16::from(month.month == 12 && day == 0))?
            }
        };
        let days = lunar_length(first, month, whole);
        Some((Moment::day(first), day_after(Moment::day(first), days)?))
    }

    fn term(&self, year: YearRef, index: i8) -> Option<Date> {
        match year {
            YearRef::Unstated => self
                .yearless(AHEAD, |year| lunar::term(year, index))
                .filter(|day| day.year_known())
                .map(Moment::date),
            stated => lunar::term(self.year(stated)?.date().year(), index),
        }
    }
}

fn twice(moment: Moment) -> Pair {
    (moment, moment)
}

/// `moment` with its year unknown where that of `model` is.
const fn like(model: Moment, moment: Moment) -> Moment {
    if model.year_known() { moment } else { moment.without_year() }
}

fn unknown_year() -> Moment {
    Moment::year(NO_YEAR).without_year()
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn distance(a: Date, b: Date) -> i32 {
    days_between(a, b).abs()
}

/// The date of some year that is nearest to `base`.
fn nearest(base: Date, make: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let year = base.year();
    (-4..=4).filter_map(|by| make(year + by)).min_by_key(|day| distance(*day, base))
}

/// The first day of the month so many after that of `day`.
fn months_after(day: Date, by: i64) -> Option<Date> {
    day.first_of_month().checked_add(by.months()).ok()
}

fn day_after(day: Moment, days: i64) -> Option<Moment> {
    let moved = day.date().checked_add(days.days()).ok()?;
    Some(like(day, Moment::day(moved)))
}

/// A day of a month; 0 is its last, -1 the one before it.
fn day_of(month: Moment, day: i8) -> Option<Moment> {
    let first = month.date();
    let day = if day <= 0 { first.days_in_month() + day } else { day };
    let found = Date::new(first.year(), first.month(), day).ok()?;
    Some(like(month, Moment::day(found)))
}

fn next_month(month: Moment) -> Option<Moment> {
    let next = months_after(month.date(), 1)?;
    Some(like(month, Moment::month(next.year(), next.month())))
}

/// A clock time of a day; 24时 is the midnight that ends it.
fn at_clock(day: Moment, clock: Clock) -> Option<Moment> {
    let seconds = i64::from(clock.hour) * 3600
        + i64::from(clock.minute) * 60
        + i64::from(clock.second.unwrap_or(0));
    let at = day.date().to_datetime(Time::midnight()).checked_add(seconds.seconds()).ok()?;
    let moment = match clock.second {
        Some(_) => Moment::second(at),
        None => Moment::minute(at),
    };
    Some(like(day, moment))
}

fn with_clock(day: Moment, clock: Option<Clock>) -> Option<Moment> {
    clock.map_or(Some(day), |clock| at_clock(day, clock))
}

/// Days from the first to the last of what was found: a month of the Chinese calendar, or none.
fn lunar_length(first: Date, month: LunarMonth, whole: bool) -> i64 {
    if !whole {
        return 0;
    }
    let years = [first.year() - 1, first.year()];
    let found = years.into_iter().filter_map(|year| lunar::month(year, month));
    let last = found.into_iter().find(|(start, _)| *start == first).map_or(first, |(_, last)| last);
    i64::from(days_between(first, last))
}
