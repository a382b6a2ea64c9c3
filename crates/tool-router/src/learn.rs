//! What training needs: what each slot of a tool could be filled with, and the features of each way.

use engine_api::{Ask, Schema, ToolKind};
use serde_json::Value;

use crate::calls::Filler;
use crate::find::Setting;
use crate::history::Request;
use crate::propose::{Filling, Proposer};
use crate::score::Profile;
use crate::slot::SlotMaker;
use crate::weights;
use crate::Matcher;

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

/// The place of the weight of the score that was set by hand.
pub fn prior() -> u32 {
    weights::feature(crate::feature::template::PRIOR, 0, 0)
}

/// The bytes of a table of [`WEIGHTS`] weights.
pub fn pack(weights: &[f32]) -> Vec<u8> {
    weights::pack(weights)
}

impl Matcher {
    /// The slots of the tool `name` with every way to fill them from the last turn of `ask`.
    pub fn slots(&self, ask: &Ask, name: &str) -> Vec<Slot> {
        let Some(tool) = ask.tools.iter().find(|tool| tool.name == name) else { return Vec::new() };
        let ToolKind::Function { parameters, .. } = &tool.kind else { return Vec::new() };
        let request = Request::of(ask);
        let setting = Setting { lexicon: &self.lexicon, regions: &self.regions, now: ask.now };
        let maker = SlotMaker { lexicon: &self.lexicon, kinds: &self.kinds };
        let filler = Filler { setting, maker, earlier: &[], must: false, several: true };
        let scene = filler.scene(request.text);
        let schema: &Schema = parameters;
        let slots = maker.slots(schema.source());
        let own = Profile::of(tool, &self.lexicon).own_words();
        let proposer = Proposer::new(&scene, &slots, &own);
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
