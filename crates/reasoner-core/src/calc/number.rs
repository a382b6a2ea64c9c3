//! Exact numbers: reading and writing of rationals.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{One, Signed, Zero};

/// An exact number.
pub(crate) type Number = Ratio<BigInt>;

/// The most digits of a number that is read.
const LONGEST: usize = 4000;

/// The most decimal places of a number that is written exactly.
const PLACES: u32 = 30;

/// Reads `-3.5`, `1000000` or `2/3`; thousands separators are not taken.
pub(crate) fn parse(text: &str) -> Option<Number> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some((top, bottom)) = text.split_once('/') {
        let (top, bottom) = (parse_decimal(top)?, parse_decimal(bottom)?);
        return (!bottom.is_zero()).then(|| top / bottom);
    }
    parse_decimal(text)
}

fn parse_decimal(text: &str) -> Option<Number> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}");
    let unsigned = digits.strip_prefix('-').unwrap_or(&digits);
    if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let top: BigInt = digits.parse().ok()?;
    let places = u32::try_from(fraction.len()).ok()?;
    Some(Number::new(top, BigInt::from(10).pow(places)))
}

/// A whole number.
pub(crate) fn whole(value: i64) -> Number {
    Number::from_integer(BigInt::from(value))
}

/// The number in its exact written form: `42`, `-3.5`, or `1/3` where no short decimal is exact.
pub(crate) fn exact(number: &Number) -> String {
    if number.is_integer() {
        return number.numer().to_string();
    }
    match places(number.denom()) {
        Some(places) => decimal(number, places),
        None => format!("{}/{}", number.numer(), number.denom()),
    }
}

/// Whether [`exact`] writes the number as a decimal.
pub(crate) fn is_decimal(number: &Number) -> bool {
    number.is_integer() || places(number.denom()).is_some()
}

/// How many decimal places write a fraction with this denominator exactly.
fn places(denominator: &BigInt) -> Option<u32> {
    let mut rest = denominator.clone();
    let mut places = 0;
    for prime in [2, 5] {
        let prime = BigInt::from(prime);
        let mut count = 0;
        while rest.is_multiple_of(&prime) && count <= PLACES {
            rest /= &prime;
            count += 1;
        }
        places = places.max(count);
    }
    (rest.is_one() && places <= PLACES).then_some(places)
}

/// The number rounded half away from zero to `places` decimal places, without needless zeros.
pub(crate) fn decimal(number: &Number, places: u32) -> String {
    let scaled = number * Number::from_integer(BigInt::from(10).pow(places));
    let digits = scaled.round().to_integer();
    let sign = if digits.is_negative() { "-" } else { "" };
    let digits = format!("{:0>width$}", digits.abs().to_string(), width = places as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The number to about `significant` significant digits.
pub(crate) fn rounded(number: &Number, significant: u32) -> String {
    let whole_digits = number.abs().to_integer().to_string().len();
    let mut places = significant.saturating_sub(u32::try_from(whole_digits).unwrap_or(significant));
    // Small numbers have zeros after the point that are not significant.
    let mut scaled = number.abs();
    while scaled < Number::one() && !scaled.is_zero() && places < 2 * PLACES {
        scaled *= whole(10);
        places += 1;
    }
    decimal(number, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(exact(&parse(text).unwrap()), expected);
    }

    #[test]
    fn numbers_are_written_exactly() {
        check("1000000", "1000000");
        check("-3.50", "-3.5");
        check("2/3", "2/3");
        check("6/4", "1.5");
        check("0.1", "0.1");
        check("1/1024", "0.0009765625");
    }

    #[test]
    fn numbers_are_rounded() {
        assert_eq!(rounded(&parse("2/3").unwrap(), 6), "0.666667");
        assert_eq!(rounded(&parse("200000/3").unwrap(), 7), "66666.67");
        assert_eq!(rounded(&parse("-1/300").unwrap(), 3), "-0.00333");
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in ["", ".", "-", "1/0", "a", "1-2", "1.2.3", "--1", "+1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
