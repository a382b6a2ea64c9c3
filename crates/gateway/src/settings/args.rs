//! Flags: the table as clap arguments, and what was given of them.

use clap::{Arg, ArgAction, ArgMatches, parser::ValueSource};

use super::table::{SETTINGS, Setting};
use super::value::Kind;

/// The flags of every setting.
pub fn all() -> Vec<Arg> {
    SETTINGS.iter().map(arg).collect()
}

/// The flags of some settings, and `--config`, which goes with any.
pub fn some(keys: &[&str]) -> Vec<Arg> {
    let wanted = |setting: &&Setting| setting.key == "config" || keys.contains(&setting.key);
    SETTINGS.iter().filter(wanted).map(arg).collect()
}

fn arg(setting: &'static Setting) -> Arg {
    let shown = match setting.default {
        "" => String::new(),
        long if long.len() > 40 => " [default: see `config show`]".to_owned(),
        default => format!(" [default: {default}]"),
    };
    let names = [setting.well_known, &[setting.env().as_str()]].concat().join(", ");
    let arg = Arg::new(setting.key)
        .long(setting.flag())
        .value_name(value_name(setting.kind))
        .help_heading(setting.group.title())
        .help(format!("{}{shown} [env: {names}]", setting.help));
    match setting.kind {
        Kind::Bool => arg.num_args(0..=1).require_equals(true).default_missing_value("true").action(ArgAction::Set),
        Kind::List | Kind::Map => arg.action(ArgAction::Append),
        _ => arg.action(ArgAction::Set).allow_hyphen_values(true),
    }
}

fn value_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "BOOL",
        Kind::Int(..) => "N",
        Kind::Bytes(..) => "SIZE",
        Kind::Time(..) => "TIME",
        Kind::Address => "ADDRESS",
        Kind::Text => "TEXT",
        Kind::Choice(_) => "WORD",
        Kind::List => "LIST",
        Kind::Map => "NAME=VALUE,…",
        Kind::Secret => "SECRET",
    }
}

/// The settings that were given as flags, as `(key, text)`. Repeated lists are joined.
pub fn given(matches: &ArgMatches) -> Vec<(&'static str, String)> {
    let typed = |setting: &&Setting| {
        matches.try_contains_id(setting.key).unwrap_or(false)
            && matches.value_source(setting.key) == Some(ValueSource::CommandLine)
    };
    let text = |setting: &'static Setting| {
        let texts = matches.get_many::<String>(setting.key)?;
        Some((setting.key, texts.cloned().collect::<Vec<_>>().join(",")))
    };
    SETTINGS.iter().filter(typed).filter_map(text).collect()
}
