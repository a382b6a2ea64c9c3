//! Metrics: tables of atomic counters with bounded labels, written as Prometheus text.
//!
//! Every label comes from a fixed table, so that a counter is an index away and clients cannot make series.

use std::fmt::{Error, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

use super::Event;
use crate::settings::models;

/// The content type of the metrics.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The last label of a table stands for all values that are not in it.
const ENDPOINTS: [&str; 14] = [
    "chat",
    "completions",
    "embeddings",
    "models",
    "proof",
    "stored",
    "usage",
    "health",
    "livez",
    "readyz",
    "metrics",
    "openapi",
    "none",
    "other",
];
const MODELS: [&str; 5] = [models::CHAT, models::CHAT_FAST, models::EMBEDDING, "none", "other"];
const STATUSES: [(u16, &str); 19] = [
    (200, "200"),
    (201, "201"),
    (204, "204"),
    (304, "304"),
    (400, "400"),
    (401, "401"),
    (403, "403"),
    (404, "404"),
    (405, "405"),
    (408, "408"),
    (409, "409"),
    (413, "413"),
    (415, "415"),
    (421, "421"),
    (429, "429"),
    (431, "431"),
    (500, "500"),
    (503, "503"),
    (0, "other"),
];
const OUTCOMES: [&str; 10] =
    ["proved", "derived", "retrieved", "computed", "called", "asked", "abstained", "upstream", "none", "other"];
const SERIES: usize = ENDPOINTS.len() * MODELS.len() * STATUSES.len() * OUTCOMES.len();

/// The upper edges of the buckets of times, in nanoseconds: 25 µs to 10 s.
const EDGES: [u64; 18] = [
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000,
    5_000_000_000,
    10_000_000_000,
];

/// A histogram of times.
#[derive(Debug, Default)]
struct Times {
    counts: [AtomicU64; EDGES.len() + 1],
    nanos: AtomicU64,
}

impl Times {
    fn observe(&self, time: Duration) {
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let bucket = EDGES.partition_point(|edge| *edge < nanos);
        if let Some(count) = self.counts.get(bucket) {
            count.fetch_add(1, Relaxed);
        }
        self.nanos.fetch_add(nanos, Relaxed);
    }
}

/// Every metric.
#[derive(Debug)]
pub(super) struct Metrics {
    table: Arc<Table>,
    registry: Registry,
}

#[derive(Debug)]
struct Table {
    /// By endpoint, model, status and outcome, in this order.
    requests: Box<[AtomicU64]>,
    /// By endpoint.
    response_time: [Times; ENDPOINTS.len()],
    stream_time: Times,
    first_token: Times,
    cache_hits: AtomicU64,
    cache_misses: AtomicU64,
    tokens_input: AtomicU64,
    tokens_output: AtomicU64,
    unknown_parameters: AtomicU64,
    shed: AtomicU64,
    cancelled: AtomicU64,
    panics: AtomicU64,
    store_failures: AtomicU64,
    accept_failures: AtomicU64,
    connections: AtomicI64,
    requests_running: AtomicI64,
    streams: AtomicI64,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let table = Arc::new(Table {
            requests: (0..SERIES).map(|_| AtomicU64::new(0)).collect(),
            response_time: Default::default(),
            stream_time: Times::default(),
            first_token: Times::default(),
            cache_hits: AtomicU64::new(0),
            cache_misses: AtomicU64::new(0),
            tokens_input: AtomicU64::new(0),
            tokens_output: AtomicU64::new(0),
            unknown_parameters: AtomicU64::new(0),
            shed: AtomicU64::new(0),
            cancelled: AtomicU64::new(0),
            panics: AtomicU64::new(0),
            store_failures: AtomicU64::new(0),
            accept_failures: AtomicU64::new(0),
            connections: AtomicI64::new(0),
            requests_running: AtomicI64::new(0),
            streams: AtomicI64::new(0),
        });
        let mut registry = Registry::with_prefix("psycho_symbolic");
        registry.register_collector(Box::new(Arc::clone(&table)));
        Metrics { table, registry }
    }
}

/// The place of a label in its table; the last place for what is not in it.
fn place(labels: &[&str], label: &str) -> usize {
    labels.iter().position(|known| *known == label).unwrap_or(labels.len() - 1)
}

impl Metrics {
    pub(super) fn count(&self, event: &Event<'_>) {
        let table = &*self.table;
        match event {
            Event::ConnectionOpened => _ = table.connections.fetch_add(1, Relaxed),
            Event::ConnectionClosed => _ = table.connections.fetch_sub(1, Relaxed),
            Event::RequestStarted => _ = table.requests_running.fetch_add(1, Relaxed),
            Event::RequestEnded { .. } => table.end_request(event),
            Event::RequestDropped => {
                table.requests_running.fetch_sub(1, Relaxed);
                table.cancelled.fetch_add(1, Relaxed);
            }
            Event::StreamStarted => _ = table.streams.fetch_add(1, Relaxed),
            Event::StreamEnded { .. } => table.end_stream(event),
            Event::CacheLookup { hit: true } => _ = table.cache_hits.fetch_add(1, Relaxed),
            Event::CacheLookup { hit: false } => _ = table.cache_misses.fetch_add(1, Relaxed),
            Event::UnknownParameters { count } => _ = table.unknown_parameters.fetch_add(*count as u64, Relaxed),
            Event::Panicked { .. } => _ = table.panics.fetch_add(1, Relaxed),
            Event::StoreFailed { .. } => _ = table.store_failures.fetch_add(1, Relaxed),
            Event::AcceptFailed { .. } => _ = table.accept_failures.fetch_add(1, Relaxed),
            Event::Listening { .. }
            | Event::SettingsWarning { .. }
            | Event::InsecureBind { .. }
            | Event::PromptsAreLogged
            | Event::KeysLoaded { .. }
            | Event::CacheWarmed { .. }
            | Event::Draining { .. }
            | Event::DrainTimedOut
            | Event::Stopped
            | Event::Prompt { .. } => {}
        }
    }

    /// Prometheus text, format 0.0.4: unlike OpenMetrics, which the library writes, it is read by every scraper
    /// and by `promtool check metrics`. They differ in the names of counter families and in the end mark.
    pub(super) fn render(&self) -> String {
        let mut open = String::with_capacity(16 * 1024);
        if text::encode(&mut open, &self.registry).is_err() {
            return String::new();
        }
        let mut out = String::with_capacity(open.len());
        for line in open.lines() {
            match line.strip_prefix("# ").and_then(|comment| comment.split_once(' ')) {
                Some(("TYPE", rest)) => match rest.strip_suffix(" counter") {
                    Some(name) => _ = writeln!(out, "# TYPE {name}_total counter"),
                    None => _ = writeln!(out, "{line}"),
                },
                Some(("HELP", rest)) => {
                    let (name, help) = rest.split_once(' ').unwrap_or((rest, ""));
                    let suffix = if open.contains(&format!("# TYPE {name} counter\n")) { "_total" } else { "" };
                    _ = writeln!(out, "# HELP {name}{suffix} {help}");
                }
                None if line.starts_with("# EOF") => {}
                Some(_) | None => _ = writeln!(out, "{line}"),
            }
        }
        out
    }
}

impl Table {
    fn end_request(&self, event: &Event<'_>) {
        let Event::RequestEnded { endpoint, status, report, elapsed, .. } = event else { return };
        self.requests_running.fetch_sub(1, Relaxed);
        let endpoint = place(&ENDPOINTS, endpoint);
        let model = place(&MODELS, report.model.unwrap_or("none"));
        let status_place = STATUSES.iter().position(|(known, _)| known == status).unwrap_or(STATUSES.len() - 1);
        let outcome = place(&OUTCOMES, report.outcome.unwrap_or("none"));
        let series = ((endpoint * MODELS.len() + model) * STATUSES.len() + status_place) * OUTCOMES.len() + outcome;
        if let Some(count) = self.requests.get(series) {
            count.fetch_add(1, Relaxed);
        }
        if let Some(times) = self.response_time.get(endpoint) {
            times.observe(*elapsed);
        }
        if *status == 429 {
            self.shed.fetch_add(1, Relaxed);
        }
        if let Some(tokens) = report.tokens {
            self.add_tokens(tokens);
        }
    }

    fn end_stream(&self, event: &Event<'_>) {
        let Event::StreamEnded { tokens, first_token, elapsed, cancelled, .. } = event else { return };
        self.streams.fetch_sub(1, Relaxed);
        self.add_tokens(*tokens);
        self.stream_time.observe(*elapsed);
        if let Some(time) = first_token {
            self.first_token.observe(*time);
        }
        if *cancelled {
            self.cancelled.fetch_add(1, Relaxed);
        }
    }

    fn add_tokens(&self, (input, output): (u64, u64)) {
        self.tokens_input.fetch_add(input, Relaxed);
        self.tokens_output.fetch_add(output, Relaxed);
    }

    fn encode_requests(&self, encoder: &mut DescriptorEncoder<'_>) -> Result<(), Error> {
        let help = "Requests by endpoint, model, status and outcome";
        let mut family = encoder.encode_descriptor("requests", help, None, MetricType::Counter)?;
        for (series, count) in self.requests.iter().enumerate() {
            let count = count.load(Relaxed);
            if count == 0 {
                continue;
            }
            let (rest, outcome) = (series / OUTCOMES.len(), series % OUTCOMES.len());
            let (rest, status) = (rest / STATUSES.len(), rest % STATUSES.len());
            let (endpoint, model) = (rest / MODELS.len(), rest % MODELS.len());
            let label = |labels: &[&'static str], place: usize| labels.get(place).copied().unwrap_or("other");
            let labels = [
                ("endpoint", label(&ENDPOINTS, endpoint)),
                ("model", label(&MODELS, model)),
                ("status", STATUSES.get(status).map_or("other", |(_, label)| *label)),
                ("outcome", label(&OUTCOMES, outcome)),
            ];
            family.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&count, None)?;
        }
        Ok(())
    }

    fn encode_response_time(&self, encoder: &mut DescriptorEncoder<'_>) -> Result<(), Error> {
        let help = "Time from a request's head until its answer, of a stream until its head";
        let mut family = encoder.encode_descriptor("response_time_seconds", help, None, MetricType::Histogram)?;
        for (endpoint, times) in ENDPOINTS.iter().zip(&self.response_time) {
            let (sum, count, buckets) = times.read();
            if count > 0 {
                let labels = [("endpoint", *endpoint)];
                family.encode_family(&labels)?.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
            }
        }
        Ok(())
    }
}

impl Times {
    fn read(&self) -> (f64, u64, Vec<(f64, u64)>) {
        let counts: Vec<u64> = self.counts.iter().map(|count| count.load(Relaxed)).collect();
        let edges = EDGES.iter().map(|nanos| *nanos as f64 / 1e9).chain([f64::INFINITY]);
        let sum = self.nanos.load(Relaxed) as f64 / 1e9;
        (sum, counts.iter().sum(), edges.zip(counts).collect())
    }

    fn encode(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> Result<(), Error> {
        let (sum, count, buckets) = self.read();
        let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Histogram)?;
        metric.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)
    }
}

impl Collector for Table {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), Error> {
        let encoder = &mut encoder;
        self.encode_requests(encoder)?;
        self.encode_response_time(encoder)?;
        let help = "Time from a request's head until the end of its stream";
        self.stream_time.encode(encoder, "stream_duration_seconds", help)?;
        let help = "Time from a request's head until the first content of its stream";
        self.first_token.encode(encoder, "time_to_first_token_seconds", help)?;
        let counters = [
            ("cache_hits", "Answers that the response cache had", &self.cache_hits),
            ("cache_misses", "Answers that the response cache did not have", &self.cache_misses),
            ("unknown_parameters", "Request fields that are not known", &self.unknown_parameters),
            ("shed", "Requests refused with 429", &self.shed),
            ("cancelled", "Requests whose client went away before the end", &self.cancelled),
            ("panics", "Panics while thinking", &self.panics),
            ("store_failures", "Failures of the store", &self.store_failures),
            ("accept_failures", "Connections that could not be accepted", &self.accept_failures),
        ];
        for (name, help, counter) in counters {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            metric.encode_counter::<NoLabelSet, _, u64>(&counter.load(Relaxed), None)?;
        }
        let mut tokens = encoder.encode_descriptor("tokens", "Tokens read and said", None, MetricType::Counter)?;
        for (kind, counter) in [("input", &self.tokens_input), ("output", &self.tokens_output)] {
            let labels = [("type", kind)];
            tokens.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&counter.load(Relaxed), None)?;
        }
        let gauges = [
            ("connections", "Open connections", &self.connections),
            ("requests_in_flight", "Requests that are not answered yet", &self.requests_running),
            ("streams_in_flight", "Streams that have not ended", &self.streams),
        ];
        for (name, help, gauge) in gauges {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            metric.encode_gauge(&gauge.load(Relaxed))?;
        }
        let (hits, misses) = (self.cache_hits.load(Relaxed), self.cache_misses.load(Relaxed));
        let help = "Share of look-ups that the response cache answered since start";
        let mut ratio = encoder.encode_descriptor("cache_hit_ratio", help, None, MetricType::Gauge)?;
        ratio.encode_gauge(&(hits as f64 / (hits + misses).max(1) as f64))?;
        let mut build = encoder.encode_descriptor("build_info", "The version", None, MetricType::Gauge)?;
        build.encode_family(&[("version", env!("CARGO_PKG_VERSION"))])?.encode_gauge(&1_i64)
    }
}
