//! Routes dialogues from standard input, one JSON object with `messages` and `tools` a line, and writes one JSON object
//! a line: the calls, what was asked back, and microseconds. With a `schema` in place of tools: what the text says for
//! its members.

mod support;

use std::io::{BufRead, Write};
use std::time::Instant;

use engine_api::{Ask, Reading, Routing, Schema, Tool, ToolRouter};
use serde_json::{Value, json};
use support::{function, turns};
use tool_router::Matcher;

/// 2025-11-22: a fixed day, so that relative dates give the same calls in every run.
const NOW: i64 = 1_763_800_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let router = Matcher::with_lexicon(&english_core::English);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let ask = Ask { turns: turns(&request), tools: tools(&request), now: NOW, parallel_calls: true, ..Ask::of("") };
        let start = Instant::now();
        if let Some(schema) = request.get("schema") {
            let found = Schema::compile(schema).map(|schema| router.extract(&ask, &schema)).unwrap_or_default();
            writeln!(out, "{}", json!({"found": found, "us": start.elapsed().as_micros() as u64}))?;
            continue;
        }
        let routing = router.route(&ask, &Reading::default());
        let micros = start.elapsed().as_micros() as u64;
        let reply = match routing {
            Routing::Call(calls) => {
                let calls: Vec<Value> = calls.iter().map(|call| json!([call.name, call.arguments])).collect();
                json!({"calls": calls, "us": micros})
            }
            Routing::Clarify { tool, missing } => json!({"calls": [], "clarify": [tool, missing], "us": micros}),
            Routing::Answer => json!({"calls": [], "us": micros}),
        };
        writeln!(out, "{reply}")?;
    }
    Ok(())
}

fn tools(request: &Value) -> Vec<Tool> {
    let all = request["tools"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|tool| function(&tool["function"])).collect()
}
