//! A chat request through the gateway: from its bytes to its answer in process, and over one kept connection.

use std::hint::black_box;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use gateway::api::chat;
use gateway::settings::{Settings, StoreLocation};
use gateway::{App, wiring};
use serde_json::json;
use tokio::runtime::Runtime;

const SYSTEM: &str = "You are a careful assistant that reasons step by step and answers briefly.";

/// Requests that are answered in different ways.
fn requests() -> Vec<(&'static str, &'static str)> {
    vec![
        ("arithmetic", "What is 17 * 23 + 5?"),
        ("recall", "My name is Ada. What is my name?"),
        ("unknown", "Is a dog a living thing? Explain the chain of classes from dog to living thing, please."),
    ]
}

fn body(question: &str, stream: bool) -> Bytes {
    let messages = json!([{"role": "system", "content": SYSTEM}, {"role": "user", "content": question}]);
    let body = json!({
        "model": "psycho-symbolic-v1", "messages": messages, "temperature": 0, "max_tokens": 50, "stream": stream
    });
    Bytes::from(body.to_string())
}

/// Nothing on disk, nothing warmed, any free port; with caches or without.
fn app(cached: bool) -> Arc<App> {
    let usual = Settings { port: 0, store: StoreLocation::Memory, warm_queries: Vec::new(), ..Settings::default() };
    let settings = if cached { usual } else { Settings { cache_size: 0, plan_cache_size: 0, ..usual } };
    Arc::new(wiring::app(settings))
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()
}

/// From the bytes of a request to the whole answer, without HTTP.
fn in_process(c: &mut Criterion) {
    let Ok(runtime) = runtime() else { return };
    let _entered = runtime.enter();
    for (cached, group) in [(true, "job, from the cache"), (false, "job, thought and drawn")] {
        let app = app(cached);
        let caller = app.keys.nobody();
        let mut group = c.benchmark_group(group);
        for (name, question) in requests() {
            let bytes = body(question, false);
            group.bench_function(name, |b| {
                b.iter(|| {
                    let job = runtime.block_on(chat::job(&app, &caller, black_box(bytes.clone())));
                    job.is_ok_and(|job| job.answer.whole(&app, &AtomicBool::new(false)).is_ok())
                });
            });
        }
        group.finish();
    }
}

/// Starts a server of `app`; it ends with the runtime.
fn serve(runtime: &Runtime, app: Arc<App>) -> io::Result<SocketAddr> {
    runtime.block_on(async {
        let listener = wiring::listen(&app).await.map_err(io::Error::other)?;
        let address = listener.local_addr()?;
        tokio::spawn(gateway::run(listener, app, std::future::pending()));
        Ok(address)
    })
}

/// Sends `request` and reads until the answer's end, which `end` marks.
fn exchange(socket: &mut TcpStream, request: &[u8], end: &[u8], buffer: &mut [u8]) -> io::Result<usize> {
    socket.write_all(request)?;
    let mut filled = 0;
    loop {
        let room = buffer.get_mut(filled..).unwrap_or_default();
        let read = socket.read(room)?;
        filled += read;
        let answer = buffer.get(..filled).unwrap_or_default();
        if read == 0 || answer.ends_with(end) {
            return Ok(filled);
        }
    }
}

/// The same over a kept connection of the loopback: the client's side of the socket is in the time.
fn over_http(c: &mut Criterion) {
    let Ok(runtime) = runtime() else { return };
    let entered = runtime.enter();
    let Ok(address) = serve(&runtime, app(true)) else { return };
    drop(entered);
    let mut group = c.benchmark_group("http, from the cache");
    let mut buffer = vec![0; 1 << 20];
    for (name, stream, end) in [("whole", false, &b"}"[..]), ("stream", true, &b"0\r\n\r\n"[..])] {
        let Ok(mut socket) = TcpStream::connect(address) else { return };
        let _ = socket.set_nodelay(true);
        let body = body("What is 17 * 23 + 5?", stream);
        let head = format!(
            "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let request = [head.as_bytes(), &body].concat();
        group.bench_function(name, |b| {
            b.iter(|| exchange(&mut socket, black_box(&request), end, &mut buffer).unwrap_or_default());
        });
    }
    group.finish();
}

criterion_group!(benches, in_process, over_http);
criterion_main!(benches);
