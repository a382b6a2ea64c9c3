//! Log lines: human on a terminal, JSON otherwise, on standard error. The text of prompts is never in them
//! unless the settings ask for it.
//!
//! The access log is one line for each request and costs a few microseconds, half of them in the kernel;
//! so it is on by default only where someone looks at a terminal. Metrics count the same requests anyway.

use std::borrow::Cow;
use std::io::IsTerminal as _;
use std::time::Duration;

#[cfg(test)]
use tracing::subscriber::DefaultGuard;
use tracing::{Subscriber, error, info, warn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::{EnvFilter, fmt};

use super::Event;
use crate::settings::{LogFormat, Settings};

/// Characters of a value that a client chose, at most.
const CLIENT_TEXT: usize = 256;
/// Characters of a logged prompt, at most.
const PROMPT_TEXT: usize = 16_384;

/// Sets up logging for the process. False where it was set up before.
pub fn init(settings: &Settings) -> bool {
    let human = match settings.log_format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    let subscriber = subscriber(&settings.log_level, human, std::io::stderr);
    tracing::subscriber::set_global_default(subscriber).is_ok()
}

/// A subscriber that writes to `writer`.
fn subscriber<W>(filter: &str, human: bool, writer: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = fmt().with_env_filter(filter).with_writer(writer).with_target(false);
    if human {
        let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
        return Box::new(builder.with_ansi(color).compact().finish());
    }
    Box::new(builder.json().flatten_event(true).with_current_span(false).with_span_list(false).finish())
}

/// Sends the lines of this thread to `writer`, for tests.
#[cfg(test)]
pub(super) fn capture<W>(human: bool, writer: W) -> DefaultGuard
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing::subscriber::set_default(subscriber("info", human, writer))
}

/// Writes the line of an event, if it has one.
pub(super) fn write(event: &Event<'_>, access: bool, prompts: bool) {
    match event {
        Event::RequestEnded { .. } | Event::StreamEnded { .. } if access => write_access(event),
        Event::RequestEnded { status: 500.., .. } => write_access(event),
        Event::RequestEnded { .. } | Event::StreamEnded { .. } => {}
        Event::Prompt { request_id, text } if prompts => {
            info!(request_id = %clean(request_id, CLIENT_TEXT), text = %clean(text, PROMPT_TEXT), "prompt");
        }
        Event::ConnectionOpened
        | Event::ConnectionClosed
        | Event::RequestStarted
        | Event::RequestDropped
        | Event::StreamStarted
        | Event::CacheLookup { .. }
        | Event::UnknownParameters { .. }
        | Event::Prompt { .. } => {}
        Event::Listening { .. }
        | Event::KeysLoaded { .. }
        | Event::CacheWarmed { .. }
        | Event::Draining { .. }
        | Event::Stopped => write_life(event),
        Event::SettingsWarning { .. }
        | Event::InsecureBind { .. }
        | Event::PromptsAreLogged
        | Event::DrainTimedOut
        | Event::StoreFailed { .. }
        | Event::AcceptFailed { .. }
        | Event::Panicked { .. } => write_trouble(event),
    }
}

fn write_access(event: &Event<'_>) {
    match event {
        Event::RequestEnded { endpoint, status, request_id, key_id, report, elapsed } => info!(
            request_id = %clean(request_id, CLIENT_TEXT),
            route = endpoint,
            status,
            ms = millis(*elapsed),
            model = report.model,
            outcome = report.outcome,
            tokens_in = report.tokens.map(|tokens| tokens.0),
            tokens_out = report.tokens.map(|tokens| tokens.1),
            key_id,
            "request"
        ),
        Event::StreamEnded { request_id, tokens, first_token, elapsed, cancelled } => info!(
            request_id = %clean(request_id, CLIENT_TEXT),
            ms = millis(*elapsed),
            ttft_ms = first_token.map(millis),
            tokens_in = tokens.0,
            tokens_out = tokens.1,
            cancelled,
            "stream"
        ),
        _ => {}
    }
}

fn write_life(event: &Event<'_>) {
    match event {
        Event::Listening { address, elapsed } => info!(%address, ms = millis(*elapsed), "listening"),
        Event::KeysLoaded { valid } => info!(valid, "keys loaded"),
        Event::CacheWarmed { answers, elapsed } => info!(answers, ms = millis(*elapsed), "cache warmed"),
        Event::Draining { timeout } => info!(timeout_ms = millis(*timeout), "draining"),
        Event::Stopped => info!("stopped"),
        _ => {}
    }
}

fn write_trouble(event: &Event<'_>) {
    match event {
        Event::SettingsWarning { message } => warn!(detail = %clean(message, PROMPT_TEXT), "setting is odd"),
        Event::InsecureBind { address } => warn!(%address, "OTHER MACHINES ARE SERVED WITHOUT A KEY"),
        Event::PromptsAreLogged => warn!("PROMPTS ARE LOGGED: unset log_prompts to keep them private"),
        Event::DrainTimedOut => warn!("requests were still running when the drain time was over"),
        Event::StoreFailed { error } => error!(error = %clean(&error.to_string(), PROMPT_TEXT), "store failed"),
        Event::AcceptFailed { error } => error!(%error, "a connection could not be accepted"),
        Event::Panicked { message } => error!(detail = %clean(message, PROMPT_TEXT), "thinking panicked"),
        _ => {}
    }
}

/// Milliseconds to three places.
fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// Text that stays on its line and within bounds: control characters, which could forge lines or steer a
/// terminal, are shown as escapes.
fn clean(text: &str, limit: usize) -> Cow<'_, str> {
    let harmless = |character: char| !character.is_control() && !is_steering(character);
    if text.len() <= limit && text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(limit) + 8);
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            out.push('…');
            break;
        }
        match harmless(character) {
            true => out.push(character),
            false => out.extend(character.escape_default()),
        }
    }
    Cow::Owned(out)
}

/// Line and paragraph separators and the marks that turn the direction of writing.
fn is_steering(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
