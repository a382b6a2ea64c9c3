//! Phrases that are part of what a predicate says: "eats **unhealthy food**", "goes to **the gym**".

use engine_api::{Count, Determiner, Noun, NounKind};

/// A noun phrase without reference.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Phrase {
    /// The lemma of the head, lower case.
    pub(crate) head: String,
    /// Adjectives and nouns before it, in alphabetical order.
    pub(crate) words: Vec<String>,
    /// How many: `most`, `few`, `many`, or a bound and a number. Empty for some or an open number.
    pub(crate) amount: String,
}

impl Phrase {
    /// A single word.
    pub(crate) fn word(head: &str) -> Phrase {
        Phrase { head: head.to_lowercase(), words: Vec::new(), amount: String::new() }
    }

    /// The phrase of a noun.
    pub(crate) fn of(noun: &Noun) -> Phrase {
        let telling = |lemma: &str| !matches!(lemma, "actual" | "real" | "own" | "very" | "same" | "particular");
        let adjectives = noun.adjectives.iter().filter(|adjective| telling(&adjective.lemma)).map(|adjective| {
            let not = if adjective.negated { "non-" } else { "" };
            format!("{not}{}", adjective.lemma.to_lowercase())
        });
        let mut words: Vec<String> = adjectives.chain(noun.modifiers.iter().map(|word| word.to_lowercase())).collect();
        words.sort_unstable();
        words.dedup();
        Phrase { head: noun.head.to_lowercase(), words, amount: amount(noun) }
    }

    /// Whether whoever this is said of is also such that `other` is said: the same head with fewer words.
    pub(crate) fn implies(&self, other: &Phrase) -> bool {
        let amount = self.amount == other.amount || (other.amount.is_empty() && !self.amount.starts_with("few"));
        amount && self.head == other.head && other.words.iter().all(|word| self.words.contains(word))
    }
}

fn amount(noun: &Noun) -> String {
    let word = match noun.determiner {
        Determiner::Most => "most",
        Determiner::Many => "many",
        Determiner::Few => "few",
        Determiner::All | Determiner::Both => "all",
        Determiner::Only => "only",
        _ => "",
    };
    match &noun.count {
        Some(Count { bound, number }) => format!("{bound:?} {number}"),
        None => word.to_owned(),
    }
}

/// Whether a noun phrase refers to nothing of its own, so that it may be part of a predicate.
pub(crate) fn is_open(noun: &Noun) -> bool {
    let determined = matches!(
        noun.determiner,
        Determiner::None
            | Determiner::A
            | Determiner::Some
            | Determiner::Any
            | Determiner::Several
            | Determiner::Many
            | Determiner::Most
            | Determiner::Few
            | Determiner::Other
    );
    noun.kind == NounKind::Common && determined && noun.relatives.is_empty() && noun.parts.is_empty()
}
