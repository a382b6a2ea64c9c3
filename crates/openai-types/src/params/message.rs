//! The rows of messages and their parts, by role.

use super::{Kind, Row, Variant};

const TEXT_ONLY: &str = "This model reads text only.";

pub(crate) const BREAKPOINT: &[Row] = &[
    Row::new("mode", Kind::words(&["explicit"]), "").required(),
    Row::new("ttl", Kind::words(&["30m", "12h"]), "the longest time that the prefix is kept"),
];

const CACHE: Row = Row::new(
    "prompt_cache_breakpoint",
    Kind::Object(BREAKPOINT),
    "ends a prefix that may be cached; part of the cache key",
);

pub(crate) const TEXT_PART: &[Row] = &[Row::new("text", Kind::TEXT, "read").required(), CACHE];

pub(crate) const IMAGE_URL: &[Row] = &[
    Row::new("url", Kind::TEXT, "").required(),
    Row::new("detail", Kind::words(&["auto", "low", "high", "original"]), ""),
];

pub(crate) const IMAGE_PART: &[Row] = &[Row::new("image_url", Kind::Object(IMAGE_URL), "").required(), CACHE];

pub(crate) const INPUT_AUDIO: &[Row] =
    &[Row::new("data", Kind::TEXT, "").required(), Row::new("format", Kind::words(&["wav", "mp3"]), "").required()];

pub(crate) const AUDIO_PART: &[Row] = &[Row::new("input_audio", Kind::Object(INPUT_AUDIO), "").required(), CACHE];

pub(crate) const FILE: &[Row] = &[
    Row::new("file_data", Kind::TEXT, "a base64 `data:` URL of a text type in UTF-8; its text is read"),
    Row::new("file_id", Kind::TEXT, "").refused("Send the file's text as 'file_data'."),
    Row::new("filename", Kind::TEXT, "stands before the file's text"),
];

pub(crate) const FILE_PART: &[Row] = &[Row::new("file", Kind::Object(FILE), "read as text").required(), CACHE];

pub(crate) const REFUSAL_PART: &[Row] = &[Row::new("refusal", Kind::TEXT, "read as what was said").required()];

const TEXT: Variant = Variant::new("text", TEXT_PART, "read");

const TEXT_PARTS: Kind = Kind::Tagged { tag: "type", variants: &[TEXT] };

const USER_PARTS: Kind = Kind::Tagged {
    tag: "type",
    variants: &[
        TEXT,
        Variant::new("image_url", IMAGE_PART, "").refused(TEXT_ONLY),
        Variant::new("input_audio", AUDIO_PART, "").refused(TEXT_ONLY),
        Variant::new("file", FILE_PART, "text files are read"),
    ],
};

const ASSISTANT_PARTS: Kind =
    Kind::Tagged { tag: "type", variants: &[TEXT, Variant::new("refusal", REFUSAL_PART, "read")] };

/// Text or text parts; also the content of a prediction.
pub(super) const TEXT_CONTENT: Kind = Kind::OneOf(&[Kind::TEXT, Kind::array(&TEXT_PARTS, 1, usize::MAX)]);
const USER_CONTENT: Kind = Kind::OneOf(&[Kind::TEXT, Kind::array(&USER_PARTS, 1, usize::MAX)]);
const ASSISTANT_CONTENT: Kind = Kind::OneOf(&[Kind::TEXT, Kind::array(&ASSISTANT_PARTS, 1, usize::MAX)]);

const NAME: Row =
    Row::new("name", Kind::TEXT, "tells users apart: what another one says of themselves is not taken for the asker's");

pub(crate) const SYSTEM: &[Row] =
    &[Row::new("content", TEXT_CONTENT, "instructions; facts in it are known").required(), NAME];

pub(crate) const USER: &[Row] = &[Row::new("content", USER_CONTENT, "what is asked").required(), NAME];

pub(crate) const AUDIO_REF: &[Row] = &[Row::new("id", Kind::TEXT, "").required()];

pub(crate) const FUNCTION_CALL: &[Row] = &[
    Row::new("name", Kind::TEXT, "the function called").required(),
    Row::new("arguments", Kind::TEXT, "JSON text").required(),
];

pub(crate) const CUSTOM_CALL: &[Row] = &[
    Row::new("name", Kind::TEXT, "the tool called").required(),
    Row::new("input", Kind::TEXT, "its input").required(),
];

const CALL_ID: Row = Row::new("id", Kind::TEXT, "pairs the call with its result").required();

pub(crate) const TOOL_CALL_FUNCTION: &[Row] =
    &[CALL_ID, Row::new("function", Kind::Object(FUNCTION_CALL), "the call").required()];

pub(crate) const TOOL_CALL_CUSTOM: &[Row] =
    &[CALL_ID, Row::new("custom", Kind::Object(CUSTOM_CALL), "the call").required()];

const TOOL_CALL: Kind = Kind::Tagged {
    tag: "type",
    variants: &[
        Variant::new("function", TOOL_CALL_FUNCTION, "an earlier call"),
        Variant::new("custom", TOOL_CALL_CUSTOM, "an earlier call"),
    ],
};

pub(crate) const ASSISTANT: &[Row] = &[
    Row::new("content", ASSISTANT_CONTENT, "said before; required without calls").nullable(),
    Row::new("refusal", Kind::TEXT, "read as what was said").nullable(),
    NAME,
    Row::new("audio", Kind::Object(AUDIO_REF), "").nullable().refused(TEXT_ONLY),
    Row::new("tool_calls", Kind::array(&TOOL_CALL, 1, 128), "every call must be answered by a tool message"),
    Row::new("function_call", Kind::Object(FUNCTION_CALL), "the legacy call").nullable(),
];

pub(crate) const TOOL_RESULT: &[Row] = &[
    Row::new("content", TEXT_CONTENT, "the result of the call; facts in it are known").required(),
    Row::new("tool_call_id", Kind::TEXT, "the call that it answers").required(),
];

pub(crate) const FUNCTION_RESULT: &[Row] = &[
    Row::new("content", Kind::TEXT, "the result of the legacy call").required().nullable(),
    Row::new("name", Kind::TEXT, "the function that it answers").required(),
];

/// A message; the roles in the order in which the service names them.
pub(super) const MESSAGE: Kind = Kind::Tagged {
    tag: "role",
    variants: &[
        Variant::new("system", SYSTEM, "as `developer`"),
        Variant::new("assistant", ASSISTANT, "earlier answers"),
        Variant::new("user", USER, "the asker"),
        Variant::new("function", FUNCTION_RESULT, "deprecated twin of `tool`"),
        Variant::new("tool", TOOL_RESULT, "results of calls"),
        Variant::new("developer", SYSTEM, "instructions"),
    ],
};
