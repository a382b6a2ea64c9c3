//! Second thoughts about parts of speech, for the short sentences of problems: what the lexicon knows of a word that
//! the tagger took for something else.

use engine_api::{Candidate, Lexicon, Pos, vocabulary};

use super::story::{Story, Token};

/// Gives words the part of speech that the lexicon has for them where the tagger found none of those, and names theirs.
pub(super) fn retag(story: &mut Story, lexicon: &dyn Lexicon) {
    let poses: Vec<Pos> = story.words.iter().map(|word| word.pos).collect();
    for at in 0..story.words.len() {
        let before = at.checked_sub(1).and_then(|at| story.words.get(at)).map(|word| word.pos);
        let next = story.words.get(at + 1).map(|word| (word.pos, word.lemma == "'s"));
        let Some(word) = story.words.get_mut(at) else { continue };
        thing(word, before, lexicon);
        let acts_alone = word.pos == Pos::Auxiliary && word.lemma == "do" && matches!(next, Some((Pos::Numeral, _)));
        if acts_alone {
            word.pos = Pos::Verb;
            continue;
        }
        let open = matches!(word.pos, Pos::Noun | Pos::Adjective | Pos::Adverb | Pos::Verb);
        if !open || word.text.len() < 3 {
            continue;
        }
        singular(word, lexicon);
        let follows = next.map(|(pos, _)| pos);
        if nominal(word, &poses, at, follows) && nouns(lexicon, &word.text) {
            word.pos = Pos::Noun;
            word.lemma.clone_from(&word.text);
            continue;
        }
        let acts = next.is_some_and(|(pos, owns)| matches!(pos, Pos::Verb | Pos::Auxiliary) || owns);
        if is_name(&word.text) && (acts || word.pos != Pos::Noun) && !matches!(word.text.as_str(), "may" | "will") {
            word.pos = Pos::ProperNoun;
            word.lemma.clone_from(&word.text);
            continue;
        }
        let candidates = lexicon.candidates(&word.text);
        // "each table seats 8"
        let seats = word.pos == Pos::Noun
            && word.text.ends_with('s')
            && before == Some(Pos::Noun)
            && follows == Some(Pos::Numeral);
        if let Some(verb) = candidates.iter().find(|one| seats && one.known && one.pos == Pos::Verb) {
            word.pos = Pos::Verb;
            word.lemma.clone_from(&verb.lemma);
            continue;
        }
        if let Some(candidate) = better(word, before, &candidates) {
            word.pos = candidate.pos;
            word.lemma.clone_from(&candidate.lemma);
        }
    }
}

fn nouns(lexicon: &dyn Lexicon, text: &str) -> bool {
    lexicon.candidates(text).iter().any(|candidate| candidate.known && candidate.pos == Pos::Noun)
}

/// Days and months name nobody, and what has an article is a thing.
fn thing(word: &mut Token, before: Option<Pos>, lexicon: &dyn Lexicon) {
    if word.pos != Pos::ProperNoun || is_name(&word.text) {
        return;
    }
    let time = vocabulary::weekday(&word.text).is_some() || vocabulary::month(&word.text).is_some();
    let counted = matches!(before, Some(Pos::Determiner | Pos::Adjective | Pos::Numeral)) || word.text.contains('-');
    if time || counted && nouns(lexicon, &word.text) {
        word.pos = Pos::Noun;
    }
}

/// "cookies" is of "cookie", "shelves" of "shelf".
fn singular(word: &mut Token, lexicon: &dyn Lexicon) {
    let (cut, end) = if word.text.ends_with("ies") { ("ies", "ie") } else { ("ves", "f") };
    let Some(singular) = word.text.strip_suffix(cut).map(|stem| format!("{stem}{end}")) else { return };
    let candidates = lexicon.candidates(&singular);
    if candidates.iter().any(|one| one.known && one.pos == Pos::Noun && one.lemma == singular) {
        word.lemma = singular;
    }
}

/// Whether what was taken for a verb stands as a noun: "pages of reading homework", "at the bus stop 2 …".
fn nominal(word: &Token, poses: &[Pos], at: usize, next: Option<Pos>) -> bool {
    let back = |steps: usize| at.checked_sub(steps).and_then(|at| poses.get(at)).copied();
    if word.pos != Pos::Verb {
        return false;
    }
    if next == Some(Pos::Noun) {
        let leads = [Pos::Adposition, Pos::Coordinator, Pos::Determiner, Pos::Noun];
        return word.text.ends_with("ing") && back(1).is_some_and(|before| leads.contains(&before));
    }
    let phrase = [back(3), back(2), back(1)] == [Some(Pos::Adposition), Some(Pos::Determiner), Some(Pos::Noun)];
    word.text == word.lemma && phrase
}

/// What the lexicon has for a word that cannot be what it was taken for.
fn better<'c>(word: &Token, before: Option<Pos>, candidates: &'c [Candidate]) -> Option<&'c Candidate> {
    let known = || candidates.iter().filter(|candidate| candidate.known);
    let counted = matches!(before, Some(Pos::Determiner | Pos::Numeral | Pos::Adjective));
    let subject = matches!(before, Some(Pos::ProperNoun | Pos::Pronoun | Pos::Noun));
    if word.text.ends_with("ed") && word.pos != Pos::Verb && subject {
        return known().find(|candidate| candidate.pos == Pos::Verb);
    }
    if known().any(|candidate| candidate.pos == word.pos) {
        return None;
    }
    known()
        .max_by_key(|candidate| candidate.weight)
        .filter(|best| !(counted && best.pos == Pos::Verb) || word.text.ends_with("ed"))
}

/// Whether a word is a given name.
pub(super) fn is_name(word: &str) -> bool {
    vocabulary::given_name(word).is_some()
}
