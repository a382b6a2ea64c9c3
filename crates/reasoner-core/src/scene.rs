//! The scene: what a skill sees. The request, its reading, the facts told so far and the sentence in question.

use std::cell::OnceCell;

use engine_api::{Ask, Lexicon, Place, Reading, Role, Sentence, SentenceKind, Task, Turn};

use crate::knowledge::Told;
use crate::skill::texts::{self, Said};
use crate::world::line::Line;

/// Views of the dialogue that many skills look at, each made when the first of them does.
#[derive(Debug, Default)]
pub(crate) struct Views<'a> {
    narrative: OnceCell<Vec<(&'a Sentence, &'a str)>>,
    lines: OnceCell<Vec<Line<'a>>>,
    asked: OnceCell<Line<'a>>,
    said: OnceCell<Vec<Said<'a>>>,
}

/// What a skill receives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) ask: &'a Ask,
    pub(crate) reading: &'a Reading,
    /// What the dialogue told.
    pub(crate) told: &'a Told,
    /// The sentence to answer.
    pub(crate) goal: &'a Sentence,
    /// The text of the turn that the sentence stands in.
    pub(crate) text: &'a str,
    /// All sentences of that turn.
    pub(crate) turn: &'a [Sentence],
    /// What the dialogue wants done.
    pub(crate) task: &'a Task,
    /// What words mean to one another.
    pub(crate) lexicon: &'static dyn Lexicon,
    pub(crate) views: &'a Views<'a>,
}

impl<'a> Scene<'a> {
    /// The sentences that tell something, in order, each with the text of its turn.
    pub(crate) fn context(&self) -> impl Iterator<Item = (&'a Sentence, &'a str)> {
        let (ask, reading) = (self.ask, self.reading);
        let told = |place: &engine_api::Place| Some((reading.at(*place)?, ask.turns.get(place.turn)?.text.as_str()));
        self.task.context.iter().filter_map(told)
    }

    /// The sentences that tell what is or happens, in order, each with the text of its turn: the context, and what
    /// reads as a command but stands before the question.
    pub(crate) fn narrative(&self) -> &'a [(&'a Sentence, &'a str)] {
        self.views.narrative.get_or_init(|| self.tell())
    }

    /// The sentences of the narrative as lines.
    pub(crate) fn lines(&self) -> &'a [Line<'a>] {
        let line = |(sentence, text): &(&'a Sentence, &'a str)| Line::of(sentence, text);
        self.views.lines.get_or_init(|| self.narrative().iter().map(line).collect())
    }

    /// The question as a line.
    pub(crate) fn asked(&self) -> &'a Line<'a> {
        self.views.asked.get_or_init(|| Line::of(self.question(), self.text))
    }

    /// What the operator and the asker said, without the options of a multiple choice.
    pub(crate) fn said(&self) -> &'a [Said<'a>] {
        self.views.said.get_or_init(|| texts::said(self))
    }

    fn tell(&self) -> Vec<(&'a Sentence, &'a str)> {
        let question = self.question();
        let (ask, reading) = (self.ask, self.reading);
        let mut places: Vec<Place> = self.task.context.clone();
        places.extend(&self.task.questions);
        places.sort_unstable();
        places.dedup();
        let told = |place: Place| Some((reading.at(place)?, ask.turns.get(place.turn)?.text.as_str()));
        let asks = |sentence: &Sentence| std::ptr::eq(sentence, question) || is_question(sentence);
        places.into_iter().filter_map(told).filter(|(sentence, _)| !asks(sentence)).collect()
    }

    /// The question to answer: the last sentence that asks, before commands that only say how to answer it; else the
    /// goal.
    pub(crate) fn question(&self) -> &'a Sentence {
        let asked = self.task.questions.iter().filter_map(|place| self.reading.at(*place));
        asked.rev().find(|sentence| is_question(sentence)).unwrap_or(self.goal)
    }

    /// The tool turns at the end of the dialogue, oldest first; none where somebody has spoken since.
    pub(crate) fn results(&self) -> &'a [Turn] {
        let turns = &self.ask.turns;
        let spoken = turns.iter().rposition(|turn| turn.role != Role::Tool).map_or(0, |at| at + 1);
        turns.get(spoken..).unwrap_or(&[])
    }

    /// The words of the goal without its final marks, in lower case, as they are written.
    pub(crate) fn plain(&self) -> String {
        let span = self.goal.span.of(self.text);
        span.trim_end_matches(['.', '!', '?', ' ']).to_lowercase()
    }
}

/// Whether a sentence asks: one that the grammar reads as a statement does not, whatever it begins with.
fn is_question(sentence: &Sentence) -> bool {
    let ends = |mark: &str| sentence.words.iter().rev().take(2).any(|word| word.text == mark);
    let stated = ends(".") && !ends("?") && sentence.query.is_none();
    sentence.kind == SentenceKind::Question && !(stated || (sentence.form.is_some() && sentence.query.is_none()))
}

/// The sentences of the last user turn and its text; nothing where the user has not spoken.
pub(crate) fn last_turn<'a>(ask: &'a Ask, reading: &'a Reading) -> (&'a [Sentence], &'a str) {
    let at = ask.turns.iter().rposition(|turn| turn.role == Role::User);
    let found = at.and_then(|at| Some((reading.turns.get(at)?.as_slice(), ask.turns.get(at)?.text.as_str())));
    found.unwrap_or((&[], ""))
}
