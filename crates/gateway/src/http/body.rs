//! Reading request bodies within a size and a time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use crate::error::ApiError;

/// How large a body may be and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimits {
    /// The most bytes.
    pub bytes: usize,
    /// From the end of the head to the end of the body.
    pub time: Duration,
}

/// The most bytes of an unwanted body that are read.
const DRAIN_BYTES: u64 = 1 << 20;
/// The longest that an unwanted body is read.
const DRAIN_TIME: Duration = Duration::from_secs(1);

/// Reads what a client still sends of a body that nobody wants: closed under a sender, a connection loses the reply
/// (RFC 9112, section 9.6). A large or slow body is left alone.
pub async fn drain(mut body: Incoming) {
    if body.size_hint().lower() > DRAIN_BYTES {
        return;
    }
    let read = async {
        let mut left = DRAIN_BYTES;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, |data| data.len() as u64);
            let Some(rest) = left.checked_sub(length) else { return };
            left = rest;
        }
    };
    // A body that is not over in time is left to the connection, which closes.
    let _ = tokio::time::timeout(DRAIN_TIME, read).await;
}

/// Reads a whole body.
///
/// # Errors
/// 413 when it is larger than the limit, 408 when it takes too long, 400 when the connection breaks off.
pub async fn read(mut body: Incoming, limits: BodyLimits) -> Result<Bytes, ApiError> {
    if body.size_hint().lower() > limits.bytes as u64 {
        drain(body).await;
        return Err(too_large(limits.bytes));
    }
    match tokio::time::timeout(limits.time, collect(&mut body, limits.bytes)).await {
        Ok(Err(error)) => {
            drain(body).await;
            Err(error)
        }
        Ok(whole) => whole,
        Err(_) => Err(ApiError::invalid(408, "The request body did not arrive in time.")),
    }
}

async fn collect(body: &mut Incoming, max: usize) -> Result<Bytes, ApiError> {
    let mut whole = Whole::Nothing;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Err(ApiError::invalid(400, "The request body broke off."));
        };
        if let Ok(data) = frame.into_data() {
            whole = whole.push(data, max)?;
        }
    }
    Ok(whole.finish())
}

/// A body so far; the usual one arrives in one piece and is not copied.
enum Whole {
    Nothing,
    One(Bytes),
    Many(BytesMut),
}

impl Whole {
    fn push(self, data: Bytes, max: usize) -> Result<Whole, ApiError> {
        let grown = match self {
            Whole::Nothing => Whole::One(data),
            Whole::One(first) => {
                let mut many = BytesMut::from(first);
                many.extend_from_slice(&data);
                Whole::Many(many)
            }
            Whole::Many(mut many) => {
                many.extend_from_slice(&data);
                Whole::Many(many)
            }
        };
        let length = match &grown {
            Whole::Nothing => 0,
            Whole::One(bytes) => bytes.len(),
            Whole::Many(bytes) => bytes.len(),
        };
        if length > max { Err(too_large(max)) } else { Ok(grown) }
    }

    fn finish(self) -> Bytes {
        match self {
            Whole::Nothing => Bytes::new(),
            Whole::One(bytes) => bytes,
            Whole::Many(bytes) => bytes.freeze(),
        }
    }
}

fn too_large(max: usize) -> ApiError {
    ApiError::invalid(413, format!("The request body is too large: the limit is {max} bytes."))
        .code("request_too_large")
}
