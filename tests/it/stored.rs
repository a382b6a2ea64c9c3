//! Stored completions.

use conformance::Server;
use serde_json::{Value, json};

async fn store(server: &Server, text: &str, team: &str) -> String {
    let body = json!({"model": "psycho-symbolic-v1", "store": true, "metadata": {"team": team},
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": text}]});
    server.client().chat(&body).await.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn completions_are_listed_fetched_changed_and_deleted() {
    let server = Server::start().await;
    let client = server.client();
    let ids = [
        store(&server, "What is 1+1?", "red").await,
        store(&server, "What is 2+2?", "blue").await,
        store(&server, "What is 3+3?", "red").await,
    ];
    let page = client.get("/v1/chat/completions?limit=2").await.json();
    assert_eq!((page["data"][0]["id"].as_str(), page["has_more"].as_bool()), (Some(ids[0].as_str()), Some(true)));
    let rest = client.get(&format!("/v1/chat/completions?after={}", page["last_id"].as_str().unwrap())).await.json();
    assert_eq!((rest["data"][0]["id"].as_str(), rest["has_more"].as_bool()), (Some(ids[2].as_str()), Some(false)));
    let red = client.get("/v1/chat/completions?metadata[team]=red&order=desc").await.json();
    let found: Vec<&str> = red["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(found, [ids[2].as_str(), ids[0].as_str()]);
    let path = format!("/v1/chat/completions/{}", ids[1]);
    let one = client.get(&path).await.json();
    assert!(one["choices"][0]["message"]["content"].as_str().unwrap().contains('4'));
    assert_eq!(one["metadata"], json!({"team": "blue"}));
    let messages = client.get(&format!("{path}/messages")).await.json();
    let roles: Vec<&str> =
        messages["data"].as_array().unwrap().iter().map(|row| row["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["system", "user"]);
    let changed = client.post(&path, &json!({"metadata": {"team": "green"}})).await.json();
    assert_eq!(changed["metadata"], json!({"team": "green"}));
    let deleted = client.delete(&path).await.json();
    assert_eq!(deleted, json!({"object": "chat.completion.deleted", "id": ids[1], "deleted": true}));
    assert_eq!(client.get(&path).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streamed_completions_are_stored_as_they_were_said() {
    let server = Server::start().await;
    let body = json!({"model": "psycho-symbolic-v1", "store": true, "stream": true,
        "messages": [{"role": "user", "content": "What is 5+5?"}]});
    let chunks = server.client().chat(&body).await.chunks();
    let said: String = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    let stored =
        server.client().get(&format!("/v1/chat/completions/{}", chunks[0]["id"].as_str().unwrap())).await.json();
    assert_eq!(stored["choices"][0]["message"]["content"], Value::from(said));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_to_be_stored_is_not() {
    let server = Server::start().await;
    let body = json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": "hi"}]});
    let id = server.client().chat(&body).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(server.client().get(&format!("/v1/chat/completions/{id}")).await.status, 404);
}
