//! Small talk: greetings, thanks, farewells and the like. The whole sentence must be one, so that a greeting
//! before a question does not swallow the question.

use engine_api::Budget;

use super::Found;
use crate::scene::Scene;

/// Phrases by the key of their answer in the table of wordings.
const PHRASES: &[(&str, &[&str])] = &[
    (
        "greeting",
        &[
            "hello",
            "hi",
            "hey",
            "hello there",
            "hi there",
            "hey there",
            "good morning",
            "good afternoon",
            "good evening",
            "greetings",
            "howdy",
            "nice to meet you",
            "pleased to meet you",
        ],
    ),
    (
        "wellbeing",
        &[
            "how are you",
            "how are you today",
            "how are you doing",
            "how is it going",
            "how's it going",
            "how do you do",
            "are you ok",
            "what's up",
        ],
    ),
    (
        "thanks",
        &[
            "thanks",
            "thank you",
            "thank you very much",
            "thanks a lot",
            "many thanks",
            "thank you so much",
            "thx",
            "cheers",
            "much appreciated",
        ],
    ),
    ("farewell", &["bye", "goodbye", "good bye", "see you", "see you later", "good night", "farewell", "bye bye"]),
    (
        "praise",
        &[
            "well done",
            "good job",
            "great",
            "nice",
            "perfect",
            "awesome",
            "excellent",
            "great job",
            "good bot",
            "cool",
            "wonderful",
        ],
    ),
    ("apology", &["sorry", "i am sorry", "i'm sorry", "my apologies", "pardon me", "excuse me"]),
    (
        "agreement",
        &[
            "k",
            "lol",
            "ok",
            "okay",
            "yes",
            "sure",
            "alright",
            "all right",
            "right",
            "i see",
            "got it",
            "understood",
            "fine",
            "no",
        ],
    ),
    (
        "help",
        &[
            "help",
            "help me",
            "can you help me",
            "what can you do",
            "what can you do for me",
            "how can you help me",
            "what do you do",
        ],
    ),
];

/// Words before or after a phrase that are not part of it.
const AROUND: [&str; 12] =
    ["there", "everyone", "all", "again", "assistant", "friend", "please", "so", "well", "oh", "then", "and"];

/// Answers small talk.
pub(crate) fn smalltalk(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    let plain = scene.plain().replace('’', "'");
    let parts: Vec<&str> = plain.split([',', '!', '.', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut key = None;
    for part in &parts {
        match social(part) {
            Some(found) => key = Some(found),
            // A name after a greeting: "Hello, Bob".
            None if key.is_some() && parts.len() == 2 && part.split(' ').count() == 1 => {}
            None => return None,
        }
    }
    key.map(Found::social)
}

/// The key of a phrase, with words around it left out.
fn social(part: &str) -> Option<&'static str> {
    let mut words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
    loop {
        let joined = words.join(" ");
        if let Some((key, _)) = PHRASES.iter().find(|(_, phrases)| phrases.contains(&joined.as_str())) {
            return Some(key);
        }
        if words.last().is_some_and(|last| AROUND.contains(last)) {
            words.pop();
        } else if words.first().is_some_and(|first| AROUND.contains(first)) {
            words.remove(0);
        } else {
            return None;
        }
    }
}
