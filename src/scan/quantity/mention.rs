//! The whole mention around a number: range, ratio, sign, currency sign, bound words.

mod head;

use rust_decimal::Decimal;

use super::Reason;
use super::chain::read_chain;
use super::operand::{Operand, Shape, read_operand};
use super::tables::{Units, Use, past_blank};
use crate::number::{Style, Vague, char_at, power_of_ten};
use crate::record::{Bound, Dimension};
use crate::span::Span;

/// So many characters may stand between 含 and its closing bracket.
const INCLUDED: usize = 10;

/// A number with all that belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Mention<'u> {
    pub start: usize,
    pub end: usize,
    pub numeral: Span,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub bound: Bound,
    /// The last (or only) number; its `value` is the mention's.
    pub main: Operand<'u>,
    /// After 第.
    pub ordinal: bool,
    /// A range of which both ends lie below zero once its sign is read.
    both_below: bool,
    /// The characters alone show that it is a name (7·20, 2022-05-08, 15:30).
    pub name: Option<Reason>,
    pub rule: &'static str,
}

/// What stands before a number below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// 负, -: of this number alone.
    Minus,
    /// 零下: of both ends of a range of degrees.
    Below,
}

/// Reads the mention whose number begins at `at`; nothing before `floor` belongs to it.
pub(super) fn read_mention<'u>(
    text: &str,
    at: usize,
    units: &'u Units,
    floor: usize,
) -> Option<Mention<'u>> {
    let main = read_operand(text, at, units)?;
    let mut mention = Mention::new(main);
    if let Some((end, reason)) = read_chain(text, at, units) {
        mention.set_name(end, reason);
        return Some(mention);
    }
    if !mention.read_range(text, units) {
        mention.read_ratio(text);
    }
    mention.read_head(text, floor, units);
    mention.read_after(text, units);
    Some(mention)
}

impl<'u> Mention<'u> {
    fn new(mut main: Operand<'u>) -> Self {
        let low = Some(main.value);
        let high = match main.spread.is_zero() {
            true => low,
            false => main.value.checked_add(main.spread),
        };
        main.overflow |= high.is_none();
        let bound = main.bound();
        let mut mention = Self {
            start: main.start,
            end: main.end,
            numeral: Span::new(main.start, main.numeral_end),
            low,
            high,
            bound,
            rule: match main.shape {
                Shape::Plain => "number",
                Shape::Fraction => "fraction",
                Shape::Percent => "percent_words",
                Shape::Half => "half",
            },
            main,
            ordinal: false,
            both_below: false,
            name: None,
        };
        if mention.bound == Bound::Range {
            mention.rule = "neighbours";
            mention.set_middle();
        }
        mention
    }

    fn set_name(&mut self, end: usize, reason: Reason) {
        self.end = end;
        self.numeral = Span::new(self.start, end);
        self.name = Some(reason);
        self.rule = "chain";
        self.main.unit = None;
        (self.main.canonical, self.main.unit_span) = (None, None);
    }

    fn set_middle(&mut self) {
        if let (Some(low), Some(high)) = (self.low, self.high) {
            let half = (high.checked_sub(low)).map(|gap| gap * Decimal::new(5, 1));
            self.main.value = half.and_then(|half| low.checked_add(half)).unwrap_or(low);
        }
    }

    /// 3至5名, 2岁至84岁, 1万-5万元, 10000与20000之间.
    fn read_range(&mut self, text: &str, units: &'u Units) -> bool {
        let Some((sep, joined)) = range_separator(text, self.end) else { return false };
        let signed = self.sign_before(text);
        let (minus, from) = minus_at(text, past_blank(text, sep));
        if minus && signed.is_none() {
            return false;
        }
        let starts = char_at(text, from).is_some_and(|c| c.is_ascii_digit() || !c.is_ascii());
        let Some(mut upper) = starts.then(|| read_operand(text, from, units)).flatten() else {
            return false;
        };
        let apart = text[..self.start].ends_with(['-', '负', '于', '在']);
        if joined && apart && self.main.unit.is_none() {
            upper.leave_between(text);
        }
        let rest = &text[upper.end..];
        let closing = if rest.starts_with("之间") {
            "之间".len()
        } else if joined && rest.starts_with('间') && !rest.starts_with("间接") {
            "间".len()
        } else {
            0
        };
        if joined && closing == 0 || !self.may_join(&upper) {
            return false;
        }
        let below = signed == Some(Sign::Below) && upper.dimension == Dimension::Temperature;
        self.both_below = minus || below;
        let Some((low, high)) = self.ends_with(&upper) else { return false };
        let end = upper.end + closing;
        (self.low, self.high) = (Some(low), Some(high));
        self.numeral.end = upper.numeral_end;
        self.bound = Bound::Range;
        self.rule = "range";
        self.end = end;
        if upper.unit_span.is_none() {
            upper.unit_span = self.main.unit_span;
            upper.canonical = self.main.canonical;
            upper.dimension = self.main.dimension;
            upper.unit = self.main.unit;
        }
        upper.overflow |= self.main.overflow;
        upper.cut |= self.main.cut;
        if self.main.style != upper.style {
            upper.style = Style::Mixed;
        }
        self.main = upper;
        self.set_middle();
        true
    }

    fn may_join(&self, upper: &Operand<'_>) -> bool {
        let lower = &self.main;
        let same = lower.canonical.is_none()
            || lower.canonical == upper.canonical
            || lower.shape == Shape::Percent && upper.unit.is_none();
        let calendar = lower.unit.is_some_and(|unit| unit.usage == Use::Calendar);
        let named = [lower, upper].iter().any(|operand| {
            operand
                .numeral
                .as_ref()
                .is_some_and(|n| n.dotted || n.zero_led || n.vague == Vague::Some)
        });
        let shapes = upper.shape == lower.shape || upper.shape == Shape::Plain;
        same && !calendar && !named && shapes && upper.spread.is_zero()
    }

    /// Both ends, the lower one with the 万 that only the upper one carries.
    fn ends_with(&self, upper: &Operand<'_>) -> Option<(Decimal, Decimal)> {
        let (low, high) = (self.main.value, upper.value);
        let numeral = upper.numeral.as_ref()?;
        let lower = self.main.numeral.as_ref()?;
        let power = if lower.big_tail > 0 || numeral.big_tail == 0 {
            let digit = lower.symbols == 1 && !lower.scaled && numeral.tail >= 2;
            if digit && lower.big_tail == 0 { numeral.tail } else { 0 }
        } else {
            numeral.big_tail
        };
        let factor = power_of_ten(power)?;
        let carried = low.checked_mul(factor).filter(|carried| *carried < high);
        if self.main.unit.is_none()
            && power > 0
            && let Some(carried) = carried
        {
            return Some((carried, high));
        }
        if self.both_below && low > high {
            return Some((high, low));
        }
        (low < high).then_some((low, high))
    }

    /// The sign in front of the number, as far as the characters tell.
    fn sign_before(&self, text: &str) -> Option<Sign> {
        let head = &text[..self.start];
        let minus = || head.ends_with(['-', '−', '负']).then_some(Sign::Minus);
        if head.ends_with("零下") { Some(Sign::Below) } else { minus() }
    }

    /// 1:1.4; the parts of 3.8:47.6:48.6 stay apart.
    fn read_ratio(&mut self, text: &str) {
        if !self.main.is_plain() || self.main.style != Style::Arabic {
            return;
        }
        let above = text[..self.start].strip_suffix([':', '∶']);
        if above.is_some_and(|above| above.ends_with(is_digit)) {
            self.rule = "ratio_part";
            return;
        }
        let Some((bottom, end)) = ratio_bottom(text, self.end) else { return };
        if ratio_bottom(text, end).is_some() {
            self.rule = "ratio_part";
        } else if let Some(value) = self.main.value.checked_div(bottom) {
            self.main.value = value;
            self.main.dimension = Dimension::Ratio;
            self.main.shape = Shape::Fraction;
            (self.end, self.numeral.end) = (end, end);
            self.rule = "ratio";
        }
    }

    pub(super) fn is_bare_scale(&self) -> bool {
        self.main.numeral.as_ref().is_some_and(|numeral| numeral.bare_scale)
    }

    /// A bound word speaks where the number itself does not.
    fn raise(&mut self, bound: Bound) {
        if self.bound == Bound::Exact {
            self.bound = bound;
        }
    }

    fn read_after(&mut self, text: &str, units: &Units) {
        let at = past_included(text, self.end);
        let Some((word, end)) = units.bound_after(text, at) else { return };
        let inside = matches!(
            self.main.dimension,
            Dimension::Duration | Dimension::Ratio | Dimension::Length
        );
        if word.word == "内" && !inside || self.ordinal {
            return;
        }
        self.end = end;
        let firm = matches!(word.bound, Bound::AtLeast | Bound::AtMost);
        if firm && self.bound != Bound::Range || word.bound == Bound::MoreThan {
            self.bound = word.bound;
        } else {
            self.raise(word.bound);
        }
    }

    /// What the wording bounds: (low, high).
    pub(super) fn limits(&self) -> (Option<Decimal>, Option<Decimal>) {
        let value = Some(self.main.value);
        match self.bound {
            Bound::Exact => (value, value),
            Bound::About | Bound::Nearly => (None, None),
            Bound::MoreThan | Bound::AtLeast => (value, None),
            Bound::LessThan | Bound::AtMost => (None, value),
            Bound::Range => (self.low, self.high),
        }
    }
}

/// End of 「（含）」, 「（含5人）」 at `at`, or `at`.
fn past_included(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let inside = rest.strip_prefix(['（', '(']).and_then(|rest| rest.strip_prefix('含'));
    let close = inside.and_then(|inside| {
        let near = inside.char_indices().take(INCLUDED).find(|(_, c)| matches!(c, '）' | ')'));
        near.map(|(at, c)| at + c.len_utf8())
    });
    let head = inside.map_or(0, |inside| rest.len() - inside.len());
    close.map_or(at, |close| at + head + close)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// End of the separator at `at`, and whether it is 与 or 和, which needs 之间.
fn range_separator(text: &str, at: usize) -> Option<(usize, bool)> {
    let at = past_blank(text, at);
    let rest = text.get(at..)?;
    let c = rest.chars().next()?;
    match c {
        '至' | '到' | '—' | '–' | '-' | '~' | '～' | '―' | '−' | '─' | '－' => {
            let twice = c == '-' && rest[1..].starts_with('-');
            Some((at + c.len_utf8() + usize::from(twice), false))
        }
        // Misprinted dash: 0一24时.
        '一' if text[..at].ends_with(is_digit) && rest[c.len_utf8()..].starts_with(is_digit) => {
            Some((at + c.len_utf8(), false))
        }
        '与' | '和' => Some((at + c.len_utf8(), true)),
        _ => None,
    }
}

/// Whether a sign stands before the upper end, and where that begins.
fn minus_at(text: &str, at: usize) -> (bool, usize) {
    let rest = text.get(at..).unwrap_or_default();
    let sign = ["零下", "负", "-", "−"].into_iter().find(|sign| rest.starts_with(sign));
    (sign.is_some(), at + sign.map_or(0, |sign| sign.len()))
}

/// The number after `:` at `at`, where no unit follows: its value and end.
fn ratio_bottom(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let rest = text.get(at..)?;
    let sign = rest.chars().next().filter(|c| matches!(c, ':' | '：' | '∶'))?;
    let number = crate::number::read_arabic(text.as_bytes(), at + sign.len_utf8())?;
    let word = char_at(text, number.end).is_some_and(|c| {
        c.is_alphanumeric() && (sign == '：' || c.is_ascii()) || matches!(c, '%' | '℃')
    });
    let named = number.dotted || number.zero_led || number.overflow || number.value.is_zero();
    (!word && !named).then_some((number.value, number.end))
}
