//! Every shape in and out without loss; built values as they are written.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::*;

type RoundTrip = fn(&str) -> (String, Value);

fn through<T: Serialize + DeserializeOwned>(text: &str) -> (String, Value) {
    let from_text: T = serde_json::from_str(text).expect("reads text");
    let from_value: T = serde_json::from_value(serde_json::from_str(text).unwrap()).expect("reads a value");
    let written = serde_json::to_string(&from_value).unwrap();
    (serde_json::to_string(&from_text).unwrap(), serde_json::from_str(&written).unwrap())
}

/// The start of the file's name decides its type; the longest match wins.
const SHAPES: &[(&str, RoundTrip)] = &[
    ("chat_request", through::<ChatRequest>),
    ("chat_completion", through::<ChatCompletion>),
    ("chunk", through::<ChatChunk>),
    ("stored_completion", through::<StoredCompletion>),
    ("stored_list", through::<StoredCompletionList>),
    ("stored_deleted", through::<StoredCompletionDeleted>),
    ("stored_update", through::<StoredCompletionUpdate>),
    ("stored_messages", through::<StoredMessageList>),
    ("completion_request", through::<CompletionRequest>),
    ("completion", through::<Completion>),
    ("embedding_request", through::<EmbeddingRequest>),
    ("embedding_response", through::<EmbeddingResponse>),
    ("model", through::<Model>),
    ("model_list", through::<ModelList>),
    ("model_deleted", through::<ModelDeleted>),
    ("usage", through::<UsagePage>),
    ("error", through::<ErrorBody>),
];

/// Numbers by value: `1` and `1.0` are the same on the wire.
pub(crate) fn normal(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_i64().is_none() => Value::from(number.as_f64()),
        Value::Number(number) if number.as_i64().is_some_and(|integer| integer.unsigned_abs() < 1 << 52) => {
            Value::from(number.as_f64())
        }
        Value::Array(items) => items.into_iter().map(normal).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, normal(value))).collect(),
        other => other,
    }
}

#[test]
fn every_example_round_trips() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut seen = vec![0; SHAPES.len()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let best = (0..SHAPES.len()).filter(|&i| name.starts_with(SHAPES[i].0)).max_by_key(|&i| SHAPES[i].0.len());
        let shape = best.unwrap_or_else(|| panic!("no type for {name}"));
        seen[shape] += 1;
        #[allow(clippy::disallowed_methods)]
        let text = fs::read_to_string(&path).unwrap();
        let (written, value) = SHAPES[shape].1(&text);
        let expected = normal(serde_json::from_str(&text).unwrap());
        assert_eq!(normal(serde_json::from_str(&written).unwrap()), expected, "{name} as text");
        assert_eq!(normal(value), expected, "{name} as a value");
        if !name.contains("request") && !name.contains("foreign") && !name.contains("cited") {
            assert_eq!(compact(&written), compact(&serde_json::to_string(&expected).unwrap()), "order of {name}");
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "a type without an example: {seen:?}");
}

/// Written with normal numbers, so that only the order of keys is left to differ.
fn compact(text: &str) -> String {
    serde_json::to_string(&normal(serde_json::from_str(text).unwrap())).unwrap()
}

fn chunk(choices: Vec<ChunkChoice>, usage: Maybe<Usage>) -> ChatChunk {
    ChatChunk { id: "chatcmpl-1".into(), created: 7, model: "m".into(), choices, usage, ..ChatChunk::default() }
}

fn check(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn absent_null_and_given_usage_differ() {
    insta::assert_snapshot!(check(&chunk(vec![], Maybe::Absent)), @r#"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":7,"model":"m","choices":[]}"#);
    insta::assert_snapshot!(check(&chunk(vec![], Maybe::Null)), @r#"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":7,"model":"m","choices":[],"usage":null}"#);
    insta::assert_snapshot!(check(&chunk(vec![], Usage::of(3, 4).into())), @r#"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":7,"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}"#);
}

#[test]
fn deltas_leave_out_what_they_do_not_say() {
    let first =
        Delta { role: Some(Role::Assistant), content: String::new().into(), refusal: Maybe::Null, ..Delta::default() };
    insta::assert_snapshot!(check(&ChunkChoice { delta: first, ..ChunkChoice::default() }), @r#"{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}"#);
    insta::assert_snapshot!(check(&ChunkChoice { delta: Delta::text("a"), ..ChunkChoice::default() }), @r#"{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}"#);
    let last = ChunkChoice { finish_reason: Some(FinishReason::Stop), ..ChunkChoice::default() };
    insta::assert_snapshot!(check(&last), @r#"{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}"#);
}

#[test]
fn answers_keep_nulls_and_leave_out_calls() {
    let message = ResponseMessage { content: Some("4".into()), ..ResponseMessage::default() };
    let choice = Choice { message, finish_reason: Some(FinishReason::Stop), ..Choice::default() };
    let answer = ChatCompletion {
        id: "chatcmpl-1".into(),
        created: 7,
        model: "m".into(),
        choices: vec![choice],
        usage: Some(Usage::of(1, 2)),
        ..ChatCompletion::default()
    };
    insta::assert_snapshot!(check(&answer), @r#"{"id":"chatcmpl-1","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"4","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}"#);
    insta::assert_snapshot!(check(&ToolCall::function("call_1", "f", "{}")), @r#"{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}"#);
    insta::assert_snapshot!(check(&ToolCall::custom("call_1", "f", "x")), @r#"{"id":"call_1","type":"custom","custom":{"name":"f","input":"x"}}"#);
}

#[test]
fn errors_have_four_keys() {
    insta::assert_snapshot!(check(&ErrorBody::new("server_error", "no")), @r#"{"error":{"message":"no","type":"server_error","param":null,"code":null}}"#);
    insta::assert_snapshot!(check(&ErrorBody::invalid("no", Some("n".into()), Some("invalid_type"))), @r#"{"error":{"message":"no","type":"invalid_request_error","param":"n","code":"invalid_type"}}"#);
}

#[test]
fn a_null_that_came_in_gives_way_to_a_value() {
    let mut request: ChatRequest = serde_json::from_str(r#"{"model":"m","messages":[],"seed":null}"#).unwrap();
    assert!(check(&request).ends_with(r#""seed":null}"#));
    request.seed = Some(5);
    assert!(check(&request).ends_with(r#""seed":5}"#));
}

#[test]
fn vectors_survive_base64() {
    let numbers = vec![0.6, -0.8, f32::MIN_POSITIVE];
    let vector = Vector::new(numbers.clone(), EncodingFormat::Base64);
    assert_eq!(vector.numbers(), Some(numbers));
    assert_eq!(Vector::Base64("AAA=".into()).numbers(), None);
    assert_eq!(Vector::Base64("!".into()).numbers(), None);
}

#[test]
fn files_are_read_as_text() {
    let file = |data: &str| FileInput { file_data: Some(data.into()), ..FileInput::default() }.text();
    assert_eq!(file("data:text/plain;base64,aGVsbG8="), Ok("hello".into()));
    assert_eq!(file("data:text/csv;charset=utf-8;base64,aGVsbG8="), Ok("hello".into()));
    assert_eq!(file("data:;base64,aGVsbG8="), Ok("hello".into()));
    assert_eq!(file("data:application/pdf;base64,aGVsbG8="), Err(FileTextError::Type("application/pdf".into())));
    assert_eq!(file("data:text/plain;base64,@@"), Err(FileTextError::Base64));
    assert_eq!(file("data:text/plain;base64,/w=="), Err(FileTextError::Utf8));
    assert_eq!(file("aGVsbG8="), Err(FileTextError::NotDataUrl));
    assert_eq!(FileInput::default().text(), Err(FileTextError::Missing));
}

#[test]
fn the_matrix_has_a_line_for_every_parameter() {
    let text = matrix();
    for table in TABLES {
        assert!(text.contains(table.endpoint));
        for row in table.rows {
            assert!(text.contains(&format!("| `{}` |", row.name)), "{}", row.name);
        }
    }
    let line = |start: &str| text.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    insta::assert_snapshot!(line("| `temperature`"), @"| `temperature` |  | N | number (0..2) | `1` | honoured | 0 is the most probable wording |");
    insta::assert_snapshot!(line("| `audio`"), @"| `audio` |  | N | object |  | refused | This model answers in text only. |");
    insta::assert_snapshot!(line("| `messages[](user).content[](file).file.file_id`"), @"| `messages[](user).content[](file).file.file_id` |  |  | string |  | refused | Send the file's text as 'file_data'. |");
}

/// Any text: escapes, control characters, characters beyond the basic plane.
fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![any::<String>(), "[a-z \"\\\\\n]{0,12}"]
}

/// Absent, null or given.
fn maybe<T: std::fmt::Debug + Clone + 'static>(value: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Maybe<T>> {
    prop_oneof![Just(Maybe::Absent), Just(Maybe::Null), value.prop_map(Maybe::Value)].boxed()
}

fn extra() -> impl Strategy<Value = Extra> {
    prop::option::of(any::<i32>()).prop_map(|value| {
        let mut extra = Extra::default();
        if let Some(value) = value {
            extra.insert("future".to_owned(), Value::from(value));
        }
        extra
    })
}

fn logprobs() -> impl Strategy<Value = ChoiceLogprobs> {
    let token = (text(), -100.0..0.0f64, prop::option::of(any::<Vec<u8>>()));
    let top =
        token.clone().prop_map(|(token, logprob, bytes)| TopLogprob { token, logprob, bytes, ..TopLogprob::default() });
    let entry = (token, prop::collection::vec(top, 0..3)).prop_map(|((token, logprob, bytes), top_logprobs)| {
        TokenLogprob { token, logprob, bytes, top_logprobs, ..TokenLogprob::default() }
    });
    let entries = || prop::option::of(prop::collection::vec(entry.clone(), 0..3));
    (entries(), entries()).prop_map(|(content, refusal)| ChoiceLogprobs {
        content,
        refusal,
        ..ChoiceLogprobs::default()
    })
}

fn finish() -> impl Strategy<Value = Option<FinishReason>> {
    let words = prop_oneof![prop::sample::select(FinishReason::WORDS).prop_map(FinishReason::from), Just("eos".into())];
    prop::option::of(words)
}

fn any_chunk() -> impl Strategy<Value = ChatChunk> {
    let call = (any::<u32>(), prop::option::of(text()), prop::option::of(text())).prop_map(|(index, id, arguments)| {
        let function = FunctionCallDelta { arguments, ..FunctionCallDelta::default() };
        ToolCallDelta { index: index.into(), id, function: Some(function), ..ToolCallDelta::default() }
    });
    let calls = prop::option::of(prop::collection::vec(call, 0..3));
    let delta = (maybe(text()), maybe(text()), calls, extra()).prop_map(|(content, refusal, tool_calls, extra)| {
        Delta { content, refusal, tool_calls, extra, ..Delta::default() }
    });
    let choice = (any::<u32>(), delta, prop::option::of(logprobs()), finish()).prop_map(
        |(index, delta, logprobs, finish_reason)| ChunkChoice {
            index: index.into(),
            delta,
            logprobs,
            finish_reason,
            ..ChunkChoice::default()
        },
    );
    let usage = (any::<u32>(), any::<u32>()).prop_map(|(read, said)| Usage::of(read.into(), said.into()));
    let choices = prop::collection::vec(choice, 0..3);
    (text(), any::<u32>(), choices, maybe(usage), extra()).prop_map(|(id, created, choices, usage, extra)| ChatChunk {
        id: id.into(),
        created: created.into(),
        choices,
        usage,
        extra,
        ..ChatChunk::default()
    })
}

/// Reads what it wrote, as text and as a value.
fn holds<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(built: &T) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(built).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert!(!text.contains('\n'), "an event is one line");
    let read: T = serde_json::from_str(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&read, built);
    let value = serde_json::to_value(built).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let read: T = serde_json::from_value(value).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&read, built);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn built_chunks_round_trip(chunk in any_chunk()) {
        holds(&chunk)?;
    }

    #[test]
    fn built_answers_round_trip(
        content in prop::option::of(text()),
        refusal in prop::option::of(text()),
        arguments in prop::option::of(text()),
        logprobs in prop::option::of(logprobs()),
        finish_reason in finish(),
        extra in extra(),
    ) {
        let calls = arguments.map(|text| vec![ToolCall::function("call_1", "f", text.clone()), ToolCall::custom("call_2", "g", text)]);
        let message = ResponseMessage { content, refusal, tool_calls: calls, extra, ..ResponseMessage::default() };
        let choice = Choice { message, logprobs, finish_reason, ..Choice::default() };
        holds(&ChatCompletion { choices: vec![choice], usage: Some(Usage::of(1, 2)), ..ChatCompletion::default() })?;
    }

    #[test]
    fn vectors_round_trip(numbers in prop::collection::vec(-1.0..1.0f32, 0..64)) {
        let vector = Vector::new(numbers.clone(), EncodingFormat::Base64);
        prop_assert_eq!(vector.numbers(), Some(numbers.clone()));
        let text = serde_json::to_string(&Vector::Float(numbers.clone())).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vector>(&text).unwrap(), Vector::Float(numbers));
    }

    /// Nothing that a client sends makes the reading panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>(), word in "[\\[\\]{}\":,a-z0-9.-]{0,40}") {
        for text in [bytes.as_slice(), word.as_bytes()] {
            if let Ok(value) = serde_json::from_slice::<Value>(text) {
                let _ = parse_chat(value.clone());
                let _ = parse_completion(value.clone());
                let _ = parse_embedding(value);
            }
        }
    }
}
