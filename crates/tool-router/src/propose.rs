//! Proposals: what each slot could be filled with, and how well it would suit.

use serde_json::Value;

use crate::assign::Choice;
use crate::cue::{Cues, preposition, suits};
use crate::enums;
use crate::feature::{self, template};
use crate::find::{Amount, Candidate, Shape};
use crate::gazetteer::Regions;
use crate::slot::{Slot, Type, kind};
use crate::suit::{base, name_kind, number_kind};
use crate::text::{Kind, Lexicon, Term, TermMap, Text};
use crate::weights::{self, Feature};
use crate::{units, value};

/// What an optional slot's proposal must be worth to be taken.
const OPTIONAL_COST: f32 = 1.25;
/// By how much a list leads its best item.
const LIST_LEAD: f32 = 0.1;
/// The most proposals that are kept for one slot.
const MOST: usize = 24;

/// A text with what was found in it.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The names of countries and states.
    pub regions: &'a Regions,
    /// The text.
    pub text: Text<'a>,
    /// The pieces of it that may be values.
    pub candidates: Vec<Candidate>,
    /// The atoms of each candidate, for the features of its places.
    pub atoms: Vec<Vec<u32>>,
    /// The kinds of things that each candidate belongs to.
    pub kinds: Vec<Vec<Term>>,
}

/// One way to fill a slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Proposal {
    /// Its worth and the tokens that it uses up.
    pub choice: Choice,
    /// The value.
    pub value: Filling,
    /// What kind of evidence it rests on; only evidence of the same kind can open a further frame.
    pub evidence: Evidence,
    /// Where it comes from.
    pub source: Source,
    /// What its worth was reckoned from; kept for training only.
    pub features: Vec<Feature>,
}

/// Where a proposal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A candidate of the text.
    Candidate(usize),
    /// A value that the schema lists, or gives as an example.
    Schema,
    /// A truth value.
    Truth,
}

/// What a proposal rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// A number.
    Number,
    /// A quotation, name, code or literal.
    Solid,
    /// A date or a time.
    Moment,
    /// A value that the schema lists.
    Listed,
    /// A run of words.
    Words,
}

impl Evidence {
    fn of(candidate: &Candidate) -> Evidence {
        match candidate.shape {
            Shape::Number(_) => Evidence::Number,
            Shape::Moment(_) => Evidence::Moment,
            Shape::Phrase | Shape::List(_) => Evidence::Words,
            Shape::Quoted | Shape::Name | Shape::Code | Shape::Literal(_) | Shape::Currency(_) => Evidence::Solid,
        }
    }
}

/// What goes into a slot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Filling {
    /// One value.
    One(Value),
    /// Several values for a slot that takes one: one call each.
    Each(Vec<Value>),
}

/// Makes proposals for the slots of one tool.
#[derive(Debug)]
pub(crate) struct Proposer<'a, 't> {
    scene: &'a Scene<'t>,
    slots: &'a [Slot<'a>],
    /// The words of the tool's name and description with their weight.
    tool_terms: &'a TermMap<f32>,
    cues: Cues,
    /// The place of each number among the numbers of the text.
    number_ranks: Vec<usize>,
    /// Whether the text has names.
    named: bool,
    /// The dimension of the quantity that each slot asks for.
    dimensions: Vec<Option<u8>>,
    /// What the places of the features are moved by, see [`Proposer::extracting`].
    domain: u32,
}

impl<'a, 't> Proposer<'a, 't> {
    /// A proposer for the `slots` of a tool whose words are `tool_terms`.
    pub(crate) fn new(scene: &'a Scene<'t>, slots: &'a [Slot<'a>], tool_terms: &'a TermMap<f32>) -> Self {
        let cues = Cues::read(&scene.text, &scene.candidates, slots);
        let mut rank = 0;
        let number_ranks = scene
            .candidates
            .iter()
            .map(|candidate| {
                let here = rank;
                rank += usize::from(matches!(candidate.shape, Shape::Number(_)));
                here
            })
            .collect();
        let named = scene.candidates.iter().any(|candidate| candidate.shape == Shape::Name);
        Proposer {
            scene,
            slots,
            tool_terms,
            cues,
            number_ranks,
            named,
            dimensions: slots.iter().map(units::dimension).collect(),
            domain: 0,
        }
    }

    /// The same for taking values out of a text that asks for nothing: with weights of their own.
    pub(crate) fn extracting(self) -> Self {
        Proposer { domain: weights::EXTRACTING, ..self }
    }

    /// The proposals of every slot, best first.
    pub(crate) fn all(&self) -> Vec<Vec<Proposal>> {
        (0..self.slots.len()).map(|slot| self.of_slot(slot)).collect()
    }

    fn of_slot(&self, index: usize) -> Vec<Proposal> {
        let mut proposals = self.weighed(index, false);
        raise_lists(&mut proposals);
        proposals.retain(|p| p.choice.score > 0.0);
        proposals.sort_by(|a, b| b.choice.score.total_cmp(&a.choice.score).then(a.choice.from.cmp(&b.choice.from)));
        proposals.truncate(MOST);
        proposals
    }

    /// Every proposal of the slot with its score; `keep` says whether the features are kept.
    pub(crate) fn weighed(&self, index: usize, keep: bool) -> Vec<Proposal> {
        let Some(slot) = self.slots.get(index) else { return Vec::new() };
        let mut proposals = match slot.item_type() {
            Type::Boolean => enums::truth(self.scene, slot),
            _ if !slot.choices.is_empty() => enums::choices(self.scene, slot),
            _ => self.spans(index, slot),
        };
        let atoms = feature::slot_atoms(slot);
        let mut features = Vec::with_capacity(160);
        for proposal in &mut proposals {
            if !slot.required {
                proposal.choice.score -= OPTIONAL_COST;
            }
            features.clear();
            self.features((proposal, index), &atoms, &mut features);
            features.iter_mut().for_each(|(at, _)| *at ^= self.domain);
            proposal.choice.score = weights::score(&features);
            if keep {
                proposal.features.clone_from(&features);
            }
        }
        proposals
    }

    /// The features of a proposal; the score set by hand is one of them.
    fn features(&self, (proposal, index): (&Proposal, usize), slot: &[u32], features: &mut Vec<Feature>) {
        let by_hand = proposal.choice.score;
        features.push((weights::feature(template::PRIOR, 0, 0), by_hand));
        let listed = (by_hand.clamp(-2.0, 3.0) * 4.0) as i32 as u32;
        match proposal.source {
            Source::Candidate(at) => {
                for one in self.scene.atoms.get(at).into_iter().flatten() {
                    features.extend(slot.iter().map(|two| (weights::feature(template::ATOMS, *one, *two), 1.0)));
                }
                feature::pair(self.scene, &self.cues, (at, index, self.slots), features);
                self.beside(at, index, features);
                let shape = self.scene.candidates.get(at).map_or(0, |candidate| feature::shape_of(&candidate.shape));
                let kinds = self.scene.kinds.get(at).map(Vec::as_slice).unwrap_or_default();
                if let Some(slot) = self.slots.get(index).filter(|_| !kinds.is_empty()) {
                    feature::kind(slot, kinds, shape, features);
                }
            }
            Source::Schema => {
                features.extend(slot.iter().map(|two| (weights::feature(template::LISTED, listed, *two), 1.0)));
            }
            Source::Truth => {
                features.extend(slot.iter().map(|two| (weights::feature(template::TRUTH, listed, *two), 1.0)));
            }
        }
    }

    /// How much of the candidate is words of the tool, and whether it was cut out of something longer.
    fn beside(&self, at: usize, index: usize, features: &mut Vec<Feature>) {
        let Some(candidate) = self.scene.candidates.get(at) else { return };
        let tokens = &self.scene.text.tokens;
        let kind = match candidate.shape {
            Shape::Phrase => 1,
            Shape::Name => 2,
            Shape::List(_) => 3,
            _ => return,
        };
        let own = |at: usize| tokens.get(at).and_then(|token| self.tool_terms.get(&token.term)).copied().unwrap_or(0.0);
        let share: f32 =
            (candidate.from..candidate.to).map(own).sum::<f32>() / (candidate.to - candidate.from).max(1) as f32;
        let open = |at: Option<usize>| {
            at.is_some_and(|at| {
                tokens.get(at).is_some_and(|t| t.kind == Kind::Word && t.weight >= 1.0)
                    && own(at) == 0.0
                    && self.cues.at(at, index) < 0.3
            })
        };
        let cut = u32::from(open(candidate.from.checked_sub(1))) * 2 + u32::from(open(Some(candidate.to)));
        features.push((weights::feature(template::TOOL, (share * 4.0) as u32, kind), 1.0));
        features.push((weights::feature(template::TOOL, 16 + cut, kind), 1.0));
    }

    /// The candidates that can be values of the slot.
    fn spans(&self, index: usize, slot: &Slot) -> Vec<Proposal> {
        let mut proposals = enums::described(self.scene, slot);
        for (at, candidate) in self.scene.candidates.iter().enumerate() {
            let proposal = match &candidate.shape {
                Shape::List(members) if slot.kind_of_value == Type::Array => self.list(index, slot, (at, members)),
                Shape::List(members) => self.each(index, slot, (at, members)),
                _ => self.single(index, slot, at),
            };
            proposals.extend(proposal);
        }
        proposals
    }

    fn single(&self, index: usize, slot: &Slot, at: usize) -> Option<Proposal> {
        let candidate = self.scene.candidates.get(at)?;
        let score = self.score(index, slot, at)?;
        let whole = matches!(&candidate.shape, Shape::Literal(Value::Array(_)));
        let value = match slot.kind_of_value {
            Type::Array if whole => literal_items(candidate, slot)?,
            Type::Array => Value::Array(vec![value::item(&self.scene.text, candidate, slot)?]),
            _ => value::item(&self.scene.text, candidate, slot)?,
        };
        let lone = if slot.kind_of_value == Type::Array && !whole { 0.5 } else { 0.0 };
        self.proposal(score - lone, at, Filling::One(value))
    }

    /// All items of a list, for a slot that takes an array.
    fn list(&self, index: usize, slot: &Slot, list: (usize, &[usize])) -> Option<Proposal> {
        let (score, values) = self.items(index, slot, list.1)?;
        self.proposal(score, list.0, Filling::One(Value::Array(values)))
    }

    /// All items of a list, for a slot that takes one: one call for each.
    fn each(&self, index: usize, slot: &Slot, list: (usize, &[usize])) -> Option<Proposal> {
        let (score, values) = self.items(index, slot, list.1)?;
        self.proposal(score, list.0, Filling::Each(values))
    }

    /// The values of a list's items, and what the best of them is worth: what announces one announces all.
    fn items(&self, index: usize, slot: &Slot, members: &[usize]) -> Option<(f32, Vec<Value>)> {
        let mut values = Vec::with_capacity(members.len());
        let mut best = f32::MIN;
        let mut worst = f32::MAX;
        for &member in members {
            let part = self.scene.candidates.get(member)?;
            let score = self.score(index, slot, member).unwrap_or(-1.0);
            best = best.max(score);
            worst = worst.min(score);
            values.push(value::item(&self.scene.text, part, slot)?);
        }
        let extra = 0.4 * (members.len() - 1).min(3) as f32;
        (worst >= -0.6).then_some((best + extra, values))
    }

    fn proposal(&self, score: f32, at: usize, value: Filling) -> Option<Proposal> {
        let candidate = self.scene.candidates.get(at)?;
        Some(Proposal {
            choice: Choice { score, from: candidate.from, to: candidate.to },
            value,
            evidence: Evidence::of(candidate),
            source: Source::Candidate(at),
            features: Vec::new(),
        })
    }

    /// How well the candidate suits the slot; none where its shape cannot.
    fn score(&self, index: usize, slot: &Slot, at: usize) -> Option<f32> {
        let candidate = self.scene.candidates.get(at)?;
        let text = &self.scene.text;
        let base = base(slot, candidate)?;
        let cue = self.cues.around(text, candidate, index);
        let role = suits(preposition(text, candidate), slot);
        let shape = match &candidate.shape {
            Shape::Number(amount) => {
                let unit = amount.unit_at.map_or(0.0, |unit| self.cues.at(unit, index));
                let counts = amount.in_words && amount.value <= 12.0 && units::dimension_of(amount.unit).is_none();
                let other = counts && amount.unit_at.is_some() && unit < 0.6 && !slot.is(kind::TALLY);
                0.5 * unit - if other { 1.0 } else { 0.0 }
                    + self.order(slot, index, at)
                    + number_kind(text, candidate, slot)
                    + self.dimension(index, amount)
            }
            Shape::Phrase => {
                self.phrase(index, candidate)
                    - if self.named && slot.is(kind::PLACE | kind::PERSON) { 0.7 } else { 0.0 }
            }
            Shape::Name => {
                name_kind(self.scene, candidate, slot) + self.region(slot, candidate) - self.own_word(candidate)
            }
            _ => 0.0,
        };
        Some(base + cue + role + shape + self.own_name(slot, candidate))
    }

    /// `a = 3`, `x: 5`: the slot's own name right before the value.
    fn own_name(&self, slot: &Slot, candidate: &Candidate) -> f32 {
        let text = &self.scene.text;
        let Some(mark) = candidate.from.checked_sub(1) else { return 0.0 };
        let skip = usize::from(matches!(text.word(mark), "=" | ":" | "is" | "as" | "of" | "to"));
        let named = mark.checked_sub(skip).is_some_and(|at| text.word(at) == slot.name.to_lowercase());
        if named && (skip == 1 || slot.name.len() > 1) { 1.5 } else { 0.0 }
    }

    /// Numbers and numeric slots tend to come in the same order.
    fn order(&self, slot: &Slot, index: usize, at: usize) -> f32 {
        let numeric = |other: &&Slot| matches!(other.item_type(), Type::Integer | Type::Number);
        let before = self.slots.get(..index).unwrap_or_default();
        let alike = |slots: &[Slot]| slots.iter().filter(|o| numeric(o) && o.required == slot.required).count();
        let (rank, count) = (alike(before), alike(self.slots).max(1));
        let number = self.number_ranks.get(at).copied().unwrap_or(0) % count;
        -0.12 * f32::min(number.abs_diff(rank) as f32, 4.0)
    }

    /// A length goes where a length is asked for, a time where a time is.
    fn dimension(&self, index: usize, amount: &Amount) -> f32 {
        match (units::dimension_of(amount.unit), self.dimensions.get(index).copied().flatten()) {
            (Some(said), Some(asked)) if said == asked => 0.9,
            (Some(_), Some(_)) => -1.0,
            _ => 0.0,
        }
    }

    /// Countries and states go where one is asked for; beside such a slot a place takes the town alone.
    fn region(&self, slot: &Slot, candidate: &Candidate) -> f32 {
        if !slot.is(kind::PLACE) {
            return 0.0;
        }
        let known = self.scene.regions.is_region(candidate.text(&self.scene.text));
        let joint = (candidate.from..candidate.to).any(|at| self.scene.text.word(at) == ",");
        if slot.is(kind::REGION) {
            return if known {
                0.9
            } else if joint {
                -0.5
            } else {
                0.0
            };
        }
        let beside = self.slots.iter().any(|other| other.is(kind::REGION) && other.item_type() == Type::String);
        if beside && joint {
            -0.9
        } else if beside && known {
            -0.5
        } else {
            0.0
        }
    }

    /// What a name loses that is only a word of the tool or the announcement of a slot.
    fn own_word(&self, candidate: &Candidate) -> f32 {
        let own = |at: usize| {
            let token = self.scene.text.tokens.get(at);
            let of_tool = token.is_some_and(|token| self.tool_terms.contains_key(&token.term));
            of_tool || (0..self.slots.len()).any(|slot| self.cues.at(at, slot) >= 0.5)
        };
        if (candidate.from..candidate.to).all(own) { 0.8 } else { 0.0 }
    }

    /// A phrase should be whole, and not be made of the words of the tool or the slot.
    fn phrase(&self, index: usize, candidate: &Candidate) -> f32 {
        let tokens = &self.scene.text.tokens;
        let mut score = 0.0;
        for at in candidate.from..candidate.to {
            let Some(token) = tokens.get(at) else { break };
            let tool = self.tool_terms.get(&token.term).copied().unwrap_or(0.0);
            score -= 0.7 * tool + if token.weight < 1.0 { 0.35 } else { 0.0 };
            if token.lower.len() > 4
                && (token.lower.ends_with("ing") || token.lower.ends_with("ed") || token.lower.ends_with("ly"))
            {
                score -= 0.3;
            }
            let announces = (0..self.slots.len()).map(|slot| self.cues.at(at, slot)).fold(0.0, f32::max);
            score -= 0.6 * f32::min(announces, 1.0);
        }
        let open = |at: Option<usize>| {
            at.and_then(|at| tokens.get(at))
                .is_some_and(|t| t.kind == Kind::Word && t.weight >= 1.0 && !self.tool_terms.contains_key(&t.term))
        };
        let outside = |at: Option<usize>| at.is_some_and(|at| self.cues.at(at, index) < 0.3) && open(at);
        for neighbour in [candidate.from.checked_sub(1), Some(candidate.to)] {
            if outside(neighbour) {
                score -= 0.3;
            }
        }
        score
    }
}

/// What holds for one item of a list holds for all: a list of values is worth no less than the best of them.
fn raise_lists(proposals: &mut [Proposal]) {
    let within = |list: &Choice, item: &Proposal| {
        list.from <= item.choice.from && item.choice.to <= list.to && matches!(item.value, Filling::One(_))
    };
    for at in 0..proposals.len() {
        let Some(Proposal { choice: list, value: Filling::Each(_), .. }) = proposals.get(at) else { continue };
        let best = proposals.iter().filter(|item| within(list, item)).map(|item| item.choice.score).fold(0.0, f32::max);
        if let Some(list) = proposals.get_mut(at).filter(|_| best > 0.0) {
            list.choice.score = list.choice.score.max(best + LIST_LEAD);
        }
    }
}

/// The items of an array literal, where they are of the slot's item type.
fn literal_items(candidate: &Candidate, slot: &Slot) -> Option<Value> {
    let Shape::Literal(Value::Array(items)) = &candidate.shape else { return None };
    let fits = |item: &Value| match slot.item_type() {
        Type::Integer => item.is_i64() || item.as_f64().is_some_and(|v| v.fract() == 0.0),
        Type::Number => item.is_number(),
        Type::String => item.is_string() || item.is_number(),
        Type::Boolean => item.is_boolean(),
        Type::Object => item.is_object(),
        _ => true,
    };
    if !items.iter().all(fits) {
        return None;
    }
    let spelled = |item: &Value| match (slot.item_type(), item) {
        (Type::String, Value::Number(number)) => Value::from(number.to_string()),
        (_, item) => item.clone(),
    };
    Some(Value::Array(items.iter().map(spelled).collect()))
}
