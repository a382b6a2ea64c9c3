//! Pieces to the chunks of a chat stream.

use engine_api::Citation;
use openai_types::{
    Annotation, ChatChunk, ChoiceLogprobs, ChunkChoice, CustomCallDelta, Delta, FinishReason, FunctionCallDelta, Maybe,
    Role, ToolCallDelta, ToolKind, UrlCitation,
};

use crate::perform::{Finish, Piece};
use crate::sample::TokenScore;
use crate::sse;
use crate::token::Tokenizer;
use crate::wire::{Extras, Header, Padding, token_logprob, usage};

/// How a chat answer is written.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatManner {
    /// Usage and padding.
    pub extras: Extras,
    /// Why an answer that consists of calls ended: `tool_calls`, or `stop` where the request names the tool,
    /// and for legacy functions `function_call` or `stop`.
    pub finish_of_calls: FinishReason,
    /// Whether calls are written in the legacy form, `function_call`; it holds one call, and others are left out.
    pub legacy_functions: bool,
    /// Sources of the answer; they become annotations over its whole text.
    pub citations: Vec<Citation>,
}

/// What comes next of a choice: a delta, the tokens to report with it, and why the choice ended.
type Step = (Delta, Vec<TokenScore>, Option<FinishReason>);

/// One choice on its way: its pieces and what has been written of it.
#[derive(Debug)]
struct Voice<I> {
    pieces: I,
    /// A piece that was looked at before the first chunk was written.
    ahead: Option<Piece>,
    begun: bool,
    over: bool,
    /// How many characters of text were written.
    characters: u64,
}

/// The chunks of a chat stream. Several choices take turns, one chunk each.
#[derive(Debug)]
pub struct ChatStream<I> {
    header: Header,
    manner: ChatManner,
    tokenizer: &'static Tokenizer,
    voices: Vec<Voice<I>>,
    turn: usize,
    padding: Option<Padding>,
    /// What all events begin with; empty until the first is written.
    head: Vec<u8>,
    completion_tokens: u64,
    reasoning_tokens: u64,
    usage_due: bool,
}

impl<I: Iterator<Item = Piece>> ChatStream<I> {
    /// The stream of an answer whose choices, in order, consist of `choices`. `tokenizer` spells their tokens.
    pub fn new(header: Header, manner: ChatManner, tokenizer: &'static Tokenizer, choices: Vec<I>) -> ChatStream<I> {
        let voice = |pieces| Voice { pieces, ahead: None, begun: false, over: false, characters: 0 };
        ChatStream {
            padding: manner.extras.obfuscation.map(Padding::new),
            usage_due: manner.extras.usage,
            header,
            manner,
            tokenizer,
            voices: choices.into_iter().map(voice).collect(),
            turn: 0,
            head: Vec::new(),
            completion_tokens: 0,
            reasoning_tokens: 0,
        }
    }

    /// How many tokens were said until now, over all choices. Whole once the stream is over; in a stream that
    /// is cut short, only the choices that ended are counted.
    pub fn completion_tokens(&self) -> u64 {
        self.completion_tokens
    }

    /// Writes the next chunk as an event to the end of `buffer`: the bytes of [`sse::write_event`], without making
    /// the chunk where it only adds text. Gives how many characters of text it adds; nothing at the end.
    pub fn write_next(&mut self, buffer: &mut Vec<u8>) -> Option<usize> {
        let Some((number, step)) = self.next_step() else {
            return self.usage_chunk().and_then(|chunk| self.write_chunk(buffer, &chunk));
        };
        match plain_text(&step) {
            Some(text) => self.write_text(buffer, number, text),
            None => {
                let chunk = self.step_chunk(number, step);
                self.write_chunk(buffer, &chunk)
            }
        }
    }

    fn write_chunk(&self, buffer: &mut Vec<u8>, chunk: &ChatChunk) -> Option<usize> {
        sse::write_event(buffer, chunk).ok()?;
        let said = chunk.choices.iter().filter_map(|choice| choice.delta.content.value());
        Some(said.map(|text| text.chars().count()).sum())
    }

    /// Writes the event that adds `text` to the choice of that number.
    fn write_text(&mut self, buffer: &mut Vec<u8>, number: usize, text: &str) -> Option<usize> {
        if self.head.is_empty() {
            self.head = self.written_head()?;
        }
        buffer.extend_from_slice(&self.head);
        buffer.extend_from_slice(b"{\"index\":");
        serde_json::to_writer(&mut *buffer, &number).ok()?;
        buffer.extend_from_slice(b",\"delta\":{\"content\":");
        serde_json::to_writer(&mut *buffer, text).ok()?;
        buffer.extend_from_slice(b"},\"logprobs\":null,\"finish_reason\":null}]");
        if self.manner.extras.usage {
            buffer.extend_from_slice(b",\"usage\":null");
        }
        if let Some(padding) = &mut self.padding {
            buffer.extend_from_slice(b",\"obfuscation\":\"");
            padding.write(text.len(), buffer);
            buffer.push(b'"');
        }
        buffer.extend_from_slice(b"}\n\n");
        Some(text.chars().count())
    }

    /// What all events of the stream begin with, up to their choices.
    fn written_head(&self) -> Option<Vec<u8>> {
        let mut head = b"data: ".to_vec();
        serde_json::to_writer(&mut head, &self.chunk(Vec::new(), Maybe::Absent, None)).ok()?;
        head.truncate(head.strip_suffix(b"]}")?.len());
        Some(head)
    }

    /// The choice whose turn it is, and what comes next of it.
    fn next_step(&mut self) -> Option<(usize, Step)> {
        let count = self.voices.len();
        let number = (0..count)
            .map(|step| (self.turn + step) % count)
            .find(|&number| self.voices.get(number).is_some_and(|voice| !voice.over))?;
        self.turn = number + 1;
        Some((number, self.next_delta(number)?))
    }

    /// A step of the choice of that number as a chunk.
    fn step_chunk(&mut self, number: usize, (delta, tokens, finish_reason): Step) -> ChatChunk {
        let padding = self.padding.as_mut().map(|padding| padding.draw(said_bytes(&delta)));
        let choice = ChunkChoice {
            index: number as u64,
            logprobs: self.logprobs(&delta, &tokens),
            delta,
            finish_reason,
            ..ChunkChoice::default()
        };
        self.chunk(vec![choice], if self.manner.extras.usage { Maybe::Null } else { Maybe::Absent }, padding)
    }

    /// The chunk with the token counts, once, where it is wanted.
    fn usage_chunk(&mut self) -> Option<ChatChunk> {
        if !std::mem::take(&mut self.usage_due) {
            return None;
        }
        let usage = usage(&self.manner.extras, self.completion_tokens, self.reasoning_tokens);
        Some(self.chunk(Vec::new(), Maybe::Value(usage), None))
    }

    /// What comes next of a choice: a delta, its tokens, and why the choice ended.
    fn next_delta(&mut self, number: usize) -> Option<Step> {
        let voice = self.voices.get_mut(number)?;
        if !voice.begun {
            voice.begun = true;
            return Some((begin(voice, &self.manner), Vec::new(), None));
        }
        let legacy = self.manner.legacy_functions;
        let ahead = voice.ahead.take();
        let mut pieces = ahead.into_iter().chain(&mut voice.pieces);
        let Some(piece) = pieces.find(|piece| !(legacy && is_later_call(piece))) else {
            // Pieces always end with `End`; a source that does not is ended as complete.
            voice.over = true;
            return Some((Delta::default(), Vec::new(), Some(FinishReason::Stop)));
        };
        if let Piece::End(ending) = piece {
            if voice.characters > 0 && !self.manner.citations.is_empty() {
                let annotations = annotations(&self.manner.citations, voice.characters);
                voice.characters = 0;
                voice.ahead = Some(piece);
                return Some((Delta { annotations: Some(annotations), ..Delta::default() }, Vec::new(), None));
            }
            voice.over = true;
            self.completion_tokens += u64::from(ending.completion_tokens);
            self.reasoning_tokens += u64::from(ending.reasoning_tokens);
            return Some((Delta::default(), Vec::new(), Some(finish_reason(ending.finish, &self.manner))));
        }
        if let Piece::Text { text, .. } = &piece {
            voice.characters += text.chars().count() as u64;
        }
        let (delta, tokens) = delta_of(piece, &self.manner);
        Some((delta, tokens, None))
    }

    /// The log-probabilities beside a delta; null where there are none.
    fn logprobs(&self, delta: &Delta, tokens: &[TokenScore]) -> Option<ChoiceLogprobs> {
        if tokens.is_empty() {
            return None;
        }
        let entries = Some(tokens.iter().map(|score| token_logprob(score, self.tokenizer)).collect());
        let (content, refusal) = if delta.refusal.is_absent() { (entries, None) } else { (None, entries) };
        Some(ChoiceLogprobs { content, refusal, ..ChoiceLogprobs::default() })
    }

    /// A chunk of this stream.
    fn chunk(
        &self,
        choices: Vec<ChunkChoice>,
        usage: Maybe<openai_types::Usage>,
        padding: Option<String>,
    ) -> ChatChunk {
        ChatChunk {
            id: self.header.id.clone(),
            created: self.header.created,
            model: self.header.model.clone(),
            system_fingerprint: self.header.system_fingerprint.clone(),
            service_tier: self.header.service_tier.clone(),
            choices,
            usage,
            obfuscation: padding,
            ..ChatChunk::default()
        }
    }
}

impl<I: Iterator<Item = Piece>> Iterator for ChatStream<I> {
    type Item = ChatChunk;

    fn next(&mut self) -> Option<ChatChunk> {
        match self.next_step() {
            Some((number, step)) => Some(self.step_chunk(number, step)),
            None => self.usage_chunk(),
        }
    }
}

/// The text of a step that does nothing but add text.
fn plain_text((delta, tokens, finish): &Step) -> Option<&str> {
    let Maybe::Value(text) = &delta.content else { return None };
    let begins = delta.role.is_some() || !delta.refusal.is_absent();
    (!begins && tokens.is_empty() && finish.is_none()).then_some(text)
}

/// The first delta of a choice. An answer that begins with a call has no content and carries the call at once.
fn begin<I: Iterator<Item = Piece>>(voice: &mut Voice<I>, manner: &ChatManner) -> Delta {
    let (role, refusal) = (Some(Role::Assistant), Maybe::Null);
    match voice.pieces.next() {
        Some(call @ Piece::CallStart { .. }) => {
            Delta { role, refusal, content: Maybe::Null, ..delta_of(call, manner).0 }
        }
        first => {
            voice.ahead = first;
            Delta { role, refusal, content: Maybe::Value(String::new()), ..Delta::default() }
        }
    }
}

/// The delta that adds `piece`, and the tokens to report with it.
fn delta_of(piece: Piece, manner: &ChatManner) -> (Delta, Vec<TokenScore>) {
    match piece {
        Piece::Reasoning(text) => (Delta { reasoning_content: Some(text), ..Delta::default() }, Vec::new()),
        Piece::Text { text, tokens } => (Delta::text(text), tokens),
        Piece::Refusal { text, tokens } => (Delta { refusal: Maybe::Value(text), ..Delta::default() }, tokens),
        Piece::CallStart { index, id, name, custom } => {
            let start = ToolCallDelta { id: Some(id), ..ToolCallDelta::default() };
            (call_delta(manner, start, Call { index, name: Some(name), text: String::new(), custom }), Vec::new())
        }
        Piece::CallArguments { index, text, custom } => {
            (call_delta(manner, ToolCallDelta::default(), Call { index, name: None, text, custom }), Vec::new())
        }
        Piece::End(_) => (Delta::default(), Vec::new()),
    }
}

/// What is added to a call.
struct Call {
    index: u32,
    name: Option<String>,
    text: String,
    custom: bool,
}

/// The delta that adds to a call, in the form that the request wants.
fn call_delta(manner: &ChatManner, start: ToolCallDelta, call: Call) -> Delta {
    let Call { index, name, text, custom } = call;
    let named = name.is_some();
    if custom && !manner.legacy_functions {
        let custom = CustomCallDelta { name, input: Some(text), ..CustomCallDelta::default() };
        let kind = named.then_some(ToolKind::Custom);
        let call = ToolCallDelta { index: index.into(), kind, custom: Some(custom), ..start };
        return Delta { tool_calls: Some(vec![call]), ..Delta::default() };
    }
    let function = FunctionCallDelta { name, arguments: Some(text), ..FunctionCallDelta::default() };
    if manner.legacy_functions {
        return Delta { function_call: Some(function), ..Delta::default() };
    }
    let kind = named.then_some(ToolKind::Function);
    let call = ToolCallDelta { index: index.into(), kind, function: Some(function), ..start };
    Delta { tool_calls: Some(vec![call]), ..Delta::default() }
}

/// Whether a piece belongs to a call that the legacy form has no place for.
fn is_later_call(piece: &Piece) -> bool {
    matches!(piece, Piece::CallStart { index, .. } | Piece::CallArguments { index, .. } if *index > 0)
}

fn finish_reason(finish: Finish, manner: &ChatManner) -> FinishReason {
    match finish {
        Finish::Stop => FinishReason::Stop,
        Finish::Length => FinishReason::Length,
        Finish::Calls => manner.finish_of_calls.clone(),
    }
}

/// The sources as annotations over a text of that many characters.
fn annotations(citations: &[Citation], characters: u64) -> Vec<Annotation> {
    let annotation = |citation: &Citation| Annotation {
        url_citation: UrlCitation {
            start_index: 0,
            end_index: characters,
            title: citation.title.clone(),
            url: citation.url.clone(),
            ..UrlCitation::default()
        },
        ..Annotation::default()
    };
    citations.iter().map(annotation).collect()
}

/// How many bytes of the answer a delta carries.
fn said_bytes(delta: &Delta) -> usize {
    let texts = [delta.content.value(), delta.refusal.value(), delta.reasoning_content.as_ref()];
    let calls = delta.tool_calls.iter().flatten().flat_map(|call| {
        let function = call.function.as_ref().and_then(|function| function.arguments.as_ref());
        [function, call.custom.as_ref().and_then(|custom| custom.input.as_ref())]
    });
    let legacy = delta.function_call.as_ref().and_then(|call| call.arguments.as_ref());
    texts.into_iter().chain(calls).chain([legacy]).flatten().map(String::len).sum()
}
