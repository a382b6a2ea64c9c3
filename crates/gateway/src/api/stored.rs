//! Stored chat completions: list, one, its messages, new metadata, delete. Each key sees its own.

use std::sync::Arc;

use openai_types::{
    Content, Message, STORED_LIST, STORED_MESSAGES, STORED_UPDATE, StoredCompletion, StoredCompletionDeleted,
    StoredCompletionList, StoredCompletionUpdate, StoredMessage, StoredMessageList, parse_query,
};
use serde_json::{Map, Value};

use crate::App;
use crate::api::request;
use crate::error::ApiError;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;
use crate::state::{self, ListCompletions, Order};

const WHAT: &str = "chat completion";

/// A page of completions.
pub async fn list(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    let pairs = exchange.query();
    let (query, _) = parse_query(&STORED_LIST, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
    let metadata = query.get("metadata").and_then(Value::as_object).into_iter().flatten();
    let wanted = ListCompletions {
        tenant: exchange.caller.key_id.to_string(),
        model: text(&query, "model").map(|model| app.settings.model(&model).map_or(model.clone(), str::to_owned)),
        metadata: metadata.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect(),
        after: text(&query, "after"),
        limit: limit(&query),
        order: order(&query),
    };
    let (rows, has_more) = app.store.list_completions(&wanted).await?;
    let data = rows.iter().map(completion).collect::<Result<Vec<_>, _>>()?;
    Ok(Reply::json(&StoredCompletionList {
        first_id: data.first().map(|row| Arc::clone(&row.id)),
        last_id: data.last().map(|row| Arc::clone(&row.id)),
        data,
        has_more,
        ..StoredCompletionList::default()
    }))
}

/// One completion.
pub async fn get(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    Ok(Reply::json(&completion(&find(&app, &exchange).await?)?))
}

/// The messages that one completion answered.
pub async fn messages(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    let pairs = exchange.query();
    let (query, _) = parse_query(&STORED_MESSAGES, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
    let row = find(&app, &exchange).await?;
    let messages: Vec<Message> = serde_json::from_str(&row.messages).map_err(|_| ApiError::internal())?;
    let mut all: Vec<StoredMessage> =
        messages.into_iter().enumerate().map(|(index, message)| stored_message(&row.id, index, message)).collect();
    if order(&query) == Order::Descending {
        all.reverse();
    }
    let start = match text(&query, "after") {
        None => 0,
        Some(after) => all.iter().position(|message| message.id == after).map_or(all.len(), |index| index + 1),
    };
    let limit = limit(&query) as usize;
    let has_more = all.len() - start > limit;
    let data: Vec<StoredMessage> = all.into_iter().skip(start).take(limit).collect();
    Ok(Reply::json(&StoredMessageList {
        first_id: data.first().map(|message| message.id.clone()),
        last_id: data.last().map(|message| message.id.clone()),
        data,
        has_more,
        ..StoredMessageList::default()
    }))
}

/// New metadata for one completion.
pub async fn update(app: Arc<App>, mut exchange: Exchange) -> Result<Reply, ApiError> {
    let bytes = exchange.json_body(app.body_limits()).await?;
    let parsed = request::parse::<StoredCompletionUpdate>(&app, &STORED_UPDATE, &bytes)?;
    let metadata =
        serde_json::to_string(&parsed.request.metadata.unwrap_or_default()).map_err(|_| ApiError::internal())?;
    let row = app.store.set_completion_metadata(&exchange.caller.key_id, &exchange.id, metadata).await?;
    match row {
        Some(row) => Ok(Reply::json(&completion(&row)?)),
        None => Err(ApiError::not_found(WHAT, &exchange.id)),
    }
}

/// Forgets one completion.
pub async fn delete(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    if !app.store.delete_completion(&exchange.caller.key_id, &exchange.id).await? {
        return Err(ApiError::not_found(WHAT, &exchange.id));
    }
    let deleted = StoredCompletionDeleted { id: exchange.id, deleted: true, ..StoredCompletionDeleted::default() };
    Ok(Reply::json(&deleted))
}

async fn find(app: &App, exchange: &Exchange) -> Result<state::StoredCompletion, ApiError> {
    let row = app.store.completion(&exchange.caller.key_id, &exchange.id).await?;
    row.ok_or_else(|| ApiError::not_found(WHAT, &exchange.id))
}

/// The stored body with the metadata of today.
fn completion(row: &state::StoredCompletion) -> Result<StoredCompletion, ApiError> {
    let mut body: StoredCompletion = serde_json::from_str(&row.body).map_err(|_| ApiError::internal())?;
    body.metadata = serde_json::from_str(&row.metadata).unwrap_or_default();
    Ok(body)
}

fn stored_message(completion: &str, index: usize, message: Message) -> StoredMessage {
    let (content, content_parts) = match message.content.into_value() {
        Some(Content::Text(text)) => (Some(text), None),
        Some(Content::Parts(parts)) => (None, Some(parts)),
        None => (None, None),
    };
    StoredMessage {
        id: format!("{completion}-{index}"),
        role: message.role,
        content,
        content_parts,
        name: message.name,
        refusal: message.refusal.into_value(),
        tool_calls: message.tool_calls,
        function_call: message.function_call.into_value(),
        tool_call_id: message.tool_call_id,
        ..StoredMessage::default()
    }
}

fn text(query: &Map<String, Value>, name: &str) -> Option<String> {
    query.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn limit(query: &Map<String, Value>) -> u32 {
    query.get("limit").and_then(Value::as_u64).and_then(|limit| u32::try_from(limit).ok()).unwrap_or(20)
}

fn order(query: &Map<String, Value>) -> Order {
    if query.get("order").and_then(Value::as_str) == Some("desc") { Order::Descending } else { Order::Ascending }
}
