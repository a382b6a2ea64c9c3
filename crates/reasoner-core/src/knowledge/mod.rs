//! What is known: the facts told in this dialogue, and the statements that are compiled in.

pub(crate) mod kind;
mod learn;
pub(crate) mod phrase;
pub(crate) mod source;

use std::collections::HashMap;

use engine_api::Tense;
use foldhash::fast::FixedState;

pub(crate) use learn::learn;

/// Everything that the dialogue told, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) facts: Vec<Fact>,
    /// Where the statements stand, conditional ones too.
    pub(crate) statements: Vec<Source>,
    /// The place of the latest fact about what has one value at a time, by subject and verb, and of the latest
    /// with each proposition.
    latest: HashMap<String, usize, FixedState>,
}

/// A statement of the user or the operator, in normal form and in words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fact {
    /// Who or what, in normal form ([`phrase::normal`]).
    pub(crate) subject: String,
    /// The lemma of the verb.
    pub(crate) verb: String,
    /// The object, in normal form.
    pub(crate) object: Option<Spoken>,
    /// The phrases that prepositions lead.
    pub(crate) adjuncts: Vec<(String, Spoken)>,
    pub(crate) negated: bool,
    /// When it is so.
    pub(crate) tense: Tense,
    /// The subject as we say it.
    pub(crate) said_subject: String,
    /// The whole statement as we say it, without its final mark.
    pub(crate) statement: String,
    /// Why it is so, as we say it.
    pub(crate) reason: Option<String>,
    /// Whether a later statement says otherwise.
    pub(crate) corrected: bool,
    /// Where it was told.
    pub(crate) source: Source,
}

impl Fact {
    /// What is stated or denied, in normal form; two facts with the same one agree or contradict each other.
    pub(crate) fn proposition(&self) -> String {
        let object = self.object.as_ref().map_or("", |object| object.normal.as_str());
        let mut text = format!("{}|{}|{:?}|{object}", self.subject, self.verb, self.tense);
        for (lead, phrase) in &self.adjuncts {
            text.push_str(&format!("|{lead} {}", phrase.normal));
        }
        text
    }
}

/// A phrase in normal form and as we say it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Spoken {
    pub(crate) normal: String,
    pub(crate) said: String,
}

/// Where a fact was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// The turn.
    pub(crate) turn: usize,
    /// The sentence in it.
    pub(crate) sentence: usize,
    /// Whether the operator told it.
    pub(crate) operator: bool,
}

impl Source {
    /// The source in words, as a proof names it.
    pub(crate) fn by(self) -> String {
        if self.operator { "from the instructions".to_owned() } else { "you told me".to_owned() }
    }
}
