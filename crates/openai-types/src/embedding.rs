//! Embeddings.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::loose::{loose, tag, words};
use crate::model::ListObject;
use crate::one_or_many::Input;

loose! {
    /// The body of `POST /v1/embeddings`.
    pub struct EmbeddingRequest {
        /// What is embedded; there must be some, see [`Input`].
        nul input: Input,
        /// The model.
        req model: String,
        /// How the vectors are written; `float` when absent.
        opt encoding_format: EncodingFormat,
        /// The length of the vectors.
        opt dimensions: u64,
        /// The end user.
        opt user: String,
    }
}

words! {
    /// How vectors are written.
    pub enum EncodingFormat {
        /// Arrays of numbers.
        Float = "float",
        /// Base64 of the little-endian float32 numbers.
        Base64 = "base64",
    }
}

tag! {
    /// `object` of an embedding.
    pub struct EmbeddingObject = "embedding";
}

loose! {
    /// The reply to `POST /v1/embeddings`.
    pub struct EmbeddingResponse {
        /// Always `list`.
        def object: ListObject,
        /// One for each input, in order.
        def data: Vec<Embedding>,
        /// The resolved model.
        req model: Arc<str>,
        /// Tokens read.
        def usage: EmbeddingUsage,
    }
}

loose! {
    /// The vector of one input.
    pub struct Embedding {
        /// Always `embedding`.
        def object: EmbeddingObject,
        /// The position of the input.
        def index: u64,
        /// The vector, of length 1.
        req embedding: Vector,
    }
}

loose! {
    /// Tokens read.
    pub struct EmbeddingUsage {
        /// Tokens of all inputs.
        def prompt_tokens: u64,
        /// The same.
        def total_tokens: u64,
    }
}

/// A vector as numbers or as base64.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Vector {
    /// Numbers.
    Float(Vec<f32>),
    /// Base64 of the little-endian float32 numbers.
    Base64(String),
}

impl Default for Vector {
    fn default() -> Vector {
        Vector::Float(Vec::new())
    }
}

impl Vector {
    /// The vector in the asked form.
    ///
    /// ```
    /// use openai_types::{EncodingFormat, Vector};
    /// assert_eq!(Vector::new(vec![1.0], EncodingFormat::Base64), Vector::Base64("AACAPw==".into()));
    /// ```
    pub fn new(numbers: Vec<f32>, format: EncodingFormat) -> Vector {
        match format {
            EncodingFormat::Float => Vector::Float(numbers),
            EncodingFormat::Base64 => {
                let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
                Vector::Base64(STANDARD.encode(bytes))
            }
        }
    }

    /// The numbers; `None` where the base64 is not that of whole numbers.
    pub fn numbers(&self) -> Option<Vec<f32>> {
        let text = match self {
            Vector::Float(numbers) => return Some(numbers.clone()),
            Vector::Base64(text) => text,
        };
        let bytes = STANDARD.decode(text).ok()?;
        let (numbers, rest) = bytes.as_chunks::<4>();
        rest.is_empty().then(|| numbers.iter().map(|number| f32::from_le_bytes(*number)).collect())
    }
}
