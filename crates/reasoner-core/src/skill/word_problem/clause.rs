//! The clause of an amount, from the logical form of its sentence: who does what with it, and what it counts.

use engine_api::{Claim, Complement, Form, Noun, NounKind, Sentence, Span};

/// How deep a form is searched.
const DEEPEST: usize = 24;

/// What the form says of an amount.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    pub(super) verb: String,
    pub(super) owner: String,
    /// Who receives it, or from whom it comes.
    pub(super) other: String,
    /// The noun that it counts, and what that is of.
    pub(super) names: Vec<String>,
    pub(super) attributes: Vec<String>,
    pub(super) negated: bool,
}

/// The clause of the number at `span`.
pub(super) fn clause(sentence: &Sentence, span: Span) -> Option<Clause> {
    let from_form = sentence.form.as_ref().and_then(|form| in_form(form, span, 0));
    from_form.or_else(|| sentence.query.as_ref().and_then(|query| in_form(&query.form, span, 0)))
}

fn in_form(form: &Form, span: Span, depth: usize) -> Option<Clause> {
    if depth > DEEPEST {
        return None;
    }
    let deeper = |form: &Form| in_form(form, span, depth + 1);
    match form {
        Form::Claim(claim) => in_claim(claim, span, depth),
        Form::Not(inner) => deeper(inner),
        Form::And(parts) | Form::Or { parts, .. } => parts.iter().find_map(deeper),
        Form::If { condition, result, .. } => deeper(condition).or_else(|| deeper(result)),
        Form::Linked { main, other, .. } => deeper(main).or_else(|| deeper(other)),
    }
}

fn in_claim(claim: &Claim, span: Span, depth: usize) -> Option<Clause> {
    let nouns = [claim.object.as_ref(), claim.subject.as_ref(), claim.recipient.as_ref()].into_iter().flatten();
    let obliques = claim.obliques.iter().map(|oblique| &oblique.noun);
    let complement = match &claim.complement {
        Some(Complement::Noun(noun)) => Some(noun),
        _ => None,
    };
    let counted = nouns.chain(obliques).chain(complement).find_map(|noun| of_noun(noun, span, depth));
    let Some(noun) = counted else {
        return match &claim.complement {
            Some(Complement::Clause(form) | Complement::Infinitive(form)) => in_form(form, span, depth + 1),
            _ => None,
        };
    };
    let name = |noun: &Noun| {
        if noun.kind == NounKind::Name || noun.kind == NounKind::Pronoun {
            noun.head.to_lowercase()
        } else {
            String::new()
        }
    };
    let from = claim
        .obliques
        .iter()
        .find(|oblique| matches!(oblique.preposition.as_str(), "to" | "from") && !name(&oblique.noun).is_empty());
    let other = claim.recipient.as_ref().or(from.map(|oblique| &oblique.noun)).map(&name).unwrap_or_default();
    let mut names = Vec::new();
    if noun.kind == NounKind::Common && !noun.head.is_empty() && noun.head != "one" {
        names.push(noun.head.clone());
    }
    names.extend(
        noun.obliques
            .iter()
            .filter(|oblique| oblique.preposition == "of" && oblique.noun.kind == NounKind::Common)
            .map(|oblique| oblique.noun.head.clone()),
    );
    let adjectives = noun.adjectives.iter().map(|adjective| adjective.lemma.clone());
    Some(Clause {
        verb: claim.verb.clone(),
        owner: claim.subject.as_ref().map(name).unwrap_or_default(),
        other,
        names,
        attributes: adjectives.chain(noun.modifiers.iter().cloned()).collect(),
        negated: claim.negated,
    })
}

/// The counted noun within a noun phrase.
fn of_noun(noun: &Noun, span: Span, depth: usize) -> Option<&Noun> {
    if depth > DEEPEST || !(noun.parts.is_empty() || depth < DEEPEST) {
        return None;
    }
    if let Some(part) = noun.parts.iter().find_map(|part| of_noun(part, span, depth + 1)) {
        return Some(part);
    }
    if let Some(inner) = noun.obliques.iter().find_map(|oblique| of_noun(&oblique.noun, span, depth + 1)) {
        return Some(inner);
    }
    let covers = noun.span.start <= span.start && span.end <= noun.span.end;
    (covers && noun.count.is_some() && noun.parts.is_empty()).then_some(noun)
}
