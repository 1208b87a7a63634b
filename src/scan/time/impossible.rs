//! Dates and clock times that cannot be: 2月30日, 13月5日, 8日25时, 2022-13-05.
//!
//! Enters: the text and a place where no time was read, or the times that were. Leaves: the span of
//! what is clearly meant as a time and is none. Scores (78:75), ratios (3:90), versions (13.5) and
//! lengths (48时) look alike: where the words around do not tell, nothing is said.

use jiff::civil::Date;

use super::TimeMention;
use super::expr::{DateRef, MonthRef, Point, TimeExpr, YearRef};
use super::numeral::{self, Form, Num};
use super::read::Reader;
use crate::number::char_at;
use crate::span::Span;

/// What ends with one of these is a day or a part of it, or is followed by a clock time.
const DAYS: [&str; 18] = [
    "日", "号", "今天", "昨天", "明天", "当天", "上午", "下午", "晚上", "晚间", "凌晨", "早上",
    "早晨", "中午", "傍晚", "今晚", "昨晚", "截至",
];

/// Behind these 时 and 日 are parts of other words: 25时速, 40日龄.
const OTHER_WORDS: &str = "内间长速代段差龄均游";

const DASHES: [char; 8] = ['-', '—', '–', '－', '~', '～', '至', '到'];

impl Reader<'_> {
    /// What begins at `at`, where no time does, and is meant as one.
    pub(super) fn impossible(&self, at: usize) -> Option<Span> {
        let num = numeral::read(self.text, at)?;
        let unit = char_at(self.text, num.end)?;
        if matches!(unit, ':' | '：') {
            return self.impossible_clock(at, num);
        }
        if num.form == Form::Pair || self.continues_number(at) {
            return None;
        }
        match unit {
            '月' => self.impossible_month(at, num),
            '日' | '号' => self.impossible_day(at, num),
            '时' | '点' => self.impossible_hour(at, num),
            '分' => self.impossible_minute(at, num),
            '-' | '/' => self.impossible_iso(at, num, unit),
            _ => None,
        }
    }

    /// 13月5日, 2022年13月.
    fn impossible_month(&self, at: usize, num: Num) -> Option<Span> {
        let end = num.end + '月'.len_utf8();
        let start = match self.text[..at].strip_suffix('年') {
            Some(before) => self.year_before(before.len())?,
            None => at,
        };
        let day = numeral::read(self.text, end).and_then(|day| self.day_end(day));
        let told = if start == at { day } else { day.or(Some(end)) };
        told.filter(|_| is_short(num) && !(1..=12).contains(&num.value))
            .map(|end| Span::new(start, end))
    }

    /// 5月32日.
    fn impossible_day(&self, at: usize, num: Num) -> Option<Span> {
        let before = self.text[..at].strip_suffix('月')?.len();
        let (start, month) = self.numeral_before(before)?;
        let end = self.day_end(num)?;
        let outside = is_short(num) && !(1..=31).contains(&num.value);
        (outside && (1..=12).contains(&month.value)).then(|| Span::new(start, end))
    }

    /// Behind the 日 or 号 of a day.
    fn day_end(&self, day: Num) -> Option<usize> {
        let end = self.one_of(day.end, ['日', '号'])?;
        let hao = self.text[..end].ends_with('号');
        let next = char_at(self.text, end);
        let other = next.is_some_and(|next| OTHER_WORDS.contains(next));
        (!other && (!hao || self.edge_after(end))).then_some(end)
    }

    /// 8日25时, 0时至25时, and 25时 as the beginning of a sentence or clause.
    fn impossible_hour(&self, at: usize, num: Num) -> Option<Span> {
        let end = num.end + '时'.len_utf8();
        let rest = self.rest(end);
        let dian = self.text[..end].ends_with('点');
        let clear = !dian || rest.starts_with('钟') || self.minutes_follow(end);
        let other = rest.starts_with(|next| OTHER_WORDS.contains(next));
        let before = self.text[..at].trim_end_matches(' ');
        let clause = !dian
            && (before.is_empty() || before.ends_with(['，', '。', '；', '\n']))
            && rest.starts_with('，');
        let hours = before.strip_suffix(DASHES).is_some_and(|before| self.is_hour(before));
        let told = clear && !other && (clause || hours || ends_in_day(before));
        (told && is_short(num) && num.value > 24).then(|| Span::new(at, end))
    }

    fn minutes_follow(&self, at: usize) -> bool {
        numeral::read(self.text, at).is_some_and(|num| self.rest(num.end).starts_with('分'))
    }

    /// 14时75分.
    fn impossible_minute(&self, at: usize, num: Num) -> Option<Span> {
        let head = self.text[..at].strip_suffix(['时', '点'])?;
        let (start, hour) = self.numeral_before(head.len())?;
        // 14点75分 alone may be points.
        let clear = self.text[..at].ends_with('时') || ends_in_day(&self.text[..start]);
        let minutes = clear && num.value >= 60 && is_short(num) && hour.value <= 24;
        let end = num.end + '分'.len_utf8();
        let next = char_at(self.text, end);
        let length = next.is_some_and(|next| "钟之贝".contains(next));
        (minutes && !length).then(|| Span::new(start, end))
    }

    /// 8日14:75, 2022-05-08 25:30, 14:00—14:75.
    fn impossible_clock(&self, at: usize, hour: Num) -> Option<Span> {
        let minute = self.two_digits(self.one_of(hour.end, [':', '：'])?)?;
        let arabic = hour.form == Form::Arabic && hour.len <= 2;
        let longer = self.rest(minute.end).starts_with(['.', ':', '%']);
        if !arabic || longer || self.text[..at].ends_with([':', '.']) {
            return None;
        }
        let before = self.text[..at].trim_end_matches(' ');
        let dated = ends_in_iso(before);
        let told = match (hour.value <= 24, minute.value < 60) {
            (true, false) => dated || ends_in_day(before) || self.is_end_of_clocks(before),
            // 25:20 after a day may be a score.
            (false, true) => dated || self.is_end_of_clocks(before),
            _ => false,
        };
        told.then(|| Span::new(at, minute.end))
    }

    /// 14:00— before the end of a stretch of time.
    fn is_end_of_clocks(&self, before: &str) -> bool {
        let Some(before) = before.strip_suffix(DASHES) else { return false };
        let start = before.len().saturating_sub("14:00".len());
        self.colon_clock(start, None).is_some_and(|(_, end)| end == before.len())
    }

    /// 2022-13-05: one of the two cannot be, the other can.
    fn impossible_iso(&self, at: usize, year: Num, mark: char) -> Option<Span> {
        let month = self.two_digits(self.one_of(year.end, [mark])?)?;
        let day = self.two_digits(self.one_of(month.end, [mark])?)?;
        let months = (1..=12).contains(&month.value);
        let days = (1..=31).contains(&day.value);
        // 2020-21-22 are years.
        let years = month.value == year.value % 100 + 1;
        let goes_on = self.rest(day.end).starts_with(['-', '/', '.']);
        let dated = year.len == 4 && (1900..2100).contains(&year.value);
        (dated && months != days && !years && !goes_on).then(|| Span::new(at, day.end))
    }

    /// The beginning of the year of four digits that ends at `end`.
    fn year_before(&self, end: usize) -> Option<usize> {
        let (start, year) = self.numeral_before(end)?;
        (year.len == 4 && (1900..2100).contains(&year.value)).then_some(start)
    }

    /// 0时 or 0 before the end of a stretch of hours.
    fn is_hour(&self, before: &str) -> bool {
        match before.strip_suffix('时') {
            Some(hour) => self.numeral_before(hour.len()).is_some(),
            None => self.numeral_before(before.len()).is_some_and(|(_, hour)| hour.value == 0),
        }
    }

    /// The numeral that ends at `end`, and where it begins.
    fn numeral_before(&self, end: usize) -> Option<(usize, Num)> {
        let start = numeral::run_start(self.text.get(..end)?);
        let num = numeral::read(self.text, start).filter(|num| num.end == end)?;
        (!self.continues_number(start)).then_some((start, num))
    }
}

/// Of no more characters than a day, month or hour has.
const fn is_short(num: Num) -> bool {
    match num.form {
        Form::Arabic => num.len <= 2,
        Form::Han => true,
        Form::Digits | Form::Pair => false,
    }
}

fn ends_in_day(before: &str) -> bool {
    DAYS.iter().any(|word| before.ends_with(word))
}

/// 2022-05-08 at the end.
fn ends_in_iso(before: &str) -> bool {
    let date = before.as_bytes().last_chunk::<10>();
    date.is_some_and(|date| {
        date.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => matches!(byte, b'-' | b'/' | b'.'),
            _ => byte.is_ascii_digit(),
        })
    })
}

/// The mentions that name a day which their month does not have: 2月30日, 4月25日至31日, and 31日
/// in 4月30日、31日. A month without a year may be of any.
pub(super) fn unreal(text: &str, mentions: &[TimeMention], published: Option<Date>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut listed: Option<(MonthRef, usize)> = None;
    for mention in mentions {
        let (from, to) = match mention.expr {
            TimeExpr::At(point) => (point, None),
            TimeExpr::Span(from, to) => (from, Some(to)),
        };
        let joined = listed.filter(|(_, end)| {
            let between = text.get(*end..mention.span.start);
            between.is_some_and(|between| matches!(between, "、" | "和" | "及" | "与"))
        });
        let month = named_month(&from).or(joined.map(|(month, _)| month));
        let unreal = exceeds(&from, month, published)
            || to.is_some_and(|to| {
                let later = first_day(&to) > first_day(&from);
                let month = named_month(&to).or(month.filter(|_| later));
                exceeds(&to, month, published)
            });
        if unreal && is_clear(&text[mention.span.range()], month) {
            found.push(mention.span);
        }
        listed = month.filter(|_| to.is_none()).map(|month| (month, mention.span.end));
    }
    found
}

/// Not 2.30 or 2019.2.30, which may be a version, and not 二月三十, which is a day of the Chinese
/// calendar.
fn is_clear(words: &str, month: Option<MonthRef>) -> bool {
    let year = matches!(month, Some(MonthRef::Is(YearRef::Is(1912..), _)));
    let arabic = words.contains(|c: char| c.is_ascii_digit());
    let padded = words.len() >= "2019.02.30".len();
    let signed = !words.contains(['月', '日', '号']);
    if signed { year && (padded || !words.contains('.')) } else { arabic || year }
}

fn named_month(point: &Point) -> Option<MonthRef> {
    match point.date {
        DateRef::Days(month @ MonthRef::Is(..), ..) => Some(month),
        _ => None,
    }
}

const fn first_day(point: &Point) -> i8 {
    match point.date {
        DateRef::Days(_, first, _) => first,
        _ => 0,
    }
}

/// Whether `point` is a day that `month` does not have.
fn exceeds(point: &Point, month: Option<MonthRef>, published: Option<Date>) -> bool {
    let Some(MonthRef::Is(year, month)) = month else { return false };
    let year = match year {
        YearRef::Is(year) => Some(year),
        YearRef::FromPublished(offset) => published.map(|day| day.year() + i16::from(offset)),
        YearRef::Unstated | YearRef::FromLast(_) => None,
    };
    let first = Date::new(year.unwrap_or(LEAP_YEAR), month, 1);
    first.is_ok_and(|first| first_day(point) > first.days_in_month())
}

/// Has all days that there are.
const LEAP_YEAR: i16 = 2000;
