//! Streams of chunks as server-sent events, and the bill for what was said, also when the reader leaves early.

use std::sync::Arc;
use std::time::{Duration, Instant};

use openai_types::{ChatChunk, Maybe};
use stream_core::{AdaptiveStreamer, Header, sse};

use crate::App;
use crate::api::chat::Wish;
use crate::app::Bill;
use crate::engine::local::{Answer, Chunks};
use crate::guard::auth::Caller;
use crate::http::exchange::Exchange;
use crate::http::guarded::BusyGuard;
use crate::http::sse::{EventSource, Pull};
use crate::state::Endpoint;
use crate::telemetry::Event;

/// Chunks that can be written as events and know how many tokens they said.
pub trait Spoken {
    /// Appends the next event; how long to wait after it, or none where the last one was written.
    fn write_next(&mut self, out: &mut Vec<u8>) -> Option<Duration>;
    /// Tokens said by the choices that have ended.
    fn completion_tokens(&self) -> u64;
}

/// The chunks of a chat answer.
#[derive(Debug)]
pub struct ChatChunks {
    answer: Arc<Answer>,
    chunks: Chunks,
    pacing: AdaptiveStreamer,
    /// What the first choice said, where it is to be compared with a prediction.
    said: Option<String>,
}

impl ChatChunks {
    /// The chunks of `answer` as `wish` wants them.
    pub fn new(answer: Arc<Answer>, header: Header, wish: Wish, pacing: AdaptiveStreamer) -> ChatChunks {
        let chunks = answer.stream(header, (wish.usage, wish.obfuscation), pacing);
        let said = answer.form.predicted.as_ref().map(|_| String::new());
        ChatChunks { answer, chunks, pacing, said }
    }

    /// Completes the token counts with what became of the prediction.
    fn note(&mut self, chunk: &mut ChatChunk) {
        let Some(said) = &mut self.said else { return };
        for choice in chunk.choices.iter().filter(|choice| choice.index == 0) {
            said.push_str(choice.delta.content.value().map_or("", String::as_str));
        }
        if let (Maybe::Value(usage), Some(predicted)) = (&mut chunk.usage, &self.answer.form.predicted) {
            self.answer.compare(predicted, said, usage);
        }
    }
}

impl Spoken for ChatChunks {
    fn write_next(&mut self, out: &mut Vec<u8>) -> Option<Duration> {
        if self.said.is_none() {
            // Most streams: events are written without making chunks.
            return self.chunks.write_next(out).map(|characters| self.pacing.wait(characters));
        }
        let mut chunk = self.chunks.next()?;
        self.note(&mut chunk);
        sse::write_event(out, &chunk).ok()?;
        Some(self.pacing.wait_after(&chunk))
    }

    fn completion_tokens(&self) -> u64 {
        self.chunks.completion_tokens()
    }
}

/// The bill of a stream. Written when the stream ends, or when it is dropped before its end.
#[derive(Debug)]
pub struct Tab {
    app: Arc<App>,
    caller: Caller,
    user: Arc<str>,
    model: &'static str,
    prompt_tokens: u64,
    request_id: Arc<str>,
    /// Chunks until now: about the tokens said, until the exact number is known.
    chunks: u64,
    exact: Option<u64>,
    started: Instant,
    first_token: Option<Duration>,
    /// Keeps the connection from counting as idle.
    _busy: Option<BusyGuard>,
}

impl Tab {
    /// Opens a tab for a stream.
    pub fn new(
        app: &Arc<App>,
        exchange: &mut Exchange,
        (user, model, prompt_tokens): (&Arc<str>, &'static str, u64),
    ) -> Tab {
        app.telemetry.emit(Event::StreamStarted);
        Tab {
            app: Arc::clone(app),
            caller: exchange.caller.clone(),
            user: Arc::clone(user),
            model,
            prompt_tokens,
            request_id: Arc::clone(&exchange.request_id),
            chunks: 0,
            exact: None,
            started: exchange.started,
            first_token: None,
            _busy: exchange.busy.take(),
        }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let said = self.exact.unwrap_or(self.chunks);
        let tokens = (self.prompt_tokens, said);
        self.app
            .book(&self.caller, Bill { endpoint: Endpoint::Completions, user: &self.user, model: self.model, tokens });
        self.app.telemetry.emit(Event::StreamEnded {
            request_id: &self.request_id,
            tokens: (self.prompt_tokens, said),
            first_token: self.first_token,
            elapsed: self.started.elapsed(),
            cancelled: self.exact.is_none(),
        });
    }
}

/// Chunks as events.
#[derive(Debug)]
pub struct Events<S> {
    chunks: S,
    tab: Tab,
}

impl<S: Spoken> Events<S> {
    /// The events of `chunks`, billed to `tab`.
    pub fn new(chunks: S, tab: Tab) -> Events<S> {
        Events { chunks, tab }
    }
}

impl<S: Spoken + Send> EventSource for Events<S> {
    fn pull(&mut self, out: &mut Vec<u8>, limit: usize) -> Pull {
        let start = out.len();
        while out.len() - start < limit {
            let Some(wait) = self.chunks.write_next(out) else {
                out.extend_from_slice(sse::DONE);
                self.tab.exact = Some(self.chunks.completion_tokens());
                return Pull::End;
            };
            self.tab.chunks += 1;
            if self.tab.chunks == 2 {
                // The first chunk only names the role.
                self.tab.first_token = Some(self.tab.started.elapsed());
            }
            if !wait.is_zero() {
                return Pull::Wait(wait);
            }
        }
        Pull::More
    }
}

/// The chunks of legacy completions.
#[derive(Debug)]
pub struct TextChunks<I> {
    /// The chunks.
    pub chunks: stream_core::CompletionStream<I>,
    /// How they are paced.
    pub pacing: AdaptiveStreamer,
}

impl<I: Iterator<Item = stream_core::Piece>> Spoken for TextChunks<I> {
    fn write_next(&mut self, out: &mut Vec<u8>) -> Option<Duration> {
        let chunk = self.chunks.next()?;
        sse::write_event(out, &chunk).ok()?;
        let characters = chunk.choices.iter().map(|choice| choice.text.chars().count()).sum();
        Some(self.pacing.wait(characters))
    }

    fn completion_tokens(&self) -> u64 {
        self.chunks.completion_tokens()
    }
}
