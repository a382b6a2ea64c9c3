//! Noun phrases and adjectives from nodes.

use engine_api::{Adjective, Bound, Count, Degree, Determiner, Joint, Noun, NounKind, Oblique};

use super::super::chart::{Id, NONE, Node, Role};
use super::super::token::cat;
use super::{Builder, word};

impl Builder<'_> {
    pub(super) fn noun(&mut self, id: Id) -> Noun {
        match self.get(id) {
            Node::Head { kind, from, to, plural } => self.head(kind, from, to, plural),
            Node::Silent { kind, head, at } => {
                let span = self.span(at, at + 1);
                Noun { span, text: self.low(at).to_owned(), head: head.to_owned(), kind, ..Noun::default() }
            }
            Node::Gap => self.gap(),
            Node::Phrase { base, from, inner, to } => {
                let mut noun = self.noun(base);
                noun.span = self.span(from, to);
                let inner = if inner == u16::MAX { self.inner(base).unwrap_or(from) } else { inner };
                noun.text = self.written(inner, to);
                noun
            }
            Node::Members { joint, .. } => self.members(id, joint),
            Node::Add { base, role, child } => {
                let mut noun = self.noun(base);
                self.add_to_noun(&mut noun, role, child);
                noun
            }
            Node::Nominal { form } => {
                let form = self.form(form, None);
                Noun { kind: NounKind::Clause, relatives: vec![form], ..Noun::default() }
            }
            _ => Noun::default(),
        }
    }

    /// Where the words after the determiner begin.
    fn inner(&self, id: Id) -> Option<u16> {
        match self.get(id) {
            Node::Phrase { inner, base, .. } if inner == u16::MAX => self.inner(base),
            Node::Phrase { inner, .. } => Some(inner),
            Node::Add { base, .. } => self.inner(base),
            _ => None,
        }
    }

    fn head(&self, kind: NounKind, from: u16, to: u16, plural: bool) -> Noun {
        let written = self.written(from, to);
        let head = match kind {
            NounKind::Common if plural => self.tokens.get(usize::from(from)).map_or_else(String::new, word::singular),
            NounKind::Pronoun if self.low(from + 1) != "/" => self.lows(from, to),
            NounKind::Common | NounKind::Pronoun => self.low(from).to_owned(),
            NounKind::Number => self.number(from, to),
            _ => written.clone(),
        };
        let head = if kind == NounKind::Common && head == "ones" { "one".to_owned() } else { head };
        let count = (kind == NounKind::Number).then(|| Count { bound: Bound::Exactly, number: head.clone() });
        Noun { span: self.span(from, to), text: written, head, kind, plural, count, ..Noun::default() }
    }

    /// A number in plain digits; as written where it is no plain number.
    fn number(&self, from: u16, to: u16) -> String {
        let lows: Vec<&str> = (from..to).map(|at| self.low(at)).collect();
        word::number(&lows).unwrap_or_else(|| lows.join(" "))
    }

    fn members(&mut self, id: Id, joint: Joint) -> Noun {
        let mut parts = Vec::new();
        let mut at = id;
        while let Node::Members { first, rest, .. } = self.get(at) {
            parts.push(self.noun(first));
            if rest == NONE {
                break;
            }
            at = rest;
        }
        let start = parts.first().map_or(0, |part| part.span.start);
        let end = parts.last().map_or(start, |part| part.span.end).max(start);
        let span = engine_api::Span { start, end };
        let text = span.of(self.text).to_owned();
        Noun { span, text, plural: joint == Joint::And, parts, joint, ..Noun::default() }
    }

    fn add_to_noun(&mut self, noun: &mut Noun, role: Role, child: Id) {
        match role {
            Role::Determiner(Determiner::Other) if noun.kind == NounKind::Indefinite => {
                noun.adjectives.push(Adjective { lemma: "else".to_owned(), ..Adjective::default() });
            }
            Role::Determiner(determiner) => noun.determiner = determiner,
            Role::Count(bound, from, to) => {
                noun.count = Some(Count { bound, number: self.number(from, to) });
                noun.plural |= noun.head.is_empty() && self.number(from, to) != "1";
            }
            Role::Adjective => {
                let adjective = self.adjective(child);
                // An adjective after an indefinite follows, one before a noun goes to the front.
                if noun.kind == NounKind::Indefinite {
                    noun.adjectives.push(adjective);
                } else {
                    noun.adjectives.insert(0, adjective);
                }
            }
            Role::Modifier(at) => {
                let word = self.low(at).to_owned();
                noun.modifiers.insert(0, word);
            }
            Role::Compound(from, to) => noun.modifiers.insert(0, self.written(from, to).to_lowercase()),
            Role::Possessor => noun.possessor = Some(Box::new(self.noun(child))),
            Role::Oblique => {
                let oblique = self.oblique(child);
                noun.obliques.push(oblique);
            }
            Role::Relative => {
                let form = self.relative(child);
                noun.relatives.push(form);
            }
            Role::Apposition => {
                let other = self.noun(child);
                noun.relatives.push(super::verb::apposed(other));
            }
            _ => {}
        }
    }

    pub(super) fn oblique(&mut self, id: Id) -> Oblique {
        match self.get(id) {
            Node::Prep { from, to, noun } => Oblique { preposition: self.lows(from, to), noun: self.noun(noun) },
            Node::Bare { noun } => Oblique { preposition: String::new(), noun: self.noun(noun) },
            _ => Oblique { preposition: String::new(), noun: Noun::default() },
        }
    }

    pub(super) fn adjective(&mut self, id: Id) -> Adjective {
        match self.get(id) {
            Node::Adjective { at } => self.plain_adjective(at),
            Node::Add { base, role, child } => {
                let mut adjective = self.adjective(base);
                match role {
                    Role::Degree(degree) => adjective.degree = degree,
                    Role::Adverb(from, to) => {
                        adjective.adverbs.extend((from..to).map(|at| self.low(at).to_owned()));
                    }
                    Role::NotAdjective => adjective.negated = true,
                    Role::Than => adjective.than = Some(Box::new(self.noun(child))),
                    Role::Measure => adjective.measure = Some(Box::new(self.noun(child))),
                    Role::Oblique => {
                        let oblique = self.oblique(child);
                        adjective.obliques.push(oblique);
                    }
                    _ => {}
                }
                adjective
            }
            _ => Adjective::default(),
        }
    }

    fn plain_adjective(&self, at: u16) -> Adjective {
        let Some(token) = self.tokens.get(usize::from(at)) else { return Adjective::default() };
        let low = token.low();
        let cost = |cats| token.cost(cats).unwrap_or(u16::MAX);
        let plain = cost(cat::ADJECTIVE);
        let (lemma, degree) = if cost(cat::COMPARATIVE) <= plain && token.may(cat::COMPARATIVE) {
            (word::plain_degree(token), Degree::More)
        } else if cost(cat::SUPERLATIVE) <= plain && token.may(cat::SUPERLATIVE) {
            (word::plain_degree(token), Degree::Most)
        } else {
            (low.to_owned(), Degree::Plain)
        };
        Adjective { lemma, degree, ..Adjective::default() }
    }
}
