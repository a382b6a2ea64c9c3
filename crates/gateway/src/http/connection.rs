//! A connection: its socket with deadlines, and the versions of HTTP that it may speak.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::Response;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpStream;

use crate::App;
use crate::http::guarded::{Busy, Guarded, Patience};
use crate::http::reply::ReplyBody;
use crate::http::serve::handle;
use crate::settings::Settings;

/// The most headers of a request.
const HEAD_FIELDS: usize = 100;

/// A connection's life, or the answering of one of its requests.
type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A connection's life as a future, which ends after the request at hand when `graceful` asks for it.
pub(super) fn open(socket: TcpStream, app: &Arc<App>, graceful: &GracefulShutdown) -> Boxed<()> {
    let _ = socket.set_nodelay(true);
    let settings = &app.settings;
    let patience =
        Patience { head: settings.header_timeout, idle: settings.idle_timeout, write: settings.write_timeout };
    let busy = Busy::default();
    let io = TokioIo::new(Guarded::new(socket, patience, busy.clone()));
    let serving = Arc::clone(app);
    let service = service_fn(move |request| {
        let (app, guard) = (Arc::clone(&serving), busy.enter());
        // hyper keeps room for this future as long as the connection lives: boxed, it takes two words there.
        let answered: Boxed<Result<Response<ReplyBody>, Infallible>> =
            Box::pin(async move { Ok(handle(app, request, guard).await) });
        answered
    });
    if settings.http2 {
        ended(graceful.watch(any_version(settings).serve_connection(io, service).into_owned()))
    } else {
        ended(graceful.watch(version_1(settings).serve_connection(io, service)))
    }
}

/// How a connection ended concerns nobody: the peer is gone either way.
fn ended<T>(connection: impl Future<Output = T> + Send + 'static) -> Boxed<()> {
    Box::pin(async move {
        let _ = connection.await;
    })
}

fn version_1(settings: &Settings) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        // The socket's own deadlines are tighter; this one stands behind them.
        .header_read_timeout(settings.idle_timeout)
        .max_buf_size(settings.max_header_bytes)
        .max_headers(HEAD_FIELDS);
    builder
}

fn any_version(settings: &Settings) -> auto::Builder<TokioExecutor> {
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
