//! Units that the prompt defines by each other: "15 yuts is 30 blerbs".

use num_traits::{One, Zero};

use super::{Found, scan};
use crate::calc::number::{self, Number};
use crate::calc::unit;
use crate::scene::Scene;
use engine_api::{Choice, Finding, OutcomeKind, Proof, Value};

/// Words that make two amounts equal.
const EQUAL: [&str; 24] = [
    "is",
    "are",
    "be",
    "=",
    "equal",
    "equals",
    "make",
    "makes",
    "gives",
    "give",
    "contains",
    "contain",
    "same",
    "as",
    "hold",
    "holds",
    "comprise",
    "comprises",
    "correspond",
    "corresponds",
    "has",
    "have",
    "measures",
    "counts",
];

/// An amount of something named by one word, and the place of the amount among the terms.
#[derive(Debug, Clone, PartialEq)]
struct Count {
    amount: Number,
    name: String,
    at: usize,
}

/// So many of one are so many of the other.
#[derive(Debug, Clone, PartialEq)]
struct Equation {
    left: Count,
    right: Count,
}

/// Answers a conversion between units that the dialogue defines.
pub(super) fn defined(scene: &Scene<'_>, text: &str) -> Option<Found> {
    let mut told: Vec<&str> = scene
        .context()
        .filter(|(_, text)| text.as_ptr() != scene.text.as_ptr())
        .map(|(sentence, text)| sentence.span.of(text))
        .collect();
    told.push(text);
    let text = told.join("\n");
    let terms = terms(&text);
    let counts = counts(&terms);
    let equations = equations(&terms, &counts);
    if equations.is_empty() || equations.len() > 40 {
        return None;
    }
    let used =
        |count: &Count| equations.iter().any(|equation| equation.left.at == count.at || equation.right.at == count.at);
    let mut free = counts.iter().filter(|count| !used(count));
    let given = free.next().filter(|_| free.next().is_none())?;
    let known = |name: &str| equations.iter().any(|equation| equation.left.name == name || equation.right.name == name);
    let last = equations.iter().map(|equation| equation.left.at.max(equation.right.at)).max()?;
    let wanted =
        terms.iter().enumerate().skip(last + 2).filter(|(at, _)| *at != given.at + 1).map(|(_, term)| singular(term));
    let target = { wanted }.find(|name| known(name) && *name != given.name)?;
    // Units of measure that everybody knows are not for the prompt to define.
    if !unit::find(&given.name).is_empty() && !unit::find(&target).is_empty() {
        return None;
    }
    let ratio = ratio(&given.name, &target, &equations)?;
    let value = &given.amount * ratio;
    let steps = equations.iter().map(|equation| Proof {
        claim: format!(
            "{} {} = {} {}",
            number::exact(&equation.left.amount),
            equation.left.name,
            number::exact(&equation.right.amount),
            equation.right.name
        ),
        by: "told".to_owned(),
        from: Vec::new(),
    });
    let claim = format!("{} {} = {} {target}", number::exact(&given.amount), given.name, number::exact(&value));
    let proof = Proof { claim, by: "the definitions of the units".to_owned(), from: steps.collect() };
    if !scene.task.options.is_empty() {
        let states = |choice: &&Choice| {
            scan::amount(choice.text.trim())
                .is_some_and(|(amount, rest)| amount == value && singular(rest.trim()) == target)
        };
        let choice = scene.task.options.iter().find(states)?;
        return Some(crate::verdict::option(choice, Some(proof)));
    }
    let exact = number::is_decimal(&value);
    let digits = if exact { number::exact(&value) } else { number::rounded(&value, 7) };
    let value = Value::Number { digits, unit: Some(target) };
    Some(Found::answer(Finding::bare(value), OutcomeKind::Computed, Some(proof)))
}

/// Words, numbers and the sign of equality.
fn terms(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split_whitespace() {
        let part = part.trim_matches(|mark: char| !(mark.is_alphanumeric() || matches!(mark, '=' | '-')));
        if !part.is_empty() {
            found.push(part.to_lowercase());
        }
        if part.is_empty() {
            found.push(".".to_owned());
        }
    }
    found
}

fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    word.strip_suffix('s').filter(|stem| stem.len() > 1).map(str::to_owned).unwrap_or(word)
}

/// The amounts: a number, "a", "one", "each" or "every" before a word.
fn counts(terms: &[String]) -> Vec<Count> {
    let mut found = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        let single = matches!(term.as_str(), "a" | "an" | "one" | "each" | "every").then(Number::one);
        let Some(amount) = scan::amount(term).filter(|(_, rest)| rest.is_empty()).map(|(amount, _)| amount).or(single)
        else {
            continue;
        };
        let Some(name) = terms.get(at + 1).filter(|name| name.chars().all(char::is_alphabetic)) else { continue };
        let article = matches!(term.as_str(), "a" | "an")
            && matches!(name.as_str(), "unit" | "number" | "conversion" | "word" | "single");
        if !article && !amount.is_zero() {
            found.push(Count { amount, name: singular(name), at });
        }
    }
    found
}

/// The definitions: two amounts with a word of equality between them, or "there are 5 a in a b".
fn equations(terms: &[String], counts: &[Count]) -> Vec<Equation> {
    let mut found: Vec<Equation> = Vec::new();
    for pair in counts.windows(2) {
        let [left, right] = pair else { continue };
        let between = terms.get(left.at + 2..right.at).unwrap_or(&[]);
        let equal = !between.is_empty()
            && between.len() <= 5
            && between
                .iter()
                .any(|word| EQUAL.contains(&word.as_str()) || matches!(word.as_str(), "worth" | "equivalent"));
        let before = left.at.checked_sub(1).and_then(|at| terms.get(at)).map_or("", String::as_str);
        let within = matches!(between, [one] if one == "in" || one == "to" || one == "per")
            && matches!(before, "are" | "is" | "have");
        let free = !found.iter().any(|equation| equation.right.at == left.at);
        if (equal || within) && left.name != right.name && free {
            found.push(Equation { left: left.clone(), right: right.clone() });
        }
    }
    found
}

/// How many of `target` one of `from` is, over any number of definitions.
fn ratio(from: &str, target: &str, equations: &[Equation]) -> Option<Number> {
    let mut reached: Vec<(String, Number)> = vec![(from.to_owned(), Number::one())];
    let mut next = 0;
    while let Some((name, factor)) = reached.get(next).cloned() {
        if name == target {
            return Some(factor);
        }
        next += 1;
        for equation in equations {
            for (a, b) in [(&equation.left, &equation.right), (&equation.right, &equation.left)] {
                if a.name == name && !reached.iter().any(|(known, _)| *known == b.name) {
                    reached.push((b.name.clone(), &factor * &b.amount / &a.amount));
                }
            }
        }
    }
    None
}
