//! Polynomials of low degree and the equations between them: linear systems by elimination, quadratics by their
//! discriminant where the roots are rational.

use std::collections::BTreeMap;

use num_traits::{One, Signed, Zero};

use super::expr::{Operator, Token};
use super::notation::Piece;
use super::number::{self, Number};

/// The deepest nesting of parentheses.
const DEEPEST: usize = 60;
/// The most pieces of an equation.
const LONGEST: usize = 400;

/// A polynomial: coefficients by their monomials (sorted letters, empty for the constant). At most degree 2.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Polynomial(BTreeMap<String, Number>);

impl Polynomial {
    fn constant(value: Number) -> Polynomial {
        Polynomial::term(String::new(), value)
    }

    fn term(monomial: String, value: Number) -> Polynomial {
        let mut terms = BTreeMap::new();
        if !value.is_zero() {
            terms.insert(monomial, value);
        }
        Polynomial(terms)
    }

    fn add(mut self, other: &Polynomial, factor: &Number) -> Polynomial {
        for (monomial, value) in &other.0 {
            let sum = self.0.get(monomial).cloned().unwrap_or_else(Number::zero) + value * factor;
            if sum.is_zero() {
                self.0.remove(monomial);
            } else {
                self.0.insert(monomial.clone(), sum);
            }
        }
        self
    }

    fn multiply(&self, other: &Polynomial) -> Option<Polynomial> {
        let mut product = Polynomial::default();
        for (left, a) in &self.0 {
            for (right, b) in &other.0 {
                let mut letters: Vec<char> = left.chars().chain(right.chars()).collect();
                letters.sort_unstable();
                if letters.len() > 2 {
                    return None;
                }
                product = product.add(&Polynomial::term(letters.into_iter().collect(), a * b), &Number::one());
            }
        }
        Some(product)
    }

    fn as_constant(&self) -> Option<Number> {
        match self.0.len() {
            0 => Some(Number::zero()),
            1 => self.0.get("").cloned(),
            _ => None,
        }
    }

    fn coefficient(&self, monomial: &str) -> Number {
        self.0.get(monomial).cloned().unwrap_or_else(Number::zero)
    }

    /// The letters in it.
    pub(crate) fn variables(&self) -> Vec<char> {
        let mut letters: Vec<char> = self.0.keys().flat_map(|monomial| monomial.chars()).collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    }

    fn degree(&self) -> usize {
        self.0.keys().map(String::len).max().unwrap_or(0)
    }
}

/// The difference of the two sides of an equation; `None` where the pieces are no equation.
pub(crate) fn equation(pieces: &[Piece]) -> Option<Polynomial> {
    let at = pieces.iter().position(|piece| *piece == Piece::Equals)?;
    let (left, right) = (pieces.get(..at)?, pieces.get(at + 1..)?);
    let minus = -Number::one();
    Some(polynomial(left)?.add(&polynomial(right)?, &minus))
}

/// The polynomial that an expression is.
pub(crate) fn polynomial(pieces: &[Piece]) -> Option<Polynomial> {
    if pieces.is_empty() || pieces.len() > LONGEST {
        return None;
    }
    let mut parser = Parser { pieces, at: 0 };
    let result = parser.sum(0)?;
    (parser.at == pieces.len()).then_some(result)
}

/// A recursive-descent parser with a bound on its depth.
struct Parser<'a> {
    pieces: &'a [Piece],
    at: usize,
}

impl Parser<'_> {
    fn operator(&mut self, wanted: &[Operator]) -> Option<Operator> {
        match self.pieces.get(self.at) {
            Some(Piece::Token(Token::Operator(operator))) if wanted.contains(operator) => {
                self.at += 1;
                Some(*operator)
            }
            _ => None,
        }
    }

    fn sum(&mut self, depth: usize) -> Option<Polynomial> {
        let mut result = self.product(depth)?;
        while let Some(operator) = self.operator(&[Operator::Add, Operator::Subtract]) {
            let sign = if operator == Operator::Add { Number::one() } else { -Number::one() };
            result = result.add(&self.product(depth)?, &sign);
        }
        Some(result)
    }

    fn product(&mut self, depth: usize) -> Option<Polynomial> {
        let mut result = self.factor(depth)?;
        loop {
            if self.operator(&[Operator::Multiply]).is_some() {
                result = result.multiply(&self.factor(depth)?)?;
            } else if self.operator(&[Operator::Divide]).is_some() {
                let divisor = self.factor(depth)?.as_constant().filter(|divisor| !divisor.is_zero())?;
                result = result.multiply(&Polynomial::constant(Number::one() / divisor))?;
            } else if matches!(self.pieces.get(self.at), Some(Piece::Variable(_) | Piece::Token(Token::Open))) {
                // "3x" and "2(x + 1)" multiply.
                result = result.multiply(&self.factor(depth)?)?;
            } else {
                return Some(result);
            }
        }
    }

    fn factor(&mut self, depth: usize) -> Option<Polynomial> {
        if depth > DEEPEST {
            return None;
        }
        if self.operator(&[Operator::Subtract]).is_some() {
            return Some(Polynomial::default().add(&self.factor(depth + 1)?, &-Number::one()));
        }
        if self.operator(&[Operator::Add]).is_some() {
            return self.factor(depth + 1);
        }
        let base = self.atom(depth)?;
        if self.operator(&[Operator::Power]).is_none() {
            return Some(base);
        }
        match self.factor(depth + 1)?.as_constant()? {
            two if two == number::whole(2) => base.multiply(&base),
            one if one.is_one() => Some(base),
            _ => None,
        }
    }

    fn atom(&mut self, depth: usize) -> Option<Polynomial> {
        let piece = self.pieces.get(self.at)?;
        self.at += 1;
        match piece {
            Piece::Token(Token::Number(value)) => Some(Polynomial::constant(value.clone())),
            Piece::Variable(letter) => Some(Polynomial::term(letter.to_string(), Number::one())),
            Piece::Token(Token::Open) => {
                let inner = self.sum(depth + 1)?;
                let closes = self.pieces.get(self.at) == Some(&Piece::Token(Token::Close));
                self.at += 1;
                closes.then_some(inner)
            }
            _ => None,
        }
    }
}

/// What equations say about their unknowns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Solution {
    /// One value for each unknown, in the order of the alphabet.
    Values(Vec<(char, Number)>),
    /// The roots of a quadratic in one unknown, the smaller first.
    Roots(char, Vec<Number>),
    /// No numbers solve it.
    None,
    /// More than one assignment solves it, or the roots are not rational.
    Open,
}

/// Solves equations given as polynomials that are to be zero.
pub(crate) fn solve(equations: &[Polynomial]) -> Solution {
    let mut unknowns: Vec<char> = equations.iter().flat_map(Polynomial::variables).collect();
    unknowns.sort_unstable();
    unknowns.dedup();
    if let ([one], [unknown]) = (equations, unknowns.as_slice())
        && one.degree() == 2
    {
        return quadratic(one, *unknown);
    }
    if unknowns.len() > 8 || equations.iter().any(|equation| equation.degree() > 1) {
        return Solution::Open;
    }
    let mut rows: Vec<Vec<Number>> = equations
        .iter()
        .map(|equation| {
            let mut row: Vec<Number> =
                unknowns.iter().map(|letter| equation.coefficient(&letter.to_string())).collect();
            row.push(-equation.coefficient(""));
            row
        })
        .collect();
    eliminate(&mut rows, unknowns.len());
    read_off(&rows, &unknowns)
}

/// Gauss-Jordan elimination.
fn eliminate(rows: &mut [Vec<Number>], width: usize) {
    let mut top = 0;
    for column in 0..width {
        let value = |row: &Vec<Number>| row.get(column).cloned().unwrap_or_else(Number::zero);
        let Some(pivot) = (top..rows.len()).find(|at| rows.get(*at).is_some_and(|row| !value(row).is_zero())) else {
            continue;
        };
        rows.swap(top, pivot);
        let Some(mut lead) = rows.get(top).cloned() else { return };
        let scale = value(&lead);
        lead.iter_mut().for_each(|cell| *cell /= &scale);
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = value(row);
            if at == top {
                row.clone_from(&lead);
            } else if !factor.is_zero() {
                row.iter_mut().zip(&lead).for_each(|(cell, other)| *cell -= other * &factor);
            }
        }
        top += 1;
    }
}

/// The solution of a reduced system.
fn read_off(rows: &[Vec<Number>], unknowns: &[char]) -> Solution {
    let mut values = Vec::new();
    for row in rows {
        let (cells, right) = row.split_at(unknowns.len().min(row.len()));
        let set: Vec<usize> =
            (0..cells.len()).filter(|at| cells.get(*at).is_some_and(|cell| !cell.is_zero())).collect();
        let right = right.first().cloned().unwrap_or_else(Number::zero);
        match set.as_slice() {
            [] if right.is_zero() => {}
            [] => return Solution::None,
            [at] => values.extend(unknowns.get(*at).map(|letter| (*letter, right))),
            _ => return Solution::Open,
        }
    }
    if values.len() == unknowns.len() && !values.is_empty() { Solution::Values(values) } else { Solution::Open }
}

/// a x² + b x + c = 0.
fn quadratic(equation: &Polynomial, unknown: char) -> Solution {
    let (a, b) = (equation.coefficient(&format!("{unknown}{unknown}")), equation.coefficient(&unknown.to_string()));
    let c = equation.coefficient("");
    let discriminant = &b * &b - number::whole(4) * &a * c;
    if discriminant.is_negative() {
        return Solution::None;
    }
    let root = Number::new(discriminant.numer().sqrt(), discriminant.denom().sqrt());
    if &root * &root != discriminant {
        return Solution::Open;
    }
    let twice = number::whole(2) * a;
    let mut roots = vec![(-&b - &root) / &twice, (-b + root) / twice];
    roots.sort();
    roots.dedup();
    Solution::Roots(unknown, roots)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calc::notation::formulas;

    fn check(text: &str, expected: &str) {
        let equations: Vec<Polynomial> =
            formulas(text).iter().filter_map(|formula| equation(&formula.pieces)).collect();
        let shown = match solve(&equations) {
            Solution::Values(values) => {
                let shown: Vec<String> =
                    values.iter().map(|(letter, value)| format!("{letter} = {}", number::exact(value))).collect();
                shown.join(", ")
            }
            Solution::Roots(_, roots) => roots.iter().map(number::exact).collect::<Vec<String>>().join(" or "),
            other => format!("{other:?}"),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn equations_are_solved() {
        check("3x + 4 = 19", "x = 5");
        check("2(y - 1) = y + 5", "y = 7");
        check("7 - a / 2 = -1", "a = 16");
        check("x + y = 10\nx - y = 4", "x = 7, y = 3");
        check("n^2 = 49", "-7 or 7");
        check("x^2 - 5x + 6 = 0", "2 or 3");
        check("x = x + 1", "None");
        check("x + y = 3", "Open");
        check("x^2 = 2", "Open");
    }
}
