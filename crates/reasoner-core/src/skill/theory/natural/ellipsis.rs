//! What a sentence leaves out because the one before says it: "Ann sang. So did Bob.", "… and Bob by train", "Bob
//! has a blue one".

use engine_api::Pos;

use super::token::Token;

/// The clauses of a sentence, each with what it leaves out filled in from the clause before.
pub(super) fn clauses(tokens: Vec<Token>, before: Option<&[Token]>) -> Vec<Vec<Token>> {
    let mut parts: Vec<Vec<Token>> = vec![Vec::new()];
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let comma = token.text == "," && next.is_some_and(|next| next.is(&["and", "but"]));
        let so = token.is(&["and"]) && next.is_some_and(|next| next.text == "so");
        if comma || so {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token.clone());
        }
    }
    let mut found: Vec<Vec<Token>> = Vec::new();
    if parts.iter().filter(|part| !part.is_empty()).count() > 1 {
        found.push(tokens.clone());
    }
    let mut last: Option<Vec<Token>> = before.map(<[Token]>::to_vec);
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let whole = last.as_deref().and_then(|before| filled(&part, before)).unwrap_or(part);
        last = Some(whole.clone());
        found.push(whole);
    }
    found
}

fn first_verb(tokens: &[Token]) -> Option<usize> {
    tokens.iter().position(Token::is_verb)
}

/// The clause with what it leaves out; none where it leaves out nothing.
fn filled(part: &[Token], before: &[Token]) -> Option<Vec<Token>> {
    let start = part.iter().position(|token| !token.is(&["and", "but", "too", "also", ","]))?;
    let part = part.get(start..)?;
    // A question before it is answered by it: "Has Ann left? Bob has."
    let asked = before.first().is_some_and(|first| first.pos == Pos::Auxiliary || first.is(&["have", "do", "be"]));
    let turned: Vec<Token> = match before {
        [aux, subject, rest @ ..] if asked => [&[subject.clone(), aux.clone()], rest].concat(),
        _ => before.to_vec(),
    };
    let verb = first_verb(&turned)?;
    let rest = turned.get(verb..)?;
    // "so did Bob"
    if let [so, aux, subject @ ..] = part
        && so.text == "so"
        && aux.is(&["do", "be", "have", "will", "can"])
        && first_verb(subject).is_none()
    {
        return Some([subject, rest].concat());
    }
    let own = first_verb(part);
    match own {
        // "Bob did at five", "the students have too"
        Some(at) if at > 0 && part.get(at)?.is(&["do", "have", "be", "will", "can"]) => {
            let tail: Vec<Token> =
                part.get(at + 1..)?.iter().filter(|token| !token.is(&["too", "also"])).cloned().collect();
            let phrase = tail.is_empty() || tail.first().is_some_and(|first| first.pos == Pos::Adposition);
            let same = part.get(at)?.is(&["do"])
                || rest.first().zip(part.get(at)).is_some_and(|(first, own)| first.lemma == own.lemma);
            (phrase && same)
                .then(|| [part.get(..at).unwrap_or(&[]), &replaced(rest, &tail)].concat())
                .or_else(|| one(part, before))
        }
        Some(_) => one(part, before),
        // "And to Sue", "On Friday": another phrase in the place of its like.
        None if part.first()?.pos == Pos::Adposition => Some([turned.get(..verb)?, &replaced(rest, part)].concat()),
        // "Bob by train"
        None => {
            let at = part.iter().position(|token| token.pos == Pos::Adposition).filter(|at| *at > 0)?;
            let (subject, phrase) = part.split_at(at);
            Some([subject, &replaced(rest, phrase)].concat())
        }
    }
}

/// The predicate with a phrase in the place of the one with the same preposition, else at its end.
fn replaced(rest: &[Token], phrase: &[Token]) -> Vec<Token> {
    let Some(preposition) = phrase.first() else { return rest.to_vec() };
    let Some(at) = rest.iter().rposition(|token| token.text == preposition.text) else {
        return [rest, phrase].concat();
    };
    let next = (at + 1..rest.len()).find(|at| rest.get(*at).is_some_and(|token| token.pos == Pos::Adposition));
    let end = next.unwrap_or(rest.len());
    [rest.get(..at).unwrap_or(&[]), phrase, rest.get(end..).unwrap_or(&[])].concat()
}

/// "Bob has a blue one": the noun that "one" stands for.
fn one(part: &[Token], before: &[Token]) -> Option<Vec<Token>> {
    let at = part
        .iter()
        .position(|token| token.is(&["one", "ones"]) && token.pos != Pos::Determiner)
        .filter(|at| *at > 1)?;
    let last = part.get(at + 1).is_none_or(|token| token.is(&["too", "also"]));
    let noun = before.iter().rev().find(|token| token.pos == Pos::Noun).filter(|_| last)?;
    let front = part.get(..at)?;
    let article = (!front.iter().any(|token| token.is(&["a", "an"]))).then(|| Token::of("a", Pos::Determiner));
    Some(front.iter().cloned().chain(article).chain([noun.clone()]).collect())
}
