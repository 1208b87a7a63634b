//! Numbers that are 半: 半数, 半个月, 近半.

use rust_decimal::Decimal;

use super::{Operand, Shape, is_measure, split_unit};
use crate::number::{Style, Vague, char_at, char_before};
use crate::record::Dimension;
use crate::scan::quantity::tables::{Unit, Units, Use};

/// 半数, 半个月, 半年, 近半.
pub(super) fn read_half<'u>(text: &str, at: usize, units: &'u Units) -> Option<Operand<'u>> {
    let before = char_before(text, at);
    if before.is_some_and(|c| "上下前后夜大对减折参多小另深后一".contains(c)) {
        return None;
    }
    let mut half = Operand {
        start: at,
        numeral_end: at + '半'.len_utf8(),
        end: at + '半'.len_utf8(),
        value: Decimal::new(5, 1),
        spread: Decimal::ZERO,
        vague: Vague::No,
        unit: None,
        unit_span: None,
        canonical: None,
        dimension: Dimension::Ratio,
        shape: Shape::Half,
        numeral: None,
        style: Style::Chinese,
        overflow: false,
        cut: false,
    };
    let next = char_at(text, half.end);
    if next == Some('数') {
        half.end += '数'.len_utf8();
        half.numeral_end = half.end;
        return Some(half);
    }
    if next == Some('百') && !text[half.end..].starts_with("百分") {
        half.end += '百'.len_utf8();
        half.numeral_end = half.end;
        (half.value, half.vague) = (Decimal::from(50), Vague::Some);
        return Some(half);
    }
    if text[half.end..].starts_with("个多")
        && let Some((unit, end)) = split_unit(text, half.end + "个多".len(), units)
    {
        half.vague = Vague::More;
        half.set_unit(unit, half.end, end);
        return Some(half);
    }
    if let Some((unit, end)) = units.unit_at(text, half.end)
        && takes_half(unit)
    {
        half.set_unit(unit, half.end, end);
        return Some(half);
    }
    let share = before.is_some_and(|c| "近过超逾".contains(c));
    (share && !matches!(next, Some('百' | '径' | '导' | '年'))).then_some(half)
}

/// Units that 半 goes before: 半年, 半斤, 半个百分点; not 半夜, 半路.
fn takes_half(unit: &Unit) -> bool {
    let measure = is_measure(unit) || unit.dimension == Dimension::Duration;
    let word = matches!(unit.surface, "夜" | "晚" | "课" | "里" | "步" | "月龄" | "岁" | "丈");
    let single = unit.surface == "打" || unit.surface.starts_with('个');
    unit.usage == Use::Unit && !word && (measure || single)
}
