//! Mathematical notation in running text: numbers as they are written, formulas in signs, and the few commands of
//! LaTeX that people paste. No words of any language are read here but the names of functions.

use super::expr::{Function, Operator, Token};
use super::number::{self, Number};
use super::sign;

/// The longest text that is searched.
const LONGEST: usize = 20_000;

/// A number as it is written, with its sign.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Literal<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: &'a str,
    pub(crate) value: Number,
}

/// A part of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Token(Token),
    /// A single letter that stands for a number.
    Variable(char),
    Equals,
    /// A question mark or a blank in the place of a value.
    Blank,
}

/// A run of notation that no word interrupts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Formula {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) pieces: Vec<Piece>,
}

/// The numbers of `text` with their signs. A hyphen is a sign where nothing but a space or an opening mark stands
/// before it.
pub(crate) fn literals(text: &str) -> Vec<Literal<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        if !byte.is_ascii_digit() || before.is_ascii_alphanumeric() || before == b'_' {
            at += 1;
            continue;
        }
        let end = at + digits(&text[at..]);
        let start = signed(text, at);
        let written = &text[start..end];
        if let Some(value) = value(written) {
            found.push(Literal { start, end, text: written, value });
        }
        at = end;
    }
    found
}

/// Where the number whose digits begin at `at` starts, its sign included.
fn signed(text: &str, at: usize) -> usize {
    let head = &text[..at];
    let Some(sign) = head.chars().next_back().filter(|sign| matches!(sign, '-' | '−')) else { return at };
    let start = at - sign.len_utf8();
    let opens = |before: char| before.is_whitespace() || matches!(before, '(' | '[' | '{' | ',' | ':' | '$' | '=');
    if head[..start].chars().next_back().is_none_or(opens) { start } else { at }
}

/// The value of a number as it is written.
fn value(written: &str) -> Option<Number> {
    let plain: String = written.chars().filter(|letter| *letter != ',').collect();
    number::parse(&plain.replace('−', "-"))
}

/// The length of the digits at the start of `rest`: groups of thousands and one decimal part.
fn digits(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let run = |from: usize| bytes.get(from..).unwrap_or(&[]).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = run(0);
    if end <= 3 {
        while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
            end += 4;
        }
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    end
}

/// The text with LaTeX commands written in plain signs: `\frac{1}{2}` as `((1)/(2))`.
pub(crate) fn plain(text: &str) -> String {
    const COMMANDS: [(&str, &str); 16] = [
        ("\\dfrac", "\\frac"),
        ("\\tfrac", "\\frac"),
        ("\\left", ""),
        ("\\right", ""),
        ("\\cdot", "*"),
        ("\\times", "*"),
        ("\\div", "/"),
        ("\\%", "%"),
        ("\\(", " "),
        ("\\)", " "),
        ("\\[", " "),
        ("\\]", " "),
        ("\\,", " "),
        ("\\sqrt{", "√{"),
        ("**", "^"),
        ("−", "-"),
    ];
    let mut text: String = text.chars().take(LONGEST).collect();
    if !text.contains(['\\', '−']) && !text.contains("**") {
        return text;
    }
    for (command, sign) in COMMANDS {
        text = text.replace(command, sign);
    }
    text = text.replace("}{", ")/(").replace("\\frac{", "((");
    close_fractions(&text)
}

/// Closes what [`plain`] opened: the brace that ends a denominator closes twice.
fn close_fractions(text: &str) -> String {
    let mut closed = String::with_capacity(text.len() + 8);
    let mut open = 0usize;
    for letter in text.chars() {
        match letter {
            '{' => {
                open += 1;
                closed.push('(');
            }
            '}' if open > 0 => {
                open -= 1;
                closed.push(')');
            }
            '}' => closed.push_str("))"),
            other => closed.push(other),
        }
    }
    closed
}

/// The formulas of `text`: runs of notation within one line.
pub(crate) fn formulas(text: &str) -> Vec<Formula> {
    let mut found = Vec::new();
    let mut open: Option<Formula> = None;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if matches!(letter, ' ' | '\t' | '$') {
            at += 1;
            continue;
        }
        match piece(text, at) {
            Some((piece, length)) => {
                let formula = open.get_or_insert_with(|| Formula { start: at, end: at, pieces: Vec::new() });
                formula.pieces.push(piece);
                at += length;
                formula.end = at;
            }
            None => {
                found.extend(open.take());
                at += word(&text[at..]).max(letter.len_utf8());
            }
        }
    }
    found.extend(open);
    found
}

/// The length of the word at the start of `rest`.
fn word(rest: &str) -> usize {
    rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '\'')).unwrap_or(rest.len())
}

/// The part of a formula at `at` and its length.
fn piece(text: &str, at: usize) -> Option<(Piece, usize)> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let token = |token: Token, length: usize| Some((Piece::Token(token), length));
    if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|next: char| next.is_ascii_digit())) {
        let length = if first == '.' { 1 + digits(&rest[1..]) } else { digits(rest) };
        let written = if first == '.' { format!("0{}", &rest[..length]) } else { rest[..length].to_owned() };
        return token(Token::Number(value(&written)?), length);
    }
    if first.is_alphabetic() {
        return named(rest);
    }
    match first {
        '=' => Some((Piece::Equals, 1)),
        '?' => Some((Piece::Blank, 1)),
        '_' => Some((Piece::Blank, rest.len() - rest.trim_start_matches('_').len())),
        '√' => token(Token::Function(Function::SquareRoot), first.len_utf8()),
        '²' => token(Token::Operator(Operator::Power), first.len_utf8()),
        '!' if !after_operand(text, at) => None,
        _ => token(sign(first)?, first.len_utf8()),
    }
}

/// Whether a number or a closing mark stands right before `at`.
fn after_operand(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|before| before.is_ascii_digit() || before == ')')
}

/// A function's name, the sign `x` between numbers, or a variable.
fn named(rest: &str) -> Option<(Piece, usize)> {
    let length = word(rest);
    let written = &rest[..length];
    let function = match written {
        "sqrt" => Some(Function::SquareRoot),
        "abs" => Some(Function::Absolute),
        "gcd" => Some(Function::Gcd),
        "lcm" => Some(Function::Lcm),
        _ => None,
    };
    if let Some(function) = function.filter(|_| rest[length..].starts_with('(')) {
        return Some((Piece::Token(Token::Function(function)), length));
    }
    if written == "mod" {
        return Some((Piece::Token(Token::Operator(Operator::Modulo)), length));
    }
    let mut letters = written.chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    letters.next().is_none().then_some((Piece::Variable(letter), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_literals(text: &str, expected: &[&str]) {
        let found: Vec<&str> = literals(text).iter().map(|literal| literal.text).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_carry_their_signs() {
        check_literals("sort -3.5, 7, 1,200 and −2", &["-3.5", "7", "1,200", "−2"]);
        check_literals("3-2 is 1, base-12, r2d2", &["3", "2", "1", "12"]);
    }

    #[test]
    fn formulas_end_at_words_and_lines() {
        let text = "Work out (1.5+2)*3 = ?\nthen 2x = 8 please";
        let found: Vec<&str> = formulas(text).iter().map(|formula| &text[formula.start..formula.end]).collect();
        assert_eq!(found, ["(1.5+2)*3 = ?", "2x = 8"]);
    }

    #[test]
    fn latex_becomes_plain_signs() {
        assert_eq!(plain("$\\frac{1}{2} + \\dfrac{3}{4}$"), "$((1)/(2)) + ((3)/(4))$");
        assert_eq!(plain("2 \\times 3"), "2 * 3");
    }
}
