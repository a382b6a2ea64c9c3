//! The rows of tools and of the choice among them.

use super::{Kind, Row, Variant};

/// The most tools of a request. The original takes 128; catalogues of intents are larger.
pub(super) const MOST_TOOLS: usize = 512;

pub(crate) const FUNCTION: &[Row] = &[
    Row::new("name", Kind::Name, "matched against what is asked").required(),
    Row::new("description", Kind::TEXT, "matched against what is asked").nullable(),
    Row::new("parameters", Kind::Json, "arguments conform to it; a bad schema is a 400").nullable(),
    Row::new("strict", Kind::Boolean, "true: the schema must keep to the strict subset").nullable().default("false"),
];

pub(crate) const LEGACY_FUNCTION: &[Row] = &[
    Row::new("name", Kind::Name, "matched against what is asked").required(),
    Row::new("description", Kind::TEXT, "matched against what is asked").nullable(),
    Row::new("parameters", Kind::Json, "arguments conform to it; a bad schema is a 400").nullable(),
];

pub(crate) const GRAMMAR: &[Row] = &[
    Row::new("syntax", Kind::words(&["lark", "regex"]), "the language of the grammar").required(),
    Row::new("definition", Kind::TEXT, "the input keeps to it").required(),
];

pub(crate) const GRAMMAR_FORMAT: &[Row] = &[Row::new("grammar", Kind::Object(GRAMMAR), "of the input").required()];

const CUSTOM_FORMAT: Kind = Kind::Tagged {
    tag: "type",
    variants: &[Variant::new("text", &[], "free text"), Variant::new("grammar", GRAMMAR_FORMAT, "text of a grammar")],
};

pub(crate) const CUSTOM: &[Row] = &[
    Row::new("name", Kind::Name, "matched against what is asked").required(),
    Row::new("description", Kind::TEXT, "matched against what is asked").nullable(),
    Row::new("format", CUSTOM_FORMAT, "what the input looks like").default(r#"{"type":"text"}"#),
];

pub(crate) const FUNCTION_TOOL: &[Row] = &[Row::new("function", Kind::Object(FUNCTION), "the function").required()];
pub(crate) const CUSTOM_TOOL: &[Row] = &[Row::new("custom", Kind::Object(CUSTOM), "the tool").required()];

/// A tool.
pub(super) const TOOL: Kind = Kind::Tagged {
    tag: "type",
    variants: &[
        Variant::new("function", FUNCTION_TOOL, "takes a JSON object"),
        Variant::new("custom", CUSTOM_TOOL, "takes text"),
    ],
};

pub(crate) const NAMED: &[Row] = &[Row::new("name", Kind::Name, "must be among those on offer").required()];
pub(crate) const FUNCTION_REF: &[Row] = &[Row::new("function", Kind::Object(NAMED), "the function").required()];
pub(crate) const CUSTOM_REF: &[Row] = &[Row::new("custom", Kind::Object(NAMED), "the tool").required()];

const TOOL_REF: Kind = Kind::Tagged {
    tag: "type",
    variants: &[Variant::new("function", FUNCTION_REF, ""), Variant::new("custom", CUSTOM_REF, "")],
};

pub(crate) const ALLOWED: &[Row] = &[
    Row::new("mode", Kind::words(&["auto", "required"]), "whether one of them must be called").required(),
    Row::new("tools", Kind::array(&TOOL_REF, 1, MOST_TOOLS), "only these may be called").required(),
];

pub(crate) const ALLOWED_CHOICE: &[Row] =
    &[Row::new("allowed_tools", Kind::Object(ALLOWED), "narrows the tools").required()];

/// `tool_choice`.
pub(super) const TOOL_CHOICE: Kind = Kind::OneOf(&[
    Kind::words(&["none", "auto", "required"]),
    Kind::Tagged {
        tag: "type",
        variants: &[
            Variant::new("function", FUNCTION_REF, "this function is called; `finish_reason` is `stop`"),
            Variant::new("custom", CUSTOM_REF, "this tool is called; `finish_reason` is `stop`"),
            Variant::new("allowed_tools", ALLOWED_CHOICE, "narrows the tools"),
        ],
    },
]);

/// The legacy `function_call`.
pub(super) const FUNCTION_CHOICE: Kind = Kind::OneOf(&[Kind::words(&["none", "auto"]), Kind::Object(NAMED)]);
