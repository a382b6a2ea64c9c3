//! Pieces to the chunks of a legacy completion: text, four columns of log-probabilities, the echoed prompt.

use std::collections::BTreeMap;
use std::sync::Arc;

use openai_types::{Completion, CompletionChoice, CompletionLogprobs, FinishReason, Maybe};

use crate::perform::{Finish, Piece};
use crate::sample::TokenScore;
use crate::token::Tokenizer;
use crate::wire::{Extras, Header, Padding, usage};

/// How a legacy completion is written.
#[derive(Debug, Clone, PartialEq)]
pub struct CompletionManner {
    /// Usage and padding.
    pub extras: Extras,
    /// Whether log-probabilities are reported, and whether with alternatives (`logprobs` above 0).
    pub logprobs: Option<Alternatives>,
}

/// Whether alternatives are reported beside the tokens that were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternatives {
    /// `logprobs: 0`: only the tokens that were said.
    None,
    /// The most probable ones too; the map always holds the token that was said.
    Listed,
}

/// One continuation of a prompt.
#[derive(Debug)]
pub struct Continuation<I> {
    /// The length of the prompt in characters: where the first token begins.
    pub prompt_characters: u64,
    /// The prompt, where it is said first.
    pub echo: Option<Echo>,
    /// The answer.
    pub pieces: I,
}

/// A prompt that is said before its continuation.
#[derive(Debug, Clone, PartialEq)]
pub struct Echo {
    /// Its text.
    pub text: Arc<str>,
    /// Its tokens as [`crate::score`] gives them; may be left empty where nothing is reported.
    pub tokens: Arc<[TokenScore]>,
}

/// One choice on its way.
#[derive(Debug)]
struct Voice<I> {
    continuation: Continuation<I>,
    over: bool,
    /// Where the next token begins, in characters.
    offset: u64,
}

/// The chunks of a legacy stream. Several choices take turns, one chunk each.
#[derive(Debug)]
pub struct CompletionStream<I> {
    header: Header,
    manner: CompletionManner,
    tokenizer: &'static Tokenizer,
    voices: Vec<Voice<I>>,
    turn: usize,
    padding: Option<Padding>,
    completion_tokens: u64,
    reasoning_tokens: u64,
    usage_due: bool,
}

impl<I: Iterator<Item = Piece>> CompletionStream<I> {
    /// The stream of the choices, numbered in order.
    pub fn new(
        header: Header,
        manner: CompletionManner,
        tokenizer: &'static Tokenizer,
        choices: Vec<Continuation<I>>,
    ) -> CompletionStream<I> {
        let voice = |continuation: Continuation<I>| Voice {
            offset: if continuation.echo.is_some() { 0 } else { continuation.prompt_characters },
            continuation,
            over: false,
        };
        CompletionStream {
            padding: manner.extras.obfuscation.map(Padding::new),
            usage_due: manner.extras.usage,
            header,
            manner,
            tokenizer,
            voices: choices.into_iter().map(voice).collect(),
            turn: 0,
            completion_tokens: 0,
            reasoning_tokens: 0,
        }
    }

    /// How many tokens were said until now, over the choices that ended.
    pub fn completion_tokens(&self) -> u64 {
        self.completion_tokens
    }

    /// The next chunk of the choice whose turn it is.
    fn choice_chunk(&mut self) -> Option<Completion> {
        let count = self.voices.len();
        let number = (0..count)
            .map(|step| (self.turn + step) % count)
            .find(|&number| self.voices.get(number).is_some_and(|voice| !voice.over))?;
        self.turn = number + 1;
        let (text, tokens, finish_reason) = self.next_text(number)?;
        let padding = self.padding.as_mut().map(|padding| padding.draw(text.len()));
        let choice = CompletionChoice {
            index: number as u64,
            logprobs: self.columns(number, &text, &tokens),
            text,
            finish_reason,
            ..CompletionChoice::default()
        };
        Some(self.chunk(vec![choice], if self.manner.extras.usage { Maybe::Null } else { Maybe::Absent }, padding))
    }

    /// What comes next of a choice: text, its tokens, and why the choice ended. Reasoning is not told here, and
    /// a refusal is text like any other.
    fn next_text(&mut self, number: usize) -> Option<(String, Vec<TokenScore>, Option<FinishReason>)> {
        let voice = self.voices.get_mut(number)?;
        if let Some(echo) = voice.continuation.echo.take() {
            let tokens = if self.manner.logprobs.is_some() { echo.tokens.to_vec() } else { Vec::new() };
            return Some((echo.text.to_string(), tokens, None));
        }
        let finish = loop {
            match voice.continuation.pieces.next() {
                Some(Piece::Text { text, tokens } | Piece::Refusal { text, tokens }) => {
                    return Some((text, tokens, None));
                }
                Some(Piece::End(ending)) => {
                    self.completion_tokens += u64::from(ending.completion_tokens);
                    self.reasoning_tokens += u64::from(ending.reasoning_tokens);
                    break ending.finish;
                }
                Some(_) => {}
                None => break Finish::Stop,
            }
        };
        voice.over = true;
        let reason = if finish == Finish::Length { FinishReason::Length } else { FinishReason::Stop };
        Some((String::new(), Vec::new(), Some(reason)))
    }

    /// The columns of the tokens that say `text`.
    fn columns(&mut self, number: usize, text: &str, tokens: &[TokenScore]) -> Option<CompletionLogprobs> {
        let listed = self.manner.logprobs? == Alternatives::Listed;
        let voice = self.voices.get_mut(number)?;
        let start = voice.offset;
        voice.offset += text.chars().count() as u64;
        if tokens.is_empty() {
            return None;
        }
        let mut columns = CompletionLogprobs::default();
        let mut tops = Vec::new();
        let mut offset = start;
        for score in tokens {
            columns.text_offset.push(offset.min(voice.offset));
            offset += begun_characters(self.tokenizer.token_bytes(score.token).unwrap_or_default());
            columns.tokens.push(spelled(score.token, self.tokenizer));
            columns.token_logprobs.push(score.logprob);
            tops.push(score.logprob.map(|logprob| alternatives(score, logprob, self.tokenizer)));
        }
        columns.top_logprobs = listed.then_some(tops);
        Some(columns)
    }

    /// A chunk of this stream.
    fn chunk(
        &self,
        choices: Vec<CompletionChoice>,
        usage: Maybe<openai_types::Usage>,
        padding: Option<String>,
    ) -> Completion {
        Completion {
            id: self.header.id.clone(),
            created: self.header.created,
            model: self.header.model.clone(),
            system_fingerprint: self.header.system_fingerprint.clone(),
            service_tier: self.header.service_tier.clone(),
            choices,
            usage,
            obfuscation: padding,
            ..Completion::default()
        }
    }
}

impl<I: Iterator<Item = Piece>> Iterator for CompletionStream<I> {
    type Item = Completion;

    fn next(&mut self) -> Option<Completion> {
        if let Some(chunk) = self.choice_chunk() {
            return Some(chunk);
        }
        if !self.usage_due {
            return None;
        }
        self.usage_due = false;
        let usage = usage(&self.manner.extras, self.completion_tokens, self.reasoning_tokens);
        Some(self.chunk(Vec::new(), Maybe::Value(usage), None))
    }
}

/// How many characters begin in `bytes`.
fn begun_characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64
}

/// A token as legacy completions write it: its text, or `bytes:` and an escape for each byte where it is no text.
fn spelled(token: u32, tokenizer: &Tokenizer) -> String {
    let bytes = tokenizer.token_bytes(token).unwrap_or_default();
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().fold("bytes:".to_owned(), |text, byte| format!("{text}\\x{byte:02x}")),
    }
}

/// The alternatives of a token and the token itself. Of two that are spelled alike the more probable one stays.
fn alternatives(score: &TokenScore, logprob: f64, tokenizer: &Tokenizer) -> BTreeMap<String, f64> {
    let mut map = BTreeMap::from([(spelled(score.token, tokenizer), logprob)]);
    for (token, logprob) in &score.top {
        map.entry(spelled(*token, tokenizer)).or_insert(*logprob);
    }
    map
}
