//! The heart: read, route, reason, say. One screen, and the only branches of the journey.

use engine_api::{
    Ask, Body, Budget, Format, Move, Outcome, OutcomeKind, Plan, Proof, Reader, Reason, Reasoner, Routing, Script,
    Speaker, Tone, ToolRouter, Wordings,
};

use super::form::{self, Unfit};

/// How sure values are that were taken out of a text: about the share of them that is right.
const EXTRACTED: f32 = 0.8;

/// The four verbs, wired.
pub struct Pipeline {
    /// Text to meaning.
    pub reader: Box<dyn Reader>,
    /// Tools.
    pub router: Box<dyn ToolRouter>,
    /// Facts and rules.
    pub reasoner: Box<dyn Reasoner>,
    /// Meaning to text.
    pub speaker: Box<dyn Speaker>,
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipeline").finish_non_exhaustive()
    }
}

/// What thinking brought: everything that an answer needs but the draw of its words.
#[derive(Debug, Clone)]
pub struct Thought {
    /// What may be said.
    pub script: Script,
    /// How it was come by.
    pub outcome: Outcome,
    /// Why it holds.
    pub proof: Option<Proof>,
}

impl Pipeline {
    /// Thinks about `ask` within `budget`.
    pub fn think(&self, ask: &Ask, budget: &mut Budget) -> Thought {
        let reading = self.reader.read(ask);
        match self.router.route(ask, &reading) {
            Routing::Call(calls) => {
                let outcome = Outcome::certain(OutcomeKind::Called);
                return Thought { script: Script::calls(calls), outcome, proof: None };
            }
            Routing::Clarify { tool, missing } => return self.say(ask, ask_back(&tool, &missing)),
            Routing::Answer => {}
        }
        self.say(ask, self.reasoner.reason(ask, &reading, budget))
    }

    /// Puts a plan into the form that the request wants.
    fn say(&self, ask: &Ask, plan: Plan) -> Thought {
        let (plan, extracted) = self.extracted(ask, plan);
        let said = self.speaker.say(ask, &plan);
        let filled = match &ask.format {
            Format::Text => return thought(plan, said),
            Format::Json => Ok(form::object(ask, &plan, &words(&said))),
            Format::Schema { schema, .. } => form::fill(schema, &plan, &words(&said), extracted),
        };
        match filled {
            Ok(json) => {
                let body = Body::Text(Wordings::fixed(json.to_string()));
                thought(plan, Script { body, ..said })
            }
            Err(Unfit::Unknown) if extracted => {
                refuse(Plan { outcome: Outcome::abstained(Reason::NoKnowledge), ..plan }, said)
            }
            Err(Unfit::Unknown) => refuse(plan, said),
            Err(Unfit::Form) => refuse(Plan { outcome: Outcome::abstained(Reason::Form), ..plan }, said),
        }
    }
}

impl Pipeline {
    /// The plan, and whether the request asks to take values out of its text: then with what the text says for the
    /// members of the form in place of what reasoning brought.
    fn extracted(&self, ask: &Ask, plan: Plan) -> (Plan, bool) {
        let Format::Schema { schema, .. } = &ask.format else { return (plan, false) };
        if !form::wants_extraction(ask) {
            return (plan, false);
        }
        let mut values = self.router.extract(ask, schema);
        if values.is_empty() {
            return (plan, false);
        }
        let found: Vec<String> = values.iter().map(|(pointer, _)| pointer.clone()).collect();
        values.extend(plan.values.iter().filter(|(name, _)| !found.contains(&format!("/{name}"))).cloned());
        let outcome = Outcome { confidence: EXTRACTED, ..Outcome::certain(OutcomeKind::Retrieved) };
        (Plan { values, outcome, ..plan }, true)
    }
}

/// The likeliest words of a script.
fn words(script: &Script) -> String {
    match &script.body {
        Body::Text(words) | Body::Refusal(words) => words.heaviest(),
        Body::Calls(_) => String::new(),
    }
}

fn thought(plan: Plan, script: Script) -> Thought {
    Thought { script, outcome: plan.outcome, proof: plan.proof }
}

/// A form that cannot be filled with what is known is refused in words: never valid JSON with invented content.
fn refuse(plan: Plan, said: Script) -> Thought {
    let body = match said.body {
        Body::Text(words) => Body::Refusal(words),
        other => other,
    };
    thought(plan, Script { body, ..said })
}

/// The plan of asking for what a call needs.
fn ask_back(tool: &str, missing: &[String]) -> Plan {
    let names: Vec<String> = missing.iter().map(|name| name.replace(['_', '-'], " ")).collect();
    let what = match names.as_slice() {
        [] => format!("the details of {}", tool.replace(['_', '-'], " ")),
        [one] => format!("the {one}"),
        [start @ .., last] => format!("the {} and the {last}", start.join(", the ")),
    };
    Plan {
        moves: vec![Move::AskBack(what)],
        values: Vec::new(),
        tone: Tone::Plain,
        outcome: Outcome::certain(OutcomeKind::Asked),
        proof: None,
        citations: Vec::new(),
    }
}
