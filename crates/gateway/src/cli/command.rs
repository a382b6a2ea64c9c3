//! The commands and their arguments.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};

use crate::settings::args;

/// Settings that decide what is answered.
const ENGINE: [&str; 4] = ["reasoning_steps", "max_tokens", "context_length", "model_aliases"];
/// Settings that lead to the store.
const STORE: [&str; 2] = ["store", "key_pepper"];

/// The command line as a whole.
pub fn command() -> Command {
    Command::new("gateway")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A drop-in replacement for the OpenAI API whose answers are derived, not guessed")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .infer_long_args(false)
        .after_help("Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 `ask` or `explain` found no answer.")
        .subcommand(Command::new("serve").about("Serve the API").args(args::all()))
        .subcommand(ask())
        .subcommand(explain())
        .subcommand(chat())
        .subcommand(key())
        .subcommand(usage())
        .subcommand(config())
        .subcommand(
            Command::new("doctor")
                .about("Look for what would keep the server from working")
                .arg(json())
                .args(args::all()),
        )
        .subcommand(Command::new("openapi").about("Print the OpenAPI document"))
        .subcommand(Command::new("docs").about("Print a generated page of the documentation").arg(page()))
        .subcommand(Command::new("completions").about("Print the completion script of a shell").arg(shell()))
        .subcommand(
            Command::new("healthcheck")
                .about("Ask a running server whether it is alive")
                .args(args::some(&["host", "port"])),
        )
}

fn page() -> Arg {
    Arg::new("page").required(true).value_parser(["configuration", "compatibility"]).help("Which page")
}

fn json() -> Arg {
    Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON")
}

fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn file(name: &'static str, help: &'static str) -> Arg {
    text(name, "FILE", help).value_hint(ValueHint::FilePath)
}

fn ask() -> Command {
    Command::new("ask")
        .about("Answer one question, without a server")
        .arg(
            Arg::new("text").value_name("TEXT").num_args(1..).help("The question; `-` or nothing reads standard input"),
        )
        .arg(json())
        .args(dialogue())
        .arg(file("tools", "Tools as a JSON array, in the API's form"))
        .arg(file("schema", "JSON Schema that the answer must fit"))
        .args(args::some(&ENGINE))
}

fn explain() -> Command {
    Command::new("explain")
        .about("Answer one question and say why: the answer with its proof, without a server")
        .arg(
            Arg::new("text").value_name("TEXT").num_args(1..).help("The question; `-` or nothing reads standard input"),
        )
        .arg(json())
        .args(dialogue())
        .args(args::some(&ENGINE))
}

fn chat() -> Command {
    Command::new("chat").about("Hold a dialogue, without a server").args(dialogue()).args(args::some(&ENGINE))
}

fn dialogue() -> [Arg; 2] {
    let model = text("model", "MODEL", "The model that answers").default_value(crate::settings::models::CHAT);
    [model, text("system", "TEXT", "What the model is told before")]
}

fn key() -> Command {
    let limit = |name: &'static str, help: &'static str| text(name, "N", help).value_parser(value_parser!(u32));
    let create = Command::new("create")
        .about("Make a key; it is shown once")
        .arg(Arg::new("name").value_name("NAME").required(true).help("What it is for"))
        .arg(limit("requests-per-minute", "Its own limit; 0 for none"))
        .arg(limit("tokens-per-minute", "Its own limit; 0 for none"))
        .arg(json())
        .args(args::some(&STORE));
    let list = Command::new("list").about("List the keys").arg(json()).args(args::some(&STORE));
    let revoke = Command::new("revoke")
        .about("Revoke a key; a running server obeys within a second")
        .arg(Arg::new("id").value_name("ID").required(true).help("Its id, as `key list` shows it"))
        .args(args::some(&STORE));
    Command::new("key")
        .about("Make, list and revoke API keys")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands([create, list, revoke])
}

fn usage() -> Command {
    let by = text("by", "WHAT", "What to tell apart")
        .value_parser(PossibleValuesParser::new(["user", "key", "model"]))
        .default_value("model");
    let days =
        text("days", "N", "How many days back").value_parser(value_parser!(u32).range(1..=3_660)).default_value("30");
    Command::new("usage")
        .about("Show requests and tokens by user, key or model")
        .args([by, days, json()])
        .args(args::some(&STORE))
}

fn config() -> Command {
    let origin = Arg::new("origin").long("origin").action(ArgAction::SetTrue).help("Tell where each value came from");
    Command::new("config")
        .about("Show or check the settings")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(Command::new("show").about("Show the settings in force").args([origin, json()]).args(args::all()))
        .subcommand(Command::new("check").about("Check the settings without starting").args(args::all()))
}

fn shell() -> Arg {
    Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(clap_complete::Shell))
}
