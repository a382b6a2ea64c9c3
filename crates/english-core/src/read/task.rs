//! The dialogue as a task: which sentences tell, which ask, which only say how to answer, what may be answered.

mod labels;
mod options;
mod statement;

use engine_api::{Ask, Place, Role, Sentence, SentenceKind, Span, Task, Turn};

/// Heads of lines that announce what follows and say nothing themselves, lower case, without the colon.
const HEADINGS: &[&str] = &[
    "options",
    "choices",
    "answer choices",
    "possible answers",
    "question",
    "q",
    "context",
    "passage",
    "text",
    "facts",
    "fact",
    "rules",
    "story",
    "premise",
    "premises",
    "information",
    "background",
    "puzzle",
    "problem",
    "statements",
    "input",
    "paragraph",
    "document",
    "article",
    "knowledge",
    "data",
    "table",
    "clues",
    "constraints",
];

/// Verbs with which a sentence says how to answer rather than what to find, lower case.
const TELLING: &[&str] = &[
    "answer", "respond", "reply", "choose", "pick", "select", "use", "be", "think", "explain", "show", "return",
    "output", "end", "begin", "start", "do", "write", "keep", "format", "provide", "include", "express", "give",
    "limit", "avoid", "state", "make", "put", "say",
];

/// Words that show that such a verb speaks of the answer.
const OF_ANSWERS: &[&str] = &[
    "answer",
    "answers",
    "yes",
    "no",
    "true",
    "false",
    "unknown",
    "word",
    "words",
    "letter",
    "letters",
    "option",
    "options",
    "number",
    "only",
    "just",
    "json",
    "format",
    "short",
    "brief",
    "concise",
    "response",
    "result",
    "reply",
    "explanation",
    "information",
    "commas",
    "comma",
    "sentence",
    "sentences",
    "final",
    "following",
    "units",
    "steps",
];

/// What the dialogue wants done.
pub(crate) fn task(ask: &Ask, turns: &[Vec<Sentence>]) -> Task {
    let mut task = Task::default();
    let Some(last) = ask.turns.iter().rposition(|turn| turn.role == Role::User) else { return task };
    for (at, (turn, sentences)) in ask.turns.iter().zip(turns).enumerate().take(last) {
        if turn.role == Role::System || turn.role == Role::User {
            before(&mut task, at, turn, sentences);
        }
    }
    let (Some(turn), Some(sentences)) = (ask.turns.get(last), turns.get(last)) else { return task };
    let (options, region) = options::options(&turn.text);
    for (index, sentence) in sentences.iter().enumerate() {
        if !inside(sentence.span, region) {
            sort(&mut task, Place { turn: last, sentence: index }, &turn.text, sentence);
        }
    }
    task.options = options;
    task.statement = statement::statement(&turn.text, region);
    ensure_question(&mut task, last);
    task.labels = labels::labels(ask);
    task
}

/// An earlier turn tells; what it asked is settled, and how to answer stands in system turns.
fn before(task: &mut Task, at: usize, turn: &Turn, sentences: &[Sentence]) {
    for (index, sentence) in sentences.iter().enumerate() {
        let place = Place { turn: at, sentence: index };
        let text = sentence.span.of(&turn.text);
        if is_instruction(sentence) || is_persona(text) {
            task.instructions.push(place);
        } else if sentence.kind != SentenceKind::Question && !is_heading(text) {
            task.context.push(place);
        }
    }
}

fn sort(task: &mut Task, place: Place, text: &str, sentence: &Sentence) {
    let said = sentence.span.of(text);
    if is_heading(said) {
        return;
    }
    let list = match sentence.kind {
        SentenceKind::Question => &mut task.questions,
        _ if is_instruction(sentence) => &mut task.instructions,
        SentenceKind::Command => &mut task.questions,
        SentenceKind::Statement | SentenceKind::Fragment => &mut task.context,
    };
    list.push(place);
}

/// A turn that asks nothing outright: its last sentence is what it wants ("The capital of France is", "12 * 7").
fn ensure_question(task: &mut Task, last: usize) {
    if task.questions.is_empty()
        && task.context.last().is_some_and(|place| place.turn == last)
        && let Some(place) = task.context.pop()
    {
        task.questions.push(place);
    }
}

fn inside(span: Span, region: Option<Span>) -> bool {
    region.is_some_and(|region| span.start >= region.start && span.start < region.end)
}

/// "Options:", "Context:", nothing else.
fn is_heading(said: &str) -> bool {
    let plain = said.trim_matches(|mark: char| !mark.is_alphanumeric()).to_lowercase();
    HEADINGS.contains(&plain.as_str())
}

/// "You are a helpful assistant."
fn is_persona(said: &str) -> bool {
    let said = said.to_lowercase();
    said.starts_with("you are ") && ["assistant", "expert", "bot", "tutor"].iter().any(|role| said.contains(role))
}

/// Whether the sentence only says how to answer.
fn is_instruction(sentence: &Sentence) -> bool {
    let mut words = sentence.words.iter().filter(|word| word.text.chars().any(char::is_alphanumeric));
    let polite = ["please", "now", "then", "finally", "so", "always"];
    let Some(first) = words.by_ref().map(|word| word.text.to_lowercase()).find(|word| !polite.contains(&word.as_str()))
    else {
        return false;
    };
    sentence.kind != SentenceKind::Question
        && TELLING.contains(&first.as_str())
        && words.take(24).any(|word| OF_ANSWERS.contains(&word.text.to_lowercase().as_str()))
}

/// Whether a text after a question only says how to answer ("Answer yes or no.").
fn labels_only(text: &str) -> bool {
    let sentences = super::sentences(text);
    sentences.iter().all(is_instruction)
}
