//! What the integration tests share: a server in this process on a free port, and raw requests to it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod client;
mod redact;
mod server;

pub use client::{Answer, Client};
pub use redact::{redacted, redacted_text};
pub use server::{Server, settings};
