//! The output types: [`Record`], [`Document`], [`Diagnostic`]. Field names and meanings are the
//! record contract (see the crate docs); they change only with [`SCHEMA_VERSION`].

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

use crate::cases::Case;
use crate::check::Check;
use crate::span::SourceSpan;

/// Version of the record contract that this crate writes.
pub const SCHEMA_VERSION: u32 = 1;

/// Gives each variant the name that the record contract has for it.
macro_rules! names {
    ($type:ident: $($variant:ident $name:literal)+) => {
        impl $type {
            /// The name in the record contract, as it stands in JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        #[cfg(test)]
        impl $type {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}

pub(crate) use names;

/// How a figure counts: events, a stock, or a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Events within a period (新增).
    New,
    /// Events from a start up to a moment (累计).
    Cumulative,
    /// A stock at a moment (现有).
    Current,
    /// A difference upwards.
    Increase,
    /// A difference downwards.
    Decrease,
}

names!(
    Aspect:
    New "new" Cumulative "cumulative" Current "current" Increase "increase" Decrease "decrease"
);

/// Where cases come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// 本土.
    Local,
    /// 境外输入.
    Imported,
}

names!(Origin: Local "local" Imported "imported");

/// What the wording says about the exactness of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// As stated.
    Exact,
    /// 约 大约 左右 上下.
    About,
    /// 近 将近 接近.
    Nearly,
    /// 余 多 超 超过 逾 突破.
    MoreThan,
    /// 以上 至少 不少于.
    AtLeast,
    /// 不足 不到 未满.
    LessThan,
    /// 以内 内 以下 至多 不超过.
    AtMost,
    /// 3至5, 三四十.
    Range,
}

names!(
    Bound:
    Exact "exact" About "about" Nearly "nearly" MoreThan "more_than" AtLeast "at_least"
    LessThan "less_than" AtMost "at_most" Range "range"
);

/// What kind of thing the unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum Dimension {
    Count,
    Ratio,
    Money,
    Duration,
    Length,
    Area,
    Volume,
    Mass,
    Temperature,
    Speed,
    Energy,
    Power,
    Voltage,
    Other,
}

names!(
    Dimension:
    Count "count" Ratio "ratio" Money "money" Duration "duration" Length "length" Area "area"
    Volume "volume" Mass "mass" Temperature "temperature" Speed "speed" Energy "energy"
    Power "power" Voltage "voltage" Other "other"
);

/// Whether the figure is an observation, a plan or a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is so.
    Reported,
    /// It is meant to be so (将, 拟, 计划, 力争).
    Planned,
    /// It has to be so (必须, 应, 要求).
    Required,
}

names!(Status: Reported "reported" Planned "planned" Required "required");

/// Where an attribute was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Named beside the figure.
    Stated,
    /// Carried from earlier text.
    Context,
    /// The document's home place.
    Home,
    /// The document's published date.
    Published,
}

names!(Provenance: Stated "stated" Context "context" Home "home" Published "published");

/// One figure of a bulletin. Offsets are in the decoded source.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// The document's id.
    pub doc: Arc<str>,
    /// 0-based index of the article in the document.
    pub article: usize,
    /// 0-based index of the record in the document.
    pub id: usize,
    /// Metric id of the catalogue.
    pub metric: Option<String>,
    /// What is counted, in the text's own words, simplified script.
    pub subject: Option<String>,
    /// How it counts.
    pub aspect: Option<Aspect>,
    /// Local or imported.
    pub origin: Option<Origin>,
    /// Narrower properties, by name.
    pub qualifiers: BTreeMap<String, String>,
    /// The number as stated, multipliers included.
    #[serde(serialize_with = "number")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub value: Decimal,
    /// Lower bound of the wording.
    #[serde(serialize_with = "optional_number")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub low: Option<Decimal>,
    /// Upper bound of the wording.
    #[serde(serialize_with = "optional_number")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>"))]
    pub high: Option<Decimal>,
    /// What the wording says about exactness.
    pub bound: Bound,
    /// Measure word or unit, simplified.
    pub unit: Option<&'static str>,
    /// What the unit measures.
    pub dimension: Dimension,
    /// Distributive or rate base.
    pub per: Option<String>,
    /// Observation, plan or norm.
    pub status: Status,
    /// Full name of the place the figure is about.
    pub place: Option<String>,
    /// Its GB/T 2260 code.
    pub place_code: Option<String>,
    /// Where the place was found.
    pub place_from: Option<Provenance>,
    /// ISO 8601 start.
    pub time_start: Option<String>,
    /// ISO 8601 end.
    pub time_end: Option<String>,
    /// Where the time was found.
    pub time_from: Option<Provenance>,
    /// `id` of the record that this one is a part of.
    pub part_of: Option<usize>,
    /// The exact slice of the source.
    pub text: String,
    /// UTF-8 offset of `text` in the decoded source.
    pub byte_start: usize,
    /// Its end.
    pub byte_end: usize,
    /// Unicode scalar offset of `text` in the decoded source.
    pub char_start: usize,
    /// Its end.
    pub char_end: usize,
    /// The cleaned sentence that holds the figure; of one longer than 3,000 bytes, unless the miner is
    /// set to another length, the part around it.
    pub sentence: Arc<str>,
    /// Stable id of the rule that read the number.
    pub rule: &'static str,
}

/// A GB/T 2260 code in its six digits.
pub(crate) fn code_text(code: u32) -> String {
    let digit = |power: u32| char::from(b'0' + (code / 10_u32.pow(power) % 10) as u8);
    (0..6).rev().map(digit).collect()
}

/// Something odd that was met, with its place; never an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// Stable id of the kind:
    ///
    /// - `undecodable`: bytes that have no meaning in the encoding; `lost_glyph`: signs that stand
    ///   for lost characters. U+FFFD stands for both.
    /// - `number_too_large`: a number that does not fit, and is no figure; `number_cut`: one whose
    ///   last decimals are left out.
    /// - `impossible_date`: a day or hour that there is not, read as no time.
    /// - `case_unread`: what of a case list is not read.
    /// - Of a web page, `no_text`: there is none; `page_cut`: of its title or `meta` elements not
    ///   all is read; `published_unread`: its date of publication is none.
    pub code: String,
    /// Where, in the decoded source.
    pub span: SourceSpan,
    /// What was met and what was done about it.
    pub message: String,
}

/// A decimal as a JSON number: an integer where it is one, exact whatever its size, else the nearest
/// double, which for up to 15 digits prints as the decimal itself.
#[derive(Debug)]
pub(crate) struct Number<'a>(pub &'a Decimal);

impl Serialize for Number<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value) = self;
        let whole = |value: &Decimal| value.to_i64().filter(|_| value.scale() == 0);
        match whole(value).or_else(|| whole(&value.normalize())) {
            Some(whole) => serializer.serialize_i64(whole),
            None => {
                let (double, digits) = (nearest(value), value.normalize());
                let exact = digits.scale() > 0 || double as i128 == digits.mantissa();
                match exact {
                    true => serializer.serialize_f64(double),
                    false => serializer.serialize_i128(digits.mantissa()),
                }
            }
        }
    }
}

/// The nearest double.
pub(crate) fn nearest(value: &Decimal) -> f64 {
    const POWERS: [f64; 10] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    const EXACT: i128 = 1 << 53;
    let mantissa = value.mantissa();
    match POWERS.get(value.scale() as usize) {
        // Both are exact as doubles, so their quotient is the nearest one.
        Some(power) if mantissa.abs() <= EXACT => mantissa as f64 / power,
        _ => value.to_string().parse().unwrap_or(f64::NAN),
    }
}

/// A [`Number`].
pub(crate) fn number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    Number(value).serialize(serializer)
}

/// A [`Number`], or null.
pub(crate) fn optional_number<S: Serializer>(
    value: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().map(Number).serialize(serializer)
}

/// All that is known about a document: its articles, its figures, what was odd.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// Version of the record contract.
    pub schema_version: u32,
    /// The document's id.
    pub doc: String,
    /// The encoding that its bytes were decoded from.
    pub encoding: String,
    /// The text that offsets are in, where that is not the decoded source: the text of a web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its articles, in order.
    pub articles: Vec<ArticleInfo>,
    /// Its figures, in source order.
    pub records: Vec<Record>,
    /// Its case lists, in source order.
    pub cases: Vec<Case>,
    /// What its figures say of one another.
    pub checks: Vec<Check>,
    /// What was odd, in source order, what decoding met first.
    pub diagnostics: Vec<Diagnostic>,
}

/// An article of a document. Offsets are Unicode scalars of the decoded source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArticleInfo {
    /// Where it begins.
    pub char_start: usize,
    /// Where it ends.
    pub char_end: usize,
    /// The lines above the body, cleaned.
    pub headlines: Vec<String>,
    /// The line above the main headline.
    pub kicker: Option<String>,
    /// Reporters named in the byline.
    pub reporters: Vec<String>,
    /// Correspondents named in the byline.
    pub correspondents: Vec<String>,
    /// Place and day before 电 or 讯.
    pub dateline: Option<String>,
    /// 上接第一版 and the like.
    pub jump: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{CaseKind, Sex};
    use crate::check::{CheckKind, Verdict};
    use crate::series::{LeftOut, Standing};

    #[test]
    fn huge_whole_numbers_stay_exact() {
        for (digits, json) in [
            ("9223372036854775807", "9223372036854775807"),
            ("12345678901234567890", "12345678901234567890"),
            ("-12345678901234567890123.0", "-12345678901234567890123"),
            ("180000000000000000000", "1.8e+20"),
            ("0.125", "0.125"),
        ] {
            let number = serde_json::to_string(&Number(&digits.parse().unwrap())).unwrap();
            assert_eq!(number, json);
        }
    }

    #[test]
    fn names_are_those_of_json() {
        macro_rules! check {
            ($($type:ident)+) => {
                $(for value in $type::ALL {
                    assert_eq!(serde_json::json!(value), value.name());
                })+
            };
        }
        check!(Aspect Origin Bound Dimension Status Provenance);
        check!(CaseKind Sex CheckKind Verdict Standing LeftOut);
    }
}
