//! Deduction over whole clauses: what a text says with "if", "either … or" and plain statements, with clauses that
//! say the same in other words taken for one proposition; decided by satisfiability. Reads texts that are too
//! free for the grammar; its answers are less sure.

mod atoms;
mod connect;
mod gist;

use engine_api::{Budget, Choice, Proof, Sentence, Word};

use self::atoms::{Atoms, Literal};
use self::connect::{Saying, Splitter};
use self::gist::Gist;
use super::marks;
use crate::fol::{self, Formula, Judgement};
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{Verdict, option, verdict};

/// The most sentences that are read.
const MOST_SENTENCES: usize = 30;
/// The most words of a text; clauses are compared with one another.
const MOST_WORDS: usize = 400;
/// How alike a clause of the question and one of the text must be.
const ASKED: f32 = 0.4;
/// How alike a fact and a condition must be.
const STATED: f32 = 0.4;
/// How alike a condition and a consequence must be to make a chain; more so where a text tells alternatives, whose
/// conditions are alike but not the same.
const CHAINED: f32 = 0.5;
const APART: f32 = 0.75;
/// How sure an entailed claim is, and one that only does not follow.
const ENTAILED: f32 = 0.8;
const NOT_ENTAILED: f32 = 0.65;

/// Words of texts about the usual case and what differs from it, or about whom to believe, which clauses alone do
/// not decide.
const USUAL: &[&str] = &[
    "usually",
    "typically",
    "normally",
    "generally",
    "exception",
    "exceptional",
    "reliable",
    "evidence",
    "normal",
    "commonly",
    "often",
    "except",
    "typical",
    "usual",
];
/// Verbs by which a question asks for what follows.
const FOLLOWS: &[&str] = &["imply", "entail", "mean", "follow", "conclude", "infer", "deduce", "suggest"];

/// A sentence and the text of its turn.
type Told<'a> = (&'a Sentence, &'a str);

/// A text as propositions.
struct Text {
    atoms: Atoms,
    formulas: Vec<Formula>,
    sources: Vec<String>,
    names: std::collections::BTreeSet<String>,
    /// How alike the parts of conditions must be to be the same.
    chained: f32,
    /// The first formulas are those that join clauses; after these come plain facts.
    joined: usize,
}

/// Judges what the dialogue asks about, or chooses the option that follows.
pub(super) fn propositional(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let offered = |verdict: Verdict| verdict.label(scene.task).is_some() || verdict.option(scene.task).is_some();
    if offered(Verdict::Unknown) && (offered(Verdict::True) || offered(Verdict::False)) {
        return None;
    }
    if scene.task.options.len() > 2 {
        let told: Vec<(&Sentence, &str)> = scene.context().take(MOST_SENTENCES).collect();
        return chosen(scene, &Text::read(scene, &told)?, budget);
    }
    let (told, asked) = parted(scene)?;
    judged(scene, Text::read(scene, &told)?, &asked, budget)
}

/// What the dialogue tells, and the words of its question: the last sentence with a question mark and all after it.
fn parted<'a>(scene: &Scene<'a>) -> Option<(Vec<Told<'a>>, Vec<&'a Word>)> {
    let asks = |sentence: &Sentence| sentence.words.iter().any(|word| word.text == "?");
    let at = scene.turn.iter().rposition(asks)?;
    let before = scene.turn.get(..at)?.iter().rev().take_while(|sentence| asks(sentence)).count();
    let start = at - before;
    let last = scene.reading.turns.iter().rposition(|turn| std::ptr::eq(turn.as_slice(), scene.turn))?;
    let earlier = scene.reading.turns.get(..last)?.iter().zip(&scene.ask.turns);
    let earlier = earlier.filter(|(_, turn)| turn.role != engine_api::Role::Assistant);
    let mut told: Vec<(&Sentence, &str)> =
        earlier.flat_map(|(sentences, turn)| sentences.iter().map(|sentence| (sentence, turn.text.as_str()))).collect();
    told.extend(scene.turn.get(..start)?.iter().map(|sentence| (sentence, scene.text)));
    told.truncate(MOST_SENTENCES);
    Some((told, scene.turn.get(start..)?.iter().flat_map(|sentence| &sentence.words).collect()))
}

impl Text {
    /// The propositions of sentences; none where nothing is told or it is about the usual case.
    fn read(scene: &Scene<'_>, told: &[(&Sentence, &str)]) -> Option<Text> {
        let all = || told.iter().flat_map(|(sentence, _)| &sentence.words);
        if all().count() > MOST_WORDS || all().any(|word| USUAL.contains(&word.text.to_lowercase().as_str())) {
            return None;
        }
        let names = gist::names(all());
        let splitter = Splitter { names: &names };
        let (mut before, mut said) = (None, Vec::new());
        for (sentence, text) in told {
            let words: Vec<&Word> = sentence.words.iter().collect();
            let sayings = splitter.sayings(&words, &mut before);
            said.extend(sayings.into_iter().map(|saying| (saying, sentence.span.of(text).trim().to_owned())));
        }
        let atoms = Atoms::new(scene.lexicon);
        let apart = said.iter().any(|(saying, _)| matches!(saying, Saying::Either(_)));
        let chained = if apart { APART } else { CHAINED };
        let mut read = Text { atoms, formulas: Vec::new(), sources: Vec::new(), names, chained, joined: 0 };
        // Conditions first: alternatives and facts then take up their propositions.
        let rank = |saying: &Saying| match saying {
            Saying::If(..) => 0,
            Saying::Either(_) => 1,
            Saying::Fact(_) => 2,
        };
        said.sort_by_key(|(saying, _)| rank(saying));
        for (saying, source) in said {
            if let Some(formula) = read.state(&saying) {
                read.joined += usize::from(!matches!(saying, Saying::Fact(_)));
                read.formulas.push(formula);
                read.sources.push(source);
            }
        }
        (!read.formulas.is_empty()).then_some(read)
    }

    fn state(&mut self, saying: &Saying) -> Option<Formula> {
        let parts = |gists: &[Gist], atoms: &mut Atoms| {
            if let Some(known) = atoms.several(gists, STATED) {
                return Some(known);
            }
            let mut taken: Vec<usize> = Vec::new();
            let mut found = Vec::new();
            for gist in gists {
                let literal = atoms.state(gist, STATED, &taken)?;
                taken.push(literal.atom);
                found.push(literal);
            }
            Some(found)
        };
        let formulas = |literals: Vec<Literal>| literals.into_iter().map(Literal::formula).collect::<Vec<_>>();
        Some(match saying {
            Saying::If(one, two) => {
                let one = self.atoms.state(one, self.chained, &[])?;
                let two = self.atoms.state(two, self.chained, &[one.atom])?;
                one.formula().implies(two.formula())
            }
            Saying::Either(gists) => Formula::or(formulas(parts(gists, &mut self.atoms)?)),
            Saying::Fact(gist) => self.atoms.state(gist, STATED, &[])?.formula(),
        })
    }

    /// What a claim comes to in the propositions of the text, and how surely it was matched with them.
    fn claim(&self, claim: &Saying) -> Option<(Formula, f32)> {
        let gists: Vec<Gist> = match claim {
            Saying::If(one, two) => vec![one.clone(), two.clone()],
            Saying::Either(gists) => gists.clone(),
            Saying::Fact(gist) => vec![gist.clone()],
        };
        if gists.iter().any(|gist| !gist.names.is_subset(&self.names)) {
            return None;
        }
        let literals = self.atoms.several(&gists, ASKED)?;
        let score = literals.iter().map(|literal| literal.score).sum::<f32>() / literals.len().max(1) as f32;
        let mut parts: Vec<Formula> = literals.into_iter().map(Literal::formula).collect();
        let formula = match claim {
            Saying::If(..) => {
                let then = parts.pop()?;
                Formula::and(parts).implies(then)
            }
            Saying::Either(_) => Formula::or(parts),
            Saying::Fact(_) => Formula::and(parts),
        };
        Some((formula, score))
    }

    /// Whether some of the formulas join clauses: what rests on a plain fact alone is left to closer reading.
    fn joins(&self, used: &[usize]) -> bool {
        used.iter().any(|at| *at < self.joined)
    }

    fn proof(&self, used: &[usize]) -> Option<Proof> {
        let leaf = |at: &usize| {
            let claim = self.sources.get(*at)?.clone();
            Some(Proof { claim, by: String::new(), from: Vec::new() })
        };
        let from: Vec<Proof> = used.iter().filter_map(leaf).collect();
        let claim = "the answer follows".to_owned();
        (!from.is_empty()).then(|| Proof { claim, by: "logic".to_owned(), from })
    }
}

/// The claim of a question.
fn goal(splitter: &Splitter<'_>, words: &[&Word]) -> Option<Saying> {
    let lettered = splitter.lettered(words);
    if lettered.len() > 1 {
        return Some(Saying::Either(lettered));
    }
    let lemma = |word: &&Word| word.lemma.to_lowercase();
    let at = words.iter().position(|word| FOLLOWS.contains(&lemma(word).as_str()))?;
    let that = words.iter().skip(at).position(|word| lemma(word) == "that").map_or(at + 1, |that| at + that + 1);
    let Saying::Fact(then) = splitter.claim(words.get(that..)?)? else {
        return splitter.claim(words.get(that..)?);
    };
    let front = words.get(..at)?;
    let assumed = front.iter().position(|word| lemma(word) == "if");
    match assumed.and_then(|condition| {
        let end = front.iter().position(|word| word.text == ",").filter(|end| *end > condition)?;
        Some(Gist::of(front.get(condition + 1..end)?, splitter.names))
    }) {
        Some(condition) if !condition.is_empty() => Some(Saying::If(condition, then)),
        _ => Some(Saying::Fact(then)),
    }
}

fn judged(scene: &Scene<'_>, text: Text, asked: &[&Word], budget: &mut Budget) -> Option<Found> {
    if asked.iter().any(|word| USUAL.contains(&word.text.to_lowercase().as_str())) {
        return None;
    }
    let splitter = Splitter { names: &text.names };
    let claim = goal(&splitter, asked)?;
    let (formula, score) = text.claim(&claim)?;
    let sure = |base: f32| base.min(0.4 + score / 2.0).max(0.5);
    match fol::judge(&text.formulas, &formula, budget) {
        Judgement::Entailed(used) if text.joins(&used) => {
            Some(verdict(scene, Verdict::True, None, text.proof(&used)).with_confidence(sure(ENTAILED)))
        }
        Judgement::Refuted(used) if text.joins(&used) => {
            Some(verdict(scene, Verdict::False, None, text.proof(&used)).with_confidence(sure(ENTAILED)))
        }
        Judgement::Open(true)
            if text.joined > 0 && (marks::asks_for_entailment(scene) || !matches!(claim, Saying::Fact(_))) =>
        {
            Some(verdict(scene, Verdict::False, None, None).with_confidence(NOT_ENTAILED))
        }
        _ => None,
    }
}

fn chosen(scene: &Scene<'_>, text: &Text, budget: &mut Budget) -> Option<Found> {
    let splitter = Splitter { names: &text.names };
    let mut best: Option<(f32, &Choice, Option<Proof>)> = None;
    for choice in &scene.task.options {
        let words: Vec<&Word> = choice.sentences.iter().flat_map(|sentence| &sentence.words).collect();
        let Some((formula, score)) = splitter.claim(&words).and_then(|claim| text.claim(&claim)) else { continue };
        let Judgement::Entailed(used) = fol::judge(&text.formulas, &formula, budget) else { continue };
        if text.joins(&used) && best.as_ref().is_none_or(|(known, ..)| score > *known) {
            best = Some((score, choice, text.proof(&used)));
        }
    }
    let (score, choice, proof) = best?;
    Some(option(choice, proof).with_confidence((0.4 + score / 2.0).clamp(0.5, ENTAILED)))
}

#[cfg(test)]
mod tests;
