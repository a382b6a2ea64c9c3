//! Whom pronouns refer to: phrases that are taken up again may not vanish in a predicate.

use std::collections::BTreeSet;

use engine_api::{Claim, Complement, Form, Noun, NounKind};

/// Collects the referents of the pronouns in a form.
pub(super) fn form(form: &Form, found: &mut BTreeSet<u32>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match form {
        Form::Claim(one) => claim(one, found, depth),
        Form::Not(inner) => self::form(inner, found, depth),
        Form::And(parts) | Form::Or { parts, .. } => parts.iter().for_each(|part| self::form(part, found, depth)),
        Form::If { condition: one, result: other, .. } | Form::Linked { main: one, other, .. } => {
            self::form(one, found, depth);
            self::form(other, found, depth);
        }
    }
}

fn claim(claim: &Claim, found: &mut BTreeSet<u32>, depth: usize) {
    let roles = [&claim.subject, &claim.object, &claim.recipient];
    roles.into_iter().flatten().for_each(|role| noun(role, found, depth));
    claim.obliques.iter().for_each(|oblique| noun(&oblique.noun, found, depth));
    match &claim.complement {
        Some(Complement::Noun(inner)) => noun(inner, found, depth),
        Some(Complement::Clause(inner) | Complement::Infinitive(inner)) => form(inner, found, depth),
        Some(Complement::Adjective(adjective)) => {
            adjective.than.iter().for_each(|inner| noun(inner, found, depth));
            adjective.obliques.iter().for_each(|oblique| noun(&oblique.noun, found, depth));
        }
        _ => {}
    }
}

fn noun(one: &Noun, found: &mut BTreeSet<u32>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    if one.kind == NounKind::Pronoun && one.referent != 0 {
        found.insert(one.referent);
    }
    one.possessor.iter().for_each(|inner| noun(inner, found, depth));
    one.obliques.iter().for_each(|oblique| noun(&oblique.noun, found, depth));
    one.relatives.iter().for_each(|inner| form(inner, found, depth));
    one.parts.iter().for_each(|inner| noun(inner, found, depth));
}
