//! The inner language of the house: five verbs and the nouns they pass to one another.
//!
//! A request is an [`Ask`]; reading makes it a [`Reading`], routing decides whether a tool answers it
//! ([`Routing`]), reasoning makes a [`Plan`], saying turns the plan into a [`Script`], and performing
//! (`stream-core`) draws text from the script as [`Sampling`] says. Nothing here knows the OpenAI wire,
//! performs I/O, reads a clock or fails: not knowing and running out of budget are outcomes.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod ask;
mod budget;
mod form;
mod lexicon;
mod plan;
mod reading;
mod routing;
mod sampling;
mod script;
mod task;
pub mod vocabulary;

pub use ask::{Ask, Effort, Format, Grammar, Role, Tool, ToolChoice, ToolKind, Turn, Verbosity};
pub use budget::Budget;
pub use form::{
    Adjective, Asked, Bound, Claim, Complement, Count, Degree, Determiner, Form, Joint, Noun, NounKind, Oblique, Query,
};
pub use lexicon::{Candidate, Inflection, Lexicon, NoLexicon, Senses};
pub use plan::{Citation, Finding, Move, Outcome, OutcomeKind, Plan, Proof, Reason, Tone, Value};
pub use reading::{
    Clause, Mood, NamePhrase, Pos, Quantity, Question, QuestionKind, Reading, Sentence, SentenceKind, Span, Tense,
    TimePhrase, Word,
};
pub use routing::{Call, Routing};
pub use sampling::Sampling;
pub use schema_core::Schema;
pub use script::{Body, Edge, Node, Script, Wordings, WordingsBuilder};
pub use task::{Choice, Place, Task};

/// Text to meaning. Never fails: what is not understood is listed as unread.
pub trait Reader: Send + Sync {
    /// Reads every turn of the dialogue.
    fn read(&self, ask: &Ask) -> Reading;
}

/// Decides whether one of the request's tools answers, and with which arguments.
pub trait ToolRouter: Send + Sync {
    /// Routes the last turn of the dialogue.
    fn route(&self, ask: &Ask, reading: &Reading) -> Routing;
    /// What the last turn of the dialogue says for the members of the object that `schema` describes: JSON pointers
    /// and values. Members that it says nothing for are left out.
    fn extract(&self, ask: &Ask, schema: &Schema) -> Vec<(String, serde_json::Value)>;
}

/// Finds what there is to say.
pub trait Reasoner: Send + Sync {
    /// Reasons within `budget`; a plan always comes back, an abstention at the least.
    fn reason(&self, ask: &Ask, reading: &Reading, budget: &mut Budget) -> Plan;
}

/// Turns a plan into weighted wordings.
pub trait Speaker: Send + Sync {
    /// Says the plan in the manner the request wants.
    fn say(&self, ask: &Ask, plan: &Plan) -> Script;
}

/// Text to a vector of unit length.
pub trait Embedder: Send + Sync {
    /// The number of dimensions of a whole vector.
    fn dimensions(&self) -> usize;
    /// The vector of `text`, cut to its first `dims` dimensions (at most [`Embedder::dimensions`]) and
    /// normalised to length 1. A text with no known token gives a fixed unit vector.
    fn embed(&self, text: &str, dims: usize) -> Vec<f32>;
}
