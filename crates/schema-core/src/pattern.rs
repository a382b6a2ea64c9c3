//! A compiled `pattern`: a conjunction of linear-time regular expressions, searched unanchored.

use std::sync::Arc;

use regex_automata::meta::Regex;
use regex_automata::util::syntax;

use crate::ecma::{self, Conjunct};

/// Largest automaton of one expression, in bytes.
const MAX_AUTOMATON: usize = 2 << 20;

/// A pattern; cheap to clone.
#[derive(Clone)]
pub(crate) struct Pattern(Arc<Inner>);

struct Inner {
    source: String,
    parts: Vec<(Regex, Conjunct)>,
    memory: usize,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/{}/", self.source())
    }
}

impl Pattern {
    /// Compiles an ECMA-262 pattern; the error says what is not supported.
    pub(crate) fn new(source: &str) -> Result<Pattern, String> {
        Pattern::from_conjuncts(source, ecma::translate(source, false)?)
    }

    fn from_conjuncts(source: &str, conjuncts: Vec<Conjunct>) -> Result<Pattern, String> {
        let mut parts = Vec::with_capacity(conjuncts.len());
        let mut memory = source.len();
        for conjunct in conjuncts {
            let regex = build(&conjunct.syntax)?;
            memory += regex.memory_usage() + conjunct.syntax.len();
            parts.push((regex, conjunct));
        }
        Ok(Pattern(Arc::new(Inner { source: source.to_owned(), parts, memory })))
    }

    /// The pattern as it stands in the schema.
    pub(crate) fn source(&self) -> &str {
        &self.0.source
    }

    /// Heap bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.0.memory
    }

    /// Whether the pattern is found anywhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.parts.iter().all(|(regex, conjunct)| regex.is_match(text) == conjunct.positive)
    }

    /// The conjuncts, for the generator.
    pub(crate) fn conjuncts(&self) -> impl Iterator<Item = &Conjunct> {
        self.0.parts.iter().map(|(_, conjunct)| conjunct)
    }
}

fn build(syntax: &str) -> Result<Regex, String> {
    let config = Regex::config()
        .nfa_size_limit(Some(MAX_AUTOMATON))
        .hybrid(false)
        .onepass(false)
        .dfa(false)
        .backtrack(true)
        .utf8_empty(true);
    Regex::builder()
        .configure(config)
        .syntax(syntax::Config::new().nest_limit(128).utf8(false))
        .build(syntax)
        .map_err(|error| explain(&error))
}

fn explain(error: &regex_automata::meta::BuildError) -> String {
    if error.size_limit().is_some() {
        return format!("its automaton is larger than {MAX_AUTOMATON} bytes");
    }
    match error.syntax_error() {
        Some(regex_syntax_error) => last_line(&regex_syntax_error.to_string()),
        None => last_line(&error.to_string()),
    }
}

fn last_line(text: &str) -> String {
    text.lines().last().unwrap_or(text).trim().trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, text: &str, expect: bool) {
        let pattern = Pattern::new(source).unwrap();
        assert_eq!(pattern.is_match(text), expect, "{source} on {text:?}");
    }

    #[test]
    fn search_is_unanchored_and_ecma() {
        check("a+", "xxaayy", true);
        check("^a+$", "xxaayy", false);
        check(r"^\w$", "é", false);
        check(r"^\W$", "é", true);
        check(r"^\s$", "\u{FEFF}", true);
        check(r"\bfoo\b", "a foo b", true);
        check(r"\Boo", "foo", true);
        check("^.$", "\u{2028}", false);
        check(r"^\p{Letter}+$", "Жя", true);
        check(r"^\p{Script=Greek}$", "α", true);
        check("^(?!ab)a.$", "ab", false);
        check("^(?!ab)a.$", "ac", true);
        check(r"[\[\]]", "]", true);
        check("^$", "", true);
        check("[]", "a", false);
    }

    #[test]
    fn nested_quantifiers_run_in_linear_time() {
        check("^(a+)+$", &format!("{}b", "a".repeat(10_000)), false);
    }

    #[test]
    fn large_automata_are_refused() {
        assert!(Pattern::new("((a{1,100}){1,100}){1,100}").is_err());
    }
}
