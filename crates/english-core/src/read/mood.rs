//! The asker's mood, from the words they choose and the marks they set.

use engine_api::{Mood, Word};

use crate::lexicon;

/// How many words before a word may deny it: "not very happy".
const REACH: usize = 3;

/// The mood that these words show.
pub(crate) fn mood<'a>(words: impl Iterator<Item = &'a Word>) -> Mood {
    let mut mood = Mood::default();
    let mut denied = 0usize;
    let (mut letters, mut capitals, mut marks) = (0u32, 0u32, 0u32);
    for word in words {
        let lower = super::tag::lower(&word.text);
        if matches!(word.lemma.as_str(), "not" | "n't" | "never" | "no" | "without") {
            denied = REACH + 1;
        }
        for shade in lexicon::shades(&lower) {
            add(&mut mood, shade, denied > 0);
        }
        denied = denied.saturating_sub(1);
        marks += u32::from(word.text == "!");
        if word.text.len() > 2 {
            letters += 1;
            capitals += u32::from(word.text.chars().all(|letter| letter.is_uppercase()));
        }
    }
    let shouts = letters >= 3 && capitals * 2 > letters;
    mood.stress = clamp(mood.stress + if shouts { 0.4 } else { 0.0 } + 0.1 * marks.saturating_sub(2).min(5) as f32);
    mood.urgency = clamp(mood.urgency + 0.1 * marks.saturating_sub(1).min(5) as f32);
    Mood { valence: mood.valence.clamp(-1.0, 1.0), politeness: clamp(mood.politeness), ..mood }
}

/// Adds one shade; a denied one counts the other way for valence and not at all elsewhere.
fn add(mood: &mut Mood, shade: lexicon::Shade, denied: bool) {
    let strength = shade.strength;
    match shade.dimension {
        b'v' => mood.valence += if denied { -0.5 * strength } else { strength },
        _ if denied => {}
        b's' => mood.stress += strength,
        b'u' => mood.urgency += strength,
        _ => mood.politeness += strength,
    }
}

fn clamp(strength: f32) -> f32 {
    strength.clamp(0.0, 1.0)
}
