//! Placeholder of `reasoner-core`.
