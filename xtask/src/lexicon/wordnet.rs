//! WordNet's database files, as wndb(5WN) describes them, without glosses.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// The parts of speech in the order of the compiled table, with the file endings.
pub(super) const PARTS: [&str; 4] = ["noun", "verb", "adj", "adv"];

/// A set of synonyms.
#[derive(Debug, Clone, Default)]
pub(super) struct Synset {
    /// Index in [`PARTS`].
    pub(super) part: usize,
    /// The lexicographer's file: a broad class such as `noun.animal`.
    pub(super) class: u8,
    /// The words as they are written there, underscores turned to spaces.
    pub(super) words: Vec<String>,
    pub(super) pointers: Vec<Pointer>,
    /// Which of the 35 sentence frames its words have, as bits; for each word.
    pub(super) frames: Vec<u64>,
}

/// A relation to another synset or, with word numbers above 0, between two words.
#[derive(Debug, Clone)]
pub(super) struct Pointer {
    pub(super) sign: String,
    pub(super) target: usize,
    pub(super) from_word: usize,
    pub(super) to_word: usize,
}

/// What is known of one lemma as one part of speech.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    /// Its synsets, the most frequent sense first.
    pub(super) senses: Vec<usize>,
    /// How often its senses were counted in the sense-tagged texts.
    pub(super) count: u32,
}

/// An irregular form, its lemma and its part of speech.
pub(super) type Exception = (String, String, usize);

/// The database.
#[derive(Debug, Default)]
pub(super) struct Database {
    pub(super) synsets: Vec<Synset>,
    /// By lemma in lower case, and by part of speech.
    pub(super) lemmas: BTreeMap<String, [Usage; 4]>,
    pub(super) exceptions: BTreeSet<Exception>,
}

/// Reads the database in `folder`.
pub(super) fn read(folder: &Path) -> Result<Database, String> {
    let mut numbers = HashMap::new();
    let mut synsets = Vec::new();
    let mut raw = Vec::new();
    for (part, name) in PARTS.iter().enumerate() {
        for line in lines(folder, &format!("data.{name}"))? {
            let offset = line.split(' ').next().unwrap_or_default().to_owned();
            numbers.insert((part, offset), raw.len());
            raw.push((part, line));
        }
    }
    for (part, line) in &raw {
        synsets.push(synset(*part, line, &numbers).ok_or_else(|| format!("data.{}: {line}", PARTS[*part]))?);
    }
    let mut database = Database { synsets, ..Database::default() };
    indexes(folder, &numbers, &mut database)?;
    counts(folder, &mut database)?;
    exceptions(folder, &mut database)?;
    Ok(without_rare_taxa(database))
}

fn lines(folder: &Path, name: &str) -> Result<Vec<String>, String> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    // The licence stands in front, indented by two blanks.
    Ok(text.lines().filter(|line| !line.starts_with("  ")).map(str::to_owned).collect())
}

fn synset(part: usize, line: &str, numbers: &HashMap<(usize, String), usize>) -> Option<Synset> {
    let mut fields = line.split(" | ").next()?.split_whitespace().skip(1);
    let class = fields.next()?.parse().ok()?;
    fields.next()?;
    let words = usize::from_str_radix(fields.next()?, 16).ok()?;
    let mut synset = Synset { part, class, frames: vec![0; words], ..Synset::default() };
    for _ in 0..words {
        // "(a)", "(p)" and "(ip)" tell where an adjective may stand.
        let word = fields.next()?.split('(').next()?;
        synset.words.push(word.replace('_', " "));
        fields.next()?;
    }
    for _ in 0..fields.next()?.parse::<usize>().ok()? {
        let sign = fields.next()?.to_owned();
        let offset = fields.next()?.to_owned();
        let target = *numbers.get(&(part_of(fields.next()?)?, offset))?;
        let ends = u16::from_str_radix(fields.next()?, 16).ok()?;
        let (from_word, to_word) = (usize::from(ends >> 8), usize::from(ends & 255));
        synset.pointers.push(Pointer { sign, target, from_word, to_word });
    }
    let frames: Vec<&str> = fields.collect();
    for frame in frames.get(1..).unwrap_or_default().chunks(3) {
        let [_, number, word] = frame else { return None };
        let bit = 1u64 << number.parse::<u32>().ok()?.min(63);
        let word = usize::from_str_radix(word, 16).ok()?;
        let range = if word == 0 { 0..words } else { word - 1..word };
        synset.frames.get_mut(range)?.iter_mut().for_each(|bits| *bits |= bit);
    }
    Some(synset)
}

fn part_of(letter: &str) -> Option<usize> {
    match letter {
        "n" => Some(0),
        "v" => Some(1),
        "a" | "s" => Some(2),
        "r" => Some(3),
        _ => None,
    }
}

fn indexes(folder: &Path, numbers: &HashMap<(usize, String), usize>, database: &mut Database) -> Result<(), String> {
    for (part, name) in PARTS.iter().enumerate() {
        for line in lines(folder, &format!("index.{name}"))? {
            let wrong = || format!("index.{name}: {line}");
            let fields: Vec<&str> = line.split_whitespace().collect();
            let lemma = fields.first().ok_or_else(wrong)?.replace('_', " ");
            let senses: usize = fields.get(2).and_then(|count| count.parse().ok()).ok_or_else(wrong)?;
            let start = fields.len().checked_sub(senses).ok_or_else(wrong)?;
            let usage = &mut database.lemmas.entry(lemma).or_default()[part];
            for offset in &fields[start..] {
                usage.senses.push(*numbers.get(&(part, (*offset).to_owned())).ok_or_else(wrong)?);
            }
        }
    }
    Ok(())
}

/// Adds the counts of `cntlist.rev`: sense key, number of the sense, count.
fn counts(folder: &Path, database: &mut Database) -> Result<(), String> {
    for line in lines(folder, "cntlist.rev")? {
        let mut fields = line.split(' ');
        let (Some(key), Some(count)) = (fields.next(), fields.nth(1).and_then(|count| count.parse::<u32>().ok()))
        else {
            return Err(format!("cntlist.rev: {line}"));
        };
        let Some((lemma, rest)) = key.split_once('%') else { continue };
        let part = match rest.as_bytes().first() {
            Some(b'1') => 0,
            Some(b'2') => 1,
            Some(b'3' | b'5') => 2,
            _ => 3,
        };
        if let Some(usages) = database.lemmas.get_mut(&lemma.replace('_', " ")) {
            usages[part].count += count;
        }
    }
    Ok(())
}

fn exceptions(folder: &Path, database: &mut Database) -> Result<(), String> {
    for (part, name) in PARTS.iter().enumerate() {
        for line in lines(folder, &format!("{name}.exc"))? {
            let mut words = line.split(' ').map(|word| word.replace('_', " "));
            let form = words.next().unwrap_or_default();
            for lemma in words.filter(|lemma| *lemma != form) {
                database.exceptions.insert((form.clone(), lemma, part));
            }
        }
    }
    Ok(())
}

/// Leaves out the Latin names of genera, families and orders that nobody was seen to use.
fn without_rare_taxa(database: Database) -> Database {
    let used: BTreeSet<usize> = database
        .lemmas
        .values()
        .flat_map(|usages| usages.iter().filter(|usage| usage.count > 0).flat_map(|usage| usage.senses.iter().copied()))
        .collect();
    let mut taxa: BTreeSet<usize> = (0..database.synsets.len())
        .filter(|id| database.synsets[*id].part == 0 && database.synsets[*id].words[0] == "taxonomic group")
        .collect();
    let root: BTreeSet<usize> = taxa.clone();
    loop {
        let below = (0..database.synsets.len()).filter(|id| {
            let up = |pointer: &Pointer| pointer.sign.starts_with('@') && taxa.contains(&pointer.target);
            !taxa.contains(id) && database.synsets[*id].part == 0 && database.synsets[*id].pointers.iter().any(up)
        });
        let below: Vec<usize> = below.collect();
        if below.is_empty() {
            break;
        }
        taxa.extend(below);
    }
    let latin = |id: &usize| database.synsets[*id].words.iter().all(|word| word.chars().any(char::is_uppercase));
    let dropped: BTreeSet<usize> =
        taxa.into_iter().filter(|id| !root.contains(id) && !used.contains(id) && latin(id)).collect();
    without(database, &dropped)
}

/// The database without some synsets and what hangs on them alone.
fn without(mut database: Database, dropped: &BTreeSet<usize>) -> Database {
    let mut next = 0;
    let renumbered: Vec<Option<usize>> = (0..database.synsets.len())
        .map(|id| {
            let kept = !dropped.contains(&id);
            next += usize::from(kept);
            kept.then_some(next - 1)
        })
        .collect();
    let mut at = 0;
    database.synsets.retain(|_| {
        at += 1;
        renumbered[at - 1].is_some()
    });
    for synset in &mut database.synsets {
        synset.pointers.retain_mut(|pointer| {
            let kept = renumbered[pointer.target];
            pointer.target = kept.unwrap_or_default();
            kept.is_some()
        });
    }
    for usages in database.lemmas.values_mut() {
        for usage in usages.iter_mut() {
            usage.senses = usage.senses.iter().filter_map(|id| renumbered[*id]).collect();
        }
    }
    database.lemmas.retain(|_, usages| usages.iter().any(|usage| !usage.senses.is_empty()));
    database
}
