//! What is asked of the speakers: whether one tells the truth, who does, who is what, how many ways there are.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::super::Found;
use super::super::texts::{Said, Token};
use super::puzzle::Puzzle;
use super::statement;
use crate::check::forced::excludes;
use crate::scene::Scene;
use crate::solve::finite::{Answer, Formula, Var};
use crate::verdict::{self, Verdict};
use crate::world::line::singular;

/// The most solutions that are counted.
const MOST: usize = 100_000;

pub(super) fn answer(scene: &Scene<'_>, said: &[Said<'_>], puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    let asked: Vec<Token> = match said.iter().rev().find(|sentence| sentence.asks) {
        Some(sentence) => sentence.tokens.clone(),
        None => scene.goal.words.iter().map(Token::new).collect(),
    };
    let everything = || said.iter().flat_map(|sentence| &sentence.tokens);
    let counts = |tokens: &mut dyn Iterator<Item = &Token>| {
        let tokens: Vec<&Token> = tokens.collect();
        let number = tokens.windows(2).any(|two| matches!(two, [a, b] if a.lower == "how" && b.lower == "many" || a.lower == "number" && b.lower == "of"));
        number
            && tokens.iter().any(|token| {
                token.is(&[
                    "solution",
                    "solutions",
                    "assignment",
                    "assignments",
                    "ways",
                    "possibilities",
                    "consistent",
                    "scenarios",
                ])
            })
    };
    if counts(&mut asked.iter()) || counts(&mut everything()) {
        return count(puzzle, budget);
    }
    if !matches!(puzzle.problem.satisfiable(&[], budget), Answer::Yes(_)) {
        return None;
    }
    if !scene.task.options.is_empty() {
        return choose(scene, puzzle, budget);
    }
    let yes_no = asked
        .iter()
        .find(|token| token.lower.chars().any(char::is_alphanumeric) && !token.is(&["question", "so", "then"]));
    if yes_no.is_some_and(|first| first.is(&["is", "does", "do", "are", "did", "must", "can", "was"])) {
        return whether(scene, &asked, puzzle, budget);
    }
    who(&asked, puzzle, budget)
}

fn count(puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    if puzzle.unread > 0 {
        return None;
    }
    let count = puzzle.problem.count(MOST, budget)?;
    let proof = Proof {
        claim: format!("{count} ways to be true or false agree with every statement"),
        by: "search through all ways".to_owned(),
        from: told(puzzle),
    };
    let digits = count.to_string();
    Some(Found::answer(Finding::bare(Value::Number { digits, unit: None }), OutcomeKind::Proved, Some(proof)))
}

fn told(puzzle: &Puzzle<'_>) -> Vec<Proof> {
    puzzle.sources.iter().map(|text| leaf(text)).collect()
}

fn leaf(text: &str) -> Proof {
    Proof { claim: text.trim().to_owned(), by: "told".to_owned(), from: Vec::new() }
}

/// Whether a speaker must tell the truth, or must lie.
fn forced(puzzle: &Puzzle<'_>, var: Var, budget: &mut Budget) -> Option<bool> {
    match puzzle.problem.possible(var, &[], budget)? {
        0b10 => Some(true),
        0b01 => Some(false),
        _ => None,
    }
}

fn proof(puzzle: &Puzzle<'_>, claim: String, against: &Formula, budget: &mut Budget) -> Proof {
    let core = puzzle.problem.core(&[], std::slice::from_ref(against), budget);
    let from = core.iter().filter_map(|at| puzzle.sources.get(*at)).map(|text| leaf(text)).collect();
    Proof { claim, by: "the contrary contradicts what is said".to_owned(), from }
}

/// "Does Ann tell the truth?", "Is Ann a knave?"
fn whether(scene: &Scene<'_>, asked: &[Token], puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    let (var, end) = mention(asked, puzzle)?;
    let wanted = statement::predicate_truth(puzzle, asked.get(end..)?)?;
    let name = &puzzle.names.get(var)?.said;
    let Some(truth) = forced(puzzle, var, budget) else {
        let open = puzzle.unread == 0 && !budget.is_spent();
        return open.then(|| verdict::verdict(scene, Verdict::Unknown, None, None));
    };
    let against = Formula::In(var, if truth { 0b01 } else { 0b10 });
    let claim = format!("{name} {}", if truth { "tells the truth" } else { "lies" });
    let proof = proof(puzzle, claim, &against, budget);
    let checked = excludes(&puzzle.problem, &against, budget);
    Some(verdict::verdict(scene, Verdict::of(truth == wanted), None, Some(proof)).checked(checked))
}

/// The first known name in the tokens and where it ends.
fn mention(tokens: &[Token], puzzle: &Puzzle<'_>) -> Option<(Var, usize)> {
    let mut best: Option<(usize, usize, Var)> = None;
    for (var, name) in puzzle.names.iter().enumerate() {
        let words: Vec<&str> = name.key.split(' ').collect();
        let at = tokens
            .windows(words.len())
            .position(|window| window.iter().zip(&words).all(|(token, word)| token.lower == *word));
        if let Some(at) = at
            && best.is_none_or(|(first, _, _)| at < first)
        {
            best = Some((at, at + words.len(), var));
        }
    }
    best.map(|(_, end, var)| (var, end))
}

/// Who is what: all of them, or only those of the kind that is asked for.
fn who(asked: &[Token], puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    let kinds: Vec<bool> =
        asked.iter().filter_map(|token| statement::predicate_truth(puzzle, std::slice::from_ref(token))).collect();
    let one_kind = kinds.first().filter(|first| kinds.iter().all(|kind| kind == *first)).copied();
    let mut truths = Vec::new();
    for var in puzzle.speakers() {
        truths.push((var, forced(puzzle, var, budget)?));
    }
    let against =
        Formula::Any(truths.iter().map(|(var, truth)| Formula::In(*var, if *truth { 0b01 } else { 0b10 })).collect());
    let name = |var: Var| puzzle.names.get(var).map_or("", |name| name.said.as_str());
    let said = match one_kind {
        Some(kind) => {
            let of_kind: Vec<&str> =
                truths.iter().filter(|(_, truth)| *truth == kind).map(|(var, _)| name(*var)).collect();
            let many = asked.iter().any(|token| token.lower == "many");
            match (many, of_kind.is_empty()) {
                (true, _) => of_kind.len().to_string(),
                (false, true) => "Nobody.".to_owned(),
                (false, false) => of_kind.join(" and "),
            }
        }
        None => {
            let each: Vec<String> =
                truths.iter().map(|(var, truth)| format!("{} {}", name(*var), kind_of(puzzle, *truth))).collect();
            each.join(", and ")
        }
    };
    let proof = proof(puzzle, said.clone(), &against, budget);
    let found = Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Proved, Some(proof));
    Some(found.checked(excludes(&puzzle.problem, &against, budget)))
}

/// "is a knave", "tells the truth".
fn kind_of(puzzle: &Puzzle<'_>, truth: bool) -> String {
    let Some((kind, _)) = puzzle.kinds.iter().find(|(_, one)| *one == truth) else {
        return if truth { "tells the truth" } else { "lies" }.to_owned();
    };
    let single = singular(kind);
    let article = if single.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("is {article} {single}")
}

/// The option that must hold.
fn choose(scene: &Scene<'_>, puzzle: &Puzzle<'_>, budget: &mut Budget) -> Option<Found> {
    let mut fitting = Vec::new();
    for option in &scene.task.options {
        let tokens: Vec<Token> = option.sentences.iter().flat_map(|sentence| &sentence.words).map(Token::new).collect();
        let (var, end) = mention(&tokens, puzzle)?;
        let truth = statement::predicate_truth(puzzle, tokens.get(end..)?)?;
        if forced(puzzle, var, budget) == Some(truth) {
            fitting.push((option, Formula::In(var, if truth { 0b01 } else { 0b10 })));
        }
    }
    let [(option, against)] = fitting.as_slice() else { return None };
    let proof = proof(puzzle, option.text.clone(), against, budget);
    Some(verdict::option(option, Some(proof)).checked(excludes(&puzzle.problem, against, budget)))
}
