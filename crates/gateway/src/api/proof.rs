//! Why a reply says what it says: the proof of a stored completion, or of one of the last replies. Each key sees its
//! own.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::ACCEPT;
use serde_json::Value;

use crate::App;
use crate::engine::proofs::Explained;
use crate::error::ApiError;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;

/// The proof as a JSON tree, or as text where the request accepts `text/plain` and no JSON.
pub async fn get(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    let explained = match app.recent.find(&exchange.caller.key_id, &exchange.id) {
        Some(thought) => Explained::of(&thought),
        None => stored(&app, &exchange).await?,
    };
    if wants_text(&exchange) {
        return Ok(Reply::bytes(StatusCode::OK, "text/plain; charset=utf-8", explained.text));
    }
    let (id, outcome) = (Value::from(exchange.id.as_str()), Value::from(explained.outcome));
    let proof = explained.json;
    Ok(Reply::json_bytes(format!(
        "{{\"object\":\"chat.completion.proof\",\"id\":{id},\"outcome\":{outcome},\"proof\":{proof}}}"
    )))
}

async fn stored(app: &App, exchange: &Exchange) -> Result<Explained, ApiError> {
    let found = app.store.explanation(&exchange.caller.key_id, &exchange.id).await?;
    found.ok_or_else(|| ApiError::not_found("chat completion", &exchange.id))
}

fn wants_text(exchange: &Exchange) -> bool {
    let accepted = exchange.head.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let names = |wanted: &str| {
        let mut kinds = accepted.split(',').map(|kind| kind.split(';').next().unwrap_or_default().trim());
        kinds.any(|kind| kind.eq_ignore_ascii_case(wanted))
    };
    names("text/plain") && !names("application/json")
}
