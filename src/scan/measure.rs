//! What measures come to in the base unit of their kind: 3斤 is 1500 克, 3斤5两 is 1750 克.
//!
//! Enters: the quantities of a text, in order. Leaves: a [`Measure`] for each that is stated in
//! another unit than the base one, and one for each run of them that names a single amount. What
//! always holds: the factors are exact, and nothing is said of units without a fixed factor.
//!
//! ```
//! use tongbao::scan::measure::measures;
//! use tongbao::scan::quantity::{Units, quantities};
//! let text = "重3斤5两";
//! let found = quantities(text, &Units::built_in().unwrap());
//! let last = measures(text, &found).pop().unwrap();
//! assert_eq!((last.value.normalize().to_string().as_str(), last.unit), ("1750", "克"));
//! ```

use rust_decimal::Decimal;

use super::quantity::Quantity;
use crate::record::{Bound, Dimension};
use crate::span::Span;

/// Unit, base unit, and how many of these it holds, as a fraction.
#[rustfmt::skip]
const FACTORS: &[(&str, &str, i64, i64)] = &[
    ("克", "克", 1, 1), ("公斤", "克", 1000, 1), ("千克", "克", 1000, 1), ("斤", "克", 500, 1),
    ("两", "克", 50, 1), ("钱", "克", 5, 1), ("担", "克", 50_000, 1), ("吨", "克", 1_000_000, 1),
    ("毫克", "克", 1, 1000), ("微克", "克", 1, 1_000_000), ("纳克", "克", 1, 1_000_000_000),
    ("克拉", "克", 1, 5), ("磅", "克", 45_359_237, 100_000),
    ("米", "米", 1, 1), ("公里", "米", 1000, 1), ("千米", "米", 1000, 1), ("里", "米", 500, 1),
    ("分米", "米", 1, 10), ("厘米", "米", 1, 100), ("毫米", "米", 1, 1000),
    ("微米", "米", 1, 1_000_000), ("纳米", "米", 1, 1_000_000_000),
    ("丈", "米", 10, 3), ("尺", "米", 1, 3), ("寸", "米", 1, 30), ("海里", "米", 1852, 1),
    ("英里", "米", 1_609_344, 1000), ("码", "米", 9144, 10_000), ("英尺", "米", 3048, 10_000),
    ("英寸", "米", 254, 10_000),
    ("平方米", "平方米", 1, 1), ("平方公里", "平方米", 1_000_000, 1), ("公顷", "平方米", 10_000, 1),
    ("平方千米", "平方米", 1_000_000, 1), ("亩", "平方米", 2000, 3),
    ("平方分米", "平方米", 1, 100), ("平方厘米", "平方米", 1, 10_000),
    ("毫升", "毫升", 1, 1), ("升", "毫升", 1000, 1), ("分升", "毫升", 100, 1),
    ("微升", "毫升", 1, 1000), ("立方米", "毫升", 1_000_000, 1), ("立方厘米", "毫升", 1, 1),
    ("茶匙", "毫升", 5, 1), ("汤匙", "毫升", 15, 1),
    ("元", "元", 1, 1), ("角", "元", 1, 10), ("毛", "元", 1, 10), ("分", "元", 1, 100),
    ("美元", "美元", 1, 1), ("美分", "美元", 1, 100), ("英镑", "英镑", 1, 1), ("便士", "英镑", 1, 100),
    ("欧元", "欧元", 1, 1), ("欧分", "欧元", 1, 100), ("卢布", "卢布", 1, 1), ("戈比", "卢布", 1, 100),
    ("日元", "日元", 1, 1), ("日本钱", "日元", 1, 100),
    ("港元", "港元", 1, 1), ("港仙", "港元", 1, 100),
    ("对", "个", 2, 1), ("双", "个", 2, 1), ("打", "个", 12, 1),
    ("折", "%", 10, 1),
];

/// An amount in the base unit of its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Where the amount is stated: byte range of the scanned text.
    pub span: Span,
    /// How many base units.
    pub value: Decimal,
    /// Lower bound of the wording, in base units.
    pub low: Option<Decimal>,
    /// Upper bound of the wording, in base units.
    pub high: Option<Decimal>,
    /// What the wording says about exactness.
    pub bound: Bound,
    /// The base unit: 克, 米, 平方米, 毫升, 元 or another currency, 个, %.
    pub unit: &'static str,
    /// What one of the unit stated last comes to.
    step: Decimal,
    parts: usize,
}

/// The amounts of `found`, quantities of `text`, that base units state otherwise.
#[must_use]
pub fn measures(text: &str, found: &[Quantity]) -> Vec<Measure> {
    let mut out = Vec::new();
    let mut open: Option<Measure> = None;
    for quantity in found {
        let Some(next) = convert(quantity) else { continue };
        if quantity.unit != Some(next.unit) {
            out.push(next.clone());
        }
        let joined = open.as_ref().and_then(|open| open.join(&next, text));
        let done = open.replace(joined.clone().unwrap_or(next));
        if joined.is_none() {
            out.extend(done.filter(|done| done.parts > 1));
        }
    }
    out.extend(open.filter(|open| open.parts > 1));
    out
}

fn convert(quantity: &Quantity) -> Option<Measure> {
    let name = quantity.unit?;
    let (_, unit, top, bottom) = FACTORS.iter().find(|row| row.0 == name)?;
    let money = matches!(name, "元" | "分");
    if money && quantity.dimension != Dimension::Money {
        return None;
    }
    let (top, bottom) = (Decimal::from(*top), Decimal::from(*bottom));
    let times = |value: Decimal| value.checked_mul(top)?.checked_div(bottom);
    Some(Measure {
        span: quantity.span,
        value: times(quantity.value)?,
        low: quantity.low.and_then(times),
        high: quantity.high.and_then(times),
        bound: quantity.bound,
        unit,
        step: top.checked_div(bottom)?,
        parts: 1,
    })
}

impl Measure {
    /// 3斤 and 5两, 两美元又三美分: the smaller unit goes on, and stays below one of the larger.
    fn join(&self, next: &Self, text: &str) -> Option<Self> {
        let gap = text.get(self.span.end..next.span.start)?;
        let linked = matches!(gap, "" | "又" | "零" | " ");
        let exact = self.bound == Bound::Exact && next.bound == Bound::Exact;
        let smaller = next.step < self.step && next.value < self.step;
        if !linked || !exact || !smaller || self.unit != next.unit {
            return None;
        }
        let value = self.value.checked_add(next.value)?;
        let span = Span::new(self.span.start, next.span.end);
        let (low, high) = (Some(value), Some(value));
        Some(Self { span, value, low, high, parts: self.parts + 1, ..next.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::quantity::{Units, quantities};

    fn read(text: &str) -> Vec<String> {
        let found = quantities(text, &Units::built_in().unwrap());
        let show = |m: Measure| {
            format!("{} {} {}", &text[m.span.range()], m.value.round_dp(6).normalize(), m.unit)
        };
        measures(text, &found).into_iter().map(show).collect()
    }

    #[test]
    fn amounts_are_converted() {
        #[rustfmt::skip]
        let cases: [(&str, &[&str]); 8] = [
            ("约7公斤", &["约7公斤 7000 克"]), ("8米，16人", &[]), ("四双", &["四双 8 个"]),
            ("2斤3两", &["2斤 1000 克", "3两 150 克", "2斤3两 1150 克"]),
            ("两美元又五美分", &["五美分 0.05 美元", "两美元又五美分 2.05 美元"]),
            ("5米40厘米高", &["40厘米 0.4 米", "5米40厘米 5.4 米"]),
            ("5米、40厘米", &["40厘米 0.4 米"]), ("7角", &["7角 0.7 元"]),
        ];
        for (text, want) in cases {
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn units_and_bases_are_known() {
        let units = Units::built_in().unwrap();
        for (unit, base, _, _) in FACTORS {
            assert!(units.contains(unit), "{unit}");
            assert!(FACTORS.iter().any(|row| row.0 == *base) || units.contains(base), "{base}");
        }
    }
}
