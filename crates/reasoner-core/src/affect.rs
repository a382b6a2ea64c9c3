//! Mood of the asker to tone of the answer.

use engine_api::{Mood, Sentence, Tone};

/// The tone that suits the mood. Strain outweighs everything: who is pressed wants the remedy first.
pub(crate) fn tone(mood: &Mood) -> Tone {
    if mood.stress >= 0.6 || mood.urgency >= 0.6 {
        Tone::Calm
    } else if mood.valence >= 0.5 || mood.politeness >= 0.6 {
        Tone::Warm
    } else {
        Tone::Plain
    }
}

/// Whether the asker speaks of harming themselves. Nothing else is answered then.
pub(crate) fn in_danger(sentences: &[Sentence]) -> bool {
    sentences.iter().any(|sentence| {
        let words: Vec<&str> = sentence.words.iter().map(|word| word.lemma.as_str()).collect();
        let asker = words.contains(&"i") || sentence.words.iter().any(|word| word.text.eq_ignore_ascii_case("i"));
        let written: Vec<String> = sentence.words.iter().map(|word| word.text.to_lowercase()).collect();
        let harm = words.windows(2).zip(written.windows(2)).any(|(lemmas, written)| {
            matches!(lemmas[0], "kill" | "hurt" | "harm" | "hang" | "shoot") && written[1] == "myself"
        });
        let end = written.windows(3).any(|three| three == ["end", "my", "life"] || three == ["want", "to", "die"]);
        asker && (harm || end || written.iter().any(|word| word == "suicidal"))
            || written.windows(2).any(|two| two == ["kill", "myself"])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strain_outweighs_politeness() {
        let mood = Mood { politeness: 1.0, ..Mood::default() };
        assert_eq!(tone(&mood), Tone::Warm);
        assert_eq!(tone(&Mood { urgency: 0.9, ..mood }), Tone::Calm);
        assert_eq!(tone(&Mood::default()), Tone::Plain);
    }
}
