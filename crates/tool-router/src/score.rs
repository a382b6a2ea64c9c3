//! Fit: how well a request, or a part of it, fits a tool's name, description and parameters.

use engine_api::{Tool, ToolKind};
use serde_json::Value;

use crate::feature::template;
use crate::find::{Candidate, Shape};
use crate::slot::floor_char;
use crate::text::{Lexicon, Term, TermMap, Text, each_word};
use crate::weights::{Feature, feature, score};

/// The most bytes of a description that are read.
const DESCRIPTION_BYTES: usize = 1600;
/// The most words of one parameter's description that are read.
const PARAMETER_WORDS: usize = 10;
/// The most parameters that are read.
const MAX_PARAMETERS: usize = 32;

/// Where a word of a tool stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Lead,
    Rest,
    Parameter,
    Choice,
}

/// Words in the names of tools that change something.
const ACTIONS: &[&str] = &[
    "set", "turn", "start", "stop", "cancel", "add", "create", "delete", "remove", "update", "open", "close", "pause",
    "play", "send", "increase", "decrease", "lock", "unlock", "toggle",
];
/// Words that a question of fact begins with.
const ASKING: &[&str] =
    &["is", "are", "was", "were", "what", "which", "how", "who", "when", "where", "why", "does", "did", "any"];

/// The words of a tool.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    words: Vec<(Term, f32, Field)>,
    /// Whether the name says that something is changed, not looked up.
    acts: bool,
}

impl Profile {
    /// Reads the words of `tool`.
    pub(crate) fn of(tool: &Tool, lexicon: &Lexicon) -> Profile {
        let mut profile = Profile { words: Vec::with_capacity(64), acts: false };
        each_word(&tool.name, &mut |word| profile.acts |= ACTIONS.contains(&word));
        profile.add(&tool.name, (Field::Name, usize::MAX), lexicon);
        let description = tool.description.get(..floor_char(&tool.description, DESCRIPTION_BYTES)).unwrap_or("");
        let lead = description.find(['.', '\n']).map_or(description.len(), |at| at + 1);
        let (lead, rest) = description.split_at_checked(lead).unwrap_or((description, ""));
        profile.add(lead, (Field::Lead, 32), lexicon);
        profile.add(rest, (Field::Rest, 80), lexicon);
        if let ToolKind::Function { parameters, .. } = &tool.kind
            && let Some(properties) = parameters.source().get("properties").and_then(Value::as_object)
        {
            for (name, node) in properties.iter().take(MAX_PARAMETERS) {
                profile.parameter(name, node, lexicon);
            }
        }
        profile
    }

    fn parameter(&mut self, name: &str, node: &Value, lexicon: &Lexicon) {
        self.add(name, (Field::Parameter, usize::MAX), lexicon);
        if let Some(description) = node.get("description").and_then(Value::as_str) {
            let head = description.get(..floor_char(description, 120)).unwrap_or("");
            self.add(head, (Field::Parameter, PARAMETER_WORDS), lexicon);
        }
        let choices = node.get("enum").and_then(Value::as_array).into_iter().flatten();
        for choice in choices.filter_map(Value::as_str).take(64) {
            self.add(choice, (Field::Choice, 4), lexicon);
        }
    }

    fn add(&mut self, text: &str, (field, limit): (Field, usize), lexicon: &Lexicon) {
        let mut count = 0;
        each_word(text, &mut |word| {
            count += 1;
            if count <= limit {
                let (term, weight) = lexicon.term(word);
                if weight > 0.0 {
                    self.words.push((term, weight, field));
                }
            }
        });
    }

    /// Whether the tool speaks of the word at all.
    pub(crate) fn knows(&self, term: Term) -> bool {
        self.words.iter().any(|(known, _, _)| *known == term)
    }

    /// The words of name and description with a weight: those that a value should not be made of.
    pub(crate) fn own_words(&self) -> TermMap<f32> {
        let mut words: TermMap<f32> = TermMap::default();
        for (term, _, field) in &self.words {
            let weight = match field {
                Field::Name => 1.0,
                Field::Lead => 0.5,
                _ => continue,
            };
            let cell = words.entry(*term).or_default();
            *cell = f32::max(*cell, weight);
        }
        words
    }
}

/// The content words of a stretch of text, with the words that mean about the same.
#[derive(Debug)]
pub(crate) struct Query {
    index: TermMap<(usize, f32)>,
    /// The weight of each content word.
    weights: Vec<f32>,
    /// Whether the word speaks of the task rather than of a value.
    open: Vec<bool>,
    /// Whether it begins as a question of fact.
    asks: bool,
}

/// What a synonym counts, against 1 for the word itself.
const SYNONYM: f32 = 0.6;

impl Query {
    /// The words of the tokens `from..to`.
    pub(crate) fn of(text: &Text, candidates: &[Candidate], (from, to): (usize, usize), lexicon: &Lexicon) -> Query {
        let mut query = Query {
            index: TermMap::default(),
            weights: Vec::new(),
            open: Vec::new(),
            asks: ASKING.contains(&text.word(from)),
        };
        let mut value = vec![false; text.tokens.len()];
        for candidate in candidates {
            if matches!(
                candidate.shape,
                Shape::Number(_) | Shape::Quoted | Shape::Name | Shape::Literal(_) | Shape::Code | Shape::Moment(_)
            ) {
                value.iter_mut().take(candidate.to).skip(candidate.from).for_each(|cell| *cell = true);
            }
        }
        for at in from..to.min(text.tokens.len()) {
            let Some(token) = text.tokens.get(at).filter(|token| token.weight > 0.0 && token.term != 0) else {
                continue;
            };
            let known = query.index.get(&token.term).filter(|(_, strength)| *strength >= 1.0);
            if known.is_some() {
                continue;
            }
            let id = query.weights.len();
            query.weights.push(token.weight);
            query.open.push(!value.get(at).copied().unwrap_or(false));
            query.index.insert(token.term, (id, 1.0));
            for relative in lexicon.relatives(token.term) {
                query.index.entry(relative).or_insert((id, SYNONYM));
            }
        }
        query
    }

    /// Whether there is nothing to go by.
    pub(crate) fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }
}

/// How well a query fits a tool, each part from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fit {
    /// The share of the tool's name that the query names.
    pub name: f32,
    /// The share of the first sentence of the description.
    pub lead: f32,
    /// The share of the query's words about the task that the tool knows.
    pub query: f32,
    /// Whether the query names a listed value of a parameter.
    pub choice: f32,
    /// The summed strength of the query's words in the tool, rare ones among the offered tools counting more.
    pub contrast: f32,
    /// 1 where a question of fact meets a tool that changes something.
    pub clash: f32,
    /// The share of the query's words about the task that stand in the tool's name.
    pub named: f32,
    /// The share of the query's words, values too, that a parameter or the rest of the description knows.
    pub detail: f32,
}

/// The weights of a fit's parts, and what they must reach together.
pub(crate) mod weights {
    pub(crate) const NAME: f32 = 2.2;
    pub(crate) const LEAD: f32 = 1.6;
    pub(crate) const QUERY: f32 = 2.4;
    pub(crate) const CHOICE: f32 = 0.5;
    pub(crate) const CONTRAST: f32 = 0.35;
    pub(crate) const CLASH: f32 = 0.5;
    pub(crate) const GATE: f32 = 2.0;
}

impl Fit {
    /// The fit as one figure; above 0 the tool is worth calling.
    pub(crate) fn total(&self) -> f32 {
        weights::NAME * self.name
            + weights::LEAD * self.lead
            + weights::QUERY * self.query
            + weights::CHOICE * self.choice
            - weights::CLASH * self.clash
            - weights::GATE
    }

    /// The figure by which tools are ranked against one another.
    pub(crate) fn rank(&self) -> f32 {
        let mut features = Vec::with_capacity(20);
        self.pick(&mut features);
        score(&features)
    }

    /// The features of choosing this tool among those offered.
    pub(crate) fn pick(&self, features: &mut Vec<Feature>) {
        features.push((feature(template::PICK_PRIOR, 0, 0), self.total() + weights::CONTRAST * self.contrast));
        let parts = self.parts();
        features.extend((0_u32..).zip(parts).map(|(at, part)| (feature(template::PICK, at, 0), part)));
    }

    /// The parts that learned weights are given to, each about from 0 to 1.
    pub(crate) fn parts(&self) -> [f32; 8] {
        [
            self.name,
            self.lead,
            self.query,
            self.choice,
            self.clash,
            self.named,
            self.detail,
            self.contrast / (1.0 + self.contrast),
        ]
    }
}

/// Features of figures between 0 and 1: each by its value, and by its eighth.
pub(crate) fn graded(template: u32, parts: &[f32], features: &mut Vec<Feature>) {
    for (at, part) in (0_u32..).zip(parts) {
        features.push((feature(template, at, 0), *part));
        features.push((feature(template, at, 1 + (part.clamp(0.0, 1.0) * 8.0) as u32), 1.0));
    }
}

/// The fit of `query` with each tool.
pub(crate) fn fits(profiles: &[Profile], query: &Query) -> Vec<Fit> {
    let mut found: Vec<(Fit, Vec<f32>)> = profiles.iter().map(|profile| fit(profile, query)).collect();
    let count = found.len() as f32;
    for word in 0..query.weights.len() {
        let holders = found.iter().filter(|(_, hits)| hits.get(word).is_some_and(|hit| *hit > 0.0)).count() as f32;
        if holders == 0.0 {
            continue;
        }
        let rarity = (1.0 + count / holders).ln();
        let weight = query.weights.get(word).copied().unwrap_or(0.0);
        for (fit, hits) in &mut found {
            fit.contrast += weight * rarity * hits.get(word).copied().unwrap_or(0.0);
        }
    }
    found.into_iter().map(|(fit, _)| fit).collect()
}

/// The fit with one tool, and how strongly each word of the query is known to it.
fn fit(profile: &Profile, query: &Query) -> (Fit, Vec<f32>) {
    let mut hits = vec![0.0_f32; query.weights.len()];
    let mut shares = [(0.0_f32, 0.0_f32); 2];
    let mut choice = 0.0_f32;
    let mut named = vec![0.0_f32; query.weights.len()];
    let mut detailed = vec![0.0_f32; query.weights.len()];
    for (term, weight, field) in &profile.words {
        let hit = query.index.get(term);
        let strength = hit.map_or(0.0, |(_, strength)| *strength);
        let (part, scale) = match field {
            Field::Name => (Some(0), 1.0),
            Field::Lead => (Some(1), 0.9),
            Field::Rest => (None, 0.7),
            Field::Parameter => (None, 0.6),
            Field::Choice => (None, 0.7),
        };
        if let Some(share) = part.and_then(|part: usize| shares.get_mut(part)) {
            share.0 += weight * strength;
            share.1 += weight;
        }
        if let Some((id, _)) = hit {
            if let Some(cell) = hits.get_mut(*id) {
                *cell = f32::max(*cell, strength * scale);
            }
            let cells = if *field == Field::Name { &mut named } else { &mut detailed };
            if let Some(cell) = cells.get_mut(*id).filter(|_| *field != Field::Lead) {
                *cell = f32::max(*cell, strength);
            }
            if *field == Field::Choice {
                choice = choice.max(strength);
            }
        }
    }
    let ratio = |(hit, all): (f32, f32)| if all > 0.0 { hit / all } else { 0.0 };
    let [name, lead] = shares;
    let open_share = |cells: &[f32]| {
        let open = query.weights.iter().zip(&query.open).zip(cells).filter(|((_, open), _)| **open);
        let (hit, all) = open.fold((0.0, 0.0), |(hit, all), ((weight, _), cell)| (hit + weight * cell, all + weight));
        ratio((hit, all))
    };
    let detail = query.weights.iter().zip(&detailed).map(|(weight, cell)| weight * cell).sum();
    (
        Fit {
            name: ratio(name),
            lead: ratio(lead),
            query: open_share(&hits),
            choice,
            contrast: 0.0,
            clash: if query.asks && profile.acts { 1.0 } else { 0.0 },
            named: open_share(&named),
            detail: ratio((detail, query.weights.iter().sum())),
        },
        hits,
    )
}
