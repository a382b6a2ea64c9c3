//! Dictionary form to written form: third persons, participles, plurals, degrees.

use engine_api::Inflection;

use crate::lexicon::closed::irregular_form;
use crate::lexicon::table::{Part, TABLE};

/// The form of `lemma`, which may have several words.
pub(crate) fn inflect(lemma: &str, inflection: Inflection) -> String {
    match inflection {
        Inflection::Base => lemma.to_owned(),
        Inflection::Plural => plural(lemma),
        Inflection::Comparative | Inflection::Superlative => degree(lemma, inflection),
        _ => match lemma.split_once(' ') {
            Some((verb, rest)) => format!("{} {rest}", verb_form(verb, inflection)),
            None => verb_form(lemma, inflection),
        },
    }
}

fn verb_form(verb: &str, inflection: Inflection) -> String {
    match (verb, inflection) {
        ("be", Inflection::ThirdPerson) => "is".to_owned(),
        ("be", Inflection::Past) => "was".to_owned(),
        ("be", Inflection::PastParticiple) => "been".to_owned(),
        ("be", _) => "being".to_owned(),
        ("have", Inflection::ThirdPerson) => "has".to_owned(),
        (_, Inflection::ThirdPerson) => add_s(verb),
        (_, Inflection::PresentParticiple) => listed(verb, "ing").unwrap_or_else(|| add_ing(verb)),
        _ => match irregular_form(verb, inflection) {
            Some(form) => form.to_owned(),
            None => listed(verb, "ed").unwrap_or_else(|| add_ed(verb)),
        },
    }
}

/// The form with this ending among WordNet's irregular ones: `stopped`, `panicked`.
fn listed(verb: &str, ending: &str) -> Option<String> {
    TABLE.irregular_forms(verb, Part::Verb).find(|form| form.ends_with(ending)).map(str::to_owned)
}

fn add_ing(verb: &str) -> String {
    if let Some(stem) = verb.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    match verb.strip_suffix('e') {
        Some(stem) if !verb.ends_with("ee") && !verb.ends_with("oe") && !verb.ends_with("ye") && stem.len() > 1 => {
            format!("{stem}ing")
        }
        _ => format!("{}ing", double(verb)),
    }
}

fn add_ed(verb: &str) -> String {
    match verb.as_bytes() {
        [.., b'e'] => format!("{verb}d"),
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ied", verb.strip_suffix('y').unwrap_or(verb)),
        _ => format!("{}ed", double(verb)),
    }
}

/// The stem with its last consonant doubled where it has one syllable and ends in consonant, vowel, consonant.
fn double(stem: &str) -> String {
    let one = syllables(stem) == 1;
    match stem.as_bytes() {
        [rest @ .., vowel, last]
            if one
                && is_vowel(*vowel)
                && !is_vowel(*last)
                && !matches!(last, b'w' | b'x' | b'y')
                && last.is_ascii_lowercase()
                && rest.last().is_some_and(|before| !is_vowel(*before) || rest.ends_with(b"qu")) =>
        {
            format!("{stem}{}", char::from(*last))
        }
        _ => stem.to_owned(),
    }
}

/// The plural of a noun; of several words the head's: `mothers of pearl`, `ice creams`.
pub(crate) fn plural(noun: &str) -> String {
    for link in [" of ", " in ", "-in-"] {
        if let Some((head, rest)) = noun.split_once(link) {
            return format!("{}{link}{rest}", plural(head));
        }
    }
    if let Some((rest, head)) = noun.rsplit_once([' ', '-']) {
        let link = noun.get(rest.len()..rest.len() + 1).unwrap_or(" ");
        return format!("{rest}{link}{}", plural_word(head));
    }
    plural_word(noun)
}

fn plural_word(noun: &str) -> String {
    if let Some(form) = irregular_form(noun, Inflection::Plural) {
        return form.to_owned();
    }
    // Of the listed forms only those that follow a pattern are the usual ones: `brother` has `brethren` there.
    let usual = |form: &&str| {
        [
            ("man", "men"),
            ("sis", "ses"),
            ("fe", "ves"),
            ("f", "ves"),
            ("mouse", "mice"),
            ("tooth", "teeth"),
            ("foot", "feet"),
        ]
        .iter()
        .any(|(one, many)| noun.strip_suffix(one).is_some() && noun.strip_suffix(one) == form.strip_suffix(many))
    };
    if let Some(form) = TABLE.irregular_forms(noun, Part::Noun).find(usual) {
        return form.to_owned();
    }
    if let Some(stem) =
        noun.strip_suffix("man").filter(|stem| !stem.is_empty() && !["ger", "ro", "hu", "otto", "sha"].contains(stem))
    {
        return format!("{stem}men");
    }
    if noun.ends_with("ese") || noun.ends_with("craft") {
        return noun.to_owned();
    }
    add_s(noun)
}

/// Adds the ending of plurals and third persons.
pub(crate) fn add_s(word: &str) -> String {
    const SHORT: [&str; 12] =
        ["photo", "piano", "solo", "logo", "memo", "auto", "kilo", "euro", "casino", "disco", "dynamo", "halo"];
    let hisses = ["s", "sh", "ch", "x", "z"].iter().any(|end| word.ends_with(end));
    match word.as_bytes() {
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", word.strip_suffix('y').unwrap_or(word)),
        [.., before, b'o'] if !is_vowel(*before) && !SHORT.contains(&word) => format!("{word}es"),
        [.., _, b'z'] if syllables(word) == 1 && !word.ends_with("zz") && !word.ends_with("tz") => format!("{word}zes"),
        _ if word.ends_with("stomach") || word.ends_with("monarch") => format!("{word}s"),
        _ if hisses => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// The comparative or superlative of an adjective or adverb.
fn degree(word: &str, inflection: Inflection) -> String {
    let comparative = inflection == Inflection::Comparative;
    let special = match word {
        "good" | "well" => Some(("better", "best")),
        "bad" | "badly" | "ill" => Some(("worse", "worst")),
        "far" => Some(("farther", "farthest")),
        "little" => Some(("less", "least")),
        "many" | "much" => Some(("more", "most")),
        _ => None,
    };
    if let Some((more, most)) = special {
        return if comparative { more } else { most }.to_owned();
    }
    let ending = if comparative { "er" } else { "est" };
    let listed = [Part::Adjective, Part::Adverb]
        .into_iter()
        .flat_map(|part| TABLE.irregular_forms(word, part))
        .find(|form| form.ends_with(ending));
    if let Some(form) = listed {
        return form.to_owned();
    }
    let count = syllables(word);
    let takes_ending = !(word.contains(' ')
        || word.ends_with("ed")
        || word.ends_with("ing")
        || word.len() > 3 && word.ends_with("ly"))
        && (count == 1 || count == 2 && ["y", "le", "ow", "er"].iter().any(|end| word.ends_with(end)));
    if !takes_ending {
        return format!("{} {word}", if comparative { "more" } else { "most" });
    }
    match word.as_bytes() {
        [.., b'e'] => format!("{word}{}", ending.trim_start_matches('e')),
        [.., before, b'y'] if !is_vowel(*before) => format!("{}i{ending}", word.strip_suffix('y').unwrap_or(word)),
        _ => format!("{}{ending}", double(word)),
    }
}

/// The number of syllables: groups of vowels, a silent e at the end aside.
fn syllables(word: &str) -> usize {
    let bytes = word.as_bytes();
    let vowel = |at: usize| bytes.get(at).is_some_and(|byte| is_vowel(*byte) || *byte == b'y' && at > 0);
    let groups = (0..bytes.len()).filter(|at| vowel(*at) && (*at == 0 || !vowel(*at - 1))).count();
    let silent =
        word.ends_with('e') && !word.ends_with("le") && groups > 1 && bytes.len() > 2 && !vowel(bytes.len() - 2);
    (groups - usize::from(silent)).max(1)
}

pub(crate) fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lemma: &str, inflection: Inflection, expected: &str) {
        assert_eq!(inflect(lemma, inflection), expected);
    }

    #[test]
    fn verbs() {
        for (lemma, third, past, participle, ing) in [
            ("go", "goes", "went", "gone", "going"),
            ("live", "lives", "lived", "lived", "living"),
            ("stop", "stops", "stopped", "stopped", "stopping"),
            ("try", "tries", "tried", "tried", "trying"),
            ("play", "plays", "played", "played", "playing"),
            ("lie", "lies", "lay", "lain", "lying"),
            ("be", "is", "was", "been", "being"),
            ("see", "sees", "saw", "seen", "seeing"),
            ("open", "opens", "opened", "opened", "opening"),
            ("prefer", "prefers", "preferred", "preferred", "preferring"),
            ("pick up", "picks up", "picked up", "picked up", "picking up"),
            ("wash", "washes", "washed", "washed", "washing"),
            ("fix", "fixes", "fixed", "fixed", "fixing"),
            ("quiz", "quizzes", "quizzed", "quizzed", "quizzing"),
            ("zorp", "zorps", "zorped", "zorped", "zorping"),
        ] {
            check(lemma, Inflection::ThirdPerson, third);
            check(lemma, Inflection::Past, past);
            check(lemma, Inflection::PastParticiple, participle);
            check(lemma, Inflection::PresentParticiple, ing);
        }
    }

    #[test]
    fn nouns() {
        for (one, many) in [
            ("apple", "apples"),
            ("box", "boxes"),
            ("city", "cities"),
            ("fireman", "firemen"),
            ("child", "children"),
            ("brother", "brothers"),
            ("potato", "potatoes"),
            ("photo", "photos"),
            ("wife", "wives"),
            ("ice cream", "ice creams"),
            ("mother-in-law", "mothers-in-law"),
            ("piece of cake", "pieces of cake"),
            ("wumpus", "wumpuses"),
            ("radio", "radios"),
        ] {
            check(one, Inflection::Plural, many);
        }
    }

    #[test]
    fn degrees() {
        for (word, more, most) in [
            ("big", "bigger", "biggest"),
            ("happy", "happier", "happiest"),
            ("good", "better", "best"),
            ("expensive", "more expensive", "most expensive"),
            ("large", "larger", "largest"),
            ("tall", "taller", "tallest"),
            ("quickly", "more quickly", "most quickly"),
            ("bored", "more bored", "most bored"),
        ] {
            check(word, Inflection::Comparative, more);
            check(word, Inflection::Superlative, most);
        }
    }
}
