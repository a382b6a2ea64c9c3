//! Statements that are compiled in: entries of `data/facts/`, found by the words of a question.

use std::sync::LazyLock;

use engine_api::Citation;

/// An entry of a facts file.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// The questions that it answers.
    asked: Vec<Vec<(&'static str, Need)>>,
    /// What it says before its points.
    pub(crate) text: String,
    pub(crate) points: Vec<String>,
    /// What it says after its points.
    pub(crate) closing: String,
    pub(crate) sources: Vec<Citation>,
}

/// Whether a question has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// It must.
    Required,
    /// It may.
    Optional,
    /// It must not: "the temperature" is the weather's, "temperature" the parameter.
    Excluded,
}

/// All entries, in the order of their file.
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| parse(include_str!("../../data/facts/product.txt")));

/// Words that may stand in any question about an entry.
const ALWAYS: [&str; 24] = [
    "about",
    "the",
    "what",
    "which",
    "how",
    "@self",
    "have",
    "support",
    "offer",
    "provide",
    "there",
    "available",
    "list",
    "show",
    "use",
    "explain",
    "describe",
    "give",
    "work",
    "many",
    "name",
    "know",
    "do",
    "mean",
];

/// The entry that answers a question with these words; the one that leaves the fewest words unexplained.
pub(crate) fn find(words: &[&str]) -> Option<&'static Entry> {
    let mut best: Option<(&'static Entry, usize)> = None;
    for entry in ENTRIES.iter() {
        for question in &entry.asked {
            let required = question.iter().filter(|(_, need)| *need == Need::Required).count();
            if answers(question, words) && best.is_none_or(|(_, most)| required > most) {
                best = Some((entry, required));
            }
        }
    }
    best.map(|(entry, _)| entry)
}

/// Whether all required words are asked and nothing else is.
fn answers(question: &[(&str, Need)], words: &[&str]) -> bool {
    let fits = question.iter().all(|(word, need)| match need {
        Need::Required => words.contains(word),
        Need::Optional => true,
        Need::Excluded => !words.contains(word),
    });
    fits && words.iter().all(|word| ALWAYS.contains(word) || question.iter().any(|(known, _)| known == word))
}

fn parse(text: &'static str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(questions) = line.strip_prefix("? ") {
            entries.push(Entry { asked: questions.split(" | ").map(question).collect(), ..Entry::default() });
            continue;
        }
        let Some(entry) = entries.last_mut() else { continue };
        if let Some(point) = line.strip_prefix("- ") {
            entry.points.push(point.to_owned());
        } else if let Some((title, url)) = line.strip_prefix("= ").and_then(|source| source.split_once(" | ")) {
            entry.sources.push(Citation { title: title.to_owned(), url: url.to_owned() });
        } else {
            let part = if entry.points.is_empty() { &mut entry.text } else { &mut entry.closing };
            part.push_str(if part.is_empty() { "" } else { " " });
            part.push_str(line);
        }
    }
    entries
}

fn question(words: &'static str) -> Vec<(&'static str, Need)> {
    let word = |word: &'static str| match (word.strip_suffix('?'), word.strip_prefix('!')) {
        (Some(word), _) => (word, Need::Optional),
        (_, Some(word)) => (word, Need::Excluded),
        _ => (word, Need::Required),
    };
    words.split(' ').filter(|word| !word.is_empty()).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_asked_and_says_something() {
        assert!(ENTRIES.len() > 20);
        for entry in ENTRIES.iter() {
            assert!(!entry.text.is_empty(), "{:?}", entry.asked);
            assert!(
                entry.asked.iter().all(|question| question.iter().any(|(_, need)| *need == Need::Required)),
                "{:?}",
                entry.asked
            );
        }
    }

    #[test]
    fn a_word_too_many_is_not_answered() {
        assert!(find(&["which", "endpoint", "@self", "have"]).is_some());
        assert!(find(&["endpoint", "security"]).is_none());
        assert!(find(&["what"]).is_none());
    }
}
