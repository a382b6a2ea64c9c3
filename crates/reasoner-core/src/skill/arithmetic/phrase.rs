//! Calculations as people phrase them: "subtract 8 from 20", "15% off 80", "what percent of 80 is 20", "round 3.14159
//! to 2 decimal places". Each row of the table is one way of saying and the formula that it means.

use engine_api::{Budget, Sentence};

use crate::calc::expr::{self, Token};
use crate::calc::notation::{self, Piece};
use crate::calc::number::{self, Number};
use crate::skill::Found;
use crate::skill::prompt::{computed, plain, step};

/// Words that are passed over wherever they stand.
const SILENT: &[&str] = &[
    "the",
    "a",
    "an",
    "number",
    "value",
    "please",
    "be",
    "is",
    "are",
    "was",
    "get",
    "you",
    "i",
    "do",
    "when",
    "result",
    "answer",
    "what's",
    "calculate",
    "compute",
    "find",
    "determine",
    "give",
    "tell",
    "me",
    "us",
    "can",
    "could",
    "would",
    "and",
    "much",
    "how",
    "'s",
    "?",
    ".",
    ",",
    "!",
    ":",
    "both",
    "if",
    "we",
    "then",
    "amount",
    "exactly",
    "will",
    "equal",
    "work",
    "out",
    "evaluate",
    "it",
    "to_know",
    "price",
    "cost",
    "item",
    "now",
    "so",
    "hi",
    "hello",
    "hey",
    "let",
    "up",
    "original",
    "together",
    "$",
    "€",
    "£",
];

/// Patterns over lemmas, `A` and `B` being numbers, `P` a percentage (as a fraction of one), `O` an ordinal, and what
/// they mean.
const PHRASES: &[(&str, &str)] = &[
    ("subtract A from B", "B - A"),
    ("what subtract A from B", "B - A"),
    ("take A from B", "B - A"),
    ("take A away from B", "B - A"),
    ("take away A from B", "B - A"),
    ("deduct A from B", "B - A"),
    ("remove A from B", "B - A"),
    ("A subtract from B", "B - A"),
    ("A take from B", "B - A"),
    ("F more than A", "A + F * A"),
    ("F less than A", "A - F * A"),
    ("A less than B", "B - A"),
    ("A fewer than B", "B - A"),
    ("A more than B", "B + A"),
    ("A decrease by B", "A - B"),
    ("A increase by B", "A + B"),
    ("increase A by B", "A + B"),
    ("decrease A by B", "A - B"),
    ("reduce A by B", "A - B"),
    ("add A to B", "A + B"),
    ("add A B", "A + B"),
    ("add A B B", "sum"),
    ("sum A B", "A + B"),
    ("multiply A by B", "A * B"),
    ("multiply A with B", "A * B"),
    ("multiply A times B", "A * B"),
    ("multiply A B", "A * B"),
    ("divide A by B", "A / B"),
    ("split A by B", "A / B"),
    ("divide A into B", "B / A"),
    ("A divide into B", "B / A"),
    ("quotient of A B", "A / B"),
    ("ratio of A to B", "A / B"),
    ("remainder A divide by B", "A mod B"),
    ("remainder of A divide by B", "A mod B"),
    ("remainder divide A by B", "A mod B"),
    ("what remainder A divide by B", "A mod B"),
    ("remainder of A / B", "A mod B"),
    ("remain divide A by B", "A mod B"),
    ("square of A", "A ^ 2"),
    ("square A", "A ^ 2"),
    ("cube of A", "A ^ 3"),
    ("cube A", "A ^ 3"),
    ("double A", "2 * A"),
    ("triple A", "3 * A"),
    ("halve A", "A / 2"),
    ("half A", "A / 2"),
    ("half of A", "A / 2"),
    ("reciprocal of A", "1 / A"),
    ("A to O power", "A ^ O"),
    ("A raise to O power", "A ^ O"),
    ("A to O", "A ^ O"),
    ("A to power of B", "A ^ B"),
    ("A to power B", "A ^ B"),
    ("raise A to power of B", "A ^ B"),
    ("raise A to O power", "A ^ O"),
    ("O power of A", "A ^ O"),
    ("P of A", "P * A"),
    ("P off A", "A - P * A"),
    ("P off of A", "A - P * A"),
    ("A with P off", "A - P * A"),
    ("A minus P", "A - P * A"),
    ("A less P", "A - P * A"),
    ("A plus P", "A + P * A"),
    ("A after P discount", "A - P * A"),
    ("A with P discount", "A - P * A"),
    ("A after discount of P", "A - P * A"),
    ("P discount on A", "P * A"),
    ("P more than A", "A + P * A"),
    ("P less than A", "A - P * A"),
    ("P increase on A", "A + P * A"),
    ("increase A by P", "A + P * A"),
    ("raise A by P", "A + P * A"),
    ("A increase by P", "A + P * A"),
    ("decrease A by P", "A - P * A"),
    ("reduce A by P", "A - P * A"),
    ("lower A by P", "A - P * A"),
    ("A decrease by P", "A - P * A"),
    ("A reduce by P", "A - P * A"),
    ("P tip on A", "P * A"),
    ("P tax on A", "P * A"),
    ("what percent of A B", "100 * B / A"),
    ("what percentage of A B", "100 * B / A"),
    ("what percent B of A", "100 * B / A"),
    ("what percentage B of A", "100 * B / A"),
    ("B what percent of A", "100 * B / A"),
    ("B what percentage of A", "100 * B / A"),
    ("what B as percent of A", "100 * B / A"),
    ("what B as percentage of A", "100 * B / A"),
    ("B as percentage of A", "100 * B / A"),
    ("express B as percentage of A", "100 * B / A"),
    ("what percent B out of A", "100 * B / A"),
    ("A P of what", "A / P"),
    ("P of what A", "A / P"),
    ("round A to B decimal place", "places"),
    ("round A to B decimal", "places"),
    ("round A to near ten", "near 10"),
    ("round A to near hundred", "near 100"),
    ("round A to near thousand", "near 1000"),
    ("round A to near whole", "near 1"),
    ("round A to near integer", "near 1"),
    ("round A to near tenth", "near 0.1"),
    ("round A to near hundredth", "near 0.01"),
    ("round A to near cent", "near 0.01"),
    ("convert F to percent", "100 * F"),
    ("convert F to percentage", "100 * F"),
    ("what F as percent", "100 * F"),
    ("what F as percentage", "100 * F"),
    ("convert F to decimal", "1 * F"),
    ("convert P to decimal", "1 * P"),
    ("convert P to fraction", "1 * P"),
    ("write P as decimal", "1 * P"),
    ("write F as decimal", "1 * F"),
    ("write F as percent", "100 * F"),
    ("F of A", "F * A"),
];

/// A part of a sentence as the patterns see it.
#[derive(Debug, Clone, PartialEq)]
enum Part<'a> {
    Word(&'a str),
    Number(Number),
    Percent(Number),
    Ordinal(Number),
}

/// Answers a sentence that is one of the phrases.
pub(super) fn phrase(sentence: &Sentence, text: &str, budget: &mut Budget) -> Option<Found> {
    if sentence.words.len() > 30 || sentence.quantities.is_empty() {
        return None;
    }
    let parts = parts(sentence, text)?;
    let fits = |(pattern, meaning): &(&'static str, &'static str)| {
        let rest = matched(pattern, &parts)?;
        Some((rest, *meaning))
    };
    let opened: Vec<Part<'_>> = match parts.first() {
        Some(Part::Word("what")) => parts.iter().skip(1).cloned().collect(),
        _ => Vec::new(),
    };
    let bare = |row: &(&'static str, &'static str)| Some((matched(row.0, &opened)?, row.1));
    let (slots, meaning) = PHRASES.iter().find_map(|row| fits(row).or_else(|| bare(row)))?;
    compute(&slots, meaning, budget)
}

/// The words and numbers without the silent ones.
fn parts<'a>(sentence: &'a Sentence, text: &str) -> Option<Vec<Part<'a>>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(word) = sentence.words.get(at) {
        let quantity = sentence.quantities.iter().find(|quantity| quantity.span.start == word.span.start);
        if let Some(quantity) = quantity {
            let value = number::parse(&quantity.amount)?;
            at += sentence.words.iter().skip(at).take_while(|word| word.span.start < quantity.span.end).count();
            let next = sentence.words.get(at).map_or("", |next| next.lemma.as_str());
            let written = quantity.span.of(text);
            if quantity.unit.as_deref() == Some("percent") || matches!(next, "%" | "percent") {
                at += usize::from(matches!(next, "%" | "percent"));
                parts.push(Part::Percent(value / number::whole(100)));
            } else if ["st", "nd", "rd", "th"].iter().any(|ending| written.ends_with(ending)) && value.is_integer() {
                parts.push(Part::Ordinal(value));
            } else {
                parts.push(Part::Number(value));
            }
            continue;
        }
        let lower = word.text.eq_ignore_ascii_case("nearest");
        let lemma = if lower { "near" } else { word.lemma.as_str() };
        if !SILENT.contains(&lemma) {
            parts.push(Part::Word(lemma));
        }
        at += 1;
    }
    Some(parts)
}

/// The numbers in the slots of a pattern that covers all the parts.
fn matched(pattern: &str, parts: &[Part<'_>]) -> Option<Vec<(char, Number)>> {
    let mut slots = Vec::new();
    let mut at = 0;
    for wanted in pattern.split(' ') {
        let part = parts.get(at)?;
        match (wanted, part) {
            ("A" | "B", Part::Number(value)) => slots.push((wanted.chars().next()?, value.clone())),
            ("F", Part::Number(value)) if !value.is_integer() => slots.push(('F', value.clone())),
            ("P", Part::Percent(value)) => slots.push(('P', value.clone())),
            ("O", Part::Ordinal(value)) => slots.push(('O', value.clone())),
            (word, Part::Word(lemma)) if word == *lemma => {}
            _ => return None,
        }
        at += 1;
    }
    (at == parts.len()).then_some(slots)
}

/// The value of a row's formula.
fn compute(slots: &[(char, Number)], meaning: &str, budget: &mut Budget) -> Option<Found> {
    let slot = |letter: char| slots.iter().find(|(name, _)| *name == letter).map(|(_, value)| value.clone());
    if let Some(unit) = meaning.strip_prefix("near ") {
        let (unit, value) = (number::parse(unit)?, slot('A')?);
        let rounded = (&value / &unit).round() * unit;
        return Some(said(
            &number::exact(&rounded),
            format!("{} ≈ {}", number::exact(&value), number::exact(&rounded)),
        ));
    }
    if meaning == "places" {
        let (value, places) = (slot('A')?, slot('B')?);
        let places: u32 = places.to_integer().try_into().ok().filter(|places| *places <= 50)?;
        let digits = number::decimal(&value, places);
        return Some(said(&digits, format!("{} ≈ {digits}", number::exact(&value))));
    }
    if meaning == "sum" {
        let shown: Vec<String> = slots.iter().map(|(_, value)| number::exact(value)).collect();
        let sum = slots.iter().fold(number::whole(0), |sum, (_, value)| sum + value);
        return Some(said(&number::exact(&sum), format!("{} = {}", shown.join(" + "), number::exact(&sum))));
    }
    let mut formula = meaning.to_owned();
    for letter in ['A', 'B', 'P', 'F', 'O'] {
        if let Some(value) = slot(letter) {
            formula = formula.replace(letter, &written(&value));
        }
    }
    let tokens: Vec<Token> = notation::formulas(&formula)
        .into_iter()
        .flat_map(|formula| formula.pieces)
        .filter_map(|piece| if let Piece::Token(token) = piece { Some(token) } else { None })
        .collect();
    let evaluation = expr::evaluate(&tokens, budget).ok()?;
    let exact = number::is_decimal(&evaluation.value);
    let digits = if exact { number::exact(&evaluation.value) } else { number::rounded(&evaluation.value, 7) };
    let sign = if exact { "=" } else { "≈" };
    let steps = if evaluation.steps.len() > 1 { evaluation.steps.into_iter().map(step).collect() } else { Vec::new() };
    Some(computed(plain(digits.clone()), format!("{} {sign} {digits}", super::show(&tokens)), steps))
}

/// A value within a formula.
fn written(value: &Number) -> String {
    let exact = number::exact(value);
    if exact.contains(['/', '-']) { format!("({exact})") } else { exact }
}

fn said(digits: &str, statement: String) -> Found {
    computed(plain(digits), statement, Vec::new())
}
