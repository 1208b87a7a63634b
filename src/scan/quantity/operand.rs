//! One number with its unit, before ranges and bounds are looked at: 58例, 三分之二, 两个半小时.

mod coins;
mod half;

use rust_decimal::Decimal;

use super::tables::{Unit, Units, Use, past_blank};
use half::read_half;

use crate::number::{Numeral, Style, Vague, char_at, char_before, read_numeral};
use crate::record::{Bound, Dimension};
use crate::span::Span;

/// What shape the number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Plain,
    /// 三分之二, 3/5, 一又三分之一.
    Fraction,
    /// 百分之六十.
    Percent,
    /// 一半, 半数, 半个月.
    Half,
}

/// A number with its unit.
#[derive(Debug, Clone)]
pub(super) struct Operand<'u> {
    pub start: usize,
    pub numeral_end: usize,
    pub end: usize,
    pub value: Decimal,
    pub spread: Decimal,
    pub vague: Vague,
    pub unit: Option<&'u Unit>,
    pub unit_span: Option<Span>,
    pub canonical: Option<&'static str>,
    pub dimension: Dimension,
    pub shape: Shape,
    pub numeral: Option<Numeral>,
    pub style: Style,
    pub overflow: bool,
    /// Its last decimals are left out.
    pub cut: bool,
}

/// Reads the number that begins at `at`, with its unit.
pub(super) fn read_operand<'u>(text: &str, at: usize, units: &'u Units) -> Option<Operand<'u>> {
    if char_at(text, at) == Some('半') {
        return read_half(text, at, units);
    }
    let mut operand = Operand::new(at, read_numeral(text, at)?);
    if operand.may_be_part(text) && operand.read_part(text, units) {
        return Some(operand);
    }
    operand.read_unit(text, units);
    operand.read_tail(text, units);
    Some(operand)
}

impl<'u> Operand<'u> {
    fn new(start: usize, numeral: Numeral) -> Self {
        Self {
            start,
            numeral_end: numeral.end,
            end: numeral.end,
            value: numeral.value,
            spread: numeral.spread,
            vague: numeral.vague,
            unit: None,
            unit_span: None,
            canonical: None,
            dimension: Dimension::Other,
            shape: Shape::Plain,
            style: numeral.style,
            overflow: numeral.overflow,
            cut: numeral.cut,
            numeral: Some(numeral),
        }
    }

    /// A part of something may go on here.
    fn may_be_part(&self, text: &str) -> bool {
        matches!(char_at(text, self.end), Some('分' | '份' | '又' | '/' | '半' | ' '))
    }

    /// 百分之六十, 三分之二, 1 4/3, 3/5, 一半, with their units.
    fn read_part(&mut self, text: &str, units: &'u Units) -> bool {
        if self.read_percent(text) || self.read_fraction(text, units) || self.read_mixed(text) {
            self.read_measure(text, units);
            return true;
        }
        let part = self.read_slash(text) || self.read_one_half(text);
        if part {
            self.read_unit(text, units);
        }
        part
    }

    /// 百分之六十, 百分百, 百分三十.
    fn read_percent(&mut self, text: &str) -> bool {
        if text.get(self.start..self.end) != Some("百") {
            return false;
        }
        let rest = text.get(self.end..).unwrap_or_default();
        let skip = if rest.starts_with("分之") { "分之" } else { "分" };
        let Some(part) = rest.starts_with("分").then(|| self.end + skip.len()) else {
            return false;
        };
        let Some(part) = read_numeral(text, past_blank(text, part)) else { return false };
        let ends = !char_at(text, part.end).is_some_and(char::is_alphanumeric);
        if skip == "分" && part.value != Decimal::ONE_HUNDRED && !ends {
            return false;
        }
        self.take_part(part);
        self.shape = Shape::Percent;
        self.canonical = Some("%");
        self.unit_span = Some(Span::new(self.start, self.end));
        self.dimension = Dimension::Ratio;
        true
    }

    fn take_part(&mut self, part: Numeral) {
        (self.value, self.spread, self.vague) = (part.value, part.spread, part.vague);
        self.overflow |= part.overflow;
        self.cut |= part.cut;
        (self.end, self.numeral_end) = (part.end, part.end);
        self.numeral = Some(part);
    }

    /// A分之B, A又B分之C, A分一.
    fn read_fraction(&mut self, text: &str, units: &Units) -> bool {
        let mut whole = Decimal::ZERO;
        let mut bottom_end = self.end;
        let mut bottom = self.value;
        let after = past_blank(text, self.end);
        if char_at(text, after) == Some('又') {
            let at = past_blank(text, after + '又'.len_utf8());
            let Some(second) = read_numeral(text, at) else { return false };
            whole = self.value;
            if let Some((bottom, end)) = slash_bottom(text, second.end) {
                return self.take_ratio(whole, second.value, bottom, end);
            }
            (bottom, bottom_end) = (second.value, second.end);
        }
        let top = fraction_top(text, bottom_end);
        let top = top.or_else(|| short_top(text, bottom_end, bottom, units));
        let Some((top, end)) = top else { return false };
        self.take_ratio(whole, top, bottom, end)
    }

    /// 1 4/3.
    fn read_mixed(&mut self, text: &str) -> bool {
        let plain = |n: &Numeral| n.style == Style::Arabic && n.symbols <= 3 && !n.zero_led;
        if char_at(text, self.end) != Some(' ')
            || !self.numeral.as_ref().is_some_and(|n| plain(n) && !n.decimal)
        {
            return false;
        }
        let top = read_numeral(text, self.end + 1).filter(|top| plain(top) && !top.decimal);
        let Some(top) = top else { return false };
        let Some((bottom, end)) = slash_bottom(text, top.end) else { return false };
        self.take_ratio(self.value, top.value, bottom, end)
    }

    /// 3/5; not 2022/5/8, not 24/7小时.
    fn read_slash(&mut self, text: &str) -> bool {
        if text.as_bytes().get(self.end) != Some(&b'/') {
            return false;
        }
        let plain = self.numeral.as_ref().is_some_and(|n| n.style == Style::Arabic && !n.zero_led);
        if !plain || char_before(text, self.start) == Some('/') {
            return false;
        }
        let Some((bottom, end)) = slash_bottom(text, self.end) else { return false };
        self.take_ratio(Decimal::ZERO, self.value, bottom, end)
    }

    fn take_ratio(&mut self, whole: Decimal, top: Decimal, bottom: Decimal, end: usize) -> bool {
        let ratio = top.checked_div(bottom).and_then(|ratio| ratio.checked_add(whole));
        let Some(value) = ratio else { return false };
        self.value = value;
        self.spread = Decimal::ZERO;
        self.vague = Vague::No;
        (self.end, self.numeral_end) = (end, end);
        self.shape = Shape::Fraction;
        self.dimension = Dimension::Ratio;
        true
    }

    /// 一半.
    fn read_one_half(&mut self, text: &str) -> bool {
        let rest = text.get(self.end..).unwrap_or_default();
        if !rest.starts_with('半') || !matches!(&text[self.start..self.end], "一" | "1") {
            return false;
        }
        self.value = Decimal::new(5, 1);
        self.end += if rest.starts_with("半半") { 6 } else { 3 };
        self.numeral_end = self.end;
        self.shape = Shape::Half;
        self.dimension = Dimension::Ratio;
        true
    }

    /// A fraction may carry a unit of measure (四分之三公升), not a count.
    fn read_measure(&mut self, text: &str, units: &'u Units) {
        if self.shape == Shape::Fraction
            && let Some((unit, end)) = units.unit_at(text, self.end)
            && is_measure(unit)
        {
            self.set_unit(unit, self.end, end);
        }
    }

    fn set_unit(&mut self, unit: &'u Unit, start: usize, end: usize) {
        self.unit = Some(unit);
        self.canonical = Some(unit.canonical);
        self.dimension = unit.dimension;
        self.unit_span = Some(Span::new(start, end));
        self.end = end;
    }

    fn read_unit(&mut self, text: &str, units: &'u Units) {
        if self.shape == Shape::Half {
            return;
        }
        let spaced = self.style != Style::Chinese;
        let at = if spaced { past_blank(text, self.end) } else { self.end };
        if self.read_split_unit(text, at, units) {
            return;
        }
        if let Some((unit, end)) = units.unit_at(text, at)
            && !self.is_stray(at, unit)
        {
            self.set_unit(unit, at, end);
        }
    }

    /// 壹起, 陆家嘴: one cheque digit is no number before a measure word.
    fn is_stray(&self, at: usize, unit: &Unit) -> bool {
        let numeral = self.numeral.as_ref();
        let lone = numeral.is_some_and(|n| n.formal && n.symbols == 1);
        let blank = at > self.end && unit.surface.len() == 1 && unit.surface != "%";
        lone && unit.dimension != Dimension::Money || blank && !unit.surface.is_ascii()
    }

    /// 两个半小时, 三个多月: the unit goes on after 半 or 多.
    fn read_split_unit(&mut self, text: &str, at: usize, units: &'u Units) -> bool {
        let rest = text.get(at..).unwrap_or_default();
        let Some(rest) = rest.strip_prefix('个') else { return false };
        let half = rest.starts_with('半');
        if !half && !rest.starts_with('多') || self.vague != Vague::No {
            return false;
        }
        let from = at + "个半".len();
        let Some((unit, end)) = split_unit(text, from, units) else { return false };
        if half {
            self.value += Decimal::new(5, 1);
        } else {
            self.vague = Vague::More;
        }
        self.numeral_end = from;
        self.set_unit(unit, at, end);
        true
    }

    /// What may follow the unit: 半, 多, further coins, a decimal digit (九块九, 四成五).
    fn read_tail(&mut self, text: &str, units: &'u Units) {
        let Some(unit) = self.unit else { return };
        if self.read_coins(text, units) {
            return;
        }
        if unit.single == Some('个') && self.ends_in_half(text) {
            self.add_half();
        }
        if unit.single == Some('折') && self.value >= Decimal::TEN {
            // 七五折 is 7.5.
            self.value *= Decimal::new(1, 1);
        }
        if unit.dimension == Dimension::Count || unit.usage != Use::Unit {
            return;
        }
        let next = char_at(text, self.end);
        let after = next.and_then(|c| char_at(text, self.end + c.len_utf8()));
        match next {
            Some('半') if self.takes_half(text, after, units) => self.add_half(),
            Some('多') if !after.is_some_and(|c| NOT_MORE_AFTER.contains(c)) => self.add_more(),
            Some('余') if !after.is_some_and(|c| NOT_REST_AFTER.contains(c)) => self.add_more(),
            Some(_) if matches!(unit.single, Some('成' | '米')) => {
                self.read_digit_tail(text, units)
            }
            _ => {}
        }
    }

    /// 五个半, and nothing that 半 could begin.
    fn ends_in_half(&self, text: &str) -> bool {
        let rest = text.get(self.end..).unwrap_or_default();
        let exact = self.vague == Vague::No && self.spread.is_zero();
        rest.strip_prefix('半')
            .is_some_and(|rest| exact && !rest.starts_with(char::is_alphanumeric))
    }

    fn add_half(&mut self) {
        self.value += Decimal::new(5, 1);
        self.end += '半'.len_utf8();
    }

    fn takes_half(&self, text: &str, after: Option<char>, units: &Units) -> bool {
        let word = after.is_some_and(|c| "数径价载路夜场决导".contains(c));
        let unit = units.unit_at(text, self.end + '半'.len_utf8()).is_some();
        self.vague == Vague::No && self.spread.is_zero() && !word && !unit
    }

    fn add_more(&mut self) {
        self.vague = Vague::More;
        self.end += '多'.len_utf8();
    }

    /// 四成五, 一米八: one more digit, where no unit or multiplier follows it.
    fn read_digit_tail(&mut self, text: &str, units: &Units) {
        let Some(digit) = read_numeral(text, self.end) else { return };
        let arabic = self.style == Style::Arabic;
        if self.style == Style::Mixed || self.vague != Vague::No || self.style != digit.style {
            return;
        }
        let plain = !digit.decimal && !digit.grouped && !digit.dotted;
        let single = plain && !digit.scaled && digit.spread.is_zero();
        let free = units.unit_at(text, past_blank(text, digit.end)).is_none()
            && !(arabic && self.goes_on(text, &digit));
        let short = digit.symbols == 1 || (arabic || digit.positional) && digit.symbols == 2;
        if single && short && free && digit.vague == Vague::No {
            let power = if digit.symbols == 1 { 1 } else { 2 };
            self.value += Decimal::new(1, power) * digit.value;
            self.end = digit.end;
        }
    }

    /// 间 after 10与20 is "between" where no room can follow.
    pub(super) fn leave_between(&mut self, text: &str) {
        let word = self.unit.is_some_and(|unit| unit.surface == "间");
        if word && !char_at(text, self.end).is_some_and(char::is_alphanumeric) {
            (self.unit, self.unit_span, self.canonical) = (None, None, None);
            self.dimension = Dimension::Other;
            self.end = self.numeral_end;
        }
    }

    /// 3米5至4米, 4米6.3: digits after the metre that are no part of it; a height is short.
    fn goes_on(&self, text: &str, digit: &Numeral) -> bool {
        let next = char_at(text, digit.end);
        let whole = self.numeral.as_ref().is_none_or(|n| !n.decimal && n.symbols <= 2);
        !whole || next.is_some_and(|c| c.is_ascii_alphanumeric() || "%.:-~+/×*+".contains(c))
    }

    /// The bound that the number's own characters state.
    pub(super) fn bound(&self) -> Bound {
        match self.vague {
            Vague::More => Bound::MoreThan,
            Vague::About => Bound::About,
            Vague::Some => Bound::AtLeast,
            Vague::No if !self.spread.is_zero() => Bound::Range,
            Vague::No => Bound::Exact,
        }
    }

    /// True when the number is one or more digits with nothing that makes it a quantity.
    pub(super) fn is_plain(&self) -> bool {
        self.shape == Shape::Plain && self.unit.is_none()
    }
}

/// 多 before these begins another word (两年多次).
const NOT_MORE_AFTER: &str = "次名家个人种云边元方党项地国样少数位处条轮批部起";
/// 余 before these begins another word (3级余震).
const NOT_REST_AFTER: &str = "震额姚杭热波量温地下";

fn is_measure(unit: &Unit) -> bool {
    use Dimension::{Area, Length, Mass, Volume};
    matches!(unit.dimension, Length | Mass | Volume | Area)
}

/// The unit at `from` in 个半U, 个多U: what 个U would be.
fn split_unit<'u>(text: &str, from: usize, units: &'u Units) -> Option<(&'u Unit, usize)> {
    let (unit, end) = units.unit_at(text, from)?;
    if unit.dimension != Dimension::Duration && unit.canonical != "百分点" {
        return None;
    }
    let whole = units.unit_at(if unit.surface == "月" { "个月" } else { unit.surface }, 0);
    Some((whole.map_or(unit, |(whole, _)| whole), end))
}

/// Top of A分之B that goes on at `at`: its value and end.
fn fraction_top(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let at = past_blank(text, at);
    let rest = text.get(at..)?.strip_prefix('分')?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let rest = rest.get(blanks.min(2)..)?.strip_prefix('之')?;
    let mut from = past_blank(text, text.len() - rest.len());
    let minus = char_at(text, from) == Some('负');
    if minus {
        from += '负'.len_utf8();
    }
    let top = read_numeral(text, from).filter(|top| !top.overflow)?;
    Some((if minus { -top.value } else { top.value }, top.end))
}

/// Top of 三分一, 四分三 or 二份一, said in full, before a measure or no word at all: its value and end.
fn short_top(text: &str, at: usize, bottom: Decimal, units: &Units) -> Option<(Decimal, usize)> {
    let part = char_at(text, at).filter(|c| matches!(c, '分' | '份'))?;
    let top = read_numeral(text, at + part.len_utf8())?;
    let plain = top.style == Style::Chinese && top.spread.is_zero() && top.vague == Vague::No;
    let small = bottom > Decimal::ONE && bottom <= Decimal::TEN;
    let chinese = !text[..at].ends_with(|c: char| c.is_ascii_digit());
    let measured = units.unit_at(text, top.end).is_some_and(|(unit, _)| is_measure(unit));
    let ends = !char_at(text, top.end).is_some_and(char::is_alphanumeric);
    let fits = ends || part == '分' && measured;
    let one = part == '份' || top.value == Decimal::ONE || ends && top.value < bottom;
    (plain && small && chinese && fits && one).then_some((top.value, top.end))
}

/// Bottom of A/B: its value and end. Both short, no further slash, not zero-led.
fn slash_bottom(text: &str, at: usize) -> Option<(Decimal, usize)> {
    text.get(at..)?.strip_prefix('/')?;
    let bottom = read_numeral(text, at + 1)?;
    let plain = bottom.style == Style::Arabic && !bottom.zero_led && !bottom.overflow;
    let ends = !matches!(char_at(text, bottom.end), Some('/' | '-' | ':'));
    (plain && ends && !bottom.value.is_zero()).then_some((bottom.value, bottom.end))
}
