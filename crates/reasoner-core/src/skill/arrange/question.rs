//! What is asked of an arrangement, and the answer that the clues force.

use engine_api::{Budget, Choice, Finding, OutcomeKind, Proof, Value as Answered};

use super::super::Found;
use super::super::texts::{Said, Token};
use super::{Puzzle, axis, clue};
use crate::check::forced::excludes;
use crate::scene::Scene;
use crate::solve::finite::{Answer, Differences, Formula};
use crate::verdict::{self, Verdict};

/// How a statement must stand to the clues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Modality {
    Must,
    Could,
    Cannot,
}

/// How sure an answer is that other clues might change.
const WITH_UNREAD: f32 = 0.4;

pub(super) fn answer(scene: &Scene<'_>, said: &[Said<'_>], puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    let asked: Vec<Token> =
        said.iter().rev().find(|sentence| sentence.asks).map_or_else(Vec::new, |sentence| sentence.tokens.clone());
    if !scene.task.options.is_empty() {
        return choose(scene, &asked, puzzle, budget);
    }
    if asked.is_empty() {
        return None;
    }
    let mentions = puzzle.values.spot(&asked);
    let has = |words: &[&str]| asked.iter().any(|token| token.is(words));
    let yes_no = asked
        .first()
        .is_some_and(|first| first.is(&["is", "are", "does", "do", "did", "must", "was", "can", "could", "has"]));
    if yes_no {
        return whether(scene, &asked, puzzle, budget);
    }
    let places = clue::places(&puzzle.values, &asked, &mentions);
    if let [only] = mentions.as_slice()
        && (has(&["number", "where", "position", "place", "rank", "ordinal"])
            || follows(&asked, &["which", "what"], &["house", "seat", "floor", "room", "spot", "slot"]))
    {
        return position(puzzle, only.value, budget);
    }
    let except: Vec<usize> = mentions
        .iter()
        .filter_map(|mention| puzzle.values.values.get(mention.value))
        .map(|value| value.category)
        .collect();
    let category = puzzle.values.asked(&asked, if places.is_some() { &[] } else { &except })?;
    let here = |value: usize| match (places, mentions.as_slice()) {
        (Some(places), _) => Some(Formula::In(value, places)),
        (None, [only]) => relative(&asked, value, only.value),
        _ => None,
    };
    let mut possible = Vec::new();
    for value in puzzle.values.of(category) {
        if !matches!(puzzle.problem.satisfiable(&[here(value)?], budget), Answer::No) {
            possible.push(value);
        }
    }
    let [only] = possible.as_slice() else { return None };
    let said = &puzzle.values.values.get(*only)?.said;
    let against = Formula::negate(here(*only)?);
    let proof = proof(puzzle, said.clone(), &against, budget);
    let found = Found::answer(Finding::bare(Answered::Text(said.clone())), OutcomeKind::Proved, Some(proof));
    Some(found.checked(excludes(&puzzle.problem, &against, budget)))
}

/// Whether one of the first words stands right before one of the others.
fn follows(tokens: &[Token], first: &[&str], second: &[&str]) -> bool {
    tokens.windows(2).any(|two| matches!(two, [a, b] if a.is(first) && b.is(second)))
}

/// How what is asked for stands to the value that the question mentions: at the same place, or beside it.
fn relative(asked: &[Token], value: usize, other: usize) -> Option<Formula> {
    let pointing = asked.iter().find_map(|token| {
        axis::way(&token.lower)
            .filter(|_| token.is(&["left", "right", "above", "below", "before", "after", "behind", "ahead"]))
    });
    let beside = asked.iter().any(|token| token.is(&["next", "beside", "adjacent", "between"]));
    match (pointing, beside) {
        (Some(way), _) => Some(Formula::Apart(value, other, Differences::exactly(way))),
        (None, true) => None,
        (None, false) => Some(Formula::Apart(value, other, Differences::exactly(0))),
    }
}

/// The number of the place of a value.
fn position(puzzle: &Puzzle<'_>, value: usize, budget: &mut Budget) -> Option<Found> {
    let possible = puzzle.problem.possible(value, &[], budget)?;
    if possible.count_ones() != 1 {
        return None;
    }
    let number = possible.trailing_zeros() + 1;
    let said = &puzzle.values.values.get(value)?.said;
    let against = Formula::negate(Formula::In(value, possible));
    let proof = proof(puzzle, format!("{said}: {number}"), &against, budget);
    let digits = number.to_string();
    let found = Found::answer(Finding::bare(Answered::Number { digits, unit: None }), OutcomeKind::Proved, Some(proof));
    Some(found.checked(excludes(&puzzle.problem, &against, budget)))
}

fn whether(scene: &Scene<'_>, asked: &[Token], puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    let formula = clue::formula(&puzzle.values, asked)?;
    let holds = matches!(puzzle.problem.satisfiable(&[Formula::negate(formula.clone())], budget), Answer::No);
    let fails = matches!(puzzle.problem.satisfiable(std::slice::from_ref(&formula), budget), Answer::No);
    let (found, against) = match (holds, fails) {
        (true, _) => (Verdict::True, Formula::negate(formula)),
        (_, true) => (Verdict::False, formula),
        _ if puzzle.unread > 0 || budget.is_spent() => return None,
        _ => return Some(verdict::verdict(scene, Verdict::Unknown, None, None)),
    };
    let proof = proof(puzzle, "forced by the clues".to_owned(), &against, budget);
    let checked = excludes(&puzzle.problem, &against, budget);
    Some(verdict::verdict(scene, found, None, Some(proof)).checked(checked))
}

fn modality(asked: &[Token]) -> Modality {
    let has = |words: &[&str]| asked.iter().any(|token| token.is(words));
    let except = has(&["except"]);
    let impossible = has(&["cannot", "impossible"])
        || has(&["must"]) && has(&["false"])
        || has(&["can", "could"]) && has(&["not", "n't"]);
    match (
        impossible,
        has(&["could", "can", "possible", "possibly", "may", "might", "acceptable", "permissible"]),
        except,
    ) {
        (true, _, false) | (false, true, true) => Modality::Cannot,
        (true, _, true) | (false, true, false) => Modality::Could,
        (false, false, _) => Modality::Must,
    }
}

/// The only option that stands to the clues as the question wants.
fn choose(scene: &Scene<'_>, asked: &[Token], puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    let modality = modality(asked);
    let mut fitting: Vec<(&Choice, Formula)> = Vec::new();
    for option in &scene.task.options {
        let formula = option_formula(option, asked, puzzle)?;
        let negation = Formula::negate(formula.clone());
        let fits = match modality {
            Modality::Must => puzzle.problem.satisfiable(std::slice::from_ref(&negation), budget) == Answer::No,
            Modality::Cannot => puzzle.problem.satisfiable(std::slice::from_ref(&formula), budget) == Answer::No,
            Modality::Could => {
                matches!(puzzle.problem.satisfiable(std::slice::from_ref(&formula), budget), Answer::Yes(_))
            }
        };
        if fits {
            fitting.push((option, if modality == Modality::Cannot { formula } else { negation }));
        }
    }
    let [(option, against)] = fitting.as_slice() else { return None };
    if budget.is_spent() {
        return None;
    }
    if modality == Modality::Could {
        let found = verdict::option(option, None);
        return Some(if puzzle.unread > 0 { found.with_confidence(WITH_UNREAD) } else { found });
    }
    let proof = proof(puzzle, option.text.clone(), against, budget);
    Some(verdict::option(option, Some(proof)).checked(excludes(&puzzle.problem, against, budget)))
}

/// What an option states: a whole statement, or a value of which the question says the rest.
fn option_formula(option: &Choice, asked: &[Token], puzzle: &Puzzle<'_>) -> Option<Formula> {
    let tokens: Vec<Token> = option.sentences.iter().flat_map(|sentence| &sentence.words).map(Token::new).collect();
    if let Some(formula) = clue::formula(&puzzle.values, &tokens) {
        return Some(formula);
    }
    let mentions = puzzle.values.spot(&tokens);
    let [only] = mentions.as_slice() else { return None };
    let places = clue::places(&puzzle.values, asked, &puzzle.values.spot(asked))?;
    Some(Formula::In(only.value, places))
}

/// The clues without any of which the answer would not follow.
fn proof(puzzle: &Puzzle<'_>, claim: String, against: &Formula, budget: &mut Budget) -> Proof {
    let fixed: Vec<usize> =
        puzzle.sources.iter().enumerate().filter(|(_, source)| source.is_none()).map(|(at, _)| at).collect();
    let core = puzzle.problem.core(&fixed, std::slice::from_ref(against), budget);
    let clues = core.iter().filter_map(|at| puzzle.sources.get(*at).copied().flatten());
    let leaf = |text: &str| Proof { claim: text.trim().to_owned(), by: "told".to_owned(), from: Vec::new() };
    Proof { claim, by: "every other arrangement breaks a clue".to_owned(), from: clues.map(leaf).collect() }
}
