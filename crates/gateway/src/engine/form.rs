//! Forms: what is known, put into the JSON that the request wants.

use engine_api::{Ask, OutcomeKind, Plan, Reason, Role};
use schema_core::Schema;
use serde_json::{Map, Value as Json};

/// The name under which the reasoner gives what was asked for.
const ANSWER: &str = "answer";
/// What forms call an answer as well.
const ANSWER_TOO: [&str; 10] =
    ["final_answer", "result", "solution", "output", "value", "response", "reply", "message", "text", "content"];
/// Names that are found in any text; beside an answer they are noise.
const INCIDENTAL: [&str; 9] = ["names", "name", "dates", "date", "times", "time", "amounts", "amount", "quotes"];
/// Words of a sentence that names the keys of an object.
const KEY_WORDS: [&str; 5] = ["key", "field", "propert", "attribute", "member"];
/// The most keys that are read from a request, and the most characters of one.
const MOST_KEYS: usize = 64;

/// What an instruction to take values out of a text begins with.
const EXTRACTING: [&str; 6] = ["extract ", "parse ", "pull out ", "fill in ", "fill the ", "get the fields "];
/// What may stand before it.
const BEFORE: [&str; 9] = [
    "please ",
    "can you ",
    "could you ",
    "you ",
    "your task is to ",
    "your job is to ",
    "i want you to ",
    "now ",
    "then ",
];

/// Whether the dialogue says that values are to be taken out of its text.
pub(super) fn wants_extraction(ask: &Ask) -> bool {
    let last = ask.turns.iter().rposition(|turn| turn.role == Role::User);
    let telling = ask.turns.iter().enumerate().filter(|(at, turn)| turn.role == Role::System || Some(*at) == last);
    telling.map(|(_, turn)| turn.text.to_lowercase()).any(|text| text.split(['.', '!', '?', '\n', ':']).any(extracts))
}

/// Whether a sentence in lower case is an instruction to extract, or says that the assistant is one that extracts.
fn extracts(sentence: &str) -> bool {
    let mut rest = sentence.trim_start();
    while let Some(after) = BEFORE.iter().find_map(|words| rest.strip_prefix(words)) {
        rest = after;
    }
    EXTRACTING.iter().any(|words| rest.starts_with(words)) || sentence.contains(" that extracts ")
}

/// Why a form stays empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Nothing that is known has a place in it.
    Unknown,
    /// It cannot be filled at all.
    Form,
}

/// The valid instance that holds what is known; `said` is the same in words.
///
/// A request to make something in the form (an example, a piece of writing) gets the plainest instance. A question
/// that found no answer does not: a form filled with nothing that is known would state what nobody knows.
pub(super) fn fill(schema: &Schema, plan: &Plan, said: &str, extracted: bool) -> Result<Json, Unfit> {
    let mut values = plan.values.clone();
    if !extracted {
        name_the_answer(&mut values, plan, said);
    }
    let filled = schema.fill(&values).map_err(|_| Unfit::Form)?;
    let unknown =
        extracted || matches!(plan.outcome.kind, OutcomeKind::Abstained(reason) if reason != Reason::Unsupported);
    if unknown && claims_unknown(&filled, &values) {
        return Err(Unfit::Unknown);
    }
    if holds_something(schema, &filled) {
        return Ok(filled);
    }
    match plan.outcome.kind {
        OutcomeKind::Abstained(Reason::Unsupported) => Ok(filled),
        OutcomeKind::Abstained(_) => Err(Unfit::Unknown),
        _ => Ok(only_member(schema, &values).unwrap_or(filled)),
    }
}

/// The object for a request that wants any: the keys that it names, or what was found by its names.
pub(super) fn object(ask: &Ask, plan: &Plan, said: &str) -> Json {
    let mut values = plan.values.clone();
    let keys = asked_keys(ask);
    if keys.is_empty() {
        return free_object(values, plan, said);
    }
    name_the_answer(&mut values, plan, said);
    let known = |key: &str| values.iter().find(|(name, _)| same(name, key)).map(|(_, value)| value.clone());
    // What is to be made rather than found is text, and the plainest text is none.
    let plain = if plan.outcome.kind == OutcomeKind::Abstained(Reason::Unsupported) { "".into() } else { Json::Null };
    let members = keys.iter().map(|key| (key.clone(), known(key).unwrap_or_else(|| plain.clone())));
    Json::Object(members.collect())
}

/// The object for a request that names no keys. An abstention says why.
fn free_object(mut values: Vec<(String, Json)>, plan: &Plan, said: &str) -> Json {
    let answered = values.iter().any(|(name, _)| name == ANSWER);
    match plan.outcome.kind {
        OutcomeKind::Abstained(_) if values.is_empty() => {
            return Json::Object(Map::from_iter([(ANSWER.to_owned(), Json::Null), ("reason".to_owned(), said.into())]));
        }
        _ if answered => values.retain(|(name, _)| !INCIDENTAL.contains(&name.as_str())),
        _ if values.is_empty() => values.push((ANSWER.to_owned(), said.into())),
        _ => {}
    }
    Json::Object(values.into_iter().collect())
}

/// Gives the answer the other names that forms have for it. Where it is not a value, it is what is said.
fn name_the_answer(values: &mut Vec<(String, Json)>, plan: &Plan, said: &str) {
    let found = values.iter().find(|(name, _)| name == ANSWER).map(|(_, value)| value.clone());
    let answer = match (found, plan.outcome.kind) {
        (Some(value), _) => value,
        (None, OutcomeKind::Abstained(_)) => return,
        (None, _) => Json::String(said.to_owned()),
    };
    for name in std::iter::once(ANSWER).chain(ANSWER_TOO) {
        if !values.iter().any(|(known, _)| same(known, name)) {
            values.push((name.to_owned(), answer.clone()));
        }
    }
}

/// Whether a member states a number or a truth that nobody knows. An empty text or list says nothing, a 0 does.
fn claims_unknown(filled: &Json, values: &[(String, Json)]) -> bool {
    let known = |member: &str| values.iter().any(|(name, _)| same(name, member));
    let claims = |value: &Json| value.is_number() || value.is_boolean();
    filled.as_object().is_some_and(|members| members.iter().any(|(name, value)| claims(value) && !known(name)))
}

/// Whether the instance differs from the one that is made when nothing fits.
fn holds_something(schema: &Schema, filled: &Json) -> bool {
    let nothing = [(String::from("\u{0}"), Json::Null)];
    schema.fill(&nothing).map_or(true, |plain| plain != *filled)
}

/// A form of one member is for the answer, whatever it is called.
fn only_member(schema: &Schema, values: &[(String, Json)]) -> Option<Json> {
    let members = schema.source().get("properties")?.as_object()?;
    let (name, 1) = (members.keys().next()?, members.len()) else { return None };
    let (_, answer) = values.iter().find(|(name, _)| name == ANSWER)?;
    let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    schema.fill(&[(pointer, answer.clone())]).ok()
}

/// Whether two names are the same without case and separators.
fn same(one: &str, other: &str) -> bool {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(one) == letters(other)
}

/// The keys in quotation marks in the sentences that speak of keys.
fn asked_keys(ask: &Ask) -> Vec<String> {
    let last = ask.turns.iter().rposition(|turn| turn.role == Role::User);
    let telling = ask.turns.iter().enumerate().filter(|(at, turn)| turn.role == Role::System || Some(*at) == last);
    let mut keys: Vec<String> = Vec::new();
    for sentence in telling.flat_map(|(_, turn)| turn.text.split(['.', '!', '?', '\n'])) {
        let lower = sentence.to_lowercase();
        if KEY_WORDS.iter().any(|word| lower.contains(word)) {
            for key in quoted(sentence) {
                if keys.len() < MOST_KEYS && !keys.iter().any(|known| known == key) {
                    keys.push(key.to_owned());
                }
            }
        }
    }
    keys
}

/// The pieces in quotation marks; an apostrophe inside a word opens none.
fn quoted(sentence: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut before = ' ';
    for (at, letter) in sentence.char_indices() {
        match open {
            Some((mark, from)) if letter == mark => {
                let piece = sentence.get(from..at).unwrap_or("");
                if !piece.is_empty() && piece.len() <= MOST_KEYS {
                    found.push(piece);
                }
                open = None;
            }
            None if matches!(letter, '\'' | '"' | '`') && !before.is_alphanumeric() => {
                open = Some((letter, at + letter.len_utf8()));
            }
            _ => {}
        }
        before = letter;
    }
    found
}

#[cfg(test)]
mod tests {
    use engine_api::{Outcome, Tone};
    use serde_json::json;

    use super::*;

    fn plan(kind: OutcomeKind, values: &Json) -> Plan {
        let values = values.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let outcome = Outcome::certain(kind);
        Plan { moves: Vec::new(), values, tone: Tone::Plain, outcome, proof: None, citations: Vec::new() }
    }

    fn schema(properties: &Json) -> Schema {
        let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
        Schema::compile(&json!({"type": "object", "properties": properties, "required": required})).unwrap()
    }

    fn check_fill(properties: &Json, plan: &Plan, expected: Result<Json, Unfit>) {
        assert_eq!(fill(&schema(properties), plan, "17 × 23 = 391", false), expected, "{properties}");
    }

    #[test]
    fn an_answer_goes_where_forms_want_it() {
        let found = plan(OutcomeKind::Computed, &json!({"answer": 391, "name": "Ada"}));
        check_fill(&json!({"answer": {"type": "integer"}}), &found, Ok(json!({"answer": 391})));
        check_fill(&json!({"result": {"type": "integer"}}), &found, Ok(json!({"result": 391})));
        check_fill(&json!({"product": {"type": "integer"}}), &found, Ok(json!({"product": 391})));
        check_fill(&json!({"name": {"type": "string"}}), &found, Ok(json!({"name": "Ada"})));
    }

    #[test]
    fn words_answer_where_no_value_does() {
        let found = plan(OutcomeKind::Retrieved, &json!({}));
        check_fill(&json!({"message": {"type": "string"}}), &found, Ok(json!({"message": "17 × 23 = 391"})));
        check_fill(&json!({"greeting": {"type": "string"}}), &found, Ok(json!({"greeting": "17 × 23 = 391"})));
    }

    #[test]
    fn only_questions_are_refused_for_want_of_knowledge() {
        let form = json!({"capital": {"type": "string"}, "mayor": {"type": ["string", "null"]}});
        let unknown = OutcomeKind::Abstained(Reason::NoKnowledge);
        let unsupported = OutcomeKind::Abstained(Reason::Unsupported);
        check_fill(&form, &plan(unknown, &json!({"names": ["France"]})), Err(Unfit::Unknown));
        check_fill(&form, &plan(unknown, &json!({"capital": "Paris"})), Ok(json!({"capital": "Paris", "mayor": null})));
        let numbered = json!({"name": {"type": "string"}, "population": {"type": "integer"}});
        check_fill(&numbered, &plan(unknown, &json!({"name": "Ruritania"})), Err(Unfit::Unknown));
        let made = fill(&schema(&form), &plan(unsupported, &json!({})), "", false);
        assert!(made.is_ok_and(|value| schema(&form).is_valid(&value)));
        let none = Schema::compile(&json!({"type": "string", "minimum": 1, "enum": []}));
        if let Ok(none) = none {
            assert_eq!(fill(&none, &plan(unsupported, &json!({})), "", false), Err(Unfit::Form));
        }
    }

    #[test]
    fn instructions_to_extract_are_told_from_mentions() {
        let check = |text: &str, expected: bool| assert_eq!(wants_extraction(&Ask::of(text)), expected, "{text}");
        check("Please extract the person from: Ann, 30", true);
        check("Ann is 30 years old. Extract the person.", true);
        check("Add vanilla extract to the list", false);
        check("Answer briefly so that I can parse it.", false);
        check("a sparse matrix", false);
    }

    #[test]
    fn a_text_that_lacks_a_number_fills_no_form() {
        let found = plan(OutcomeKind::Retrieved, &json!({"name": "Ann"}));
        let form = schema(&json!({"name": {"type": "string"}, "age": {"type": "integer"}}));
        assert_eq!(fill(&form, &found, "", true), Err(Unfit::Unknown));
    }

    fn check_object(text: &str, plan: &Plan, expected: &Json) {
        assert_eq!(object(&Ask::of(text), plan, "I don't know."), *expected, "{text}");
    }

    #[test]
    fn an_object_has_the_keys_that_were_asked_for() {
        let told = plan(OutcomeKind::Retrieved, &json!({"name": "Ada", "age": 36}));
        check_object("Answer in JSON with keys 'age' and \"Name\".", &told, &json!({"age": 36, "Name": "Ada"}));
        let joke = plan(OutcomeKind::Abstained(Reason::Unsupported), &json!({}));
        check_object(
            "A joke as JSON with `setup` and `punchline` fields",
            &joke,
            &json!({"setup": "", "punchline": ""}),
        );
        let unknown = plan(OutcomeKind::Abstained(Reason::NoKnowledge), &json!({}));
        check_object("Who won? JSON with the key 'winner', don't guess", &unknown, &json!({"winner": null}));
    }

    #[test]
    fn an_object_without_asked_keys_holds_what_was_found() {
        let found = plan(OutcomeKind::Computed, &json!({"answer": 391, "names": ["JSON"], "amount": 17}));
        check_object("In JSON: 17 * 23", &found, &json!({"answer": 391}));
        let unknown = plan(OutcomeKind::Abstained(Reason::NoKnowledge), &json!({}));
        check_object("Who won? In JSON.", &unknown, &json!({"answer": null, "reason": "I don't know."}));
        let told = plan(OutcomeKind::Retrieved, &json!({"name": "Ada"}));
        check_object("My name is Ada. In JSON.", &told, &json!({"name": "Ada"}));
    }
}
