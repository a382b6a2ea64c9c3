//! Settings as used: valid, plain values, no `Option` without a meaning.
//!
//! [`table`] lists every setting once; from it come the flags, the environment names, the keys of the
//! configuration file, `config show` and the reference page. [`load`] turns what was typed into [`Settings`].

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

pub mod args;
pub mod load;
pub mod models;
pub mod show;
pub mod table;
pub mod value;

pub use load::{Loaded, Origin, Problem, SettingsError, Sources, load};
pub use show::reference;
pub use table::{Group, SETTINGS, Setting};
pub use value::{Kind, Value};

/// Everything that can be set. Every field has a row of the same name in [`SETTINGS`], which holds its
/// default, bounds and description.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The configuration file that was read, if any.
    pub config: Option<PathBuf>,

    /// Address to listen on.
    pub host: IpAddr,
    /// Port to listen on; 0 lets the system choose.
    pub port: u16,
    /// Whether a bind beyond loopback is allowed though no key is required.
    pub allow_insecure_bind: bool,
    /// Whether HTTP/2 without TLS is spoken to clients that open with it.
    pub http2: bool,
    /// Threads that serve connections, at least 1.
    pub workers: usize,
    /// Open connections at most.
    pub max_connections: usize,
    /// Origins whose pages may call; empty refuses all, `*` allows any.
    pub cors_origins: Vec<String>,
    /// Values of the `Host` header that are served besides IP addresses and `localhost`; empty serves any.
    pub allowed_hosts: Vec<String>,

    /// Bytes of a request body at most.
    pub max_body_bytes: usize,
    /// Bytes of a request's head at most.
    pub max_header_bytes: usize,
    /// Nesting of a JSON body at most.
    pub max_json_depth: usize,
    /// Time for a request's head to arrive.
    pub header_timeout: Duration,
    /// Time for a request's body to arrive.
    pub body_timeout: Duration,
    /// Time a connection may rest between requests.
    pub idle_timeout: Duration,
    /// Time a reader may take nothing before its connection is closed.
    pub write_timeout: Duration,
    /// Silence in a stream after which a comment keeps it open; zero sends none.
    pub keep_alive_interval: Duration,
    /// Time that running requests get to end after the stop signal.
    pub drain_timeout: Duration,

    /// Requests that think at the same time; more are refused with 429. At least 1.
    pub thinking_slots: usize,
    /// Steps of reasoning a request may take.
    pub reasoning_steps: u64,
    /// Tokens of an answer where the request names no limit.
    pub max_tokens: u32,
    /// Tokens of a request at most.
    pub context_length: u32,
    /// Whether `stream: true` is served; if not it is refused.
    pub enable_streaming: bool,
    /// Whether unknown request fields are refused.
    pub strict: bool,
    /// Whether ids and times are fixed, for reproducible transcripts.
    pub deterministic: bool,
    /// Names under which our models also answer: alias → id.
    pub model_aliases: BTreeMap<String, String>,
    /// Time between chunks that a paced stream aims at; zero sends as fast as the client reads.
    pub stream_pace: Duration,
    /// Characters of a paced chunk at least.
    pub stream_min_chunk: usize,
    /// Characters of a paced chunk at most, not less than `stream_min_chunk`.
    pub stream_max_chunk: usize,

    /// Answers kept at most; 0 turns the response cache off.
    pub cache_size: u64,
    /// Bytes of all kept answers at most.
    pub cache_bytes: u64,
    /// Time an answer is kept; zero keeps it until it is displaced.
    pub cache_ttl: Duration,
    /// Plans kept at most; 0 turns the reasoning cache off.
    pub plan_cache_size: u64,
    /// Questions that are answered into the cache at start.
    pub warm_queries: Vec<String>,

    /// A key that is accepted besides those in the store; empty for none.
    pub api_key: Secret,
    /// Whether every API request needs a key even where none was ever made.
    pub require_key: bool,
    /// Mixed into the hashes of stored keys; empty for none. Changing it voids all stored keys.
    pub key_pepper: Secret,
    /// Requests a minute for keys without a limit of their own; 0 for no limit.
    pub requests_per_minute: u32,
    /// Tokens a minute for keys without a limit of their own; 0 for no limit.
    pub tokens_per_minute: u32,

    /// Where keys, usage and stored completions live.
    pub store: StoreLocation,

    /// What is logged: a level or a `RUST_LOG` filter.
    pub log_level: String,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Whether each request is logged.
    pub access_log: Switch,
    /// Whether prompts are logged.
    pub log_prompts: bool,
    /// Whether `/metrics` is served.
    pub metrics: bool,
}

impl Default for Settings {
    /// The defaults of the table, as they are without a file, an environment or flags.
    fn default() -> Settings {
        load::defaults()
    }
}

impl Settings {
    /// Where to listen.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.host, self.port)
    }

    /// Whether other machines can reach the address.
    pub fn is_exposed(&self) -> bool {
        !self.host.is_loopback()
    }

    /// The model that serves a request for `name`: one of ours, or what an alias stands for. The alias `*` stands
    /// for every other name.
    pub fn model(&self, name: &str) -> Option<&'static str> {
        let alias = || self.model_aliases.get(name).or_else(|| self.model_aliases.get("*"));
        models::known(name).or_else(|| models::known(alias()?))
    }

    /// The value of every field at zero, from which loading starts.
    fn zero() -> Settings {
        Settings {
            config: None,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            allow_insecure_bind: false,
            http2: false,
            workers: 0,
            max_connections: 0,
            cors_origins: Vec::new(),
            allowed_hosts: Vec::new(),
            max_body_bytes: 0,
            max_header_bytes: 0,
            max_json_depth: 0,
            header_timeout: Duration::ZERO,
            body_timeout: Duration::ZERO,
            idle_timeout: Duration::ZERO,
            write_timeout: Duration::ZERO,
            keep_alive_interval: Duration::ZERO,
            drain_timeout: Duration::ZERO,
            thinking_slots: 0,
            reasoning_steps: 0,
            max_tokens: 0,
            context_length: 0,
            enable_streaming: false,
            strict: false,
            deterministic: false,
            model_aliases: BTreeMap::new(),
            stream_pace: Duration::ZERO,
            stream_min_chunk: 0,
            stream_max_chunk: 0,
            cache_size: 0,
            cache_bytes: 0,
            cache_ttl: Duration::ZERO,
            plan_cache_size: 0,
            warm_queries: Vec::new(),
            api_key: Secret::default(),
            require_key: false,
            key_pepper: Secret::default(),
            requests_per_minute: 0,
            tokens_per_minute: 0,
            store: StoreLocation::Memory,
            log_level: String::new(),
            log_format: LogFormat::Auto,
            access_log: Switch::Auto,
            log_prompts: false,
            metrics: false,
        }
    }
}

/// Text that never prints.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.0.is_empty() { "Secret(none)" } else { "Secret(set)" })
    }
}

impl Secret {
    /// Whether there is one.
    pub fn is_set(&self) -> bool {
        !self.0.is_empty()
    }
}

/// Where the store lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreLocation {
    /// In memory: gone when the process ends.
    Memory,
    /// In a file, made on first use.
    File(PathBuf),
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Human on a terminal, JSON otherwise.
    Auto,
    /// For reading.
    Human,
    /// One JSON object a line.
    Json,
}

/// On, off, or as the surroundings suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// On where standard error is a terminal.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl Switch {
    /// The decision, given whether standard error is a terminal.
    pub fn decide(self, terminal: bool) -> bool {
        match self {
            Switch::Auto => terminal,
            Switch::On => true,
            Switch::Off => false,
        }
    }
}

macro_rules! from_text {
    ($($kind:ty: $text:ident => $make:expr;)*) => {$(
        impl value::FromValue for $kind {
            fn from_value(value: &Value) -> Self {
                let $text = <String as value::FromValue>::from_value(value);
                $make
            }
        }
    )*};
}
from_text! {
    Secret: text => Secret(text);
    IpAddr: text => text.parse().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    Option<PathBuf>: text => if text.is_empty() { None } else { Some(PathBuf::from(text)) };
    StoreLocation: text => if text == "memory" { StoreLocation::Memory } else { StoreLocation::File(PathBuf::from(text)) };
    LogFormat: text => match text.as_str() {
        "human" => LogFormat::Human,
        "json" => LogFormat::Json,
        _ => LogFormat::Auto,
    };
    Switch: text => match text.as_str() {
        "on" => Switch::On,
        "off" => Switch::Off,
        _ => Switch::Auto,
    };
}

#[cfg(test)]
mod tests;
