//! What training needs: what each slot of a tool could be filled with, and the features of each way.

use engine_api::{Ask, Schema, ToolKind};
use serde_json::Value;

use crate::Matcher;
use crate::choice::gate_features;
use crate::feature::template;
use crate::history::Request;
use crate::propose::{Filling, Proposer};
use crate::score::{Profile, Query, fits};
use crate::segment::Region;
use crate::text::TermMap;
use crate::weights;

/// A slot and what could be put there.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The keys that lead to it; an empty key steps into the only element of an array.
    pub path: Vec<String>,
    /// Whether a call needs it.
    pub required: bool,
    /// The ways to fill it.
    pub options: Vec<Choice>,
}

/// One way to fill a slot.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The value; several where each would be a call of its own.
    pub values: Vec<Value>,
    /// Place and value of each feature.
    pub features: Vec<(u32, f32)>,
}

/// The number of weights of a model.
pub const WEIGHTS: usize = weights::SIZE;

/// The places of the weights of scores that were set by hand: they begin at 1, all others at 0.
pub fn priors() -> [u32; 4] {
    let [slot, pick, gate] =
        [template::PRIOR, template::PICK_PRIOR, template::GATE_PRIOR].map(|template| weights::feature(template, 0, 0));
    [slot, slot ^ weights::EXTRACTING, pick, gate]
}

/// The features of choosing one of the tools.
#[derive(Debug, Clone)]
pub struct Pick {
    /// Of choosing it among those offered.
    pub pick: Vec<(u32, f32)>,
    /// Of calling it rather than none.
    pub gate: Vec<(u32, f32)>,
}

/// The bytes of a table of [`WEIGHTS`] weights.
pub fn pack(weights: &[f32]) -> Vec<u8> {
    weights::pack(weights)
}

impl Matcher {
    /// The features of choosing each of the tools for the last turn of `ask`.
    pub fn picks(&self, ask: &Ask) -> Vec<Pick> {
        let request = Request::of(ask);
        let filler = self.filler(ask);
        let scene = filler.scene(request.text);
        let end = scene.text.tokens.len();
        let profiles: Vec<Profile> = ask.tools.iter().map(|tool| Profile::of(tool, &self.lexicon)).collect();
        let query = Query::of(&scene.text, &scene.candidates, (0, end), &self.lexicon);
        let fits = fits(&profiles, &query);
        let made = ask.tools.iter().zip(&profiles).zip(fits).enumerate().map(|(at, ((tool, profile), fit))| {
            let region = Region { tool: at, from: 0, to: end, fit: fit.total(), parts: fit.parts() };
            let filled = filler.calls(tool, profile, (&scene, (0, end)));
            let (mut pick, mut gate) = (Vec::new(), Vec::new());
            fit.pick(&mut pick);
            gate_features((&region, &filled), ask.tools.len().max(1), &mut gate);
            Pick { pick, gate }
        });
        made.collect()
    }

    /// The slots of the tool `name` with every way to fill them from the last turn of `ask`.
    pub fn slots(&self, ask: &Ask, name: &str) -> Vec<Slot> {
        let Some(tool) = ask.tools.iter().find(|tool| tool.name == name) else { return Vec::new() };
        let ToolKind::Function { parameters, .. } = &tool.kind else { return Vec::new() };
        self.options(ask, parameters, Some(&Profile::of(tool, &self.lexicon).own_words()))
    }

    /// The members of the object that `schema` describes, with every way to fill them from the last turn of `ask`.
    pub fn members(&self, ask: &Ask, schema: &Schema) -> Vec<Slot> {
        self.options(ask, schema, None)
    }

    fn options(&self, ask: &Ask, schema: &Schema, own: Option<&TermMap<f32>>) -> Vec<Slot> {
        let request = Request::of(ask);
        let filler = self.filler(ask);
        let scene = filler.scene(request.text);
        let slots = filler.maker.slots(schema.source());
        let none = TermMap::default();
        let proposer = match own {
            Some(own) => Proposer::new(&scene, &slots, own),
            None => Proposer::new(&scene, &slots, &none).extracting(),
        };
        let made = slots.iter().enumerate().map(|(at, slot)| Slot {
            path: slot.path.iter().map(|key| (*key).to_owned()).collect(),
            required: slot.required,
            options: proposer
                .weighed(at, true)
                .into_iter()
                .map(|proposal| Choice {
                    features: proposal.features,
                    values: match proposal.value {
                        Filling::One(value) => vec![value],
                        Filling::Each(values) => values,
                    },
                })
                .collect(),
        });
        made.collect()
    }
}
