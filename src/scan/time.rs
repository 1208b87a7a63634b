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
mod lunar;
mod mention;
mod numeral;
mod read;
mod resolve;
mod whole;
mod words;

#[cfg(test)]
mod cases;

use jiff::civil::DateTime;

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
}

impl TimeContext {
    /// The context at the beginning of a text.
    #[must_use]
    pub const fn new(published: Option<DateTime>) -> Self {
        Self { published, last: None }
    }

    /// Moves past a mention that has been resolved: what it named is the day last named. What a
    /// figure is compared with, stretches, 目前 and whole years leave the context as it is.
    ///
    /// ```
    /// use tongbao::scan::time::{TimeContext, times};
    /// let text = "5月8日开工，次日完工。";
    /// let mut cx = TimeContext { published: Some("2022-06-01T00:00:00".parse()?), last: None };
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
    mention::all(text)
}
