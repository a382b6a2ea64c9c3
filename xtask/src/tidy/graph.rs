//! The crate graph, exactly as drawn in docs/architecture.md.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::tools::output;

/// Every edge between our crates.
const EDGES: &[(&str, &[&str])] = &[
    ("openai-types", &[]),
    ("schema-core", &[]),
    ("engine-api", &["schema-core"]),
    ("english-core", &["engine-api"]),
    ("tool-router", &["engine-api"]),
    ("reasoner-core", &["engine-api"]),
    ("embedding-core", &["engine-api"]),
    ("stream-core", &["engine-api", "openai-types"]),
    (
        "gateway",
        &[
            "openai-types",
            "schema-core",
            "engine-api",
            "english-core",
            "embedding-core",
            "reasoner-core",
            "tool-router",
            "stream-core",
        ],
    ),
];

/// Packages beside the house, which may look at any room.
const BESIDE: &[&str] = &["xtask", "conformance", "benches"];

/// What only the gateway may know: the outside world.
const OUTSIDE: &[&str] = &["tokio", "hyper", "hyper-util", "http-body-util", "sqlx", "tracing", "reqwest", "rand"];

pub(super) fn check() -> Result<Vec<String>, String> {
    let text = output("cargo", &["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let packages = metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default();
    let ours: BTreeSet<&str> = packages.iter().map(|package| word(package, "name")).collect();
    let mut violations = Vec::new();
    for package in &packages {
        let name = word(package, "name");
        if BESIDE.contains(&name) {
            continue;
        }
        let Some((_, allowed)) = EDGES.iter().find(|(from, _)| *from == name) else {
            violations.push(format!("`{name}` is not in the graph"));
            continue;
        };
        for dependency in dependencies(package) {
            if ours.contains(dependency) && !allowed.contains(&dependency) {
                violations.push(format!("`{name}` may not depend on `{dependency}`"));
            }
            if name != "gateway" && OUTSIDE.contains(&dependency) {
                violations
                    .push(format!("`{name}` may not depend on `{dependency}`: only the gateway knows the outside"));
            }
        }
    }
    Ok(violations)
}

/// The names of a package's dependencies, those of its tests left out.
fn dependencies(package: &Value) -> impl Iterator<Item = &str> {
    let all = package.get("dependencies").and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter(|dependency| word(dependency, "kind") != "dev")
        .map(|dependency| word(dependency, "name"))
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
