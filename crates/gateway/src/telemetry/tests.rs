//! What a scrape shows, what a line shows, and what they cost.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::http::reply::Report;

fn telemetry(access_log: bool, log_prompts: bool) -> Telemetry {
    Telemetry { metrics: Metrics::default(), access_log, log_prompts }
}

fn ended<'a>(endpoint: &'static str, status: u16, report: &'a Report, micros: u64) -> Event<'a> {
    let elapsed = Duration::from_micros(micros);
    Event::RequestEnded { endpoint, status, request_id: "req_1", key_id: Some("key_1"), report, elapsed }
}

fn report(model: Option<&'static str>, outcome: Option<&'static str>, tokens: Option<(u64, u64)>) -> Report {
    Report { model, outcome, tokens }
}

/// The lines of a scrape that hold `part`.
fn lines(telemetry: &Telemetry, part: &str) -> String {
    let text = telemetry.render();
    text.lines().filter(|line| line.contains(part)).collect::<Vec<_>>().join("\n")
}

#[test]
fn requests_are_counted_under_bounded_labels() {
    let telemetry = telemetry(false, false);
    let known = report(Some("psycho-symbolic-v1"), Some("computed"), Some((10, 3)));
    let odd = report(Some("made-up\"\n"), Some("made up"), None);
    for event in [
        Event::RequestStarted,
        ended("chat", 200, &known, 24),
        ended("chat", 200, &known, 26),
        ended("models", 404, &Report::default(), 1),
        ended("never heard of", 799, &odd, 20_000_000),
        ended("chat", 429, &known, 1),
    ] {
        telemetry.emit(event);
    }
    insta::assert_snapshot!(lines(&telemetry, "requests_total"), @r#"
    # HELP psycho_symbolic_requests_total Requests by endpoint, model, status and outcome
    # TYPE psycho_symbolic_requests_total counter
    psycho_symbolic_requests_total{endpoint="chat",model="psycho-symbolic-v1",status="200",outcome="computed"} 2
    psycho_symbolic_requests_total{endpoint="chat",model="psycho-symbolic-v1",status="429",outcome="computed"} 1
    psycho_symbolic_requests_total{endpoint="models",model="none",status="404",outcome="none"} 1
    psycho_symbolic_requests_total{endpoint="other",model="other",status="other",outcome="other"} 1
    "#);
    insta::assert_snapshot!(lines(&telemetry, "tokens_total"), @r#"
    # HELP psycho_symbolic_tokens_total Tokens read and said
    # TYPE psycho_symbolic_tokens_total counter
    psycho_symbolic_tokens_total{type="input"} 30
    psycho_symbolic_tokens_total{type="output"} 9
    "#);
    assert!(lines(&telemetry, "shed_total").ends_with("psycho_symbolic_shed_total 1"));
}

#[test]
fn times_fall_into_cumulative_buckets() {
    let telemetry = telemetry(false, false);
    for micros in [1, 25, 26, 10_000_000, 10_000_001] {
        telemetry.emit(ended("chat", 200, &Report::default(), micros));
    }
    let text = lines(&telemetry, "response_time_seconds");
    for expected in [
        "# TYPE psycho_symbolic_response_time_seconds histogram",
        "psycho_symbolic_response_time_seconds_sum{endpoint=\"chat\"} 20.000053",
        "psycho_symbolic_response_time_seconds_count{endpoint=\"chat\"} 5",
        "psycho_symbolic_response_time_seconds_bucket{le=\"0.000025\",endpoint=\"chat\"} 2",
        "psycho_symbolic_response_time_seconds_bucket{le=\"0.00005\",endpoint=\"chat\"} 3",
        "psycho_symbolic_response_time_seconds_bucket{le=\"10.0\",endpoint=\"chat\"} 4",
        "psycho_symbolic_response_time_seconds_bucket{le=\"+Inf\",endpoint=\"chat\"} 5",
    ] {
        assert!(text.lines().any(|line| line.starts_with(expected)), "{expected}\n{text}");
    }
}

#[test]
fn gauges_return_to_zero() {
    let telemetry = telemetry(false, false);
    let stream = |cancelled| Event::StreamEnded {
        request_id: "r",
        tokens: (5, 2),
        first_token: Some(Duration::from_micros(80)),
        elapsed: Duration::from_millis(2),
        cancelled,
    };
    for event in [Event::ConnectionOpened, Event::RequestStarted, Event::RequestStarted, Event::StreamStarted] {
        telemetry.emit(event);
    }
    assert!(lines(&telemetry, "in_flight ").contains("psycho_symbolic_requests_in_flight 2"));
    for event in [stream(true), Event::RequestDropped, ended("chat", 200, &Report::default(), 5)] {
        telemetry.emit(event);
    }
    telemetry.emit(Event::ConnectionClosed);
    for gauge in ["connections 0", "requests_in_flight 0", "streams_in_flight 0", "cancelled_total 2"] {
        assert!(telemetry.render().contains(&format!("\npsycho_symbolic_{gauge}\n")), "{gauge}");
    }
    assert!(telemetry.render().contains("psycho_symbolic_time_to_first_token_seconds_count 1\n"));
}

#[test]
fn the_hit_ratio_is_that_of_the_counters() {
    let telemetry = telemetry(false, false);
    assert!(telemetry.render().contains("psycho_symbolic_cache_hit_ratio 0.0\n"));
    for hit in [true, true, true, false] {
        telemetry.emit(Event::CacheLookup { hit });
    }
    assert!(telemetry.render().contains("psycho_symbolic_cache_hit_ratio 0.75\n"));
    assert!(telemetry.render().contains("psycho_symbolic_cache_hits_total 3\n"));
    assert!(telemetry.render().contains("psycho_symbolic_cache_misses_total 1\n"));
}

/// The format by its own rules: each family is announced once, before its samples, which bear its name.
#[test]
fn a_scrape_is_well_formed() {
    let telemetry = telemetry(false, false);
    telemetry.emit(ended("chat", 200, &Report::default(), 5));
    let text = telemetry.render();
    let mut families = Vec::new();
    let mut current = String::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            current = rest.split_once(' ').unwrap().0.to_owned();
            assert!(!families.contains(&current), "{current} twice");
            families.push(current.clone());
        } else if let Some(rest) = line.strip_prefix("# HELP ") {
            assert!(rest.starts_with("psycho_symbolic_") && rest.contains(' '), "{line}");
        } else {
            let (name, value) = line.rsplit_once(' ').unwrap();
            let name = name.split('{').next().unwrap();
            let base = ["_bucket", "_sum", "_count"].iter().find_map(|suffix| name.strip_suffix(suffix));
            assert!(name == current || base == Some(&current), "{line} under {current}");
            assert!(value.parse::<f64>().is_ok(), "{line}");
        }
    }
    assert!(families.len() > 15 && text.ends_with('\n') && !text.contains("# EOF"));
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Buffer {
    type Writer = Buffer;

    fn make_writer(&self) -> Buffer {
        self.clone()
    }
}

/// The lines that an event writes.
fn logged(human: bool, telemetry: &Telemetry, event: Event<'_>) -> String {
    let buffer = Buffer::default();
    let guard = log::capture(human, buffer.clone());
    telemetry.emit(event);
    drop(guard);
    let bytes = buffer.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_access_line_is_one_json_object() {
    let report = report(Some("psycho-symbolic-v1"), Some("proved"), Some((7, 3)));
    let line = logged(false, &telemetry(true, false), ended("chat", 200, &report, 1_234));
    let mut json: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert!(json.as_object_mut().unwrap().shift_remove("timestamp").is_some());
    insta::assert_snapshot!(json, @r#"{"level":"INFO","message":"request","request_id":"req_1","route":"chat","status":200,"ms":1.234,"model":"psycho-symbolic-v1","outcome":"proved","tokens_in":7,"tokens_out":3,"key_id":"key_1"}"#);
}

#[test]
fn quiet_by_default_but_not_about_faults() {
    let telemetry = telemetry(false, false);
    assert_eq!(logged(false, &telemetry, ended("chat", 200, &Report::default(), 5)), "");
    assert_eq!(logged(false, &telemetry, Event::Prompt { request_id: "r", text: "secret" }), "");
    assert!(logged(false, &telemetry, ended("chat", 500, &Report::default(), 5)).contains("\"status\":500"));
    assert!(logged(true, &telemetry, Event::PromptsAreLogged).contains("PROMPTS ARE LOGGED"));
}

#[test]
fn clients_cannot_forge_lines() {
    let evil = "a\nINFO forged\r\n\u{1b}[31m\u{202e}{\"x\":1}".to_owned() + &"é".repeat(1_000_000);
    for human in [false, true] {
        let event = Event::Prompt { request_id: &evil, text: &evil };
        let text = logged(human, &telemetry(true, true), event);
        assert_eq!(text.matches('\n').count(), 1, "{human}");
        assert!(text.len() < 60_000 && !text.contains(['\u{1b}', '\u{202e}', '\r']));
        assert!(human || serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}

#[test]
fn every_endpoint_has_a_label() {
    for endpoint in crate::http::endpoints::ENDPOINTS {
        let telemetry = telemetry(false, false);
        telemetry.emit(ended(endpoint.label, 200, &Report::default(), 5));
        let expected = format!("requests_total{{endpoint=\"{}\",", endpoint.label);
        assert!(telemetry.render().contains(&expected), "{} is missing in the table of labels", endpoint.label);
    }
}
