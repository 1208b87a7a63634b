//! Amounts in several coins: 九块九毛九, 壹佰元柒角整.

use rust_decimal::Decimal;

use super::Operand;
use crate::number::{Style, Vague, read_numeral};
use crate::record::Dimension;
use crate::scan::quantity::tables::Units;

impl Operand<'_> {
    /// 九块九毛九, 壹佰元柒角, 两毛五, 圆整.
    pub(super) fn read_coins(&mut self, text: &str, units: &Units) -> bool {
        let worth = self.unit.map_or(0, |unit| unit.worth);
        let mut worth = if self.counts_dollars(text) { 100 } else { worth };
        if worth == 0 {
            return false;
        }
        let mut extra = Decimal::ZERO;
        let first = worth;
        while worth > 1 {
            let rest = text.get(self.end..).unwrap_or_default();
            let zero = if rest.starts_with('零') { '零'.len_utf8() } else { 0 };
            let Some(coin) = read_numeral(text, self.end + zero) else { break };
            if coin.symbols != 1 || coin.scaled || coin.value.is_zero() || coin.vague != Vague::No {
                break;
            }
            let unit = units.unit_at(text, coin.end);
            let next = unit.map_or(0, |(unit, _)| unit.worth);
            let bare = unit.is_none() && zero == 0 && coin.style == Style::Chinese && worth != 100
                || unit.is_none() && text[..self.end].ends_with('块');
            if next == 0 && !bare || next >= worth {
                break;
            }
            let value = if next == 0 { worth / 10 } else { next };
            extra += coin.value * Decimal::new(value, 2);
            self.end = unit.filter(|_| next > 0).map_or(coin.end, |(_, end)| end);
            worth = if next == 0 { 0 } else { next };
        }
        if worth > 0 && self.ends_in_half(text) {
            extra += Decimal::new(worth * 5, 3);
            self.end += '半'.len_utf8();
        }
        if !extra.is_zero() {
            let value = self.value.checked_mul(Decimal::new(first, 2));
            let value = value.and_then(|value| value.checked_add(extra));
            self.overflow |= value.is_none();
            self.value = value.unwrap_or_default();
            (self.canonical, self.dimension) = (Some("元"), Dimension::Money);
        }
        self.read_coin_end(text);
        !extra.is_zero()
    }

    /// 港币三个: 个 is the dollar.
    fn counts_dollars(&self, text: &str) -> bool {
        let head = &text[..self.start];
        self.unit.is_some_and(|unit| unit.single == Some('个'))
            && ["港币", "港元", "澳门币"].iter().any(|word| head.ends_with(word))
    }

    /// 圆整, 七分钱.
    fn read_coin_end(&mut self, text: &str) {
        let rest = text.get(self.end..).unwrap_or_default();
        let formal = self.numeral.as_ref().is_some_and(|numeral| numeral.formal);
        let word = rest
            .strip_prefix(['整', '正'])
            .filter(|after| formal && !after.starts_with(char::is_alphanumeric));
        if let Some(after) = word.or_else(|| rest.strip_prefix('钱')) {
            self.end = text.len() - after.len();
        }
    }
}
