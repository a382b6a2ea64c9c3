//! The rules that no compiler knows: what may depend on what, what every file begins with, how long things may grow,
//! and what the repository must not contain. Each rule is a function from the repository to its violations.

mod graph;
mod shape;
mod words;

/// A rule.
struct Rule {
    name: &'static str,
    check: fn() -> Result<Vec<String>, String>,
}

const RULES: &[Rule] = &[
    Rule { name: "crate graph", check: graph::check },
    Rule { name: "file heads", check: shape::heads },
    Rule { name: "sizes", check: shape::sizes },
    Rule { name: "words for strangers", check: words::machine_traces },
    Rule { name: "concrete engines", check: words::concrete_engines },
    Rule { name: "spawned tasks", check: words::spawned_tasks },
    Rule { name: "metric names", check: words::metric_names },
];

/// Checks every rule and prints each violation.
pub(crate) fn run(_: &[String]) -> Result<(), String> {
    let mut count = 0;
    for rule in RULES {
        for violation in (rule.check)()? {
            eprintln!("tidy: {}: {violation}", rule.name);
            count += 1;
        }
    }
    if count == 0 { Ok(()) } else { Err(format!("{count} violations")) }
}
