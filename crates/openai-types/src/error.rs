//! The error envelope: message, type, param, code.

use std::borrow::Cow;

use crate::loose::loose;

loose! {
    /// The body of every reply that is not a success, and of an error in mid-stream.
    pub struct ErrorBody {
        /// The error.
        req error: ErrorObject,
    }
}

loose! {
    /// What went wrong. All four keys are always written.
    pub struct ErrorObject {
        /// What went wrong, in words; clients match on the wording.
        req message: String,
        /// The class: `invalid_request_error`, `server_error`, …
        def kind("type"): Cow<'static, str>,
        /// The parameter at fault, as a path.
        nul param: String,
        /// The case; a string or null, never a number.
        nul code: Cow<'static, str>,
    }
}

impl ErrorBody {
    /// An error without `param` and `code`.
    pub fn new(kind: &'static str, message: impl Into<String>) -> ErrorBody {
        let error = ErrorObject { message: message.into(), kind: Cow::Borrowed(kind), ..ErrorObject::default() };
        ErrorBody { error, ..ErrorBody::default() }
    }

    /// An `invalid_request_error`.
    pub fn invalid(message: impl Into<String>, param: Option<String>, code: Option<&'static str>) -> ErrorBody {
        let mut body = ErrorBody::new("invalid_request_error", message);
        body.error.param = param;
        body.error.code = code.map(Cow::Borrowed);
        body
    }
}
