//! Numbers within bounds, as multiples of steps.

use serde_json::{Number, Value};

use super::Filler;
use super::shape::{Goal, Shape};
use crate::keyword::typed::Kind;
use crate::value;

/// Candidates tried beyond those that must differ from given values.
const SPARE: usize = 48;

impl<'s> Filler<'s> {
    /// A number of the shape.
    pub(super) fn number(&mut self, shape: &Shape<'s>, goals: &[Goal<'s>], kind: Kind) -> Option<Value> {
        let candidates = candidates(shape, kind);
        if candidates.is_empty() {
            let keyword = shape.bounds.first().map_or("multipleOf", |bound| bound.keyword);
            self.blame_shape(shape, keyword);
        }
        for number in candidates {
            if !self.spend(1) {
                return None;
            }
            let value = Value::Number(number);
            if self.accept(shape, goals, &value) {
                return Some(value);
            }
        }
        None
    }
}

/// Numbers of the shape, the plainest first.
fn candidates(shape: &Shape<'_>, kind: Kind) -> Vec<Number> {
    let limit = SPARE + shape.differs.len();
    let mut out: Vec<Number> = Vec::new();
    let mut push = |number: Option<Number>| {
        if let Some(number) = number
            && fits(shape, kind, &number)
            && !out.contains(&number)
        {
            out.push(number);
        }
    };
    let ends = ends(shape);
    push(number(0.0));
    // The limits themselves, as exact as they are written.
    shape.bounds.iter().for_each(|bound| push(Some(bound.limit.clone())));
    for step in steps(shape) {
        multiples(&step, ends, limit).into_iter().for_each(&mut push);
    }
    if shape.steps.is_empty() {
        plain(ends, limit, shape.fractional).into_iter().for_each(&mut push);
    }
    if shape.steps.is_empty() && kind == Kind::Number {
        between(ends, limit).into_iter().for_each(&mut push);
    }
    out
}

/// Whether a number keeps every constraint of the shape.
fn fits(shape: &Shape<'_>, kind: Kind, number: &Number) -> bool {
    let whole = value::is_whole(number);
    (kind != Kind::Integer || whole)
        && !(shape.fractional && whole)
        && shape.bounds.iter().all(|bound| bound.allows(number))
        && shape.steps.iter().all(|step| value::is_multiple(number, step))
        && !shape.no_steps.iter().any(|step| value::is_multiple(number, step))
}

/// The highest lower bound and the lowest upper bound.
fn ends(shape: &Shape<'_>) -> (Option<f64>, Option<f64>) {
    let all =
        |upper| shape.bounds.iter().filter(move |bound| bound.upper == upper).filter_map(|bound| bound.limit.as_f64());
    (all(false).reduce(f64::max), all(true).reduce(f64::min))
}

/// A float as the plainest number: whole ones without a fraction.
fn number(float: f64) -> Option<Number> {
    if float.fract() == 0.0 && float.abs() < 9.0e15 {
        return Some(Number::from(float as i64));
    }
    Number::from_f64(float)
}

/// Whole numbers near zero and near the ends.
fn plain((low, high): (Option<f64>, Option<f64>), limit: usize, fractional: bool) -> Vec<Option<Number>> {
    let shift = if fractional { 0.5 } else { 0.0 };
    let mut starts = Vec::new();
    // Zero where it may be, else the end that is nearest to it.
    starts.push((0.0, 1.0));
    starts.extend(low.map(|low| (low.ceil(), 1.0)));
    starts.extend(high.map(|high| (high.floor(), -1.0)));
    starts.push((0.0, -1.0));
    let mut out = Vec::new();
    for (start, direction) in starts {
        out.extend((0..limit).map(|n| number(start + direction * n as f64 + shift)));
    }
    // Ends beyond the precision of floats keep their own spelling.
    out.extend([low, high].into_iter().flatten().map(Number::from_f64));
    out
}

/// Numbers strictly between the ends.
fn between((low, high): (Option<f64>, Option<f64>), limit: usize) -> Vec<Option<Number>> {
    let (low, high) = match (low, high) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => (low, low + 1.0),
        (None, Some(high)) => (high - 1.0, high),
        (None, None) => (0.0, 1.0),
    };
    let count = limit + 2;
    let mut out = vec![number(low), number(high), number(low + (high - low) / 2.0)];
    out.extend((1..count).map(|n| number(low + (high - low) * n as f64 / count as f64)));
    out
}

/// The least common multiple of all steps as digits and exponent, and the steps themselves where it is too large.
fn steps(shape: &Shape<'_>) -> Vec<value::Decimal> {
    let all: Vec<value::Decimal> = shape.steps.iter().map(|step| value::decimal(step)).collect();
    let Some(exponent) = all.iter().map(|step| step.exponent).min() else { return Vec::new() };
    let mut scaled = all.iter().map(|step| {
        10u128.checked_pow(step.exponent.abs_diff(exponent)).and_then(|power| power.checked_mul(step.digits))
    });
    let joint = scaled.try_fold(1u128, |joint, step| {
        let step = step?;
        (joint / gcd(joint, step)).checked_mul(step)
    });
    match joint {
        Some(digits) => vec![value::Decimal { digits, exponent }],
        None => all,
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// Multiples of a step near zero and near the ends; those that floats divide evenly come first, since other
/// validators divide floats.
fn multiples(step: &value::Decimal, (low, high): (Option<f64>, Option<f64>), limit: usize) -> Vec<Option<Number>> {
    let size = format!("{}e{}", step.digits, step.exponent).parse::<f64>().unwrap_or(1.0);
    let mut starts = vec![(0.0, 1.0)];
    starts.extend(low.map(|low| ((low / size).ceil() - 1.0, 1.0)));
    starts.extend(high.map(|high| ((high / size).floor() + 1.0, -1.0)));
    starts.push((0.0, -1.0));
    let mut out = Vec::new();
    for (start, direction) in starts {
        for n in 0..limit.max(120) {
            let times = start + direction * n as f64;
            if times.abs() < 1e18 {
                out.push(multiple(step, times as i128));
            }
        }
    }
    let even = |number: &Option<Number>| {
        !number.as_ref().and_then(Number::as_f64).is_some_and(|number| (number / size).fract() == 0.0)
    };
    out.sort_by_key(even);
    out
}

fn multiple(step: &value::Decimal, times: i128) -> Option<Number> {
    let digits = i128::try_from(step.digits).ok()?.checked_mul(times)?;
    match u32::try_from(step.exponent).ok().and_then(|exponent| 10i128.checked_pow(exponent)?.checked_mul(digits)) {
        Some(whole) => {
            i64::try_from(whole).ok().map(Number::from).or_else(|| u64::try_from(whole).ok().map(Number::from))
        }
        None => number(format!("{digits}e{}", step.exponent).parse().ok()?),
    }
}
