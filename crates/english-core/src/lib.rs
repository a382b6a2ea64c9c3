//! Placeholder of `english-core`.
