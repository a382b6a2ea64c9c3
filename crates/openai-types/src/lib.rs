//! Placeholder of `openai-types`.
