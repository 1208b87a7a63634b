//! What may raise Arabic digits: 2e5, 2.5^-1.

use rust_decimal::Decimal;

/// A larger exponent states no quantity of this world.
const MOST: usize = 99;

/// `value` raised by the exponent that begins at byte `at` (`e5`, `E-1`, `^3`, `^--2`), and where
/// that ends. Nothing where it is no exponent, or where the result does not fit.
pub(super) fn read_power(bytes: &[u8], at: usize, value: Decimal) -> Option<(Decimal, usize)> {
    let mark = *bytes.get(at)?;
    let signs = bytes[at + 1..].iter().take(3).take_while(|b| matches!(b, b'+' | b'-')).count();
    let from = at + 1 + signs;
    let digits = bytes[from..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    let end = from + digits;
    let cut = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    let scientific = matches!(mark, b'e' | b'E') && signs < 2;
    if digits == 0 || cut || !scientific && mark != b'^' {
        return None;
    }
    let exponent = bytes[from..end].iter().fold(0, |sum, b| sum * 10 + usize::from(b - b'0'));
    let negative = bytes[at + 1..from].iter().filter(|b| **b == b'-').count() % 2 == 1;
    let base = if scientific { Decimal::TEN } else { value };
    let power = raise(base, exponent)?;
    let factor = if negative { Decimal::ONE.checked_div(power)? } else { power };
    let raised = if scientific { value.checked_mul(factor)? } else { factor };
    Some((raised, end))
}

fn raise(base: Decimal, exponent: usize) -> Option<Decimal> {
    let mut factors = std::iter::repeat_n(base, exponent.min(MOST + 1));
    (exponent <= MOST)
        .then(|| factors.try_fold(Decimal::ONE, |product, base| product.checked_mul(base)))?
}
