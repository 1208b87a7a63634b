//! Case lists: the persons that a bulletin lists one by one or by ranges of numbers.
//!
//! Enters: a clean text with its articles, places and times. Leaves: one [`Case`] for each label
//! (病例1, 该病例) or range of labels (病例3—病例86) that opens an entry. Always holds: cases stand
//! in source order and `source[char_start..char_end] == text`; a label that only comes back
//! (病例1—病例4均系…) makes no second case, but what is said there is of the cases it names; what
//! is said once after several entries (均为隔离管控人员) is of all of them. Time is linear in the
//! text.
//!
//! `病例3—病例86，居住于南关区，均为隔离管控人员。` → 84 cases, 南关区, 隔离管控.
//!
//! To extend: one row in `data/cases.tsv`.

mod label;
mod list;
mod walk;
mod words;

#[cfg(test)]
mod tests;

use std::cell::LazyCell;

use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::clean::Clean;
use crate::oddity;
use crate::place::{Gazetteer, PlaceId, PlaceMention};
use crate::record::{Diagnostic, Origin, Provenance, code_text, names, optional_number};
use crate::scan::time::TimeMention;
use crate::span::CharCounter;
use crate::split::Article;

pub use words::CaseWords;

/// What a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 确诊病例.
    Confirmed,
    /// 无症状感染者.
    Asymptomatic,
    /// 感染者, 患者: the text does not tell.
    Other,
}

names!(CaseKind: Confirmed "confirmed" Asymptomatic "asymptomatic" Other "other");

/// The sex of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum Sex {
    Male,
    Female,
}

names!(Sex: Male "male" Female "female");

/// One entry of a case list: a person, or a range of numbered persons of whom the same is said.
///
/// Offsets are in the decoded source. The columns of `tongbao extract --table cases` are these
/// fields in this order.
///
/// ```
/// # fn main() -> tongbao::Result<()> {
/// let miner = tongbao::Miner::new()?;
/// let context =
///     tongbao::Context { place: Some("长春市".into()), ..Default::default() };
/// let text = "新增本土确诊病例12例。病例1—病例9，居住于南关区，病例10—病例12，居住于宽城区。";
/// let document = miner.mine_text(text, &context)?;
/// let cases: Vec<_> =
///     document.cases.iter().map(|case| (case.count, case.residence.as_deref())).collect();
/// assert_eq!(cases, [(9, Some("南关区")), (3, Some("宽城区"))]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// The document's id.
    pub doc: String,
    /// 0-based index of the article in the document.
    pub article: usize,
    /// 0-based index of the case in the document, in source order.
    pub id: usize,
    /// Number of the case, of a range the first; None where the text has no number (该病例).
    pub first: Option<u32>,
    /// Of a range the last number; else the same as `first`.
    pub last: Option<u32>,
    /// So many persons: 1, or the length of the range.
    pub count: u32,
    /// What it is: by the label, else by its section, else by what the case was diagnosed as; 病例
    /// in a section of asymptomatic ones is asymptomatic.
    pub kind: CaseKind,
    /// True when the text says that it was an asymptomatic case before.
    pub converted: bool,
    /// Sex, of a single person.
    pub sex: Option<Sex>,
    /// Age as stated, in `age_unit`.
    #[serde(serialize_with = "optional_number")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub age: Option<Decimal>,
    /// 岁, 月 or 天.
    pub age_unit: Option<String>,
    /// Full name of the division lived in: the county, or what is known above it.
    pub residence: Option<String>,
    /// Its GB/T 2260 code.
    pub residence_code: Option<String>,
    /// The text's own words for where it is: 南关区长通路9号.
    pub address: Option<String>,
    /// Local or imported: by its own words, else by its section.
    pub origin: Option<Origin>,
    /// Full name of the country or region that the person came from; one that the gazetteer does
    /// not know is in the text's own words.
    pub imported_from: Option<String>,
    /// How it was found: 隔离管控, 风险人群, 社会面 …, by `data/cases.tsv`.
    pub found_in: Option<String>,
    /// The day of diagnosis, or the day that its section reports on; ISO 8601.
    pub date: Option<String>,
    /// `stated` beside the case, or `context`: that of its section.
    pub date_from: Option<Provenance>,
    /// The exact slice of the source that is its label: 病例3—病例86.
    pub text: String,
    /// UTF-8 offset of `text` in the decoded source.
    pub byte_start: usize,
    /// Its end.
    pub byte_end: usize,
    /// Unicode scalar offset of `text` in the decoded source.
    pub char_start: usize,
    /// Its end.
    pub char_end: usize,
    /// Its entry, cleaned: from the label up to the next one or the end of the sentence, at most
    /// 200 characters.
    pub sentence: String,
}

/// What [`cases`] reads.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The document's id.
    pub doc: &'a str,
    /// The decoded source.
    pub source: &'a str,
    /// The clean text.
    pub clean: &'a Clean<'a>,
    /// Its articles.
    pub articles: &'a [Article],
    /// The places named in it, in order.
    pub places: &'a [PlaceMention],
    /// The times named in it, in order.
    pub times: &'a [TimeMention],
    /// What resolves the places.
    pub gazetteer: &'a Gazetteer,
    /// The document's home.
    pub home: Option<PlaceId>,
    /// When it was published.
    pub published: Option<DateTime>,
}

/// Reads the case lists of a page; and says, as `case_unread`, what of them could not be read.
#[must_use]
pub fn cases(words: &CaseWords, page: &Page<'_>) -> (Vec<Case>, Vec<Diagnostic>) {
    let text = &page.clean.text;
    let counter = LazyCell::new(|| CharCounter::new(page.source)); // few pages have a list
    let (mut found, mut spots) = (Vec::new(), Vec::new());
    for (article, part) in page.articles.iter().enumerate() {
        let own = &text[part.span.range()];
        if !walk::has_list(words, own) {
            continue;
        }
        let (entries, unread) = walk::walk(words, page, part.span);
        for entry in entries {
            found.push(case(entry, article, found.len(), page, &counter));
        }
        spots.extend(unread.into_iter().map(|(span, why)| (page.clean.map.source(span), why)));
    }
    (found, oddity::report("case_unread", &spots, |why| (*why).into()))
}

fn case(
    entry: list::Entry,
    article: usize,
    id: usize,
    page: &Page<'_>,
    counter: &CharCounter<'_>,
) -> Case {
    let span = page.clean.map.source(entry.label);
    let (first, last) = entry.numbers.unzip();
    Case {
        doc: page.doc.to_owned(),
        article,
        id,
        first,
        last,
        count: entry.numbers.map_or(1, |(first, last)| last - first + 1),
        kind: entry.kind,
        converted: entry.converted,
        sex: entry.sex,
        age: entry.age.map(|(age, _)| age),
        age_unit: entry.age.map(|(_, unit)| unit.to_owned()),
        residence: entry.residence.as_ref().map(|home| home.name.clone()),
        residence_code: entry.residence.as_ref().and_then(|home| home.code).map(code_text),
        address: entry.residence.map(|home| home.address),
        origin: entry.origin,
        imported_from: entry.imported_from.or(entry.part_from.flatten()),
        found_in: entry.found_in,
        date: entry.date.as_ref().map(|(date, _)| date.clone()),
        date_from: entry.date.map(|(_, from)| from),
        text: page.source[span.range()].to_owned(),
        byte_start: span.start,
        byte_end: span.end,
        char_start: counter.at(span.start),
        char_end: counter.at(span.end),
        sentence: sentence(&page.clean.text[entry.words.range()]),
    }
}

/// At most 200 characters of an entry.
fn sentence(text: &str) -> String {
    text.trim().chars().take(200).collect()
}
