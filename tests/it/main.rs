//! The house seen from outside: one binary, raw bytes, free ports.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod auth;
mod chat;
mod completions;
mod determinism;
mod embeddings;
mod errors;
mod framing;
mod fuzz;
mod limits;
mod proof;
mod shutdown;
mod stored;
mod streaming;
mod usage;
