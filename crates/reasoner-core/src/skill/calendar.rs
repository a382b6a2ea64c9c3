//! Calendar questions with all their data in the prompt: the date that the prompt makes today and dates from there, how
//! long from one moment to another, the weekday of a date or of one some days away, how often a weekday or how many
//! business days lie between two dates, the date of the n-th weekday of a month, leap years, the place of a date in its
//! year.

mod anchor;
mod described;
mod duration;
mod moment;
mod weekday;

use engine_api::{Budget, Finding, OutcomeKind, Place, Proof, Role, Sentence, SentenceKind, Value};
use jiff::civil::Weekday;

use super::Found;
use crate::scene::Scene;
use moment::Moment;

/// Answers the turn as a whole.
pub(crate) fn calendar(scene: &Scene<'_>, _budget: &mut Budget) -> Option<Found> {
    if scene.text.len() > 4000 {
        return None;
    }
    let question = Question::new(*scene);
    if question.words.is_empty() || question.words.len() > 300 {
        return None;
    }
    anchor::anchor(&question)
        .or_else(|| duration::duration(&question))
        .or_else(|| weekday::leap(&question))
        .or_else(|| weekday::nth(&question))
        .or_else(|| weekday::count(&question))
        .or_else(|| weekday::weekday(&question))
        .or_else(|| weekday::place(&question))
}

/// An amount of time that the prompt names: "11 days", "two weeks".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Amount {
    count: i64,
    step: crate::calc::date::Step,
    /// The word after it.
    at: usize,
}

/// What is asked about which moments.
struct Question<'a> {
    scene: Scene<'a>,
    /// The words of what is told and asked, in lower case.
    words: Vec<String>,
    /// Where the words of what is asked begin.
    asked: usize,
    moments: Vec<Moment<'a>>,
    amounts: Vec<Amount>,
    /// Weekdays that stand on their own, in order, with the place of their word.
    weekdays: Vec<(Weekday, usize)>,
    /// What is told and asked, verbatim.
    told: Vec<&'a str>,
    /// The whole turn in upper case, for the layout of the answer.
    upper: String,
}

/// Whether a command only says in which form to answer: a verb of saying with no date and no amount.
fn is_layout(sentence: &Sentence) -> bool {
    const SAYING: [&str; 15] = [
        "answer", "state", "give", "name", "write", "provide", "respond", "reply", "express", "report", "use",
        "return", "output", "show", "tell",
    ];
    let dated = sentence.times.iter().any(|time| time.iso.is_some()) || !sentence.quantities.is_empty();
    let saying = sentence.words.iter().take(2).any(|word| SAYING.contains(&word.lemma.as_str()));
    saying && !dated && sentence.kind != SentenceKind::Question
}

impl<'a> Question<'a> {
    fn new(scene: Scene<'a>) -> Question<'a> {
        let mut question = Question {
            scene,
            words: Vec::new(),
            asked: 0,
            moments: Vec::new(),
            amounts: Vec::new(),
            weekdays: Vec::new(),
            told: Vec::new(),
            upper: scene.text.to_uppercase(),
        };
        let last = scene.ask.turns.iter().rposition(|turn| turn.role == Role::User).unwrap_or(0);
        for place in scene.task.context.iter().filter(|place| place.turn != last) {
            question.add(*place);
        }
        let optional = |sentence: &Sentence| {
            scene
                .task
                .options
                .iter()
                .any(|choice| choice.span.start < sentence.span.end && sentence.span.start < choice.span.end)
        };
        let all: Vec<(usize, &Sentence)> =
            scene.turn.iter().enumerate().filter(|(_, sentence)| !optional(sentence)).collect();
        let some = all.iter().any(|(_, sentence)| !is_layout(sentence));
        question.asked = usize::MAX;
        for (index, sentence) in all.iter().filter(|(_, sentence)| !some || !is_layout(sentence)) {
            if matches!(sentence.kind, SentenceKind::Question | SentenceKind::Command) {
                question.asked = question.asked.min(question.words.len());
            }
            question.add(Place { turn: last, sentence: *index });
        }
        if question.asked == usize::MAX {
            question.asked = 0;
        }
        question
    }

    /// Takes in a sentence.
    fn add(&mut self, place: Place) {
        let scene = self.scene;
        let (Some(sentence), Some(turn)) = (scene.reading.at(place), scene.ask.turns.get(place.turn)) else { return };
        self.told.push(sentence.span.of(&turn.text));
        let base = self.words.len();
        let mut covered = 0;
        for time in &sentence.times {
            let text = time.span.of(&turn.text);
            let at = base + sentence.words.iter().take_while(|word| word.span.start < time.span.start).count();
            if let Some(moment) = time.iso.as_deref().and_then(|iso| Moment::parse(iso, text, at)) {
                self.moments.push(moment);
            }
        }
        for (index, word) in sentence.words.iter().enumerate() {
            let lower = word.text.to_lowercase();
            let inside = sentence
                .times
                .iter()
                .any(|time| time.iso.is_some() && time.span.start <= word.span.start && word.span.end <= time.span.end);
            if let Some(day) = moment::weekday(&lower).filter(|_| !inside && word.span.start >= covered) {
                self.weekdays.push((day, base + index));
            }
            covered = word.span.end;
            self.words.push(lower);
        }
        self.amounts.extend(moment::amounts(sentence, base));
    }

    fn has(&self, any: &[&str]) -> bool {
        self.words.iter().any(|word| any.contains(&word.as_str()))
    }

    /// Whether one of the words stands in what is asked.
    fn asks(&self, any: &[&str]) -> bool {
        self.words.iter().skip(self.asked).any(|word| any.contains(&word.as_str()))
    }

    /// Whether the words of one of the phrases follow one another.
    fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| {
            let parts: Vec<&str> = phrase.split(' ').collect();
            self.words.windows(parts.len()).any(|window| window.iter().zip(&parts).all(|(word, part)| word == part))
        })
    }

    /// An answer with the calendar as its ground and what was told as its premises.
    fn found(&self, value: Value, statement: String) -> Found {
        let premise = |text: &&str| Proof { claim: (*text).to_owned(), by: "told".to_owned(), from: Vec::new() };
        let from = self.told.iter().take(6).map(premise).collect();
        let proof = Proof { claim: statement, by: "the Gregorian calendar".to_owned(), from };
        Found::answer(Finding::bare(value), OutcomeKind::Computed, Some(proof))
    }

    fn number(&self, value: i64, statement: String) -> Found {
        self.found(Value::Number { digits: value.to_string(), unit: None }, statement)
    }
}
