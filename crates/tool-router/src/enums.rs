//! Values that the schema itself spells out: enumerations, examples in descriptions, truth values.

use serde_json::Value;

use crate::assign::Choice;
use crate::find::Shape;
use crate::gazetteer::codes;
use crate::propose::{Evidence, Filling, Proposal, Scene, Source};
use crate::slot::{Slot, Type, kind};
use crate::text::{Term, Text, Token, each_word};
use crate::value::json_number;

/// Words that deny what follows them.
const DENIALS: &[&str] = &[
    "not",
    "no",
    "without",
    "don't",
    "exclude",
    "excluding",
    "disable",
    "never",
    "except",
    "skip",
    "doesn't",
    "isn't",
    "dont",
    "avoid",
    "ignoring",
];
/// Words of a flag's name that say nothing of what it switches.
const FLAG_WORDS: &[&str] = &[
    "include", "is", "show", "with", "enable", "use", "has", "get", "return", "consider", "enabled", "flag", "should",
    "allow", "only", "first", "detailed",
];

/// Places that match less well than the best by more than this do not count.
const EQUAL: f32 = 0.35;
/// The most places of one value.
const MOST_SPOTS: usize = 8;

/// A place in the text and how well it matches.
#[derive(Debug, Clone, Copy)]
struct Match {
    from: usize,
    to: usize,
    score: f32,
}

/// Proposals for a slot that is confined to listed values.
pub(crate) fn choices(scene: &Scene, slot: &Slot) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for choice in slot.choices {
        match choice {
            Value::String(name) => {
                let mut found = spots(scene, name, true);
                for other in named_by_code(name) {
                    found.extend(spots(scene, other, false));
                }
                proposals.extend(found.into_iter().map(|found| proposal(found, choice.clone(), slot)));
            }
            Value::Number(number) => proposals.extend(numbers(scene, slot, (number.as_f64(), choice))),
            _ => {}
        }
    }
    proposals.extend(
        glossed(scene, slot)
            .into_iter()
            .filter(|p| matches!(&p.value, Filling::One(value) if slot.choices.contains(value))),
    );
    if slot.kind_of_value == Type::Array {
        return gathered(proposals);
    }
    proposals
}

/// The names of what a listed value is the code of.
fn named_by_code(code: &str) -> Vec<&'static str> {
    let kinds = match code.len() {
        2 => "language",
        3 => "currency",
        _ => return Vec::new(),
    };
    codes(kinds).filter(|(known, _)| known.eq_ignore_ascii_case(code)).flat_map(|(_, names)| names).collect()
}

/// Values that the description pairs with words, as in `1 for cleaning, 2 for ironing`, where the text has the words.
fn glossed(scene: &Scene, slot: &Slot) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let pieces = slot.description.split([',', ';', '.', '(', ')']).take(24);
    for piece in pieces {
        let Some((value, words)) = gloss(piece) else { continue };
        let value = match slot.item_type() {
            Type::Integer | Type::Number => value.parse::<i64>().ok().map(Value::from),
            Type::String => Some(Value::from(value)),
            _ => None,
        };
        let Some(value) = value else { continue };
        for found in spots(scene, words, false) {
            proposals.push(proposal(Match { score: found.score.min(1.5), ..found }, value.clone(), slot));
        }
    }
    proposals
}

/// A value and its meaning: `'1' for cleaning`, `2 represents an ironing service`, `W = weekly`.
fn gloss(piece: &str) -> Option<(&str, &str)> {
    for joint in [" for ", " represents ", " represent ", " means ", " is ", " = ", "=", ": ", " - "] {
        let Some((before, after)) = piece.split_once(joint) else { continue };
        let value = before.trim().rsplit(' ').next()?.trim_matches(['\'', '"', '`']);
        let after = after.trim().trim_matches(['\'', '"', '`']);
        let after = ["a ", "an ", "the "].iter().find_map(|article| after.strip_prefix(article)).unwrap_or(after);
        let words = after.split(" service").next().unwrap_or(after).trim();
        let short = value.len() <= 3
            && (value.chars().all(|c| c.is_ascii_digit()) || value.chars().all(|c| c.is_ascii_uppercase()));
        if short && !value.is_empty() && !words.is_empty() && words.len() <= 40 {
            return Some((value, words));
        }
    }
    None
}

/// Numbers of the text that equal a listed one.
fn numbers(scene: &Scene, slot: &Slot, (wanted, choice): (Option<f64>, &Value)) -> Vec<Proposal> {
    let equal = |shape: &Shape| matches!(shape, Shape::Number(amount) if Some(amount.value) == wanted);
    let hits = scene.candidates.iter().filter(|candidate| equal(&candidate.shape));
    hits.map(|c| proposal(Match { from: c.from, to: c.to, score: 1.2 }, choice.clone(), slot)).collect()
}

/// For an array of listed values: one proposal with all that were found.
fn gathered(mut found: Vec<Proposal>) -> Vec<Proposal> {
    found.sort_by_key(|p| (p.choice.from, p.choice.to));
    found.dedup_by(|b, a| b.choice.from < a.choice.to && b.choice.score <= a.choice.score);
    let Some(best) = found.iter().map(|p| p.choice.score).max_by(f32::total_cmp) else { return found };
    let mut values: Vec<Value> = found
        .iter()
        .filter(|p| p.choice.score + 0.7 >= best)
        .filter_map(|p| match &p.value {
            Filling::One(Value::Array(items)) => items.first().cloned(),
            Filling::One(value) => Some(value.clone()),
            Filling::Each(_) => None,
        })
        .collect();
    let mut seen: Vec<Value> = Vec::new();
    values.retain(|value| {
        !seen.contains(value) && {
            seen.push(value.clone());
            true
        }
    });
    let at = found.first().map_or(0, |p| p.choice.from);
    vec![Proposal {
        choice: Choice { score: best, from: at, to: at },
        value: Filling::One(Value::Array(values)),
        evidence: Evidence::Listed,
        source: Source::Schema,
        features: Vec::new(),
    }]
}

fn proposal(found: Match, value: Value, slot: &Slot) -> Proposal {
    let value = if slot.kind_of_value == Type::Array { Value::Array(vec![value]) } else { value };
    Proposal {
        choice: Choice { score: found.score, from: found.from, to: found.to },
        value: Filling::One(value),
        evidence: Evidence::Listed,
        source: Source::Schema,
        features: Vec::new(),
    }
}

/// Examples that the description gives in quotation marks and that the text names.
pub(crate) fn described(scene: &Scene, slot: &Slot) -> Vec<Proposal> {
    let mut proposals = glossed(scene, slot);
    if slot.kind_of_value != Type::String || slot.is(kind::DATE | kind::TIME) {
        return proposals;
    }
    for example in quoted(slot.description).into_iter().take(16) {
        for found in spots(scene, example, false) {
            let score = found.score.min(1.6);
            proposals.push(proposal(Match { score, ..found }, Value::from(example), slot));
        }
    }
    proposals
}

/// The short texts in quotation marks.
fn quoted(description: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for mark in ['\'', '"', '`'] {
        let mut rest = description;
        while let Some((before, after)) = rest.split_once(mark) {
            let opens = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            match after.split_once(mark) {
                Some((inside, behind)) if opens && !inside.is_empty() && inside.len() <= 40 => {
                    found.push(inside);
                    rest = behind;
                }
                _ => rest = after,
            }
        }
    }
    found
}

/// The places in the text that name `value` best, by its words, their inflections, or (`loose`) their synonyms.
fn spots(scene: &Scene, value: &str, loose: bool) -> Vec<Match> {
    let mut words: Vec<(String, Term)> = Vec::new();
    each_word(value, &mut |word| {
        if words.len() < 6 {
            words.push((word.to_owned(), scene.lexicon.term(word).0));
        }
    });
    let Some((_, first)) = words.first() else { return Vec::new() };
    let tokens = &scene.text.tokens;
    let mut found: Vec<Match> = Vec::new();
    for from in 0..tokens.len() {
        let mut score = f32::MAX;
        for (offset, (word, term)) in words.iter().enumerate() {
            let Some(token) = tokens.get(from + offset) else {
                score = 0.0;
                break;
            };
            let here = if token.lower == *word {
                2.0
            } else if token.term == *term && token.term != 0 {
                1.8
            } else if loose && token.weight > 0.0 && words.len() == 1 && scene.lexicon.related(token.term, *first) {
                1.05
            } else if loose && abbreviates(word, &token.lower) {
                1.1
            } else {
                0.0
            };
            score = score.min(here);
            if score == 0.0 {
                break;
            }
        }
        if score > 0.0 {
            let score = score + 0.15 * (words.len() - 1) as f32;
            found.push(Match { from, to: from + words.len(), score });
        }
    }
    // `gluten-free` is one token and `gluten free` two words.
    let joined: String = words.iter().map(|(word, _)| word.as_str()).collect();
    for (at, token) in tokens.iter().enumerate().filter(|_| words.len() > 1) {
        if token.lower.contains(['-', '_']) && token.lower.replace(['-', '_'], "") == joined {
            found.push(Match { from: at, to: at + 1, score: 2.0 });
        }
    }
    let best = found.iter().map(|found| found.score).fold(0.0, f32::max);
    found.retain(|found| found.score > best - EQUAL);
    found.truncate(MOST_SPOTS);
    found
}

/// Whether one is the beginning of the other: `mid`, `medium` no; `fahr`, `fahrenheit` yes.
fn abbreviates(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= 4 && long.starts_with(short)
}

/// Proposals for a flag: whether the text names what it switches, and with which polarity.
pub(crate) fn truth(scene: &Scene, slot: &Slot) -> Vec<Proposal> {
    let mut terms: Vec<Term> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    each_word(slot.name, &mut |word| {
        let (term, weight) = scene.lexicon.term(word);
        if weight > 0.0 && !FLAG_WORDS.contains(&word) {
            terms.push(term);
            words.push(word.to_owned());
        }
    });
    let text = &scene.text;
    let names = |token: &Token| {
        token.term != 0
            && terms
                .iter()
                .any(|term| *term == token.term || token.weight >= 1.0 && scene.lexicon.related(*term, token.term))
            || token.weight >= 1.0 && words.iter().any(|word| abbreviates(word, &token.lower))
    };
    let hits = text.tokens.iter().enumerate().filter(|(_, token)| names(token)).map(|(at, _)| at);
    let strong = terms.len() == 1
        || terms.iter().filter(|t| text.tokens.iter().any(|k| k.term == **t)).count() * 2 >= terms.len();
    let score = if strong { 1.3 } else { 0.6 };
    let mut proposals: Vec<Proposal> = hits
        .take(MOST_SPOTS)
        .map(|at| (at, Value::Bool(!is_denied(text, at))))
        .filter(|(_, value)| slot.default() != Some(value))
        .map(|(at, value)| truth_at(at, score, value))
        .collect();
    if proposals.is_empty() && slot.required {
        let assumed = slot.default().cloned().unwrap_or(Value::Bool(false));
        proposals.push(truth_at(0, 0.05, assumed));
    }
    proposals
}

fn truth_at(at: usize, score: f32, value: Value) -> Proposal {
    Proposal {
        choice: Choice { score, from: at, to: at },
        value: Filling::One(value),
        evidence: Evidence::Listed,
        source: Source::Truth,
        features: Vec::new(),
    }
}

/// Whether a word before the token, in its sentence, denies it.
fn is_denied(text: &Text, at: usize) -> bool {
    (at.saturating_sub(5)..at)
        .rev()
        .take_while(|&i| !text.tokens.get(i).is_some_and(Token::ends_sentence))
        .any(|i| DENIALS.contains(&text.word(i)) || text.word(i) == "t")
}

/// The least surprising value of a slot that nothing was said about.
pub(crate) fn assumed(slot: &Slot) -> Option<Value> {
    if let Some(default) = slot.default() {
        return Some(default.clone());
    }
    match slot.kind_of_value {
        Type::Integer | Type::Number => {
            slot.bound("minimum").and_then(|min| json_number(min, slot.kind_of_value == Type::Integer))
        }
        _ => slot.choices.first().cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(description: &str, expected: &[&str]) {
        assert_eq!(quoted(description), expected);
    }

    #[test]
    fn examples_stand_in_quotation_marks() {
        check("One of 'war', 'art'.", &["war", "art"]);
        check("the person's own", &[]);
        check("say `x` or \"y\"", &["y", "x"]);
    }

    #[test]
    fn beginnings_abbreviate() {
        assert!(abbreviates("fahrenheit", "fahr"));
        assert!(!abbreviates("mid", "middle"));
    }
}
