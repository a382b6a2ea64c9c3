//! Connectives: negation, coordination, conditionals and clauses in other relations.

use engine_api::{Claim, Determiner, Form, Noun, NounKind};

use super::context::Translator;
use crate::fol::{Formula, Id, Term};

/// Relations in which both clauses are stated.
const BOTH: &[&str] =
    &["because", "since", "although", "though", "so", "so that", "while", "whereas", "before", "after", "but", "as"];

/// Relations that state a condition where neither clause speaks of one event only.
const CONDITIONAL: &[&str] = &["when", "whenever", "once", "as long as", "if", "where", "wherever"];

impl Translator {
    /// The formula of a form in the scope in hand.
    pub(super) fn form(&mut self, form: &Form) -> Option<Formula> {
        self.deeper(|this| this.connective(form))
    }

    fn connective(&mut self, form: &Form) -> Option<Formula> {
        if let Some(formula) = self.shared(form) {
            return Some(formula);
        }
        match form {
            Form::Claim(claim) => self.claim(claim),
            Form::Not(inner) if each_denied(inner).is_some() => self.form(&each_denied(inner)?),
            Form::Not(inner) => Some(self.closed(|this| this.form(inner))?.denied()),
            Form::And(parts) => {
                let parts: Option<Vec<Formula>> = parts.iter().map(|part| self.form(part)).collect();
                Some(Formula::and(parts?))
            }
            &Form::Or { ref parts, exclusive } => {
                // A witness of one part is one of the whole, so the parts share their scope.
                let all: Option<Vec<Formula>> = parts.iter().map(|part| self.form(part)).collect();
                let all = all?;
                // In a condition "either" leaves room for both.
                let exclusive = exclusive && self.generic();
                Some(if exclusive { one_of(all) } else { Formula::or(all) })
            }
            Form::If { condition, result, exact } => self.conditional(condition, result, *exact),
            Form::Linked { link, main, other } if CONDITIONAL.contains(&link.as_str()) && !is_event(main) => {
                self.conditional(other, main, false)
            }
            Form::Linked { link, main, other } if BOTH.contains(&link.as_str()) || link == "when" => {
                let main = self.form(main)?;
                let other = self.form(other)?;
                Some(Formula::and([main, other]))
            }
            Form::Linked { .. } => None,
        }
    }

    /// "Everything is either big or small": clauses that share a subject which speaks of all are said of each.
    fn shared(&mut self, form: &Form) -> Option<Formula> {
        let joined = match form {
            Form::Or { .. } => true,
            Form::Not(inner) => matches!(**inner, Form::And(_) | Form::Or { .. }),
            _ => false,
        };
        let claims = Some(form).filter(|_| joined).and_then(leaves)?;
        let first = claims.first()?;
        let subject = first.subject.as_ref()?;
        let fits = |claim: &&Claim| claim.subject.as_ref().is_some_and(|noun| noun.span == subject.span);
        let common = matches!(subject.kind, NounKind::Common | NounKind::Indefinite) && subject.parts.is_empty();
        if subject.span == engine_api::Span::default() || !common || !claims.iter().all(fits) {
            return None;
        }
        let all = self.speaks_of_all(subject, first);
        if !all && !matches!(subject.determiner, Determiner::All | Determiner::No) {
            return None;
        }
        let open = of_gap(form);
        self.noun(subject, all, &mut |this, term| {
            this.gaps.push(term);
            let formula = this.form(&open);
            this.gaps.pop();
            formula
        })
    }

    /// "If A then B": what A introduces stands for anything.
    pub(super) fn conditional(&mut self, condition: &Form, result: &Form, exact: bool) -> Option<Formula> {
        // "If A then B, and vice versa": both ways.
        let stripped = both_ways(result);
        let (result, exact) = stripped.as_ref().map_or((result, exact), |result| (result, true));
        // "Someone is A if and only if he is B": who is spoken of first stands in the result.
        let (condition, result) =
            if exact && opens_with_pronoun(condition) { (result, condition) } else { (condition, result) };
        let mut then = None;
        let (premise, frame) = self.scoped(false, |this| {
            let premise = this.form(condition)?;
            let (formula, inner) = this.scoped(true, |this| this.form(result))?;
            then = Some(formula.for_some(inner.vars));
            Some(premise)
        })?;
        let then = then?;
        if !exact {
            return Some(premise.implies(then).for_all(frame.vars));
        }
        if frame.vars.iter().any(|var| mentions(&then, *var)) {
            return Some(Formula::Iff(Box::new(premise), Box::new(then)).for_all(frame.vars));
        }
        Some(Formula::Iff(Box::new(premise.for_some(frame.vars)), Box::new(then)))
    }
}

/// The clauses of a form that is made of clauses, denials and coordinations only.
fn leaves(form: &Form) -> Option<Vec<&Claim>> {
    match form {
        Form::Claim(claim) => Some(vec![claim]),
        Form::Not(inner) => leaves(inner),
        Form::And(parts) | Form::Or { parts, .. } => {
            let all: Option<Vec<Vec<&Claim>>> = parts.iter().map(leaves).collect();
            all.map(|all| all.concat())
        }
        _ => None,
    }
}

/// The form with a gap for the subject of each of its clauses.
fn of_gap(form: &Form) -> Form {
    match form {
        Form::Claim(claim) => {
            let mut claim = claim.clone();
            claim.subject = Some(Noun { kind: NounKind::Gap, ..Noun::default() });
            Form::Claim(claim)
        }
        Form::Not(inner) => Form::Not(Box::new(of_gap(inner))),
        Form::And(parts) => Form::And(parts.iter().map(of_gap).collect()),
        Form::Or { parts, exclusive } => Form::Or { parts: parts.iter().map(of_gap).collect(), exclusive: *exclusive },
        other => other.clone(),
    }
}

/// "is not A and not B": the first "not" is only of the first.
fn each_denied(form: &Form) -> Option<Form> {
    let Form::And(parts) = form else { return None };
    let (first, rest) = parts.split_first()?;
    let denied = |part: &Form| matches!(part, Form::Not(_)) || matches!(part, Form::Claim(claim) if claim.negated);
    if rest.is_empty() || denied(first) || !rest.iter().all(denied) {
        return None;
    }
    let mut all = vec![Form::Not(Box::new(first.clone()))];
    all.extend(rest.iter().cloned());
    Some(Form::And(all))
}

/// The form without "and vice versa"; none where it does not stand there.
fn both_ways(form: &Form) -> Option<Form> {
    match form {
        Form::And(parts) => {
            if let Some((last, rest)) = parts.split_last() {
                if is_vice_versa(last) {
                    return Some(if let [only] = rest { only.clone() } else { Form::And(rest.to_vec()) });
                }
                let inner = both_ways(last)?;
                let mut parts = rest.to_vec();
                parts.push(inner);
                return Some(Form::And(parts));
            }
            None
        }
        Form::Not(inner) => both_ways(inner).map(|inner| Form::Not(Box::new(inner))),
        _ => None,
    }
}

fn is_vice_versa(form: &Form) -> bool {
    let Form::Claim(claim) = form else { return false };
    let noun = |noun: &engine_api::Noun| noun.text.to_lowercase().contains("vice versa");
    let adverb = claim.adverbs.iter().any(|adverb| adverb == "vice versa");
    adverb || matches!(&claim.complement, Some(engine_api::Complement::Noun(one)) if noun(one))
}

/// Whether the first subject is a pronoun.
fn opens_with_pronoun(form: &Form) -> bool {
    match form {
        Form::Claim(claim) => claim.subject.as_ref().is_some_and(|noun| noun.kind == engine_api::NounKind::Pronoun),
        Form::And(parts) | Form::Or { parts, .. } => parts.first().is_some_and(opens_with_pronoun),
        Form::Not(inner) => opens_with_pronoun(inner),
        _ => false,
    }
}

/// Exactly one of the formulas.
pub(super) fn one_of(mut all: Vec<Formula>) -> Formula {
    if all.len() == 2
        && let (Some(other), Some(one)) = (all.pop(), all.pop())
    {
        return Formula::xor(one, other);
    }
    let mut parts = vec![Formula::Or(all.clone())];
    for (at, one) in all.iter().enumerate() {
        parts.extend(all.iter().skip(at + 1).map(|other| Formula::and([one.clone(), other.clone()]).denied()));
    }
    Formula::And(parts)
}

/// Whether a variable occurs.
fn mentions(formula: &Formula, var: Id) -> bool {
    let mut found = false;
    formula.atoms(&mut |_, terms| found |= terms.contains(&Term::Var(var)));
    found
}

/// Whether a form tells of something that happened once.
fn is_event(form: &Form) -> bool {
    match form {
        Form::Claim(claim) => claim.progressive || claim.tense == engine_api::Tense::Past,
        Form::And(parts) => parts.iter().any(is_event),
        _ => false,
    }
}
