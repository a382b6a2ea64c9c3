//! Whether what differs between two sentences is allowed by the quantifiers around it.

use engine_api::{Lexicon, Pos, Senses};

use super::token::Token;
use crate::verdict::Verdict;

/// How a place reacts to a wider or narrower word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// Wider words follow.
    Up,
    /// Narrower words follow.
    Down,
    Fixed,
}

/// The quantifier of a subject.
#[derive(Debug, Clone, PartialEq)]
enum Quantifier {
    Every,
    Some,
    No,
    Few,
    AtMost(String),
    AtLeast(String),
    Exactly(String),
    Most,
    Many,
    Several,
    AFew,
    Both,
    Neither,
    The,
    Bare,
}

use Direction::{Down, Fixed, Up};
use Quantifier::{
    AFew, AtLeast, AtMost, Bare, Both, Every, Exactly, Few, Many, Most, Neither, No, Several, Some as ASome, The,
};

impl Quantifier {
    /// The quantifier that opens a sentence and how many words it has.
    fn read(tokens: &[Token]) -> (Quantifier, usize) {
        let text = |at: usize| tokens.get(at).map(|token| token.text.as_str()).unwrap_or("");
        let lemma = |at: usize| tokens.get(at).map(|token| token.lemma.as_str()).unwrap_or("");
        match (text(0), text(1)) {
            ("at", "least") if text(2) == "a" && text(3) == "few" => (AFew, 4),
            ("at", "least") => (AtLeast(lemma(2).to_owned()), 3),
            ("more", "than") => (AtLeast(format!("over {}", lemma(2))), 3),
            ("at", "most") => (AtMost(lemma(2).to_owned()), 3),
            ("fewer" | "less", "than") => (AtMost(format!("under {}", lemma(2))), 3),
            ("exactly" | "just", _) => (Exactly(lemma(1).to_owned()), 2),
            ("a", "few") => (AFew, 2),
            ("a", "lot") => (Many, 3),
            ("not", "all" | "every") => (Bare, 0),
            ("every" | "each" | "all" | "any", next) => (Every, 1 + usize::from(next == "the" || next == "of")),
            ("some" | "a" | "an", _) => (ASome, 1),
            ("no", _) => (No, 1),
            ("few", _) => (Few, 1),
            ("most", _) => (Most, 1),
            ("many", _) => (Many, 1),
            ("several", _) => (Several, 1),
            ("both", _) => (Both, 1),
            ("neither", _) => (Neither, 1),
            ("the", _) => (The, 1),
            _ if tokens.first().is_some_and(|first| first.pos == Pos::Numeral) => (AtLeast(lemma(0).to_owned()), 1),
            _ => (Bare, 0),
        }
    }

    /// The direction of the noun and that of the verb (Barwise and Cooper, 1981).
    fn directions(&self) -> (Direction, Direction) {
        match self {
            Every => (Down, Up),
            ASome | AFew | AtLeast(_) | Several | Many => (Up, Up),
            No | Neither | AtMost(_) | Few => (Down, Down),
            Most | Both | The | Bare => (Fixed, Up),
            Exactly(_) => (Fixed, Fixed),
        }
    }

    /// Whether one quantifier says no less than another.
    fn implies(&self, other: &Quantifier) -> bool {
        match (self, other) {
            _ if self == other => true,
            (Every | Most | Many | Several | AFew | AtLeast(_) | Both | The | Exactly(_), ASome) => true,
            (Several, AFew) | (AFew, Several) | (Every, Most) | (The, Every | Most) | (Bare, Most) => true,
            (Exactly(one), AtLeast(two) | AtMost(two)) => one == two,
            (No, Few) => true,
            (Both, AtLeast(count)) => matches!(count.as_str(), "two" | "2" | "one" | "1"),
            _ => false,
        }
    }
}

/// Adjectives and adverbs that take away what the noun says, or leave it open.
const PRIVATIVE: &[&str] = &[
    "former",
    "fake",
    "alleged",
    "false",
    "counterfeit",
    "potential",
    "toy",
    "would-be",
    "supposed",
    "imaginary",
    "artificial",
    "putative",
    "future",
    "past",
    "mock",
    "pseudo",
    "almost",
    "nearly",
    "hardly",
    "perhaps",
    "possibly",
    "probably",
    "allegedly",
    "maybe",
    "pretend",
    "apparent",
    "apparently",
];
/// Words that a sentence may not lose or gain without meaning something else.
const KEEPS: &[&str] = &[
    "not", "n't", "never", "no", "or", "if", "unless", "until", "nor", "neither", "may", "might", "could", "should",
    "would", "must", "can", "want", "try", "claim", "say", "believe", "think", "hope", "fail", "refuse", "except",
    "only", "than", "few", "most", "all", "every", "as", "before", "after", "while", "because", "half", "total",
];

/// Whether the second sentence follows from the first; none where they are too different to tell.
pub(super) fn project(premise: &[Token], goal: &[Token], lexicon: &dyn Lexicon) -> Option<Verdict> {
    let ((one, from), (other, to)) = (Quantifier::read(premise), Quantifier::read(goal));
    let (premise, goal) = (premise.get(from..)?, goal.get(to..)?);
    let common = aligned(premise, goal);
    let lost: Vec<usize> = (0..premise.len()).filter(|at| !common.iter().any(|(first, _)| first == at)).collect();
    let gained: Vec<usize> = (0..goal.len()).filter(|at| !common.iter().any(|(_, second)| second == at)).collect();
    if common.len() < 2 || 2 * common.len() < goal.len() || !shares_verb(premise, &common) {
        return None;
    }
    let mut edits = Edits { premise, goal, lost, gained, lexicon };
    let quantified = one.implies(&other);
    if let Some(verdict) = edits.substituted() {
        return Some(verdict).filter(|_| quantified && edits.lost.is_empty() && edits.gained.is_empty());
    }
    // The same of fewer or of others says nothing.
    if quantified && edits.takes_away() {
        return Some(Verdict::Unknown);
    }
    if !quantified || edits.changes_meaning() {
        return None;
    }
    let (noun, verb) = one.directions();
    let denied = premise.iter().any(|token| token.is(&["not", "n't", "never"]));
    let verb = match verb {
        Up if denied => Down,
        Down if denied => Up,
        other => other,
    };
    let allowed = edits.allowed(noun, verb);
    match allowed {
        Some(true) => Some(Verdict::True),
        Some(false) => Some(Verdict::Unknown),
        None => None,
    }
}

/// Whether the second sentence follows from the first by a third: "all who are from Rome are from Italy" makes what is
/// told of Italians hold of Romans, or the other way round, as the quantifier allows.
pub(super) fn by_rule(premise: &[Token], rule: &[Token], goal: &[Token], lexicon: &dyn Lexicon) -> Option<Verdict> {
    let (narrow, wide) = kinds(rule)?;
    let narrowed = project(premise, &replaced(goal, &narrow, &wide)?, lexicon);
    let (quantifier, _) = Quantifier::read(premise);
    match (narrowed?, quantifier.directions().1) {
        (Verdict::True, Down) => Some(Verdict::True),
        _ => None,
    }
    .or_else(|| {
        let widened = replaced(premise, &narrow, &wide)?;
        let upward = quantifier.directions().1 == Up;
        project(&widened, goal, lexicon).filter(|verdict| upward && *verdict == Verdict::True)
    })
}

/// What a rule says to be what: "all people who are **from Rome** are **from Italy**".
fn kinds(rule: &[Token]) -> Option<(Vec<Token>, Vec<Token>)> {
    let (Every, from) = Quantifier::read(rule) else { return None };
    let rest = rule.get(from..)?;
    let start = predicate(rest);
    let (subject, wide) = (rest.get(..start)?, rest.get(start..)?.iter().skip_while(|token| token.lemma == "be"));
    let who = subject.iter().position(|token| token.is(&["who", "that", "which"]));
    let narrow: Vec<Token> = match who {
        Some(at) => subject.get(at + 1..)?.iter().skip_while(|token| token.lemma == "be").cloned().collect(),
        None => subject.to_vec(),
    };
    let wide: Vec<Token> = wide.cloned().collect();
    (!narrow.is_empty() && !wide.is_empty()).then_some((narrow, wide))
}

/// The tokens with one phrase in the place of another; none where it does not occur.
fn replaced(tokens: &[Token], phrase: &[Token], by: &[Token]) -> Option<Vec<Token>> {
    let fits = |at: &usize| {
        tokens
            .get(*at..at + phrase.len())
            .is_some_and(|run| run.iter().zip(phrase).all(|(one, other)| same(one, other)))
    };
    let at = (0..tokens.len()).find(fits)?;
    Some([tokens.get(..at)?, by, tokens.get(at + phrase.len()..)?].concat())
}

/// Whether the sentences share a verb: else they tell of different things.
fn shares_verb(premise: &[Token], common: &[(usize, usize)]) -> bool {
    common.iter().any(|(at, _)| premise.get(*at).is_some_and(Token::is_verb))
}

fn same(one: &Token, other: &Token) -> bool {
    // Who won the prize won a prize.
    let article = |token: &Token| token.is(&["a", "an"]);
    one.lemma == other.lemma || one.text == other.text || (article(other) && (article(one) || one.text == "the"))
}

/// The longest common subsequence of two sentences, as pairs of places.
fn aligned(one: &[Token], other: &[Token]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    let mut best = vec![0usize; (one.len() + 1) * width];
    let value = |best: &[usize], at: usize, to: usize| best.get(at * width + to).copied().unwrap_or(0);
    for at in (0..one.len()).rev() {
        for to in (0..other.len()).rev() {
            let both = one.get(at).zip(other.get(to)).is_some_and(|(first, second)| same(first, second));
            let longest = if both {
                value(&best, at + 1, to + 1) + 1
            } else {
                value(&best, at + 1, to).max(value(&best, at, to + 1))
            };
            if let Some(slot) = best.get_mut(at * width + to) {
                *slot = longest;
            }
        }
    }
    let (mut at, mut to) = (0, 0);
    let mut pairs = Vec::new();
    while let Some((first, second)) = one.get(at).zip(other.get(to)) {
        if same(first, second) {
            pairs.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if value(&best, at + 1, to) >= value(&best, at, to + 1) {
            at += 1;
        } else {
            to += 1;
        }
    }
    pairs
}

/// What one sentence has and the other has not.
struct Edits<'a> {
    premise: &'a [Token],
    goal: &'a [Token],
    lost: Vec<usize>,
    gained: Vec<usize>,
    lexicon: &'a dyn Lexicon,
}

impl Edits<'_> {
    fn lost(&self) -> impl Iterator<Item = &Token> {
        self.lost.iter().filter_map(|at| self.premise.get(*at))
    }

    fn gained(&self) -> impl Iterator<Item = &Token> {
        self.gained.iter().filter_map(|at| self.goal.get(*at))
    }

    /// One word for its opposite: "large" for "small" of the same thing. A word for its like is taken as the same.
    fn substituted(&mut self) -> Option<Verdict> {
        let ([lost], [gained]) = (self.lost.as_slice(), self.gained.as_slice()) else { return None };
        let (one, other) = (self.premise.get(*lost)?, self.goal.get(*gained)?);
        if one.pos != other.pos || !matches!(one.pos, Pos::Adjective | Pos::Verb | Pos::Noun) {
            return None;
        }
        if self.lexicon.antonyms(&one.lemma, one.pos).contains(&other.lemma) && one.pos == Pos::Adjective {
            let named = self.premise.first().is_some_and(|first| first.pos == Pos::ProperNoun);
            (self.lost, self.gained) = (Vec::new(), Vec::new());
            return named.then_some(Verdict::False);
        }
        if self.lexicon.synonyms(&one.lemma, one.pos, Senses::First).contains(&other.lemma) {
            (self.lost, self.gained) = (Vec::new(), Vec::new());
        }
        None
    }

    fn changes_meaning(&self) -> bool {
        self.lost().chain(self.gained()).any(|token| token.is(KEEPS))
            || self.lost().any(|token| token.pos == Pos::ProperNoun)
                && self.gained().any(|token| token.pos == Pos::ProperNoun)
            || self.lost().chain(self.gained()).any(|token| {
                // "leading politicians" are politicians.
                let modifier = token.text.ends_with("ing") || token.text.ends_with("ed");
                token.pos == Pos::Verb && !modifier && !token.is(&["have", "be", "do"])
            })
            || self.lost().chain(self.gained()).any(|token| token.pos == Pos::Numeral)
    }

    /// Whether what is left out is not simply less: "a former student" is none, "was building" need not have built.
    fn takes_away(&self) -> bool {
        let doing = self.lost.iter().any(|at| {
            let be = self.premise.get(*at).is_some_and(|token| token.lemma == "be");
            be && self.premise.get(at + 1).is_some_and(|next| next.text.ends_with("ing"))
        });
        let privative = self.premise.iter().any(|token| token.is(PRIVATIVE)) && !self.lost.is_empty();
        let lasting = self.lost().any(|token| token.text == "for")
            && self.lost().any(|token| token.is(&["hour", "minute", "day", "week", "month", "year", "second"]));
        doing || privative || lasting
    }

    /// Whether all that is left out and put in stands where the quantifier allows it: in the subject (`noun`), in the
    /// predicate (`verb`).
    fn allowed(&self, noun: Direction, verb: Direction) -> Option<bool> {
        let place = |tokens: &[Token], at: usize| {
            let start = predicate(tokens);
            if at < start { noun } else { verb }
        };
        let lost = self.lost.iter().map(|at| (place(self.premise, *at), Up));
        let gained = self.gained.iter().map(|at| (place(self.goal, *at), Down));
        let mut all = true;
        for (direction, wanted) in lost.chain(gained) {
            if direction == Fixed {
                return None;
            }
            all &= direction == wanted;
        }
        Some(all)
    }
}

/// Where the predicate begins: at the first verb outside of relative clauses of the subject.
fn predicate(tokens: &[Token]) -> usize {
    let mut relative = false;
    for (at, token) in tokens.iter().enumerate() {
        if token.is(&["who", "that", "which"]) {
            relative = true;
        } else if token.is_verb() {
            let next = tokens.get(at + 1).is_some_and(Token::is_verb);
            if relative && !next {
                relative = false;
            } else if !relative {
                return at;
            }
        }
    }
    tokens.len()
}
