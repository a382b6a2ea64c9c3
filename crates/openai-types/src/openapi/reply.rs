//! The schemas of replies. A test holds them to the examples and to the fields of the types.

use serde_json::{Map, Value, json};

/// Every reply and event, by name.
pub(super) fn schemas() -> Map<String, Value> {
    let all = [
        ("ErrorResponse", error()),
        ("ChatCompletion", chat_completion()),
        ("ChatCompletionChunk", chunk()),
        ("StoredChatCompletion", stored()),
        ("StoredChatCompletionList", list(reference("StoredChatCompletion"))),
        ("StoredChatCompletionDeleted", deleted("chat.completion.deleted")),
        ("StoredMessageList", list(stored_message())),
        ("ChatCompletionProof", proof()),
        ("ProofStep", proof_step()),
        ("Completion", completion()),
        ("EmbeddingList", embeddings()),
        ("Model", model()),
        (
            "ModelList",
            object(json!({"object": {"const": "list"}, "data": array(reference("Model"))}), &["object", "data"]),
        ),
        ("ModelDeleted", deleted("model")),
        ("UsagePage", usage_page()),
        ("Usage", usage()),
        ("ToolCall", tool_call()),
        ("Logprobs", logprobs()),
        ("Annotation", annotation()),
    ];
    all.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required})
}

fn array(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn integer() -> Value {
    json!({"type": "integer"})
}

fn number() -> Value {
    json!({"type": "number"})
}

fn maybe(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

fn strings() -> Value {
    json!({"type": "object", "additionalProperties": {"type": "string"}})
}

/// Ours: why a completion says what it says.
fn proof() -> Value {
    let properties = json!({
        "object": {"const": "chat.completion.proof"}, "id": text(), "outcome": text(),
        "proof": maybe(reference("ProofStep")),
    });
    object(properties, &["object", "id", "outcome", "proof"])
}

fn proof_step() -> Value {
    let properties = json!({"claim": text(), "by": text(), "from": array(reference("ProofStep"))});
    object(properties, &["claim", "by", "from"])
}

fn error() -> Value {
    let keys = json!({"message": text(), "type": text(), "param": maybe(text()), "code": maybe(text())});
    object(json!({"error": object(keys, &["message", "type", "param", "code"])}), &["error"])
}

fn usage() -> Value {
    let prompt = json!({
        "cached_tokens": integer(), "audio_tokens": integer(), "text_tokens": integer(), "image_tokens": integer(),
        "cache_write_tokens": integer(),
    });
    let completion = json!({
        "reasoning_tokens": integer(), "audio_tokens": integer(), "accepted_prediction_tokens": integer(),
        "rejected_prediction_tokens": integer(), "text_tokens": integer(),
    });
    let properties = json!({
        "prompt_tokens": integer(), "completion_tokens": integer(), "total_tokens": integer(),
        "prompt_tokens_details": object(prompt, &[]), "completion_tokens_details": object(completion, &[]),
    });
    object(properties, &["prompt_tokens", "completion_tokens", "total_tokens"])
}

fn called(second: &str) -> Value {
    let mut properties = Map::new();
    properties.insert("name".to_owned(), text());
    properties.insert(second.to_owned(), text());
    object(Value::Object(properties), &["name", second])
}

fn tool_call() -> Value {
    let properties = json!({
        "id": text(), "type": {"enum": ["function", "custom"]}, "function": called("arguments"),
        "custom": called("input"),
    });
    object(properties, &["id", "type"])
}

fn logprobs() -> Value {
    let token = json!({"token": text(), "logprob": number(), "bytes": maybe(array(integer()))});
    let top = object(token.clone(), &["token", "logprob", "bytes"]);
    let mut entry = token;
    if let Value::Object(entry) = &mut entry {
        entry.insert("top_logprobs".to_owned(), array(top));
    }
    let entries = maybe(array(object(entry, &["token", "logprob", "bytes", "top_logprobs"])));
    object(json!({"content": entries, "refusal": entries}), &["content", "refusal"])
}

fn annotation() -> Value {
    let citation = json!({"end_index": integer(), "start_index": integer(), "title": text(), "url": text()});
    let properties = json!({
        "type": {"const": "url_citation"},
        "url_citation": object(citation, &["end_index", "start_index", "title", "url"]),
    });
    object(properties, &["type", "url_citation"])
}

fn message() -> Value {
    let properties = json!({
        "role": {"const": "assistant"}, "content": maybe(text()), "refusal": maybe(text()),
        "reasoning_content": text(), "tool_calls": array(reference("ToolCall")),
        "function_call": called("arguments"), "annotations": array(reference("Annotation")),
    });
    object(properties, &["role", "content", "refusal"])
}

fn finish(words: &[&str]) -> Value {
    json!({"enum": words})
}

const CHAT_FINISH: &[&str] = &["stop", "length", "tool_calls", "content_filter", "function_call"];

fn choice() -> Value {
    let properties = json!({
        "index": integer(), "message": message(), "logprobs": maybe(reference("Logprobs")),
        "finish_reason": finish(CHAT_FINISH),
    });
    object(properties, &["index", "message", "logprobs", "finish_reason"])
}

fn chat_completion() -> Value {
    let properties = json!({
        "id": text(), "object": {"const": "chat.completion"}, "created": integer(), "model": text(),
        "choices": array(choice()), "usage": reference("Usage"), "service_tier": text(),
        "system_fingerprint": text(), "metadata": strings(),
    });
    object(properties, &["id", "object", "created", "model", "choices"])
}

fn delta() -> Value {
    let function = json!({"name": text(), "arguments": text()});
    let custom = json!({"name": text(), "input": text()});
    let call = json!({
        "index": integer(), "id": text(), "type": {"enum": ["function", "custom"]},
        "function": object(function.clone(), &[]), "custom": object(custom, &[]),
    });
    let properties = json!({
        "role": text(), "content": maybe(text()), "reasoning_content": text(),
        "tool_calls": array(object(call, &["index"])), "function_call": object(function, &[]),
        "refusal": maybe(text()), "annotations": array(reference("Annotation")),
    });
    object(properties, &[])
}

fn chunk() -> Value {
    let choice = json!({
        "index": integer(), "delta": delta(), "logprobs": maybe(reference("Logprobs")),
        "finish_reason": maybe(finish(CHAT_FINISH)),
    });
    let properties = json!({
        "id": text(), "object": {"const": "chat.completion.chunk"}, "created": integer(), "model": text(),
        "service_tier": text(), "system_fingerprint": text(),
        "choices": array(object(choice, &["index", "delta", "logprobs", "finish_reason"])),
        "usage": maybe(reference("Usage")), "obfuscation": text(),
    });
    object(properties, &["id", "object", "created", "model", "choices"])
}

fn stored() -> Value {
    let properties = json!({
        "object": {"const": "chat.completion"}, "id": text(), "model": text(), "created": integer(),
        "request_id": text(), "tool_choice": {}, "usage": reference("Usage"), "seed": maybe(integer()),
        "top_p": maybe(number()), "temperature": maybe(number()), "presence_penalty": maybe(number()),
        "frequency_penalty": maybe(number()), "system_fingerprint": text(), "input_user": maybe(text()),
        "service_tier": text(), "tools": maybe(array(json!({"type": "object"}))), "metadata": strings(),
        "choices": array(choice()), "response_format": maybe(json!({"type": "object"})),
    });
    object(properties, &["object", "id", "model", "created", "metadata", "choices"])
}

fn stored_message() -> Value {
    let properties = json!({
        "id": text(), "role": text(), "content": maybe(text()),
        "content_parts": maybe(array(json!({"type": "object"}))), "name": maybe(text()), "refusal": maybe(text()),
        "tool_calls": array(reference("ToolCall")), "function_call": called("arguments"), "tool_call_id": text(),
    });
    object(properties, &["id", "role", "content", "refusal"])
}

fn list(item: Value) -> Value {
    let properties = json!({
        "object": {"const": "list"}, "data": array(item), "first_id": maybe(text()), "last_id": maybe(text()),
        "has_more": {"type": "boolean"},
    });
    object(properties, &["object", "data", "first_id", "last_id", "has_more"])
}

fn deleted(name: &str) -> Value {
    let properties = json!({"object": {"const": name}, "id": text(), "deleted": {"type": "boolean"}});
    object(properties, &["object", "id", "deleted"])
}

fn completion() -> Value {
    let tops = json!({"type": "object", "additionalProperties": number()});
    let logprobs = json!({
        "tokens": array(text()), "token_logprobs": array(maybe(number())),
        "top_logprobs": maybe(array(maybe(tops))), "text_offset": array(integer()),
    });
    let choice = json!({
        "text": text(), "index": integer(),
        "logprobs": maybe(object(logprobs, &["tokens", "token_logprobs", "top_logprobs", "text_offset"])),
        "finish_reason": maybe(finish(&["stop", "length", "content_filter"])),
    });
    let properties = json!({
        "id": text(), "object": {"const": "text_completion"}, "created": integer(), "model": text(),
        "choices": array(object(choice, &["text", "index", "logprobs", "finish_reason"])),
        "usage": maybe(reference("Usage")), "service_tier": text(), "system_fingerprint": text(),
        "obfuscation": text(),
    });
    object(properties, &["id", "object", "created", "model", "choices"])
}

fn embeddings() -> Value {
    let vector = json!({"anyOf": [array(number()), text()]});
    let item = json!({"object": {"const": "embedding"}, "index": integer(), "embedding": vector});
    let counts = json!({"prompt_tokens": integer(), "total_tokens": integer()});
    let properties = json!({
        "object": {"const": "list"}, "data": array(object(item, &["object", "index", "embedding"])), "model": text(),
        "usage": object(counts, &["prompt_tokens", "total_tokens"]),
    });
    object(properties, &["object", "data", "model", "usage"])
}

fn model() -> Value {
    let properties = json!({
        "id": text(), "object": {"const": "model"}, "created": integer(), "owned_by": text(), "shutdown_date": text(),
    });
    object(properties, &["id", "object", "created", "owned_by"])
}

fn usage_page() -> Value {
    let result = json!({
        "object": text(), "input_tokens": integer(), "output_tokens": integer(), "input_cached_tokens": integer(),
        "input_audio_tokens": integer(), "output_audio_tokens": integer(), "num_model_requests": integer(),
        "project_id": maybe(text()), "user_id": maybe(text()), "api_key_id": maybe(text()), "model": maybe(text()),
        "batch": maybe(json!({"type": "boolean"})), "service_tier": maybe(text()),
    });
    let bucket = json!({
        "object": {"const": "bucket"}, "start_time": integer(), "end_time": integer(),
        "results": array(object(result, &["object", "input_tokens", "num_model_requests"])),
    });
    let properties = json!({
        "object": {"const": "page"}, "data": array(object(bucket, &["object", "start_time", "end_time", "results"])),
        "has_more": {"type": "boolean"}, "next_page": maybe(text()),
    });
    object(properties, &["object", "data", "has_more", "next_page"])
}
