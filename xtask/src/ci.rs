//! The whole of CI. The workflow calls this and nothing else, so what fails there fails here.

use crate::tools::{run as command, run_with};

/// Runs every check in order of its price; stops at the first that fails.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let without_clients = args.iter().any(|arg| arg == "--no-clients");
    cargo(&["fmt", "--all", "--check"])?;
    crate::tidy::run(&[])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    run_with("cargo", &["test", "--workspace", "--quiet"], &[("INSTA_UPDATE", "no")])?;
    crate::docs::run(&["--check".to_owned()])?;
    cargo(&["deny", "--log-level", "error", "check", "bans", "licenses", "sources"])?;
    crate::deploy::run(&[])?;
    if without_clients { Ok(()) } else { crate::conformance::run(&[]) }
}

/// Runs the tests and takes what they give as the new snapshots.
pub(crate) fn snap(args: &[String]) -> Result<(), String> {
    let mut words = vec!["test", "--workspace"];
    words.extend(args.iter().map(String::as_str));
    run_with("cargo", &words, &[("INSTA_UPDATE", "always"), ("INSTA_FORCE_PASS", "1")])
}

fn cargo(args: &[&str]) -> Result<(), String> {
    command("cargo", args)
}
