//! The amounts of a story: each with what it counts, who has it, what happens to it and per what it is told.

use engine_api::{Place, Pos, Role, SentenceKind};

use super::clause::{self, Clause};
use super::near::{per, phrase};
use crate::calc::number::{self, Number};
use crate::scene::Scene;

/// A word of the story.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) text: String,
    pub(super) lemma: &'a str,
    pub(super) pos: Pos,
    /// Which sentence it stands in.
    pub(super) sentence: usize,
}

/// An amount of the story.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) value: Number,
    /// Nouns that say what is counted, the head first; empty where they are to be taken from another amount.
    pub(super) names: Vec<String>,
    /// Adjectives and nouns that narrow it.
    pub(super) attributes: Vec<String>,
    pub(super) owner: String,
    /// Who gets it or gives it.
    pub(super) other: String,
    pub(super) verb: String,
    /// What it is told per: a noun, or `?` for the thing at hand.
    pub(super) per: Option<String>,
    /// Whether it is said to be the whole ("a total of").
    pub(super) whole: bool,
    /// Whether what it counts was taken from another amount.
    pub(super) inherited: bool,
    /// Whether its clause is denied.
    pub(super) negated: bool,
    pub(super) sentence: usize,
    /// The first word after the number.
    pub(super) at: usize,
    /// Words of its clause, for matching with the question.
    pub(super) clause: Vec<String>,
    /// The words from the number to the next one.
    pub(super) tail: Vec<String>,
    /// With "than": what it is more or less than, and whether it is more.
    pub(super) than: Option<(Vec<String>, bool)>,
}

/// The story and its question.
#[derive(Debug)]
pub(super) struct Story<'a> {
    pub(super) words: Vec<Token<'a>>,
    pub(super) mentions: Vec<Mention>,
    /// Where the question's words begin and end.
    pub(super) asked: std::ops::Range<usize>,
    /// The sentences that tell, verbatim.
    pub(super) told: Vec<&'a str>,
}

/// Nouns of money.
pub(super) const MONEY: &str = "dollar";

/// Reads the dialogue as a story with one question.
pub(super) fn story<'a>(scene: &Scene<'a>) -> Option<Story<'a>> {
    let last = scene.ask.turns.iter().rposition(|turn| turn.role == Role::User)?;
    let mut places: Vec<Place> = scene.task.context.iter().copied().filter(|place| place.turn != last).collect();
    places.extend((0..scene.turn.len()).map(|sentence| Place { turn: last, sentence }));
    let mut story = Story { words: Vec::new(), mentions: Vec::new(), asked: 0..0, told: Vec::new() };
    let mut numbers: Vec<Spot<'_>> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let (Some(sentence), Some(turn)) = (scene.reading.at(*place), scene.ask.turns.get(place.turn)) else {
            continue;
        };
        if scene.task.instructions.contains(place) {
            continue;
        }
        let base = story.words.len();
        for quantity in &sentence.quantities {
            let from = sentence.words.iter().position(|word| word.span.start >= quantity.span.start)?;
            let to = sentence.words.iter().take_while(|word| word.span.start < quantity.span.end).count();
            let ordinal = quantity.span.of(&turn.text).ends_with(['t', 'd', 'h'])
                && quantity.span.of(&turn.text).starts_with(|first: char| first.is_ascii_digit());
            let dated = sentence
                .times
                .iter()
                .any(|time| time.span.start <= quantity.span.start && quantity.span.end <= time.span.end);
            if !ordinal && !dated {
                let clause = clause::clause(sentence, quantity.span);
                numbers.push(Spot {
                    from: base + from,
                    to: base + to,
                    value: number::parse(&quantity.amount)?,
                    unit: quantity.unit.as_deref(),
                    clause,
                });
            }
        }
        let words = sentence.words.iter().map(|word| Token {
            text: word.text.to_lowercase(),
            lemma: word.lemma.as_str(),
            pos: word.pos,
            sentence: index,
        });
        story.words.extend(words);
        let asks = sentence.kind == SentenceKind::Question
            || sentence.words.iter().any(|word| word.text == "?")
            || story.words.iter().skip(base).any(|word| word.text == "calculate");
        if asks {
            story.asked = base..story.words.len();
        } else {
            story.told.push(sentence.span.of(&turn.text));
        }
    }
    if story.asked.is_empty() || numbers.is_empty() || numbers.len() > 14 {
        return None;
    }
    let found = numbers.iter().filter_map(|number| mention(&story.words, number)).collect();
    story.mentions = found;
    settle(&mut story);
    Some(story)
}

/// A number of the story: the words that it covers, its value and unit, and its clause.
struct Spot<'a> {
    from: usize,
    to: usize,
    value: Number,
    unit: Option<&'a str>,
    clause: Option<Clause>,
}

/// Reads the amount of a number.
fn mention(words: &[Token<'_>], spot: &Spot<'_>) -> Option<Mention> {
    let Spot { from, to, value, unit, clause: read } = spot;
    let lemma = |at: usize| words.get(at).map_or("", |word| word.lemma);
    let sentence = words.get(*from)?.sentence;
    let before = |back: usize| from.checked_sub(back).map_or("", lemma);
    let pronoun =
        lemma(*from) == "one" && !words.get(*to).is_some_and(|word| matches!(word.pos, Pos::Noun | Pos::Adjective));
    if pronoun
        || matches!(before(1), "grade" | "number" | "chapter" | "page" | "room" | "each" if lemma(*from) == "one")
    {
        return None;
    }
    let clause = stretch(words, *from);
    let (names, attributes, end) = phrase(words, *to);
    let mut found = Mention {
        value: value.clone(),
        names,
        attributes,
        owner: String::new(),
        other: String::new(),
        verb: String::new(),
        per: None,
        whole: before(1) == "of" && matches!(before(2), "total") || before(1) == "total",
        inherited: false,
        negated: false,
        sentence,
        at: *to,
        tail: tail(words, *from, *to),
        than: than(words, *to),
        clause: words.get(clause.clone()).unwrap_or(&[]).iter().map(|word| word.lemma.to_owned()).collect(),
    };
    match unit {
        Some("dollars" | "euros" | "pounds") if matches!(before(1), "$" | "€" | "£") => {
            found.names = vec![MONEY.to_owned()]
        }
        Some("percent") => found.names = vec!["percent".to_owned()],
        _ => {}
    }
    if found.names.first().is_some_and(|name| name == "buck") {
        found.names = vec![MONEY.to_owned()];
    }
    act(words, *from, &clause, &mut found);
    if let Some(read) = read {
        agree(read, &mut found);
    }
    found.per = per(words, (*from, *to, end), &clause);
    // "9 albums with as many in each album" counts the albums.
    if found.per.as_ref().is_some_and(|per| found.names.first() == Some(per)) {
        found.per = None;
    }
    Some(found)
}

/// The words between a number and the next one or the end of the sentence.
fn tail(words: &[Token<'_>], from: usize, to: usize) -> Vec<String> {
    let sentence = words.get(from).map_or(0, |word| word.sentence);
    let ends = |word: &Token<'_>| {
        matches!(word.pos, Pos::Numeral | Pos::Verb) || matches!(word.lemma, "," | "and" | "but" | "while")
    };
    let inside = words.iter().skip(to).take_while(|word| word.sentence == sentence && !ends(word));
    inside.map(|word| word.lemma.to_owned()).collect()
}

/// "3 more apples than Jackie": the words after "than".
fn than(words: &[Token<'_>], to: usize) -> Option<(Vec<String>, bool)> {
    let sentence = words.get(to)?.sentence;
    let near: Vec<&Token<'_>> = words
        .iter()
        .skip(to)
        .take_while(|word| word.sentence == sentence && word.pos != Pos::Numeral)
        .take(16)
        .collect();
    let at = near.iter().position(|word| word.lemma == "than")?;
    let head = near.get(..at)?;
    let more = head.iter().any(|word| {
        matches!(
            word.text.as_str(),
            "more" | "older" | "taller" | "longer" | "heavier" | "farther" | "bigger" | "larger"
        )
    });
    let less = head
        .iter()
        .any(|word| matches!(word.text.as_str(), "fewer" | "less" | "younger" | "shorter" | "lighter" | "smaller"));
    let after = near
        .iter()
        .skip(at + 1)
        .take_while(|word| !matches!(word.lemma, "," | "." | "?"))
        .map(|word| word.lemma.to_owned())
        .collect();
    (more != less).then_some((after, more))
}

/// The clause around a word: to the commas, conjunctions of clauses and sentence ends next to it.
fn stretch(words: &[Token<'_>], at: usize) -> std::ops::Range<usize> {
    let sentence = words.get(at).map_or(0, |word| word.sentence);
    let same = |at: usize| words.get(at).is_some_and(|word| word.sentence == sentence);
    let breaks = |at: usize| {
        words.get(at).is_some_and(|word| {
            matches!(word.lemma, "," | ";" | "but" | "then" | "if" | "." | "?" | "while" | "because" | "so")
        })
    };
    let mut start = at;
    while start > 0 && same(start - 1) && !breaks(start - 1) {
        start -= 1;
    }
    let mut end = at + 1;
    while same(end) && !breaks(end) {
        end += 1;
    }
    start..end
}

/// Who does what with the amount.
fn act(words: &[Token<'_>], from: usize, clause: &std::ops::Range<usize>, found: &mut Mention) {
    let verb = |word: &Token<'_>| {
        matches!(word.pos, Pos::Verb | Pos::Auxiliary)
            && !matches!(word.lemma, "do" | "will" | "would" | "can" | "could" | "'s")
    };
    let sentence = words.get(from).map_or(0, |word| word.sentence);
    let start = words.iter().position(|word| word.sentence == sentence).unwrap_or(0);
    let main = |at: &usize| words.get(*at).is_some_and(&verb);
    let ahead = (clause.start..from).rev().find(main);
    let behind = (from..clause.end)
        .filter(main)
        .find(|at| words.get(*at).is_some_and(|word| word.pos == Pos::Verb))
        .or_else(|| (from..clause.end).find(main));
    let place = ahead.or(behind).or_else(|| (start..from).rev().find(main));
    if let Some(word) = place.and_then(|at| words.get(at)) {
        found.verb = word.lemma.to_owned();
        let next = place.and_then(|at| words.get(at + 1)).map_or("", |next| next.lemma);
        let later =
            words.get(from..clause.end).unwrap_or(&[]).iter().any(|word| matches!(word.lemma, "away" | "out" | "off"));
        if word.lemma == "take"
            && (next == "away" || next == "out" || later || found.clause.iter().any(|word| word == "from"))
        {
            found.verb = "take away".to_owned();
        } else if word.lemma == "cut" && found.clause.iter().any(|word| word == "off") {
            found.verb = "cut off".to_owned();
        } else if matches!(word.lemma, "put" | "throw") && (next == "away" || next == "out" || later) {
            found.verb = format!("{} {}", word.lemma, if next.is_empty() { "out" } else { next });
        }
    }
    let until = place.unwrap_or(from).min(from.max(start));
    let who = |word: &&Token<'_>| {
        matches!(word.pos, Pos::ProperNoun) || matches!(word.lemma, "he" | "she" | "they" | "it" | "i" | "we" | "you")
    };
    let subject = words.get(start..until.max(start)).unwrap_or(&[]).iter().rev().find(who);
    found.owner = subject.map_or(String::new(), |word| word.lemma.to_owned());
    let other = words
        .get(place.map_or(from, |at| at + 1)..clause.end)
        .unwrap_or(&[])
        .iter()
        .find(|word| word.pos == Pos::ProperNoun);
    found.other = other.map_or(String::new(), |word| word.lemma.to_owned());
}

/// Takes over what the logical form says.
fn agree(read: &Clause, found: &mut Mention) {
    if !read.verb.is_empty() {
        let phrasal = found.verb.strip_prefix(read.verb.as_str()).is_some_and(|rest| rest.starts_with(' '));
        if !phrasal {
            found.verb.clone_from(&read.verb);
        }
    }
    found.owner.clone_from(&read.owner);
    found.other.clone_from(&read.other);
    found.negated = read.negated;
    let money = found.names.first().is_some_and(|name| name == MONEY || name == "percent");
    if !money && !read.names.is_empty() {
        found.names.clone_from(&read.names);
        found.attributes.clone_from(&read.attributes);
    }
}

/// Whether the question counts that noun.
fn asked(story: &Story<'_>, noun: &str) -> bool {
    story.words.get(story.asked.clone()).unwrap_or(&[]).iter().any(|word| word.lemma == noun)
}

fn set_per(story: &mut Story<'_>, at: usize, per: String) {
    if let Some(mention) = story.mentions.get_mut(at) {
        mention.per = Some(per);
    }
}

/// Resolves pronouns and the amounts that do not say what they count.
fn settle(story: &mut Story<'_>) {
    let mut name = String::new();
    let mut names: Vec<String> = Vec::new();
    let mut attributes: Vec<String> = Vec::new();
    for mention in &mut story.mentions {
        match mention.owner.as_str() {
            "he" | "she" | "it" | "" => mention.owner.clone_from(&name),
            "they" | "we" | "you" | "i" => {}
            _ => name.clone_from(&mention.owner),
        }
        if mention.names.is_empty() {
            mention.names.clone_from(&names);
            mention.inherited = true;
            if mention.attributes.is_empty() && mention.clause.iter().any(|word| word == "they") {
                mention.attributes.clone_from(&attributes);
            }
        } else if mention.per.is_none() {
            names.clone_from(&mention.names);
            attributes.clone_from(&mention.attributes);
        }
    }
    // "3 scarves and 4 mittens in each": both are told per the same.
    for at in 1..story.mentions.len() {
        let (Some(before), Some(here)) = (story.mentions.get(at - 1), story.mentions.get(at)) else { continue };
        let near = here.sentence == before.sentence
            && here.at - before.at <= 4
            && story.words.get(before.at..here.at).unwrap_or(&[]).iter().any(|word| word.lemma == "and");
        let (left, right) = (before.per.clone(), here.per.clone());
        match (left, right) {
            (Some(per), None) if near && per != "?" => set_per(story, at, per),
            (None, Some(per)) if near && per != "?" && !asked(story, &per) => set_per(story, at - 1, per),
            _ => {}
        }
    }
    // What comes before any noun takes the noun of the next amount.
    for at in (0..story.mentions.len()).rev() {
        let next = story.mentions.get(at + 1).map(|mention| mention.names.clone()).unwrap_or_default();
        if let Some(mention) = story.mentions.get_mut(at).filter(|mention| mention.names.is_empty()) {
            mention.names = next;
        }
    }
}
