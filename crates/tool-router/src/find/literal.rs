//! Arrays and objects written as literals: JSON, or what the common programming languages write.

use serde_json::Value;

use super::{Candidate, Setting, Shape};
use crate::text::{Kind, Text};

/// The longest literal that is read, in bytes.
const LONGEST: usize = 16 * 1024;
/// The deepest nesting of a literal.
const DEEPEST: usize = 32;

/// Finds literals; what lies inside one is not looked at again.
pub(crate) fn find(text: &Text, _: &Setting, found: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < text.tokens.len() {
        let opens = text.tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Mark('[' | '{' | '(')));
        match opens.then(|| read(text, at)).flatten() {
            Some((to, value)) => {
                found.push(Candidate { from: at, to, shape: Shape::Literal(value) });
                at = to;
            }
            None => at += 1,
        }
    }
}

/// Reads the literal that opens at the token `open`; gives the token after it.
fn read(text: &Text, open: usize) -> Option<(usize, Value)> {
    let start = text.tokens.get(open)?.start;
    let length = closed_len(text.source.get(start..)?)?;
    let end = start + length;
    let to = open + text.tokens.get(open..)?.iter().take_while(|token| token.end <= end).count();
    let value: Value = serde_json::from_str(&as_json(text.source.get(start..end)?)).ok()?;
    let useful = match &value {
        Value::Array(items) => {
            let tuple = text.tokens.get(open)?.is_mark('(');
            !items.is_empty() && !(tuple && (items.len() < 2 || items.iter().any(Value::is_string)))
        }
        Value::Object(fields) => !fields.is_empty(),
        _ => false,
    };
    useful.then_some((to, value))
}

/// The bytes up to the bracket that closes the first one.
fn closed_len(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{' | '(') => depth += 1,
            (None, ']' | '}' | ')') => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
        if depth > DEEPEST || at > LONGEST {
            return None;
        }
    }
    None
}

/// The literal in JSON's spelling: double quotes, no tuples, quoted bare words.
fn as_json(literal: &str) -> String {
    let mut json = String::with_capacity(literal.len() + 16);
    let mut quote: Option<char> = None;
    let mut bare = String::new();
    for c in literal.chars() {
        if let Some(open) = quote {
            match c {
                c if c == open => {
                    quote = None;
                    json.push('"');
                }
                '"' => json.push_str("\\\""),
                '\n' => json.push_str("\\n"),
                c => json.push(c),
            }
            continue;
        }
        if matches!(c, '[' | ']' | '{' | '}' | '(' | ')' | ',' | ':' | '"' | '\'') {
            flush(&mut bare, &mut json);
            match c {
                '(' => json.push('['),
                ')' => json.push(']'),
                '"' | '\'' => {
                    quote = Some(c);
                    json.push('"');
                }
                c => json.push(c),
            }
        } else {
            bare.push(c);
        }
    }
    json
}

/// Writes a bare word: a number or a constant as it is, anything else quoted.
fn flush(bare: &mut String, json: &mut String) {
    let word = bare.trim();
    match word {
        "" => {}
        "True" | "true" => json.push_str("true"),
        "False" | "false" => json.push_str("false"),
        "None" | "null" => json.push_str("null"),
        word if serde_json::from_str::<serde_json::Number>(word).is_ok() => json.push_str(word),
        word => json.push_str(&Value::from(word).to_string()),
    }
    bare.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(literal: &str, expected: &str) {
        assert_eq!(as_json(literal), expected);
    }

    #[test]
    fn other_spellings_become_json() {
        check("(1, 2.5)", "[1,2.5]");
        check("{'a': True, b: None}", r#"{"a":true,"b":null}"#);
        check("['it, is', x y]", r#"["it, is","x y"]"#);
    }

    #[test]
    fn unclosed_and_crossed_brackets_are_no_literals() {
        assert_eq!(closed_len("[1, 2"), None);
        assert_eq!(closed_len("[1] x"), Some(3));
        assert_eq!(closed_len(&"[".repeat(100)), None);
    }
}
