//! Requests and tokens a minute, overload, and the isolation of tenants.

use conformance::{Server, settings};
use gateway::settings::Settings;
use gateway::state::KeyLimits;
use serde_json::{Value, json};

fn body() -> Value {
    json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": "hi"}]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_the_allowed_requests_pass() {
    let server = Server::start_with(Settings { requests_per_minute: 10, ..settings() }).await;
    let mut passed = 0;
    for _ in 0..30 {
        let answer = server.client().chat(&body()).await;
        if answer.status == 200 {
            passed += 1;
            assert_eq!(answer.header("x-ratelimit-limit-requests"), Some("10"));
            assert!(answer.header("x-ratelimit-remaining-requests").is_some());
            continue;
        }
        assert_eq!(answer.status, 429);
        assert_eq!(answer.json()["error"]["code"], "rate_limit_exceeded");
        assert_eq!(answer.json()["error"]["type"], "requests");
        assert!(answer.header("retry-after").is_some() && answer.header("retry-after-ms").is_some());
        assert_eq!(answer.header("x-should-retry"), Some("true"));
    }
    // One more may refill every six seconds; the thirty requests take far less.
    assert!((10..=11).contains(&passed), "{passed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_are_limited_too() {
    let server = Server::start_with(Settings { tokens_per_minute: 40, ..settings() }).await;
    let statuses: Vec<u16> = {
        let mut all = Vec::new();
        for _ in 0..6 {
            all.push(server.client().chat(&body()).await.status);
        }
        all
    };
    assert_eq!(statuses[0], 200);
    assert_eq!(statuses[5], 429);
    let large = json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": "word ".repeat(100)}]});
    let error = server.client().chat(&large).await.error();
    assert!(error.starts_with("429 tokens rate_limit_exceeded"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_tenant_sees_nothing_of_another() {
    let server = Server::start().await;
    let mut secrets = Vec::new();
    for name in ["a", "b"] {
        secrets.push(server.app.store.create_key(name, KeyLimits::default(), 0).await.unwrap().1);
    }
    while server.client().key(&secrets[1]).get("/v1/models").await.status != 200 {
        tokio::task::yield_now().await;
    }
    let (ours, theirs) = (server.client().key(&secrets[0]), server.client().key(&secrets[1]));
    let mut stored = body();
    stored["store"] = json!(true);
    let id = ours.chat(&stored).await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/chat/completions/{id}");
    assert_eq!(ours.get(&path).await.status, 200);
    assert_eq!(theirs.get(&path).await.status, 404);
    assert_eq!(theirs.get(&format!("{path}/messages")).await.status, 404);
    assert_eq!(theirs.post(&path, &json!({"metadata": {}})).await.status, 404);
    assert_eq!(theirs.delete(&path).await.status, 404);
    assert_eq!(theirs.get("/v1/chat/completions").await.json()["data"], json!([]));
    // The same request of another tenant is no hit.
    let hits = server.app.replies.statistics().hits;
    theirs.chat(&body()).await;
    assert_eq!(server.app.replies.statistics().hits, hits);
}
