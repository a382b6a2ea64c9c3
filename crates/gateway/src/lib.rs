//! The door: hyper, tokio, keys, clocks, files. Everything that the cores must not know.
//!
//! [`run`] serves an [`App`] on a listener until it is told to stop; the caller owns the port and the stop signal,
//! so tests bind port 0 and the binary passes its signals.

#![forbid(unsafe_code)]

pub mod cli;
pub mod serve;
pub mod settings;
pub mod wiring;

pub mod http;

pub mod guard;

pub mod api;
pub mod translate;

pub mod engine;

pub mod state;
pub mod telemetry;

mod app;
mod error;
mod ids;

pub use app::App;
pub use error::ApiError;
pub use http::serve::serve as run;
