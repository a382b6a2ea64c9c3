//! Checks or fills one JSON line after another, for comparison with other validators.
//!
//! `json_lines check` reads `{"schema": …, "draft": …, "data": …}` and answers `valid`, `invalid` or `error`;
//! `json_lines fill` reads `{"schema": …, "draft": …}` and answers `{"value": …}` or `{"error": …}`, with microseconds;
//! `json_lines walk` answers whether the walker takes the data as `serde_json` prints it.

use std::io::{BufRead, Write};
use std::time::Instant;

use schema_core::{Draft, Schema};
use serde_json::{Value, json};

fn compile(row: &Value) -> Result<Schema, String> {
    let schema = row.get("schema").unwrap_or(&Value::Null);
    let draft = match row.get("draft").and_then(Value::as_str) {
        Some("draft4") => Some(Draft::Draft4),
        Some("draft6") => Some(Draft::Draft6),
        Some("draft7") => Some(Draft::Draft7),
        Some("draft2019-09") => Some(Draft::Draft201909),
        Some("draft2020-12") => Some(Draft::Draft202012),
        _ => None,
    };
    match draft {
        Some(draft) => Schema::compile_as(schema, draft),
        None => Schema::compile(schema),
    }
    .map_err(|error| error.to_string())
}

fn verdict(ok: bool) -> String {
    if ok { "valid" } else { "invalid" }.to_owned()
}

fn answer(mode: &str, row: &Value) -> String {
    let data = row.get("data").unwrap_or(&Value::Null);
    let start = Instant::now();
    match (mode, compile(row)) {
        ("fill", Ok(schema)) => {
            let compiled = start.elapsed().as_micros();
            let filled = schema.fill(&[]);
            let us = start.elapsed().as_micros();
            match filled {
                Ok(value) => json!({"value": value, "compile_us": compiled, "us": us}).to_string(),
                Err(error) => json!({"error": error.to_string(), "compile_us": compiled, "us": us}).to_string(),
            }
        }
        ("fill", Err(error)) => json!({"error": error, "compile": true, "us": start.elapsed().as_micros()}).to_string(),
        ("walk", Ok(schema)) => {
            let mut walker = schema.walk();
            verdict(walker.push_all(data.to_string().as_bytes()) && walker.can_end())
        }
        (_, Ok(schema)) => verdict(schema.is_valid(data)),
        (_, Err(_)) => "error".to_owned(),
    }
}

fn main() -> std::io::Result<()> {
    let mode = std::env::args().nth(1).unwrap_or_else(|| "check".to_owned());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?).unwrap_or(Value::Null);
        writeln!(out, "{}", answer(&mode, &row))?;
    }
    out.flush()
}
