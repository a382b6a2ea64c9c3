//! The gateway binary: hands the command line to `cli`, which asks for a server or for the engine alone.

use std::collections::BTreeMap;
use std::process::ExitCode;

use gateway::cli::{self, Hooks};
use gateway::{api, serve};

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let env: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let hooks = Hooks {
        serve: serve::serve,
        respond: cli::local::respond,
        openapi: || serde_json::to_string_pretty(&api::openapi::build()).unwrap_or_default(),
    };
    ExitCode::from(cli::run(&args, &env, &hooks))
}
