//! Mood of the asker to tone of the answer.

use engine_api::{Mood, Tone};

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
