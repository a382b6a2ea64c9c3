//! CLIENTS: one row each. How its scenarios are played, and how many of them passed.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Place, install};
use crate::tools::root;

/// One client and its scenarios.
#[derive(Debug)]
pub(super) struct Client {
    /// Its name, as `--only` takes it.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) what: &'static str,
    /// Plays the scenarios.
    pub(super) play: fn(&Place) -> Result<Score, String>,
}

/// Scenarios by their ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Score {
    /// As expected.
    pub(super) passed: u32,
    /// Not as expected.
    pub(super) failed: u32,
    /// Not played, because the server is not ours to set up or lacks the capability.
    pub(super) skipped: u32,
}

/// Every client; adding one is a function, a folder of scenarios and a row.
pub(super) const CLIENTS: &[Client] = &[
    Client { name: "python", what: "the official Python package, blocking and asyncio", play: python },
    Client { name: "node", what: "the official Node package", play: node },
    Client { name: "langchain", what: "LangChain's standard integration tests", play: langchain },
    Client { name: "rust", what: "async-openai", play: rust },
];

fn scenarios(client: &str) -> PathBuf {
    root().join("tests").join("clients").join(client)
}

fn python(place: &Place) -> Result<Score, String> {
    pytest("python", place)
}

fn langchain(place: &Place) -> Result<Score, String> {
    pytest("langchain", place)
}

/// Plays scenarios written for pytest; its report in JUnit's form tells the score.
fn pytest(client: &str, place: &Place) -> Result<Score, String> {
    let source = scenarios(client);
    let interpreter = install::python(&place.cache, client, &source.join("requirements.txt"))?;
    let report = place.cache.join(format!("{client}.xml"));
    let mut command = Command::new(interpreter);
    command.args(["-m", "pytest", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider"]);
    command.arg(format!("--junitxml={}", report.display())).arg(&source);
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("LANGSMITH_TRACING", "false").current_dir(&source);
    play(&mut command, place, &report, junit)
}

/// Plays scenarios written for Node's own test runner; its report in TAP's form tells the score.
fn node(place: &Place) -> Result<Score, String> {
    let folder = install::node(&place.cache, &scenarios("node"))?;
    let report = place.cache.join("node.tap");
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"]);
    command.arg(format!("--test-reporter-destination={}", report.display())).current_dir(folder);
    play(&mut command, place, &report, tap)
}

/// Builds and plays the scenarios of a crate that stands outside the workspace.
fn rust(place: &Place) -> Result<Score, String> {
    let report = place.cache.join("rust.tap");
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--locked"]).current_dir(scenarios("rust"));
    command.arg("--target-dir").arg(place.cache.join("rust")).arg("--").arg(&report);
    play(&mut command, place, &report, tap)
}

/// Runs the command; the score stands in the report that it writes.
fn play(command: &mut Command, place: &Place, report: &Path, read: fn(&str) -> Option<Score>) -> Result<Score, String> {
    let _ = std::fs::remove_file(report);
    command.envs(place.env.iter().map(|(name, value)| (name, value)));
    // Settings of the packages that would lead the clients elsewhere.
    for name in ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_LOG"] {
        command.env_remove(name);
    }
    command.env("NO_PROXY", "127.0.0.1,localhost").env("no_proxy", "127.0.0.1,localhost");
    let status = command.status().map_err(|error| format!("cannot run {:?}: {error}", command.get_program()))?;
    let told = std::fs::read_to_string(report).ok();
    let score = told.as_deref().and_then(read).ok_or_else(|| format!("ended with {status} and told no score"))?;
    match (status.success(), score.failed) {
        (false, 0) => Err(format!("ended with {status} though no scenario failed")),
        _ => Ok(score),
    }
}

/// The counts of the first `<testsuite>` element.
fn junit(report: &str) -> Option<Score> {
    let element = report.split("<testsuite ").nth(1)?.split('>').next()?;
    let count = |name: &str| {
        let value = element.split(&format!("{name}=\"")).nth(1)?;
        value.split('"').next()?.parse::<u32>().ok()
    };
    let failed = count("failures")? + count("errors")?;
    let skipped = count("skipped")?;
    Some(Score { passed: count("tests")?.checked_sub(failed + skipped)?, failed, skipped })
}

/// The counts at the end of a TAP report: `# pass 3`.
fn tap(report: &str) -> Option<Score> {
    let count = |name: &str| {
        let mut lines = report.lines().rev();
        lines
            .find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' ')?.trim().parse::<u32>().ok())
    };
    let failed = count("fail")? + count("cancelled").unwrap_or(0);
    Some(Score { passed: count("pass")?, failed, skipped: count("skipped").unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_read() {
        let xml = r#"<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1.0"><testcase/></testsuite></testsuites>"#;
        assert_eq!(junit(xml), Some(Score { passed: 4, failed: 3, skipped: 3 }));
        assert_eq!(junit("broken"), None);
        let text = "TAP version 13\nok 1 - a\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(tap(text), Some(Score { passed: 2, failed: 2, skipped: 0 }));
        assert_eq!(tap("ok 1 - a"), None);
    }
}
