//! Which tool answers, and with which arguments: few tools, many tools, and a request that none of them answers.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use engine_api::{Ask, Reader, Reading, Schema, Tool, ToolKind, ToolRouter};
use english_core::English;
use serde_json::{Value, json};
use tool_router::Matcher;

fn tool(name: &str, description: &str, parameters: &Value) -> Tool {
    let schema = Schema::compile(parameters).unwrap_or_else(|_| Schema::any_object());
    let kind = ToolKind::Function { parameters: Arc::new(schema), strict: false };
    Tool { name: name.to_owned(), description: description.to_owned(), kind }
}

fn weather() -> Tool {
    let parameters = json!({
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "The city, e.g. Paris"},
            "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}
        },
        "required": ["city"]
    });
    tool("get_weather", "Get the current weather in a city", &parameters)
}

/// `count` tools about different things, the weather among them.
fn tools(count: usize) -> Vec<Tool> {
    let things = ["invoice", "meeting", "ticket", "recipe", "flight", "parcel", "song", "lesson"];
    let verbs = ["create", "find", "delete", "list", "send", "archive"];
    let mut made: Vec<Tool> = (1..count)
        .map(|number| {
            let (verb, thing) = (verbs[number % verbs.len()], things[number / verbs.len() % things.len()]);
            let id = format!("{thing}_id");
            let parameters = json!({
                "type": "object",
                "properties": {id.clone(): {"type": "integer"}, "note": {"type": "string"}},
                "required": [id]
            });
            tool(&format!("{verb}_{thing}_{number}"), &format!("{verb} one {thing} of the account"), &parameters)
        })
        .collect();
    made.insert(count / 2, weather());
    made
}

fn route(c: &mut Criterion) {
    let matcher = Matcher::new();
    let mut group = c.benchmark_group("route");
    for count in [1, 8, 64] {
        for (name, text) in [("a call", "What's the weather in Paris in celsius?"), ("no call", "Thank you, goodbye.")]
        {
            let ask = Ask { tools: tools(count), ..Ask::of(text) };
            let reading: Reading = English::new().read(&ask);
            group.bench_function(format!("{name}, {count} tools"), |b| {
                b.iter(|| matcher.route(black_box(&ask), black_box(&reading)));
            });
        }
    }
    group.finish();
}

fn start(c: &mut Criterion) {
    c.bench_function("router from its lexicon", |b| b.iter(Matcher::new));
}

criterion_group!(benches, route, start);
criterion_main!(benches);
