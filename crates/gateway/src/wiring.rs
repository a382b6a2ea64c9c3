//! The only place that names concrete types: settings become an [`App`] and a listener.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use engine_api::{Ask, Reading, Routing, Schema, ToolRouter};
use serde_json::json;
use stream_core::AdaptiveStreamer;
use tokio::net::{TcpListener, TcpSocket};

use crate::App;
use crate::api::chat::{self, WARM};
use crate::engine::pipeline::Pipeline;
use crate::engine::plans::Plans;
use crate::engine::pool::Pool;
use crate::engine::proofs::Recent;
use crate::engine::replies::Replies;
use crate::guard::auth::{Caller, Key, KeyRing, Quota};
use crate::guard::limit::Limiter;
use crate::guard::origin::OriginRules;
use crate::ids::Ids;
use crate::settings::{Settings, StoreLocation, models};
use crate::state::{KeyRecord, Store, StoreError, key_hash};
use crate::telemetry::{Event, Telemetry};
use crate::translate::models::fingerprint;

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 4_096;
/// What the kernel keeps of an answer that its reader does not take. The default grows to megabytes.
const SEND_BUFFER: u32 = 64 * 1024;

/// How long the server listens before it warms its cache: the first request shall not wait for it.
const WARM_AFTER: Duration = Duration::from_millis(20);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Other machines would be served without a key.
    #[error(
        "refusing to listen on {0} without an API key: make one with `gateway key create NAME`, or set \
         `allow_insecure_bind`"
    )]
    Insecure(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}")]
    Bind(SocketAddr, #[source] io::Error),
    /// The store cannot say which keys exist.
    #[error("cannot read the keys")]
    Keys(#[from] StoreError),
}

/// The tool router, made when it is first needed or when the server has time: its lexicon takes a millisecond.
static MATCHER: LazyLock<tool_router::Matcher> =
    LazyLock::new(|| tool_router::Matcher::with_lexicon(&english_core::English));

/// Routes by [`MATCHER`].
struct Router;

impl ToolRouter for Router {
    fn route(&self, ask: &Ask, reading: &Reading) -> Routing {
        if ask.tools.is_empty() {
            return Routing::Answer;
        }
        MATCHER.route(ask, reading)
    }

    fn extract(&self, ask: &Ask, schema: &Schema) -> Vec<(String, serde_json::Value)> {
        MATCHER.extract(ask, schema)
    }
}

/// The engine: every verb with its one implementation.
pub fn pipeline() -> Pipeline {
    Pipeline {
        reader: Box::new(english_core::English::new()),
        router: Box::new(Router),
        reasoner: Box::new(reasoner_core::Mind::with_lexicon(&english_core::English)),
        speaker: Box::new(english_core::English::new()),
    }
}

/// Builds the server's parts. Must be called within a tokio runtime.
pub fn app(settings: Settings) -> App {
    let quota = Quota { requests: settings.requests_per_minute, tokens: settings.tokens_per_minute };
    let pepper = settings.key_pepper.0.clone();
    let may_need_key = settings.require_key || settings.api_key.is_set() || settings.is_exposed();
    App {
        keys: KeyRing::new(quota, &pepper),
        origins: OriginRules {
            allowed_origins: settings.cors_origins.clone(),
            allowed_hosts: settings.allowed_hosts.clone(),
            check_host: !settings.allowed_hosts.is_empty() || !may_need_key,
        },
        limiter: Limiter::default(),
        pipeline: pipeline(),
        supports_grammar: tool_router::supports,
        embedder: Box::new(embedding_core::StaticEmbedder::default()),
        pool: Pool::new(settings.thinking_slots),
        recent: Recent::default(),
        replies: Replies::new(settings.cache_size, settings.cache_bytes, settings.cache_ttl),
        plans: Plans::new(settings.plan_cache_size),
        store: Store::new(settings.store.clone(), &pepper),
        telemetry: Telemetry::new(&settings),
        ids: Ids::new(settings.deterministic),
        pacing: pacing(&settings),
        fingerprint: fingerprint(),
        draining: AtomicBool::new(false),
        settings,
    }
}

fn pacing(settings: &Settings) -> AdaptiveStreamer {
    if settings.stream_pace.is_zero() {
        return AdaptiveStreamer::OFF;
    }
    AdaptiveStreamer {
        min_chunk: settings.stream_min_chunk,
        max_chunk: settings.stream_max_chunk,
        target_latency: settings.stream_pace,
    }
}

/// Listens, once it is certain that this lets in nobody who should stay outside.
///
/// # Errors
/// [`StartError`].
pub async fn listen(app: &App) -> Result<TcpListener, StartError> {
    let address = app.settings.address();
    let guarded = app.settings.require_key || app.settings.api_key.is_set();
    if guarded {
        app.telemetry.emit(Event::KeysLoaded { valid: usize::from(app.settings.api_key.is_set()) });
    } else if app.settings.is_exposed() {
        let records = app.store.list_keys().await?;
        if records.is_empty() && !app.settings.allow_insecure_bind {
            return Err(StartError::Insecure(address));
        }
        if records.is_empty() {
            app.telemetry.emit(Event::InsecureBind { address });
        }
        put_in_force(app, &records);
    } else if no_store_yet(&app.settings.store) {
        put_in_force(app, &[]);
    }
    bind(address).map_err(|error| StartError::Bind(address, error))
}

/// Whether there is no database, and so no keys: nothing needs to be opened to know it.
fn no_store_yet(location: &StoreLocation) -> bool {
    match location {
        StoreLocation::Memory => true,
        StoreLocation::File(path) => !path.exists(),
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    // Accepted sockets inherit it.
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// What goes on beside serving: keys are kept current, the cache is warmed. Never ends; drop it with the server.
pub async fn background(app: &Arc<App>) {
    tokio::join!(follow_keys(app), follow_failures(app), warm_daily(app));
    std::future::pending::<()>().await;
}

/// Tells when the store fails behind the scenes.
async fn follow_failures(app: &App) {
    let mut failures = app.store.watch_failures();
    while failures.changed().await.is_ok() {
        if let Some(error) = failures.borrow_and_update().as_ref() {
            app.telemetry.emit(Event::StoreFailed { error });
        }
    }
}

/// Puts keys in force as they are made and revoked, by this or another process.
async fn follow_keys(app: &App) {
    let mut keys = app.store.watch_keys();
    loop {
        let current = keys.borrow_and_update().clone();
        if let Some(records) = current {
            put_in_force(app, &records);
        }
        if keys.changed().await.is_err() {
            return;
        }
    }
}

fn put_in_force(app: &App, records: &[KeyRecord]) {
    let settings = &app.settings;
    let general = Quota { requests: settings.requests_per_minute, tokens: settings.tokens_per_minute };
    let mut keys: Vec<Key> =
        records.iter().filter(|record| record.revoked.is_none()).map(|record| key(record, general)).collect();
    if settings.api_key.is_set() {
        let caller = Caller { key_id: Arc::from("key_settings"), quota: general };
        keys.push(Key { digest: key_hash(&settings.key_pepper.0, &settings.api_key.0), caller });
    }
    let required = settings.require_key || settings.api_key.is_set() || !records.is_empty();
    app.telemetry.emit(Event::KeysLoaded { valid: keys.len() });
    app.keys.replace(keys, required);
}

fn key(record: &KeyRecord, general: Quota) -> Key {
    let quota = Quota {
        requests: record.limits.requests_per_minute.unwrap_or(general.requests),
        tokens: record.limits.tokens_per_minute.unwrap_or(general.tokens),
    };
    Key { digest: record.hash, caller: Caller { key_id: Arc::from(record.id.as_str()), quota } }
}

/// Warms the cache now, and whenever a new day makes the old answers void.
async fn warm_daily(app: &Arc<App>) {
    loop {
        warm(app).await;
        let next_day = (app.day() + 1) * 86_400 - app.ids.now();
        tokio::time::sleep(Duration::from_secs(u64::try_from(next_day).unwrap_or(0).max(60))).await;
    }
}

/// Makes what the first request did not need, and thinks about the configured questions ahead, for whoever asks them.
async fn warm(app: &Arc<App>) {
    tokio::time::sleep(WARM_AFTER).await;
    // Nobody waits for it; whoever needs it earlier makes it.
    let _ = tokio::task::spawn_blocking(|| LazyLock::force(&MATCHER)).await;
    let started = Instant::now();
    let caller = Caller { key_id: Arc::from(WARM), quota: Quota::default() };
    let mut answers = 0;
    for query in &app.settings.warm_queries {
        let body = json!({"model": models::CHAT, "messages": [{"role": "user", "content": query}]});
        let bytes = Bytes::from(body.to_string());
        answers += usize::from(chat::job(app, &caller, bytes).await.is_ok());
        tokio::task::yield_now().await;
    }
    if answers > 0 {
        app.telemetry.emit(Event::CacheWarmed { answers, elapsed: started.elapsed() });
    }
}
