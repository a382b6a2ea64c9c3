//! Chat completions in one piece.

use conformance::{Server, redacted_text};
use serde_json::{Value, json};

fn ask(text: &str) -> Value {
    json!({"model": "psycho-symbolic-v1", "temperature": 0, "messages": [{"role": "user", "content": text}]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reply_has_the_shape_of_the_original() {
    let server = Server::start().await;
    let answer = server.client().chat(&ask("What is 2^10?")).await;
    assert_eq!(answer.header("x-psycho-symbolic-outcome"), Some("computed"));
    assert_eq!(answer.header("openai-version"), Some("2020-10-01"));
    assert!(answer.header("x-request-id").is_some_and(|id| id.starts_with("req_")));
    let mut json = answer.json();
    assert!(json["choices"][0]["message"]["content"].as_str().unwrap().contains("1024"));
    json["choices"][0]["message"]["content"] = json!("[content]");
    json["usage"]["completion_tokens"] = json!("[count]");
    json["usage"]["total_tokens"] = json!("[count]");
    insta::assert_snapshot!(redacted_text(json), @r#"
    {
      "id": "[chatcmpl]",
      "object": "chat.completion",
      "created": "[time]",
      "model": "psycho-symbolic-v1",
      "choices": [
        {
          "index": 0,
          "message": {
            "role": "assistant",
            "content": "[content]",
            "refusal": null
          },
          "logprobs": null,
          "finish_reason": "stop"
        }
      ],
      "usage": {
        "prompt_tokens": 14,
        "completion_tokens": "[count]",
        "total_tokens": "[count]",
        "prompt_tokens_details": {
          "cached_tokens": 0,
          "audio_tokens": 0
        },
        "completion_tokens_details": {
          "reasoning_tokens": 0,
          "audio_tokens": 0,
          "accepted_prediction_tokens": 0,
          "rejected_prediction_tokens": 0
        }
      },
      "system_fingerprint": "fp_ps_0_1_0"
    }
    "#);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_told_earlier_are_recalled_and_unknown_ones_are_not_invented() {
    let server = Server::start().await;
    let messages = json!([
        {"role": "user", "content": "My name is Ada."},
        {"role": "assistant", "content": "Nice to meet you, Ada."},
        {"role": "user", "content": "What is my name?"},
    ]);
    let answer = server.client().chat(&json!({"model": "gpt-4o", "messages": messages})).await;
    assert!(answer.content().contains("Ada"), "{}", answer.content());
    let unknown = server.client().chat(&ask("What is the name of my cousin's goldfish?")).await;
    assert_eq!(unknown.status, 200);
    assert_eq!(unknown.header("x-psycho-symbolic-outcome"), Some("abstained"));
    assert_eq!(unknown.json()["choices"][0]["finish_reason"], "stop");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_are_numbered_and_prompt_tokens_counted_once() {
    let server = Server::start().await;
    let mut body = ask("What is 6 times 7?");
    body["n"] = json!(3);
    body["temperature"] = json!(1);
    let json = server.client().chat(&body).await.json();
    let indices: Vec<u64> =
        json["choices"].as_array().unwrap().iter().map(|choice| choice["index"].as_u64().unwrap()).collect();
    assert_eq!(indices, [0, 1, 2]);
    assert!(
        json["choices"]
            .as_array()
            .unwrap()
            .iter()
            .all(|choice| choice["message"]["content"].as_str().unwrap().contains("42"))
    );
    let mut one = ask("What is 6 times 7?");
    one["n"] = json!(1);
    let single = server.client().chat(&one).await.json();
    assert_eq!(json["usage"]["prompt_tokens"], single["usage"]["prompt_tokens"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stop_strings_and_token_limits_end_the_answer() {
    let server = Server::start().await;
    let mut stopped = ask("My name is Ada Lovelace. What is my name?");
    stopped["stop"] = json!(["Lovelace"]);
    let json = server.client().chat(&stopped).await.json();
    assert!(!json["choices"][0]["message"]["content"].as_str().unwrap().contains("Lovelace"));
    assert_eq!(json["choices"][0]["finish_reason"], "stop");
    let mut cut = ask("My name is Ada Lovelace. What is my name?");
    cut["max_completion_tokens"] = json!(1);
    let json = server.client().chat(&cut).await.json();
    assert_eq!(json["choices"][0]["finish_reason"], "length");
    assert_eq!(json["usage"]["completion_tokens"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn log_probabilities_cover_the_content_and_are_sorted() {
    let server = Server::start().await;
    let mut body = ask("What is 6 times 7?");
    body["logprobs"] = json!(true);
    body["top_logprobs"] = json!(4);
    body["temperature"] = json!(1);
    let json = server.client().chat(&body).await.json();
    let choice = &json["choices"][0];
    let tokens = choice["logprobs"]["content"].as_array().unwrap();
    let joined: String = tokens.iter().map(|token| token["token"].as_str().unwrap()).collect();
    assert_eq!(joined, choice["message"]["content"].as_str().unwrap());
    assert_eq!(choice["logprobs"]["refusal"], Value::Null);
    for token in tokens {
        let top: Vec<f64> =
            token["top_logprobs"].as_array().unwrap().iter().map(|top| top["logprob"].as_f64().unwrap()).collect();
        assert_eq!(top.len(), 4);
        assert!(top.windows(2).all(|pair| pair[0] >= pair[1]), "{top:?}");
        assert!(top.iter().map(|logprob| logprob.exp()).sum::<f64>() <= 1.0 + 1e-9);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tools_are_called_with_valid_arguments_and_end_as_the_choice_demands() {
    let server = Server::start().await;
    let tool = json!({"type": "function", "function": {"name": "get_weather", "description": "Get the weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string", "description": "Name of the city"}},
                       "required": ["city"]}}});
    let mut body = ask("What is the weather in Paris?");
    body["tools"] = json!([tool]);
    for (choice, finish) in [
        (json!("auto"), "tool_calls"),
        (json!("required"), "tool_calls"),
        (json!({"type": "function", "function": {"name": "get_weather"}}), "stop"),
    ] {
        body["tool_choice"] = choice.clone();
        let json = server.client().chat(&body).await.json();
        let message = &json["choices"][0]["message"];
        assert_eq!(message["content"], Value::Null);
        let call = &message["tool_calls"][0];
        assert!(call["id"].as_str().unwrap().starts_with("call_"));
        assert_eq!(call["type"], "function");
        let arguments: Value = serde_json::from_str(call["function"]["arguments"].as_str().unwrap()).unwrap();
        assert_eq!(arguments, json!({"city": "Paris"}));
        assert_eq!(json["choices"][0]["finish_reason"], finish, "{choice}");
    }
    body["tool_choice"] = json!("none");
    assert!(server.client().chat(&body).await.json()["choices"][0]["message"].get("tool_calls").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn structured_outputs_are_valid_and_in_the_order_of_the_schema() {
    let server = Server::start().await;
    let mut body = ask("Alice is 30 years old and lives in Paris. Extract the person.");
    body["response_format"] = json!({"type": "json_schema", "json_schema": {"name": "person", "strict": true, "schema": {
        "type": "object", "additionalProperties": false, "required": ["name", "age"],
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}}});
    let answer = server.client().chat(&body).await;
    let person: Value = serde_json::from_str(&answer.content()).unwrap();
    let keys: Vec<&String> = person.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["name", "age"]);
    assert_eq!(person, json!({"name": "Alice", "age": 30}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reasoning_is_told_to_those_who_ask_for_it() {
    let server = Server::start().await;
    let mut body = ask("All poets are dreamers. Ada is a poet. Is Ada a dreamer?");
    let quiet = server.client().chat(&body).await.json();
    assert!(quiet["choices"][0]["message"].get("reasoning_content").is_none());
    body["reasoning_effort"] = json!("high");
    let json = server.client().chat(&body).await.json();
    let reasoning = json["choices"][0]["message"]["reasoning_content"].as_str().unwrap();
    assert!(reasoning.to_lowercase().contains("poet"), "{reasoning}");
    assert!(json["usage"]["completion_tokens_details"]["reasoning_tokens"].as_u64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_fields_are_named_and_refused_in_strict_mode() {
    let server = Server::start().await;
    let mut body = ask("hi");
    body["foo"] = json!(1);
    let answer = server.client().chat(&body).await;
    assert_eq!((answer.status, answer.header("x-psycho-symbolic-unknown-parameters")), (200, Some("foo")));
    let strict = Server::start_with(gateway::settings::Settings { strict: true, ..conformance::settings() }).await;
    let error = strict.client().chat(&body).await.error();
    assert_eq!(error, "400 invalid_request_error unknown_parameter foo: Unknown parameter: 'foo'.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn predictions_are_counted() {
    let server = Server::start().await;
    let plain = server.client().chat(&ask("What is 2^10?")).await.content();
    let mut body = ask("What is 2^10?");
    body["prediction"] = json!({"type": "content", "content": format!("{plain} And more of it.")});
    let usage = server.client().chat(&body).await.json()["usage"].clone();
    let details = &usage["completion_tokens_details"];
    assert!(details["accepted_prediction_tokens"].as_u64().unwrap() > 0);
    assert!(details["rejected_prediction_tokens"].as_u64().unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speakers_of_other_names_speak_for_themselves() {
    let server = Server::start().await;
    let said = |name: &str, text: &str| json!({"role": "user", "name": name, "content": text});
    let messages =
        json!([said("Ada", "I am 36 years old."), said("Bob", "I am 40 years old."), said("Ada", "How old am I?")]);
    let answer = server.client().chat(&json!({"model": "gpt-4o", "messages": messages})).await.content();
    assert!(answer.contains("36") && !answer.contains("40"), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_never_state_numbers_that_nobody_knows() {
    let server = Server::start().await;
    let mut body = ask("What is the population of Ruritania?");
    body["response_format"] = json!({"type": "json_schema", "json_schema": {"name": "country", "strict": true, "schema": {
        "type": "object", "additionalProperties": false, "required": ["name", "population"],
        "properties": {"name": {"type": "string"}, "population": {"type": "integer"}}}}});
    let json = server.client().chat(&body).await.json();
    let message = &json["choices"][0]["message"];
    assert_eq!(message["content"], Value::Null);
    assert!(message["refusal"].is_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_hold_for_the_moment_are_not_kept() {
    let server = Server::start().await;
    for _ in 0..2 {
        let answer = server.client().chat(&ask("What time is it?")).await;
        assert!(answer.content().contains("UTC"), "{}", answer.content());
    }
    assert_eq!(server.app.replies.statistics().hits, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn biases_are_for_tokens_that_exist() {
    let server = Server::start().await;
    for key in ["999999999", "01", "-1", "x"] {
        let mut body = ask("What is 2 + 2?");
        body["logit_bias"] = json!({key: 5});
        assert_eq!(server.client().chat(&body).await.status, 400, "{key}");
    }
}
