//! The same requests give the same bytes: whatever the number of threads, the order and the state of the caches.

use conformance::{Server, settings};
use gateway::settings::Settings;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A mix of requests: questions, sums, tools, schemas, streams, completions, embeddings, and some that are refused.
fn requests() -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    for index in 0..250_u64 {
        let chat =
            |text: String| json!({"model": "psycho-symbolic-v1", "messages": [{"role": "user", "content": text}]});
        let mut warm = chat(format!("What is {index} times {}?", index * 7 + 3));
        warm["n"] = json!(index % 3 + 1);
        warm["logprobs"] = json!(index % 2 == 0);
        warm["stream"] = json!(index % 5 == 0);
        all.push(("/v1/chat/completions", warm));
        let mut told = chat(format!("My name is Person{index}. I live in City{index}. Where do I live?"));
        told["temperature"] = json!(f64::from(u32::try_from(index % 20).unwrap()) / 10.0);
        told["seed"] = json!(index);
        told["stream"] = json!(index % 3 == 0);
        all.push(("/v1/chat/completions", told));
        let prompt = json!({"model": "gpt-3.5-turbo-instruct", "prompt": format!("What is {index} + 1?"), "n": 2, "logprobs": 2, "echo": index % 2 == 0, "temperature": f64::from(u32::try_from(index % 5).unwrap()) / 2.0});
        all.push(("/v1/completions", prompt));
        all.push((
            "/v1/embeddings",
            json!({"model": "psycho-symbolic-embed", "input": format!("text {index}"), "dimensions": 16}),
        ));
    }
    all
}

async fn digest(threads: usize, cache_size: u64, rounds: usize) -> Vec<String> {
    let server = Server::start_with(Settings {
        deterministic: true,
        cache_size,
        plan_cache_size: cache_size,
        workers: threads,
        ..settings()
    })
    .await;
    let mut digests = Vec::new();
    for _ in 0..rounds {
        let mut hash = Sha256::new();
        for (path, body) in requests() {
            let answer = server.client().post(path, &body).await;
            assert!(answer.status < 500, "{body}: {}", answer.text());
            hash.update(answer.status.to_le_bytes());
            hash.update(&answer.body);
        }
        digests.push(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
    }
    digests
}

#[test]
fn a_thousand_mixed_requests_have_one_hash() {
    let run = |threads: usize, cache: u64, rounds: usize| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap();
        runtime.block_on(digest(threads, cache, rounds))
    };
    // The second round of a server is answered from its cache.
    let mut all = run(1, 10_000, 2);
    all.extend(run(2, 0, 1));
    assert_eq!(requests().len(), 1_000);
    assert!(all.iter().all(|digest| digest == &all[0]), "{all:?}");
}
