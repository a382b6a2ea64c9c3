//! The tables of stored completions and of usage: one body, and the queries.

use super::chat::METADATA;
use super::{Kind, ParamError, Row, Table};

const AFTER: Row = Row::new("after", Kind::TEXT, "the page begins behind this id");
const LIMIT: Row = Row::new("limit", Kind::integer(1, 100), "entries of a page").default("20");
const ORDER: Row = Row::new("order", Kind::words(&["asc", "desc"]), "by time").default("\"asc\"");

/// The body that changes a stored completion.
pub const STORED_UPDATE: Table = Table {
    name: "UpdateChatCompletionRequest",
    endpoint: "POST /v1/chat/completions/{completion_id}",
    in_query: false,
    rows: &[Row::new("metadata", Kind::Metadata, "takes the place of the stored pairs").required().nullable()],
};

/// The query of the list of stored completions.
pub const STORED_LIST: Table = Table {
    name: "ListChatCompletionsQuery",
    endpoint: "GET /v1/chat/completions",
    in_query: true,
    rows: &[
        Row::new("model", Kind::TEXT, "only answers of this model"),
        Row { status: super::Status::Honoured("only answers with all of these pairs"), ..METADATA },
        AFTER,
        LIMIT,
        ORDER,
    ],
};

/// The query of the input messages of a stored completion.
pub const STORED_MESSAGES: Table = Table {
    name: "ListChatCompletionMessagesQuery",
    endpoint: "GET /v1/chat/completions/{completion_id}/messages",
    in_query: true,
    rows: &[AFTER, LIMIT, ORDER],
};

const IDS: Kind = Kind::array(&Kind::TEXT, 0, 1000);

const START: Row = Row::new("start_time", Kind::integer(0, i64::MAX), "first second, inclusive").required();
const END: Row = Row::new("end_time", Kind::integer(0, i64::MAX), "last second, exclusive");
const WIDTH: Row = Row::new("bucket_width", Kind::words(&["1m", "1h", "1d"]), "the span of a bucket").default("\"1d\"");
const BUCKETS: Row = Row::new(
    "limit",
    Kind::integer(1, 1440),
    "buckets of a page: up to 1440 minutes (default 60), 168 hours (24) or 31 days (7)",
);
const PAGE: Row = Row::new("page", Kind::TEXT, "the cursor of an earlier page's `next_page`");
const MODELS: Row = Row::new("models", IDS, "only these models");
const PROJECTS: Row = Row::new("project_ids", IDS, "only these projects; there is one, `default`");
const USERS: Row = Row::new("user_ids", IDS, "only these users");
const KEYS: Row = Row::new("api_key_ids", IDS, "only these keys");

/// The query of the usage of chat and legacy completions.
pub const COMPLETIONS_USAGE: Table = Table {
    name: "CompletionsUsageQuery",
    endpoint: "GET /v1/organization/usage/completions",
    in_query: true,
    rows: &[
        START,
        END,
        WIDTH,
        Row::new(
            "group_by",
            Kind::array(&Kind::words(&["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"]), 0, 6),
            "one result for each group",
        ),
        BUCKETS,
        PAGE,
        Row::new("batch", Kind::Boolean, "true selects nothing: there are no batches"),
        MODELS,
        PROJECTS,
        USERS,
        KEYS,
    ],
};

/// The query of the usage of embeddings.
pub const EMBEDDINGS_USAGE: Table = Table {
    name: "EmbeddingsUsageQuery",
    endpoint: "GET /v1/organization/usage/embeddings",
    in_query: true,
    rows: &[
        START,
        END,
        WIDTH,
        Row::new(
            "group_by",
            Kind::array(&Kind::words(&["project_id", "user_id", "api_key_id", "model"]), 0, 4),
            "one result for each group",
        ),
        BUCKETS,
        PAGE,
        MODELS,
        PROJECTS,
        USERS,
        KEYS,
    ],
};

/// Bucket width, its seconds, and how many buckets a page has by default and at most.
const WIDTHS: &[(&str, i64, i64, i64)] = &[("1m", 60, 60, 1440), ("1h", 3600, 24, 168), ("1d", 86_400, 7, 31)];

/// Seconds of a bucket and buckets of a page, for the `bucket_width` and `limit` of a usage query.
///
/// ```
/// use openai_types::usage_buckets;
/// assert_eq!(usage_buckets("1d", None), Ok((86_400, 7)));
/// assert_eq!(usage_buckets("1h", Some(169)).unwrap_err().param.as_deref(), Some("limit"));
/// ```
///
/// # Errors
/// A limit that is out of range for the width, or another width than `1m`, `1h` and `1d`.
pub fn usage_buckets(width: &str, limit: Option<i64>) -> Result<(i64, i64), ParamError> {
    let Some((_, seconds, default, most)) = WIDTHS.iter().find(|(word, ..)| *word == width) else {
        let words = WIDTHS.iter().map(|(word, ..)| *word);
        return Err(ParamError::word("bucket_width".to_owned(), width, words));
    };
    match limit {
        None => Ok((*seconds, *default)),
        Some(limit) if limit < 1 => Err(ParamError::below("limit".to_owned(), "integer", "1", &limit.to_string())),
        Some(limit) if limit > *most => {
            Err(ParamError::above("limit".to_owned(), "integer", &most.to_string(), &limit.to_string()))
        }
        Some(limit) => Ok((*seconds, limit)),
    }
}
