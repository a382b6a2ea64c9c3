//! One relation for what lines tell in several ways: "Ann's club is Nord", "Bo plays for the club Nord" and "Cy is a
//! player of Nord"; "Nord is located in Norway" beside "Ost is in the country Sweden".

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::store::{Id, Relation, Store, Triple};
use super::thesaurus::thesaurus;

/// Words of a relation by which something lies somewhere.
const LIES: &[&str] = &["locate", "located", "situate", "situated", "lie", "base", "based", "place", "find", "sit"];

/// The most joins that follow one another.
const MOST_JOINS: usize = 3;

/// What kinds of thing each object is: the nouns that some line names it by.
type Kinds = HashMap<Id, Vec<String>, FixedState>;

/// Joins the relations that mean the same.
pub(crate) fn unify(store: &mut Store) {
    if store.relations.len() < 2 {
        return;
    }
    let kinds = kinds(store);
    let sorted = by_kind(store, &kinds);
    let mut told = vec![false; store.relations.len()];
    for triple in &sorted {
        if let Some(told) = told.get_mut(triple.relation as usize) {
            *told = true;
        }
    }
    let joins: Vec<Option<Join>> = (0..told.len()).map(|at| join(store, at, &told)).collect();
    let triples = sorted.into_iter().map(|triple| joined(triple, &joins, store, &kinds)).collect();
    for (from, join) in joins.iter().enumerate() {
        if let Some(join) = join {
            store.lend(from, join.to as usize);
        }
    }
    store.replace(triples);
}

/// The relation that another becomes, and whether subject and object change places.
#[derive(Debug, Clone, Copy)]
struct Join {
    to: Id,
    turned: bool,
}

fn kinds(store: &Store) -> Kinds {
    let mut kinds = Kinds::default();
    for triple in &store.triples {
        let kind = store.relations.get(triple.relation as usize).map_or("", |relation| relation.kind.as_str());
        let known = kinds.entry(triple.object).or_default();
        if !kind.is_empty() && !known.iter().any(|one| one == kind) {
            known.push(kind.to_owned());
        }
    }
    kinds
}

/// The facts, where a verb without the kind of its object takes the relation that names the kind, if the object is
/// known to be of it: "plays for Nord" as "plays for the club Nord".
fn by_kind(store: &mut Store, kinds: &Kinds) -> Vec<Triple> {
    let mut made: HashMap<(bool, String, String), Id, FixedState> = HashMap::default();
    for (at, relation) in store.relations.iter().enumerate().filter(|(_, relation)| !relation.noun) {
        made.entry((lies(relation), bare(relation), relation.kind.clone())).or_insert(at as Id);
    }
    let mut triples = store.triples.clone();
    for triple in &mut triples {
        let Some(relation) = store.relations.get(triple.relation as usize).filter(|relation| !relation.noun) else {
            continue;
        };
        let none = Vec::new();
        let own = if relation.kind.is_empty() { kinds.get(&triple.object).unwrap_or(&none) } else { &none };
        let name = |kind: &str| (lies(relation), bare(relation), kind.to_owned());
        let told = own.iter().find_map(|kind| made.get(&name(kind)));
        if let Some(same) = told.or_else(|| made.get(&name(&relation.kind))) {
            triple.relation = *same;
            continue;
        }
        let Some(kind) = own.first().filter(|_| lies(relation)) else { continue };
        let concepts = relation.concepts | thesaurus().named(kind);
        let (words, phrase) = (vec![kind.clone()], format!("be in {kind}"));
        let more = Relation { words, kind: kind.clone(), phrase, concepts, ..relation.clone() };
        let name = name(kind);
        triple.relation = store.relation(&format!("be in the {kind}"), || more);
        made.insert(name, triple.relation);
    }
    triples
}

/// Whether a relation says that its subject lies in its object.
fn lies(relation: &Relation) -> bool {
    let here = thesaurus().named("location") & relation.concepts != 0;
    here && !relation.noun && relation.words.iter().all(|word| LIES.contains(&word.as_str()) || *word == relation.kind)
}

/// The phrase of a relation without the kind; nothing for one that only says where something lies.
fn bare(relation: &Relation) -> String {
    if lies(relation) {
        return String::new();
    }
    let words: Vec<&str> = relation.phrase.split(' ').filter(|word| *word != relation.kind).collect();
    words.join(" ")
}

/// The relation that says the same as a noun, or the same from the other side: the only verb that does, else the
/// first noun.
fn join(store: &Store, at: usize, told: &[bool]) -> Option<Join> {
    let relation = store.relations.get(at).filter(|relation| relation.noun)?;
    let exact = thesaurus().exact;
    let same = |other: &Relation| {
        let kind = !other.noun && !other.kind.is_empty() && other.kind == relation.kind;
        kind || !other.kind.is_empty() && other.concepts & relation.concepts & exact != 0
    };
    let inverse = thesaurus().inverse(relation.concepts) & exact;
    let turned = |other: &Relation| !other.kind.is_empty() && other.concepts & inverse != 0;
    let fitting = |fits: &dyn Fn(&Relation) -> bool| {
        let others = store.relations.iter().enumerate();
        let others = others.filter(|(id, other)| *id != at && fits(other) && told.get(*id) == Some(&true));
        let (verbs, nouns): (Vec<_>, Vec<_>) = others.partition(|(_, other)| !other.noun);
        match verbs.as_slice() {
            [] => nouns.first().filter(|(id, _)| *id < at).map(|(id, _)| *id as Id),
            [(id, _)] => Some(*id as Id),
            _ => None,
        }
    };
    let plain = fitting(&same).map(|to| Join { to, turned: false });
    plain.or_else(|| fitting(&turned).map(|to| Join { to, turned: true }))
}

/// What a fact becomes; one whose object is known to be of another kind stays.
fn joined(triple: Triple, joins: &[Option<Join>], store: &Store, kinds: &Kinds) -> Triple {
    let mut now = triple;
    for _ in 0..MOST_JOINS {
        let Some(join) = joins.get(now.relation as usize).copied().flatten() else { break };
        let (subject, object) = if join.turned { (now.object, now.subject) } else { (now.subject, now.object) };
        let kind = store.relations.get(join.to as usize).map_or("", |relation| relation.kind.as_str());
        let other = kinds.get(&object).is_some_and(|kinds| !kinds.is_empty() && kinds.iter().all(|one| one != kind));
        if join.turned && other {
            break;
        }
        now = Triple { subject, object, relation: join.to, line: now.line };
    }
    now
}
