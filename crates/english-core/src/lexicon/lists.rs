//! Words and what is known of them: the word lists of `data/`, compiled in and indexed on first use.

use std::collections::HashMap;
use std::sync::LazyLock;

use engine_api::Pos;
use foldhash::fast::FixedState;

/// What is known of one written form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The dictionary form.
    pub(crate) lemma: &'static str,
    /// The likeliest part of speech.
    pub(crate) pos: Pos,
    /// Whether the form is a past tense or past participle.
    pub(crate) past: bool,
}

/// One shade of mood that a word carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shade {
    /// `v`alence, `s`tress, `u`rgency or `p`oliteness.
    pub(crate) dimension: u8,
    /// -1 to 1.
    pub(crate) strength: f32,
}

type Table<V> = HashMap<&'static str, V, FixedState>;

/// All word lists.
struct Lexicon {
    words: Table<Entry>,
    singulars: Table<&'static str>,
    abbreviations: Table<()>,
    units: Table<()>,
    moods: Table<[Option<Shade>; 2]>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(load);

/// Indexes the word lists now.
pub(crate) fn warm() {
    LazyLock::force(&LEXICON);
}

/// What is known of `word`, which is in lower case.
pub(crate) fn word(word: &str) -> Option<Entry> {
    LEXICON.words.get(word).copied()
}

/// The singular of an irregular plural.
pub(crate) fn irregular_singular(plural: &str) -> Option<&'static str> {
    LEXICON.singulars.get(plural).copied()
}

/// Whether a full stop after `word` (lower case) belongs to it.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    LEXICON.abbreviations.contains_key(word)
}

/// Whether `word` (lower case) is the sign of a unit.
pub(crate) fn is_unit_sign(word: &str) -> bool {
    LEXICON.units.contains_key(word)
}

/// The shades of mood of `word` (lower case).
pub(crate) fn shades(word: &str) -> impl Iterator<Item = Shade> {
    LEXICON.moods.get(word).into_iter().flatten().flatten().copied()
}

/// The entries of a word list: its lines without comments and empty ones.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn load() -> Lexicon {
    let mut lexicon = Lexicon {
        words: Table::with_capacity_and_hasher(2048, FixedState::default()),
        singulars: Table::default(),
        abbreviations: lines(include_str!("../../data/abbreviations.txt")).map(|word| (word, ())).collect(),
        units: lines(include_str!("../../data/units.txt")).map(|word| (word, ())).collect(),
        moods: Table::default(),
    };
    load_verbs(&mut lexicon);
    load_nouns(&mut lexicon);
    load_words(&mut lexicon);
    load_moods(&mut lexicon);
    lexicon
}

/// Irregular verbs with a form that is commoner as something else: "ground", "wound", "light".
const OFTEN_NOUNS: [&str; 26] = [
    "bid",
    "bind",
    "bet",
    "broadcast",
    "cast",
    "fit",
    "forecast",
    "grind",
    "leap",
    "light",
    "mow",
    "rid",
    "saw",
    "shed",
    "slit",
    "sow",
    "speed",
    "spell",
    "spit",
    "split",
    "spread",
    "spring",
    "string",
    "thrust",
    "wet",
    "wind",
];

fn load_verbs(lexicon: &mut Lexicon) {
    for line in lines(include_str!("../../data/irregular_verbs.txt")) {
        let mut forms = line.split(' ');
        let lemma = forms.next().unwrap_or_default();
        if OFTEN_NOUNS.contains(&lemma) {
            continue;
        }
        let verb = |past| Entry { lemma, pos: Pos::Verb, past };
        lexicon.words.insert(lemma, verb(false));
        // "put", "cut", "become": the same form for both tenses counts as present.
        for form in forms.flat_map(|forms| forms.split('/')).filter(|form| *form != lemma) {
            lexicon.words.entry(form).or_insert(verb(true));
        }
    }
    for line in lines(include_str!("../../data/verbs.txt")) {
        lexicon.words.insert(line, Entry { lemma: line, pos: Pos::Verb, past: false });
    }
}

fn load_nouns(lexicon: &mut Lexicon) {
    for line in lines(include_str!("../../data/irregular_nouns.txt")) {
        let Some((plural, singular)) = line.split_once(' ') else { continue };
        lexicon.singulars.insert(plural, singular);
        // "leaves", "lives": the verb is known by its own list.
        for form in [plural, singular] {
            let noun = Entry { lemma: singular, pos: Pos::Noun, past: false };
            lexicon.words.entry(form).or_insert(noun);
        }
    }
}

fn load_words(lexicon: &mut Lexicon) {
    for line in lines(include_str!("../../data/words.txt")) {
        let mut fields = line.split(' ');
        let (Some(word), Some(tag)) = (fields.next(), fields.next()) else { continue };
        let lemma = fields.next().unwrap_or(word);
        let past = matches!(word, "was" | "were" | "did" | "had");
        let entry = Entry { lemma, pos: pos(tag), past };
        // The first entry of a word is its likeliest reading.
        if lexicon.words.get(word).is_none_or(|known| known.pos == Pos::Verb || known.pos == Pos::Noun) {
            lexicon.words.insert(word, entry);
        }
    }
}

fn load_moods(lexicon: &mut Lexicon) {
    for line in lines(include_str!("../../data/mood.txt")) {
        let mut fields = line.split(' ');
        let (Some(word), Some(dimension), Some(strength)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let shade =
            Shade { dimension: dimension.bytes().next().unwrap_or(0), strength: strength.parse().unwrap_or(0.0) };
        let [first, second] = lexicon.moods.entry(word).or_default();
        let free = if first.is_none() { first } else { second };
        *free = Some(shade);
    }
}

pub(super) fn pos(tag: &str) -> Pos {
    match tag {
        "DET" => Pos::Determiner,
        "PRON" => Pos::Pronoun,
        "CCONJ" => Pos::Coordinator,
        "SCONJ" => Pos::Subordinator,
        "ADV" => Pos::Adverb,
        "ADP" => Pos::Adposition,
        "AUX" => Pos::Auxiliary,
        "PART" => Pos::Particle,
        "INTJ" => Pos::Interjection,
        "ADJ" => Pos::Adjective,
        "VERB" => Pos::Verb,
        "NUM" => Pos::Numeral,
        "NOUN" => Pos::Noun,
        _ => Pos::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_word_lists_is_understood() {
        for line in lines(include_str!("../../data/words.txt")) {
            let fields: Vec<&str> = line.split(' ').collect();
            assert!(matches!(fields.len(), 2 | 3) && pos(fields[1]) != Pos::Other, "{line}");
        }
        for line in lines(include_str!("../../data/irregular_verbs.txt")) {
            assert_eq!(line.split(' ').count(), 3, "{line}");
        }
        for line in lines(include_str!("../../data/mood.txt")) {
            let fields: Vec<&str> = line.split(' ').collect();
            assert!(["v", "s", "u", "p"].contains(&fields[1]), "{line}");
            assert!((-1.0..=1.0).contains(&fields[2].parse::<f32>().unwrap()), "{line}");
        }
    }

    #[test]
    fn an_irregular_form_leads_to_its_lemma() {
        assert_eq!(word("went").unwrap().lemma, "go");
        assert!(word("went").unwrap().past);
        assert_eq!(irregular_singular("mice"), Some("mouse"));
        assert_eq!(word("lives").map(|entry| entry.pos), Some(Pos::Noun));
    }
}
