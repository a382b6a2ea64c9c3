//! What is asked: the form of the question, and the clause with a hole where the answer goes.

use std::ops::Range;

use engine_api::{Clause, Pos, Question, QuestionKind, Tense};

use super::clause::{Line, VerbGroup, clause, complements, group_at, predicate, skip_openers, verb_group};

/// The question that a sentence asks, if it asks one; `marked` where it ends in a question mark.
pub(crate) fn question(line: Line<'_>, marked: bool) -> Option<Question> {
    let whole = skip_openers(line, line.trimmed(0..line.words.len()));
    let range = after_request(line, whole.clone());
    let indirect = range.start > whole.start;
    let mut start = range.start;
    // "In which city …": the preposition stands before the question word.
    if line.pos(start) == Pos::Adposition && kind_of(line, start + 1).is_some() {
        start += 1;
    }
    if let Some((kind, focus)) = kind_of(line, start) {
        let asks = marked || indirect || follows_question_word(line, focus.end);
        return asks.then(|| wh(line, kind, focus, range)).flatten();
    }
    let first_is_auxiliary = line.pos(start) == Pos::Auxiliary && start + 1 < range.end;
    let about = if first_is_auxiliary {
        inverted(line, range.clone()).map(|clause| with_predicate(line, range.clone(), clause))
    } else if marked || indirect {
        clause(line, range.clone())
    } else {
        return None;
    };
    let span = line.span(range.clone())?;
    match about {
        None if line.pos(range.start) == Pos::Determiner => {
            // "Tell me my name", "My name?": what is it?
            let about = Clause { span, verb: "be".to_owned(), subject: line.phrase(range), ..Clause::default() };
            Some(Question { span, kind: QuestionKind::What, about: Some(about), focus: None })
        }
        _ => Some(Question { span, kind: QuestionKind::YesNo, about, focus: None }),
    }
}

/// Leaves out a request to answer: "can you tell me", "do you know", "please tell me", "remind me".
fn after_request(line: Line<'_>, range: Range<usize>) -> Range<usize> {
    const REQUESTS: [&str; 20] = [
        "can you tell i",
        "could you tell i",
        "would you tell i",
        "can you please tell i",
        "could you please tell i",
        "can you remind i",
        "can you say",
        "do you know",
        "do you remember",
        "do you happen to know",
        "tell i",
        "remind i",
        "please tell i",
        "i want to know",
        "i would like to know",
        "i wonder",
        "i need to know",
        "be it true",
        "be it the case",
        "be it correct",
    ];
    let opening: Vec<&str> = range.clone().take(6).map(|at| line.lemma(at)).collect();
    let Some(first) = opening.first() else { return range };
    let fits = |request: &str| {
        if !request.starts_with(first) {
            return None;
        }
        let length = request.split(' ').count();
        (opening.len() > length && request.split(' ').eq(opening[..length].iter().copied())).then_some(length)
    };
    let Some(length) = REQUESTS.iter().filter_map(|request| fits(request)).max() else { return range };
    let mut start = range.start + length;
    while matches!(line.lemma(start), "," | ":" | "please" | "if" | "whether" | "that") && start + 1 < range.end {
        start += 1;
    }
    // "Do you know Tom?", "Tell me a joke": nothing is embedded.
    let embeds = kind_of(line, start).is_some() || verb_group(line, start..range.end).is_some();
    let asks_for = line.pos(start) == Pos::Determiner && line.lemma(start) != "a";
    if embeds || asks_for { start..range.end } else { range }
}

/// The form that the question word at `at` makes, and the words that go with it.
fn kind_of(line: Line<'_>, at: usize) -> Option<(QuestionKind, Range<usize>)> {
    let kind = match line.lemma(at) {
        "what" | "which" | "whose" => QuestionKind::What,
        "who" => QuestionKind::Who,
        "where" => QuestionKind::Where,
        "when" => QuestionKind::When,
        "why" => QuestionKind::Why,
        "how" if matches!(line.lemma(at + 1), "many" | "much") => {
            return Some((QuestionKind::HowMany, at + 2..focus_end(line, at + 2)));
        }
        "how" => {
            let measures = matches!(line.pos(at + 1), Pos::Adjective | Pos::Adverb);
            return Some((QuestionKind::How, at + 1..at + 1 + usize::from(measures)));
        }
        _ => return None,
    };
    let takes_noun = matches!(line.lemma(at), "what" | "which" | "whose");
    let end = if takes_noun { focus_end(line, at + 1) } else { at + 1 };
    Some((kind, at + 1..end))
}

/// Where the noun phrase after a question word ends.
fn focus_end(line: Line<'_>, start: usize) -> usize {
    let mut at = start;
    while matches!(line.pos(at), Pos::Noun | Pos::Adjective | Pos::Numeral | Pos::ProperNoun)
        || (at > start && line.lemma(at) == "of" && matches!(line.pos(at + 1), Pos::Noun | Pos::Determiner))
        || (at > start && line.lemma(at - 1) == "of" && line.pos(at) == Pos::Determiner)
    {
        at += 1;
    }
    at
}

/// Whether a verb follows the question word, so that the sentence asks even without a question mark.
fn follows_question_word(line: Line<'_>, at: usize) -> bool {
    matches!(line.pos(at), Pos::Auxiliary | Pos::Verb) || line.lemma(at) == "'s"
}

/// A question with a question word whose noun is `focus`.
fn wh(line: Line<'_>, kind: QuestionKind, focus: Range<usize>, range: Range<usize>) -> Option<Question> {
    let rest = focus.end..range.end;
    let mut about = if follows_question_word(line, rest.start) {
        asked(line, kind, rest)
    } else {
        // "… where Tom lives": the order of a statement.
        clause(line, rest)
    };
    let span = line.span(range.clone())?;
    if let Some(clause) = about.as_mut() {
        clause.span = span;
        let leads = range.start..focus.start.saturating_sub(1);
        if line.pos(leads.start) == Pos::Adposition && !leads.is_empty() {
            clause.adjuncts.push((line.lemma(leads.start).to_owned(), String::new()));
        }
    }
    Some(Question { span, kind, about, focus: line.phrase(focus) })
}

/// The clause after a question word, beginning with its verb.
fn asked(line: Line<'_>, kind: QuestionKind, rest: Range<usize>) -> Option<Clause> {
    let first = line.lemma(rest.start);
    let next = line.pos(rest.start + 1);
    let is_be = matches!(first, "be" | "'s");
    let who = matches!(kind, QuestionKind::Who | QuestionKind::What | QuestionKind::HowMany);
    let subject_asked = match line.pos(rest.start) {
        Pos::Verb => true,
        _ if is_be => {
            who && matches!(next, Pos::Adposition | Pos::Adjective | Pos::Verb) && !is_phrase(line, rest.start + 1)
        }
        // "Who has a dog?", "Who can swim?"
        _ => who && (next == Pos::Verb || (first == "have" && !has_later_verb(line, rest.start + 1..rest.end))),
    };
    if subject_asked { Some(from_verb(line, rest)) } else { inverted(line, rest) }
}

/// Whether a noun phrase begins with the adjective at `at`.
fn is_phrase(line: Line<'_>, at: usize) -> bool {
    line.pos(at) == Pos::Adjective && matches!(line.pos(at + 1), Pos::Noun | Pos::ProperNoun)
}

fn has_later_verb(line: Line<'_>, mut range: Range<usize>) -> bool {
    range.any(|at| matches!(line.pos(at), Pos::Verb | Pos::Auxiliary))
}

/// A clause without a subject.
fn from_verb(line: Line<'_>, rest: Range<usize>) -> Clause {
    let group = group_at(line, rest.start, rest.end);
    predicate(line, &group, rest.end)
}

/// A clause whose auxiliary stands before its subject: "does Tom live in Paris", "is Tom a doctor".
fn inverted(line: Line<'_>, rest: Range<usize>) -> Option<Clause> {
    let mut start = rest.start + 1;
    let negated = line.lemma(start) == "not";
    start += usize::from(negated);
    let main = main_verb(line, start..rest.end, line.lemma(rest.start));
    let lead = group_at(line, rest.start, rest.start + 1);
    let (subject, group) = match main {
        Some(main) => {
            let group = group_at(line, main, rest.end);
            let late_negation = main > start && matches!(line.lemma(main - 1), "not" | "never");
            let subject = start..main - usize::from(late_negation);
            let negated = negated || late_negation || group.negated;
            let verb = with_auxiliary(line.lemma(rest.start), &group, line, main);
            // "Has Tom eaten?" asks about the past.
            let perfect = line.lemma(rest.start) == "have" && lead.tense == Tense::Present;
            let tense = if perfect { Tense::Past } else { lead.tense };
            (subject, VerbGroup { verb, negated, tense, modal: lead.modal, ..group })
        }
        None => {
            let end = phrase_end(line, start..rest.end);
            let late_negation = line.lemma(end) == "not";
            let range = rest.start..end + usize::from(late_negation);
            (start..end, VerbGroup { range, negated: negated || late_negation, ..lead })
        }
    };
    let subject_end =
        (subject.start..subject.end).rev().find(|at| line.pos(*at) != Pos::Adverb).map_or(subject.start, |at| at + 1);
    let (object, adjuncts) = complements(line, line.trimmed(group.range.end..rest.end));
    let mut clause = Clause { object, adjuncts, ..predicate(line, &group, rest.end) };
    clause.span = line.span(rest)?;
    clause.subject = line.phrase(subject.start..subject_end);
    if line.lemma(subject.start) == "there" && clause.verb == "be" {
        clause.subject = clause.object.take();
    }
    Some(clause)
}

/// "Is the ground wet?", "Is my name Ada?": where a copula's subject took everything, its last word or name is what
/// is asked of it.
fn with_predicate(line: Line<'_>, range: Range<usize>, mut clause: Clause) -> Clause {
    let length = range.len();
    if clause.verb != "be" || clause.object.is_some() || !clause.adjuncts.is_empty() || length < 3 {
        return clause;
    }
    let mut cut = range.end - 1;
    while cut > range.start + 2 && line.pos(cut) == Pos::ProperNoun && line.pos(cut - 1) == Pos::ProperNoun {
        cut -= 1;
    }
    // The auxiliary and at least one word of the subject stay before the cut.
    if matches!(line.pos(cut - 1), Pos::Determiner | Pos::Coordinator) || line.lemma(cut - 1) == "of" {
        return clause;
    }
    clause.subject = line.phrase(range.start + 1..cut);
    clause.object = line.phrase(cut..range.end);
    clause
}

/// The verb of an inverted question: "be" before a participle makes a passive, other auxiliaries add nothing.
fn with_auxiliary(auxiliary: &str, group: &VerbGroup, line: Line<'_>, main: usize) -> String {
    let written = line.get(main).map_or(String::new(), |word| word.text.to_lowercase());
    let participle = !written.ends_with("ing") && written != line.lemma(main);
    if matches!(auxiliary, "be" | "'s") && participle { format!("be {written}") } else { group.verb.clone() }
}

/// Where the main verb of an inverted question stands; `None` where the auxiliary is the only verb.
fn main_verb(line: Line<'_>, range: Range<usize>, auxiliary: &str) -> Option<usize> {
    let subject_end = phrase_end(line, range.clone());
    let is_verb = |at: &usize| matches!(line.pos(*at), Pos::Verb | Pos::Auxiliary);
    if let Some(verb) = (range.start..range.end).find(is_verb) {
        // "Is Tom ready to go?": the infinitive belongs to the object.
        return (line.lemma(verb.wrapping_sub(1)) != "to").then_some(verb);
    }
    if matches!(auxiliary, "be" | "'s") {
        return None;
    }
    if subject_end < range.end && line.pos(subject_end) == Pos::Noun {
        return Some(subject_end);
    }
    // "Does the dog bark?": an unknown verb was taken for a noun and ends the phrase before it.
    let last = subject_end.checked_sub(1)?;
    let long = last > range.start + usize::from(line.pos(range.start) == Pos::Determiner);
    (auxiliary != "have" && long && line.pos(last) == Pos::Noun).then_some(last)
}

/// Where the noun phrase at the start of `range` ends.
pub(crate) fn phrase_end(line: Line<'_>, range: Range<usize>) -> usize {
    let mut at = range.start;
    while at < range.end {
        at = simple_end(line, at..range.end);
        let continues = matches!(line.lemma(at), "'s" | "of" | "and" | "or" | "'");
        let more = matches!(
            line.pos(at + 1),
            Pos::Noun | Pos::ProperNoun | Pos::Determiner | Pos::Adjective | Pos::Pronoun | Pos::Numeral
        );
        if !(continues && more && at + 1 < range.end) {
            break;
        }
        at += 1;
    }
    at.min(range.end)
}

/// The end of a phrase without conjunctions and genitives.
fn simple_end(line: Line<'_>, range: Range<usize>) -> usize {
    let mut at = range.start;
    if line.pos(at) == Pos::Pronoun {
        return at + 1;
    }
    let mut head = None;
    while at < range.end {
        match line.pos(at) {
            Pos::Noun | Pos::ProperNoun if head.is_none_or(|head| joins(line, head, at)) => head = Some(at),
            Pos::Determiner | Pos::Adjective | Pos::Numeral | Pos::Symbol if head.is_none() => {
                if at > range.start && line.pos(at) == Pos::Determiner && line.pos(at - 1) != Pos::Determiner {
                    break;
                }
            }
            _ => break,
        }
        at += 1;
    }
    at.max(range.start + 1)
}

/// Whether two nouns in a row are one phrase: "coffee machine", "Ada Lovelace", "my dog Rex", not "Tom chess".
fn joins(line: Line<'_>, head: usize, at: usize) -> bool {
    !(line.pos(head) == Pos::ProperNoun && line.pos(at) == Pos::Noun)
}
