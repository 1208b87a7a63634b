//! How well records agree with an annotated bulletin.
//!
//! In: a [`Gold`] bulletin and the records found in its text. Out: a [`Score`]: what was wanted,
//! what was found, how much of it is right in three tiers, and a line for each miss. Scores of
//! several bulletins add up. Always holds: the figures of a higher tier are among those of the
//! tier below, and nothing depends on how the program reads numbers: the wanted value comes from
//! the annotation alone.
//!
//! ```
//! use tongbao::score::{Gold, Tier, score};
//! # fn main() -> tongbao::Result<()> {
//! let gold = Gold::parse("a.gold", "\
//! id: a
//! published: 2022-05-09
//! place: 许昌市
//! === text
//! 截至5月8日，全市累计报告确诊病例46例。
//! === figures
//! 46例 | m=confirmed_cases s=确诊病例 a=cumulative p=许昌市 t=/2022-05-08
//! ")?;
//! let document = tongbao::Miner::new()?.mine_text(&gold.text, &gold.context())?;
//! let score = score(&gold, &document.records);
//! assert_eq!((score.wanted, score.recall(Tier::Full)), (1, 1.0));
//! # Ok(())
//! # }
//! ```

mod compare;
mod gold;
mod quote;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

pub use gold::{Gold, GoldFigure};

use crate::record::Record;

/// How much of a figure is right; each tier asks for what the one before it asks for, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// Q: span, value and unit.
    Quantity,
    /// M: metric (or, without one, the subject), aspect and origin.
    Metric,
    /// F: place and time.
    Full,
}

impl Tier {
    /// All of them, the least demanding first.
    pub const ALL: [Self; 3] = [Self::Quantity, Self::Metric, Self::Full];

    /// `Q`, `M` or `F`.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Quantity => "Q",
            Self::Metric => "M",
            Self::Full => "F",
        }
    }
}

/// How often an attribute was right among the figures whose quantity was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// How often it was right.
    pub right: usize,
    /// How often it was asked for.
    pub asked: usize,
}

impl Accuracy {
    /// The share that is right; 0 when it was never asked for.
    #[must_use]
    pub fn share(self) -> f64 {
        share(self.right, self.asked)
    }
}

/// What is wrong with one figure, or that a record is spurious.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The first tier that the figure misses. None for a record that no figure wants.
    pub tier: Option<Tier>,
    /// Line of the figure in the annotated file, from 1. None for a spurious record.
    pub line: Option<usize>,
    /// What was wanted and what was found.
    pub reason: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.tier.map_or("P", Tier::letter))?;
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// How well the records of one or more bulletins agree with what was wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Wanted figures, without the optional ones.
    pub wanted: usize,
    /// Records, without those of optional figures.
    pub found: usize,
    /// Figures that are right, by tier.
    pub right: [usize; 3],
    /// Attributes beside the tiers, by name: `bound` `part_of` `per` `qualifiers` `status`.
    pub accuracy: BTreeMap<&'static str, Accuracy>,
    /// Every miss.
    pub misses: Vec<Miss>,
}

impl Score {
    /// The share of the records that are right; 0 without records.
    #[must_use]
    pub fn precision(&self, tier: Tier) -> f64 {
        share(self.right[tier as usize], self.found)
    }

    /// The share of the wanted figures that are right; 0 when none is wanted.
    #[must_use]
    pub fn recall(&self, tier: Tier) -> f64 {
        share(self.right[tier as usize], self.wanted)
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self, tier: Tier) -> f64 {
        share(2 * self.right[tier as usize], self.wanted + self.found)
    }

    fn tally(&mut self, attribute: &'static str, right: bool) {
        let accuracy = self.accuracy.entry(attribute).or_default();
        accuracy.right += usize::from(right);
        accuracy.asked += 1;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.found += other.found;
        for (mine, more) in self.right.iter_mut().zip(other.right) {
            *mine += more;
        }
        for (name, more) in other.accuracy {
            let mine = self.accuracy.entry(name).or_default();
            mine.right += more.right;
            mine.asked += more.asked;
        }
        self.misses.extend(other.misses);
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} figures wanted, {} found", self.wanted, self.found)?;
        for tier in Tier::ALL {
            let (precision, recall) = (self.precision(tier), self.recall(tier));
            let (letter, f1) = (tier.letter(), self.f1(tier));
            writeln!(f, "  {letter}  precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}")?;
        }
        for (name, accuracy) in &self.accuracy {
            write!(f, "  {name} {:.3}", accuracy.share())?;
        }
        Ok(())
    }
}

/// Compares the records of one document with what its annotation wants.
#[must_use]
pub fn score(gold: &Gold, records: &[Record]) -> Score {
    compare::compare(gold, records)
}
