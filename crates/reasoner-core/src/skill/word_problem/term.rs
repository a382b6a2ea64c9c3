//! Values with the calculation that made them.

use num_traits::{One, Zero};

use crate::calc::number::Number;

/// A value with the terms that it was made of.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) value: Number,
    pub(super) shown: String,
    pub(super) used: Vec<usize>,
}

fn joined(a: &Term, b: &Term, sign: &str, value: Number) -> Term {
    let mut used = a.used.clone();
    used.extend(&b.used);
    let wrap = |term: &Term| {
        if term.used.len() > 1 && matches!(sign, "×" | "/" | "-") {
            format!("({})", term.shown)
        } else {
            term.shown.clone()
        }
    };
    Term { value, shown: format!("{} {sign} {}", wrap(a), wrap(b)), used }
}

pub(super) fn plus(a: &Term, b: &Term) -> Term {
    joined(a, b, "+", &a.value + &b.value)
}

pub(super) fn minus(a: &Term, b: &Term) -> Term {
    joined(a, b, "-", &a.value - &b.value)
}

pub(super) fn times(a: &Term, b: &Term) -> Term {
    joined(a, b, "×", &a.value * &b.value)
}

pub(super) fn over(a: &Term, b: &Term) -> Option<Term> {
    if b.value.is_zero() || b.value.is_one() && a.value.is_zero() {
        return None;
    }
    Some(joined(a, b, "/", &a.value / &b.value))
}
