//! The dialogue as a task: which sentences tell, which ask, which only say how to answer, what may be answered.

mod labels;
mod options;
mod statement;

use engine_api::{Ask, Place, Role, Sentence, SentenceKind, Span, Task, Turn};

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
    task.options = options;
    let asking = region.and_then(|region| turn.text.get(..region.start)).unwrap_or(&turn.text);
    task.labels = labels::labels(ask, asking);
    let labelled = !task.labels.is_empty() || !task.options.is_empty();
    let judged = statement::statement(asking, labelled);
    for (index, sentence) in sentences.iter().enumerate() {
        let place = Place { turn: last, sentence: index };
        let told_apart = judged.is_some_and(|judged| overlap(sentence.span, judged) && !is_question(sentence));
        if !inside(sentence.span, region) && !told_apart {
            sort(&mut task, place, &turn.text, sentence);
        }
    }
    task.statement = judged.and_then(|judged| super::sentences(judged.of(&turn.text)).into_iter().next());
    // With options the last sentence may be a fact; then the options themselves are what is asked.
    let open = |place: &Place| {
        let said = sentences.get(place.sentence).map_or("", |sentence| sentence.span.of(&turn.text));
        task.options.is_empty() || !said.ends_with('.')
    };
    if task.statement.is_none() && task.context.last().is_some_and(open) {
        ensure_question(&mut task, last);
    }
    task
}

fn is_question(sentence: &Sentence) -> bool {
    sentence.kind == SentenceKind::Question
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// An earlier turn tells; what it asked is settled, and how to answer stands in system turns.
fn before(task: &mut Task, at: usize, turn: &Turn, sentences: &[Sentence]) {
    for (index, sentence) in sentences.iter().enumerate() {
        let place = Place { turn: at, sentence: index };
        let text = sentence.span.of(&turn.text);
        if is_instruction(sentence) || is_persona(text) || is_chatter(text) {
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
        // "Yes or no?" says how to answer what was asked before it.
        SentenceKind::Question if only_labels(said, &task.labels) => &mut task.instructions,
        SentenceKind::Question => &mut task.questions,
        _ if is_instruction(sentence) || is_persona(said) || is_chatter(said) || only_labels(said, &task.labels) => {
            &mut task.instructions
        }
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

/// "Options:", "Here is what happened:", a number of a list: nothing that is said itself.
fn is_heading(said: &str) -> bool {
    let plain = said.trim_matches(|mark: char| !mark.is_alphanumeric()).to_lowercase();
    let announces = said.ends_with(':') && said.split_whitespace().count() <= 10;
    announces || !plain.contains(char::is_alphabetic) || super::split::HEADINGS.contains(&plain.as_str())
}

/// "I'm going to give you some information first.": speaks of the dialogue itself.
fn is_chatter(said: &str) -> bool {
    let lower = said.to_lowercase();
    let about = ["information", "following", "facts", "question", "questions", "story", "puzzle", "below", "passage"];
    let opening = [
        "i'm going to",
        "i am going to",
        "i will",
        "i'll",
        "let me",
        "here is",
        "here are",
        "here's",
        "read ",
        "consider ",
        "below ",
        "the following ",
        "please read",
        "now ",
        "you are given",
        "you will be",
        "study ",
    ];
    opening.iter().any(|start| lower.starts_with(start))
        && about.iter().any(|word| lower.contains(word))
        && said.split_whitespace().count() <= 14
}

/// "(yes, no or maybe)".
fn only_labels(said: &str, labels: &[String]) -> bool {
    if labels.is_empty() || said.split_whitespace().count() > 12 {
        return false;
    }
    let mut rest = said.to_lowercase();
    let mut labels: Vec<&String> = labels.iter().collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    for label in labels {
        rest = rest.replace(label.as_str(), " ");
    }
    rest.split(|letter: char| !letter.is_alphanumeric())
        .all(|word| matches!(word, "" | "or" | "and" | "answer" | "either"))
}

/// "You are a helpful assistant."
fn is_persona(said: &str) -> bool {
    let said = said.to_lowercase();
    said.starts_with("you are ") && ["assistant", "expert", "bot", "tutor"].iter().any(|role| said.contains(role))
}

/// "If the text does not say, reply "…"."
fn is_fallback(sentence: &Sentence) -> bool {
    let mut words = sentence.words.iter().map(|word| word.text.to_lowercase());
    let opens =
        words.next().is_some_and(|word| matches!(word.as_str(), "if" | "when" | "where" | "otherwise" | "unless"));
    opens
        && words.any(|word| matches!(word.as_str(), "reply" | "answer" | "respond" | "say" | "write" | "output"))
        && sentence
            .words
            .iter()
            .any(|word| matches!(word.text.as_str(), "\"" | "“" | "'" | "with" | "that" | "you" | "unknown"))
}

/// Whether the sentence only says how to answer.
fn is_instruction(sentence: &Sentence) -> bool {
    if is_fallback(sentence) {
        return true;
    }
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

#[cfg(test)]
mod tests;
