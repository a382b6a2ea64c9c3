//! From the task to the answer: which statement is to be judged, and how its verdict is said.

use engine_api::{Asked, Budget, Finding, Form, Move, Sentence, Value};

use super::argument;
use super::decide::{Decision, Manner, Truth, decide};
use super::everyday;
use super::marks;
use super::propositional::propositional;
use super::read::Theory;
use crate::plan;
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{Verdict, option, verdict};

/// The answer of a statement whose context was not wholly understood.
const UNSURE: f32 = 0.55;

/// Whether the prompt offers no verdicts: its question wants to know what is so.
fn is_plain(scene: &Scene<'_>) -> bool {
    scene.task.statement.is_none() && scene.task.labels.is_empty() && scene.task.options.is_empty()
}

/// Answers a plain question by what follows, where all that it follows from was asserted.
pub(crate) fn in_sentence(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let query = scene.goal.query.as_ref().filter(|query| query.asked == Asked::Truth && is_plain(scene))?;
    if plan::words(scene.reading) > plan::LONGEST {
        return None;
    }
    let found = judged(scene, &query.form, None, budget)?;
    everyday::asserts(scene, &query.form, found.proof.as_ref()).then_some(found)
}

/// Judges the statement that the dialogue asks about: by its forms, else by whole clauses.
pub(crate) fn theory(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let abstains = |found: &Found| found.moves.iter().all(|one| matches!(one, Move::Admit(_)));
    let found = by_forms(scene, budget);
    if found.as_ref().is_some_and(|found| !abstains(found)) {
        return found;
    }
    propositional(scene, budget).or(found)
}

fn by_forms(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    if is_plain(scene) && !argument::is_judged(scene) {
        return None;
    }
    let judges = scene.task.statement.is_none() && argument::is_judged(scene);
    let conclusion = Some(()).filter(|()| judges).and_then(|()| argument::conclusion(scene));
    if judges && conclusion.is_none() {
        return None;
    }
    if let Some(goal) = goal(scene, conclusion) {
        return judged(scene, goal, conclusion, budget);
    }
    if scene.task.statement.is_some() && Verdict::Unknown.label(scene.task).is_some() {
        // The statement itself was not understood.
        return None;
    }
    chosen(scene, budget)
}

/// The form to be judged: the statement, the conclusion of an argument, or what the question asks the truth of.
fn goal<'a>(scene: &Scene<'a>, conclusion: Option<usize>) -> Option<&'a Form> {
    if let Some(statement) = &scene.task.statement {
        return stated(statement);
    }
    if let Some(at) = conclusion {
        return scene.context().nth(at).and_then(|(sentence, _)| stated(sentence));
    }
    let questions = scene.task.questions.iter().rev().filter_map(|place| scene.reading.at(*place));
    questions.chain([scene.goal]).find_map(|sentence| {
        let query = sentence.query.as_ref().filter(|query| query.asked == Asked::Truth)?;
        Some(&query.form)
    })
}

fn stated(sentence: &Sentence) -> Option<&Form> {
    let query = sentence.query.as_ref().filter(|query| query.asked == Asked::Truth).map(|query| &query.form);
    sentence.form.as_ref().or(query)
}

fn judged(scene: &Scene<'_>, form: &Form, skip: Option<usize>, budget: &mut Budget) -> Option<Found> {
    let mut theory = Theory::read(scene, skip);
    if theory.premises.is_empty() {
        return None;
    }
    let words = goal_words(scene, form);
    theory.translator.about_words(words, theory.labelled);
    let goal = theory.translator.goal(form)?;
    let manner = manner(scene, &theory);
    let decision = decide(&mut theory, &goal, manner, budget)?;
    let missed = decision.truth == Truth::Open && theory.misses(&goal);
    let derived = matches!(decision.truth, Truth::Holds | Truth::Fails) && !manner.closed;
    if derived && !decision.proof.as_ref().is_some_and(|proof| !proof.from.is_empty() || decision.sure >= 1.0) {
        return None;
    }
    let (truth, mut sure) = settled(scene, &decision)?;
    if missed && truth != Verdict::Unknown {
        return None;
    }
    if missed {
        sure = UNSURE;
    }
    if truth == Verdict::Unknown && theory.mistakes(&goal) {
        return None;
    }
    let found = verdict(scene, truth, None, decision.proof).with_confidence(sure).checked(decision.checked);
    Some(if theory.premises.iter().any(|premise| premise.usual) { as_a_rule(scene, truth, found) } else { found })
}

/// What rests on what usually holds is said so, where the prompt leaves the words open.
fn as_a_rule(scene: &Scene<'_>, truth: Verdict, found: Found) -> Found {
    let task = scene.task;
    let words = match truth {
        Verdict::True => "Yes, as a rule.",
        Verdict::False => "No, as a rule.",
        _ => return found,
    };
    if !task.labels.is_empty() || !task.options.is_empty() || task.statement.is_some() {
        return found;
    }
    found.giving(Finding::bare(Value::Text(words.to_owned())))
}

/// The words of the sentence that a form is of.
fn goal_words<'a>(scene: &Scene<'a>, form: &Form) -> &'a [engine_api::Word] {
    let own = |sentence: &Sentence| {
        sentence.form.as_ref() == Some(form) || sentence.query.as_ref().is_some_and(|query| query.form == *form)
    };
    let read = scene.reading.turns.iter().flatten().chain(&scene.task.statement);
    read.rev().find(|sentence| own(sentence)).map_or(&[], |sentence| sentence.words.as_slice())
}

fn manner(scene: &Scene<'_>, theory: &Theory) -> Manner {
    let open = Verdict::Unknown.label(scene.task).is_some() || Verdict::Unknown.option(scene.task).is_some();
    Manner {
        closed: theory.closed && !open,
        import: !marks::is_formal(scene) && !open,
        both: Verdict::Both.option(scene.task).is_some() || Verdict::Both.label(scene.task).is_some(),
    }
}

/// The verdict in the room that the prompt leaves, and how sure it is.
fn settled(scene: &Scene<'_>, decision: &Decision) -> Option<(Verdict, f32)> {
    let listed = |verdict: Verdict| verdict.label(scene.task).is_some() || verdict.option(scene.task).is_some();
    // A lone "unknown" is a word of the text rather than an answer that is offered.
    let lone = !listed(Verdict::True) && !listed(Verdict::False);
    let offered = |verdict: Verdict| listed(verdict) && !(verdict == Verdict::Unknown && lone);
    Some(match decision.truth {
        Truth::Holds => (Verdict::True, decision.sure),
        Truth::Fails => (Verdict::False, decision.sure),
        Truth::Both if offered(Verdict::Both) => (Verdict::Both, decision.sure),
        Truth::Open | Truth::Both if offered(Verdict::Unknown) => (Verdict::Unknown, decision.sure),
        Truth::Open if offered(Verdict::False) && marks::asks_for_entailment(scene) => (Verdict::False, decision.sure),
        _ => return None,
    })
}

/// The option that follows where others do not.
fn chosen(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    if scene.task.options.len() < 2 {
        return None;
    }
    let mut found = None;
    for choice in &scene.task.options {
        let forms: Option<Vec<Form>> = choice.sentences.iter().map(|sentence| stated(sentence).cloned()).collect();
        let form = Form::And(forms.filter(|forms| !forms.is_empty())?);
        let mut theory = Theory::read(scene, None);
        if theory.premises.is_empty() {
            return None;
        }
        let goal = theory.translator.goal(&form)?;
        let manner = Manner { closed: false, import: !marks::is_formal(scene), both: false };
        let decision = decide(&mut theory, &goal, manner, budget)?;
        if decision.truth == Truth::Holds {
            if found.is_some() {
                return None;
            }
            found = Some(option(choice, decision.proof).with_confidence(decision.sure).checked(decision.checked));
        }
    }
    found
}
