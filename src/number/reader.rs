//! The reader behind [`read_numeral`](super::read_numeral): one pass over the symbols, adding up
//! sections (below 万) and groups (万, 亿) as they close.

mod scale;

use rust_decimal::Decimal;

use super::{
    Numeral, Style, Symbol, Vague, arabic::read_arabic, char_at, char_before, is_formal,
    power_of_ten, symbol,
};

/// 数 after these ends a word (人数百余).
const COUNT_NOUN: &str = "人总次户例基指系函分度岁倍件个多少无参读计字算代正负整约为占点份票";

/// Measure words that nothing weighs (一两个, 一两天).
const AFTER_TWO: &str = "个天名人次年周位家种件起户场间处所";

use scale::KILO;

pub(super) struct Reader<'t> {
    text: &'t str,
    start: usize,
    at: usize,
    /// Closed groups.
    total: Decimal,
    /// The group that closed last, for 万亿.
    last: Decimal,
    /// Open group, below its 万.
    section: Decimal,
    current: Option<Decimal>,
    /// `current` is one Chinese digit, right after a multiplier.
    trailing: bool,
    step: Decimal,
    /// Power of ten of the last multiplier, of the last 十百千 in the group, of the last 万亿.
    scale: Option<u32>,
    small: Option<u32>,
    big: Option<u32>,
    /// 零 was read and waits for a digit.
    gap: bool,
    point: bool,
    arabic: bool,
    chinese: bool,
    out: Numeral,
}

impl<'t> Reader<'t> {
    pub(super) const fn new(text: &'t str, at: usize) -> Self {
        let out = Numeral { formal: true, ..Numeral::EMPTY };
        Self {
            text,
            start: at,
            at,
            total: Decimal::ZERO,
            last: Decimal::ZERO,
            section: Decimal::ZERO,
            current: None,
            trailing: false,
            step: Decimal::ZERO,
            scale: None,
            small: None,
            big: None,
            gap: false,
            point: false,
            arabic: false,
            chinese: false,
            out,
        }
    }

    pub(super) fn read(&mut self) -> Option<Numeral> {
        if self.take_arabic() {
            self.take_kilo();
            if self.out.dotted {
                return Some(self.finish());
            }
        } else if !self.take_vague_head() && self.take_positional() {
            self.take_point();
            return Some(self.finish());
        }
        while self.take_next() {}
        if self.at == self.start {
            return None;
        }
        self.close_section();
        self.take_more();
        Some(self.finish())
    }

    /// 15k, 2.5 M; 4K and 8K name screens, 5G names a network.
    fn take_kilo(&mut self) {
        let next = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (power, length) = match next {
            [b'k', ..] => (3, 1),
            [b'K', ..] if self.out.symbols > 1 => (3, 1),
            [b'M', ..] => (6, 1),
            [b' ', b'M', ..] => (6, 2),
            [b'G', ..] if self.out.symbols > 1 => (9, 1),
            _ => return,
        };
        let ends = !next.get(length).is_some_and(u8::is_ascii_alphanumeric);
        if ends && let (Some(value), Some(factor)) = (self.current, power_of_ten(power)) {
            self.current = Some(self.keep(value.checked_mul(factor)));
            self.at += length;
            self.out.scaled = true;
            (self.out.tail, self.out.big_tail, self.scale) = (power, power, Some(power));
        }
    }

    fn take_next(&mut self) -> bool {
        if self.take_arabic() || self.take_point() {
            return true;
        }
        let Some(c) = char_at(self.text, self.at) else { return false };
        match symbol(c) {
            Some(Symbol::Scale(power)) => self.take_scale(c, power),
            Some(Symbol::Zero) => self.take_zero(c),
            Some(Symbol::Digit(digit)) => self.take_digit(c, digit),
            Some(Symbol::Two) => self.take_two(c),
            Some(Symbol::Tens(tens)) => self.take_tens(c, tens),
            None if c == ' ' => self.skip_blank(),
            None if c == '参' => self.take_formal_three(c),
            None => false,
        }
    }

    fn take_arabic(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let fresh = self.at == self.start;
        let digit = |b: &u8| b.is_ascii_digit() || fresh && *b == b'.';
        if !bytes.get(self.at).is_some_and(digit) || self.current.is_some() {
            return false;
        }
        if !fresh && (self.scale.is_none() || self.point) {
            return false;
        }
        let Some(number) = read_arabic(bytes, self.at) else { return false };
        let limit = self.scale.and_then(power_of_ten);
        if !fresh && limit.is_none_or(|limit| number.value >= limit || number.dotted) {
            return false;
        }
        self.out.overflow |= number.overflow;
        self.out.cut |= number.cut;
        self.out.grouped |= number.grouped;
        self.out.decimal |= number.decimal;
        self.out.zero_led = fresh && number.zero_led;
        self.out.dotted = number.dotted;
        self.current = Some(number.value);
        // 3万5 is 35000, 3万50 is 30050.
        self.trailing = !fresh && number.end == self.at + 1 && !number.value.is_zero();
        self.out.symbols += number.end - self.at;
        self.out.formal = false;
        self.arabic = true;
        self.at = number.end;
        self.mark_digit();
        true
    }

    /// 几 or 数 before a multiplier: 几十, 数百万.
    fn take_vague_head(&mut self) -> bool {
        let vague = match char_at(self.text, self.at) {
            Some('几') => Vague::More,
            Some('数') if !self.follows_one_of(COUNT_NOUN) => Vague::Some,
            _ => return false,
        };
        let after = self.at + '几'.len_utf8();
        let scale = char_at(self.text, after).and_then(symbol);
        let next = char_at(self.text, after + '千'.len_utf8());
        let unit =
            scale == Some(Symbol::Scale(3)) && next.is_some_and(|c| c != '米' && KILO.contains(c));
        if unit || !matches!(scale, Some(Symbol::Scale(1..=8))) {
            return false;
        }
        self.out.vague = vague;
        self.at = after;
        self.current = Some(Decimal::ONE);
        self.chinese = true;
        self.out.symbols += 1;
        self.out.formal = false;
        true
    }

    fn follows_one_of(&self, set: &str) -> bool {
        char_before(self.text, self.at).is_some_and(|c| set.contains(c))
    }

    /// Digits one after the other (一七二零, 二〇二二), unless they are neighbours (三四十).
    fn take_positional(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (mut value, mut count, mut length) = (0_i128, 0_usize, 0);
        let mut pair = [0; 2];
        for c in rest.chars() {
            let digit = match symbol(c) {
                Some(Symbol::Zero) => 0,
                Some(Symbol::Digit(digit)) => digit,
                _ => break,
            };
            if count < 2 {
                pair[count] = digit;
            }
            count += 1;
            length += c.len_utf8();
            if count <= 27 {
                value = value * 10 + i128::from(digit);
            }
        }
        let scale = char_at(rest, length).and_then(symbol);
        let small = matches!(scale, Some(Symbol::Scale(1..=3)));
        if count < 2 || count == 2 && (are_neighbours(pair) || small) || count == 3 && small {
            return false;
        }
        self.out.overflow = count > 27;
        self.current = Some(if self.out.overflow { Decimal::ZERO } else { value.into() });
        self.out.positional = true;
        self.out.symbols = count;
        self.out.formal = false;
        self.chinese = true;
        self.at += length;
        self.section = self.current.take().unwrap_or_default();
        true
    }

    fn take_digit(&mut self, c: char, digit: u8) -> bool {
        if self.current.is_some() || self.point {
            return false;
        }
        self.trailing = self.scale.is_some() && !self.gap;
        self.current = Some(Decimal::from(digit));
        self.accept(c);
        self.mark_digit();
        if let Some(next) = char_at(self.text, self.at)
            && let Some(upper) = self.upper(next)
            && are_neighbours([digit, upper])
        {
            self.step = Decimal::from(upper - digit);
            self.trailing = false;
            self.accept(next);
        }
        true
    }

    /// The digit that `next` is as the upper one of two. 两 is the unit, unless what follows cannot
    /// go with that: 一两百, 一两个.
    fn upper(&self, next: char) -> Option<u8> {
        match symbol(next)? {
            Symbol::Digit(upper) => Some(upper),
            Symbol::Two if next == '两' => {
                let after = char_at(self.text, self.at + next.len_utf8())?;
                let scaled = matches!(symbol(after), Some(Symbol::Scale(2..=8)));
                (scaled || AFTER_TWO.contains(after)).then_some(2)
            }
            _ => None,
        }
    }

    /// 两 is a digit in front, or before a multiplier; elsewhere it is the unit.
    fn take_two(&mut self, c: char) -> bool {
        let next = char_at(self.text, self.at + c.len_utf8()).and_then(symbol);
        let inside = self.at != self.start || c == '俩';
        if inside && !matches!(next, Some(Symbol::Scale(2..=8))) {
            return false;
        }
        self.take_digit(c, 2)
    }

    /// 参 stands for 叁 only among its like.
    fn take_formal_three(&mut self, c: char) -> bool {
        let next = char_at(self.text, self.at + c.len_utf8());
        let among = next.is_some_and(is_formal) || next == Some('万') && self.at == self.start;
        let ends = self.at > self.start && self.follows_one_of("拾佰仟零");
        (among || ends) && self.take_digit('叁', 3)
    }

    fn take_tens(&mut self, c: char, tens: u8) -> bool {
        if self.current.is_some() || self.small.is_some_and(|power| power < 2) || self.point {
            return false;
        }
        self.section += Decimal::from(u32::from(tens) * 10);
        (self.scale, self.small) = (Some(1), Some(1));
        self.out.scaled = true;
        self.gap = false;
        self.accept(c);
        true
    }

    /// 零 counts where a digit or multiplier follows, or where it is all there is.
    fn take_zero(&mut self, c: char) -> bool {
        if self.current.is_some() || self.gap || self.point {
            return false;
        }
        if self.at == self.start {
            self.current = Some(Decimal::ZERO);
            self.accept(c);
            return true;
        }
        let next = char_at(self.text, self.at + c.len_utf8());
        let more = next.is_some_and(|c| symbol(c).is_some() || c.is_ascii_digit() || c == '参');
        if !more || self.scale.is_none() {
            return false;
        }
        self.gap = true;
        self.accept(c);
        true
    }

    /// 点 or, among blanks, ` 点 `, before digits; not where a clock time goes on (三点五十分).
    fn take_point(&mut self) -> bool {
        let started = self.at > self.start && !self.point && !self.out.decimal;
        if !started || char_at(self.text, self.at) != Some('点') {
            return false;
        }
        let spaced = self.text[..self.at].ends_with(' ');
        let from = self.at + '点'.len_utf8();
        let from = if spaced && char_at(self.text, from) == Some(' ') { from + 1 } else { from };
        let rest = self.text.get(from..).unwrap_or_default();
        let Fraction { value, length, arabic, cut } = read_fraction(rest);
        let after = rest.get(length..).unwrap_or_default();
        if length == 0 || goes_on_as_clock(after, arabic && self.arabic, length) {
            return false;
        }
        self.close_section();
        let whole = self.section;
        self.section = self.keep(whole.checked_add(value));
        self.out.cut |= cut || self.section.checked_sub(whole) != Some(value);
        self.at = from + length;
        self.point = true;
        self.out.decimal = true;
        self.out.symbols += 2;
        self.out.formal = false;
        self.arabic |= arabic;
        self.chinese = true;
        self.mark_digit();
        true
    }

    /// One blank inside a numeral: before a multiplier (177.1 亿), or between Chinese parts.
    fn skip_blank(&mut self) -> bool {
        if self.at == self.start {
            return false;
        }
        let Some(c) = char_at(self.text, self.at + 1) else { return false };
        let before = self.at;
        self.at += 1;
        let taken = match symbol(c) {
            Some(Symbol::Scale(power)) => (power > 2 || !self.arabic) && self.take_scale(c, power),
            Some(Symbol::Digit(digit)) => {
                self.scale.is_some() && !self.arabic && self.take_digit(c, digit)
            }
            None if c == '点' => !self.arabic && self.take_point(),
            None if c.is_ascii_digit() => self.blank_goes_on() && self.take_arabic(),
            _ => false,
        };
        if !taken {
            self.at = before;
        }
        taken
    }

    /// 7万 5千: one Arabic digit with a multiplier of its own.
    fn blank_goes_on(&self) -> bool {
        let next = char_at(self.text, self.at + 1);
        matches!(next.and_then(symbol), Some(Symbol::Scale(2..=3)))
    }

    const fn mark_digit(&mut self) {
        self.gap = false;
        (self.out.tail, self.out.big_tail) = (0, 0);
    }

    fn accept(&mut self, c: char) {
        self.at += c.len_utf8();
        self.chinese = true;
        self.out.symbols += 1;
        self.out.formal &= is_formal(c);
    }

    fn finish(&mut self) -> Numeral {
        self.close_section();
        let value = self.total.checked_add(self.section);
        self.out.value = self.keep(value);
        self.out.spread = self.step;
        self.out.end = self.at;
        self.out.style = match (self.arabic, self.chinese) {
            (true, false) => Style::Arabic,
            (false, _) => Style::Chinese,
            (true, true) => Style::Mixed,
        };
        if self.out.overflow {
            (self.out.value, self.out.spread) = (Decimal::ZERO, Decimal::ZERO);
        }
        self.out.clone()
    }
}

/// 三四, 七八, and 三五.
const fn are_neighbours(pair: [u8; 2]) -> bool {
    pair[0] > 0 && pair[1] == pair[0] + 1 || pair[0] == 3 && pair[1] == 5
}

/// The digits after 点.
struct Fraction {
    value: Decimal,
    /// Bytes.
    length: usize,
    arabic: bool,
    /// Some that are not zero were left out.
    cut: bool,
}

fn read_fraction(rest: &str) -> Fraction {
    let arabic = rest.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let (mut mantissa, mut count, mut length, mut cut) = (0_i128, 0_u32, 0, false);
    for c in rest.chars() {
        let digit = match symbol(c) {
            Some(Symbol::Zero) if !arabic => 0,
            Some(Symbol::Digit(digit)) if !arabic => digit,
            None if arabic && c.is_ascii_digit() => c as u8 - b'0',
            _ => break,
        };
        length += c.len_utf8();
        if count < 26 {
            mantissa = mantissa * 10 + i128::from(digit);
            count += 1;
        } else {
            cut |= digit != 0;
        }
    }
    let value = Decimal::try_from_i128_with_scale(mantissa, count).unwrap_or_default();
    Fraction { value, length, arabic, cut }
}

/// Whether what follows N点N makes it a time of day: 三点五十, 8点30分; Arabic on both sides
/// (8点30) is a time unless a unit says otherwise (12点5度).
fn goes_on_as_clock(after: &str, arabic: bool, length: usize) -> bool {
    let next = after.chars().next();
    let clock = matches!(next, Some('十' | '刻' | '许' | '半' | '钟'))
        || next == Some('分') && !after.starts_with("分之");
    clock || arabic && (length > 1 || !matches!(next, Some('度' | '万' | '亿' | '倍' | '%' | '个')))
}
