//! Deduction over whole clauses: what a text says with "if", "either … or" and plain statements, with clauses that
//! say the same in other words taken for one proposition; decided by satisfiability. Reads texts that are too
//! free for the grammar; its answers are less sure.

mod atoms;
mod choose;
mod connect;
mod exists;
mod gist;
mod piece;
mod sources;
mod usual;
mod words;

use engine_api::{Budget, Proof, Sentence, Word};

use self::atoms::{Atoms, Literal};
use self::connect::{Saying, Splitter};
use self::gist::Gist;
use self::usual::UsualCase;
use super::marks;
use crate::fol::{self, Formula, Judgement};
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{Verdict, verdict};

/// The most sentences that are read.
const MOST_SENTENCES: usize = 30;
/// The most words of a text; clauses are compared with one another.
const MOST_WORDS: usize = 400;
/// How alike a clause of the question and one of the text must be.
const ASKED: f32 = 0.33;
/// How alike a fact and a condition must be.
const STATED: f32 = 0.4;
/// How alike a condition and a consequence must be to make a chain; more so where a text tells alternatives, whose
/// conditions are alike but not the same.
const CHAINED: f32 = 0.5;
const APART: f32 = 0.75;
/// How sure an entailed claim is, and one that only does not follow.
const ENTAILED: f32 = 0.8;
const NOT_ENTAILED: f32 = 0.65;
/// How sure what usually holds is.
const USUALLY: f32 = 0.65;

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
    /// The conditions with what comes of them, and what is told plainly.
    rules: Vec<(Literal, Literal)>,
    facts: Vec<Literal>,
}

/// Judges what the dialogue asks about, or chooses the option that follows.
pub(super) fn propositional(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let offered = |verdict: Verdict| verdict.label(scene.task).is_some() || verdict.option(scene.task).is_some();
    if offered(Verdict::Unknown) && (offered(Verdict::True) || offered(Verdict::False)) {
        return None;
    }
    if scene.task.options.len() > 2 {
        let told: Vec<(&Sentence, &str)> = scene.context().take(MOST_SENTENCES).collect();
        return choose::chosen(scene, &told, budget);
    }
    let (told, asked) = parted(scene)?;
    judged(scene, &told, &asked, budget)
}

/// The names that the told sentences use, some of them in lower case where the question or an option has a capital.
fn known_names(scene: &Scene<'_>, told: &[Told<'_>]) -> std::collections::BTreeSet<String> {
    let words = || told.iter().flat_map(|(sentence, _)| &sentence.words);
    let options = scene.task.options.iter().flat_map(|choice| &choice.sentences);
    let asked = scene.turn.iter().chain(options).flat_map(|sentence| &sentence.words);
    let mut names = gist::names(asked);
    names.retain(|name| words().any(|word| word.text.eq_ignore_ascii_case(name)));
    names.extend(gist::names(words()));
    names
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
        if all().count() > MOST_WORDS {
            return None;
        }
        let names = known_names(scene, told);
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
        let mut read = Text {
            atoms,
            formulas: Vec::new(),
            sources: Vec::new(),
            names,
            chained,
            joined: 0,
            rules: Vec::new(),
            facts: Vec::new(),
        };
        // Conditions first: alternatives and facts then take up their propositions.
        let rank = |saying: &Saying| match saying {
            Saying::If(..) => 0,
            Saying::Either(_) => 1,
            Saying::Fact(_) | Saying::All(_) => 2,
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
                self.rules.push((one, two));
                one.formula().implies(two.formula())
            }
            Saying::Either(gists) => Formula::or(formulas(parts(gists, &mut self.atoms)?)),
            Saying::All(gists) => Formula::and(formulas(parts(gists, &mut self.atoms)?)),
            Saying::Fact(gist) => {
                let fact = self.atoms.state(gist, STATED, &[])?;
                self.facts.push(fact);
                fact.formula()
            }
        })
    }

    /// What a claim comes to in the propositions of the text, and how surely it was matched with them.
    fn claim(&self, claim: &Saying) -> Option<(Formula, f32)> {
        let gists: Vec<Gist> = match claim {
            Saying::If(one, two) => vec![one.clone(), two.clone()],
            Saying::Either(gists) | Saying::All(gists) => gists.clone(),
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
            Saying::Fact(_) | Saying::All(_) => Formula::and(parts),
        };
        Some((formula, score))
    }

    /// Whether some of the formulas join clauses: what rests on a plain fact alone is left to closer reading where
    /// the text joins none.
    fn rests(&self, used: &[usize]) -> bool {
        !used.is_empty() && self.joined > 0
    }

    /// Whether a claim about somebody is what the rules of a text without facts lead to in the end.
    fn outcome(&self, claim: &Saying) -> Option<bool> {
        let Saying::Fact(gist) = claim else { return None };
        if !self.facts.is_empty() || self.rules.len() != self.joined {
            return None;
        }
        let found = self.atoms.find(gist, &[]).filter(|found| found.score >= ASKED)?;
        let last = |(_, two): &&(Literal, Literal)| {
            two.atom == found.atom && self.rules.iter().all(|(one, _)| one.atom != two.atom)
        };
        self.rules.iter().find(last).map(|(_, two)| two.positive == found.positive)
    }

    /// Whether a claim is what a lone rule says of the case at hand: the text has one rule and a fact about somebody
    /// that shares no words with it, so that the fact can only be the case which the rule is about.
    fn instance(&self, claim: &Saying) -> Option<bool> {
        let Saying::Fact(gist) = claim else { return None };
        let [(one, two)] = self.rules.as_slice() else { return None };
        let apart = |literal: &Literal| literal.atom != one.atom && literal.atom != two.atom;
        if self.joined != 1 || self.facts.is_empty() || !self.facts.iter().all(apart) {
            return None;
        }
        let found = self.atoms.find(gist, &[]).filter(|found| found.score >= ASKED)?;
        if found.atom == two.atom {
            return Some(found.positive == two.positive);
        }
        (found.atom == one.atom).then_some(found.positive != one.positive)
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

/// The words of a question: what it assumes and what it claims.
fn parted_claim<'a, 'w>(words: &'a [&'w Word]) -> Option<(&'a [&'w Word], &'a [&'w Word])> {
    let lemma = |word: &&Word| word.lemma.to_lowercase();
    let at = words.iter().position(|word| FOLLOWS.contains(&lemma(word).as_str()))?;
    let that = words.iter().skip(at).position(|word| lemma(word) == "that").map_or(at + 1, |that| at + that + 1);
    let condition = words.get(..at).filter(|front| front.first().is_some_and(|word| lemma(word) == "if"));
    let end = words.iter().rposition(|word| word.text == "?").unwrap_or(words.len());
    Some((condition.unwrap_or(&[]), words.get(that..end)?))
}

fn judged(scene: &Scene<'_>, told: &[Told<'_>], asked: &[&Word], budget: &mut Budget) -> Option<Found> {
    let text = Text::read(scene, told)?;
    let splitter = Splitter { names: &text.names };
    let sentences = word_lists(told);
    let lettered = splitter.lettered(asked).len() > 1;
    let say = |truth: bool, sure: f32| verdict(scene, Verdict::of(truth), None, None).with_confidence(sure);
    if let Some((condition, claim)) = parted_claim(asked).filter(|_| !lettered) {
        let meanings = text.atoms.meanings();
        if !condition.is_empty() {
            if let Some(truth) = sources::believed(&sentences, (condition, claim), &text.names, meanings) {
                return Some(say(truth, USUALLY));
            }
        } else if !is_conditional(&sentences) {
            let usual = UsualCase::read(&sentences, &text.names).filter(|usual| usual.is_marked());
            if let Some((truth, _)) = usual.and_then(|usual| usual.judge(claim, &text.names, meanings)) {
                return Some(say(truth, USUALLY));
            }
        }
        if let Some(truth) = exists::judge(&sentences, claim, &text.names, meanings) {
            return Some(say(truth, USUALLY));
        }
    }
    let claim = goal(&splitter, asked)?;
    let (formula, score) = text.claim(&claim)?;
    let sure = |base: f32| base.min(0.4 + score / 2.0).max(0.5);
    match fol::judge(&text.formulas, &formula, budget) {
        Judgement::Entailed(used) if text.rests(&used) => {
            Some(verdict(scene, Verdict::True, None, text.proof(&used)).with_confidence(sure(ENTAILED)))
        }
        Judgement::Refuted(used) if text.rests(&used) => {
            Some(verdict(scene, Verdict::False, None, text.proof(&used)).with_confidence(sure(ENTAILED)))
        }
        Judgement::Open(true) => {
            if let Some(truth) = text.instance(&claim) {
                return Some(say(truth, NOT_ENTAILED));
            }
            let asks = marks::asks_for_entailment(scene) || !matches!(claim, Saying::Fact(_));
            (text.joined > 0 && asks).then(|| say(false, NOT_ENTAILED))
        }
        _ => None,
    }
}

/// Whether the text tells conditions: those are judged as such, whatever else is usual.
fn is_conditional(sentences: &[Vec<&Word>]) -> bool {
    sentences.iter().flatten().any(|word| matches!(word.text.to_lowercase().as_str(), "if" | "whenever"))
}

/// The words of each sentence.
fn word_lists<'a>(told: &[Told<'a>]) -> Vec<Vec<&'a Word>> {
    told.iter().map(|(sentence, _)| sentence.words.iter().collect()).collect()
}

#[cfg(test)]
mod tests;
