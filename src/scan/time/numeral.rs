//! Small numerals of dates: up to four digits, 二十三, 廿三, 二〇二二.

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `23`.
    Arabic,
    /// 二十三, 三.
    Han,
    /// 二〇二二, 九八, and 三四 (three or four).
    Digits,
    /// 两.
    Pair,
}

/// A numeral in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Num {
    pub value: i16,
    /// Characters.
    pub len: usize,
    pub form: Form,
    /// Byte offset behind it.
    pub end: usize,
}

/// The longest Han numeral looked at.
const LONGEST: usize = 5;

/// Reads the numeral that begins at `at`; nothing when it is longer than any in a date.
pub(super) fn read(text: &str, at: usize) -> Option<Num> {
    match text.as_bytes().get(at)? {
        b'0'..=b'9' => arabic(text, at),
        0xE3..=0xE9 => han(text.get(at..)?, at),
        _ => None,
    }
}

fn arabic(text: &str, at: usize) -> Option<Num> {
    let (mut value, mut len) = (0, 0);
    for digit in text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()) {
        if len == 4 {
            return None;
        }
        value = value * 10 + i16::from(digit - b'0');
        len += 1;
    }
    Some(Num { value, len, form: Form::Arabic, end: at + len })
}

fn han(rest: &str, at: usize) -> Option<Num> {
    let mut digits = [0i16; LONGEST];
    let mut len = 0;
    for value in rest.chars().map_while(digit) {
        *digits.get_mut(len)? = value;
        len += 1;
    }
    let end = at + len * 3;
    let (value, form) = match digits[..len] {
        [2] if rest.starts_with('两') => (2, Form::Pair),
        [n] => (n, Form::Han),
        [10 | 20 | 30, n @ 1..=9] => (digits[0] + n, Form::Han),
        [tens @ 1..=9, 10] => (tens * 10, Form::Han),
        [tens @ 1..=9, 10, n @ 1..=9] => (tens * 10 + n, Form::Han),
        [a @ 0..=9, b @ 0..=9] => (a * 10 + b, Form::Digits),
        [a @ 1..=9, b @ 0..=9, c @ 0..=9, d @ 0..=9] => {
            (a * 1000 + b * 100 + c * 10 + d, Form::Digits)
        }
        _ => return None,
    };
    Some(Num { value, len, form, end })
}

fn digit(character: char) -> Option<i16> {
    Some(match character {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        _ => return None,
    })
}

/// Where the run of numeral characters that begins at `at` ends.
pub(super) fn run_end(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    let arabic = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if arabic > 0 {
        return at + arabic;
    }
    let han = text.get(at..).unwrap_or_default().chars();
    at + 3 * han.take_while(|c| digit(*c).is_some()).count()
}

/// Where the run of numeral characters that ends `before` begins; a longer one than any in a date
/// is cut.
pub(super) fn run_start(before: &str) -> usize {
    let digits = before.bytes().rev().take(LONGEST).take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return before.len() - digits;
    }
    let han = before.chars().rev().take(LONGEST).take_while(|c| digit(*c).is_some()).count();
    before.len() - 3 * han
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, want) in [
            ("23日", Some(23)),
            ("2022年", Some(2022)),
            ("20225", None),
            ("9999", Some(9999)),
            ("十", Some(10)),
            ("十一月", Some(11)),
            ("二十", Some(20)),
            ("二十三日", Some(23)),
            ("三十一", Some(31)),
            ("廿八", Some(28)),
            ("二〇二二年", Some(2022)),
            ("二零一五", Some(2015)),
            ("九八年", Some(98)),
            ("零六年", Some(6)),
            ("二十三十", None),
            ("一一一一一一", None),
            ("例", None),
        ] {
            assert_eq!(read(text, 0).map(|num| num.value), want, "{text}");
        }
        assert_eq!(run_end("二十三日", 0), 9);
        assert_eq!(run_end("a20221例", 1), 6);
    }
}
