//! The skills: one file each, one signature, one table. A skill answers a sentence or passes.

mod adjectives;
mod antecedent;
mod arithmetic;
mod arrange;
mod belief;
mod booleans;
mod brackets;
mod calendar;
mod causal;
mod compare;
mod counting;
mod courses;
mod dates;
mod deduce;
mod define;
mod facts;
mod formula;
mod hanoi;
mod inventory;
mod irony;
mod jugs;
mod kin;
mod maze;
mod number_theory;
pub(crate) mod passage;
mod planner;
mod prompt;
mod recall;
mod schedule;
mod shapes;
mod smalltalk;
mod sorting;
mod space;
mod story;
mod swaps;
mod table;
pub(crate) mod texts;
mod theory;
pub(crate) mod tool_result;
mod translation;
mod truth;
mod turtle;
mod unanswerable;
mod units;
mod word_problem;
mod wordplay;

use engine_api::{Budget, Citation, Finding, Move, Outcome, OutcomeKind, Proof, Reason, Value};
use serde_json::Value as Json;

use crate::check::Checked;
use crate::scene::Scene;
pub(crate) use texts::{leading_number, small_number, tokens, told_texts};

/// A way of answering. `None` where the sentence is not of its kind.
pub(crate) type Skill = fn(&Scene<'_>, &mut Budget) -> Option<Found>;

/// What a skill answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The task as a whole; asked once, its goal is the main question.
    Task,
    /// One sentence; asked for each that wants an answer.
    Sentence,
}

/// A row of the table of skills.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) scope: Scope,
    pub(crate) skill: Skill,
}

/// From this confidence on an answer is taken without asking the skills after it.
pub(crate) const SURE: f32 = 0.9;

/// Below this confidence nothing is answered.
pub(crate) const LEAST: f32 = 0.5;

/// All skills in the order in which they are asked. The first sure answer wins, else the surest.
pub(crate) const SKILLS: &[Row] = &[
    Row { name: "courses", scope: Scope::Task, skill: courses::courses },
    Row { name: "planner", scope: Scope::Task, skill: planner::planner },
    Row { name: "arrange", scope: Scope::Task, skill: arrange::arrange },
    Row { name: "truth", scope: Scope::Task, skill: truth::truth },
    Row { name: "table", scope: Scope::Task, skill: table::table },
    Row { name: "brackets", scope: Scope::Task, skill: brackets::brackets },
    Row { name: "number_theory", scope: Scope::Task, skill: number_theory::number_theory },
    Row { name: "counting", scope: Scope::Task, skill: counting::counting },
    Row { name: "shapes", scope: Scope::Task, skill: shapes::shapes },
    Row { name: "hanoi", scope: Scope::Task, skill: hanoi::hanoi },
    Row { name: "jugs", scope: Scope::Task, skill: jugs::jugs },
    Row { name: "maze", scope: Scope::Task, skill: maze::maze },
    Row { name: "adjectives", scope: Scope::Task, skill: adjectives::adjectives },
    Row { name: "sorting", scope: Scope::Task, skill: sorting::sorting },
    Row { name: "booleans", scope: Scope::Task, skill: booleans::booleans },
    Row { name: "natural", scope: Scope::Task, skill: theory::natural },
    Row { name: "belief", scope: Scope::Task, skill: belief::belief },
    Row { name: "swaps", scope: Scope::Task, skill: swaps::swaps },
    Row { name: "turtle", scope: Scope::Task, skill: turtle::turtle },
    Row { name: "schedule", scope: Scope::Task, skill: schedule::schedule },
    Row { name: "inventory", scope: Scope::Task, skill: inventory::inventory },
    Row { name: "kin", scope: Scope::Task, skill: kin::kin },
    Row { name: "space", scope: Scope::Task, skill: space::space },
    Row { name: "calendar", scope: Scope::Task, skill: calendar::calendar },
    Row { name: "units", scope: Scope::Task, skill: units::units },
    Row { name: "sizes", scope: Scope::Task, skill: story::sizes },
    Row { name: "kinds", scope: Scope::Task, skill: story::kinds },
    Row { name: "word_problem", scope: Scope::Task, skill: word_problem::word_problem },
    Row { name: "story", scope: Scope::Task, skill: story::story },
    Row { name: "formula", scope: Scope::Task, skill: formula::formula },
    Row { name: "theory", scope: Scope::Task, skill: theory::theory },
    Row { name: "tool_result", scope: Scope::Sentence, skill: tool_result::tool_result },
    Row { name: "smalltalk", scope: Scope::Sentence, skill: smalltalk::smalltalk },
    Row { name: "compare", scope: Scope::Sentence, skill: compare::compare },
    Row { name: "arithmetic", scope: Scope::Sentence, skill: arithmetic::arithmetic },
    Row { name: "number_theory", scope: Scope::Sentence, skill: number_theory::in_sentence },
    Row { name: "units", scope: Scope::Sentence, skill: units::in_sentence },
    Row { name: "dates", scope: Scope::Sentence, skill: dates::dates },
    Row { name: "deduce", scope: Scope::Sentence, skill: deduce::deduce },
    Row { name: "recall", scope: Scope::Sentence, skill: recall::recall },
    Row { name: "theory", scope: Scope::Sentence, skill: theory::in_sentence },
    Row { name: "translation", scope: Scope::Task, skill: translation::translation },
    Row { name: "antecedent", scope: Scope::Task, skill: antecedent::antecedent },
    Row { name: "causal", scope: Scope::Task, skill: causal::causal },
    Row { name: "irony", scope: Scope::Task, skill: irony::irony },
    Row { name: "wordplay", scope: Scope::Task, skill: wordplay::wordplay },
    Row { name: "facts", scope: Scope::Task, skill: facts::facts },
    Row { name: "unanswerable", scope: Scope::Task, skill: unanswerable::unanswerable },
    Row { name: "passage", scope: Scope::Task, skill: passage::passage },
    Row { name: "passage", scope: Scope::Sentence, skill: passage::in_long_text },
    Row { name: "define", scope: Scope::Sentence, skill: define::define },
];

/// What a skill found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) moves: Vec<Move>,
    pub(crate) outcome: Outcome,
    pub(crate) proof: Option<Proof>,
    pub(crate) values: Vec<(String, Json)>,
    pub(crate) citations: Vec<Citation>,
    /// Whether the premises of the proof are told after the answer.
    pub(crate) reasons: bool,
    /// That a checker went through its steps; without it nothing is called proved.
    pub(crate) checked: Option<Checked>,
}

impl Found {
    /// One finding with its proof.
    pub(crate) fn answer(finding: Finding, kind: OutcomeKind, proof: Option<Proof>) -> Found {
        let values = vec![("answer".to_owned(), json(&finding.value))];
        Found {
            moves: vec![Move::Give(finding)],
            outcome: Outcome::certain(kind),
            proof,
            values,
            citations: Vec::new(),
            reasons: false,
            checked: None,
        }
    }

    /// The same with another finding in the first place.
    pub(crate) fn giving(mut self, finding: Finding) -> Found {
        if let Some(first) = self.moves.first_mut() {
            self.values = vec![("answer".to_owned(), json(&finding.value))];
            *first = Move::Give(finding);
        }
        self
    }

    /// The same with another confidence (0 to 1).
    pub(crate) fn with_confidence(mut self, confidence: f32) -> Found {
        self.outcome.confidence = confidence;
        self
    }

    /// The same with what a checker said of its steps.
    pub(crate) fn checked(mut self, checked: Option<Checked>) -> Found {
        self.checked = checked;
        self
    }

    /// The same with the premises of its proof told after it.
    pub(crate) fn with_reasons(mut self) -> Found {
        self.reasons = true;
        self
    }

    /// A phrase of courtesy or care by its key in the table of wordings.
    pub(crate) fn social(key: &str) -> Found {
        Found {
            moves: vec![Move::Social(key.to_owned())],
            outcome: Outcome::certain(OutcomeKind::Retrieved),
            proof: None,
            values: Vec::new(),
            citations: Vec::new(),
            reasons: false,
            checked: None,
        }
    }

    /// An abstention.
    pub(crate) fn abstained(reason: Reason) -> Found {
        Found {
            moves: vec![Move::Admit(reason)],
            outcome: Outcome::abstained(reason),
            proof: None,
            values: Vec::new(),
            citations: Vec::new(),
            reasons: false,
            checked: None,
        }
    }
}

/// A value as JSON: a number where JSON can hold it exactly, text otherwise.
pub(crate) fn json(value: &Value) -> Json {
    match value {
        Value::Truth(truth) => Json::Bool(*truth),
        Value::Number { digits, unit: None } => number_json(digits),
        Value::Number { digits, unit: Some(unit) } => Json::String(format!("{digits} {unit}")),
        Value::Text(text) => Json::String(text.clone()),
    }
}

/// Digits as a JSON number where a reader gets the same number back.
pub(crate) fn number_json(digits: &str) -> Json {
    if let Ok(whole) = digits.parse::<i64>() {
        return whole.into();
    }
    let exact = digits.len() <= 16 && !digits.contains('/');
    match digits.parse::<f64>().ok().filter(|_| exact).and_then(serde_json::Number::from_f64) {
        Some(number) => Json::Number(number),
        None => Json::String(digits.to_owned()),
    }
}
