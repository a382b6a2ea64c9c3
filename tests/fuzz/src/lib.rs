//! What each fuzz target does with its bytes: a function that panics where a promise is broken. The targets hand them
//! libFuzzer's inputs, `tests/seeds.rs` the seeds.

mod request;
mod schema;
mod sse;
mod tokenizer;

pub use request::request_json;
#[cfg(feature = "gateway")]
pub use request::translation;
pub use schema::schema;
pub use sse::sse_in;
pub use tokenizer::tokenizer;
