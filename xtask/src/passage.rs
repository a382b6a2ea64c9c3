//! Fits the ranking of answers from passages and writes its table of weights.

use std::process::Command;

/// Where the weights are kept.
const TABLE: &str = "crates/reasoner-core/data/passage.txt";

/// `cargo xtask passage TREEBANK.conllu [ITEMS.jsonl…]`: questions are made from the trees of the treebank, the weights
/// are fitted on them and written. Items (JSON lines with `messages`, `answers`, and `match` = `abstain` where the
/// passage does not say) are only measured.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if args.is_empty() {
        return Err("name a treebank in the CoNLL-U format".to_owned());
    }
    let run = ["run", "--quiet", "--release", "-p", "reasoner-core", "--example", "fit_passage", "--"];
    let run: Vec<&str> = run.into_iter().chain(args.iter().map(String::as_str)).collect();
    let made = Command::new(env!("CARGO")).args(run).stderr(std::process::Stdio::inherit()).output();
    let made = made.map_err(|error| format!("cannot run cargo: {error}"))?;
    if !made.status.success() {
        return Err("fitting failed".to_owned());
    }
    std::fs::write(TABLE, made.stdout).map_err(|error| format!("cannot write {TABLE}: {error}"))
}
