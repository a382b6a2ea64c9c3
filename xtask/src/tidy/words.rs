//! What may be written where.

use std::path::Path;

use crate::tools::{files, text};

/// Traces of a machine or of a private registry have no place in a public repository.
pub(super) fn machine_traces() -> Result<Vec<String>, String> {
    // Put together here, so that this file passes its own rule.
    let traces = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["index.", "crates"], ["registry.", "npmjs"]]
        .map(|parts| parts.concat());
    let mut violations = Vec::new();
    for file in files()? {
        let Some(text) = text(&file).filter(|_| !is_lock(&file)) else { continue };
        for (index, line) in text.lines().enumerate() {
            if let Some(trace) = traces.iter().find(|trace| line.contains(trace.as_str())) {
                violations.push(format!("{}:{} holds `{trace}`", file.display(), index + 1));
            }
        }
    }
    Ok(violations)
}

fn is_lock(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "Cargo.lock" || name == "package-lock.json")
}

/// The types behind the seams are named in `wiring.rs` and nowhere else in the gateway.
pub(super) fn concrete_engines() -> Result<Vec<String>, String> {
    let crates = ["english_core::", "reasoner_core::", "tool_router::", "embedding_core::"];
    in_gateway(&crates, |file| file.ends_with("wiring.rs"))
}

/// A task that nobody waits for outlives its purpose: these files may spawn, and say who waits.
pub(super) fn spawned_tasks() -> Result<Vec<String>, String> {
    let allowed = ["http/serve.rs", "engine/pool.rs", "state/mod.rs", "state/keys.rs", "wiring.rs"];
    in_gateway(&["tokio::spawn", "spawn_blocking("], |file| allowed.iter().any(|path| file.ends_with(path)))
}

/// Lines of the gateway's sources, tests aside, that hold one of `needles` in a file that may not.
fn in_gateway(needles: &[&str], may: impl Fn(&Path) -> bool) -> Result<Vec<String>, String> {
    let mut violations = Vec::new();
    let sources =
        files()?.into_iter().filter(|file| file.starts_with("crates/gateway/src") && !file.ends_with("tests.rs"));
    for file in sources.filter(|file| !may(file)) {
        let Some(text) = text(&file) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (index, line) in code.lines().enumerate() {
            let needle = needles.iter().find(|needle| line.contains(**needle) && !line.trim_start().starts_with("//"));
            if let Some(needle) = needle {
                violations.push(format!("{}:{} names `{needle}`", file.display(), index + 1));
            }
        }
    }
    Ok(violations)
}

/// Every metric that the deployment files name exists.
pub(super) fn metric_names() -> Result<Vec<String>, String> {
    let metrics = text(Path::new("crates/gateway/src/telemetry/metrics.rs")).unwrap_or_default();
    let mut violations = Vec::new();
    for file in files()?.into_iter().filter(|file| file.starts_with("deploy")) {
        let Some(text) = text(&file) else { continue };
        for name in text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .filter(|word| word.starts_with("psycho_symbolic_"))
        {
            let stem = name.trim_start_matches("psycho_symbolic_");
            let base =
                ["_bucket", "_sum", "_count", "_total"].iter().fold(stem, |stem, end| stem.trim_end_matches(end));
            if !metrics.contains(base) {
                violations.push(format!("{} names the metric `{name}`, which does not exist", file.display()));
            }
        }
    }
    Ok(violations)
}
