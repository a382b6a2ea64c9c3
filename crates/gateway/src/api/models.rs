//! `GET /v1/models`, `GET` and `DELETE /v1/models/{id}`.

use std::sync::Arc;

use openai_types::{Model, ModelDeleted, ModelList};

use crate::App;
use crate::error::ApiError;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;
use crate::settings::models::MODELS;

/// 2026-11-22T00:00:00Z: when the first models were made.
const CREATED: i64 = 1_795_305_600;

/// Lists our own models; aliases answer but are not listed.
pub async fn list(_: Arc<App>, _: Exchange) -> Result<Reply, ApiError> {
    let data = MODELS.into_iter().map(model).collect();
    Ok(Reply::json(&ModelList { data, ..ModelList::default() }))
}

/// One model, by its own name or an alias.
pub async fn get(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    match app.settings.model(&exchange.id) {
        Some(_) => Ok(Reply::json(&model(&exchange.id))),
        None => Err(ApiError::model_not_found(&exchange.id)),
    }
}

/// Deleting: nothing is deleted, as only fine-tuned models can be and there are none.
pub async fn delete(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    // Only fine-tuned models can be deleted; that one of them is gone already is no error.
    if app.settings.model(&exchange.id).is_none() && !exchange.id.starts_with("ft:") {
        return Err(ApiError::model_not_found(&exchange.id));
    }
    Ok(Reply::json(&ModelDeleted { id: exchange.id, deleted: false, ..ModelDeleted::default() }))
}

fn model(id: &str) -> Model {
    Model { id: Arc::from(id), created: CREATED, owned_by: Arc::from("psycho-symbolic"), ..Model::default() }
}
