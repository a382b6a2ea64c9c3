//! What words mean to one another: kinds, opposites, synonyms, derivations and parts.

use engine_api::{Pos, Senses};

use super::candidates::part;
use super::table::{Part, Relation, TABLE};

/// How many synsets a search looks at, at most.
const WIDEST: usize = 512;

/// The synsets of a lemma.
fn synsets(lemma: &str, part: Part, senses: Senses) -> Vec<u32> {
    let Some(entry) = TABLE.find(lemma) else { return Vec::new() };
    let count = if senses == Senses::First { 1 } else { usize::MAX };
    entry.senses(part).take(count).filter_map(|sense| TABLE.synset(sense)).collect()
}

/// Adds the lemmas of these synsets that are not yet there.
fn add_members(found: &mut Vec<String>, synsets: impl Iterator<Item = u32>, besides: &str) {
    for lemma in synsets.flat_map(|synset| TABLE.members(synset)).map(|id| TABLE.lemma(id)) {
        if lemma != besides && !found.contains(&lemma) {
            found.push(lemma);
        }
    }
}

/// The synsets above these, sense by sense, level by level.
fn above(start: Vec<u32>) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    for synset in start {
        let mut level = vec![synset];
        while !level.is_empty() && found.len() < WIDEST {
            let mut next: Vec<u32> = Vec::new();
            for up in level.iter().flat_map(|synset| TABLE.hypernyms(*synset)) {
                if !found.contains(&up) {
                    found.push(up);
                    next.push(up);
                }
            }
            level = next;
        }
    }
    found
}

pub(crate) fn hypernyms(lemma: &str, pos: Pos, senses: Senses) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(part) = part(pos) {
        add_members(&mut found, above(synsets(lemma, part, senses)).into_iter(), lemma);
    }
    found
}

/// Whether the first sense of a lemma is a kind of anything else.
pub(crate) fn has_kind(lemma: &str, pos: Pos) -> bool {
    let Some(part) = part(pos) else { return false };
    let others = |synset: u32| TABLE.members(synset).into_iter().any(|id| TABLE.lemma(id) != lemma);
    above(synsets(lemma, part, Senses::First)).into_iter().any(others)
}

pub(crate) fn is_kind_of(lemma: &str, pos: Pos, ancestor: &str, senses: Senses) -> bool {
    let Some(part) = part(pos) else { return lemma == ancestor };
    if lemma == ancestor {
        return true;
    }
    let goals = synsets(ancestor, part, Senses::Any);
    let start = synsets(lemma, part, senses);
    !goals.is_empty()
        && (start.iter().any(|synset| goals.contains(synset))
            || above(start).iter().any(|synset| goals.contains(synset)))
}

pub(crate) fn synonyms(lemma: &str, pos: Pos, senses: Senses) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(part) = part(pos) {
        add_members(&mut found, synsets(lemma, part, senses).into_iter(), lemma);
    }
    found
}

pub(crate) fn antonyms(lemma: &str, pos: Pos) -> Vec<String> {
    let Some(part) = part(pos) else { return Vec::new() };
    let found = lexical(lemma, part, Relation::Antonym, |_| true);
    if !found.is_empty() || part != Part::Adjective {
        return found;
    }
    // "huge" has no antonym of its own; "large", which it is similar to, has.
    let mut found = Vec::new();
    for near in
        synsets(lemma, part, Senses::Any).into_iter().flat_map(|synset| TABLE.related(Relation::Similar, synset))
    {
        for lemma in TABLE.members(near).into_iter().map(|id| TABLE.lemma(id)) {
            for opposite in lexical(&lemma, part, Relation::Antonym, |sense| TABLE.synset(sense) == Some(near)) {
                if !found.contains(&opposite) {
                    found.push(opposite);
                }
            }
        }
    }
    found
}

/// The lemmas that senses of `lemma` are related to; `of` chooses among its senses.
fn lexical(lemma: &str, part: Part, relation: Relation, of: impl Fn(u32) -> bool) -> Vec<String> {
    let Some(entry) = TABLE.find(lemma) else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for sense in entry.senses(part).filter(|sense| of(*sense)) {
        for other in TABLE.related(relation, sense).map(|sense| TABLE.lemma_of_sense(sense)) {
            if !found.contains(&other) {
                found.push(other);
            }
        }
    }
    found
}

pub(crate) fn derived(lemma: &str, pos: Pos, to: Pos) -> Vec<String> {
    let (Some(from), Some(to)) = (part(pos), part(to)) else { return Vec::new() };
    let Some(entry) = TABLE.find(lemma) else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    let related = entry
        .senses(from)
        .flat_map(|sense| TABLE.related(Relation::Derivation, sense).chain(TABLE.related(Relation::Pertainym, sense)));
    for sense in related {
        let other = TABLE.lemma_of_sense(sense);
        let fits = TABLE.find(&other).is_some_and(|entry| entry.senses(to).contains(&sense));
        if fits && !found.contains(&other) {
            found.push(other);
        }
    }
    if (from, to) == (Part::Adjective, Part::Adverb) && found.is_empty() {
        found.extend(adverb(lemma));
    }
    found
}

/// The adverb of an adjective, where its regular form is known.
fn adverb(adjective: &str) -> Option<String> {
    let stem = adjective.strip_suffix('y').map(|stem| format!("{stem}ily"));
    let able = adjective.strip_suffix("le").map(|stem| format!("{stem}ly"));
    let forms = stem.into_iter().chain(able).chain([format!("{adjective}ly"), format!("{adjective}ally")]);
    forms.into_iter().find(|form| TABLE.find(form).is_some_and(|entry| entry.usage(Part::Adverb).is_some()))
}

pub(crate) fn wholes(lemma: &str, senses: Senses) -> Vec<String> {
    let mut found = Vec::new();
    let synsets = synsets(lemma, Part::Noun, senses);
    let of = |relation| synsets.iter().flat_map(move |synset| TABLE.related(relation, *synset));
    let wholes = of(Relation::PartOf).chain(of(Relation::MemberOf)).chain(of(Relation::SubstanceOf));
    add_members(&mut found, wholes, lemma);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert!(is_kind_of("dog", Pos::Noun, "animal", Senses::First));
        assert!(is_kind_of("paris", Pos::ProperNoun, "city", Senses::Any));
        assert!(is_kind_of("walk", Pos::Verb, "move", Senses::First));
        assert!(!is_kind_of("dog", Pos::Noun, "plant", Senses::Any));
        let kinds = hypernyms("cat", Pos::Noun, Senses::First);
        assert_eq!(kinds.first().map(String::as_str), Some("feline"));
        assert!(kinds.contains(&"animal".to_owned()));
    }

    #[test]
    fn opposites_and_the_like() {
        assert!(antonyms("hot", Pos::Adjective).contains(&"cold".to_owned()));
        assert!(antonyms("huge", Pos::Adjective).contains(&"small".to_owned()));
        assert!(synonyms("car", Pos::Noun, Senses::First).contains(&"automobile".to_owned()));
        assert!(derived("teach", Pos::Verb, Pos::Noun).contains(&"teacher".to_owned()));
        assert!(derived("quick", Pos::Adjective, Pos::Adverb).contains(&"quickly".to_owned()));
        assert!(wholes("finger", Senses::Any).contains(&"hand".to_owned()));
        assert!(antonyms("of", Pos::Adposition).is_empty());
    }
}
