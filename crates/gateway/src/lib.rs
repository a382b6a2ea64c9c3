//! The gateway as a library.

pub mod settings;
pub mod state;
