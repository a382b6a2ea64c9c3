//! The shipped `nginx.conf` in front of the real gateway, as clients see it.

use serde_json::Value;

use super::process::{Gateway, KEY, Nginx, Prepared, free};
use super::text::finish;
use super::wire::{Answer, Connection, get, once, post};
use super::{Checked, Place, Verdict, ensure};

const CHAT: &str = "/v1/chat/completions";
/// The gateway's and nginx's limit of a body.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// nginx itself accepts the file.
pub(super) fn syntax(place: &Place) -> Checked {
    finish(Prepared::new(place, free()?, &[])?.command().arg("-t"))?;
    Ok(Verdict::Passed)
}

/// Events arrive while the stream is still being made, one by one: as shipped, and by the file alone, without the help
/// of the gateway's header.
pub(super) fn stream(place: &Place) -> Checked {
    let line = "proxy_buffering off;";
    for to in [line, "proxy_buffering off; proxy_ignore_headers X-Accel-Buffering;"] {
        let (parts, bursts) = arrivals(place, &[(line, to)])?;
        let apart = parts >= 4 && 2 * bursts > parts;
        ensure(apart, format!("{to} {parts} parts arrived in {bursts} bursts while the stream was running"))?;
    }
    Ok(Verdict::Passed)
}

/// How many parts of a stream's text there were, and in how many bursts they arrived while the gateway itself said that
/// the stream was running: no clock is asked.
fn arrivals(place: &Place, changes: &[(&str, &str)]) -> Result<(usize, usize), String> {
    let gateway = Gateway::start(place, &["--stream-pace", "500ms", "--stream-max-chunk", "8"])?;
    let nginx = Nginx::before(place, &gateway, changes)?;
    let mut client = Connection::open(nginx.address)?;
    client.send(&chat("My name is Ada Lovelace and I live in London. What is my name?"))?;
    let head = client.head()?;
    ensure(head.status == 200, format!("status {}", head.status))?;
    ensure(head.field("content-type").is_some_and(|kind| kind.starts_with("text/event-stream")), "no event stream")?;
    ensure(head.field("x-accel-buffering") == Some("no"), "X-Accel-Buffering does not pass")?;
    let (mut bursts, mut text) = (0, String::new());
    while let Some(part) = client.chunk()? {
        text.push_str(&part);
        // Else more came along with it.
        let ends_burst = !client.has_more();
        if ends_burst && gateway.gauge("psycho_symbolic_streams_in_flight")? >= 1.0 {
            bursts += 1;
        }
    }
    ensure(text.ends_with("data: [DONE]\n\n"), format!("the stream does not end: {text}"))?;
    Ok((text.matches("\"content\":").count(), bursts))
}

/// A silence longer than nginx's patience, as a stream of the gateway with its comments.
pub(super) fn silence(place: &Place) -> Checked {
    let text = silent_stream(place, "200ms")?;
    ensure(text.contains(": ping\n\n"), "no comment came through")?;
    Ok(Verdict::Passed)
}

/// The same without comments breaks: the silence really is too long.
pub(super) fn silence_control(place: &Place) -> Checked {
    match silent_stream(place, "0") {
        Ok(text) => Err(format!("the stream came through without comments: {text}")),
        Err(_) => Ok(Verdict::Passed),
    }
}

/// A stream with pauses of up to three seconds through an nginx that waits for one.
fn silent_stream(place: &Place, keep_alive: &str) -> Result<String, String> {
    let flags = ["--stream-pace", "3s", "--stream-max-chunk", "8", "--keep-alive-interval", keep_alive];
    let gateway = Gateway::start(place, &flags)?;
    let impatient = [("proxy_read_timeout 300s;", "proxy_read_timeout 1s;")];
    let nginx = Nginx::before(place, &gateway, &impatient)?;
    let mut client = Connection::open(nginx.address)?;
    client.send(&chat("What is 12 * 12?"))?;
    let Answer { head, body } = client.answer()?;
    ensure(head.status == 200, format!("status {}", head.status))?;
    ensure(body.ends_with("data: [DONE]\n\n"), format!("the stream does not end: {body}"))?;
    Ok(body)
}

/// Bodies pass up to the gateway's own limit; larger ones are refused, whether or not they tell their size.
pub(super) fn body(place: &Place) -> Checked {
    let gateway = Gateway::start(place, &[])?;
    let nginx = Nginx::before(place, &gateway, &[])?;
    let question = r#"{"model":"psycho-symbolic-v1","messages":[{"role":"user","content":"What is 2 + 2?"}]}"#;
    let padded = |size: usize| format!("{question}{}", " ".repeat(size - question.len()));
    let allowed = once(nginx.address, &post(CHAT, &authorization(), &padded(BODY_LIMIT)))?;
    ensure(allowed.head.status == 200, format!("{BODY_LIMIT} bytes: {}", allowed.head.status))?;
    let large = padded(5_000_000);
    refused(&once(nginx.address, &post(CHAT, &authorization(), &large))?, 413)?;
    let mut client = Connection::open(nginx.address)?;
    let head = format!(
        "POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{}Transfer-Encoding: chunked\r\n\r\n",
        authorization()
    );
    client.send(head.as_bytes())?;
    // The server may answer and close before it has everything.
    let _ = client.send(format!("{:x}\r\n{large}\r\n0\r\n\r\n", large.len()).as_bytes());
    refused(&client.answer()?, 413)?;
    Ok(Verdict::Passed)
}

/// Large heads are refused, by nginx or behind it.
pub(super) fn head(place: &Place) -> Checked {
    let gateway = Gateway::start(place, &[])?;
    let nginx = Nginx::before(place, &gateway, &[])?;
    let field = |name: &str, size: usize| format!("{name}: {}\r\n", "x".repeat(size));
    let ordinary = once(nginx.address, &get("/livez", &field("X-Large", 8_000)))?;
    ensure(ordinary.head.status == 200, format!("8 kB: {}", ordinary.head.status))?;
    for size in [40_000, 200_000] {
        refused(&once(nginx.address, &get("/livez", &field("X-Large", size)))?, 400)?;
    }
    // nginx has room for these, the gateway has not; it answers before there is a request.
    let several: String = (0..4).map(|index| field(&format!("X-Large-{index}"), 24_000)).collect();
    let status = once(nginx.address, &get("/livez", &several))?.head.status;
    ensure(status == 431, format!("{} bytes in several fields: {status}", several.len()))?;
    Ok(Verdict::Passed)
}

/// Metrics are for the inside, however their path is written.
pub(super) fn metrics(place: &Place) -> Checked {
    let gateway = Gateway::start(place, &[])?;
    let nginx = Nginx::before(place, &gateway, &[])?;
    gateway.scrape()?;
    for path in ["/metrics", "/metrics?x=1", "//metrics", "/%6detrics", "/v1/../metrics", "/./metrics", "/metrics/"] {
        refused(&once(nginx.address, &get(path, ""))?, 404).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(Verdict::Passed)
}

/// Connections serve several requests: the client's, and nginx's to the gateway.
pub(super) fn keep_alive(place: &Place) -> Checked {
    let gateway = Gateway::start(place, &[])?;
    let nginx = Nginx::before(place, &gateway, &[])?;
    let mut client = Connection::open(nginx.address)?;
    for _ in 0..5 {
        let answer = client.ask(&get("/v1/models", &authorization()))?;
        ensure(answer.head.status == 200, format!("status {}", answer.head.status))?;
    }
    // The one that nginx keeps, and the one that asks this.
    let open = gateway.gauge("psycho_symbolic_connections")?;
    ensure(open == 2.0, format!("{open} connections are open instead of 2"))?;
    Ok(Verdict::Passed)
}

/// The gateway's errors pass as they are; nginx's own look alike.
pub(super) fn errors(place: &Place) -> Checked {
    let gateway = Gateway::start(place, &[])?;
    let nginx = Nginx::before(place, &gateway, &[])?;
    let answer = once(nginx.address, &get("/v1/models", ""))?;
    refused(&answer, 401)?;
    ensure(answer.head.field("x-request-id").is_some(), "x-request-id does not pass")?;
    drop(gateway);
    let answer = once(nginx.address, &get("/v1/models", &authorization()))?;
    refused(&answer, 503)?;
    ensure(answer.head.field("retry-after").is_some(), "no Retry-After where the gateway is away")?;
    Ok(Verdict::Passed)
}

fn authorization() -> String {
    format!("Authorization: Bearer {KEY}\r\n")
}

/// A request for a streamed answer.
fn chat(question: &str) -> Vec<u8> {
    let body = serde_json::json!({
        "model": "psycho-symbolic-v1",
        "stream": true,
        "messages": [{"role": "user", "content": question}],
    });
    post(CHAT, &authorization(), &body.to_string())
}

/// The answer has this status and the API's error object.
fn refused(answer: &Answer, status: u16) -> Result<(), String> {
    ensure(answer.head.status == status, format!("status {} instead of {status}", answer.head.status))?;
    let json: Option<Value> = serde_json::from_str(&answer.body).ok();
    let message = json.as_ref().and_then(|json| json.pointer("/error/message")).and_then(Value::as_str);
    ensure(message.is_some(), format!("the body of {status} is no error object: {}", answer.body))
}
