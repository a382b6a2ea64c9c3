//! The graceful stop: streams finish, probes tell.

use std::time::Duration;

use conformance::Server;
use gateway::settings::Settings;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_that_run_reach_their_end_while_probes_tell() {
    let paced = Settings { stream_pace: Duration::from_millis(60), ..conformance::settings() };
    let mut server = Server::start_with(paced).await;
    let address = server.address;
    let text = "All poets are dreamers. All dreamers are sleepers. Ada is a poet. Is Ada a sleeper?";
    let body = json!({"model": "psycho-symbolic-v1", "stream": true, "verbosity": "high", "reasoning_effort": "high",
        "messages": [{"role": "user", "content": text}]})
    .to_string();
    let request = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut sockets = Vec::new();
    for _ in 0..20 {
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut first = [0; 1];
        socket.read_exact(&mut first).await.unwrap();
        sockets.push(socket);
    }
    server.begin_stop();
    while !server.app.is_draining() {
        tokio::task::yield_now().await;
    }
    // While they run, probes are answered and others are sent away.
    let client = server.client();
    assert_eq!(client.get("/readyz").await.status, 503);
    assert_eq!(client.get("/livez").await.status, 200);
    assert_eq!(client.get("/v1/models").await.status, 503);
    for mut socket in sockets {
        let mut rest = Vec::new();
        socket.read_to_end(&mut rest).await.unwrap();
        assert!(String::from_utf8_lossy(&rest).contains("data: [DONE]"), "a stream was cut");
    }
    server.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
}
