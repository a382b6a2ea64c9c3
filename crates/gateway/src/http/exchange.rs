//! One request on its way through the gateway: what was asked, by whom, and when it came in.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Uri};

use crate::error::ApiError;
use crate::guard::auth::Caller;
use crate::http::body::{self, BodyLimits};
use crate::http::guarded::BusyGuard;

/// A request whose caller is known.
#[derive(Debug)]
pub struct Exchange {
    /// Method, path, query and headers.
    pub head: Parts,
    /// The value of `{id}` in the endpoint's path; empty where it has none.
    pub id: String,
    /// Who asks.
    pub caller: Caller,
    /// `x-request-id` of the reply.
    pub request_id: Arc<str>,
    /// When the head had been read.
    pub started: Instant,
    /// Keeps the connection from counting as idle; a streamed body takes it along.
    pub busy: Option<BusyGuard>,
    /// The body, until it is read.
    pub incoming: Option<Incoming>,
}

impl Exchange {
    /// Reads the body, which must be JSON as far as its headers tell.
    ///
    /// # Errors
    /// 415 for a content type that is not JSON, else as [`body::read`].
    pub async fn json_body(&mut self, limits: BodyLimits) -> Result<Bytes, ApiError> {
        let Some(incoming) = self.incoming.take() else { return Ok(Bytes::new()) };
        if let Err(error) = json_or_unsaid(&self.head.headers) {
            body::drain(incoming).await;
            return Err(error);
        }
        body::read(incoming, limits).await
    }

    /// The query's pairs, percent-decoded, in order.
    pub fn query(&self) -> Vec<(String, String)> {
        query_pairs(&self.head.uri)
    }
}

/// `curl -d` says `application/x-www-form-urlencoded` unless told otherwise; what a browser form of another site
/// can send without asking (`text/plain`, multipart) is refused.
fn json_or_unsaid(headers: &HeaderMap) -> Result<(), ApiError> {
    if headers.get(CONTENT_ENCODING).is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let message = "Compressed request bodies are not supported. Please send the body without 'Content-Encoding'.";
        return Err(ApiError::invalid(415, message).code("unsupported_content_type"));
    }
    let Some(value) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let value = value.to_str().unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "" | "application/json" | "application/x-www-form-urlencoded" => Ok(()),
        other if other.starts_with("application/") && other.ends_with("+json") => Ok(()),
        other => Err(ApiError::invalid(
            415,
            format!(
                "Unsupported content type '{}'. This API method only accepts 'application/json' requests, but you \
                     specified the header 'Content-Type: {}'. Please try again with a supported content type.",
                crate::error::shown(other),
                crate::error::shown(value)
            ),
        )
        .code("unsupported_content_type")),
    }
}

/// The pairs of a query string.
pub fn query_pairs(uri: &Uri) -> Vec<(String, String)> {
    let query = uri.query().unwrap_or_default();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode(&name.replace('+', " ")), percent_decode(&value.replace('+', " ")))
        })
        .collect()
}

/// Replaces `%XX`; what is not valid stays as it is, bytes that are not UTF-8 become U+FFFD.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| hex_pair(bytes.get(at + 1), bytes.get(at + 2))).flatten();
        out.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex_pair(high: Option<&u8>, low: Option<&u8>) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let value = digit(high?)? * 16 + digit(low?)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded_where_they_are_escapes() {
        let check = |text: &str, expected: &str| assert_eq!(percent_decode(text), expected);
        check("a%2Fb", "a/b");
        check("100%", "100%");
        check("%zz%4", "%zz%4");
        check("%C3%A9", "é");
        check("%FF", "\u{FFFD}");
    }

    #[test]
    fn queries_are_split_into_pairs() {
        let uri: Uri = "/v1/x?limit=2&metadata%5Bk%5D=a+b&flag".parse().unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(query_pairs(&uri), [pair("limit", "2"), pair("metadata[k]", "a b"), pair("flag", "")]);
    }

    #[test]
    fn only_json_is_accepted_where_a_type_is_named() {
        let check = |value: &str, ok: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, value.parse().unwrap());
            assert_eq!(json_or_unsaid(&headers).is_ok(), ok, "{value}");
        };
        check("application/json; charset=utf-8", true);
        check("Application/JSON", true);
        check("application/x-www-form-urlencoded", true);
        check("text/plain", false);
        check("multipart/form-data; boundary=x", false);
    }
}
