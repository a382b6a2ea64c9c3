//! A written form to the dictionary forms behind it: what is listed, what the endings allow, and for a form that is
//! not known what its ending makes likely.

use engine_api::{Candidate, Inflection, Pos};

use super::closed::{COMMON, Known, closed, irregular, irregular_form};
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

/// One way to understand a form, without its lemma's text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Analysis<'a> {
    pub(crate) lemma: &'a str,
    pub(crate) pos: Pos,
    pub(crate) inflection: Inflection,
    /// As in [`Candidate`].
    pub(crate) weight: u8,
    /// What the table has of the lemma, for open classes.
    pub(crate) entry: Option<&'a Entry>,
}

/// Every way to understand `form`, in lower case, from the lists alone: closed classes first, then by weight.
pub(crate) fn known(form: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    analyses(form, &mut |analysis: Analysis<'_>| {
        let Analysis { lemma, pos, inflection, weight, .. } = analysis;
        let same = |other: &Candidate| other.lemma == lemma && (other.pos, other.inflection) == (pos, inflection);
        if !found.iter().any(same) {
            found.push(Candidate { lemma: lemma.to_owned(), pos, inflection, weight, known: true });
        }
    });
    let closed = closed(form).len().min(found.len());
    if let Some(rest) = found.get_mut(closed..) {
        rest.sort_by_key(|candidate| std::cmp::Reverse(candidate.weight));
    }
    found
}

/// Hands over every way to understand `form`, in lower case; some may come twice.
pub(crate) fn analyses(form: &str, take: &mut impl FnMut(Analysis<'_>)) {
    for Known { lemma, pos, inflection } in closed(form).iter().copied() {
        take(Analysis { lemma, pos, inflection, weight: COMMON, entry: None });
    }
    if form.is_empty() || form.len() > LONGEST {
        return;
    }
    let listed = irregular(form);
    for Known { lemma, pos, inflection } in listed.iter().copied() {
        let entry = TABLE.find(lemma);
        let weight = entry.and_then(|entry| entry.usage(part(pos)?)).map_or(1, |usage| usage.weight);
        take(Analysis { lemma, pos, inflection, weight, entry: entry.as_ref() });
    }
    if let Some(entry) = TABLE.find(form) {
        for part in PARTS {
            give(&entry, form, (part, Inflection::Base), take);
        }
    }
    exceptions(form, listed, take);
    endings(form, take);
}

fn give(entry: &Entry, lemma: &str, usage: (Part, Inflection), take: &mut impl FnMut(Analysis<'_>)) {
    let (part, inflection) = usage;
    let Some(usage) = entry.usage(part) else { return };
    let capital = part == Part::Noun && entry.senses(part).all(|sense| TABLE.is_capital(sense));
    let pos = if capital { Pos::ProperNoun } else { pos(part) };
    take(Analysis { lemma, pos, inflection, weight: usage.weight, entry: Some(entry) });
}

/// WordNet's irregular forms; which form a verb's exception is, its ending tells.
fn exceptions(form: &str, listed: &[Known], take: &mut impl FnMut(Analysis<'_>)) {
    for (part, lemma) in TABLE.irregular(form) {
        // Our own list names the forms of the common irregular words exactly.
        if listed.iter().any(|known| known.pos == pos(part) && known.lemma == lemma) {
            continue;
        }
        let Some(entry) = TABLE.find(lemma) else { continue };
        for inflection in exceptional(part, form) {
            give(&entry, lemma, (part, *inflection), take);
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

fn endings(form: &str, take: &mut impl FnMut(Analysis<'_>)) {
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
        let irregular =
            inflections == PAST && irregular_form(&lemma, Inflection::Past).is_some_and(|past| past != form);
        for inflection in inflections.iter().filter(|_| !irregular) {
            give(&entry, &lemma, (part, *inflection), take);
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
