//! Units that a number takes from its neighbour: 10.2万、12.7万人次; 2小时30分.

use super::{Kind, Quantity, Reason, Role};
use crate::record::Dimension;
use crate::span::Span;

/// Gives numbers without a unit the one that closes their list, and minutes after hours theirs.
pub(super) fn share_units(text: &str, found: &mut [Quantity]) {
    for at in (1..found.len()).rev() {
        if found[at].span.start - found[at - 1].span.end > "、".len() {
            continue;
        }
        let (head, tail) = found.split_at_mut(at);
        if let (Some(left), Some(right)) = (head.last_mut(), tail.first_mut()) {
            share_minutes(text, left, right);
            share_unit(text, left, right);
        }
    }
}

/// 10.2万、12.7万人次: a round number in a list counts what the next one counts.
fn share_unit(text: &str, left: &mut Quantity, right: &Quantity) {
    let bare = left.unit.is_none() && left.span.end == left.numeral.end && left.is_figure();
    let scaled = text[left.numeral.range()].ends_with(['万', '亿']);
    if !bare || !scaled || right.kind != Kind::Quantity || !right.is_figure() {
        return;
    }
    let counted = matches!(right.dimension, Dimension::Count | Dimension::Money);
    let gap = text.get(left.span.end..right.span.start).unwrap_or_default();
    if counted && matches!(gap, "、" | "和" | "与" | "及") {
        (left.unit, left.dimension, left.kind) = (right.unit, right.dimension, Kind::Quantity);
    }
}

/// 2小时30分: the 分 are minutes.
fn share_minutes(text: &str, left: &Quantity, right: &mut Quantity) {
    let minutes = |span: Span| &text[span.range()] == "分";
    let joined = left.span.end == right.span.start && left.unit == Some("小时");
    if joined && right.unit_span.is_some_and(minutes) {
        (right.unit, right.dimension) = (Some("分钟"), Dimension::Duration);
        let time = right.role == Role::NotFigure(Reason::Time);
        right.role = if time { right.role } else { Role::Figure };
    }
}
