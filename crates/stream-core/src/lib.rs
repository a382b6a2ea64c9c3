//! Placeholder of `stream-core`.
