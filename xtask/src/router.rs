//! Fits the tool router's weights and writes their table.

use std::process::Command;

/// Where the weights are kept.
const TABLE: &str = "crates/tool-router/data/weights.bin";

/// `cargo xtask router FILES`: JSON lines of cases of tool calls, see `crates/tool-router/examples/fit.rs`. Prints
/// cross-validated figures.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if args.is_empty() {
        return Err("name files of cases".to_owned());
    }
    let run = ["run", "--quiet", "--release", "-p", "tool-router", "--example", "fit", "--"];
    let made = Command::new(env!("CARGO")).args(run).args(args).stderr(std::process::Stdio::inherit()).output();
    let made = made.map_err(|error| format!("cannot run cargo: {error}"))?;
    if !made.status.success() {
        return Err("fitting failed".to_owned());
    }
    std::fs::write(TABLE, made.stdout).map_err(|error| format!("cannot write {TABLE}: {error}"))
}
