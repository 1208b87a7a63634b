//! Why a record says what it says: for each attribute the words that gave it and the rule.
//!
//! In: a linked figure. Out: an [`Explanation`] that a person can read.
//!
//! `新增确诊病例5例` → `metric confirmed_cases: «确诊病例» (noun-before-number); aspect new: «新增» …`

use std::fmt;

use serde::Serialize;

use crate::link::draft::Draft;
use crate::record::{Provenance, Record};
use crate::segmentation::Locator;
use crate::span::Span;

/// Why one record says what it says.
///
/// ```
/// # fn main() -> tongbao::Result<()> {
/// let miner = tongbao::Miner::new()?;
/// let text = "截至5月8日8时，全市累计报告确诊病例58例。";
/// let why = miner.explain(text, &Default::default(), 19)?.expect("a figure stands there");
/// assert_eq!(why.record.text, "58例");
/// let aspect = why.reasons.iter().find(|reason| reason.attribute == "aspect").unwrap();
/// assert_eq!((aspect.value.as_str(), aspect.text.as_deref()), ("cumulative", Some("累计报告")));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The record.
    pub record: Record,
    /// What gave its attributes.
    pub reasons: Vec<Reason>,
}

/// What gave one attribute its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The attribute: `value`, `metric`, `aspect`, `origin`, `place`, `time`, `status`, `per`,
    /// `part_of`.
    pub attribute: String,
    /// Its value, as the record gives it.
    pub value: String,
    /// Stable id of the rule.
    pub rule: String,
    /// The words that gave it, when words did.
    pub text: Option<String>,
    /// Unicode scalar offset of these words in the source.
    pub char_start: Option<usize>,
    /// Their end.
    pub char_end: Option<usize>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = &self.record;
        writeln!(f, "«{}» at {}–{}", record.text, record.char_start, record.char_end)?;
        for reason in &self.reasons {
            write!(f, "  {:8} {}", reason.attribute, reason.value)?;
            if let (Some(text), Some(start), Some(end)) =
                (&reason.text, reason.char_start, reason.char_end)
            {
                write!(f, " ← «{text}» at {start}–{end}")?;
            }
            writeln!(f, " [{}]", reason.rule)?;
        }
        Ok(())
    }
}

/// What gave `record`, which was made of `draft`, its attributes.
pub(crate) fn reasons(
    record: &Record,
    draft: &Draft<'_>,
    source: &str,
    locator: &Locator<'_>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut give = |attribute: &str, value: Option<String>, rule: &str, span: Option<Span>| {
        let Some(value) = value else { return };
        let chars = span.map(|span| locator.chars(span));
        reasons.push(Reason {
            attribute: attribute.to_owned(),
            value,
            rule: rule.to_owned(),
            text: span.map(|span| source[locator.source(span)].to_owned()),
            char_start: chars.map(|(start, _)| start),
            char_end: chars.map(|(_, end)| end),
        });
    };
    let marks = &draft.marks;
    let numeral = draft.quantity.map(|quantity| quantity.numeral);
    give("value", Some(record.value.to_string()), record.rule, numeral);
    give("metric", record.metric.clone(), marks.how, marks.metric);
    give("subject", record.subject.clone(), marks.how, marks.metric);
    let aspect = record.aspect.map(|aspect| aspect.name().to_owned());
    let rule = marks.aspect.map_or("implied-by-time-or-metric", |_| "aspect-word");
    give("aspect", aspect, rule, marks.aspect);
    give(
        "origin",
        record.origin.map(|origin| origin.name().to_owned()),
        "origin-word",
        marks.origin,
    );
    give("place", record.place.clone(), from(record.place_from), marks.place);
    let time = match (&record.time_start, &record.time_end) {
        (None, None) => None,
        (start, end) => {
            let side = |side: &Option<String>| side.clone().unwrap_or_default();
            Some(format!("{}/{}", side(start), side(end)))
        }
    };
    give("time", time, from(record.time_from), marks.time);
    let rule = marks.status.map_or("no-word-of-plan-or-norm", |_| "status-word");
    give("status", Some(record.status.name().to_owned()), rule, marks.status);
    give("per", record.per.clone(), "rate-base", marks.per);
    give("part_of", record.part_of.map(|whole| whole.to_string()), "part", None);
    reasons
}

const fn from(provenance: Option<Provenance>) -> &'static str {
    match provenance {
        Some(Provenance::Stated) => "stated-in-the-sentence",
        Some(Provenance::Context) => "carried-from-earlier-text",
        Some(Provenance::Home) => "home-of-the-document",
        Some(Provenance::Published) => "date-of-publication",
        None => "none",
    }
}
