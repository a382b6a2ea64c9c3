//! Lists of what is said of one subject that a relative clause swallowed: in "the cat has a card that is red, has two
//! friends, and is old" the friends are the cat's.

use engine_api::{Claim, Form, Noun, NounKind, Word};

/// The statement with what stands after a comma in a relative clause of its object said of its subject.
pub(super) fn raised(form: &Form, words: &[Word]) -> Option<Form> {
    let Form::Claim(claim) = form else { return None };
    let subject = claim.subject.as_ref()?;
    let mut outer = claim.clone();
    let relative = outer.object.as_mut()?.relatives.last_mut()?;
    let Form::And(parts) = relative else { return None };
    let first = parts.first()?.clone();
    let listed = parts.get(1..)?.iter().all(|part| after_comma(part, words));
    if parts.len() < 2 || !listed {
        return None;
    }
    let mut all: Vec<Form> = parts.drain(1..).map(|part| said_of(part, subject)).collect();
    *relative = first;
    all.insert(0, Form::Claim(outer));
    Some(Form::And(all))
}

/// The claim of a part, negated or not.
fn claim(form: &Form) -> Option<&Claim> {
    match form {
        Form::Claim(claim) => Some(claim),
        Form::Not(inner) => match &**inner {
            Form::Claim(claim) => Some(claim),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a comma stands before the verb of a part, with nothing but function words between.
fn after_comma(part: &Form, words: &[Word]) -> bool {
    let Some(claim) = claim(part) else { return false };
    let verb = claim.verb.split(' ').next().unwrap_or("");
    let starts = |at: &usize| {
        words.get(*at).is_some_and(|word| word.text == ",")
            && words.iter().skip(at + 1).take(4).any(|word| {
                word.lemma.eq_ignore_ascii_case(verb) || verb.len() > 2 && word.text.to_lowercase().starts_with(verb)
            })
    };
    (0..words.len()).any(|at| starts(&at))
}

fn said_of(part: Form, subject: &Noun) -> Form {
    match part {
        Form::Claim(mut claim) => {
            if claim.subject.as_ref().is_some_and(|noun| noun.kind == NounKind::Gap) {
                claim.subject = Some(subject.clone());
            } else if claim.object.as_ref().is_some_and(|noun| noun.kind == NounKind::Gap) {
                claim.object = Some(subject.clone());
            }
            Form::Claim(claim)
        }
        Form::Not(inner) => Form::Not(Box::new(said_of(*inner, subject))),
        other => other,
    }
}
