//! What a dialogue says, as far as it was understood. Reading never fails: the rest is listed as unread.

use crate::{Form, Place, Query, Task};

/// A range of bytes in the text of one turn, always at character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The text that the span covers; empty where the span does not fit.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// The reading of a whole dialogue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The sentences of each turn, turn by turn as in the request.
    pub turns: Vec<Vec<Sentence>>,
    /// The mood of the last user turn.
    pub mood: Mood,
    /// What the dialogue wants done.
    pub task: Task,
}

impl Reading {
    /// The sentence at a place.
    pub fn at(&self, place: Place) -> Option<&Sentence> {
        self.turns.get(place.turn)?.get(place.sentence)
    }
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sentence {
    /// Where it stands in its turn.
    pub span: Span,
    /// Its words and marks.
    pub words: Vec<Word>,
    /// What it is for.
    pub kind: SentenceKind,
    /// What it states as a logical form, where the grammar covers it.
    pub form: Option<Form>,
    /// What it asks, as a logical form, where the grammar covers it.
    pub query: Option<Query>,
    /// What it states, or what it asks about.
    pub clauses: Vec<Clause>,
    /// What it asks, in a question.
    pub question: Option<Question>,
    /// The amounts it names.
    pub quantities: Vec<Quantity>,
    /// The dates and times it names.
    pub times: Vec<TimePhrase>,
    /// The names and quoted texts in it.
    pub names: Vec<NamePhrase>,
    /// The parts that no clause, question or phrase accounts for.
    pub unread: Vec<Span>,
}

/// What a sentence is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SentenceKind {
    /// It says that something is so.
    #[default]
    Statement,
    /// It asks.
    Question,
    /// It tells the hearer to do something.
    Command,
    /// Anything less than a clause: a greeting, a heading, a noun phrase.
    Fragment,
}

/// A word or a mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Where it stands in its turn.
    pub span: Span,
    /// As it is written.
    pub text: String,
    /// Its dictionary form, in lower case.
    pub lemma: String,
    /// Its part of speech.
    pub pos: Pos,
}

/// Universal parts of speech (<https://universaldependencies.org/u/pos/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum Pos {
    Adjective,
    Adposition,
    Adverb,
    Auxiliary,
    Coordinator,
    Determiner,
    Interjection,
    Noun,
    Numeral,
    Particle,
    Pronoun,
    ProperNoun,
    Punctuation,
    Subordinator,
    Symbol,
    Verb,
    Other,
}

/// A predicate with its roles. Roles hold phrases as they are written, without articles' meaning resolved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clause {
    /// Where it stands in its turn.
    pub span: Span,
    /// The lemma of the main verb (`be` for a copula).
    pub verb: String,
    /// Who or what does or is.
    pub subject: Option<String>,
    /// What is done to, or what the subject is.
    pub object: Option<String>,
    /// Further phrases with the preposition that leads them: `("in", "Paris")`.
    pub adjuncts: Vec<(String, String)>,
    /// Whether it is denied.
    pub negated: bool,
    /// When it is so.
    pub tense: Tense,
    /// The modal verb before the main verb, by its lemma: `can`, `must`.
    pub modal: Option<String>,
    /// The word that makes it depend on another clause, in lower case: `if`, `because`, `when`.
    pub marker: Option<String>,
}

/// When a clause is so, as its verb says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tense {
    /// Now or always.
    #[default]
    Present,
    /// Before now.
    Past,
    /// After now.
    Future,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Where it stands in its turn.
    pub span: Span,
    /// Which form it has.
    pub kind: QuestionKind,
    /// The clause with a hole where the answer goes; for a yes/no question the whole clause.
    pub about: Option<Clause>,
    /// The word or phrase that the question word goes with: `colour` in "what colour", `apples` in "how many
    /// apples", `old` in "how old".
    pub focus: Option<String>,
}

/// The forms of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuestionKind {
    /// Is it so?
    YesNo,
    /// What or which.
    What,
    /// Who.
    Who,
    /// Where.
    Where,
    /// When.
    When,
    /// Why.
    Why,
    /// How.
    How,
    /// How many or how much.
    HowMany,
}

/// An amount, with its unit where one is named.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Where the number stands in its turn; its unit stands right before (`$`) or after it.
    pub span: Span,
    /// The amount as exact decimal text, such as `-3.5` or `1000000`; a fraction such as `2/3` where no decimal
    /// is exact.
    pub amount: String,
    /// The unit or the thing counted, as it is written: `km`, `percent`, `apples`.
    pub unit: Option<String>,
}

/// A date or a time as it is written, and what it means where it is certain.
#[derive(Debug, Clone, PartialEq)]
pub struct TimePhrase {
    /// Where it stands in its turn.
    pub span: Span,
    /// ISO 8601 where the phrase fixes it: `2026-11-22`, `15:30`, `2026-11-22T15:30`.
    pub iso: Option<String>,
}

/// A name or a quoted text.
#[derive(Debug, Clone, PartialEq)]
pub struct NamePhrase {
    /// Where it stands in its turn, without quotation marks.
    pub span: Span,
    /// Whether it stood in quotation marks.
    pub quoted: bool,
}

/// The asker's mood, each from 0 (none) to 1 (strong); `valence` from -1 (bad) to 1 (good).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mood {
    /// How good or bad the asker feels.
    pub valence: f32,
    /// How much under strain.
    pub stress: f32,
    /// How pressed for time.
    pub urgency: f32,
    /// How polite.
    pub politeness: f32,
}
