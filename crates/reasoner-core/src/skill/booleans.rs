//! Expressions of truth values: `not ( True and False ) or True`.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value, Word};

use super::Found;
use crate::scene::Scene;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Constant(bool),
    Not,
    Binary(Operator),
    Open,
    Close,
}

/// Binary operators, the one that binds least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Operator {
    Same,
    Implies,
    Or,
    Xor,
    And,
}

/// Words that show that an expression is to be computed.
const ABOUT: &[&str] = &[
    "boolean",
    "expression",
    "evaluate",
    "compute",
    "logical",
    "simplify",
    "logic",
    "result",
    "work",
    "formula",
    "value",
    "truth",
    "calculate",
    "determine",
    "equal",
    "equals",
    "yield",
    "yields",
    "output",
    "return",
    "returns",
    "solve",
];

pub(crate) fn booleans(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let words: Vec<&Word> = scene.turn.iter().flat_map(|sentence| &sentence.words).collect();
    let (from, tokens) = longest(&words)?;
    let rest = words.iter().enumerate().filter(|(at, _)| *at < from || *at >= from + tokens.len());
    let about = rest.clone().any(|(_, word)| ABOUT.contains(&word.text.to_lowercase().as_str()));
    // "true or false" within prose is no expression.
    let alternatives =
        matches!(tokens.as_slice(), [Token::Constant(_), Token::Binary(Operator::Or), Token::Constant(_)]);
    let alone = rest.count() <= 3;
    // Three constants are nothing but an expression.
    let long = tokens.iter().filter(|token| matches!(token, Token::Constant(_))).count() > 2;
    if !(about || alone || long)
        || (alternatives && !alone && !mentions(&words, "boolean"))
        || !budget.spend(tokens.len() as u64)
    {
        return None;
    }
    let value = evaluate(&tokens)?;
    let span = words.get(from)?.span.start..words.get(from + tokens.len() - 1)?.span.end;
    let expression = scene.text.get(span).unwrap_or("");
    let said = if value { "True" } else { "False" };
    let proof = Proof { claim: format!("{expression} = {said}"), by: "evaluation".to_owned(), from: Vec::new() };
    Some(Found::answer(Finding::bare(Value::Text(said.to_owned())), OutcomeKind::Computed, Some(proof)))
}

fn mentions(words: &[&Word], one: &str) -> bool {
    words.iter().any(|word| word.text.eq_ignore_ascii_case(one))
}

fn token(word: &str) -> Option<Token> {
    Some(match word.to_lowercase().as_str() {
        "true" | "⊤" => Token::Constant(true),
        "false" | "⊥" => Token::Constant(false),
        "not" | "!" | "¬" | "~" => Token::Not,
        "and" | "&" | "∧" => Token::Binary(Operator::And),
        "or" | "|" | "∨" => Token::Binary(Operator::Or),
        "xor" | "^" | "⊕" => Token::Binary(Operator::Xor),
        "implies" | "→" | "⇒" => Token::Binary(Operator::Implies),
        "iff" | "↔" | "⇔" => Token::Binary(Operator::Same),
        "(" | "[" => Token::Open,
        ")" | "]" => Token::Close,
        _ => return None,
    })
}

/// The longest run of tokens that has an operator and a constant, and where it begins.
fn longest(words: &[&Word]) -> Option<(usize, Vec<Token>)> {
    let mut best: Option<(usize, Vec<Token>)> = None;
    let mut at = 0;
    while at < words.len() {
        let run: Vec<Token> = words.iter().skip(at).map_while(|word| token(&word.text)).collect();
        let length = run.len();
        // A conjunction before the expression belongs to the sentence around it.
        let leading = run.iter().take_while(|token| matches!(token, Token::Binary(_) | Token::Close)).count();
        let run: Vec<Token> = run.into_iter().skip(leading).collect();
        let fits = run.iter().any(|token| matches!(token, Token::Constant(_)))
            && run.iter().any(|token| matches!(token, Token::Not | Token::Binary(_)));
        if fits && best.as_ref().is_none_or(|(_, best)| run.len() > best.len()) {
            best = Some((at + leading, run));
        }
        at += length.max(1);
    }
    best
}

/// The value of an infix expression (operator precedence with two stacks, Dijkstra 1961).
fn evaluate(tokens: &[Token]) -> Option<bool> {
    let mut values: Vec<bool> = Vec::new();
    let mut waiting: Vec<Token> = Vec::new();
    let mut before: Option<Token> = None;
    for token in tokens.iter().copied() {
        match token {
            Token::Constant(value) => values.push(value),
            Token::Not | Token::Open => waiting.push(token),
            Token::Close => {
                while let Some(top) = waiting.pop() {
                    if top == Token::Open {
                        break;
                    }
                    apply(top, &mut values)?;
                }
            }
            // "&&" and "||" come as two marks.
            Token::Binary(_) if before == Some(token) => {}
            Token::Binary(operator) => {
                while waiting.last().is_some_and(|top| binds(*top, operator)) {
                    apply(waiting.pop()?, &mut values)?;
                }
                waiting.push(token);
            }
        }
        before = Some(token);
    }
    while let Some(top) = waiting.pop() {
        apply(top, &mut values)?;
    }
    (values.len() == 1).then(|| values.pop()).flatten()
}

fn binds(top: Token, operator: Operator) -> bool {
    match top {
        Token::Not => true,
        // An implication binds to the right.
        Token::Binary(Operator::Implies) => operator < Operator::Implies,
        Token::Binary(other) => other >= operator,
        _ => false,
    }
}

fn apply(token: Token, values: &mut Vec<bool>) -> Option<()> {
    let last = values.pop()?;
    let value = match token {
        Token::Not => !last,
        Token::Binary(operator) => {
            let first = values.pop()?;
            match operator {
                Operator::And => first && last,
                Operator::Or => first || last,
                Operator::Xor => first != last,
                Operator::Same => first == last,
                Operator::Implies => !first || last,
            }
        }
        _ => return None,
    };
    values.push(value);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<bool>) {
        let tokens: Vec<Token> = text.split(' ').filter_map(token).collect();
        assert_eq!(evaluate(&tokens), expected, "{text}");
    }

    #[test]
    fn operators_bind_as_usual() {
        check("True or False and False", Some(true));
        check("not ( True or False ) or not not True", Some(true));
        check("not False and False", Some(false));
        check("True & & False", Some(false));
        check("False implies False implies False", Some(true));
        check("True True", None);
    }
}
