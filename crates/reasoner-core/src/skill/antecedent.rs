//! Which of two people a pronoun speaks of, or that the sentence leaves it open: agreement in number, binding, control
//! by the verbs of asking and telling. Where grammar does not decide, the sentence is ambiguous.

use engine_api::{Budget, Choice, Finding, OutcomeKind, Pos, Proof, Sentence, Value, Word};

use super::Found;
use crate::scene::Scene;
use crate::verdict;

/// Words with which a prompt asks for it.
const ASKING: &[&str] = &["antecedent", "pronoun", "pronouns", "refer", "refers", "ambiguous", "referent"];

const SUBJECT: &[&str] = &["he", "she", "they", "it"];
const OBJECT: &[&str] = &["him", "her", "them"];
const POSSESSIVE: &[&str] = &["his", "her", "their", "its", "hers", "theirs"];
const PLURAL: &[&str] = &["they", "them", "their", "theirs"];

/// Verbs of telling; what they tell as a duty or an ability is the hearer's.
const TELLING: &[&str] = &["tell", "inform", "advise", "remind", "warn", "assure", "convince", "notify", "promise"];

/// Verbs that tell of the speaker.
const CONFIDING: &[&str] =
    &["disclose", "confess", "admit", "reveal", "confide", "announce", "complain", "mention", "brag", "report"];

/// Verbs of asking.
const ASKS: &[&str] = &["ask", "request", "inquire", "wonder", "beg"];

/// What one asks leave for; anything else one asks the other to do.
const FOR_ONESELF: &[&str] = &[
    "borrow",
    "have",
    "take",
    "use",
    "get",
    "see",
    "leave",
    "come",
    "join",
    "speak",
    "talk",
    "enter",
    "sit",
    "stay",
    "try",
    "keep",
    "buy",
    "visit",
    "pay",
    "go",
    "stop",
    "receive",
    "reschedule",
    "meet",
];

const DUTY: &[&str] = &["should", "must", "need", "could", "can", "ought", "may", "might"];

/// Verbs of help and giving: a need or a request that explains them is the receiver's.
const BENEFITING: &[&str] = &[
    "help", "give", "buy", "hand", "bring", "lend", "pay", "send", "offer", "assist", "lend", "serve", "feed", "show",
];

const NEEDING: &[&str] = &["ask", "need", "request", "want", "require", "lack", "feel", "beg"];

/// Verbs whose explanation by "because" speaks of the one acted on (implicit causality: Garvey and Caramazza 1974).
const OF_THE_OTHER: &[&str] = &[
    "praise",
    "thank",
    "criticize",
    "congratulate",
    "punish",
    "fire",
    "admire",
    "scold",
    "blame",
    "encourage",
    "reward",
    "hire",
    "fear",
    "hate",
    "love",
    "envy",
    "applaud",
    "arrest",
    "comfort",
    "pity",
    "promote",
];

/// Pronouns of the speaker and the hearer, which no pronoun of the third person speaks of.
const OTHER_PERSON: &[&str] = &["i", "we", "you", "me", "us"];

/// Which participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    First,
    Second,
    Open,
}

/// Chooses the option that names the antecedent.
pub(crate) fn antecedent(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let options = &scene.task.options;
    let asked = scene.turn.iter().flat_map(|sentence| &sentence.words);
    if !(2..=4).contains(&options.len())
        || !asked.into_iter().any(|word| ASKING.contains(&word.text.to_lowercase().as_str()))
    {
        return None;
    }
    if !budget.spend(1 + scene.text.len() as u64 / 8) {
        return None;
    }
    let open = options.iter().find(|choice| choice.text.to_lowercase().starts_with("ambiguous"));
    let named: Vec<&Choice> =
        options.iter().filter(|choice| open.is_none_or(|open| open.label != choice.label)).collect();
    let [one, other] = named.as_slice() else { return None };
    if let Some(choice) = by_person(one, other) {
        let claim = "a pronoun of the third person speaks of neither the speaker nor the hearer".to_owned();
        let proof = Proof { claim, by: "grammar".to_owned(), from: Vec::new() };
        let said = Finding::bare(Value::Text(verdict::said(choice)));
        return Some(Found::answer(said, OutcomeKind::Computed, Some(proof)).with_confidence(0.9));
    }
    let sentence = sentences(scene).find(|sentence| people(sentence, one, other).is_some())?;
    let (first, second) = people(sentence, one, other)?;
    let (who, why) = resolve(&sentence.words, first, second)?;
    let in_order = names(one, &sentence.words, first);
    let choice = match who {
        Who::First => Some(if in_order { *one } else { *other }),
        Who::Second => Some(if in_order { *other } else { *one }),
        Who::Open => open,
    }?;
    let proof = Proof { claim: why.to_owned(), by: "grammar".to_owned(), from: Vec::new() };
    let said = Finding::bare(Value::Text(verdict::said(choice)));
    let confidence = if who == Who::Open { 0.55 } else { 0.75 };
    Some(Found::answer(said, OutcomeKind::Computed, Some(proof)).with_confidence(confidence))
}

/// Of "Alex was late" and "We were late" the first.
fn by_person<'a>(one: &'a Choice, other: &'a Choice) -> Option<&'a Choice> {
    let speaks = |choice: &Choice| {
        let first = choice.text.split(' ').next().unwrap_or("").to_lowercase();
        OTHER_PERSON.contains(&first.as_str())
    };
    match (speaks(one), speaks(other)) {
        (true, false) => Some(other),
        (false, true) => Some(one),
        _ => None,
    }
}

/// The statement judged and the sentences before the options.
fn sentences<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Sentence> {
    let end = scene.task.options.first().map_or(0, |choice| choice.span.start);
    let before = scene.turn.iter().rev().filter(move |sentence| sentence.span.start < end);
    scene.task.statement.as_ref().into_iter().chain(before)
}

/// The places of the two people in the sentence: nouns or names, of which each option names one.
fn people(sentence: &Sentence, one: &Choice, other: &Choice) -> Option<(usize, usize)> {
    let words = &sentence.words;
    let noun = |place: &usize| {
        words.get(*place).is_some_and(|word| matches!(word.pos, Pos::Noun | Pos::ProperNoun | Pos::Other))
    };
    let told = |choice: &Choice, place: usize| names(choice, words, place);
    let only = |this: &Choice, that: &Choice| {
        (0..words.len()).filter(noun).find(|place| told(this, *place) && !told(that, *place))
    };
    let owner = |this: &Choice| (0..words.len()).filter(noun).find(|place| owns(this, words, *place));
    let (first, second) = match (owner(one), owner(other)) {
        (Some(first), Some(second)) => (first, second),
        _ => (only(one, other)?, only(other, one)?),
    };
    (first != second).then(|| (first.min(second), first.max(second)))
}

/// Whether an option speaks of something of the person at `place`: "it was the clerk's idea".
fn owns(choice: &Choice, words: &[Word], place: usize) -> bool {
    let Some(word) = words.get(place) else { return false };
    let (text, word) = (choice.text.to_lowercase().replace('’', "'"), word.text.to_lowercase());
    [format!("{word}'s"), format!("{word}' ")].iter().any(|owner| text.contains(owner.as_str()))
}

/// Whether an option names the person at `place`.
fn names(choice: &Choice, words: &[Word], place: usize) -> bool {
    if choice.text.contains(['\'', '’']) && words.iter().enumerate().any(|(at, _)| owns(choice, words, at)) {
        return owns(choice, words, place);
    }
    let Some(word) = words.get(place) else { return false };
    let word = word.text.to_lowercase();
    let text = choice.text.to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric()).any(|said| said == word)
}

fn is(word: &Word, list: &[&str]) -> bool {
    list.contains(&word.text.to_lowercase().as_str())
}

/// Decides by grammar; `None` where there is no pronoun.
fn resolve(words: &[Word], first: usize, second: usize) -> Option<(Who, &'static str)> {
    let pronoun = words.iter().rposition(|word| is(word, SUBJECT) || is(word, OBJECT) || is(word, POSSESSIVE))?;
    let said = words.get(pronoun)?;
    if let Some(who) = by_number(words, first, second, said) {
        return Some((who, "the pronoun agrees in number with one of them only"));
    }
    // "The man called his brother": a possessor is not what it possesses.
    if is(said, POSSESSIVE) && pronoun < second && second - pronoun <= 3 {
        return Some((Who::First, "nobody is the possessor of oneself"));
    }
    if joined(words, first, second) {
        return Some((Who::Open, "both do it together"));
    }
    let between = words.get(second + 1..pronoun).unwrap_or(&[]);
    let verb = main_verb(words, first, second);
    let telling = verb.is_some_and(|verb| is_lemma(verb, TELLING));
    let asking = verb.is_some_and(|verb| is_lemma(verb, ASKS));
    let after: Vec<&Word> = words.iter().skip(pronoun + 1).take(5).collect();
    let subject = is(said, SUBJECT)
        && after.first().is_some_and(|next| matches!(next.pos, Pos::Verb | Pos::Auxiliary | Pos::Adverb));
    if asking && subject && between.iter().any(|word| is(word, &["if", "whether"])) {
        return Some(asked(&after));
    }
    if subject && verb.is_some_and(|verb| is_lemma(verb, CONFIDING)) {
        return Some((Who::First, "one tells such things of oneself"));
    }
    if telling && subject && after.first().is_some_and(|next| is_lemma(next, DUTY)) {
        return Some((Who::Second, "a duty or an ability is told to the one who has it"));
    }
    if telling && subject && between.iter().all(|word| !is(word, &["because", "since", "so", "not"])) {
        return Some((Who::First, "one tells of oneself"));
    }
    let explains = between.iter().any(|word| is(word, &["because", "since", "as"]));
    let needs = after.first().is_some_and(|next| is_lemma(next, NEEDING));
    if explains && subject && verb.is_some_and(|verb| is_lemma(verb, BENEFITING)) && needs {
        return Some((Who::Second, "help is explained by the need of the one helped"));
    }
    if explains && subject && verb.is_some_and(|verb| is_lemma(verb, OF_THE_OTHER)) {
        return Some((Who::Second, "the verb is explained by what the one acted on did"));
    }
    // "The man met the boy and helped him": an object is not its own subject.
    let conjoined = between.iter().any(|word| is(word, &["and", "then", "but"]));
    let object = is(said, OBJECT) && !after.first().is_some_and(|next| matches!(next.pos, Pos::Noun | Pos::Adjective));
    if conjoined && object && !between.iter().any(|word| is(word, SUBJECT) || is(word, &["because", "who"])) {
        return Some((Who::Second, "an object pronoun is not the subject of its own verb"));
    }
    Some((Who::Open, "nothing in the sentence decides"))
}

/// A singular pronoun and one of the people in the plural.
fn by_number(words: &[Word], first: usize, second: usize, pronoun: &Word) -> Option<Who> {
    let plural = |place: usize| {
        words.get(place).is_some_and(|word| {
            word.pos == Pos::Noun && word.text.to_lowercase() != word.lemma && word.text.ends_with('s')
        })
    };
    if is(pronoun, PLURAL) {
        return None;
    }
    match (plural(first), plural(second)) {
        (true, false) => Some(Who::Second),
        (false, true) => Some(Who::First),
        _ => None,
    }
}

/// "The reporter and the chef discuss …".
fn joined(words: &[Word], first: usize, second: usize) -> bool {
    let between = words.get(first + 1..second).unwrap_or(&[]);
    between.len() <= 2 && between.first().is_some_and(|word| is(word, &["and", "or"]))
}

/// The verb between the two, else the one after both.
fn main_verb(words: &[Word], first: usize, second: usize) -> Option<&Word> {
    let verb = |word: &&Word| word.pos == Pos::Verb;
    words.get(first + 1..second)?.iter().find(verb).or_else(|| words.iter().skip(second + 1).find(verb))
}

fn is_lemma(word: &Word, list: &[&str]) -> bool {
    list.contains(&word.lemma.as_str())
}

/// "… asked if she could …": leave for oneself, or a service of the other.
fn asked(after: &[&Word]) -> (Who, &'static str) {
    if after.iter().take(3).any(|verb| is_lemma(verb, FOR_ONESELF) || is(verb, FOR_ONESELF)) {
        (Who::First, "one asks leave for oneself")
    } else {
        (Who::Second, "one asks the other to do it")
    }
}
