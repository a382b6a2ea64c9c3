//! The steps of saying, in order: each move of the plan becomes weighted wordings, and the proof becomes the
//! reasoning. Wordings vary, propositions do not: whichever path is drawn, what is said is what the plan holds.

mod number;
mod reasoning;
mod sentence;
mod tone;
mod wording;

use engine_api::{
    Ask, Body, Effort, Finding, Format, Move, Plan, Reason, Script, Value, Verbosity, Wordings, WordingsBuilder,
};

/// Says the plan in the manner the request wants.
pub(crate) fn say(ask: &Ask, plan: &Plan) -> Script {
    let text = match &ask.format {
        Format::Json => Wordings::fixed(json(plan)),
        Format::Text | Format::Schema { .. } => text(ask, plan),
    };
    let reasoning = match (&plan.proof, ask.effort) {
        (Some(proof), effort) if effort > Effort::None => Some(Wordings::fixed(reasoning::reasoning(proof, effort))),
        _ => None,
    };
    Script { reasoning, body: Body::Text(text), citations: plan.citations.clone() }
}

/// The named values as a JSON object; of values with one name the last counts.
fn json(plan: &Plan) -> String {
    let object: serde_json::Map<_, _> = plan.values.iter().cloned().collect();
    serde_json::Value::Object(object).to_string()
}

fn text(ask: &Ask, plan: &Plan) -> Wordings {
    let mut text = WordingsBuilder::new();
    for (index, step) in plan.moves.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| plan.moves.get(before));
        if let Some(before) = before {
            text.say(separator(before, step));
        }
        text.append(say_move(ask, plan, step));
    }
    if ask.verbosity == Verbosity::High
        && let Some(proof) = &plan.proof
    {
        let because = reasoning::because(proof);
        if !because.is_empty() {
            text.say(" ").say(because);
        }
    }
    text.build()
}

/// What stands between two moves.
fn separator(before: &Move, after: &Move) -> &'static str {
    match (before, after) {
        (Move::List { .. }, _) | (_, Move::List { .. }) => "\n\n",
        (_, Move::Because(_)) => "\n\n",
        (Move::Quote(_), Move::Quote(_)) => "\n\n",
        (Move::Give(_) | Move::Admit(_), Move::Give(_) | Move::Admit(_)) => "\n",
        _ => " ",
    }
}

fn say_move(ask: &Ask, plan: &Plan, step: &Move) -> Wordings {
    match step {
        Move::Give(finding) => give(ask, plan, finding),
        Move::Quote(text) => Wordings::fixed(text.trim()),
        Move::List { heading, items } => list(heading, items),
        Move::Social(key) => social(plan, key),
        Move::Acknowledge(finding) => acknowledge(finding),
        Move::AskBack(question) => Wordings::fixed(sentence::finished(question, '?')),
        Move::Admit(reason) => admit(ask, *reason),
        Move::Because(premises) => Wordings::fixed(because(premises)),
    }
}

/// A value, alone or in its sentence.
fn give(ask: &Ask, plan: &Plan, finding: &Finding) -> Wordings {
    let value = number::value(&finding.value);
    let statement = sentence::statement(finding);
    // A value that says it all, or one with no room for a sentence.
    let Some(statement) = statement.filter(|_| ask.verbosity > Verbosity::Low) else {
        return Wordings::fixed(value);
    };
    let mut said = WordingsBuilder::new();
    tone::open(&mut said, plan.tone);
    match &finding.value {
        Value::Truth(_) => wording::truth(&mut said, &value, &statement),
        Value::Number { .. } if statement.contains(" = ") || statement.contains(" ≈ ") => {
            wording::result(&mut said, &value, &statement);
        }
        Value::Number { .. } | Value::Text(_) => {
            wording::fact(&mut said, &value, &statement, ask.verbosity);
        }
    }
    said.build()
}

fn list(heading: &str, items: &[String]) -> Wordings {
    let mut text = String::new();
    if !heading.is_empty() {
        text.push_str(heading.trim_end_matches(':'));
        text.push_str(":\n");
    }
    let lines: Vec<String> = items.iter().map(|item| format!("- {}", item.trim())).collect();
    text.push_str(&lines.join("\n"));
    Wordings::fixed(text)
}

fn social(plan: &Plan, key: &str) -> Wordings {
    let warm = format!("{key}.warm");
    let key = if plan.tone == engine_api::Tone::Warm && wording::exists(&warm) { warm.as_str() } else { key };
    wording::by_key(key)
}

fn acknowledge(finding: &Finding) -> Wordings {
    let Some(statement) = sentence::statement(finding) else { return wording::by_key("understood") };
    let mut said = WordingsBuilder::new();
    said.append(wording::by_key("acknowledge")).say(" ").say(sentence::inner(&statement)).say(".");
    said.build()
}

/// The premises of an answer, each as a sentence.
fn because(premises: &[String]) -> String {
    let sentences: Vec<String> = premises.iter().map(|premise| sentence::finished(premise, '.')).collect();
    format!("Because: {}", sentences.join(" "))
}

/// An abstention: the reason, and where there is room what would help.
fn admit(ask: &Ask, reason: Reason) -> Wordings {
    let short = if ask.verbosity == Verbosity::Low { ".short" } else { "" };
    wording::by_key(&format!("admit.{}{short}", reason.name()))
}

#[cfg(test)]
mod tests;
