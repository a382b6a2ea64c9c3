//! The text of a word problem: its words, its numbers, and which sentences ask.

use engine_api::{Place, Pos, Role, Sentence, SentenceKind};

use crate::calc::number::{self, Number};
use crate::scene::Scene;

/// A word of the text.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// In lower case.
    pub(crate) text: String,
    pub(crate) lemma: String,
    pub(crate) pos: Pos,
    /// Which sentence it stands in.
    pub(crate) sentence: usize,
}

/// A number of the text: the words that it covers, its value and its unit.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) value: Number,
    pub(crate) unit: Option<String>,
}

/// The text with its question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Story {
    pub(crate) words: Vec<Token>,
    pub(crate) spots: Vec<Spot>,
    /// The sentences that ask; the last one is answered.
    pub(crate) asked: Vec<usize>,
    /// The sentences that tell, verbatim, by their number.
    pub(crate) told: Vec<(usize, String)>,
}

/// The most numbers of a story.
const MOST_NUMBERS: usize = 24;

/// Reads the dialogue as a story with a question.
pub(crate) fn story(scene: &Scene<'_>) -> Option<Story> {
    let last = scene.ask.turns.iter().rposition(|turn| turn.role == Role::User)?;
    let mut places: Vec<Place> = scene.task.context.iter().copied().filter(|place| place.turn != last).collect();
    places.extend((0..scene.turn.len()).map(|sentence| Place { turn: last, sentence }));
    let mut story = Story::default();
    for (index, place) in places.iter().enumerate() {
        let (Some(sentence), Some(turn)) = (scene.reading.at(*place), scene.ask.turns.get(place.turn)) else {
            continue;
        };
        // What only says how to answer tells no amount.
        let instructs = scene.task.instructions.contains(place)
            && (sentence.quantities.is_empty() || sentence.kind == SentenceKind::Command);
        if !instructs {
            add(&mut story, sentence, &turn.text, index);
        }
    }
    (!story.asked.is_empty() && story.spots.len() <= MOST_NUMBERS).then_some(story)
}

/// Adds a sentence.
fn add(story: &mut Story, sentence: &Sentence, text: &str, index: usize) {
    let base = story.words.len();
    for quantity in &sentence.quantities {
        let from = sentence.words.iter().take_while(|word| word.span.start < quantity.span.start).count();
        let to = sentence.words.iter().take_while(|word| word.span.start < quantity.span.end).count();
        let written = quantity.span.of(text);
        let ordinal = written.ends_with(['t', 'd', 'h']) && written.starts_with(|first: char| first.is_ascii_digit());
        if let Some(value) = number::parse(&quantity.amount).filter(|_| !ordinal) {
            story.spots.push(Spot { from: base + from, to: base + to, value, unit: quantity.unit.clone() });
        }
    }
    let words = sentence.words.iter().map(|word| Token {
        text: word.text.to_lowercase(),
        lemma: word.lemma.clone(),
        pos: word.pos,
        sentence: index,
    });
    story.words.extend(words);
    if asks(sentence) {
        story.asked.push(index);
    } else {
        story.told.push((index, sentence.span.of(text).to_owned()));
    }
}

/// Whether a sentence asks for an amount, as a question or as a command.
fn asks(sentence: &Sentence) -> bool {
    const COMMANDS: [&str; 6] = ["calculate", "find", "compute", "determine", "tell", "work"];
    let command = |at: usize| {
        sentence.words.get(at).is_some_and(|word| {
            COMMANDS.contains(&word.lemma.as_str()) && word.pos == Pos::Verb && {
                let before = at.checked_sub(1).and_then(|before| sentence.words.get(before));
                before.is_none_or(|before| matches!(before.text.to_lowercase().as_str(), "," | "please" | "and"))
            }
        })
    };
    const WORDS: [&str; 3] = ["how", "what", "which"];
    let question = sentence.kind == SentenceKind::Question
        && sentence.words.iter().any(|word| WORDS.contains(&word.text.to_lowercase().as_str()));
    question || sentence.words.iter().any(|word| word.text == "?") || (0..sentence.words.len()).any(command)
}
