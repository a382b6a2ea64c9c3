//! That there is someone or something: "Does this mean that somebody plays chess?" of a text about a player.

use std::collections::BTreeSet;

use engine_api::Word;

use super::gist::{Gist, Meanings};
use super::piece::pieces;

/// Words for someone or something, and for none.
const SOME: &[&str] = &["someone", "somebody", "something", "anyone", "anybody", "anything", "there"];
const NONE: &[&str] = &["no", "nobody", "nothing", "none"];

/// How much of the claim one sentence, or the whole text, must tell.
const ALIKE: f32 = 0.6;

/// Whether a claim that there is (or is not) someone or something of a description holds of a text that tells of
/// one; none where the claim is not of that kind or the text tells of none.
pub(super) fn judge(
    told: &[Vec<&Word>],
    claim: &[&Word],
    names: &BTreeSet<String>,
    meanings: &Meanings,
) -> Option<bool> {
    let first: Vec<String> = claim.iter().take(2).map(|word| word.text.to_lowercase()).collect();
    let opens = |table: &[&str]| first.iter().any(|word| table.contains(&word.as_str()));
    if !opens(SOME) && !opens(NONE) || claim.iter().any(|word| word.text == "if") {
        return None;
    }
    let mut gist = Gist::of(claim, names);
    gist.words.retain(|word| !SOME.contains(&word.as_str()) && !NONE.contains(&word.as_str()) && word != "any");
    if gist.is_empty() {
        return None;
    }
    // A sentence that denies it tells of none.
    let all: Vec<_> = told.iter().flat_map(|words| pieces(words, names)).collect();
    let denied =
        all.iter().any(|piece| !piece.gist.positive && gist.covered(&piece.gist.words, meanings).score >= ALIKE);
    let text: BTreeSet<String> = all.iter().flat_map(|piece| piece.gist.words.iter().cloned()).collect();
    let likeness = gist.covered(&text, meanings);
    (likeness.score >= ALIKE && !denied && !likeness.opposed).then_some(gist.positive)
}
