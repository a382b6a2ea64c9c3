//! What is asked: the dialogue, the tools and the form that the answer must take.

use std::sync::Arc;

use schema_core::Schema;

/// A request in the engine's own words.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The dialogue, oldest first. Never empty.
    pub turns: Vec<Turn>,
    /// Text that will follow the answer (`suffix` of a completion).
    pub suffix: Option<String>,
    /// The tools that may be called, already narrowed to the allowed ones.
    pub tools: Vec<Tool>,
    /// Whether a tool may, must or must not be called.
    pub choice: ToolChoice,
    /// Whether one answer may hold several calls.
    pub parallel_calls: bool,
    /// The form of the answer.
    pub format: Format,
    /// How much to say.
    pub verbosity: Verbosity,
    /// How much of the reasoning to show.
    pub effort: Effort,
    /// Now, in seconds since 1970-01-01T00:00:00Z.
    pub now: i64,
}

impl Ask {
    /// A dialogue of one user turn, with every other field at its default. For tests, examples and the command line.
    pub fn of(text: &str) -> Ask {
        Ask {
            turns: vec![Turn::new(Role::User, text)],
            suffix: None,
            tools: Vec::new(),
            choice: ToolChoice::Auto,
            parallel_calls: true,
            format: Format::Text,
            verbosity: Verbosity::Medium,
            effort: Effort::None,
            now: 0,
        }
    }

    /// The text of the last user turn; empty where there is none.
    pub fn last_user_text(&self) -> &str {
        self.turns.iter().rev().find(|turn| turn.role == Role::User).map_or("", |turn| turn.text.as_str())
    }
}

/// One message of the dialogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// The speaker's name, where the request gives one.
    pub name: Option<String>,
    /// What is said; the text parts of the message, one after the other.
    pub text: String,
    /// The calls that an assistant turn made.
    pub calls: Vec<crate::Call>,
    /// In a tool turn, the id of the call that this turn answers.
    pub answers: Option<String>,
}

impl Turn {
    /// A turn that only says something.
    pub fn new(role: Role, text: &str) -> Turn {
        Turn { role, name: None, text: text.to_owned(), calls: Vec::new(), answers: None }
    }
}

/// Who speaks in a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The operator's instructions (`system` and `developer` on the wire).
    System,
    /// The asker.
    User,
    /// Ourselves, earlier.
    Assistant,
    /// The result of a tool.
    Tool,
}

/// A tool on offer.
#[derive(Debug, Clone)]
pub struct Tool {
    /// Its name, as the call must spell it.
    pub name: String,
    /// What it does, in words; may be empty.
    pub description: String,
    /// What it takes.
    pub kind: ToolKind,
}

/// What a tool takes.
#[derive(Debug, Clone)]
pub enum ToolKind {
    /// A JSON object that conforms to a schema.
    Function {
        /// The schema of the arguments.
        parameters: Arc<Schema>,
        /// Whether the schema must be met to the letter (`strict`).
        strict: bool,
    },
    /// Free text.
    Text,
    /// Text that a grammar describes.
    Grammar(Grammar),
}

/// The grammar of a custom tool's input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grammar {
    /// A regular expression that matches the whole input.
    Regex(String),
    /// A Lark grammar.
    Lark(String),
}

/// Whether a tool may, must or must not be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolChoice {
    /// No calls.
    None,
    /// As the engine sees fit.
    Auto,
    /// At least one call.
    Required,
    /// A call of this tool.
    Named(String),
}

/// The form of the answer.
#[derive(Debug, Clone)]
pub enum Format {
    /// Plain text.
    Text,
    /// Any JSON object.
    Json,
    /// JSON that conforms to a schema.
    Schema {
        /// The compiled schema.
        schema: Arc<Schema>,
        /// Its name, which may say what it is for.
        name: String,
        /// Whether it must be met to the letter.
        strict: bool,
    },
}

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verbosity {
    /// The answer alone.
    Low,
    /// The answer, and a reason where it helps.
    Medium,
    /// The answer with everything that supports it.
    High,
}

/// How much of the reasoning to show beside the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effort {
    /// Nothing.
    None,
    /// The steps that the answer rests on.
    Low,
    /// The steps and the facts they use.
    Medium,
    /// The whole proof.
    High,
}
