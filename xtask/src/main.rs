//! Automation: everything that CI does, and what makes the data in the repository, as commands.

mod ci;
mod conformance;
mod deploy;
mod distill;
mod docs;
mod lexicon;
mod passage;
mod places;
mod router;
mod tidy;
mod tools;
mod train;
mod vocab;

use std::process::ExitCode;

/// One command.
struct Task {
    name: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

/// Every command; adding one is a module and a row.
const TASKS: &[Task] = &[
    Task {
        name: "ci",
        help: "the whole of CI: format, lints, tests, tidy, documents, licences, clients",
        run: ci::run,
    },
    Task { name: "tidy", help: "check the crate graph and the rules that no compiler knows", run: tidy::run },
    Task { name: "docs", help: "write the generated documents; --check fails if they are stale", run: docs::run },
    Task { name: "snap", help: "run the tests and accept every changed snapshot", run: ci::snap },
    Task { name: "vocab", help: "make the packed vocabularies; --check fails if they are stale", run: vocab::run },
    Task {
        name: "lexicon",
        help: "compile the lexicon from WordNet's database files (maintainers)",
        run: lexicon::run,
    },
    Task { name: "train", help: "train the tagger and the parser on a treebank, or measure them", run: train::run },
    Task { name: "passage", help: "fit the ranking of answers from passages (maintainers)", run: passage::run },
    Task {
        name: "router",
        help: "fit the tool router's weights to cases of tool calls (maintainers)",
        run: router::run,
    },
    Task {
        name: "places",
        help: "make the tool router's table of towns from GeoNames (maintainers)",
        run: places::run,
    },
    Task { name: "distill", help: "make the embedding table from its teacher (maintainers)", run: distill::run },
    Task { name: "deploy-check", help: "check the deployment files against the gateway and nginx", run: deploy::run },
    Task { name: "conformance", help: "start the server and run the real clients against it", run: conformance::run },
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        return usage("name a task");
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        return usage(&format!("there is no task `{name}`"));
    };
    match (task.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask {name}: {message}");
            ExitCode::FAILURE
        }
    }
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("xtask: {problem}\n\nusage: cargo xtask TASK\n");
    for task in TASKS {
        eprintln!("  {:<12} {}", task.name, task.help);
    }
    ExitCode::from(2)
}
