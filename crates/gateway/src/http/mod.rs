//! HTTP: connections, the table of endpoints, bodies in and out.

pub mod body;
mod connection;
pub mod endpoints;
pub mod exchange;
pub mod guarded;
pub mod reply;
pub mod serve;
pub mod sse;
