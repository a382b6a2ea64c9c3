//! Natural logic: one sentence follows from another by what may be left out or put in, as the quantifiers around it
//! allow (van Benthem, 1986; MacCartney and Manning, 2009). Works on the words of sentences, so it also serves where
//! quantifiers ("few", "most", "at most ten") are beyond first-order forms.

mod compare;
mod ellipsis;
mod order;
mod project;
mod token;

use engine_api::{Budget, Proof};

use self::token::{Token, tokens};
use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{Verdict, verdict};

/// The most sentences and words that are compared.
const MOST_SENTENCES: usize = 8;
const MOST_WORDS: usize = 40;

/// How sure a sentence that follows is, and one that is open.
const FOLLOWS: f32 = 0.92;
const OPEN: f32 = 0.9;

/// A sentence of the text, as written or as it is to be understood.
struct Premise {
    tokens: Vec<Token>,
    source: String,
}

/// Judges a statement by sentences that say nearly the same; none where no sentence does.
pub(in crate::skill) fn natural(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let statement = scene.task.statement.as_ref()?;
    let offered = |verdict: Verdict| verdict.label(scene.task).is_some() || verdict.option(scene.task).is_some();
    // "Non-entailment" says nothing of the opposite.
    let apart = Verdict::Unknown.label(scene.task) != Verdict::False.label(scene.task) || scene.task.labels.is_empty();
    if !apart || !offered(Verdict::Unknown) || !offered(Verdict::True) || statement.words.len() > MOST_WORDS {
        return None;
    }
    let told: Vec<_> = scene.context().take(MOST_SENTENCES + 1).collect();
    let long = told.iter().any(|(sentence, _)| sentence.words.len() > MOST_WORDS);
    if told.is_empty() || told.len() > MOST_SENTENCES || long || !budget.spend(500) {
        return None;
    }
    let mut premises: Vec<Premise> = Vec::new();
    for (sentence, text) in &told {
        let source = sentence.span.of(text).trim().to_owned();
        let before = premises.last().map(|one| one.tokens.as_slice());
        for tokens in ellipsis::clauses(tokens(&sentence.words, scene.lexicon), before) {
            premises.push(Premise { tokens, source: source.clone() });
        }
    }
    let goal = token::plain(tokens(&statement.words, scene.lexicon));
    let found = decide(scene, &premises, &goal)?;
    let proof = found.1.map(|source| Proof {
        claim: "it follows".to_owned(),
        by: "natural logic".to_owned(),
        from: vec![Proof { claim: source, by: String::new(), from: Vec::new() }],
    });
    let sure = if found.0 == Verdict::Unknown { OPEN } else { FOLLOWS };
    Some(verdict(scene, found.0, None, proof).with_confidence(sure))
}

fn decide(scene: &Scene<'_>, premises: &[Premise], goal: &[Token]) -> Option<(Verdict, Option<String>)> {
    let lists: Vec<&[Token]> = premises.iter().map(|premise| premise.tokens.as_slice()).collect();
    if let Some(found) = compare::compared(&lists, goal, scene.lexicon) {
        return Some((found, premises.first().map(|premise| premise.source.clone())));
    }
    let pairs = || premises.iter().flat_map(|one| premises.iter().map(move |rule| (one, rule)));
    for (premise, rule) in pairs() {
        if let Some(found) = project::by_rule(&premise.tokens, &token::plain(rule.tokens.clone()), goal, scene.lexicon)
        {
            return Some((found, Some(premise.source.clone())));
        }
    }
    let mut open = None;
    for premise in premises {
        if token::owns(&premise.tokens, goal) {
            return Some((Verdict::True, Some(premise.source.clone())));
        }
        if let Some((truth, said)) = token::avowed(&premise.tokens)
            && project::project(&token::plain(said.to_vec()), goal, scene.lexicon) == Some(Verdict::True)
        {
            return Some((Verdict::of(truth), Some(premise.source.clone())));
        }
        if let Some(found) = order::swapped(&token::plain(premise.tokens.clone()), goal) {
            return Some((found, Some(premise.source.clone()).filter(|_| found == Verdict::True)));
        }
        let found = Some(()).and_then(|()| {
            let implied = token::implied(&premise.tokens);
            let judged: Vec<Verdict> = implied
                .into_iter()
                .filter_map(|tokens| project::project(&token::plain(tokens), goal, scene.lexicon))
                .collect();
            judged.iter().copied().find(|one| *one != Verdict::Unknown).or(judged.first().copied())
        });
        match found {
            Some(Verdict::Unknown) => open = Some(Verdict::Unknown),
            Some(found) => return Some((found, Some(premise.source.clone()))),
            None => {}
        }
    }
    // With several sentences another one may still bear on it.
    open.filter(|_| premises.len() == 1).map(|verdict| (verdict, None))
}

#[cfg(test)]
mod tests;
