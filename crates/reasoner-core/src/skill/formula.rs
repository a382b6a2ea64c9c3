//! Formulas in signs within a request for their value: "Work out (1.5 + 2) * 3 to two decimal places", fractions to
//! reduce, equations to solve. Words around them must be those of such requests.

mod words;

use engine_api::{Budget, OutcomeKind, Value};
use num_traits::{One, Signed, Zero};

use super::Found;
use super::prompt::{computed, plain, step};
use crate::calc::algebra::{self, Solution};
use crate::calc::expr::{self, Operator, Token};
use crate::calc::notation::{self, Formula, Piece};
use crate::calc::number::{self, Number};
use crate::scene::Scene;

/// Answers the formula or the equations of the turn.
pub(crate) fn formula(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    if !scene.text.contains(|letter: char| letter.is_ascii_digit()) || scene.text.len() > 4000 {
        return None;
    }
    let text = words::without_examples(&notation::plain(scene.text));
    let formulas = notation::formulas(&text);
    let outside = words::outside(&text, &formulas);
    if formulas.iter().any(|formula| is_date(formula, text.get(formula.start..formula.end).unwrap_or("")))
        && !outside.calculates
    {
        return None;
    }
    equations(&formulas, &outside).or_else(|| value(&formulas, &outside, budget))
}

/// Whether the formula may be a date: three numbers with hyphens or slashes and no space between them.
fn is_date(formula: &Formula, written: &str) -> bool {
    let operators: Vec<&Token> = formula
        .pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Token(token @ Token::Operator(_)) => Some(token),
            _ => None,
        })
        .collect();
    let numbers = formula.pieces.len() - operators.len();
    let dated = |operator: &&Token| matches!(operator, Token::Operator(Operator::Subtract | Operator::Divide));
    !written.trim_end_matches(['?', ' ']).contains(' ')
        && numbers <= 4
        && operators.len() == 2
        && operators.iter().all(dated)
}

/// The equations of the turn, solved.
fn equations(formulas: &[Formula], outside: &words::Outside) -> Option<Found> {
    if outside.unknown > 2 {
        return None;
    }
    let split = formulas.iter().flat_map(|formula| formula.pieces.split(|piece| *piece == Piece::Blank));
    let equations: Vec<algebra::Polynomial> = split.filter_map(algebra::equation).collect();
    let mut unknowns: Vec<char> = equations.iter().flat_map(algebra::Polynomial::variables).collect();
    unknowns.sort_unstable();
    unknowns.dedup();
    if unknowns.is_empty() {
        return None;
    }
    let asked = asked(formulas, &unknowns);
    match algebra::solve(&equations) {
        Solution::Values(values) => {
            let shown: Vec<String> =
                values.iter().map(|(letter, value)| format!("{letter} = {}", number::exact(value))).collect();
            let steps = shown.iter().map(|one| step(one.clone())).collect();
            let statement = shown.join(", ");
            let asked = if values.len() == 1 { values.first().map(|(letter, _)| *letter) } else { asked };
            let value = asked.and_then(|asked| values.iter().find(|(letter, _)| *letter == asked));
            let value = value.map_or(Value::Text(statement.clone()), |(_, value)| plain(number::exact(value)));
            Some(computed(value, statement, steps))
        }
        Solution::Roots(letter, roots) => {
            let shown = roots.iter().map(|root| format!("{letter} = {}", number::exact(root))).collect::<Vec<String>>();
            let value =
                if let [one] = roots.as_slice() { plain(number::exact(one)) } else { Value::Text(shown.join(" or ")) };
            Some(computed(value, shown.join(" or "), Vec::new()))
        }
        Solution::None => {
            Some(computed(Value::Text("no solution".to_owned()), "the equation has no solution".to_owned(), Vec::new()))
        }
        Solution::Open => None,
    }
}

/// The unknown that the words name on its own: "solve for x", "the value of y".
fn asked(formulas: &[Formula], unknowns: &[char]) -> Option<char> {
    let mut alone = formulas.iter().filter_map(|formula| match formula.pieces.as_slice() {
        [Piece::Variable(letter)] if unknowns.contains(letter) => Some(*letter),
        _ => None,
    });
    let first = alone.next()?;
    alone.all(|other| other == first).then_some(first)
}

/// The one formula of the turn that calculates, with its value as the words want it written.
fn value(formulas: &[Formula], outside: &words::Outside, budget: &mut Budget) -> Option<Found> {
    let mut candidates = formulas.iter().filter_map(tokens);
    let tokens = candidates.next().filter(|_| candidates.next().is_none())?;
    let operators = tokens.iter().filter(|token| matches!(token, Token::Operator(_))).count();
    let tolerated = if operators >= 3 { 2 } else { usize::from(operators == 2) };
    if outside.unknown > tolerated {
        return None;
    }
    let fraction = matches!(tokens.iter().filter(|token| !matches!(token, Token::Open | Token::Close)).collect::<Vec<_>>().as_slice(), [Token::Number(top), Token::Operator(Operator::Divide), Token::Number(bottom)] if top.is_integer() && bottom.is_integer());
    if outside.reduces || (outside.simplifies && fraction) {
        return reduced(&tokens, budget);
    }
    let evaluation = expr::evaluate(&tokens, budget).ok()?;
    let decimals = tokens.iter().any(|token| matches!(token, Token::Number(value) if !value.is_integer()));
    let digits = match outside.rounding {
        Some(words::Rounding::Significant(count)) => number::rounded(&evaluation.value, count),
        Some(words::Rounding::Places(count)) => fixed(&evaluation.value, count),
        None if decimals && !number::is_decimal(&evaluation.value) => number::rounded(&evaluation.value, 12),
        None => number::exact(&evaluation.value),
    };
    let shown = super::arithmetic::show(&tokens);
    let steps = if evaluation.steps.len() > 1 { evaluation.steps.into_iter().map(step).collect() } else { Vec::new() };
    let exact = number::exact(&evaluation.value);
    let relation = if digits == exact { "=" } else { "≈" };
    let mut found = computed(plain(digits.clone()), format!("{shown} {relation} {digits}"), steps);
    found.outcome.kind = OutcomeKind::Computed;
    Some(found)
}

/// The tokens of a formula that calculates something: an operator between two numbers at the least.
fn tokens(formula: &Formula) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for (at, piece) in formula.pieces.iter().enumerate() {
        match piece {
            Piece::Token(token) => tokens.push(token.clone()),
            // "6 x 7"
            Piece::Variable('x' | 'X') if matches!(tokens.last(), Some(Token::Number(_) | Token::Close)) => {
                tokens.push(Token::Operator(Operator::Multiply));
            }
            Piece::Equals | Piece::Blank if at > 0 => break,
            _ => return None,
        }
    }
    let numbers = tokens.iter().filter(|token| matches!(token, Token::Number(_))).count();
    let calculates = tokens.iter().any(|token| matches!(token, Token::Operator(_)));
    (calculates && numbers >= 2).then_some(tokens)
}

/// A fraction in its lowest terms.
fn reduced(tokens: &[Token], budget: &mut Budget) -> Option<Found> {
    let value = expr::evaluate(tokens, budget).ok()?.value;
    let shown = super::arithmetic::show(tokens);
    let digits =
        if value.is_integer() { value.numer().to_string() } else { format!("{}/{}", value.numer(), value.denom()) };
    let parts: Vec<&Number> =
        tokens.iter().filter_map(|token| if let Token::Number(value) = token { Some(value) } else { None }).collect();
    let mut steps = Vec::new();
    if let ([top, bottom], false) = (parts.as_slice(), value.is_zero()) {
        let common = *top / Number::from_integer(value.numer().clone());
        if common.abs() > Number::one() && common.is_integer() {
            let common = number::exact(&common.abs());
            steps.push(step(format!("{} = {} × {common}", number::exact(top), value.numer())));
            steps.push(step(format!("{} = {} × {common}", number::exact(bottom), value.denom())));
        }
    }
    Some(computed(Value::Text(digits.clone()), format!("{shown} = {digits}"), steps))
}

/// With exactly that many decimal places.
fn fixed(value: &Number, places: u32) -> String {
    let short = number::decimal(value, places);
    let (whole, fraction) = short.split_once('.').unwrap_or((&short, ""));
    if places == 0 { whole.to_owned() } else { format!("{whole}.{fraction:0<width$}", width = places as usize) }
}
