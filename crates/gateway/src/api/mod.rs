//! One thin handler an endpoint: guard, ask the engine, reply.

pub mod chat;
pub mod completions;
pub mod embeddings;
pub mod events;
pub mod health;
pub mod keeping;
pub mod metrics;
pub mod models;
pub mod openapi;
pub mod proof;
pub mod request;
pub mod stored;
pub mod usage;
