//! The settings on display: `config show`, and the reference page.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::load::{Chosen, Loaded};
use super::table::{Group, SETTINGS, Setting};

/// The settings in force as a configuration file, with the origin of each value if asked for.
pub fn toml(loaded: &Loaded, origins: bool) -> String {
    let mut out = String::new();
    for choice in loaded.chosen.iter().filter(|choice| choice.setting.in_file()) {
        let line = format!("{} = {}", choice.setting.key, choice.setting.kind.show(&choice.value));
        let _ = if origins { writeln!(out, "{line}  # {}", choice.origin) } else { writeln!(out, "{line}") };
    }
    out
}

/// The settings in force as JSON: `{"port": {"value": "3000", "origin": "default"}, …}`.
pub fn json(loaded: &Loaded) -> Json {
    let entry = |choice: &Chosen| {
        let value = choice.setting.kind.show(&choice.value);
        (choice.setting.key.to_owned(), json!({ "value": value, "origin": choice.origin.to_string() }))
    };
    Json::Object(loaded.chosen.iter().map(entry).collect::<Map<_, _>>())
}

/// The reference page `docs/configuration.md`.
pub fn reference() -> String {
    let mut out = String::from(PREFACE);
    for group in Group::ALL {
        let _ = write!(out, "\n## {}\n", group.title());
        for setting in SETTINGS.iter().filter(|setting| setting.group == group) {
            entry(&mut out, setting);
        }
    }
    out
}

fn entry(out: &mut String, setting: &Setting) {
    let names: Vec<String> = setting.well_known.iter().map(|name| format!("`{name}`")).collect();
    let well_known = if names.is_empty() { String::new() } else { format!(", {}", names.join(", ")) };
    let file = if setting.kind == super::Kind::Secret { format!(", `{}_FILE`", setting.env()) } else { String::new() };
    let _ = write!(out, "\n### {}\n\n{}\n\n", setting.key, setting.help);
    let _ = writeln!(out, "- Value: {}", setting.kind.describe());
    let _ = writeln!(out, "- Default: {}", default_text(setting));
    let _ = writeln!(out, "- Flag: `--{}`", setting.flag());
    let _ = writeln!(out, "- Environment: `{}`{file}{well_known}", setting.env());
}

fn default_text(setting: &Setting) -> String {
    match setting.kind.parse(setting.default) {
        Ok(value) => match setting.kind.show(&value).as_str() {
            "\"\"" | "[]" | "{}" => "none".to_owned(),
            shown => format!("`{shown}`"),
        },
        Err(_) => "none".to_owned(),
    }
}

const PREFACE: &str = "\
# Configuration

<!-- Generated from the table of settings. Edit `crates/gateway/src/settings/table.rs` instead. -->

Every setting has one name. `max_tokens` is written `max_tokens = 1000` in the configuration file (TOML),
`--max-tokens 1000` as a flag and `PSYCHO_SYMBOLIC_MAX_TOKENS=1000` in the environment. A flag has precedence
over the environment, the environment over the file, the file over the default; our environment names have
precedence over the well-known ones. `config show --origin` tells where each value came from, `config check`
checks without starting.

- Unknown keys in the file, values out of bounds and values of the wrong kind are errors that name the line.
  An unknown environment name that begins with `PSYCHO_SYMBOLIC_` is a warning; an empty variable counts as absent.
- Times are written `250ms`, `30s`, `2m`, `1h`; sizes `512KiB`, `4MiB`. A bare number is seconds or bytes.
- Lists and tables are written in TOML in the file; in flags and the environment lists are separated by commas
  (or written as a TOML array), tables are `name=value` pairs separated by commas. List flags may be repeated.
- Secrets are never shown. Their environment names have a twin with `_FILE` that names a file to read them from.
- On Kubernetes, set `enableServiceLinks: false` if a service is named `psycho-symbolic`: its links look like
  our environment names.
";
