//! Which model a name stands for, and what the name implies: the tokens it counts in and the steps it may take.

use std::sync::Arc;

use stream_core::token::{Encoding, Tokenizer};

use crate::error::ApiError;
use crate::settings::{Settings, models};

/// A model as a request names it.
#[derive(Debug, Clone)]
pub struct Served {
    /// The model that answers.
    pub id: &'static str,
    /// The same, as replies hold it in `model`.
    pub name: Arc<str>,
    /// How its tokens are counted.
    pub encoding: Encoding,
    /// How many steps it may take.
    pub steps: u64,
}

impl Served {
    /// How many token ids its encoding has.
    pub fn vocabulary(&self) -> u32 {
        self.encoding.vocab_size()
    }

    /// The tokenizer of its encoding.
    pub fn tokenizer(&self) -> &'static Tokenizer {
        Tokenizer::get(self.encoding)
    }
}

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Chat and completions.
    Text,
    /// Embeddings.
    Embedding,
}

/// The model that answers a request for `name`.
///
/// # Errors
/// 404 for names that nothing answers to, 400 for a model of another purpose.
pub fn serve(settings: &Settings, name: &str, purpose: Purpose) -> Result<Served, ApiError> {
    let id = settings.model(name).ok_or_else(|| ApiError::model_not_found(name))?;
    let embeds = id == models::EMBEDDING;
    if embeds != (purpose == Purpose::Embedding) {
        let message = match purpose {
            Purpose::Text => format!("The model `{id}` makes embeddings. Did you mean to use v1/embeddings?"),
            Purpose::Embedding => format!(
                "The model `{id}` does not make embeddings: you are not allowed to generate \
                                           embeddings from this model"
            ),
        };
        return Err(ApiError::invalid(400, message).code("unsupported_model").param("model"));
    }
    let steps = if id == models::CHAT_FAST { settings.reasoning_steps / 10 } else { settings.reasoning_steps };
    Ok(Served { id, name: Arc::from(id), encoding: encoding(name), steps: steps.max(1) })
}

/// The encoding that a name implies: that of the model of this name, or of the newest ones for our own.
fn encoding(name: &str) -> Encoding {
    let older = ["gpt-3.5", "gpt-4-", "text-embedding-", "davinci-002", "babbage-002", "text-davinci-"];
    let is_older = name == "gpt-4" || older.iter().any(|prefix| name.starts_with(prefix));
    if is_older { Encoding::Cl100kBase } else { Encoding::O200kBase }
}

/// `system_fingerprint`: changes when the engine that answers changes.
pub fn fingerprint() -> Arc<str> {
    Arc::from(concat!(
        "fp_ps_",
        env!("CARGO_PKG_VERSION_MAJOR"),
        "_",
        env!("CARGO_PKG_VERSION_MINOR"),
        "_",
        env!("CARGO_PKG_VERSION_PATCH")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_imply_encodings() {
        let check = |name: &str, expected: Encoding| assert_eq!(encoding(name), expected, "{name}");
        check("psycho-symbolic-v1", Encoding::O200kBase);
        check("gpt-4o-mini", Encoding::O200kBase);
        check("gpt-4.1", Encoding::O200kBase);
        check("o3", Encoding::O200kBase);
        check("gpt-4", Encoding::Cl100kBase);
        check("gpt-4-turbo", Encoding::Cl100kBase);
        check("gpt-3.5-turbo-instruct", Encoding::Cl100kBase);
        check("text-embedding-3-small", Encoding::Cl100kBase);
    }

    #[test]
    fn unknown_names_are_404_and_models_keep_to_their_purpose() {
        let settings = Settings::default();
        assert_eq!(serve(&settings, "psycho-symbolic-v1", Purpose::Text).unwrap().id, "psycho-symbolic-v1");
        let error = serve(&settings, "nonsense", Purpose::Text).unwrap_err();
        assert_eq!((error.status, error.code.as_deref()), (404, Some("model_not_found")));
        assert_eq!(serve(&settings, "psycho-symbolic-v1", Purpose::Embedding).unwrap_err().status, 400);
    }
}
