//! A chart of a series: an SVG picture, a Vega-Lite specification, or a page that has both.
//!
//! In: the [`Point`]s of a series. Out: one panel for each thing counted (metric, aspect, unit),
//! in it one line for each place, origin and narrower property, over time.
//! Always: what is drawn is what was stated. A value that was revised later, or that others
//! contradict, is marked and no line goes through it; what does not fit into a chart that can be
//! read (see [`Chart::left_out`]) is counted, and those lines stay that have the most points. A
//! page asks no network and runs no script, and nothing in it is anything but text.
//!
//! ```
//! use tongbao::output::plot::Chart;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let miner = tongbao::Miner::new()?;
//! let mut series = tongbao::series::Series::default();
//! for text in ["2022年5月7日，许昌市新增确诊病例12例。", "2022年5月8日，许昌市新增确诊病例9例。"] {
//!     series.add(&miner.figures_text(text, &Default::default())?.0, None);
//! }
//! let chart = Chart::of(&series.points());
//! assert!(chart.svg()?.contains("许昌市"));
//! assert_eq!(chart.vega_lite()["data"]["values"][0]["time"], "2022-05-07T00:00:00");
//! # Ok(())
//! # }
//! ```

mod days;
mod page;
mod svg;
mod vega;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::record::{Aspect, Origin};
use crate::series::{Point, Standing, Topic};

pub use page::write_page;

/// Panels of a chart, at most.
const PANELS: usize = 12;

/// Lines of a panel, at most: as many as there are colours that can be told apart.
const LINES: usize = 8;

/// What is drawn.
#[derive(Debug, Clone)]
pub struct Chart {
    panels: Vec<Panel>,
    left_out: usize,
}

/// What is counted, in one unit.
#[derive(Debug, Clone)]
struct Panel {
    name: String,
    lines: Vec<Line>,
}

/// One place, and what else sets its figures apart.
#[derive(Debug, Clone)]
struct Line {
    name: String,
    dots: Vec<Dot>,
}

/// A point of a series, at the moment where it is drawn.
#[derive(Debug, Clone)]
struct Dot {
    at: DateTime,
    point: Point,
}

impl Chart {
    /// The chart of `points`.
    #[must_use]
    pub fn of(points: &[Point]) -> Self {
        let units = units(points);
        let mut panels: BTreeMap<String, BTreeMap<String, Vec<Dot>>> = BTreeMap::new();
        for point in points {
            let Some(at) = drawn_at(&point.topic) else { continue };
            let lines = panels.entry(panel_name(&point.topic, &units)).or_default();
            let dots = lines.entry(line_name(&point.topic)).or_default();
            dots.push(Dot { at, point: point.clone() });
        }
        let mut panels: Vec<_> =
            panels.into_iter().map(|(name, lines)| panel(name, lines)).collect();
        panels.sort_by_key(|panel| std::cmp::Reverse(panel.dots().count()));
        panels.truncate(PANELS);
        let drawn: usize = panels.iter().map(|panel| panel.dots().count()).sum();
        Self { panels, left_out: points.len() - drawn }
    }

    /// How many points are not drawn: those without a year, and those of the lines beyond eight in
    /// a panel and of the panels beyond twelve.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// The first and the last day.
    fn days(&self) -> Option<(Date, Date)> {
        let days = || self.panels.iter().flat_map(Panel::dots).map(|dot| dot.at.date());
        days().min().zip(days().max())
    }

    fn title(&self) -> String {
        let days = self.days();
        days.map_or_else(
            || "No figures".into(),
            |(from, to)| format!("Figures from {from} to {to}"),
        )
    }

    /// What the picture shows, in words.
    fn description(&self) -> String {
        let mut said = String::new();
        for Panel { name, lines } in &self.panels {
            let names: Vec<_> = lines.iter().map(|line| line.name.as_str()).collect();
            said.push_str(&format!("{name}: {}. ", names.join("; ")));
        }
        if self.left_out > 0 {
            said.push_str(&format!("{} points are not drawn. ", self.left_out));
        }
        said.trim_end().to_owned()
    }

    fn has(&self, standing: Standing) -> bool {
        self.panels.iter().flat_map(Panel::dots).any(|dot| dot.point.standing == standing)
    }
}

impl Panel {
    fn dots(&self) -> impl Iterator<Item = &Dot> {
        self.lines.iter().flat_map(|line| &line.dots)
    }
}

impl Dot {
    fn value(&self) -> f64 {
        self.point.value.to_f64().unwrap_or_default()
    }

    /// Whether a line goes through it.
    const fn holds(&self) -> bool {
        matches!(self.point.standing, Standing::Stated | Standing::Revision)
    }
}

/// The lines with the most points.
fn panel(name: String, lines: BTreeMap<String, Vec<Dot>>) -> Panel {
    let mut lines: Vec<_> = lines.into_iter().map(|(name, dots)| Line { name, dots }).collect();
    let highest = |line: &Line| line.dots.iter().map(|dot| dot.point.value).max();
    lines.sort_by_key(|line| std::cmp::Reverse((line.dots.len(), highest(line))));
    lines.truncate(LINES);
    lines.iter_mut().for_each(|line| line.dots.sort_by_key(|dot| dot.at));
    Panel { name, lines }
}

/// A unit of each thing counted that has one: a zero in words (无新增确诊病例) has none of its own.
type Units<'a> = BTreeMap<(&'a str, Option<Aspect>), &'static str>;

fn units(points: &[Point]) -> Units<'_> {
    let topics = points.iter().map(|point| &point.topic);
    topics.filter_map(|it| Some(((it.metric.as_str(), it.aspect), it.unit?))).collect()
}

/// confirmed_cases, new (例)
fn panel_name(topic: &Topic, units: &Units<'_>) -> String {
    let aspect = topic.aspect.map_or(String::new(), |aspect| format!(", {}", aspect.name()));
    let unit = topic.unit.or_else(|| units.get(&(&*topic.metric, topic.aspect)).copied());
    let unit = unit.map_or(String::new(), |unit| format!(" ({unit})"));
    plain(&format!("{}{aspect}{unit}", topic.metric))
}

/// 许昌市, imported, severity mild, 7 days
fn line_name(topic: &Topic) -> String {
    let place = topic.place.clone().unwrap_or_default();
    let origin = topic.origin.map(Origin::name).map(str::to_owned);
    let narrower = topic.qualifiers.iter().map(|(key, value)| format!("{key} {value}"));
    let parts = std::iter::once(place).chain(origin).chain(narrower).chain(period(topic));
    plain(&parts.collect::<Vec<_>>().join(", "))
}

/// What keeps sums over different periods apart: the days of events, where they are not one, and
/// the start of what is cumulative.
fn period(topic: &Topic) -> Option<String> {
    let start = day(topic.time_start.as_deref()?, Edge::Start)?.date();
    let end = topic.time_end.as_ref().and_then(|_| drawn_at(topic));
    match (topic.aspect, end) {
        (Some(Aspect::Cumulative), _) | (_, None) => Some(format!("since {start}")),
        (_, Some(end)) => {
            let days = (end.date() - start).get_days() + 1;
            (days != 1).then(|| format!("{days} days"))
        }
    }
}

/// The end, or the day that ends there; without an end, the start.
fn drawn_at(topic: &Topic) -> Option<DateTime> {
    let Some(end) = &topic.time_end else {
        return day(topic.time_start.as_deref()?, Edge::Start);
    };
    let at = day(end, Edge::End)?;
    let ends_a_day = end.contains('T') && at == at.date().into();
    if ends_a_day { at.yesterday().ok() } else { Some(at) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

/// The moment of a time of a record, where its year is known: a month stands at its edge.
fn day(time: &str, edge: Edge) -> Option<DateTime> {
    if time.contains('T') {
        return time.parse().ok();
    }
    let first: Date = match time.len() {
        4 => format!("{time}-01-01").parse().ok()?,
        7 => format!("{time}-01").parse().ok()?,
        _ => time.parse().ok()?,
    };
    let date = match (edge, time.len()) {
        (Edge::End, 4) => first.last_of_year(),
        (Edge::End, 7) => first.last_of_month(),
        _ => first,
    };
    Some(date.into())
}

/// Text without what XML cannot hold or what turns the direction of text.
fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    text.replace(hidden, "\u{fffd}")
}

/// 12345.5 → 12,345.5
fn grouped(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::from(sign);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

#[cfg(test)]
mod tests;
