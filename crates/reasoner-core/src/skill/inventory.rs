//! Lists of things: how many there are of a kind or colour, which stands where in a row, what is left.

use engine_api::{Budget, Choice, Finding, Lexicon, OutcomeKind, Pos, Proof, Senses, Value};

use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::colours;
use crate::world::line::{Line, number, singular};

/// An entry of a list.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    count: i64,
    /// Words before the noun, and the noun, each in the singular and in lower case.
    words: Vec<String>,
}

impl Entry {
    /// Whether every word describes the entry; words for things in general fit all.
    fn fits(&self, wanted: &[String]) -> bool {
        wanted.iter().all(|word| self.words.contains(word))
    }
}

/// Words that name things without telling of what kind.
const GENERAL: &[&str] = &["thing", "item", "object", "piece", "stuff", "one", "article"];

/// Answers questions about a list of things.
pub(crate) fn inventory(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let question = scene.asked();
    let mut entries: Vec<Entry> = Vec::new();
    let mut used: Vec<Proof> = Vec::new();
    let mut lines = 0;
    for line in scene.lines() {
        lines += 1;
        if !budget.spend(1 + line.tokens.len() as u64) {
            return None;
        }
        let found = entries_of(line);
        // One list and nothing that happens to it; anything else is a word problem.
        let numbers = line.tokens.iter().any(|token| number(&token.lower).is_some());
        match (found.len(), used.is_empty()) {
            (0, _) if !numbers => {}
            (2.., true) => {
                used.push(line.leaf());
                entries = found;
            }
            _ => return None,
        }
    }
    // Two things with their amounts may be a story that goes on, not a list.
    if entries.len() < 3 && lines > 1 {
        return None;
    }
    let list = List { entries, lexicon: scene.lexicon };
    let proof = Proof {
        claim: question.said.trim_end_matches('?').to_owned(),
        by: "counted in the list".to_owned(),
        from: used,
    };
    let words: Vec<String> =
        question.tokens.iter().filter(|token| !token.is_mark()).map(|token| token.lower.clone()).collect();
    let answer = list.answer(&words)?;
    Some(said(scene, answer, proof))
}

/// What a question about a list has as its answer.
enum Answer {
    Number(i64),
    Words(String),
    Truth(bool),
}

fn said(scene: &Scene<'_>, answer: Answer, proof: Proof) -> Found {
    let value = match answer {
        Answer::Truth(truth) => {
            return verdict::verdict(scene, Verdict::of(truth), None, Some(proof)).with_confidence(0.95);
        }
        Answer::Number(count) => Value::Number { digits: count.to_string(), unit: None },
        Answer::Words(words) => Value::Text(words),
    };
    let fits = |choice: &&Choice| {
        let text = choice.text.trim().trim_end_matches('.').to_lowercase();
        match &value {
            Value::Number { digits, .. } => number(&text).is_some_and(|own| own.to_string() == *digits),
            Value::Text(words) => text == *words || text.split(' ').any(|word| word == words),
            Value::Truth(_) => false,
        }
    };
    if let Some(choice) = scene.task.options.iter().find(fits) {
        return verdict::option(choice, Some(proof)).with_confidence(0.95);
    }
    let kind = if matches!(value, Value::Number { .. }) { OutcomeKind::Computed } else { OutcomeKind::Proved };
    Found::answer(Finding::bare(value), kind, Some(proof)).with_confidence(0.95)
}

/// The entries of a line that lists things: "I have two plums, a red cup and an onion."
fn entries_of(line: &Line<'_>) -> Vec<Entry> {
    const LEADS: &[&str] = &[
        "have", "see", "is", "are", "own", "contains", "holds", "lie", "lies", "row", "items", "objects", "things",
        "notice",
    ];
    // The list begins after a colon, else after the verb.
    let colon = line.tokens.iter().position(|token| token.lower == ":");
    let verb = line.tokens.iter().position(|token| LEADS.contains(&token.lower.as_str()));
    let Some(start) = colon.or(verb) else { return Vec::new() };
    let mut entries = Vec::new();
    for part in line
        .tokens
        .get(start + 1..)
        .unwrap_or(&[])
        .split(|token| matches!(token.lower.as_str(), "," | "and" | ";" | "." | "&" | "plus"))
    {
        let mut words: Vec<&str> =
            part.iter().filter(|token| !token.is_mark()).map(|token| token.lower.as_str()).collect();
        words.retain(|word| !matches!(*word, "also" | "as" | "well" | "there" | "here" | "finally"));
        let Some(first) = words.first() else { continue };
        let count = match *first {
            "a" | "an" | "one" | "another" => Some(1),
            word => number(word),
        };
        let Some(count) = count.filter(|_| words.len() > 1) else {
            // Not a list of things after all.
            if entries.is_empty() {
                return Vec::new();
            }
            continue;
        };
        entries.push(Entry { count, words: words.iter().skip(1).map(|word| base(word)).collect() });
    }
    entries
}

fn base(word: &str) -> String {
    singular(&word.replace("gray", "grey"))
}

struct List {
    entries: Vec<Entry>,
    lexicon: &'static dyn Lexicon,
}

impl List {
    fn answer(&self, words: &[String]) -> Option<Answer> {
        let has = |word: &str| words.iter().any(|own| own == word);
        let after = |word: &str| words.iter().position(|own| own == word).map(|at| &words[at + 1..]);
        let colour = has("color") || has("colour") || has("colored");
        if has("how") && has("many") || has("number") || has("count") {
            return self.count(words);
        }
        if colour && (has("furthest") || has("farthest")) {
            let reference = self.find(after("from")?)?;
            let last = self.entries.len().checked_sub(1)?;
            let at = if reference > last - reference { 0 } else { last };
            return self.colour(at);
        }
        if colour && (has("leftmost") || has("left-most") || has("first")) {
            return self.colour(0);
        }
        if colour && (has("rightmost") || has("right-most") || has("last")) {
            return self.colour(self.entries.len().checked_sub(1)?);
        }
        if colour && (has("left") || has("right") || has("after") || has("before")) {
            let side = ["left", "right", "after", "before"].into_iter().find(|side| has(side))?;
            let reference = self.find(after(side)?)?;
            let left = matches!(side, "left" | "before");
            return self.colour(if left { reference.checked_sub(1)? } else { reference + 1 });
        }
        if colour {
            return self.colour(self.find(after(if has("color") { "color" } else { "colour" })?)?);
        }
        self.whether(words)
    }

    /// The word before the noun of an entry.
    fn colour(&self, at: usize) -> Option<Answer> {
        let first = self.entries.get(at)?.words.first()?;
        self.is_colour(first).then(|| Answer::Words(first.clone()))
    }

    fn is_colour(&self, word: &str) -> bool {
        let lexicon = self.lexicon;
        colours::is_colour(word) || lexicon.is_kind_of(word, Pos::Noun, "chromatic color", Senses::Any)
    }

    /// The only entry that the words describe.
    fn find(&self, words: &[String]) -> Option<usize> {
        let wanted = self.wanted(words);
        let mut found = self.entries.iter().enumerate().filter(|(_, entry)| entry.fits(&wanted));
        let (at, _) = found.next().filter(|_| !wanted.is_empty())?;
        found.next().is_none().then_some(at)
    }

    /// The words of a description that entries use.
    fn wanted(&self, words: &[String]) -> Vec<String> {
        let bases = words.iter().map(|word| base(word));
        let used = |word: &String| self.entries.iter().any(|entry| entry.words.contains(word)) || self.is_colour(word);
        bases.filter(|word| word != "of" && !GENERAL.contains(&word.as_str()) && used(word)).collect()
    }

    fn whether(&self, words: &[String]) -> Option<Answer> {
        if !matches!(words.first()?.as_str(), "is" | "are") {
            return None;
        }
        let colour = words.iter().map(|word| base(word)).find(|word| self.is_colour(word))?;
        let described: Vec<String> = words.iter().filter(|word| base(word) != colour).cloned().collect();
        let at = self.find(&described)?;
        let truth = self.entries.get(at)?.words.contains(&colour);
        Some(Answer::Truth(truth != words.iter().any(|word| word == "not")))
    }

    fn count(&self, words: &[String]) -> Option<Answer> {
        let position = |word: &str| words.iter().position(|own| own == word);
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        let mut asked = words;
        if let Some(at) = ["remove", "take", "discard", "eat", "sell"].iter().find_map(|verb| position(verb)) {
            let end = ["how", "from", "off", "away"]
                .iter()
                .filter_map(|word| position(word))
                .filter(|end| *end > at)
                .min()?;
            let removed = self.wanted(words.get(at..end)?);
            if removed.is_empty() {
                return None;
            }
            entries.retain(|entry| !entry.fits(&removed));
            asked = words.get(position("how")?..)?;
        }
        for (side, left) in [("left", true), ("right", false)] {
            if let Some(at) = asked.iter().position(|word| word == side) {
                let reference = self.find(asked.get(at + 1..)?)?;
                let kept = if left { self.entries.get(..reference)? } else { self.entries.get(reference + 1..)? };
                entries.retain(|entry| kept.contains(entry));
                asked = asked.get(..at)?;
                break;
            }
        }
        let excluded: Vec<String> = asked.iter().filter_map(|word| word.strip_prefix("non-")).map(base).collect();
        entries.retain(|entry| !excluded.iter().any(|word| entry.words.contains(word)));
        if let Some(at) = asked.iter().position(|word| word == "neither" || word == "not") {
            let denied = self.wanted(asked.get(at..)?);
            entries.retain(|entry| !denied.iter().any(|word| entry.words.contains(word)));
            return entries.iter().map(|entry| entry.count).try_fold(0, i64::checked_add).map(Answer::Number);
        }
        let plain: Vec<String> = asked.iter().filter(|word| !word.starts_with("non-")).cloned().collect();
        let wanted = self.counted(&plain)?;
        let fits = |entry: &&&Entry| match &wanted {
            Counted::All => true,
            Counted::Words(words) => entry.fits(words),
            Counted::Kind(kind) => self.is_kind(entry, kind),
        };
        let total = entries.iter().filter(fits).map(|entry| entry.count).try_fold(0, i64::checked_add)?;
        // None of an unlisted kind: it may be legs or primes that are asked for.
        let unlisted = total == 0 && matches!(wanted, Counted::Kind(_));
        (!unlisted).then_some(Answer::Number(total))
    }

    /// What "how many …" counts.
    fn counted(&self, words: &[String]) -> Option<Counted> {
        let many = words.iter().position(|word| word == "many" || word == "of")?;
        let rest: Vec<String> = words.iter().skip(many + 1).cloned().collect();
        let noun_end = rest
            .iter()
            .position(|word| {
                matches!(
                    word.as_str(),
                    "do" | "are"
                        | "is"
                        | "did"
                        | "in"
                        | "can"
                        | "remain"
                        | "would"
                        | "will"
                        | "have"
                        | "on"
                        | "there"
                        | "left"
                )
            })
            .unwrap_or(rest.len());
        let phrase = rest.get(..noun_end)?;
        let wanted = self.wanted(phrase);
        let content: Vec<String> = phrase
            .iter()
            .map(|word| base(word))
            .filter(|word| !["the", "of", "total", "all"].contains(&word.as_str()))
            .collect();
        if !wanted.is_empty() && content.iter().all(|word| wanted.contains(word) || GENERAL.contains(&word.as_str())) {
            return Some(Counted::Words(wanted));
        }
        if content.iter().all(|word| GENERAL.contains(&word.as_str())) {
            return Some(Counted::All);
        }
        Some(Counted::Kind(content.join(" ")))
    }

    /// Whether an entry is of a kind, by its noun: "a head of broccoli" by its last one.
    fn is_kind(&self, entry: &Entry, kind: &str) -> bool {
        // A part or measure is not what counts: "lettuce head", "head of broccoli".
        let measure = |word: &str| ["head", "stalk", "clove", "bunch", "bulb", "ear", "slice", "of"].contains(&word);
        let last = entry.words.iter().rev().find(|word| !measure(word)).cloned().unwrap_or_default();
        let names = [entry.words.join(" "), last];
        let kinds: &[&str] = match kind {
            "vegetable" => &[
                "vegetable",
                "root vegetable",
                "herb",
                "vegetable oil",
                "solanaceous vegetable",
                "cruciferous vegetable",
                "alliaceous plant",
            ],
            "fruit" => &["fruit", "edible fruit"],
            _ => &[],
        };
        let of = |name: &str, kind: &str| self.lexicon.is_kind_of(name, Pos::Noun, kind, Senses::Any);
        names.iter().any(|name| of(name, kind) || kinds.iter().any(|kind| of(name, kind)))
    }
}

/// What is counted.
enum Counted {
    All,
    Words(Vec<String>),
    Kind(String),
}
