//! Numbers of cases: 病例12, 病例3—病例286, 患者二.

use super::words::CaseWords;

/// Case numbers with more digits are none.
const DIGITS: usize = 7;

/// The numbers after a label, and where they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub first: u32,
    pub last: u32,
    pub end: usize,
}

/// Reads the numbers that follow the label ending at byte `at`; None when a count follows.
pub(super) fn read_numbers(words: &CaseWords, text: &str, at: usize) -> Option<Numbers> {
    let (first, end) = number(text, skip_blank(text, at))?;
    let single = Numbers { first, last: first, end };
    let read = range_end(words, text, end)
        .filter(|(last, _)| *last > first)
        .map_or(single, |(last, end)| Numbers { first, last, end });
    let rest = &text[read.end..];
    let spelled = !text[..read.end].ends_with(|c: char| c.is_ascii_digit());
    let no_label = counts(rest) || (spelled && runs_on(rest));
    (!no_label).then_some(read)
}

/// True where the number of a case, and no count, of too many digits follows the label that ends at
/// byte `at`.
pub(super) fn is_too_long(text: &str, at: usize) -> bool {
    let rest = &text[skip_blank(text, at)..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > DIGITS && !counts(&rest[digits..])
}

/// Where the range that runs backwards ends whose first number was read as `numbers`: 病例9—病例4.
pub(super) fn backwards(words: &CaseWords, text: &str, numbers: Numbers) -> Option<usize> {
    let (last, end) = range_end(words, text, numbers.end)?;
    let reversed = numbers.first == numbers.last && last < numbers.first;
    (reversed && !counts(&text[end..])).then_some(end)
}

/// What follows a spelled number is no end of a label: 病例一般.
fn runs_on(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| !"，,：:；;、。（( \n为系均男女和及".contains(c))
}

/// The second number of a range whose first ends at `at`.
fn range_end(words: &CaseWords, text: &str, at: usize) -> Option<(u32, usize)> {
    let start = skip_blank(text, at);
    let dashes: usize =
        text[start..].chars().take(3).take_while(|c| is_dash(*c)).map(char::len_utf8).sum();
    if dashes == 0 {
        return None;
    }
    let label = skip_blank(text, start + dashes);
    number(text, skip_blank(text, label + words.label_at(&text[label..])))
}

const fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '-' | '－' | '―' | '─' | '~' | '～' | '至' | '到')
}

fn skip_blank(text: &str, at: usize) -> usize {
    at + usize::from(text[at..].starts_with(' '))
}

/// The number at `at`: digits, or a Chinese numeral up to 九十九.
fn number(text: &str, at: usize) -> Option<(u32, usize)> {
    let digits = text[at..].bytes().take(DIGITS + 1).take_while(u8::is_ascii_digit).count();
    if digits > DIGITS {
        return None;
    }
    if digits > 0 {
        let end = at + digits;
        return Some((text[at..end].parse().ok().filter(|number| *number > 0)?, end));
    }
    numeral(&text[at..]).map(|(number, length)| (number, at + length))
}

/// 三, 十二, 二十, 二十一.
fn numeral(text: &str) -> Option<(u32, usize)> {
    let (mut tens, mut ones, mut length) = (None, None, 0);
    for char in text.chars().take(3) {
        match ("一二三四五六七八九".chars().zip(1..).find(|(c, _)| *c == char), char) {
            (Some((_, digit)), _) if ones.is_none() => ones = Some(digit),
            (None, '十') if tens.is_none() => tens = Some(ones.take().unwrap_or(1)),
            _ => break,
        }
        length += char.len_utf8();
    }
    (length > 0).then(|| (tens.unwrap_or(0) * 10 + ones.unwrap_or(0), length))
}

/// What stands after a number says that it counts (病例5例), goes on (3.5, 1,200) or is a date.
fn counts(rest: &str) -> bool {
    let mut chars = rest.trim_start_matches(' ').chars();
    match (chars.next(), chars.next()) {
        (Some('.' | ','), Some(next)) => next.is_ascii_digit() && !rest.starts_with(", "),
        (Some(next), _) => {
            next.is_ascii_digit()
                || "例人名个位万千百亿余多%％岁年月日时起宗家次批类期组的十几两一二三四五六七八九"
                    .contains(next)
        }
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_counts() {
        let words = CaseWords::built_in().unwrap();
        for (text, want) in [
            ("病例7，男", Some((7, 7, "病例7"))),
            ("病例3—病例86，", Some((3, 86, "病例3—病例86"))),
            ("病例3-86，", Some((3, 86, "病例3-86"))),
            ("病例3至病例5系", Some((3, 5, "病例3至病例5"))),
            ("病例 12 为", Some((12, 12, "病例 12"))),
            ("病例二十一：男", Some((21, 21, "病例二十一"))),
            ("病例9—病例4，", Some((9, 9, "病例9"))),
            ("病例7例", None),
            ("病例3至5例", None),
            ("病例1,234例", None),
            ("病例2.4万", None),
            ("病例4的同事", None),
            ("病例2022年", None),
            ("病例123456789，", None),
            ("病例0，", None),
            ("病例一般", None),
        ] {
            let got = read_numbers(&words, text, "病例".len());
            let got = got.map(|read| (read.first, read.last, &text[..read.end]));
            assert_eq!(got, want, "{text}");
        }
    }
}
