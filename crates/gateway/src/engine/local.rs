//! Answers: a thought made ready to be said, and how the request wants it said.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use engine_api::{Ask, Body, OutcomeKind, Sampling};
use openai_types::{FinishReason, ServiceTier, Usage};
use stream_core::{AdaptiveStreamer, ChatManner, ChatStream, Extras, Header, Joined, Performance, Prepared, fold};

use crate::App;
use crate::engine::pipeline::Thought;
use crate::engine::pool::Halt;
use crate::error::ApiError;
use crate::telemetry::Event;
use crate::translate::key::{self, Key};
use crate::translate::models::Served;
use crate::translate::sampling::seed_of;

/// Everything about the answer to a canonical request; what differs from reply to reply (id, time) comes later.
#[derive(Debug)]
pub struct Answer {
    /// The canonical request.
    pub key: Key,
    /// Who answers.
    pub served: Served,
    /// What was thought.
    pub thought: Arc<Thought>,
    /// The script in tokens.
    pub prepared: Arc<Prepared>,
    /// How it is drawn.
    pub sampling: Sampling,
    /// How often it is drawn.
    pub choices: u64,
    /// How it is written.
    pub form: Form,
    /// Tokens of the prompt.
    pub prompt_tokens: u64,
    whole: OnceLock<Whole>,
}

/// The chunks of a chat answer.
pub type Chunks = ChatStream<Joined<Performance>>;

/// How a chat answer is written.
#[derive(Debug, Clone)]
pub struct Form {
    /// Why an answer of calls ends.
    pub finish_of_calls: FinishReason,
    /// Whether calls take the legacy form.
    pub legacy_functions: bool,
    /// Whether the tier is told.
    pub service_tier: Option<ServiceTier>,
    /// The text that the client expects (`prediction`).
    pub predicted: Option<Arc<str>>,
}

/// A whole reply without its id and time.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The JSON behind `"created":…`.
    pub tail: Bytes,
    /// Its token counts.
    pub usage: Usage,
}

/// More choices than this are drawn on a blocking thread.
const MANY: u64 = 8;
/// What stands before [`Whole::tail`].
const HEAD: &str = r#"{"id":"","object":"chat.completion","created":0"#;

impl Answer {
    /// Makes a thought ready to be said.
    pub fn new(key: Key, served: Served, thought: Arc<Thought>, draw: Draw) -> Answer {
        let prepared = Arc::new(Prepared::new(&thought.script, served.encoding, draw.context));
        Answer {
            key,
            served,
            thought,
            prepared,
            sampling: draw.sampling,
            choices: draw.choices,
            form: draw.form,
            prompt_tokens: draw.prompt_tokens,
            whole: OnceLock::new(),
        }
    }

    /// How the answer was come by.
    pub fn outcome(&self) -> OutcomeKind {
        self.thought.outcome.kind
    }

    /// The chunks of the answer, drawn as they are asked for.
    pub fn stream(&self, header: Header, (usage, obfuscation): (bool, bool), pacing: AdaptiveStreamer) -> Chunks {
        let extras = Extras {
            usage,
            obfuscation: obfuscation.then_some(self.sampling.seed),
            prompt_tokens: self.prompt_tokens,
            cached_tokens: 0,
        };
        let manner = ChatManner {
            extras,
            finish_of_calls: self.form.finish_of_calls.clone(),
            legacy_functions: self.form.legacy_functions,
            citations: self.thought.script.citations.clone(),
        };
        let choice = |index: u64| {
            let sampling = Sampling { seed: seed_of(self.sampling.seed, index), ..self.sampling.clone() };
            pacing.join(self.prepared.perform(&sampling))
        };
        let choices = (0..self.choices).map(choice).collect();
        ChatStream::new(header, manner, self.prepared.tokenizer(), choices)
    }

    /// The whole reply: the fold of its stream. Made once, unless `cancel` becomes true before it is.
    ///
    /// # Errors
    /// 500 if it was cancelled, or cannot be written, which does not happen.
    pub fn whole(&self, app: &App, cancel: &AtomicBool) -> Result<&Whole, ApiError> {
        if let Some(whole) = self.whole.get() {
            return Ok(whole);
        }
        let header = self.header(app, Arc::from(""), 0);
        let chunks = self.stream(header, (true, false), AdaptiveStreamer::OFF);
        let chunks = chunks.take_while(|_| !cancel.load(Ordering::Relaxed));
        let mut completion = fold(chunks).ok_or_else(ApiError::internal)?;
        if cancel.load(Ordering::Relaxed) {
            return Err(ApiError::internal());
        }
        if let (Some(predicted), Some(usage)) = (&self.form.predicted, completion.usage.as_mut()) {
            let said = completion.choices.first().and_then(|choice| choice.message.content.as_deref());
            self.compare(predicted, said.unwrap_or_default(), usage);
        }
        let usage = completion.usage.clone().unwrap_or_default();
        let json = serde_json::to_vec(&completion).map_err(|_| ApiError::internal())?;
        debug_assert!(json.starts_with(HEAD.as_bytes()), "the head is written first");
        let tail = Bytes::from(json).slice(HEAD.len()..);
        Ok(self.whole.get_or_init(|| Whole { tail, usage }))
    }

    /// Makes the whole reply ahead, on a blocking thread where that takes long.
    ///
    /// # Errors
    /// As [`Answer::whole`], and 429 when no slot is free.
    pub async fn ready(self: &Arc<Answer>, app: &Arc<App>) -> Result<(), ApiError> {
        if self.whole.get().is_some() {
            return Ok(());
        }
        if self.choices <= MANY {
            return self.whole(app, &AtomicBool::new(false)).map(|_| ());
        }
        let (worker, answer) = (Arc::clone(app), Arc::clone(self));
        app.pool.work(move |cancel| answer.whole(&worker, cancel).map(|_| ())).await?
    }

    /// What every chunk of a reply shares.
    pub fn header(&self, app: &App, id: Arc<str>, created: i64) -> Header {
        Header {
            id,
            created,
            model: Arc::clone(&self.served.name),
            system_fingerprint: Some(Arc::clone(&app.fingerprint)),
            service_tier: self.form.service_tier.clone(),
        }
    }

    /// Counts how many tokens of a prediction came true.
    pub fn compare(&self, predicted: &str, said: &str, usage: &mut Usage) {
        let tokenizer = self.prepared.tokenizer();
        let (predicted, said) = (tokenizer.encode(predicted), tokenizer.encode(said));
        let accepted = predicted.iter().zip(&said).take_while(|(a, b)| a == b).count();
        let details = usage.completion_tokens_details.get_or_insert_default();
        details.accepted_prediction_tokens = accepted as u64;
        details.rejected_prediction_tokens = (predicted.len() - accepted) as u64;
    }

    /// Bytes that keeping the answer takes, about.
    pub fn weight(&self) -> u64 {
        let script = match &self.thought.script.body {
            Body::Text(words) | Body::Refusal(words) => {
                words.nodes().iter().flat_map(|node| &node.edges).map(|edge| edge.text.len() + 64).sum()
            }
            Body::Calls(calls) => calls.iter().map(|call| call.arguments.len() + 128).sum::<usize>(),
        };
        let whole = self.whole.get().map_or(0, |whole| whole.tail.len());
        (script * 4 + whole + 2_048) as u64
    }
}

/// How an answer is drawn and written.
#[derive(Debug)]
pub struct Draw {
    /// How it is drawn.
    pub sampling: Sampling,
    /// How often.
    pub choices: u64,
    /// How it is written.
    pub form: Form,
    /// Tokens of the prompt, counted.
    pub prompt_tokens: u64,
    /// Tokens of the prompt's end, where the draw looks at them.
    pub context: Vec<u32>,
}

/// Under which keys a thought may be found.
#[derive(Debug, Clone, Copy)]
pub struct PlanKeys {
    /// The caller's own.
    pub own: Key,
    /// That of thoughts had at start.
    pub warmed: Key,
}

/// Thinks about `ask`, or remembers having thought about it.
///
/// # Errors
/// 429 when no slot is free, 500 when thinking panicked.
pub async fn think(
    app: &Arc<App>,
    plans: PlanKeys,
    ask: Ask,
    (steps, large): (u64, bool),
) -> Result<Arc<Thought>, ApiError> {
    if let Some(thought) = app.plans.get(&plans.own).or_else(|| app.plans.get(&plans.warmed)) {
        return Ok(thought);
    }
    let worker = Arc::clone(app);
    let result = app.pool.think(large, steps, move |budget| worker.pipeline.think(&ask, budget)).await;
    if let Err(Halt::Panicked(message)) = &result {
        app.telemetry.emit(Event::Panicked { message });
    }
    let mut thought = result?;
    name_calls(&mut thought, &plans.warmed);
    let thought = Arc::new(thought);
    if !thought.outcome.momentary {
        app.plans.put(plans.own, Arc::clone(&thought));
    }
    Ok(thought)
}

/// Gives calls their ids: functions of the request, like everything else that is said.
fn name_calls(thought: &mut Thought, plan: &Key) {
    let Body::Calls(calls) = &mut thought.script.body else { return };
    let seed = key::seed(plan);
    for (index, call) in calls.iter_mut().enumerate() {
        call.id = crate::ids::call_id(seed.wrapping_add(index as u64));
    }
}
