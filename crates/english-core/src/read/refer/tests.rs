//! Dialogues and who is who in them.

use engine_api::{Ask, Reader};

use super::entity::{Gender, of_name};
use crate::English;

/// Whether the noun phrase `one` (by its text, its last mention) has the same number as the first mention of `other`.
#[track_caller]
fn check(text: &str, one: &str, other: &str, same: bool) {
    let reading = English::new().read(&Ask::of(text));
    let shown = format!("{:?}", reading.turns);
    let numbers = |wanted: &str| -> Vec<u32> {
        let start = format!("text: \"{wanted}\"");
        let places = shown.match_indices(&start).filter(|(at, _)| shown[..*at].ends_with("}, "));
        places.filter_map(|(at, _)| own_referent(&shown[at..])).collect()
    };
    let (one_id, other_id) = (numbers(one).last().copied(), numbers(other).first().copied());
    assert!(one_id.is_some() && other_id.is_some(), "{one}: {one_id:?}, {other}: {other_id:?} in {text}");
    assert_eq!(one_id == other_id && one_id != Some(0), same, "{one}: {one_id:?}, {other}: {other_id:?} in {text}");
}

/// The referent of the noun phrase whose fields `rest` continues, past those of the phrases in it.
fn own_referent(rest: &str) -> Option<u32> {
    let mut depth = 0;
    for (at, sign) in rest.char_indices() {
        match sign {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth -= 1,
            'r' if depth == 0 && rest[at..].starts_with("referent: ") => {
                let digits: String = rest[at + 10..].chars().take_while(char::is_ascii_digit).collect();
                return digits.parse().ok();
            }
            _ => {}
        }
    }
    None
}

#[test]
fn names_and_definite_phrases() {
    check("Mary sleeps. Tom likes Mary.", "Mary", "Mary", true);
    check("A bear sleeps. The bear is big.", "bear", "bear", true);
    check("Mary sleeps. Tom sings.", "Tom", "Mary", false);
    check("The red box is small. The blue box is big.", "blue box", "red box", false);
}

#[test]
fn pronouns_agree() {
    check("Mary met Tom. She sings.", "She", "Mary", true);
    check("Mary met Tom. He sings.", "He", "Tom", true);
    check("Tom has a car. It is red.", "It", "car", true);
    check("Mary and John sing. They dance.", "They", "Mary and John", true);
    check("Tom met Bob. Carl likes him.", "him", "Tom", true);
    check("Tom sings. Bob likes him.", "him", "Bob", false);
    check("If someone is kind then they are nice.", "they", "someone", true);
    check("If something is big and it sleeps then it is old.", "it", "something", true);
    check("Everyone who has a car drives it.", "it", "car", true);
    check("Tom washes himself.", "himself", "Tom", true);
}

#[test]
fn bound_things_end_with_their_sentence() {
    check("If someone is kind then Ann sings. They dance.", "They", "someone", false);
}

#[test]
fn names_have_genders() {
    assert_eq!(of_name("mary"), Some(Gender::Female));
    assert_eq!(of_name("tom"), Some(Gender::Male));
}
