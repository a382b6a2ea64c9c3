//! The grammar: words of a sentence to a logical form.
//!
//! A chart parser with memory and weights: every rule finds, at a word, the cheapest items for each end; the cheapest
//! item over the whole sentence is built into a form. Work per sentence is bounded; what is not covered has no form.

mod adjective;
mod adjunct;
mod attribution;
mod build;
mod chart;
mod clause;
mod closed;
mod compound;
mod discourse;
mod embedded;
mod frame;
mod implication;
mod lead;
mod nominal;
mod noun;
mod parser;
mod participial;
mod phrase;
mod predicate;
mod question;
mod root;
mod sentence;
mod token;
mod valence;
mod verb;

use std::ops::Range;
use std::rc::Rc;

use bumpalo::Bump;
use engine_api::{Form, Query, Word};

use build::Builder;
pub(crate) use discourse::answers_itself;
use parser::Parser;
use root::Root;
use token::Known;
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

/// Indexes the word lists of the grammar now.
pub(crate) fn warm() {
    discourse::warm();
}

/// Parses one sentence of `text`; `is_name` knows the words, in lower case, that are names elsewhere.
pub(crate) fn parse(
    text: &str,
    words: &[Word],
    vocabulary: &mut Vocabulary,
    is_name: &dyn Fn(&str) -> bool,
) -> Option<Parsed> {
    if words.len() > 2 * LONGEST {
        return None;
    }
    let asks = words.iter().rev().take(3).any(|word| word.text.contains('?'));
    let known: Vec<Rc<Known>> = words.iter().map(|word| vocabulary.known(word)).collect();
    let range = body(words, &known)?;
    let words = words.get(range.clone())?;
    let numbers = known.get(range)?.iter().map(|known| known.turn).collect();
    let plain = discourse::plain(words, numbers);
    let words = plain.as_deref().unwrap_or(words);
    if words.len() > LONGEST {
        return None;
    }
    let tokens = token::tokens(words, vocabulary, is_name);
    let items = Bump::with_capacity(256 * tokens.len());
    let mut parser = Parser::new(&tokens, &items, vocabulary.allowance(tokens.len()));
    let root = parser.root(asks);
    vocabulary.spend(parser.nodes.len());
    let root = root?;
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
fn body(words: &[Word], known: &[Rc<Known>]) -> Option<Range<usize>> {
    let mut start = label(words);
    start += introduction(known.get(start..).unwrap_or(&[]));
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
    (end > start + 1).then_some(start..end)
}

/// Words that open a phrase which only says by what or about what is asked or told.
const INTRODUCING: &[&[&str]] = &[
    &["based", "on"],
    &["based", "upon"],
    &["according", "to"],
    &["in", "light", "of"],
    &["in", "view", "of"],
    &["considering"],
    &["given"],
    &["regarding"],
    &["concerning"],
    &["with", "regard", "to"],
    &["with", "respect", "to"],
    &["as", "for"],
    &["for"],
    &["going", "by"],
    &["judging", "by"],
    &["judging", "from"],
    &["following"],
    &["under"],
    &["using"],
    &["applying"],
    &["after", "applying"],
    &["by"],
    &["per"],
    &["from"],
    &["with"],
    &["on", "the", "basis", "of"],
    &["in", "accordance", "with"],
    &["looking", "at"],
    &["taking"],
    &["having", "read"],
    &["going", "through"],
    &["from", "the", "above"],
];

/// Words with which a question or condition begins after an introduction.
const INTRODUCED: &[&str] = &[
    "is", "are", "was", "were", "does", "do", "did", "can", "could", "will", "would", "has", "have", "should", "must",
    "if", "when", "whenever", "what", "who", "which", "where", "how", "why",
];

/// Words before a colon that announce an argument or a part of it.
const ANNOUNCING: &[&str] = &[
    "argument",
    "premise",
    "premises",
    "conclude",
    "conclusion",
    "follows",
    "infer",
    "question",
    "relations",
    "reasoning",
];

/// How many words an introduction takes: "Based on the rules, does …", "Regarding the cat, if it …", "The following
/// argument is about that: …".
fn introduction(words: &[Rc<Known>]) -> usize {
    let low = |at: usize| words.get(at).map_or("", |word| &*word.low);
    let announced = (0..words.len().min(30)).find(|at| low(*at) == ":");
    if let Some(at) = announced
        && (0..at).any(|at| ANNOUNCING.contains(&low(at)))
        && words.len() > at + 3
        && !(0..at).any(|at| matches!(low(at), "," | "if" | "none"))
    {
        return at + 1 + introduction(words.get(at + 1..).unwrap_or(&[]));
    }
    let opens = |opener: &&&[&str]| opener.iter().enumerate().all(|(at, word)| low(at) == *word);
    if !INTRODUCING.iter().any(|opener| opens(&opener)) || low(1) == "that" {
        return 0;
    }
    // "For any animal X, if X …" quantifies.
    if low(0) == "for" && matches!(low(1), "any" | "all" | "every" | "each") {
        return 0;
    }
    let only_if = low(0) == "for";
    let begins = |at: usize| if only_if { low(at) == "if" } else { INTRODUCED.contains(&low(at)) };
    let comma = (1..words.len().min(30)).find(|at| low(*at) == "," && begins(at + 1));
    comma.map_or(0, |at| at + 1)
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
