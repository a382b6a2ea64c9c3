//! Values as JSON Schema sees them: equality across number forms, exact comparison and divisibility, size and depth.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// How deep a value is and how many values it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Levels of nesting; a scalar has one.
    pub depth: usize,
    /// Values in all, keys included.
    pub size: usize,
}

/// Measures a value without recursion.
pub(crate) fn extent(value: &Value) -> Extent {
    let mut found = Extent { depth: 0, size: 0 };
    let mut stack = vec![(value, 1)];
    while let Some((value, depth)) = stack.pop() {
        found.depth = found.depth.max(depth);
        found.size += 1;
        match value {
            Value::Array(items) => stack.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(map) => {
                found.size += map.len();
                stack.extend(map.values().map(|item| (item, depth + 1)));
            }
            _ => {}
        }
    }
    found
}

/// Whether two values are equal in the JSON data model: `1` and `1.0` are one number, members have no order.
///
/// The depth of both is bounded by the callers.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b) == Ordering::Equal,
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// A text that two values share exactly when they are equal; lets `uniqueItems` run in linear time.
pub(crate) fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => match whole(number) {
            Some(whole) => out.push_str(&whole.to_string()),
            None => out.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_by(|a, b| a.0.cmp(b.0));
            out.push('{');
            for (key, item) in members {
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                canonical(item, out);
                out.push(',');
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// The number as an integer, where it is one and below 2^100.
pub(crate) fn whole(number: &Number) -> Option<i128> {
    if let Some(n) = number.as_i64() {
        return Some(i128::from(n));
    }
    if let Some(n) = number.as_u64() {
        return Some(i128::from(n));
    }
    let float = number.as_f64()?;
    (float.fract() == 0.0 && float.abs() < 1.2e30).then_some(float as i128)
}

/// Whether the number is an integer of any size.
pub(crate) fn is_whole(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
}

/// Exact order of two numbers.
pub(crate) fn compare(a: &Number, b: &Number) -> Ordering {
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(a), None) => compare_whole(a, b.as_f64().unwrap_or(0.0)),
        (None, Some(b)) => compare_whole(b, a.as_f64().unwrap_or(0.0)).reverse(),
        (None, None) => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
    }
}

fn compare_whole(whole: i128, float: f64) -> Ordering {
    if float.abs() >= 1.2e30 {
        return if float > 0.0 { Ordering::Less } else { Ordering::Greater };
    }
    let floor = float.floor();
    match whole.cmp(&(floor as i128)) {
        Ordering::Equal if float > floor => Ordering::Less,
        order => order,
    }
}

/// A number as `digits * 10^exponent`, exactly as its shortest decimal form reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// The absolute digits.
    pub digits: u128,
    /// The power of ten.
    pub exponent: i32,
}

/// The decimal form of a number's absolute value.
pub(crate) fn decimal(number: &Number) -> Decimal {
    if !number.is_f64() {
        return Decimal { digits: whole(number).unwrap_or(0).unsigned_abs(), exponent: 0 };
    }
    let text = format!("{:e}", number.as_f64().unwrap_or(0.0).abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).fold(0u128, |sum, b| sum * 10 + u128::from(b - b'0'));
    Decimal { digits, exponent: exponent.parse::<i32>().unwrap_or(0) - i32::try_from(fraction).unwrap_or(0) }
}

/// Whether `number` is a whole multiple of `step`, in exact decimal arithmetic.
pub(crate) fn is_multiple(number: &Number, step: &Number) -> bool {
    let (a, b) = (decimal(number), decimal(step));
    if a.digits == 0 {
        return true;
    }
    if b.digits == 0 {
        return false;
    }
    let shift = a.exponent - b.exponent;
    if shift < 0 {
        let divisor = 10u128.checked_pow(shift.unsigned_abs()).and_then(|power| power.checked_mul(b.digits));
        return divisor.is_some_and(|divisor| a.digits.is_multiple_of(divisor));
    }
    let mut rest = a.digits % b.digits;
    for _ in 0..shift {
        rest = rest * 10 % b.digits;
    }
    rest == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn number(value: &Value) -> Number {
        value.as_number().cloned().unwrap()
    }

    #[test]
    fn numbers_are_equal_by_value() {
        assert!(equal(&json!(1), &json!(1.0)));
        assert!(equal(&json!([{"a": 1, "b": -0.0}]), &json!([{"b": 0, "a": 1.0}])));
        assert!(!equal(&json!(1), &json!(true)));
        assert!(!equal(&json!("1"), &json!(1)));
    }

    #[test]
    fn order_is_exact_beyond_the_precision_of_floats() {
        assert_eq!(
            compare(&number(&json!(9007199254740993_i64)), &number(&json!(9007199254740992.0))),
            Ordering::Greater
        );
        assert_eq!(compare(&number(&json!(-1)), &number(&json!(-1.5))), Ordering::Greater);
        assert_eq!(compare(&number(&json!(1e300)), &number(&json!(u64::MAX))), Ordering::Greater);
        assert_eq!(compare(&number(&json!(-1e300)), &number(&json!(i64::MIN))), Ordering::Less);
    }

    #[test]
    fn multiples_are_decimal() {
        let check =
            |a: Value, b: Value, expect: bool| assert_eq!(is_multiple(&number(&a), &number(&b)), expect, "{a} {b}");
        check(json!(4.02), json!(0.01), true);
        check(json!(0.0075), json!(0.0001), true);
        check(json!(0.00751), json!(0.0001), false);
        check(json!(12391239123.0), json!(1e-8), true);
        check(json!(1e308), json!(0.123456789), false);
        check(json!(7), json!(2), false);
        check(json!(-9), json!(3), true);
        check(json!(0), json!(1e300), true);
        check(json!(5), json!(1e300), false);
    }
}
