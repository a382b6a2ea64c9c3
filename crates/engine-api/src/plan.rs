//! What there is to say, before it is put into words.

use serde_json::Value as Json;

/// What the reasoner found.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What to say, in order.
    pub moves: Vec<Move>,
    /// Named values for answers that a schema shapes, in order of discovery.
    pub values: Vec<(String, Json)>,
    /// How to say it.
    pub tone: Tone,
    /// How the answer was come by.
    pub outcome: Outcome,
    /// Why it holds.
    pub proof: Option<Proof>,
    /// Where retrieved statements come from.
    pub citations: Vec<Citation>,
}

/// One step of what is said.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// The answer to the question, with the statement that holds it.
    Give(Finding),
    /// Sentences that are said as they stand: definitions and other statements of a source.
    Quote(String),
    /// Points of one kind under a heading.
    List {
        /// What they are points of; may be empty.
        heading: String,
        /// The points, most important first.
        items: Vec<String>,
    },
    /// A greeting, thanks, a farewell and the like, by its name in the table of wordings.
    Social(String),
    /// That a statement of the asker is understood and kept.
    Acknowledge(Finding),
    /// A question back: what is needed to go on.
    AskBack(String),
    /// That there is no answer, and why.
    Admit(Reason),
    /// The told sentences from which the answer before it follows, as they were told.
    Because(Vec<String>),
}

/// A value and the statement that it completes.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The value itself: `Ada`, `42`, `Yes`.
    pub value: Value,
    /// Subject of the statement: `your name`, `17 * 23`. Empty where the value says it all.
    pub subject: String,
    /// The verb between subject and value in its dictionary form: `be`, `live in`, `have`.
    pub verb: String,
    /// Whether the statement is denied.
    pub negated: bool,
    /// The whole statement without its final mark, where subject, verb and value do not spell it:
    /// `Tom lives in Paris` for the value `Yes`.
    pub statement: Option<String>,
}

impl Finding {
    /// A value that says it all.
    pub fn bare(value: Value) -> Finding {
        Finding { value, subject: String::new(), verb: String::new(), negated: false, statement: None }
    }

    /// A value with the whole statement that holds it.
    pub fn stated(value: Value, statement: impl Into<String>) -> Finding {
        Finding { statement: Some(statement.into()), ..Finding::bare(value) }
    }
}

/// A value that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Truth(bool),
    /// A number in its exact written form, with a unit where it has one.
    Number {
        /// The digits: `42`, `-3.5`, `1/3`.
        digits: String,
        /// The unit as it is said: `km`.
        unit: Option<String>,
    },
    /// Words: a name, a noun phrase, a date.
    Text(String),
}

/// The manner of the answer; the facts are the same in any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Neither warm nor curt.
    #[default]
    Plain,
    /// For an asker who is glad or polite.
    Warm,
    /// For an asker under strain: short, the remedy first.
    Calm,
}

/// How an answer was come by, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How it was come by.
    pub kind: OutcomeKind,
    /// 0 to 1.
    pub confidence: f32,
    /// Whether it holds for the moment only, as the time of day does. It may not be kept for later.
    pub momentary: bool,
}

impl Outcome {
    /// An outcome of full confidence.
    pub fn certain(kind: OutcomeKind) -> Outcome {
        Outcome { kind, confidence: 1.0, momentary: false }
    }

    /// An abstention.
    pub fn abstained(reason: Reason) -> Outcome {
        Outcome { kind: OutcomeKind::Abstained(reason), confidence: 0.0, momentary: false }
    }
}

/// How an answer was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeKind {
    /// Derived, with a proof whose steps an independent checker accepted.
    Proved,
    /// Derived by rules or search, with reasons that no checker went through.
    Derived,
    /// Quoted or assembled from sources.
    Retrieved,
    /// Computed exactly.
    Computed,
    /// A tool is called.
    Called,
    /// One question back.
    Asked,
    /// No answer.
    Abstained(Reason),
}

impl OutcomeKind {
    /// The name that headers and metrics show.
    pub fn name(self) -> &'static str {
        match self {
            OutcomeKind::Proved => "proved",
            OutcomeKind::Derived => "derived",
            OutcomeKind::Retrieved => "retrieved",
            OutcomeKind::Computed => "computed",
            OutcomeKind::Called => "called",
            OutcomeKind::Asked => "asked",
            OutcomeKind::Abstained(_) => "abstained",
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing known answers it.
    NoKnowledge,
    /// It can be understood in more than one way.
    Ambiguous,
    /// It would take more steps than the request may cost.
    Budget,
    /// It asks for something that is not done here, such as open-ended writing.
    Unsupported,
    /// The required form cannot hold what is known.
    Form,
}

impl Reason {
    /// The name that headers and metrics show.
    pub fn name(self) -> &'static str {
        match self {
            Reason::NoKnowledge => "no_knowledge",
            Reason::Ambiguous => "ambiguous",
            Reason::Budget => "budget",
            Reason::Unsupported => "unsupported",
            Reason::Form => "form",
        }
    }
}

/// A tree of reasons: each step follows from the steps below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// What holds, in words.
    pub claim: String,
    /// The rule or the source by which it holds.
    pub by: String,
    /// What it follows from; empty for a fact that was told.
    pub from: Vec<Proof>,
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source's title.
    pub title: String,
    /// The source's address.
    pub url: String,
}
