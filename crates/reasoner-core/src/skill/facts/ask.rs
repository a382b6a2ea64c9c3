//! A question over facts: which entities it names, what it asks for, and which of its words must be accounted for.

use engine_api::Pos;

use super::store::{Hop, Id, Relation, Store};
use super::text::Line;
use super::thesaurus::{Concepts, akin, slip, thesaurus};

/// The most tokens of an entity's name.
const LONGEST: usize = 16;

/// An entity that the question names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) entity: Id,
}

/// A question with its entities.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) line: &'a Line<'a>,
    pub(crate) links: Vec<Link>,
    /// The question word in lower case; empty where there is none.
    pub(crate) asking: &'a str,
}

impl<'a> Question<'a> {
    pub(crate) fn new(line: &'a Line<'a>, store: &Store) -> Question<'a> {
        let mut links = exact(line, store);
        if links.is_empty() {
            links = partial(line, store);
        }
        let asks =
            |text: &str| matches!(text, "who" | "whom" | "whose" | "what" | "which" | "where" | "when" | "how" | "why");
        let outside = |at: usize| !links.iter().any(|link| link.start <= at && at < link.end);
        let mut tokens = line.tokens.iter().enumerate();
        let asking =
            tokens.find(|(at, token)| outside(*at) && asks(&token.lower)).map_or("", |(_, token)| &token.lower);
        Question { line, links, asking }
    }

    /// Whether yes or no answers it.
    pub(crate) fn is_polar(&self) -> bool {
        let helps = |token: &super::text::Token<'_>| matches!(token.lemma(), "be" | "do" | "have" | "can" | "will");
        self.asking.is_empty() && self.line.tokens.first().is_some_and(helps)
    }

    /// Whether it asks how many there are.
    pub(crate) fn counts(&self) -> bool {
        let many = |pair: &[super::text::Token<'_>]| matches!(pair, [how, many] if how.is("how") && many.is("many"));
        self.line.tokens.windows(2).any(many)
    }

    /// Whether it names something that no fact speaks of.
    pub(crate) fn names_strangers(&self, store: &Store) -> bool {
        let linked = |at: usize| self.links.iter().any(|link| link.start <= at && at < link.end);
        let told = |word: &str| store.relations.iter().any(|relation| accounts(relation, word, 0));
        let mut tokens = self.line.tokens.iter().take(self.line.len()).enumerate().skip(1);
        tokens.any(|(at, token)| token.stands_out() && !linked(at) && !is_light(token.lemma()) && !told(token.lemma()))
    }

    /// The lemmas of the tokens in the given ranges, without those of entities.
    pub(crate) fn lemmas(&self, ranges: &[(usize, usize)]) -> Vec<&'a str> {
        let line: &'a Line<'a> = self.line;
        let outside = |at: &usize| !self.links.iter().any(|link| link.start <= *at && *at < link.end);
        let places = ranges.iter().flat_map(|(start, end)| *start..*end).filter(outside);
        places.filter_map(|at| line.tokens.get(at)).map(|token| token.lemma()).collect()
    }

    /// The noun that says what kind of thing is asked for: "club" in "which soccer club", "name a club that …".
    pub(crate) fn kind(&self) -> Option<&'a str> {
        let line: &'a Line<'a> = self.line;
        let lead = |text: &str| matches!(text, "which" | "what" | "name" | "list" | "give" | "find" | "show" | "many");
        let start = line.tokens.iter().position(|token| lead(&token.lower))? + 1;
        let mut head = None;
        for (at, token) in line.tokens.iter().enumerate().skip(start) {
            if self.links.iter().any(|link| link.start <= at && at < link.end) {
                continue;
            }
            match token.word.pos {
                Pos::Noun | Pos::ProperNoun => head = Some(token.lemma()),
                Pos::Determiner | Pos::Adjective | Pos::Adverb | Pos::Numeral => {}
                Pos::Pronoun if head.is_none() => {}
                _ => break,
            }
        }
        head.filter(|head| !is_light(head))
    }

    /// The words that say something about what is asked, outside the names of entities.
    pub(crate) fn content(&self, ranges: &[(usize, usize)]) -> Vec<&'a str> {
        let mut words = self.lemmas(ranges);
        words.retain(|word| !is_light(word));
        words
    }
}

/// The longest names of the store that stand in the line, from left to right.
fn exact(line: &Line<'_>, store: &Store) -> Vec<Link> {
    let mut links = Vec::new();
    let (mut start, end) = (0, line.len());
    while start < end {
        let longest = (start + 1..=end.min(start + LONGEST)).rev();
        let named = |to: usize| store.find(&line.key(start, to)).or_else(|| store.find(&singular(line, start, to)?));
        let found = longest.into_iter().find_map(|to| Some((to, named(to)?)));
        match found {
            Some((to, entity)) => {
                links.push(Link { start, end: to, entity });
                start = to;
            }
            None => start += 1,
        }
    }
    links
}

/// The key of a name whose last word stands in the plural: "Keepers" for "Keeper".
fn singular(line: &Line<'_>, start: usize, end: usize) -> Option<String> {
    let last = line.tokens.get(end.checked_sub(1)?)?;
    let stem = last.lower.strip_suffix('s').filter(|stem| stem.len() > 2)?;
    let before = line.key(start, end - 1);
    Some(if before.is_empty() { stem.to_owned() } else { format!("{before} {stem}") })
}

/// Entities of which the line names a part: a surname, a slip of the pen. A run of capitalised words must fit one
/// entity, and no other.
fn partial(line: &Line<'_>, store: &Store) -> Vec<Link> {
    let mut links = Vec::new();
    let mut start = 0;
    while start < line.len() {
        let run = line.tokens.iter().skip(start).take_while(|token| token.stands_out()).count();
        let end = start + run;
        if run > 0
            && run <= LONGEST
            && !(start == 0 && line.tokens.first().is_some_and(|token| is_light(token.lemma())))
        {
            let words: Vec<&str> = line.tokens.iter().skip(start).take(run).map(|token| token.lower.as_str()).collect();
            let same = |part: &str, word: &str| part == word || part.len() > 5 && slip(part, word);
            let holds =
                |key: &str| words.iter().all(|word| word.len() > 2 && key.split(' ').any(|part| same(part, word)));
            let mut named = store.keys().filter(|(key, _)| holds(key)).map(|(_, id)| id);
            if let (Some(entity), None) = (named.next(), named.next()) {
                links.push(Link { start, end, entity });
            }
        }
        start = end.max(start + 1);
    }
    links
}

/// Words that any question may have.
const LIGHT: &[&str] = &[
    "be",
    "do",
    "have",
    "the",
    "a",
    "an",
    "what",
    "which",
    "who",
    "whom",
    "whose",
    "where",
    "when",
    "how",
    "why",
    "name",
    "please",
    "tell",
    "i",
    "me",
    "you",
    "can",
    "could",
    "will",
    "would",
    "give",
    "list",
    "show",
    "find",
    "all",
    "of",
    "they",
    "them",
    "in",
    "at",
    "on",
    "for",
    "from",
    "to",
    "by",
    "with",
    "as",
    "that",
    "this",
    "these",
    "those",
    "there",
    "kind",
    "type",
    "sort",
    "any",
    "some",
    "and",
    "or",
    "know",
    "present",
    "current",
    "currently",
    "also",
    "exactly",
    "say",
    "it",
    "he",
    "she",
    "his",
    "her",
    "their",
    "'s",
    "’s",
    "'",
    ",",
    "?",
    ".",
    "!",
    "\"",
    "many",
    "much",
    "one",
    "person",
    "people",
    "someone",
    "thing",
    "let",
    "us",
    "we",
    "my",
    "your",
    "so",
    "then",
    "only",
    "own",
    "get",
    "question",
    ":",
    "must",
    "may",
];

/// Words of questions that any question may have.
pub(crate) fn is_light(lemma: &str) -> bool {
    LIGHT.contains(&lemma)
}

/// The concepts that a way of asking names: "where … work" asks for an institution; with the number of words it takes.
pub(crate) fn cued(asking: &str, lemmas: &[&str]) -> Vec<(Concepts, usize)> {
    let fits = |cue: &&super::thesaurus::Cue| {
        (cue.asking == "any" || cue.asking == asking) && cue.lemmas.iter().all(|lemma| lemmas.contains(lemma))
    };
    thesaurus().cues.iter().filter(fits).map(|cue| (1 << cue.concept, cue.lemmas.len())).collect()
}

/// How well a phrase of lemmas names a step, 0 for not at all.
pub(crate) fn names(store: &Store, phrase: &[&str], hop: Hop) -> f32 {
    let Some(relation) = store.relations.get(hop.relation as usize) else { return 0.0 };
    let (Some(head), joined) = (phrase.last(), phrase.join(" ")) else { return 0.0 };
    let table = thesaurus();
    let concepts = table.named(&joined);
    let direct = concepts & relation.concepts != 0;
    match (relation.noun, hop.forward) {
        (true, true) if joined == relation.kind => 1.0,
        (true, true) if direct => 0.9,
        (true, true) if phrase.len() == 1 && relation.words.len() == 1 && akin(head, &relation.kind) => 0.8,
        (false, true) if !relation.kind.is_empty() && (joined == relation.kind || direct) => 0.9,
        (false, true) if direct || !relation.kind.is_empty() && phrase.len() == 1 && akin(head, &relation.kind) => 0.8,
        (_, false) if table.inverse(concepts) & relation.concepts != 0 => 0.5,
        (false, false) if phrase.len() == 1 && relation.words.first().is_some_and(|verb| akin(head, verb)) => 0.4,
        _ => 0.0,
    }
}

/// Whether a word of the question is accounted for by a relation.
pub(crate) fn accounts(relation: &Relation, word: &str, cues: Concepts) -> bool {
    let same = |own: &String| akin(own, word);
    relation.words.iter().chain(&relation.also).any(same)
        || akin(&relation.kind, word)
        || thesaurus().named(word) & relation.concepts != 0
        || cues & relation.concepts != 0
}
