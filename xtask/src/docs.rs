//! The generated documents: written from the tables in the code, committed, and proven fresh by CI.

use crate::tools::{output, root};

/// One generated file and the subcommand of the gateway that prints it.
const DOCUMENTS: &[(&str, &[&str])] = &[
    ("docs/configuration.md", &["docs", "configuration"]),
    ("docs/compatibility.md", &["docs", "compatibility"]),
    ("docs/openapi.json", &["openapi"]),
];

/// Writes the documents, or with `--check` fails where one is stale.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let check = args.iter().any(|arg| arg == "--check");
    let mut stale = Vec::new();
    for (file, command) in DOCUMENTS {
        let mut words = vec!["run", "--quiet", "--package", "gateway", "--"];
        words.extend(*command);
        let fresh = output("cargo", &words)?;
        let path = root().join(file);
        if std::fs::read_to_string(&path).is_ok_and(|old| old == fresh) {
            continue;
        }
        if check {
            stale.push(*file);
        } else {
            std::fs::write(&path, fresh).map_err(|error| format!("cannot write {file}: {error}"))?;
            eprintln!("wrote {file}");
        }
    }
    if stale.is_empty() { Ok(()) } else { Err(format!("stale, run `cargo xtask docs`: {}", stale.join(", "))) }
}
