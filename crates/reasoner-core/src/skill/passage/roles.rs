//! Who does what to whom, as the grammar reads it: the clauses of the passage are held against the clause of the
//! question, and what stands where the question asks is an answer.

use engine_api::{Asked as Kind, Claim, Complement, Form, Noun, NounKind, Query, Sentence};

use super::text::Line;
use crate::question::Asked;

/// The most clauses of a sentence that are looked at, and how deep they are nested.
const MOST: usize = 24;
const DEEPEST: usize = 8;

/// An argument in another role counts this much.
const MOVED: f32 = 0.4;

/// The place of an argument in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Subject,
    Object,
    Recipient,
    Complement,
    /// With its preposition.
    Oblique(&'a str),
}

/// A clause: its verb and its arguments.
#[derive(Debug, Default)]
struct Act<'a> {
    verb: &'a str,
    negated: bool,
    arguments: Vec<(Part<'a>, &'a Noun)>,
}

/// The clause of the question and the place in it that is asked for.
#[derive(Debug)]
pub(crate) struct Sought<'a> {
    act: Act<'a>,
    parts: Vec<Part<'a>>,
}

/// A phrase of a sentence that fills a role.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Role {
    /// Its tokens, without its determiner.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The end of its head, before what is said of it.
    pub(crate) head_end: usize,
    /// How well its clause fits the question's, where it stands in the place that is asked for; else 0.
    pub(crate) asked: f32,
    /// How well the clause fits, where it stands in another place.
    pub(crate) other: f32,
    /// Whether the clause is denied while the question's is not, or the reverse.
    pub(crate) denied: bool,
}

const PLACES: &[&str] = &["in", "at", "on", "near", "to", "from", "into", "within", "throughout", "outside"];
const TIMES: &[&str] = &["in", "on", "at", "during", "since", "until", "after", "before", "by", ""];
const MEANS: &[&str] = &["by", "with", "through", "via", "using"];
const GROUNDS: &[&str] = &["because of", "due to", "for", "owing to"];

impl<'a> Sought<'a> {
    /// What a question asks for; nothing where the grammar did not read it.
    pub(crate) fn of(question: &'a Sentence) -> Option<Sought<'a>> {
        let query: &Query = question.query.as_ref()?;
        let mut acts = acts(&query.form);
        let holds = |act: &Act<'a>| act.arguments.iter().any(|(_, noun)| is_asked(noun));
        let at = acts.iter().position(holds).unwrap_or(0);
        let act = (at < acts.len()).then(|| acts.swap_remove(at))?;
        let own: Vec<Part<'a>> =
            act.arguments.iter().filter(|(_, noun)| is_asked(noun)).map(|(part, _)| *part).take(1).collect();
        let oblique = |leads: &'static [&'static str]| leads.iter().map(|lead| Part::Oblique(lead)).collect();
        let parts = match query.asked {
            _ if !own.is_empty() => own,
            Kind::Place => oblique(PLACES),
            Kind::Time => oblique(TIMES),
            Kind::Manner => oblique(MEANS),
            Kind::Reason => oblique(GROUNDS),
            _ => Vec::new(),
        };
        Some(Sought { act, parts })
    }

    /// The phrases of a sentence with the roles that they fill.
    pub(crate) fn roles(&self, asked: &Asked<'_>, line: &Line<'_>) -> Vec<Role> {
        let Some(form) = &line.sentence.form else { return Vec::new() };
        let mut found = Vec::new();
        for act in acts(form) {
            let fit = self.fit(asked, line, &act);
            let denied = act.negated != self.act.negated;
            for (part, noun) in &act.arguments {
                let Some((start, end, head_end)) = tokens(line, noun) else { continue };
                let here = self.parts.contains(part);
                let (asked, other) = if here { (fit, 0.0) } else { (0.0, fit) };
                found.push(Role { start, end, head_end, asked, other, denied });
            }
        }
        found
    }

    /// How well a clause of the passage fits: the verb, and each argument that the question names.
    fn fit(&self, asked: &Asked<'_>, line: &Line<'_>, act: &Act<'_>) -> f32 {
        let verb = match self.act.verb {
            same if same == act.verb => 1.0,
            _ => asked.terms.alike(self.act.verb, act.verb),
        };
        let named = self.act.arguments.iter().filter(|(_, noun)| !is_asked(noun));
        let (mut sum, mut count) = (verb, 1.0);
        for (part, noun) in named {
            let terms = asked.terms.within(noun.span);
            if terms.is_empty() {
                continue;
            }
            let of = |(other, told): &(Part<'_>, &Noun)| {
                let held = terms.iter().filter(|term| holds(line, told, **term)).count() as f32;
                held / terms.len() as f32 * if part == other { 1.0 } else { MOVED }
            };
            sum += act.arguments.iter().map(of).fold(0.0, f32::max);
            count += 1.0;
        }
        if verb > 0.0 { sum / count } else { 0.5 * sum / count }
    }
}

fn is_asked(noun: &Noun) -> bool {
    noun.kind == NounKind::Asked || noun.parts.iter().any(|part| part.kind == NounKind::Asked)
}

/// Whether a phrase holds a term of the question.
fn holds(line: &Line<'_>, noun: &Noun, term: usize) -> bool {
    let Some((start, end, _)) = tokens(line, noun) else { return false };
    line.matches.iter().take(end).skip(start).flatten().any(|found| found.term == term)
}

/// The tokens of a phrase from its first word that is no determiner: all of them, and up to its head.
fn tokens(line: &Line<'_>, noun: &Noun) -> Option<(usize, usize, usize)> {
    let words = line.words();
    let span = noun.span;
    let from = words.partition_point(|word| word.span.start < span.start);
    let end = words.partition_point(|word| word.span.end <= span.end);
    let start = (from..end).find(|at| line.pos(*at) != engine_api::Pos::Determiner)?;
    let last = noun.head.rsplit([' ', '-']).next().unwrap_or("").to_lowercase();
    let head = (start..end).find(|at| line.lemma(*at) == last || line.raw(*at).to_lowercase() == last);
    Some((start, end, head.map_or(end, |at| at + 1)))
}

/// The clauses of a form, nested ones too, in the order of the text.
fn acts(form: &Form) -> Vec<Act<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<(&Form, Option<&Noun>, usize)> = vec![(form, None, 0)];
    while let Some((form, gap, depth)) = open.pop() {
        if found.len() >= MOST || depth > DEEPEST {
            break;
        }
        match form {
            Form::Claim(claim) => found.push(act(claim, gap, depth, &mut open)),
            Form::Not(inner) => open.push((inner, gap, depth + 1)),
            Form::And(parts) | Form::Or { parts, .. } => {
                open.extend(parts.iter().rev().map(|part| (part, gap, depth + 1)));
            }
            Form::If { condition, result, .. } => {
                open.extend([(&**result, gap, depth + 1), (&**condition, gap, depth + 1)]);
            }
            Form::Linked { main, other, .. } => {
                open.extend([(&**other, gap, depth + 1), (&**main, gap, depth + 1)]);
            }
        }
    }
    found
}

/// The arguments of a clause; what is nested in them is left to be opened.
fn act<'a>(
    claim: &'a Claim,
    gap: Option<&'a Noun>,
    depth: usize,
    open: &mut Vec<(&'a Form, Option<&'a Noun>, usize)>,
) -> Act<'a> {
    let mut act = Act { verb: &claim.verb, negated: claim.negated, arguments: Vec::new() };
    let roles = [(Part::Subject, &claim.subject), (Part::Object, &claim.object), (Part::Recipient, &claim.recipient)];
    let mut add = |part: Part<'a>, noun: &'a Noun| {
        let noun = if noun.kind == NounKind::Gap { gap.unwrap_or(noun) } else { noun };
        act.arguments.push((part, noun));
    };
    for (part, noun) in roles {
        noun.iter().for_each(|noun| add(part, noun));
    }
    match &claim.complement {
        Some(Complement::Noun(noun)) => add(Part::Complement, noun),
        Some(Complement::Adjective(adjective)) => {
            adjective.obliques.iter().for_each(|one| add(Part::Oblique(&one.preposition), &one.noun));
        }
        Some(Complement::Clause(form) | Complement::Infinitive(form)) => open.push((form, gap, depth + 1)),
        _ => {}
    }
    claim.obliques.iter().for_each(|one| add(Part::Oblique(&one.preposition), &one.noun));
    for (_, noun) in &act.arguments {
        open.extend(noun.relatives.iter().map(|form| (form, Some(*noun), depth + 1)));
    }
    act
}
