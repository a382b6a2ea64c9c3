//! The ledger: what replies say, what the usage pages say and what the metrics say is one number.

use conformance::Server;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_ledger_and_metrics_agree_to_the_token() {
    let server = Server::start().await;
    let (mut input, mut output, mut requests) = (0, 0, 0);
    for (index, stream) in [false, true, false, true, false].into_iter().enumerate() {
        let mut body = json!({"model": "psycho-symbolic-v1", "user": format!("u{}", index % 2), "stream": stream,
            "messages": [{"role": "user", "content": format!("What is {index} plus 1?")}]});
        if stream {
            body["stream_options"] = json!({"include_usage": true});
        }
        // Twice: the second is answered from the cache and costs the same.
        for _ in 0..2 {
            let answer = server.client().chat(&body).await;
            let usage =
                if stream { answer.chunks().last().unwrap()["usage"].clone() } else { answer.json()["usage"].clone() };
            input += usage["prompt_tokens"].as_u64().unwrap();
            output += usage["completion_tokens"].as_u64().unwrap();
            requests += 1;
        }
    }
    let sums = |page: &Value| {
        let rows =
            page["data"].as_array().unwrap().iter().flat_map(|bucket| bucket["results"].as_array().unwrap().clone());
        rows.fold((0, 0, 0), |sum: (u64, u64, u64), row| {
            let count = |name: &str| row[name].as_u64().unwrap();
            (sum.0 + count("input_tokens"), sum.1 + count("output_tokens"), sum.2 + count("num_model_requests"))
        })
    };
    let now = server.app.ids.now();
    let path = format!("/v1/organization/usage/completions?start_time={}&bucket_width=1d&group_by[]=user_id", now - 10);
    let page = loop {
        // Usage is summed in memory and written a moment later.
        let page = server.client().get(&path).await.json();
        if sums(&page).2 >= requests {
            break page;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(sums(&page), (input, output, requests));
    let users: std::collections::BTreeSet<String> = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|bucket| bucket["results"].as_array().unwrap().clone())
        .map(|row| row["user_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(users.into_iter().collect::<Vec<_>>(), ["u0", "u1"]);
    let metrics = server.client().get("/metrics").await.text();
    let metric = |name: &str| -> u64 {
        metrics
            .lines()
            .filter(|line| line.starts_with(name))
            .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
            .sum()
    };
    assert_eq!(metric("psycho_symbolic_tokens_total{type=\"input\""), input, "{metrics}");
    assert_eq!(metric("psycho_symbolic_tokens_total{type=\"output\""), output);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embeddings_have_pages_of_their_own() {
    let server = Server::start().await;
    server.client().post("/v1/embeddings", &json!({"model": "psycho-symbolic-embed", "input": "hello world"})).await;
    let now = server.app.ids.now();
    let path = format!("/v1/organization/usage/embeddings?start_time={}", now - 10);
    loop {
        let page = server.client().get(&path).await.json();
        let row = &page["data"][0]["results"][0];
        if row["num_model_requests"] == 1 {
            assert_eq!(
                (row["object"].as_str(), row["input_tokens"].as_u64()),
                (Some("organization.usage.embeddings.result"), Some(2))
            );
            break;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_queries_are_refused() {
    let server = Server::start().await;
    for query in [
        "",
        "?start_time=x",
        "?start_time=-1",
        "?start_time=0&bucket_width=2d",
        "?start_time=0&limit=99999",
        "?start_time=10&end_time=5",
    ] {
        let answer = server.client().get(&format!("/v1/organization/usage/completions{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
    }
}
