//! Whole prompts, read and judged.

use engine_api::{Ask, Budget, Move, Reader, Reasoner, Value};

use crate::Mind;

pub(super) fn check(prompt: &str, expected: &str) {
    let ask = Ask::of(prompt);
    let reading = english_core::English::new().read(&ask);
    let plan = Mind::new().reason(&ask, &reading, &mut Budget::steps(2_000_000));
    let said = plan.moves.iter().find_map(|one| match one {
        Move::Give(finding) => match &finding.value {
            Value::Text(text) => Some(text.clone()),
            Value::Truth(truth) => Some(truth.to_string()),
            Value::Number { .. } => None,
        },
        _ => None,
    });
    assert_eq!(said.as_deref(), Some(expected), "{prompt}");
}

#[test]
fn rules_in_an_open_world() {
    let told =
        "Olga is calm. Olga is not loud. If someone is calm and not loud then they are wise. Wise people are old.";
    check(&format!("{told}\n\nStatement: Olga is old.\nIs this statement true, false or unknown?"), "True");
    check(&format!("{told}\n\nStatement: Olga is rich.\nIs this statement true, false or unknown?"), "Unknown");
}

#[test]
fn what_cannot_be_derived_is_false() {
    let told = "Igor is tall. Tall people are strong. Treat anything that cannot be derived as false.";
    check(&format!("{told}\n\nStatement: Igor is not lazy.\nTrue or false?"), "True");
    check(&format!("{told}\n\nStatement: Igor is not strong.\nTrue or false?"), "False");
}
