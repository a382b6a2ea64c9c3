//! Frames: how many calls of one tool a stretch of text asks for, and which values belong to which.
//!
//! One frame is tried first. If it leaves values behind whose slots are already filled, the stretch is cut at its
//! joints (sentence ends, commas, `and`, `then`) so that the sum of the frames' scores, less a cost per frame, is
//! greatest. Frames share what only one of them says.

use crate::assign::{Choice, assign};
use crate::find::Shape;
use crate::propose::{Evidence, Filling, Proposal, Scene};

/// What opening a further frame costs.
const FRAME_COST: f32 = 1.0;
/// How far below the best of its slot a filling may be to count in a frame of its own.
const NEAR: f32 = 3.0;
/// What a proposal left behind must be worth to suspect a further frame.
const SUSPICION: f32 = 0.7;
/// The most joints that are tried as cuts.
const MAX_JOINTS: usize = 32;
/// The most calls of one tool.
pub(crate) const MAX_CALLS: usize = 32;

/// The fillings of one call, slot by slot.
pub(crate) type Frame = Vec<Option<Proposal>>;

/// The frames of the tokens `from..to`, at least one; the first gives also the worth of all.
pub(crate) fn frames(scene: &Scene, proposals: &[Vec<Proposal>], range: (usize, usize)) -> Vec<Frame> {
    let (whole, _) = best_frame(proposals, range);
    let strong = strongest(proposals, range);
    let score = worth(&whole, &strong);
    if !leaves_behind(proposals, &whole, range) {
        return vec![whole];
    }
    let cuts = joints(scene, range);
    let parts = cut(proposals, &cuts, &strong);
    if parts.len() < 2
        || parts.iter().map(|(_, score)| score).sum::<f32>() - FRAME_COST * (parts.len() - 1) as f32 <= score
    {
        return vec![whole];
    }
    share(parts.into_iter().map(|(frame, _)| frame).collect(), whole)
}

/// The best joint assignment within the range.
pub(crate) fn best_frame(proposals: &[Vec<Proposal>], (from, to): (usize, usize)) -> (Frame, f32) {
    let within = |p: &&Proposal| p.choice.from >= from && p.choice.to <= to && p.choice.from < to.max(1);
    let local: Vec<Vec<&Proposal>> = proposals.iter().map(|all| all.iter().filter(within).collect()).collect();
    let choices: Vec<Vec<Choice>> = local.iter().map(|all| all.iter().map(|p| p.choice).collect()).collect();
    let (picks, _) = assign(&choices);
    let frame: Frame =
        picks.iter().zip(&local).map(|(pick, all)| pick.and_then(|i| all.get(i)).map(|p| (*p).clone())).collect();
    let score = frame.iter().flatten().map(|filling| filling.choice.score).sum();
    (frame, score)
}

/// The greatest score of each slot within the range.
fn strongest(proposals: &[Vec<Proposal>], (from, to): (usize, usize)) -> Vec<f32> {
    let within = |p: &&Proposal| p.choice.from >= from && p.choice.to <= to;
    let best = |all: &Vec<Proposal>| all.iter().filter(within).map(|p| p.choice.score).fold(0.0, f32::max);
    proposals.iter().map(best).collect()
}

/// What a frame counts: each filling by how near it comes to the best of its slot.
fn worth(frame: &Frame, strong: &[f32]) -> f32 {
    let near = |(pick, best): (&Option<Proposal>, &f32)| {
        pick.as_ref().map(|p| weight(p) * (p.choice.score - best + NEAR).min(p.choice.score))
    };
    frame.iter().zip(strong).filter_map(near).sum()
}

/// The best frame of a part of the range: only what comes near the best of its slot is of a frame of its own.
fn part(proposals: &[Vec<Proposal>], range: (usize, usize), strong: &[f32]) -> (Frame, f32) {
    let (mut frame, _) = best_frame(proposals, range);
    for (pick, best) in frame.iter_mut().zip(strong) {
        if pick.as_ref().is_some_and(|p| p.choice.score < best - NEAR) {
            *pick = None;
        }
    }
    let score = worth(&frame, strong);
    (frame, score)
}

/// What a filling counts towards opening a frame of its own: words alone open none.
fn weight(filling: &Proposal) -> f32 {
    if filling.evidence == Evidence::Words { 0.25 } else { 1.0 }
}

/// Whether the filling is of the kind that sets frames apart.
fn is_solid(pick: Option<&Option<Proposal>>) -> bool {
    let solid = |p: &Proposal| !matches!(p.evidence, Evidence::Listed | Evidence::Words);
    pick.and_then(Option::as_ref).is_some_and(solid)
}

/// Whether a good proposal for a filled slot lies outside of everything that the frame uses.
fn leaves_behind(proposals: &[Vec<Proposal>], frame: &Frame, (from, to): (usize, usize)) -> bool {
    let used: Vec<Choice> = frame.iter().flatten().map(|p| p.choice).collect();
    proposals.iter().zip(frame).any(|(all, pick)| {
        let Some(pick) = pick else { return false };
        all.iter().any(|p| {
            let c = p.choice;
            c.score >= SUSPICION.max(pick.choice.score * 0.6)
                && p.evidence == pick.evidence
                && p.evidence != Evidence::Words
                && c.from >= from
                && c.to <= to
                && c.from < c.to
                && p.value != pick.value
                && used.iter().all(|u| c.from >= u.to || u.from >= c.to)
        })
    })
}

/// Where the range may be cut: its ends and the joints between, as token indices.
fn joints(scene: &Scene, (from, to): (usize, usize)) -> Vec<usize> {
    let text = &scene.text;
    // No cut within a name, a date, a literal.
    let within = |at: usize| {
        scene.candidates.iter().any(|c| c.from < at && at < c.to && !matches!(c.shape, Shape::List(_) | Shape::Phrase))
    };
    let mut strong = vec![from];
    let mut weak = Vec::new();
    for at in from..to {
        let Some(token) = text.tokens.get(at) else { break };
        if within(at) {
            continue;
        }
        if token.ends_sentence() {
            strong.push(at + 1);
        } else if matches!(
            token.lower.as_str(),
            "," | "and" | "then" | "also" | "or" | "while" | "plus" | "versus" | "vs" | "&" | "/"
        ) {
            weak.push(at + 1);
        }
    }
    // A long text is cut at sentences only.
    if strong.len() + weak.len() <= MAX_JOINTS {
        strong.extend(weak);
    }
    strong.truncate(MAX_JOINTS);
    strong.push(to);
    strong.sort_unstable();
    strong.dedup();
    strong
}

/// The cut with the greatest sum of frame scores less the cost per frame, by dynamic programming over the joints.
fn cut(proposals: &[Vec<Proposal>], cuts: &[usize], strong: &[f32]) -> Vec<(Frame, f32)> {
    // best[j]: the best sum for the text up to the joint j, and where its last frame begins.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    let mut parts: Vec<Vec<(Frame, f32)>> = vec![Vec::new()];
    for (end, &to) in cuts.iter().enumerate().skip(1) {
        let ending: Vec<(Frame, f32)> =
            cuts.iter().take(end).map(|&from| part(proposals, (from, to), strong)).collect();
        let sum = |start: usize| {
            let before = best.get(start).map_or(0.0, |(sum, _)| *sum);
            let score = ending.get(start).map_or(0.0, |(_, score)| *score);
            before + if score > 0.0 { score - FRAME_COST } else { 0.0 }
        };
        let start = (0..end).max_by(|&a, &b| sum(a).total_cmp(&sum(b)).then(b.cmp(&a))).unwrap_or(0);
        let total = sum(start);
        best.push((total, start));
        parts.push(ending);
    }
    let mut frames = Vec::new();
    let mut end = cuts.len() - 1;
    while end > 0 {
        let Some(&(_, start)) = best.get(end) else { break };
        if let Some((frame, score)) = parts.get(end).and_then(|ending| ending.get(start))
            && *score > 0.0
        {
            frames.push((frame.clone(), *score));
        }
        end = start;
    }
    frames.reverse();
    frames
}

/// Makes every frame whole: a frame that fills no slot of another one is context and gives its values to all; other
/// gaps are filled from the frame before, or else after.
fn share(frames: Vec<Frame>, whole: Frame) -> Vec<Frame> {
    let filled = |frame: &Frame, slot: usize| is_solid(frame.get(slot));
    let repeated = |at: usize| {
        let own = frames.get(at);
        own.is_some_and(|own| {
            (0..own.len()).any(|slot| {
                filled(own, slot) && frames.iter().enumerate().any(|(other, frame)| other != at && filled(frame, slot))
            })
        })
    };
    let calls: Vec<usize> = (0..frames.len()).filter(|&at| repeated(at)).collect();
    if calls.len() < 2 {
        return vec![whole];
    }
    let complete = |&at: &usize| {
        let before = (0..at).rev();
        let after = at + 1..frames.len();
        let order: Vec<usize> = std::iter::once(at).chain(before).chain(after).collect();
        (0..whole.len()).map(|slot| order.iter().find_map(|&frame| frames.get(frame)?.get(slot)?.clone())).collect()
    };
    calls.iter().take(MAX_CALLS).map(complete).collect()
}

/// One call for every value of the slots that hold several: side by side where the text says `respectively` and the
/// lists are of equal length, else every combination.
pub(crate) fn spread(frame: &Frame, respectively: bool) -> Vec<Frame> {
    let lists: Vec<(usize, usize)> = frame
        .iter()
        .enumerate()
        .filter_map(|(slot, pick)| match pick.as_ref().map(|p| &p.value) {
            Some(Filling::Each(values)) => Some((slot, values.len())),
            _ => None,
        })
        .collect();
    let aligned = (respectively || lists.len() < 2)
        && lists.windows(2).all(|pair| pair.first().map(|p| p.1) == pair.last().map(|p| p.1));
    let total = match lists.first() {
        None => return vec![frame.clone()],
        Some((_, count)) if aligned => *count,
        Some(_) => lists.iter().fold(1_usize, |total, (_, count)| total.saturating_mul(*count)),
    };
    (0..total.min(MAX_CALLS)).map(|call| one_of(frame, call, aligned)).collect()
}

/// The `call`-th of the calls that a frame with lists stands for.
fn one_of(frame: &Frame, call: usize, aligned: bool) -> Frame {
    let mut rest = call;
    let mut picks = Vec::with_capacity(frame.len());
    for pick in frame {
        let mut pick = pick.clone();
        if let Some(Proposal { value, .. }) = &mut pick
            && let Filling::Each(values) = value
        {
            let at = if aligned { call } else { rest % values.len().max(1) };
            rest /= values.len().max(1);
            *value = Filling::One(values.get(at).cloned().unwrap_or_default());
        }
        picks.push(pick);
    }
    picks
}
