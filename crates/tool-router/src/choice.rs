//! The decision: what the client's tool choice makes of the request.

use engine_api::{Ask, Call, Routing, Tool, ToolChoice};

use crate::calls::{Filled, Filler, push_new};
use crate::feature::template;
use crate::history::Request;
use crate::propose::Scene;
use crate::score::{Profile, graded};
use crate::segment::{Region, regions};
use crate::weights::{self, Feature, feature};

/// What the share of required slots that the text fills adds to a tool's fit, and what it takes away at none.
const SUPPORT: (f32, f32) = (0.8, 0.4);

/// Routes a request among its tools.
#[derive(Debug)]
pub(crate) struct Router<'a> {
    /// The request.
    pub ask: &'a Ask,
    /// Its last turn and what came before.
    pub request: &'a Request<'a>,
    /// Fills the tools' slots.
    pub filler: Filler<'a>,
    /// The words of the tools.
    pub profiles: Vec<Profile>,
}

impl Router<'_> {
    /// The routing of the request.
    pub(crate) fn route(&self) -> Routing {
        let scene = self.filler.scene(self.request.text);
        let regions = self.regions(&scene);
        let first = self.serve(&scene, &regions);
        let routing = match (first, self.request.asked_back) {
            (Routing::Call(calls), _) => Routing::Call(calls),
            (other, None) => other,
            (other, Some(question)) => {
                let both = format!("{question}\n{}", self.request.text);
                let scene = self.filler.scene(&both);
                match self.serve(&scene, &self.regions(&scene)) {
                    Routing::Answer => other,
                    routing => routing,
                }
            }
        };
        self.after_results(routing)
    }

    /// The tool, or the tools, that the client and the request ask for.
    fn regions(&self, scene: &Scene) -> Vec<Region> {
        let whole = |tool| vec![Region { tool, from: 0, to: scene.text.tokens.len(), fit: f32::MAX, parts: [1.0; 8] }];
        match &self.ask.choice {
            ToolChoice::Named(name) => {
                self.ask.tools.iter().position(|tool| tool.name == *name).map_or_else(Vec::new, whole)
            }
            _ => regions(&self.profiles, scene, self.ask.parallel_calls),
        }
    }

    /// The calls of all regions; a question back where the best of them lacks values.
    fn serve(&self, scene: &Scene, regions: &[Region]) -> Routing {
        let mut calls: Vec<Call> = Vec::new();
        let mut lacking: Option<(String, Vec<String>)> = None;
        for region in regions {
            let (Some(tool), Some(profile)) = (self.ask.tools.get(region.tool), self.profiles.get(region.tool)) else {
                continue;
            };
            let filled = self.filler.calls(tool, profile, (scene, (region.from, region.to)));
            if !self.filler.must && gate(region, &filled, self.ask.tools.len()) <= 0.0 {
                continue;
            }
            if filled.calls.is_empty() && !filled.missing.is_empty() && lacking.is_none() {
                lacking = Some((tool.name.clone(), filled.missing));
            }
            filled.calls.into_iter().for_each(|call| push_new(&mut calls, call));
        }
        if !self.ask.parallel_calls {
            calls.retain(|call| !self.request.has_made(call));
            calls.truncate(1);
        }
        match (calls.is_empty(), lacking) {
            (false, _) => Routing::Call(calls),
            (true, Some((tool, missing))) => Routing::Clarify { tool, missing },
            (true, None) if self.filler.must => self.last_resort(scene),
            (true, None) => Routing::Answer,
        }
    }

    /// A call must be made and the best tool gave none: the first tool that can be called at all.
    fn last_resort(&self, scene: &Scene) -> Routing {
        let named = |tool: &Tool| match &self.ask.choice {
            ToolChoice::Named(name) => tool.name == *name,
            _ => true,
        };
        let end = scene.text.tokens.len();
        let tools = self.ask.tools.iter().zip(&self.profiles).filter(|(tool, _)| named(tool));
        let calls = tools.map(|(tool, profile)| self.filler.calls(tool, profile, (scene, (0, end))).calls);
        calls.into_iter().find(|calls| !calls.is_empty()).map_or(Routing::Answer, |mut calls| {
            calls.truncate(1);
            Routing::Call(calls)
        })
    }

    /// After results only what was asked for together with them and not yet called is called.
    fn after_results(&self, routing: Routing) -> Routing {
        let Routing::Call(mut calls) = routing else {
            return if self.request.made.is_empty() { routing } else { Routing::Answer };
        };
        if self.request.made.is_empty() || self.filler.must && calls.iter().all(|call| self.request.has_made(call)) {
            return Routing::Call(calls);
        }
        let planned = calls.len();
        calls.retain(|call| !self.request.has_made(call));
        let follows_plan = calls.len() < planned || !self.ask.parallel_calls && self.same_plan();
        if calls.is_empty() || !follows_plan && !self.filler.must { Routing::Answer } else { Routing::Call(calls) }
    }

    /// Whether every call made so far is one that the request, read as a whole, asks for.
    fn same_plan(&self) -> bool {
        let filler = Filler { several: true, ..self.filler };
        let scene = filler.scene(self.request.text);
        let mut planned: Vec<Call> = Vec::new();
        for region in regions(&self.profiles, &scene, true) {
            if let (Some(tool), Some(profile)) = (self.ask.tools.get(region.tool), self.profiles.get(region.tool)) {
                planned.extend(filler.calls(tool, profile, (&scene, (region.from, region.to))).calls);
            }
        }
        planned.iter().filter(|call| self.request.has_made(call)).count() >= self.request.made.len()
    }
}

/// Above 0 where a region's tool is worth calling, with what the text offers for its slots taken into account. To ask
/// for what a call lacks is less than to call, and what earlier turns supply shows in no feature: there the score set
/// by hand decides.
fn gate(region: &Region, filled: &Filled, tools: usize) -> f32 {
    if filled.calls.is_empty() || filled.recalled {
        return region.fit + SUPPORT.0 * filled.supported - SUPPORT.1;
    }
    let mut features = Vec::with_capacity(40);
    gate_features((region, filled), tools.max(1), &mut features);
    weights::score(&features)
}

/// The features of calling a tool at all.
pub(crate) fn gate_features((region, filled): (&Region, &Filled), tools: usize, features: &mut Vec<Feature>) {
    let by_hand = region.fit + SUPPORT.0 * filled.supported - SUPPORT.1;
    features.push((feature(template::GATE_PRIOR, 0, 0), by_hand.min(4.0)));
    let [name, lead, query, choice, clash, named, detail, contrast] = region.parts;
    let weakest = (filled.weakest / 5.0).clamp(0.0, 1.0);
    let strength = (filled.strength / 12.0).clamp(0.0, 1.0);
    let parts = [
        name,
        lead,
        query,
        choice,
        clash,
        named,
        detail,
        contrast,
        filled.supported,
        filled.covered,
        weakest,
        strength,
    ];
    graded(template::GATE, &parts, features);
    let third = |part: f32| (part.clamp(0.0, 1.0) * 3.0) as u32;
    let required = filled.required.min(4) as u32;
    let pairs =
        [(name, query), (query, filled.supported), (filled.covered, name), (named, filled.covered), (query, weakest)];
    for (at, (one, two)) in (0_u32..).zip(pairs) {
        features.push((feature(template::GATE_PAIR, at, third(one) * 4 + third(two)), 1.0));
    }
    features.push((feature(template::GATE_PAIR, 100 + required, third(filled.supported)), 1.0));
    let offered = tools.ilog2().min(6);
    features.push((feature(template::GATE_PAIR, 300 + offered, third(query)), 1.0));
    features.push((feature(template::GATE_PAIR, 400 + offered, third(filled.covered)), 1.0));
    features.push((feature(template::GATE_PAIR, 200 + required, third(query)), 1.0));
}
