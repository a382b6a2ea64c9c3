//! The connectives between the clauses of a sentence, from the words that join them: "if A, then B", "B when A",
//! "A leads to B", "either A or B", "at least one is true: (1) A, (2) B"; a plain clause where nothing joins.

use std::collections::BTreeSet;

use engine_api::{Pos, Word};

use super::gist::Gist;
use super::piece;

/// What a sentence says of its clauses.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Saying {
    If(Gist, Gist),
    Either(Vec<Gist>),
    Fact(Gist),
    /// All of these; only claims are so.
    All(Vec<Gist>),
}

const CONDITIONS: &[&str] = &["if", "when", "whenever", "once", "provided", "assuming", "suppose", "supposing"];
/// Verbs between a condition and what comes of it.
const BRINGING: &[&str] = &[
    "lead",
    "result",
    "mean",
    "imply",
    "entail",
    "ensure",
    "cause",
    "guarantee",
    "allow",
    "help",
    "make",
    "enable",
    "grant",
    "promote",
    "improve",
    "increase",
    "reduce",
    "hinder",
    "trigger",
    "contribute",
    "produce",
    "provide",
    "let",
    "boost",
    "prevent",
    "bring",
];
/// Words for someone, before "who".
const ANYONE: &[&str] = &[
    "anyone",
    "anybody",
    "someone",
    "somebody",
    "everyone",
    "everybody",
    "person",
    "individual",
    "people",
    "those",
    "individuals",
    "persons",
];
/// Modal verbs, from which on what comes of a condition is told.
const MODALS: &[&str] =
    &["will", "would", "can", "could", "must", "shall", "'ll", "cannot", "ca", "wo", "may", "might"];
/// Words that speak of each of a kind.
const EVERY: &[&str] = &["all", "every", "each", "any", "no"];
/// From these words on a sentence says what may be, not what is.
const UNSURE: &[&str] = &[
    "uncertain",
    "unclear",
    "unknown",
    "unsure",
    "uncertainty",
    "whether",
    "perhaps",
    "maybe",
    "possibly",
    "ambiguous",
    "undetermined",
    "mystery",
    "contemplate",
    "wonder",
    "regardless",
];
/// Words that announce alternatives.
const ALTERNATIVES: &[&str] = &["either", "least", "two", "one", "options", "option", "possibilities", "choice"];
/// Words that open what comes of the sentence before.
const THEREFORE: &[&str] = &["consequently", "therefore", "thus", "hence", "result", "consequence", "subsequently"];

/// The words of a sentence cut into clauses.
pub(super) struct Splitter<'k> {
    pub(super) names: &'k BTreeSet<String>,
}

fn written(word: &Word) -> String {
    word.text.to_lowercase()
}

fn is(word: &Word, table: &[&str]) -> bool {
    table.contains(&written(word).as_str()) || table.contains(&word.lemma.to_lowercase().as_str())
}

fn place(words: &[&Word], table: &[&str]) -> Option<usize> {
    words.iter().position(|word| is(word, table))
}

/// Splits before each of the places.
fn pieces<'s, 'w>(words: &'s [&'w Word], at: impl Fn(usize) -> bool) -> Vec<&'s [&'w Word]> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 1..=words.len() {
        if end == words.len() || at(end) {
            found.extend(words.get(start..end));
            start = end;
        }
    }
    found
}

impl Splitter<'_> {
    fn gist(&self, words: &[&Word]) -> Gist {
        Gist::of(words, self.names)
    }

    /// What the sentences say, in order. `before` carries what the sentence before came to.
    pub(super) fn sayings(&self, words: &[&Word], before: &mut Option<Gist>) -> Vec<Saying> {
        let mut found = Vec::new();
        let words = self.certain(words);
        let joins = |at: usize| {
            let joined = words.get(at).is_some_and(|word| {
                is(word, &[";", "and", "but", "while", "whereas", "conversely", "alternatively", "otherwise"])
            });
            joined && words.get(at..(at + 4).min(words.len())).is_some_and(|next| place(next, &["if"]).is_some())
        };
        for chunk in pieces(words, joins) {
            let said = self.chunk(chunk, before.as_ref());
            *before = match &said {
                Some(Saying::If(_, then)) => Some(then.clone()),
                _ => None,
            };
            found.extend(said);
        }
        found
    }

    /// The words that say what is so for sure.
    fn certain<'s, 'w>(&self, words: &'s [&'w Word]) -> &'s [&'w Word] {
        let doubt = |at: usize| {
            let word = |at: usize| words.get(at).map(|word| written(word)).unwrap_or_default();
            let (one, two) = (word(at), word(at + 1));
            let modal = matches!(one.as_str(), "could" | "might" | "may") && two == "be";
            let denied = matches!(one.as_str(), "n't" | "not")
                && matches!(two.as_str(), "know" | "sure" | "certain" | "clear" | "determine" | "decide");
            let possible = two == "possible" && matches!(one.as_str(), "is" | "'s" | "was");
            modal || denied || possible || words.get(at).is_some_and(|word| is(word, UNSURE))
        };
        let Some(cut) = (0..words.len()).find(|at| doubt(*at)) else { return words };
        let (sure, rest) = words.split_at(cut);
        if !self.gist(sure).is_empty() {
            return sure;
        }
        // "It is unclear which, but one thing is sure: …"
        let resumed = place(rest, &["but", "however", "though"]).and_then(|at| rest.get(at + 1..));
        let stated = || place(rest, &["either"]).and_then(|at| rest.get(at..));
        resumed.filter(|rest| place(rest, UNSURE).is_none()).or_else(stated).unwrap_or(&[])
    }

    fn chunk(&self, words: &[&Word], before: Option<&Gist>) -> Option<Saying> {
        if let Some(found) = place(words, CONDITIONS).and_then(|at| self.conditional(words, at)) {
            return Some(found);
        }
        if place(words, &["or"]).is_some() || place(words, &["2", "secondly"]).is_some() {
            let announced = place(words, ALTERNATIVES).is_some();
            if announced || self.joins_clauses(words) {
                return self.either(words);
            }
        }
        if let Some(found) = self.relative(words).or_else(|| self.universal(words)) {
            return Some(found);
        }
        if let Some(found) = self.bringing(words, before) {
            return Some(found);
        }
        let gist = self.gist(words);
        if gist.is_empty() {
            return None;
        }
        let follows = words.get(..4.min(words.len())).is_some_and(|first| place(first, THEREFORE).is_some());
        match before.filter(|_| follows) {
            Some(before) => Some(Saying::If(before.clone(), gist)),
            None => Some(Saying::Fact(gist)),
        }
    }

    /// "Doing this leads to that", "this leads to that" after what "this" is.
    fn bringing(&self, words: &[&Word], before: Option<&Gist>) -> Option<Saying> {
        let done = words.iter().take(3).any(|word| written(word).ends_with("ing") && word.pos != Pos::Pronoun);
        let brings = |word: &&Word| word.pos == Pos::Verb && is(word, BRINGING);
        let at = words.iter().position(brings).filter(|at| *at > 0)?;
        let (cause, effect) = (self.gist(words.get(..at)?), self.gist(words.get(at..)?));
        let general = cause.names.is_empty() && effect.names.is_empty();
        match (cause.is_empty(), before) {
            _ if effect.is_empty() => None,
            (false, _) if done || general => Some(Saying::If(cause, effect)),
            (_, Some(before)) => Some(Saying::If(before.clone(), effect)),
            _ => None,
        }
    }

    /// "Anyone who works hard will be promoted", "those who get it are rich".
    fn relative(&self, words: &[&Word]) -> Option<Saying> {
        let opens = |at: &usize| {
            let who = words.get(*at).is_some_and(|word| is(word, &["who", "that", "whoever"]));
            let of = at.checked_sub(1).and_then(|at| words.get(at));
            who && of.map_or(*at == 0, |word| is(word, ANYONE))
        };
        let at = (0..words.len().min(8)).find(opens)?;
        let verb = |word: &Word| matches!(word.pos, Pos::Verb | Pos::Auxiliary) && !written(word).ends_with("ing");
        let marked = |end: &usize| words.get(*end).is_some_and(|word| is(word, MODALS) || word.text == ",");
        let second = || {
            let mut verbs = (at + 1..words.len()).filter(|end| words.get(*end).is_some_and(|word| verb(word)));
            verbs.next().and_then(|first| verbs.find(|next| *next > first + 2))
        };
        let end = (at + 3..words.len()).find(marked).or_else(second)?;
        self.rule(words.get(at + 1..end)?, words.get(end..)?, false)
    }

    /// "All cooks are patient", "no cook is rich".
    fn universal(&self, words: &[&Word]) -> Option<Saying> {
        let every = (0..words.len().min(3)).find(|at| words.get(*at).is_some_and(|word| is(word, EVERY)))?;
        let verb = |word: &Word| matches!(word.pos, Pos::Verb | Pos::Auxiliary) && !written(word).ends_with("ing");
        let mut verbs = (every + 2..words.len()).filter(|at| words.get(*at).is_some_and(|word| verb(word)));
        let mut end = verbs.next()?;
        if place(words.get(every..end)?, &["who", "that", "which"]).is_some() {
            end = verbs.find(|next| *next > end + 1)?;
        }
        let none = words.get(every).is_some_and(|word| is(word, &["no"]));
        self.rule(words.get(every + 1..end)?, words.get(end..)?, none)
    }

    /// A rule about nobody in particular.
    fn rule(&self, condition: &[&Word], result: &[&Word], denied: bool) -> Option<Saying> {
        let (one, mut two) = (self.gist(condition), self.gist(result));
        two.positive ^= denied;
        let general = one.names.is_empty() && !one.is_empty() && !two.is_empty();
        general.then_some(Saying::If(one, two))
    }

    /// A condition that opens at a place.
    pub(super) fn conditional(&self, words: &[&Word], at: usize) -> Option<Saying> {
        let (front, rest) = (words.get(..at)?, words.get(at + 1..)?);
        let end = (1..rest.len()).find(|end| {
            let mark = rest.get(*end).is_some_and(|word| is(word, &[",", "then"]));
            mark && !self.gist(rest.get(..*end).unwrap_or(&[])).is_empty()
        });
        let framed = front.last().is_none_or(|word| is(word, &["that", ",", "and", "but", "know", ":", "then"]));
        if let Some(end) = end.filter(|_| framed || self.gist(front).is_empty()) {
            let (one, two) = (self.gist(rest.get(..end)?), self.gist(rest.get(end..)?));
            return (!one.is_empty() && !two.is_empty()).then_some(Saying::If(one, two));
        }
        let start = place(front, &["that"]).map_or(0, |that| that + 1);
        let (one, two) = (self.gist(rest), self.gist(front.get(start..)?));
        (!one.is_empty() && !two.is_empty()).then_some(Saying::If(one, two))
    }

    /// The alternatives of a sentence.
    pub(super) fn either(&self, words: &[&Word]) -> Option<Saying> {
        let opens = |table: &[&str]| place(words, table).map(|at| at + 1);
        let start = opens(&["either"]).or_else(|| opens(&[":", "–", "—"])).or_else(|| opens(&["("])).unwrap_or(0);
        let rest = words.get(start..)?;
        let numbered = |at: usize| rest.get(at).is_some_and(|word| is(word, &["2", "secondly"]));
        let parts = pieces(rest, |at| numbered(at) || rest.get(at).is_some_and(|word| is(word, &["or"])));
        // "…, or both", "or perhaps both are true" adds nothing.
        let both = |part: &&[&Word]| place(part.get(..part.len().min(4)).unwrap_or(&[]), &["both"]).is_none();
        // "He will not sing or dance": neither the one nor the other.
        let elided = |part: &[&Word]| {
            let first = part.iter().find(|word| !is(word, &["or", ",", "and"]));
            first.is_some_and(|word| matches!(word.pos, Pos::Verb | Pos::Adjective))
        };
        let mut gists: Vec<Gist> = Vec::new();
        for part in parts.into_iter().filter(both) {
            let mut gist = self.gist(part);
            gist.positive ^= elided(part) && gists.last().is_some_and(|last| !last.positive);
            gists.extend(Some(gist).filter(|gist| !gist.is_empty()));
        }
        gists.truncate(3);
        (gists.len() > 1).then_some(Saying::Either(gists))
    }

    /// The statements marked "(a) … (b) …".
    pub(super) fn lettered(&self, words: &[&Word]) -> Vec<Gist> {
        let letter = |at: usize| {
            let closes = words.get(at + 1).is_some_and(|word| word.text == ")");
            words.get(at).is_some_and(|word| is(word, &["a", "b", "c", "d", "i", "ii", "1", "2"])) && closes
        };
        let Some(first) = (0..words.len()).find(|at| letter(*at)) else { return Vec::new() };
        let rest = words.get(first..).unwrap_or(&[]);
        let parts = pieces(rest, |at| letter(at + first));
        parts.into_iter().filter_map(|part| part.get(2..)).map(|part| self.gist(part)).collect()
    }

    /// What an option claims.
    pub(super) fn claim(&self, words: &[&Word]) -> Option<Saying> {
        if let Some(found) = place(words, &["if"]).and_then(|at| self.conditional(words, at)) {
            return Some(found);
        }
        if place(words, &["or"]).is_some() {
            return self.either(words);
        }
        let mut gists: Vec<Gist> = piece::pieces(words, self.names).into_iter().map(|piece| piece.gist).collect();
        gists.retain(|gist| !gist.is_empty());
        if gists.len() > 1 {
            return Some(Saying::All(gists));
        }
        let gist = self.gist(words);
        (!gist.is_empty()).then_some(Saying::Fact(gist))
    }

    /// Whether "or" stands between clauses, of which the second may leave its subject out.
    fn joins_clauses(&self, words: &[&Word]) -> bool {
        let Some(at) = place(words, &["or"]) else { return false };
        let verb = |words: &[&Word]| words.iter().any(|word| matches!(word.pos, Pos::Verb | Pos::Auxiliary));
        words.get(..at).is_some_and(verb)
            && words.get(at..).is_some_and(|rest| verb(rest) && !self.gist(rest).is_empty())
    }
}
