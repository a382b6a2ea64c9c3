//! Inflection, both directions: written form to dictionary form and back.

mod inflect;

use engine_api::Pos;

use crate::lexicon;
pub(crate) use inflect::inflect;

/// The dictionary form of `word` (in lower case) when it is used as `pos`.
pub(crate) fn lemma(word: &str, pos: Pos) -> String {
    if let Some(entry) = lexicon::word(word)
        && (entry.pos == pos || !matches!(pos, Pos::Noun | Pos::Verb))
    {
        return entry.lemma.to_owned();
    }
    match pos {
        Pos::Noun => singular(word),
        Pos::Verb => base(word),
        _ => word.to_owned(),
    }
}

/// The singular of a noun in lower case; the noun itself where it is no plural.
pub(crate) fn singular(noun: &str) -> String {
    if let Some(singular) = lexicon::irregular_singular(noun) {
        return singular.to_owned();
    }
    if noun.len() < 4 || !noun.is_ascii() || ["ss", "us", "is"].iter().any(|end| noun.ends_with(end)) {
        return noun.to_owned();
    }
    if let Some(stem) = noun.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = noun.strip_suffix("uses") {
        // "houses", "causes" but "wumpuses", "viruses".
        let e = ["o", "a", "e", "f", "m"].iter().any(|end| stem.ends_with(end)) || stem.len() < 2;
        return format!("{stem}us{}", if e { "e" } else { "" });
    }
    for ending in ["ches", "shes", "sses", "xes", "zes", "oes"] {
        if noun.ends_with(ending) {
            return noun.strip_suffix("es").unwrap_or(noun).to_owned();
        }
    }
    noun.strip_suffix('s').unwrap_or(noun).to_owned()
}

/// The dictionary form of a verb in lower case.
pub(crate) fn base(verb: &str) -> String {
    if let Some(entry) = lexicon::word(verb)
        && matches!(entry.pos, Pos::Verb | Pos::Auxiliary)
    {
        return entry.lemma.to_owned();
    }
    stems(verb)
        .into_iter()
        .find(|stem| lexicon::word(stem).is_some_and(|entry| entry.pos == Pos::Verb))
        .unwrap_or_else(|| stems(verb).into_iter().next().unwrap_or_else(|| verb.to_owned()))
}

/// Whether `verb` (in lower case) is an inflected or plain form of a verb that the lexicon knows.
pub(crate) fn is_known_verb(verb: &str) -> bool {
    lexicon::word(verb).is_some_and(|entry| entry.pos == Pos::Verb)
        || stems(verb).iter().any(|stem| lexicon::word(stem).is_some_and(|entry| entry.pos == Pos::Verb))
}

/// The stems that the endings of `verb` allow, the likeliest first.
pub(crate) fn stems(verb: &str) -> Vec<String> {
    if !verb.is_ascii() || verb.len() < 4 {
        return Vec::new();
    }
    if let Some(stem) = verb.strip_suffix("ies").or_else(|| verb.strip_suffix("ied")) {
        return vec![format!("{stem}y"), format!("{stem}ie")];
    }
    if let Some(stem) = verb.strip_suffix('s').filter(|stem| !stem.ends_with('s')) {
        let without_e = stem.strip_suffix('e').unwrap_or(stem).to_owned();
        let hisses = ["sh", "ch", "ss", "x", "z", "o"].iter().any(|end| without_e.ends_with(end));
        return if hisses { vec![without_e, stem.to_owned()] } else { vec![stem.to_owned(), without_e] };
    }
    let Some(stem) = verb.strip_suffix("ed").or_else(|| verb.strip_suffix("ing")) else { return Vec::new() };
    let mut found = vec![stem.to_owned(), format!("{stem}e")];
    let bytes = stem.as_bytes();
    if let [.., before, last] = bytes
        && before == last
    {
        found.push(stem[..stem.len() - 1].to_owned());
        found.swap(0, 2);
    }
    found.retain(|stem| stem.len() > 1);
    found
}

/// The third person singular of a verb: `live` to `lives`.
pub(crate) fn third_person(verb: &str) -> String {
    inflect(verb, engine_api::Inflection::ThirdPerson)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_to_their_singular() {
        for (one, many) in [
            ("apple", "apples"),
            ("box", "boxes"),
            ("city", "cities"),
            ("man", "men"),
            ("child", "children"),
            ("day", "days"),
            ("church", "churches"),
            ("potato", "potatoes"),
        ] {
            assert_eq!(singular(many), one);
        }
        for same in ["glass", "bus", "gas", "analysis"] {
            assert_eq!(singular(same), same);
        }
    }

    #[test]
    fn verbs_to_their_base() {
        for (form, verb) in [
            ("lives", "live"),
            ("lived", "live"),
            ("living", "live"),
            ("stopped", "stop"),
            ("tries", "try"),
            ("watches", "watch"),
            ("went", "go"),
            ("zorps", "zorp"),
            ("works", "work"),
            ("goes", "go"),
            ("likes", "like"),
            ("makes", "make"),
        ] {
            assert_eq!(base(form), verb);
        }
    }

    #[test]
    fn verbs_from_their_base() {
        for (verb, third) in [("live", "lives"), ("go", "goes"), ("try", "tries"), ("play", "plays"), ("be", "is")] {
            assert_eq!(third_person(verb), third);
        }
    }
}
