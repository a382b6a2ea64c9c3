//! The text of the dialogue for skills that read notations: lists, grids, numbers, formulas.

use engine_api::Role;

use crate::scene::Scene;

/// What the operator and the asker wrote, oldest first.
pub(crate) fn told_texts<'a>(scene: &Scene<'a>) -> Vec<&'a str> {
    let speaks = |role: Role| matches!(role, Role::System | Role::User);
    scene.ask.turns.iter().filter(|turn| speaks(turn.role)).map(|turn| turn.text.as_str()).collect()
}

/// Words, numbers with what is glued to them (`5-litre`), and single marks.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '_' || (letter == '-' && !word.is_empty()) {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if !letter.is_whitespace() {
            found.push(letter.to_string());
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

/// The number at the start of a token and what follows it: `5-litre` is 5 and `-litre`.
pub(crate) fn leading_number(token: &str) -> Option<(u32, &str)> {
    let end = token.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(token.len());
    let (digits, rest) = token.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// A small whole number in digits or as a word.
pub(crate) fn small_number(token: &str) -> Option<usize> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let lower = token.to_lowercase();
    lower.parse().ok().or_else(|| WORDS.iter().position(|word| *word == lower))
}

/// An ordinal in words or digits: `second`, `2nd`.
pub(crate) fn ordinal(token: &str) -> Option<usize> {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    let lower = token.to_lowercase();
    if let Some(at) = WORDS.iter().position(|word| *word == lower) {
        return Some(at + 1);
    }
    let (number, rest) = leading_number(&lower)?;
    matches!(rest, "st" | "nd" | "rd" | "th").then_some(number as usize)
}
