//! The option that follows from a free text: one that is derived; else the only one that speaks of nothing but what
//! the text tells, where what can be decided about the others is decided against them.

use std::collections::BTreeSet;

use engine_api::{Budget, Choice, Pos, Proof, Word};

use super::connect::{Saying, Splitter};
use super::gist::{self, Gist};
use super::usual::UsualCase;
use super::{ENTAILED, Text, Told, exists, is_conditional, word_lists};
use crate::fol::{self, Judgement};
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::option;

/// How much more foreign words the next option must have, and how many the best may have at most.
const AHEAD: f32 = 0.15;
const FOREIGN: f32 = 0.34;
/// How sure an option is that only stands out by speaking of what the text tells.
const LEFT: f32 = 0.55;

/// What became of an option.
struct Candidate<'a> {
    choice: &'a Choice,
    /// Whether it follows; none where that is open.
    holds: Option<bool>,
    /// How well its clauses were found in the text.
    score: f32,
    /// The share of its words that the text does not have.
    foreign: f32,
    proof: Option<Proof>,
}

/// Chooses among the options of a prompt.
pub(super) fn chosen(scene: &Scene<'_>, told: &[Told<'_>], budget: &mut Budget) -> Option<Found> {
    let text = Text::read(scene, told)?;
    let sentences = word_lists(told);
    let mut candidates: Vec<Candidate<'_>> =
        scene.task.options.iter().filter_map(|choice| candidate(choice, &text, &sentences, budget)).collect();
    candidates.retain(|candidate| candidate.holds != Some(false));
    candidates.sort_by(|one, two| one.foreign.total_cmp(&two.foreign));
    let holding = candidates.iter().filter(|candidate| candidate.holds == Some(true));
    // Of several that follow, the one that keeps closest to the text.
    let value = |candidate: &Candidate<'_>| candidate.score - candidate.foreign;
    if let Some(best) = holding.max_by(|one, two| value(one).total_cmp(&value(two))) {
        let sure = (0.4 + best.score / 2.0 - best.foreign / 4.0).clamp(0.5, ENTAILED);
        return Some(option(best.choice, best.proof.clone()).with_confidence(sure));
    }
    let [best, rest @ ..] = candidates.as_slice() else { return None };
    let next = rest.first().map_or(1.0, |next| next.foreign);
    // Mere names of kinds state nothing that could follow.
    let states = |choice: &&Choice| {
        let mut words = choice.sentences.iter().flat_map(|sentence| &sentence.words);
        choice.text.split_whitespace().count() > 3 && words.any(|word| matches!(word.pos, Pos::Verb | Pos::Auxiliary))
    };
    let stated = scene.task.options.iter().filter(states).count() * 2 > scene.task.options.len();
    let stands = stated && best.foreign <= FOREIGN && best.foreign + AHEAD < next;
    stands.then(|| option(best.choice, None).with_confidence(LEFT))
}

/// What can be said of an option; none for one about people whom the text does not name.
fn candidate<'a>(
    choice: &'a Choice,
    text: &Text,
    sentences: &[Vec<&Word>],
    budget: &mut Budget,
) -> Option<Candidate<'a>> {
    let words: Vec<&Word> = choice.sentences.iter().flat_map(|sentence| &sentence.words).collect();
    let gist = Gist::of(&words, &text.names);
    let all: BTreeSet<String> = sentences.iter().flatten().map(|word| word.lemma.to_lowercase()).collect();
    let written: BTreeSet<String> = sentences.iter().flatten().map(|word| word.text.to_lowercase()).collect();
    let named = |word: &&&Word| word.pos == Pos::ProperNoun;
    let strange = words.iter().filter(named).any(|word| {
        let name = word.text.to_lowercase();
        !written.contains(&name) && !all.contains(&name) && !all.contains(&word.lemma.to_lowercase())
    });
    if strange || gist.is_empty() {
        return None;
    }
    let meanings = text.atoms.meanings();
    let foreign = gist.words.iter().filter(|word| !all.iter().any(|one| gist::closeness(word, one, meanings) > 0.0));
    let foreign = foreign.count() as f32 / gist.words.len().max(1) as f32;
    let mut found = Candidate { choice, holds: None, score: 0.0, foreign, proof: None };
    let told = foreign < FOREIGN && !is_conditional(sentences);
    let usual = UsualCase::read(sentences, &text.names).filter(|usual| told && usual.is_marked());
    if let Some((holds, score)) = usual.and_then(|usual| usual.judge(&words, &text.names, meanings)) {
        found.holds = Some(holds);
        found.score = score.min(0.6);
    } else if let Some(holds) = exists::judge(sentences, &words, &text.names, meanings) {
        found.holds = Some(holds);
        found.score = 0.6;
    } else {
        derive(&mut found, text, &words, budget);
    }
    Some(found)
}

/// Decides an option by the propositions of the text.
fn derive(found: &mut Candidate<'_>, text: &Text, words: &[&Word], budget: &mut Budget) {
    let splitter = Splitter { names: &text.names };
    let Some(claim) = splitter.claim(words) else { return };
    // Where the text tells only conditions and alternatives, no single thing follows.
    let single = matches!(claim, Saying::Fact(_));
    let Some((formula, score)) = text.claim(&claim) else { return };
    match fol::judge(&text.formulas, &formula, budget) {
        Judgement::Entailed(used) if text.rests(&used) => {
            found.holds = Some(true);
            found.score = score;
            found.proof = text.proof(&used);
        }
        Judgement::Refuted(_) => found.holds = Some(false),
        Judgement::Open(true) if single => {
            if let Some(holds) = text.instance(&claim).or_else(|| text.outcome(&claim)) {
                found.holds = Some(holds);
                found.score = score.min(0.5);
            } else if text.facts.is_empty() && text.rules.len() < text.joined {
                found.holds = Some(false);
            }
        }
        Judgement::Open(true) if text.joined > 0 => found.holds = Some(false),
        _ => {}
    }
}
