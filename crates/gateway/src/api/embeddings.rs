//! `POST /v1/embeddings`.

use std::sync::Arc;

use openai_types::{Embedding, EmbeddingRequest, EmbeddingResponse, EmbeddingUsage, EncodingFormat, Input, Vector};
use stream_core::token::Tokenizer;

use crate::App;
use crate::api::request;
use crate::app::Bill;
use crate::error::ApiError;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;
use crate::state::Endpoint;
use crate::translate::models::{Purpose, Served, serve};

/// The most tokens of one input.
const INPUT_TOKENS: usize = 8_192;
/// The most tokens of a request.
const REQUEST_TOKENS: usize = 300_000;
/// Bodies larger than this leave the thread that serves connections.
const LARGE: usize = 4_096;

/// Answers a request for vectors.
pub async fn create(app: Arc<App>, mut exchange: Exchange) -> Result<Reply, ApiError> {
    let bytes = exchange.json_body(app.body_limits()).await?;
    let parsed = request::parse::<EmbeddingRequest>(&app, &openai_types::EMBEDDING, &bytes)?;
    let served = serve(&app.settings, &parsed.request.model, Purpose::Embedding)?;
    let user = parsed.request.user.clone();
    let worker = Arc::clone(&app);
    let model = served.id;
    let embed = move || embed(&worker, &served, parsed.request);
    let made = if bytes.len() > LARGE { app.pool.work(embed).await? } else { embed() };
    let (response, tokens) = made?;
    app.limiter.admit(&exchange.caller, tokens, app.uptime())?;
    let user = user.as_deref().unwrap_or_default();
    app.book(&exchange.caller, Bill { endpoint: Endpoint::Embeddings, user, model, tokens: (tokens, 0) });
    let mut reply = Reply::json(&response);
    request::name_unknown(&app, &mut reply, &parsed.unknown);
    reply.report.model = Some(model);
    reply.report.tokens = Some((tokens, 0));
    Ok(reply)
}

fn embed(app: &App, served: &Served, request: EmbeddingRequest) -> Result<(EmbeddingResponse, u64), ApiError> {
    let (texts, counts) = texts(request.input.unwrap_or(Input::Texts(Vec::new())), served.tokenizer())?;
    let whole = app.embedder.dimensions();
    let dimensions = match request.dimensions {
        None => whole,
        Some(wanted) => usize::try_from(wanted).ok().filter(|wanted| *wanted <= whole).ok_or_else(|| {
            let message =
                format!("Invalid value for 'dimensions': expected a value <= {whole}, but got {wanted} instead.");
            ApiError::invalid(400, message).code("integer_above_max_value").param("dimensions")
        })?,
    };
    let format = request.encoding_format.unwrap_or(EncodingFormat::Float);
    let data = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let vector = app.embedder.embed(text, dimensions);
            Embedding { index: index as u64, embedding: Vector::new(vector, format), ..Embedding::default() }
        })
        .collect();
    let tokens: u64 = counts.iter().map(|count| *count as u64).sum();
    let usage = EmbeddingUsage { prompt_tokens: tokens, total_tokens: tokens, ..EmbeddingUsage::default() };
    Ok((EmbeddingResponse { data, model: Arc::clone(&served.name), usage, ..EmbeddingResponse::default() }, tokens))
}

/// Every input as text, with its tokens counted.
fn texts(input: Input, tokenizer: &'static Tokenizer) -> Result<(Vec<String>, Vec<usize>), ApiError> {
    let (texts, counts): (Vec<String>, Vec<usize>) = match input {
        Input::Text(text) => vec![counted(text, tokenizer)],
        Input::Texts(texts) => texts.into_iter().map(|text| counted(text, tokenizer)).collect(),
        Input::Tokens(tokens) => vec![decoded(&tokens, tokenizer)?],
        Input::TokenLists(lists) => lists.iter().map(|tokens| decoded(tokens, tokenizer)).collect::<Result<_, _>>()?,
    }
    .into_iter()
    .unzip();
    if let Some(count) = counts.iter().find(|count| **count > INPUT_TOKENS) {
        return Err(ApiError::context_length(INPUT_TOKENS, *count, "input"));
    }
    let sum: usize = counts.iter().sum();
    if sum > REQUEST_TOKENS {
        let message = format!(
            "Invalid 'input': maximum request size is {REQUEST_TOKENS} tokens per request, but got {sum} tokens."
        );
        return Err(ApiError::invalid(400, message).code("max_tokens_per_request").param("input"));
    }
    Ok((texts, counts))
}

fn counted(text: String, tokenizer: &Tokenizer) -> (String, usize) {
    let count = tokenizer.count(&text);
    (text, count)
}

fn decoded(tokens: &[u32], tokenizer: &Tokenizer) -> Result<(String, usize), ApiError> {
    let bytes = request::decode(tokens, tokenizer, "input")?;
    Ok((String::from_utf8_lossy(&bytes).into_owned(), tokens.len()))
}
