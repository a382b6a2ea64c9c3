//! SCENARIOS: one row each.

use std::future::Future;
use std::pin::Pin;

use async_openai::error::OpenAIError;
use async_openai::types::chat::{
    ChatCompletionMessageToolCalls, CreateChatCompletionRequest, CreateChatCompletionStreamResponse, FinishReason,
};
use async_openai::types::completions::CreateCompletionRequest;
use async_openai::types::embeddings::CreateEmbeddingRequest;
use futures::StreamExt;
use serde_json::{Value, json};

use crate::Api;

/// How a scenario ended; the text says what was not as expected.
type End = Result<(), String>;
type Playing = Pin<Box<dyn Future<Output = End>>>;

/// Which server a scenario wants.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Server {
    /// The usual one.
    Open,
    /// The one that wants a key, with the right key.
    Guarded,
    /// The same with a wrong key.
    WrongKey,
}

/// One scenario.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) server: Server,
    pub(crate) play: fn(Api) -> Playing,
}

macro_rules! scenarios {
    ($($name:ident $server:ident $what:literal;)*) => {
        /// The table.
        pub(crate) const SCENARIOS: &[Scenario] = &[$(Scenario {
            name: $what,
            server: Server::$server,
            play: |api| Box::pin($name(api)),
        }),*];
    };
}

scenarios! {
    answer Open "an answer";
    recall Open "what was told is recalled";
    choices Open "several choices with log-probabilities";
    length Open "the limit of length";
    stream Open "a stream spells the whole";
    stream_usage Open "the usage of a stream";
    tool_call Open "a call of a tool";
    tool_stream Open "a streamed call";
    tool_round Open "the round of a call";
    structured Open "a form that a schema describes";
    completion Open "a legacy completion";
    completion_stream Open "a streamed legacy completion";
    embedding Open "embeddings";
    embedding_base64 Open "embeddings as base64";
    models Open "models";
    stored Open "a stored completion";
    bad_parameter Open "a wrong parameter is named";
    bad_stream Open "a bad request fails before the stream";
    no_model Open "an unknown model";
    wrong_key WrongKey "a wrong key";
    right_key Guarded "the right key";
}

fn chat(mut fields: Value) -> Result<CreateChatCompletionRequest, String> {
    if fields.get("model").is_none() {
        fields["model"] = json!("psycho-symbolic-v1");
    }
    serde_json::from_value(fields).map_err(|error| error.to_string())
}

fn user(text: &str) -> Value {
    json!([{"role": "user", "content": text}])
}

fn weather() -> Value {
    json!([{"type": "function", "function": {
        "name": "get_weather",
        "description": "Get the current weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": false
        }
    }}])
}

fn told(error: OpenAIError) -> String {
    error.to_string()
}

fn check(holds: bool, what: impl Into<String>) -> End {
    if holds { Ok(()) } else { Err(what.into()) }
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> End {
    check(found == expected, format!("expected {expected:?}, found {found:?}"))
}

async fn say(api: &Api, fields: Value) -> Result<String, String> {
    let done = api.chat().create(chat(fields)?).await.map_err(told)?;
    let choice = done.choices.first().ok_or("no choice")?;
    choice.message.content.clone().ok_or_else(|| "no content".to_owned())
}

async fn chunks(api: &Api, fields: Value) -> Result<Vec<CreateChatCompletionStreamResponse>, String> {
    let mut stream = api.chat().create_stream(chat(fields)?).await.map_err(told)?;
    let mut found = Vec::new();
    while let Some(chunk) = stream.next().await {
        found.push(chunk.map_err(told)?);
    }
    Ok(found)
}

fn spelled(chunks: &[CreateChatCompletionStreamResponse]) -> String {
    chunks.iter().flat_map(|chunk| &chunk.choices).filter_map(|choice| choice.delta.content.as_deref()).collect()
}

/// The status, code and parameter of a refusal.
fn refusal<T>(result: Result<T, OpenAIError>) -> Result<(u16, Option<String>, Option<String>), String> {
    match result {
        Ok(_) => Err("was not refused".to_owned()),
        Err(OpenAIError::ApiError(error)) => {
            Ok((error.status_code.as_u16(), error.api_error.code, error.api_error.param))
        }
        Err(other) => Err(format!("another error: {other}")),
    }
}

async fn answer(api: Api) -> End {
    let done = api.chat().create(chat(json!({"messages": user("What is 17 * 23?")}))?).await.map_err(told)?;
    let choice = done.choices.first().ok_or("no choice")?;
    same(choice.finish_reason, Some(FinishReason::Stop))?;
    check(choice.message.content.as_ref().is_some_and(|text| text.contains("391")), format!("{:?}", choice.message))?;
    let usage = done.usage.ok_or("no usage")?;
    same(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens)
}

async fn recall(api: Api) -> End {
    let messages = json!([
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "My name is Ada."}]},
        {"role": "assistant", "content": "Noted."},
        {"role": "user", "content": "What is my name?"}
    ]);
    let text = say(&api, json!({"messages": messages})).await?;
    check(text.contains("Ada"), text)
}

async fn choices(api: Api) -> End {
    let fields = json!({"messages": user("Hello"), "n": 3, "seed": 4, "logprobs": true, "top_logprobs": 2});
    let done = api.chat().create(chat(fields)?).await.map_err(told)?;
    same(done.choices.len(), 3)?;
    for choice in &done.choices {
        let entries = choice.logprobs.as_ref().and_then(|logprobs| logprobs.content.as_ref()).ok_or("no logprobs")?;
        let text: String = entries.iter().map(|entry| entry.token.as_str()).collect();
        same(Some(text), choice.message.content.clone())?;
        check(entries.iter().all(|entry| entry.top_logprobs.len() == 2), "two alternatives were asked for")?;
    }
    Ok(())
}

async fn length(api: Api) -> End {
    let fields = json!({"messages": user("Who are you?"), "max_completion_tokens": 3});
    let done = api.chat().create(chat(fields)?).await.map_err(told)?;
    same(done.choices.first().and_then(|choice| choice.finish_reason), Some(FinishReason::Length))?;
    same(done.usage.map(|usage| usage.completion_tokens), Some(3))
}

async fn stream(api: Api) -> End {
    let fields = json!({"messages": user("Who are you?"), "seed": 9});
    let found = chunks(&api, fields.clone()).await?;
    check(found.len() > 4, "several chunks are expected")?;
    same(spelled(&found), say(&api, fields).await?)?;
    let last = found.last().and_then(|chunk| chunk.choices.first()).ok_or("no last choice")?;
    same(last.finish_reason, Some(FinishReason::Stop))
}

async fn stream_usage(api: Api) -> End {
    let mut fields = json!({"messages": user("Who are you?"), "seed": 9});
    let whole = api.chat().create(chat(fields.clone())?).await.map_err(told)?.usage;
    fields["stream_options"] = json!({"include_usage": true});
    let found = chunks(&api, fields).await?;
    let last = found.last().ok_or("no chunk")?;
    check(last.choices.is_empty(), "the last chunk has no choices")?;
    same(last.usage.clone(), whole)
}

async fn tool_call(api: Api) -> End {
    let fields = json!({"messages": user("What is the weather in Paris?"), "tools": weather()});
    let done = api.chat().create(chat(fields)?).await.map_err(told)?;
    let choice = done.choices.first().ok_or("no choice")?;
    same(choice.finish_reason, Some(FinishReason::ToolCalls))?;
    match choice.message.tool_calls.as_deref() {
        Some([ChatCompletionMessageToolCalls::Function(call)]) => {
            same(call.function.name.as_str(), "get_weather")?;
            same(call.function.arguments.as_str(), r#"{"city":"Paris"}"#)
        }
        other => Err(format!("{other:?}")),
    }
}

async fn tool_stream(api: Api) -> End {
    let fields = json!({"messages": user("What is the weather in Paris and in London?"), "tools": weather()});
    let mut arguments = [String::new(), String::new()];
    for chunk in chunks(&api, fields).await? {
        for delta in chunk.choices.iter().flat_map(|choice| choice.delta.tool_calls.iter().flatten()) {
            let text = delta.function.as_ref().and_then(|function| function.arguments.as_deref()).unwrap_or_default();
            arguments.get_mut(delta.index as usize).ok_or("a third call")?.push_str(text);
        }
    }
    same(arguments, [r#"{"city":"Paris"}"#.to_owned(), r#"{"city":"London"}"#.to_owned()])
}

async fn tool_round(api: Api) -> End {
    let call = json!({"id": "call_1", "type": "function",
        "function": {"name": "get_weather", "arguments": r#"{"city":"Paris"}"#}});
    let messages = json!([
        {"role": "user", "content": "What is the weather in Paris?"},
        {"role": "assistant", "content": null, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": r#"{"temperature": 21, "sky": "clear"}"#}
    ]);
    let text = say(&api, json!({"messages": messages, "tools": weather()})).await?;
    check(text.contains("21"), text)
}

async fn structured(api: Api) -> End {
    let schema = json!({
        "type": "object",
        "properties": {"answer": {"type": "integer"}},
        "required": ["answer"],
        "additionalProperties": false
    });
    let form = json!({"type": "json_schema", "json_schema": {"name": "result", "schema": schema, "strict": true}});
    let text = say(&api, json!({"messages": user("What is 17 * 23?"), "response_format": form})).await?;
    same(text.as_str(), r#"{"answer":391}"#)
}

fn legacy(fields: Value) -> Result<CreateCompletionRequest, String> {
    serde_json::from_value(fields).map_err(|error| error.to_string())
}

async fn completion(api: Api) -> End {
    let fields = json!({"model": "psycho-symbolic-v1", "prompt": "What is 17 * 23?", "logprobs": 1});
    let done = api.completions().create(legacy(fields)?).await.map_err(told)?;
    let text = done.choices.first().map(|choice| choice.text.clone()).unwrap_or_default();
    check(text.contains("391"), text)
}

async fn completion_stream(api: Api) -> End {
    let fields = json!({"model": "psycho-symbolic-v1", "prompt": "Who are you?", "seed": 2, "max_tokens": 30});
    let whole = api.completions().create(legacy(fields.clone())?).await.map_err(told)?;
    let mut stream = api.completions().create_stream(legacy(fields)?).await.map_err(told)?;
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        chunk.map_err(told)?.choices.iter().for_each(|choice| text.push_str(&choice.text));
    }
    same(Some(text), whole.choices.first().map(|choice| choice.text.clone()))
}

fn embed(input: Value) -> Result<CreateEmbeddingRequest, String> {
    let fields = json!({"model": "text-embedding-3-small", "input": input, "dimensions": 64});
    serde_json::from_value(fields).map_err(|error| error.to_string())
}

async fn embedding(api: Api) -> End {
    let done = api.embeddings().create(embed(json!(["cat", "stock market"]))?).await.map_err(told)?;
    same(done.data.iter().map(|found| (found.index, found.embedding.len())).collect(), vec![(0, 64), (1, 64)])?;
    let length: f32 = done.data.iter().flat_map(|found| &found.embedding).map(|value| value * value).sum();
    check((length - 2.0).abs() < 1e-3, format!("two vectors of length 1, together {length}"))
}

async fn embedding_base64(api: Api) -> End {
    let floats = api.embeddings().create(embed(json!("hello"))?).await.map_err(told)?;
    let mut request = embed(json!("hello"))?;
    request.encoding_format = Some(async_openai::types::embeddings::EncodingFormat::Base64);
    let packed = api.embeddings().create_base64(request).await.map_err(told)?;
    let packed: Vec<f32> = packed.data.into_iter().next().map(|found| found.embedding.into()).unwrap_or_default();
    same(Some(packed), floats.data.into_iter().next().map(|found| found.embedding))
}

async fn models(api: Api) -> End {
    let listed = api.models().list().await.map_err(told)?;
    check(listed.data.iter().any(|model| model.id == "psycho-symbolic-v1"), format!("{listed:?}"))?;
    same(api.models().retrieve("psycho-symbolic-v1").await.map_err(told)?.id.as_str(), "psycho-symbolic-v1")
}

async fn stored(api: Api) -> End {
    let fields = json!({"messages": user("What is 2+2?"), "store": true, "metadata": {"suite": "rust"}});
    let done = api.chat().create(chat(fields)?).await.map_err(told)?;
    let kept = api.chat().retrieve(&done.id).await.map_err(told)?;
    same(&kept.choices, &done.choices)?;
    let gone = api.chat().delete(&done.id).await.map_err(told)?;
    check(gone.deleted, "was not deleted")?;
    same(refusal(api.chat().retrieve(&done.id).await)?.0, 404)
}

async fn bad_parameter(api: Api) -> End {
    let fields = json!({"messages": user("Hello"), "temperature": 3.0});
    let (status, code, param) = refusal(api.chat().create(chat(fields)?).await)?;
    same((status, code.as_deref(), param.as_deref()), (400, Some("decimal_above_max_value"), Some("temperature")))
}

async fn bad_stream(api: Api) -> End {
    let fields = json!({"messages": user("Hello"), "top_p": 3.0});
    let end = match api.chat().create_stream(chat(fields)?).await {
        Err(error) => Err(error),
        Ok(mut stream) => stream.next().await.ok_or("the stream is empty")?.map(drop),
    };
    same(refusal(end)?.0, 400)
}

async fn no_model(api: Api) -> End {
    let fields = json!({"model": "gpt-99", "messages": user("Hello")});
    let (status, code, _) = refusal(api.chat().create(chat(fields)?).await)?;
    same((status, code.as_deref()), (404, Some("model_not_found")))
}

async fn wrong_key(api: Api) -> End {
    let (status, code, _) = refusal(api.chat().create(chat(json!({"messages": user("Hello")}))?).await)?;
    same((status, code.as_deref()), (401, Some("invalid_api_key")))
}

async fn right_key(api: Api) -> End {
    say(&api, json!({"messages": user("Hello")})).await.map(drop)
}
