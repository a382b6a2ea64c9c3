//! `/health`, `/livez`, `/readyz`: is the process there, may it be sent requests, and how are its caches.

use std::sync::Arc;

use hyper::StatusCode;
use serde_json::json;

use crate::App;
use crate::error::ApiError;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;

/// State and cache statistics.
pub async fn health(app: Arc<App>, _: Exchange) -> Result<Reply, ApiError> {
    let draining = app.is_draining();
    let cache = app.replies.statistics();
    let body = json!({
        "status": if draining { "draining" } else { "ok" },
        "version": env!("CARGO_PKG_VERSION"),
        "uptime_seconds": app.uptime().as_secs(),
        "cache": {
            "entries": cache.entries,
            "capacity": app.settings.cache_size,
            "hits": cache.hits,
            "misses": cache.misses,
            "hit_ratio": cache.hit_ratio(),
            "plans": app.plans.count(),
        },
    });
    let mut reply = Reply::json(&body);
    if draining {
        reply.status = StatusCode::SERVICE_UNAVAILABLE;
    }
    Ok(reply)
}

/// 200 as long as the process runs, draining or not.
pub async fn livez(_: Arc<App>, _: Exchange) -> Result<Reply, ApiError> {
    Ok(Reply::bytes(StatusCode::OK, "text/plain; charset=utf-8", "ok\n"))
}

/// 200 when requests are welcome: not before the keys are known, and not after the stop signal.
pub async fn readyz(app: Arc<App>, _: Exchange) -> Result<Reply, ApiError> {
    let (status, text) = match (app.is_draining(), app.keys.is_known()) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "draining\n"),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read\n"),
        (false, true) => (StatusCode::OK, "ok\n"),
    };
    Ok(Reply::bytes(status, "text/plain; charset=utf-8", text))
}
