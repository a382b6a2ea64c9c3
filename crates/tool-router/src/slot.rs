//! A tool's parameters, as the slots that values go into.

use serde_json::Value;

use crate::text::lexicon::term_of;
use crate::text::{Lexicon, Term, TermMap, each_word};

/// The most slots of one tool that are looked at.
pub(crate) const MAX_SLOTS: usize = 48;
/// How deep the properties of properties are followed.
const DEEPEST: usize = 4;

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
    /// The schema does not say.
    Any,
}

/// What a slot's name and description say of its values.
pub(crate) mod kind {
    pub(crate) const PLACE: u32 = 1;
    pub(crate) const PERSON: u32 = 1 << 1;
    pub(crate) const DATE: u32 = 1 << 2;
    pub(crate) const TIME: u32 = 1 << 3;
    pub(crate) const YEAR: u32 = 1 << 4;
    pub(crate) const ID: u32 = 1 << 5;
    pub(crate) const TEXT: u32 = 1 << 6;
    pub(crate) const PRICE: u32 = 1 << 7;
    pub(crate) const SHARE: u32 = 1 << 8;
    pub(crate) const START: u32 = 1 << 9;
    pub(crate) const END: u32 = 1 << 10;
    pub(crate) const MAX: u32 = 1 << 11;
    pub(crate) const MIN: u32 = 1 << 12;
    pub(crate) const DURATION: u32 = 1 << 13;
    pub(crate) const UNIT: u32 = 1 << 14;
    pub(crate) const REGION: u32 = 1 << 15;
    pub(crate) const TITLE: u32 = 1 << 16;
    pub(crate) const CODE: u32 = 1 << 17;
    pub(crate) const TALLY: u32 = 1 << 18;
    pub(crate) const CLASS: u32 = 1 << 19;
    pub(crate) const CURRENCY: u32 = 1 << 20;
}

/// The words of a slot's name that tell the kind of its values.
const KIND_WORDS: &[(u32, &str)] = &[
    (
        kind::PLACE,
        "location city place address destination origin venue town airport where departure arrival station county street port loc",
    ),
    (kind::REGION | kind::PLACE, "country state region nation province continent"),
    (
        kind::PERSON,
        "person artist author actor actress director player composer recipient sender singer president owner contact patient customer guest employee student lawyer judge scientist painter sculptor",
    ),
    (kind::DATE, "date day deadline birthday dob datetime checkin checkout when month"),
    (kind::TIME, "time hour datetime when clock"),
    (kind::YEAR, "year"),
    (
        kind::ID,
        "id identifier number code key token isbn zip zipcode postal phone ssn serial sku reference account ip version",
    ),
    (
        kind::TEXT,
        "query question text message prompt content body sentence keyword keywords search term expression equation statement note comment instruction",
    ),
    (
        kind::PRICE,
        "price cost budget amount salary fee income payment money balance investment loan principal value revenue",
    ),
    (kind::SHARE, "rate percentage percent ratio probability fraction share discount yield growth interest"),
    (kind::START, "start origin from source begin initial departure first lower old current base sender beginning"),
    (kind::END, "end destination to target final arrival last upper new recipient stop until finish goal"),
    (kind::MAX, "max limit most upper under budget below"),
    (kind::MIN, "min minimum least lower above threshold over"),
    (kind::DURATION, "duration period days hours minutes seconds weeks months years term length timeframe nights"),
    (kind::UNIT, "unit units scale system"),
    (
        kind::TITLE,
        "title movie book song album track film show game playlist name product company team restaurant hotel subject topic brand species element",
    ),
    (
        kind::CODE,
        "url link email path file filename directory website endpoint host formula function variable class module command uri domain sql",
    ),
    (
        kind::CLASS,
        "type category genre style kind condition color colour specialty speciality method format level mode status sport cuisine diet ingredient ingredients activity skill role material shape feature features interest field department dish dietary restriction preference flavor emotion topic sector industry",
    ),
    (kind::CURRENCY, "currency currencies"),
    (kind::TALLY, "count number quantity size amount total num n k top people guests limit copies"),
];

/// Which kinds the words of a slot tell of.
#[derive(Debug, Clone)]
pub(crate) struct Kinds {
    words: TermMap<u32>,
}

impl Kinds {
    /// The kinds of English parameter words.
    pub(crate) fn english(lexicon: &Lexicon) -> Kinds {
        let mut words: TermMap<u32> = TermMap::default();
        for (bits, line) in KIND_WORDS {
            for word in line.split(' ') {
                // A stem does not tell `years`, a duration, from `year`.
                if *bits != kind::DURATION {
                    *words.entry(lexicon.term(word).0).or_default() |= bits;
                }
                *words.entry(term_of(word)).or_default() |= bits;
            }
        }
        Kinds { words }
    }

    fn of(&self, term: Term) -> u32 {
        self.words.get(&term).copied().unwrap_or(0)
    }
}

/// One parameter, or one property of an object parameter.
#[derive(Debug, Clone)]
pub(crate) struct Slot<'a> {
    /// Its own name.
    pub name: &'a str,
    /// The keys that lead to it; an empty key steps into the only element of an array.
    pub path: Vec<&'a str>,
    /// Its schema, references resolved.
    pub schema: &'a Value,
    /// Its type.
    pub kind_of_value: Type,
    /// For an array, the schema of its items.
    pub items: Option<&'a Value>,
    /// The values that it is confined to; for an array, its items.
    pub choices: &'a [Value],
    /// What the schema says of it.
    pub description: &'a str,
    /// Whether the call cannot do without.
    pub required: bool,
    /// The kinds of its values, see [`kind`].
    pub kinds: u32,
    /// Words that announce its value, with their weight.
    pub terms: Vec<(Term, f32)>,
    /// Whether a town is wanted together with its state or country.
    pub with_region: bool,
}

impl<'a> Slot<'a> {
    /// Whether the slot is of one of the kinds.
    pub(crate) fn is(&self, kinds: u32) -> bool {
        self.kinds & kinds != 0
    }

    /// The type of a single value: of the items for an array.
    pub(crate) fn item_type(&self) -> Type {
        self.items.map_or(self.kind_of_value, type_of)
    }

    /// The schema of a single value.
    pub(crate) fn item_schema(&self) -> &'a Value {
        self.items.unwrap_or(self.schema)
    }

    /// The value that is assumed where none is given.
    pub(crate) fn default(&self) -> Option<&'a Value> {
        self.schema.get("default")
    }

    /// A numeric keyword of the schema.
    pub(crate) fn bound(&self, keyword: &str) -> Option<f64> {
        self.item_schema().get(keyword).and_then(Value::as_f64)
    }
}

/// What the slots of a schema are made with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SlotMaker<'s> {
    /// The words.
    pub lexicon: &'s Lexicon,
    /// The kinds of parameter words.
    pub kinds: &'s Kinds,
}

/// A node of the schema that is still to be looked at.
struct Open<'a> {
    node: &'a Value,
    path: Vec<&'a str>,
    required: bool,
}

impl SlotMaker<'_> {
    /// The slots of the object schema `root`, in the order of its properties, objects before their own properties.
    pub(crate) fn slots<'a>(&self, root: &'a Value) -> Vec<Slot<'a>> {
        let mut slots = Vec::new();
        let mut open = vec![Open { node: resolve(root, root), path: Vec::new(), required: true }];
        while let Some(object) = open.pop() {
            let required = object.node.get("required").and_then(Value::as_array);
            let Some(properties) = object.node.get("properties").and_then(Value::as_object) else { continue };
            let mut inner = Vec::new();
            for (name, node) in properties {
                if slots.len() >= MAX_SLOTS {
                    break;
                }
                let node = resolve(root, node);
                let needed = required.is_some_and(|names| names.iter().any(|n| n == name));
                let mut path = object.path.clone();
                path.push(name);
                let slot = self.slot((name, node, root), path, needed && object.required);
                if path_len(&slot.path) < DEEPEST {
                    inner.extend(inside(&slot, root));
                }
                slots.push(slot);
            }
            open.extend(inner.into_iter().rev());
        }
        self.spread(&mut slots);
        slots
    }

    fn slot<'a>(
        &self,
        (name, node, root): (&'a str, &'a Value, &'a Value),
        path: Vec<&'a str>,
        required: bool,
    ) -> Slot<'a> {
        let description = node.get("description").and_then(Value::as_str).unwrap_or("");
        let kind_of_value = type_of(node);
        let items =
            (kind_of_value == Type::Array).then(|| node.get("items").map(|items| resolve(root, items))).flatten();
        let choices = items.unwrap_or(node).get("enum").or_else(|| node.get("enum")).and_then(Value::as_array);
        let (mut kinds, mut terms) = (0, Vec::new());
        each_word(name, &mut |word| {
            let (term, weight) = self.lexicon.term(word);
            kinds |= self.kinds.of(term) | self.kinds.of(term_of(word));
            let weight = if word.len() == 1 || weight == 0.0 { 0.3 } else { weight.max(0.4) };
            terms.push((term, weight));
        });
        let mut count = 0;
        let mut described = 0;
        each_word(description.get(..floor_char(description, 160)).unwrap_or(""), &mut |word| {
            let (term, weight) = self.lexicon.term(word);
            count += 1;
            if weight > 0.0 && count <= 16 {
                if count <= 6 {
                    described |= self.kinds.of(term);
                }
                if !terms.iter().any(|(known, _)| *known == term) {
                    terms.push((term, weight * 0.5));
                }
            }
        });
        kinds |= described
            & (kind::PLACE
                | kind::PERSON
                | kind::DATE
                | kind::YEAR
                | kind::TITLE
                | kind::DURATION
                | kind::SHARE
                | kind::MAX
                | kind::MIN
                | kind::START
                | kind::END
                | kind::CURRENCY
                | kind::TEXT);
        Slot {
            name,
            path,
            schema: node,
            kind_of_value,
            items,
            choices: choices.map_or(&[], Vec::as_slice),
            description,
            required,
            kinds,
            terms,
            with_region: wants_region(description),
        }
    }

    /// Lowers the weight of words that announce several slots, and adds the relatives of the others.
    fn spread(&self, slots: &mut [Slot]) {
        let mut counts: TermMap<f32> = TermMap::default();
        for (term, _) in slots.iter().flat_map(|slot| &slot.terms) {
            *counts.entry(*term).or_default() += 1.0;
        }
        for slot in slots {
            for (term, weight) in &mut slot.terms {
                *weight /= counts.get(term).copied().unwrap_or(1.0).sqrt();
            }
            let own = slot.terms.clone();
            for (term, weight) in own.iter().filter(|(_, weight)| *weight >= 0.4) {
                for relative in self.lexicon.relatives(*term).take(12) {
                    if !counts.contains_key(&relative) {
                        slot.terms.push((relative, weight * 0.6));
                    }
                }
            }
        }
    }
}

/// Whether a description asks for `Town, ST` or shows such an example.
fn wants_region(description: &str) -> bool {
    let lower = description.to_lowercase();
    let said = ["city, state", "city and state", "city, country", "city and country", "city/state", "city name, state"];
    let shown = description.split(", ").skip(1).any(|after| {
        let code: Vec<char> = after.chars().take(3).collect();
        matches!(code.as_slice(), [a, b, rest @ ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && rest.iter().all(|c| !c.is_alphanumeric()))
    });
    shown || said.iter().any(|phrase| lower.contains(phrase))
}

fn path_len(path: &[&str]) -> usize {
    path.iter().filter(|key| !key.is_empty()).count()
}

/// The object schemas right inside a slot.
fn inside<'a>(slot: &Slot<'a>, root: &'a Value) -> Option<Open<'a>> {
    let mut path = slot.path.clone();
    let node = match slot.kind_of_value {
        Type::Object => slot.schema,
        Type::Array => {
            path.push("");
            slot.items.filter(|items| type_of(items) == Type::Object)?
        }
        _ => return None,
    };
    Some(Open { node: resolve(root, node), path, required: slot.required })
}

/// Follows local references and single alternatives, a bounded number of times.
fn resolve<'a>(root: &'a Value, mut node: &'a Value) -> &'a Value {
    for _ in 0..8 {
        if let Some(pointer) = node.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#')) {
            match root.pointer(pointer) {
                Some(target) => node = target,
                None => return node,
            }
            continue;
        }
        let alternatives = ["anyOf", "oneOf", "allOf"].iter().find_map(|key| node.get(*key)).and_then(Value::as_array);
        match alternatives.and_then(|all| all.iter().find(|one| one.get("type").is_none_or(|t| t != "null"))) {
            Some(one) if node.get("type").is_none() && node.get("properties").is_none() => node = one,
            _ => return node,
        }
    }
    node
}

/// The type that a schema asks for; of several the first that is not null.
pub(crate) fn type_of(node: &Value) -> Type {
    let named = match node.get("type") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    };
    match named {
        Some("string") => Type::String,
        Some("integer") => Type::Integer,
        Some("number") => Type::Number,
        Some("boolean") => Type::Boolean,
        Some("array") => Type::Array,
        Some("object") => Type::Object,
        _ if node.get("properties").is_some() => Type::Object,
        _ if node.get("items").is_some() => Type::Array,
        _ => match node.get("enum").and_then(|choices| choices.get(0)) {
            Some(Value::String(_)) => Type::String,
            Some(Value::Number(_)) => Type::Number,
            _ => Type::Any,
        },
    }
}

/// The greatest character boundary of `text` up to `at`.
pub(crate) fn floor_char(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(schema: &Value, expected: &[(&str, Type, bool)]) {
        let lexicon = Lexicon::english();
        let kinds = Kinds::english(&lexicon);
        let slots = SlotMaker { lexicon: &lexicon, kinds: &kinds }.slots(schema);
        let found: Vec<(String, Type, bool)> =
            slots.iter().map(|slot| (slot.path.join("/"), slot.kind_of_value, slot.required)).collect();
        let expected: Vec<(String, Type, bool)> = expected.iter().map(|(p, t, r)| ((*p).to_owned(), *t, *r)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn properties_become_slots() {
        let schema = json!({"type": "object", "required": ["a"], "properties": {
            "a": {"type": "integer"}, "b": {"type": ["null", "string"]}, "c": {"anyOf": [{"type": "null"}, {"type": "boolean"}]}}});
        check(&schema, &[("a", Type::Integer, true), ("b", Type::String, false), ("c", Type::Boolean, false)]);
    }

    #[test]
    fn nested_objects_and_references_are_followed() {
        let schema = json!({"type": "object", "required": ["who"], "$defs": {"p": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}},
            "properties": {"who": {"$ref": "#/$defs/p"}, "all": {"type": "array", "items": {"$ref": "#/$defs/p"}}}});
        let expected = [
            ("who", Type::Object, true),
            ("all", Type::Array, false),
            ("who/x", Type::String, true),
            ("all//x", Type::String, false),
        ];
        check(&schema, &expected);
    }

    #[test]
    fn a_reference_to_itself_ends() {
        let schema = json!({"type": "object", "properties": {"child": {"$ref": "#"}}});
        let lexicon = Lexicon::english();
        let kinds = Kinds::english(&lexicon);
        assert!(SlotMaker { lexicon: &lexicon, kinds: &kinds }.slots(&schema).len() <= MAX_SLOTS);
    }
}
