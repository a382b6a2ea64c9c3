//! A written form to the dictionary forms behind it: what is listed, what the endings allow, and for a form that is
//! not known what its ending makes likely.

use engine_api::{Candidate, Inflection, Pos};

use super::closed::{closed, irregular};
use super::table::{Entry, PARTS, Part, TABLE};

/// The longest form that is looked up, in bytes.
const LONGEST: usize = 64;

/// Endings of inflected forms: the part of speech, the ending, what stands for it in the lemma, and what the form
/// then is. The first rules are WordNet's own; a doubled consonant is undone beside them.
const ENDINGS: [(Part, &str, &str, &[Inflection]); 23] = [
    (Part::Noun, "s", "", &[Inflection::Plural]),
    (Part::Noun, "ses", "s", &[Inflection::Plural]),
    (Part::Noun, "xes", "x", &[Inflection::Plural]),
    (Part::Noun, "zes", "z", &[Inflection::Plural]),
    (Part::Noun, "ches", "ch", &[Inflection::Plural]),
    (Part::Noun, "shes", "sh", &[Inflection::Plural]),
    (Part::Noun, "oes", "o", &[Inflection::Plural]),
    (Part::Noun, "men", "man", &[Inflection::Plural]),
    (Part::Noun, "ies", "y", &[Inflection::Plural]),
    (Part::Verb, "s", "", &[Inflection::ThirdPerson]),
    (Part::Verb, "ies", "y", &[Inflection::ThirdPerson]),
    (Part::Verb, "es", "", &[Inflection::ThirdPerson]),
    (Part::Verb, "ied", "y", PAST),
    (Part::Verb, "ed", "e", PAST),
    (Part::Verb, "ed", "", PAST),
    (Part::Verb, "ing", "e", &[Inflection::PresentParticiple]),
    (Part::Verb, "ing", "", &[Inflection::PresentParticiple]),
    (Part::Adjective, "er", "", &[Inflection::Comparative]),
    (Part::Adjective, "er", "e", &[Inflection::Comparative]),
    (Part::Adjective, "ier", "y", &[Inflection::Comparative]),
    (Part::Adjective, "est", "", &[Inflection::Superlative]),
    (Part::Adjective, "est", "e", &[Inflection::Superlative]),
    (Part::Adjective, "iest", "y", &[Inflection::Superlative]),
];

const PAST: &[Inflection] = &[Inflection::Past, Inflection::PastParticiple];

/// The part of speech of the seam.
pub(crate) fn pos(part: Part) -> Pos {
    match part {
        Part::Noun => Pos::Noun,
        Part::Verb => Pos::Verb,
        Part::Adjective => Pos::Adjective,
        Part::Adverb => Pos::Adverb,
    }
}

/// The part of speech of the table; `None` for closed classes.
pub(crate) fn part(pos: Pos) -> Option<Part> {
    match pos {
        Pos::Noun | Pos::ProperNoun => Some(Part::Noun),
        Pos::Verb | Pos::Auxiliary => Some(Part::Verb),
        Pos::Adjective => Some(Part::Adjective),
        Pos::Adverb => Some(Part::Adverb),
        _ => None,
    }
}

/// Every way to understand `form`, in lower case, from the lists alone: closed classes first, then by weight.
pub(crate) fn known(form: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = closed(form).iter().copied().map(Candidate::from).collect();
    if form.is_empty() || form.len() > LONGEST {
        return found;
    }
    let closed = found.len();
    for known in irregular(form) {
        let weight =
            TABLE.find(known.lemma).and_then(|entry| entry.usage(part(known.pos)?)).map_or(1, |usage| usage.weight);
        push(&mut found, Candidate { weight, ..Candidate::from(*known) });
    }
    if let Some(entry) = TABLE.find(form) {
        for part in PARTS {
            add(&mut found, &entry, form, part, Inflection::Base);
        }
    }
    exceptions(form, &mut found);
    endings(form, &mut found);
    if let Some(rest) = found.get_mut(closed..) {
        rest.sort_by_key(|candidate| std::cmp::Reverse(candidate.weight));
    }
    found
}

fn add(found: &mut Vec<Candidate>, entry: &Entry, lemma: &str, part: Part, inflection: Inflection) {
    let Some(usage) = entry.usage(part) else { return };
    let capital = part == Part::Noun && entry.senses(part).all(|sense| TABLE.is_capital(sense));
    let pos = if capital { Pos::ProperNoun } else { pos(part) };
    push(found, Candidate { lemma: lemma.to_owned(), pos, inflection, weight: usage.weight, known: true });
}

fn push(found: &mut Vec<Candidate>, candidate: Candidate) {
    let same = |other: &Candidate| {
        (&other.lemma, other.pos, other.inflection) == (&candidate.lemma, candidate.pos, candidate.inflection)
    };
    if !found.iter().any(same) {
        found.push(candidate);
    }
}

/// WordNet's irregular forms; which form a verb's exception is, its ending tells.
fn exceptions(form: &str, found: &mut Vec<Candidate>) {
    for (part, lemma) in TABLE.irregular(form) {
        let Some(entry) = TABLE.find(lemma) else { continue };
        // The lists above name the forms of the common irregular verbs exactly.
        let listed = found
            .iter()
            .any(|known| known.pos == pos(part) && known.lemma == lemma && known.inflection != Inflection::Base);
        if listed {
            continue;
        }
        for inflection in exceptional(part, form) {
            add(found, &entry, lemma, part, *inflection);
        }
    }
}

fn exceptional(part: Part, form: &str) -> &'static [Inflection] {
    match part {
        Part::Noun => &[Inflection::Plural],
        Part::Verb if form.ends_with("ing") => &[Inflection::PresentParticiple],
        Part::Verb if form.ends_with('s') => &[Inflection::ThirdPerson],
        Part::Verb => PAST,
        Part::Adjective | Part::Adverb if form.ends_with("st") => &[Inflection::Superlative],
        Part::Adjective | Part::Adverb => &[Inflection::Comparative],
    }
}

fn endings(form: &str, found: &mut Vec<Candidate>) {
    for (part, ending, instead, inflections) in ENDINGS {
        let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() > 1) else { continue };
        // "glass" is no plural, nor "us".
        if ending == "s" && stem.ends_with(['s', 'u']) && part == Part::Noun && !stem.ends_with("eau") {
            continue;
        }
        let mut lemma = format!("{stem}{instead}");
        let mut entry = TABLE.find(&lemma).filter(|entry| entry.usage(part).is_some());
        if entry.is_none() && instead.is_empty() && ending.len() > 1 && doubled(stem) {
            lemma.pop();
            entry = TABLE.find(&lemma);
        }
        let Some(entry) = entry else { continue };
        // A verb that the lists give irregular forms has no regular past.
        let irregular = inflections == PAST
            && super::closed::irregular_form(&lemma, Inflection::Past).is_some_and(|past| past != form);
        for inflection in inflections.iter().filter(|_| !irregular) {
            add(found, &entry, &lemma, part, *inflection);
        }
    }
}

/// Whether the stem ends in a doubled consonant.
fn doubled(stem: &str) -> bool {
    matches!(stem.as_bytes(), [.., one, other] if one == other && one.is_ascii_lowercase() && !b"aeiou".contains(one))
}

/// What the ending of a form that is not known makes likely; `capital` where it is written with one.
pub(crate) fn guesses(form: &str, capital: bool) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut guess = |lemma: String, pos: Pos, inflection: Inflection, weight: u8| {
        found.push(Candidate { lemma, pos, inflection, weight, known: false });
    };
    if capital {
        guess(form.to_owned(), Pos::ProperNoun, Inflection::Base, 4);
    }
    const ADJECTIVES: [&str; 9] = ["ous", "ful", "less", "able", "ible", "ive", "ical", "ish", "y"];
    if form.ends_with("ly") {
        guess(form.to_owned(), Pos::Adverb, Inflection::Base, 3);
    }
    if ADJECTIVES.iter().any(|ending| form.len() > ending.len() + 2 && form.ends_with(ending)) {
        guess(form.to_owned(), Pos::Adjective, Inflection::Base, 2);
    }
    let singular = crate::morph::singular(form);
    // "wumpuses": of wumpus rather than of wumpuse.
    let hissing = form.strip_suffix("uses").map(|stem| format!("{stem}us"));
    if let Some(singular) = hissing {
        guess(singular, Pos::Noun, Inflection::Plural, 4);
    }
    if singular == form {
        guess(form.to_owned(), Pos::Noun, Inflection::Base, 2);
    } else {
        guess(singular, Pos::Noun, Inflection::Plural, 3);
    }
    for stem in crate::morph::stems(form).into_iter().take(2) {
        let inflections: &[Inflection] = match form.as_bytes() {
            [.., b's'] => &[Inflection::ThirdPerson],
            [.., b'e', b'd'] => PAST,
            _ => &[Inflection::PresentParticiple],
        };
        for inflection in inflections {
            guess(stem.clone(), Pos::Verb, *inflection, 2);
        }
    }
    guess(form.to_owned(), Pos::Verb, Inflection::Base, 0);
    guess(form.to_owned(), Pos::Adjective, Inflection::Base, 0);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, expected: &[(&str, Pos, Inflection)]) {
        let found = known(form);
        for (lemma, pos, inflection) in expected {
            let has =
                found.iter().any(|one| (one.lemma.as_str(), one.pos, one.inflection) == (lemma, *pos, *inflection));
            assert!(has, "{form}: {lemma} {pos:?} {inflection:?} not in {found:?}");
        }
    }

    #[test]
    fn forms_and_their_lemmas() {
        check("dogs", &[("dog", Pos::Noun, Inflection::Plural), ("dog", Pos::Verb, Inflection::ThirdPerson)]);
        check("went", &[("go", Pos::Verb, Inflection::Past)]);
        check("gone", &[("go", Pos::Verb, Inflection::PastParticiple)]);
        check("stopped", &[("stop", Pos::Verb, Inflection::Past), ("stop", Pos::Verb, Inflection::PastParticiple)]);
        check("running", &[("run", Pos::Verb, Inflection::PresentParticiple)]);
        check("happier", &[("happy", Pos::Adjective, Inflection::Comparative)]);
        check("biggest", &[("big", Pos::Adjective, Inflection::Superlative)]);
        check("best", &[("good", Pos::Adjective, Inflection::Superlative)]);
        check("mice", &[("mouse", Pos::Noun, Inflection::Plural)]);
        check("cut", &[("cut", Pos::Verb, Inflection::Base), ("cut", Pos::Verb, Inflection::Past)]);
        check("that", &[("that", Pos::Subordinator, Inflection::Base), ("that", Pos::Determiner, Inflection::Base)]);
        check("paris", &[("paris", Pos::ProperNoun, Inflection::Base)]);
        check("left", &[("leave", Pos::Verb, Inflection::Past), ("left", Pos::Adjective, Inflection::Base)]);
        assert!(known("goed").is_empty());
        assert!(known("glas").is_empty());
    }

    #[test]
    fn what_is_not_known_is_guessed() {
        let found = guesses("wumpuses", false);
        assert!(found.iter().any(|one| one.lemma == "wumpus" && one.inflection == Inflection::Plural), "{found:?}");
        let found = guesses("zorped", false);
        assert!(found.iter().any(|one| one.lemma == "zorp" && one.inflection == Inflection::Past), "{found:?}");
    }
}
