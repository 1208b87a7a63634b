//! What stands before the number: sign, 第, currency, bound words.

use rust_decimal::Decimal;

use super::Mention;
use crate::number::{Style, char_before};
use crate::record::{Bound, Dimension};
use crate::scan::quantity::operand::Shape;
use crate::scan::quantity::tables::Units;
use crate::span::Span;

const SCALES: [(&str, &str); 4] =
    [("摄氏", "℃"), ("华氏", "℉"), ("摄氏温度", "℃"), ("华氏温度", "℉")];

/// Signs and words before an amount; a longer one stands before the one that ends it.
const CURRENCIES: [(&str, &str); 17] = [
    ("US$", "美元"),
    ("HK$", "港元"),
    ("NT$", "新台币"),
    ("MOP$", "澳门元"),
    ("$", "美元"),
    ("￥", "元"),
    ("¥", "元"),
    ("€", "欧元"),
    ("£", "英镑"),
    ("RMB", "元"),
    ("CNY", "元"),
    ("USD", "美元"),
    ("HKD", "港元"),
    ("MOP", "澳门元"),
    ("人民币", "元"),
    ("新台币", "新台币"),
    ("港币", "港元"),
];

/// 上 after these is no "up to" (以上百余, 网上千人).
const NOT_UP_TO: &str = "以晚早网线身地路街世楼海马桌车船手会面天场肩之";

/// Whether a sign, 第, a currency or the like may end with `c`.
const fn may_lead(c: char) -> bool {
    matches!(
        c,
        '-' | '−'
            | '负'
            | '的'
            | '下'
            | '氏'
            | '度'
            | ' '
            | '第'
            | '$'
            | '￥'
            | '¥'
            | '€'
            | '£'
            | 'B'
            | 'Y'
            | 'D'
            | 'P'
            | '币'
            | '米'
            | '点'
    )
}

impl Mention<'_> {
    /// What stands before it, from `floor` on.
    fn head<'t>(&self, text: &'t str, floor: usize) -> &'t str {
        &text[floor.min(self.start)..self.start]
    }

    pub(super) fn read_head(&mut self, text: &str, floor: usize, units: &Units) {
        if self.head(text, floor).ends_with(may_lead) {
            self.read_sign(text, floor);
            self.read_ordinal(text, floor);
            self.read_currency(text, floor);
            self.read_metre(text, floor);
            self.read_point(text, floor);
        }
        if !self.ordinal {
            self.read_before(text, floor, units);
        }
    }

    /// 零下25.3摄氏度, 负三, -5℃, 摄氏37度.
    pub(super) fn read_sign(&mut self, text: &str, floor: usize) {
        for _ in 0..3 {
            let head = self.head(text, floor);
            let Some(c) = head.chars().next_back() else { return };
            let word = |word: &str| head.ends_with(word).then_some(word.len());
            let taken = match c {
                '-' | '−' => self.is_minus(&text[..self.start]).then_some(c.len_utf8()),
                '负' => {
                    let before = &head[..head.len() - c.len_utf8()];
                    let part = before.ends_with(|c| "胜抱欺自担肩辜".contains(c));
                    (!part).then_some(c.len_utf8())
                }
                '的' => word("负的"),
                '下' => word("零下"),
                '氏' | '度' => {
                    self.read_scale(head);
                    continue;
                }
                ' ' => word("负 "),
                _ => None,
            };
            let Some(taken) = taken else { return };
            self.start -= taken;
            self.negate();
        }
    }

    pub(super) fn is_minus(&self, head: &str) -> bool {
        let before = head.trim_end_matches(['-', '−']);
        let once = head[before.len()..].chars().count() == 1;
        let degrees = self.main.canonical == Some("度");
        let measured = matches!(self.main.dimension, Dimension::Temperature | Dimension::Ratio);
        let unit = degrees || measured;
        let free = match before.chars().next_back() {
            None => true,
            Some(c) => !c.is_alphanumeric() && !")）]".contains(c) || unit && !c.is_ascii(),
        };
        once && free && self.main.style != Style::Chinese
    }

    pub(super) fn negate(&mut self) {
        let (low, high) = (self.low.map(|low| -low), self.high.map(|high| -high));
        let range = self.bound == Bound::Range && self.rule == "range";
        if range && self.both_below {
            (self.low, self.high) = (high, low);
            self.set_middle();
        } else if range {
            // -10000与20000间: the sign belongs to the lower end alone.
            self.low = low;
            self.set_middle();
        } else {
            (self.low, self.high) = (high, low);
            self.main.value = -self.main.value;
        }
    }

    /// 摄氏, 华氏 before the number.
    pub(super) fn read_scale(&mut self, head: &str) {
        for (word, unit) in SCALES {
            if head.ends_with(word) {
                self.start -= word.len();
                self.main.canonical = Some(unit);
                self.main.dimension = Dimension::Temperature;
            }
        }
    }

    pub(super) fn read_ordinal(&mut self, text: &str, floor: usize) {
        let head = self.head(text, floor);
        if !head.ends_with('第') {
            return;
        }
        self.ordinal = true;
        self.rule = "ordinal";
        self.start -= '第'.len_utf8();
        if head.ends_with("倒数第") {
            self.start -= "倒数".len();
            self.negate();
        }
    }

    /// 米九, 身高米八: the 一 in front is not spoken.
    fn read_metre(&mut self, text: &str, floor: usize) {
        let Some(head) = self.head(text, floor).strip_suffix('米') else { return };
        let numeral = self.main.numeral.as_ref();
        let digit = numeral.is_some_and(|n| n.symbols == 1 && n.style == Style::Chinese);
        let word = head.ends_with(|c: char| c.is_alphanumeric() && c != '高');
        if !self.main.is_plain() || !digit || word || self.is_bare_scale() {
            return;
        }
        self.main.value = Decimal::ONE + self.main.value * Decimal::new(1, 1);
        (self.low, self.high) = (Some(self.main.value), Some(self.main.value));
        let end = self.start;
        self.start -= '米'.len_utf8();
        self.main.unit_span = Some(Span::new(self.start, end));
        (self.main.canonical, self.main.dimension) = (Some("米"), Dimension::Length);
    }

    /// 点五: the 零 in front is not spoken.
    fn read_point(&mut self, text: &str, floor: usize) {
        let Some(head) = self.head(text, floor).strip_suffix('点') else { return };
        let numeral = self.main.numeral.as_ref();
        let digits = numeral.filter(|n| !n.scaled && n.style == Style::Chinese && n.symbols < 9);
        let free = self.main.is_plain() && self.bound == Bound::Exact;
        let ends = !text[self.end..].starts_with(char::is_alphanumeric);
        let (Some(digits), true) = (digits, free && ends) else { return };
        if head.ends_with(char::is_alphanumeric) {
            return;
        }
        let places = u32::try_from(digits.symbols).unwrap_or(0);
        self.main.value *= Decimal::new(1, places);
        self.start -= '点'.len_utf8();
        self.numeral.start = self.start;
    }

    pub(super) fn read_currency(&mut self, text: &str, floor: usize) {
        let head = self.head(text, floor);
        let head = head.strip_suffix(' ').unwrap_or(head);
        let end = floor.min(self.start) + head.len();
        if !head.ends_with(['$', '￥', '¥', '€', '£', 'B', 'Y', 'D', 'P', '币']) {
            return;
        }
        for (sign, unit) in CURRENCIES {
            let word = head.strip_suffix(sign);
            if word.is_none_or(|rest| rest.ends_with(|c: char| c.is_ascii_alphabetic())) {
                continue;
            }
            if self.main.canonical.is_none() {
                self.main.canonical = Some(unit);
                self.main.dimension = Dimension::Money;
                self.main.unit_span = Some(Span::new(end - sign.len(), end));
                self.start = end - sign.len();
            } else if self.main.dimension == Dimension::Money {
                self.start = end - sign.len();
            }
            return;
        }
    }

    pub(super) fn read_before(&mut self, text: &str, floor: usize, units: &Units) {
        let blank = self.head(text, floor).ends_with(' ');
        let at = self.start - usize::from(blank);
        if self.is_past(&text[floor..at]) {
            self.start = at - '过'.len_utf8();
            self.raise(Bound::MoreThan);
            if text[floor..self.start].ends_with('超') {
                self.start -= '超'.len_utf8();
            }
            return;
        }
        if let Some((word, start)) = units.bound_before(text, at)
            && start >= floor
        {
            if !word.apart {
                self.start = start;
            }
            self.raise(word.bound);
        } else if self.is_bare_scale() && text[floor..at].ends_with('上') {
            let before = char_before(text, at - '上'.len_utf8());
            if !before.is_some_and(|c| NOT_UP_TO.contains(c)) {
                self.start = at - '上'.len_utf8();
                self.raise(Bound::AtLeast);
            }
        }
    }

    /// 过半, 过百, 过九成; not 通过.
    pub(super) fn is_past(&self, head: &str) -> bool {
        let share = || matches!(self.main.canonical, Some("成" | "%"));
        let round = || share() || self.main.shape == Shape::Half || self.is_bare_scale();
        let word = |head: &str| head.ends_with(|c| "通经不度".contains(c));
        head.strip_suffix('过').is_some_and(|head| round() && !word(head))
    }
}
