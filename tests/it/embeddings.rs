//! Embeddings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance::Server;
use serde_json::{Value, json};

async fn embed(server: &Server, body: Value) -> Value {
    let answer = server.client().post("/v1/embeddings", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn numbers(embedding: &Value) -> Vec<f64> {
    embedding.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_of_input_gives_the_same_vector() {
    let server = Server::start().await;
    let model = "text-embedding-3-small";
    let text = embed(&server, json!({"model": model, "input": "hello world"})).await;
    let list = embed(&server, json!({"model": model, "input": ["hello world", "x"]})).await;
    let ids = embed(&server, json!({"model": model, "input": [15339, 1917]})).await;
    let lists = embed(&server, json!({"model": model, "input": [[15339, 1917]]})).await;
    let first = &text["data"][0]["embedding"];
    assert_eq!(first, &list["data"][0]["embedding"]);
    assert_eq!(first, &ids["data"][0]["embedding"]);
    assert_eq!(first, &lists["data"][0]["embedding"]);
    assert_eq!(list["data"][1]["index"], 1);
    assert_eq!(text["usage"], json!({"prompt_tokens": 2, "total_tokens": 2}));
    let length: f64 = numbers(first).iter().map(|number| number * number).sum();
    assert!((length - 1.0).abs() < 1e-4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn base64_holds_the_same_floats() {
    let server = Server::start().await;
    let floats = embed(&server, json!({"model": "psycho-symbolic-embed", "input": "hello", "dimensions": 8})).await;
    let coded = embed(
        &server,
        json!({"model": "psycho-symbolic-embed", "input": "hello", "dimensions": 8, "encoding_format": "base64"}),
    )
    .await;
    let bytes = STANDARD.decode(coded["data"][0]["embedding"].as_str().unwrap()).unwrap();
    let decoded: Vec<f32> = bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
    let expected = numbers(&floats["data"][0]["embedding"]);
    assert_eq!(decoded.len(), 8);
    assert!(decoded.iter().zip(expected).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-6));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_refused() {
    let server = Server::start().await;
    let refused = |body: Value| {
        let client = server.client();
        async move { client.post("/v1/embeddings", &body).await.error() }
    };
    for body in [
        json!({"model": "psycho-symbolic-embed", "input": ""}),
        json!({"model": "psycho-symbolic-embed", "input": []}),
        json!({"model": "psycho-symbolic-embed"}),
        json!({"model": "psycho-symbolic-embed", "input": vec!["x"; 2_049]}),
        json!({"model": "psycho-symbolic-embed", "input": "x", "dimensions": 0}),
        json!({"model": "psycho-symbolic-embed", "input": "x", "dimensions": 100_000}),
        json!({"model": "psycho-symbolic-embed", "input": "x", "encoding_format": "hex"}),
        json!({"model": "psycho-symbolic-embed", "input": "word ".repeat(9_000)}),
        json!({"model": "psycho-symbolic-embed", "input": [999_999_999]}),
        json!({"model": "psycho-symbolic-v1", "input": "x"}),
    ] {
        let error = refused(body.clone()).await;
        assert!(error.starts_with("400 invalid_request_error"), "{error}");
    }
}
