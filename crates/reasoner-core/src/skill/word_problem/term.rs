//! Values with the calculation that made them.

use num_traits::Zero;

use crate::calc::number::{self, Number};

/// A value with the numbers that it was made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Term {
    pub(super) value: Number,
    pub(super) shown: String,
    /// Which numbers of the text it uses.
    pub(super) used: Vec<usize>,
    /// Whether it is a calculation.
    compound: bool,
}

impl Term {
    /// A number of the text.
    pub(super) fn number(value: &Number, index: usize) -> Term {
        Term { value: value.clone(), shown: number::exact(value), used: vec![index], compound: false }
    }

    /// A number that everybody knows.
    pub(super) fn known(value: Number) -> Term {
        Term { shown: number::exact(&value), value, used: Vec::new(), compound: false }
    }

    /// A value of a calculation that is shown in its own way.
    pub(super) fn made(value: Number, shown: String, used: Vec<usize>) -> Term {
        Term { value, shown, used, compound: false }
    }

    /// The same with another value, shown as it is.
    pub(super) fn valued(&self, value: Number) -> Term {
        Term { shown: number::exact(&value), value, ..self.clone() }
    }
}

fn joined(a: &Term, b: &Term, sign: &str, value: Number) -> Term {
    let mut used = a.used.clone();
    used.extend(&b.used);
    let wrap = |term: &Term, right: bool| {
        let tight = matches!(sign, "×" | "/") || (sign == "-" && right);
        if term.compound && tight { format!("({})", term.shown) } else { term.shown.clone() }
    };
    Term { value, shown: format!("{} {sign} {}", wrap(a, false), wrap(b, true)), used, compound: true }
}

pub(super) fn plus(a: &Term, b: &Term) -> Term {
    joined(a, b, "+", &a.value + &b.value)
}

pub(super) fn minus(a: &Term, b: &Term) -> Term {
    joined(a, b, "-", &a.value - &b.value)
}

/// The larger without the smaller.
pub(super) fn gap(a: &Term, b: &Term) -> Term {
    if a.value >= b.value { minus(a, b) } else { minus(b, a) }
}

pub(super) fn times(a: &Term, b: &Term) -> Term {
    joined(a, b, "×", &a.value * &b.value)
}

pub(super) fn over(a: &Term, b: &Term) -> Option<Term> {
    (!b.value.is_zero()).then(|| joined(a, b, "/", &a.value / &b.value))
}

/// The sum of several.
pub(super) fn sum<'t>(terms: impl IntoIterator<Item = &'t Term>) -> Option<Term> {
    let mut terms = terms.into_iter();
    let first = terms.next()?.clone();
    Some(terms.fold(first, |sum, term| plus(&sum, term)))
}
