//! Placeholder of `embedding-core`.
