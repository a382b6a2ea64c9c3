//! The dialogues of `cases/*.md`: story, question, answer and proof, through reading, reasoning and saying.

use std::fmt::Write as _;

use engine_api::{Ask, Body, Budget, Effort, Reader, Reasoner, Role, Speaker, Turn};
use english_core::English;
use reasoner_core::Mind;

/// 2026-11-22T11:00:00Z.
const NOW: i64 = 1_795_345_200;

/// One case of a file.
#[derive(Default)]
struct Case {
    title: String,
    turns: Vec<Turn>,
    answer: Vec<String>,
    outcome: String,
    proof: Vec<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
        }
        let (Some(case), Some((key, value))) = (cases.last_mut(), line.split_once(": ").or(line.split_once(':')))
        else {
            continue;
        };
        let turn = |role| Turn::new(role, &value.replace('⏎', "\n"));
        match key {
            "system" => case.turns.push(turn(Role::System)),
            "user" => case.turns.push(turn(Role::User)),
            "assistant" => case.turns.push(turn(Role::Assistant)),
            "tool" => case.turns.push(turn(Role::Tool)),
            "answer" => case.answer.push(value.to_owned()),
            "outcome" => case.outcome = value.to_owned(),
            "proof" => case.proof.push(value.to_owned()),
            _ => {}
        }
    }
    cases
}

/// What went wrong with a case, if anything did.
fn failure(case: &Case) -> Option<String> {
    let ask = Ask { turns: case.turns.clone(), effort: Effort::Medium, now: NOW, ..Ask::of("") };
    let english = English::new();
    let plan =
        Mind::with_lexicon(&english_core::English).reason(&ask, &english.read(&ask), &mut Budget::steps(1_000_000));
    let script = english.say(&ask, &plan);
    let Body::Text(wordings) = &script.body else { return Some("no text".to_owned()) };
    let answer = wordings.heaviest();
    let expected = case.answer.join("\n");
    if answer != expected {
        return Some(format!("answer:   {answer}\nexpected: {expected}"));
    }
    if plan.outcome.kind.name() != case.outcome {
        return Some(format!("outcome: {}, expected: {}", plan.outcome.kind.name(), case.outcome));
    }
    let proof = script.reasoning.map(|wordings| wordings.heaviest()).unwrap_or_default();
    let expected = case.proof.join("\n");
    (!expected.is_empty() && proof != expected).then(|| format!("proof:\n{proof}\nexpected:\n{expected}"))
}

fn check(name: &str, text: &str) {
    let mut report = String::new();
    let cases = cases(text);
    assert!(cases.len() > 3, "{name} has cases");
    for case in &cases {
        assert!(!case.turns.is_empty() && !case.answer.is_empty(), "{name}: {} is complete", case.title);
        if let Some(failure) = failure(case) {
            let _ = writeln!(report, "{name}: {}\n{failure}\n", case.title);
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn arithmetic() {
    check("arithmetic", include_str!("../cases/arithmetic.md"));
}

#[test]
fn recall() {
    check("recall", include_str!("../cases/recall.md"));
}

#[test]
fn deduce() {
    check("deduce", include_str!("../cases/deduce.md"));
}

#[test]
fn units_and_dates() {
    check("units-and-dates", include_str!("../cases/units-and-dates.md"));
}

#[test]
fn conversation() {
    check("conversation", include_str!("../cases/conversation.md"));
}

#[test]
fn tool_results() {
    check("tool-results", include_str!("../cases/tool-results.md"));
}

#[test]
fn facts() {
    check("facts", include_str!("../cases/facts.md"));
}

#[test]
fn word_problems() {
    check("word-problems", include_str!("../cases/word-problems.md"));
}

#[test]
fn tables() {
    check("tables", include_str!("../cases/tables.md"));
}

#[test]
fn worlds() {
    check("worlds", include_str!("../cases/worlds.md"));
}

#[test]
fn passages() {
    check("passage", include_str!("../cases/passage.md"));
}

#[test]
fn unknowns() {
    check("unknown", include_str!("../cases/unknown.md"));
}
