//! Placeholder of `tool-router`.
