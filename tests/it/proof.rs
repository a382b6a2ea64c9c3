//! Proofs of replies: stored ones, and those that were given a moment ago.

use conformance::Server;
use gateway::state::KeyLimits;
use serde_json::{Value, json};

const TOLD: &str = "All whales are mammals. Moby is a whale. Is Moby a mammal?";

fn request(text: &str, more: Value) -> Value {
    let mut body = json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": text}]});
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    body
}

/// Whether some step of a proof says this.
fn says(step: &Value, words: &str) -> bool {
    let own = step["claim"].as_str().is_some_and(|claim| claim.contains(words));
    own || step["from"].as_array().into_iter().flatten().any(|from| says(from, words))
}

fn check(reply: &Value, id: &str) {
    assert_eq!(reply["object"], "chat.completion.proof");
    assert_eq!(reply["id"], id);
    assert_eq!(reply["outcome"], "proved");
    assert!(says(&reply["proof"], "Moby") && says(&reply["proof"], "whales"), "{reply:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_explained_right_after_it_was_given() {
    let server = Server::start().await;
    let client = server.client();
    for _ in 0..2 {
        let id = client.chat(&request(TOLD, json!({}))).await.json()["id"].as_str().unwrap().to_owned();
        check(&client.get(&format!("/v1/chat/completions/{id}/proof")).await.json(), &id);
    }
    let chunks = client.chat(&request(TOLD, json!({"stream": true}))).await.chunks();
    let id = chunks[0]["id"].as_str().unwrap();
    check(&client.get(&format!("/v1/chat/completions/{id}/proof")).await.json(), id);
    let unknown = client.get("/v1/chat/completions/chatcmpl-none/proof").await;
    assert_eq!((unknown.status, unknown.json()["error"]["type"].as_str()), (404, Some("invalid_request_error")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_proof_goes_with_its_completion() {
    let server = Server::start().await;
    let client = server.client();
    for stream in [false, true] {
        let answer = client.chat(&request(TOLD, json!({"store": true, "stream": stream}))).await;
        let first = if stream { answer.chunks()[0].clone() } else { answer.json() };
        let path = format!("/v1/chat/completions/{}", first["id"].as_str().unwrap());
        check(&client.get(&format!("{path}/proof")).await.json(), first["id"].as_str().unwrap());
        client.delete(&path).await;
        assert_eq!(client.get(&format!("{path}/proof")).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_key_sees_its_own_proofs_as_json_or_text() {
    let server = Server::start().await;
    let (_, ours) = server.app.store.create_key("ours", KeyLimits::default(), 0).await.unwrap();
    let (_, others) = server.app.store.create_key("others", KeyLimits::default(), 0).await.unwrap();
    while server.client().key(&others).get("/v1/models").await.status != 200 {
        tokio::task::yield_now().await;
    }
    let client = server.client().key(&ours);
    for store in [false, true] {
        let id = client.chat(&request(TOLD, json!({"store": store}))).await.json()["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/chat/completions/{id}/proof");
        assert_eq!(server.client().key(&others).get(&path).await.status, 404);
        check(&client.clone().with("accept", "application/json, text/plain, */*").get(&path).await.json(), &id);
        let text = client.clone().with("accept", "text/plain").get(&path).await;
        assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
        assert!(text.text().contains("\n  ") && text.text().contains("Moby"), "{}", text.text());
    }
}
