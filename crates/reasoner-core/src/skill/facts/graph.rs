//! Questions whose words stand in no chain: paths from one entity, and what several entities share, scored by how
//! well the relations account for the words of the question.

use engine_api::Budget;

use super::ask::{Question, accounts, cued};
use super::store::{Hop, Id, Store};
use super::thesaurus::{Concepts, akin, thesaurus};

/// The most steps of a path.
const LONGEST: usize = 3;

/// The most entities that a path may fan out to.
const WIDEST: usize = 512;

/// Entities that answer, and the facts they rest on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) entities: Vec<Id>,
    pub(crate) facts: Vec<usize>,
    score: f32,
}

/// What the question's words ask of relations.
struct Demand<'a> {
    words: Vec<&'a str>,
    cues: Concepts,
    kind: Option<&'a str>,
    /// Whether a place or a time is asked for, which only a step to an object can give.
    settled: bool,
}

impl<'a> Demand<'a> {
    fn of(question: &Question<'a>) -> Demand<'a> {
        let all = [(0, question.line.len())];
        let cues = cued(question.asking, &question.lemmas(&all)).iter().fold(0, |all, (concept, _)| all | concept);
        let settled = matches!(question.asking, "where" | "when");
        Demand { words: question.content(&all), cues, kind: question.kind(), settled }
    }

    /// How well a path accounts for the question: nothing where it leaves out a word that some relation goes by.
    fn score(&self, path: &[Hop], store: &Store) -> Option<f32> {
        let relations: Vec<_> = path.iter().filter_map(|hop| store.relations.get(hop.relation as usize)).collect();
        let mut score = 0.0;
        for word in &self.words {
            let here = relations.iter().any(|relation| accounts(relation, word, 0));
            let elsewhere = || store.relations.iter().any(|relation| accounts(relation, word, 0));
            match here {
                true => score += 1.0,
                false if elsewhere() => return None,
                false => {}
            }
        }
        for relation in &relations {
            let asked = |own: &&String| self.words.iter().any(|word| akin(own, word));
            let unasked = relation.words.iter().filter(|own| !asked(own)).count();
            let spoken = self.words.iter().any(|word| accounts(relation, word, 0));
            score += match (spoken, relation.concepts & self.cues != 0) {
                (_, true) => 1.0,
                (true, false) => -0.2 * unasked as f32,
                (false, false) => -0.8 - 0.2 * unasked as f32,
            };
        }
        Some(score - 0.1 * path.len() as f32)
    }

    /// Whether the last step of a path leads to the kind of thing asked for.
    fn fits(&self, last: Hop, store: &Store) -> bool {
        let Some(relation) = store.relations.get(last.relation as usize) else { return false };
        match self.kind {
            Some(kind) if last.forward => {
                akin(kind, &relation.kind) || thesaurus().named(kind) & relation.concepts != 0
            }
            // What a noun leads back to is its owner; what a verb leads back to is who does it.
            Some(kind) if relation.noun => !accounts(relation, kind, 0),
            Some(kind) => relation.words.first().is_some_and(|verb| akin(kind, verb)),
            None if self.settled => last.forward && relation.concepts & self.cues != 0,
            None => !last.forward || relation.concepts & self.cues != 0 || self.cues == 0,
        }
    }
}

/// The best path from the only entity of the question.
pub(crate) fn path(question: &Question<'_>, from: Id, store: &Store, budget: &mut Budget) -> Option<Answer> {
    let demand = Demand::of(question);
    let mut open: Vec<(Vec<Hop>, Vec<Id>, Vec<usize>)> = vec![(Vec::new(), vec![from], Vec::new())];
    let mut best: Vec<Answer> = Vec::new();
    while let Some((hops, at, facts)) = open.pop() {
        for hop in store.hops(&at) {
            let back = hops.last().is_some_and(|last| last.relation == hop.relation);
            let reached = if back { continue } else { store.step(&at, hop) };
            if reached.entities.len() > WIDEST || !budget.spend(reached.facts.len() as u64 + 1) {
                continue;
            }
            let path = [hops.as_slice(), &[hop]].concat();
            let facts = [facts.as_slice(), &reached.facts].concat();
            let entities: Vec<Id> = reached.entities.iter().copied().filter(|entity| *entity != from).collect();
            if let Some(score) = demand.score(&path, store).filter(|score| *score > 0.0 && demand.fits(hop, store)) {
                best.push(Answer { entities: entities.clone(), facts: facts.clone(), score });
            }
            if path.len() < LONGEST {
                open.push((path, reached.entities, facts));
            }
        }
    }
    best.retain(|answer| !answer.entities.is_empty());
    let most = best.iter().map(|answer| answer.score).fold(f32::MIN, f32::max);
    let mut best = best.into_iter().filter(|answer| answer.score >= most);
    let mut answer = best.next()?;
    for other in best {
        let new = |entity: &Id| !answer.entities.contains(entity);
        let more: Vec<Id> = other.entities.iter().copied().filter(new).collect();
        answer.entities.extend(more);
        answer.facts.extend(other.facts);
    }
    Some(answer)
}

/// Steps taken, the entities that remain (all at first), the facts on the way.
type Partial = (Vec<Hop>, Option<Vec<Id>>, Vec<usize>);

/// What all entities of the question have as a neighbour.
pub(crate) fn shared(question: &Question<'_>, store: &Store, budget: &mut Budget) -> Option<Answer> {
    let demand = Demand::of(question);
    let asked: Vec<Id> = question.links.iter().map(|link| link.entity).collect();
    // Paths so far: the steps taken, the entities that remain, the facts.
    let mut partial: Vec<Partial> = vec![(Vec::new(), None, Vec::new())];
    for entity in &asked {
        let mut next = Vec::new();
        for (hops, remain, facts) in &partial {
            for hop in store.hops(&[*entity]) {
                let reached = store.step(&[*entity], hop);
                if !budget.spend(reached.facts.len() as u64 + 1) {
                    return None;
                }
                let keep = |id: &Id| !asked.contains(id) && remain.as_ref().is_none_or(|remain| remain.contains(id));
                let left: Vec<Id> = reached.entities.iter().copied().filter(keep).collect();
                if !left.is_empty() {
                    next.push((
                        [hops.as_slice(), &[hop]].concat(),
                        Some(left),
                        [facts.as_slice(), &reached.facts].concat(),
                    ));
                }
            }
        }
        next.truncate(64);
        partial = next;
    }
    // Where only the names say what is asked ("the Keepers of Nord"), every step to them is what is meant.
    let named = demand.words.is_empty() && demand.cues == 0 && asked.len() > 1;
    let score = |hops: &[Hop]| demand.score(hops, store).filter(|score| named || *score > -1.0);
    let mut best: Option<Answer> = None;
    for (hops, remain, facts) in partial {
        let (Some(score), Some(entities)) = (score(&hops), remain) else { continue };
        if best.as_ref().is_none_or(|best| score > best.score) {
            best = Some(Answer { entities, facts, score });
        }
    }
    let mut best = best?;
    let rests = |fact: &usize| {
        let triple = store.triples.get(*fact);
        triple.is_some_and(|triple| best.entities.contains(&triple.subject) || best.entities.contains(&triple.object))
    };
    best.facts.retain(rests);
    Some(best)
}
