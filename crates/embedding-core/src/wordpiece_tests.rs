//! The tokenizer against a reference made by the `tokenizers` package (`xtask/src/distill/cases.py`).

use super::*;
use crate::normal::words;

/// The entries of a text, continuing ones with `##`, unknown words as `[UNK]`.
fn entries(text: &str) -> Vec<String> {
    let table = crate::BUILT_IN;
    let mut pieces = WordPiece::new(&table);
    let mut found = Vec::new();
    words(text, |word| {
        let rows: Vec<u16> = pieces.cut(word).iter().map(|piece| piece.row).collect();
        if rows.is_empty() {
            found.push("[UNK]".to_owned());
        }
        found.extend(rows.into_iter().map(|row| table.entry(row).expect("a row that was found")));
    });
    found
}

#[test]
fn agrees_with_the_reference() {
    let mut cases = 0;
    for line in include_str!("wordpiece_cases.jsonl").lines() {
        let (text, expected): (String, Vec<String>) = serde_json::from_str(line).expect("a case");
        assert_eq!(entries(&text), expected, "{text:?}");
        cases += 1;
    }
    assert!(cases > 500, "{cases} cases");
}

#[test]
fn special_entries_are_ordinary_text() {
    assert_eq!(entries("[CLS] [UNK]"), ["[", "cl", "##s", "]", "[", "un", "##k", "]"]);
}

#[test]
fn long_words_take_linear_time() {
    // A million characters without a space: looked at once, then unknown.
    assert_eq!(entries(&"a".repeat(1_000_000)), ["[UNK]"]);
    assert_eq!(entries(&"\u{301}".repeat(1_000_000)), Vec::<String>::new());
}
