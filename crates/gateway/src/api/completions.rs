//! `POST /v1/completions`: prompts to be continued, as texts or as token ids.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use engine_api::{Ask, Body, Sampling, Script, Wordings, WordingsBuilder};
use hyper::header::HeaderName;
use openai_types::{COMPLETION, Checked, CompletionRequest, Input, Usage, check_completion_rules};
use serde_json::{Value, json};
use stream_core::token::Encoding;
use stream_core::{
    AdaptiveStreamer, Alternatives, CompletionManner, CompletionStream, Continuation, Echo, Extras, Header, Piece,
    Prepared, best_of, fold_completion, score,
};

use crate::App;
use crate::api::chat::{LARGE, WARM, written};
use crate::api::events::{Events, Tab, TextChunks};
use crate::api::request::{self, Parsed};
use crate::app::Bill;
use crate::engine::local::{PlanKeys, think};
use crate::engine::pipeline::Thought;
use crate::error::ApiError;
use crate::guard::auth::Caller;
use crate::http::exchange::Exchange;
use crate::http::reply::Reply;
use crate::http::sse::SseBody;
use crate::state::Endpoint;
use crate::telemetry::Event;
use crate::translate::key::{self, Key, Scope};
use crate::translate::models::{Purpose, Served, serve};
use crate::translate::sampling::{self, seed_of};

/// The endpoint's name in keys.
const NAME: &str = "completions";
/// The most prompts of a request.
const PROMPTS: usize = 2_048;
/// The most continuations of a request, over all prompts.
const CONTINUATIONS: u64 = 4_096;
/// More tokens of prompts than this are prepared on a blocking thread, and more continuations drawn there.
const IN_PLACE: usize = 2_048;
const MANY: u64 = 8;
/// What stands before the tail of a whole reply.
const HEAD: &str = r#"{"id":"","object":"text_completion","created":0"#;

/// A request with its answers.
#[derive(Debug)]
pub struct TextJob {
    key: Key,
    served: Served,
    prompts: Vec<Prompt>,
    sampling: Sampling,
    /// Choices of each prompt, and candidates they are the best of.
    counts: (u64, u64),
    alternatives: Option<Alternatives>,
    stream: Option<(bool, bool)>,
    user: Arc<str>,
    unknown: Checked,
    bytes: usize,
    whole: OnceLock<(Bytes, Usage)>,
}

/// One prompt with what is said to it.
#[derive(Debug)]
struct Prompt {
    text: Arc<str>,
    tokens: Vec<u32>,
    thought: Arc<Thought>,
    prepared: Arc<Prepared>,
    echo: Option<Echo>,
}

/// A prompt as it came: its text and its tokens.
type Asked = (String, Vec<u32>);

impl TextJob {
    /// Bytes that keeping the job takes, about.
    pub fn weight(&self) -> u64 {
        let whole = self.whole.get().map_or(0, |(tail, _)| tail.len());
        (self.bytes * 6 + 4_096 * self.prompts.len() + whole) as u64
    }

    fn prompt_tokens(&self) -> u64 {
        self.prompts.iter().map(|prompt| prompt.tokens.len() as u64).sum()
    }
}

/// Answers a completion request.
pub async fn create(app: Arc<App>, mut exchange: Exchange) -> Result<Reply, ApiError> {
    let bytes = exchange.json_body(app.body_limits()).await?;
    let job = job(&app, &exchange.caller, bytes).await?;
    let (id, created) = (app.ids.object("cmpl-", &job.key), app.ids.now());
    let mut reply = match job.stream {
        Some(wish) => {
            let chunks = TextChunks {
                chunks: chunks(&job, job.header(&app, id, created), wish, app.pacing),
                pacing: app.pacing,
            };
            let tab = Tab::new(&app, &mut exchange, (&job.user, job.served.id, job.prompt_tokens()));
            Reply::events(SseBody::new(Box::new(Events::new(chunks, tab)), app.settings.keep_alive_interval))
        }
        None => whole(&app, &exchange, &job, (&id, created))?,
    };
    let outcome = job.prompts.first().map_or("abstained", |prompt| prompt.thought.outcome.kind.name());
    reply.header(HeaderName::from_static("x-psycho-symbolic-outcome"), outcome);
    request::name_unknown(&app, &mut reply, &job.unknown);
    reply.report.model = Some(job.served.id);
    reply.report.outcome = Some(outcome);
    Ok(reply)
}

async fn job(app: &Arc<App>, caller: &Caller, bytes: Bytes) -> Result<Arc<TextJob>, ApiError> {
    let raw = key::of_bytes(NAME, &caller.key_id, app.day(), &bytes);
    let kept = app.replies.text(&raw);
    app.telemetry.emit(Event::CacheLookup { hit: kept.is_some() });
    if let Some(job) = kept {
        app.limiter.fits(caller, job.prompt_tokens(), app.uptime())?;
        return Ok(job);
    }
    let (large, size) = (bytes.len() > LARGE, bytes.len());
    let read = if large {
        let worker = Arc::clone(app);
        app.pool.work(move |_| read(&worker, &bytes)).await?
    } else {
        read(app, &bytes)
    };
    let read = read?;
    let prompt_tokens: usize = read.asked.iter().map(|(_, tokens)| tokens.len()).sum();
    app.limiter.fits(caller, prompt_tokens as u64, app.uptime())?;
    let job = Arc::new(make(app, caller, read, size).await?);
    if job.stream.is_none() {
        job.ready(app).await?;
    }
    if !job.prompts.iter().any(|prompt| prompt.thought.outcome.momentary) {
        app.replies.keep_text(raw, Arc::clone(&job));
    }
    Ok(job)
}

/// A request that has passed every check.
struct Read {
    parsed: Parsed<CompletionRequest>,
    served: Served,
    asked: Vec<Asked>,
}

fn read(app: &App, bytes: &[u8]) -> Result<Read, ApiError> {
    let mut parsed = request::parse::<CompletionRequest>(app, &COMPLETION, bytes)?;
    let served = serve(&app.settings, &parsed.request.model, Purpose::Text)?;
    check_completion_rules(&parsed.request)?;
    if parsed.request.stream.unwrap_or(false) && !app.settings.enable_streaming {
        return Err(request::streaming_off());
    }
    let asked = asked(parsed.request.prompt.take(), &served)?;
    let each = parsed.request.best_of.unwrap_or(1).max(parsed.request.n.unwrap_or(1));
    if asked.len() as u64 * each > CONTINUATIONS {
        let message = format!("Too many continuations: prompts times choices may be at most {CONTINUATIONS}.");
        return Err(ApiError::invalid(400, message).code("array_above_max_length").param("prompt"));
    }
    sampling::check_bias(parsed.request.logit_bias.as_ref(), &served)?;
    for (text, tokens) in &asked {
        if app.settings.log_prompts {
            app.telemetry.emit(Event::Prompt { request_id: "", text });
        }
        request::check_context(app, tokens.len(), "prompt")?;
    }
    Ok(Read { parsed, served, asked })
}

/// Every prompt as text and tokens. None at all is an empty text, as at the start of a document.
fn asked(prompt: Option<Input>, served: &Served) -> Result<Vec<Asked>, ApiError> {
    let of_text = |text: String| {
        let tokens = served.tokenizer().encode(&text);
        (text, tokens)
    };
    let of_tokens = |tokens: Vec<u32>| {
        let bytes = request::decode(&tokens, served.tokenizer(), "prompt")?;
        Ok::<_, ApiError>((String::from_utf8_lossy(&bytes).into_owned(), tokens))
    };
    let asked: Vec<Asked> = match prompt {
        None => vec![(String::new(), Vec::new())],
        Some(Input::Text(text)) => vec![of_text(text)],
        Some(Input::Texts(texts)) => texts.into_iter().take(PROMPTS + 1).map(of_text).collect(),
        Some(Input::Tokens(tokens)) => vec![of_tokens(tokens)?],
        Some(Input::TokenLists(lists)) => {
            lists.into_iter().take(PROMPTS + 1).map(of_tokens).collect::<Result<_, _>>()?
        }
    };
    match asked.len() {
        0 => Err(ApiError::invalid(
            400,
            "Invalid 'prompt': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        )
        .code("empty_array")
        .param("prompt")),
        1..=PROMPTS => Ok(asked),
        _ => Err(ApiError::invalid(
            400,
            format!("Invalid 'prompt': array too long. Expected an array with maximum length {PROMPTS}."),
        )
        .code("array_above_max_length")
        .param("prompt")),
    }
}

async fn make(app: &Arc<App>, caller: &Caller, read: Read, bytes: usize) -> Result<TextJob, ApiError> {
    let Read { parsed: Parsed { value, request, unknown }, served, asked } = read;
    let key = key::digest(Scope::Answer, &value);
    let sampling = sampling::of_completion(&request, key::seed(&key));
    let mut thoughts = Vec::with_capacity(asked.len());
    for (text, _) in &asked {
        thoughts.push(think_about(app, caller, &request, (text, &served)).await?);
        tokio::task::yield_now().await;
    }
    let tokens: usize = asked.iter().map(|(_, tokens)| tokens.len()).sum();
    let scores = request.echo.unwrap_or(false).then_some(request.logprobs);
    let looks = stream_core::needs_context(&sampling);
    let encoding = served.encoding;
    let prepare = move || {
        let all = asked.into_iter().zip(thoughts);
        all.map(|(asked, thought)| prompt(asked, thought, (encoding, looks), scores)).collect::<Vec<_>>()
    };
    let prompts = if tokens > IN_PLACE { app.pool.work(move |_| prepare()).await? } else { prepare() };
    let n = request.n.unwrap_or(1);
    let options = request.stream_options.as_ref();
    Ok(TextJob {
        key,
        served,
        prompts,
        sampling,
        counts: (n, request.best_of.unwrap_or(1).max(n)),
        alternatives: request.logprobs.map(|top| if top == 0 { Alternatives::None } else { Alternatives::Listed }),
        stream: request.stream.unwrap_or(false).then(|| {
            let usage = options.and_then(|options| options.include_usage).unwrap_or(false);
            (usage, options.and_then(|options| options.include_obfuscation).unwrap_or(true))
        }),
        user: Arc::from(request.user.as_deref().unwrap_or_default()),
        unknown,
        bytes,
        whole: OnceLock::new(),
    })
}

/// A prompt made ready to be continued; `scores` says whether it is said first, and with how many alternatives its
/// tokens are scored.
fn prompt(
    (text, tokens): Asked,
    thought: Arc<Thought>,
    (encoding, looks): (Encoding, bool),
    scores: Option<Option<u64>>,
) -> Prompt {
    let script = continuing(&thought.script, &text);
    let text: Arc<str> = Arc::from(text);
    let echo = scores.map(|top| Echo {
        text: Arc::clone(&text),
        tokens: match top {
            Some(top) => score(&tokens, encoding, usize::try_from(top).unwrap_or(0)).into(),
            None => Arc::default(),
        },
    });
    let context = if looks { tokens.clone() } else { Vec::new() };
    let prepared = Arc::new(Prepared::new(&script, encoding, context));
    Prompt { text, tokens, thought, prepared, echo }
}

/// Thinks about one prompt. What follows the answer (`suffix`) is read for what it tells.
async fn think_about(
    app: &Arc<App>,
    caller: &Caller,
    request: &CompletionRequest,
    (text, served): (&str, &Served),
) -> Result<Arc<Thought>, ApiError> {
    let about: Value = json!({"prompt": text, "suffix": request.suffix});
    let name = format!("{NAME}/{}", served.id);
    let asked = key::digest(Scope::Thought, &about);
    let plan = |tenant: &str| key::of_request(&name, tenant, app.day(), &asked);
    let plans = PlanKeys { own: plan(&caller.key_id), warmed: plan(WARM) };
    let mut ask = Ask::of(text);
    ask.suffix = request.suffix.clone();
    ask.now = app.ids.now();
    think(app, plans, ask, (served.steps, text.len() > LARGE)).await
}

/// An answer as the continuation of a prompt: parted from it where nothing parts them yet.
fn continuing(script: &Script, prompt: &str) -> Script {
    let parted = prompt.is_empty() || prompt.ends_with(char::is_whitespace);
    let words = match &script.body {
        Body::Text(words) | Body::Refusal(words) => words.clone(),
        Body::Calls(_) => Wordings::fixed(""),
    };
    let mut builder = WordingsBuilder::new();
    builder.say(if parted { "" } else { " " }).append(words);
    Script { reasoning: None, body: Body::Text(builder.build()), citations: Vec::new() }
}

/// The pieces of one choice.
type Voice = Box<dyn Iterator<Item = Piece> + Send>;

impl TextJob {
    fn header(&self, app: &App, id: Arc<str>, created: i64) -> Header {
        Header {
            id,
            created,
            model: Arc::clone(&self.served.name),
            system_fingerprint: Some(Arc::clone(&app.fingerprint)),
            service_tier: None,
        }
    }

    /// The choices of the prompt of that number, and how many tokens their losing rivals said.
    fn choices(&self, number: usize, prompt: &Prompt) -> (Vec<Voice>, u64) {
        let (n, candidates) = self.counts;
        let first = number as u64 * candidates;
        let perform = |index: u64| {
            let sampling = Sampling { seed: seed_of(self.sampling.seed, first + index), ..self.sampling.clone() };
            prompt.prepared.perform(&sampling)
        };
        if candidates <= n {
            return ((0..n).map(|index| Box::new(perform(index)) as Voice).collect(), 0);
        }
        let all: Vec<Vec<Piece>> = (0..candidates).map(|index| perform(index).collect()).collect();
        let said = |pieces: &[Vec<Piece>]| pieces.iter().map(|pieces| tokens_said(pieces)).sum::<u64>();
        let total = said(&all);
        let best = best_of(all, usize::try_from(n).unwrap_or(usize::MAX));
        let lost = total - said(&best);
        (best.into_iter().map(|pieces| Box::new(pieces.into_iter()) as Voice).collect(), lost)
    }
}

fn tokens_said(pieces: &[Piece]) -> u64 {
    match pieces.last() {
        Some(Piece::End(ending)) => u64::from(ending.completion_tokens),
        _ => 0,
    }
}

/// The chunks of every choice; `best_of` is refused for streams, so nothing is lost here.
fn chunks(job: &TextJob, header: Header, wish: (bool, bool), pacing: AdaptiveStreamer) -> CompletionStream<Voice> {
    continuations(job, header, wish, pacing).0
}

fn continuations(
    job: &TextJob,
    header: Header,
    (usage, obfuscation): (bool, bool),
    pacing: AdaptiveStreamer,
) -> (CompletionStream<Voice>, u64) {
    let manner = CompletionManner {
        extras: Extras {
            usage,
            obfuscation: obfuscation.then_some(job.sampling.seed),
            prompt_tokens: job.prompt_tokens(),
            cached_tokens: 0,
        },
        logprobs: job.alternatives,
    };
    let mut all = Vec::new();
    let mut lost = 0;
    for (number, prompt) in job.prompts.iter().enumerate() {
        let (choices, of_rivals) = job.choices(number, prompt);
        lost += of_rivals;
        all.extend(choices.into_iter().map(|pieces| Box::new(pacing.join(pieces)) as Voice).map(|pieces| {
            Continuation { prompt_characters: prompt.text.chars().count() as u64, echo: prompt.echo.clone(), pieces }
        }));
    }
    (CompletionStream::new(header, manner, job.served.tokenizer(), all), lost)
}

fn whole(app: &App, exchange: &Exchange, job: &TextJob, (id, created): (&Arc<str>, i64)) -> Result<Reply, ApiError> {
    let (tail, usage) = job.fold(app, &AtomicBool::new(false))?;
    let tokens = (usage.prompt_tokens, usage.completion_tokens);
    let bill = Bill { endpoint: Endpoint::Completions, user: &job.user, model: job.served.id, tokens };
    app.book(&exchange.caller, bill);
    let mut reply = Reply::json_bytes(written(id, "text_completion", created, tail));
    reply.report.tokens = Some(tokens);
    Ok(reply)
}

impl TextJob {
    /// Makes the whole reply ahead, on a blocking thread where that takes long.
    async fn ready(self: &Arc<TextJob>, app: &Arc<App>) -> Result<(), ApiError> {
        if self.prompts.len() as u64 * self.counts.1 <= MANY {
            return self.fold(app, &AtomicBool::new(false)).map(|_| ());
        }
        let (worker, job) = (Arc::clone(app), Arc::clone(self));
        app.pool.work(move |cancel| job.fold(&worker, cancel).map(|_| ())).await?
    }

    /// The whole reply without id and time, made once unless `cancel` becomes true before.
    fn fold(&self, app: &App, cancel: &AtomicBool) -> Result<&(Bytes, Usage), ApiError> {
        if let Some(whole) = self.whole.get() {
            return Ok(whole);
        }
        let (chunks, lost) =
            continuations(self, self.header(app, Arc::from(""), 0), (true, false), AdaptiveStreamer::OFF);
        let chunks = chunks.take_while(|_| !cancel.load(Ordering::Relaxed));
        let mut completion = fold_completion(chunks).ok_or_else(ApiError::internal)?;
        if cancel.load(Ordering::Relaxed) {
            return Err(ApiError::internal());
        }
        let mut usage = completion.usage.into_value().unwrap_or_default();
        usage.completion_tokens += lost;
        usage.total_tokens += lost;
        completion.usage = usage.clone().into();
        let json = serde_json::to_vec(&completion).map_err(|_| ApiError::internal())?;
        debug_assert!(json.starts_with(HEAD.as_bytes()), "the head is written first");
        let tail = Bytes::from(json).slice(HEAD.len()..);
        Ok(self.whole.get_or_init(|| (tail, usage)))
    }
}
