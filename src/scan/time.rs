//! Dates, periods and clock times, with the words that anchor them (截至, 以来, 止).
//!
//! Enters: clean text. Leaves: [`TimeMention`]s, sorted, not overlapping, as long as they can be;
//! [`TimeMention::resolve`] turns one into a [`TimeSpan`], given the date of publication and the
//! day last named. Always: spans lie on character edges of the text given; the work is linear in
//! its length; 24小时 and 5天 are lengths and none of ours, while 5天前 is.
//!
//! ```
//! use jiff::civil::date;
//! use tongbao::scan::time::{TimeContext, times};
//! let text = "截至5月8日上午8时，累计采样3轮；昨日0—24时新增7例。";
//! let mentions = times(text);
//! let cx = TimeContext::new(Some(date(2022, 5, 9).at(0, 0, 0, 0)));
//! let said: Vec<_> = mentions.iter().map(|m| (&text[m.span.range()], m.resolve(&cx))).collect();
//! assert_eq!(said[0].0, "截至5月8日上午8时");
//! assert_eq!(said[0].1.to_string(), "/2022-05-08T08:00");
//! assert_eq!(said[1].0, "昨日0—24时");
//! assert_eq!(said[1].1.to_string(), "2022-05-08T00:00/2022-05-09T00:00");
//! ```

mod expr;
mod impossible;
mod lunar;
mod mention;
mod numeral;
mod read;
mod resolve;
mod whole;
mod words;

#[cfg(test)]
mod cases;

use jiff::civil::{Date, DateTime};

pub use expr::{
    Clock, DateRef, DayPart, LunarMonth, MonthRef, Point, Reach, TimeExpr, Window, WindowUnit,
    YearRef,
};

use crate::span::Span;
use crate::time::{Moment, Precision, TimeSpan};

/// What the words around a time make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// At or during it.
    During,
    /// Up to it: 截至T, 至T止.
    Until,
    /// From it on: T以来, 自T起.
    Since,
    /// Not later: T前.
    Before,
    /// Later: T后.
    After,
    /// The figure is compared with it and not of it: 较T, 与T持平.
    Against,
    /// 目前, 截至目前: no time of its own. Resolves to the moment of publication; a reader of a
    /// bulletin looks for the last [`Anchor::Until`] first.
    Now,
    /// 近日, 连日来: resolves to nothing.
    Vague,
}

/// Whether what is told lies behind or ahead, which decides the year of a date without one and
/// the week of a weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outlook {
    /// It has happened: the latest such date.
    Told,
    /// 将, 预计, 计划 stand beside it: the next such date.
    Ahead,
    /// The expression is all there is of the text: the date of the current year, the coming
    /// weekday, the coming hour.
    Alone,
    /// 下一个 stands before it: the first after publication.
    Next,
    /// 上一个 stands before it: the last before publication.
    Previous,
}

/// A time named in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeMention {
    /// Where it stands in the clean text, with its anchor words.
    pub span: Span,
    /// What it says.
    pub expr: TimeExpr,
    /// What the words around it make of it.
    pub anchor: Anchor,
    /// Whether it lies behind or ahead.
    pub outlook: Outlook,
    /// Stable id of the rule that read it.
    pub rule: &'static str,
}

/// What is known where a mention stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeContext {
    /// When the text was published, local time; midnight when only the day is known.
    pub published: Option<DateTime>,
    /// The day (or month) last named in the text: gives month and year to 12日, the day to 当日,
    /// 18时 and 次日.
    pub last: Option<Moment>,
    /// The year last named, alone or with a day: that of 全年.
    pub year: Option<Moment>,
}

impl TimeContext {
    /// The context at the beginning of a text.
    #[must_use]
    pub const fn new(published: Option<DateTime>) -> Self {
        Self { published, last: None, year: None }
    }

    /// Moves past a mention that has been resolved: what it named is the day last named. What a
    /// figure is compared with, stretches, 目前 and whole years leave the context as it is.
    ///
    /// ```
    /// use tongbao::scan::time::{TimeContext, times};
    /// let text = "5月8日开工，次日完工。";
    /// let mut cx = TimeContext { published: Some("2022-06-01T00:00:00".parse()?), ..TimeContext::default() };
    /// let spans: Vec<_> = times(text).iter().map(|mention| cx.advance(mention)).collect();
    /// assert_eq!(spans[1].to_string(), "2022-05-09");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advance(&mut self, mention: &TimeMention) -> TimeSpan {
        let span = mention.resolve(self);
        let skipped = matches!(mention.anchor, Anchor::Against | Anchor::Now | Anchor::Vague);
        if skipped || mention.is_window() {
            return span;
        }
        let named = match (span.start, span.end) {
            (_, Some(end)) => Some(end.day_named(span.start != span.end)),
            (Some(start), None) => Some(start.day_named(false)),
            (None, None) => None,
        };
        self.year = named.map(|named| named.cut(Precision::Year)).or(self.year);
        if let Some(named) = named.filter(|moment| moment.precision() >= Precision::Month) {
            self.last = Some(named);
        }
        span
    }
}

impl TimeMention {
    /// What it means in a context. Both sides open: nothing that can be pinned down.
    #[must_use]
    pub fn resolve(&self, cx: &TimeContext) -> TimeSpan {
        resolve::resolve(self, cx)
    }

    /// True when it names a clock time (8时, 0—24时).
    #[must_use]
    pub fn is_clock(&self) -> bool {
        match self.expr {
            TimeExpr::At(point) => point.clock.is_some(),
            TimeExpr::Span(a, b) => a.clock.is_some() || b.clock.is_some(),
        }
    }

    /// True when it says where it begins and where it ends (7日至9日, 0—24时).
    #[must_use]
    pub const fn is_span(&self) -> bool {
        matches!(self.expr, TimeExpr::Span(..))
    }

    /// True when it names a single day, with or without a clock time.
    #[must_use]
    pub const fn is_day(&self) -> bool {
        match self.expr {
            TimeExpr::At(point) => point.date.is_day(),
            TimeExpr::Span(..) => false,
        }
    }

    /// True for a bare clock time, which is of the day last named (8时, 0—24时).
    #[must_use]
    pub fn is_bare_clock(&self) -> bool {
        match self.expr {
            TimeExpr::At(point) => point.date == DateRef::Unstated,
            TimeExpr::Span(a, b) => a.date == DateRef::Unstated && b.date == DateRef::Unstated,
        }
    }

    /// True for a stretch measured from publication (近14天, 3天前).
    #[must_use]
    pub const fn is_window(&self) -> bool {
        matches!(self.expr, TimeExpr::At(Point { date: DateRef::Window(_), .. }))
    }
}

/// All times named in clean text.
///
/// ```
/// use tongbao::scan::time::times;
/// let found = |text: &str| times(text).len();
/// assert_eq!(found("1月12日、13日、14日分别新增8例"), 3);
/// assert_eq!(found("24小时值守，为期5天，拨打110"), 0);
/// ```
#[must_use]
pub fn times(text: &str) -> Vec<TimeMention> {
    all_times(text).mentions
}

/// The times of a text.
#[derive(Debug, Default)]
pub(crate) struct Times {
    /// Those that can be.
    pub mentions: Vec<TimeMention>,
    /// Spans of what is meant as a date or clock time and cannot be one: 13月5日, 8日25时.
    impossible: Vec<Span>,
}

/// All times named in clean text, and what cannot be one.
pub(crate) fn all_times(text: &str) -> Times {
    mention::all(text)
}

impl Times {
    /// What is meant as a date or clock time and cannot be one, days that their month does not have
    /// among them: 2月30日.
    pub fn impossible(&self, text: &str, published: Option<Date>) -> Vec<Span> {
        let mut spans = impossible::unreal(text, &self.mentions, published);
        spans.extend(&self.impossible);
        spans.sort_by_key(|span| span.start);
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn impossible(text: &str) -> Vec<&str> {
        let published = jiff::civil::date(2022, 5, 9);
        let spans = all_times(text).impossible(text, Some(published));
        spans.into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn times_that_cannot_be_are_told() {
        for (text, want) in [
            ("县里2月30日新增3例。", "2月30日"),
            ("县里4月31日新增3例。", "4月31日"),
            ("2022年2月29日新增3例。", "2022年2月29日"),
            ("今年2月29日新增3例。", "今年2月29日"),
            ("二〇二二年四月三十一日开工。", "二〇二二年四月三十一日"),
            ("县里4月25日至31日新增3例。", "4月25日至31日"),
            ("县里4月30日、31日新增3例。", "31日"),
            ("县里5月32日新增3例。", "5月32日"),
            ("县里5月0日新增3例。", "5月0日"),
            ("县里13月5日新增3例。", "13月5日"),
            ("2022年13月5日新增3例。", "2022年13月5日"),
            ("2022年13月新增3例。", "2022年13月"),
            ("十三月五日开工。", "十三月五日"),
            ("5月8日25时新增3例。", "25时"),
            ("截至25时，新增3例。", "25时"),
            ("5月8日0时至25时新增3例。", "25时"),
            ("5月8日0—25时新增3例。", "25时"),
            ("25时，风停。", "25时"),
            ("5月8日14时75分开工。", "14时75分"),
            ("5月8日14:75开工。", "14:75"),
            ("于2022-05-08 25:30开工。", "25:30"),
            ("14:00—14:75停水。", "14:75"),
            ("于2022-13-05开工。", "2022-13-05"),
            ("于2022-02-30开工。", "2022-02-30"),
            ("于2022.02.30开工。", "2022.02.30"),
            ("于2022/5/08、2022/05/32开工。", "2022/05/32"),
        ] {
            assert_eq!(impossible(text), [want], "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none_that_cannot_be() {
        for text in [
            "增长12.5%，3.15晚会，占2/3，版本13.5，2019.2.30版。",
            "78:75险胜，昨日25:20取胜，比例3:90，14:75开。",
            "电话2022-13105，0371-65901234，110-25-30。",
            "2020-21-22赛季，2021/22/23赛季。",
            "共13个月5天，封控48时，凭72时内证明，3月龄40日龄。",
            "农历二月三十，二月三十日，2月29日，2020年2月29日。",
            "4月25日至3日，4月30日、5月31日，5月8日24时，晚上12时。",
            "5月35号院，8日30点，指数报14点75分。",
        ] {
            assert!(impossible(text).is_empty(), "{text}: {:?}", impossible(text));
        }
    }
}
