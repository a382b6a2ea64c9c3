//! Keys, origins and hosts.

use conformance::{Server, settings};
use gateway::settings::{Secret, Settings};
use gateway::state::KeyLimits;
use serde_json::json;

/// A server with one key in its store, and the key.
async fn locked() -> (Server, String) {
    let server = Server::start().await;
    let (_, secret) = server.app.store.create_key("test", KeyLimits::default(), 0).await.unwrap();
    while server.app.keys.is_open() {
        tokio::task::yield_now().await;
    }
    (server, secret)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_key_in_the_store_only_the_key_opens() {
    let (server, secret) = locked().await;
    assert_eq!(
        server.client().get("/v1/models").await.error().split(':').next(),
        Some("401 invalid_request_error null null")
    );
    let wrong = server.client().key("psk-wrong").get("/v1/models").await;
    assert_eq!(wrong.error(), "401 invalid_request_error invalid_api_key null: Incorrect API key provided: ****.");
    assert_eq!(server.client().key(&secret).get("/v1/models").await.status, 200);
    for public in ["/livez", "/readyz", "/health", "/metrics", "/openapi.json"] {
        assert_eq!(server.client().get(public).await.status, 200, "{public}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_spelling_of_a_path_goes_around_the_key() {
    let (server, _) = locked().await;
    for path in [
        "/v1/models",
        "//v1/models",
        "/v1//models",
        "/v1/models/",
        "/v1/./models",
        "/v1/../v1/models",
        "/%761/models",
        "/v1/models?x=/livez",
        "/livez/../v1/models",
        "/v1/models#livez",
        "/V1/MODELS",
        "/v1/models%00",
        "/v1/models;x",
        "http://localhost/v1/models",
        "http://localhost/livez/../v1/models",
        "/livez%2f..%2fv1%2fmodels",
    ] {
        for host in ["localhost", "localhost/livez", "evil.example"] {
            let answer = server.client().with("host", host).get(path).await;
            assert!(answer.status >= 400, "{path} with host {host}: {}", answer.status);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoking_the_last_key_closes_the_server() {
    let (server, secret) = locked().await;
    let id = server.app.store.list_keys().await.unwrap()[0].id.clone();
    assert!(server.app.store.revoke_key(&id, 1).await.unwrap());
    while server.client().key(&secret).get("/v1/models").await.status == 200 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.client().key(&secret).get("/v1/models").await.status, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_of_the_settings_opens_too() {
    let server = Server::start_with(Settings { api_key: Secret("s3cret".to_owned()), ..settings() }).await;
    assert_eq!(server.client().get("/v1/models").await.status, 401);
    assert_eq!(server.client().key("s3cret").get("/v1/models").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_of_other_sites_are_kept_out() {
    let server = Server::start().await;
    let body = json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": "hi"}]});
    assert_eq!(server.client().with("origin", "https://evil.example").chat(&body).await.status, 403);
    assert_eq!(server.client().with("host", "evil.example").chat(&body).await.status, 403);
    assert_eq!(server.client().with("content-type", "text/plain").chat(&body).await.status, 415);
    let preflight =
        server.client().with("origin", "https://evil.example").send("OPTIONS", "/v1/chat/completions", None).await;
    assert_eq!(preflight.status, 403);
    let allowed =
        Server::start_with(Settings { cors_origins: vec!["https://app.example".to_owned()], ..settings() }).await;
    let client = allowed.client().with("origin", "https://app.example");
    let preflight = client.send("OPTIONS", "/v1/chat/completions", None).await;
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (204, Some("https://app.example")));
    assert_eq!(client.chat(&body).await.header("access-control-allow-origin"), Some("https://app.example"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exposed_bind_without_keys_is_refused() {
    let settings = Settings { host: "0.0.0.0".parse().unwrap(), ..settings() };
    let app = gateway::wiring::app(settings.clone());
    assert!(gateway::wiring::listen(&app).await.unwrap_err().to_string().contains("without an API key"));
    let app = gateway::wiring::app(Settings { require_key: true, ..settings });
    assert!(gateway::wiring::listen(&app).await.is_ok());
}
