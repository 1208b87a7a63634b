//! Numerals: digits and 一百二十三亿 to an exact [`Decimal`].
//!
//! Enters: a text and the byte offset where a numeral may begin. Leaves: the [`Numeral`] that
//! begins there, or nothing. What always holds: the numeral ends on a character boundary after
//! `at`; reading costs time linear in the numeral's own length; no value ever wraps (what does
//! not fit 96 bits sets [`Numeral::overflow`]). Units, signs, fractions and bounds are the
//! business of [`scan::quantity`](crate::scan::quantity).
//!
//! ```
//! use tongbao::number::read_numeral;
//! let numeral = read_numeral("一百二十三亿元", 0).unwrap();
//! assert_eq!((numeral.value.to_string().as_str(), numeral.end), ("12300000000", 18));
//! ```

mod arabic;
mod power;
mod reader;

use rust_decimal::Decimal;

pub(crate) use arabic::digits_end;
pub use arabic::{Arabic, read_arabic};

/// Which digits a numeral is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// 1,284.
    Arabic,
    /// 一千二百.
    Chinese,
    /// 1.2万, 34亿9125.3万.
    Mixed,
}

/// What a numeral's own characters say about its exactness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vague {
    /// Nothing.
    No,
    /// 余 多 几: the value and more.
    More,
    /// 来 (十来个): about the value.
    About,
    /// 数 (数十): no number that could be stated.
    Some,
}

/// A numeral as it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeral {
    /// One past its last byte.
    pub end: usize,
    /// The value; the lower one of 三四十.
    pub value: Decimal,
    /// How much the upper value of 三四十 lies above the lower one; zero for any other numeral.
    pub spread: Decimal,
    /// 余 多 几 来 数 inside.
    pub vague: Vague,
    /// Which digits.
    pub style: Style,
    /// Power of ten of the 万, 亿 at the end, for 3至5万.
    pub big_tail: u32,
    /// Power of ten of all the multipliers at the end.
    pub tail: u32,
    /// How many digits and multipliers it has.
    pub symbols: usize,
    /// It holds a multiplier (十 百 千 万 亿).
    pub scaled: bool,
    /// It begins with a multiplier that no digit goes before (百余, 亿元).
    pub bare_scale: bool,
    /// Digits written one after the other: 二〇二二.
    pub positional: bool,
    /// It holds a decimal point (. or 点).
    pub decimal: bool,
    /// Arabic digits set off by commas.
    pub grouped: bool,
    /// Arabic with a zero in front: 0371.
    pub zero_led: bool,
    /// Points that no number has: 1.2.3.
    pub dotted: bool,
    /// Written in 壹贰叁 throughout.
    pub formal: bool,
    /// The value does not fit; `value` is zero.
    pub overflow: bool,
    /// Its last decimals, not all of them zeros, do not fit and are left out.
    pub cut: bool,
}

/// Reads the numeral that begins at byte `at`, which must be a character boundary (nothing is
/// read otherwise).
///
/// ```
/// use tongbao::number::{Vague, read_numeral};
/// let numeral = read_numeral("178万余人次", 0).unwrap();
/// assert_eq!((numeral.value.to_string().as_str(), numeral.vague), ("1780000", Vague::More));
/// assert!(read_numeral("人次", 0).is_none());
/// ```
#[must_use]
pub fn read_numeral(text: &str, at: usize) -> Option<Numeral> {
    match read_arabic(text.as_bytes(), at) {
        Some(arabic) => read_plain(text, at, &arabic),
        None => read_digit(text, at),
    }
    .or_else(|| reader::Reader::new(text, at).read())
}

/// Arabic digits, alone or before one 万 or 亿: most numerals of a bulletin.
fn read_plain(text: &str, at: usize, arabic: &Arabic) -> Option<Numeral> {
    let mut numeral = Numeral::from_arabic(arabic, arabic.end - at);
    let next = char_at(text, arabic.end);
    if !goes_on(next) {
        numeral.raise(text, at);
        return Some(numeral);
    }
    let power = match next? {
        '万' => 4,
        '亿' => 8,
        _ => return None,
    };
    numeral.end += '万'.len_utf8();
    if arabic.dotted || arabic.overflow || joins(char_at(text, numeral.end)) {
        return None;
    }
    numeral.value = numeral.value.checked_mul(power_of_ten(power)?)?;
    numeral.style = Style::Mixed;
    (numeral.tail, numeral.big_tail) = (power, power);
    numeral.symbols += 1;
    numeral.scaled = true;
    Some(numeral)
}

/// One Chinese digit that no numeral goes on from: 三例, 两名.
fn read_digit(text: &str, at: usize) -> Option<Numeral> {
    let c = char_at(text, at)?;
    let digit = match symbol(c)? {
        Symbol::Digit(digit) => digit,
        Symbol::Two if c == '两' => 2,
        _ => return None,
    };
    let end = at + c.len_utf8();
    let value = Decimal::from_parts(u32::from(digit), 0, 0, false, 0);
    let formal = is_formal(c);
    let numeral = Numeral { end, value, symbols: 1, formal, ..Numeral::EMPTY };
    (!joins(char_at(text, end))).then_some(numeral)
}

/// Whether a numeral may go on with `next` after a Chinese digit or multiplier.
const fn joins(next: Option<char>) -> bool {
    match next {
        Some('0'..='9' | ' ' | '点' | '参' | '余' | '多' | '几' | '来') => true,
        Some(c) => symbol(c).is_some(),
        None => false,
    }
}

/// Whether a numeral may go on with `next` after Arabic digits; mostly a unit follows.
const fn goes_on(next: Option<char>) -> bool {
    matches!(
        next,
        Some(
            ' ' | '点'
                | '余'
                | '多'
                | '几'
                | '来'
                | '百'
                | '千'
                | '万'
                | '亿'
                | '兆'
                | 'k'
                | 'K'
                | 'M'
                | 'G'
                | '佰'
                | '仟'
        )
    )
}

impl Numeral {
    /// Nothing read so far, in Chinese.
    const EMPTY: Self = Self {
        end: 0,
        value: Decimal::ZERO,
        spread: Decimal::ZERO,
        vague: Vague::No,
        style: Style::Chinese,
        big_tail: 0,
        tail: 0,
        symbols: 0,
        scaled: false,
        bare_scale: false,
        positional: false,
        decimal: false,
        grouped: false,
        zero_led: false,
        dotted: false,
        formal: false,
        overflow: false,
        cut: false,
    };

    const fn from_arabic(arabic: &Arabic, symbols: usize) -> Self {
        Self {
            end: arabic.end,
            value: arabic.value,
            style: Style::Arabic,
            symbols,
            decimal: arabic.decimal,
            grouped: arabic.grouped,
            zero_led: arabic.zero_led,
            dotted: arabic.dotted,
            overflow: arabic.overflow,
            cut: arabic.cut,
            ..Self::EMPTY
        }
    }

    /// 2e5, 2.5^-1, 3×10^5; what began at `at`.
    fn raise(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        if !matches!(bytes.get(self.end), Some(b'^' | b'e' | b'E' | b'*' | 0xC3)) || self.dotted {
            return;
        }
        let Some((value, end)) = power::read_power(bytes, self.end, self.value) else { return };
        // A12E450 is a name.
        let glued = |at: usize| bytes[at].is_ascii_alphanumeric() || b"-_/.".contains(&bytes[at]);
        if value.is_none() && at.checked_sub(1).is_some_and(glued) {
            return;
        }
        self.symbols += end - self.end;
        self.overflow |= value.is_none();
        (self.value, self.end) = (value.unwrap_or_default(), end);
    }
}

/// What one character means inside a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// 零 〇.
    Zero,
    /// 一 to 九, 壹 to 玖.
    Digit(u8),
    /// 两, 俩.
    Two,
    /// 十 百 千 万 亿 兆, as the power of ten.
    Scale(u32),
    /// 廿 卅 卌, as the number of tens.
    Tens(u8),
}

/// The meaning of `c` inside a numeral.
#[inline]
pub(crate) const fn symbol(c: char) -> Option<Symbol> {
    Some(match c {
        '零' | '〇' | '○' => Symbol::Zero,
        '一' | '壹' => Symbol::Digit(1),
        '二' | '贰' => Symbol::Digit(2),
        '三' | '叁' => Symbol::Digit(3),
        '四' | '肆' => Symbol::Digit(4),
        '五' | '伍' => Symbol::Digit(5),
        '六' | '陆' => Symbol::Digit(6),
        '七' | '柒' => Symbol::Digit(7),
        '八' | '捌' => Symbol::Digit(8),
        '九' | '玖' => Symbol::Digit(9),
        '两' | '俩' => Symbol::Two,
        '十' | '拾' => Symbol::Scale(1),
        '百' | '佰' => Symbol::Scale(2),
        '千' | '仟' => Symbol::Scale(3),
        '万' => Symbol::Scale(4),
        '亿' => Symbol::Scale(8),
        '兆' => Symbol::Scale(12),
        '廿' => Symbol::Tens(2),
        '卅' => Symbol::Tens(3),
        '卌' => Symbol::Tens(4),
        _ => return None,
    })
}

/// True for the digits and multipliers of cheques: 壹 佰.
pub(crate) const fn is_formal(c: char) -> bool {
    matches!(c, '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟')
}

/// 10 to the power of `power`, as far as a [`Decimal`] goes.
pub(crate) fn power_of_ten(power: u32) -> Option<Decimal> {
    match 10_i64.checked_pow(power) {
        Some(factor) => Some(factor.into()),
        None => Decimal::try_from_i128_with_scale(10_i128.checked_pow(power)?, 0).ok(),
    }
}

/// The character at byte `at`.
#[inline]
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at byte `at`.
#[inline]
pub(crate) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (text, what is read of it, value).
    #[rustfmt::skip]
    const READ: &[(&str, &str, &str)] = &[
        ("4,096人", "4,096", "4096"), ("4,09人", "4", "4"), ("12.50元", "12.50", "12.5"),
        ("0371转", "0371", "371"), ("3.2万", "3.2万", "32000"), ("2千3百", "2千3百", "2300"),
        ("34亿9125.3万", "34亿9125.3万", "3491253000"), ("8万7312", "8万7312", "87312"),
        ("3万5元", "3万5", "35000"), ("3万50", "3万50", "30050"),
        ("1万20000", "1万", "10000"), ("5十", "5", "5"), ("15k", "15k", "15000"), ("4K", "4", "4"),
        ("一十一", "一十一", "11"), ("百二", "百二", "120"), ("千一", "千一", "1100"),
        ("一千零一十", "一千零一十", "1010"), ("十万零一千", "十万零一千", "101000"),
        ("二十亿零四千", "二十亿零四千", "2000004000"), ("四万万", "四万万", "400000000"),
        ("一两百人", "一两百", "100"), ("一两个", "一两", "1"), ("一两茶", "一", "1"),
        ("一百二万", "一百二万", "1200000"), ("一亿四万", "一亿四万", "100040000"),
        ("三十两", "三十", "30"), ("两百两", "两百", "200"), ("廿三", "廿三", "23"),
        ("二〇二六年", "二〇二六", "2026"), ("一七三零", "一七三零", "1730"),
        ("三点一四", "三点一四", "3.14"), ("三点五十", "三", "3"), ("8点30", "8", "8"),
        ("二十三点6度", "二十三点6", "23.6"), ("贰佰叁拾", "贰佰叁拾", "230"),
        ("64万千瓦", "64万", "640000"), ("三千千瓦", "三千", "3000"), ("九千米", "九", "9"),
        ("六十多万", "六十多万", "600000"), ("几千", "几千", "1000"), ("五多", "五", "5"),
        ("七 百 二十", "七 百 二十", "720"), ("12 万", "12 万", "120000"),
    ];

    /// More of them, a line each.
    const MORE: &str = include_str!("../fixtures/pinned/texts/numerals.txt");

    #[test]
    fn numerals_are_read() {
        for (text, part, value) in READ {
            let numeral = read_numeral(text, 0).unwrap_or_else(|| panic!("{text}: nothing"));
            let got = (&text[..numeral.end], numeral.value.normalize().to_string());
            assert_eq!(got, (*part, (*value).to_owned()), "{text}");
        }
        for text in ["", "人", "千瓦时", "兆瓦", "几个", "数字", "参加", "点五"] {
            assert!(read_numeral(text, 0).is_none(), "{text}");
        }
        assert!(read_numeral("百", 1).is_none(), "inside a character");
    }

    /// All that a numeral says of itself, at every place of the texts where one can begin.
    #[test]
    fn numerals_are_as_pinned() {
        let mut lines = String::new();
        for text in READ.iter().map(|(text, ..)| *text).chain(MORE.lines()) {
            lines += &format!("# {text}\n");
            for (at, _) in text.char_indices() {
                if let Some(numeral) = read_numeral(text, at) {
                    lines += &format!("{at} {}\n", crate::pin::short(&numeral));
                }
            }
        }
        crate::pin::compare("numerals", &lines);
    }

    #[test]
    fn what_does_not_fit_is_marked() {
        for text in ["9".repeat(29), "九".repeat(40), format!("一{}", "万亿".repeat(9))] {
            assert!(read_numeral(&text, 0).is_some_and(|numeral| numeral.overflow), "{text}");
        }
        for text in ["1e400", "1e4000", "3×10^120", "3*10^120", "1e-30", "1.5e-28", "2^200"] {
            let numeral = read_numeral(text, 0).unwrap();
            assert!(numeral.overflow && numeral.end == text.len(), "{text}: {numeral:?}");
        }
        let name = read_numeral("A12E450", 1).unwrap();
        assert!(!name.overflow && name.end == "A12".len());
        let scientific = read_numeral("1.5×10^5", 0).unwrap();
        assert_eq!(
            (scientific.value.normalize().to_string().as_str(), scientific.end),
            ("150000", 9)
        );
    }

    #[test]
    fn decimals_that_are_left_out_are_marked() {
        let threes = "3".repeat(90);
        let chinese = format!("三点{}", "三".repeat(90));
        for text in [format!("0.{threes}"), chinese, format!("{}点五", "9".repeat(28))] {
            let numeral = read_numeral(&text, 0).unwrap();
            assert!(numeral.cut && !numeral.overflow, "{text}: {numeral:?}");
        }
        for text in [format!("1.{}", "0".repeat(90)), format!("0.{}", &threes[..27])] {
            assert!(!read_numeral(&text, 0).unwrap().cut, "{text}");
        }
    }
}
