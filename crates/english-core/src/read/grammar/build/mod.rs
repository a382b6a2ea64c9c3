//! From the winning parse to forms: only here is anything built that owns text.

mod noun;
mod verb;
mod word;

use engine_api::{Asked, Form, Noun, NounKind, Query, Span};

use super::chart::{Ask, Id, NONE, Node, Role};
use super::token::Token;

pub(super) use word::verb_lemma;

/// Builds forms from nodes.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token<'a>],
    pub(super) nodes: &'a [Node],
    /// What gaps stand for, the innermost last.
    gaps: Vec<Noun>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token<'a>], nodes: &'a [Node]) -> Builder<'a> {
        Builder { text, tokens, nodes, gaps: Vec::new() }
    }

    fn get(&self, id: Id) -> Node {
        self.nodes.get(id as usize).copied().unwrap_or(Node::Gap)
    }

    /// The span of words.
    pub(super) fn span(&self, from: u16, to: u16) -> Span {
        let start = self.tokens.get(usize::from(from)).map_or(0, |token| token.word.span.start);
        let last = usize::from(to).checked_sub(1).and_then(|at| self.tokens.get(at));
        Span { start, end: last.map_or(start, |token| token.word.span.end).max(start) }
    }

    pub(super) fn written(&self, from: u16, to: u16) -> String {
        self.span(from, to).of(self.text).to_owned()
    }

    pub(super) fn low(&self, at: u16) -> &str {
        self.tokens.get(usize::from(at)).map_or("", |token| token.low())
    }

    /// The words from one to before another in lower case, with blanks.
    pub(super) fn lows(&self, from: u16, to: u16) -> String {
        let words: Vec<&str> = (from..to).map(|at| self.low(at)).collect();
        words.join(" ")
    }

    /// What the innermost gap stands for.
    fn gap(&self) -> Noun {
        let gap = || Noun { kind: NounKind::Gap, ..Noun::default() };
        self.gaps.last().cloned().unwrap_or_else(gap)
    }

    /// Builds with gaps standing for `noun`.
    fn with_gap<T>(&mut self, noun: Noun, build: impl FnOnce(&mut Self) -> T) -> T {
        self.gaps.push(noun);
        let built = build(self);
        self.gaps.pop();
        built
    }

    /// A relative clause: its gap is the head's place.
    fn relative(&mut self, id: Id) -> Form {
        self.with_gap(Noun { kind: NounKind::Gap, ..Noun::default() }, |builder| builder.form(id, None))
    }

    /// A question; none where the node is none.
    pub(super) fn query(&mut self, id: Id) -> Option<Query> {
        match self.get(id) {
            Node::Query { ask, filler, body } => {
                let asked = self.asked(ask);
                let form = if filler == NONE {
                    let gap = Noun { kind: NounKind::Asked, ..Noun::default() };
                    self.with_gap(gap, |builder| builder.form(body, None))
                } else {
                    let mut noun = self.noun(filler);
                    noun.kind = if noun.possessor.is_some() { noun.kind } else { NounKind::Asked };
                    self.with_gap(noun, |builder| builder.form(body, None))
                };
                let alternatives = if ask == Ask::Truth { self.alternatives(body) } else { Vec::new() };
                Some(Query { asked, form, alternatives })
            }
            Node::QueryIf { condition, query } => {
                let condition = self.form(condition, None);
                let mut query = self.query(query)?;
                query.form = Form::If { condition: Box::new(condition), result: Box::new(query.form), exact: false };
                Some(query)
            }
            Node::QueryLinked { link, query, other } => {
                let other = self.form(other, None);
                let mut query = self.query(query)?;
                query.form = Form::Linked { link: link.to_owned(), main: Box::new(query.form), other: Box::new(other) };
                Some(query)
            }
            Node::Add { base, role: Role::Apposition, child } => {
                let mut query = self.query(base)?;
                query.alternatives = self.members_of(child);
                Some(query)
            }
            Node::Add { base, role, child } => {
                // A phrase before the question.
                let mut query = self.query(base)?;
                let part = self.part(role, child);
                self.attach(&mut query.form, &part, true);
                Some(query)
            }
            _ => None,
        }
    }

    fn asked(&self, ask: Ask) -> Asked {
        match ask {
            Ask::Truth => Asked::Truth,
            Ask::Which => Asked::Which,
            Ask::Place => Asked::Place,
            Ask::Time => Asked::Time,
            Ask::Reason => Asked::Reason,
            Ask::Manner => Asked::Manner,
            Ask::Count => Asked::Count,
            Ask::Amount => Asked::Amount,
            Ask::Degree(at) => Asked::Degree(self.low(at).to_owned()),
        }
    }

    /// What a yes/no question offers: the parts of a disjunction that it ends with.
    fn alternatives(&self, body: Id) -> Vec<String> {
        let mut at = body;
        for _ in 0..40 {
            at = match self.get(at) {
                Node::Clause { subject, verb, .. } => {
                    let members = self.members_of(subject);
                    if !members.is_empty() {
                        return members;
                    }
                    verb
                }
                Node::Marked { base, .. } => base,
                Node::Joined { joint: engine_api::Joint::Or | engine_api::Joint::Xor, .. } => {
                    return self.joined_texts(at);
                }
                Node::Add { base, child, .. } => {
                    let inner = match self.get(child) {
                        Node::Prep { noun, .. } => noun,
                        _ => child,
                    };
                    let members = self.members_of(inner);
                    if !members.is_empty() {
                        return members;
                    }
                    base
                }
                _ => return Vec::new(),
            };
        }
        Vec::new()
    }

    fn joined_texts(&self, mut at: Id) -> Vec<String> {
        let mut texts = Vec::new();
        while let Node::Joined { first, rest, .. } = self.get(at) {
            texts.extend(self.text_of(first));
            at = rest;
        }
        texts.extend(self.text_of(at));
        texts
    }

    /// The words that a predicate adds to its subject.
    fn text_of(&self, id: Id) -> Option<String> {
        match self.get(id) {
            Node::Add { child, .. } => match self.get(child) {
                Node::Phrase { inner, to, from, .. } => {
                    Some(self.written(if inner == u16::MAX { from } else { inner }, to))
                }
                Node::Adjective { at } => Some(self.low(at).to_owned()),
                Node::Prep { from, noun, .. } => match self.get(noun) {
                    Node::Phrase { to, .. } => Some(self.written(from, to)),
                    _ => None,
                },
                _ => self.text_of(child),
            },
            Node::Clause { from, to, .. } => Some(self.written(from, to)),
            Node::Marked { base, .. } => self.text_of(base),
            _ => None,
        }
    }

    fn members_of(&self, id: Id) -> Vec<String> {
        let mut texts = Vec::new();
        let mut at = id;
        while let Node::Members { first, rest, joint: engine_api::Joint::Or | engine_api::Joint::Xor } = self.get(at) {
            if let Node::Phrase { inner, to, from, .. } = self.get(first) {
                texts.push(self.written(if inner == u16::MAX { from } else { inner }, to));
            }
            at = rest;
        }
        texts
    }
}
