//! Finds the measures of a question, the unit that it wants them in, and what it does with them.

use num_bigint::BigInt;

use crate::calc::number::{self, Number};
use crate::calc::unit::{self, Unit};

/// An amount with what its unit may be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measure<'t> {
    pub(super) amount: Number,
    pub(super) units: Vec<Unit>,
    pub(super) written: &'t str,
    start: usize,
    end: usize,
}

/// A unit that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted<'t> {
    pub(super) units: Vec<Unit>,
    pub(super) written: &'t str,
}

/// What is done with two measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    /// The first is taken from the second.
    SubtractFrom,
}

/// What a question says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scan<'t> {
    pub(super) measures: Vec<Measure<'t>>,
    pub(super) wanted: Vec<Wanted<'t>>,
    pub(super) operation: Option<Operation>,
}

/// Words of questions about measures, beside units and numbers.
const KNOWN: &[&str] = &[
    "a",
    "about",
    "add",
    "added",
    "adding",
    "all",
    "amount",
    "an",
    "and",
    "answer",
    "are",
    "as",
    "be",
    "blank",
    "by",
    "calculate",
    "can",
    "change",
    "combine",
    "combined",
    "compute",
    "conversion",
    "convert",
    "converted",
    "converting",
    "correct",
    "could",
    "difference",
    "do",
    "does",
    "equal",
    "equals",
    "equivalent",
    "exactly",
    "express",
    "expressed",
    "fill",
    "find",
    "first",
    "following",
    "for",
    "from",
    "get",
    "give",
    "given",
    "gives",
    "have",
    "hello",
    "hey",
    "hi",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "kindly",
    "know",
    "left",
    "long",
    "make",
    "makes",
    "many",
    "me",
    "measured",
    "minus",
    "much",
    "need",
    "number",
    "of",
    "one",
    "option",
    "out",
    "please",
    "plus",
    "quantity",
    "question",
    "remain",
    "remove",
    "result",
    "rewrite",
    "same",
    "say",
    "state",
    "subtract",
    "subtracted",
    "sum",
    "take",
    "tell",
    "than",
    "that",
    "the",
    "then",
    "there",
    "these",
    "this",
    "to",
    "together",
    "total",
    "transform",
    "turn",
    "unit",
    "units",
    "up",
    "using",
    "value",
    "want",
    "was",
    "we",
    "what",
    "what's",
    "when",
    "which",
    "will",
    "with",
    "work",
    "would",
    "write",
    "written",
    "you",
    "your",
    "you're",
    "s",
    "deduct",
    "taken",
    "terms",
    "select",
    "choose",
    "pick",
    "best",
    "expresses",
    "corresponds",
    "correspond",
    "comes",
    "come",
    "goes",
    "go",
    "fit",
    "fits",
    "contain",
    "contains",
    "contained",
    "quick",
    "next",
    "gone",
    "taking",
    "away",
    "weigh",
    "weighs",
];

/// Reads a question; `None` where it holds a word that no such question has, or no measure.
pub(super) fn scan(text: &str) -> Option<Scan<'_>> {
    let mut scan = Scan { measures: Vec::new(), wanted: Vec::new(), operation: None };
    let mut words: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    let mut unknown = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let sign = matches!(first, '-' | '−') && !scan.measures.last().is_some_and(|last| gap(text, last.end, at));
        if first.is_ascii_digit() || (sign && rest[first.len_utf8()..].starts_with(|next: char| next.is_ascii_digit()))
        {
            at = measure(text, at, &mut scan)?;
        } else if first.is_alphabetic() || first == '°' {
            let length = rest
                .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '-' | '\'')))
                .unwrap_or(rest.len())
                .max(first.len_utf8());
            let word = &rest[..length];
            let previous = words.last().map_or("", |(word, _)| word);
            match reads(text, at, previous, &scan) {
                Some(reading) => {
                    let written = &rest[..reading.length];
                    at += reading.length;
                    article(text, previous, &reading, (at, written), &mut scan);
                }
                None => {
                    unknown += usize::from(!KNOWN.contains(&word.to_lowercase().as_str()) && word.len() > 1);
                    words.push((word, at));
                    at += length;
                    continue;
                }
            }
            words.push((word, at));
        } else {
            at += first.len_utf8();
        }
    }
    scan.operation = operation(text, &scan.measures);
    (unknown == 0 && !scan.measures.is_empty()).then_some(scan)
}

/// Whether only spaces stand between a measure and `at`, so that a hyphen there subtracts.
fn gap(text: &str, end: usize, at: usize) -> bool {
    text.get(end..at).is_some_and(|between| between.trim().is_empty())
}

/// Takes in a number with its unit; the end of both.
fn measure<'t>(text: &'t str, at: usize, scan: &mut Scan<'t>) -> Option<usize> {
    let (value, rest) = amount(&text[at..])?;
    let spaces = rest.len() - rest.trim_start_matches([' ', '-']).len();
    let body = &rest[spaces..];
    let from = text.len() - body.len();
    match unit::read(body) {
        Some(reading) => {
            let end = from + reading.length;
            let written = &body[..reading.length];
            scan.measures.push(Measure { amount: value, units: reading.units, written, start: at, end });
            Some(end)
        }
        None => None,
    }
}

/// A unit at `at` where a unit may stand: after "in", "to", "of", "as", "many", "per", "=" or an article.
fn reads(text: &str, at: usize, previous: &str, scan: &Scan<'_>) -> Option<unit::Reading> {
    const BEFORE: [&str; 14] =
        ["in", "to", "into", "of", "as", "many", "much", "a", "an", "one", "the", "using", "square", "cubic"];
    let lead = text.get(..at).unwrap_or("").trim_end();
    let marked = lead.ends_with(['=', '_', '?', '/']) || lead.ends_with("->") || lead.ends_with("→");
    let opens =
        BEFORE.contains(&previous.to_lowercase().as_str()) && lead.to_lowercase().ends_with(&previous.to_lowercase());
    let word = text.get(at..)?.split(|letter: char| !letter.is_alphanumeric()).next()?;
    // The sign "A" is no article.
    let common =
        !marked && if word.len() == 1 { KNOWN.contains(&word) } else { KNOWN.contains(&word.to_lowercase().as_str()) };
    let after_measure = !scan.measures.is_empty()
        || marked
        || matches!(
            previous.to_lowercase().as_str(),
            "many" | "much" | "of" | "a" | "an" | "one" | "in" | "to" | "the"
        );
    if !(opens || marked) || common || !after_measure {
        return None;
    }
    unit::read(text.get(at..)?)
}

/// "an hour", "a mile" is one of it, unless it is what is asked for.
fn article<'t>(
    text: &str,
    previous: &str,
    reading: &unit::Reading,
    (end, written): (usize, &'t str),
    scan: &mut Scan<'t>,
) {
    let start = end - reading.length;
    let single = matches!(previous.to_lowercase().as_str(), "a" | "an" | "one") && scan.measures.is_empty();
    let later = text.get(end..).is_some_and(|rest| rest.contains(|letter: char| letter.is_ascii_digit()));
    if single && !later {
        let measure = Measure { amount: number::whole(1), units: reading.units.clone(), written, start, end };
        scan.measures.push(measure);
    } else {
        scan.wanted.push(Wanted { units: reading.units.clone(), written });
    }
}

/// The number at the start of `text` and what follows: `1,200.5`, `3.46e-05`, `-4`, `3/4`.
pub(super) fn amount(text: &str) -> Option<(Number, &str)> {
    let negative = text.starts_with(['-', '−']);
    let body = text.trim_start_matches(['-', '−', '$']);
    let run = |text: &str, inner: fn(char) -> bool| text.find(|letter: char| !inner(letter)).unwrap_or(text.len());
    let length = run(body, |letter| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    let mut written = body.get(..length)?;
    written = written.trim_end_matches(['.', ',']);
    let mut rest = body.get(written.len()..)?;
    let mut value = number::parse(&written.replace(',', ""))?;
    if let Some(tail) = rest.strip_prefix(['e', 'E']) {
        let signed = tail.trim_start_matches(['+', '-']);
        let digits = run(signed, |letter| letter.is_ascii_digit());
        if digits > 0 && tail.len() - signed.len() <= 1 {
            let power: i32 = signed.get(..digits)?.parse().ok().filter(|power| *power <= 400)?;
            let power = if tail.starts_with('-') { -power } else { power };
            value *= Number::from_integer(BigInt::from(10)).pow(power);
            rest = signed.get(digits..)?;
        }
    } else if let Some(tail) =
        rest.strip_prefix('/').filter(|tail| tail.starts_with(|next: char| next.is_ascii_digit()))
    {
        let digits = run(tail, |letter| letter.is_ascii_digit());
        value /= number::parse(tail.get(..digits)?).filter(|bottom| *bottom != number::whole(0))?;
        rest = tail.get(digits..)?;
    }
    Some((if negative { -value } else { value }, rest))
}

/// What is done with two measures, by the words and signs around them.
fn operation(text: &str, measures: &[Measure<'_>]) -> Option<Operation> {
    let [first, second] = measures else { return None };
    let between = text.get(first.end..second.start)?.to_lowercase();
    let before = text.get(..first.start)?.to_lowercase();
    let word =
        |text: &str, any: &[&str]| text.split(|letter: char| !letter.is_alphanumeric()).any(|word| any.contains(&word));
    let takes = word(
        &before,
        &["take", "taking", "subtract", "subtracting", "remove", "removing", "deduct", "taken", "subtracted"],
    );
    if word(&between, &["from"]) && (takes || word(&between, &["subtracted", "taken", "removed"])) {
        return Some(Operation::SubtractFrom);
    }
    if between.contains('+')
        || word(&between, &["plus", "added"])
        || word(&before, &["add", "adding", "sum", "total", "combine", "combining", "combined", "together"])
    {
        return Some(Operation::Add);
    }
    if between.contains(['-', '−', '–']) || word(&between, &["minus", "less"]) || word(&before, &["difference"]) {
        return Some(Operation::Subtract);
    }
    (word(&between, &["and"]) && text.to_lowercase().contains("together")).then_some(Operation::Add)
}
