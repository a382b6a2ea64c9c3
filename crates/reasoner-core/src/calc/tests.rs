//! Calculations against known values and against an independent evaluator.

use engine_api::Budget;
use proptest::prelude::*;

use super::evaluate;

fn check(text: &str, expected: Option<&str>) {
    assert_eq!(evaluate(text, &mut Budget::steps(10_000_000)).as_deref(), expected, "{text}");
}

#[test]
fn precedence_and_associativity() {
    check("2 + 3 * 4", Some("14"));
    check("(2 + 3) * 4", Some("20"));
    check("2 ^ 3 ^ 2", Some("512"));
    check("10 - 4 - 3", Some("3"));
    check("-2 ^ 2", Some("-4"));
    check("2 * -3", Some("-6"));
    check("5!", Some("120"));
    check("50%", Some("0.5"));
    check("1/3", Some("1/3"));
    check("0.1 + 0.2", Some("0.3"));
    check("4 ^ 0.5", Some("2"));
    check("2 ^ -2", Some("0.25"));
}

#[test]
fn what_has_no_value() {
    for text in ["", "+", "1 +", "* 2", "(1", "1)", "1 2", "1/0", "0 ^ -1", "2 ^ 0.5", "()", "1..2", "a"] {
        check(text, None);
    }
}

#[test]
fn what_costs_too_much() {
    check("9 ^ 9 ^ 9", None);
    check("1001!", None);
    check("(2 ^ 16000) ^ 16000", None);
    assert_eq!(evaluate("2 + 2", &mut Budget::steps(2)), None);
    assert!(evaluate("2 ^ 4000", &mut Budget::steps(10_000_000)).is_some());
}

#[test]
fn deep_nesting_is_no_recursion() {
    let deep = format!("{}1{}", "(".repeat(50_000), ")".repeat(50_000));
    check(&deep, Some("1"));
}

/// An expression as text with its value in `i128`, built from the leaves up.
fn expression() -> impl Strategy<Value = (String, i128)> {
    let leaf =
        (-1000i128..1000).prop_map(|value| (if value < 0 { format!("({value})") } else { value.to_string() }, value));
    leaf.prop_recursive(5, 40, 2, |inner| {
        (inner.clone(), inner, 0..3u8).prop_map(|((a, x), (b, y), operator)| match operator {
            0 => (format!("({a} + {b})"), x.wrapping_add(y)),
            1 => (format!("({a} - {b})"), x.wrapping_sub(y)),
            _ => match x.checked_mul(y) {
                Some(product) => (format!("({a} * {b})"), product),
                None => (a, x),
            },
        })
    })
}

proptest! {
    #[test]
    fn whole_numbers_agree_with_machine_arithmetic((text, value) in expression()) {
        prop_assert_eq!(evaluate(&text, &mut Budget::steps(1_000_000)), Some(value.to_string()));
    }

    #[test]
    fn quotients_agree_with_floating_point(a in -10_000i32..10_000, b in 1i32..10_000, c in 1i32..100) {
        let text = format!("{a} / {b} * {c}");
        let value = evaluate(&text, &mut Budget::steps(1_000_000)).unwrap();
        let (top, bottom) = value.split_once('/').unwrap_or((value.as_str(), "1"));
        let found = top.parse::<f64>().unwrap() / bottom.parse::<f64>().unwrap();
        let expected = f64::from(a) / f64::from(b) * f64::from(c);
        prop_assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0));
    }

    #[test]
    fn no_input_panics(text in "[-+*/^%!() .0-9]{0,40}") {
        evaluate(&text, &mut Budget::steps(100_000));
    }
}
