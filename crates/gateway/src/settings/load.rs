//! Loading: defaults < configuration file < environment < flags; from as typed to as used.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::table::{ENV_PREFIX, SETTINGS, Setting, find};
use super::{Kind, Settings, StoreLocation, Value, models};

/// What was typed, and where.
#[derive(Clone)]
pub struct Sources<'a> {
    /// Flags as `(key of the setting, text)`.
    pub flags: Vec<(&'static str, String)>,
    /// The environment.
    pub env: &'a BTreeMap<String, String>,
}

impl fmt::Debug for Sources<'_> {
    /// Names only: values may be secrets.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags: Vec<_> = self.flags.iter().map(|(key, _)| key).collect();
        out.debug_struct("Sources").field("flags", &flags).finish_non_exhaustive()
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The table of defaults.
    Default,
    /// The configuration file and the line in it.
    File(PathBuf, usize),
    /// An environment variable.
    Env(String),
    /// A flag, without its dashes.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => out.write_str("default"),
            Origin::File(path, line) => write!(out, "{}:{line}", path.display()),
            Origin::Env(name) => write!(out, "${name}"),
            Origin::Flag(name) => write!(out, "--{name}"),
        }
    }
}

/// One value as it was chosen among the sources.
#[derive(Clone)]
pub struct Chosen {
    /// Its row.
    pub setting: &'static Setting,
    /// The value.
    pub value: Value,
    /// Where it came from.
    pub origin: Origin,
}

impl fmt::Debug for Chosen {
    /// As shown: secrets stay hidden.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} = {} ({})", self.setting.key, self.setting.kind.show(&self.value), self.origin)
    }
}

/// The settings and how they came about.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings as used.
    pub settings: Settings,
    /// Every row of the table in its order.
    pub chosen: Vec<Chosen>,
    /// What is odd but no error.
    pub warnings: Vec<String>,
}

/// Something that is wrong with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub origin: Origin,
    /// What.
    pub message: String,
}

/// Everything that is wrong with what was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|p| format!("{}: {}", p.origin, p.message)).collect::<Vec<_>>().join("\n"))]
pub struct SettingsError(pub Vec<Problem>);

/// The settings without a file, an environment or flags.
pub(super) fn defaults() -> Settings {
    let mut settings = Settings::zero();
    for setting in SETTINGS {
        if let Ok(value) = setting.kind.parse(setting.default) {
            (setting.put)(&mut settings, &value);
        }
    }
    resolve(&mut settings, &BTreeMap::new());
    settings
}

/// Loads the settings.
///
/// # Errors
/// Every problem of every source at once: unknown keys, values of the wrong kind or out of bounds, values
/// that contradict each other, a file that cannot be read.
pub fn load(sources: &Sources<'_>) -> Result<Loaded, SettingsError> {
    let mut problems = Vec::new();
    let mut warnings = unknown_env(sources.env);
    let file = read_file(sources, &mut problems);
    let mut settings = Settings::zero();
    let mut chosen = Vec::with_capacity(SETTINGS.len());
    for setting in SETTINGS {
        match choose(setting, sources, &file, &mut warnings) {
            Ok(choice) => {
                (setting.put)(&mut settings, &choice.value);
                chosen.push(choice);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        contradictions(&settings, &chosen, &mut problems);
    }
    if !problems.is_empty() {
        return Err(SettingsError(problems));
    }
    resolve(&mut settings, sources.env);
    settings.config = file.path;
    Ok(Loaded { settings, chosen, warnings })
}

/// Takes the value of one setting from the first source that has it.
fn choose(
    setting: &'static Setting,
    sources: &Sources<'_>,
    file: &File,
    warnings: &mut Vec<String>,
) -> Result<Chosen, Problem> {
    let named = |origin: &Origin, message: String| match origin {
        Origin::File(..) | Origin::Default => format!("`{}`: {message}", setting.key),
        Origin::Env(_) | Origin::Flag(_) => message,
    };
    let parsed = |origin: Origin, text: &str| match setting.kind.parse(text) {
        Ok(value) => Ok(Chosen { setting, value, origin }),
        Err(message) => Err(Problem { message: named(&origin, message), origin }),
    };
    if let Some((_, text)) = sources.flags.iter().rev().find(|(key, _)| *key == setting.key) {
        return parsed(Origin::Flag(setting.flag()), text);
    }
    if let Some((name, text)) = from_env(setting, sources.env, warnings)? {
        return parsed(Origin::Env(name), &text);
    }
    match file.values.get(setting.key) {
        Some((value, origin)) => Ok(Chosen { setting, value: value.clone(), origin: origin.clone() }),
        None => parsed(Origin::Default, setting.default),
    }
}

/// The environment's value of a setting: our name first, then its `_FILE` twin for secrets, then the
/// well-known names. An empty variable counts as absent.
fn from_env(
    setting: &Setting,
    env: &BTreeMap<String, String>,
    warnings: &mut Vec<String>,
) -> Result<Option<(String, String)>, Problem> {
    let get = |name: &str| env.get(name).filter(|text| !text.is_empty()).cloned();
    let ours = setting.env();
    if let Some(text) = get(&ours) {
        if setting.key == "port" && text.starts_with("tcp://") {
            warnings.push(format!("${ours}={text} is a Kubernetes service link, not a port; it is ignored"));
        } else {
            return Ok(Some((ours, text)));
        }
    }
    if setting.kind == Kind::Secret {
        let name = format!("{ours}_FILE");
        if let Some(path) = get(&name) {
            return match std::fs::read_to_string(&path) {
                Ok(text) => Ok(Some((name, text.trim_end_matches(['\r', '\n']).to_owned()))),
                Err(error) => Err(Problem { origin: Origin::Env(name), message: format!("{path}: {error}") }),
            };
        }
    }
    Ok(setting.well_known.iter().find_map(|name| get(name).map(|text| ((*name).to_owned(), text))))
}

/// Environment names that look like ours and are none.
fn unknown_env(env: &BTreeMap<String, String>) -> Vec<String> {
    let known: Vec<String> = SETTINGS.iter().map(Setting::env).collect();
    let is_known = |name: &str| known.iter().any(|ours| name == ours || name.strip_suffix("_FILE") == Some(ours));
    let unknown = env.keys().filter(|name| name.starts_with(ENV_PREFIX) && !is_known(name));
    unknown
        .map(|name| {
            let hint = nearest(name, known.iter().map(String::as_str));
            format!(
                "${name} is not a setting{}",
                hint.map(|near| format!("; did you mean ${near}?")).unwrap_or_default()
            )
        })
        .collect()
}

/// The configuration file as read.
#[derive(Debug, Default)]
struct File {
    path: Option<PathBuf>,
    values: BTreeMap<&'static str, (Value, Origin)>,
}

fn read_file(sources: &Sources<'_>, problems: &mut Vec<Problem>) -> File {
    let flag = sources.flags.iter().rev().find(|(key, _)| *key == "config");
    let flag = flag.map(|(_, path)| (PathBuf::from(path), Origin::Flag("config".to_owned())));
    let name = format!("{ENV_PREFIX}CONFIG");
    let env = || sources.env.get(&name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let named = flag.or_else(|| env().map(|path| (path, Origin::Env(name.clone()))));
    let (path, origin) = match named {
        Some(named) => named,
        None => match config_dir(sources.env).map(|dir| dir.join("psycho-symbolic/config.toml")) {
            Some(path) if path.is_file() => (path, Origin::Default),
            _ => return File::default(),
        },
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => File { values: parse_file(&text, &path, problems), path: Some(path) },
        Err(error) => {
            problems.push(Problem { origin, message: format!("{}: {error}", path.display()) });
            File::default()
        }
    }
}

/// Reads the text of a configuration file; every unknown key and every bad value is a problem of its own.
fn parse_file(text: &str, path: &Path, problems: &mut Vec<Problem>) -> BTreeMap<&'static str, (Value, Origin)> {
    let origin = |byte: usize| {
        let before = text.as_bytes().iter().take(byte);
        Origin::File(path.to_owned(), 1 + before.filter(|byte| **byte == b'\n').count())
    };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let place = origin(error.span().map_or(0, |span| span.start));
            problems.push(Problem { origin: place, message: error.message().replace('\n', ", ") });
            return BTreeMap::new();
        }
    };
    let mut values = BTreeMap::new();
    let mut found = Vec::new();
    for (key, value) in table.get_ref() {
        let place = origin(key.span().start);
        match read_key(key.get_ref(), value.get_ref()) {
            Ok((setting, value)) => {
                values.insert(setting.key, (value, place));
            }
            Err(message) => found.push((key.span().start, Problem { origin: place, message })),
        }
    }
    found.sort_by_key(|(byte, _)| *byte);
    problems.extend(found.into_iter().map(|(_, problem)| problem));
    values
}

fn read_key(key: &str, value: &DeValue<'_>) -> Result<(&'static Setting, Value), String> {
    let Some(setting) = find(key).filter(|setting| setting.in_file()) else {
        let names = SETTINGS.iter().filter(|setting| setting.in_file()).map(|setting| setting.key);
        let hint = nearest(key, names).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("unknown key `{key}`{hint}"));
    };
    let value = setting.kind.from_toml(value).map_err(|message| format!("`{key}`: {message}"))?;
    Ok((setting, value))
}

/// The candidate that is likely meant by a misspelt name.
pub fn nearest<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed: String = typed.chars().take(64).collect();
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&typed, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).clamp(1, 4))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Settings that are fine alone and wrong together.
fn contradictions(settings: &Settings, chosen: &[Chosen], problems: &mut Vec<Problem>) {
    let mut wrong = |key: &str, message: String| {
        let origin = chosen.iter().find(|choice| choice.setting.key == key).map(|choice| choice.origin.clone());
        problems.push(Problem { origin: origin.unwrap_or(Origin::Default), message: format!("`{key}`: {message}") });
    };
    if settings.stream_min_chunk > settings.stream_max_chunk {
        wrong("stream_min_chunk", "it is larger than `stream_max_chunk`".to_owned());
    }
    if settings.max_tokens > settings.context_length {
        wrong("max_tokens", "it is larger than `context_length`".to_owned());
    }
    for (alias, id) in &settings.model_aliases {
        if models::known(id).is_none() {
            let ours = models::MODELS.join(", ");
            wrong("model_aliases", format!("`{alias}` stands for `{id}`, which is not one of {ours}"));
        }
    }
    if settings.cors_origins.iter().any(|origin| origin != "*" && !origin.contains("://")) {
        wrong("cors_origins", "an origin has a scheme, as in `https://app.example`".to_owned());
    }
    if settings.log_level.parse::<tracing_subscriber::filter::EnvFilter>().is_err() {
        wrong("log_level", format!("`{}` is neither a level nor a filter", settings.log_level));
    }
}

/// Replaces "choose for me" by the choice.
fn resolve(settings: &mut Settings, env: &BTreeMap<String, String>) {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    if settings.workers == 0 {
        settings.workers = processors;
    }
    if settings.thinking_slots == 0 {
        settings.thinking_slots = processors * 32;
    }
    if settings.store == StoreLocation::File(PathBuf::from("auto")) {
        let dir = data_dir(env).unwrap_or_else(|| PathBuf::from("."));
        settings.store = StoreLocation::File(dir.join("psycho-symbolic/store.db"));
    }
}

/// The user's configuration directory, by the convention of the system.
fn config_dir(env: &BTreeMap<String, String>) -> Option<PathBuf> {
    user_dir(env, "XDG_CONFIG_HOME", ".config")
}

/// The user's data directory, by the convention of the system.
fn data_dir(env: &BTreeMap<String, String>) -> Option<PathBuf> {
    user_dir(env, "XDG_DATA_HOME", ".local/share")
}

fn user_dir(env: &BTreeMap<String, String>, xdg: &str, below_home: &str) -> Option<PathBuf> {
    let get = |name: &str| env.get(name).filter(|text| !text.is_empty()).map(PathBuf::from);
    let home = || {
        let below = if cfg!(target_os = "macos") { "Library/Application Support" } else { below_home };
        get("HOME").map(|home| home.join(below))
    };
    if cfg!(windows) { get("APPDATA") } else { get(xdg).or_else(home) }
}
