//! Chains of nouns around one entity: "the mother of Ann's boss" by "'s" to the right and "of" to the left, and the
//! verb around them: "where does Ann's boss work".

use super::ask::{Link, Question, accounts, cued, names};
use super::store::{Hop, Id, Reached, Store};
use super::thesaurus::thesaurus;

/// The most tokens of the name of a relation.
const LONGEST: usize = 5;

/// The most steps of a chain.
const MOST_STEPS: usize = 12;

/// Where a chain leads: the entities, and all facts on the way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Walk {
    pub(crate) at: Vec<Id>,
    pub(crate) facts: Vec<usize>,
    steps: usize,
    last: Vec<Hop>,
}

/// What came of following a chain.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It leads somewhere.
    Found(Walk),
    /// It is understood, and nothing is told of where it leads.
    Untold,
    /// Its words are not understood.
    Unread,
}

/// Follows the chain around an entity.
pub(crate) fn follow(question: &Question<'_>, link: Link, store: &Store) -> Outcome {
    let mut walk = Walk { at: vec![link.entity], ..Walk::default() };
    let line = question.line;
    let is = |at: usize, texts: &[&str]| line.tokens.get(at).is_some_and(|token| texts.contains(&token.lower.as_str()));
    let (mut left, mut right) = (link.start, link.end);
    while is(right, &["'s", "’s", "'", "’"]) && walk.steps < MOST_STEPS {
        let most = (right + 1..line.len()).take(LONGEST).take_while(|at| !is(*at, &["'s", "’s", "'", "’"])).count();
        let Some(taken) = (1..=most).rev().find(|taken| known(question, right + 1, right + 1 + taken, store)) else {
            return Outcome::Unread;
        };
        if !walk.take(&phrase(question, right + 1, right + 1 + taken), store) {
            return Outcome::Untold;
        }
        right += 1 + taken;
    }
    while walk.steps < MOST_STEPS {
        let before = left - usize::from(left > 0 && is(left - 1, &["the", "a", "an"]));
        let Some(end) = before.checked_sub(1).filter(|of| is(*of, &["of"])) else { break };
        let found = (1..=LONGEST.min(end)).rev().find(|taken| known(question, end - taken, end, store));
        let Some(taken) = found else { break };
        if !walk.take(&phrase(question, end - taken, end), store) {
            return Outcome::Untold;
        }
        left = end - taken;
    }
    let stepped = walk.steps > 0;
    finish(question, &[(0, left), (right, line.len())], walk, store, stepped)
}

/// Takes the step that the words around the chain ask for, if they ask for one.
fn finish(question: &Question<'_>, around: &[(usize, usize)], walk: Walk, store: &Store, stepped: bool) -> Outcome {
    let content = question.content(around);
    if !stepped {
        return Outcome::Unread;
    }
    if content.is_empty() {
        return Outcome::Found(walk);
    }
    let lemmas = question.lemmas(around);
    let cues = cued(question.asking, &lemmas);
    let mut best: Vec<Hop> = Vec::new();
    let mut most = 0;
    for hop in store.hops(&walk.at) {
        let Some(relation) = store.relations.get(hop.relation as usize) else { continue };
        let cue = cues.iter().filter(|(concept, _)| concept & relation.concepts != 0).map(|(_, taken)| *taken).max();
        let spoken = content.iter().filter(|word| accounts(relation, word, 0)).count();
        let phrase = thesaurus().named(&content.join(" ")) & relation.concepts != 0;
        let score = 3 * cue.unwrap_or(0) + 2 * spoken + if phrase { 2 * content.len() } else { 0 };
        if !hop.forward || score == 0 || score < most {
            continue;
        }
        if score > most {
            (most, best) = (score, Vec::new());
        }
        best.push(hop);
    }
    walk.through(&best, store).map_or(Outcome::Untold, Outcome::Found)
}

/// The lemmas of a phrase; plurals that lemmatise to themselves are left to the table.
fn phrase<'a>(question: &Question<'a>, start: usize, end: usize) -> Vec<&'a str> {
    question.line.tokens.get(start..end).unwrap_or(&[]).iter().map(|token| token.lemma()).collect()
}

/// Whether some relation, told or not, goes by that name.
fn known(question: &Question<'_>, start: usize, end: usize, store: &Store) -> bool {
    let phrase = phrase(question, start, end);
    let (times, phrase) = generations(&phrase);
    let hop = |relation: usize, forward| Hop { relation: relation as Id, forward };
    let told = |phrase: &[&str]| {
        (0..store.relations.len())
            .any(|at| names(store, phrase, hop(at, true)).max(names(store, phrase, hop(at, false))) > 0.0)
    };
    phrase.first().is_some_and(|word| !super::ask::is_light(word))
        && (told(&phrase) || times == 1 && thesaurus().named(&phrase.join(" ")) != 0)
}

/// "grandmother" is two steps to a mother.
fn generations<'a>(phrase: &[&'a str]) -> (usize, Vec<&'a str>) {
    let mut phrase = phrase.to_vec();
    let mut times = 1;
    while let Some(rest) = phrase.first().and_then(|first| first.strip_prefix("great-").or(first.strip_prefix("grand")))
    {
        let (rest, word) = (rest.trim_start_matches('-'), phrase.first_mut());
        let Some(word) = word.filter(|_| rest.len() > 2) else { break };
        *word = rest;
        times += 1;
    }
    (times, phrase)
}

impl Walk {
    /// Takes the step that `phrase` names; false where nothing is told of it.
    fn take(&mut self, phrase: &[&str], store: &Store) -> bool {
        let (times, phrase) = generations(phrase);
        let kin = thesaurus().inverse(thesaurus().named(&phrase.join(" "))) != 0;
        for time in (0..times).rev() {
            // "the grand-birthplace of X's father": the generation is that of the father.
            let again = time > 0 && !kin;
            let hops = if again { self.last.clone() } else { self.best(&phrase, store) };
            match std::mem::take(self).through(&hops, store) {
                Some(walk) => *self = walk,
                None => return false,
            }
        }
        true
    }

    /// The steps from here that a phrase names best.
    fn best(&self, phrase: &[&str], store: &Store) -> Vec<Hop> {
        let rated: Vec<(Hop, f32)> =
            store.hops(&self.at).into_iter().map(|hop| (hop, names(store, phrase, hop))).collect();
        let most = rated.iter().map(|(_, score)| *score).fold(0.0, f32::max);
        rated.into_iter().filter(|(_, score)| *score > 0.0 && *score >= most).map(|(hop, _)| hop).collect()
    }

    fn through(mut self, hops: &[Hop], store: &Store) -> Option<Walk> {
        let mut reached = Reached::default();
        for hop in hops {
            let one = store.step(&self.at, *hop);
            one.entities.iter().for_each(|entity| {
                if !reached.entities.contains(entity) {
                    reached.entities.push(*entity);
                }
            });
            reached.facts.extend(one.facts);
        }
        if reached.is_empty() {
            return None;
        }
        reached.facts.retain(|fact| !self.facts.contains(fact));
        self.facts.extend(reached.facts);
        Some(Walk { at: reached.entities, facts: self.facts, steps: self.steps + 1, last: hops.to_vec() })
    }
}
