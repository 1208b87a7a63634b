//! Moments and time spans as records state them: ISO 8601, local time, cut to the precision that
//! the text gives.
//!
//! Enters: calendar values and a stated precision. Leaves: [`Moment`], [`TimeSpan`]. Always: what
//! is printed is never finer than what was read, and a moment whose year is not known prints
//! `XXXX` for it.
//!
//! ```
//! use tongbao::time::{Moment, TimeSpan};
//! let day = Moment::day(jiff::civil::date(2022, 5, 7));
//! assert_eq!(TimeSpan::at(day).to_string(), "2022-05-07");
//! ```

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};

use crate::error::{Error, ErrorKind, Result};

/// How fine a [`Moment`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// `2022`.
    Year,
    /// `2022-05`.
    Month,
    /// `2022-05-08`.
    Day,
    /// `2022-05-08T08:00`.
    Minute,
    /// `2022-05-08T08:00:30`.
    Second,
}

/// A year, month, day or clock time, with or without a known year. Ordered by its beginning.
///
/// ```
/// use jiff::civil::date;
/// use tongbao::time::Moment;
/// assert_eq!(Moment::year(2022).to_string(), "2022");
/// assert_eq!(Moment::month(2022, 5).to_string(), "2022-05");
/// assert_eq!(Moment::day(date(2022, 5, 8)).to_string(), "2022-05-08");
/// let eight = Moment::minute(date(2022, 5, 8).at(8, 0, 0, 0));
/// assert_eq!(eight.to_string(), "2022-05-08T08:00");
/// assert_eq!(eight.without_year().to_string(), "XXXX-05-08T08:00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    at: DateTime,
    precision: Precision,
    year_known: bool,
}

impl Moment {
    /// A whole year. Years outside -9999..=9999 are held to that range.
    #[must_use]
    pub fn year(year: i16) -> Self {
        Self::month(year, 1).cut(Precision::Year)
    }

    /// A whole month; a month outside 1..=12 is held to that range.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Self {
        let first = date(year.clamp(-9999, 9999), month.clamp(1, 12), 1);
        Self::day(first).cut(Precision::Month)
    }

    /// A whole day.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self {
            at: DateTime::from_parts(day, Time::midnight()),
            precision: Precision::Day,
            year_known: true,
        }
    }

    /// A clock time, to the minute.
    #[must_use]
    pub const fn minute(at: DateTime) -> Self {
        Self { at, precision: Precision::Minute, year_known: true }
    }

    /// A clock time, to the second.
    #[must_use]
    pub const fn second(at: DateTime) -> Self {
        Self { at, precision: Precision::Second, year_known: true }
    }

    /// The same moment of a year that is not known: prints `XXXX`.
    #[must_use]
    pub const fn without_year(self) -> Self {
        Self { year_known: false, ..self }
    }

    /// The same moment, no finer than `precision`.
    #[must_use]
    pub fn cut(self, precision: Precision) -> Self {
        let precision = self.precision.min(precision);
        let day = self.at.date();
        let first = match precision {
            Precision::Year => date(day.year(), 1, 1),
            Precision::Month => day.first_of_month(),
            Precision::Day => day,
            Precision::Minute | Precision::Second => return Self { precision, ..self },
        };
        Self { at: first.to_datetime(Time::midnight()), precision, ..self }
    }

    /// How fine it is.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// False when the text names no year and nothing else gives one.
    #[must_use]
    pub const fn year_known(self) -> bool {
        self.year_known
    }

    /// True for a clock time.
    #[must_use]
    pub fn is_clock(self) -> bool {
        self.precision >= Precision::Minute
    }

    /// Its first day. Without a known year the year of it means nothing.
    #[must_use]
    pub fn date(self) -> Date {
        self.at.date()
    }

    /// Where it begins: midnight of its first day when it is no clock time.
    #[must_use]
    pub const fn at(self) -> DateTime {
        self.at
    }

    /// The first day of a year or month; anything finer stays.
    #[must_use]
    pub fn first_day(self) -> Self {
        Self { precision: self.precision.max(Precision::Day), ..self }
    }

    /// The last day of a year or month; anything finer stays.
    #[must_use]
    pub fn last_day(self) -> Self {
        let day = match self.precision {
            Precision::Year => self.date().last_of_year(),
            Precision::Month => self.date().last_of_month(),
            _ => return self,
        };
        Self { at: day.to_datetime(Time::midnight()), ..self.first_day() }
    }

    /// The day named: the day itself, or that of a clock time, where midnight counts as the end
    /// of the day before when `is_end`. A month or a year stays what it is.
    #[must_use]
    pub fn day_named(self, is_end: bool) -> Self {
        let midnight = self.is_clock() && self.at.time() == Time::midnight();
        if !(is_end && midnight) {
            return self.cut(Precision::Day);
        }
        let day = self.at.date().yesterday().unwrap_or(self.at.date());
        Self { at: day.to_datetime(Time::midnight()), ..self.cut(Precision::Day) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every record has up to two of them: written digit by digit, without formatting machinery.
        let mut text = *b"XXXX-00-00T00:00:00";
        if self.year_known {
            let year = self.at.year().unsigned_abs();
            two_digits(&mut text, 0, year / 100);
            two_digits(&mut text, 2, year % 100);
        }
        let parts =
            [self.at.month(), self.at.day(), self.at.hour(), self.at.minute(), self.at.second()];
        for (index, part) in parts.iter().enumerate() {
            two_digits(&mut text, 5 + 3 * index, part.unsigned_abs().into());
        }
        let length = match self.precision {
            Precision::Year => "2022".len(),
            Precision::Month => "2022-05".len(),
            Precision::Day => "2022-05-09".len(),
            Precision::Minute => "2022-05-09T08:00".len(),
            Precision::Second => text.len(),
        };
        f.write_str(std::str::from_utf8(&text[..length]).map_err(|_| fmt::Error)?)
    }
}

/// Writes a number below 100 as two digits.
fn two_digits(text: &mut [u8], at: usize, number: u16) {
    let digit = |value: u16| b'0' + (value % 10) as u8;
    (text[at], text[at + 1]) = (digit(number / 10), digit(number));
}

/// What a time expression means: a beginning and an end, either of which may be open. An end that
/// is a day, month or year includes it; an end that is a clock time is that instant.
///
/// ```
/// use tongbao::time::{Moment, TimeSpan};
/// let until = TimeSpan { start: None, end: Some(Moment::month(2022, 5)) };
/// assert_eq!(until.to_string(), "/2022-05");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TimeSpan {
    /// Where it begins.
    pub start: Option<Moment>,
    /// Where it ends.
    pub end: Option<Moment>,
}

impl TimeSpan {
    /// The span that begins and ends with one moment: a day, an hour.
    #[must_use]
    pub const fn at(moment: Moment) -> Self {
        Self { start: Some(moment), end: Some(moment) }
    }

    /// The same span with years and months written out as their first and last day.
    ///
    /// ```
    /// use tongbao::time::{Moment, TimeSpan};
    /// let may = TimeSpan::at(Moment::month(2022, 5));
    /// assert_eq!(may.in_days().to_string(), "2022-05-01/2022-05-31");
    /// ```
    #[must_use]
    pub fn in_days(self) -> Self {
        Self { start: self.start.map(Moment::first_day), end: self.end.map(Moment::last_day) }
    }

    /// True when both sides are open.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.start.is_none() && self.end.is_none()
    }
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.start.is_some() && self.start == self.end {
            return self.start.iter().try_for_each(|moment| moment.fmt(f));
        }
        self.start.iter().try_for_each(|moment| moment.fmt(f))?;
        f.write_str("/")?;
        self.end.iter().try_for_each(|moment| moment.fmt(f))
    }
}

/// Hours that China is ahead of UTC.
const CHINA: i64 = 8;

/// Reads the date a bulletin was published: an ISO date, or a date-time with `T` or a blank
/// between, with or without seconds, fraction and offset. A time with an offset or `Z` is turned
/// into China's time; one without is taken as it stands; a bare date is its midnight.
///
/// # Errors
///
/// [`ErrorKind::InvalidDate`] when it is none of these or no day of the calendar.
///
/// ```
/// use tongbao::time::parse_published;
/// assert_eq!(parse_published("2022-05-09")?.to_string(), "2022-05-09T00:00:00");
/// assert_eq!(parse_published("2022-05-08T20:30Z")?.to_string(), "2022-05-09T04:30:00");
/// assert!(parse_published("2022-02-30").is_err());
/// # Ok::<(), tongbao::Error>(())
/// ```
pub fn parse_published(text: &str) -> Result<DateTime> {
    published(text.trim()).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Error::new(ErrorKind::InvalidDate, format!("no ISO 8601 date or date-time: «{shown}»"))
    })
}

fn published(text: &str) -> Option<DateTime> {
    let (day, rest) = match text.find(['T', 't', ' ']) {
        Some(cut) => (&text[..cut], text[cut + 1..].trim_start()),
        None => (text, ""),
    };
    let day: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [year, month, day] = day[..] else { return None };
    let day = Date::new(number(year, 4)?, number(month, 2)?.try_into().ok()?, {
        i8::try_from(number(day, 2)?).ok()?
    })
    .ok()?;
    match rest {
        "" => Some(day.to_datetime(Time::midnight())),
        rest => clock_with_offset(day, rest),
    }
}

fn clock_with_offset(day: Date, text: &str) -> Option<DateTime> {
    let cut = text.find(['Z', 'z', '+', '-', ' ']).unwrap_or(text.len());
    let (clock, offset) = (&text[..cut], text[cut..].trim());
    let clock = clock.split_once(['.', ',']).map_or(clock, |(whole, _)| whole);
    let mut parts = clock.split(':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = parts.next().map_or(Some(0), |second| number(second, 2))?.min(59);
    let midnight = day.to_datetime(Time::midnight());
    if hour > 24 || minute > 59 || parts.next().is_some() {
        return None;
    }
    let local = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    let shift = match offset {
        "" => 0,
        offset => CHINA * 3600 - offset_seconds(offset)?,
    };
    midnight.checked_add((local + shift).seconds()).ok()
}

fn offset_seconds(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (sign, digits) = match text.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    let (hours, minutes) = (i64::from(number(hours, 2)?), i64::from(number(minutes, 2)?));
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// The number that a text of at most `most` digits is.
pub(crate) fn number(text: &str, most: usize) -> Option<i16> {
    let good = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_dates() {
        let rows = [
            ("2022-05-09", "2022-05-09T00:00:00"),
            (" 2022-05-09 09:12 ", "2022-05-09T09:12:00"),
            ("2022-05-09T09:12:33", "2022-05-09T09:12:33"),
            ("2019-12-31T13:38:05+08:00", "2019-12-31T13:38:05"),
            ("2019-12-31T13:38:05.250+0800", "2019-12-31T13:38:05"),
            ("2019-12-31T18:00:00Z", "2020-01-01T02:00:00"),
            ("2019-12-31 18:00:00 -05", "2020-01-01T07:00:00"),
            ("2022/5/9", "2022-05-09T00:00:00"),
            ("2022-05-09T24:00", "2022-05-10T00:00:00"),
        ];
        for (text, want) in rows {
            let got = parse_published(text).map(|at| at.to_string());
            assert_eq!(got.as_deref(), Ok(want), "{text}");
        }
        for bad in ["", "2022", "2022-13-01", "2022-02-29", "5月9日", "2022-05-09T25:00", "T", "２"]
        {
            let error = parse_published(bad).map_err(|error| error.kind());
            assert_eq!(error, Err(ErrorKind::InvalidDate), "{bad}");
        }
    }
}
