//! Chat completions: what is asked, answered, streamed and stored.

pub(crate) mod chunk;
pub(crate) mod file;
pub(crate) mod message;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod stored;
