//! Which edit of a title is a play on words: the one that makes another word of the language out of a word of the
//! title, where the others only misspell it.

use engine_api::{Budget, Choice, Finding, OutcomeKind, Pos, Proof, Senses, Value};

use super::Found;
use crate::scene::Scene;
use crate::verdict;

/// Words with which a prompt asks for it.
const ASKING: &[&str] = &[
    "humorous", "funny", "funniest", "pun", "puns", "wordplay", "joke", "joking", "amusing", "comic", "comical",
    "parody", "witty", "playful",
];

/// The most letters of a title that are compared.
const LONGEST: usize = 120;

/// Chooses the option that plays on words.
pub(crate) fn wordplay(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let options = &scene.task.options;
    let asks = scene.turn.iter().flat_map(|sentence| &sentence.words);
    if options.len() < 2 || !asks.into_iter().any(|word| ASKING.contains(&word.text.to_lowercase().as_str())) {
        return None;
    }
    let title = title(scene)?;
    let mut scored: Vec<(i32, &Choice, String)> = Vec::new();
    for choice in options {
        if !budget.spend(1 + (title.len() + choice.text.len()) as u64) {
            return None;
        }
        let (score, made) = score(scene, &title, &choice.text.to_lowercase());
        scored.push((score, choice, made));
    }
    scored.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    let [(best, choice, made), (next, ..), ..] = scored.as_slice() else { return None };
    if *best <= 0 || best == next {
        return None;
    }
    let claim = format!("\"{made}\" is a word, and not the one in \"{title}\"");
    let proof = Proof { claim, by: "lexicon".to_owned(), from: Vec::new() };
    let said = Finding::bare(Value::Text(verdict::said(choice)));
    Some(Found::answer(said, OutcomeKind::Retrieved, Some(proof)).with_confidence(0.75))
}

/// The quoted title: all options must be close to it.
fn title(scene: &Scene<'_>) -> Option<String> {
    const MARKS: [(char, char); 4] = [('\'', '\''), ('"', '"'), ('“', '”'), ('‘', '’')];
    let end = scene.task.options.first()?.span.start;
    let text = scene.text.get(..end)?;
    MARKS.iter().find_map(|(open, close)| {
        let close_at = text.rfind(*close)?;
        let open_at = text.get(..close_at)?.find(*open)?;
        let inner = text.get(open_at + open.len_utf8()..close_at)?.trim().to_lowercase();
        let near = |choice: &Choice| distance(&inner, &choice.text.to_lowercase()) <= 4;
        let close_by = scene.task.options.iter().filter(|choice| near(choice)).count();
        (!inner.is_empty() && inner.len() <= LONGEST && close_by * 2 > scene.task.options.len()).then_some(inner)
    })
}

/// How well `edit` plays on the words of `title`, and the word that it makes.
fn score(scene: &Scene<'_>, title: &str, edit: &str) -> (i32, String) {
    let split = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !(letter.is_alphanumeric() || letter == '\''));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (before, after) = (split(title), split(edit));
    if before == after || before.len() != after.len() {
        return (0, String::new());
    }
    let mut worst = i32::MAX;
    let mut made = String::new();
    for (old, new) in before.iter().zip(&after).filter(|(old, new)| old != new) {
        let here = replaced(scene, old, new);
        worst = worst.min(here);
        made.clone_from(new);
    }
    (worst, made)
}

/// How good a word `new` makes in place of `old`: 0 for a misspelling.
fn replaced(scene: &Scene<'_>, old: &str, new: &str) -> i32 {
    if new.chars().all(|letter| letter.is_ascii_digit()) {
        return 8;
    }
    let candidates = scene.lexicon.candidates(new);
    let known = candidates.iter().filter(|candidate| candidate.known);
    let Some(best) = known.clone().max_by_key(|one| one.weight) else {
        return if compound(scene, new) { 3 } else { 0 };
    };
    let old_lemmas = scene.lexicon.candidates(old);
    // Another form of the same word is an edit without wit.
    if known.clone().any(|here| old_lemmas.iter().any(|one| one.known && one.lemma == here.lemma)) {
        return 2;
    }
    let nouns = known.filter(|candidate| candidate.pos == Pos::Noun);
    let thing = nouns.map(|noun| concreteness(scene, &noun.lemma)).max().unwrap_or(0);
    // Short words are often words by chance.
    let length = i32::try_from(new.chars().count()).unwrap_or(0).min(5);
    4 + thing + i32::from(best.weight.min(6)) / 2 + length
}

/// What can be pictured makes the better joke: food, animals and the body before other things.
fn concreteness(scene: &Scene<'_>, noun: &str) -> i32 {
    let is = |kind: &str| scene.lexicon.is_kind_of(noun, Pos::Noun, kind, Senses::First);
    let laughable = ["food", "animal", "body part", "garment", "plant", "drink", "body waste"];
    if laughable.iter().any(|kind| is(kind)) {
        return 7;
    }
    if is("physical object") || is("physical entity") { 4 } else { 1 }
}

/// Whether a word that the lexicon lacks is made of two that it has.
fn compound(scene: &Scene<'_>, word: &str) -> bool {
    let listed = |part: &str| scene.lexicon.candidates(part).iter().any(|one| one.known && one.weight > 2);
    let cuts = word.char_indices().map(|(at, _)| at).filter(|at| *at >= 3 && *at + 3 <= word.len());
    cuts.take(LONGEST).any(|at| word.split_at_checked(at).is_some_and(|(left, right)| listed(left) && listed(right)))
}

/// The Levenshtein distance (1966), in letters.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.chars().take(LONGEST).collect(), other.chars().take(LONGEST).collect());
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut before = at;
        let mut left = at + 1;
        for (slot, against) in row.iter_mut().skip(1).zip(&other) {
            let changed = before + usize::from(letter != against);
            before = *slot;
            *slot = changed.min(before + 1).min(left + 1);
            left = *slot;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
