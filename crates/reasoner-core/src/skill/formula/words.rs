//! The words around a formula: which ones belong to a request for a value, and what they say of rounding.

use engine_api::vocabulary;

use crate::calc::notation::Formula;

/// Words of requests for values, as they are written.
const KNOWN: &[&str] = &[
    "a",
    "about",
    "above",
    "add",
    "addition",
    "after",
    "algebra",
    "algebraic",
    "all",
    "also",
    "an",
    "and",
    "answer",
    "answers",
    "any",
    "appropriate",
    "are",
    "arithmetic",
    "as",
    "assuming",
    "at",
    "back",
    "be",
    "below",
    "both",
    "brief",
    "briefly",
    "by",
    "calculate",
    "calculated",
    "calculation",
    "can",
    "careful",
    "carefully",
    "carry",
    "compute",
    "computation",
    "computed",
    "correct",
    "could",
    "d",
    "decimal",
    "decimals",
    "denominator",
    "determine",
    "did",
    "difference",
    "digit",
    "digits",
    "divide",
    "division",
    "do",
    "does",
    "done",
    "down",
    "each",
    "easiest",
    "equal",
    "equals",
    "equation",
    "equations",
    "equality",
    "error",
    "evaluate",
    "evaluated",
    "evaluates",
    "evaluation",
    "even",
    "exact",
    "exactly",
    "exercise",
    "expand",
    "explanation",
    "express",
    "expressed",
    "expression",
    "extra",
    "figure",
    "figures",
    "fill",
    "final",
    "finally",
    "find",
    "first",
    "following",
    "for",
    "form",
    "formula",
    "fraction",
    "from",
    "fully",
    "get",
    "give",
    "given",
    "gives",
    "good",
    "half",
    "halves",
    "hello",
    "help",
    "here",
    "hey",
    "hi",
    "hold",
    "holds",
    "hundredth",
    "how",
    "i",
    "if",
    "in",
    "integer",
    "into",
    "is",
    "it",
    "its",
    "just",
    "keep",
    "kindly",
    "know",
    "least",
    "let",
    "line",
    "long",
    "lowest",
    "make",
    "makes",
    "many",
    "math",
    "mathematical",
    "mathematics",
    "maths",
    "maximum",
    "me",
    "most",
    "much",
    "multiply",
    "multiplication",
    "must",
    "my",
    "nearest",
    "need",
    "next",
    "no",
    "not",
    "nothing",
    "now",
    "number",
    "numbers",
    "numerator",
    "numeric",
    "numerical",
    "numerically",
    "obtain",
    "of",
    "off",
    "on",
    "only",
    "operation",
    "operations",
    "or",
    "order",
    "out",
    "output",
    "over",
    "perform",
    "place",
    "places",
    "please",
    "point",
    "precision",
    "problem",
    "product",
    "provide",
    "quantity",
    "question",
    "quickly",
    "quotient",
    "reduce",
    "reduced",
    "remainder",
    "reply",
    "respond",
    "response",
    "result",
    "results",
    "return",
    "right",
    "round",
    "rounded",
    "rounding",
    "s",
    "satisfied",
    "satisfies",
    "satisfy",
    "satisfying",
    "short",
    "should",
    "show",
    "significant",
    "simple",
    "simplest",
    "simplified",
    "simplify",
    "single",
    "sir",
    "solution",
    "solve",
    "solved",
    "solves",
    "solving",
    "some",
    "standard",
    "state",
    "step",
    "steps",
    "such",
    "sum",
    "subtract",
    "subtraction",
    "system",
    "task",
    "tell",
    "tenth",
    "terms",
    "than",
    "thank",
    "thanks",
    "that",
    "the",
    "their",
    "them",
    "then",
    "these",
    "they",
    "this",
    "those",
    "thousandth",
    "to",
    "total",
    "true",
    "units",
    "unknown",
    "up",
    "us",
    "use",
    "using",
    "value",
    "values",
    "variable",
    "want",
    "was",
    "we",
    "what",
    "whats",
    "when",
    "where",
    "which",
    "whole",
    "will",
    "with",
    "without",
    "work",
    "works",
    "would",
    "write",
    "written",
    "you",
    "your",
    "compact",
    "possible",
    "minimal",
    "irreducible",
    "lower",
    "best",
    "other",
    "words",
    "text",
    "else",
    "so",
    "does",
    "come",
    "comes",
    "worth",
    "ok",
    "okay",
];

/// How a value is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    Significant(u32),
    Places(u32),
}

/// What the words outside the formulas say.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outside {
    /// How many of them no request for a value has.
    pub(super) unknown: usize,
    pub(super) rounding: Option<Rounding>,
    /// Whether a fraction is to be written in its lowest terms.
    pub(super) reduces: bool,
    /// Whether something is to be simplified.
    pub(super) simplifies: bool,
    /// Whether a verb of calculation stands among them.
    pub(super) calculates: bool,
}

/// The text without parentheses that give examples.
pub(super) fn without_examples(text: &str) -> String {
    let mut kept = text.to_owned();
    for start in ["(example", "(e.g", "(for example", "(for instance"] {
        let lower = kept.to_ascii_lowercase();
        let Some(from) = lower.find(start) else { continue };
        let Some(to) = lower.get(from..).and_then(|rest| rest.find(')')).map(|end| from + end + 1) else { continue };
        kept = format!("{}{}", kept.get(..from).unwrap_or(""), kept.get(to..).unwrap_or(""));
    }
    kept
}

/// Reads what stands outside the formulas. A formula that is a single number or letter counts as a word.
pub(super) fn outside(text: &str, formulas: &[Formula]) -> Outside {
    let mut plain = String::new();
    let mut from = 0;
    for formula in formulas.iter().filter(|formula| formula.pieces.len() > 1) {
        plain.push_str(text.get(from..formula.start).unwrap_or(""));
        plain.push(' ');
        from = formula.end;
    }
    plain.push_str(text.get(from..).unwrap_or(""));
    let lower = plain.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_word = |word: &&&str| word.len() > 1 && !word.starts_with(|first: char| first.is_ascii_digit());
    let unknown = words
        .iter()
        .filter(is_word)
        .filter(|word| !KNOWN.contains(*word) && vocabulary::cardinal(word).is_none())
        .count();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let reduces = has(&["fraction", "fractions"])
        && has(&["simplify", "simplest", "lowest", "reduce", "reduced", "simplified", "irreducible"])
        || (has(&["lowest", "simplest"]) && has(&["terms", "form"]));
    let calculates = has(&["calculate", "compute", "evaluate", "solve", "simplify", "expression", "arithmetic"]);
    Outside { unknown, rounding: rounding(&words), reduces, simplifies: has(&["simplify", "reduce"]), calculates }
}

fn rounding(words: &[&str]) -> Option<Rounding> {
    let count = |word: &str| word.parse().ok().or_else(|| vocabulary::cardinal(word).map(u32::from));
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or("");
        let next = words.get(at + 1).copied().unwrap_or("");
        let count = count(before).filter(|count| *count <= 60);
        match (*word, next) {
            ("significant", "digit" | "digits" | "figure" | "figures") => return count.map(Rounding::Significant),
            ("decimal", "place" | "places" | "point" | "points" | "digit" | "digits") | ("decimals", _)
                if count.is_some() =>
            {
                return count.map(Rounding::Places);
            }
            ("nearest", "whole" | "integer" | "unit" | "one") => return Some(Rounding::Places(0)),
            ("nearest", "tenth") => return Some(Rounding::Places(1)),
            ("nearest", "hundredth" | "cent") => return Some(Rounding::Places(2)),
            ("nearest", "thousandth") => return Some(Rounding::Places(3)),
            _ => {}
        }
    }
    None
}
