//! Everything that is counted or logged.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use crate::http::reply::Report;

/// Something worth telling. Which metrics it moves is in `metrics.rs`, which line it writes in `log.rs`.
#[derive(Clone, Copy)]
pub enum Event<'a> {
    /// The server listens.
    Listening {
        /// Where.
        address: SocketAddr,
        /// From when the process started until now.
        elapsed: Duration,
    },
    /// Something about the settings is odd but no error.
    SettingsWarning {
        /// What.
        message: &'a str,
    },
    /// Other machines are served without keys.
    InsecureBind {
        /// Where.
        address: SocketAddr,
    },
    /// Prompts are logged.
    PromptsAreLogged,
    /// The keys were read, at start or after a change.
    KeysLoaded {
        /// How many are valid.
        valid: usize,
    },
    /// The store cannot be used.
    StoreFailed {
        /// Why.
        error: &'a dyn fmt::Display,
    },
    /// The cache was warmed.
    CacheWarmed {
        /// Answers that are in it now.
        answers: usize,
        /// How long it took.
        elapsed: Duration,
    },
    /// The stop signal came; running requests get this long.
    Draining {
        /// The limit.
        timeout: Duration,
    },
    /// Requests were still running when the drain time was over.
    DrainTimedOut,
    /// The server has ended.
    Stopped,
    /// A connection could not be accepted.
    AcceptFailed {
        /// Why.
        error: &'a std::io::Error,
    },
    /// A connection was accepted.
    ConnectionOpened,
    /// A connection has ended.
    ConnectionClosed,
    /// The head of a request was read.
    RequestStarted,
    /// A request was answered; of a stream, its head.
    RequestEnded {
        /// The endpoint's label; `none` where there is none.
        endpoint: &'static str,
        /// The status.
        status: u16,
        /// The request's id.
        request_id: &'a str,
        /// The caller's key.
        key_id: Option<&'a str>,
        /// What the handler knows.
        report: &'a Report,
        /// From the head until the answer.
        elapsed: Duration,
    },
    /// The client went away before its request was answered. Takes the place of [`Event::RequestEnded`].
    RequestDropped,
    /// A stream has begun.
    StreamStarted,
    /// A stream has ended.
    StreamEnded {
        /// The request's id.
        request_id: &'a str,
        /// Tokens read and said.
        tokens: (u64, u64),
        /// From the request's head until the first content; none if there was none.
        first_token: Option<Duration>,
        /// From the request's head until the end.
        elapsed: Duration,
        /// Whether the client went away before the end.
        cancelled: bool,
    },
    /// The response cache was asked.
    CacheLookup {
        /// Whether it had the answer.
        hit: bool,
    },
    /// A request had fields that no table knows.
    UnknownParameters {
        /// How many.
        count: usize,
    },
    /// Thinking panicked; the request got 500 and the others go on.
    Panicked {
        /// What was said, and where.
        message: &'a str,
    },
    /// The text of a prompt; logged only where the settings want it.
    Prompt {
        /// The request's id.
        request_id: &'a str,
        /// The text.
        text: &'a str,
    },
}

impl fmt::Debug for Event<'_> {
    /// The name alone: the rest may be private.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Event")
    }
}
