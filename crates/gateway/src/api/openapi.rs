//! `GET /openapi.json`: the document of what is served, made from the tables of endpoints and parameters.

use std::sync::Arc;

use openai_types::Operation;

use crate::App;
use crate::error::ApiError;
use crate::http::endpoints::{Access, ENDPOINTS, Endpoint};
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;

/// Serves the document.
pub async fn document(_: Arc<App>, _: Exchange) -> Result<Reply, ApiError> {
    Ok(Reply::json(&build()))
}

/// The document.
pub fn build() -> serde_json::Value {
    let operations: Vec<Operation> = ENDPOINTS.iter().map(operation).collect();
    openai_types::openapi(env!("CARGO_PKG_VERSION"), &operations)
}

fn operation(row: &'static Endpoint) -> Operation {
    let streams = matches!(row.id, "createChatCompletion" | "createCompletion");
    Operation {
        method: row.method.as_str(),
        // `{model*}` stands for more than one segment, which OpenAPI cannot say.
        path: if row.path == "/v1/models/{model*}" { "/v1/models/{model}" } else { row.path },
        id: row.id,
        summary: row.summary,
        reply: (!row.reply.is_empty()).then_some(row.reply),
        events: streams.then_some(if row.id == "createCompletion" { "Completion" } else { "ChatCompletionChunk" }),
        guarded: row.access == Access::Key,
    }
}
