//! Closed-class words, the irregular verbs and nouns: `data/closed.txt` and the irregular forms, indexed on first use.

use std::collections::HashMap;
use std::sync::LazyLock;

use engine_api::{Inflection, Pos};
use foldhash::fast::FixedState;

use super::lists;

/// How common a closed-class word counts as.
pub(crate) const COMMON: u8 = 15;

/// One way to understand a word of these lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) lemma: &'static str,
    pub(crate) pos: Pos,
    pub(crate) inflection: Inflection,
}

type Index = HashMap<&'static str, Vec<Known>, FixedState>;

struct Lists {
    closed: Index,
    /// The irregular forms of verbs and nouns.
    forms: Index,
    /// By lemma: past and past participle, or the plural.
    lemmas: Index,
}

static LISTS: LazyLock<Lists> = LazyLock::new(load);

/// Indexes the lists now.
pub(crate) fn warm() {
    LazyLock::force(&LISTS);
}

/// The closed-class words that `form` (lower case) can be.
pub(crate) fn closed(form: &str) -> &'static [Known] {
    LISTS.closed.get(form).map_or(&[], Vec::as_slice)
}

/// The irregular verb and noun forms that `form` can be.
pub(crate) fn irregular(form: &str) -> &'static [Known] {
    LISTS.forms.get(form).map_or(&[], Vec::as_slice)
}

/// The usual irregular form of `lemma`; in the answer, the lemma is the form.
pub(crate) fn irregular_form(lemma: &str, inflection: Inflection) -> Option<&'static str> {
    let forms = LISTS.lemmas.get(lemma)?;
    forms.iter().find(|known| known.inflection == inflection).map(|known| known.lemma)
}

fn load() -> Lists {
    let mut lists = Lists { closed: Index::default(), forms: Index::default(), lemmas: Index::default() };
    for line in lists::lines(include_str!("../../data/closed.txt")) {
        let mut fields = line.split(' ');
        let form = fields.next().unwrap_or_default();
        let entries = lists.closed.entry(form).or_default();
        entries.extend(fields.map(|field| entry(form, field)));
    }
    for line in lists::lines(include_str!("../../data/irregular_verbs.txt")) {
        let mut fields = line.split(' ');
        let lemma = fields.next().unwrap_or_default();
        for (forms, inflection) in fields.zip([Inflection::Past, Inflection::PastParticiple]) {
            for form in forms.split('/') {
                lists.add(lemma, form, Pos::Verb, inflection);
            }
        }
    }
    for line in lists::lines(include_str!("../../data/irregular_nouns.txt")) {
        let Some((plural, singular)) = line.split_once(' ') else { continue };
        lists.add(singular, plural, Pos::Noun, Inflection::Plural);
    }
    lists
}

impl Lists {
    fn add(&mut self, lemma: &'static str, form: &'static str, pos: Pos, inflection: Inflection) {
        self.forms.entry(form).or_default().push(Known { lemma, pos, inflection });
        self.lemmas.entry(lemma).or_default().push(Known { lemma: form, pos, inflection });
    }
}

/// An entry such as `AUX=be:s`.
fn entry(form: &'static str, field: &'static str) -> Known {
    let (field, ending) = field.split_once(':').unwrap_or((field, ""));
    let (tag, lemma) = field.split_once('=').unwrap_or((field, form));
    let inflection = match ending {
        "s" => Inflection::ThirdPerson,
        "d" => Inflection::Past,
        "n" => Inflection::PastParticiple,
        "g" => Inflection::PresentParticiple,
        "p" => Inflection::Plural,
        "r" => Inflection::Comparative,
        "t" => Inflection::Superlative,
        _ => Inflection::Base,
    };
    Known { lemma, pos: lists::pos(tag), inflection }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_understood() {
        for known in LISTS.closed.values().flatten() {
            assert_ne!(known.pos, Pos::Other, "{known:?}");
        }
    }

    #[test]
    fn forms_lead_both_ways() {
        let be = closed("is").iter().find(|known| known.pos == Pos::Auxiliary);
        assert_eq!(be.map(|known| (known.lemma, known.inflection)), Some(("be", Inflection::ThirdPerson)));
        assert_eq!(irregular_form("bear", Inflection::PastParticiple), Some("borne"));
        assert!(irregular("lay").iter().any(|known| known.lemma == "lie"));
        assert_eq!(irregular_form("child", Inflection::Plural), Some("children"));
    }
}
