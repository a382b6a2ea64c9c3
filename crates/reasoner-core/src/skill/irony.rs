//! Which of two statements that differ in few words is meant ironically: irony says the opposite of what is meant, and
//! that is mostly praise for what deserves none (verbal irony; Grice 1975). So the one that says more good is taken.

use std::collections::HashMap;
use std::sync::LazyLock;

use engine_api::{Budget, Choice, Finding, Lexicon, OutcomeKind, Pos, Proof, Senses, Value};

use super::Found;
use crate::scene::Scene;
use crate::verdict;

/// Words with which a prompt asks for it.
const ASKING: &[&str] = &[
    "sarcastic",
    "sarcasm",
    "sarcastically",
    "ironic",
    "ironical",
    "ironically",
    "irony",
    "snark",
    "snarky",
    "facetious",
];

/// The most words of a statement.
const LONGEST: usize = 120;

/// Words that turn a statement into its opposite, or nearly.
const DENIALS: &[&str] = &[
    "not", "n't", "never", "no", "none", "nobody", "nothing", "rarely", "hardly", "seldom", "without", "neither",
    "cannot", "scarcely", "barely", "nor",
];

/// What the words that tell the statements apart weigh.
const DENIED: i32 = -3;

/// Words of good and bad with their weight, from -2 to 2.
static WORDS: LazyLock<HashMap<&str, i32>> = LazyLock::new(|| {
    let rows = include_str!("../../data/polarity.txt").lines().filter(|line| !line.starts_with('#'));
    let weighed = rows.filter_map(|line| {
        let (weight, words) = line.split_once(' ')?;
        Some((weight.parse::<i32>().ok()?, words))
    });
    weighed.flat_map(|(weight, words)| words.split(' ').map(move |word| (word, weight))).collect()
});

/// Chooses the option that is ironic.
pub(crate) fn irony(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let [first, second] = scene.task.options.as_slice() else { return None };
    let mut asks = scene.turn.iter().flat_map(|sentence| &sentence.words);
    if !asks.any(|word| ASKING.contains(&word.text.to_lowercase().as_str())) {
        return None;
    }
    let (left, right) = (words(&first.text), words(&second.text));
    if left.len().max(right.len()) > LONGEST || !budget.spend((left.len() + right.len()) as u64) {
        return None;
    }
    let shared = left.clone();
    let (left, right) = differing(&left, &right);
    // Praise around it makes the worse word the incongruous one.
    let praised = praise(&shared, left) > 0;
    let (good, other) = (weight(left, scene.lexicon), weight(right, scene.lexicon));
    let order = if praised { other.cmp(&good) } else { good.cmp(&other) };
    let (choice, words) = match order {
        std::cmp::Ordering::Greater => (first, left),
        std::cmp::Ordering::Less => (second, right),
        std::cmp::Ordering::Equal => return None,
    };
    Some(said(choice, words, praised))
}

/// How strongly the words around those that differ praise or blame.
fn praise(words: &[String], differing: &[String]) -> i32 {
    let strong = |word: &&String| WORDS.get(word.as_str()).is_some_and(|weight| weight.abs() > 1);
    let around = words.iter().filter(|word| !differing.contains(word));
    around.filter(strong).filter_map(|word| WORDS.get(word.as_str())).sum()
}

fn said(choice: &Choice, words: &[String], praised: bool) -> Found {
    let differs = if words.is_empty() { "is not denied".to_owned() } else { format!("says \"{}\"", words.join(" ")) };
    let goes = if praised { "praises what is worse" } else { "praises more" };
    let claim =
        format!("of the two statements, the one that {differs} {goes}: irony says the opposite of what is meant");
    let proof = Proof { claim, by: "polarity of words".to_owned(), from: Vec::new() };
    let finding = Finding::bare(Value::Text(verdict::said(choice)));
    Found::answer(finding, OutcomeKind::Retrieved, Some(proof)).with_confidence(0.6)
}

/// The words in lower case, denials apart from their verbs.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('’', "'");
    let mut found = Vec::new();
    for word in lower.split(|mark: char| !(mark.is_alphanumeric() || mark == '\'')) {
        let word = word.trim_matches('\'');
        match word.strip_suffix("n't") {
            Some(verb) => found.extend([verb.to_owned(), "n't".to_owned()]),
            None if word.is_empty() => {}
            None => found.push(word.to_owned()),
        }
    }
    found
}

/// What is left of both without what they begin and end with alike.
fn differing<'a>(left: &'a [String], right: &'a [String]) -> (&'a [String], &'a [String]) {
    let head = left.iter().zip(right).take_while(|(one, other)| one == other).count();
    let (left, right) = (left.get(head..).unwrap_or(&[]), right.get(head..).unwrap_or(&[]));
    let tail = left.iter().rev().zip(right.iter().rev()).take_while(|(one, other)| one == other).count();
    (left.get(..left.len() - tail).unwrap_or(&[]), right.get(..right.len() - tail).unwrap_or(&[]))
}

/// How good what the words say is.
fn weight(words: &[String], lexicon: &dyn Lexicon) -> i32 {
    words.iter().map(|word| if DENIALS.contains(&word.as_str()) { DENIED } else { polarity(word, lexicon) }).sum()
}

/// How good a word is: as the table has it, else as words near it in meaning have it, else against its opposite.
fn polarity(word: &str, lexicon: &dyn Lexicon) -> i32 {
    if let Some(weight) = WORDS.get(word) {
        return *weight;
    }
    let known: Vec<(String, Pos)> = lexicon
        .candidates(word)
        .into_iter()
        .filter(|known| known.known && matches!(known.pos, Pos::Adjective | Pos::Noun | Pos::Verb | Pos::Adverb))
        .map(|known| (known.lemma, known.pos))
        .collect();
    let table = |word: &String| WORDS.get(word.as_str()).copied();
    if let Some(weight) = known.iter().find_map(|(lemma, _)| table(lemma)) {
        return weight;
    }
    let near = known.iter().find_map(|(lemma, pos)| {
        let alike = lexicon.synonyms(lemma, *pos, Senses::First).into_iter();
        let kin = [Pos::Adjective, Pos::Noun, Pos::Verb].into_iter().flat_map(|to| lexicon.derived(lemma, *pos, to));
        alike.chain(kin).take(24).find_map(|other| table(&other))
    });
    let opposite = || {
        let turned = |(lemma, pos): &(String, Pos)| lexicon.antonyms(lemma, *pos).iter().find_map(table);
        known.iter().find_map(turned).map(|weight| -weight)
    };
    near.or_else(opposite).or_else(|| prefixed(word)).unwrap_or(0)
}

/// "Undemocratic": a prefix that denies.
fn prefixed(word: &str) -> Option<i32> {
    let denies = ["un", "in", "im", "dis", "mis", "ir", "non"]
        .iter()
        .any(|prefix| word.strip_prefix(prefix).is_some_and(|stem| stem.len() > 4 && WORDS.contains_key(stem)));
    denies.then_some(-1)
}

#[cfg(test)]
mod tests {
    use super::{differing, words};

    #[test]
    fn only_what_differs_counts() {
        let (left, right) = (words("What a lovely day it is!"), words("What a dreadful day it isn't!"));
        let (one, other) = differing(&left, &right);
        assert_eq!(
            (one.join(" "), other.join(" ")),
            ("lovely day it is".to_owned(), "dreadful day it is n't".to_owned())
        );
    }
}
