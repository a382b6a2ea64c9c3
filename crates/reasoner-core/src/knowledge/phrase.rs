//! Phrases in normal form, so that two ways of naming one thing compare equal, and phrases as we say them.
//!
//! The normal form is in lower case, without articles, with nouns in their singular, and with speaker and
//! hearer as `@user` and `@self`; what belongs to someone stands after them: `@user 's dog 's name`.

use engine_api::{Pos, Role, Span, Word};

/// A phrase with the words of the sentence it stands in and who said it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) text: &'a str,
    pub(crate) words: &'a [Word],
    pub(crate) speaker: Role,
}

/// The normal form of `phrase`.
pub(crate) fn normal(phrase: &str, context: Context<'_>) -> String {
    let tokens = tokens(phrase);
    let mut found: Vec<String> = Vec::with_capacity(tokens.len());
    for token in &tokens {
        let lower = token.to_lowercase();
        match lower.as_str() {
            "the" | "a" | "an" | "\"" | "," => {}
            "i" | "me" | "myself" => found.push(first_person(context.speaker).to_owned()),
            "my" | "mine" => found.extend([first_person(context.speaker).to_owned(), "'s".to_owned()]),
            "you" | "yourself" => found.push("@self".to_owned()),
            "your" | "yours" => found.extend(["@self".to_owned(), "'s".to_owned()]),
            "user" | "asker" if context.speaker == Role::System => found.push("@user".to_owned()),
            "assistant" if context.speaker == Role::System => found.push("@self".to_owned()),
            _ => found.push(lemma(token, lower, context.words)),
        }
    }
    genitive(found).join(" ")
}

/// Who "I" is: the operator speaks for nobody we answer.
fn first_person(speaker: Role) -> &'static str {
    match speaker {
        Role::User => "@user",
        Role::Assistant => "@self",
        Role::System | Role::Tool => "@operator",
    }
}

/// The words of a phrase, with `'s` on its own and without marks.
fn tokens(phrase: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in phrase.split_whitespace() {
        let part = part
            .trim_matches(|letter: char| matches!(letter, ',' | '"' | '“' | '”' | ';' | ':' | '!' | '?' | '(' | ')'));
        let part = part.trim_end_matches('.');
        let owner = ["'s", "’s"].iter().find_map(|clitic| part.strip_suffix(clitic)).filter(|owner| !owner.is_empty());
        match owner.or_else(|| part.strip_suffix("s'").filter(|stem| stem.len() > 1).map(|_| &part[..part.len() - 1])) {
            Some(owner) => found.extend([owner.to_owned(), "'s".to_owned()]),
            None if matches!(part, "’s" | "'s") => found.push("'s".to_owned()),
            None if !part.is_empty() => found.push(part.to_owned()),
            None => {}
        }
    }
    found
}

/// The lemma of `token` in its sentence, unless it is a name there.
fn lemma(token: &str, lower: String, words: &[Word]) -> String {
    match words.iter().find(|word| word.text == token) {
        Some(word) if word.pos != Pos::ProperNoun => word.lemma.clone(),
        _ => lower,
    }
}

/// "name of @user 's dog" to "@user 's dog 's name".
fn genitive(tokens: Vec<String>) -> Vec<String> {
    let Some(of) = tokens.iter().position(|token| token == "of").filter(|of| *of > 0 && of + 1 < tokens.len()) else {
        return tokens;
    };
    // "two of my cats", "a lot of money" are no genitives.
    if tokens[..of].iter().any(|token| token.starts_with(|first: char| first.is_ascii_digit()) || token == "lot") {
        return tokens;
    }
    let (owned, owner) = tokens.split_at(of);
    let mut found: Vec<String> = owner[1..].to_vec();
    found.push("'s".to_owned());
    found.extend_from_slice(owned);
    found
}

/// The conjuncts of a phrase in normal form: `apple and pear` names two.
pub(crate) fn conjuncts(normal: &str) -> impl Iterator<Item = &str> {
    normal.split(" and ").map(str::trim).filter(|part| !part.is_empty())
}

/// The words of `span` as we say them: the user's "I" is our "you" and the other way round.
pub(crate) fn said(span: Span, context: Context<'_>) -> String {
    let words: Vec<&Word> =
        context.words.iter().filter(|word| span.start <= word.span.start && word.span.end <= span.end).collect();
    let mut found = String::with_capacity(span.end - span.start + 8);
    let mut last: Option<&Word> = None;
    let mut skip = 0;
    let mut agree = false;
    for (at, word) in words.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
            last = Some(word);
            continue;
        }
        if let Some(last) = last {
            let gap = Span { start: last.span.end, end: word.span.start }.of(context.text);
            found.push_str(if gap.is_empty() { "" } else { " " });
        }
        last = Some(word);
        if let Some((person, taken)) = user_named(&words, at).filter(|_| context.speaker == Role::System) {
            found.push_str(person);
            skip = taken;
            agree = person == "you";
            continue;
        }
        if agree && matches!(word.pos, Pos::Verb | Pos::Auxiliary) {
            found.push_str(&second_person(word));
            agree = false;
            continue;
        }
        found.push_str(&switched(word, &words, at, context.speaker));
    }
    found
}

/// "The user" and "the user's" of the operator, as we say them to the user, and how many more words they take.
fn user_named(words: &[&Word], at: usize) -> Option<(&'static str, usize)> {
    let is = |ahead: usize, known: &[&str]| {
        words.get(at + ahead).is_some_and(|word| known.contains(&word.text.to_lowercase().as_str()))
    };
    let named = is(0, &["the"]) && is(1, &["user", "asker"]);
    let owns =
        is(2, &["'s", "’s"]) && words.get(at + 3).is_some_and(|word| matches!(word.pos, Pos::Noun | Pos::Adjective));
    named.then_some(if owns { ("your", 2) } else { ("you", 1) })
}

/// A verb after "you" that stood after a noun: `is` to `are`, `lives` to `live`.
pub(crate) fn second_person(word: &Word) -> String {
    match word.text.to_lowercase().as_str() {
        "is" => "are".to_owned(),
        "was" => "were".to_owned(),
        "has" => "have".to_owned(),
        third if third.ends_with('s') => word.lemma.clone(),
        _ => word.text.clone(),
    }
}

/// One word as we say it.
fn switched(word: &Word, words: &[&Word], at: usize, speaker: Role) -> String {
    let lower = word.text.to_lowercase();
    let subject = at.checked_sub(1).and_then(|before| words.get(before)).map(|word| word.text.to_lowercase());
    let subject = subject.as_deref().unwrap_or("");
    let from_user = speaker == Role::User;
    let new = match lower.as_str() {
        "i" | "me" if from_user => "you",
        "my" if from_user => "your",
        "mine" if from_user => "yours",
        "myself" if from_user => "yourself",
        "am" if from_user && subject == "i" => "are",
        "'m" | "’m" if from_user => " are",
        "was" if from_user && subject == "i" => "were",
        "you" if is_subject(words, at) => "I",
        "you" => "me",
        "your" => "my",
        "yours" => "mine",
        "yourself" => "myself",
        "are" | "were" if subject == "you" => {
            if lower == "are" {
                "am"
            } else {
                "was"
            }
        }
        "'re" | "’re" if subject == "you" => " am",
        _ if at == 0 && word.pos != Pos::ProperNoun && lower != "i" && !is_acronym(&word.text) => {
            return lowered_start(&word.text);
        }
        _ => return word.text.clone(),
    };
    new.to_owned()
}

fn is_acronym(word: &str) -> bool {
    word.chars().take(2).filter(|letter| letter.is_uppercase()).count() == 2
}

fn lowered_start(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whether the "you" at `at` is a subject: a verb follows it and no preposition or verb leads to it.
fn is_subject(words: &[&Word], at: usize) -> bool {
    let follows = words.get(at + 1).map(|word| word.pos);
    let before = at.checked_sub(1).and_then(|before| words.get(before)).map(|word| word.pos);
    matches!(follows, Some(Pos::Verb | Pos::Auxiliary | Pos::Adverb | Pos::Particle))
        && !matches!(before, Some(Pos::Verb | Pos::Adposition))
}

/// A phrase that stands within `span`, as we say it.
pub(crate) fn said_in(phrase: &str, span: Span, context: Context<'_>) -> String {
    let Some(start) = span.of(context.text).find(phrase).map(|at| span.start + at) else { return phrase.to_owned() };
    keep_case(phrase, said(Span { start, end: start + phrase.len() }, context))
}

/// A phrase that begins with a capital keeps it, but for the pronouns and articles.
fn keep_case(phrase: &str, said: String) -> String {
    let first = phrase.split(' ').next().unwrap_or("");
    let function = matches!(
        first,
        "The"
            | "A"
            | "An"
            | "My"
            | "Your"
            | "I"
            | "You"
            | "All"
            | "Every"
            | "Each"
            | "Some"
            | "No"
            | "His"
            | "Her"
            | "Our"
            | "Their"
            | "It"
            | "He"
            | "She"
            | "They"
            | "We"
            | "This"
            | "That"
    );
    if said.len() == phrase.len() && !function { phrase.to_owned() } else { said }
}

/// A normal form as we say it, where its words are not at hand: `tom` to `Tom`.
pub(crate) fn title(normal: &str) -> String {
    match normal {
        "@user" => "you".to_owned(),
        "@self" => "I".to_owned(),
        _ => {
            let mut letters = normal.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// `cat` to `a cat`.
pub(crate) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// "a cat" to "cats", after a plural subject.
pub(crate) fn plural_complement(rest: &str) -> String {
    match rest.strip_prefix("a ").or_else(|| rest.strip_prefix("an ")) {
        Some(noun) if !noun.contains(' ') => add_s(noun),
        _ => rest.to_owned(),
    }
}

/// A verb in the present as its subject wants it, denied or not.
pub(crate) fn conjugated(verb: &str, subject: &str, plural: bool, positive: bool) -> String {
    let (first, second) = (subject == "I", subject == "you" || plural);
    let (head, tail) = verb.split_once(' ').map_or((verb, String::new()), |(head, tail)| (head, format!(" {tail}")));
    let not = if positive { "" } else { " not" };
    match head {
        "be" => format!(
            "{}{not}{tail}",
            if first {
                "am"
            } else if second {
                "are"
            } else {
                "is"
            }
        ),
        "must" | "shall" | "should" | "ought" | "may" | "might" | "could" | "would" => format!("{head}{not}{tail}"),
        "can" if !positive => format!("cannot{tail}"),
        "can" => format!("can{tail}"),
        _ if positive && (first || second) => format!("{head}{tail}"),
        "have" if positive => format!("has{tail}"),
        _ if positive => format!("{}{tail}", add_s(head)),
        _ if first || second => format!("do not {head}{tail}"),
        _ => format!("does not {head}{tail}"),
    }
}

/// A noun in the plural, by the rules of spelling and the irregular units.
pub(crate) fn plural(noun: &str) -> String {
    match noun {
        "foot" => "feet".to_owned(),
        "euro" => "euros".to_owned(),
        "yen" => noun.to_owned(),
        _ => add_s(noun),
    }
}

/// The ending of plurals and third persons.
fn add_s(word: &str) -> String {
    match word.as_bytes() {
        [.., before, b'y'] if !b"aeiou".contains(before) => format!("{}ies", &word[..word.len() - 1]),
        [.., b's' | b'x' | b'z' | b'o'] | [.., b's' | b'c', b'h'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}
