//! Answers dialogues from standard input, one JSON object with `messages` a line, and writes one JSON object a line:
//! the text, the outcome, its confidence, microseconds, and how many sentences the grammar left without a form. Ends
//! with how many answers have which outcome on standard error: "proved" are those whose steps the checker accepted,
//! "derived" those that rest on rules or search without that.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::time::Instant;

use engine_api::{Ask, Body, Budget, Reader, Reading, Reasoner, Role, Speaker, Turn};
use english_core::English;
use reasoner_core::Mind;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (english, mind) = (English::new(), Mind::with_lexicon(&english_core::English));
    let mut out = std::io::stdout().lock();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let ask = Ask { turns: turns(&request), now: 1_795_345_200, ..Ask::of("") };
        let start = Instant::now();
        let reading = english.read(&ask);
        let plan = mind.reason(&ask, &reading, &mut Budget::steps(1_000_000));
        let script = english.say(&ask, &plan);
        let micros = start.elapsed().as_micros();
        let text = match &script.body {
            Body::Text(wordings) | Body::Refusal(wordings) => wordings.heaviest(),
            Body::Calls(_) => String::new(),
        };
        *outcomes.entry(plan.outcome.kind.name()).or_default() += 1;
        let (unread, sentences) = unread(&reading);
        let reply = json!({
            "text": text, "outcome": plan.outcome.kind.name(), "confidence": plan.outcome.confidence,
            "skill": plan.proof.as_ref().map(|proof| proof.by.clone()), "us": micros as u64,
            "unread": unread, "sentences": sentences,
        });
        writeln!(out, "{reply}")?;
    }
    let all: Vec<String> = outcomes.iter().map(|(outcome, count)| format!("{outcome} {count}")).collect();
    eprintln!("{}", all.join(", "));
    Ok(())
}

fn turns(request: &Value) -> Vec<Turn> {
    let messages = request["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let turn = |message: &Value| {
        let role = match message["role"].as_str() {
            Some("system" | "developer") => Role::System,
            Some("assistant") => Role::Assistant,
            _ => Role::User,
        };
        Turn::new(role, message["content"].as_str().unwrap_or_default())
    };
    messages.iter().map(turn).collect()
}

/// Sentences that tell or ask without a logical form, and all that tell or ask: no headings, marks, or instructions.
fn unread(reading: &Reading) -> (usize, usize) {
    let places = reading.task.context.iter().chain(&reading.task.questions);
    let told =
        places.filter_map(|place| reading.turns.get(place.turn)?.get(place.sentence)).chain(&reading.task.statement);
    told.fold((0, 0), |(unread, total), sentence| {
        let read = sentence.form.is_some() || sentence.query.is_some();
        (unread + usize::from(!read), total + 1)
    })
}
