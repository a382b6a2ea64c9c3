//! The compiled lexicon (`data/lexicon.bin`, made by `cargo xtask lexicon`), read where it lies.
//!
//! All numbers are little-endian; u24 has three bytes.
//!
//! | section | content |
//! |---|---|
//! | (header) | magic, u32 × 4: where each part of speech's synsets begin, u32 × 23: the sections' ends |
//! | `HEADS` | the first 8 bytes of each block's first lemma, a block being 16 lemmas in alphabetic order |
//! | `OFFSETS` | u32: where each block begins in `LEMMAS`, and the end |
//! | `LEMMAS` | front-coded entries: see [`Entry`] |
//! | `FIRST_SENSES` | u24: the number of each block's first sense |
//! | `SENSES` | u24: the synset of each sense, and a bit for a capital; in the order of the lemmas, parts of speech and frequency |
//! | `CLASSES` | u8: the lexicographer's file of each synset |
//! | `HYPERNYMS` | u24: the first hypernym of each synset, a bit for "instance of", a bit for "there are more" |
//! | `MORE_HYPERNYMS` | pairs of synsets |
//! | `MEMBERS` | u24: the lemmas of each synset, a bit for the last one |
//! | `GROUPS` | u24: where the members of each 16th synset begin |
//! | `ANTONYMS`… | pairs of senses, then pairs of synsets, in ascending order |
//! | `IRREGULAR`… | the exceptions: offsets, records, numbers in the order of the lemmas |

use std::cmp::Ordering;

/// The compiled table.
static BYTES: &[u8] = include_bytes!("../../data/lexicon.bin");

/// The table, opened at compile time.
pub(crate) static TABLE: Table = Table::open(BYTES);

const SECTIONS: usize = 23;
const BLOCK: usize = 16;
const GROUP: usize = 16;
const FLAG: u32 = 1 << 23;
const MORE: u32 = 1 << 22;
const ID: u32 = (1 << 20) - 1;

const HEADS: usize = 0;
const OFFSETS: usize = 1;
const LEMMAS: usize = 2;
const FIRST_SENSES: usize = 3;
const SENSES: usize = 4;
const CLASSES: usize = 5;
const HYPERNYMS: usize = 6;
const MORE_HYPERNYMS: usize = 7;
const MEMBERS: usize = 8;
const GROUPS: usize = 9;
const IRREGULAR: usize = 20;
const IRREGULAR_RECORDS: usize = 21;
const IRREGULAR_BY_LEMMA: usize = 22;

/// A relation, by its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Between senses.
    Antonym = 10,
    /// Between senses.
    Derivation = 11,
    /// Between senses: an adjective to its noun, an adverb to its adjective.
    Pertainym = 12,
    /// Between synsets, as all that follow.
    Similar = 13,
    PartOf = 14,
    MemberOf = 15,
    SubstanceOf = 16,
}

/// A part of speech of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Noun = 0,
    Verb = 1,
    Adjective = 2,
    Adverb = 3,
}

pub(crate) const PARTS: [Part; 4] = [Part::Noun, Part::Verb, Part::Adjective, Part::Adverb];

/// A lemma as one part of speech.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// The number of the first sense.
    pub(crate) first: u32,
    /// How many senses; 0 where the lemma is no such part of speech.
    pub(crate) senses: u8,
    /// The binary logarithm of its count, rounded up, plus one; 0 where it was never counted.
    pub(crate) weight: u8,
}

/// What is known of a lemma. Its bytes: the length shared with the lemma before, the length of the rest, the rest,
/// a bit for each part of speech, and for each of them the number of senses and the logarithm of the count; for a
/// verb five bytes of frames follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its place in the alphabet.
    pub(crate) id: u32,
    pub(crate) usages: [Usage; 4],
    /// The sentence frames of a verb: bit n - 1 for WordNet's frame n.
    pub(crate) frames: u64,
}

impl Entry {
    /// The lemma as this part of speech.
    pub(crate) fn usage(&self, part: Part) -> Option<Usage> {
        self.usages.get(part as usize).copied().filter(|usage| usage.senses > 0)
    }

    /// The numbers of its senses as this part of speech, the most frequent first.
    pub(crate) fn senses(&self, part: Part) -> std::ops::Range<u32> {
        let usage = self.usage(part).unwrap_or_default();
        usage.first..usage.first + u32::from(usage.senses)
    }
}

/// A view of the compiled bytes.
#[derive(Debug)]
pub(crate) struct Table {
    bytes: &'static [u8],
    starts: [usize; SECTIONS + 1],
}

impl Table {
    const fn open(bytes: &'static [u8]) -> Table {
        let header = 24;
        let mut starts = [header + 4 * SECTIONS; SECTIONS + 1];
        let mut at = 0;
        while at < SECTIONS {
            starts[at + 1] = word32(bytes, header + 4 * at);
            at += 1;
        }
        Table { bytes, starts }
    }

    fn section(&self, section: usize) -> &'static [u8] {
        let (Some(start), Some(end)) = (self.starts.get(section), self.starts.get(section + 1)) else { return &[] };
        self.bytes.get(*start..*end).unwrap_or(&[])
    }

    fn u24(&self, section: usize, at: usize) -> Option<u32> {
        let bytes = self.section(section).get(at * 3..at * 3 + 3)?;
        Some(bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte)))
    }

    fn u24s(&self, section: usize) -> usize {
        self.section(section).len() / 3
    }

    /// The entry of `lemma`.
    pub(crate) fn find(&self, lemma: &str) -> Option<Entry> {
        let block = self.block_of(lemma)?;
        let mut shared_now = 0;
        let mut reader = self.block(block)?;
        let wanted = lemma.as_bytes();
        while let Some(raw) = reader.next_raw() {
            // Lemmas ascend: once an entry shares less with its neighbour than that one with us, we are past.
            if raw.shared < shared_now {
                return None;
            }
            if raw.shared == shared_now {
                let rest = wanted.get(shared_now..).unwrap_or(&[]);
                let common = raw.rest.iter().zip(rest).take_while(|(one, other)| one == other).count();
                match (raw.rest.len() == common, rest.len() == common) {
                    (true, true) => return Some(raw.entry),
                    (false, true) => return None,
                    (false, false) if raw.rest.get(common) > rest.get(common) => return None,
                    _ => shared_now += common,
                }
            }
        }
        None
    }

    /// The block in which `lemma` would stand.
    fn block_of(&self, lemma: &str) -> Option<usize> {
        let heads = self.section(HEADS);
        let mut key = [0; 8];
        for (to, from) in key.iter_mut().zip(lemma.as_bytes()) {
            *to = *from;
        }
        let after = partition(heads.len() / 8, |at| match heads.get(at * 8..at * 8 + 8).unwrap_or(&[]).cmp(&key[..]) {
            Ordering::Less => true,
            Ordering::Equal => {
                self.block(at).and_then(|mut block| block.next_raw()).is_some_and(|raw| raw.rest <= lemma.as_bytes())
            }
            Ordering::Greater => false,
        });
        after.checked_sub(1)
    }

    fn block(&self, block: usize) -> Option<Block> {
        let start = word32(self.section(OFFSETS), block * 4);
        let bytes = self.section(LEMMAS).get(start..)?;
        let next = word32(self.section(OFFSETS), block * 4 + 4);
        let bytes = bytes.get(..next.checked_sub(start)?)?;
        Some(Block { bytes, id: (block * BLOCK) as u32, sense: self.u24(FIRST_SENSES, block)? })
    }

    /// The lemma with this number; empty where there is none.
    pub(crate) fn lemma(&self, id: u32) -> String {
        let mut text = Vec::new();
        let mut last = None;
        let block = self.block(id as usize / BLOCK);
        for raw in block.into_iter().flatten().take(id as usize % BLOCK + 1) {
            text.truncate(raw.shared);
            text.extend(raw.rest);
            last = Some(raw.entry.id);
        }
        if last != Some(id) {
            return String::new();
        }
        String::from_utf8(text).unwrap_or_default()
    }

    /// The lemma that has this sense.
    pub(crate) fn lemma_of_sense(&self, sense: u32) -> String {
        let blocks = self.u24s(FIRST_SENSES);
        let block =
            partition(blocks, |at| self.u24(FIRST_SENSES, at).is_some_and(|first| first <= sense)).saturating_sub(1);
        let mut entries = self.block(block).into_iter().flatten();
        let has = |entry: &Entry| PARTS.iter().any(|part| entry.senses(*part).contains(&sense));
        entries.find(|raw| has(&raw.entry)).map(|raw| self.lemma(raw.entry.id)).unwrap_or_default()
    }

    /// The synset of a sense.
    pub(crate) fn synset(&self, sense: u32) -> Option<u32> {
        Some(self.u24(SENSES, sense as usize)? & ID)
    }

    /// Whether the lemma is written with a capital in this sense.
    pub(crate) fn is_capital(&self, sense: u32) -> bool {
        self.u24(SENSES, sense as usize).is_some_and(|bits| bits & FLAG != 0)
    }

    /// The broad class of a synset, one of WordNet's 45 lexicographer files.
    pub(crate) fn class(&self, synset: u32) -> u8 {
        self.section(CLASSES).get(synset as usize).copied().unwrap_or(0)
    }

    /// All hypernyms of a synset.
    pub(crate) fn hypernyms(&self, synset: u32) -> impl Iterator<Item = u32> {
        let bits = self.u24(HYPERNYMS, synset as usize).unwrap_or(ID);
        let more = (bits & ID != ID && bits & MORE != 0).then(|| self.pairs(MORE_HYPERNYMS, synset));
        Some(bits & ID).filter(|id| *id != ID).into_iter().chain(more.into_iter().flatten())
    }

    /// The lemmas of a synset.
    pub(crate) fn members(&self, synset: u32) -> Vec<u32> {
        let mut at = self.u24(GROUPS, synset as usize / GROUP).unwrap_or(0) as usize;
        for _ in 0..synset as usize % GROUP {
            while self.u24(MEMBERS, at).is_some_and(|member| member & FLAG == 0) {
                at += 1;
            }
            at += 1;
        }
        let mut found = Vec::new();
        while let Some(member) = self.u24(MEMBERS, at) {
            found.push(member & ID);
            if member & FLAG != 0 {
                break;
            }
            at += 1;
        }
        found
    }

    /// What a sense or synset is related to.
    pub(crate) fn related(&self, relation: Relation, from: u32) -> impl Iterator<Item = u32> {
        self.pairs(relation as usize, from)
    }

    fn pairs(&self, section: usize, from: u32) -> impl Iterator<Item = u32> {
        let start = partition(self.u24s(section) / 2, |at| self.u24(section, at * 2).is_some_and(|one| one < from));
        let here = move |at: &usize| self.u24(section, at * 2) == Some(from);
        (start..).take_while(here).filter_map(move |at| self.u24(section, at * 2 + 1))
    }

    /// The lemmas of an irregular form.
    pub(crate) fn irregular(&self, form: &str) -> impl Iterator<Item = (Part, &'static str)> {
        let start = partition(self.u24s(IRREGULAR), |at| self.exception(at).is_some_and(|(_, known, _)| known < form));
        let records = (start..).map_while(|at| self.exception(at));
        records.take_while(move |(_, known, _)| *known == form).map(|(part, _, lemma)| (part, lemma))
    }

    /// The irregular forms of a lemma.
    pub(crate) fn irregular_forms(&self, lemma: &str, part: Part) -> impl Iterator<Item = &'static str> {
        let by_lemma = |at: usize| self.exception(self.u24(IRREGULAR_BY_LEMMA, at)? as usize);
        let start = partition(self.u24s(IRREGULAR_BY_LEMMA), |at| {
            by_lemma(at).is_some_and(|(of, _, known)| (known, of as u8) < (lemma, part as u8))
        });
        let records = (start..).map_while(by_lemma);
        records.take_while(move |(of, _, known)| *known == lemma && *of == part).map(|(_, form, _)| form)
    }

    fn exception(&self, at: usize) -> Option<(Part, &'static str, &'static str)> {
        let bytes = self.section(IRREGULAR_RECORDS).get(self.u24(IRREGULAR, at)? as usize..)?;
        let (part, bytes) = bytes.split_first()?;
        let (form, bytes) = counted(bytes)?;
        let (lemma, _) = counted(bytes)?;
        Some((*PARTS.get(usize::from(*part))?, form, lemma))
    }
}

/// The text behind its length, and what follows it.
fn counted(bytes: &'static [u8]) -> Option<(&'static str, &'static [u8])> {
    let (length, bytes) = bytes.split_first()?;
    let (text, rest) = bytes.split_at_checked(usize::from(*length))?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

const fn word32(bytes: &[u8], at: usize) -> usize {
    if at + 4 > bytes.len() {
        return 0;
    }
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

/// The first of `count` places where `before` is false; it is true up to there and false from there.
fn partition(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The entries of a block.
struct Block {
    bytes: &'static [u8],
    id: u32,
    sense: u32,
}

/// An entry with its share of the front-coded text.
struct Raw {
    shared: usize,
    rest: &'static [u8],
    entry: Entry,
}

impl Block {
    fn next_raw(&mut self) -> Option<Raw> {
        let (&[shared, length], bytes) = self.bytes.split_first_chunk()?;
        let (rest, bytes) = bytes.split_at_checked(usize::from(length))?;
        let (mask, mut bytes) = bytes.split_first()?;
        let mut entry = Entry { id: self.id, ..Entry::default() };
        for (part, usage) in entry.usages.iter_mut().enumerate().filter(|(part, _)| mask >> part & 1 == 1) {
            let (&[senses, weight], after) = bytes.split_first_chunk()?;
            bytes = after;
            *usage = Usage { first: self.sense, senses, weight };
            self.sense += u32::from(senses);
            if part == Part::Verb as usize {
                let (frames, after) = bytes.split_first_chunk::<5>()?;
                bytes = after;
                entry.frames = frames.iter().rev().fold(0, |bits, byte| bits << 8 | u64::from(*byte));
            }
        }
        self.bytes = bytes;
        self.id += 1;
        Some(Raw { shared: usize::from(shared), rest, entry })
    }
}

impl Iterator for Block {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        self.next_raw()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lemma_is_found_again() {
        let blocks = TABLE.section(HEADS).len() / 8;
        let mut before = String::new();
        for id in (0..blocks as u32 * BLOCK as u32).step_by(7) {
            let lemma = TABLE.lemma(id);
            assert!(lemma > before || lemma.is_empty(), "{before:?} stands before {lemma:?}");
            if !lemma.is_empty() {
                assert_eq!(TABLE.find(&lemma).map(|entry| entry.id), Some(id), "{lemma}");
                before = lemma;
            }
        }
        for missing in ["", "!", "zzzz", "dogg", "aaaaaaaaaaaaaaaaaa", "ice creamm", "日本"] {
            assert_eq!(TABLE.find(missing), None);
        }
    }

    #[test]
    fn senses_lead_to_synsets_and_back() {
        let dog = TABLE.find("dog").unwrap();
        assert!(dog.usage(Part::Noun).unwrap().weight > dog.usage(Part::Verb).unwrap().weight);
        for part in PARTS {
            for sense in dog.senses(part) {
                assert_eq!(TABLE.lemma_of_sense(sense), "dog");
                assert!(TABLE.members(TABLE.synset(sense).unwrap()).contains(&dog.id));
            }
        }
    }
}
