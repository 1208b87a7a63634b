//! Numbers without a unit: telephone numbers, labels, list markers, tolls.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{View, follows_time, is_base, weekday_reason};
use crate::number::{Style, Vague, char_at, char_before};
use crate::record::Bound;
use crate::scan::quantity::mention::Mention;
use crate::scan::quantity::operand::Shape;
use crate::scan::quantity::tables::{Context, ahead, behind};
use crate::scan::quantity::{Reason, Role};

/// What a number without a unit is.
pub(super) fn bare_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    let main = &mention.main;
    if main.vague == Vague::Some {
        return Some(Reason::Vague);
    }
    let numeral = main.numeral.as_ref();
    let alone = mention.is_bare_scale() && numeral.is_some_and(|numeral| numeral.symbols == 1);
    if alone && mention.bound == Bound::Exact && main.shape == Shape::Plain {
        return Some(Reason::Vague);
    }
    if main.canonical.is_some() || main.shape != Shape::Plain {
        return None;
    }
    if is_base(mention, view) {
        return Some(Reason::Base);
    }
    if let Some(reason) = weekday_reason(mention, view) {
        return Some(reason);
    }
    let numeral = numeral?;
    if is_toll(mention, view) {
        return None;
    }
    if main.style == Style::Chinese {
        let scaled = numeral.scaled && numeral.symbols > 1 && numeral.tail > 1;
        let stated = scaled || numeral.decimal || mention.bound == Bound::MoreThan;
        return (!stated).then_some(Reason::Bare);
    }
    if numeral.scaled || mention.rule == "ratio_part" {
        return None;
    }
    arabic_reason(mention, view, numeral)
}

/// 1死8伤, 两男一女, 2金1银.
pub(super) fn is_toll(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let after = ahead(view.text, mention.end, 2);
    let person =
        after.ends_with(['子', '性', '生', '童', '孩', '者', '角', '色', '行', '牌', '额']);
    let short = mention.main.value < Decimal::ONE_THOUSAND && !person;
    let medal = mention.main.style == Style::Arabic
        && view.units.precedes(view.text, mention.end, Context::Medal);
    short && (medal || view.units.precedes(view.text, mention.end, Context::Toll))
}

pub(super) fn arabic_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    numeral: &crate::number::Numeral,
) -> Option<Reason> {
    let (text, units) = (view.text, view.units);
    let head = &text[..mention.start];
    let next = char_at(text, mention.end);
    if is_phone(mention, view) {
        return Some(Reason::Phone);
    }
    if numeral.grouped {
        return None;
    }
    if next == Some('后')
        && numeral.symbols == 2
        && (mention.main.value % Decimal::from(5)).is_zero()
    {
        return Some(Reason::Generation);
    }
    let opened = head.ends_with(['(', '（']);
    if opened && matches!(next, Some(')' | '）')) {
        let day = ahead(text, mention.end, 2).ends_with(['日', '月', '时', '号']);
        return Some(if day { Reason::Time } else { Reason::ListMarker });
    }
    if is_line_start(head) && matches!(next, Some('.' | '、' | '．' | ')' | '）')) {
        return Some(Reason::ListMarker);
    }
    let near = behind(text, mention.start, 6);
    if units.follows(text, mention.start, Context::Label)
        && !(units.holds(behind(text, mention.start, 12), Context::Count) && is_clause_end(next))
    {
        return Some(Reason::Label);
    }
    if units.holds(near, Context::Id) {
        return Some(Reason::Id);
    }
    if numeral.decimal {
        let event = units.precedes(text, mention.end, Context::Event);
        return event.then_some(Reason::Event);
    }
    if follows_time(mention, view) {
        return Some(Reason::Time);
    }
    let year = numeral.symbols == 4 && (1900..=2099).contains(&mention.main.value.to_i64()?);
    let bounded = mention.bound != Bound::Exact && mention.bound != Bound::Range;
    let ends = units.follows(text, mention.start, Context::Number) && is_clause_end(next);
    let stated = (bounded || ends) && !year && !numeral.zero_led;
    (!stated).then_some(Reason::Bare)
}

pub(super) fn is_clause_end(next: Option<char>) -> bool {
    next.is_none_or(|c| "，。；、,;\n！？！?）)".contains(c))
}

pub(super) fn is_line_start(head: &str) -> bool {
    let head = head.trim_end_matches([' ', '　']);
    head.is_empty() || head.ends_with(['\n', '。', '；', '：', ':'])
}

/// Words such as 热线 within reach, a number listed after one, or a well-known short number.
pub(super) fn is_phone(mention: &Mention<'_>, view: &View<'_>) -> bool {
    let text = view.text;
    let digits = mention.numeral.len();
    let plain = mention.main.numeral.as_ref().is_some_and(|n| !n.decimal && !n.grouped);
    if !plain || digits < 3 || mention.rule != "number" {
        return false;
    }
    let listed = view.previous.is_some_and(|previous| {
        let gap = text.get(previous.span.end..mention.start).unwrap_or_default();
        let short = gap.chars().count() <= 2 && gap.chars().all(|c| "、或，,/和; 转".contains(c));
        previous.role == Role::NotFigure(Reason::Phone) && short
    });
    let spoken = || view.units.holds(behind(text, mention.start, 10), Context::Phone);
    let after = ahead(text, mention.end, 2);
    let service = || {
        ["急救", "负压", "救护", "报警", "热线", "电话", "指挥", "平台", "专线"]
            .iter()
            .any(|word| after.starts_with(word))
    };
    listed
        || spoken()
        || digits <= 5 && service()
        || digits >= 11 && char_before(text, mention.start) != Some('为')
}
