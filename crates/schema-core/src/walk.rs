//! A text byte by byte: may this byte come next, may the text end here.
//!
//! JSON's grammar (RFC 8259) is kept exactly. The schema is kept as far as a prefix can tell: the kind of a value by
//! its first byte, the names that a closed object allows, the spellings of constants. When a value is complete it is
//! checked as a whole, so that a text that may end is valid. A refusal is never wrong for texts as `serde_json`
//! prints them; constants and names spelled with other escapes are refused.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::check::Checker;
use crate::compile::{Compiled, MAX_DEPTH, NodeId};
use crate::keyword::Rule;
use crate::keyword::typed::{Kind, Types};

/// Most alternatives followed at once; beyond them, choices constrain nothing before the value is complete.
const MAX_ALTERNATIVES: usize = 32;
/// Deepest chain of references followed at the start of a value.
const MAX_HOPS: usize = 32;
/// Fuel for the check of one complete value.
const FUEL: u64 = 400_000;

/// Follows one text; made by [`crate::Schema::walk`].
#[derive(Debug, Clone)]
pub struct Walker {
    schema: Arc<Compiled>,
    /// Parts are checked only where their schemas mean the same at every place.
    checks_parts: bool,
    frames: Vec<Frame>,
    mode: Mode,
    /// What the next value, or the current token, must satisfy: one of these lists as a whole.
    choices: Vec<Vec<NodeId>>,
    token: Vec<u8>,
    /// The only spellings the current token may have.
    spellings: Option<Vec<String>>,
    done: Option<Value>,
}

#[derive(Debug, Clone)]
struct Frame {
    value: Value,
    choices: Vec<Vec<NodeId>>,
    /// `choices` with references and unions resolved, narrowed as members come.
    alternatives: Vec<Vec<NodeId>>,
    key: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Before a value; in a fresh array it may also end.
    Value {
        may_close: bool,
    },
    String {
        escape: u8,
    },
    Number,
    Word(&'static str),
    /// Before a member name; in a fresh object it may also end.
    Name {
        may_close: bool,
    },
    Colon,
    /// After an item or a member.
    Next,
    Done,
    /// After a refusal.
    Refused,
}

impl Walker {
    pub(crate) fn new(schema: Arc<Compiled>) -> Walker {
        let dynamic = |rule: &Rule| matches!(rule, Rule::DynamicRef(_));
        let checks_parts = !schema.nodes.iter().any(|node| node.rules.iter().any(dynamic));
        let choices = vec![vec![schema.root]];
        Walker {
            schema,
            checks_parts,
            frames: Vec::new(),
            mode: Mode::Value { may_close: false },
            choices,
            token: Vec::new(),
            spellings: None,
            done: None,
        }
    }

    /// Whether this byte may come next.
    pub fn accepts(&self, byte: u8) -> bool {
        self.clone().push(byte)
    }

    /// Takes the next byte. False, and for ever after, where it may not come.
    pub fn push(&mut self, byte: u8) -> bool {
        if self.step(byte).is_none() {
            self.mode = Mode::Refused;
        }
        self.mode != Mode::Refused
    }

    /// Takes several bytes; false as soon as one may not come.
    pub fn push_all(&mut self, bytes: &[u8]) -> bool {
        bytes.iter().all(|byte| self.push(*byte))
    }

    /// Whether the text may end here, which makes it a valid instance.
    pub fn can_end(&self) -> bool {
        match self.mode {
            Mode::Done => self.done.is_some(),
            Mode::Number if self.frames.is_empty() => self.clone().finish_token().is_some(),
            _ => false,
        }
    }

    fn step(&mut self, byte: u8) -> Option<()> {
        match self.mode {
            Mode::Refused => None,
            Mode::Number if !matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') => {
                self.finish_token()?;
                self.step(byte)
            }
            Mode::String { .. } | Mode::Number | Mode::Word(_) => self.continue_token(byte),
            _ if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') => Some(()),
            Mode::Value { may_close: true } if byte == b']' => self.close(),
            Mode::Value { .. } => self.start_value(byte),
            Mode::Name { may_close: true } if byte == b'}' => self.close(),
            Mode::Name { .. } => self.start_name(byte),
            Mode::Colon => {
                self.mode = Mode::Value { may_close: false };
                (byte == b':').then_some(())
            }
            Mode::Next => self.after_item(byte),
            Mode::Done => None,
        }
    }

    fn after_item(&mut self, byte: u8) -> Option<()> {
        let array = self.frames.last()?.value.is_array();
        match byte {
            b',' if array => {
                self.mode = Mode::Value { may_close: false };
                self.expect_item()
            }
            b',' => {
                self.mode = Mode::Name { may_close: false };
                Some(())
            }
            b']' if array => self.close(),
            b'}' if !array => self.close(),
            _ => None,
        }
    }

    fn start_value(&mut self, byte: u8) -> Option<()> {
        let alternatives = expand(&self.schema, &self.choices);
        let (kinds, mode): (&[Kind], Mode) = match byte {
            b'{' => (&[Kind::Object], Mode::Name { may_close: true }),
            b'[' => (&[Kind::Array], Mode::Value { may_close: true }),
            b'"' => (&[Kind::String], Mode::String { escape: 0 }),
            b'-' | b'0'..=b'9' => (&[Kind::Integer, Kind::Number], Mode::Number),
            b't' => (&[Kind::Boolean], Mode::Word("true")),
            b'f' => (&[Kind::Boolean], Mode::Word("false")),
            b'n' => (&[Kind::Null], Mode::Word("null")),
            _ => return None,
        };
        let alternatives: Vec<_> = alternatives
            .into_iter()
            .filter(|nodes| kinds.iter().any(|kind| admits(&self.schema, nodes, *kind)))
            .collect();
        if alternatives.is_empty() {
            return None;
        }
        self.mode = mode;
        if matches!(byte, b'{' | b'[') {
            if self.frames.len() + 1 >= MAX_DEPTH {
                return None;
            }
            let value = if byte == b'{' { Value::Object(Map::new()) } else { Value::Array(Vec::new()) };
            self.frames.push(Frame { value, choices: std::mem::take(&mut self.choices), alternatives, key: None });
            return if byte == b'[' { self.expect_item() } else { Some(()) };
        }
        self.spellings = spellings(&self.schema, &alternatives);
        self.token.clear();
        self.token.push(byte);
        self.spelled().then_some(())
    }

    fn start_name(&mut self, byte: u8) -> Option<()> {
        let frame = self.frames.last()?;
        self.spellings = names(&self.schema, frame);
        self.mode = Mode::String { escape: 0 };
        self.token.clear();
        self.token.push(byte);
        (byte == b'"' && self.spelled()).then_some(())
    }

    /// Whether the token so far begins a permitted spelling.
    fn spelled(&self) -> bool {
        self.spellings.as_ref().is_none_or(|all| all.iter().any(|text| text.as_bytes().starts_with(&self.token)))
    }

    fn continue_token(&mut self, byte: u8) -> Option<()> {
        self.token.push(byte);
        let ends = match &mut self.mode {
            Mode::String { escape } => string_step(escape, byte)?,
            Mode::Word(word) => {
                if !word.as_bytes().starts_with(&self.token) {
                    return None;
                }
                word.len() == self.token.len()
            }
            _ => {
                if !number_prefix(&self.token) {
                    return None;
                }
                false
            }
        };
        if !self.spelled() {
            return None;
        }
        if ends { self.finish_token() } else { Some(()) }
    }

    /// The token is complete: a name, or a scalar value.
    fn finish_token(&mut self) -> Option<()> {
        let value: Value = serde_json::from_slice(&self.token).ok()?;
        if let Some(all) = &self.spellings
            && !all.iter().any(|text| text.as_bytes() == self.token)
        {
            return None;
        }
        let naming = self.frames.last().is_some_and(|frame| frame.value.is_object() && frame.key.is_none());
        match value {
            Value::String(name) if naming => self.name(name),
            value => {
                let choices = std::mem::take(&mut self.choices);
                self.finish_value(value, &choices)
            }
        }
    }

    fn name(&mut self, name: String) -> Option<()> {
        let schema = Arc::clone(&self.schema);
        let frame = self.frames.last_mut()?;
        if frame.value.get(&name).is_some() {
            return None;
        }
        frame.alternatives.retain(|nodes| members(&schema, nodes, &name).is_some());
        self.choices = distinct(frame.alternatives.iter().filter_map(|nodes| members(&schema, nodes, &name)));
        frame.key = Some(name);
        self.mode = Mode::Colon;
        (!self.choices.is_empty()).then_some(())
    }

    fn expect_item(&mut self) -> Option<()> {
        let frame = self.frames.last()?;
        let at = frame.value.as_array().map_or(0, Vec::len);
        self.choices = distinct(frame.alternatives.iter().map(|nodes| items(&self.schema, nodes, at)));
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        let frame = self.frames.pop()?;
        self.finish_value(frame.value, &frame.choices)
    }

    /// A value is complete: checks it and hands it to what surrounds it.
    fn finish_value(&mut self, value: Value, choices: &[Vec<NodeId>]) -> Option<()> {
        if (self.checks_parts || self.frames.is_empty()) && !self.satisfies(choices, &value) {
            return None;
        }
        let schema = Arc::clone(&self.schema);
        let Some(frame) = self.frames.last_mut() else {
            self.mode = Mode::Done;
            self.done = Some(value);
            return Some(());
        };
        self.mode = Mode::Next;
        let mut fuel = FUEL;
        let mut fits =
            |nodes: Vec<NodeId>| nodes.iter().all(|node| Checker::verdict(&schema, *node, &value, &mut fuel));
        let narrow = self.checks_parts && frame.alternatives.len() > 1;
        match &mut frame.value {
            Value::Object(map) => {
                let key = frame.key.take()?;
                if narrow {
                    frame.alternatives.retain(|nodes| members(&schema, nodes, &key).is_some_and(&mut fits));
                }
                map.insert(key, value);
            }
            Value::Array(list) => {
                let at = list.len();
                if narrow {
                    frame.alternatives.retain(|nodes| fits(items(&schema, nodes, at)));
                }
                list.push(value);
            }
            _ => return None,
        }
        Some(())
    }

    fn satisfies(&self, choices: &[Vec<NodeId>], value: &Value) -> bool {
        let mut fuel = FUEL;
        choices.iter().any(|nodes| nodes.iter().all(|node| Checker::verdict(&self.schema, *node, value, &mut fuel)))
    }
}

/// One byte of a string; tells whether it ends the string. `escape` counts what an escape still needs.
fn string_step(escape: &mut u8, byte: u8) -> Option<bool> {
    const AFTER_BACKSLASH: u8 = 5;
    match (*escape, byte) {
        (0, b'"') => return Some(true),
        (0, b'\\') => *escape = AFTER_BACKSLASH,
        (0, byte) if byte < 0x20 => return None,
        (0, _) => {}
        (AFTER_BACKSLASH, b'u') => *escape = 4,
        (AFTER_BACKSLASH, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => *escape = 0,
        (AFTER_BACKSLASH, _) => return None,
        (_, byte) if byte.is_ascii_hexdigit() => *escape -= 1,
        _ => return None,
    }
    Some(false)
}

/// Whether the bytes begin a JSON number.
fn number_prefix(token: &[u8]) -> bool {
    let text = token.strip_prefix(b"-").unwrap_or(token);
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(text);
    if whole == 0 || (whole > 1 && text.first() == Some(&b'0')) {
        return text.is_empty();
    }
    let mut rest = text.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return fraction.is_empty();
        }
        rest = fraction.get(count..).unwrap_or_default();
    }
    let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) else { return rest.is_empty() };
    let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
    digits(exponent) == exponent.len()
}

fn distinct(lists: impl Iterator<Item = Vec<NodeId>>) -> Vec<Vec<NodeId>> {
    let mut out: Vec<Vec<NodeId>> = Vec::new();
    for list in lists {
        if !out.contains(&list) {
            out.push(list);
        }
    }
    out
}

/// The choices with references, conjunctions and unions resolved into lists of nodes that all apply.
fn expand(schema: &Compiled, choices: &[Vec<NodeId>]) -> Vec<Vec<NodeId>> {
    let mut out = Vec::new();
    for choice in choices {
        let mut open = vec![(Vec::new(), choice.clone(), MAX_HOPS)];
        while let Some((mut done, mut agenda, hops)) = open.pop() {
            let Some(node) = agenda.pop() else {
                out.push(done);
                continue;
            };
            done.push(node);
            let mut branches: Vec<Vec<NodeId>> = vec![agenda];
            for rule in schema.node(node).into_iter().flat_map(|node| &node.rules).filter(|_| hops > 0) {
                branches = branch(branches, rule);
            }
            open.extend(branches.into_iter().map(|agenda| (done.clone(), agenda, hops.saturating_sub(1))));
            if open.len() + out.len() > MAX_ALTERNATIVES {
                return choices.to_vec();
            }
        }
    }
    distinct(out.into_iter())
}

fn branch(agendas: Vec<Vec<NodeId>>, rule: &Rule) -> Vec<Vec<NodeId>> {
    let with = |nodes: &[NodeId]| -> Vec<Vec<NodeId>> {
        agendas.iter().map(|agenda| agenda.iter().chain(nodes).copied().collect()).collect()
    };
    match rule {
        Rule::Ref(node) => with(&[*node]),
        Rule::AllOf(nodes) => with(nodes),
        Rule::AnyOf(nodes) | Rule::OneOf(nodes) if nodes.len() * agendas.len() <= MAX_ALTERNATIVES => {
            nodes.iter().flat_map(|node| with(&[*node])).collect()
        }
        _ => agendas,
    }
}

fn rules<'s>(schema: &'s Compiled, nodes: &'s [NodeId]) -> impl Iterator<Item = &'s Rule> {
    nodes.iter().filter_map(|node| schema.node(*node)).flat_map(|node| &node.rules)
}

/// Whether a value of the kind may satisfy all the nodes, as far as types and constants tell.
fn admits(schema: &Compiled, nodes: &[NodeId], kind: Kind) -> bool {
    let among = |values: &[Value]| values.iter().any(|value| Kind::of(value) == kind);
    rules(schema, nodes).all(|rule| match rule {
        Rule::Never => false,
        Rule::Types(Types { kinds, .. }) => {
            // A whole number may be spelled `1.0`, so the first byte of either kind is the same.
            kinds.contains(&kind) || kind == Kind::Integer && kinds.contains(&Kind::Number)
        }
        Rule::Enum(values) => among(values),
        Rule::Const(value) => among(std::slice::from_ref(value)),
        _ => true,
    })
}

/// The spellings that a scalar may have, where every alternative lists its values.
fn spellings(schema: &Compiled, alternatives: &[Vec<NodeId>]) -> Option<Vec<String>> {
    let mut out = Vec::new();
    for nodes in alternatives {
        let values = rules(schema, nodes).find_map(|rule| match rule {
            Rule::Enum(values) => Some(values.as_slice()),
            Rule::Const(value) => Some(std::slice::from_ref(value)),
            _ => None,
        })?;
        // Numbers have many spellings (`1`, `1.0`), so a list with numbers does not bind the spelling.
        if values.iter().any(Value::is_number) {
            return None;
        }
        out.extend(values.iter().filter(|value| !value.is_object() && !value.is_array()).map(Value::to_string));
    }
    Some(out)
}

/// The spellings that a member's name may have, where every alternative is closed.
fn names(schema: &Compiled, frame: &Frame) -> Option<Vec<String>> {
    let used = frame.value.as_object()?;
    let mut out = Vec::new();
    for nodes in &frame.alternatives {
        let closed = rules(schema, nodes).find_map(|rule| match rule {
            Rule::Members(members)
                if members.patterns.is_empty() && members.additional.is_some_and(|id| never(schema, id)) =>
            {
                Some(members)
            }
            _ => None,
        })?;
        let free = closed.properties.iter().filter(|(name, _)| !used.contains_key(name));
        out.extend(free.map(|(name, _)| Value::String(name.clone()).to_string()));
    }
    Some(out)
}

fn never(schema: &Compiled, id: NodeId) -> bool {
    schema.node(id).is_some_and(|node| matches!(node.rules.as_slice(), [Rule::Never]))
}

/// The schemas of a member under all nodes of an alternative; `None` where it may not be.
fn members(schema: &Compiled, nodes: &[NodeId], name: &str) -> Option<Vec<NodeId>> {
    let mut out = Vec::new();
    for rule in rules(schema, nodes) {
        if let Rule::Members(members) = rule {
            out.extend(members.of(name).0);
        }
    }
    (!out.iter().any(|id| never(schema, *id))).then_some(out)
}

/// The schemas of the item at an index under all nodes of an alternative.
fn items(schema: &Compiled, nodes: &[NodeId], at: usize) -> Vec<NodeId> {
    let of = |rule: &Rule| match rule {
        Rule::Items(items) => items.at(at),
        _ => None,
    };
    rules(schema, nodes).filter_map(of).collect()
}
