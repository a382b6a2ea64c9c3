//! The validator: one pass over a body by its table.
//!
//! It recurses over the tables, whose depth is fixed, never over what a client sent; on the good path it
//! allocates nothing.

use std::fmt::Write;

use serde_json::{Map, Number, Value};

use super::error::quote;
use super::{Kind, ParamError, Row, Status, Table, Variant, Words};

/// How many unknown fields are named; further ones are only counted.
pub const MAX_UNKNOWN: usize = 16;

/// A body that its table accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Paths of fields that the API does not have: at most [`MAX_UNKNOWN`], each cut to a bounded length.
    pub unknown: Vec<String>,
    /// How many such fields there are in all.
    pub unknown_count: usize,
}

impl Checked {
    /// Refuses unknown fields as the service does.
    ///
    /// # Errors
    /// Names the first unknown field.
    pub fn strict(&self) -> Result<(), ParamError> {
        match self.unknown.first() {
            Some(path) => Err(ParamError::unknown(path.clone())),
            None => Ok(()),
        }
    }
}

/// Checks a body against the table of its endpoint: required fields first, then types, ranges and lengths.
///
/// ```
/// use openai_types::{CHAT, check};
/// let body = serde_json::json!({"model": "m", "messages": [{"role": "user", "content": "hi"}], "n": 0});
/// let error = check(&CHAT, &body).unwrap_err();
/// assert_eq!(error.message, "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.");
/// assert_eq!(error.param.as_deref(), Some("n"));
/// ```
///
/// # Errors
/// The first refusal found.
pub fn check(table: &Table, body: &Value) -> Result<Checked, ParamError> {
    let mut checker = Checker { checked: Checked::default() };
    let Value::Object(map) = body else {
        return Err(ParamError::kind("body".to_owned(), &Kind::Object(table.rows), body));
    };
    checker.object(map, table.rows, None, &Path::ROOT)?;
    Ok(checker.checked)
}

/// Where we are, as a list that grows on the stack.
#[derive(Clone, Copy)]
struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl Path<'_> {
    const ROOT: Path<'static> = Path { parent: None, step: Step::Root };

    fn field<'a>(&'a self, name: &'a str) -> Path<'a> {
        Path { parent: Some(self), step: Step::Field(name) }
    }

    fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// `messages[0].content[1].text`.
    fn render(&self) -> String {
        let mut text = self.parent.map(Path::render).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Field(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&quote(name));
            }
            Step::Index(index) => {
                // Writing to a string cannot fail.
                let _ = write!(text, "[{index}]");
            }
        }
        text
    }
}

struct Checker {
    checked: Checked,
}

type Verdict = Result<(), ParamError>;

impl Checker {
    fn object(&mut self, map: &Map<String, Value>, rows: &[Row], tag: Option<&str>, path: &Path) -> Verdict {
        for row in rows.iter().filter(|row| row.required) {
            if !map.contains_key(row.name) {
                return Err(missing(row, path));
            }
        }
        for (name, value) in map {
            match rows.iter().find(|row| row.name == name) {
                Some(row) => self.row(row, value, &path.field(name))?,
                None if tag == Some(name) => {}
                None => self.unknown(&path.field(name)),
            }
        }
        Ok(())
    }

    fn row(&mut self, row: &Row, value: &Value, path: &Path) -> Verdict {
        if value.is_null() && (row.nullable || matches!(row.status, Status::Refused(_))) {
            return Ok(());
        }
        match row.status {
            Status::Refused(reason) => Err(ParamError::unsupported(path.render(), reason)),
            Status::Honoured(_) => self.value(&row.kind, value, path),
        }
    }

    fn value(&mut self, kind: &Kind, value: &Value, path: &Path) -> Verdict {
        match (kind, value) {
            (Kind::Boolean, Value::Bool(_)) | (Kind::Json, Value::Object(_)) => Ok(()),
            (Kind::Integer { min, max }, Value::Number(number)) => integer(number, *min, *max, path),
            (Kind::Number { min, max }, Value::Number(number)) => decimal(number, *min, *max, path),
            (Kind::String { min, max }, Value::String(text)) => string(text, *min, *max, path),
            (Kind::Name, Value::String(text)) => name(text, path),
            (Kind::Model, Value::Null) => Err(ParamError::no_model()),
            (Kind::Model, Value::String(text)) if text.is_empty() => Err(ParamError::no_model()),
            (Kind::Model, Value::String(_)) => Ok(()),
            (Kind::Enum(words), Value::String(text)) => word(words, text, path),
            (Kind::Array { item, min, max }, Value::Array(items)) => {
                length(items.len(), *min, *max, path)?;
                items.iter().enumerate().try_for_each(|(index, value)| self.value(item, value, &path.index(index)))
            }
            (Kind::Metadata, Value::Object(map)) => metadata(map, path),
            (Kind::LogitBias, Value::Object(map)) => logit_bias(map, path),
            (Kind::Object(rows), Value::Object(map)) => self.object(map, rows, None, path),
            (Kind::Tagged { tag, variants }, Value::Object(map)) => self.tagged(map, tag, variants, path),
            (Kind::OneOf(kinds), value) => match kinds.iter().find(|kind| fits(kind, value)) {
                Some(kind) => self.value(kind, value, path),
                None => Err(ParamError::kind(path.render(), kind, value)),
            },
            (kind, value) => Err(ParamError::kind(path.render(), kind, value)),
        }
    }

    fn tagged(&mut self, map: &Map<String, Value>, tag: &str, variants: &[Variant], path: &Path) -> Verdict {
        let here = path.field(tag);
        let text = match map.get(tag) {
            None => return Err(ParamError::missing(here.render())),
            Some(Value::String(text)) => text,
            Some(value) => return Err(ParamError::kind(here.render(), &Kind::TEXT, value)),
        };
        let Some(variant) = variants.iter().find(|variant| variant.word == text) else {
            return Err(ParamError::word(here.render(), text, variants.iter().map(|variant| variant.word)));
        };
        match variant.status {
            Status::Refused(reason) => {
                Err(ParamError::unsupported_value(here.render(), &format!("'{}'", variant.word), reason))
            }
            Status::Honoured(_) => self.object(map, variant.rows, Some(tag), path),
        }
    }

    fn unknown(&mut self, path: &Path) {
        self.checked.unknown_count += 1;
        if self.checked.unknown.len() < MAX_UNKNOWN {
            self.checked.unknown.push(path.render());
        }
    }
}

fn missing(row: &Row, path: &Path) -> ParamError {
    match row.kind {
        Kind::Model => ParamError::no_model(),
        _ => ParamError::missing(path.field(row.name).render()),
    }
}

/// Whether a value has the JSON type of a kind; a list also that of its first element.
fn fits(kind: &Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Array { item, .. }, Value::Array(items)) => items.first().is_none_or(|first| fits(item, first)),
        (Kind::OneOf(kinds), value) => kinds.iter().any(|kind| fits(kind, value)),
        (Kind::Boolean, Value::Bool(_)) => true,
        (Kind::Integer { .. } | Kind::Number { .. }, Value::Number(_)) => true,
        (Kind::String { .. } | Kind::Name | Kind::Model | Kind::Enum(_), Value::String(_)) => true,
        (Kind::Metadata | Kind::LogitBias | Kind::Object(_) | Kind::Tagged { .. } | Kind::Json, Value::Object(_)) => {
            true
        }
        _ => false,
    }
}

fn integer(number: &Number, min: i64, max: i64, path: &Path) -> Verdict {
    let low = || ParamError::below(path.render(), "integer", &min.to_string(), &number.to_string());
    let high = || ParamError::above(path.render(), "integer", &max.to_string(), &number.to_string());
    match (number.as_i64(), number.as_f64()) {
        (Some(integer), _) if integer < min => Err(low()),
        (Some(integer), _) if integer > max => Err(high()),
        (Some(_), _) => Ok(()),
        // Beyond 64 bits a JSON integer is read as a float.
        (None, Some(float)) if float.fract() == 0.0 && float >= i64::MAX as f64 => Err(high()),
        (None, Some(float)) if float.fract() == 0.0 && float <= i64::MIN as f64 => Err(low()),
        _ => Err(ParamError::kind(path.render(), &Kind::Integer { min, max }, &Value::Number(number.clone()))),
    }
}

fn decimal(number: &Number, min: f64, max: f64, path: &Path) -> Verdict {
    match number.as_f64() {
        Some(float) if float < min => {
            Err(ParamError::below(path.render(), "decimal", &min.to_string(), &number.to_string()))
        }
        Some(float) if float <= max => Ok(()),
        _ => Err(ParamError::above(path.render(), "decimal", &max.to_string(), &number.to_string())),
    }
}

fn string(text: &str, min: usize, max: usize, path: &Path) -> Verdict {
    // Bytes bound characters from above, so that most strings need no counting.
    if text.len() >= min.saturating_mul(4) && text.len() <= max {
        return Ok(());
    }
    let length = text.chars().count();
    match length {
        _ if length < min => Err(ParamError::short_string(path.render(), min, length)),
        _ if length > max => Err(ParamError::long_string(path.render(), max, length)),
        _ => Ok(()),
    }
}

fn name(text: &str, path: &Path) -> Verdict {
    string(text, 1, 64, path)?;
    match text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
        true => Ok(()),
        false => Err(ParamError::pattern(path.render(), "^[a-zA-Z0-9_-]+$")),
    }
}

fn word(words: &Words, text: &str, path: &Path) -> Verdict {
    if words.served.contains(&text) {
        return Ok(());
    }
    if words.refused.contains(&text) {
        return Err(ParamError::unsupported_word(path.render(), text, words));
    }
    Err(ParamError::word(path.render(), text, words.served.iter().chain(words.refused).copied()))
}

fn length(length: usize, min: usize, max: usize, path: &Path) -> Verdict {
    match length {
        _ if length < min => Err(ParamError::short_array(path.render(), min, length)),
        _ if length > max => Err(ParamError::long_array(path.render(), max, length)),
        _ => Ok(()),
    }
}

fn metadata(map: &Map<String, Value>, path: &Path) -> Verdict {
    if map.len() > 16 {
        return Err(ParamError::many_pairs(path.render(), 16, map.len()));
    }
    for (key, value) in map {
        let length = key.chars().count();
        if length > 64 {
            return Err(ParamError::long_key(path.render(), key, 64, length));
        }
        match value {
            Value::String(text) => string(text, 0, 512, &path.field(key))?,
            _ => return Err(ParamError::kind(path.field(key).render(), &Kind::TEXT, value)),
        }
    }
    Ok(())
}

fn logit_bias(map: &Map<String, Value>, path: &Path) -> Verdict {
    if map.len() > 1024 {
        return Err(ParamError::many_pairs(path.render(), 1024, map.len()));
    }
    for (key, value) in map {
        if !key.bytes().all(|byte| byte.is_ascii_digit()) || key.parse::<u32>().is_err() {
            return Err(ParamError::token_key(path.render(), key));
        }
        match value {
            Value::Number(number) => decimal(number, -100.0, 100.0, &path.field(key))?,
            _ => {
                let kind = Kind::Number { min: -100.0, max: 100.0 };
                return Err(ParamError::kind(path.field(key).render(), &kind, value));
            }
        }
    }
    Ok(())
}
