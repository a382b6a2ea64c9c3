//! Normalisation, case by case.

use super::*;

fn check(text: &str, expected: &[&str]) {
    let mut found = Vec::new();
    words(text, |word| found.push(word.to_owned()));
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn case_and_space() {
    check("", &[]);
    check(" \t\r\n", &[]);
    check("One  TWO\tthree\nfour\r\nfive", &["one", "two", "three", "four", "five"]);
    check("a\u{a0}b\u{3000}c\u{2028}d", &["a", "b", "c", "d"]);
}

#[test]
fn punctuation_stands_alone() {
    check("don't stop.", &["don", "'", "t", "stop", "."]);
    check("$1.50 «oui»—non", &["$", "1", ".", "50", "«", "oui", "»", "—", "non"]);
}

#[test]
fn accents_and_marks_go() {
    check("Crème Brûlée İstanbul", &["creme", "brulee", "istanbul"]);
    check("e\u{301}a\u{301}", &["ea"]);
    check("\u{301}", &[]);
}

#[test]
fn ideographs_stand_alone() {
    check("東京2020", &["東", "京", "2020"]);
    check("한국", &["\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"]);
}

#[test]
fn controls_go_without_ending_a_word() {
    check("a\u{0}b\u{200b}c\u{ad}d\u{fffd}e\u{7f}f", &["abcdef"]);
    check("a\u{0}b\u{b}c\u{7f}d", &["abcd"]);
}

#[test]
fn words_are_bounded() {
    let mut longest = 0;
    words(&"x".repeat(100_000), |word| longest = longest.max(word.len()));
    assert_eq!(longest, WORD_LIMIT + 1);
}
