//! The grammar: words of a sentence to a logical form.
//!
//! A chart parser with memory and weights: every rule finds, at a word, the cheapest items for each end; the cheapest
//! item over the whole sentence is built into a form. Work per sentence is bounded; what is not covered has no form.

mod adjective;
mod build;
mod chart;
mod clause;
mod closed;
mod frame;
mod lead;
mod nominal;
mod noun;
mod parser;
mod phrase;
mod predicate;
mod question;
mod root;
mod sentence;
mod token;
mod valence;
mod verb;

use engine_api::{Form, Query, Word};

use build::Builder;
use parser::Parser;
use root::Root;
pub(crate) use token::Vocabulary;

/// The longest sentence that is parsed, in words.
const LONGEST: usize = 80;
/// The dearest parse that is believed, and what each word adds to it.
const DEAREST: u16 = 12;

/// What a sentence says or asks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Parsed {
    /// It states or commands.
    Form(Form),
    /// It asks.
    Query(Query),
}

/// Parses one sentence of `text`; `is_name` knows the words, in lower case, that are names elsewhere.
pub(crate) fn parse(
    text: &str,
    words: &[Word],
    vocabulary: &mut Vocabulary,
    is_name: &dyn Fn(&str) -> bool,
) -> Option<Parsed> {
    let asks = words.iter().rev().take(3).any(|word| word.text.contains('?'));
    let words = body(words)?;
    if words.len() > LONGEST {
        return None;
    }
    let tokens = token::tokens(words, vocabulary, is_name);
    let mut parser = Parser::new(&tokens);
    let root = parser.root(asks)?;
    let (Root::Form(item) | Root::Query(item)) = root;
    if item.cost > DEAREST + u16::try_from(words.len()).unwrap_or(0) / 2 {
        return None;
    }
    let mut builder = Builder::new(text, &tokens, &parser.nodes);
    match root {
        Root::Form(item) => Some(Parsed::Form(builder.form(item.node, None))),
        Root::Query(item) => builder.query(item.node).map(Parsed::Query),
    }
}

/// The words between a list mark or label and the closing marks.
fn body(words: &[Word]) -> Option<&[Word]> {
    let mut start = label(words);
    let mut end = words.len();
    let mark = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    while end > start && matches!(mark(end - 1), "." | "!" | "?" | "…" | ";" | ":" | ",") {
        end -= 1;
    }
    // Quotation marks and brackets around the whole sentence.
    while end > start + 1 {
        let pair = matches!((mark(start), mark(end - 1)), ("\"", "\"") | ("“", "”") | ("'", "'") | ("(", ")"));
        let open_only = matches!(mark(start), "\"" | "“" | "-" | "*" | "•" | "–") && !pair;
        let inner = words.get(start + 1..end - 1).unwrap_or(&[]);
        if pair && !inner.iter().any(|word| matches!(word.text.as_str(), "\"" | "“")) {
            (start, end) = (start + 1, end - 1);
        } else if open_only && !inner.iter().any(|word| word.text == "\"") {
            start += 1;
        } else {
            break;
        }
        while end > start && matches!(mark(end - 1), "." | "!" | "?" | ",") {
            end -= 1;
        }
    }
    let words = words.get(start..end)?;
    (words.len() > 1).then_some(words)
}

/// How many words a list mark or label takes: "1.", "(a)", "Rule 3:", "Fact:".
fn label(words: &[Word]) -> usize {
    let mark = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let mut start = 0;
    while matches!(mark(start), "-" | "*" | "•" | "–" | "—" | ">" | "#") {
        start += 1;
    }
    let digits = |text: &str| !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit());
    let short = |text: &str| digits(text) || text.len() == 1 && text.chars().all(char::is_alphanumeric);
    if short(mark(start)) && matches!(mark(start + 1), "." | ")") && words.len() > start + 3 {
        start += 2;
    } else if mark(start) == "(" && short(mark(start + 1)) && mark(start + 2) == ")" {
        start += 3;
    }
    let colon = (start..words.len().min(start + 4)).find(|at| mark(*at) == ":");
    match colon {
        Some(at) if at > start && words.len() > at + 2 => at + 1,
        _ => start,
    }
}
