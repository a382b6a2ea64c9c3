//! Segments: which tool each part of a request is about.

use crate::propose::Scene;
use crate::score::{Fit, Profile, Query, fits};
use crate::text::Lexicon;

/// By how much a part must prefer another tool than the whole request does.
const MARGIN: f32 = 0.45;
/// The most parts of a request.
const MAX_PARTS: usize = 24;

/// A stretch of tokens that one tool serves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Region {
    /// The tool's index.
    pub tool: usize,
    /// The first token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// How well it fits; above 0 the tool is worth calling.
    pub fit: f32,
    /// The parts of the fit, for the decision whether to call at all.
    pub parts: [f32; 8],
}

/// Cuts the request into the regions of its tools. At least one region where there is a tool.
pub(crate) fn regions(profiles: &[Profile], scene: &Scene, several: bool) -> Vec<Region> {
    let end = scene.text.tokens.len();
    let whole = fits(profiles, &Query::of(&scene.text, &scene.candidates, (0, end), scene.lexicon));
    let Some((tool, fit)) = best(&whole) else { return Vec::new() };
    let one = Region { tool, from: 0, to: end, fit: fit.total(), parts: fit.parts() };
    if !several || profiles.len() < 2 {
        return vec![one];
    }
    let mut regions: Vec<Region> = Vec::new();
    for (from, to) in parts(scene) {
        let query = Query::of(&scene.text, &scene.candidates, (from, to), scene.lexicon);
        let local = fits(profiles, &query);
        let Some((own, fit)) = best(&local).filter(|_| !query.is_empty()) else {
            extend(&mut regions, to);
            continue;
        };
        let rival = regions.last().map_or(tool, |last| last.tool);
        let against = local.get(rival).map_or(0.0, Fit::rank);
        let opens = own == rival || fit.total() > 0.0 && fit.rank() > against + MARGIN;
        match regions.last_mut() {
            Some(last) if !opens || last.tool == own => {
                last.to = to;
                if last.tool == own && fit.total() > last.fit {
                    (last.fit, last.parts) = (fit.total(), fit.parts());
                }
            }
            Some(_) => regions.push(Region { tool: own, from, to, fit: fit.total(), parts: fit.parts() }),
            None => {
                let tool = if opens { own } else { tool };
                regions.push(Region { tool, from, to, fit: fit.total(), parts: fit.parts() });
            }
        }
    }
    let worth: Vec<Region> = regions.iter().copied().filter(|region| region.fit > 0.0).collect();
    let distinct = worth.iter().any(|region| worth.first().is_some_and(|first| first.tool != region.tool));
    if distinct { worth } else { vec![one] }
}

fn extend(regions: &mut [Region], to: usize) {
    if let Some(last) = regions.last_mut() {
        last.to = to;
    }
}

/// The best ranked fit; of equal ones the first.
fn best(fits: &[Fit]) -> Option<(usize, &Fit)> {
    let order = |a: &(usize, &Fit), b: &(usize, &Fit)| a.1.rank().total_cmp(&b.1.rank()).then(b.0.cmp(&a.0));
    fits.iter().enumerate().max_by(order)
}

/// The parts of the text: sentences, and clauses that `and`, `then` or `also` joins on before a further task.
fn parts(scene: &Scene) -> Vec<(usize, usize)> {
    let text = &scene.text;
    let mut parts = Vec::new();
    let mut from = 0;
    for at in 0..text.tokens.len() {
        let Some(token) = text.tokens.get(at) else { break };
        let ends = token.ends_sentence() || joins_on(scene.lexicon, scene, at);
        if ends && at + 1 > from && parts.len() < MAX_PARTS {
            parts.push((from, at + 1));
            from = at + 1;
        }
    }
    if from < text.tokens.len() {
        parts.push((from, text.tokens.len()));
    }
    parts
}

/// Whether the token at `at` joins on a further clause: a joint that a verb of asking follows.
fn joins_on(lexicon: &Lexicon, scene: &Scene, at: usize) -> bool {
    let text = &scene.text;
    if !matches!(text.word(at), "and" | "," | "then" | "also" | "plus") {
        return false;
    }
    let next = (at + 1..at + 4)
        .find(|&i| !matches!(text.word(i), "and" | "then" | "also" | "," | "please" | "finally" | "lastly" | "to"));
    let Some(next) = next.and_then(|i| text.tokens.get(i)) else { return false };
    let asks = matches!(
        next.lower.as_str(),
        "what"
            | "how"
            | "who"
            | "where"
            | "when"
            | "which"
            | "can"
            | "could"
            | "tell"
            | "i"
            | "is"
            | "are"
            | "do"
            | "does"
    );
    asks || next.weight > 0.0 && !next.capital && lexicon.is_request_verb(next.term)
}
