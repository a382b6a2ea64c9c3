//! The models that are served, and the well-known names that stand for them by default.

/// The model that reasons with the whole budget.
pub const CHAT: &str = "psycho-symbolic-v1";
/// The model that reasons with a small budget.
pub const CHAT_FAST: &str = "psycho-symbolic-v1-fast";
/// The model that turns text into vectors.
pub const EMBEDDING: &str = "psycho-symbolic-embed";

/// Every model that is served, in the order in which they are listed.
pub const MODELS: [&str; 3] = [CHAT, CHAT_FAST, EMBEDDING];

/// The id among [`MODELS`] that equals `name`.
pub fn known(name: &str) -> Option<&'static str> {
    MODELS.into_iter().find(|id| *id == name)
}
