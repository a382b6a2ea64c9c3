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
    let starts: Option<Vec<usize>> = parts.get(1..)?.iter().map(|part| after_comma(part, words)).collect();
    let starts = starts.filter(|starts| !starts.is_empty())?;
    let mut all: Vec<Form> = parts.drain(1..).zip(starts).map(|(part, start)| said_of(part, subject, start)).collect();
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

/// Where the verb of a part starts in the text, if a comma stands before it with nothing but function words between.
fn after_comma(part: &Form, words: &[Word]) -> Option<usize> {
    let verb = claim(part)?.verb.split(' ').next().unwrap_or("");
    let is_verb = |word: &&Word| {
        word.lemma.eq_ignore_ascii_case(verb) || verb.len() > 2 && word.text.to_lowercase().starts_with(verb)
    };
    let commas = words.iter().enumerate().filter(|(_, word)| word.text == ",");
    let verbs = commas.filter_map(|(at, _)| words.iter().skip(at + 1).take(4).find(is_verb));
    // The conjuncts "is …, is …, and is …" have the same verb; the one within the claim's own span is meant.
    let span = claim(part)?.span;
    let found: Vec<usize> = verbs.map(|word| word.span.start).collect();
    found.iter().copied().find(|start| *start >= span.start && *start < span.end).or(found.first().copied())
}

fn said_of(part: Form, subject: &Noun, start: usize) -> Form {
    match part {
        Form::Claim(mut claim) => {
            claim.span.start = claim.span.start.max(start);
            if claim.subject.as_ref().is_some_and(|noun| noun.kind == NounKind::Gap) {
                claim.subject = Some(subject.clone());
            } else if claim.object.as_ref().is_some_and(|noun| noun.kind == NounKind::Gap) {
                claim.object = Some(subject.clone());
            }
            Form::Claim(claim)
        }
        Form::Not(inner) => Form::Not(Box::new(said_of(*inner, subject, start))),
        other => other,
    }
}
