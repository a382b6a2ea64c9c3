//! The table of `POST /v1/embeddings`.

use super::chat::shared;
use super::{Kind, Row, Table};

const TEXT: Kind = Kind::String { min: 1, max: usize::MAX };
const TOKENS: Kind = Kind::array(&Kind::TOKEN, 1, 2048);

const INPUT: Kind = Kind::OneOf(&[
    TEXT,
    Kind::array(&TEXT, 1, 2048),
    TOKENS,
    Kind::array(&Kind::array(&Kind::TOKEN, 1, usize::MAX), 1, 2048),
]);

/// The parameters of an embedding request.
pub const EMBEDDING: Table = Table {
    name: "CreateEmbeddingRequest",
    endpoint: "POST /v1/embeddings",
    in_query: false,
    rows: &[
        Row::new("model", Kind::Model, "a served model or an alias").required(),
        Row::new("input", INPUT, "text or token ids, one or several; no empty text").required(),
        Row::new("encoding_format", Kind::words(&["float", "base64"]), "base64 is little-endian float32")
            .default("\"float\""),
        Row::new("dimensions", Kind::integer(1, i64::MAX), "the vector is cut and made unit length again"),
        shared::USER,
    ],
};
