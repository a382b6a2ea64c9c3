//! Lists of words in alphabetical order, up or down.

use engine_api::{Budget, Finding, OutcomeKind, Value};

use super::Found;
use crate::scene::Scene;

/// Verbs that ask for an order.
const VERBS: &[&str] = &[
    "sort",
    "order",
    "arrange",
    "alphabetize",
    "alphabetise",
    "rank",
    "organize",
    "organise",
    "put",
    "list",
    "reorder",
    "rearrange",
];

/// Words that name the alphabet as the order.
const ALPHABET: &[&str] = &[
    "alphabetically",
    "alphabetical",
    "alphabet",
    "alphabetize",
    "alphabetise",
    "lexicographic",
    "lexicographically",
    "lexicographical",
    "dictionary",
    "a-z",
    "z-a",
];

/// Words that turn the order round.
const DOWN: &[&str] = &["reverse", "reversed", "descending", "z-a", "backwards", "backward", "decreasing", "inverse"];

/// The most words that are sorted.
const MOST: usize = 2_000;

pub(crate) fn sorting(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let lower = scene.text.to_lowercase();
    let asked: Vec<String> = scene
        .turn
        .iter()
        .flat_map(|sentence| &sentence.words)
        .map(|word| word.text.to_lowercase())
        .take(4_000)
        .collect();
    let has = |list: &[&str]| asked.iter().any(|word| list.contains(&word.as_str()));
    let from_a_to_z = lower.contains("a to z") || lower.contains("from z to a");
    if !(has(VERBS) || has(ALPHABET)) || !(has(ALPHABET) || from_a_to_z) {
        return None;
    }
    let down = has(DOWN) || lower.contains("z to a");
    let (mut items, joint) = items(scene.text)?;
    if items.len() < 2 || items.len() > MOST || !budget.spend(items.len() as u64 * 12) {
        return None;
    }
    items.sort_by_cached_key(|item| item.to_lowercase());
    if down {
        items.reverse();
    }
    Some(Found::answer(Finding::bare(Value::Text(items.join(joint))), OutcomeKind::Computed, None))
}

/// The list in a text and what joins its items: what stands after the last colon that something follows, else items
/// in lines of their own, else a list with commas within the sentence.
fn items(text: &str) -> Option<(Vec<&str>, &'static str)> {
    let after = text.rmatch_indices(':').map(|(at, _)| text[at + 1..].trim()).find(|rest| !rest.is_empty());
    if let Some(rest) = after {
        let body = body(rest);
        let found = split(body);
        if found.0.len() >= 2 {
            return Some(found);
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let list: Vec<&str> = lines.iter().copied().filter(|line| is_item(line)).map(plain).collect();
    if list.len() >= 2 {
        return Some((list, "\n"));
    }
    lines.iter().rev().find_map(|line| enumerated(line))
}

/// The list itself, without a sentence after it ("…\nAnswer with the words only.").
fn body(rest: &str) -> &str {
    let one_a_line = rest.lines().next().is_some_and(|line| !plain(line).contains([' ', ',']));
    let end = if one_a_line { rest.find("\n\n") } else { rest.find('\n') };
    let body = end.map_or(rest, |end| &rest[..end]);
    body.trim().trim_matches(['[', ']', '(', ')', '{', '}']).trim_end_matches(['.', '?'])
}

/// The items of a list, by lines, commas or semicolons where there are any, else by spaces.
fn split(body: &str) -> (Vec<&str>, &'static str) {
    let by = |mark: char| body.split(mark).map(plain).filter(|item| !item.is_empty()).collect::<Vec<_>>();
    if body.contains('\n') {
        return (by('\n'), "\n");
    }
    for (mark, joint) in [(',', ", "), (';', "; ")] {
        if body.contains(mark) {
            return (conjoined(by(mark)), joint);
        }
    }
    (body.split_whitespace().map(plain).filter(|item| !item.is_empty()).collect(), " ")
}

/// The last item without its "and"; "b and c" as two.
fn conjoined(items: Vec<&str>) -> Vec<&str> {
    let mut found = Vec::with_capacity(items.len() + 1);
    let last = items.len().saturating_sub(1);
    for (at, item) in items.into_iter().enumerate() {
        let item = item.strip_prefix("and ").or(item.strip_prefix("or ")).unwrap_or(item);
        match item.split_once(" and ").filter(|_| at == last) {
            Some((first, second)) => found.extend([first.trim(), second.trim()]),
            None => found.push(item),
        }
    }
    found
}

/// A list with commas in a sentence: one word before each comma, and the last.
fn enumerated(line: &str) -> Option<(Vec<&str>, &'static str)> {
    let parts: Vec<&str> = line.split(',').collect();
    if parts.len() < 2 {
        return None;
    }
    let last = parts.len() - 1;
    let mut found = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let words: Vec<&str> = part.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
        match (at, words.as_slice()) {
            (0, [.., word]) => found.push(*word),
            (_, ["and", word, ..]) if at == last => found.push(*word),
            (_, [first, "and", second, ..]) if at == last => found.extend([*first, *second]),
            (_, [word, ..]) if at == last || words.len() == 1 => found.push(*word),
            _ => return None,
        }
    }
    Some((found, ", "))
}

fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '•'])
        || !line.contains(' ')
        || line
            .split_once(['.', ')'])
            .is_some_and(|(label, rest)| label.bytes().all(|byte| byte.is_ascii_digit()) && !rest.trim().contains(' '))
}

/// An item without its bullet, number and quotation marks.
fn plain(item: &str) -> &str {
    let item = item.trim().trim_start_matches(['-', '*', '•']).trim_start();
    let item = match item.split_once(['.', ')']) {
        Some((label, rest)) if !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()) => rest.trim(),
        _ => item,
    };
    item.trim_matches(['"', '“', '”', '[', ']']).trim_matches('\'').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = items(text).map(|(items, _)| items.join("|")).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lists_are_found() {
        check("Sort alphabetically: List: pear isn't fig", "pear|isn't|fig");
        check("Put these in alphabetical order:\n- pear\n- fig\n\nThanks.", "pear|fig");
        check("Please sort pear, fig and oak alphabetically", "pear|fig|oak");
        check("Alphabetize: [\"pear\", \"fig\"]", "pear|fig");
        check("Sort the words below from A to Z.\npear\nfig", "pear|fig");
    }
}
