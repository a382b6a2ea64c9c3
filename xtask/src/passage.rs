//! Fits the ranking of answers from passages and writes its table of weights.

use std::process::Command;

/// Where the weights are kept.
const TABLE: &str = "crates/reasoner-core/data/passage.txt";

/// `cargo xtask passage ITEMS`: JSON lines with `messages`, `answers`, and `match` = `abstain` where the passage does
/// not say. Prints cross-validated figures.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let [items] = args else { return Err("name a file of items".to_owned()) };
    let run = ["run", "--quiet", "--release", "-p", "reasoner-core", "--example", "fit_passage", "--", items];
    let made = Command::new(env!("CARGO")).args(run).stderr(std::process::Stdio::inherit()).output();
    let made = made.map_err(|error| format!("cannot run cargo: {error}"))?;
    if !made.status.success() {
        return Err("fitting failed".to_owned());
    }
    std::fs::write(TABLE, made.stdout).map_err(|error| format!("cannot write {TABLE}: {error}"))
}
