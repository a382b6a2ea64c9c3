//! Properties of reasoning on any input: no panics, the same plan for the same request, exact arithmetic.

use engine_api::{Ask, Body, Budget, Plan, Reader, Reasoner, Role, Speaker, Turn, Verbosity, vocabulary};
use english_core::English;
use proptest::prelude::*;
use reasoner_core::Mind;

fn plan(ask: &Ask) -> Plan {
    Mind::with_lexicon(&english_core::English).reason(ask, &English::new().read(ask), &mut Budget::steps(200_000))
}

/// Words that the skills look for, in any order.
fn babble() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "what",
        "is",
        "my",
        "name",
        "Ada",
        "all",
        "men",
        "are",
        "mortal",
        "Socrates",
        "a",
        "man",
        "if",
        "then",
        "who",
        "not",
        "and",
        "of",
        "the",
        "sum",
        "%",
        "!",
        "?",
        ".",
        ",",
        "(",
        ")",
        "3",
        "2/3",
        "-",
        "+",
        "^",
        "9",
        "km",
        "miles",
        "in",
        "to",
        "days",
        "after",
        "today",
        "2024-02-30",
        "'s",
        "does",
        "live",
        "Paris",
        "how",
        "many",
        "because",
        "square root",
        "\"",
        "json",
    ]);
    prop::collection::vec(word, 0..25).prop_map(|words| words.join(" "))
}

/// Text that is JSON or not far from it.
fn nearly_json() -> impl Strategy<Value = String> {
    "[\\[{]\"[a-z_A-Z]{0,5}\":[0-9\"a-z{}\\[\\],:]{0,20}[\\]}]"
}

proptest! {
    #[test]
    fn no_text_panics_and_every_plan_says_something(text in any::<String>(), story in babble()) {
        for text in [text, story] {
            let ask = Ask::of(&text);
            let plan = plan(&ask);
            let said = English::new().say(&ask, &plan);
            prop_assert!(matches!(said.body, Body::Text(_)));
            prop_assert!(!plan.moves.is_empty());
        }
    }

    #[test]
    fn the_same_request_gives_the_same_plan(turns in prop::collection::vec(babble(), 1..4)) {
        let turns = turns.iter().map(|text| Turn::new(Role::User, text)).collect();
        let ask = Ask { turns, ..Ask::of("") };
        prop_assert_eq!(plan(&ask), plan(&ask));
    }

    #[test]
    fn tool_results_of_any_form_are_told(result in any::<String>(), json_text in nearly_json()) {
        for text in [result, json_text] {
            let turns = vec![Turn::new(Role::User, "What is it?"), Turn::new(Role::Tool, &text)];
            let ask = Ask { turns, ..Ask::of("") };
            prop_assert!(!plan(&ask).moves.is_empty());
        }
    }

    #[test]
    fn sums_in_words_agree_with_machine_arithmetic(a in 0u64..1_000_000_000, b in 0u64..1_000_000_000) {
        let ask = Ask { verbosity: Verbosity::Low, ..Ask::of(&format!("What is {} plus {b}?", spelled(a))) };
        let found = plan(&ask);
        prop_assert_eq!(found.values.first().map(|(_, value)| value.clone()), Some((a + b).into()), "{}", spelled(a));
    }
}

/// A number in words, as it is said.
fn spelled(number: u64) -> String {
    let word = |number: u64| u8::try_from(number).ok().and_then(vocabulary::cardinal_word).unwrap_or_default();
    let joined = |rest: u64, link: &str| if rest == 0 { String::new() } else { format!("{link}{}", spelled(rest)) };
    match number {
        0..20 => word(number).to_owned(),
        20..100 => format!("{}{}", word(number / 10 * 10), joined(number % 10, "-")),
        100..1000 => format!("{} hundred{}", word(number / 100), joined(number % 100, " and ")),
        1000..1_000_000 => format!("{} thousand{}", spelled(number / 1000), joined(number % 1000, " ")),
        _ => format!("{} million{}", spelled(number / 1_000_000), joined(number % 1_000_000, " ")),
    }
}
