//! Whom to believe: two people say opposite things, and the question tells whose word is better.

use std::collections::BTreeSet;

use engine_api::Word;

use super::gist::{Gist, Meanings};
use super::piece::pieces;

/// Words of trust.
const TRUST: &[&str] =
    &["reliable", "trustworthy", "credible", "believable", "dependable", "convincing", "accurate", "solid", "strong"];
/// Verbs of taking the other side.
const OPPOSES: &[&str] =
    &["disagree", "refute", "oppose", "dispute", "contradict", "deny", "reject", "rebut", "object"];

fn is(word: &Word, table: &[&str]) -> bool {
    table.contains(&word.text.to_lowercase().as_str()) || table.contains(&word.lemma.to_lowercase().as_str())
}

/// Who is to be believed and who is not, as a condition says ("If Ann's evidence is less reliable than Bob's").
fn order(condition: &[&Word], names: &BTreeSet<String>) -> Option<(String, String)> {
    let named = |word: &&&Word| names.contains(&word.text.to_lowercase());
    let mut people = condition.iter().filter(named).map(|word| word.text.to_lowercase());
    let (one, two) = (people.next()?, people.next()?);
    let trust = condition.iter().position(|word| is(word, TRUST))?;
    let before = condition.get(trust.saturating_sub(3)..trust)?;
    let less = before.iter().any(|word| is(word, &["less", "least", "not", "n't"]));
    let more = before.iter().any(|word| is(word, &["more", "most"])) || is(condition.get(trust)?, &["stronger"]);
    match (less, more) {
        (true, false) => Some((two, one)),
        (false, true) => Some((one, two)),
        _ => None,
    }
}

/// Whether what is asked follows where one of two people is believed.
pub(super) fn believed(
    told: &[Vec<&Word>],
    (condition, claim): (&[&Word], &[&Word]),
    names: &BTreeSet<String>,
    meanings: &Meanings,
) -> Option<bool> {
    let (better, worse) = order(condition, names)?;
    let claim = Gist::of(claim, names);
    let mut said: [Option<bool>; 2] = [None, None];
    let mut speaker = None;
    for piece in told.iter().flat_map(|words| pieces(words, names)) {
        let first =
            piece.words.iter().map(|word| word.text.to_lowercase()).find(|word| *word == better || *word == worse);
        if let Some(name) = first.filter(|name| piece.about.names.contains(name)) {
            speaker = Some(usize::from(name == worse));
        }
        let likeness = claim.covered(&piece.gist.words, meanings);
        let Some(slot) = speaker.and_then(|one| said.get_mut(one)) else { continue };
        if likeness.score >= 0.5 && slot.is_none() {
            let opposes = piece.words.iter().any(|word| is(word, OPPOSES));
            let denied = opposes && !piece.words.iter().any(|word| is(word, &["that"]));
            *slot = Some(piece.gist.positive ^ likeness.opposed ^ denied);
        }
    }
    let value = match said {
        [Some(own), _] => own,
        [None, Some(other)] => !other,
        _ => return None,
    };
    Some(value == claim.positive)
}
