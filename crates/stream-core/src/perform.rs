//! From script to pieces: the iterator that says an answer, token by token.
//!
//! A script is compiled once ([`Prepared`]) and may be performed many times: each choice of a request is a
//! performance of its own with its own seed. Nothing is drawn before it is asked for, so a reader who stops
//! reading stops the work.

use std::collections::VecDeque;
use std::sync::Arc;

use engine_api::{Body, Call, Sampling, Script};

use crate::background::Background;
use crate::belief::{Belief, Terrain};
use crate::lattice::Lattice;
use crate::prior::Prior;
use crate::sample::{Sampler, TokenScore};
use crate::stop::{Gate, Release};
use crate::token::{Encoding, Tokenizer};

/// Tells the draws of the reasoning from those of the answer.
const REASONING_SEED: u64 = 0x7265_6173_6f6e_2121;

/// A part of an answer, in the order in which it is said. Texts hold whole characters.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// The reasoning goes on with this text.
    Reasoning(String),
    /// The answer goes on with this text.
    Text {
        /// What is said; empty only for tokens at the end that hold no whole character.
        text: String,
        /// Its tokens, where they are to be reported.
        tokens: Vec<TokenScore>,
    },
    /// The refusal goes on with this text.
    Refusal {
        /// What is said, as in [`Piece::Text`].
        text: String,
        /// Its tokens, where they are to be reported.
        tokens: Vec<TokenScore>,
    },
    /// A call of a tool begins.
    CallStart {
        /// The number of the call in the answer, from 0.
        index: u32,
        /// The call's id, as the script gives it.
        id: String,
        /// The tool's name.
        name: String,
        /// Whether the tool is a custom one, which takes text instead of JSON.
        custom: bool,
    },
    /// The arguments of a call go on with this text.
    CallArguments {
        /// The number of the call.
        index: u32,
        /// What follows.
        text: String,
        /// Whether the tool is a custom one.
        custom: bool,
    },
    /// The answer is over. Always the last piece, and always there.
    End(Ending),
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ending {
    /// Why.
    pub finish: Finish,
    /// How many tokens were said: text or refusal, reasoning and arguments of calls.
    pub completion_tokens: u32,
    /// How many of them were reasoning.
    pub reasoning_tokens: u32,
    /// The mean natural logarithm of the probability of the text's tokens, by which `best_of` ranks;
    /// 0 where there are none.
    pub mean_logprob: f64,
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// It is complete, or a stop string came.
    Stop,
    /// `max_tokens` were said.
    Length,
    /// Its calls are complete.
    Calls,
}

/// A script made ready to be performed.
#[derive(Debug, Clone)]
pub struct Prepared {
    tokenizer: &'static Tokenizer,
    prior: Prior,
    reasoning: Option<Lattice>,
    body: Matter,
    context: Vec<u32>,
}

/// The body of a script in tokens.
#[derive(Debug, Clone)]
enum Matter {
    Text(Lattice),
    Refusal(Lattice),
    Calls(Vec<(Call, Vec<u32>)>),
}

impl Prepared {
    /// Compiles `script` for the tokens of `encoding`. `context` are the tokens of the prompt, which the background
    /// model adapts to; where [`crate::needs_context`] is false they do not matter and may be left empty.
    pub fn new(script: &Script, encoding: Encoding, context: Vec<u32>) -> Prepared {
        let tokenizer = Tokenizer::get(encoding);
        let body = match &script.body {
            Body::Text(wordings) => Matter::Text(Lattice::compile(wordings, tokenizer)),
            Body::Refusal(wordings) => Matter::Refusal(Lattice::compile(wordings, tokenizer)),
            Body::Calls(calls) => {
                let encode = |call: &Call| (call.clone(), tokenizer.encode(&call.arguments));
                Matter::Calls(calls.iter().map(encode).collect())
            }
        };
        let reasoning = script.reasoning.as_ref().map(|wordings| Lattice::compile(wordings, tokenizer));
        Prepared { tokenizer, prior: Prior::of(encoding), reasoning, body, context }
    }

    /// The tokenizer whose tokens are said.
    pub fn tokenizer(&self) -> &'static Tokenizer {
        self.tokenizer
    }

    /// Performs the script as `sampling` says. The same script and sampling give the same pieces.
    pub fn perform(self: &Arc<Self>, sampling: &Sampling) -> Performance {
        Performance::new(Arc::clone(self), sampling)
    }
}

/// Performs `script` once. For several choices of one script, prepare it once and perform it often.
///
/// ```
/// use engine_api::{Sampling, Script, Wordings};
/// use stream_core::{Piece, perform, token::Encoding};
///
/// let script = Script::text(Wordings::fixed("Your name is Ada."));
/// let text: String = perform(&script, &Sampling::greedy(), Encoding::O200kBase)
///     .filter_map(|piece| if let Piece::Text { text, .. } = piece { Some(text) } else { None })
///     .collect();
/// assert_eq!(text, "Your name is Ada.");
/// ```
pub fn perform(script: &Script, sampling: &Sampling, encoding: Encoding) -> Performance {
    Arc::new(Prepared::new(script, encoding, Vec::new())).perform(sampling)
}

/// What is being said.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Reasoning,
    Body,
    /// The call of this number, from its token of this number on.
    Call(usize, usize),
    Over,
}

/// The pieces of one answer, drawn as they are asked for.
#[derive(Debug, Clone)]
pub struct Performance {
    prepared: Arc<Prepared>,
    stage: Stage,
    walk: Walk,
    body_sampler: Sampler,
    stops: Vec<String>,
    report: bool,
    gate: Gate,
    tokens_left: u32,
    ready: VecDeque<Piece>,
    tally: Tally,
}

/// What is counted while performing.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    text: u32,
    reasoning: u32,
    arguments: u32,
    logprob: f64,
}

impl Performance {
    fn new(prepared: Arc<Prepared>, sampling: &Sampling) -> Performance {
        let quiet = Sampling {
            frequency_penalty: 0.0,
            presence_penalty: 0.0,
            logit_bias: Vec::new(),
            logprobs: false,
            seed: sampling.seed ^ REASONING_SEED,
            ..sampling.clone()
        };
        let walk = match &prepared.reasoning {
            Some(lattice) => Walk::new(lattice, Sampler::new(&quiet)),
            None => Walk::default(),
        };
        let mut performance = Performance {
            stage: Stage::Reasoning,
            walk,
            body_sampler: Sampler::new(sampling),
            stops: sampling.stop.clone(),
            report: sampling.logprobs,
            gate: Gate::new(&[]),
            tokens_left: sampling.max_tokens,
            ready: VecDeque::new(),
            tally: Tally::default(),
            prepared,
        };
        if performance.prepared.reasoning.is_none() {
            performance.begin_body();
        }
        performance
    }

    /// Goes from the reasoning to the answer.
    fn begin_body(&mut self) {
        match &self.prepared.body {
            Matter::Text(lattice) | Matter::Refusal(lattice) => {
                self.walk = Walk::new(lattice, self.body_sampler.clone());
                self.gate = Gate::new(&self.stops);
                self.stage = Stage::Body;
            }
            Matter::Calls(_) => self.begin_call(0),
        }
    }

    /// Begins the call of that number; behind the last one the answer is over.
    fn begin_call(&mut self, number: usize) {
        let prepared = Arc::clone(&self.prepared);
        let Matter::Calls(calls) = &prepared.body else { return };
        match calls.get(number) {
            Some(_) if self.tokens_left == 0 => self.end(Finish::Length),
            Some((call, _)) => {
                self.gate = Gate::new(&[]);
                self.ready.push_back(Piece::CallStart {
                    index: number as u32,
                    id: call.id.clone(),
                    name: call.name.clone(),
                    custom: call.custom,
                });
                self.stage = Stage::Call(number, 0);
            }
            None => self.end(Finish::Calls),
        }
    }

    /// Says the next token, whatever is being said.
    fn step(&mut self) {
        let prepared = Arc::clone(&self.prepared);
        match (self.stage, &prepared.reasoning, &prepared.body) {
            (Stage::Reasoning, Some(lattice), _)
            | (Stage::Body, _, Matter::Text(lattice) | Matter::Refusal(lattice)) => {
                if self.tokens_left == 0 {
                    return self.close(Some(Finish::Length));
                }
                match self.walk.next(&prepared, lattice) {
                    Some(score) => self.say(score),
                    None => self.close((self.stage == Stage::Body).then_some(Finish::Stop)),
                }
            }
            (Stage::Call(number, index), _, Matter::Calls(calls)) => {
                match calls.get(number).and_then(|(_, tokens)| tokens.get(index)) {
                    Some(_) if self.tokens_left == 0 => self.close(Some(Finish::Length)),
                    Some(token) => {
                        self.stage = Stage::Call(number, index + 1);
                        self.say(TokenScore { token: *token, logprob: Some(0.0), top: Vec::new() });
                    }
                    None => self.close(None),
                }
            }
            _ => self.end(Finish::Stop),
        }
    }

    /// Takes a token through the gate.
    fn say(&mut self, score: TokenScore) {
        self.tokens_left = self.tokens_left.saturating_sub(1);
        let bytes = self.prepared.tokenizer.token_bytes(score.token).unwrap_or_default();
        let mut out = Vec::new();
        let stopped = self.gate.push(score, bytes, &mut out);
        out.into_iter().for_each(|release| self.let_out(release));
        if stopped {
            self.end(Finish::Stop);
        }
    }

    /// Lets out what is held, then ends the answer or goes on to what comes next.
    fn close(&mut self, finish: Option<Finish>) {
        let mut out = Vec::new();
        self.gate.finish(&mut out);
        out.into_iter().for_each(|release| self.let_out(release));
        match (finish, self.stage) {
            (Some(finish), _) => self.end(finish),
            (None, Stage::Call(number, _)) => self.begin_call(number + 1),
            (None, _) => self.begin_body(),
        }
    }

    /// Makes released text a piece, and counts it.
    fn let_out(&mut self, release: Release) {
        let Release { text, tokens } = release;
        let count = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
        let logprob: f64 = tokens.iter().filter_map(|token| token.logprob).sum();
        let tokens = if self.report { tokens } else { Vec::new() };
        let piece = match (self.stage, &self.prepared.body) {
            (Stage::Reasoning, _) => {
                self.tally.reasoning += count;
                Piece::Reasoning(text)
            }
            (Stage::Call(number, _), Matter::Calls(calls)) => {
                self.tally.arguments += count;
                let custom = calls.get(number).is_some_and(|(call, _)| call.custom);
                Piece::CallArguments { index: number as u32, text, custom }
            }
            (_, body) => {
                self.tally.text += count;
                self.tally.logprob += logprob;
                match body {
                    Matter::Refusal(_) => Piece::Refusal { text, tokens },
                    _ => Piece::Text { text, tokens },
                }
            }
        };
        self.ready.push_back(piece);
    }

    fn end(&mut self, finish: Finish) {
        let Tally { text, reasoning, arguments, logprob } = self.tally;
        self.stage = Stage::Over;
        self.ready.push_back(Piece::End(Ending {
            finish,
            completion_tokens: text + reasoning + arguments,
            reasoning_tokens: reasoning,
            mean_logprob: if text == 0 { 0.0 } else { logprob / f64::from(text) },
        }));
    }
}

impl Iterator for Performance {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.ready.is_empty() && self.stage != Stage::Over {
            self.step();
        }
        self.ready.pop_front()
    }
}

/// The walk through one lattice: where it is, how it draws, and what it knows of text in general.
#[derive(Debug, Clone)]
struct Walk {
    belief: Belief,
    sampler: Sampler,
    banned: Vec<u32>,
    said: Vec<u32>,
    background: Option<Background>,
}

impl Default for Walk {
    fn default() -> Walk {
        Walk::new(&Lattice::empty(), Sampler::new(&Sampling::greedy()))
    }
}

impl Walk {
    fn new(lattice: &Lattice, sampler: Sampler) -> Walk {
        let banned = sampler.banned();
        Walk { belief: Belief::start(lattice), sampler, banned, said: Vec::new(), background: None }
    }

    /// Draws the next token; nothing at the end of the text.
    fn next(&mut self, prepared: &Prepared, lattice: &Lattice) -> Option<TokenScore> {
        let terrain = Terrain { lattice, tokenizer: prepared.tokenizer, prior: &prepared.prior, banned: &self.banned };
        let only = self.belief.only(&terrain).filter(|_| !self.sampler.needs_background());
        let score = match only {
            Some(token) => TokenScore { token, logprob: Some(0.0), top: Vec::new() },
            None => {
                let offers = self.belief.offers(&terrain);
                let background = self.background.get_or_insert_with(|| Background::new(prepared.prior));
                if self.sampler.needs_background() || offers.is_empty() {
                    background.catch_up(&prepared.context, &self.said);
                }
                let distribution = self.sampler.distribution(&offers, background);
                let token = self.sampler.draw(&distribution)?;
                self.sampler.report(token, &distribution, background)
            }
        };
        if score.token == prepared.prior.end_of_text() {
            return None;
        }
        self.belief.advance(&terrain, score.token);
        self.sampler.note(score.token);
        self.said.push(score.token);
        Some(score)
    }
}

/// The best `n` of `candidates`, each the pieces of one whole performance: those whose text is most probable
/// by mean logarithm per token, best first, equal ones in their order.
pub fn best_of(mut candidates: Vec<Vec<Piece>>, n: usize) -> Vec<Vec<Piece>> {
    let mean = |pieces: &Vec<Piece>| match pieces.last() {
        Some(Piece::End(ending)) => ending.mean_logprob,
        _ => f64::NEG_INFINITY,
    };
    candidates.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
    candidates.truncate(n);
    candidates
}
