//! Prompts and what they want.

use engine_api::Ask;

use crate::English;
use engine_api::Reader;

fn statement(text: &str) -> String {
    let reading = English::new().read(&Ask::of(text));
    let found = reading.task.statement;
    found.map_or(String::new(), |sentence| {
        let words: Vec<&str> = sentence.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ").trim_end_matches([' ', '.']).to_owned()
    })
}

#[test]
fn what_is_judged() {
    for text in [
        "Ann is tall.\n\nStatement: Bob is kind.\nIs this statement true, false or unknown?",
        "Ann is tall.\n\nIs the following statement true, false, or unknown? Bob is kind.",
        "Ann is tall.\n\nGiven only that, is it true, false or unknown that: \"Bob is kind.\"",
        "Ann is tall.\n\nTrue or false: Bob is kind.",
        "Ann is tall.\n\nTrue, false, or unknown?\nBob is kind.",
        "Ann is tall.\n\nBob is kind. True or false?",
        "Ann is tall.\n\nIs it the case that Bob is kind? Reply with true, false or unknown.",
        "Ann is tall. Does it follow that Bob is kind? Answer yes, no or unknown.",
        "Ann is tall. Can we infer \"Bob is kind.\"? Answer yes, no or unknown.",
        "Ann is tall. Can we conclude that Bob is kind?",
        "Ann is tall.\n\nDecide whether Bob is kind. Answer with true, false or unknown.",
        "Ann is tall.\n\nJudge the claim 'Bob is kind.' as true, false or unknown.",
        "Ann is tall.\n\nLabel the following claim as true, false or uncertain:\n\nBob is kind.",
        "Ann is tall.\n\nDoes it logically follow that:\nBob is kind?\n(Answer Yes or No)",
        "Ann is tall.\n\nWhat is the status of the statement \"Bob is kind.\"?\nOptions:\n(A) entailed\n(B) contradicted",
        "Premise: Ann is tall. Hypothesis: Bob is kind. Does the premise entail the hypothesis? Answer yes or no.",
        "Does the premise entail the hypothesis? Answer entailment or non-entailment.\nPremise: Ann is tall. Hypothesis: Bob is kind.",
        "Ann is tall.\n\nConclusion: Bob is kind.\nIs the conclusion valid or invalid?",
        "Ann is tall.\n\nJudge the following statement as true, false or unknown.\n\nBob is kind.",
        "Ann is tall.\n\nDoes this imply that Bob is kind?",
        "Ann is tall.\n\nDoes this mean that Bob is kind?",
        "Ann is tall. Tell me whether Bob is kind: yes, no or unknown?",
        "Ann is tall.\n\nClaim to check: Bob is kind. (true/false/unknown)",
        "Ann is tall.\n\nIs it correct to say that Bob is kind?",
        "Ann is tall.\n\nWould “Bob is kind” be true or false?",
    ] {
        assert_eq!(statement(text), "Bob is kind", "{text}");
    }
}

#[test]
fn what_is_not_judged() {
    for text in [
        "Where is Bob? Answer with one word.",
        "Ann said \"hello there\" to Bob. Who greeted Bob?",
        "What is the capital of France?",
        "Is Bob kind? Answer yes or no.",
        "Find a word that rhymes with cat.",
    ] {
        assert_eq!(statement(text), "", "{text}");
    }
}

#[test]
fn labels_and_options() {
    let labels = |text: &str| English::new().read(&Ask::of(text)).task.labels.join("|");
    assert_eq!(labels("Is it so? Answer yes, no (it is contradicted) or unknown."), "yes|no|unknown");
    assert_eq!(labels("True or false?"), "true|false");
    assert_eq!(labels("How is X to Y? Choose from: left, upper-left, or overlap."), "left|upper-left|overlap");
    assert_eq!(labels("Did no one see it?"), "");
    let options = |text: &str| {
        let found = English::new().read(&Ask::of(text)).task.options;
        found.iter().map(|one| format!("{}={}", one.label, one.text)).collect::<Vec<_>>().join("|")
    };
    assert_eq!(options("Which?\nOptions:\n(A) a cat\n(B) two dogs"), "A=a cat|B=two dogs");
    assert_eq!(options("Which?\nA. a cat\nB. two dogs\n"), "A=a cat|B=two dogs");
    assert_eq!(options("Pick: (A) a cat (B) two dogs"), "A=a cat|B=two dogs");
    assert_eq!(options("Valid?\nOptions:\n- valid \n- invalid"), "=valid|=invalid");
    assert_eq!(options("1. Ann left.\n2. Bob came.\n\nWho came?"), "");
}

#[test]
fn context_questions_and_instructions() {
    let text = "Use the following facts to answer.\n\nAnn went out. Bob stayed.\n\nWhere is Bob? Answer with one word.";
    let ask = Ask::of(text);
    let reading = English::new().read(&ask);
    let said = |places: &[engine_api::Place]| {
        let sentences = places.iter().filter_map(|place| reading.at(*place));
        sentences.map(|sentence| sentence.span.of(text)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said(&reading.task.context), "Ann went out. Bob stayed.");
    assert_eq!(said(&reading.task.questions), "Where is Bob?");
    assert_eq!(said(&reading.task.instructions), "Use the following facts to answer. Answer with one word.");
}
