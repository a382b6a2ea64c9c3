//! Custom tools, which take text instead of JSON.

use engine_api::{Grammar, Schema};
use regex_automata::meta::Regex;
use serde_json::json;

/// The largest compiled form of a regular expression, in bytes.
const MAX_REGEX: usize = 1 << 20;

/// Whether text for this grammar can be made. Lark grammars cannot.
pub fn supports(grammar: &Grammar) -> bool {
    match grammar {
        Grammar::Regex(pattern) => compile(pattern).is_some(),
        Grammar::Lark(_) => false,
    }
}

fn compile(pattern: &str) -> Option<Regex> {
    let config = Regex::config().nfa_size_limit(Some(MAX_REGEX));
    Regex::builder().configure(config).build(&format!("^(?:{pattern})$")).ok()
}

fn compile_inner(pattern: &str) -> Option<Regex> {
    let config = Regex::config().nfa_size_limit(Some(MAX_REGEX));
    Regex::builder().configure(config).build(pattern).ok()
}

/// The input for a tool that takes free text: a fenced block, what follows a colon, a quotation, or all of it.
pub(crate) fn free_text(said: &str) -> &str {
    fenced(said).or_else(|| after_colon(said)).unwrap_or(said).trim()
}

/// The inside of the first fenced block.
fn fenced(said: &str) -> Option<&str> {
    let (_, after) = said.split_once("```")?;
    let (block, _) = after.split_once("```")?;
    let (language, body) = block.split_once('\n').unwrap_or(("", block));
    let body = if language.contains(' ') { block } else { body };
    (!body.trim().is_empty()).then_some(body)
}

/// What follows a colon at the end of a line or a clause.
fn after_colon(said: &str) -> Option<&str> {
    let (_, after) = said.split_once(": ").or_else(|| said.split_once(":\n"))?;
    (!after.trim().is_empty()).then_some(after)
}

/// Text that the whole pattern matches: the first such piece of what was said, else one made from the pattern.
pub(crate) fn matching(pattern: &str, said: &str) -> Option<String> {
    let whole = compile(pattern)?;
    for piece in [said.trim(), free_text(said)].into_iter().filter(|piece| !piece.is_empty()) {
        if whole.is_match(piece) {
            return Some(piece.to_owned());
        }
    }
    let inner = compile_inner(pattern)?;
    let found = inner
        .find_iter(said)
        .filter_map(|found| said.get(found.range()))
        .find(|text| !text.is_empty() && whole.is_match(*text));
    found.map(str::to_owned)
}

/// Text made from the pattern alone.
pub(crate) fn generated(pattern: &str) -> Option<String> {
    let whole = compile(pattern)?;
    let schema = Schema::compile(&json!({"type": "string", "pattern": format!("^(?:{pattern})$")})).ok()?;
    let text = schema.fill(&[]).ok()?.as_str()?.to_owned();
    whole.is_match(&text).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, said: &str, expected: Option<&str>) {
        assert_eq!(matching(pattern, said).as_deref(), expected);
    }

    #[test]
    fn a_matching_piece_is_found() {
        check("[A-Z]{3}-[0-9]+", "open ticket ABC-42 please", Some("ABC-42"));
        check("[0-9]{4}", "no digits", None);
        check("(unclosed", "x", None);
    }

    #[test]
    fn free_text_leaves_the_wrapping_out() {
        assert_eq!(free_text("run this:\n```sql\nselect 1\n```\nthanks"), "select 1");
        assert_eq!(free_text("note: buy milk"), "buy milk");
        assert_eq!(free_text("buy milk"), "buy milk");
    }

    #[test]
    fn only_regular_grammars_are_supported() {
        assert!(supports(&Grammar::Regex("a+".into())));
        assert!(!supports(&Grammar::Regex("(".into())));
        assert!(!supports(&Grammar::Lark("start: \"a\"".into())));
    }
}
