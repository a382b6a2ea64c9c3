//! Facts as phrases: words in their order, with places for the things they are about.

pub(crate) use super::super::texts::stem;
use super::sections::{Sections, Token};

/// What stands in a place of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arg {
    /// A named thing.
    Thing(usize),
    /// A parameter of an action.
    Param(usize),
}

/// A fact, or the pattern of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The words, with `_` for each argument: `_ on top of _`.
    pub(crate) key: String,
    pub(crate) args: Vec<Arg>,
    /// Whether it is said not to hold.
    pub(crate) negated: bool,
}

/// A named thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Thing {
    pub(crate) name: String,
    /// As it is written in a plan: `the red block`, `object a`.
    pub(crate) said: String,
    /// The noun for its kind.
    pub(crate) kind: String,
}

/// The things and the kinds that the text names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    kinds: Vec<String>,
    pub(crate) things: Vec<Thing>,
}

/// One piece of a clause.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Arg(Arg),
    Word(String),
    /// A form of "be".
    Copula,
    Not,
    /// A comma or "and".
    Cut,
}

const ARTICLES: &[&str] = &["the", "a", "an"];
const COPULAS: &[&str] =
    &["is", "are", "was", "were", "be", "being", "been", "am", "becomes", "become", "'s", "'re", "'m", "gets", "get"];
const SILENT: &[&str] = &[
    "i",
    "you",
    "we",
    "my",
    "your",
    "our",
    "that",
    "have",
    "has",
    "had",
    "really",
    "also",
    "now",
    "currently",
    "there",
    "then",
    "both",
    "will",
    "must",
    "should",
    "it",
    "to",
    "longer",
    "as",
    "well",
    "initially",
    "following",
    "facts",
    "still",
    "already",
    "actually",
];
const CUTS: &[&str] = &[",", "and", "but", ";", "while", ".", "-", "*", "•", "!", ":", "&"];
const NOT: &[&str] = &["not", "n't", "no", "never"];
const SMALL: &[&str] = &[
    "is", "on", "in", "at", "of", "to", "if", "or", "by", "be", "as", "it", "my", "we", "so", "up", "no", "an", "am",
    "do", "i",
];

impl Names {
    /// The kinds that the text speaks of with an indefinite article, and with names in the start and the goal.
    pub(crate) fn new(sections: &Sections) -> Names {
        let mut kinds: Vec<String> = Vec::new();
        for sentence in sections.actions.iter().chain(&sections.rules) {
            for two in sentence.windows(2) {
                if let [before, noun] = two
                    && before.is(&["a", "an", "another", "other", "one", "second"])
                    && noun.lower.chars().all(char::is_alphabetic)
                    && !noun.is(&["time", "set", "plan", "of"])
                {
                    kinds.push(stem(&noun.lower));
                }
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        let mut names = Names { kinds, things: Vec::new() };
        for sentence in sections.start.iter().chain(&sections.goal) {
            names.learn(sentence);
        }
        names
    }

    /// Whether named things are of this kind.
    pub(crate) fn is_kind(&self, noun: &str) -> bool {
        let noun = stem(noun);
        self.things.iter().any(|thing| thing.kind == noun)
    }

    fn listed(&self, noun: &str) -> bool {
        self.kinds.contains(&stem(noun))
    }

    fn learn(&mut self, tokens: &[Token]) {
        let mut at = 0;
        while at < tokens.len() {
            match self.thing(tokens, at) {
                Some((thing, length)) => {
                    if !self.things.iter().any(|known| known.name == thing.name) {
                        self.things.push(thing);
                    }
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    /// The named thing at a place, and how many tokens name it.
    fn thing(&self, tokens: &[Token], at: usize) -> Option<(Thing, usize)> {
        let article = usize::from(tokens.get(at)?.is(ARTICLES) && !self.ends_name(tokens, at));
        let mut from = at + article;
        // "the city city_0": the noun only repeats the kind.
        if self.listed(&tokens.get(from)?.lower) && tokens.get(from + 1).is_some_and(is_code) {
            from += 1;
        }
        let first = tokens.get(from)?;
        if is_code(first) {
            let kind = first.lower.split(|letter: char| letter.is_ascii_digit() || letter == '_').next().unwrap_or("");
            let kind = stem(kind.trim_end_matches(['_', '-']));
            return Some((Thing { name: first.lower.clone(), said: first.raw.clone(), kind }, from + 1 - at));
        }
        if self.listed(&first.lower) {
            let name = tokens.get(from + 1).filter(|name| is_short(name))?;
            let said = format!("{} {}", first.lower, name.raw);
            return Some((Thing { name: said.to_lowercase(), said, kind: stem(&first.lower) }, from + 2 - at));
        }
        if article == 0 {
            return None;
        }
        let length = (1..=3).find(|length| tokens.get(from + length).is_some_and(|noun| self.listed(&noun.lower)))?;
        let words = tokens.get(from..=from + length)?;
        let plain = words.iter().all(|word| {
            word.lower.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
                && !word.is(SMALL)
                && !word.is(COPULAS)
        });
        let name = words.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ");
        let kind = stem(&words.last()?.lower);
        plain.then(|| (Thing { said: format!("the {name}"), name, kind }, from + length + 1 - at))
    }

    /// Whether the "a" here is a name: "object a".
    fn ends_name(&self, tokens: &[Token], at: usize) -> bool {
        at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| self.listed(&before.lower))
    }

    /// The facts of sentences about named things.
    pub(crate) fn state(&self, sentences: &[Vec<Token>]) -> Vec<Phrase> {
        let mut found = Vec::new();
        for sentence in sentences {
            let body = after_cue(sentence);
            let mut pieces = Vec::new();
            let mut at = 0;
            while let Some(token) = body.get(at) {
                match self.thing(body, at).and_then(|(thing, length)| Some((self.number(&thing.name)?, length))) {
                    Some((number, length)) => {
                        pieces.push(Piece::Arg(Arg::Thing(number)));
                        at += length;
                    }
                    None => {
                        pieces.extend(piece(token));
                        at += 1;
                    }
                }
            }
            found.extend(phrases(&pieces));
        }
        found.retain(|phrase: &Phrase| !phrase.negated);
        found
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.things.iter().position(|thing| thing.name == name)
    }
}

/// A name with a number in it: `truck_1`, `loc3`, `l0-1`.
pub(crate) fn is_code(token: &Token) -> bool {
    let starts = token.lower.starts_with(|first: char| first.is_ascii_alphabetic());
    starts && token.lower.bytes().any(|byte| byte.is_ascii_digit())
}

/// A short name after a noun: `a`, `B2`, `12`.
fn is_short(token: &Token) -> bool {
    let plain = token.lower.chars().all(char::is_alphanumeric);
    plain && (token.lower.len() <= 2 || token.raw.starts_with(char::is_uppercase)) && !token.is(SMALL)
}

/// The tokens after what announces the facts: after "that" or a colon, where there is one among the first words.
fn after_cue(tokens: &[Token]) -> &[Token] {
    let cue = tokens.iter().take(14).rposition(|token| token.is(&["that", ":"]));
    let cue = cue.or_else(|| tokens.iter().take(3).rposition(|token| token.is(&["initially", "currently"])));
    cue.and_then(|cue| tokens.get(cue + 1..)).unwrap_or(tokens)
}

/// A token that names nothing, as a piece; none where it says nothing.
pub(crate) fn piece(token: &Token) -> Option<Piece> {
    Some(match token.lower.as_str() {
        _ if token.is(CUTS) => Piece::Cut,
        _ if token.is(NOT) => Piece::Not,
        _ if token.is(COPULAS) => Piece::Copula,
        _ if token.is(ARTICLES) || token.is(SILENT) => return None,
        _ => Piece::Word(stem(&token.lower)),
    })
}

/// The facts in a row of pieces: "x and y are p" says p of both, "x is p and is q" says both of x.
pub(crate) fn phrases(pieces: &[Piece]) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut waiting: Vec<Arg> = Vec::new();
    let mut subject: Vec<Arg> = Vec::new();
    for part in pieces.split(|piece| *piece == Piece::Cut) {
        let says = part.iter().any(|piece| matches!(piece, Piece::Word(_)));
        let first = part.iter().find(|piece| **piece != Piece::Not);
        match first {
            None => continue,
            Some(Piece::Arg(arg)) if !says => {
                waiting.push(*arg);
                continue;
            }
            Some(Piece::Arg(arg)) => {
                waiting.push(*arg);
                subject = std::mem::take(&mut waiting);
                let rest = part.iter().skip_while(|piece| !matches!(piece, Piece::Arg(_))).skip(1);
                let rest: Vec<Piece> = rest.cloned().collect();
                found.extend(subject.iter().filter_map(|subject| phrase(Some(*subject), &rest, part)));
            }
            Some(Piece::Copula) if !subject.is_empty() => {
                found.extend(subject.iter().filter_map(|subject| phrase(Some(*subject), part, part)));
            }
            Some(_) => found.extend(phrase(None, part, part)),
        }
    }
    found
}

fn phrase(subject: Option<Arg>, rest: &[Piece], whole: &[Piece]) -> Option<Phrase> {
    let mut key: Vec<&str> = subject.iter().map(|_| "_").collect();
    let mut args: Vec<Arg> = subject.into_iter().collect();
    for piece in rest {
        match piece {
            Piece::Arg(arg) => {
                key.push("_");
                args.push(*arg);
            }
            Piece::Word(word) => key.push(word),
            _ => {}
        }
    }
    let negated = whole.contains(&Piece::Not);
    key.iter().any(|word| *word != "_").then(|| Phrase { key: key.join(" "), args, negated })
}
