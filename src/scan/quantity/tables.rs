//! The tables of the quantity scanner: units, bound words, set phrases, context words.
//!
//! Enters: TSV text. Leaves: [`Units`], immutable: what begins at a place is found by a [`Matcher`],
//! what ends there by a bucket of rows for each last character. Either looks at a handful of words,
//! longest first, and the order of the rows never matters. What always holds: every surface is
//! unique and not empty.

mod buckets;

use crate::data::{Row, rows};
use crate::error::{Error, Result};
use crate::matcher::Matcher;
use crate::number::{char_at, symbol};
use crate::record::{Bound, Dimension};
use buckets::{Buckets, Edge};

const UNITS: &str = include_str!("../../data/units.tsv");
const BOUNDS: &str = include_str!("../../data/bounds.tsv");
const PHRASES: &str = include_str!("../../data/phrases.tsv");
const CONTEXTS: &str = include_str!("../../data/contexts.tsv");

/// How the number before a unit is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It measures or counts.
    Unit,
    /// 一 before it counts nothing (一些, 一阵).
    Loose,
    /// Date or clock time unless the context says otherwise.
    Calendar,
    /// A number with it is a name (5号楼).
    Label(super::Reason),
}

/// One row of `units.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    pub surface: &'static str,
    /// The surface where it is one character, which most rules ask for.
    pub single: Option<char>,
    pub canonical: &'static str,
    pub dimension: Dimension,
    pub usage: Use,
    /// Of a coin, in hundredths of 元; else 0.
    pub worth: i64,
    veto: Box<[char]>,
    /// It ends in a Latin letter, so no letter or digit may follow.
    latin: bool,
}

impl Unit {
    /// `*` among the vetoes stands for every letter but a Chinese digit and 半.
    fn is_vetoed(&self, after: char) -> bool {
        let letter = || after.is_alphanumeric() && symbol(after).is_none() && after != '半';
        self.veto.contains(&after) || self.veto.starts_with(&['*']) && letter()
    }
}

/// One row of `bounds.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BoundWord {
    pub word: &'static str,
    pub bound: Bound,
    /// Stands apart from the mention: 约占三成.
    pub apart: bool,
    veto: Box<[char]>,
}

/// What a context word speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[rustfmt::skip]
pub(super) enum Context {
    Phone, Id, Label, Street, Count, Duration, Year, GradeBefore, GradeAfter, Point,
    Measure, Incident, Event, Number, Page,
    One, Toll, Medal, Degree, Pronoun, Road,
}

const CONTEXT_KINDS: [(&str, Context); 21] = [
    ("phone_before", Context::Phone),
    ("id_before", Context::Id),
    ("label_before", Context::Label),
    ("street_before", Context::Street),
    ("count_before", Context::Count),
    ("duration_before", Context::Duration),
    ("year_after", Context::Year),
    ("grade_before", Context::GradeBefore),
    ("grade_after", Context::GradeAfter),
    ("point_after", Context::Point),
    ("measure_after", Context::Measure),
    ("incident_after", Context::Incident),
    ("event_after", Context::Event),
    ("number_before", Context::Number),
    ("page_before", Context::Page),
    ("one_before", Context::One),
    ("toll_after", Context::Toll),
    ("medal_after", Context::Medal),
    ("degree_before", Context::Degree),
    ("pronoun_after", Context::Pronoun),
    ("road_before", Context::Road),
];

/// The immutable tables of the quantity scanner. Load once, share by reference.
///
/// ```
/// use tongbao::scan::quantity::Units;
/// assert!(Units::built_in().unwrap().len() > 500);
/// ```
#[derive(Debug, Clone)]
pub struct Units {
    units: Matcher<Unit>,
    before: Buckets<BoundWord>,
    after: Matcher<BoundWord>,
    phrases: Matcher<()>,
    contexts: Buckets<(&'static str, Context)>,
    contexts_by_end: Buckets<(&'static str, Context)>,
}

impl Units {
    /// The tables that come with the crate.
    ///
    /// # Errors
    /// [`ErrorKind::Table`](crate::ErrorKind::Table) with file and line for a wrong row, which a
    /// released crate does not have.
    pub fn built_in() -> Result<Self> {
        let contexts = read_contexts(CONTEXTS)?;
        let bounds = read_bounds(BOUNDS)?;
        let (after, before): (Vec<_>, Vec<_>) = bounds.into_iter().partition(|(_, after)| *after);
        let before = before.into_iter().map(|(word, _)| word).collect();
        let after = after.into_iter().map(|(word, _)| (word.word, word));
        let units = read_units(UNITS)?.into_iter().map(|unit| (unit.surface, unit));
        let phrases = read_phrases(PHRASES)?.into_iter().map(|phrase| (phrase, ()));
        Ok(Self {
            units: matcher("units.tsv", units)?,
            before: Buckets::new(before, |word| word.word, Edge::Last),
            after: matcher("bounds.tsv", after)?,
            phrases: matcher("phrases.tsv", phrases)?,
            contexts_by_end: Buckets::new(contexts.clone(), |(word, _)| word, Edge::Last),
            contexts: Buckets::new(contexts, |(word, _)| word, Edge::First),
        })
    }

    /// True when `canonical` is the canonical name of a unit.
    #[must_use]
    pub fn contains(&self, canonical: &str) -> bool {
        self.iter().any(|(_, name, _)| name == canonical)
    }

    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.meanings().count()
    }

    /// True when there is no unit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every surface with its canonical unit and dimension, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str, Dimension)> {
        self.units.meanings().map(|unit| (unit.surface, unit.canonical, unit.dimension))
    }

    /// The longest unit that begins at `at` and is not the beginning of another word.
    pub(super) fn unit_at(&self, text: &str, at: usize) -> Option<(&Unit, usize)> {
        let (unit, length) = self.units.good_at_start(text.get(at..)?, |unit, rest| {
            let cut = unit.latin && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
            let vetoed = !unit.veto.is_empty() && rest.starts_with(|c| unit.is_vetoed(c));
            !cut && !vetoed
        })?;
        Some((unit, at + length))
    }

    /// The bound word that ends at `at`, and where it begins.
    pub(super) fn bound_before(&self, text: &str, at: usize) -> Option<(&BoundWord, usize)> {
        self.before.at_end(text.get(..at)?).find_map(|(word, rest)| {
            let vetoed = rest.chars().next_back().is_some_and(|c| word.veto.contains(&c));
            (!vetoed).then_some((word, rest.len()))
        })
    }

    /// The bound word that begins at `at`, and where it ends.
    pub(super) fn bound_after(&self, text: &str, at: usize) -> Option<(&BoundWord, usize)> {
        let good = |word: &BoundWord, rest: &str| !rest.starts_with(&*word.veto);
        let (word, length) = self.after.good_at_start(text.get(at..)?, good)?;
        Some((word, at + length))
    }

    /// End of the set phrase that covers the character at `at`, which may stand third in it.
    pub(super) fn phrase_over(&self, text: &str, at: usize) -> Option<usize> {
        let mut start = at;
        let mut before = text.get(..at)?.chars().rev();
        for _ in 0..3 {
            if let Some(end) = self.phrase_at(text, start).filter(|end| *end > at) {
                return Some(end);
            }
            start -= before.next()?.len_utf8();
        }
        None
    }

    fn phrase_at(&self, text: &str, at: usize) -> Option<usize> {
        self.phrases.at_start(text.get(at..)?).map(|((), length)| at + length)
    }

    /// Whether a word of `kind` ends at `at`.
    pub(super) fn follows(&self, text: &str, at: usize, kind: Context) -> bool {
        let head = text.get(..at).unwrap_or_default();
        self.contexts_by_end.at_end(head).any(|(word, _)| word.1 == kind)
    }

    /// Whether a word of `kind` begins at `at`.
    pub(super) fn precedes(&self, text: &str, at: usize, kind: Context) -> bool {
        let rest = text.get(at..).unwrap_or_default();
        self.contexts.at_start(rest).any(|(word, _)| word.1 == kind)
    }

    /// Whether `text` holds a word of `kind`; meant for a few characters.
    pub(super) fn holds(&self, text: &str, kind: Context) -> bool {
        let mut starts = text.char_indices().filter(|(_, c)| self.contexts.may_hold(*c));
        starts.any(|(at, _)| self.precedes(text, at, kind))
    }
}

fn matcher<T>(
    file: &'static str,
    words: impl Iterator<Item = (&'static str, T)>,
) -> Result<Matcher<T>> {
    let words = words.map(|(word, means)| (word.into(), means)).collect();
    Matcher::new(words).map_err(|word| Error::table(file, 0, format_args!("«{word}» twice")))
}

/// The rows below the header, and their cells.
fn rows_of<const N: usize>(
    file: &'static str,
    text: &'static str,
) -> impl Iterator<Item = Result<(Row<'static>, [&'static str; N])>> {
    rows(file, text).skip(1).map(|row| {
        row.required(0, "word")?;
        Ok((row, row.columns()?))
    })
}

fn read_units(text: &'static str) -> Result<Vec<Unit>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for row in rows_of::<5>("units.tsv", text) {
        let (row, [surface, canonical, dimension, usage, veto]) = row?;
        if !seen.insert(surface) {
            return Err(row.error(format_args!("«{surface}» twice")));
        }
        let dimension = read_dimension(dimension)
            .ok_or_else(|| row.error(format_args!("no dimension «{dimension}»")))?;
        let usage = read_use(usage).ok_or_else(|| row.error(format_args!("no use «{usage}»")))?;
        let latin = surface.ends_with(|c: char| c.is_ascii_alphabetic());
        let mut chars = surface.chars();
        let single = chars.next().filter(|_| chars.next().is_none());
        let (worth, veto) = (coin_worth(surface), veto.chars().collect());
        units.push(Unit { surface, single, canonical, dimension, usage, worth, veto, latin });
    }
    Ok(units)
}

fn coin_worth(surface: &str) -> i64 {
    match surface {
        "元" | "块" | "圆" | "块钱" | "元钱" => 100,
        "角" | "毛" | "角钱" | "毛钱" | "毫" | "毫子" => 10,
        "分" | "分钱" => 1,
        _ => 0,
    }
}

fn read_bounds(text: &'static str) -> Result<Vec<(BoundWord, bool)>> {
    let mut words = Vec::new();
    for row in rows_of::<4>("bounds.tsv", text) {
        let (row, [word, side, bound, veto]) = row?;
        if !["before", "apart", "after"].contains(&side) {
            return Err(row.error(format_args!("no side «{side}»")));
        }
        let bound =
            read_bound(bound).ok_or_else(|| row.error(format_args!("no bound «{bound}»")))?;
        let veto = veto.chars().collect();
        words.push((BoundWord { word, bound, apart: side == "apart", veto }, side == "after"));
    }
    Ok(words)
}

fn read_phrases(text: &'static str) -> Result<Vec<&'static str>> {
    rows_of::<2>("phrases.tsv", text).map(|row| row.map(|(_, [phrase, _])| phrase)).collect()
}

fn read_contexts(text: &'static str) -> Result<Vec<(&'static str, Context)>> {
    let mut words = Vec::new();
    for row in rows_of::<2>("contexts.tsv", text) {
        let (row, [word, kind]) = row?;
        let known = CONTEXT_KINDS.iter().find(|(name, _)| *name == kind);
        let (_, kind) = known.ok_or_else(|| row.error(format_args!("no kind «{kind}»")))?;
        words.push((word, *kind));
    }
    Ok(words)
}

fn read_use(name: &str) -> Option<Use> {
    Some(match name {
        "unit" => Use::Unit,
        "loose" => Use::Loose,
        "calendar" => Use::Calendar,
        _ => Use::Label(super::Reason::from_name(name.strip_prefix("label:")?)?),
    })
}

fn read_bound(name: &str) -> Option<Bound> {
    Some(match name {
        "exact" => Bound::Exact,
        "about" => Bound::About,
        "nearly" => Bound::Nearly,
        "more_than" => Bound::MoreThan,
        "at_least" => Bound::AtLeast,
        "less_than" => Bound::LessThan,
        "at_most" => Bound::AtMost,
        _ => return None,
    })
}

fn read_dimension(name: &str) -> Option<Dimension> {
    Some(match name {
        "count" => Dimension::Count,
        "ratio" => Dimension::Ratio,
        "money" => Dimension::Money,
        "duration" => Dimension::Duration,
        "length" => Dimension::Length,
        "area" => Dimension::Area,
        "volume" => Dimension::Volume,
        "mass" => Dimension::Mass,
        "temperature" => Dimension::Temperature,
        "speed" => Dimension::Speed,
        "energy" => Dimension::Energy,
        "power" => Dimension::Power,
        "voltage" => Dimension::Voltage,
        "other" => Dimension::Other,
        _ => return None,
    })
}

/// The text from `at` on, at most `count` characters.
pub(super) fn ahead(text: &str, at: usize, count: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.char_indices().nth(count).map_or(rest.len(), |(end, _)| end);
    &rest[..end]
}

/// The text up to `at`, at most `count` characters.
pub(super) fn behind(text: &str, at: usize, count: usize) -> &str {
    let head = text.get(..at).unwrap_or_default();
    let start = head.char_indices().rev().take(count).last().map_or(head.len(), |(at, _)| at);
    &head[start..]
}

/// `at`, or one past the blank that stands there.
#[inline]
pub(super) fn past_blank(text: &str, at: usize) -> usize {
    if char_at(text, at) == Some(' ') { at + 1 } else { at }
}
