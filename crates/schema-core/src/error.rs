//! What can be wrong with a schema, and with filling one: always with the keyword and the place.

use std::fmt;

/// A place in a schema: the keys and indexes that lead to it from the root.
///
/// Printed the way OpenAI's messages print it, as a tuple: `()`, `('properties',)`, `('properties', 'a')`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place(pub Vec<String>);

impl Place {
    /// The same place as an RFC 6901 pointer.
    pub fn pointer(&self) -> String {
        let mut out = String::new();
        for step in &self.0 {
            push_step(&mut out, step);
        }
        out
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (at, step) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            let last = at + 1 == self.0.len();
            let comma = if !last || at == 0 { "," } else { "" };
            if step.bytes().all(|b| b.is_ascii_digit()) && !step.is_empty() {
                write!(f, "'{step}'{comma}")?;
            } else {
                write!(f, "'{}'{comma}", step.replace('\\', "\\\\").replace('\'', "\\'"))?;
            }
        }
        f.write_str(")")
    }
}

/// Appends one step to an RFC 6901 pointer, escaped.
pub(crate) fn push_step(out: &mut String, step: &str) {
    out.push('/');
    for c in step.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
}

/// Why a schema is refused. The text fits after "Invalid schema for response_format 'x': ".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// A keyword's value has the wrong form.
    #[error("In context={place}, '{keyword}' must be {expected}.")]
    Malformed {
        /// Where.
        place: Place,
        /// Which keyword.
        keyword: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A schema is neither an object nor a boolean.
    #[error("In context={place}, schema must be an object or a boolean.")]
    NotASchema {
        /// Where.
        place: Place,
    },
    /// A keyword's value is understood but not supported.
    #[error("In context={place}, '{keyword}' is not supported: {reason}.")]
    Unsupported {
        /// Where.
        place: Place,
        /// Which keyword.
        keyword: String,
        /// Why.
        reason: String,
    },
    /// A reference that leads nowhere within the schema. Nothing is ever fetched.
    #[error("In context={place}, reference '{reference}' can only point to definitions within the schema.")]
    Unresolved {
        /// Where.
        place: Place,
        /// The keyword: `$ref`, `$dynamicRef` or `$recursiveRef`.
        keyword: &'static str,
        /// The reference as it stands.
        reference: String,
    },
    /// The schema is larger than a limit.
    #[error("Schema exceeds the limit of {limit} {what}.")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The schema leaves the strict subset.
    #[error("In context={place}, {message}")]
    Strict {
        /// Where.
        place: Place,
        /// Which keyword.
        keyword: String,
        /// What is asked for.
        message: String,
    },
    /// The root of a strict schema is not an object.
    #[error("schema must be a JSON Schema of 'type: \"object\"', got 'type: {got}'.")]
    Root {
        /// The type found, quoted as in JSON; `"None"` where there is none.
        got: String,
    },
}

impl SchemaError {
    /// The keyword that is at fault; empty where no single keyword is.
    pub fn keyword(&self) -> &str {
        match self {
            SchemaError::Malformed { keyword, .. }
            | SchemaError::Unsupported { keyword, .. }
            | SchemaError::Strict { keyword, .. } => keyword,
            SchemaError::Unresolved { keyword, .. } => keyword,
            SchemaError::Root { .. } => "type",
            SchemaError::NotASchema { .. } | SchemaError::TooLarge { .. } => "",
        }
    }

    /// Where in the schema, as an RFC 6901 pointer.
    pub fn pointer(&self) -> String {
        match self {
            SchemaError::Malformed { place, .. }
            | SchemaError::NotASchema { place }
            | SchemaError::Unsupported { place, .. }
            | SchemaError::Unresolved { place, .. }
            | SchemaError::Strict { place, .. } => place.pointer(),
            SchemaError::TooLarge { .. } | SchemaError::Root { .. } => String::new(),
        }
    }
}

/// Why no instance could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// Every way that was tried breaks a keyword; most likely the schema allows no value at all.
    #[error("In context={place}, no value was found that satisfies '{keyword}'.")]
    Unsatisfiable {
        /// Where in the schema.
        place: Place,
        /// The keyword that no candidate satisfied.
        keyword: String,
    },
    /// The search ran out of fuel before it found a value.
    #[error("In context={place}, the schema is too complex to be satisfied within the limits ('{keyword}').")]
    Exhausted {
        /// Where in the schema the search stood.
        place: Place,
        /// The keyword that was being satisfied.
        keyword: String,
    },
}
