//! The table of `POST /v1/chat/completions`.

use super::message::{MESSAGE, TEXT_CONTENT};
use super::tool::{FUNCTION_CHOICE, LEGACY_FUNCTION, MOST_TOOLS, TOOL, TOOL_CHOICE};
use super::{Kind, Row, Table, Variant, Words};

pub(crate) const JSON_SCHEMA: &[Row] = &[
    Row::new("name", Kind::Name, "named in errors about the schema").required(),
    Row::new("description", Kind::TEXT, "checked; what goes where is told by the fields' own names").nullable(),
    Row::new("schema", Kind::Json, "the answer conforms to it; a bad schema is a 400"),
    Row::new("strict", Kind::Boolean, "true: the schema must keep to the strict subset").nullable().default("false"),
];

const RESPONSE_FORMAT: Kind = Kind::Tagged {
    tag: "type",
    variants: &[
        Variant::new("text", &[], "plain text"),
        Variant::new("json_object", &[], "one JSON object; the messages must contain the word JSON"),
        Variant::new(
            "json_schema",
            &[Row::new("json_schema", Kind::Object(JSON_SCHEMA), "the schema, named").required()],
            "JSON that conforms to a schema",
        ),
    ],
};

pub(crate) const STREAM_OPTIONS: &[Row] = &[
    Row::new("include_usage", Kind::Boolean, "a last chunk carries the token counts").nullable().default("false"),
    Row::new("include_obfuscation", Kind::Boolean, "chunks are padded to hide their length").nullable().default("true"),
];

/// Also used by legacy completions.
pub(super) const STREAM: Row =
    Row::new("stream_options", Kind::Object(STREAM_OPTIONS), "only with `stream`").nullable();

pub(crate) const PREDICTION: &[Row] = &[
    Row::new("type", Kind::words(&["content"]), "").required(),
    Row::new("content", TEXT_CONTENT, "compared with the answer, token by token").required(),
];

pub(crate) const CACHE_OPTIONS: &[Row] = &[
    Row::new("mode", Kind::words(&["implicit", "explicit"]), "explicit: cached only where a breakpoint is set")
        .default("\"implicit\""),
    Row::new("ttl", Kind::words(&["30m"]), "the longest time that an entry is kept").default("\"30m\""),
];

pub(crate) const LOCATION: &[Row] = &[
    Row::new("city", Kind::TEXT, "as `web_search_options`").nullable(),
    Row::new("country", Kind::TEXT, "as `web_search_options`").nullable(),
    Row::new("region", Kind::TEXT, "as `web_search_options`").nullable(),
    Row::new("timezone", Kind::TEXT, "as `web_search_options`").nullable(),
];

pub(crate) const USER_LOCATION: &[Row] = &[
    Row::new("type", Kind::words(&["approximate"]), "").required(),
    Row::new("approximate", Kind::Object(LOCATION), "checked; local knowledge does not depend on it").required(),
];

pub(crate) const WEB_SEARCH: &[Row] = &[
    Row::new("search_context_size", Kind::words(&["low", "medium", "high"]), "checked; local sources are read whole")
        .default("\"medium\""),
    Row::new("user_location", Kind::Object(USER_LOCATION), "checked; local knowledge does not depend on it").nullable(),
];

pub(crate) const AUDIO: &[Row] = &[
    Row::new("voice", Kind::TEXT, "").required(),
    Row::new("format", Kind::words(&["wav", "aac", "mp3", "flac", "opus", "pcm16"]), "").required(),
];

pub(crate) const MODERATION_MODE: &[Row] = &[Row::new("mode", Kind::words(&["score", "block"]), "").required()];

pub(crate) const MODERATION_POLICY: &[Row] = &[
    Row::new("input", Kind::Object(MODERATION_MODE), "").nullable(),
    Row::new("output", Kind::Object(MODERATION_MODE), "").nullable(),
];

pub(crate) const MODERATION: &[Row] =
    &[Row::new("model", Kind::TEXT, "").required(), Row::new("policy", Kind::Object(MODERATION_POLICY), "").nullable()];

const MODALITY: Kind =
    Kind::Enum(Words { served: &["text"], refused: &["audio"], reason: "This model answers in text only." });

/// Metadata, wherever it is sent.
pub(super) const METADATA: Row =
    Row::new("metadata", Kind::Metadata, "stored with the answer; up to 16 pairs").nullable();

/// Rows that chat and legacy completions share.
pub(super) mod shared {
    use super::{Kind, Row};

    pub(crate) const FREQUENCY_PENALTY: Row =
        Row::new("frequency_penalty", Kind::number(-2.0, 2.0), "shifts the distribution over tokens")
            .nullable()
            .default("0");
    pub(crate) const PRESENCE_PENALTY: Row =
        Row::new("presence_penalty", Kind::number(-2.0, 2.0), "shifts the distribution over tokens")
            .nullable()
            .default("0");
    pub(crate) const LOGIT_BIAS: Row =
        Row::new("logit_bias", Kind::LogitBias, "shifts the distribution over tokens").nullable();
    pub(crate) const SEED: Row =
        Row::new("seed", Kind::integer(i64::MIN, i64::MAX), "fixes the draw: same seed, same bytes").nullable();
    pub(crate) const STOP: Row = Row::new(
        "stop",
        Kind::OneOf(&[
            Kind::String { min: 1, max: usize::MAX },
            Kind::array(&Kind::String { min: 1, max: usize::MAX }, 1, 4),
        ]),
        "ends the answer and is not part of it",
    )
    .nullable();
    pub(crate) const STREAM: Row = Row::new("stream", Kind::Boolean, "server-sent events").nullable().default("false");
    pub(crate) const TEMPERATURE: Row =
        Row::new("temperature", Kind::number(0.0, 2.0), "0 is the most probable wording").nullable().default("1");
    pub(crate) const TOP_P: Row =
        Row::new("top_p", Kind::number(0.0, 1.0), "cuts the distribution to its nucleus").nullable().default("1");
    pub(crate) const N: Row =
        Row::new("n", Kind::integer(1, 128), "independent draws from one plan").nullable().default("1");
    pub(crate) const USER: Row = Row::new("user", Kind::TEXT, "usage is counted by it").nullable();
}

/// The parameters of a chat request.
pub const CHAT: Table = Table {
    name: "CreateChatCompletionRequest",
    endpoint: "POST /v1/chat/completions",
    in_query: false,
    rows: &[
        Row::new("model", Kind::Model, "a served model or an alias").required(),
        Row::new("messages", Kind::array(&MESSAGE, 1, usize::MAX), "the dialogue").required(),
        Row::new("audio", Kind::Object(AUDIO), "").nullable().refused("This model answers in text only."),
        shared::FREQUENCY_PENALTY,
        Row::new("function_call", FUNCTION_CHOICE, "deprecated twin of `tool_choice`; only with `functions`"),
        Row::new(
            "functions",
            Kind::array(&Kind::Object(LEGACY_FUNCTION), 1, 128),
            "deprecated twin of `tools`; not with `tools`",
        ),
        shared::LOGIT_BIAS,
        Row::new("logprobs", Kind::Boolean, "the probabilities that were sampled from").nullable().default("false"),
        Row::new("max_completion_tokens", Kind::integer(1, i64::MAX), "reasoning tokens included").nullable(),
        Row::new("max_tokens", Kind::integer(1, i64::MAX), "older name of `max_completion_tokens`; not with it")
            .nullable(),
        METADATA,
        Row::new("modalities", Kind::array(&MODALITY, 1, 2), "`text` only").nullable().default("[\"text\"]"),
        Row::new("moderation", Kind::Object(MODERATION), "").nullable().refused("There is no moderation model."),
        shared::N,
        Row::new("parallel_tool_calls", Kind::Boolean, "false: at most one call; only with `tools`").default("true"),
        Row::new(
            "prediction",
            Kind::Object(PREDICTION),
            "usage counts its tokens that the answer has (accepted) and has not (rejected)",
        )
        .nullable(),
        shared::PRESENCE_PENALTY,
        Row::new(
            "prompt_cache_key",
            Kind::TEXT,
            "part of the key under which a reply is kept: requests with different ones share none",
        )
        .nullable(),
        Row::new(
            "prompt_cache_options",
            Kind::Object(CACHE_OPTIONS),
            "`explicit` keeps only replies to messages with a breakpoint; `ttl` is how long",
        ),
        Row::new(
            "prompt_cache_retention",
            Kind::words(&["in_memory", "24h"]),
            "the longest time that an entry is kept: an hour or a day",
        )
        .nullable(),
        Row::new(
            "reasoning_effort",
            Kind::words(crate::ReasoningEffort::WORDS),
            "how much of the proof is told in `reasoning_content`; `none` and `minimal`: nothing",
        )
        .nullable(),
        Row::new("response_format", RESPONSE_FORMAT, "the form of the answer"),
        Row::new(
            "safety_identifier",
            Kind::String { min: 0, max: 64 },
            "usage is counted by it where `user` is absent",
        )
        .nullable(),
        shared::SEED,
        Row::new(
            "service_tier",
            Kind::words(crate::ServiceTier::WORDS),
            "there is one tier: every value is served by it and `default` is echoed",
        )
        .nullable()
        .default("\"auto\""),
        shared::STOP,
        Row::new("store", Kind::Boolean, "the answer is kept and can be fetched").nullable().default("false"),
        shared::STREAM,
        STREAM,
        shared::TEMPERATURE,
        Row::new("tool_choice", TOOL_CHOICE, "only with `tools`"),
        Row::new("tools", Kind::array(&TOOL, 0, MOST_TOOLS), "calls conform to their schemas"),
        Row::new("top_logprobs", Kind::integer(0, 20), "only with `logprobs`").nullable(),
        shared::TOP_P,
        shared::USER,
        Row::new("verbosity", Kind::words(&["low", "medium", "high"]), "how much is said beside the answer")
            .nullable()
            .default("\"medium\""),
        Row::new(
            "web_search_options",
            Kind::Object(WEB_SEARCH),
            "accepted for compatibility: retrieval stays in the local knowledge, and `annotations` cite it",
        ),
    ],
};
