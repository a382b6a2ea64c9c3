//! Short names: a plan names the same things again and again, and `location_0_1` costs four times what `l0-1` does.

use std::collections::BTreeMap;

use super::Domain;
use super::phrase::Thing;

/// A short name for each thing whose name is a noun with numbers after underscores: the noun's first letter and the
/// numbers. None at all where two kinds begin with the same letter.
pub(crate) fn shorten(things: &[Thing]) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for thing in things {
        let mut parts = thing.name.split('_');
        let noun = parts.next().unwrap_or("");
        let numbers: Vec<&str> = parts.collect();
        let plain = noun.len() > 2 && noun.bytes().all(|byte| byte.is_ascii_lowercase());
        let counted = !numbers.is_empty() && numbers.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if !plain || !counted {
            continue;
        }
        let short = format!("{}{}", noun.get(..1).unwrap_or(""), numbers.join("-"));
        if found.values().any(|other| *other == short) {
            return BTreeMap::new();
        }
        found.insert(thing.name.clone(), short);
    }
    found
}

/// What the short names stand for, as a line before the plan: one thing of each kind shows how.
pub(crate) fn legend(domain: &Domain) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    let mut pairs = Vec::new();
    for thing in &domain.names.things {
        let used = domain.schemas.iter().any(|schema| schema.params.contains(&thing.kind) && schema.says(&thing.kind));
        if let Some(short) = domain.short.get(&thing.name).filter(|_| used && !kinds.contains(&thing.kind.as_str())) {
            kinds.push(&thing.kind);
            pairs.push(format!("{short} = {}", thing.said));
        }
    }
    if pairs.is_empty() { String::new() } else { format!("Short names: {}.\n", pairs.join(", ")) }
}
