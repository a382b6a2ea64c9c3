//! Who may pass: origins and hosts, keys, limits. Plain functions, called in a visible order by `http/serve.rs`.

pub mod auth;
pub mod limit;
pub mod origin;
