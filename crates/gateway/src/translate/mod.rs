//! Wire words to the engine's words. Only this folder knows both.

pub mod ask;
pub mod count;
pub mod key;
pub mod models;
pub mod sampling;
