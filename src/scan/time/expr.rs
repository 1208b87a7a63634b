//! What a time expression says, before it is known when it was said.

/// An expression as it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeExpr {
    /// One date, period or clock time.
    At(Point),
    /// From the first to the second (7日0时至24时).
    Span(Point, Point),
}

/// A date, a clock time, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// The date or period.
    pub date: DateRef,
    /// The part of the day (上午), also where it has been worked into `clock`.
    pub part: Option<DayPart>,
    /// The clock time, on a 24-hour clock where the words allow.
    pub clock: Option<Clock>,
}

/// Hours 0 to 24, further days counted as hours beyond (晚上1点 of 8 May is 25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock {
    /// Hours since the day's midnight.
    pub hour: i8,
    /// Minutes, 0 to 59.
    pub minute: i8,
    /// Seconds, when stated.
    pub second: Option<i8>,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayPart {
    /// 清晨 早上 上午: hours stand as they are, 12 is noon.
    Morning,
    /// 凌晨, am: 12 is midnight.
    Small,
    /// 中午: 1 to 3 are hours of the afternoon.
    Noon,
    /// 下午 傍晚, pm.
    Afternoon,
    /// 晚上: 5 to 12, then the small hours of the next day.
    Evening,
    /// 深夜 半夜: before midnight, or the small hours of the day itself.
    Night,
}

/// Which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearRef {
    /// None is named.
    #[default]
    Unstated,
    /// This one.
    Is(i16),
    /// So many years after the one of publication (去年 is -1).
    FromPublished(i8),
    /// So many years after the one last named (当年 is 0).
    FromLast(i8),
}

/// Which month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MonthRef {
    /// None is named.
    #[default]
    Unstated,
    /// This one, 1 to 12.
    Is(YearRef, i8),
    /// So many months after the one of publication (上月 is -1).
    FromPublished(i8),
    /// So many months after the one last named (当月 is 0).
    FromLast(i8),
}

/// Which date or period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateRef {
    /// None: a bare clock time or part of the day.
    #[default]
    Unstated,
    /// The moment of publication (目前).
    Now,
    /// Nothing that can be pinned down (近日).
    Vague,
    /// So many years from the one named.
    Years(YearRef, i16),
    /// Months of a year, first to last.
    Months(YearRef, i8, i8),
    /// One month.
    Month(MonthRef),
    /// The quarter so many after this one, without its first so many months.
    Quarter(i8, i8),
    /// Days of a month, first to last; 0 is the month's last day, -1 the one before it.
    Days(MonthRef, i8, i8),
    /// So many days after the day of publication (昨日 is -1).
    FromPublished(i16),
    /// The day of publication in another year (去年的今天).
    SameDay(YearRef),
    /// The same as [`DateRef::FromPublished`], with the day of the month stated as well (昨(23)日).
    Confirmed(i16, i8),
    /// So many days after the day last named (次日 is 1).
    FromLast(i16),
    /// A weekday, 1 to 7, of the week so many after this one; or of a week not named.
    Weekday(Option<i8>, i8),
    /// The week so many after this one, first to last weekday; or of a week not named (周末).
    Week(Option<i8>, i8, i8),
    /// The nth (from 1) weekday (1 to 7) of a month; weekday 0 is the whole nth week.
    Nth(MonthRef, i8, i8),
    /// Weeks of a year, first to last, counted from 1; -1 is the last of the year.
    NthWeeks(YearRef, i8, i8),
    /// A day of the Chinese calendar: year, month, day (0: the last of the month; -1: the whole
    /// month).
    Lunar(YearRef, LunarMonth, i8),
    /// One of the 24 solar terms, from 小寒 = 0.
    Term(YearRef, i8),
    /// A stretch of time measured from publication, or from the day last named ([`Reach::Hence`]).
    Window(Window),
}

/// A month of the Chinese calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LunarMonth {
    /// 1 to 12.
    pub month: i8,
    /// The leap month of that number (闰四月).
    pub leap: bool,
}

/// A stretch of time measured from the moment of publication; for [`Reach::Hence`] from the day
/// last named, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Which way, and whether the stretch or its far end is meant.
    pub reach: Reach,
    /// Twice the number of units, so that 3年半 is 7.
    pub halves: i16,
    /// The unit.
    pub unit: WindowUnit,
}

/// How a [`Window`] lies to the moment it is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// 近14天, 过去48小时.
    Past,
    /// 未来两天.
    Future,
    /// 3天内.
    Within,
    /// 3天前.
    Ago,
    /// 3天后, of the day last named where there is one.
    Hence,
    /// 3年半以来.
    Since,
}

/// The unit of a [`Window`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WindowUnit {
    /// 秒.
    Second,
    /// 分钟.
    Minute,
    /// 小时.
    Hour,
    /// 天, 日.
    Day,
    /// 周, 星期.
    Week,
    /// 月.
    Month,
    /// 年.
    Year,
}

impl DateRef {
    /// True when it names a single day.
    #[must_use]
    pub const fn is_day(self) -> bool {
        match self {
            Self::Days(_, first, last) => first == last,
            Self::FromPublished(_) | Self::SameDay(_) | Self::Confirmed(..) => true,
            Self::FromLast(_) => true,
            Self::Weekday(..) | Self::Term(..) => true,
            Self::Nth(_, _, weekday) => weekday > 0,
            Self::Lunar(_, _, day) => day >= 0,
            _ => false,
        }
    }
}

impl DateRef {
    /// True when it says which month, or which months, it is of.
    pub(super) const fn names_month(self) -> bool {
        matches!(
            self,
            Self::Months(..)
                | Self::Month(MonthRef::Is(..))
                | Self::Days(MonthRef::Is(..), ..)
                | Self::FromPublished(_)
                | Self::Confirmed(..)
        )
    }
}
