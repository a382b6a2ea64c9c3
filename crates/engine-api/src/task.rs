//! What a prompt wants done: its context, its question, the answers it offers and the form it wants them in.

use crate::{Sentence, Span};

/// Where a sentence stands: turn and sentence within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Index into the turns.
    pub turn: usize,
    /// Index of the sentence in its turn.
    pub sentence: usize,
}

/// The dialogue as a task: what tells, what asks, what may be answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Task {
    /// The sentences that tell something (of the system, the user and earlier turns), in order.
    pub context: Vec<Place>,
    /// The sentences that ask or command something in the last user turn, in order; the last one is the main one.
    pub questions: Vec<Place>,
    /// Sentences that only say how to answer ("Answer with yes or no.").
    pub instructions: Vec<Place>,
    /// Options of a multiple choice, in order.
    pub options: Vec<Choice>,
    /// A closed set of answers that the prompt names, lower case ("true", "false", "unknown"); empty where it names
    /// none.
    pub labels: Vec<String>,
    /// The statement that the prompt wants judged, where it is not the question itself ("Is this true: …").
    pub statement: Option<Sentence>,
}

/// An option of a multiple choice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choice {
    /// Its letter or number as written, without brackets; empty for bulleted options.
    pub label: String,
    /// Its text.
    pub text: String,
    /// Where the text stands in the last user turn.
    pub span: Span,
    /// The text as read on its own.
    pub sentences: Vec<Sentence>,
}
