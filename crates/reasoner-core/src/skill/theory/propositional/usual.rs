//! The usual case and what differs from it: "Birds fly, but penguins do not" says of other birds that they fly
//! (default reasoning: what is not told to be exceptional is as usual; Reiter, 1980), and "one of them does not"
//! says that the rest do (fewest exceptions; McCarthy's circumscription, 1980).

use std::collections::BTreeSet;

use engine_api::{Pos, Word};

use super::gist::{Gist, Meanings};
use super::piece::{Piece, pieces};

/// Words of the usual case.
const USUAL: &[&str] = &[
    "usually",
    "typically",
    "normally",
    "generally",
    "commonly",
    "often",
    "ordinarily",
    "typical",
    "usual",
    "normal",
    "common",
    "most",
    "tend",
    "supposed",
    "customary",
    "expected",
    "majority",
    "widely",
    "frequently",
    "belief",
];
/// Words by which a text turns to what differs.
const TURNS: &[&str] = &[
    "however",
    "but",
    "unlike",
    "surprisingly",
    "despite",
    "nonetheless",
    "nevertheless",
    "yet",
    "contrary",
    "except",
    "exception",
    "exceptional",
    "defy",
    "peculiar",
    "lone",
    "solitary",
    "anomaly",
    "unusual",
    "deviate",
    "conversely",
    "unexpectedly",
    "refuse",
    "howver",
    "strangely",
    "oddly",
    "unfortunately",
    "instead",
];
/// Words of an exception that say by themselves that the usual does not hold.
const EXCEPTIONS: &[&str] = &["exception", "exceptional", "except"];
/// Words for what was told of the usual case.
const IT: &[&str] = &["feature", "characteristic", "trait", "norm", "quality", "reputation", "pattern"];

/// How much of what is claimed a piece must tell.
const ALIKE: f32 = 0.5;

/// A text about the usual case.
#[derive(Debug)]
pub(super) struct UsualCase<'w> {
    usual: Vec<Piece<'w>>,
    exceptional: Vec<Piece<'w>>,
}

/// Whom a claim is about.
#[derive(Debug)]
enum Whom {
    Some(Gist),
    /// All but those that the text excepts.
    Others,
    /// Exactly one of these.
    OneOf(BTreeSet<String>),
    /// Exactly one of a kind.
    One,
}

impl<'w> UsualCase<'w> {
    /// The text; none where it does not turn from a usual case to an exception.
    pub(super) fn read(sentences: &[Vec<&'w Word>], names: &BTreeSet<String>) -> Option<UsualCase<'w>> {
        let mut found = UsualCase { usual: Vec::new(), exceptional: Vec::new() };
        let mut turned = false;
        for piece in sentences.iter().flat_map(|words| pieces(words, names)) {
            let turns = piece.has(TURNS);
            turned |= turns;
            if piece.has(USUAL) && (!turns || piece.has(&["contrary"])) || !turned {
                found.usual.push(piece);
            } else {
                found.exceptional.push(piece);
            }
        }
        (!found.exceptional.is_empty() && !found.usual.is_empty()).then_some(found)
    }

    /// Whether the text names the usual case in words, rather than only turning from one thing to another.
    pub(super) fn is_marked(&self) -> bool {
        let all = || self.usual.iter().chain(&self.exceptional);
        let it = self.exceptional.iter().any(|piece| piece.has(IT));
        it || all().any(|piece| piece.has(USUAL) || piece.has(EXCEPTIONS))
            || self.usual.iter().any(|piece| piece.has(&["known", "renowned", "famous"]))
    }

    /// Whether what a claim says follows, with how surely it was matched; none where the text does not tell of it.
    pub(super) fn judge(&self, claim: &[&Word], names: &BTreeSet<String>, meanings: &Meanings) -> Option<(bool, f32)> {
        let alternatives = alternatives(claim);
        if alternatives.len() < 2 {
            return self.all(claim, names, meanings);
        }
        let judged: Vec<Option<(bool, f32)>> =
            alternatives.into_iter().map(|claim| self.all(claim, names, meanings)).collect();
        let holding = judged.iter().flatten().filter(|(holds, _)| *holds).count();
        if holding > 0 {
            // The more of the alternatives hold, the better the whole describes the text.
            return Some((true, holding as f32 / judged.len() as f32));
        }
        judged.iter().all(Option::is_some).then_some((false, 1.0))
    }

    /// Judges clauses that all must hold.
    fn all(&self, claim: &[&Word], names: &BTreeSet<String>, meanings: &Meanings) -> Option<(bool, f32)> {
        let parts = pieces(claim, names);
        let mut all = (true, 1.0_f32);
        for part in &parts {
            let (holds, score) = self.part(part, meanings)?;
            all = (all.0 && holds, all.1.min(score));
        }
        (!parts.is_empty()).then_some(all)
    }

    fn part(&self, part: &Piece<'_>, meanings: &Meanings) -> Option<(bool, f32)> {
        let told = &part.told;
        if told.words.is_empty() {
            return None;
        }
        let (usual, score) = self.usually(told, meanings)?;
        let holds = match whom(part) {
            Whom::Some(one) => self.of(&one, told, usual, meanings)? == told.positive,
            Whom::Others => usual == told.positive,
            Whom::One => usual != told.positive,
            Whom::OneOf(some) => {
                let named = |piece: &&Piece<'_>| some.iter().filter(|one| names_it(piece, one)).count() > 1;
                self.exceptional.iter().find(named)?;
                usual != told.positive
            }
        };
        Some((holds, score))
    }

    /// Whether it is usually so: as the text says of the usual case, else other than it says of the exception.
    fn usually(&self, told: &Gist, meanings: &Meanings) -> Option<(bool, f32)> {
        let best = |pieces: &[Piece<'_>]| {
            let mut found: Option<(bool, f32)> = None;
            for piece in pieces {
                let likeness = told.covered(&piece.gist.words, meanings);
                if likeness.score >= ALIKE && found.is_none_or(|(_, score)| likeness.score > score + 0.2) {
                    found = Some((piece.gist.positive ^ likeness.opposed ^ piece.has(EXCEPTIONS), likeness.score));
                }
            }
            found
        };
        let exceptional = || best(&self.exceptional).map(|(value, score)| (!value, score));
        best(&self.usual).or_else(exceptional)
    }

    /// Whether it is so of some thing that the text names.
    fn of(&self, one: &Gist, told: &Gist, usual: bool, meanings: &Meanings) -> Option<bool> {
        let about = |piece: &&Piece<'_>| {
            let names = one.names.iter().any(|name| names_it(piece, name));
            names || (one.names.is_empty() && one.covered(&piece.about.words, meanings).score >= ALIKE)
        };
        let own: Vec<&Piece<'_>> = self.exceptional.iter().filter(about).collect();
        for piece in &own {
            // Of "either one or the other" neither is settled.
            let either = piece.has(&["either", "or"]);
            if either && (piece.has(IT) || told.covered(&piece.gist.words, meanings).score >= ALIKE) {
                return None;
            }
            let likeness = told.covered(&piece.gist.words, meanings);
            if likeness.score >= ALIKE && !either {
                return Some(piece.gist.positive ^ likeness.opposed ^ piece.has(EXCEPTIONS));
            }
            if !either && piece.has(IT) && (piece.has(TURNS) || !piece.gist.positive) && piece.gist.words.len() < 6 {
                return Some(!usual);
            }
        }
        let known = self.usual.iter().chain(&self.exceptional).any(|piece| {
            one.names.iter().any(|name| names_it(piece, name))
                || (!one.is_empty() && one.covered(&piece.gist.words, meanings).score >= ALIKE)
        });
        known.then_some(usual)
    }
}

/// The claim cut at "or", where each part has a verb.
fn alternatives<'a, 'w>(claim: &'a [&'w Word]) -> Vec<&'a [&'w Word]> {
    let verb = |words: &[&Word]| words.iter().any(|word| matches!(word.pos, Pos::Verb | Pos::Auxiliary));
    let mut found = Vec::new();
    let mut start = 0;
    for end in 0..=claim.len() {
        let cut = claim.get(end).is_none_or(|word| word.text.eq_ignore_ascii_case("or"));
        let (one, rest) = (claim.get(start..end).unwrap_or(&[]), claim.get(end..).unwrap_or(&[]));
        if cut && verb(one) && (end == claim.len() || verb(rest)) {
            found.push(one);
            start = end + 1;
        }
    }
    found
}

fn names_it(piece: &Piece<'_>, name: &str) -> bool {
    piece.words.iter().any(|word| word.text.eq_ignore_ascii_case(name) || word.lemma.eq_ignore_ascii_case(name))
}

fn whom(part: &Piece<'_>) -> Whom {
    let written = |at: usize| part.words.get(at).map(|word| word.text.to_lowercase()).unwrap_or_default();
    if part.has(&["other", "others", "another"]) && part.has(&["than", "except", "besides"]) {
        return Whom::Others;
    }
    let exactly = (0..part.words.len()).find(|at| {
        let word = written(*at);
        (word.starts_with("exa") || word == "only" || word == "just") && matches!(written(at + 1).as_str(), "one" | "1")
    });
    match exactly {
        Some(at) if written(at + 2) == "of" => {
            let some = part.about.names.iter().chain(&part.about.words).cloned();
            Whom::OneOf(some.collect())
        }
        Some(_) => Whom::One,
        None => Whom::Some(part.about.clone()),
    }
}
