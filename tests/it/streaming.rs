//! Streams of chat completions.

use std::time::Duration;

use conformance::Server;
use gateway::settings::Settings;
use serde_json::{Value, json};

fn body(text: &str) -> Value {
    json!({"model": "psycho-symbolic-v1", "stream": true, "messages": [{"role": "user", "content": text}]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_adds_up_to_the_whole() {
    let server = Server::start().await;
    for text in ["What is 2^64?", "My name is Ada. What is my name?", "hello", "Who painted my fence?"] {
        let mut body = body(text);
        body["stream_options"] = json!({"include_usage": true});
        let streamed = server.client().chat(&body).await;
        assert_eq!(streamed.header("content-type"), Some("text/event-stream; charset=utf-8"));
        assert_eq!(streamed.header("x-accel-buffering"), Some("no"));
        let chunks = streamed.chunks();
        body["stream"] = json!(false);
        body.as_object_mut().unwrap().remove("stream_options");
        let whole = server.client().chat(&body).await.json();
        let joined: String =
            chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
        assert_eq!(joined, whole["choices"][0]["message"]["content"].as_str().unwrap());
        let last = chunks.last().unwrap();
        assert_eq!(last["choices"], json!([]));
        assert_eq!(last["usage"], whole["usage"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chunks_come_in_the_original_order_with_the_original_nulls() {
    let server = Server::start().await;
    let chunks = server.client().chat(&body("What is 2+2?")).await.chunks();
    let first = &chunks[0]["choices"][0];
    assert_eq!(first["delta"], json!({"role": "assistant", "content": "", "refusal": null}));
    assert_eq!(first["finish_reason"], Value::Null);
    assert!(first.get("logprobs").is_some());
    let last = &chunks.last().unwrap()["choices"][0];
    assert_eq!((&last["delta"], &last["finish_reason"]), (&json!({}), &json!("stop")));
    assert!(chunks.iter().all(|chunk| chunk.get("usage").is_none()), "usage was not asked for");
    assert!(chunks.iter().all(|chunk| chunk["obfuscation"].is_string()), "padding is on by default");
    let ids: std::collections::BTreeSet<&str> = chunks.iter().map(|chunk| chunk["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 1);
    let mut plain = body("What is 2+2?");
    plain["stream_options"] = json!({"include_obfuscation": false, "include_usage": true});
    let chunks = server.client().chat(&plain).await.chunks();
    assert!(chunks.iter().all(|chunk| chunk.get("obfuscation").is_none()));
    let (last, others) = chunks.split_last().unwrap();
    assert!(others.iter().all(|chunk| chunk["usage"] == Value::Null && chunk.get("usage").is_some()));
    assert!(last["usage"]["total_tokens"].is_u64());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_streamed_with_their_index_and_named_once() {
    let server = Server::start().await;
    let tool = json!({"type": "function", "function": {"name": "get_weather", "description": "Get the weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}});
    let mut body = body("What is the weather in Paris?");
    body["tools"] = json!([tool]);
    let chunks = server.client().chat(&body).await.chunks();
    let calls: Vec<&Value> =
        chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["tool_calls"].get(0)).collect();
    assert!(calls.iter().all(|call| call["index"] == 0));
    assert_eq!(calls[0]["function"]["name"], "get_weather");
    assert_eq!(calls[0]["type"], "function");
    assert!(calls[1..].iter().all(|call| call.get("id").is_none() && call["function"].get("name").is_none()));
    let arguments: String = calls.iter().filter_map(|call| call["function"]["arguments"].as_str()).collect();
    assert_eq!(serde_json::from_str::<Value>(&arguments).unwrap(), json!({"city": "Paris"}));
    assert_eq!(chunks.last().unwrap()["choices"][0]["finish_reason"], "tool_calls");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_interleave_and_are_told_apart_by_their_index() {
    let server = Server::start().await;
    let mut body = body("What is 17 times 3?");
    body["n"] = json!(3);
    let chunks = server.client().chat(&body).await.chunks();
    for index in 0..3 {
        let own: Vec<&Value> =
            chunks.iter().map(|chunk| &chunk["choices"][0]).filter(|choice| choice["index"] == index).collect();
        assert_eq!(own[0]["delta"]["role"], "assistant");
        assert_eq!(own.last().unwrap()["finish_reason"], "stop");
        let text: String = own.iter().filter_map(|choice| choice["delta"]["content"].as_str()).collect();
        assert!(text.contains("51"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_streaming_requests_fail_as_plain_errors() {
    let server = Server::start().await;
    let mut bad = body("hi");
    bad["temperature"] = json!(3);
    let answer = server.client().chat(&bad).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.status, 400);
    let off = Server::start_with(Settings { enable_streaming: false, ..conformance::settings() }).await;
    assert_eq!(off.client().chat(&body("hi")).await.status, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paced_stream_says_the_same_in_larger_chunks() {
    let paced = Settings { stream_pace: Duration::from_millis(1), ..conformance::settings() };
    let (paced, plain) = (Server::start_with(paced).await, Server::start().await);
    let text = "All poets are dreamers. All dreamers are sleepers. Ada is a poet. Is Ada a sleeper?";
    let mut wanted = body(text);
    wanted["verbosity"] = json!("high");
    wanted["seed"] = json!(1);
    let join = |chunks: &[Value]| -> String {
        chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect()
    };
    let (slow, fast) = (paced.client().chat(&wanted).await.chunks(), plain.client().chat(&wanted).await.chunks());
    assert_eq!(join(&slow), join(&fast));
    assert!(slow.len() <= fast.len());
}
