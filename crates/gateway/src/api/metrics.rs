//! `GET /metrics`: Prometheus text.

use std::sync::Arc;

use hyper::StatusCode;

use crate::App;
use crate::error::ApiError;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;
use crate::telemetry::CONTENT_TYPE;

/// The metrics, where they are switched on.
pub async fn scrape(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    if !app.settings.metrics {
        return Err(ApiError::unknown_url(exchange.head.method.as_str(), exchange.head.uri.path()));
    }
    let text = app.telemetry.render();
    Ok(Reply::bytes(StatusCode::OK, CONTENT_TYPE, text))
}
