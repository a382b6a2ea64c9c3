//! What a word shows on its own: its letters, its shape and what the lexicon lists for it.

use engine_api::{Inflection, Pos};

use super::clusters::Clusters;
use super::features::text_hash;
use crate::lexicon::candidates::{Analysis, analyses};
use crate::lexicon::table::{Part, TABLE};

/// The attributes of one word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Attributes {
    /// The word in lower case, digits made alike.
    pub(super) word: u32,
    /// The last one to four letters.
    pub(super) suffixes: [u32; 4],
    /// The first one to three letters.
    pub(super) prefixes: [u32; 3],
    /// Capitals, digits, hyphens, marks.
    pub(super) shape: u32,
    /// Which parts of speech and forms the lexicon allows, as bits.
    pub(super) lexical: u32,
    /// The likeliest of them.
    pub(super) likeliest: u32,
    /// The broad class of its first noun sense and first verb sense, 0 for none.
    pub(super) noun_class: u32,
    pub(super) verb_class: u32,
    /// Which kinds of complement the verb takes.
    pub(super) frames: u32,
    /// The class of the word among those in like places, 0 for none; and two coarser ones.
    pub(super) cluster: u32,
    pub(super) cluster6: u32,
    pub(super) cluster4: u32,
    /// The lemma of the likeliest reading.
    pub(super) lemma: u32,
    /// Its tag, once it is known: a number in the model's tag set.
    pub tag: u8,
    /// The universal part of speech of the tag, as a number.
    pub pos: u8,
    /// How many verbs, marks and coordinators there are up to this word (modulo 256).
    pub(super) upto: [u8; 3],
}

/// Fills in what follows from the words' tags; `universal` has the part of speech of each tag.
pub fn settle(words: &mut [Attributes], universal: &[u8]) {
    let mut upto = [0u8; 3];
    for word in words {
        word.pos = universal.get(usize::from(word.tag)).copied().unwrap_or_default();
        for (count, pos) in upto.iter_mut().zip([VERB, PUNCTUATION, COORDINATOR]) {
            *count = count.wrapping_add(u8::from(word.pos == pos));
        }
        word.upto = upto;
    }
}

/// Numbers of universal parts of speech, in alphabetic order of the tags' names.
pub(super) const VERB: u8 = 15;
const PUNCTUATION: u8 = 12;
const COORDINATOR: u8 = 4;

/// The attributes of the words of a sentence.
pub fn attributes<'a>(words: impl Iterator<Item = &'a str>, clusters: &Clusters<'_>) -> Vec<Attributes> {
    let mut found: Vec<Attributes> = words.map(|word| attributes_of(word, clusters)).collect();
    let capitals = found.iter().filter(|word| word.shape & (INITIAL | UPPER) != 0).count();
    let letters = found.iter().filter(|word| word.shape & LETTERS != 0).count();
    // Where nearly everything is capital, or nothing is, capitals say little.
    let case = match () {
        () if capitals == 0 => NO_CAPITALS,
        () if letters > 2 && capitals * 4 > letters * 3 => MANY_CAPITALS,
        () => 0,
    };
    for (at, word) in found.iter_mut().enumerate() {
        word.shape |= case | if at == 0 { FIRST } else { 0 };
    }
    found
}

const INITIAL: u32 = 1;
const UPPER: u32 = 2;
const LETTERS: u32 = 4;
const DIGITS: u32 = 8;
const HYPHEN: u32 = 16;
const MARKS: u32 = 32;
const SHORT: u32 = 64;
const DOT: u32 = 128;
const NO_CAPITALS: u32 = 256;
const MANY_CAPITALS: u32 = 512;
const FIRST: u32 = 1024;

fn attributes_of(word: &str, clusters: &Clusters<'_>) -> Attributes {
    let lower = crate::read::lower(word);
    let mut made_alike = String::with_capacity(lower.len());
    made_alike.extend(lower.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }));
    let bytes = made_alike.as_bytes();
    let end = |length: usize| text_hash(bytes.get(bytes.len().saturating_sub(length)..).unwrap_or(bytes));
    let start = |length: usize| text_hash(bytes.get(..length).unwrap_or(bytes));
    let mut attributes = Attributes {
        word: text_hash(bytes),
        suffixes: [end(1), end(2), end(3), end(4)],
        prefixes: [start(1), start(2), start(3)],
        shape: shape(word),
        ..Attributes::default()
    };
    lexical(&mut attributes, &lower);
    let as_written = clusters.of(word.as_bytes());
    let cluster = if as_written == 0 { clusters.of(lower.as_bytes()) } else { as_written };
    (attributes.cluster, attributes.cluster6, attributes.cluster4) = (cluster, cluster & 63, cluster & 15);
    attributes
}

fn shape(word: &str) -> u32 {
    let mut bits = 0;
    let mut upper = 0;
    for (at, letter) in word.chars().enumerate() {
        bits |= match letter {
            _ if letter.is_uppercase() => {
                upper += 1;
                if at == 0 { INITIAL | LETTERS } else { LETTERS }
            }
            _ if letter.is_alphabetic() => LETTERS,
            _ if letter.is_numeric() => DIGITS,
            '-' => HYPHEN,
            '.' => DOT,
            _ => MARKS,
        };
    }
    let short = word.len() == 1;
    bits | if upper > 1 { UPPER } else { 0 } | if short { SHORT } else { 0 }
}

/// Adds what the lexicon knows of the word.
fn lexical(attributes: &mut Attributes, lower: &str) {
    let mut best = 0;
    analyses(lower, &mut |analysis: Analysis<'_>| {
        let kind = kind(analysis.pos, analysis.inflection);
        attributes.lexical |= 1 << kind;
        if analysis.weight > best || attributes.likeliest == 0 {
            best = analysis.weight;
            attributes.likeliest = kind + 1;
            attributes.lemma = text_hash(analysis.lemma.as_bytes());
        }
        let Some(entry) = analysis.entry else { return };
        let class = |part| {
            let first = entry.usage(part).and_then(|usage| TABLE.synset(usage.first));
            first.map_or(0, |synset| u32::from(TABLE.class(synset)) + 1)
        };
        match analysis.pos {
            Pos::Noun | Pos::ProperNoun if attributes.noun_class == 0 => attributes.noun_class = class(Part::Noun),
            Pos::Verb if attributes.verb_class == 0 => {
                attributes.verb_class = class(Part::Verb);
                attributes.frames |= complements(entry.frames);
            }
            _ => {}
        }
    });
    if attributes.lemma == 0 {
        attributes.lemma = attributes.word;
    }
}

/// Kinds of complement, as bits, of WordNet's sentence frames.
fn complements(frames: u64) -> u32 {
    const KINDS: [&[u32]; 8] = [
        &[1, 2, 4],
        &[8, 9, 10, 11],
        &[14, 15],
        &[12, 13, 20, 21, 22, 27],
        &[26, 29, 34],
        &[24, 25, 28, 32],
        &[30, 31, 33, 35],
        &[5, 6, 7],
    ];
    let has = |kind: &&[u32]| kind.iter().any(|frame| frames >> (frame - 1) & 1 == 1);
    (0..).zip(KINDS).filter(|(_, kind)| has(kind)).fold(0, |bits, (bit, _)| bits | 1 << bit)
}

/// A number below 32 for a part of speech and form.
fn kind(pos: Pos, inflection: Inflection) -> u32 {
    match (pos, inflection) {
        (Pos::Noun, Inflection::Plural) => 0,
        (Pos::Noun, _) => 1,
        (Pos::ProperNoun, _) => 2,
        (Pos::Verb, Inflection::Base) => 3,
        (Pos::Verb, Inflection::ThirdPerson) => 4,
        (Pos::Verb, Inflection::Past) => 5,
        (Pos::Verb, Inflection::PastParticiple) => 6,
        (Pos::Verb, _) => 7,
        (Pos::Adjective, Inflection::Base) => 8,
        (Pos::Adjective, Inflection::Comparative) => 9,
        (Pos::Adjective, _) => 10,
        (Pos::Adverb, _) => 11,
        (Pos::Auxiliary, Inflection::Base) => 12,
        (Pos::Auxiliary, Inflection::Past) => 13,
        (Pos::Auxiliary, _) => 14,
        (Pos::Adposition, _) => 15,
        (Pos::Subordinator, _) => 16,
        (Pos::Determiner, _) => 17,
        (Pos::Pronoun, _) => 18,
        (Pos::Coordinator, _) => 19,
        (Pos::Particle, _) => 20,
        (Pos::Interjection, _) => 21,
        (Pos::Numeral, _) => 22,
        _ => 23,
    }
}
