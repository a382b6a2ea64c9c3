//! Treebanks in the CoNLL-U format.

use std::collections::BTreeMap;
use std::path::Path;

/// A word of a treebank.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Word {
    pub(super) form: String,
    /// The universal part of speech.
    pub(super) universal: String,
    /// The treebank's own tag.
    pub(super) own: String,
    /// Its head's place, `None` for the root.
    pub(super) head: Option<usize>,
    pub(super) relation: String,
    /// Whether a blank follows.
    pub(super) space: bool,
}

/// A sentence of a treebank.
pub(super) type Sentence = Vec<Word>;

/// How often a tag must occur to be one of its own.
const SELDOM: usize = 10;

/// The sentences of a file.
pub(super) fn read(path: &Path) -> Result<Vec<Sentence>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text, &path.display().to_string())
}

/// The sentences of a text that comes from the file `name`.
pub(super) fn parse(text: &str, name: &str) -> Result<Vec<Sentence>, String> {
    let mut sentences = vec![Sentence::new()];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.is_empty() {
            sentences.push(Sentence::new());
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, form, _, universal, own, _, head, relation, _, misc] = fields[..] else {
            return Err(format!("{name}: not ten columns: {line}"));
        };
        // Contractions and empty nodes have no plain number.
        if number.parse::<usize>().is_err() {
            continue;
        }
        let head: usize = head.parse().map_err(|_| format!("{name}: no head: {line}"))?;
        let (form, universal, own, relation) =
            (form.to_owned(), universal.to_owned(), own.to_owned(), relation.to_owned());
        let space = !misc.contains("SpaceAfter=No");
        if let Some(sentence) = sentences.last_mut() {
            sentence.push(Word { form, universal, own, head: head.checked_sub(1), relation, space });
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    Ok(sentences)
}

/// The tags of a treebank, in alphabetic order: both tags of a word, those that are rare left out.
pub(super) fn tags(sentences: &[Sentence]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in sentences.iter().flatten() {
        *counts.entry(format!("{} {}", word.universal, word.own)).or_default() += 1;
    }
    let most = |universal: &str| {
        let same = counts.iter().filter(|(tag, _)| tag.split(' ').next() == Some(universal));
        same.map(|(_, count)| *count).max()
    };
    // Each universal part of speech keeps its commonest tag, however rare it is.
    let kept =
        |(tag, count): &(&String, &usize)| **count >= SELDOM || tag.split(' ').next().and_then(most) == Some(**count);
    counts.iter().filter(kept).map(|(tag, _)| tag.clone()).collect()
}

/// The number of a word's tag; for a rare one that of the first with the same universal part of speech.
pub(super) fn tag_of(word: &Word, tags: &[String]) -> usize {
    let tag = format!("{} {}", word.universal, word.own);
    let same = |known: &String| known.split(' ').next() == Some(word.universal.as_str());
    tags.iter().position(|known| *known == tag).or_else(|| tags.iter().position(same)).unwrap_or(0)
}

/// The relations of a treebank, in alphabetic order.
pub(super) fn labels(sentences: &[Sentence]) -> Vec<String> {
    let mut labels: Vec<String> = sentences.iter().flatten().map(|word| word.relation.clone()).collect();
    labels.sort();
    labels.dedup();
    labels
}
