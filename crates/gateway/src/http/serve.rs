//! The accept loop, connections, the order of a request's stations, and the graceful stop.

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::body::Incoming;
use hyper::header::{ALLOW, HeaderName, HeaderValue, SERVER};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::App;
use crate::error::ApiError;
use crate::guard::auth::Caller;
use crate::http::endpoints::{Access, Endpoint, Route, route};
use crate::http::exchange::Exchange;
use crate::http::guarded::{Busy, BusyGuard, Guarded, Patience};
use crate::http::reply::{Reply, ReplyBody};
use crate::settings::Settings;
use crate::telemetry::Event;

/// How long a request waits at the start of the server for the store to tell the keys.
const KEYS_TIME: Duration = Duration::from_secs(5);
/// The most headers of a request.
const HEAD_FIELDS: usize = 100;

/// Serves until `stop` resolves, then lets running requests finish within the drain time.
pub async fn serve(listener: TcpListener, app: Arc<App>, stop: impl Future<Output = ()>) {
    let permits = Arc::new(Semaphore::new(app.settings.max_connections));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &permits, &app) => accepted,
        };
        let (socket, permit) = accepted;
        let connection = connection(socket, &app);
        let watched = graceful.watch(connection);
        let app = Arc::clone(&app);
        // The graceful stop below waits for every connection; what outlives the drain time is dropped with the
        // runtime, on purpose.
        tokio::spawn(async move {
            app.telemetry.emit(Event::ConnectionOpened);
            let _ = watched.await;
            app.telemetry.emit(Event::ConnectionClosed);
            drop(permit);
        });
    }
    app.begin_drain();
    app.telemetry.emit(Event::Draining { timeout: app.settings.drain_timeout });
    drop(listener);
    if tokio::time::timeout(app.settings.drain_timeout, graceful.shutdown()).await.is_err() {
        app.telemetry.emit(Event::DrainTimedOut);
    }
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
    app: &App,
) -> (TcpStream, Option<tokio::sync::OwnedSemaphorePermit>) {
    let permit = Arc::clone(permits).acquire_owned().await.ok();
    let mut pause = Duration::from_millis(5);
    loop {
        match listener.accept().await {
            Ok((socket, _)) => return (socket, permit),
            Err(error) => {
                // Out of file descriptors, most likely: wait for some to be closed.
                app.telemetry.emit(Event::AcceptFailed { error: &error });
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(1));
            }
        }
    }
}

/// A connection's life as a future that can be asked to end gracefully.
fn connection(
    socket: TcpStream,
    app: &Arc<App>,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = Box<dyn std::error::Error + Send + Sync>> + Send + 'static
{
    let _ = socket.set_nodelay(true);
    let settings = &app.settings;
    let patience =
        Patience { head: settings.header_timeout, idle: settings.idle_timeout, write: settings.write_timeout };
    let busy = Busy::default();
    let io = TokioIo::new(Guarded::new(socket, patience, busy.clone()));
    let app = Arc::clone(app);
    let service = service_fn(move |request| {
        let guard = busy.enter();
        let app = Arc::clone(&app);
        async move { Ok::<_, Infallible>(handle(app, request, guard).await) }
    });
    let builder = if settings.http2 { http2_builder(settings) } else { http1_builder(settings) };
    builder.serve_connection(io, service).into_owned()
}

fn http1_builder(settings: &Settings) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        // The socket's own deadlines are tighter; this one stands behind them.
        .header_read_timeout(settings.idle_timeout)
        .max_buf_size(settings.max_header_bytes)
        .max_headers(HEAD_FIELDS);
    builder
}

fn http2_builder(settings: &Settings) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(settings.idle_timeout)
        .max_buf_size(settings.max_header_bytes)
        .max_headers(HEAD_FIELDS);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(64)
        .max_header_list_size(u32::try_from(settings.max_header_bytes).unwrap_or(u32::MAX))
        .max_send_buf_size(64 * 1024)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(20));
    builder
}

/// A request's way: request id, origin, route, key, handler, headers, log. Every station is a plain call.
async fn handle(app: Arc<App>, request: Request<Incoming>, busy: BusyGuard) -> Response<ReplyBody> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let request_id = app.ids.request(&head.headers);
    let open = Open::new(&app);
    let is_head = head.method == Method::HEAD;
    let origin = head.headers.get(hyper::header::ORIGIN).cloned();
    let mut passed = Passed { label: "none", caller: None };
    let result = answer(&app, head, body, (Arc::clone(&request_id), started, busy), &mut passed).await;
    let mut reply = result.unwrap_or_else(|error| Reply::error(&error));
    if let Some(origin) = origin {
        let mut asked = hyper::HeaderMap::with_capacity(1);
        asked.insert(hyper::header::ORIGIN, origin);
        app.origins.mark(&asked, &mut reply.headers);
    }
    write_common_headers(&app, &mut reply, &request_id, started.elapsed());
    if let Some(caller) = &passed.caller {
        app.limiter.levels(caller, app.uptime()).write(&mut reply.headers);
    }
    open.end(Event::RequestEnded {
        endpoint: passed.label,
        status: reply.status.as_u16(),
        request_id: &request_id,
        key_id: passed.caller.as_ref().map(|caller| &*caller.key_id),
        report: &reply.report,
        elapsed: started.elapsed(),
    });
    if is_head {
        reply.body = ReplyBody::Whole(None);
    }
    let mut response = Response::new(reply.body);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    response
}

/// A request that is being answered. Dropped before its end, it tells that the client went away.
struct Open<'a> {
    app: &'a App,
    ended: bool,
}

impl<'a> Open<'a> {
    fn new(app: &'a App) -> Open<'a> {
        app.telemetry.emit(Event::RequestStarted);
        Open { app, ended: false }
    }

    fn end(mut self, event: Event<'_>) {
        self.ended = true;
        self.app.telemetry.emit(event);
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.app.telemetry.emit(Event::RequestDropped);
        }
    }
}

/// What is known of a request when it ends, however it ends.
struct Passed {
    label: &'static str,
    caller: Option<Caller>,
}

async fn answer(
    app: &Arc<App>,
    head: hyper::http::request::Parts,
    body: Incoming,
    (request_id, started, busy): (Arc<str>, Instant, BusyGuard),
    passed: &mut Passed,
) -> Result<Reply, ApiError> {
    app.origins.check(&head)?;
    if head.method == Method::OPTIONS {
        return Ok(app.origins.preflight());
    }
    let (endpoint, id) = match route(&head.method, head.uri.path()) {
        Route::Found(endpoint, id) => (endpoint, id),
        Route::OtherMethods(methods) => return Ok(other_methods(&head.method, &methods)),
        Route::Unknown => return Err(ApiError::unknown_url(head.method.as_str(), head.uri.path())),
    };
    passed.label = endpoint.label;
    let caller = identify(app, endpoint, &head).await?;
    passed.caller = Some(caller.clone());
    let exchange = Exchange { head, id, caller, request_id, started, busy: Some(busy), incoming: Some(body) };
    (endpoint.handler)(Arc::clone(app), exchange).await
}

async fn identify(app: &App, endpoint: &Endpoint, head: &hyper::http::request::Parts) -> Result<Caller, ApiError> {
    if endpoint.access == Access::Public {
        return Ok(app.keys.nobody());
    }
    if tokio::time::timeout(KEYS_TIME, app.keys.known()).await.is_err() {
        return Err(ApiError::keys_unknown());
    }
    app.keys.identify(&head.headers)
}

fn other_methods(method: &Method, allowed: &[&'static str]) -> Reply {
    let mut reply = Reply::error(&ApiError::method_not_allowed(method.as_str()));
    reply.header(ALLOW, &allowed.join(", "));
    reply
}

/// The headers that every response carries.
fn write_common_headers(app: &App, reply: &mut Reply, request_id: &str, elapsed: Duration) {
    let headers = &mut reply.headers;
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    let ms = if app.settings.deterministic { 0 } else { u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX) };
    headers.insert(HeaderName::from_static("openai-processing-ms"), HeaderValue::from(ms));
    headers.insert(HeaderName::from_static("openai-version"), HeaderValue::from_static("2020-10-01"));
    headers.insert(SERVER, HeaderValue::from_static("psycho-symbolic"));
    if reply.status != StatusCode::OK && app.is_draining() {
        headers.insert(hyper::header::CONNECTION, HeaderValue::from_static("close"));
    }
}
