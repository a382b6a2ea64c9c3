//! The readable cases: tools and an utterance, and the calls that must come of them.

mod support;

use engine_api::{Ask, Reading, Routing, ToolRouter};
use support::{Case, read_cases, tool};
use tool_router::Matcher;

/// What a routing looks like in a case file.
fn outcome(routing: Routing) -> Vec<String> {
    match routing {
        Routing::Answer => Vec::new(),
        Routing::Call(calls) => calls.iter().map(|call| format!("{} {}", call.name, call.arguments)).collect(),
        Routing::Clarify { tool, missing } => vec![format!("clarify: {tool} {}", missing.join(" "))],
    }
}

#[track_caller]
fn check(file: &str) {
    let matcher = Matcher::with_lexicon(&english_core::English);
    let mut failures = Vec::new();
    for Case { title, tools, user, expected } in read_cases(file) {
        let mut ask = Ask::of(&user);
        ask.tools = tools.iter().map(|line| tool(line)).collect();
        let found = outcome(matcher.route(&ask, &Reading::default()));
        if found != expected {
            failures.push(format!("{title}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{file}:\n{}", failures.join("\n"));
}

#[test]
fn choosing() {
    check(include_str!("../cases/choosing.md"));
}

#[test]
fn arguments() {
    check(include_str!("../cases/arguments.md"));
}

#[test]
fn several() {
    check(include_str!("../cases/several.md"));
}
