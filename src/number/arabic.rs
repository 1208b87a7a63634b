//! Arabic digits: 1284, 2,884, 34.5.

use rust_decimal::Decimal;

/// More digits than this never fit 96 bits.
const MOST_DIGITS: usize = 28;

/// A run of Arabic digits with its commas and point.
#[derive(Debug, Clone, PartialEq)]
pub struct Arabic {
    /// One past its last byte.
    pub end: usize,
    /// The value; zero when it does not fit.
    pub value: Decimal,
    /// Set off by commas: 2,884.
    pub grouped: bool,
    /// Holds a point.
    pub decimal: bool,
    /// More than one point: 1.2.3, 2022.5.8.
    pub dotted: bool,
    /// A zero before further digits: 0371.
    pub zero_led: bool,
    /// It does not fit.
    pub overflow: bool,
    /// Its last decimals, not all of them zeros, do not fit and are left out.
    pub cut: bool,
}

/// Reads the Arabic number that begins at byte `at`. A comma counts only before exactly three
/// digits, a point only before a digit.
/// A point may come first: .5.
///
/// ```
/// use tongbao::number::read_arabic;
/// let number = read_arabic(b"2,884.5 ", 0).unwrap();
/// assert_eq!((number.value.to_string().as_str(), number.end), ("2884.5", 7));
/// ```
#[must_use]
pub fn read_arabic(bytes: &[u8], at: usize) -> Option<Arabic> {
    let first = digits_end(bytes, at);
    if first == at && fraction_end(bytes, at) == at {
        return None;
    }
    let mut sum = Sum::default();
    sum.add(&bytes[at..first]);
    let mut end = first;
    if first > at && first - at <= 3 && matches!(bytes.get(first), Some(b',' | 0xEF)) {
        while let Some(next) = group_end(bytes, end).or_else(|| amount_end(bytes, end)) {
            sum.add(&bytes[next - 3..next]);
            end = next;
        }
    }
    let grouped = end > first;
    let whole = end;
    end = fraction_end(bytes, end);
    let decimal = end > whole;
    let mut dotted = false;
    if decimal {
        let mut next = fraction_end(bytes, end);
        dotted = next > end;
        while next > end {
            (end, next) = (next, fraction_end(bytes, next));
        }
        if !dotted {
            sum.add_fraction(&bytes[whole + 1..end]);
        }
    }
    let zero_led = bytes[at] == b'0' && first - at > 1;
    let (value, overflow) = sum.value();
    Some(Arabic { end, value, grouped, decimal, dotted, zero_led, overflow, cut: sum.cut })
}

/// End of the digits at `at`, or `at`.
pub(crate) fn digits_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len())
}

/// End of `,ddd` at `at`.
fn group_end(bytes: &[u8], at: usize) -> Option<usize> {
    let group = bytes.get(at..at + 4)?;
    let fits = group[0] == b',' && group[1..].iter().all(u8::is_ascii_digit);
    (fits && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)).then_some(at + 4)
}

/// End of `，ddd` at `at` in an amount with its cents: 82，225.00元. Elsewhere a full-width comma
/// parts numbers.
fn amount_end(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = bytes.get(at..)?.strip_prefix("，".as_bytes())?;
    let (group, cents) = (digits.get(..3)?, digits.get(3..6)?);
    let spelled = [&group, &&cents[1..]].iter().all(|part| part.iter().all(u8::is_ascii_digit));
    (spelled && cents[0] == b'.' && digits[6..].starts_with("元".as_bytes())).then_some(at + 6)
}

/// End of `.ddd…` at `at`, or `at`.
fn fraction_end(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at) != Some(&b'.') {
        return at;
    }
    let end = digits_end(bytes, at + 1);
    if end == at + 1 { at } else { end }
}

/// Digits added up; never wraps.
#[derive(Default)]
struct Sum {
    mantissa: u128,
    digits: usize,
    scale: u32,
    cut: bool,
}

impl Sum {
    fn add(&mut self, digits: &[u8]) {
        for digit in digits {
            if self.digits > 0 || *digit != b'0' {
                self.digits += 1;
            }
            if self.digits <= MOST_DIGITS {
                self.mantissa = self.mantissa * 10 + u128::from(digit - b'0');
            }
        }
    }

    /// Adds decimals as far as they fit.
    fn add_fraction(&mut self, digits: &[u8]) {
        let room = MOST_DIGITS.saturating_sub(self.digits.max(1));
        let (digits, rest) = digits.split_at(digits.len().min(room));
        self.cut = rest.iter().any(|digit| *digit != b'0');
        self.add(digits);
        self.scale = u32::try_from(digits.len()).unwrap_or(0);
    }

    fn value(&self) -> (Decimal, bool) {
        if self.digits > MOST_DIGITS {
            return (Decimal::ZERO, true);
        }
        let [low, middle, high] = [0, 32, 64].map(|shift| (self.mantissa >> shift) as u32);
        (Decimal::from_parts(low, middle, high, false, self.scale), false)
    }
}
