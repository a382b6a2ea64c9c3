//! Parts of speech: the lexicon first, then the shape of the word, then its neighbours.

use std::borrow::Cow;

use engine_api::{Pos, Word};

use super::split::{Shape, Token};
use crate::{lexicon, morph};

/// The tagged words of one sentence.
pub(crate) fn words(text: &str, tokens: &[Token]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let written = token.span.of(text);
        let mut lower = lower(written);
        // A letter or two right after a word were taken off it: "whats", "youre".
        let touches = token.shape == Shape::Word
            && words.last().is_some_and(|last| last.span.end == token.span.start && last.pos != Pos::Punctuation);
        if touches && matches!(lower.as_str(), "m" | "re" | "ve" | "ll") {
            lower.insert(0, '\'');
        }
        if touches && lower == "s" && words.last().is_some_and(takes_is) {
            words.push(Word { span: token.span, text: written.to_owned(), lemma: "'s".to_owned(), pos: Pos::Particle });
            continue;
        }
        let pos = guess(written, &lower, token.shape, words.last().is_none_or(|last| last.pos == Pos::Punctuation));
        words.push(Word { span: token.span, text: written.to_owned(), lemma: lower, pos });
    }
    let is_verb = |word: &Word| matches!(word.pos, Pos::Verb | Pos::Auxiliary);
    let mut verbs = Verbs { before: false, anywhere: words.iter().any(is_verb) };
    for at in 0..words.len() {
        words[at].pos = in_context(&words, at, verbs);
        verbs.before |= words[at].pos == Pos::Verb;
        verbs.anywhere |= is_verb(&words[at]);
    }
    for at in 0..words.len() {
        let follows_verb = at + 1 < words.len();
        let lemma = lemma(&words, at, follows_verb);
        words[at].lemma = lemma;
    }
    words
}

/// Whether "whats" and the like begin with this word.
fn takes_is(word: &Word) -> bool {
    matches!(word.lemma.as_str(), "what" | "where" | "who" | "how" | "when" | "why" | "that" | "there" | "here")
}

/// Which verbs a sentence has.
#[derive(Debug, Clone, Copy)]
struct Verbs {
    /// A main verb before the word in question.
    before: bool,
    /// Any verb.
    anywhere: bool,
}

/// `word` in lower case with a straight apostrophe.
pub(crate) fn lower(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_lowercase().replace('’', "'") }
}

/// [`lower`] without a copy where nothing changes.
pub(crate) fn lower_of(word: &str) -> Cow<'_, str> {
    let plain = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if plain { Cow::Borrowed(word) } else { Cow::Owned(lower(word)) }
}

/// The likeliest part of speech of a word on its own.
fn guess(written: &str, lower: &str, shape: Shape, first: bool) -> Pos {
    match shape {
        Shape::Number => return Pos::Numeral,
        Shape::Verbatim => return Pos::Other,
        Shape::Mark => return mark(written),
        Shape::Word => {}
    }
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    let known = lexicon::word(lower);
    match known {
        Some(entry) if capital && !first && is_open(entry.pos) => Pos::ProperNoun,
        Some(entry) => entry.pos,
        None if super::quantity::is_number_word(lower) => Pos::Numeral,
        None if capital && !first => Pos::ProperNoun,
        None if morph::is_known_verb(lower) => Pos::Verb,
        None if capital && !lower.ends_with("ly") => Pos::ProperNoun,
        None => by_ending(lower),
    }
}

/// Whether a capital inside a sentence makes a name of a word with this tag.
fn is_open(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::Verb | Pos::Adjective)
}

fn mark(written: &str) -> Pos {
    let sign = written.chars().all(|sign| "+-*/=<>^%$€£¥°×÷√&#@~|\\".contains(sign));
    if sign { Pos::Symbol } else { Pos::Punctuation }
}

fn by_ending(lower: &str) -> Pos {
    const ADJECTIVES: [&str; 9] = ["ous", "ful", "less", "able", "ible", "ive", "ical", "ish", "est"];
    if lower.ends_with("ly") {
        Pos::Adverb
    } else if ADJECTIVES.iter().any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending)) {
        Pos::Adjective
    } else if lower.chars().all(char::is_alphanumeric) || lower.contains('-') {
        Pos::Noun
    } else {
        Pos::Other
    }
}

/// The part of speech that the neighbours of the word at `at` make likelier.
fn in_context(words: &[Word], at: usize, verbs: Verbs) -> Pos {
    let word = &words[at];
    let before = at.checked_sub(1).map(|index| &words[index]);
    let before_pos = before.map_or(Pos::Punctuation, |word| word.pos);
    let next = words.get(at + 1);
    let next_pos = next.map_or(Pos::Punctuation, |word| word.pos);
    match word.lemma.as_str() {
        "that" if matches!(before_pos, Pos::Verb | Pos::Noun) && starts_phrase(next_pos) => return Pos::Subordinator,
        "that" | "this" | "these" | "those" | "all" | "which" if !continues_noun_phrase(next_pos) => {
            return Pos::Pronoun;
        }
        "no" if starts_noun(next_pos) => return Pos::Determiner,
        "like" if before_pos == Pos::Auxiliary && !before.is_some_and(|word| is_do_or_modal(&word.lemma)) => {
            return Pos::Adposition;
        }
        "her" if !starts_noun(next_pos) => return Pos::Pronoun,
        _ => {}
    }
    if word.pos == Pos::ProperNoun && before_pos == Pos::Punctuation && is_bare_plural(&word.lemma, next) {
        return Pos::Noun;
    }
    let open = matches!(word.pos, Pos::Verb | Pos::Noun | Pos::ProperNoun);
    if word.pos == Pos::ProperNoun || !open {
        return word.pos;
    }
    verb_or_noun(words, at, verbs).unwrap_or(word.pos)
}

/// Whether a word that looks like a name only because it begins the sentence is a plural: "Birds can fly".
fn is_bare_plural(lower: &str, next: Option<&Word>) -> bool {
    const NAMES: [&str; 10] =
        ["james", "thomas", "charles", "chris", "lucas", "socrates", "nicholas", "marcus", "hans", "carlos"];
    let plural = lower.ends_with('s') && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end));
    let agrees = next.is_some_and(|next| {
        let form = next.lemma.as_str();
        let plain_verb = next.pos == Pos::Verb && lexicon::word(form).is_some_and(|entry| entry.lemma == form);
        plain_verb || matches!(form, "are" | "were" | "have" | "do" | "can" | "must" | "cannot" | "will")
    });
    plural && agrees && !NAMES.contains(&lower)
}

/// Decides between verb and noun where the words before the one at `at` do.
fn verb_or_noun(words: &[Word], at: usize, verbs: Verbs) -> Option<Pos> {
    let word = &words[at];
    let before = at.checked_sub(1).map(|index| &words[index])?;
    let could_be_verb = morph::is_known_verb(&word.lemma);
    let ends_in_s = word.lemma.ends_with('s') && !word.lemma.ends_with("ss");
    match before.pos {
        Pos::Determiner | Pos::Adjective | Pos::Adposition | Pos::Numeral if !is_participle(&word.lemma) => {
            Some(Pos::Noun)
        }
        Pos::Particle if before.lemma == "to" => (could_be_verb || word.pos == Pos::Noun).then_some(Pos::Verb),
        Pos::Particle if before.lemma == "'s" && !is_participle(&word.lemma) => Some(Pos::Noun),
        Pos::Pronoun if could_be_verb && is_subject(&before.lemma) => Some(Pos::Verb),
        Pos::Auxiliary if is_do_or_modal(&before.lemma) && could_be_verb => Some(Pos::Verb),
        // "Tom lives", "the dog barks": an inflected word after the end of a noun phrase is its verb.
        Pos::ProperNoun | Pos::Noun if could_be_verb && (ends_in_s || is_participle(&word.lemma)) => {
            (!verbs.before).then_some(Pos::Verb)
        }
        Pos::ProperNoun if !could_be_verb && ends_in_s && !verbs.anywhere => Some(Pos::Verb),
        _ => None,
    }
}

fn is_participle(lower: &str) -> bool {
    lower.ends_with("ed") || lower.ends_with("ing") || lexicon::word(lower).is_some_and(|entry| entry.past)
}

fn is_subject(lower: &str) -> bool {
    matches!(lower, "i" | "you" | "he" | "she" | "it" | "we" | "they" | "who" | "someone" | "everyone" | "something")
}

fn is_do_or_modal(lower: &str) -> bool {
    lexicon::word(lower).is_some_and(|entry| entry.pos == Pos::Auxiliary && !matches!(entry.lemma, "be" | "have"))
}

fn starts_phrase(pos: Pos) -> bool {
    matches!(pos, Pos::Determiner | Pos::Pronoun | Pos::ProperNoun | Pos::Noun | Pos::Adjective)
}

fn starts_noun(pos: Pos) -> bool {
    matches!(pos, Pos::Adjective | Pos::Noun | Pos::ProperNoun | Pos::Numeral | Pos::Verb)
}

fn continues_noun_phrase(pos: Pos) -> bool {
    starts_noun(pos) || pos == Pos::Determiner
}

/// The dictionary form of the word at `at`.
fn lemma(words: &[Word], at: usize, more: bool) -> String {
    let word = &words[at];
    // "'s" is "is" before anything that is not owned; which one it is, the clause says. "'d" stays "would".
    if word.lemma == "'s" || !more && word.pos == Pos::Punctuation {
        return word.lemma.clone();
    }
    morph::lemma(&word.lemma, word.pos)
}
