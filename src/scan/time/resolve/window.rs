//! Stretches measured from publication (近14天, 3天前, 未来两天) or the day last named (3天后).

use jiff::{Span as Stretch, ToSpan};

use super::super::expr::{Reach, Window, WindowUnit};
use super::{Pair, Resolver, day_after, twice};
use crate::time::{Moment, Precision};

impl Resolver {
    pub(super) fn window(&self, window: Window) -> Option<Pair> {
        let now = match window.reach {
            Reach::Hence => self.narrated(window)?,
            _ => self.now()?,
        };
        let back = !matches!(window.reach, Reach::Future | Reach::Within | Reach::Hence);
        let far = far_end(now, window, back)?.cut(match now.is_clock() {
            true => Precision::Second,
            false => Precision::Day,
        });
        match window.reach {
            Reach::Past => Some((far, now.cut(far.precision().max(Precision::Day)))),
            Reach::Future
                if window.unit == WindowUnit::Day && far.precision() == Precision::Day =>
            {
                Some((day_after(now.day_named(false), 1)?, far))
            }
            Reach::Within if window.halves % 2 == 1 => Some((now, blurred(far, window).1)),
            Reach::Future | Reach::Within => {
                Some((now.cut(far.precision().max(Precision::Day)), far))
            }
            Reach::Ago | Reach::Hence | Reach::Since => Some(blurred(far, window)),
        }
    }

    /// What 3天后 is counted from: in a text the day last named, for hours nothing that is known.
    pub(super) fn narrated(&self, window: Window) -> Option<Moment> {
        match self.last_day() {
            None => self.now(),
            Some(day) if window.unit >= WindowUnit::Day => Some(day.day_named(false)),
            Some(_) => None,
        }
    }
}

/// The far end of a stretch.
fn far_end(now: Moment, window: Window, back: bool) -> Option<Moment> {
    let Window { halves, unit, .. } = window;
    let halves = i64::from(if back { -halves } else { halves });
    let odd = halves % 2 != 0;
    let (stretch, fine): (Stretch, Precision) = match unit {
        WindowUnit::Second => ((halves / 2).seconds(), Precision::Second),
        WindowUnit::Minute => ((halves * 30).seconds(), Precision::Second),
        WindowUnit::Hour => ((halves * 30).minutes(), Precision::Second),
        WindowUnit::Day if odd => ((halves * 12).hours(), Precision::Second),
        WindowUnit::Day => ((halves / 2).days(), Precision::Day),
        WindowUnit::Week if odd => ((halves * 84).hours(), Precision::Day),
        WindowUnit::Week => ((halves / 2).weeks(), Precision::Day),
        WindowUnit::Month if odd => {
            ((halves / 2).months().days(halves.signum() * 15), { Precision::Day })
        }
        WindowUnit::Month => ((halves / 2).months(), Precision::Day),
        WindowUnit::Year => ((halves * 6).months(), Precision::Day),
    };
    let far = now.at().checked_add(stretch).ok()?;
    Some(match fine {
        Precision::Second if far.second() == 0 => Moment::minute(far),
        Precision::Second => Moment::second(far),
        _ => Moment::day(far.date()),
    })
}

/// 3周前 is a week, 3个月前 a month, 3年前 a year.
fn blurred(far: Moment, window: Window) -> Pair {
    match window.unit {
        WindowUnit::Week => {
            let back = i64::from(far.date().weekday().to_monday_zero_offset());
            let monday = day_after(far, -back).unwrap_or(far);
            (monday, day_after(monday, 6).unwrap_or(far))
        }
        WindowUnit::Month => twice(far.cut(Precision::Month)),
        WindowUnit::Year if window.halves % 2 == 0 => twice(far.cut(Precision::Year)),
        WindowUnit::Year => twice(far.cut(Precision::Month)),
        _ => twice(far),
    }
}
