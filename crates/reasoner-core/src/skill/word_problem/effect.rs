//! What a verb does to what its subject has.

/// What a verb does to what its subject has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Effect {
    Gain,
    Lose,
    /// It says what there is.
    #[default]
    Keep,
    /// It says nothing of it.
    Other,
}

/// The effect of a verb with its particle; `from` where the thing comes out of something.
pub(super) fn effect(verb: &str, particle: Option<&str>, from: bool) -> Effect {
    if verb == "take" && from {
        return Effect::Lose;
    }
    if let Some(particle) = particle {
        let phrase = format!("{verb} {particle}");
        if let Some(effect) = listed(&phrase) {
            return effect;
        }
    }
    listed(verb).unwrap_or(Effect::Other)
}

/// The effect of a verb as the table has it.
pub(super) fn listed(verb: &str) -> Option<Effect> {
    let rows = include_str!("../../../data/quantity_verbs.txt").lines().filter_map(|line| line.split_once(": "));
    let hit = |(kind, verbs): (&str, &str)| {
        let mut verbs = verbs.split(' ').map(|verb| verb.replace('_', " "));
        verbs.any(|own| own == verb).then_some(match kind {
            "gain" => Effect::Gain,
            "lose" => Effect::Lose,
            _ => Effect::Keep,
        })
    };
    rows.filter(|(kind, _)| !kind.starts_with('#')).find_map(hit)
}
