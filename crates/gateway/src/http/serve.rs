//! The accept loop, the order of a request's stations, and the graceful stop.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::body::Incoming;
use hyper::header::{ALLOW, HeaderName, HeaderValue, SERVER};
use hyper::{Method, Request, Response};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::App;
use crate::error::ApiError;
use crate::guard::auth::Caller;
use crate::http::body;
use crate::http::connection;
use crate::http::endpoints::{Access, Endpoint, Route, route};
use crate::http::exchange::Exchange;
use crate::http::guarded::BusyGuard;
use crate::http::reply::{Reply, ReplyBody};
use crate::telemetry::Event;

/// How long a request waits at the start of the server for the store to tell the keys.
const KEYS_TIME: Duration = Duration::from_secs(5);

/// Serves until `stop` resolves, then lets running requests finish within the drain time. Until they have, probes are
/// answered, and further requests are told to go elsewhere.
pub async fn serve(listener: TcpListener, app: Arc<App>, stop: impl Future<Output = ()>) {
    let permits = Arc::new(Semaphore::new(app.settings.max_connections));
    let mut door = Door { listener, app, permits, connections: JoinSet::new() };
    let graceful = GracefulShutdown::new();
    door.accept_until(stop, &graceful).await;
    let app = Arc::clone(&door.app);
    app.begin_drain();
    app.telemetry.emit(Event::Draining { timeout: app.settings.drain_timeout });
    let late = GracefulShutdown::new();
    let finished = tokio::time::timeout(app.settings.drain_timeout, graceful.shutdown());
    let mut in_time = true;
    let finished = async { in_time = finished.await.is_ok() };
    door.accept_until(finished, &late).await;
    if !in_time {
        app.telemetry.emit(Event::DrainTimedOut);
    }
    // What outlived the drain time ends here, and is waited for, so that its bill is written.
    door.connections.shutdown().await;
}

/// Where connections come in.
struct Door {
    listener: TcpListener,
    app: Arc<App>,
    permits: Arc<Semaphore>,
    connections: JoinSet<()>,
}

impl Door {
    /// Takes connections until `stop` resolves; they end gracefully when `graceful` says so.
    async fn accept_until(&mut self, stop: impl Future<Output = ()>, graceful: &GracefulShutdown) {
        let mut stop = pin!(stop);
        loop {
            let (socket, permit) = tokio::select! {
                () = &mut stop => return,
                accepted = accept(&self.listener, &self.permits, &self.app) => accepted,
            };
            while self.connections.try_join_next().is_some() {}
            let connection = connection::open(socket, &self.app, graceful);
            let counted = Counted::new(&self.app);
            self.connections.spawn(async move {
                connection.await;
                drop((counted, permit));
            });
        }
    }
}

/// A connection that is counted as open, however it ends.
struct Counted(Arc<App>);

impl Counted {
    fn new(app: &Arc<App>) -> Counted {
        app.telemetry.emit(Event::ConnectionOpened);
        Counted(Arc::clone(app))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.telemetry.emit(Event::ConnectionClosed);
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

/// A request's way: request id, origin, route, key, handler, headers, log. Every station is a plain call.
pub(super) async fn handle(app: Arc<App>, request: Request<Incoming>, busy: BusyGuard) -> Response<ReplyBody> {
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
    let (endpoint, id) = match admit(app, &head, passed).await {
        Ok(admitted) => admitted,
        Err(reply) => {
            // A client that waits to be told to go on sends nothing more.
            if !head.headers.contains_key(hyper::header::EXPECT) {
                body::drain(body).await;
            }
            return reply;
        }
    };
    let caller = passed.caller.clone().unwrap_or_else(|| app.keys.nobody());
    let exchange = Exchange { head, id, caller, request_id, started, busy: Some(busy), incoming: Some(body) };
    (endpoint.handler)(Arc::clone(app), exchange).await
}

/// The endpoint and the id in its path, for a caller who may come in; else the reply that turns the request away.
async fn admit(
    app: &App,
    head: &hyper::http::request::Parts,
    passed: &mut Passed,
) -> Result<(&'static Endpoint, String), Result<Reply, ApiError>> {
    check_size(head, app.settings.max_header_bytes).map_err(Err)?;
    app.origins.check(head).map_err(Err)?;
    if head.method == Method::OPTIONS {
        return Err(Ok(app.origins.preflight()));
    }
    let (endpoint, id) = match route(&head.method, head.uri.path()) {
        Route::Found(endpoint, id) => (endpoint, id),
        Route::OtherMethods(methods) => return Err(Ok(other_methods(&head.method, &methods))),
        Route::Unknown => return Err(Err(ApiError::unknown_url(head.method.as_str(), head.uri.path()))),
    };
    passed.label = endpoint.label;
    let caller = identify(app, endpoint, head).await.map_err(Err)?;
    let admitted = app.limiter.admit(&caller, app.uptime());
    passed.caller = Some(caller);
    admitted.map_err(Err)?;
    Ok((endpoint, id))
}

/// hyper bounds a head by its buffer, which may be larger than the setting when bytes arrive together.
fn check_size(head: &hyper::http::request::Parts, max: usize) -> Result<(), ApiError> {
    let fields: usize = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let line = head.uri.path().len() + head.uri.query().map_or(0, str::len);
    if fields + line > max {
        let message = format!("The request's head is too large: the limit is {max} bytes.");
        return Err(ApiError::invalid(431, message));
    }
    Ok(())
}

async fn identify(app: &App, endpoint: &Endpoint, head: &hyper::http::request::Parts) -> Result<Caller, ApiError> {
    if endpoint.access == Access::Public {
        return Ok(app.keys.nobody());
    }
    if app.is_draining() {
        return Err(ApiError::draining());
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
    if app.is_draining() {
        headers.insert(hyper::header::CONNECTION, HeaderValue::from_static("close"));
    }
}
