//! Forms as compact text, for tests, examples and people who look into a reading.

use std::fmt::Write;

use engine_api::{
    Adjective, Asked, Bound, Claim, Complement, Degree, Determiner, Form, Joint, Noun, NounKind, Oblique, Query, Tense,
};

/// A form as text: `if(be(s=someone, c=kind) => like(s=they, o=Ann))`.
pub fn form(form: &Form) -> String {
    match form {
        Form::Claim(claim) => self::claim(claim),
        Form::Not(inner) => format!("not({})", self::form(inner)),
        Form::And(parts) => format!("({})", forms(parts, " & ")),
        Form::Or { parts, exclusive } => format!("({})", forms(parts, if *exclusive { " ^ " } else { " | " })),
        Form::If { condition, result, exact } => {
            let arrow = if *exact { "<=>" } else { "=>" };
            format!("if({} {arrow} {})", self::form(condition), self::form(result))
        }
        Form::Linked { link, main, other } => format!("{link}({}, {})", self::form(main), self::form(other)),
    }
}

fn forms(parts: &[Form], between: &str) -> String {
    parts.iter().map(form).collect::<Vec<_>>().join(between)
}

/// A question as text: `which? like(s=?person, o=Ann)`.
pub fn query(query: &Query) -> String {
    let asked = match &query.asked {
        Asked::Truth => "truth".to_owned(),
        Asked::Which => "which".to_owned(),
        Asked::Place => "place".to_owned(),
        Asked::Time => "time".to_owned(),
        Asked::Reason => "reason".to_owned(),
        Asked::Manner => "manner".to_owned(),
        Asked::Count => "count".to_owned(),
        Asked::Amount => "amount".to_owned(),
        Asked::Degree(word) => format!("degree {word}"),
    };
    let mut text = format!("{asked}? {}", form(&query.form));
    if !query.alternatives.is_empty() {
        let _ = write!(text, " [{}]", query.alternatives.join(" / "));
    }
    text
}

fn claim(claim: &Claim) -> String {
    let mut text = String::new();
    if claim.negated {
        text.push_str("not ");
    }
    if let Some(modal) = &claim.modal {
        let _ = write!(text, "{modal} ");
    }
    text.push_str(match claim.tense {
        Tense::Present => "",
        Tense::Past => "past ",
        Tense::Future => "future ",
    });
    for (is, word) in [(claim.perfect, "perfect "), (claim.progressive, "progressive "), (claim.passive, "passive ")] {
        if is {
            text.push_str(word);
        }
    }
    let mut roles = Vec::new();
    for (name, role) in [("s", &claim.subject), ("r", &claim.recipient), ("o", &claim.object)] {
        if let Some(role) = role {
            roles.push(format!("{name}={}", noun(role)));
        }
    }
    roles.extend(claim.complement.as_ref().map(|said| format!("c={}", complement(said))));
    roles.extend(claim.obliques.iter().map(oblique));
    roles.extend(claim.adverbs.iter().map(|adverb| format!("+{adverb}")));
    let verb = if claim.verb.is_empty() { "…" } else { &claim.verb };
    let _ = write!(text, "{verb}({})", roles.join(", "));
    text
}

fn complement(said: &Complement) -> String {
    match said {
        Complement::Adjective(one) => adjective(one),
        Complement::Noun(one) => format!("<{}>", noun(one)),
        Complement::Clause(inner) => format!("that {}", form(inner)),
        Complement::Infinitive(inner) => format!("to {}", form(inner)),
        Complement::Question(inner) => query(inner),
    }
}

fn oblique(oblique: &Oblique) -> String {
    let preposition = if oblique.preposition.is_empty() { "@" } else { &oblique.preposition };
    format!("{preposition}={}", noun(&oblique.noun))
}

fn adjective(one: &Adjective) -> String {
    let mut text = String::new();
    if one.negated {
        text.push_str("not-");
    }
    for adverb in &one.adverbs {
        let _ = write!(text, "{adverb}-");
    }
    text.push_str(match one.degree {
        Degree::Plain => "",
        Degree::More => "more-",
        Degree::Less => "less-",
        Degree::Most => "most-",
        Degree::Least => "least-",
        Degree::Equal => "as-",
    });
    text.push_str(&one.lemma);
    let mut parts = Vec::new();
    parts.extend(one.measure.as_ref().map(|measure| format!("by {}", noun(measure))));
    parts.extend(one.than.as_ref().map(|than| format!("than {}", noun(than))));
    parts.extend(one.obliques.iter().map(oblique));
    if !parts.is_empty() {
        let _ = write!(text, "[{}]", parts.join(", "));
    }
    text
}

/// A noun phrase as text: `all kind person+ {like(s=_, o=Ann)}`.
pub fn noun(one: &Noun) -> String {
    if !one.parts.is_empty() {
        let between = match one.joint {
            Joint::And => " & ",
            Joint::Or => " | ",
            Joint::Xor => " ^ ",
            Joint::Nor => " nor ",
        };
        return format!("({})", one.parts.iter().map(noun).collect::<Vec<_>>().join(between));
    }
    let mut words: Vec<String> = Vec::new();
    words.extend(determiner(one.determiner).map(str::to_owned));
    words.extend(one.possessor.as_ref().map(|owner| format!("{}'s", noun(owner))));
    words.extend(one.count.as_ref().filter(|_| one.kind != NounKind::Number).map(|count| {
        let bound = match count.bound {
            Bound::Exactly => "",
            Bound::AtLeast => ">=",
            Bound::AtMost => "<=",
            Bound::MoreThan => ">",
            Bound::FewerThan => "<",
            Bound::About => "~",
        };
        format!("{bound}{}", count.number)
    }));
    words.extend(one.adjectives.iter().map(adjective));
    words.extend(one.modifiers.iter().cloned());
    let sign = match one.kind {
        NounKind::Asked => "?",
        NounKind::Gap => "_",
        _ => "",
    };
    let quote = if one.kind == NounKind::Quoted { "\"" } else { "" };
    let plural = if one.plural && one.kind == NounKind::Common { "+" } else { "" };
    words.push(format!("{sign}{quote}{}{quote}{plural}", one.head));
    words.extend(one.obliques.iter().map(oblique));
    words.extend(one.relatives.iter().map(|relative| format!("{{{}}}", form(relative))));
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

fn determiner(one: Determiner) -> Option<&'static str> {
    Some(match one {
        Determiner::None => return None,
        Determiner::The => "the",
        Determiner::A => "a",
        Determiner::This => "this",
        Determiner::All => "all",
        Determiner::Some => "some",
        Determiner::No => "no",
        Determiner::Any => "any",
        Determiner::Most => "most",
        Determiner::Many => "many",
        Determiner::Few => "few",
        Determiner::Several => "several",
        Determiner::Both => "both",
        Determiner::Neither => "neither",
        Determiner::Either => "either",
        Determiner::Other => "other",
        Determiner::Only => "only",
    })
}
