//! Exact calculation, without language.

pub(crate) mod algebra;
pub(crate) mod date;
pub(crate) mod expr;
pub(crate) mod notation;
pub(crate) mod number;
pub(crate) mod prime;
pub(crate) mod unit;

use engine_api::Budget;

use expr::{Operator, Token};

/// Evaluates an expression written with digits, `+ - * / ^ % !` and parentheses, exactly: the result is an
/// integer, a decimal, or a fraction where no decimal is exact. `None` where it is no expression, has no
/// rational value or would cost more than `budget`.
///
/// ```
/// use engine_api::Budget;
///
/// let value = |text| reasoner_core::evaluate(text, &mut Budget::steps(1_000_000));
/// assert_eq!(value("2 * (3 + 4) ^ 2").as_deref(), Some("98"));
/// assert_eq!(value("1 / 3 + 1 / 6").as_deref(), Some("0.5"));
/// assert_eq!(value("9 ^ 9 ^ 9"), None);
/// ```
pub fn evaluate(text: &str, budget: &mut Budget) -> Option<String> {
    let evaluation = expr::evaluate(&tokens(text)?, budget).ok()?;
    Some(number::exact(&evaluation.value))
}

/// The tokens of an expression in signs.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            let length = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(rest.len());
            tokens.push(Token::Number(number::parse(&rest[..length])?));
            length
        } else if rest.starts_with("**") {
            tokens.push(Token::Operator(Operator::Power));
            2
        } else {
            tokens.push(sign(first)?);
            first.len_utf8()
        };
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// The token that a sign stands for.
pub(crate) fn sign(sign: char) -> Option<Token> {
    let operator = match sign {
        '+' => Operator::Add,
        '-' | '−' | '–' => Operator::Subtract,
        '*' | '×' | '·' => Operator::Multiply,
        '/' | '÷' => Operator::Divide,
        '^' => Operator::Power,
        '%' => Operator::Percent,
        '!' => Operator::Factorial,
        '(' | '[' => return Some(Token::Open),
        ')' | ']' => return Some(Token::Close),
        _ => return None,
    };
    Some(Token::Operator(operator))
}

#[cfg(test)]
mod tests;
