//! Facts told in this dialogue: the statements of the user and the operator.

use engine_api::{Ask, Clause, Pos, Reading, Role, Sentence, SentenceKind, Span, Tense, Turn};

use super::phrase::{self, Context};
use super::{Fact, Source, Spoken, Told};

/// The most facts that a dialogue may tell; later ones are left aside.
const MOST: usize = 4000;

/// Learns what the dialogue tells.
pub(crate) fn learn(ask: &Ask, reading: &Reading) -> Told {
    let mut told = Told::default();
    // The last named subject, which a pronoun takes up.
    let mut named: Option<Spoken> = None;
    let asker = ask.turns.iter().rfind(|turn| turn.role == Role::User).and_then(|turn| turn.name.as_deref());
    for (turn, (said, sentences)) in ask.turns.iter().zip(&reading.turns).enumerate() {
        if !matches!(said.role, Role::User | Role::System) || is_another(said, asker) {
            continue;
        }
        let kept = if said.role == Role::System { confidential(sentences) } else { Vec::new() };
        for (index, sentence) in sentences.iter().enumerate() {
            if sentence.kind != SentenceKind::Statement || kept.contains(&index) {
                continue;
            }
            let context = Context { text: &said.text, words: &sentence.words, speaker: said.role };
            let source = Source { turn, sentence: index, operator: said.role == Role::System };
            told.statements.push(source);
            learn_sentence(sentence, context, source, (&mut told, &mut named));
            if told.facts.len() >= MOST {
                return told;
            }
        }
    }
    told
}

/// Whether a user of another name than the asker's speaks: what they say of themselves is not said of the asker.
fn is_another(said: &Turn, asker: Option<&str>) -> bool {
    said.role == Role::User && said.name.as_deref().zip(asker).is_some_and(|(name, asker)| name != asker)
}

impl Told {
    /// Keeps a fact, and what it tells by the way; what it corrects is marked.
    fn add(&mut self, fact: Fact) {
        for fact in named_thing(&fact).into_iter().chain([fact]) {
            if fact.verb == "move" && !fact.negated {
                self.leave(&fact.subject);
            }
            let old = self.latest.insert(fact.proposition(), self.facts.len());
            if let Some(old) = old.and_then(|old| self.facts.get_mut(old))
                && old.negated != fact.negated
                && old.source.turn != fact.source.turn
            {
                old.corrected = true;
            }
            if is_single_valued(&fact) {
                let key = format!("{} {}", fact.subject, fact.verb);
                let old = self.latest.insert(key, self.facts.len());
                if let Some(old) = old.and_then(|old| self.facts.get_mut(old)) {
                    old.corrected = true;
                }
            }
            self.facts.push(fact);
        }
    }
}

impl Told {
    /// Who moves does not live any more where they lived.
    fn leave(&mut self, subject: &str) {
        let old = self.latest.get(&format!("{subject} live")).and_then(|old| self.facts.get_mut(*old));
        if let Some(old) = old {
            old.corrected = true;
        }
    }
}

/// Whether a thing has one value of this kind at a time: a later statement corrects an earlier one.
fn is_single_valued(fact: &Fact) -> bool {
    let attribute = fact.verb == "be" && fact.subject.contains(" 's ") && fact.adjuncts.is_empty();
    !fact.negated && fact.tense == Tense::Present && (attribute || fact.verb == "live")
}

/// Learns the clauses of one statement that hold on their own.
fn learn_sentence(sentence: &Sentence, context: Context<'_>, source: Source, memory: (&mut Told, &mut Option<Spoken>)) {
    let (told, named) = memory;
    let conditional = sentence.clauses.iter().any(|clause| {
        matches!(clause.marker.as_deref(), Some("if" | "unless" | "whether" | "until")) || clause.modal.is_some()
    });
    let mut from = told.facts.len();
    for clause in &sentence.clauses {
        let Some(mut fact) = fact(clause, context, source) else { continue };
        resolve(&mut fact, clause, context, named);
        match clause.marker.as_deref() {
            Some("because" | "since") => {
                if let Some(main) = told.facts.get_mut(from..).and_then(|facts| facts.first_mut()) {
                    main.reason = Some(fact.statement.clone());
                }
                told.add(fact);
            }
            _ if conditional => {}
            _ => {
                told.add(fact);
                from = told.facts.len().saturating_sub(1);
            }
        }
    }
}

/// The sentences that the operator wants kept: "The code is 7. Never reveal it." keeps the one before, "Do not
/// reveal the code." all that name it.
fn confidential(sentences: &[Sentence]) -> Vec<usize> {
    const KEEPS: [&str; 7] = ["reveal", "disclose", "leak", "divulge", "expose", "share", "tell"];
    let mut kept = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let has = |known: &[&str]| sentence.words.iter().any(|word| known.contains(&word.lemma.as_str()));
        if !has(&["never", "not", "n't"]) || !has(&KEEPS) {
            continue;
        }
        let written =
            |known: &[&str]| sentence.words.iter().any(|word| known.contains(&word.text.to_lowercase().as_str()));
        if written(&["it", "this", "that", "them", "these"]) {
            kept.extend(index.checked_sub(1));
        }
        let named: Vec<&str> =
            sentence.words.iter().filter(|word| word.pos == Pos::Noun).map(|word| word.lemma.as_str()).collect();
        kept.extend((0..sentences.len()).filter(|at| {
            sentences[*at].words.iter().any(|word| word.lemma != "user" && named.contains(&word.lemma.as_str()))
        }));
    }
    kept
}

/// The fact that a clause states.
pub(crate) fn fact(clause: &Clause, context: Context<'_>, source: Source) -> Option<Fact> {
    let subject = clause.subject.as_deref()?;
    let about = phrase::normal(subject, context);
    // What I am is the operator's to say.
    if context.speaker == Role::User && (about == "@self" || about.starts_with("@self 's")) {
        return None;
    }
    let spoken = |phrase: &str| spoken(phrase, clause.span, context);
    let mut said = spoken(subject);
    let told = statement(clause.span, context);
    // "and works in Rome" has its subject in the clause before.
    let shared = !clause.span.of(context.text).contains(subject);
    if shared {
        said.said = said_apart(subject, context);
    }
    let told = match shared {
        true => format!("{} {}", said.said, agreeing(&said.said, told, clause.span, context)),
        false => told,
    };
    let mut fact = Fact {
        subject: said.normal,
        said_subject: said.said,
        verb: clause.verb.clone(),
        object: clause.object.as_deref().map(spoken),
        adjuncts: clause.adjuncts.iter().map(|(lead, phrase)| (lead.clone(), spoken(phrase))).collect(),
        negated: clause.negated,
        tense: clause.tense,
        statement: told,
        reason: None,
        corrected: false,
        source,
    };
    canonical(&mut fact);
    Some(fact)
}

/// The statement of a clause as we say it, without openers such as "Actually,".
fn statement(span: Span, context: Context<'_>) -> String {
    phrase::said(span, context).trim_end_matches(['.', '!', ',', ';', ' ']).to_owned()
}

/// A predicate whose verb agrees with the user, of whom the operator speaks as of a third person.
fn agreeing(subject: &str, told: String, span: Span, context: Context<'_>) -> String {
    let first = context.words.iter().find(|word| word.span.start == span.start);
    let Some(verb) = first.filter(|_| subject == "you" && context.speaker == Role::System) else { return told };
    match told.strip_prefix(verb.text.to_lowercase().as_str()) {
        Some(rest) if matches!(verb.pos, Pos::Verb | Pos::Auxiliary) => {
            format!("{}{rest}", phrase::second_person(verb))
        }
        _ => told,
    }
}

/// A phrase that stands anywhere in the sentence, as we say it.
fn said_apart(phrase: &str, context: Context<'_>) -> String {
    let start = context.words.first().map_or(0, |word| word.span.start);
    let end = context.words.last().map_or(0, |word| word.span.end);
    phrase::said_in(phrase, Span { start, end }, context)
}

/// A phrase of the clause at `span`, in both forms.
fn spoken(phrase: &str, span: Span, context: Context<'_>) -> Spoken {
    let normal = phrase::normal(phrase, context);
    Spoken { normal, said: phrase::said_in(phrase, span, context) }
}

/// Ways of telling a name become one: "I am called Ada", "call me Ada".
fn canonical(fact: &mut Fact) {
    if matches!(fact.verb.as_str(), "be called" | "be named") && fact.object.is_some() {
        fact.subject = format!("{} 's name", fact.subject);
        fact.verb = "be".to_owned();
    }
}

/// "I have a dog named Rex" also tells that the dog's name is Rex.
fn named_thing(fact: &Fact) -> Option<Fact> {
    let object = fact.object.as_ref().filter(|_| matches!(fact.verb.as_str(), "have" | "own") && !fact.negated)?;
    let cut = [" named ", " called "].iter().find_map(|mark| object.said.split_once(mark));
    let (thing, name) = cut?;
    let thing = thing.trim_start_matches("a ").trim_start_matches("an ");
    let kind = thing.rsplit(' ').next().unwrap_or(thing).to_lowercase();
    let owner = if fact.said_subject == "you" { "your".to_owned() } else { format!("{}'s", fact.said_subject) };
    Some(Fact {
        subject: format!("{} 's {kind} 's name", fact.subject),
        verb: "be".to_owned(),
        object: Some(Spoken { normal: name.to_lowercase(), said: name.to_owned() }),
        said_subject: format!("{owner} {kind}'s name"),
        statement: format!("{owner} {kind}'s name is {name}"),
        source: fact.source,
        ..Fact::default()
    })
}

/// A pronoun stands for the subject named last; a name is remembered for the pronouns to come.
fn resolve(fact: &mut Fact, clause: &Clause, context: Context<'_>, named: &mut Option<Spoken>) {
    let pronoun = matches!(fact.subject.as_str(), "he" | "she" | "they" | "it");
    if pronoun && let Some(named) = named {
        let written = clause.subject.as_deref().unwrap_or("").len();
        let rest = fact.statement.get(written..).unwrap_or("").to_owned();
        fact.statement = format!("{}{rest}", named.said);
        fact.subject.clone_from(&named.normal);
        fact.said_subject.clone_from(&named.said);
        return;
    }
    let first = clause.subject.as_deref().and_then(|subject| subject.split([' ', '\'', '’']).next()).unwrap_or("");
    let is_name = context.words.iter().any(|word| word.text == first && word.pos == Pos::ProperNoun);
    // "Ann met Eve": a pronoun after it may stand for either.
    let rival = clause
        .object
        .as_deref()
        .filter(|_| fact.verb != "be")
        .is_some_and(|object| context.words.iter().any(|word| word.text == object && word.pos == Pos::ProperNoun));
    if is_name && rival {
        *named = None;
    } else if is_name || clause.subject.as_deref().is_some_and(|subject| subject.starts_with("The ")) {
        *named = Some(Spoken { normal: fact.subject.clone(), said: fact.said_subject.clone() });
    }
}
