//! Pointers, templates, identifiers and patterns (RFC 6901, RFC 6570, RFC 4122, ECMA-262).

/// A JSON pointer.
pub(super) fn json_pointer(text: &str) -> bool {
    let mut rest = text.split('/');
    rest.next() == Some("")
        && rest.all(|step| {
            let mut pieces = step.split('~');
            pieces.next();
            pieces.all(|piece| piece.starts_with(['0', '1']))
        })
}

/// A relative JSON pointer: how far up, then a pointer or `#`.
pub(super) fn relative_json_pointer(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let up = text.get(..text.len() - rest.len()).unwrap_or("");
    let counted = !up.is_empty() && (up == "0" || !up.starts_with('0'));
    counted && (rest == "#" || json_pointer(rest))
}

/// A UUID in its canonical grouping.
pub(super) fn uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// An ECMA-262 pattern, look-around and back-references included.
pub(super) fn regex(text: &str) -> bool {
    match crate::ecma::translate(text, true) {
        Ok(conjuncts) => conjuncts.iter().all(|conjunct| regex_automata::util::syntax::parse(&conjunct.syntax).is_ok()),
        // What is well-formed but not regular is a pattern all the same.
        Err(reason) => reason.contains("not regular"),
    }
}

/// A URI template: literals and closed expressions.
pub(super) fn uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((expression, after)) = tail.split_once('}') else { return false };
        if !is_literal(literal) || !is_expression(expression) {
            return false;
        }
        rest = after;
    }
    is_literal(rest)
}

fn is_literal(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() && !" \"<>\\^`{|}".contains(c))
}

fn is_expression(text: &str) -> bool {
    let list = text.strip_prefix(['+', '#', '.', '/', ';', '?', '&']).unwrap_or(text);
    list.split(',').all(|variable| {
        let (name, limit) = variable
            .strip_suffix('*')
            .unwrap_or(variable)
            .split_once(':')
            .unwrap_or((variable.strip_suffix('*').unwrap_or(variable), "1"));
        let limited =
            (1..=4).contains(&limit.len()) && limit.bytes().all(|b| b.is_ascii_digit()) && !limit.starts_with('0');
        let dots = name.split('.').all(|piece| !piece.is_empty());
        limited && dots && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '%'))
    })
}
