//! What a quote of an annotation says by itself: `178万余人次` → 1780000, `more_than`, 人次.
//!
//! Written apart from the scanners on purpose: an annotation must not be read by what it is to
//! judge. It reads plain numerals only; for all else the annotation says value, unit and bound.

/// Value, unit and bound of a quote, where it shows them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub value: Option<f64>,
    pub unit: Option<String>,
    pub bound: &'static str,
}

const BEFORE: [(&str, &str); 16] = [
    ("接近", "nearly"),
    ("大约", "about"),
    ("大概", "about"),
    ("约", "about"),
    ("将近", "nearly"),
    ("近", "nearly"),
    ("不超过", "at_most"),
    ("超过", "more_than"),
    ("超", "more_than"),
    ("逾", "more_than"),
    ("突破", "more_than"),
    ("至少", "at_least"),
    ("不少于", "at_least"),
    ("不足", "less_than"),
    ("不到", "less_than"),
    ("至多", "at_most"),
];
const AFTER: [(&str, &str); 5] = [
    ("左右", "about"),
    ("上下", "about"),
    ("以上", "at_least"),
    ("以内", "at_most"),
    ("以下", "at_most"),
];
/// Units whose first character is no multiplier.
const KILO: [&str; 9] = ["千伏", "千瓦", "千克", "千米", "千卡", "千帕", "千赫", "千焦", "百帕"];

/// Reads `quote`.
pub(super) fn read_quote(quote: &str) -> Reading {
    let narrow: String = quote.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let mut rest = narrow.as_str();
    let mut bound = "exact";
    for (word, meaning) in BEFORE {
        if let Some(after) = rest.strip_prefix(word) {
            (rest, bound) = (after, meaning);
            break;
        }
    }
    for (word, meaning) in AFTER {
        if let Some(before) = rest.strip_suffix(word) {
            (rest, bound) = (before, meaning);
        }
    }
    if let Some(numeral) = rest.strip_prefix("百分之") {
        return Reading { value: read_numeral(numeral), unit: Some("%".to_owned()), bound };
    }
    read_counted(rest, bound)
}

/// A numeral, 余 or 多, a multiplier, and the unit.
fn read_counted(text: &str, bound: &'static str) -> Reading {
    let mut at = numeral_end(text);
    if at == 0 {
        return Reading { value: None, unit: None, bound };
    }
    while let Some(multiplier) = multiplier_at(&text[at..]) {
        at += multiplier.0;
    }
    let (numeral, mut rest) = text.split_at(at);
    let (mut value, mut bound) = (read_numeral(numeral), bound);
    if let Some(after) = rest.strip_prefix(['余', '多', '几']) {
        (rest, bound) = (after, "more_than");
        if let Some((len, factor)) = multiplier_at(rest) {
            value = value.map(|value| value * factor);
            rest = &rest[len..];
        }
    }
    Reading { value, unit: Some(rest.to_owned()).filter(|unit| !unit.is_empty()), bound }
}

/// Where the digits, or the Chinese numerals, at the beginning of `text` end.
fn numeral_end(text: &str) -> usize {
    let run = |keep: fn(char) -> bool| text.find(|c| !keep(c)).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let end = run(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
        return text[..end].trim_end_matches('.').len();
    }
    run(|c| digit(c).is_some() || factor(c).is_some() || c == '半')
}

/// Length and factor of the multiplier that `text` starts with.
fn multiplier_at(text: &str) -> Option<(usize, f64)> {
    let c = text.chars().next()?;
    let factor = factor(c)?;
    let kilo = KILO.iter().any(|unit| text.starts_with(unit));
    (!kilo).then_some((c.len_utf8(), factor))
}

/// The number that `numeral` writes: `1,024.5万`, `一百二十三`, `二〇二二`, `半`.
fn read_numeral(numeral: &str) -> Option<f64> {
    let numeral = numeral.replace(',', "");
    let digits = numeral.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(numeral.len());
    if digits > 0 {
        let value: f64 = numeral[..digits].parse().ok()?;
        return numeral[digits..].chars().try_fold(value, |value, c| Some(value * factor(c)?));
    }
    if numeral == "半" {
        return Some(0.5);
    }
    if numeral.chars().count() > 1 && numeral.chars().all(|c| digit(c).is_some() && c != '两') {
        return Some(numeral.chars().filter_map(digit).fold(0.0, |value, d| value * 10.0 + d));
    }
    read_chinese(&numeral)
}

fn read_chinese(numeral: &str) -> Option<f64> {
    let (mut total, mut section, mut last) = (0.0, 0.0, 0.0);
    for c in numeral.chars() {
        if let Some(digit) = digit(c) {
            last = digit;
        } else {
            let factor = factor(c)?;
            if factor < 10_000.0 {
                section += if last == 0.0 { factor } else { last * factor };
            } else {
                total = (total + section + last) * factor;
                section = 0.0;
            }
            last = 0.0;
        }
    }
    (!numeral.is_empty()).then_some(total + section + last)
}

fn digit(c: char) -> Option<f64> {
    let at = "零一二三四五六七八九".chars().position(|digit| digit == c);
    match c {
        '〇' => Some(0.0),
        '两' => Some(2.0),
        _ => at.map(|at| at as f64),
    }
}

const fn factor(c: char) -> Option<f64> {
    match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1000.0),
        '万' => Some(10_000.0),
        '亿' => Some(100_000_000.0),
        _ => None,
    }
}

fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes() {
        let cases = [
            ("178万余人次", 1_780_000.0, "人次", "more_than"),
            ("1,024.5万元", 10_245_000.0, "元", "exact"),
            ("500千伏", 500.0, "千伏", "exact"),
            ("三千六百一十二户", 3612.0, "户", "exact"),
            ("十几万份", 100_000.0, "份", "more_than"),
            ("百分之十五", 15.0, "%", "exact"),
            ("不超过４０％", 40.0, "%", "at_most"),
            ("二〇二二名", 2022.0, "名", "exact"),
            ("近两成", 2.0, "成", "nearly"),
            ("3 \n例以上", 3.0, "例", "at_least"),
        ];
        for (quote, value, unit, bound) in cases {
            let unit = Some(unit.to_owned());
            assert_eq!(read_quote(quote), Reading { value: Some(value), unit, bound }, "{quote}");
        }
        assert_eq!(read_quote("多例").value, None);
        assert_eq!(read_quote("3").unit, None);
    }
}
