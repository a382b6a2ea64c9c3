//! Questions about relatives: what one is to another, who is whose relative, whether it is so.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use super::Told;
use super::items::{Item, Placed};
use super::read::Reader;
use crate::check::{Checked, walks};
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::kin::{Closure, Derived, Gender, Relation, close, relative, word};
use crate::world::line::{Line, singular};

/// Whether a question speaks of relatives.
pub(super) fn concerns(question: &Line<'_>) -> bool {
    const WORDS: &[&str] = &["related", "relation", "relationship", "relative", "relatives", "kin", "kinship"];
    let names = question.tokens.iter().skip(1).filter(|token| token.is_capital()).count();
    let to = question.has(&["to", "between", "with", "of"]);
    question.has(WORDS)
        || question.has_run(&["'s", "what"])
        || (names >= 2 && to)
        || question.tokens.iter().any(|token| relative(&singular(&token.lower)).is_some())
}

/// The answer to a question.
pub(super) fn answer(scene: &Scene<'_>, told: &Told<'_>, asked: &[Placed], budget: &mut Budget) -> Option<Found> {
    let reader = Reader::read(&told.items, &told.cast.names);
    if reader.ties.is_empty() {
        return None;
    }
    let closure = close(&reader.ties, budget)?;
    let kin = asked.iter().find_map(|placed| match placed.item {
        Item::Kin { relation, gender, .. } => Some((relation, gender)),
        _ => None,
    });
    let people: Vec<usize> = asked
        .iter()
        .filter_map(|placed| if let Item::Person(person) = placed.item { Some(person) } else { None })
        .collect();
    let case = Case { told, reader: &reader, closure: &closure };
    match (kin, people.as_slice()) {
        (None, &[first, second]) => what(scene, &case, asked, (first, second)),
        (Some(kin), &[person]) if only_asks_who(asked) => who(scene, &case, kin, person),
        (Some(kin), &[first, second]) => whether(scene, &case, asked, kin, (first, second)),
        _ => None,
    }
}

/// What was read and what follows from it.
struct Case<'a> {
    told: &'a Told<'a>,
    reader: &'a Reader<'a>,
    closure: &'a Closure,
}

impl Case<'_> {
    fn name(&self, person: usize) -> &str {
        self.told.cast.names.get(person).map_or("", String::as_str)
    }

    fn proof(&self, claim: String, derived: &Derived) -> Proof {
        let mut seen = Vec::new();
        for source in &derived.sources {
            if !seen.contains(source) {
                seen.push(*source);
            }
        }
        let from = seen.into_iter().filter_map(|source| self.told.lines.get(source)).map(Line::leaf).collect();
        Proof { claim, by: "relations in a family chain".to_owned(), from }
    }

    /// What the checker says of a derived relation.
    fn checked(&self, pair: (usize, usize), derived: &Derived) -> Option<Checked> {
        walks::relatives(&self.reader.ties, pair, derived.relation, &derived.sources)
    }

    /// The gender of a person: as told, by the name, or by that of the spouse.
    fn gender(&self, person: usize) -> Option<Gender> {
        let spouse = || {
            let other = self.closure.iter().find(|((one, _), derived)| *one == person && derived.relation == "spouse");
            other.and_then(|((_, other), _)| self.reader.gender(*other)).map(Gender::other)
        };
        self.reader.genders.get(&person).copied().or_else(|| self.reader.gender(person)).or_else(spouse)
    }
}

/// How far a chain can be trusted: told outright, by sound steps, or by usual assumptions.
fn confidence(derived: &Derived, gendered: bool) -> f32 {
    let assumed = derived.cost.saturating_sub(2 * u32::try_from(derived.sources.len()).unwrap_or(u32::MAX));
    let base = if assumed >= 8 { 0.8 } else { 0.95 };
    if gendered { base } else { base - 0.2 }
}

/// "How is Ann related to Ben?", "What is Ann to Ben?"
fn what(scene: &Scene<'_>, case: &Case<'_>, asked: &[Placed], pair: (usize, usize)) -> Option<Found> {
    let (figure, ground) = if is_turned(asked, case.reader) { (pair.1, pair.0) } else { pair };
    let derived = case.closure.get(&(ground, figure))?;
    let gender = case.gender(figure);
    let said = word(derived.relation, gender)?;
    let claim = format!("{} is the {said} of {}", case.name(figure), case.name(ground));
    let proof = case.proof(claim, derived);
    let sure = confidence(derived, gender.is_some());
    let checked = case.checked((ground, figure), derived);
    if let Some(choice) = scene
        .task
        .options
        .iter()
        .find(|choice| choice.text.trim_matches(|mark: char| !mark.is_alphanumeric()).eq_ignore_ascii_case(said))
    {
        return Some(verdict::option(choice, Some(proof)).with_confidence(sure).checked(checked));
    }
    Some(
        Found::answer(Finding::bare(Value::Text(said.to_owned())), OutcomeKind::Proved, Some(proof))
            .with_confidence(sure)
            .with_reasons()
            .checked(checked),
    )
}

/// "To Ben, what is Ann?", "What does Ben call Ann?", "Who is Ann's …, Ben?": the first name is the one from whom it is
/// seen.
fn is_turned(asked: &[Placed], _: &Reader<'_>) -> bool {
    let first = asked.iter().position(|placed| matches!(placed.item, Item::Person(_))).unwrap_or(0);
    let word = |at: usize| match asked.get(at).map(|placed| &placed.item) {
        Some(Item::Word(word, _)) => word.as_str(),
        _ => "",
    };
    let calls = asked.iter().any(
        |placed| matches!(&placed.item, Item::Word(word, _) if matches!(word.as_str(), "call" | "refer" | "address")),
    );
    // "Which relative of Ben is Ann?"
    let whose = first >= 2 && word(first - 1) == "of" && matches!(word(first - 2), "relative" | "relatives" | "kin");
    calls || whose || (first == 1 && matches!(word(0), "to" | "for" | "from"))
}

/// Whether a question asks for nothing but who somebody's relative is.
fn only_asks_who(asked: &[Placed]) -> bool {
    const WORDS: &[&str] = &[
        "who", "is", "was", "are", "were", "what", "the", "name", "names", "of", "?", "tell", "please", "could", "can",
        "you", "a", "whom", ",", ".", "do", "know", "identify", "give",
    ];
    let kin = asked.iter().filter(|placed| matches!(placed.item, Item::Kin { .. })).count();
    let fits = |placed: &Placed| match &placed.item {
        Item::Word(word, _) => WORDS.contains(&word.as_str()),
        _ => true,
    };
    kin == 1 && asked.iter().all(fits)
}

/// "Who is Ben's sister?"
fn who(scene: &Scene<'_>, case: &Case<'_>, kin: (Relation, Option<Gender>), person: usize) -> Option<Found> {
    let (relation, gender) = kin;
    let fits = |other: usize| gender.is_none_or(|gender| case.gender(other) == Some(gender));
    let found: Vec<(usize, &Derived)> = case
        .closure
        .iter()
        .filter(|((one, other), derived)| {
            *one == person && derived.relation == relation && fits(*other) && !case.name(*other).is_empty()
        })
        .map(|((_, other), derived)| (*other, derived))
        .collect();
    let first = found.first()?.1.clone();
    let names: Vec<&str> = found.iter().map(|(other, _)| case.name(*other)).collect();
    let sources = found.iter().flat_map(|(_, derived)| derived.sources.clone()).collect();
    let all = Derived { sources, ..first.clone() };
    let sure = found.iter().map(|(_, derived)| confidence(derived, true)).fold(1.0, f32::min);
    let checked: Option<Vec<Checked>> =
        found.iter().map(|(other, derived)| case.checked((person, *other), derived)).collect();
    let value = names.join(", ");
    let proof = case.proof(format!("{value} is the {} of {}", word(relation, gender)?, case.name(person)), &all);
    if scene.question().question.as_ref().is_some_and(|question| question.kind == engine_api::QuestionKind::HowMany) {
        return None;
    }
    Some(
        Found::answer(Finding::bare(Value::Text(value)), OutcomeKind::Proved, Some(proof))
            .with_confidence(sure)
            .with_reasons()
            .checked(checked.and_then(|all| all.first().copied())),
    )
}

/// "Is Ann the sister of Ben?"
fn whether(
    scene: &Scene<'_>,
    case: &Case<'_>,
    asked: &[Placed],
    kin: (Relation, Option<Gender>),
    pair: (usize, usize),
) -> Option<Found> {
    let (relation, gender) = kin;
    let first = asked.first().map(|placed| &placed.item);
    let opens = matches!(first, Some(Item::Word(word, _)) if matches!(word.as_str(), "is" | "was" | "are" | "were"));
    if !opens {
        return None;
    }
    let (figure, ground) = pair;
    let derived = case.closure.get(&(ground, figure))?;
    let truth = derived.relation == relation && gender.is_none_or(|gender| case.gender(figure) != Some(gender.other()));
    let claim = format!(
        "{} is the {} of {}",
        case.name(figure),
        word(derived.relation, case.gender(figure))?,
        case.name(ground)
    );
    let proof = case.proof(claim, derived);
    let checked = case.checked((ground, figure), derived);
    let sure = confidence(derived, true);
    Some(verdict::verdict(scene, Verdict::of(truth), None, Some(proof)).with_confidence(sure).checked(checked))
}
