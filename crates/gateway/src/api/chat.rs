//! `POST /v1/chat/completions`.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bytes::{BufMut, Bytes, BytesMut};
use hyper::header::HeaderName;
use openai_types::{CHAT, ChatRequest, Checked, Content, FinishReason, ServiceTier, check_chat_rules};

use crate::App;
use crate::api::events::{ChatChunks, Events, Tab};
use crate::api::keeping::keeping;
use crate::api::request::{self, Parsed};
use crate::app::Bill;
use crate::engine::local::{Answer, Draw, Form, PlanKeys, think};
use crate::engine::proofs::Explained;
use crate::error::ApiError;
use crate::guard::auth::Caller;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;
use crate::http::sse::SseBody;
use crate::state::{Endpoint, StoredCompletion};
use crate::telemetry::Event;
use crate::translate::key::{self, Key, Scope};
use crate::translate::models::{Purpose, Served, serve};
use crate::translate::{ask, count, sampling};

/// Bodies larger than this leave the thread that serves connections.
pub const LARGE: usize = 32 * 1024;
/// How many of the prompt's last tokens the background model looks at.
const CONTEXT: usize = 2_048;
/// The endpoint's name in keys.
const NAME: &str = "chat";

/// The tenant of thoughts that were had at start, which belong to everyone.
pub const WARM: &str = "";

/// A request with its answer, by which the same bytes are answered again.
#[derive(Debug)]
pub struct Job {
    /// What is said.
    pub answer: Arc<Answer>,
    /// How it is delivered; none for a whole reply.
    pub stream: Option<Wish>,
    /// For whom, as the request says.
    pub user: Arc<str>,
    /// Fields that are not known.
    pub unknown: Checked,
    /// What is to be stored with the completion.
    keep: Option<Box<Keep>>,
    bytes: usize,
}

/// What a request wants of its stream.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Token counts in a last chunk.
    pub usage: bool,
    /// Padding.
    pub obfuscation: bool,
}

/// What a stored completion holds of its request.
#[derive(Debug)]
struct Keep {
    request: ChatRequest,
}

impl Job {
    /// Bytes that keeping the job takes, about.
    pub fn weight(&self) -> u64 {
        (self.bytes + 512) as u64
    }
}

/// Answers a chat request.
pub async fn create(app: Arc<App>, mut exchange: Exchange) -> Result<Reply, ApiError> {
    let bytes = exchange.json_body(app.body_limits()).await?;
    let job = job(&app, &exchange.caller, bytes).await?;
    let birth = Birth { id: app.ids.object("chatcmpl-", &job.answer.key), created: app.ids.now() };
    if let Some(keep) = &job.keep {
        // What a stream is going to say is known before it begins, so that it is stored before anyone hears of it.
        store(&app, &exchange, (&job, keep), &birth).await?;
    } else {
        app.recent.keep(&exchange.caller.key_id, &birth.id, &job.answer.thought);
    }
    let mut reply = match job.stream {
        Some(wish) => streamed(&app, &mut exchange, &job, (wish, birth)),
        None => whole(&app, &exchange, &job, &birth)?,
    };
    mark(&app, &mut reply, &job);
    Ok(reply)
}

/// What a reply has for itself alone.
#[derive(Debug, Clone)]
struct Birth {
    id: Arc<str>,
    created: i64,
}

/// The job that these bytes are, made or remembered.
///
/// # Errors
/// Whatever is wrong with the request, or 429.
pub async fn job(app: &Arc<App>, caller: &Caller, bytes: Bytes) -> Result<Arc<Job>, ApiError> {
    let raw = key::of_bytes(NAME, &caller.key_id, app.day(), &bytes);
    if let Some(job) = app.replies.job(&raw) {
        app.telemetry.emit(Event::CacheLookup { hit: true });
        app.limiter.fits(caller, job.answer.prompt_tokens, app.uptime())?;
        return Ok(job);
    }
    let large = bytes.len() > LARGE;
    let size = bytes.len();
    let read = if large {
        let worker = Arc::clone(app);
        app.pool.work(move |_| read(&worker, &bytes)).await?
    } else {
        read(app, &bytes)
    };
    let read = read?;
    app.limiter.fits(caller, read.prompt_tokens as u64, app.uptime())?;
    let time = keeping(&read.parsed.request, app.replies.usual_time());
    let (canonical, answer) = answer(app, caller, &read, large).await?;
    let time = time.filter(|_| !answer.thought.outcome.momentary);
    let request = read.parsed.request;
    let stores = request.store.unwrap_or(false);
    if stores || !request.stream.unwrap_or(false) {
        answer.ready(app).await?;
    }
    if let Some(time) = time {
        // Kept when it is whole, so that its size is known; again where only its size has changed.
        app.replies.keep_answer(canonical, Arc::clone(&answer), time);
    }
    let job = Arc::new(Job {
        answer,
        stream: wish(&request),
        user: Arc::from(request.user.as_deref().or(request.safety_identifier.as_deref()).unwrap_or_default()),
        unknown: read.parsed.unknown,
        keep: stores.then(|| Box::new(Keep { request })),
        bytes: size,
    });
    if let Some(time) = time.filter(|_| !stores) {
        app.replies.keep_job(raw, Arc::clone(&job), time);
    }
    Ok(job)
}

/// A request that has passed every check.
struct Read {
    parsed: Parsed<ChatRequest>,
    served: Served,
    prompt_tokens: usize,
}

fn read(app: &App, bytes: &[u8]) -> Result<Read, ApiError> {
    let parsed = request::parse::<ChatRequest>(app, &CHAT, bytes)?;
    let served = serve(&app.settings, &parsed.request.model, Purpose::Text)?;
    check_chat_rules(&parsed.request)?;
    if parsed.request.stream.unwrap_or(false) && !app.settings.enable_streaming {
        return Err(request::streaming_off());
    }
    if app.settings.log_prompts {
        for text in
            parsed.request.messages.iter().filter_map(|message| message.content.value()).flat_map(Content::texts)
        {
            app.telemetry.emit(Event::Prompt { request_id: "", text });
        }
    }
    sampling::check_bias(parsed.request.logit_bias.as_ref(), &served)?;
    let prompt_tokens = count::chat(&parsed.request, served.tokenizer());
    request::check_context(app, prompt_tokens, "messages")?;
    Ok(Read { parsed, served, prompt_tokens })
}

/// The answer to the canonical request, made or remembered.
async fn answer(app: &Arc<App>, caller: &Caller, read: &Read, large: bool) -> Result<(Key, Arc<Answer>), ApiError> {
    let Read { parsed, served, prompt_tokens } = read;
    let said = key::digest(Scope::Answer, &parsed.value);
    let canonical = key::of_request(NAME, &caller.key_id, app.day(), &said);
    let kept = app.replies.answer(&canonical);
    app.telemetry.emit(Event::CacheLookup { hit: kept.is_some() });
    if let Some(answer) = kept {
        return Ok((canonical, answer));
    }
    let request = &parsed.request;
    let ask = ask::ask(request, app.ids.now())?;
    app.check_grammars(&ask)?;
    let about = format!("{NAME}/{}", served.id);
    let asked = key::digest(Scope::Thought, &parsed.value);
    let plan = |tenant: &str| key::of_request(&about, tenant, app.day(), &asked);
    let plans = PlanKeys { own: plan(&caller.key_id), warmed: plan(WARM) };
    let thought = think(app, plans, ask, (served.steps, large)).await?;
    let sampling = sampling::of_chat(request, key::seed(&said), app.settings.max_tokens);
    let looks = stream_core::needs_context(&sampling);
    let draw = Draw {
        context: if looks { context(request, served) } else { Vec::new() },
        sampling,
        choices: request.n.unwrap_or(1),
        form: form(request),
        prompt_tokens: *prompt_tokens as u64,
    };
    Ok((canonical, Arc::new(Answer::new(canonical, served.clone(), thought, draw))))
}

/// The last tokens of the prompt.
fn context(request: &ChatRequest, served: &Served) -> Vec<u32> {
    let mut tokens = Vec::new();
    for message in &request.messages {
        for text in message.content.value().into_iter().flat_map(openai_types::Content::texts) {
            served.tokenizer().encode_into(text, &mut tokens);
        }
    }
    tokens.split_off(tokens.len().saturating_sub(CONTEXT))
}

fn form(request: &ChatRequest) -> Form {
    let legacy = request.functions.is_some();
    let named = matches!(
        request.tool_choice,
        Some(openai_types::ToolChoice::Object(
            openai_types::ToolChoiceObject::Function(_) | openai_types::ToolChoiceObject::Custom(_),
        ))
    ) || matches!(request.function_call, Some(openai_types::FunctionCallOption::Named(_)));
    Form {
        finish_of_calls: match (named, legacy) {
            (true, _) => FinishReason::Stop,
            (false, true) => FinishReason::FunctionCall,
            (false, false) => FinishReason::ToolCalls,
        },
        legacy_functions: legacy,
        service_tier: request.service_tier.as_ref().map(|_| ServiceTier::Default),
        predicted: request.prediction.as_ref().map(|prediction| prediction.content.texts().collect::<String>().into()),
    }
}

fn wish(request: &ChatRequest) -> Option<Wish> {
    let options = request.stream_options.as_ref();
    request.stream.unwrap_or(false).then(|| Wish {
        usage: options.and_then(|options| options.include_usage).unwrap_or(false),
        obfuscation: options.and_then(|options| options.include_obfuscation).unwrap_or(true),
    })
}

/// A reply in one piece.
fn whole(app: &Arc<App>, exchange: &Exchange, job: &Arc<Job>, birth: &Birth) -> Result<Reply, ApiError> {
    let whole = job.answer.whole(app, &AtomicBool::new(false))?;
    let tokens = (whole.usage.prompt_tokens, whole.usage.completion_tokens);
    app.book(
        &exchange.caller,
        Bill { endpoint: Endpoint::Completions, user: &job.user, model: job.answer.served.id, tokens },
    );
    let mut reply = Reply::json_bytes(written(&birth.id, "chat.completion", birth.created, &whole.tail));
    reply.report.tokens = Some(tokens);
    Ok(reply)
}

/// The JSON of a reply: its head of this moment and its tail of always.
pub fn written(id: &str, object: &str, created: i64, tail: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(tail.len() + id.len() + object.len() + 64);
    out.put_slice(br#"{"id":""#);
    out.put_slice(id.as_bytes());
    out.put_slice(br#"","object":""#);
    out.put_slice(object.as_bytes());
    out.put_slice(br#"","created":"#);
    out.put_slice(created.to_string().as_bytes());
    out.put_slice(tail);
    out.freeze()
}

/// A reply of events.
fn streamed(app: &Arc<App>, exchange: &mut Exchange, job: &Arc<Job>, (wish, birth): (Wish, Birth)) -> Reply {
    let header = job.answer.header(app, birth.id, birth.created);
    let chunks = ChatChunks::new(Arc::clone(&job.answer), header, wish, app.pacing);
    let tab = Tab::new(app, exchange, (&job.user, job.answer.served.id, job.answer.prompt_tokens));
    Reply::events(SseBody::new(Box::new(Events::new(chunks, tab)), app.settings.keep_alive_interval))
}

/// The headers and the report that both forms share.
fn mark(app: &App, reply: &mut Reply, job: &Job) {
    let outcome = job.answer.outcome().name();
    reply.header(HeaderName::from_static("x-psycho-symbolic-outcome"), outcome);
    request::name_unknown(app, reply, &job.unknown);
    reply.report.model = Some(job.answer.served.id);
    reply.report.outcome = Some(outcome);
}

/// Stores the completion before the reply tells of it.
async fn store(app: &App, exchange: &Exchange, (job, keep): (&Job, &Keep), birth: &Birth) -> Result<(), ApiError> {
    let whole = job.answer.whole(app, &AtomicBool::new(false))?;
    let json = written(&birth.id, "chat.completion", birth.created, &whole.tail);
    let mut body: openai_types::StoredCompletion = serde_json::from_slice(&json).map_err(|_| ApiError::internal())?;
    let request = &keep.request;
    body.request_id = Some(exchange.request_id.to_string());
    body.seed = request.seed;
    body.top_p = request.top_p.or(Some(1.0));
    body.temperature = request.temperature.or(Some(1.0));
    body.presence_penalty = request.presence_penalty.or(Some(0.0));
    body.frequency_penalty = request.frequency_penalty.or(Some(0.0));
    body.input_user = request.user.clone();
    body.tools = request.tools.clone();
    body.tool_choice = request.tool_choice.as_ref().and_then(|choice| serde_json::to_value(choice).ok());
    body.response_format = request.response_format.clone();
    body.metadata = request.metadata.clone().unwrap_or_default();
    let text = |value: Result<String, serde_json::Error>| value.map_err(|_| ApiError::internal());
    app.store
        .put_completion(StoredCompletion {
            tenant: exchange.caller.key_id.to_string(),
            id: birth.id.to_string(),
            model: job.answer.served.id.to_owned(),
            created: birth.created,
            metadata: text(serde_json::to_string(&body.metadata))?,
            body: text(serde_json::to_string(&body))?,
            messages: text(serde_json::to_string(&request.messages))?,
            explained: Explained::of(&job.answer.thought),
        })
        .await?;
    Ok(())
}
