//! Every limit at its edge, beyond it and of the wrong type: the documented 400, with the parameter named.

use conformance::{Client, Server};
use serde_json::{Value, json};

fn base() -> Value {
    json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": "hi"}]})
}

/// `field` set to each value, and the error it must give; an empty one means that it is accepted.
async fn check(client: &Client, field: &str, cases: &[(Value, &str)]) {
    for (value, expected) in cases {
        let mut body = base();
        for (name, extra) in needed(field) {
            body[name] = extra;
        }
        body[field] = value.clone();
        let answer = client.chat(&body).await;
        let found = if answer.status == 200 { String::new() } else { answer.error() };
        let fits = if expected.is_empty() {
            found.is_empty()
        } else {
            found.starts_with(&format!("400 invalid_request_error {expected} {field}"))
        };
        assert!(fits, "{field} = {value}: `{found}` instead of `{expected}`");
    }
}

/// What a field needs beside it.
fn needed(field: &str) -> Vec<(&'static str, Value)> {
    match field {
        "top_logprobs" => vec![("logprobs", json!(true))],
        "stream_options" => vec![("stream", json!(true))],
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_number_has_its_bounds() {
    let server = Server::start().await;
    let client = server.client();
    let wrong = "invalid_type";
    check(
        &client,
        "temperature",
        &[
            (json!(0), ""),
            (json!(2), ""),
            (json!(null), ""),
            (json!(2.0001), "decimal_above_max_value"),
            (json!(-0.0001), "decimal_below_min_value"),
            (json!(1e308), "decimal_above_max_value"),
            (json!("1"), wrong),
            (json!([1]), wrong),
            (json!(true), wrong),
        ],
    )
    .await;
    check(
        &client,
        "top_p",
        &[
            (json!(0), ""),
            (json!(1), ""),
            (json!(1.01), "decimal_above_max_value"),
            (json!(-1), "decimal_below_min_value"),
            (json!({}), wrong),
        ],
    )
    .await;
    check(
        &client,
        "n",
        &[
            (json!(1), ""),
            (json!(128), ""),
            (json!(129), "integer_above_max_value"),
            (json!(0), "integer_below_min_value"),
            (json!(-1), "integer_below_min_value"),
            (json!(9_223_372_036_854_775_807_i64), "integer_above_max_value"),
            (json!(1.5), wrong),
            (json!("1"), wrong),
        ],
    )
    .await;
    for field in ["frequency_penalty", "presence_penalty"] {
        check(
            &client,
            field,
            &[
                (json!(2), ""),
                (json!(-2), ""),
                (json!(2.1), "decimal_above_max_value"),
                (json!(-2.1), "decimal_below_min_value"),
                (json!("x"), wrong),
            ],
        )
        .await;
    }
    check(
        &client,
        "top_logprobs",
        &[
            (json!(0), ""),
            (json!(20), ""),
            (json!(21), "integer_above_max_value"),
            (json!(-1), "integer_below_min_value"),
        ],
    )
    .await;
    for field in ["max_tokens", "max_completion_tokens"] {
        check(
            &client,
            field,
            &[
                (json!(1), ""),
                (json!(2_147_483_648_u64), ""),
                (json!(0), "integer_below_min_value"),
                (json!(-1), "integer_below_min_value"),
                (json!("1"), wrong),
            ],
        )
        .await;
    }
    check(&client, "seed", &[(json!(i64::MIN), ""), (json!(i64::MAX), ""), (json!(1.5), wrong)]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_and_text_has_its_bounds() {
    let server = Server::start().await;
    let client = server.client();
    check(
        &client,
        "stop",
        &[
            (json!("x"), ""),
            (json!(["a", "b", "c", "d"]), ""),
            (json!(["a", "b", "c", "d", "e"]), "array_above_max_length"),
            (json!(7), "invalid_type"),
        ],
    )
    .await;
    check(
        &client,
        "messages",
        &[(json!([]), "empty_array"), (json!("hi"), "invalid_type"), (json!(null), "invalid_type")],
    )
    .await;
    check(
        &client,
        "safety_identifier",
        &[(json!("x".repeat(64)), ""), (json!("x".repeat(65)), "string_above_max_length")],
    )
    .await;
    check(&client, "reasoning_effort", &[(json!("xhigh"), ""), (json!("most"), "invalid_value")]).await;
    check(&client, "logit_bias", &[(json!({"1": 100, "2": -100}), "")]).await;
    for bad in [json!({"1": 101}), json!({"x": 1}), json!([1])] {
        let mut body = base();
        body["logit_bias"] = bad;
        assert!(client.chat(&body).await.error().starts_with("400 invalid_request_error"));
    }
    let tool = |name: String| json!({"type": "function", "function": {"name": name}});
    let tools: Vec<Value> = (0..513).map(|index| tool(format!("t{index}"))).collect();
    check(&client, "tools", &[(json!(tools[..512]), ""), (json!(tools), "array_above_max_length")]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_between_parameters_hold() {
    let server = Server::start().await;
    let client = server.client();
    let refused = [
        (json!({"stream_options": {"include_usage": true}}), "stream_options"),
        (json!({"max_tokens": 1, "max_completion_tokens": 1}), "max_tokens"),
        (json!({"tool_choice": "auto"}), "tool_choice"),
        (json!({"top_logprobs": 1}), "top_logprobs"),
        (json!({"response_format": {"type": "json_object"}}), "messages"),
        (json!({"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "mp3"}}), ""),
        (json!({"messages": [{"role": "tool", "content": "x", "tool_call_id": "call_1"}]}), "messages"),
        (json!({"messages": [{"role": "wizard", "content": "x"}]}), "messages"),
        (
            json!({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://x"}}]}]}),
            "messages",
        ),
        (json!({"tools": [{"type": "function", "function": {"name": "no spaces"}}]}), "tools"),
        (
            json!({"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "nonsense"}}}]}),
            "tools",
        ),
        (
            json!({"response_format": {"type": "json_schema", "json_schema": {"name": "x", "strict": true,
            "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}}),
            "response_format",
        ),
        (json!({"metadata": {"k": "x".repeat(513)}}), "metadata"),
    ];
    for (fields, param) in refused {
        let mut body = base();
        for (name, value) in fields.as_object().unwrap() {
            body[name] = value.clone();
        }
        let answer = client.chat(&body).await;
        assert_eq!(answer.status, 400, "{fields}: {}", answer.text());
        let found = answer.json()["error"]["param"].as_str().unwrap_or_default().to_owned();
        assert!(found.starts_with(param), "{fields}: `{found}` instead of `{param}`");
        assert_eq!(answer.header("x-should-retry"), Some("false"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_else_that_can_be_wrong_has_its_status() {
    let server = Server::start().await;
    let client = server.client();
    let check = |found: String, expected: &str| assert!(found.starts_with(expected), "{found}");
    check(
        client.post_bytes("/v1/chat/completions", b"{nonsense").await.error(),
        "400 invalid_request_error null null: We could not parse",
    );
    check(
        client.post_bytes("/v1/chat/completions", b"").await.error(),
        "400 invalid_request_error null null: We could not parse",
    );
    check(
        client.post_bytes("/v1/chat/completions", b"\xff\xfe").await.error(),
        "400 invalid_request_error null null: We could not parse",
    );
    check(
        client.chat(&json!({"messages": []})).await.error(),
        "400 invalid_request_error null null: you must provide a model parameter",
    );
    check(
        client.chat(&json!({"model": "gpt-9", "messages": [{"role": "user", "content": "x"}]})).await.error(),
        "404 invalid_request_error model_not_found model: The model `gpt-9` does not exist",
    );
    check(
        client.post("/v1/nothing", &json!({})).await.error(),
        "404 invalid_request_error null null: Invalid URL (POST /v1/nothing)",
    );
    check(client.get("/v1/completions").await.error(), "405 invalid_request_error method_not_supported null");
    check(client.get("/v1/models/none").await.error(), "404 invalid_request_error model_not_found model");
    assert_eq!(client.get("/v1/models/psycho-symbolic-v1").await.json()["id"], "psycho-symbolic-v1");
    let deep = format!("{{\"model\": {}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    check(
        client.post_bytes("/v1/chat/completions", deep.as_bytes()).await.error(),
        "400 invalid_request_error null null",
    );
    let large = vec![b' '; 5 * 1024 * 1024];
    check(client.post_bytes("/v1/chat/completions", &large).await.error(), "413 invalid_request_error");
    check(client.clone().with("content-type", "text/plain").chat(&base()).await.error(), "415 invalid_request_error");
    let long =
        json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": "word ".repeat(200_000)}]});
    check(client.chat(&long).await.error(), "400 invalid_request_error context_length_exceeded messages");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn schema_bombs_are_refused_or_survived() {
    let server = Server::start().await;
    let mut any_of = json!({"type": "string"});
    for _ in 0..25 {
        any_of = json!({"anyOf": [any_of.clone(), {"type": "object", "properties": {"a": {"type": "integer"}}}]});
    }
    for schema in [
        json!({"$ref": "#"}),
        json!({"type": "string", "pattern": "(a+)+$"}),
        json!({"type": "string", "pattern": "(".repeat(30_000)}),
        json!({"$ref": "http://127.0.0.1:1/x.json"}),
        json!({"$ref": "file:///etc/passwd"}),
        json!({"type": "array", "minItems": 1_000_000_000}),
        any_of,
    ] {
        let mut body = base();
        body["messages"][0]["content"] = json!("Make an example.");
        body["response_format"] = json!({"type": "json_schema", "json_schema": {"name": "bomb", "schema": schema}});
        let answer = server.client().chat(&body).await;
        assert!([200, 400].contains(&answer.status), "{}", answer.text());
    }
}
