//! The compiled table; `english-core`'s `lexicon/table.rs` describes the layout.

use std::collections::HashMap;

use super::wordnet::{Database, Pointer, Synset};

/// Lemmas in a block of front-coded strings.
const BLOCK: usize = 16;
/// Synsets that share one entry in the index of their members.
const GROUP: usize = 16;
/// Marks a sense whose word is written with a capital, the last member of a synset, and a first hypernym that is
/// the class of an instance.
const FLAG: u32 = 1 << 23;
/// Marks a first hypernym that others follow in the list of further ones.
const MORE: u32 = 1 << 22;
/// "No hypernym".
const NONE: u32 = (1 << 20) - 1;

/// Relations between words (sense numbers), in the order of the table.
const LEXICAL: [&[&str]; 3] = [&["!"], &["+", "<"], &["\\"]];
/// Relations between synsets.
const SEMANTIC: [&str; 7] = ["&", "#p", "#m", "#s", "=", "*", ">"];

type Pairs = Vec<(u32, u32)>;

/// The bytes of the compiled table.
pub(super) fn pack(database: &Database) -> Result<Vec<u8>, String> {
    let lemmas = Lemmas::new(database)?;
    let mut sections = vec![lemmas.heads, words32(&lemmas.offsets), lemmas.blob];
    sections.push(words24(&lemmas.first_senses));
    sections.push(words24(&lemmas.senses));
    sections.push(database.synsets.iter().map(|synset| synset.class).collect());
    let (first, more) = hypernyms(&database.synsets)?;
    sections.push(words24(&first));
    sections.push(pairs(more));
    sections.extend(members(&database.synsets, &lemmas.ids));
    for signs in LEXICAL {
        sections.push(pairs(lexical(database, &lemmas.sense_ids, signs)?));
    }
    for sign in SEMANTIC {
        sections.push(pairs(semantic(&database.synsets, sign)?));
    }
    sections.extend(exceptions(database)?);
    let starts: Vec<u32> = (0..4).map(|part| number(parts_before(database, part))).collect::<Result<_, _>>()?;
    Ok(file(&starts, &sections))
}

fn parts_before(database: &Database, part: usize) -> usize {
    database.synsets.iter().filter(|synset| synset.part < part).count()
}

/// Magic, where each part of speech's synsets begin, the sections' ends, the sections.
fn file(starts: &[u32], sections: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"PSYLEX01".to_vec();
    out.extend(words32(starts));
    let mut end = 8 + 4 * (starts.len() + sections.len());
    for section in sections {
        end += section.len();
        out.extend((end as u32).to_le_bytes());
    }
    out.extend(sections.concat());
    out
}

fn number(value: usize) -> Result<u32, String> {
    u32::try_from(value).ok().filter(|value| *value < NONE).ok_or_else(|| format!("{value} is too large for the table"))
}

fn words32(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn words24(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()[..3].to_vec()).collect()
}

fn pairs(mut pairs: Pairs) -> Vec<u8> {
    pairs.sort_unstable();
    pairs.dedup();
    pairs.iter().flat_map(|(from, to)| words24(&[*from, *to])).collect()
}

/// The front-coded lemmas and their senses.
#[derive(Default)]
struct Lemmas<'a> {
    /// The first eight bytes of each block's first lemma.
    heads: Vec<u8>,
    offsets: Vec<u32>,
    blob: Vec<u8>,
    first_senses: Vec<u32>,
    senses: Vec<u32>,
    ids: HashMap<&'a str, u32>,
    /// By lemma and synset.
    sense_ids: HashMap<(u32, usize), u32>,
}

impl<'a> Lemmas<'a> {
    fn new(database: &'a Database) -> Result<Self, String> {
        let mut lemmas = Lemmas::default();
        let mut before = "";
        for (at, lemma) in database.lemmas.keys().enumerate() {
            if at % BLOCK == 0 {
                before = "";
                lemmas.open_block(lemma)?;
            }
            lemmas.ids.insert(lemma, number(at)?);
            lemmas.entry(database, lemma, before)?;
            before = lemma;
        }
        lemmas.offsets.push(lemmas.blob.len() as u32);
        Ok(lemmas)
    }

    fn open_block(&mut self, lemma: &str) -> Result<(), String> {
        let mut head = [0; 8];
        let length = lemma.len().min(8);
        head[..length].copy_from_slice(&lemma.as_bytes()[..length]);
        self.heads.extend(head);
        self.offsets.push(self.blob.len() as u32);
        self.first_senses.push(number(self.senses.len())?);
        Ok(())
    }

    /// Length shared with the lemma before, length of the rest, the rest, parts of speech, and for each of them
    /// the number of senses and the binary logarithm of the count, for a verb its frames too.
    fn entry(&mut self, database: &Database, lemma: &'a str, before: &str) -> Result<(), String> {
        let shared = lemma.bytes().zip(before.bytes()).take_while(|(one, other)| one == other).count();
        let usages = &database.lemmas[lemma];
        self.blob.extend([byte(shared)?, byte(lemma.len() - shared)?]);
        self.blob.extend(&lemma.as_bytes()[shared..]);
        let mask = (0..4).filter(|part| !usages[*part].senses.is_empty()).fold(0u8, |mask, part| mask | 1 << part);
        self.blob.push(mask);
        for (part, usage) in usages.iter().enumerate().filter(|(_, usage)| !usage.senses.is_empty()) {
            self.blob.extend([byte(usage.senses.len())?, 32 - usage.count.leading_zeros() as u8]);
            if part == 1 {
                let frames = usage.senses.iter().fold(0, |bits, id| bits | frames(&database.synsets[*id], lemma));
                self.blob.extend(&(frames >> 1).to_le_bytes()[..5]);
            }
            for id in &usage.senses {
                let capital = database.synsets[*id]
                    .words
                    .iter()
                    .any(|word| word.to_lowercase() == lemma && word.starts_with(char::is_uppercase));
                self.sense_ids.insert((self.ids[lemma], *id), number(self.senses.len())?);
                self.senses.push(number(*id)? | if capital { FLAG } else { 0 });
            }
        }
        Ok(())
    }
}

fn byte(value: usize) -> Result<u8, String> {
    u8::try_from(value).map_err(|_| format!("{value} does not fit a byte"))
}

fn frames(synset: &Synset, lemma: &str) -> u64 {
    let words = synset.words.iter().zip(&synset.frames);
    words.filter(|(word, _)| word.to_lowercase() == lemma).fold(0, |bits, (_, more)| bits | more)
}

/// The first hypernym of each synset, and the further ones.
fn hypernyms(synsets: &[Synset]) -> Result<(Vec<u32>, Pairs), String> {
    let (mut first, mut more) = (Vec::new(), Vec::new());
    for (id, synset) in synsets.iter().enumerate() {
        let up: Vec<&Pointer> = synset.pointers.iter().filter(|pointer| pointer.sign.starts_with('@')).collect();
        let Some((one, others)) = up.split_first() else {
            first.push(NONE);
            continue;
        };
        let instance = if one.sign == "@i" { FLAG } else { 0 };
        first.push(number(one.target)? | instance | if others.is_empty() { 0 } else { MORE });
        for other in others {
            more.push((number(id)?, number(other.target)?));
        }
    }
    Ok((first, more))
}

/// The lemmas of each synset, the last one marked, and where each group of synsets begins in them.
fn members(synsets: &[Synset], ids: &HashMap<&str, u32>) -> [Vec<u8>; 2] {
    let (mut members, mut groups) = (Vec::new(), Vec::new());
    for (at, synset) in synsets.iter().enumerate() {
        if at % GROUP == 0 {
            groups.push(members.len() as u32);
        }
        let mut lemmas: Vec<u32> = Vec::new();
        for id in synset.words.iter().filter_map(|word| ids.get(word.to_lowercase().as_str())) {
            if !lemmas.contains(id) {
                lemmas.push(*id);
            }
        }
        if let Some(last) = lemmas.last_mut() {
            *last |= FLAG;
        }
        members.extend(lemmas);
    }
    [words24(&members), words24(&groups)]
}

fn lexical(database: &Database, sense_ids: &HashMap<(u32, usize), u32>, signs: &[&str]) -> Result<Pairs, String> {
    let ids: HashMap<&str, u32> = (0..).zip(database.lemmas.keys()).map(|(id, lemma)| (lemma.as_str(), id)).collect();
    let sense = |synset: usize, word: usize| -> Option<u32> {
        let lemma = database.synsets[synset].words.get(word.checked_sub(1)?)?.to_lowercase();
        sense_ids.get(&(*ids.get(lemma.as_str())?, synset)).copied()
    };
    let mut found = Vec::new();
    for (id, synset) in database.synsets.iter().enumerate() {
        for pointer in synset.pointers.iter().filter(|pointer| signs.contains(&pointer.sign.as_str())) {
            let ends = (sense(id, pointer.from_word), sense(pointer.target, pointer.to_word));
            let (Some(from), Some(to)) = ends else {
                return Err(format!("a pointer of {:?} has no words: {pointer:?}", synset.words));
            };
            found.push((from, to));
        }
    }
    Ok(found)
}

fn semantic(synsets: &[Synset], sign: &str) -> Result<Pairs, String> {
    let mut found = Vec::new();
    for (id, synset) in synsets.iter().enumerate() {
        for pointer in synset.pointers.iter().filter(|pointer| pointer.sign == sign) {
            found.push((number(id)?, number(pointer.target)?));
        }
    }
    Ok(found)
}

/// The irregular forms in alphabetic order: where each record begins; the records (part of speech, length of the
/// form, form, length of the lemma, lemma); and their numbers in the order of the lemmas.
fn exceptions(database: &Database) -> Result<[Vec<u8>; 3], String> {
    let (mut offsets, mut blob) = (Vec::new(), Vec::new());
    for (form, lemma, part) in &database.exceptions {
        offsets.push(number(blob.len())?);
        blob.extend([byte(*part)?, byte(form.len())?]);
        blob.extend(form.as_bytes());
        blob.push(byte(lemma.len())?);
        blob.extend(lemma.as_bytes());
    }
    let all: Vec<_> = database.exceptions.iter().collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| (&all[*at].1, all[*at].2, &all[*at].0));
    let order = order.into_iter().map(number).collect::<Result<Vec<u32>, String>>()?;
    Ok([words24(&offsets), blob, words24(&order)])
}
