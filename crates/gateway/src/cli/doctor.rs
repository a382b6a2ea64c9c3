//! `doctor`: what would keep the server from working, each with a remedy.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use serde_json::{Value as Json, json};

use super::config::{reachable, status};
use super::key::{now, with_store};
use super::{DONE, FAILED, out};
use crate::settings::{Loaded, Origin, Settings, Sources, StoreLocation, load};
use crate::state::KeyRecord;

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Good,
    /// It works, but not as it should.
    Odd,
    /// It does not work.
    Bad,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    /// What was looked at.
    pub(super) name: &'static str,
    pub(super) verdict: Verdict,
    /// What was found.
    pub(super) found: String,
    /// What to do; empty where all is well.
    pub(super) remedy: String,
}

fn good(name: &'static str, found: impl Into<String>) -> Check {
    Check { name, verdict: Verdict::Good, found: found.into(), remedy: String::new() }
}

fn odd(name: &'static str, found: impl Into<String>, remedy: &str) -> Check {
    Check { name, verdict: Verdict::Odd, found: found.into(), remedy: remedy.to_owned() }
}

fn bad(name: &'static str, found: impl Into<String>, remedy: &str) -> Check {
    Check { verdict: Verdict::Bad, ..odd(name, found, remedy) }
}

pub(super) fn run(sources: &Sources<'_>, as_json: bool) -> u8 {
    let checks = examine(sources);
    match as_json {
        true => out::json(&Json::Array(checks.iter().map(describe).collect())),
        false => out::data(&checks.iter().map(|check| line(check, out::color())).collect::<String>()),
    }
    if checks.iter().any(|check| check.verdict == Verdict::Bad) { FAILED } else { DONE }
}

/// All checks; where the settings cannot be loaded there is nothing to check them against.
pub(super) fn examine(sources: &Sources<'_>) -> Vec<Check> {
    let loaded = match load(sources) {
        Ok(loaded) => loaded,
        Err(error) => {
            let problem = |problem: &crate::settings::Problem| {
                bad(
                    "settings",
                    format!("{}: {}", problem.origin, problem.message),
                    "correct it; `config check` checks again",
                )
            };
            return error.0.iter().map(problem).collect();
        }
    };
    let settings = &loaded.settings;
    let (store, keys) = check_store(settings);
    let mut checks = vec![check_settings(&loaded), check_file(settings), check_port(settings)];
    checks.extend([store, check_store_mode(settings), check_exposure(settings, keys.as_deref())]);
    checks.extend([check_secrets(&loaded), check_browser(settings), check_files_limit(settings)]);
    checks.extend([check_memory(settings), check_processors(settings), check_clock(keys.as_deref())]);
    checks.extend([check_random(), check_privacy(settings), check_determinism(settings), check_keep_alive(settings)]);
    checks
}

fn check_settings(loaded: &Loaded) -> Check {
    let name = "settings";
    match loaded.warnings.as_slice() {
        [] => good(name, "valid"),
        warnings => odd(name, warnings.join("; "), "correct or unset these names"),
    }
}

fn check_file(settings: &Settings) -> Check {
    let name = "configuration file";
    match &settings.config {
        None => good(name, "none is used"),
        Some(path) if writable_by_others(path) => {
            let found = format!("{} can be changed by other users", path.display());
            odd(name, found, "remove the permission: chmod go-w FILE")
        }
        Some(path) => good(name, path.display().to_string()),
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).ok().map(|data| data.permissions().mode())
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Option<u32> {
    None
}

fn writable_by_others(path: &Path) -> bool {
    mode(path).is_some_and(|mode| mode & 0o022 != 0)
}

fn check_port(settings: &Settings) -> Check {
    let name = "address";
    let address = settings.address();
    match TcpListener::bind(address) {
        Ok(_) => good(name, format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => taken(name, address),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            bad(name, format!("{address}: {error}"), "choose a port from 1024 up, or grant the right to bind this one")
        }
        Err(error) => bad(name, format!("{address}: {error}"), "choose an address of this machine with `--host`"),
    }
}

fn taken(name: &'static str, address: SocketAddr) -> Check {
    match status(reachable(address)) {
        Ok(200) => {
            odd(name, format!("{address} is in use; a server answers there"), "stop it, or choose another `--port`")
        }
        _ => bad(name, format!("{address} is in use"), "end what listens there, or choose another `--port`"),
    }
}

/// Opens the store, and reads the keys where that works.
fn check_store(settings: &Settings) -> (Check, Option<Vec<KeyRecord>>) {
    let name = "store";
    let StoreLocation::File(path) = &settings.store else {
        let remedy = "set `store` to a file to keep keys and usage beyond the process";
        return (odd(name, "it is in memory", remedy), Some(Vec::new()));
    };
    let opened = with_store(settings, async |store| {
        store.check_writable().await?;
        store.list_keys().await
    });
    match opened {
        Ok(keys) => {
            let valid = keys.iter().filter(|key| key.revoked.is_none()).count();
            (good(name, format!("{} can be written, {valid} valid keys", path.display())), Some(keys))
        }
        Err(error) => (bad(name, error, "see the message, or choose another file with `--store`"), None),
    }
}

fn check_store_mode(settings: &Settings) -> Check {
    let name = "store permissions";
    match &settings.store {
        StoreLocation::File(path) if mode(path).is_some_and(|mode| mode & 0o077 != 0) => {
            odd(name, format!("{} is open to other users", path.display()), "make it private: chmod go-rwx FILE")
        }
        _ => good(name, "private"),
    }
}

fn check_exposure(settings: &Settings, keys: Option<&[KeyRecord]>) -> Check {
    let name = "exposure";
    let keyed = settings.require_key || settings.api_key.is_set() || keys.is_some_and(|keys| !keys.is_empty());
    match (settings.is_exposed(), keyed) {
        (false, _) => good(name, "only this machine is served"),
        (true, true) => good(name, "other machines are served and need a key"),
        (true, false) if settings.allow_insecure_bind => {
            odd(name, "other machines are served without a key", "make a key: `gateway key create NAME`")
        }
        (true, false) => bad(
            name,
            format!("{} is reached by other machines and no key exists, so `serve` refuses it", settings.host),
            "make a key with `gateway key create NAME`, or set `allow_insecure_bind`",
        ),
    }
}

fn check_secrets(loaded: &Loaded) -> Check {
    let name = "secrets";
    let typed = |choice: &&crate::settings::load::Chosen| {
        choice.setting.kind == crate::settings::Kind::Secret && matches!(choice.origin, Origin::Flag(_))
    };
    let key = &loaded.settings.api_key.0;
    if let Some(choice) = loaded.chosen.iter().find(typed) {
        let found = format!("`{}` is given as a flag, which every user of this machine can read", choice.setting.key);
        return odd(name, found, "give it in the environment or in a file named by its `_FILE` variable");
    }
    if !key.is_empty() && key.chars().count() < 20 {
        return odd(
            name,
            "`api_key` is short enough to be guessed",
            "use at least 20 random characters, or `gateway key create`",
        );
    }
    good(name, "none is exposed")
}

fn check_browser(settings: &Settings) -> Check {
    let name = "browsers";
    let any = settings.cors_origins.iter().any(|origin| origin == "*");
    match any {
        true => odd(name, "any web page may call (`cors_origins` has `*`)", "name the pages that need it"),
        false => good(name, format!("{} origins may call", settings.cors_origins.len())),
    }
}

/// Descriptors besides connections: the store, the listener, the runtime.
const OTHER_FILES: u64 = 64;

fn check_files_limit(settings: &Settings) -> Check {
    let name = "open files";
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next()).and_then(|limit| limit.parse::<u64>().ok());
    let needed = settings.max_connections as u64 + OTHER_FILES;
    match soft {
        Some(soft) if soft < needed => odd(
            name,
            format!("the limit is {soft}, {needed} are needed for {} connections", settings.max_connections),
            "raise it (`ulimit -n`, LimitNOFILE=), or lower `max_connections`",
        ),
        Some(soft) => good(name, format!("the limit is {soft}")),
        None => good(name, "no limit is known"),
    }
}

fn check_memory(settings: &Settings) -> Check {
    let name = "memory";
    let info = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = info.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
    match kilobytes.map(|kilobytes| kilobytes.saturating_mul(1_024)) {
        Some(free) if settings.cache_bytes > free / 2 => {
            let found = format!("`cache_bytes` is {}, {free} bytes are available", settings.cache_bytes);
            odd(name, found, "lower `cache_bytes`")
        }
        _ => good(name, "the caches fit"),
    }
}

fn check_processors(settings: &Settings) -> Check {
    let name = "processors";
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    match settings.workers > processors * 4 {
        true => odd(
            name,
            format!("{} workers share {processors} processors", settings.workers),
            "set `workers` to 0, which takes one for each processor",
        ),
        false => good(name, format!("{} workers on {processors} processors", settings.workers)),
    }
}

/// 2026-01-01, before which this version did not exist.
const EPOCH: i64 = 1_767_225_600;

fn check_clock(keys: Option<&[KeyRecord]>) -> Check {
    let name = "clock";
    let latest = keys.into_iter().flatten().map(|key| key.revoked.unwrap_or(key.created)).max().unwrap_or(0);
    match now() < latest.max(EPOCH) {
        true => odd(name, "the clock is behind the store or this version", "set the time of the machine"),
        false => good(name, "plausible"),
    }
}

fn check_random() -> Check {
    match getrandom::u64() {
        Ok(_) => good("randomness", "the system gives random bytes"),
        Err(error) => bad("randomness", error.to_string(), "let the process reach the system's random source"),
    }
}

fn check_privacy(settings: &Settings) -> Check {
    match settings.log_prompts {
        true => odd("privacy", "prompts are logged", "unset `log_prompts`"),
        false => good("privacy", "prompts are not logged"),
    }
}

fn check_determinism(settings: &Settings) -> Check {
    let name = "ids and times";
    match settings.deterministic && settings.is_exposed() {
        true => odd(name, "they are fixed though other machines are served", "unset `deterministic`: it is for tests"),
        false if settings.deterministic => good(name, "fixed, for tests"),
        false => good(name, "real"),
    }
}

/// Proxies commonly close what is silent for this long.
const PROXY_PATIENCE: u64 = 50;

fn check_keep_alive(settings: &Settings) -> Check {
    let name = "long streams";
    match settings.keep_alive_interval.as_secs() {
        0 if settings.keep_alive_interval.is_zero() => {
            odd(name, "silent streams get no comments, so proxies may close them", "set `keep_alive_interval` to 15s")
        }
        PROXY_PATIENCE.. => {
            odd(name, "proxies may close streams before a comment comes", "lower `keep_alive_interval` to 15s")
        }
        seconds => good(name, format!("a comment every {seconds} s keeps them open")),
    }
}

fn describe(check: &Check) -> Json {
    let verdict = match check.verdict {
        Verdict::Good => "good",
        Verdict::Odd => "odd",
        Verdict::Bad => "bad",
    };
    json!({ "check": check.name, "verdict": verdict, "found": check.found, "remedy": check.remedy })
}

fn line(check: &Check, color: bool) -> String {
    let (mark, paint) = match check.verdict {
        Verdict::Good => ("ok  ", "32"),
        Verdict::Odd => ("odd ", "33"),
        Verdict::Bad => ("BAD ", "31"),
    };
    let mark = if color { format!("\u{1b}[{paint}m{mark}\u{1b}[0m") } else { mark.to_owned() };
    let remedy = if check.remedy.is_empty() { String::new() } else { format!("\n        → {}", check.remedy) };
    format!("{mark} {}: {}{remedy}\n", check.name, check.found)
}
