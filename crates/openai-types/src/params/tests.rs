//! Tables against types, wording against the documentation, and properties of the validator.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use super::{chat, message, tool};
use crate::*;

fn names(rows: &[Row]) -> Vec<&'static str> {
    rows.iter().map(|row| row.name).collect()
}

/// All rows of all variants, each name once.
fn union(tables: &[&[Row]]) -> Vec<&'static str> {
    let mut all: Vec<&str> = tables.iter().flat_map(|rows| names(rows)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Tables whose rows together are the fields of a type, the fields, and those that tables keep elsewhere.
type Pair = (&'static [&'static [Row]], &'static [&'static str], &'static [&'static str]);

#[test]
fn every_field_is_a_row_and_every_row_a_field() {
    const CALLS: &[&[Row]] = &[message::TOOL_CALL_FUNCTION, message::TOOL_CALL_CUSTOM];
    const ROLES: &[&[Row]] =
        &[message::SYSTEM, message::USER, message::ASSISTANT, message::TOOL_RESULT, message::FUNCTION_RESULT];
    let pairs: &[Pair] = &[
        (&[CHAT.rows], ChatRequest::FIELDS, &[]),
        (&[COMPLETION.rows], CompletionRequest::FIELDS, &[]),
        (&[EMBEDDING.rows], EmbeddingRequest::FIELDS, &[]),
        (&[STORED_UPDATE.rows], StoredCompletionUpdate::FIELDS, &[]),
        (ROLES, Message::FIELDS, &["role"]),
        (&[message::TEXT_PART], TextPart::FIELDS, &[]),
        (&[message::IMAGE_PART], ImagePart::FIELDS, &[]),
        (&[message::IMAGE_URL], ImageUrl::FIELDS, &[]),
        (&[message::AUDIO_PART], AudioPart::FIELDS, &[]),
        (&[message::INPUT_AUDIO], InputAudio::FIELDS, &[]),
        (&[message::FILE_PART], FilePart::FIELDS, &[]),
        (&[message::FILE], FileInput::FIELDS, &[]),
        (&[message::REFUSAL_PART], RefusalPart::FIELDS, &[]),
        (&[message::BREAKPOINT], CacheBreakpoint::FIELDS, &[]),
        (&[message::AUDIO_REF], AudioRef::FIELDS, &[]),
        (&[message::FUNCTION_CALL], FunctionCall::FIELDS, &[]),
        (&[message::CUSTOM_CALL], CustomCall::FIELDS, &[]),
        (CALLS, ToolCall::FIELDS, &["type"]),
        (&[tool::FUNCTION], FunctionDef::FIELDS, &[]),
        (&[tool::LEGACY_FUNCTION], FunctionDef::FIELDS, &["strict"]),
        (&[tool::FUNCTION_TOOL], FunctionTool::FIELDS, &[]),
        (&[tool::CUSTOM_TOOL], CustomTool::FIELDS, &[]),
        (&[tool::CUSTOM], CustomDef::FIELDS, &[]),
        (&[tool::GRAMMAR_FORMAT], GrammarFormat::FIELDS, &[]),
        (&[tool::GRAMMAR], Grammar::FIELDS, &[]),
        (&[tool::NAMED], Named::FIELDS, &[]),
        (&[tool::FUNCTION_REF], FunctionRef::FIELDS, &[]),
        (&[tool::CUSTOM_REF], CustomRef::FIELDS, &[]),
        (&[tool::ALLOWED], AllowedTools::FIELDS, &[]),
        (&[tool::ALLOWED_CHOICE], AllowedToolsChoice::FIELDS, &[]),
        (&[chat::JSON_SCHEMA], JsonSchema::FIELDS, &[]),
        (&[chat::STREAM_OPTIONS], StreamOptions::FIELDS, &[]),
        (&[chat::PREDICTION], Prediction::FIELDS, &[]),
        (&[chat::CACHE_OPTIONS], PromptCacheOptions::FIELDS, &[]),
        (&[chat::WEB_SEARCH], WebSearchOptions::FIELDS, &[]),
        (&[chat::USER_LOCATION], UserLocation::FIELDS, &[]),
        (&[chat::LOCATION], Location::FIELDS, &[]),
        (&[chat::AUDIO], AudioOptions::FIELDS, &[]),
        (&[chat::MODERATION], ModerationOptions::FIELDS, &[]),
        (&[chat::MODERATION_POLICY], ModerationPolicy::FIELDS, &[]),
        (&[chat::MODERATION_MODE], ModerationMode::FIELDS, &[]),
    ];
    for (tables, fields, tags) in pairs {
        let mut fields: Vec<&str> = fields.iter().copied().filter(|field| !tags.contains(field)).collect();
        fields.sort_unstable();
        assert_eq!(union(tables), fields);
    }
}

#[test]
fn no_table_names_a_row_twice() {
    for table in TABLES {
        assert_eq!(union(&[table.rows]).len(), table.rows.len(), "{}", table.name);
    }
}

/// The minimal chat request with some more fields.
fn body(more: Value) -> Value {
    let mut body = json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]});
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    body
}

/// Message, parameter and code of the refusal of a chat request; empty if it is accepted.
fn refusal(body: Value) -> (String, String, String) {
    told(parse_chat(body).map(drop))
}

fn told(verdict: Result<(), ParamError>) -> (String, String, String) {
    match verdict {
        Ok(()) => Default::default(),
        Err(error) => (error.message, error.param.unwrap_or_default(), error.code.unwrap_or_default().to_owned()),
    }
}

fn expect(body: Value, message: &str, param: &str, code: &str) {
    assert_eq!(refusal(body), (message.to_owned(), param.to_owned(), code.to_owned()));
}

fn accept(body: Value) {
    expect(body, "", "", "");
}

#[test]
fn missing_and_empty() {
    expect(json!({}), "you must provide a model parameter", "", "");
    expect(json!({"model": "", "messages": []}), "you must provide a model parameter", "", "");
    expect(json!({"model": "m"}), "Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
    expect(
        json!({"model": "m", "messages": []}),
        "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        "messages",
        "empty_array",
    );
    expect(
        json!({"model": "m", "messages": [{"role": "user"}]}),
        "Missing required parameter: 'messages[0].content'.",
        "messages[0].content",
        "missing_required_parameter",
    );
    expect(
        json!({"model": "m", "messages": [{"content": "x"}]}),
        "Missing required parameter: 'messages[0].role'.",
        "messages[0].role",
        "missing_required_parameter",
    );
    expect(json!([]), "Invalid type for 'body': expected an object, but got an array instead.", "body", "invalid_type");
}

#[test]
fn types() {
    for (more, message, param) in [
        (
            json!({"temperature": "1"}),
            "Invalid type for 'temperature': expected a decimal, but got a string instead.",
            "temperature",
        ),
        (json!({"n": 1.5}), "Invalid type for 'n': expected an integer, but got a decimal number instead.", "n"),
        (json!({"n": true}), "Invalid type for 'n': expected an integer, but got a boolean instead.", "n"),
        (json!({"stream": 1}), "Invalid type for 'stream': expected a boolean, but got an integer instead.", "stream"),
        (
            json!({"stop": 3}),
            "Invalid type for 'stop': expected one of a string or array of strings, but got an integer instead.",
            "stop",
        ),
        (
            json!({"messages": "hi"}),
            "Invalid type for 'messages': expected an array of objects, but got a string instead.",
            "messages",
        ),
        (
            json!({"messages": [{"role": "user", "content": null}]}),
            "Invalid type for 'messages[0].content': expected one of a string or array of objects, \
             but got null instead.",
            "messages[0].content",
        ),
        (
            json!({"messages": ["hi"]}),
            "Invalid type for 'messages[0]': expected an object, but got a string instead.",
            "messages[0]",
        ),
        (
            json!({"tools": [{"type": "function", "function": {"name": "f", "parameters": []}}]}),
            "Invalid type for 'tools[0].function.parameters': expected an object, but got an array instead.",
            "tools[0].function.parameters",
        ),
        (
            json!({"metadata": {"k": 1}}),
            "Invalid type for 'metadata.k': expected a string, but got an integer instead.",
            "metadata.k",
        ),
    ] {
        expect(body(more), message, param, "invalid_type");
    }
}

#[test]
fn words() {
    expect(
        json!({"model": "m", "messages": [{"role": "wizard", "content": "x"}]}),
        "Invalid value: 'wizard'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', \
         and 'developer'.",
        "messages[0].role",
        "invalid_value",
    );
    expect(
        body(json!({"verbosity": "loud"})),
        "Invalid value: 'loud'. Supported values are: 'low', 'medium', and 'high'.",
        "verbosity",
        "invalid_value",
    );
    expect(
        body(json!({"modalities": ["text", "audio"]})),
        "Unsupported value: 'modalities[1]' does not support 'audio' with this model. \
         This model answers in text only.",
        "modalities[1]",
        "unsupported_value",
    );
    expect(
        body(json!({"tools": [{"type": "function", "function": {"name": "a b"}}]})),
        "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern \
         '^[a-zA-Z0-9_-]+$'.",
        "tools[0].function.name",
        "invalid_value",
    );
}

#[test]
fn ranges_at_the_edge_and_beyond() {
    let edges: &[(&str, Value, Value, &str)] = &[
        ("n", json!(1), json!(0), "integer_below_min_value"),
        ("n", json!(128), json!(129), "integer_above_max_value"),
        ("top_logprobs", json!(20), json!(21), "integer_above_max_value"),
        ("top_logprobs", json!(0), json!(-1), "integer_below_min_value"),
        ("temperature", json!(2), json!(2.01), "decimal_above_max_value"),
        ("temperature", json!(0), json!(-0.1), "decimal_below_min_value"),
        ("top_p", json!(1.0), json!(1e300), "decimal_above_max_value"),
        ("frequency_penalty", json!(-2), json!(-2.5), "decimal_below_min_value"),
        ("presence_penalty", json!(2), json!(3), "decimal_above_max_value"),
        ("max_tokens", json!(1), json!(0), "integer_below_min_value"),
        ("max_completion_tokens", json!(i64::MAX), json!(u64::MAX), "integer_above_max_value"),
        ("seed", json!(i64::MIN), json!(-1e19), "integer_below_min_value"),
        ("seed", json!(i64::MAX), json!(1e19), "integer_above_max_value"),
        ("safety_identifier", json!("é".repeat(64)), json!("é".repeat(65)), "string_above_max_length"),
        ("stop", json!(["a", "b", "c", "d"]), json!(["a", "b", "c", "d", "e"]), "array_above_max_length"),
        ("stop", json!("a"), json!(""), "string_below_min_length"),
        ("stop", json!(["a"]), json!([]), "empty_array"),
        ("logit_bias", json!({"1": 100}), json!({"1": 101}), "decimal_above_max_value"),
        ("logit_bias", json!({}), json!({"foo": 0}), "invalid_value"),
        ("logit_bias", json!({"4294967295": -100}), json!({"4294967296": 0}), "invalid_value"),
        ("metadata", json!({"k": "v".repeat(512)}), json!({"k": "v".repeat(513)}), "string_above_max_length"),
    ];
    for (name, good, bad, code) in edges {
        accept(body(json!({*name: good, "logprobs": true})));
        let (_, param, got) = refusal(body(json!({*name: bad, "logprobs": true})));
        assert_eq!(got, *code, "{name}: {bad}");
        assert!(param.starts_with(name), "{param}");
    }
    let tool = json!({"type": "function", "function": {"name": "f"}});
    accept(body(json!({"tools": vec![tool.clone(); 512]})));
    expect(
        body(json!({"tools": vec![tool; 513]})),
        "Invalid 'tools': array too long. Expected an array with maximum length 512, but got an array with length 513 \
         instead.",
        "tools",
        "array_above_max_length",
    );
    expect(
        body(json!({"temperature": 200})),
        "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 200 instead.",
        "temperature",
        "decimal_above_max_value",
    );
}

#[test]
fn metadata_limits() {
    let pairs = |count: usize| (0..count).map(|i| (format!("k{i}"), json!("v"))).collect::<serde_json::Map<_, _>>();
    accept(body(json!({"metadata": pairs(16)})));
    expect(
        body(json!({"metadata": pairs(17)})),
        "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object \
         with 17 properties instead.",
        "metadata",
        "object_above_max_properties",
    );
    let (_, _, code) = refusal(body(json!({"metadata": {"k".repeat(65): "v"}})));
    assert_eq!(code, "property_name_above_max_length");
}

#[test]
fn refused_parameters() {
    expect(
        body(json!({"audio": {"voice": "alloy", "format": "wav"}})),
        "Unsupported parameter: 'audio' is not supported with this model. This model answers in text only.",
        "audio",
        "unsupported_parameter",
    );
    accept(body(json!({"audio": null, "moderation": null})));
    let part = |part: Value| json!({"model": "m", "messages": [{"role": "user", "content": [part]}]});
    expect(
        part(json!({"type": "image_url", "image_url": {"url": "https://example.com/a.png"}})),
        "Unsupported value: 'messages[0].content[0].type' does not support 'image_url' with this model. \
         This model reads text only.",
        "messages[0].content[0].type",
        "unsupported_value",
    );
    let (_, param, code) = refusal(part(json!({"type": "file", "file": {"file_id": "file-1"}})));
    assert_eq!((param.as_str(), code.as_str()), ("messages[0].content[0].file.file_id", "unsupported_parameter"));
    accept(part(json!({"type": "file", "file": {"file_data": "data:text/plain;base64,aGk="}})));
    expect(
        part(json!({"type": "file", "file": {"file_data": "data:application/pdf;base64,aGk="}})),
        "Invalid file data: 'messages[0].content[0].file.file_data'. Expected a base64-encoded data URL with a text \
         MIME type (e.g. 'data:text/plain;base64,aGVsbG8='), but got unsupported MIME type 'application/pdf'.",
        "messages[0].content[0].file.file_data",
        "invalid_value",
    );
}

#[test]
fn parameters_that_need_or_exclude_others() {
    for (more, message, param) in [
        (
            json!({"stream_options": {"include_usage": true}}),
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            "stream_options",
        ),
        (
            json!({"top_logprobs": 2}),
            "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
            "top_logprobs",
        ),
        (
            json!({"tool_choice": "none"}),
            "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
            "tool_choice",
        ),
        (
            json!({"parallel_tool_calls": true}),
            "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are \
             specified.",
            "parallel_tool_calls",
        ),
        (
            json!({"function_call": "auto"}),
            "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.",
            "function_call",
        ),
        (
            json!({"response_format": {"type": "json_object"}}),
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
            "messages",
        ),
        (
            json!({"tools": [{"type": "function", "function": {"name": "f"}}],
                   "tool_choice": {"type": "function", "function": {"name": "g"}}}),
            "Invalid value for 'tool_choice': no function named 'g' was specified in the 'tools' parameter.",
            "tool_choice",
        ),
        (
            json!({"functions": [{"name": "f"}], "function_call": {"name": "g"}}),
            "Invalid value for 'function_call': no function named 'g' was specified in the 'functions' parameter.",
            "function_call",
        ),
    ] {
        expect(body(more), message, param, "");
    }
    expect(
        body(json!({"max_tokens": 1, "max_completion_tokens": 1})),
        "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
        "max_tokens",
        "invalid_parameter_combination",
    );
}

fn dialogue(messages: Value) -> Value {
    json!({"model": "m", "messages": messages})
}

#[test]
fn the_order_of_messages() {
    let call = |id: &str| json!({"id": id, "type": "function", "function": {"name": "f", "arguments": "{}"}});
    let calls = json!({"role": "assistant", "tool_calls": [call("a"), call("b")]});
    let answer = |id: &str| json!({"role": "tool", "tool_call_id": id, "content": "1"});
    let user = json!({"role": "user", "content": "hi"});
    accept(dialogue(json!([user, calls, answer("b"), answer("a"), user])));
    expect(
        dialogue(json!([user, answer("a")])),
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
        "messages.[1].role",
        "",
    );
    expect(
        dialogue(json!([user, calls, answer("a"), user])),
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. \
         The following tool_call_ids did not have response messages: b",
        "messages.[3].role",
        "",
    );
    expect(
        dialogue(json!([user, calls, answer("c")])),
        "Invalid parameter: 'tool_call_id' of 'c' not found in 'tool_calls' of previous message.",
        "messages.[2].tool_call_id",
        "",
    );
    expect(
        dialogue(json!([user, {"role": "assistant", "content": null}])),
        "Invalid value for 'content': expected a string, got null.",
        "messages.[1].content",
        "",
    );
}

#[test]
fn completions() {
    let told = |more: Value| {
        let mut body = json!({"model": "m", "prompt": "a"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        told(parse_completion(body).map(drop))
    };
    for good in [
        json!({"max_tokens": 0, "echo": true, "logprobs": 0}),
        json!({"prompt": ["a", "b"]}),
        json!({"prompt": [1, 2]}),
        json!({"prompt": [[1], [2]]}),
        json!({"prompt": null}),
        json!({"best_of": 1, "stream": true}),
        json!({"best_of": 3, "n": 3}),
        json!({"suffix": "x", "n": 2}),
    ] {
        assert_eq!(told(good.clone()), Default::default(), "{good}");
    }
    for (bad, param) in [
        (json!({"prompt": [1, "a"]}), "prompt[1]"),
        (json!({"prompt": ["a", 1]}), "prompt[1]"),
        (json!({"prompt": [[1], 2]}), "prompt[1]"),
        (json!({"prompt": [[]]}), "prompt[0]"),
        (json!({"prompt": [-1]}), "prompt[0]"),
        (json!({"prompt": {}}), "prompt"),
        (json!({"logprobs": 6}), "logprobs"),
        (json!({"logprobs": true}), "logprobs"),
        (json!({"best_of": 2, "stream": true}), "best_of"),
        (json!({"best_of": 1, "n": 2}), "best_of"),
        (json!({"suffix": "x", "echo": true}), "suffix"),
        (json!({"stream_options": {}}), "stream_options"),
    ] {
        assert_eq!(told(bad.clone()).1, param, "{bad}");
    }
    let (message, ..) = told(json!({"prompt": {}}));
    assert_eq!(
        message,
        "Invalid type for 'prompt': expected one of a string, array of strings, array of integers, or array of \
         integer arrays, but got an object instead."
    );
}

#[test]
fn embeddings() {
    let told = |body: Value| told(parse_embedding(body).map(drop));
    assert_eq!(told(json!({"model": "m", "input": ["a"]})), Default::default());
    assert_eq!(told(json!({"model": "m", "input": ""})).2, "string_below_min_length");
    assert_eq!(told(json!({"model": "m", "input": ["a", ""]})).1, "input[1]");
    assert_eq!(told(json!({"model": "m", "input": []})).2, "empty_array");
    assert_eq!(told(json!({"model": "m", "input": vec!["a"; 2049]})).2, "array_above_max_length");
    assert_eq!(told(json!({"model": "m", "input": "a", "dimensions": 0})).2, "integer_below_min_value");
}

#[test]
fn unknown_fields_are_counted_and_named() {
    let sent = body(json!({"top_k": 1, "stream": true, "stream_options": {"x\n": 1}}));
    let (request, checked) = parse_chat(sent).unwrap();
    assert_eq!(checked.unknown, ["top_k", "stream_options.x\u{fffd}"]);
    assert_eq!(request.extra.get("top_k"), Some(&json!(1)));
    let error = checked.strict().unwrap_err();
    assert_eq!((error.message.as_str(), error.code), ("Unknown parameter: 'top_k'.", Some("unknown_parameter")));
    let many: serde_json::Map<_, _> = (0..1000).map(|i| (format!("{i}{}", "x".repeat(500)), json!(1))).collect();
    let checked = check(&CHAT, &body(Value::Object(many))).unwrap();
    assert_eq!((checked.unknown.len(), checked.unknown_count), (MAX_UNKNOWN, 1000));
    assert!(checked.unknown.iter().all(|name| name.chars().count() <= 65));
}

#[test]
fn pages_of_usage() {
    for (width, limit, expected) in [
        ("1m", Some(1440), Ok((60, 1440))),
        ("1m", Some(1441), Err("integer_above_max_value")),
        ("1h", None, Ok((3600, 24))),
        ("1d", Some(31), Ok((86_400, 31))),
        ("1d", Some(32), Err("integer_above_max_value")),
        ("1d", Some(0), Err("integer_below_min_value")),
        ("1w", None, Err("invalid_value")),
    ] {
        assert_eq!(usage_buckets(width, limit).map_err(|error| error.code.unwrap()), expected, "{width} {limit:?}");
    }
}

#[test]
fn queries() {
    let told = |table, pairs: &[(&str, &str)]| told(parse_query(table, pairs.iter().copied()).map(drop));
    assert_eq!(told(&STORED_LIST, &[("limit", "100"), ("order", "desc"), ("metadata[a]", "b")]), Default::default());
    assert_eq!(told(&STORED_LIST, &[("limit", "0")]).2, "integer_below_min_value");
    assert_eq!(told(&STORED_LIST, &[("limit", "many")]).2, "invalid_type");
    assert_eq!(told(&STORED_LIST, &[("order", "up")]).2, "invalid_value");
    assert_eq!(told(&COMPLETIONS_USAGE, &[]).1, "start_time");
    let pairs = [("start_time", "1"), ("group_by[]", "model"), ("group_by", "user_id"), ("batch", "false")];
    let (query, _) = parse_query(&COMPLETIONS_USAGE, pairs).unwrap();
    assert_eq!(json!(query), json!({"start_time": 1, "group_by": ["model", "user_id"], "batch": false}));
}

/// The body of the official Python client's own test of all parameters, after its harness has dropped what
/// the API documents as invalid.
#[test]
fn a_client_may_send_every_parameter_at_once() {
    accept(json!({
        "messages": [{"content": "string", "role": "developer", "name": "name"}],
        "model": "m", "frequency_penalty": -2, "logit_bias": {}, "logprobs": true, "max_completion_tokens": 1,
        "metadata": {"foo": "string"}, "modalities": ["text"], "n": 1, "parallel_tool_calls": true,
        "prediction": {"content": "string", "type": "content"}, "presence_penalty": -2,
        "prompt_cache_key": "prompt-cache-key-1234", "prompt_cache_options": {"mode": "implicit", "ttl": "30m"},
        "reasoning_effort": "none", "response_format": {"type": "text"},
        "safety_identifier": "safety-identifier-1234", "seed": -9007199254740991i64, "service_tier": "auto",
        "stop": "\n", "store": true, "stream": false, "temperature": 1, "tool_choice": "none",
        "tools": [{"function": {"name": "name", "description": "description", "strict": true, "parameters":
            {"type": "object", "properties": {}, "additionalProperties": false}}, "type": "function"}],
        "top_logprobs": 0, "top_p": 1, "user": "user-1234", "verbosity": "low",
        "web_search_options": {"search_context_size": "low", "user_location": {"type": "approximate",
            "approximate": {"city": "city", "country": "country", "region": "region", "timezone": "timezone"}}}
    }));
}

/// Values that are mostly right for a kind.
fn of_kind(kind: &'static Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Integer { min, max } => {
            let near = (*min).max(-5)..=(*max).min(300);
            prop_oneof![20 => near, 2 => Just(*min), 2 => Just(*max), 1 => -3..300i64].prop_map(Value::from).boxed()
        }
        Kind::Number { min, max } => {
            let beyond = (-3..4i64).prop_map(Value::from);
            prop_oneof![20 => (*min..=*max).prop_map(Value::from), 2 => Just(json!(*max)), 1 => beyond].boxed()
        }
        Kind::String { .. } | Kind::Name | Kind::Model => {
            prop_oneof![30 => "[a-z-]{1,4}", 1 => "[a-z ]{0,4}"].prop_map(Value::from).boxed()
        }
        Kind::Enum(words) => prop::sample::select(words.served).prop_map(Value::from).boxed(),
        Kind::Array { item, min, .. } => {
            let size = prop_oneof![30 => *min..4, 1 => 0..1usize];
            size.prop_flat_map(|size| prop::collection::vec(of_kind(item), size)).prop_map(Value::from).boxed()
        }
        Kind::Metadata => Just(json!({"a": "b"})).boxed(),
        Kind::LogitBias => prop_oneof![Just(json!({"5": -1})), Just(json!({"6": 0.5})), Just(json!({}))].boxed(),
        Kind::Json => Just(json!({"type": "object"})).boxed(),
        Kind::Object(rows) => of_rows(rows, None),
        Kind::Tagged { tag, variants } => {
            let weight = |variant: &Variant| if matches!(variant.status, Status::Refused(_)) { 1 } else { 12 };
            let all: Vec<_> = variants
                .iter()
                .map(|variant| (weight(variant), of_rows(variant.rows, Some((tag, variant.word)))))
                .collect();
            prop::strategy::Union::new_weighted(all).boxed()
        }
        Kind::OneOf(kinds) => prop::strategy::Union::new(kinds.iter().map(of_kind)).boxed(),
    }
}

/// Required fields always, others now and then, each sometimes null or of a wrong kind, and one unknown field.
pub(crate) fn of_rows(rows: &'static [Row], tag: Option<(&'static str, &'static str)>) -> BoxedStrategy<Value> {
    let fields: Vec<BoxedStrategy<Option<(&str, Value)>>> = rows
        .iter()
        .map(|row| {
            let value = prop_oneof![
                150 => of_kind(&row.kind),
                1 => Just(Value::Null),
                1 => prop_oneof![Just(json!(1)), Just(json!("x")), Just(json!([])), Just(json!({})), Just(json!(0.5))],
            ];
            let named = value.prop_map(|value| (row.name, value));
            match row.required {
                true => named.prop_map(Some).boxed(),
                false if matches!(row.status, Status::Refused(_)) => prop::option::weighted(0.01, named).boxed(),
                false => prop::option::weighted(0.15, named).boxed(),
            }
        })
        .collect();
    (fields, prop::option::weighted(0.1, Just(("future", json!([1])))))
        .prop_map(move |(fields, more)| {
            let tag = tag.map(|(tag, word)| (tag, json!(word)));
            let all = tag.into_iter().chain(fields.into_iter().flatten()).chain(more);
            Value::Object(all.map(|(name, value)| (name.to_owned(), value)).collect())
        })
        .boxed()
}

/// Whatever the table accepts the type reads, and writes again without loss.
fn holds<T: serde::Serialize + serde::de::DeserializeOwned>(table: &Table, body: &Value) -> Result<(), TestCaseError> {
    if check(table, body).is_err() {
        return Ok(());
    }
    let read: T = serde_json::from_value(body.clone()).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let again = serde_json::to_value(&read).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(crate::tests::normal(again), crate::tests::normal(body.clone()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn accepted_chat_bodies_are_read(body in of_rows(CHAT.rows, None)) {
        holds::<ChatRequest>(&CHAT, &body)?;
    }

    #[test]
    fn accepted_completion_bodies_are_read(body in of_rows(COMPLETION.rows, None)) {
        holds::<CompletionRequest>(&COMPLETION, &body)?;
    }

    #[test]
    fn accepted_embedding_bodies_are_read(body in of_rows(EMBEDDING.rows, None)) {
        holds::<EmbeddingRequest>(&EMBEDDING, &body)?;
    }

    #[test]
    fn messages_alone_are_read(message in of_kind(&message::MESSAGE)) {
        let body = json!({"model": "m", "messages": [message]});
        holds::<ChatRequest>(&CHAT, &body)?;
    }
}

/// The properties above say nothing about bodies that are refused, so most must not be.
#[test]
fn most_generated_bodies_are_accepted() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    for (table, least) in [(&CHAT, 50), (&COMPLETION, 50), (&EMBEDDING, 50)] {
        let mut runner = TestRunner::deterministic();
        let strategy = of_rows(table.rows, None);
        let accepted = (0..200).filter(|_| check(table, &strategy.new_tree(&mut runner).unwrap().current()).is_ok());
        let percent = accepted.count() / 2;
        assert!(percent >= least, "{}: {percent} %", table.name);
    }
}
