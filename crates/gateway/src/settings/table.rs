//! SETTINGS: one row each. A row gives the flag, the environment names, the key of the configuration
//! file, the default, the bounds, the help and the entry of the reference page.

use super::Settings;
use super::value::{FromValue, Kind, Value};

/// What a setting is about; the sections of the reference page, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Where the server listens and to whom.
    Listening,
    /// How much and how slowly a client may send and read.
    Limits,
    /// How answers are made.
    Answers,
    /// What is remembered of earlier answers.
    Caching,
    /// Who may call, and how often.
    Access,
    /// What outlives the process.
    Storage,
    /// What is told to operators.
    Telemetry,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 7] = [
        Group::Listening,
        Group::Limits,
        Group::Answers,
        Group::Caching,
        Group::Access,
        Group::Storage,
        Group::Telemetry,
    ];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Listening => "Listening",
            Group::Limits => "Limits and timeouts",
            Group::Answers => "Answers",
            Group::Caching => "Caching",
            Group::Access => "Access",
            Group::Storage => "Storage",
            Group::Telemetry => "Logs and metrics",
        }
    }
}

/// The beginning of every environment name of ours.
pub const ENV_PREFIX: &str = "PSYCHO_SYMBOLIC_";

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The key of the configuration file, the name of the field and the anchor in the reference page.
    pub key: &'static str,
    /// What it is about.
    pub group: Group,
    /// Well-known environment names besides our own.
    pub well_known: &'static [&'static str],
    /// What may be written.
    pub kind: Kind,
    /// The default, as a flag would give it.
    pub default: &'static str,
    /// What it does, in full sentences.
    pub help: &'static str,
    /// Puts a checked value into its field.
    pub put: fn(&mut Settings, &Value),
}

impl Setting {
    /// The flag without its dashes: `max-tokens`.
    pub fn flag(&self) -> String {
        self.key.replace('_', "-")
    }

    /// Our environment name: `PSYCHO_SYMBOLIC_MAX_TOKENS`. It has precedence over the well-known ones.
    pub fn env(&self) -> String {
        format!("{ENV_PREFIX}{}", self.key.to_ascii_uppercase())
    }

    /// Whether the configuration file may hold it.
    pub fn in_file(&self) -> bool {
        self.key != "config"
    }
}

/// The row of a key.
pub fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

macro_rules! rows {
    ($( $group:ident $key:ident $kind:expr, $default:expr, [$($env:literal),*], $help:expr; )*) => {
        &[$( Setting {
            key: stringify!($key),
            group: Group::$group,
            well_known: &[$($env),*],
            kind: $kind,
            default: $default,
            help: $help,
            put: |settings, value| settings.$key = FromValue::from_value(value),
        } ),*]
    };
}

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
const MIB: i64 = 1 << 20;

/// The table.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = rows![
    Listening config Kind::Text, "", [],
        "Configuration file in TOML. Without it `psycho-symbolic/config.toml` in the user's configuration directory is read if it exists.";
    Listening host Kind::Address, "127.0.0.1", ["HOST"],
        "Address to listen on. 127.0.0.1 is reached from this machine only; 0.0.0.0 from any.";
    Listening port Kind::Int(0, 65_535), "3000", ["PORT"],
        "Port to listen on; 0 lets the system choose one, which is printed.";
    Listening allow_insecure_bind Kind::Bool, "false", [],
        "Serve other machines though no API key is required. Without it such a bind is refused.";
    Listening http2 Kind::Bool, "false", [],
        "Speak HTTP/2 without TLS to clients that open with it.";
    Listening workers Kind::Int(0, 1_024), "0", [],
        "Threads that serve connections; 0 takes one for each processor.";
    Listening max_connections Kind::Int(1, 1_000_000), "16384", [],
        "Open connections at most; further ones wait to be accepted.";
    Listening cors_origins Kind::List, "", [],
        "Origins of web pages that may call, such as `https://app.example`; `*` allows any. None by default.";
    Listening allowed_hosts Kind::List, "", [],
        "Values of the `Host` header that are served besides IP addresses and `localhost`. Where it is empty any is served, except on loopback, where other names are refused (DNS rebinding).";

    Limits max_body_bytes Kind::Bytes(1_024, 1_024 * MIB), "4MiB", [],
        "Size of a request body at most; larger ones get 413.";
    Limits max_header_bytes Kind::Bytes(8_192, MIB), "32KiB", [],
        "Size of a request's head at most; larger ones get 431.";
    Limits max_json_depth Kind::Int(8, 120), "64", [],
        "Nesting of a JSON body at most.";
    Limits header_timeout Kind::Time(100, HOUR), "10s", [],
        "Time for a request's head to arrive.";
    Limits body_timeout Kind::Time(100, HOUR), "30s", [],
        "Time for a request's body to arrive.";
    Limits idle_timeout Kind::Time(100, DAY), "75s", [],
        "Time a connection may rest between two requests.";
    Limits write_timeout Kind::Time(100, HOUR), "30s", [],
        "Time a client may take nothing of its answer before its connection is closed.";
    Limits keep_alive_interval Kind::Time(0, HOUR), "15s", [],
        "Silence in a stream after which a comment is sent, so that proxies keep it open; 0 sends none.";
    Limits drain_timeout Kind::Time(0, HOUR), "30s", [],
        "Time that running requests get to end after the stop signal.";

    Answers thinking_slots Kind::Int(0, 1_024), "0", [],
        "Requests that think at the same time; further ones get 429 with Retry-After. 0 takes 32 for each processor.";
    Answers reasoning_steps Kind::Int(1, 1_000_000_000), "1000000", [],
        "Steps of reasoning that a request may take before it abstains.";
    Answers max_tokens Kind::Int(1, 1_000_000), "4096", ["MAX_TOKENS"],
        "Tokens of an answer where the request names no limit.";
    Answers context_length Kind::Int(16, 10_000_000), "128000", [],
        "Tokens of a request at most; longer ones get 400.";
    Answers enable_streaming Kind::Bool, "true", ["ENABLE_STREAMING"],
        "Serve `stream: true`. If off, such requests get 400.";
    Answers strict Kind::Bool, "false", [],
        "Refuse unknown request fields with 400, as the original API does. If off they are accepted, counted and named in a response header.";
    Answers deterministic Kind::Bool, "false", [],
        "Fix ids and times, so that the same requests give the same bytes. For tests and continuous integration.";
    Answers model_aliases Kind::Map, DEFAULT_ALIASES, [],
        "Names under which the models also answer; `*` stands for every other name. The table replaces the default one.";
    Answers stream_pace Kind::Time(0, 10_000), "0", [],
        "Time between two chunks that a stream aims at; 0 sends as fast as the client reads.";
    Answers stream_min_chunk Kind::Int(1, 4_096), "8", [],
        "Characters of a chunk at least, where a stream is paced.";
    Answers stream_max_chunk Kind::Int(1, 65_536), "64", [],
        "Characters of a chunk at most, where a stream is paced.";

    Caching cache_size Kind::Int(0, 100_000_000), "10000", ["CACHE_SIZE"],
        "Answers kept at most; 0 turns the response cache off.";
    Caching cache_bytes Kind::Bytes(0, 1_024 * 1_024 * MIB), "64MiB", [],
        "Size of all kept answers at most.";
    Caching cache_ttl Kind::Time(0, 365 * DAY), "1h", [],
        "Time that an answer is kept; 0 keeps it until it is displaced.";
    Caching plan_cache_size Kind::Int(0, 100_000_000), "10000", [],
        "Plans kept at most, so that other seeds and temperatures reuse them; 0 turns the reasoning cache off.";
    Caching warm_queries Kind::List, DEFAULT_WARM_QUERIES, [],
        "Questions that are answered into the cache at start.";

    Access api_key Kind::Secret, "", [],
        "A key that is accepted besides those made with `key create`.";
    Access require_key Kind::Bool, "false", [],
        "Require a key for every API request even where none was ever made.";
    Access key_pepper Kind::Secret, "", [],
        "Mixed into the hashes of stored keys. Changing it voids all stored keys.";
    Access requests_per_minute Kind::Int(0, 1_000_000_000), "0", [],
        "Requests a minute for keys without a limit of their own; 0 for no limit.";
    Access tokens_per_minute Kind::Int(0, 4_000_000_000), "0", [],
        "Tokens a minute for keys without a limit of their own; 0 for no limit.";

    Storage store Kind::Text, "auto", [],
        "Database file for keys, usage and stored completions. `auto` is `psycho-symbolic/store.db` in the user's data directory, `memory` keeps nothing beyond the process.";

    Telemetry log_level Kind::Text, "info", ["RUST_LOG"],
        "What is logged: error, warn, info, debug, trace, or a filter by module. `info` tells of starts, stops and faults.";
    Telemetry log_format Kind::Choice(&["auto", "human", "json"]), "auto", [],
        "How log lines look. `auto` is human on a terminal and JSON otherwise.";
    Telemetry access_log Kind::Choice(&["auto", "on", "off"]), "auto", [],
        "Log one line for each request, which costs a few microseconds. `auto` does so on a terminal.";
    Telemetry log_prompts Kind::Bool, "false", [],
        "Log the text of prompts. Shows a warning at start.";
    Telemetry metrics Kind::Bool, "true", [],
        "Serve Prometheus metrics at `/metrics`.";
];

/// Names that applications have written into their code, and what answers to them.
pub const DEFAULT_ALIASES: &str = "\
    gpt-3.5-turbo=psycho-symbolic-v1,gpt-3.5-turbo-0125=psycho-symbolic-v1,gpt-3.5-turbo-1106=psycho-symbolic-v1,\
    gpt-3.5-turbo-16k=psycho-symbolic-v1,gpt-3.5-turbo-instruct=psycho-symbolic-v1,\
    gpt-4=psycho-symbolic-v1,gpt-4-0613=psycho-symbolic-v1,gpt-4-turbo=psycho-symbolic-v1,\
    gpt-4-turbo-preview=psycho-symbolic-v1,gpt-4.1=psycho-symbolic-v1,gpt-4.1-mini=psycho-symbolic-v1-fast,\
    gpt-4.1-nano=psycho-symbolic-v1-fast,gpt-4o=psycho-symbolic-v1,gpt-4o-2024-08-06=psycho-symbolic-v1,\
    gpt-4o-2024-11-20=psycho-symbolic-v1,gpt-4o-mini=psycho-symbolic-v1-fast,\
    gpt-4o-mini-2024-07-18=psycho-symbolic-v1-fast,chatgpt-4o-latest=psycho-symbolic-v1,\
    gpt-5=psycho-symbolic-v1,gpt-5-mini=psycho-symbolic-v1-fast,gpt-5-nano=psycho-symbolic-v1-fast,\
    o1=psycho-symbolic-v1,o1-mini=psycho-symbolic-v1-fast,o3=psycho-symbolic-v1,o3-mini=psycho-symbolic-v1-fast,\
    o4-mini=psycho-symbolic-v1-fast,\
    davinci-002=psycho-symbolic-v1,babbage-002=psycho-symbolic-v1,text-davinci-003=psycho-symbolic-v1,\
    text-embedding-3-small=psycho-symbolic-embed,text-embedding-3-large=psycho-symbolic-embed,\
    text-embedding-ada-002=psycho-symbolic-embed";

/// Common questions to the product.
pub const DEFAULT_WARM_QUERIES: &str = r#"["What are common JWT security vulnerabilities?", "What are the hidden complexities in API design?", "What are the edge cases in distributed systems?", "How do I handle rate limiting?", "What are common microservice anti-patterns?"]"#;
