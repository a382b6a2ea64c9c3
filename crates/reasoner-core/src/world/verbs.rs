//! What verbs do to the world of a story: a table, extended by the kinds of verbs that a lexicon knows.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use engine_api::{Lexicon, Pos, Senses};

/// What a verb does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Move,
    Enter,
    Exit,
    /// To leave a place or a thing.
    Leave,
    Take,
    Drop,
    /// To put a thing somewhere.
    Put,
    Give,
    Receive,
    Hold,
    /// To move with a thing.
    Bring,
    /// To go where somebody is.
    Follow,
    Swap,
}

const TABLE: &str = include_str!("../../data/story_verbs.txt");

static ACTS: LazyLock<BTreeMap<String, Act>> = LazyLock::new(|| {
    let mut acts = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, verbs)) = line.split_once(':') else { continue };
        let Some(act) = act_named(name) else { continue };
        for verb in verbs.split_ascii_whitespace() {
            acts.entry(verb.replace('_', " ")).or_insert(act);
        }
    }
    acts
});

fn act_named(name: &str) -> Option<Act> {
    Some(match name {
        "move" => Act::Move,
        "enter" => Act::Enter,
        "exit" => Act::Exit,
        "leave" => Act::Leave,
        "take" => Act::Take,
        "drop" => Act::Drop,
        "put" => Act::Put,
        "give" => Act::Give,
        "receive" => Act::Receive,
        "hold" => Act::Hold,
        "bring" => Act::Bring,
        "follow" => Act::Follow,
        "swap" => Act::Swap,
        _ => return None,
    })
}

/// What a listed verb does, by its dictionary form.
pub(crate) fn listed(verb: &str) -> Option<Act> {
    ACTS.get(verb).copied()
}

/// What a verb does by what it is a kind of, where the table does not list it.
pub(crate) fn by_kind(verb: &str, lexicon: &dyn Lexicon) -> Option<Act> {
    const KINDS: &[(&str, Act)] = &[("travel", Act::Move)];
    let of = |kind: &str| lexicon.is_kind_of(verb, Pos::Verb, kind, Senses::First);
    KINDS.iter().find(|(kind, _)| of(kind)).map(|(_, act)| *act)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_classed() {
        assert_eq!(listed("stroll"), Some(Act::Move));
        assert_eq!(listed("put down"), Some(Act::Drop));
        assert_eq!(listed("sing"), None);
    }
}
