//! Dates, clock times and weekdays among the numbers, against durations.

use super::View;
use crate::number::{Style, char_before};
use crate::record::Bound;
use crate::scan::quantity::mention::Mention;
use crate::scan::quantity::operand::Shape;
use crate::scan::quantity::tables::{Context, behind};
use crate::scan::quantity::{Reason, Role};

pub(super) fn calendar_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    surface: &str,
    value: Option<i64>,
) -> Option<Reason> {
    match surface {
        "时" if value.is_some_and(|hour| hour > 24) => None,
        "点" => {
            let hour = value.is_some_and(|hour| (0..=24).contains(&hour));
            let counted = view.units.precedes(view.text, mention.end, Context::Point);
            (hour && !counted).then_some(Reason::Time)
        }
        "号" => number_sign_reason(mention, view, value),
        _ => Some(Reason::Time),
    }
}

pub(super) fn number_sign_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    value: Option<i64>,
) -> Option<Reason> {
    let head = &view.text[..mention.start];
    if head.ends_with(['〕', ']', '】', ')', '）']) {
        return Some(Reason::Document);
    }
    if view.units.follows(view.text, mention.start, Context::Street) {
        return Some(Reason::Address);
    }
    let day = value.is_some_and(|day| (1..=31).contains(&day));
    Some(if day { Reason::Time } else { Reason::Address })
}

pub(super) fn year_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    value: Option<i64>,
) -> Option<Reason> {
    let numeral = mention.main.numeral.as_ref()?;
    let plain = !numeral.scaled && !numeral.grouped && !numeral.decimal;
    let year = plain && value.is_some_and(|year| (1000..=2999).contains(&year));
    if year || numeral.positional || numeral.zero_led {
        return Some(Reason::Time);
    }
    let short = plain && numeral.style == Style::Arabic && numeral.symbols == 2;
    if !short || mention.bound != Bound::Exact {
        return None;
    }
    let month = read_month(&view.text[mention.end..]);
    let season = view.units.precedes(view.text, mention.end, Context::Year);
    (month || season).then_some(Reason::Time)
}

/// A month begins here: 5月, 12月.
pub(super) fn read_month(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && rest[digits..].starts_with('月')
}

pub(super) fn month_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    value: Option<i64>,
) -> Option<Reason> {
    let month = value.is_some_and(|month| (1..=12).contains(&month));
    let range = mention.rule == "range" || mention.rule == "neighbours";
    let exact = mention.bound == Bound::Exact || range;
    let dated = !is_length(mention, view.text) && (month || range) && exact;
    dated.then_some(Reason::Time)
}

/// 两月, 半月, 两日: neither numbers a month or a day.
fn is_length(mention: &Mention<'_>, text: &str) -> bool {
    &text[mention.numeral.range()] == "两" || mention.main.shape == Shape::Half
}

pub(super) fn day_reason(
    mention: &Mention<'_>,
    view: &View<'_>,
    value: Option<i64>,
) -> Option<Reason> {
    let text = view.text;
    let day = value.is_some_and(|day| (1..=31).contains(&day));
    let lasting = view.units.follows(text, mention.start, Context::Duration);
    let dated = follows_time(mention, view);
    let bounded = !matches!(mention.bound, Bound::Exact | Bound::Range | Bound::About);
    let free = is_length(mention, text) || !day || lasting || bounded;
    (dated || !free).then_some(Reason::Time)
}

/// A date or clock time ends right before.
pub(super) fn follows_time(mention: &Mention<'_>, view: &View<'_>) -> bool {
    view.previous.is_some_and(|previous| {
        previous.span.end == mention.start && previous.role == Role::NotFigure(Reason::Time)
    })
}

pub(super) fn minute_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    follows_time(mention, view).then_some(Reason::Time)
}

/// 周三, 星期五: the number is the day's name.
pub(super) fn weekday_reason(mention: &Mention<'_>, view: &View<'_>) -> Option<Reason> {
    if !matches!(char_before(view.text, mention.start), Some('期' | '拜' | '周')) {
        return None;
    }
    let head = behind(view.text, mention.start, 2);
    let chinese = mention.main.style == Style::Chinese && mention.main.unit.is_none();
    let adjacent = view.previous.is_some_and(|previous| previous.span.end == mention.start);
    let day = head.ends_with("星期") || head.ends_with("礼拜") || head.ends_with('周');
    (chinese && day && !adjacent).then_some(Reason::Time)
}
