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

/// Reads a whole body.
///
/// # Errors
/// 413 when it is larger than the limit, 408 when it takes too long, 400 when the connection breaks off.
pub async fn read(body: Incoming, limits: BodyLimits) -> Result<Bytes, ApiError> {
    if body.size_hint().lower() > limits.bytes as u64 {
        return Err(too_large(limits.bytes));
    }
    match tokio::time::timeout(limits.time, collect(body, limits.bytes)).await {
        Ok(result) => result,
        Err(_) => Err(ApiError::invalid(408, "The request body did not arrive in time.")),
    }
}

async fn collect(mut body: Incoming, max: usize) -> Result<Bytes, ApiError> {
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
