//! What goes back: status, headers and a body that is whole or streamed.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use hyper::{HeaderMap, StatusCode};

use crate::error::ApiError;
use crate::http::sse::SseBody;

/// Headers of most replies, those that every response carries included. Room for one more would double the map,
/// beyond the sizes that allocators give out fast.
const USUAL_HEADERS: usize = 6;

/// A response before the headers that every response carries.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// Headers of this response alone.
    pub headers: HeaderMap,
    /// The body.
    pub body: ReplyBody,
    /// What the access log and the metrics want to know.
    pub report: Report,
}

/// What a handler knows about its reply that the log and the metrics want.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The model that answered.
    pub model: Option<&'static str>,
    /// How the answer was come by.
    pub outcome: Option<&'static str>,
    /// Tokens read and said; of a streamed reply they are counted when the stream ends.
    pub tokens: Option<(u64, u64)>,
}

/// A body that is whole or streamed.
#[derive(Debug)]
pub enum ReplyBody {
    /// All of it, once.
    Whole(Option<Bytes>),
    /// Server-sent events.
    Events(Box<SseBody>),
}

impl Reply {
    /// A reply of `bytes`.
    pub fn bytes(status: StatusCode, content_type: &'static str, bytes: impl Into<Bytes>) -> Reply {
        let mut headers = HeaderMap::with_capacity(USUAL_HEADERS);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Reply { status, headers, body: ReplyBody::Whole(Some(bytes.into())), report: Report::default() }
    }

    /// A reply of JSON that is already serialised.
    pub fn json_bytes(bytes: impl Into<Bytes>) -> Reply {
        Reply::bytes(StatusCode::OK, "application/json", bytes)
    }

    /// A reply of a value as JSON.
    pub fn json(value: &impl serde::Serialize) -> Reply {
        match serde_json::to_vec(value) {
            Ok(bytes) => Reply::json_bytes(bytes),
            Err(_) => Reply::error(&ApiError::internal()),
        }
    }

    /// A reply of server-sent events.
    pub fn events(body: SseBody) -> Reply {
        let mut headers = HeaderMap::with_capacity(12);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
        headers.insert(hyper::header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
        headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
        let body = ReplyBody::Events(Box::new(body));
        Reply { status: StatusCode::OK, headers, body, report: Report::default() }
    }

    /// A reply without a body.
    pub fn empty(status: StatusCode) -> Reply {
        Reply { status, headers: HeaderMap::new(), body: ReplyBody::Whole(None), report: Report::default() }
    }

    /// An error in OpenAI's envelope. What another try cannot mend says so, which the SDKs obey.
    pub fn error(error: &ApiError) -> Reply {
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut reply = Reply::bytes(status, "application/json", error.body());
        let retry = match error.retry_after_ms {
            Some(ms) => {
                reply.header(RETRY_AFTER, &ms.div_ceil(1_000).max(1).to_string());
                reply.header(HeaderName::from_static("retry-after-ms"), &ms.to_string());
                "true"
            }
            None => "false",
        };
        reply.header(HeaderName::from_static("x-should-retry"), retry);
        reply
    }

    /// Sets a header; a value that no header can hold is left out.
    pub fn header(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            ReplyBody::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            ReplyBody::Events(events) => events.poll_bytes(cx).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, ReplyBody::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            ReplyBody::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            ReplyBody::Events(_) => SizeHint::default(),
        }
    }
}
