//! Actions with their parameters: what each needs and what it changes, as its title, its example and the rules say.

use super::phrase::{self, Arg, Names, Phrase, Piece, is_code, piece, stem};
use super::sections::{Sections, Token};

/// An action with open parameters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schema {
    /// The verb, and its particle ("pick", "up").
    pub(crate) verb: String,
    particle: Option<String>,
    /// The kinds that its title and its example name.
    kinds: Vec<String>,
    /// The kind of each parameter.
    pub(crate) params: Vec<String>,
    /// How a step is written.
    pub(crate) wording: Vec<Part>,
    /// The place words of its title: between its parameters.
    pub(crate) between: String,
    pub(crate) needs: Vec<Phrase>,
    pub(crate) adds: Vec<Phrase>,
    pub(crate) deletes: Vec<Phrase>,
}

/// A part of how a step is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    Param(usize),
}

const LEADS: &[&str] = &[
    "a",
    "an",
    "the",
    "another",
    "other",
    "one",
    "second",
    "first",
    "some",
    "this",
    "that",
    "same",
    "each",
    "any",
    "single",
    "target",
    "destination",
    "different",
];
const SECOND: &[&str] = &["another", "other", "second", "target", "destination", "different", "to"];
const PARTICLES: &[&str] = &["up", "down", "off", "away", "out"];

/// The actions with their rules.
pub(crate) fn schemas(sections: &Sections, names: &Names) -> Vec<Schema> {
    let mut found: Vec<Schema> = Vec::new();
    for sentence in &sections.actions {
        if sentence.iter().take(4).any(|token| token.is(&["example", "e.g", "instance"])) {
            if let Some(last) = found.last_mut() {
                last.exemplify(sentence);
            }
        } else if let Some(schema) = title(sentence, names) {
            found.push(schema);
        }
    }
    for rule in &sections.rules {
        apply(rule, &mut found, names);
    }
    found
}

/// The action that a short sentence names: "Pick up a block".
fn title(sentence: &[Token], names: &Names) -> Option<Schema> {
    let words: Vec<&Token> = sentence.iter().filter(|token| token.lower.chars().any(char::is_alphanumeric)).collect();
    let skip = usize::from(words.first().is_some_and(|first| first.lower.bytes().all(|byte| byte.is_ascii_digit())));
    let words = words.get(skip..)?;
    let (first, rest) = words.split_first()?;
    if words.len() > 16 || first.is(&["i", "here", "you", "the", "a"]) {
        return None;
    }
    let particle = rest.first().filter(|token| token.is(PARTICLES)).map(|token| token.lower.clone());
    let mut schema = Schema { verb: first.lower.clone(), particle, ..Schema::default() };
    let mut text = String::new();
    for (at, token) in words.iter().enumerate() {
        let next = words.get(at + 1);
        if names.is_kind(&token.lower) && at > 0 {
            schema.slot(stem(&token.lower), &mut text);
        } else if token.is(LEADS) && next.is_some_and(|next| names.is_kind(&next.lower)) {
        } else {
            if schema.params.len() == 1 {
                schema.between = format!("{} {}", schema.between, token.lower).trim().to_owned();
            }
            text.push_str(&token.lower);
            text.push(' ');
        }
    }
    if !text.trim().is_empty() {
        schema.wording.push(Part::Text(text));
    }
    schema.kinds = schema.params.clone();
    (!schema.params.is_empty()).then_some(schema)
}

impl Schema {
    fn slot(&mut self, kind: String, text: &mut String) {
        self.wording.push(Part::Text(std::mem::take(text)));
        self.wording.push(Part::Param(self.params.len()));
        self.params.push(kind);
        text.push(' ');
    }

    /// Takes parameters from an example: "load package_1 into truck_1 at location_1_1". Its wording serves where the
    /// title does not name the same kinds.
    fn exemplify(&mut self, sentence: &[Token]) {
        let verb = sentence.iter().position(|token| token.lower == self.verb);
        let Some(body) = verb.and_then(|verb| sentence.get(verb..)) else { return };
        let mut example = Schema::default();
        let mut text = String::new();
        for token in body.iter().take_while(|token| token.lower != ".") {
            if is_code(token) {
                let kind =
                    token.lower.split(|letter: char| letter.is_ascii_digit() || letter == '_').next().unwrap_or("");
                example.slot(stem(kind), &mut text);
            } else {
                text.push_str(&token.lower);
                text.push(' ');
            }
        }
        let mut free: Vec<Option<&String>> = example.params.iter().map(Some).collect();
        let mut place = |kind: &String| {
            let at = free.iter().position(|one| *one == Some(kind))?;
            free.get_mut(at).map(|slot| *slot = None).map(|()| at)
        };
        let places: Option<Vec<usize>> = self.params.iter().map(&mut place).collect();
        match places {
            Some(places) => {
                for part in &mut self.wording {
                    if let Part::Param(at) = part {
                        *at = places.get(*at).copied().unwrap_or(*at);
                    }
                }
            }
            None => self.wording = example.wording,
        }
        self.kinds.extend(example.params.iter().cloned());
        self.params = example.params;
    }

    /// Whether its wording names a thing of a kind.
    pub(crate) fn says(&self, kind: &str) -> bool {
        let named =
            |part: &Part| matches!(part, Part::Param(at) if self.params.get(*at).is_some_and(|one| one == kind));
        self.wording.iter().any(named)
    }

    /// Whether a clause speaks of this action.
    fn named_in(&self, clause: &[Token], names: &Names) -> bool {
        let verb = clause.iter().any(|token| is_form(token, &self.verb));
        let particle =
            self.particle.as_ref().is_none_or(|particle| clause.iter().any(|token| token.lower == *particle));
        let mut kinds = clause.iter().filter(|token| names.is_kind(&token.lower)).map(|token| stem(&token.lower));
        verb && particle && kinds.all(|kind| self.kinds.contains(&kind))
    }

    /// The parameter of a kind: the second of two where the words before it say so; a new one where there is none.
    fn param(&mut self, kind: &str, second: bool) -> usize {
        let mut of_kind = self.params.iter().enumerate().filter(|(_, one)| *one == kind).map(|(at, _)| at);
        let (first, other) = (of_kind.next(), of_kind.next());
        match (first, other) {
            (_, Some(other)) if second => other,
            (Some(first), _) => first,
            (None, _) => {
                self.params.push(kind.to_owned());
                self.params.len() - 1
            }
        }
    }
}

/// Whether a token is a form of a verb.
fn is_form(token: &Token, verb: &str) -> bool {
    let base = verb.trim_end_matches('e');
    let ending = token
        .lower
        .strip_prefix(base)
        .map(|rest| matches!(rest, "" | "e" | "s" | "es" | "ed" | "d" | "ing" | "en" | "n"));
    token.lemma == verb || token.lower == verb || ending == Some(true) && base.len() > 2
}

/// What a rule says of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Needs,
    Adds,
    Deletes,
}

/// Adds to the actions that a rule names what it says of them.
fn apply(rule: &[Token], schemas: &mut [Schema], names: &Names) {
    let Some((head, body, effect)) = halves(rule) else { return };
    let verbs: Vec<String> = schemas.iter().map(|schema| schema.verb.clone()).collect();
    for schema in schemas.iter_mut().filter(|schema| schema.named_in(head, names)) {
        let mut extra = Vec::new();
        let pieces = pieces(body, schema, &verbs, names, &mut extra);
        let relative = body.first().is_some_and(|token| token.is(&["that", "which"]));
        let mut found = phrase::phrases(&pieces);
        // "a block that I am holding": what is said lacks its object.
        if relative
            && let [only] = found.as_mut_slice()
            && only.args.is_empty()
        {
            only.key.push_str(" _");
            only.args.push(Arg::Param(0));
        }
        for phrase in found {
            let list = match effect {
                Effect::Needs if phrase.negated => continue,
                Effect::Needs => &mut schema.needs,
                Effect::Deletes => &mut schema.deletes,
                Effect::Adds if phrase.negated => &mut schema.deletes,
                Effect::Adds => &mut schema.adds,
            };
            let phrase = Phrase { negated: false, ..phrase };
            if !list.contains(&phrase) {
                list.push(phrase);
            }
        }
        schema.needs.extend(extra);
    }
}

/// The part of a rule that names actions, the part that says facts, and what these are to the action.
fn halves(rule: &[Token]) -> Option<(&[Token], &[Token], Effect)> {
    let find = |words: &[&str]| rule.iter().position(|token| token.is(words));
    let has = |part: &[Token], words: &[&str]| part.iter().any(|token| token.is(words));
    if let Some(colon) = find(&[":"]) {
        let (head, body) = (rule.get(..colon)?, rule.get(colon + 1..)?);
        let effect = match () {
            () if has(head, &["false", "deleted", "removed", "cease", "stop"]) => Effect::Deletes,
            () if has(
                head,
                &["once", "after", "effect", "effects", "result", "results", "becomes", "become", "when"],
            ) =>
            {
                Effect::Adds
            }
            () => Effect::Needs,
        };
        return Some((head, body, effect));
    }
    if rule.first()?.is(&["once", "after", "when", "whenever"]) {
        let comma = find(&[","]).or_else(|| restart(rule))?;
        return Some((rule.get(..comma)?, rule.get(comma..)?, Effect::Adds));
    }
    if let Some(at) = find(&["if", "provided", "when", "unless"]) {
        let unless = rule.get(at)?.lower == "unless";
        return (!unless).then_some((rule.get(..at)?, rule.get(at + 1..)?, Effect::Needs));
    }
    let that = find(&["that", "which"]).filter(|_| has(rule, &["only", "must"]))?;
    Some((rule.get(..that)?, rule.get(that..)?, Effect::Needs))
}

/// Where the main clause begins that no comma parts from the clause before it: at a subject, not after a preposition.
fn restart(rule: &[Token]) -> Option<usize> {
    let governs = ["from", "to", "into", "onto", "on", "of", "at", "in", "up", "down", "off", "with"];
    let starts = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| rule.get(before));
        rule.get(*at).is_some_and(|token| token.is(&["the", "it", "my", "your"]))
            && before.is_some_and(|token| !token.is(&governs))
    };
    (4..rule.len()).find(starts)
}

/// The pieces of a clause about the parameters of an action; `extra` takes what it presupposes.
fn pieces(body: &[Token], schema: &mut Schema, verbs: &[String], names: &Names, extra: &mut Vec<Phrase>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(token) = body.get(at) {
        if token.lower == "it" {
            found.push(Piece::Arg(Arg::Param(0)));
            at += 1;
            continue;
        }
        let Some(mention) = mention(body, at, names) else {
            found.extend(piece(token));
            at += 1;
            continue;
        };
        at += mention.length;
        let relative = relative(body, at, verbs);
        // "are locations in the same city": the noun says again what they are.
        if mention.plural && found.last() == Some(&Piece::Copula) {
            continue;
        }
        let second = mention.second || relative.is_some_and(|(_, onto)| onto);
        let param = schema.param(&mention.kind, second);
        at += relative.map_or(0, |(length, _)| length);
        // "the location of the truck": the truck is there.
        if body.get(at).is_some_and(|of| of.lower == "of")
            && let Some(owner) = self::mention(body, at + 1, names)
        {
            let owned = schema.param(&owner.kind, owner.second);
            extra.push(Phrase {
                key: "_ at _".to_owned(),
                args: vec![Arg::Param(owned), Arg::Param(param)],
                negated: false,
            });
            at += 1 + owner.length;
        }
        found.push(Piece::Arg(Arg::Param(param)));
    }
    found
}

/// A noun phrase for a parameter.
struct Mention {
    kind: String,
    length: usize,
    second: bool,
    plural: bool,
}

fn mention(body: &[Token], at: usize, names: &Names) -> Option<Mention> {
    let leads = body.get(at..)?.iter().take_while(|token| token.is(LEADS)).count();
    let noun = body.get(at + leads)?;
    let marked = body.get(at..at + leads)?.iter().any(|token| token.is(SECOND));
    // "from-location", "to-location".
    let (side, kind) = noun.lower.split_once('-').unwrap_or(("", noun.lower.as_str()));
    let kind = stem(kind);
    names.is_kind(&kind).then(|| Mention {
        second: marked || SECOND.contains(&side),
        plural: leads == 0 && side.is_empty() && noun.lower != kind,
        length: leads + 1,
        kind,
    })
}

/// A relative clause that only says which parameter is meant ("I am unstacking", "being stacked", "onto which I am
/// stacking the block"): its length, and whether it points to where something goes.
fn relative(body: &[Token], at: usize, verbs: &[String]) -> Option<(usize, bool)> {
    let of_action = |token: &Token| verbs.iter().any(|verb| is_form(token, verb));
    let rest = body.get(at..)?;
    let verb = rest.iter().take(7).position(of_action)?;
    let before = rest.get(..verb)?;
    let lead = before.iter().all(|token| {
        token.is(&[
            "that", "which", "i", "you", "we", "am", "are", "is", "being", "to", "be", "onto", "on", "into", "from",
            "whom", "will", "want",
        ])
    });
    if !lead || !before.iter().any(|token| token.is(&["i", "you", "we", "being", "which", "that", "to"])) {
        return None;
    }
    let onto = before.iter().any(|token| token.is(&["onto", "on", "into"]));
    // With "onto which" the verb has its object after it.
    let object = if onto { rest.get(verb + 1..)?.iter().take_while(|token| token.is(LEADS)).count() + 1 } else { 0 };
    let particle = usize::from(rest.get(verb + 1).is_some_and(|token| token.is(PARTICLES)));
    Some((verb + 1 + object + particle, onto))
}
