//! Legacy completions.

use conformance::Server;
use serde_json::{Value, json};

async fn complete(server: &Server, body: Value) -> Value {
    let answer = server.client().post("/v1/completions", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prompts_come_as_texts_and_token_ids() {
    let server = Server::start().await;
    let text =
        complete(&server, json!({"model": "gpt-3.5-turbo-instruct", "prompt": "What is 2+2?", "temperature": 0})).await;
    assert_eq!(text["object"], "text_completion");
    assert!(text["choices"][0]["text"].as_str().unwrap().contains('4'));
    // "What is 2+2?" in cl100k_base.
    let ids = json!([3923, 374, 220, 17, 10, 17, 30]);
    let tokens = complete(&server, json!({"model": "gpt-3.5-turbo-instruct", "prompt": ids, "temperature": 0})).await;
    assert_eq!(tokens["choices"], text["choices"]);
    assert_eq!(tokens["usage"]["prompt_tokens"], 7);
    let both = complete(
        &server,
        json!({"model": "gpt-3.5-turbo-instruct", "prompt": ["What is 2+2?", "What is 3+3?"], "n": 2}),
    )
    .await;
    let indices: Vec<u64> =
        both["choices"].as_array().unwrap().iter().map(|choice| choice["index"].as_u64().unwrap()).collect();
    assert_eq!(indices, [0, 1, 2, 3]);
    let wrong =
        server.client().post("/v1/completions", &json!({"model": "davinci-002", "prompt": [999_999_999]})).await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn echo_with_zero_tokens_scores_the_prompt() {
    let server = Server::start().await;
    let body =
        json!({"model": "psycho-symbolic-v1", "prompt": "a b a b a b", "echo": true, "max_tokens": 0, "logprobs": 0});
    let choice = complete(&server, body).await["choices"][0].clone();
    assert_eq!(choice["text"], "a b a b a b");
    assert_eq!(choice["finish_reason"], "length");
    let logprobs = &choice["logprobs"];
    assert_eq!(logprobs["token_logprobs"][0], Value::Null);
    let scores: Vec<f64> =
        logprobs["token_logprobs"].as_array().unwrap()[1..].iter().map(|score| score.as_f64().unwrap()).collect();
    assert!(scores.iter().all(|score| *score < 0.0));
    assert!(scores.last() > scores.first(), "the model adapts to what repeats: {scores:?}");
    assert_eq!(logprobs["text_offset"][1], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_best_of_many_are_returned_and_all_are_counted() {
    let server = Server::start().await;
    let one = complete(&server, json!({"model": "psycho-symbolic-v1", "prompt": "What is 2+2?", "n": 1})).await;
    let best = complete(
        &server,
        json!({"model": "psycho-symbolic-v1", "prompt": "What is 2+2?", "n": 1, "best_of": 5, "logprobs": 1}),
    )
    .await;
    assert_eq!(best["choices"].as_array().unwrap().len(), 1);
    assert!(best["usage"]["completion_tokens"].as_u64() > one["usage"]["completion_tokens"].as_u64());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_adds_up_to_the_whole() {
    let server = Server::start().await;
    let mut body = json!({"model": "psycho-symbolic-v1", "prompt": "My name is Ada. What is my name?", "echo": true,
        "max_tokens": 50, "stream": true, "stream_options": {"include_usage": true}});
    let chunks = server.client().post("/v1/completions", &body).await.chunks();
    let joined: String = chunks.iter().filter_map(|chunk| chunk["choices"][0]["text"].as_str()).collect();
    body["stream"] = json!(false);
    body.as_object_mut().unwrap().remove("stream_options");
    let whole = complete(&server, body).await;
    assert_eq!(joined, whole["choices"][0]["text"].as_str().unwrap());
    assert_eq!(chunks.last().unwrap()["usage"], whole["usage"]);
}
