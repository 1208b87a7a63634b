//! The Chinese calendar of 1900 to 2099, from `data/lunar.tsv`.
//!
//! Enters: a year, a month and a day of the Chinese calendar, or the number of a solar term.
//! Leaves: the day of the civil calendar. Years outside the table give nothing.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use super::expr::LunarMonth;
use crate::data::{Row, rows};
use crate::error::Result;

/// The file's name, for errors.
const FILE: &str = "lunar.tsv";

static YEARS: LazyLock<Vec<LunarYear>> =
    LazyLock::new(|| read(include_str!("../../data/lunar.tsv")).unwrap_or_default());

#[derive(Debug)]
struct LunarYear {
    year: i16,
    first: Date,
    leap: i8,
    lengths: Vec<i8>,
    terms: Vec<i8>,
}

fn read(table: &str) -> Result<Vec<LunarYear>> {
    rows(FILE, table)
        .map(|row| year(row).ok_or_else(|| row.error("want 5 columns, see the head")))
        .collect()
}

fn year(row: Row<'_>) -> Option<LunarYear> {
    let [year, first, leap, lengths, terms] = row.columns().ok()?;
    let (month, day) = first.split_once('-')?;
    let lengths = lengths.chars().map(|c| if c == 'L' { 30 } else { 29 }).collect();
    let terms = terms.split_whitespace().map(|day| day.parse().ok()).collect::<Option<_>>()?;
    let year = year.parse().ok()?;
    let first = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(LunarYear { year, first, leap: leap.parse().ok()?, lengths, terms })
}

fn find(year: i16) -> Option<&'static LunarYear> {
    let first = YEARS.first()?.year;
    YEARS.get(usize::try_from(year.checked_sub(first)?).ok()?)
}

/// First and last day of a month of the Chinese calendar.
pub(super) fn month(year: i16, month: LunarMonth) -> Option<(Date, Date)> {
    let table = find(year)?;
    if !(1..=12).contains(&month.month) || (month.leap && table.leap != month.month) {
        return None;
    }
    let after_leap = table.leap > 0 && month.month > table.leap;
    let index = month.month - 1 + i8::from(after_leap || month.leap);
    let index = usize::try_from(index).ok()?;
    let before: i64 = table.lengths.get(..index)?.iter().map(|days| i64::from(*days)).sum();
    let first = table.first.checked_add(before.days()).ok()?;
    let length = i64::from(*table.lengths.get(index)?);
    Some((first, first.checked_add((length - 1).days()).ok()?))
}

/// A day of the Chinese calendar; day 0 is the month's last.
pub(super) fn day(year: i16, of: LunarMonth, day: i8) -> Option<Date> {
    let (first, last) = month(year, of)?;
    let found = match day {
        0 => last,
        day => first.checked_add(i64::from(day - 1).days()).ok()?,
    };
    (found <= last).then_some(found)
}

/// The day of a solar term, numbered from 小寒 = 0, in a year of the civil calendar.
pub(super) fn term(year: i16, index: i8) -> Option<Date> {
    let day = *find(year)?.terms.get(usize::try_from(index).ok()?)?;
    Date::new(year, index / 2 + 1, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn table_is_whole() {
        let rows = read(include_str!("../../data/lunar.tsv")).expect("a good table");
        assert_eq!(rows.len(), 200);
        for pair in rows.windows(2) {
            let days: i64 = pair[0].lengths.iter().map(|days| i64::from(*days)).sum();
            assert_eq!(pair[0].first.checked_add(days.days()).ok(), Some(pair[1].first));
            assert_eq!(pair[1].terms.len(), 24);
        }
    }

    #[test]
    fn days() {
        let plain = |month| LunarMonth { month, leap: false };
        assert_eq!(day(2022, plain(1), 1), Some(date(2022, 2, 1)));
        assert_eq!(day(2020, plain(8), 15), Some(date(2020, 10, 1)));
        assert_eq!(day(2021, plain(12), 0), Some(date(2022, 1, 31)));
        assert_eq!(day(2020, LunarMonth { month: 4, leap: true }, 1), Some(date(2020, 5, 23)));
        assert_eq!(day(2021, LunarMonth { month: 4, leap: true }, 1), None);
        assert_eq!(term(2022, 6), Some(date(2022, 4, 5)));
        assert_eq!(term(2200, 6), None);
    }
}
