//! The parameter matrix of the documentation: every field of every endpoint, honoured or refused.

use std::fmt::Write;

use crate::params::{CHAT_RULES, COMPLETION_RULES};
use crate::params::{Kind, Row, Status, TABLES, Table, Variant};

/// Renders all tables and rules as Markdown.
pub fn matrix() -> String {
    let mut out = String::from(
        "Every documented parameter is honoured or refused with a 400; none is ignored. \
         R: required. N: null is as good as absent.\n",
    );
    for table in TABLES {
        render(table, &mut out);
    }
    rules("chat completions", CHAT_RULES.iter().map(|rule| rule.says), &mut out);
    rules("completions", COMPLETION_RULES.iter().map(|rule| rule.says), &mut out);
    out
}

fn render(table: &Table, out: &mut String) {
    let source = if table.in_query { "query" } else { "body" };
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(out, "\n## `{}` ({source})\n", table.endpoint);
    out.push_str("| parameter | R | N | type and limits | default | status | note |\n|---|---|---|---|---|---|---|\n");
    rows(table.rows, "", out);
}

fn rules<'a>(name: &str, says: impl Iterator<Item = &'a str>, out: &mut String) {
    let _ = writeln!(out, "\n## Rules of {name}\n");
    for line in says {
        let _ = writeln!(out, "- {line}");
    }
}

fn rows(rows: &[Row], path: &str, out: &mut String) {
    for row in rows {
        let name = format!("{path}{}", row.name);
        let mark = |yes: bool, letter: &'static str| if yes { letter } else { "" };
        let default = if row.default.is_empty() { String::new() } else { format!("`{}`", row.default) };
        let (status, note) = told(&row.status);
        let _ = writeln!(
            out,
            "| `{name}` | {} | {} | {} | {default} | {status} | {note} |",
            mark(row.required, "R"),
            mark(row.nullable, "N"),
            label(&row.kind),
        );
        // What lies inside a refused parameter is refused with it.
        if matches!(row.status, Status::Honoured(_)) {
            inside(&row.kind, &name, out);
        }
    }
}

/// The rows of nested objects, each form of an object under its tag.
fn inside(kind: &Kind, path: &str, out: &mut String) {
    match kind {
        Kind::Object(fields) => rows(fields, &format!("{path}."), out),
        Kind::Array { item, .. } => inside(item, &format!("{path}[]"), out),
        Kind::OneOf(kinds) => kinds.iter().for_each(|kind| inside(kind, path, out)),
        Kind::Tagged { tag, variants } => variants.iter().for_each(|variant| form(variant, tag, path, out)),
        _ => {}
    }
}

fn form(variant: &Variant, tag: &str, path: &str, out: &mut String) {
    let (status, note) = told(&variant.status);
    let _ = writeln!(out, "| `{path}` with `{tag}` `{}` | | | object | | {status} | {note} |", variant.word);
    if matches!(variant.status, Status::Honoured(_)) {
        rows(variant.rows, &format!("{path}({}).", variant.word), out);
    }
}

fn told(status: &Status) -> (&'static str, String) {
    match status {
        Status::Honoured(note) => ("honoured", escape(note)),
        Status::Refused(reason) => ("refused", escape(reason)),
    }
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A kind in a few words, with its limits.
fn label(kind: &Kind) -> String {
    match kind {
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer { min, max } => format!("integer{}", range(at_least(*min), at_most(*max))),
        Kind::Number { min, max } => format!("number{}", range(Some(min.to_string()), Some(max.to_string()))),
        Kind::String { min, max } => format!("string{}", lengths(*min, *max)),
        Kind::Name => "string, 1..64 of `[a-zA-Z0-9_-]`".to_owned(),
        Kind::Model => "string".to_owned(),
        Kind::Enum(words) => {
            let served: Vec<String> = words.served.iter().map(|word| format!("`{word}`")).collect();
            let refused: Vec<String> = words.refused.iter().map(|word| format!("`{word}` (refused)")).collect();
            [served, refused].concat().join(" \\| ")
        }
        Kind::Array { item, min, max } => format!("array{} of {}", lengths(*min, *max), label(item)),
        Kind::Metadata => "map of strings, up to 16 pairs, keys up to 64, values up to 512 characters".to_owned(),
        Kind::LogitBias => "map of token ids to -100..100, up to 1024 pairs".to_owned(),
        Kind::Object(_) | Kind::Tagged { .. } => "object".to_owned(),
        Kind::Json => "any object".to_owned(),
        Kind::OneOf(kinds) => kinds.iter().map(label).collect::<Vec<_>>().join(" or "),
    }
}

fn at_least(min: i64) -> Option<String> {
    (min != i64::MIN).then(|| min.to_string())
}

fn at_most(max: i64) -> Option<String> {
    (max != i64::MAX).then(|| max.to_string())
}

fn lengths(min: usize, max: usize) -> String {
    range((min > 0).then(|| min.to_string()), (max != usize::MAX).then(|| max.to_string()))
}

fn range(min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (None, None) => String::new(),
        (min, max) => format!(" ({}..{})", min.unwrap_or_default(), max.unwrap_or_default()),
    }
}
