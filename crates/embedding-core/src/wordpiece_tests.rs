//! The tokenizer against a reference made by the `tokenizers` package (`xtask/src/distill/cases.py`).

use super::*;
use crate::normal::words;
use crate::table::hash;

/// The rows of a text's entries, nothing for an unknown word.
fn rows(text: &str) -> Vec<Option<u16>> {
    let table = crate::BUILT_IN;
    let mut pieces = WordPiece::new(&table);
    let mut found = Vec::new();
    words(text, |word| match pieces.cut(word) {
        [] => found.push(None),
        entries => found.extend(entries.iter().map(|entry| Some(entry.row))),
    });
    found
}

/// The row of an entry as BERT's vocabulary writes it.
fn row(entry: &str) -> Option<u16> {
    let continued = entry.strip_prefix("##").filter(|rest| !rest.is_empty());
    let found = crate::BUILT_IN.find(hash(continued.unwrap_or(entry).as_bytes(), continued.is_some()));
    assert_eq!(found.is_none(), entry == "[UNK]", "{entry:?}");
    found.map(|entry| entry.row)
}

fn check(text: &str, expected: &[&str]) {
    let expected: Vec<Option<u16>> = expected.iter().map(|entry| row(entry)).collect();
    assert_eq!(rows(text), expected, "{text:?}");
}

#[test]
fn agrees_with_the_reference() {
    let mut cases = 0;
    for line in include_str!("wordpiece_cases.jsonl").lines() {
        let (text, expected): (String, Vec<String>) = serde_json::from_str(line).expect("a case");
        check(&text, &expected.iter().map(String::as_str).collect::<Vec<_>>());
        cases += 1;
    }
    assert!(cases > 500, "{cases} cases");
}

#[test]
fn special_entries_are_ordinary_text() {
    check("[CLS] [UNK]", &["[", "cl", "##s", "]", "[", "un", "##k", "]"]);
}

#[test]
fn long_words_take_linear_time() {
    // A million characters without a space: looked at once, then unknown.
    check(&"a".repeat(1_000_000), &["[UNK]"]);
    check(&"\u{301}".repeat(1_000_000), &[]);
}
