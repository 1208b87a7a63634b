//! The arithmetic of a bulletin: what its figures say of one another.
//!
//! Enters: the [`Record`]s of a document, or several [`Document`]s. Leaves: one [`Check`] for each
//! identity that the figures make up. Always holds: a check only compares what is stated exactly;
//! parts that need not be all (其中) fail only by exceeding their whole; a failed check is no
//! error, for sources misprint and revise: it says where to look.
//!
//! `新增5例（南区3例、北区1例）` → parts_sum, left 4, right 5, fails.
//!
//! ```
//! # fn main() -> tongbao::Result<()> {
//! use tongbao::check::{CheckKind, Verdict};
//! let miner = tongbao::Miner::new()?;
//! let context = tongbao::Context { place: Some("长春市".into()), ..Default::default() };
//! let text = "昨日新增本土确诊病例5例（南关区3例、宽城区2例）。";
//! let document = miner.mine_text(text, &context)?;
//! let check = &document.checks[0];
//! assert_eq!((check.kind, check.verdict), (CheckKind::PartsSum, Verdict::Holds));
//! # Ok(())
//! # }
//! ```

mod balance;
mod parts;
mod series;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::record::{Bound, Document, Record, Status, names, optional_number};

pub use series::Series;

/// Which identity is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CheckKind {
    /// The parts of one kind (places, sexes, severities …) add up to their whole: left is their
    /// sum, right the whole.
    PartsSum,
    /// A part is no more than its whole (已使用 of 隔离房间): left the part, right the whole.
    PartWithin,
    /// Local and imported add up to both: left is the sum, right the total.
    OriginsSum,
    /// Current cases are the cumulative ones less the recovered and the dead: left is what is
    /// stated, right the difference.
    CurrentBalance,
    /// A cumulative figure is no less than an earlier one: left the earlier, right the later.
    CumulativeRises,
}

names!(
    CheckKind:
    PartsSum "parts_sum" PartWithin "part_within" OriginsSum "origins_sum"
    CurrentBalance "current_balance" CumulativeRises "cumulative_rises"
);

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The figures agree.
    Holds,
    /// They do not.
    Fails,
    /// The parts are fewer than the whole, and the text does not say that they are all.
    Partial,
    /// A side is not exact, or stated twice and differently.
    Unread,
}

names!(Verdict: Holds "holds" Fails "fails" Partial "partial" Unread "unread");

/// A record that a check is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordRef {
    /// The document's id.
    pub doc: Arc<str>,
    /// The record's id in it.
    pub id: usize,
}

/// One identity between figures, and whether it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    /// Which identity.
    pub kind: CheckKind,
    /// The records: first the whole, the total, the stated or the earlier one, then the others.
    pub records: Vec<RecordRef>,
    /// The left side.
    #[serde(serialize_with = "optional_number")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub left: Option<Decimal>,
    /// The right side.
    #[serde(serialize_with = "optional_number")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub right: Option<Decimal>,
    /// What came of it.
    pub verdict: Verdict,
    /// The check in words.
    pub message: String,
}

/// The checks between the records of one document, in the order of their first record.
///
/// # Panics
///
/// Never; ids that stand for no record of `records` are passed over.
#[must_use]
pub fn check(records: &[Record]) -> Vec<Check> {
    let mut checks = parts::check_parts(records);
    checks.extend(balance::check_balance(records));
    checks.sort_by_key(|check| (check.records.first().map(|first| first.id), check.kind));
    checks
}

/// The checks between documents: cumulative figures do not fall. Order does not matter.
#[must_use]
pub fn check_series(documents: &[Document]) -> Vec<Check> {
    let mut series = Series::default();
    documents.iter().for_each(|document| series.add(&document.records));
    series.checks()
}

fn reference(record: &Record) -> RecordRef {
    RecordRef { doc: record.doc.clone(), id: record.id }
}

/// The verdict on an identity whose sides are exact (`read`) or not.
const fn verdict(read: bool, holds: bool) -> Verdict {
    match (read, holds) {
        (false, _) => Verdict::Unread,
        (true, true) => Verdict::Holds,
        (true, false) => Verdict::Fails,
    }
}

/// Said to be so, exactly.
fn is_exact(record: &Record) -> bool {
    record.bound == Bound::Exact && record.status == Status::Reported && record.per.is_none()
}

/// 本土确诊病例58例, to name a figure in a message.
fn name(record: &Record) -> String {
    let place = record.place.as_deref().unwrap_or_default();
    let what = record.metric.as_deref().or(record.subject.as_deref()).unwrap_or("figure");
    format!(
        "{place}{} {what} {}",
        if place.is_empty() { "" } else { "," },
        record.value.normalize()
    )
}
