//! The steps of reading, in order: sentences and words, tags, then the clauses, questions and phrases in them.

pub(crate) mod clause;
pub(crate) mod grammar;
mod mood;
mod name;
pub(crate) mod parse;
mod pieces;
mod quantity;
mod question;
mod refer;
pub(crate) mod sketch;
mod split;
mod tag;
mod task;
mod time;

use std::collections::HashSet;

use engine_api::{Ask, Clause, Form, Mood, Pos, Question, Reading, Role, Sentence, SentenceKind, Span, Word};

use clause::Line;
use foldhash::fast::FixedState;
pub(crate) use tag::lower;

/// The most words of a sentence that are searched for clauses; what follows them is listed as unread.
const LONGEST: usize = 160;

/// The words that stand for names somewhere in a dialogue, in lower case.
#[derive(Debug, Default)]
struct Names(HashSet<String, FixedState>);

impl Names {
    /// Words that begin with a capital where none is due.
    fn of<'a>(sentences: impl Iterator<Item = &'a Sentence>) -> Names {
        let mut names = Names::default();
        for sentence in sentences {
            let inner = sentence.words.iter().enumerate().filter(|(at, _)| *at > 0);
            for (_, word) in inner.filter(|(_, word)| word.pos == Pos::ProperNoun) {
                names.0.insert(tag::lower(&word.text));
            }
        }
        names
    }

    fn has(&self, low: &str) -> bool {
        self.0.contains(low)
    }
}

/// Reads every turn of the dialogue.
pub(crate) fn read(ask: &Ask) -> Reading {
    let mut turns: Vec<Vec<Sentence>> = ask.turns.iter().map(|turn| surface(&turn.text)).collect();
    let names = Names::of(turns.iter().flatten());
    let mut vocabulary = grammar::Vocabulary::default();
    for (turn, sentences) in ask.turns.iter().zip(&mut turns) {
        forms(&turn.text, sentences, &names, &mut vocabulary);
    }
    let last = ask.turns.iter().rposition(|turn| turn.role == Role::User).and_then(|at| turns.get(at));
    let mood = last.map_or(Mood::default(), |sentences| mood::mood(sentences.iter().flat_map(|one| &one.words)));
    let mut discourse = refer::Discourse::default();
    for (turn, sentences) in ask.turns.iter().zip(&mut turns) {
        discourse.read(turn.role, sentences);
    }
    let mut task = task::task(ask, &turns);
    // What is to be judged or chosen speaks of the same things; one option does not speak of another's.
    for choice in &mut task.options {
        discourse.clone().read(Role::User, &mut choice.sentences);
    }
    discourse.read(Role::User, task.statement.as_mut_slice());
    Reading { turns, mood, task }
}

/// Reads one text.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = surface(text);
    let names = Names::of(sentences.iter());
    forms(text, &mut sentences, &names, &mut grammar::Vocabulary::default());
    sentences
}

/// Gives each sentence its logical form, where the grammar covers it.
fn forms(text: &str, sentences: &mut [Sentence], names: &Names, vocabulary: &mut grammar::Vocabulary) {
    for sentence in sentences {
        match grammar::parse(text, &sentence.words, vocabulary, &|low| names.has(low)) {
            Some(grammar::Parsed::Form(form)) => {
                // What parses as a statement with a subject is one, whatever its first word looks like ("Polly is …").
                let marked = sentence.words.iter().rev().take(3).any(|word| word.text.contains('?'));
                if sentence.kind == SentenceKind::Question && !marked && has_subject(&form) {
                    sentence.kind = SentenceKind::Statement;
                    sentence.question = None;
                }
                sentence.form = Some(form);
            }
            Some(grammar::Parsed::Query(query)) => sentence.query = Some(query),
            None => {}
        }
    }
}

/// Whether the first clause of a form has a subject.
fn has_subject(form: &Form) -> bool {
    match form {
        Form::Claim(claim) => claim.subject.is_some(),
        Form::And(parts) | Form::Or { parts, .. } => parts.first().is_some_and(has_subject),
        _ => true,
    }
}

/// Reads one text without logical forms.
fn surface(text: &str) -> Vec<Sentence> {
    let tokens = split::tokens(text);
    let ranges = split::sentences(text, &tokens);
    let mut all: Vec<Vec<Word>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let words = tag::words(text, &tokens[range]);
        // "If A, what can you conclude? You can conclude that B." is one statement.
        match all.last_mut().filter(|last| grammar::answers_itself(last, &words)) {
            Some(last) => last.extend(words),
            None => all.push(words),
        }
    }
    all.into_iter().map(|words| sentence(text, words)).collect()
}

fn sentence(text: &str, words: Vec<Word>) -> Sentence {
    let line = Line { text, words: &words[..words.len().min(LONGEST)] };
    let marked = words.iter().rev().take(3).any(|word| word.text.contains('?'));
    let span = Span {
        start: words.first().map_or(0, |word| word.span.start),
        end: words.last().map_or(0, |word| word.span.end),
    };
    let question = question::question(line, marked);
    let clauses = if question.is_some() { Vec::new() } else { clause::clauses(line) };
    let kind = kind(line, &clauses, question.as_ref());
    let (quantities, times, names) = (quantity::quantities(line), time::times(line), name::names(line));
    let mut sentence = Sentence { span, kind, clauses, question, quantities, times, names, ..Sentence::default() };
    sentence.unread = unread(&words, &sentence);
    sentence.words = words;
    sentence
}

fn kind(line: Line<'_>, clauses: &[Clause], question: Option<&Question>) -> SentenceKind {
    match clauses.first() {
        _ if question.is_some() => SentenceKind::Question,
        None => SentenceKind::Fragment,
        Some(first) if first.subject.is_none() && begins_with_verb(line) => SentenceKind::Command,
        Some(first) if first.subject.is_none() => SentenceKind::Fragment,
        Some(_) => SentenceKind::Statement,
    }
}

/// Whether the sentence opens with a verb in its plain form.
fn begins_with_verb(line: Line<'_>) -> bool {
    let start = clause::skip_openers(line, 0..line.words.len()).start;
    let word = line.get(start);
    word.is_some_and(|word| {
        matches!(word.pos, Pos::Verb | Pos::Auxiliary) && word.text.eq_ignore_ascii_case(&word.lemma)
    })
}

/// The runs of words that no clause, question, amount, time or name covers.
fn unread(words: &[Word], sentence: &Sentence) -> Vec<Span> {
    let mut covers: Vec<Span> = sentence.clauses.iter().map(|clause| clause.span).collect();
    covers.extend(sentence.question.iter().filter(|question| question.about.is_some()).map(|question| question.span));
    covers.extend(sentence.quantities.iter().map(|quantity| quantity.span));
    covers.extend(sentence.times.iter().map(|time| time.span));
    covers.extend(sentence.names.iter().map(|name| name.span));
    covers.sort_by_key(|span| span.start);
    let mut found: Vec<Span> = Vec::new();
    let mut covered = 0;
    let mut next = 0;
    let mut gap = true;
    for word in words {
        while let Some(cover) = covers.get(next).filter(|cover| cover.start <= word.span.start) {
            covered = covered.max(cover.end);
            next += 1;
        }
        let silent = matches!(word.pos, Pos::Punctuation | Pos::Interjection | Pos::Coordinator | Pos::Subordinator);
        if word.span.end <= covered || silent {
            gap = true;
            continue;
        }
        match found.last_mut().filter(|_| !gap) {
            Some(last) => last.end = word.span.end,
            None => found.push(word.span),
        }
        gap = false;
    }
    found
}

#[cfg(test)]
mod tests;
