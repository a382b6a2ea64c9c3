//! `GET /v1/organization/usage/completions` and `…/embeddings`: the API's own pages of usage.

use std::sync::Arc;

use openai_types::{
    COMPLETIONS_USAGE, CompletionsUsage, EMBEDDINGS_USAGE, EmbeddingsUsage, Table, UsageBucket, UsagePage, UsageResult,
    parse_query,
};
use serde_json::{Map, Value};

use crate::App;
use crate::error::ApiError;
use crate::guard::auth::OPEN;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;
use crate::state::{Endpoint, GroupBy, UsageQuery, UsageRow, Width};

/// Usage of chat and legacy completions.
pub async fn completions(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    page(&app, &exchange, Endpoint::Completions, &COMPLETIONS_USAGE).await
}

/// Usage of embeddings.
pub async fn embeddings(app: Arc<App>, exchange: Exchange) -> Result<Reply, ApiError> {
    page(&app, &exchange, Endpoint::Embeddings, &EMBEDDINGS_USAGE).await
}

async fn page(app: &App, exchange: &Exchange, endpoint: Endpoint, table: &Table) -> Result<Reply, ApiError> {
    let pairs = exchange.query();
    let (query, _) = parse_query(table, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
    let mut query = usage_query(&query, endpoint, app.ids.now())?;
    if !app.keys.is_open() {
        // A key sees what it used itself; operators ask `gateway usage`.
        let own = exchange.caller.key_id.to_string();
        query.2 |= !query.0.keys.is_empty() && !query.0.keys.contains(&own);
        query.0.keys = vec![own];
    }
    if query.2 {
        return Ok(Reply::json(&UsagePage::default()));
    }
    let groups = query.1;
    let page = app.store.usage(&query.0).await?;
    let data = page
        .buckets
        .into_iter()
        .map(|bucket| UsageBucket {
            start_time: bucket.start_time,
            end_time: bucket.end_time,
            results: bucket.rows.into_iter().map(|row| result(endpoint, &groups, row)).collect(),
            ..UsageBucket::default()
        })
        .collect();
    Ok(Reply::json(&UsagePage {
        data,
        has_more: page.next_page.is_some(),
        next_page: page.next_page,
        ..UsagePage::default()
    }))
}

/// The names by which results are told apart.
type Groups = Vec<String>;

/// The store's question, the wanted groups, and whether nothing can match.
fn usage_query(
    query: &Map<String, Value>,
    endpoint: Endpoint,
    now: i64,
) -> Result<(UsageQuery, Groups, bool), ApiError> {
    let number = |name: &str| query.get(name).and_then(Value::as_i64);
    let start_time = number("start_time").unwrap_or(0);
    let end_time = number("end_time").unwrap_or_else(|| now.saturating_add(1));
    if end_time <= start_time {
        let message = "Invalid 'end_time': it must be after 'start_time'.";
        return Err(ApiError::invalid(400, message).code("invalid_value").param("end_time"));
    }
    let width = query.get("bucket_width").and_then(Value::as_str).and_then(Width::from_name).unwrap_or_default();
    let (usual, most) = width.limits();
    let limit = number("limit").map_or(usual, |limit| u32::try_from(limit).unwrap_or(u32::MAX));
    if limit > most {
        let message = format!(
            "Invalid 'limit': integer above maximum value. Expected a value <= {most}, but got {limit} instead."
        );
        return Err(ApiError::invalid(400, message).code("integer_above_max_value").param("limit"));
    }
    let groups = texts(query, "group_by");
    let only_batches = query.get("batch").and_then(Value::as_bool).unwrap_or(false);
    let keys =
        texts(query, "api_key_ids").into_iter().map(|key| if key == OPEN { String::new() } else { key }).collect();
    let wanted = UsageQuery {
        endpoint,
        start_time,
        end_time,
        width,
        group_by: groups.iter().filter_map(|name| GroupBy::from_name(name)).collect(),
        keys,
        users: texts(query, "user_ids"),
        models: texts(query, "models"),
        projects: texts(query, "project_ids"),
        limit,
        page: query.get("page").and_then(Value::as_str).map(str::to_owned),
    };
    Ok((wanted, groups, only_batches))
}

fn texts(query: &Map<String, Value>, name: &str) -> Vec<String> {
    let list = query.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn result(endpoint: Endpoint, groups: &Groups, row: UsageRow) -> UsageResult {
    let grouped = |name: &str| groups.iter().any(|group| group == name);
    let project_id = row.project.map(str::to_owned);
    match endpoint {
        Endpoint::Completions => UsageResult::Completions(CompletionsUsage {
            input_tokens: row.input,
            output_tokens: row.output,
            input_cached_tokens: row.cached,
            num_model_requests: row.requests,
            project_id,
            user_id: row.user,
            api_key_id: row.key,
            model: row.model,
            batch: grouped("batch").then_some(false),
            service_tier: grouped("service_tier").then(|| "default".to_owned()),
            ..CompletionsUsage::default()
        }),
        Endpoint::Embeddings => UsageResult::Embeddings(EmbeddingsUsage {
            input_tokens: row.input,
            num_model_requests: row.requests,
            project_id,
            user_id: row.user,
            api_key_id: row.key,
            model: row.model,
            ..EmbeddingsUsage::default()
        }),
    }
}
