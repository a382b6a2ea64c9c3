//! The parameters of every endpoint, as tables: what each may be, and whether it is honoured or refused.
//!
//! One table drives the validator ([`check`]), the parameter matrix ([`crate::matrix`]) and the OpenAPI document
//! ([`crate::openapi`]), so that none of them can say anything else than the others.

mod chat;
mod check;
mod completion;
mod embedding;
mod error;
mod list;
mod message;
mod parse;
mod query;
mod rules;
mod tool;

pub use chat::CHAT;
pub use check::{Checked, MAX_UNKNOWN, check};
pub use completion::COMPLETION;
pub use embedding::EMBEDDING;
pub use error::ParamError;
pub use list::{COMPLETIONS_USAGE, EMBEDDINGS_USAGE, STORED_LIST, STORED_MESSAGES, STORED_UPDATE, usage_buckets};
pub use parse::{parse_chat, parse_completion, parse_embedding};
pub use query::parse_query;
pub use rules::{CHAT_RULES, COMPLETION_RULES, Rule, check_chat_rules, check_completion_rules};

#[cfg(test)]
pub(crate) mod tests;

/// Every table, in the order of the documentation.
pub const TABLES: &[&Table] = &[
    &CHAT,
    &STORED_UPDATE,
    &STORED_LIST,
    &STORED_MESSAGES,
    &COMPLETION,
    &EMBEDDING,
    &COMPLETIONS_USAGE,
    &EMBEDDINGS_USAGE,
];

/// The parameters of one endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The name of the schema that describes them.
    pub name: &'static str,
    /// Method and path.
    pub endpoint: &'static str,
    /// Whether they come in the query instead of the body.
    pub in_query: bool,
    /// The parameters.
    pub rows: &'static [Row],
}

/// One parameter.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The name of the field, without the path to it.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// Whether null is as good as absent.
    pub nullable: bool,
    /// The default as JSON text; empty where there is none.
    pub default: &'static str,
    /// Whether it is honoured.
    pub status: Status,
}

/// What becomes of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It acts as the note says.
    Honoured(&'static str),
    /// It is a 400, for this reason (a sentence).
    Refused(&'static str),
}

/// What a value may be. Lengths are in characters or elements; bounds are inclusive.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// A number.
    Number {
        /// Least.
        min: f64,
        /// Greatest.
        max: f64,
    },
    /// Text.
    String {
        /// Shortest.
        min: usize,
        /// Longest.
        max: usize,
    },
    /// 1 to 64 of `[a-zA-Z0-9_-]`.
    Name,
    /// The name of a model, not empty.
    Model,
    /// One of these words.
    Enum(Words),
    /// A list.
    Array {
        /// What its elements are.
        item: &'static Kind,
        /// Shortest.
        min: usize,
        /// Longest.
        max: usize,
    },
    /// Pairs of strings: up to 16, keys up to 64 and values up to 512 characters.
    Metadata,
    /// Token ids as decimal strings to biases from -100 to 100; up to 1024 pairs.
    LogitBias,
    /// An object of these fields.
    Object(&'static [Row]),
    /// An object whose fields depend on one of them.
    Tagged {
        /// The field that decides.
        tag: &'static str,
        /// What it may be.
        variants: &'static [Variant],
    },
    /// Any object, such as a JSON Schema; not looked into here.
    Json,
    /// One of these, told apart by the JSON type of the value, and lists by that of their first element.
    OneOf(&'static [Kind]),
}

/// The words of an [`Kind::Enum`].
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Served.
    pub served: &'static [&'static str],
    /// Documented but refused.
    pub refused: &'static [&'static str],
    /// Why they are refused (a sentence).
    pub reason: &'static str,
}

/// One form of a [`Kind::Tagged`].
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The value of the tag.
    pub word: &'static str,
    /// The other fields.
    pub rows: &'static [Row],
    /// Whether it is honoured.
    pub status: Status,
}

impl Row {
    const fn new(name: &'static str, kind: Kind, note: &'static str) -> Row {
        Row { name, kind, required: false, nullable: false, default: "", status: Status::Honoured(note) }
    }

    const fn required(mut self) -> Row {
        self.required = true;
        self
    }

    const fn nullable(mut self) -> Row {
        self.nullable = true;
        self
    }

    const fn default(mut self, json: &'static str) -> Row {
        self.default = json;
        self
    }

    const fn refused(mut self, reason: &'static str) -> Row {
        self.status = Status::Refused(reason);
        self
    }
}

impl Variant {
    const fn new(word: &'static str, rows: &'static [Row], note: &'static str) -> Variant {
        Variant { word, rows, status: Status::Honoured(note) }
    }

    const fn refused(mut self, reason: &'static str) -> Variant {
        self.status = Status::Refused(reason);
        self
    }
}

impl Kind {
    /// Text of any length.
    const TEXT: Kind = Kind::String { min: 0, max: usize::MAX };
    /// A token id.
    const TOKEN: Kind = Kind::Integer { min: 0, max: u32::MAX as i64 };

    const fn words(served: &'static [&'static str]) -> Kind {
        Kind::Enum(Words { served, refused: &[], reason: "" })
    }

    const fn array(item: &'static Kind, min: usize, max: usize) -> Kind {
        Kind::Array { item, min, max }
    }

    const fn integer(min: i64, max: i64) -> Kind {
        Kind::Integer { min, max }
    }

    const fn number(min: f64, max: f64) -> Kind {
        Kind::Number { min, max }
    }

    /// With its article, as in "expected a decimal".
    pub fn expected(&self) -> String {
        match self {
            Kind::Boolean => "a boolean".to_owned(),
            Kind::Integer { .. } => "an integer".to_owned(),
            Kind::Number { .. } => "a decimal".to_owned(),
            Kind::String { .. } | Kind::Name | Kind::Model | Kind::Enum(_) => "a string".to_owned(),
            Kind::Array { item, .. } => format!("an array of {}", item.plural()),
            Kind::Metadata | Kind::LogitBias | Kind::Object(_) | Kind::Tagged { .. } | Kind::Json => {
                "an object".to_owned()
            }
            Kind::OneOf(kinds) => {
                let names: Vec<String> = kinds.iter().map(Kind::expected).collect();
                let bare =
                    names.iter().skip(1).map(|name| name.split_once(' ').map_or(name.as_str(), |(_, bare)| bare));
                let all: Vec<&str> = names.iter().take(1).map(String::as_str).chain(bare).collect();
                format!("one of {}", error::join(&all, "or"))
            }
        }
    }

    fn plural(&self) -> &'static str {
        match self {
            Kind::Boolean => "booleans",
            Kind::Integer { .. } => "integers",
            Kind::Number { .. } => "decimals",
            Kind::String { .. } | Kind::Name | Kind::Model | Kind::Enum(_) => "strings",
            Kind::Array { item, .. } => match item {
                Kind::Integer { .. } => "integer arrays",
                _ => "arrays",
            },
            _ => "objects",
        }
    }
}
