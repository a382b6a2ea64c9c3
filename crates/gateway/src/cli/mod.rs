//! The command line. Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 failed,
//! 2 wrong usage or settings, 3 `ask` or `explain` found no answer.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::ArgMatches;
use serde_json::Value as Json;

use crate::settings::{self, Loaded, Settings, Sources};

mod ask;
mod command;
mod config;
mod doctor;
mod key;
pub mod local;
mod out;
mod usage;

pub use command::command;
pub use out::greeting;

/// It is done.
pub const DONE: u8 = 0;
/// It failed.
pub const FAILED: u8 = 1;
/// The command line or the settings are wrong.
pub const USAGE: u8 = 2;
/// There is no answer.
pub const ABSTAINED: u8 = 3;

/// Answers the body of a chat completion request. Text is handed over as it is said.
pub type Respond = Box<dyn FnMut(&Json, &mut dyn FnMut(&str)) -> Result<Answer, String>>;

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The message as the API gives it: `role`, `content`, `tool_calls`, `refusal`.
    pub message: Json,
    /// How it was come by: `proved`, `computed`, …, `abstained`.
    pub outcome: String,
    /// Why it holds.
    pub proof: Option<engine_api::Proof>,
}

/// What the commands need of the rest of the program.
#[derive(Debug, Clone, Copy)]
pub struct Hooks {
    /// Serves until the stop signal.
    pub serve: fn(Loaded) -> Result<(), String>,
    /// The engine without a server.
    pub respond: fn(&Settings) -> Result<Respond, String>,
    /// The OpenAPI document.
    pub openapi: fn() -> String,
}

/// Runs the command that `args` (with the program's name first) ask for and returns the exit code.
pub fn run(args: &[OsString], env: &BTreeMap<String, String>, hooks: &Hooks) -> u8 {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version go to standard output and are no error.
            let code = if error.use_stderr() { USAGE } else { DONE };
            let _ = error.print();
            return code;
        }
    };
    let (name, matches) = innermost(&matches);
    if let Some(code) = without_settings(&name, matches, hooks) {
        return code;
    }
    let sources = Sources { flags: settings::args::given(matches), env };
    if name == "doctor" {
        return doctor::run(&sources, matches.get_flag("json"));
    }
    let loaded = match settings::load(&sources) {
        Ok(loaded) => loaded,
        Err(error) => {
            out::talk(&format!("the settings are wrong:\n{error}"));
            return USAGE;
        }
    };
    if name != "serve" {
        loaded.warnings.iter().for_each(|warning| out::talk(warning));
    }
    match with_settings(&name, matches, (loaded, hooks)) {
        Ok(code) => code,
        Err(message) => {
            out::talk(&message);
            FAILED
        }
    }
}

/// The subcommand that was asked for, as `key create`, and its arguments.
fn innermost(matches: &ArgMatches) -> (String, &ArgMatches) {
    let mut names = Vec::new();
    let mut inner = matches;
    while let Some((name, matches)) = inner.subcommand() {
        names.push(name);
        inner = matches;
    }
    (names.join(" "), inner)
}

fn without_settings(name: &str, matches: &ArgMatches, hooks: &Hooks) -> Option<u8> {
    match name {
        "openapi" => out::data(&(hooks.openapi)()),
        "docs" => out::data(&page(matches)),
        "completions" => out::data(&config::completions(matches)),
        _ => return None,
    }
    Some(DONE)
}

/// A page of the documentation that is made from a table in the code.
fn page(matches: &ArgMatches) -> String {
    match matches.get_one::<String>("page").map(String::as_str) {
        Some("configuration") => settings::reference(),
        _ => format!("# Compatibility\n\n{}", openai_types::matrix()),
    }
}

fn with_settings(name: &str, matches: &ArgMatches, (loaded, hooks): (Loaded, &Hooks)) -> Result<u8, String> {
    match name {
        "serve" => (hooks.serve)(loaded).map(|()| DONE),
        "ask" => ask::ask(matches, (hooks.respond)(&loaded.settings)?),
        "explain" => ask::explain(matches, (hooks.respond)(&loaded.settings)?),
        "chat" => ask::chat(matches, (hooks.respond)(&loaded.settings)?),
        "key create" => key::create(matches, &loaded.settings),
        "key list" => key::list(matches, &loaded.settings),
        "key revoke" => key::revoke(matches, &loaded.settings),
        "usage" => usage::usage(matches, &loaded.settings),
        "config show" => Ok(config::show(matches, &loaded)),
        "config check" => Ok(config::check(&loaded)),
        "healthcheck" => config::healthcheck(&loaded.settings),
        _ => Err(format!("`{name}` is not a command")),
    }
}

#[cfg(test)]
mod tests;
