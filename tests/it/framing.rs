//! Broken HTTP: 4xx or a closed connection, never a second request read out of the first, never 5xx.

use conformance::{Answer, Server};
use gateway::settings::Settings;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const BODY: &str = r#"{"model":"psycho-symbolic-v1","messages":[{"role":"user","content":"hi"}]}"#;

/// Request heads and bodies that no server should take, over two hundred of them.
fn vectors() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    let n = BODY.len();
    let post = |headers: &str, body: &str| {
        format!("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{headers}\r\n{body}").into_bytes()
    };
    // Lengths that contradict each other or are no lengths.
    for length in ["-1", "+5", "1e3", "0x10", "abc", "", "1 1", "1,1", "18446744073709551616", "99999999999999999999"] {
        all.push(post(&format!("content-length: {length}\r\n"), BODY));
    }
    for second in ["0", "1", "5", "4096", "abc"] {
        all.push(post(&format!("content-length: {n}\r\ncontent-length: {second}\r\n"), BODY));
    }
    for coding in [
        "chunked",
        "identity",
        "gzip",
        "chunked, chunked",
        "xchunked",
        "chunked;q=1",
        "Chunked ",
        "\tchunked",
        "gzip, chunked",
    ] {
        all.push(post(
            &format!("transfer-encoding: {coding}\r\ncontent-length: {n}\r\n"),
            "0\r\n\r\nGET /livez HTTP/1.1\r\nhost: x\r\n\r\n",
        ));
    }
    // Chunks that are none.
    for chunk in [
        "g\r\n",
        "-1\r\nx",
        "ffffffffffffffffff\r\nx",
        "5\r\nhel",
        "5\nhello\n0\n\n",
        "5;\0\r\nhello\r\n",
        "5\r\nhello0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "\r\n\r\n",
    ] {
        all.push(post("transfer-encoding: chunked\r\n", chunk));
    }
    // Request lines.
    for line in [
        "GET",
        "GET /",
        "GET / HTTP/3.0",
        "GET / HTTP/1.x",
        "GET  / HTTP/1.1",
        "G\0T / HTTP/1.1",
        "GET /\0 HTTP/1.1",
        "GET /\u{7f} HTTP/1.1",
        "/ GET HTTP/1.1",
        " GET / HTTP/1.1",
        "GET / HTTP/1.1 extra",
        "GET http:// HTTP/1.1",
        "GET\t/\tHTTP/1.1",
        "@ / HTTP/1.1",
        "GET ?? HTTP/9.9",
        "\u{ff}\u{fe} / HTTP/1.1",
    ] {
        all.push(format!("{line}\r\nhost: localhost\r\n\r\n").into_bytes());
    }
    // Header lines.
    for header in [
        "no-colon",
        ": empty",
        "na me: x",
        "name : x",
        "x: a\0b",
        "x: a\rb",
        " folded: x",
        "x: y\r\n\tfolded",
        "x\u{0}y: z",
        "(bad): x",
        "x: \u{1}",
        "host : localhost",
    ] {
        all.push(post(&format!("{header}\r\ncontent-length: {n}\r\n"), BODY));
    }
    // Every byte that may not stand in a header's name.
    for byte in (0_u8..=32).chain([127, 128, 255]).chain(*b"()<>@,;\\\"/[]?={}") {
        let mut bytes = b"GET /livez HTTP/1.1\r\nhost: localhost\r\na".to_vec();
        bytes.push(byte);
        bytes.extend_from_slice(b"b: x\r\n\r\n");
        all.push(bytes);
    }
    // Every control character in a header's value and in the path.
    for byte in (0_u8..32).filter(|byte| *byte != b'\t').chain([127]) {
        let mut value = b"GET /livez HTTP/1.1\r\nhost: localhost\r\nx: a".to_vec();
        value.push(byte);
        value.extend_from_slice(b"b\r\n\r\n");
        all.push(value);
        let mut path = b"GET /li".to_vec();
        path.push(byte);
        path.extend_from_slice(b"vez HTTP/1.1\r\nhost: localhost\r\n\r\n");
        all.push(path);
    }
    // Every byte that may not stand in a method.
    for byte in (1_u8..33).chain(*b"()<>@,;:\\\"/[]?={}") {
        all.push([b"G", &[byte][..], b"T /livez HTTP/1.1\r\nhost: localhost\r\n\r\n"].concat());
    }
    // Hosts.
    for hosts in ["", "host:\r\n", "host: a\r\nhost: b\r\n", "host: a b\r\n", "host: localhost/../x\r\n"] {
        all.push(format!("GET /v1/models HTTP/1.1\r\n{hosts}\r\n").into_bytes());
    }
    // Sizes.
    all.push(format!("GET /livez HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "a".repeat(1_000_000)).into_bytes());
    all.push(format!("GET /{} HTTP/1.1\r\nhost: localhost\r\n\r\n", "a".repeat(100_000)).into_bytes());
    all.push(format!("GET /livez HTTP/1.1\r\nhost: localhost\r\n{}\r\n", "x: y\r\n".repeat(10_000)).into_bytes());
    all.push(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec());
    all.push(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec());
    all.push(b"GET /livez HTTP/1.1\nhost: localhost\n\n".to_vec());
    all
}

/// The responses on a connection whose client has nothing more to send.
async fn answers(server: &Server, bytes: &[u8]) -> Vec<u8> {
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    let _ = socket.write_all(bytes).await;
    let _ = socket.shutdown().await;
    let mut answered = Vec::new();
    let _ = socket.read_to_end(&mut answered).await;
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_requests_get_a_4xx_or_a_closed_connection() {
    let server = Server::start().await;
    let vectors = vectors();
    assert!(vectors.len() >= 200, "{}", vectors.len());
    for vector in &vectors {
        let answered = answers(&server, vector).await;
        let shown = String::from_utf8_lossy(&vector[..vector.len().min(200)]).into_owned();
        let text = String::from_utf8_lossy(&answered).into_owned();
        assert!(!text.contains("HTTP/1.1 5"), "{shown:?}: {text}");
        assert!(text.matches("HTTP/1.1 2").count() <= 1, "{shown:?} was read as two requests: {text}");
    }
    assert_eq!(server.client().get("/livez").await.status, 200, "the server lives");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_names_exactly_one_host() {
    let server = Server::start().await;
    for hosts in ["", "host: localhost\r\nhost: localhost\r\n"] {
        let request = format!("GET /livez HTTP/1.1\r\nconnection: close\r\n{hosts}\r\n");
        let answered = server.client().raw(request.as_bytes()).await;
        assert!(answered.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answered));
    }
    let answered = server.client().raw(b"GET /readyz HTTP/1.0\r\nhost: localhost\r\n\r\n").await;
    assert!(answered.starts_with(b"HTTP/1.0 200"), "{}", String::from_utf8_lossy(&answered));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lengths_that_contradict_each_other_are_never_obeyed() {
    let server = Server::start().await;
    let smuggled = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let answered = answers(&server, smuggled.as_bytes()).await;
    assert!(!String::from_utf8_lossy(&answered).contains("\"owned_by\""), "a request was smuggled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_half_sent_heads_are_closed_on_time() {
    let server =
        Server::start_with(Settings { header_timeout: Duration::from_millis(300), ..conformance::settings() }).await;
    let mut sockets = Vec::new();
    for _ in 0..1_000 {
        let mut socket = TcpStream::connect(server.address).await.unwrap();
        socket.write_all(b"GET /livez HTTP/1.1\r\nhost: loc").await.unwrap();
        sockets.push(socket);
    }
    // No timing is asserted: each read returns because the server closes the connection, or never.
    for mut socket in sockets {
        let mut answered = Vec::new();
        let _ = socket.read_to_end(&mut answered).await;
        assert!(Answer::parse(&answered).is_none_or(|answer| answer.status == 408));
    }
    assert_eq!(server.client().get("/livez").await.status, 200);
}
