//! Simple clauses: words to predicate and roles, polarity and tense. A chunker, not a parser: it finds the verb
//! group and takes the phrases around it.

use std::ops::Range;

use engine_api::{Clause, Pos, Span, Tense, Word};

/// The words of one sentence with the text they stand in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) words: &'a [Word],
}

/// The part of a sentence that holds one clause.
#[derive(Debug, Clone)]
struct Segment {
    range: Range<usize>,
    marker: Option<String>,
    /// Its subject is that of the clause before: "lives in Paris and works in Rome".
    shares_subject: bool,
}

/// The verb with everything that belongs to it.
#[derive(Debug, Clone, Default)]
pub(crate) struct VerbGroup {
    /// Where it begins and where what follows it begins.
    pub(crate) range: Range<usize>,
    pub(crate) verb: String,
    pub(crate) negated: bool,
    pub(crate) tense: Tense,
    pub(crate) modal: Option<String>,
}

impl<'a> Line<'a> {
    pub(crate) fn get(&self, at: usize) -> Option<&'a Word> {
        self.words.get(at)
    }

    pub(crate) fn pos(&self, at: usize) -> Pos {
        self.get(at).map_or(Pos::Punctuation, |word| word.pos)
    }

    pub(crate) fn lemma(&self, at: usize) -> &'a str {
        self.get(at).map_or("", |word| word.lemma.as_str())
    }

    /// The text from the first to the last of these words; `None` where there are none.
    pub(crate) fn phrase(&self, range: Range<usize>) -> Option<String> {
        let span = self.span(range)?;
        let phrase = span.of(self.text).trim();
        (!phrase.is_empty()).then(|| phrase.to_owned())
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        let words = self.words.get(range)?;
        Some(Span { start: words.first()?.span.start, end: words.last()?.span.end })
    }

    /// `range` without marks at its ends.
    pub(crate) fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let is_mark = |at: usize| self.pos(at) == Pos::Punctuation;
        while range.start < range.end && is_mark(range.start) && !self.opens_quote(range.start) {
            range.start += 1;
        }
        while range.start < range.end && is_mark(range.end - 1) && !self.closes_quote(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    fn opens_quote(&self, at: usize) -> bool {
        matches!(self.lemma(at), "\"" | "“" | "(" | "[")
    }

    fn closes_quote(&self, at: usize) -> bool {
        matches!(self.lemma(at), "\"" | "”" | ")" | "]")
    }
}

/// The clauses of a statement or a command.
pub(crate) fn clauses(line: Line<'_>) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    for segment in segments(line) {
        let Some(mut clause) = clause(line, segment.range) else { continue };
        if segment.shares_subject && clause.subject.is_none() {
            clause.subject = found.last().and_then(|before| before.subject.clone());
        }
        clause.marker = segment.marker;
        found.push(clause);
    }
    found
}

/// Parts the sentence where a new clause begins: at a conjunction or comma that a subject and a verb, or a verb
/// alone, follow.
fn segments(line: Line<'_>) -> Vec<Segment> {
    let joints: Vec<usize> = (0..line.words.len()).filter(|at| is_joint(line, *at)).collect();
    let mut found = Vec::new();
    let mut open = Segment { range: 0..line.words.len(), marker: None, shares_subject: false };
    for (index, &joint) in joints.iter().enumerate() {
        let end = joints.get(index + 1).copied().unwrap_or(line.words.len());
        let subordinates = line.pos(joint) == Pos::Subordinator || line.lemma(joint) == "when";
        let left_has_verb = verb_start(line, open.range.start..joint).is_some();
        let right = verb_start(line, joint + 1..end);
        if subordinates && (joint == open.range.start || left_has_verb) && right.is_some() {
            close(&mut found, &mut open, joint);
            open.marker = Some(line.lemma(joint).to_owned());
            open.range.start = joint + 1;
        } else if left_has_verb && right.is_some_and(|verb| begins_clause(line, joint, verb)) {
            let inherits = line.pos(joint) == Pos::Coordinator;
            let marker = if inherits { open.marker.clone() } else { None };
            close(&mut found, &mut open, joint);
            open.marker = marker;
            open.range.start = joint + 1;
            open.shares_subject = right == Some(joint + 1);
        }
    }
    close(&mut found, &mut open, line.words.len());
    found
}

fn close(found: &mut Vec<Segment>, open: &mut Segment, end: usize) {
    if open.range.start < end {
        found.push(Segment { range: open.range.start..end, ..open.clone() });
    }
    open.shares_subject = false;
}

fn is_joint(line: Line<'_>, at: usize) -> bool {
    match line.pos(at) {
        Pos::Coordinator => true,
        Pos::Subordinator => line.lemma(at) != "that",
        Pos::Punctuation => matches!(line.lemma(at), "," | ";" | ":" | "—"),
        Pos::Adverb => {
            let clause_follows =
                matches!(line.pos(at + 1), Pos::Pronoun | Pos::Determiner | Pos::ProperNoun | Pos::Noun);
            matches!(line.lemma(at), "then" | "so" | "when") && clause_follows
        }
        _ => false,
    }
}

/// Whether the words between the joint and the verb are a subject, so that a clause of its own begins.
fn begins_clause(line: Line<'_>, joint: usize, verb: usize) -> bool {
    if verb == joint + 1 {
        return line.pos(joint) == Pos::Coordinator;
    }
    (joint + 1..verb).any(|at| matches!(line.pos(at), Pos::Noun | Pos::ProperNoun | Pos::Pronoun | Pos::Numeral))
}

/// The clause of one segment; `None` where it has no verb.
pub(crate) fn clause(line: Line<'_>, range: Range<usize>) -> Option<Clause> {
    let range = line.trimmed(range);
    let (fronted, start) = fronted(line, range.clone());
    let verb = verb_group(line, start..range.end)?;
    let subject = line.trimmed(skip_openers(line, after_address(line, start..verb.range.start)));
    let mut clause = Clause {
        span: line.span(start..range.end)?,
        subject: line.phrase(subject.clone()),
        ..predicate(line, &verb, range.end)
    };
    clause.adjuncts.extend(fronted);
    if line.lemma(subject.start) == "there" && clause.verb == "be" {
        clause.subject = clause.object.take();
    }
    if subject.len() > 1 && line.lemma(subject.start) == "no" {
        clause.negated = !clause.negated;
    }
    Some(clause)
}

/// Verb, object and adjuncts of a clause whose words from the end of the verb group to `end` follow the verb.
pub(crate) fn predicate(line: Line<'_>, verb: &VerbGroup, end: usize) -> Clause {
    let rest = line.trimmed(verb.range.end..end);
    let (object, adjuncts) = complements(line, rest);
    Clause {
        span: line.span(verb.range.start..end).unwrap_or_default(),
        verb: verb.verb.clone(),
        object,
        adjuncts,
        negated: verb.negated,
        tense: verb.tense,
        modal: verb.modal.clone(),
        ..Clause::default()
    }
}

/// Splits what follows a verb into its object and the phrases that prepositions lead.
pub(crate) fn complements(line: Line<'_>, rest: Range<usize>) -> (Option<String>, Vec<(String, String)>) {
    let mut adjuncts = Vec::new();
    let mut cuts: Vec<usize> = rest.clone().filter(|at| cuts_adjunct(line, *at)).collect();
    if line.lemma(rest.start) == "that" && line.pos(rest.start) == Pos::Subordinator {
        cuts.clear();
    }
    let object_end = cuts.first().copied().unwrap_or(rest.end);
    let mut object = line.trimmed(rest.start..object_end);
    let times = trailing_adverbs(line, object.clone());
    object.end = times.start;
    for (index, &cut) in cuts.iter().enumerate() {
        let end = cuts.get(index + 1).copied().unwrap_or(rest.end);
        let inner = line.trimmed(cut + 1..end);
        let late = trailing_adverbs(line, inner.clone());
        let Some(phrase) = line.phrase(inner.start..late.start) else { continue };
        adjuncts.push((line.lemma(cut).to_owned(), phrase));
        adjuncts.extend(late.filter_map(|at| Some((String::new(), line.phrase(at..at + 1)?))));
    }
    adjuncts.extend(times.filter_map(|at| Some((String::new(), line.phrase(at..at + 1)?))));
    (line.phrase(object), adjuncts)
}

/// Whether the word at `at` begins an adjunct.
fn cuts_adjunct(line: Line<'_>, at: usize) -> bool {
    match line.pos(at) {
        Pos::Adposition => line.lemma(at) != "of",
        Pos::Particle => line.lemma(at) == "to",
        _ => false,
    }
}

/// The adverbs and the words for days at the end of a phrase, unless they are all of it.
fn trailing_adverbs(line: Line<'_>, phrase: Range<usize>) -> Range<usize> {
    let mut start = phrase.end;
    while start > phrase.start + 1 {
        let lemma = line.lemma(start - 1);
        let adverb = line.pos(start - 1) == Pos::Adverb && !matches!(lemma, "very" | "so" | "home");
        if !adverb && !matches!(lemma, "today" | "tomorrow" | "yesterday" | "tonight") {
            break;
        }
        start -= 1;
    }
    start..phrase.end
}

/// A phrase led by a preposition before the subject ("In 2020, …") and where the clause proper begins.
fn fronted(line: Line<'_>, range: Range<usize>) -> (Vec<(String, String)>, usize) {
    let start = skip_openers(line, range.clone()).start;
    if line.pos(start) != Pos::Adposition {
        return (Vec::new(), start);
    }
    let comma = (start..range.end).find(|at| line.lemma(*at) == ",");
    let Some(comma) = comma.filter(|comma| verb_start(line, *comma + 1..range.end).is_some()) else {
        return (Vec::new(), start);
    };
    let phrase = line.phrase(start + 1..comma).map(|phrase| (line.lemma(start).to_owned(), phrase));
    (phrase.into_iter().collect(), comma + 1)
}

/// Leaves out what a comma parts from the subject ("Tom, my name is Ada"), unless the commas part a list.
fn after_address(line: Line<'_>, subject: Range<usize>) -> Range<usize> {
    let lists = subject.clone().any(|at| line.pos(at) == Pos::Coordinator);
    let comma = subject.clone().rev().find(|at| line.lemma(*at) == ",").filter(|_| !lists);
    let start = comma.filter(|comma| comma + 1 < subject.end).map_or(subject.start, |comma| comma + 1);
    start..subject.end
}

/// Whether an adverb takes back part of what the clause says; it stays with the subject then, as "maybe Tom".
fn hedges(lemma: &str) -> bool {
    const HEDGES: [&str; 26] = [
        "maybe",
        "perhaps",
        "probably",
        "possibly",
        "presumably",
        "supposedly",
        "allegedly",
        "apparently",
        "reportedly",
        "hopefully",
        "usually",
        "normally",
        "generally",
        "typically",
        "mostly",
        "often",
        "sometimes",
        "occasionally",
        "rarely",
        "seldom",
        "hardly",
        "barely",
        "almost",
        "nearly",
        "formerly",
        "never",
    ];
    HEDGES.contains(&lemma)
}

/// Leaves out interjections, conjunctions and adverbs before the subject.
pub(crate) fn skip_openers(line: Line<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end {
        let lemma = line.lemma(range.start);
        let opens = match line.pos(range.start) {
            Pos::Interjection | Pos::Punctuation | Pos::Coordinator | Pos::Symbol => !line.opens_quote(range.start),
            Pos::Adverb => !matches!(lemma, "where" | "when" | "why" | "how" | "here" | "there") && !hedges(lemma),
            _ => false,
        };
        if !opens {
            break;
        }
        range.start += 1;
    }
    range
}

/// Where the verb group of these words begins.
pub(crate) fn verb_start(line: Line<'_>, range: Range<usize>) -> Option<usize> {
    let first = range.clone().find(|at| is_finite(line, *at, range.clone()))?;
    // "The man who lives here is Tom": the verb of a relative clause is not the sentence's.
    let relative = (range.start + 1..first).any(|at| {
        matches!(line.lemma(at), "who" | "which" | "that") && matches!(line.pos(at - 1), Pos::Noun | Pos::ProperNoun)
    });
    if !relative {
        return Some(first);
    }
    let past = verb_end(line, first, range.end);
    (past..range.end).find(|at| is_finite(line, *at, range.clone())).or(Some(first))
}

fn is_finite(line: Line<'_>, at: usize, range: Range<usize>) -> bool {
    if at > range.start && line.lemma(at - 1) == "to" {
        return false;
    }
    match line.pos(at) {
        Pos::Verb => !is_gerund(line, at) || at == range.start,
        Pos::Auxiliary => true,
        Pos::Particle => line.lemma(at) == "'s" && is_contracted_is(line, at, range),
        _ => false,
    }
}

fn is_gerund(line: Line<'_>, at: usize) -> bool {
    line.get(at).is_some_and(|word| word.text.ends_with("ing") && word.lemma != word.text)
}

/// Whether `'s` stands for "is": after a pronoun or a question word, or where there is no other verb.
fn is_contracted_is(line: Line<'_>, at: usize, range: Range<usize>) -> bool {
    let before = at.checked_sub(1).map_or(Pos::Other, |before| line.pos(before));
    let after_word = at.checked_sub(1).map_or("", |before| line.lemma(before));
    if matches!(before, Pos::Pronoun | Pos::Adverb) && after_word != "someone" {
        return true;
    }
    !(at + 1..range.end.min(at + 12)).any(|other| matches!(line.pos(other), Pos::Verb | Pos::Auxiliary))
        && at + 1 < range.end
}

/// The verb group that begins first among these words.
pub(crate) fn verb_group(line: Line<'_>, range: Range<usize>) -> Option<VerbGroup> {
    let start = verb_start(line, range.clone())?;
    Some(group_at(line, start, range.end))
}

/// The verb group that begins at `start`.
pub(crate) fn group_at(line: Line<'_>, start: usize, end: usize) -> VerbGroup {
    let mut group = VerbGroup { range: start..verb_end(line, start, end), ..VerbGroup::default() };
    let words = &line.words[group.range.clone()];
    let before = start.checked_sub(1).map_or("", |at| line.lemma(at));
    group.negated = before == "never" || words.iter().any(|word| is_negation(&word.lemma));
    group.modal = words.iter().map(auxiliary).find(|lemma| is_modal(lemma)).map(str::to_owned);
    group.tense = tense(words);
    group.verb = main_verb(words);
    group
}

/// Where the verb group that begins at `start` ends: after its main verb, or after its auxiliaries.
fn verb_end(line: Line<'_>, start: usize, end: usize) -> usize {
    let mut last = start;
    for at in start..end {
        match line.pos(at) {
            Pos::Verb => return at + 1,
            Pos::Auxiliary => last = at,
            Pos::Particle if matches!(line.lemma(at), "'s") && at == start => last = at,
            Pos::Particle if line.lemma(at) == "to" && line.pos(at + 1) == Pos::Verb && is_ought(line, at) => {}
            Pos::Particle if is_negation(line.lemma(at)) => last = at,
            Pos::Adverb if followed_by_verb(line, at, end) || line.lemma(at) == "never" => last = at,
            _ => break,
        }
    }
    last + 1
}

fn is_ought(line: Line<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| matches!(line.lemma(before), "ought"))
}

fn followed_by_verb(line: Line<'_>, at: usize, end: usize) -> bool {
    let next = (at + 1..end.min(at + 4)).find(|at| line.pos(*at) != Pos::Adverb);
    next.is_some_and(|next| matches!(line.pos(next), Pos::Verb | Pos::Auxiliary))
}

fn is_negation(lemma: &str) -> bool {
    matches!(lemma, "not" | "n't" | "never" | "cannot")
}

fn is_modal(lemma: &str) -> bool {
    matches!(lemma, "can" | "cannot" | "could" | "may" | "might" | "must" | "shall" | "should" | "would" | "ought")
}

/// The lemma of an auxiliary; `'s` in a verb group is "is".
fn auxiliary(word: &Word) -> &str {
    if word.lemma == "'s" { "be" } else { word.lemma.as_str() }
}

fn tense(words: &[Word]) -> Tense {
    let past = |word: &Word| {
        let lower = word.text.to_lowercase();
        let regular = word.pos == Pos::Verb && lower.ends_with("ed") && lower != word.lemma;
        regular || crate::lexicon::word(&lower).is_some_and(|entry| entry.past)
    };
    if words.iter().any(|word| word.pos == Pos::Auxiliary && word.lemma == "will") {
        Tense::Future
    } else if words.first().is_some_and(past) || is_perfect(words) {
        Tense::Past
    } else {
        Tense::Present
    }
}

/// "has eaten": done by now.
fn is_perfect(words: &[Word]) -> bool {
    let has = words.first().is_some_and(|word| word.pos == Pos::Auxiliary && word.lemma == "have");
    has && words.iter().any(|word| word.pos == Pos::Verb)
}

/// The lemma of the main verb; with "be" before a past participle both: `be born`.
fn main_verb(words: &[Word]) -> String {
    let auxiliaries = || words.iter().filter(|word| word.pos == Pos::Auxiliary || word.lemma == "'s");
    let Some(main) = words.iter().find(|word| word.pos == Pos::Verb) else {
        return auxiliaries().next_back().map_or("be", auxiliary).to_owned();
    };
    let lower = main.text.to_lowercase();
    let participle = !lower.ends_with("ing") && lower != main.lemma;
    let after_be = auxiliaries().next_back().is_some_and(|word| auxiliary(word) == "be");
    if after_be && participle { format!("be {lower}") } else { main.lemma.clone() }
}
