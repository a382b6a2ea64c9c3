//! `POST /v1/embeddings`.

use std::sync::Arc;

use openai_types::{Embedding, EmbeddingRequest, EmbeddingResponse, EmbeddingUsage, EncodingFormat, Input, Vector};
use stream_core::token::Tokenizer;

use crate::App;
use crate::api::request::{self, Parsed};
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
    let large = bytes.len() > LARGE;
    let reader = Arc::clone(&app);
    let read = move || read(&reader, &bytes);
    let read = if large { app.pool.work(move |_| read()).await? } else { read() }?;
    app.limiter.fits(&exchange.caller, read.tokens, app.uptime())?;
    let (tokens, model) = (read.tokens, read.served.id);
    let (user, unknown) = (read.parsed.request.user.clone().unwrap_or_default(), read.parsed.unknown.clone());
    let worker = Arc::clone(&app);
    let embed = move || embed(&worker, read);
    let response = if large { app.pool.work(move |_| embed()).await? } else { embed() };
    let bill = Bill { endpoint: Endpoint::Embeddings, user: &user, model, tokens: (tokens, 0) };
    app.book(&exchange.caller, bill);
    let mut reply = Reply::json(&response);
    request::name_unknown(&app, &mut reply, &unknown);
    reply.report.model = Some(model);
    reply.report.tokens = Some((tokens, 0));
    Ok(reply)
}

/// A request that has passed every check.
struct Read {
    parsed: Parsed<EmbeddingRequest>,
    served: Served,
    texts: Vec<String>,
    tokens: u64,
    dimensions: usize,
}

fn read(app: &App, bytes: &[u8]) -> Result<Read, ApiError> {
    let mut parsed = request::parse::<EmbeddingRequest>(app, &openai_types::EMBEDDING, bytes)?;
    let served = serve(&app.settings, &parsed.request.model, Purpose::Embedding)?;
    let input = parsed.request.input.take().unwrap_or(Input::Texts(Vec::new()));
    let (texts, counts) = texts(input, served.tokenizer())?;
    let whole = app.embedder.dimensions();
    let dimensions = match parsed.request.dimensions {
        None => whole,
        Some(wanted) => usize::try_from(wanted).ok().filter(|wanted| *wanted <= whole).ok_or_else(|| {
            let message =
                format!("Invalid value for 'dimensions': expected a value <= {whole}, but got {wanted} instead.");
            ApiError::invalid(400, message).code("integer_above_max_value").param("dimensions")
        })?,
    };
    let tokens = counts.iter().map(|count| *count as u64).sum();
    Ok(Read { parsed, served, texts, tokens, dimensions })
}

fn embed(app: &App, read: Read) -> EmbeddingResponse {
    let format = read.parsed.request.encoding_format.unwrap_or(EncodingFormat::Float);
    let vector = |(index, text): (usize, &String)| {
        let vector = app.embedder.embed(text, read.dimensions);
        Embedding { index: index as u64, embedding: Vector::new(vector, format), ..Embedding::default() }
    };
    let data = read.texts.iter().enumerate().map(vector).collect();
    let usage = EmbeddingUsage { prompt_tokens: read.tokens, total_tokens: read.tokens, ..EmbeddingUsage::default() };
    EmbeddingResponse { data, model: Arc::clone(&read.served.name), usage, ..EmbeddingResponse::default() }
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
