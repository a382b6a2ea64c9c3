//! Calls: a tool and the stretch of text that it serves, made into calls with arguments.

use engine_api::{Call, Grammar, Schema, Tool, ToolKind};
use serde_json::Value;

use crate::arguments::{assume, finish, missing, object};
use crate::custom;
use crate::feature::candidate_atoms;
use crate::find::{Setting, candidates};
use crate::frames::{Frame, MAX_CALLS, best_frame, frames, spread};
use crate::hypernym;
use crate::propose::{Filling, Proposal, Proposer, Scene};
use crate::score::Profile;
use crate::slot::{Slot, SlotMaker};
use crate::text::{Kind, TermMap, Text};

/// What an earlier turn must offer for a missing value to be taken from there.
const RECALLED: f32 = 0.9;

/// What is needed to fill the slots of one tool.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filler<'a> {
    /// The words and names.
    pub setting: Setting<'a>,
    /// How slots are made.
    pub maker: SlotMaker<'a>,
    /// Turns before the request, the latest first.
    pub earlier: &'a [&'a str],
    /// Whether a call must come out even where values are not known.
    pub must: bool,
    /// Whether several calls may be made.
    pub several: bool,
}

/// The calls of one tool.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// Complete calls, their arguments valid.
    pub calls: Vec<Call>,
    /// Required parameters without a value, where that kept a call back.
    pub missing: Vec<String>,
    /// The share of the required slots that the text fills.
    pub supported: f32,
    /// The score of the weakest filling of a required slot; 0 where there is none.
    pub weakest: f32,
    /// The sum of the scores of all fillings.
    pub strength: f32,
    /// The share of the content words that the tool knows or a filling uses up.
    pub covered: f32,
    /// The number of required slots.
    pub required: usize,
    /// Whether an earlier turn supplied a value.
    pub recalled: bool,
}

impl Filler<'_> {
    /// The calls of `tool` for the tokens `range` of the scene.
    pub(crate) fn calls(&self, tool: &Tool, profile: &Profile, (scene, range): (&Scene, (usize, usize))) -> Filled {
        match &tool.kind {
            ToolKind::Function { parameters, .. } => self.function(tool, (parameters, profile), (scene, range)),
            ToolKind::Text => custom_call(tool, Some(custom::free_text(scene.text.source).to_owned())),
            ToolKind::Grammar(Grammar::Regex(pattern)) => {
                let found = custom::matching(pattern, scene.text.source);
                custom_call(tool, found.or_else(|| if self.must { custom::generated(pattern) } else { None }))
            }
            ToolKind::Grammar(Grammar::Lark(_)) => Filled::default(),
        }
    }

    fn function(
        &self,
        tool: &Tool,
        (schema, profile): (&Schema, &Profile),
        (scene, range): (&Scene, (usize, usize)),
    ) -> Filled {
        let slots = self.maker.slots(schema.source());
        let own_words = profile.own_words();
        let proposer = Proposer::new(scene, &slots, &own_words);
        let proposals = proposer.all();
        let mut whole = frames(scene, &proposals, range);
        if !self.several {
            whole.truncate(1);
        }
        let respectively = (range.0..range.1).any(|at| scene.text.word(at) == "respectively");
        let mut all: Vec<Frame> = whole.iter().flat_map(|frame| spread(frame, respectively)).take(MAX_CALLS).collect();
        if !self.several {
            all.truncate(1);
        }
        let mut filled = backing(&slots, all.first());
        filled.covered = covered(scene, profile, &all, range);
        for mut frame in all {
            let mut lacking = missing(&slots, &frame);
            if !lacking.is_empty() {
                self.recall(&slots, (&mut frame, &lacking), &proposals, profile);
                let still = missing(&slots, &frame);
                filled.recalled |= still.len() < lacking.len();
                lacking = still;
            }
            if self.must {
                settle_for_best(&proposer, (&mut frame, &lacking));
                lacking = missing(&slots, &frame);
            }
            let mut arguments = object(&slots, &frame);
            if !lacking.is_empty() && !self.must {
                filled.missing =
                    lacking.iter().filter_map(|&at| slots.get(at)).map(|slot| slot.path.join(".")).collect();
                continue;
            }
            if self.must {
                assume(&slots, &lacking, &mut arguments, scene.text.source);
            }
            if let Some(arguments) = finish(schema, &slots, arguments, self.must) {
                push_new(&mut filled.calls, json_call(tool, &arguments));
            }
        }
        filled
    }

    /// What `text` says for the members of the object that `schema` describes, by their pointers.
    pub(crate) fn extract(&self, schema: &Schema, text: &str) -> Vec<(String, Value)> {
        let slots = self.maker.slots(schema.source());
        let scene = self.scene(text);
        let none = TermMap::default();
        let proposals = Proposer::new(&scene, &slots, &none).extracting().all();
        let (frame, _) = best_frame(&proposals, (0, scene.text.tokens.len()));
        let found = slots.iter().zip(frame).filter_map(|(slot, pick)| match pick?.value {
            Filling::One(value) => Some((pointer(&slot.path), value)),
            Filling::Each(values) => Some((pointer(&slot.path), values.into_iter().next()?)),
        });
        found.collect()
    }

    /// Looks for missing values in the rest of the request, then in earlier turns.
    fn recall(
        &self,
        slots: &[Slot],
        (frame, lacking): (&mut Frame, &[usize]),
        proposals: &[Vec<Proposal>],
        profile: &Profile,
    ) {
        let used: Vec<Proposal> = frame.iter().flatten().cloned().collect();
        for &at in lacking {
            let free =
                |p: &&Proposal| used.iter().all(|u| p.choice.from >= u.choice.to || u.choice.from >= p.choice.to);
            let here = proposals.get(at).and_then(|all| all.iter().filter(free).find(|p| p.choice.score >= RECALLED));
            if let (Some(found), Some(cell)) = (here, frame.get_mut(at)) {
                *cell = Some(found.clone());
            }
        }
        for text in self.earlier {
            if lacking.iter().all(|&at| frame.get(at).is_some_and(Option::is_some)) {
                return;
            }
            let scene = self.scene(text);
            let own_words = profile.own_words();
            let found = Proposer::new(&scene, slots, &own_words).all();
            for &at in lacking {
                let best = found.get(at).and_then(|all| all.first()).filter(|best| best.choice.score >= RECALLED);
                if let (Some(best), Some(cell @ None)) = (best, frame.get_mut(at)) {
                    *cell = Some(best.clone());
                }
            }
        }
    }

    /// Reads a text and its candidates.
    pub(crate) fn scene<'t>(&self, source: &'t str) -> Scene<'t>
    where
        Self: 't,
    {
        let text = Text::read(source, self.setting.lexicon);
        let candidates = candidates(&text, &self.setting);
        let atoms = candidate_atoms(&text, &candidates);
        let kinds = hypernym::kinds(&text, &candidates, &self.setting);
        Scene { lexicon: self.setting.lexicon, regions: self.setting.regions, text, candidates, atoms, kinds }
    }
}

/// A call has to be made: what is still missing gets the best proposal that there is, however little it is worth.
fn settle_for_best(proposer: &Proposer, (frame, lacking): (&mut Frame, &[usize])) {
    for &at in lacking {
        let mut found = proposer.weighed(at, false);
        found.retain(|proposal| matches!(proposal.value, Filling::One(_)));
        let best = found.into_iter().reduce(|a, b| if b.choice.score > a.choice.score { b } else { a });
        if let (Some(best), Some(cell)) = (best, frame.get_mut(at)) {
            *cell = Some(best);
        }
    }
}

/// What the text offers for the slots, by the first frame.
fn backing(slots: &[Slot], frame: Option<&Frame>) -> Filled {
    let required = slots.iter().filter(|slot| slot.required).count();
    let lacking = frame.map_or(required, |frame| missing(slots, frame).len());
    let supported = if required == 0 { 1.0 } else { 1.0 - lacking as f32 / required as f32 };
    let picks = || frame.into_iter().flatten();
    let needed = slots.iter().zip(picks()).filter(|(slot, _)| slot.required);
    let weakest = needed.filter_map(|(_, pick)| pick.as_ref()).map(|p| p.choice.score).fold(f32::MAX, f32::min);
    Filled {
        supported,
        required,
        weakest: if weakest < f32::MAX { weakest } else { 0.0 },
        strength: picks().flatten().map(|p| p.choice.score).sum(),
        ..Filled::default()
    }
}

/// The share of the content words of the range that the tool knows or a filling uses up.
fn covered(scene: &Scene, profile: &Profile, frames: &[Frame], (from, to): (usize, usize)) -> f32 {
    let (mut known, mut all) = (0.0, 0.0);
    for (at, token) in scene.text.tokens.iter().enumerate().take(to).skip(from) {
        let weight = if matches!(token.kind, Kind::Number | Kind::Code) { 1.0 } else { token.weight };
        if weight <= 0.0 {
            continue;
        }
        let used = || frames.iter().flatten().flatten().any(|p| p.choice.from <= at && at < p.choice.to);
        all += weight;
        known += if used() || profile.knows(token.term) { weight } else { 0.0 };
    }
    if all > 0.0 { known / all } else { 0.0 }
}

/// The JSON pointer (RFC 6901) of a path; an empty key is the first element of an array.
fn pointer(path: &[&str]) -> String {
    let key = |key: &&str| {
        if key.is_empty() { "/0".to_owned() } else { format!("/{}", key.replace('~', "~0").replace('/', "~1")) }
    };
    path.iter().map(key).collect()
}

fn json_call(tool: &Tool, arguments: &Value) -> Call {
    Call { id: String::new(), name: tool.name.clone(), arguments: arguments.to_string(), custom: false }
}

fn custom_call(tool: &Tool, input: Option<String>) -> Filled {
    let call = input.map(|arguments| Call { id: String::new(), name: tool.name.clone(), arguments, custom: true });
    let supported = if call.is_some() { 1.0 } else { 0.0 };
    Filled { supported, covered: supported, calls: call.into_iter().collect(), ..Filled::default() }
}

/// Adds a call unless the same is there.
pub(crate) fn push_new(calls: &mut Vec<Call>, call: Call) {
    if !calls.contains(&call) {
        calls.push(call);
    }
}
