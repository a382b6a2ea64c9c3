//! What is said, at temperature 0 and on every other path.

use engine_api::{Outcome, OutcomeKind, Proof, Tone, Wordings};

use super::*;

fn plan(moves: Vec<Move>) -> Plan {
    Plan {
        moves,
        values: Vec::new(),
        tone: Tone::Plain,
        outcome: Outcome::certain(OutcomeKind::Proved),
        proof: None,
        citations: Vec::new(),
    }
}

fn wordings(script: Script) -> Wordings {
    match script.body {
        Body::Text(wordings) => wordings,
        _ => unreachable!("the speaker says text"),
    }
}

/// Every text that may be said.
fn texts(wordings: &Wordings) -> Vec<String> {
    let mut open = vec![(0, String::new())];
    let mut done = Vec::new();
    while let Some((at, text)) = open.pop() {
        let node = &wordings.nodes()[at];
        if node.edges.is_empty() {
            done.push(text.clone());
        }
        open.extend(node.edges.iter().map(|edge| (edge.to, format!("{text}{}", edge.text))));
    }
    done
}

fn finding(subject: &str, verb: &str, value: &str) -> Finding {
    let value = Value::Text(value.to_owned());
    Finding { subject: subject.to_owned(), verb: verb.to_owned(), ..Finding::bare(value) }
}

fn check(verbosity: Verbosity, finding: Finding, expected: &str) {
    let ask = Ask { verbosity, ..Ask::of("") };
    assert_eq!(wordings(say(&ask, &plan(vec![Move::Give(finding)]))).heaviest(), expected);
}

#[test]
fn verbosity_decides_between_value_and_sentence() {
    check(Verbosity::Low, finding("your name", "be", "Ada"), "Ada");
    check(Verbosity::Medium, finding("your name", "be", "Ada"), "Your name is Ada.");
    check(Verbosity::Medium, finding("Tom", "live in", "Paris"), "Tom lives in Paris.");
    check(Verbosity::Medium, finding("you", "live in", "Paris"), "You live in Paris.");
    check(Verbosity::Medium, finding("Tom and Ann", "be", "friends"), "Tom and Ann are friends.");
    let denied = Finding { negated: true, ..finding("the cats", "like", "fish") };
    check(Verbosity::Medium, denied, "The cats do not like fish.");
}

#[test]
fn truths_and_numbers_come_first() {
    let truth = Finding::stated(Value::Truth(true), "Socrates is mortal");
    check(Verbosity::Medium, truth.clone(), "Yes, Socrates is mortal.");
    check(Verbosity::Low, truth, "Yes");
    let number = Value::Number { digits: "391".to_owned(), unit: None };
    check(Verbosity::Medium, Finding::stated(number, "17 × 23 = 391"), "391");
}

#[test]
fn every_path_names_the_value() {
    for tone in [Tone::Plain, Tone::Warm, Tone::Calm] {
        let plan = Plan { tone, ..plan(vec![Move::Give(finding("your name", "be", "Ada"))]) };
        let all = texts(&wordings(say(&Ask::of(""), &plan)));
        assert!(all.len() > 1);
        assert!(all.iter().all(|text| text.contains("Ada")), "{all:?}");
    }
}

#[test]
fn the_reasoning_tells_premises_first() {
    let told = |claim: &str| Proof { claim: claim.to_owned(), by: "you said so".to_owned(), from: Vec::new() };
    let proof = Proof {
        claim: "Socrates is mortal".to_owned(),
        by: "All men are mortal".to_owned(),
        from: vec![told("Socrates is a man")],
    };
    let ask = Ask { effort: Effort::Medium, ..Ask::of("") };
    let plan = Plan { proof: Some(proof), ..plan(vec![Move::Give(Finding::bare(Value::Truth(true)))]) };
    let script = say(&ask, &plan);
    assert_eq!(script.reasoning.unwrap().heaviest(), "Socrates is a man.\nSo Socrates is mortal.");
}

#[test]
fn every_reason_to_abstain_has_wordings() {
    for reason in [Reason::NoKnowledge, Reason::Ambiguous, Reason::Budget, Reason::Unsupported, Reason::Form] {
        for verbosity in [Verbosity::Low, Verbosity::Medium] {
            let ask = Ask { verbosity, ..Ask::of("") };
            let said = wordings(say(&ask, &plan(vec![Move::Admit(reason)]))).heaviest();
            assert!(!said.starts_with("Admit"), "{said}");
        }
    }
}

#[test]
fn lists_and_json() {
    let items = vec!["one".to_owned(), "two".to_owned()];
    let list = plan(vec![Move::List { heading: "Points".to_owned(), items }]);
    assert_eq!(wordings(say(&Ask::of(""), &list)).heaviest(), "Points:\n- one\n- two");
    let ask = Ask { format: Format::Json, ..Ask::of("") };
    let values = Plan { values: vec![("answer".to_owned(), 42.into())], ..list };
    assert_eq!(wordings(say(&ask, &values)).heaviest(), r#"{"answer":42}"#);
}
