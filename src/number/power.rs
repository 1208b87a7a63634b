//! What may raise Arabic digits: 2e5, 2.5^-1, 3×10^5.

use rust_decimal::Decimal;

/// A larger exponent never fits.
const MOST: usize = 99;

/// `value` raised by the exponent that begins at byte `at` (`e5`, `E-1`, `^3`, `^--2`, `×10^5`), and
/// where that ends; no value where the result does not fit. Nothing where it is no exponent.
pub(super) fn read_power(
    bytes: &[u8],
    at: usize,
    value: Decimal,
) -> Option<(Option<Decimal>, usize)> {
    let times = ["×10^", "*10^"].into_iter().find(|sign| bytes[at..].starts_with(sign.as_bytes()));
    let at = at + times.map_or(0, |sign| sign.len() - 1);
    let mark = *bytes.get(at)?;
    let signs = bytes[at + 1..].iter().take(3).take_while(|b| matches!(b, b'+' | b'-')).count();
    let from = at + 1 + signs;
    let digits = bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let end = from + digits;
    let cut = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    let letter = matches!(mark, b'e' | b'E');
    if digits == 0 || cut || letter && signs > 1 || !letter && mark != b'^' {
        return None;
    }
    let exponent = bytes[from..end]
        .iter()
        .fold(0_usize, |sum, b| sum.saturating_mul(10).saturating_add(usize::from(b - b'0')));
    let negative = bytes[at + 1..from].iter().filter(|b| **b == b'-').count() % 2 == 1;
    let raised = match letter || times.is_some() {
        true => scaled(value, exponent, negative),
        false => raise(value, exponent)
            .and_then(|power| if negative { Decimal::ONE.checked_div(power) } else { Some(power) }),
    };
    Some((raised, end))
}

/// `value` times or by 10 to the power of `exponent`, where that is exact.
fn scaled(value: Decimal, exponent: usize, negative: bool) -> Option<Decimal> {
    let power = raise(Decimal::TEN, exponent)?;
    if !negative {
        return value.checked_mul(power);
    }
    let scaled = value.checked_mul(Decimal::ONE.checked_div(power)?)?;
    (scaled.checked_mul(power)? == value).then_some(scaled)
}

fn raise(base: Decimal, exponent: usize) -> Option<Decimal> {
    let mut factors = std::iter::repeat_n(base, exponent.min(MOST + 1));
    (exponent <= MOST)
        .then(|| factors.try_fold(Decimal::ONE, |product, base| product.checked_mul(base)))?
}
