//! The axis of days, for plotters: ticks at days, Mondays, months or years.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

/// The first Monday from which days are counted.
const EPOCH: Date = Date::constant(1970, 1, 5);

/// Ticks, at most.
const TICKS: usize = 7;

/// From one tick to the next.
#[derive(Clone, Copy)]
enum Step {
    Days(i64),
    Months(i64),
}

/// From fine to coarse.
const STEPS: [Step; 12] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(120),
    Step::Months(1200),
];

/// Days since [`EPOCH`], with their fractions.
pub(super) struct Days {
    range: Range<f64>,
    ticks: Vec<Date>,
    /// How the label of a tick is written.
    format: &'static str,
}

/// Where a moment stands on the axis.
pub(super) fn position(at: DateTime) -> f64 {
    let seconds = at.duration_since(at.date().into()).as_secs_f64();
    days(at.date()) as f64 + seconds / 86_400.0
}

impl Days {
    /// From the first moment to the last, with a little room beside them.
    pub(super) fn new(first: DateTime, last: DateTime) -> Self {
        let (first, last) = (position(first), position(last));
        let room = ((last - first) * 0.03).max(0.6);
        let range = first - room..last + room;
        let fitting = STEPS.iter().map(|step| (*step, ticks(&range, *step)));
        let fitting = fitting.into_iter().find(|(_, ticks)| ticks.len() <= TICKS);
        let (step, ticks) = fitting.unwrap_or((Step::Days(1), Vec::new()));
        let format = match step {
            Step::Days(_) => "%m-%d",
            Step::Months(1..12) => "%Y-%m",
            Step::Months(_) => "%Y",
        };
        Self { range, ticks, format }
    }
}

/// The ticks in a range, one more than [`TICKS`] at the most.
fn ticks(range: &Range<f64>, step: Step) -> Vec<Date> {
    let (Some(first), Some(last)) = (date(range.start.ceil()), date(range.end.floor())) else {
        return Vec::new();
    };
    let at = |index: i64| match step {
        Step::Days(step) => date((index * step) as f64),
        Step::Months(step) => {
            let month = index * step;
            let year = i16::try_from(month.div_euclid(12)).ok()?;
            Date::new(year, month.rem_euclid(12) as i8 + 1, 1).ok()
        }
    };
    let start = match step {
        Step::Days(step) => days(first).div_euclid(step),
        Step::Months(step) => {
            (i64::from(first.year()) * 12 + i64::from(first.month()) - 1).div_euclid(step)
        }
    };
    let ticks = (start..).map_while(at).take_while(|day| *day <= last);
    ticks.filter(|day| *day >= first).take(TICKS + 1).collect()
}

fn days(date: Date) -> i64 {
    i64::from((date - EPOCH).get_days())
}

fn date(days: f64) -> Option<Date> {
    EPOCH.checked_add((days as i64).days()).ok()
}

impl Ranged for Days {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let part = (value - self.range.start) / (self.range.end - self.range.start);
        limit.0 + (part * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let ticks = if hint.weight().allow_light_points() { &[][..] } else { &self.ticks };
        ticks.iter().map(|day| days(*day) as f64).collect()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Days {
    fn format(value: &f64) -> String {
        date(*value).map_or_else(String::new, |day| day.to_string())
    }

    fn format_ext(&self, value: &f64) -> String {
        date(*value).map_or_else(String::new, |day| day.strftime(self.format).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(first: &str, last: &str) -> Vec<String> {
        let day = |text: &str| text.parse::<Date>().unwrap().into();
        let axis = Days::new(day(first), day(last));
        axis.ticks.iter().map(|tick| tick.strftime(axis.format).to_string()).collect()
    }

    #[test]
    fn ticks_are_few_and_stand_where_one_looks_for_them() {
        assert_eq!(labels("2022-05-08", "2022-05-08"), ["05-08"]);
        assert_eq!(labels("2022-05-08", "2022-05-10"), ["05-08", "05-09", "05-10"]);
        let mondays = ["05-02", "05-09", "05-16", "05-23", "05-30"];
        assert_eq!(labels("2022-05-01", "2022-05-31"), mondays);
        let months = ["2021-12", "2022-01", "2022-02", "2022-03"];
        assert_eq!(labels("2021-11-20", "2022-03-20"), months);
        assert_eq!(labels("2003-03-01", "2022-05-08").len(), 2);
        assert!(labels("0001-01-01", "9999-12-31").len() <= TICKS);
    }
}
