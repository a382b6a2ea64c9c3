//! The one map from anything that goes wrong to OpenAI's error envelope.

use std::borrow::Cow;

use crate::state::StoreError;
use openai_types::{ErrorBody, ErrorObject, ParamError};

/// An error as the client sees it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// `error.type`.
    pub kind: &'static str,
    /// `error.code`.
    pub code: Option<Cow<'static, str>>,
    /// `error.param`.
    pub param: Option<String>,
    /// `error.message`.
    pub message: String,
    /// After how many milliseconds another try may succeed.
    pub retry_after_ms: Option<u64>,
}

impl ApiError {
    /// A fault of the request, type `invalid_request_error`.
    pub fn invalid(status: u16, message: impl Into<String>) -> ApiError {
        ApiError {
            status,
            kind: "invalid_request_error",
            code: None,
            param: None,
            message: message.into(),
            retry_after_ms: None,
        }
    }

    /// A fault of the server.
    pub fn server(status: u16, message: impl Into<String>) -> ApiError {
        ApiError { kind: "server_error", ..ApiError::invalid(status, message) }
    }

    /// Sets `error.code`.
    pub fn code(mut self, code: &'static str) -> ApiError {
        self.code = Some(Cow::Borrowed(code));
        self
    }

    /// Sets `error.param`.
    pub fn param(mut self, param: impl Into<String>) -> ApiError {
        self.param = Some(param.into());
        self
    }

    /// The body is not JSON.
    pub fn malformed_json(detail: &serde_json::Error) -> ApiError {
        ApiError::invalid(
            400,
            format!(
                "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your \
                 HTTP library correctly. The API expects a JSON payload, but what was sent was not valid JSON: \
                 {detail}.)"
            ),
        )
    }

    /// The model is not served.
    pub fn model_not_found(model: &str) -> ApiError {
        ApiError::invalid(404, format!("The model `{}` does not exist or you do not have access to it.", shown(model)))
            .code("model_not_found")
            .param("model")
    }

    /// No object has the id.
    pub fn not_found(what: &str, id: &str) -> ApiError {
        ApiError::invalid(404, format!("No {what} found with id '{}'.", shown(id)))
    }

    /// No endpoint has the path.
    pub fn unknown_url(method: &str, path: &str) -> ApiError {
        ApiError::invalid(404, format!("Invalid URL ({} {})", shown(method), shown(path)))
    }

    /// The path exists, the method does not.
    pub fn method_not_allowed(method: &str) -> ApiError {
        let message = format!("Not allowed to {} on this endpoint.", shown(method));
        ApiError::invalid(405, message).code("method_not_supported")
    }

    /// The prompt and the answer do not fit.
    pub fn context_length(limit: usize, tokens: usize, param: &str) -> ApiError {
        let message = format!(
            "This model's maximum context length is {limit} tokens. However, your messages resulted in {tokens} \
             tokens. Please reduce the length of the messages."
        );
        ApiError::invalid(400, message).code("context_length_exceeded").param(param)
    }

    /// Every thinking slot is taken.
    pub fn overloaded() -> ApiError {
        let message = "The server is busy: every worker is taken. Please retry after a moment.";
        ApiError {
            kind: "requests",
            retry_after_ms: Some(1_000),
            ..ApiError::invalid(429, message).code("rate_limit_exceeded")
        }
    }

    /// The server is about to stop.
    pub fn draining() -> ApiError {
        let message = "The server is about to stop. Please retry: another one may answer.";
        ApiError { retry_after_ms: Some(1_000), ..ApiError::server(503, message) }
    }

    /// The store does not tell which keys there are.
    pub fn keys_unknown() -> ApiError {
        let message = "The server cannot read its API keys right now. Please retry after a moment.";
        ApiError { retry_after_ms: Some(1_000), ..ApiError::server(503, message) }
    }

    /// Something that should not happen happened.
    pub fn internal() -> ApiError {
        ApiError::server(500, "The server had an error while processing your request. Sorry about that!")
    }

    /// The JSON body.
    pub fn body(&self) -> Vec<u8> {
        let error = ErrorObject {
            message: self.message.clone(),
            kind: Cow::Borrowed(self.kind),
            param: self.param.clone(),
            code: self.code.clone(),
            ..ErrorObject::default()
        };
        let body = ErrorBody { error, ..ErrorBody::default() };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl From<ParamError> for ApiError {
    fn from(error: ParamError) -> ApiError {
        ApiError { code: error.code.map(Cow::Borrowed), param: error.param, ..ApiError::invalid(400, error.message) }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        match error {
            StoreError::Cursor => ApiError::invalid(400, "Invalid 'page': it is no cursor of an earlier page.")
                .code("invalid_value")
                .param("page"),
            StoreError::TooLarge(_) => {
                ApiError::invalid(400, "The query gives too many rows: narrow its time range or its groups.")
            }
            _ => {
                let message = "The store cannot be reached right now. Please retry after a moment.";
                ApiError { retry_after_ms: Some(1_000), ..ApiError::server(503, message) }
            }
        }
    }
}

/// The first characters of something that a client sent, for a message.
pub(crate) fn shown(text: &str) -> String {
    const MAX_CHARS: usize = 128;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
