//! The words of `data/times.tsv`, read into matchers, one for each place a word can stand.
//!
//! Enters: clean text and a byte offset. Leaves: what the longest word that begins (or, for
//! [`Table::before`], ends) there means.

mod matcher;

use std::sync::LazyLock;

use super::expr::{DateRef, DayPart, LunarMonth, MonthRef, Reach, Window, WindowUnit, YearRef};
use crate::charset::CharSet;
use crate::data::rows;
use crate::error::Result;

use matcher::Matcher;

/// The file's name, for errors.
const FILE: &str = "times.tsv";

/// Numerals of time expressions, and 半.
pub(super) const NUMERALS: &str = "〇零一二两三四五六七八九十廿卅半";

/// What a word that begins an expression means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Head {
    Date(DateRef, Option<DayPart>),
    /// 昨(23)日: a day only with a bracketed number after it.
    Bracket(i16),
    Year(YearRef),
    Month(MonthRef),
    /// A week, to be followed by a weekday; one not named must be.
    Week(Option<i8>),
    Months(i8, i8),
    YearEnd,
    Quarter(i8),
    /// Days of the month of context, to be followed by nothing.
    Days(i8, i8),
    Part(DayPart),
    Holiday(Holiday),
    Lunar,
    LunarMonth(i8),
    Leap,
    /// 近, 过去, 未来, before a number; `vague` words also mean something without one.
    Past {
        vague: bool,
    },
    Future,
    Hence,
    /// 民国, 光绪, before a year: the year before its first.
    Era(i16),
    /// 夏季: first and last month, after a year.
    Season(i8, i8),
    /// 上个小时.
    Window(Window),
    /// 前 in 前8个月.
    First,
    /// 最后 in 今年最后两周.
    Last,
    /// A word in which others may begin.
    Pass,
    Stop,
}

/// A day with a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Holiday {
    Solar(i8, i8),
    Lunar(i8, i8),
    Nth(i8, i8, i8),
    Term(i8),
    /// A word of the weather, a term only after a year.
    TermAfterYear(i8),
}

impl Holiday {
    pub(super) const fn date(self, year: YearRef) -> DateRef {
        match self {
            Self::Solar(month, day) => DateRef::Days(MonthRef::Is(year, month), day, day),
            Self::Lunar(month, day) => DateRef::Lunar(year, LunarMonth { month, leap: false }, day),
            Self::Nth(month, n, weekday) => DateRef::Nth(MonthRef::Is(year, month), n, weekday),
            Self::Term(index) | Self::TermAfterYear(index) => DateRef::Term(year, index),
        }
    }
}

/// What stands after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
    /// 号.
    Hao,
    /// 时.
    Hour,
    /// 点.
    Dian,
    Decade,
    Century,
    /// 个月, in 前8个月.
    Months,
    /// 季度.
    Quarter,
    /// A unit that with a lone number is a duration (15年来).
    Duration,
    Stop,
}

/// What follows a year or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Days(i8, i8),
    Months(i8, i8),
    YearEnd,
    Stop,
}

/// What stands before an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Until,
    /// 至, 到: until, where no expression ends.
    To,
    Since,
    /// 从, 由: since, with 起 or the like after.
    From,
    Against,
    /// 与, 同: against, with 相比 or 持平 after.
    With,
    Zone,
    /// 甚至.
    Stop,
}

/// What stands after an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    About,
    /// 1点多.
    Clock,
    Within,
    Since,
    Until,
    Earlier,
    Later,
    /// 来, after a stretch only.
    Back,
    Stop,
}

/// What begins a text that is a time and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// 前 in 前两分钟.
    Past,
    /// 后 in 后三天.
    Future,
    /// 下一个, before a day with a name.
    Next,
    /// 上一个.
    Previous,
}

/// What a character before a word spoils.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotHead {
    /// 前一天.
    DayBefore,
    /// 现在, 现时.
    Now,
}

/// All the words.
#[derive(Debug)]
pub(super) struct Table {
    /// Digits, and what a word of `head` or a numeral begins with.
    pub starts: CharSet,
    pub head: Matcher<Head>,
    pub unit: Matcher<Unit>,
    pub part: Matcher<Part>,
    pub year_part: Matcher<Part>,
    pub span: Matcher<Option<(WindowUnit, bool)>>,
    pub after: Matcher<After>,
    before: Matcher<Before>,
    not_day: Matcher<()>,
    not_point: Matcher<()>,
    not_weekday: Matcher<()>,
    not_head: Matcher<NotHead>,
    ahead: Matcher<bool>,
    whole: Matcher<Whole>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_str!("../../data/times.tsv")).unwrap_or_default());

impl Default for Table {
    fn default() -> Self {
        Self {
            starts: CharSet::new(),
            head: Matcher::new(),
            unit: Matcher::new(),
            part: Matcher::new(),
            year_part: Matcher::new(),
            span: Matcher::new(),
            after: Matcher::new(),
            before: Matcher::new(),
            not_day: Matcher::new(),
            not_point: Matcher::new(),
            not_weekday: Matcher::new(),
            not_head: Matcher::new(),
            ahead: Matcher::new(),
            whole: Matcher::new(),
        }
    }
}

impl Table {
    /// The built-in table.
    pub fn get() -> &'static Self {
        &TABLE
    }

    /// Reads and checks the table.
    pub fn read(text: &str) -> Result<Self> {
        let mut table = Self::default();
        for row in rows(FILE, text) {
            let [place, word, kind, value] = row.columns()?;
            table.add(place, word, kind, value).map_err(|reason| row.error(reason))?;
        }
        NUMERALS.chars().for_each(|numeral| table.head.mark(numeral));
        ('0'..='9').chain(table.head.firsts()).for_each(|c| table.starts.insert(c.into()));
        Ok(table)
    }

    fn add(
        &mut self,
        place: &str,
        word: &str,
        kind: &str,
        value: &str,
    ) -> std::result::Result<(), &'static str> {
        const KIND: &str = "unknown kind or wrong value";
        match place {
            "head" => self.head.add(word, head(kind, value).ok_or(KIND)?),
            "unit" => self.unit.add(word, unit(kind).ok_or(KIND)?),
            "part" => self.part.add(word, part(kind, value).ok_or(KIND)?),
            "yearpart" => self.year_part.add(word, part(kind, value).ok_or(KIND)?),
            "span" => self.span.add(word, span(kind, value).ok_or(KIND)?),
            "after" => self.after.add(word, after(kind).ok_or(KIND)?),
            "before" => self.before.add(&reversed(word), before(kind).ok_or(KIND)?),
            "notday" => self.not_day.add(&reversed(word), ()),
            "nopoint" => self.not_point.add(&reversed(word), ()),
            "whole" => self.whole.add(word, whole(kind).ok_or(KIND)?),
            "ahead" => self.ahead.add(word, ahead(kind).ok_or(KIND)?),
            "nohead" => self.not_head.add(&reversed(word), not_head(kind).ok_or(KIND)?),
            "noweekday" => self.not_weekday.add(&reversed(word), ()),
            _ => Err("unknown place"),
        }
    }

    /// The longest word of the kind that ends at `end`, and where it begins.
    pub fn before(&self, text: &str, end: usize) -> Option<(Before, usize)> {
        self.before.ending(text, end)
    }

    /// True when the word before `end` says that a number after it is no day.
    pub fn not_day(&self, text: &str, end: usize) -> bool {
        self.not_day.ending(text, end).is_some()
    }

    /// True when the word before `end` says that 点 after it is no hour.
    pub fn not_point(&self, text: &str, end: usize) -> bool {
        self.not_point.ending(text, end).is_some()
    }

    /// True when the word before `end` makes another word of the one after it: of 前一天
    /// (提前一天), or of 现在 (出现在).
    pub fn not_head(&self, text: &str, end: usize, before: NotHead) -> bool {
        self.not_head.ending(text, end).is_some_and(|(word, _)| word == before)
    }

    /// The word that begins a text which is a time and nothing else.
    pub fn whole(&self, text: &str) -> Option<(Whole, usize)> {
        self.whole.at(text, 0)
    }

    /// True when a word of the future (将, 预计) begins at `at`.
    pub fn ahead(&self, text: &str, at: usize) -> bool {
        self.ahead.at(text, at).is_some_and(|(ahead, _)| ahead)
    }

    /// True when the word before `end` says that 周一 after it is no day.
    pub fn not_weekday(&self, text: &str, end: usize) -> bool {
        self.not_weekday.ending(text, end).is_some()
    }
}

fn whole(kind: &str) -> Option<Whole> {
    Some(match kind {
        "past" => Whole::Past,
        "future" => Whole::Future,
        "next" => Whole::Next,
        "previous" => Whole::Previous,
        _ => return None,
    })
}

fn not_head(kind: &str) -> Option<NotHead> {
    match kind {
        "stop" => Some(NotHead::DayBefore),
        "now" => Some(NotHead::Now),
        _ => None,
    }
}

fn ahead(kind: &str) -> Option<bool> {
    match kind {
        "ahead" => Some(true),
        "stop" => Some(false),
        _ => None,
    }
}

fn reversed(word: &str) -> String {
    word.chars().rev().collect()
}

fn numbers<const N: usize>(value: &str) -> Option<[i8; N]> {
    let mut found = [0; N];
    let mut words = value.split(' ');
    for slot in &mut found {
        *slot = words.next()?.parse().ok()?;
    }
    words.next().is_none().then_some(found)
}

fn day_part(name: &str) -> Option<DayPart> {
    Some(match name {
        "morning" => DayPart::Morning,
        "small" => DayPart::Small,
        "noon" => DayPart::Noon,
        "afternoon" => DayPart::Afternoon,
        "evening" => DayPart::Evening,
        "night" => DayPart::Night,
        _ => return None,
    })
}

fn head(kind: &str, value: &str) -> Option<Head> {
    let one = || numbers::<1>(value).map(|[n]| n);
    let two = || numbers::<2>(value);
    Some(match kind {
        "day" if value.ends_with("bracket") => {
            Head::Bracket(value.trim_end_matches(" bracket").parse().ok()?)
        }
        "day" | "lastday" => {
            let (offset, part) = value.split_once(' ').unwrap_or((value, ""));
            let offset = offset.parse().ok()?;
            let date = match kind {
                "day" => DateRef::FromPublished(offset),
                _ => DateRef::FromLast(offset),
            };
            Head::Date(date, if part.is_empty() { None } else { Some(day_part(part)?) })
        }
        "now" => Head::Date(DateRef::Now, None),
        "vague" => Head::Date(DateRef::Vague, None),
        "year" => Head::Year(YearRef::FromPublished(one()?)),
        "lastyear" => Head::Year(YearRef::FromLast(one()?)),
        "month" => Head::Month(MonthRef::FromPublished(one()?)),
        "lastmonth" => Head::Month(MonthRef::FromLast(one()?)),
        "week" => Head::Week(Some(one()?)),
        "weekday" => Head::Week(None),
        "months" => two().map(|[a, b]| Head::Months(a, b))?,
        "yearend" => Head::YearEnd,
        "quarter" => Head::Quarter(one()?),
        "days" => two().map(|[a, b]| Head::Days(a, b))?,
        "daypart" => Head::Part(day_part(value)?),
        "holiday" => Head::Holiday(holiday(value)?),
        "lunar" => Head::Lunar,
        "lunarmonth" => Head::LunarMonth(one()?),
        "leap" => Head::Leap,
        "past" => Head::Past { vague: value == "vague" },
        "future" => Head::Future,
        "hence" => Head::Hence,
        "era" => Head::Era(value.parse().ok()?),
        "season" => two().map(|[a, b]| Head::Season(a, b))?,
        "window" => Head::Window(window(value)?),
        "first" => Head::First,
        "last" => Head::Last,
        "pass" => Head::Pass,
        "stop" => Head::Stop,
        _ => return None,
    })
}

/// A stretch of one unit: `past hour`.
fn window(value: &str) -> Option<Window> {
    let (reach, unit) = value.split_once(' ')?;
    let reach = match reach {
        "past" => Reach::Past,
        "future" => Reach::Future,
        _ => return None,
    };
    let (unit, _) = span(unit, "")??;
    Some(Window { reach, halves: 2, unit })
}

fn holiday(value: &str) -> Option<Holiday> {
    let (kind, value) = value.split_once(' ')?;
    Some(match kind {
        "s" => numbers(value).map(|[month, day]| Holiday::Solar(month, day))?,
        "l" => numbers(value).map(|[month, day]| Holiday::Lunar(month, day))?,
        "n" => numbers(value).map(|[month, n, weekday]| Holiday::Nth(month, n, weekday))?,
        "t" => numbers(value).map(|[index]| Holiday::Term(index))?,
        "y" => numbers(value).map(|[index]| Holiday::TermAfterYear(index))?,
        _ => return None,
    })
}

fn unit(kind: &str) -> Option<Unit> {
    Some(match kind {
        "year" => Unit::Year,
        "month" => Unit::Month,
        "day" => Unit::Day,
        "hao" => Unit::Hao,
        "hour" => Unit::Hour,
        "dian" => Unit::Dian,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "months" => Unit::Months,
        "quarter" => Unit::Quarter,
        "duration" => Unit::Duration,
        "stop" => Unit::Stop,
        _ => return None,
    })
}

fn part(kind: &str, value: &str) -> Option<Part> {
    Some(match kind {
        "days" => numbers(value).map(|[a, b]| Part::Days(a, b))?,
        "months" => numbers(value).map(|[a, b]| Part::Months(a, b))?,
        "yearend" => Part::YearEnd,
        "stop" => Part::Stop,
        _ => return None,
    })
}

fn span(kind: &str, value: &str) -> Option<Option<(WindowUnit, bool)>> {
    let unit = match kind {
        "second" => WindowUnit::Second,
        "minute" => WindowUnit::Minute,
        "hour" => WindowUnit::Hour,
        "day" => WindowUnit::Day,
        "week" => WindowUnit::Week,
        "month" => WindowUnit::Month,
        "year" => WindowUnit::Year,
        "stop" => return Some(None),
        _ => return None,
    };
    Some(Some((unit, value == "prefixed")))
}

fn before(kind: &str) -> Option<Before> {
    Some(match kind {
        "until" => Before::Until,
        "to" => Before::To,
        "since" => Before::Since,
        "from" => Before::From,
        "against" => Before::Against,
        "with" => Before::With,
        "zone" => Before::Zone,
        "stop" => Before::Stop,
        _ => return None,
    })
}

fn after(kind: &str) -> Option<After> {
    Some(match kind {
        "about" => After::About,
        "clock" => After::Clock,
        "within" => After::Within,
        "since" => After::Since,
        "until" => After::Until,
        "before" => After::Earlier,
        "after" => After::Later,
        "back" => After::Back,
        "stop" => After::Stop,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_table_is_good() {
        let table = Table::read(include_str!("../../data/times.tsv"));
        assert!(table.is_ok(), "{:?}", table.err());
    }

    #[test]
    fn faults_name_their_line() {
        for (row, reason) in [
            ("head\t今天\tday", "times.tsv:1: want 4 columns"),
            ("head\t今天\tdays\t0", "times.tsv:1: unknown kind or wrong value"),
            ("nowhere\t今天\tday\t0", "times.tsv:1: unknown place"),
            ("after\tpm\tstop\t", "times.tsv:1: a word begins with a Han character"),
        ] {
            let error = Table::read(row).expect_err("a fault");
            assert_eq!(error.to_string(), reason);
        }
        let twice = Table::read("after\t前\tbefore\t\nafter\t前\tstop\t").expect_err("a fault");
        assert_eq!(twice.to_string(), "times.tsv:2: word given twice");
    }
}
