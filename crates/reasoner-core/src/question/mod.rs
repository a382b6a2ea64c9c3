//! What a question asks for, by its words alone: the kind of answer, the noun it goes with, and the words that must be
//! found near it. Shared by what answers from passages and from facts.

mod terms;

use engine_api::vocabulary::ordinal;
use engine_api::{Lexicon, Pos, Senses, Sentence, Word};

pub(crate) use terms::{Match, Terms, is_term};

/// The kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Who.
    Person,
    /// Where, which country.
    Place,
    /// When, which year.
    Time,
    /// How many, what percentage.
    Number,
    /// Why.
    Reason,
    /// How.
    Manner,
    /// What, which.
    Thing,
    /// Yes or no.
    Truth,
}

/// A question.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) wanted: Wanted,
    /// The noun that the question word goes with: `club` in "which club", "what is the name of the club".
    pub(crate) focus: Option<&'a Word>,
    /// Whether the focus names the answer's role ("what is the **capital** of X") rather than its kind.
    pub(crate) role: bool,
    /// The main verb.
    pub(crate) verb: Option<&'a Word>,
    /// Whether what is asked for does what the verb says ("who wrote X"), rather than undergoes it ("what did X write").
    pub(crate) acts: bool,
    /// The preposition that leads or ends the question: "in what city", "what is it made of".
    pub(crate) preposition: Option<&'a Word>,
    /// Whether it asks what something is called.
    pub(crate) calls: bool,
    /// Whether it asks what something is: nothing but its name and a copula.
    pub(crate) defines: bool,
    /// Whether it offers alternatives ("gold or silver"), so that its own words may answer.
    pub(crate) offers: bool,
    /// Superlatives, ordinals and "only": they single one thing out.
    pub(crate) degrees: Vec<&'a Word>,
    /// The words to be found.
    pub(crate) terms: Terms<'a>,
}

/// Analyses a question.
pub(crate) fn asked<'a>(sentence: &'a Sentence, lexicon: &dyn Lexicon) -> Asked<'a> {
    // "Who ran the mill If the text does not say, …": what follows a capital "If" says how to answer.
    let condition = (3..sentence.words.len()).find(|at| sentence.words.get(*at).is_some_and(|word| word.text == "If"));
    let words: Vec<&Word> = sentence.words.iter().take(condition.unwrap_or(sentence.words.len())).collect();
    let at = asking_word(&words);
    let asking = at.and_then(|at| words.get(at)).map_or(String::new(), |word| word.text.to_lowercase());
    let after = at.map_or(words.len(), |at| at + 1);
    let (focus, role, end) = focus(&words, at, &asking);
    let wanted = wanted(&asking, focus, &words, after, lexicon);
    let verb = words.iter().skip(end).rfind(|word| word.pos == Pos::Verb).copied();
    let next = words.get(end);
    let acts = next.is_some_and(|word| word.pos == Pos::Verb)
        || next.is_some_and(|word| word.lemma == "be") && verb.is_some() && !passive(&words, end);
    let lead =
        at.and_then(|at| at.checked_sub(1)).and_then(|at| words.get(at)).filter(|word| word.pos == Pos::Adposition);
    let tail = words.iter().rfind(|word| word.pos != Pos::Punctuation).filter(|word| word.pos == Pos::Adposition);
    let terms = Terms::of(&words, lexicon);
    let calls = words.iter().skip(after).any(|word| matches!(word.lemma.as_str(), "call" | "name" | "term" | "know"));
    let defines = verb.is_none()
        && focus.is_none()
        && next.is_some_and(|word| word.lemma == "be")
        && matches!(asking.as_str(), "what" | "who");
    let degrees = words.iter().copied().filter(|word| singles_out(word)).collect();
    let offers = words.iter().any(|word| word.lemma == "or");
    let preposition = lead.or(tail).copied();
    Asked { wanted, focus, role, verb, acts, preposition, calls, defines, offers, degrees, terms }
}

/// Whether a word singles one thing out.
fn singles_out(word: &Word) -> bool {
    let low = word.text.to_lowercase();
    let superlative = low.ends_with("est") && low != word.lemma && matches!(word.pos, Pos::Adjective | Pos::Adverb);
    superlative
        || ordinal(&low).is_some()
        || matches!(low.as_str(), "most" | "least" | "only" | "last" | "never" | "not")
}

/// "What is X called": the verb's subject is X.
fn passive(words: &[&Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|word| !matches!(word.pos, Pos::Verb | Pos::Adverb))
}

fn is_asking(word: &Word) -> bool {
    matches!(
        word.text.to_lowercase().as_str(),
        "who" | "whom" | "whose" | "what" | "which" | "where" | "when" | "why" | "how"
    )
}

/// The question word: one that opens a clause ("in which year", "after the war, who"), the later one where a clause of
/// time goes before ("when the king died, who"); else the last one ("the town was founded by whom").
fn asking_word(words: &[&Word]) -> Option<usize> {
    let all: Vec<usize> = (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| is_asking(word))).collect();
    let pos = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|word| word.pos);
    let opens = |at: &usize| {
        let lead = if pos(at.checked_sub(1)) == Some(Pos::Adposition) { at.checked_sub(1) } else { Some(*at) };
        let before = lead.and_then(|at| at.checked_sub(1));
        before.is_none() || matches!(pos(before), Some(Pos::Punctuation))
    };
    let first = all.iter().copied().find(opens);
    let told = |at: usize| matches!(words.get(at).map(|word| word.lemma.as_str()), Some("when" | "where" | "how"));
    let later = first.filter(|at| told(*at)).and_then(|at| {
        let after_comma = |other: &usize| *other > at + 3 && opens(other);
        all.iter().copied().rfind(after_comma)
    });
    let asks = |at: &usize| {
        at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| {
            matches!(word.lemma.as_str(), "me" | "us" | "i" | "know" | "say" | "tell" | "out" | "explain" | "state")
        })
    };
    let truth = words
        .first()
        .is_some_and(|word| word.pos == Pos::Auxiliary || matches!(word.lemma.as_str(), "be" | "do" | "have" | "can"));
    let last = all.last().copied().filter(|_| !truth);
    later.or(first).or_else(|| all.iter().copied().find(asks)).or(last)
}

/// "Name the river that …", "Give one example of …": where the noun that is asked for begins.
fn commanded(words: &[&Word]) -> Option<usize> {
    const ASK: &[&str] = &["name", "state", "list", "give", "identify", "find", "mention", "cite", "tell", "specify"];
    let at = words.iter().take(4).position(|word| ASK.contains(&word.text.to_lowercase().as_str()))?;
    let skipped = |word: &&&Word| matches!(word.pos, Pos::Determiner | Pos::Pronoun | Pos::Numeral | Pos::Adposition);
    Some(at + 1 + words.iter().skip(at + 1).take_while(skipped).count())
}

/// The noun that the question word goes with, whether it names a role, and where the question goes on.
fn focus<'a>(words: &[&'a Word], at: Option<usize>, asking: &str) -> (Option<&'a Word>, bool, usize) {
    let noun = |word: &&&Word| matches!(word.pos, Pos::Noun | Pos::ProperNoun);
    let inner = |word: &&&Word| noun(word) || matches!(word.pos, Pos::Adjective | Pos::Numeral | Pos::Determiner);
    let Some(at) = at else {
        let Some(from) = commanded(words) else { return (None, false, 0) };
        let end = from + words.iter().skip(from).take_while(inner).count();
        return (words.get(from..end).unwrap_or(&[]).iter().rfind(noun).copied(), false, end);
    };
    let many = words.get(at + 1).is_some_and(|word| matches!(word.lemma.as_str(), "many" | "much"));
    let start = at + 1 + usize::from(asking == "how" && many);
    let run = words.iter().skip(start).take_while(inner).count();
    let mut end = start + run;
    if words.get(end).is_some_and(|word| word.text == "of")
        && words.get(end.wrapping_sub(1)).is_some_and(|word| is_kind_word(word))
    {
        end += 1 + words.iter().skip(end + 1).take_while(inner).count();
    }
    let focus = words.get(start..end).unwrap_or(&[]).iter().rfind(noun).copied();
    if focus.is_some() || !matches!(asking, "what" | "which" | "who") {
        return (focus, false, end);
    }
    // "What is the capital of X": past the copula.
    let be = words.get(end).is_some_and(|word| word.lemma == "be");
    let mut from = end + 1;
    if be && words.get(from).is_some_and(|word| word.pos == Pos::Determiner) {
        let run = words.iter().skip(from).take_while(inner).count();
        if words.get(from + run).is_some_and(|word| word.text == "of") {
            let head = words.get(from + run - 1).copied();
            if head.is_some_and(is_kind_word) {
                from += run + 1;
                let run = words.iter().skip(from).take_while(inner).count();
                return (words.get(from..from + run).unwrap_or(&[]).iter().rfind(noun).copied(), false, end);
            }
            return (head, true, end);
        }
    }
    (None, false, end)
}

fn is_kind_word(word: &Word) -> bool {
    matches!(word.lemma.as_str(), "kind" | "type" | "sort" | "name" | "number" | "form" | "class" | "amount" | "part")
}

fn wanted(asking: &str, focus: Option<&Word>, words: &[&Word], after: usize, lexicon: &dyn Lexicon) -> Wanted {
    let next = words.get(after).map_or("", |word| word.lemma.as_str());
    match asking {
        "who" | "whom" | "whose" => Wanted::Person,
        "where" => Wanted::Place,
        "when" => Wanted::Time,
        "why" => Wanted::Reason,
        "how"
            if matches!(
                next,
                "many"
                    | "much"
                    | "old"
                    | "tall"
                    | "high"
                    | "far"
                    | "long"
                    | "large"
                    | "big"
                    | "often"
                    | "fast"
                    | "deep"
            ) =>
        {
            Wanted::Number
        }
        "how" => Wanted::Manner,
        "what" | "which" => focus.map_or(Wanted::Thing, |focus| kind(&focus.lemma, lexicon)),
        _ if focus.is_some() => focus.map_or(Wanted::Thing, |focus| kind(&focus.lemma, lexicon)),
        _ => match words.first() {
            Some(first)
                if first.pos == Pos::Auxiliary || matches!(first.lemma.as_str(), "be" | "do" | "have" | "can") =>
            {
                Wanted::Truth
            }
            _ => Wanted::Thing,
        },
    }
}

/// The kind of answer that a noun names.
fn kind(noun: &str, lexicon: &dyn Lexicon) -> Wanted {
    let is = |ancestor: &str| lexicon.is_kind_of(noun, Pos::Noun, ancestor, Senses::First);
    match noun {
        "year" | "date" | "day" | "month" | "century" | "decade" | "time" | "era" | "period" => Wanted::Time,
        "percentage" | "percent" | "number" | "amount" | "population" | "age" | "ratio" | "price" | "cost" => {
            Wanted::Number
        }
        "country" | "city" | "state" | "town" | "place" | "location" | "region" | "continent" | "nation" | "area" => {
            Wanted::Place
        }
        "person" | "man" | "woman" | "people" => Wanted::Person,
        _ if is("person") => Wanted::Person,
        _ if is("location") => Wanted::Place,
        _ => Wanted::Thing,
    }
}
