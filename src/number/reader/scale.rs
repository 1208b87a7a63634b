//! Multipliers: how 十 百 千 万 亿 close what was read before them, and 余 多 几 after them.

use rust_decimal::Decimal;

use super::Reader;
use crate::number::{Symbol, Vague, char_at, power_of_ten, symbol};

/// Before these 千 belongs to the unit (千瓦, 千米), also after a numeral.
pub(super) const KILO: &str = "瓦伏米克卡帕赫焦";
/// Before these 兆 is mega.
const MEGA: &str = "瓦伏帕赫焦字比欧";
/// 余 before these begins another word (余震, 余姚).
const NOT_MORE: &str = "额震姚杭热波量温地下粮党生孽";
/// 来 means "about" only before these (十来个).
const AFTER_ABOUT: &str = "个岁名位人天年米里公斤万亩户家次分块元吨";

impl Reader<'_> {
    pub(super) fn take_scale(&mut self, c: char, power: u32) -> bool {
        let next = char_at(self.text, self.at + c.len_utf8());
        let of_unit =
            || self.current.is_none() || self.arabic || next.is_some_and(|c| MEGA.contains(c));
        let fits = match power {
            0..4 => self.add_small(power),
            12 if of_unit() => false,
            _ => self.add_big(power),
        };
        if !fits {
            return false;
        }
        self.scale = Some(power);
        self.gap = false;
        self.trailing = false;
        self.out.scaled = true;
        self.out.tail += power;
        self.accept(c);
        true
    }

    pub(super) fn add_small(&mut self, power: u32) -> bool {
        let fresh = self.at == self.start;
        // 5十 and 518万千瓦 are no numerals; 一万零百一十一 is.
        let one = fresh || self.gap;
        let inside = self.small.is_none_or(|small| power < small);
        if !inside || self.point || self.current.is_none() && !one {
            return false;
        }
        if power == 1 && self.arabic && !self.chinese {
            return false;
        }
        if self.next_is_kilo(power) {
            return false;
        }
        self.out.bare_scale |= fresh && power > 1;
        let factor = power_of_ten(power).unwrap_or(Decimal::ONE);
        let digit = self.current.take().unwrap_or(Decimal::ONE);
        let product =
            digit.checked_mul(factor).and_then(|product| self.section.checked_add(product));
        self.section = self.keep(product);
        self.scale_step(factor);
        self.small = Some(power);
        true
    }

    pub(super) fn next_is_kilo(&self, power: u32) -> bool {
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().nth(1));
        // 数千米 are thousands of metres.
        let thousands = self.out.vague != Vague::No && next == Some('米');
        match power {
            _ if thousands => false,
            3 => next.is_some_and(|c| KILO.contains(c)) || self.next_is_data(),
            2 if next == Some('分') => self.text[self.at..].starts_with("百分点"),
            2 => next == Some('帕'),
            _ => false,
        }
    }

    /// 千字节, 千比特.
    fn next_is_data(&self) -> bool {
        let rest = self.text[self.at..].get('千'.len_utf8()..).unwrap_or_default();
        rest.starts_with("字节") || rest.starts_with("比特")
    }

    pub(super) fn add_big(&mut self, power: u32) -> bool {
        let Some(factor) = power_of_ten(power) else { return false };
        let empty = self.section.is_zero() && self.current.is_none() && !self.point;
        if empty && self.at == self.start {
            self.out.bare_scale = true;
            self.current = Some(Decimal::ONE);
        } else if empty {
            // 4.78万亿: the last group once more.
            if self.gap || self.big.is_none() {
                return false;
            }
            let product = self.last.checked_mul(factor);
            let product = self.keep(product);
            self.total = self.keep((self.total - self.last).checked_add(product));
            self.last = product;
            self.big = Some(power);
            self.scale_step(factor);
            self.out.big_tail += power;
            return true;
        }
        if self.big == Some(power) {
            return false;
        }
        // 百二万 is 1200000, but in 一亿四万 the 四 stands for itself.
        self.trailing &= self.scale.is_some_and(|power| power < 4);
        self.close_section();
        let higher = self.big.is_some_and(|big| power > big);
        let base = if higher { self.whole() } else { self.section };
        let product = base.checked_mul(factor);
        self.last = self.keep(product);
        let rest = if higher { Decimal::ZERO } else { self.total };
        self.total = self.keep(rest.checked_add(self.last));
        self.section = Decimal::ZERO;
        self.scale_step(factor);
        (self.big, self.small, self.point) = (Some(power), None, false);
        self.out.big_tail += power;
        true
    }

    /// The open digit joins the section; 一百二 means 120.
    pub(super) fn close_section(&mut self) {
        let Some(digit) = self.current.take() else { return };
        let factor = match self.scale {
            Some(power @ 2..) if self.trailing => power_of_ten(power - 1),
            _ => None,
        };
        let value = factor.map_or(Some(digit), |factor| digit.checked_mul(factor));
        let sum = value.and_then(|value| self.section.checked_add(value));
        self.section = self.keep(sum);
        self.trailing = false;
    }

    /// 余 多 几 来 after a round number, and the multiplier after it (40余万).
    pub(super) fn take_more(&mut self) {
        if !self.is_round() || self.out.vague != Vague::No {
            return;
        }
        let Some(c) = char_at(self.text, self.at) else { return };
        let next = char_at(self.text, self.at + c.len_utf8());
        let vague = match c {
            '余' if !next.is_some_and(|c| NOT_MORE.contains(c)) => Vague::More,
            '多' | '几' => Vague::More,
            '来' if self.chinese && next.is_some_and(|c| AFTER_ABOUT.contains(c)) => Vague::About,
            _ => return,
        };
        self.out.vague = vague;
        self.accept(c);
        while let Some(next) = char_at(self.text, self.at)
            && let Some(Symbol::Scale(power @ 2..=8)) = symbol(next)
            && !self.next_is_kilo(power)
            && let Some(factor) = power_of_ten(power)
        {
            let sum = self.whole().checked_mul(factor);
            self.total = self.keep(sum);
            self.section = Decimal::ZERO;
            self.out.tail += power;
            self.out.big_tail += if power > 3 { power } else { 0 };
            self.out.scaled = true;
            self.accept(next);
        }
    }

    pub(super) fn is_round(&self) -> bool {
        let value = self.whole();
        let tens = (value % Decimal::TEN).is_zero() && !value.is_zero();
        self.step.is_zero() && !self.out.positional && (tens || self.out.tail > 0)
    }

    pub(super) fn whole(&self) -> Decimal {
        self.total.checked_add(self.section).unwrap_or(Decimal::MAX)
    }

    pub(super) fn scale_step(&mut self, factor: Decimal) {
        if !self.step.is_zero() {
            self.step = self.keep(self.step.checked_mul(factor));
        }
    }

    pub(super) fn keep(&mut self, value: Option<Decimal>) -> Decimal {
        self.out.overflow |= value.is_none();
        value.unwrap_or_default()
    }
}
