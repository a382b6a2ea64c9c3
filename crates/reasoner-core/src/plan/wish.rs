//! Wishes about the form of the answer, in the instructions and in the last turn: bare answers, JSON, an ending,
//! the proof beside the answer.

use engine_api::{Ask, Finding, Move, Plan, Proof, Reading, Role, Sentence, SentenceKind};

use crate::scene::last_turn;

/// What is wished.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Wishes {
    /// The value alone.
    bare: bool,
    /// A JSON object.
    json: bool,
    /// The steps of the proof after the answer.
    proof: bool,
    /// What stands before every answer.
    before: Option<String>,
    /// What stands after every answer.
    after: Option<String>,
}

const BARE: [&str; 20] = [
    "only the number",
    "just the number",
    "only the answer",
    "just the answer",
    "one word",
    "single word",
    "answer only",
    "only answer",
    "number only",
    "the number alone",
    "without explanation",
    "no explanation",
    "only yes or no",
    "yes or no only",
    "with yes or no",
    "just yes or no",
    "only the name",
    "just the name",
    "only the result",
    "answer yes or no",
];

const JSON: [&str; 9] = [
    "in json",
    "as json",
    "output json",
    "return json",
    "json object",
    "json only",
    "only json",
    "with json",
    "valid json",
];

const PROOF: [&str; 8] = [
    "step by step",
    "show your work",
    "explain your reasoning",
    "show your reasoning",
    "show the proof",
    "with a proof",
    "explain why",
    "show the steps",
];

/// Verbs with which a sentence tells how to answer rather than asks.
const TELLING: [&str; 14] = [
    "answer", "respond", "reply", "use", "be", "think", "explain", "show", "return", "output", "end", "begin", "start",
    "do",
];

/// The wishes of the operator and of the last turn.
pub(crate) fn wishes(ask: &Ask, reading: &Reading) -> Wishes {
    let mut wishes = Wishes::default();
    for (turn, sentences) in ask.turns.iter().zip(&reading.turns).filter(|(turn, _)| turn.role == Role::System) {
        for sentence in sentences {
            wishes.add(sentence.span.of(&turn.text));
        }
    }
    let (sentences, text) = last_turn(ask, reading);
    for sentence in sentences.iter().filter(|sentence| is_wish(sentence, text)) {
        wishes.add(sentence.span.of(text));
    }
    wishes
}

/// Whether a sentence of the user only says how to answer.
pub(crate) fn is_wish(sentence: &Sentence, text: &str) -> bool {
    let tells = sentence.kind != SentenceKind::Question
        && sentence
            .clauses
            .first()
            .is_none_or(|clause| TELLING.contains(&clause.verb.as_str()) && clause.subject.is_none());
    if !tells {
        return false;
    }
    let written = sentence.span.of(text).to_lowercase();
    let generic = ["answer the question", "answer the following", "answer this", "think carefully", "please answer"];
    let mut wish = Wishes::default();
    wish.add(sentence.span.of(text));
    wish != Wishes::default() || generic.iter().any(|start| written.starts_with(start))
}

impl Wishes {
    fn add(&mut self, sentence: &str) {
        let lower = sentence.to_lowercase();
        let any = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
        self.bare |= any(&BARE);
        self.json |= any(&JSON) && !lower.contains("not ");
        self.proof |= any(&PROOF) && !lower.contains("not ");
        if any(&["end every", "end each", "end all", "end your", "finish every", "finish each"]) {
            self.after = quoted(sentence).or(self.after.take());
        }
        if any(&[
            "start every",
            "start each",
            "begin every",
            "begin each",
            "start your",
            "begin your",
            "start all",
            "begin all",
        ]) {
            self.before = quoted(sentence).or(self.before.take());
        }
    }

    /// Shapes the plan as wished.
    pub(crate) fn apply(self, plan: &mut Plan) {
        if self.bare {
            plan.moves.retain(|step| !matches!(step, Move::Because(_)));
            for step in &mut plan.moves {
                if let Move::Give(finding) = step {
                    *finding = Finding::bare(finding.value.clone());
                }
            }
        }
        if self.json && !plan.values.is_empty() {
            let object: serde_json::Map<_, _> = plan.values.iter().cloned().collect();
            plan.moves = vec![Move::Quote(serde_json::Value::Object(object).to_string())];
            return;
        }
        if self.proof && !self.bare {
            let items = plan.proof.as_ref().map(steps).unwrap_or_default();
            if !items.is_empty() {
                plan.moves.push(Move::List { heading: "Proof".to_owned(), items });
            }
        }
        if let Some(before) = self.before {
            plan.moves.insert(0, Move::Quote(before));
        }
        plan.moves.extend(self.after.map(Move::Quote));
    }
}

/// The text in quotation marks.
fn quoted(sentence: &str) -> Option<String> {
    let start = sentence.find(['"', '“', '\''])?;
    let rest = sentence.get(start..)?;
    let mut letters = rest.chars();
    let closing = match letters.next()? {
        '“' => '”',
        mark => mark,
    };
    let inner = letters.as_str();
    let end = inner.rfind(closing)?;
    Some(inner.get(..end)?.to_owned()).filter(|inner| !inner.is_empty() && inner.len() <= 200)
}

fn capitalised(claim: &str) -> String {
    let mut letters = claim.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The steps of a proof, premises first; at most fifty.
fn steps(proof: &Proof) -> Vec<String> {
    let mut open = vec![(proof, false)];
    let mut found: Vec<String> = Vec::new();
    while let Some((step, entered)) = open.pop() {
        if entered || step.from.is_empty() {
            if found.len() < 50 && !found.contains(&capitalised(&step.claim)) {
                found.push(capitalised(&step.claim));
            }
            continue;
        }
        open.push((step, true));
        open.extend(step.from.iter().rev().map(|premise| (premise, false)));
    }
    found
}
