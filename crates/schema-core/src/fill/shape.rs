//! What a value must be, as a flat conjunction of constraints with the choices still open.

use std::collections::HashSet;

use serde_json::{Number, Value};

use crate::compile::{Compiled, NodeId};
use crate::format::Format;
use crate::keyword::Rule;
use crate::keyword::array::{Contains, Items};
use crate::keyword::number::Bound;
use crate::keyword::object::Members;
use crate::keyword::typed::{Kind, Size, Types};
use crate::pattern::Pattern;
use crate::value;

/// Something to be met.
#[derive(Debug, Clone)]
pub(super) enum Goal<'s> {
    /// The schema must hold.
    Holds(NodeId),
    /// The schema must not hold.
    Fails(NodeId),
    /// The rule must be broken.
    Breaks(&'s Rule),
    /// The object must have the member.
    Has(String),
    /// The object must not have the member.
    Lacks(String),
    /// The object must have the member, and it must meet a goal.
    Member(String, Box<Goal<'s>>),
    /// The array must have the item, and it must meet a goal.
    Item(usize, Box<Goal<'s>>),
    /// Every item must meet a goal.
    EachItem(Box<Goal<'s>>),
    /// The value must be another.
    Differs(Value),
}

impl Goal<'_> {
    /// The schema that the goal is about.
    pub(super) fn node(&self) -> Option<NodeId> {
        match self {
            Goal::Holds(node) | Goal::Fails(node) => Some(*node),
            _ => None,
        }
    }
}

/// Lists of goals of which one must be met.
pub(super) type Choice<'s> = Vec<Vec<Goal<'s>>>;

/// A closed range of counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub least: usize,
    pub most: usize,
}

/// The conjunction.
#[derive(Debug, Clone)]
pub(super) struct Shape<'s> {
    met: HashSet<(NodeId, bool)>,
    pub nodes: Vec<NodeId>,
    /// The kinds left, in order of preference.
    pub kinds: Vec<Kind>,
    pub typed: bool,
    pub exact_integers: bool,
    /// Whether a number must have a fraction.
    pub fractional: bool,
    /// The only values left, if they are listed.
    pub finite: Option<Vec<&'s Value>>,
    pub differs: Vec<Value>,
    pub bounds: Vec<Bound>,
    pub steps: Vec<&'s Number>,
    pub no_steps: Vec<&'s Number>,
    pub length: Range,
    pub items_count: Range,
    pub members_count: Range,
    pub patterns: Vec<(&'s Pattern, bool)>,
    pub formats: Vec<(&'s Format, bool)>,
    pub members: Vec<&'s Members>,
    pub names: Vec<NodeId>,
    pub has: Vec<String>,
    pub lacks: Vec<String>,
    pub member_goals: Vec<(String, Goal<'s>)>,
    pub needs: Vec<(&'s str, &'s [String])>,
    pub implies: Vec<(&'s str, NodeId)>,
    pub other_members: Vec<NodeId>,
    pub items: Vec<&'s Items>,
    pub contains: Vec<&'s Contains>,
    pub item_goals: Vec<(usize, Goal<'s>)>,
    pub each_item: Vec<Goal<'s>>,
    pub other_items: Vec<NodeId>,
    pub unique: bool,
    pub repeated: bool,
    pub choices: Vec<Choice<'s>>,
    /// The keyword that made it impossible.
    pub contradiction: Option<(Option<NodeId>, &'static str)>,
}

const ANY: Range = Range { least: 0, most: usize::MAX };

impl<'s> Shape<'s> {
    /// No constraint at all.
    pub(super) fn new() -> Shape<'s> {
        Shape {
            met: HashSet::new(),
            nodes: Vec::new(),
            kinds: Kind::ALL.to_vec(),
            typed: false,
            exact_integers: false,
            fractional: false,
            finite: None,
            differs: Vec::new(),
            bounds: Vec::new(),
            steps: Vec::new(),
            no_steps: Vec::new(),
            length: ANY,
            items_count: ANY,
            members_count: ANY,
            patterns: Vec::new(),
            formats: Vec::new(),
            members: Vec::new(),
            names: Vec::new(),
            has: Vec::new(),
            lacks: Vec::new(),
            member_goals: Vec::new(),
            needs: Vec::new(),
            implies: Vec::new(),
            other_members: Vec::new(),
            items: Vec::new(),
            contains: Vec::new(),
            item_goals: Vec::new(),
            each_item: Vec::new(),
            other_items: Vec::new(),
            unique: false,
            repeated: false,
            choices: Vec::new(),
            contradiction: None,
        }
    }

    /// Adds a goal; what follows from it goes on the agenda.
    pub(super) fn add(&mut self, schema: &'s Compiled, goal: Goal<'s>, agenda: &mut Vec<Goal<'s>>) {
        match goal {
            Goal::Holds(id) => self.add_node(schema, id, agenda),
            Goal::Fails(id) => {
                if self.met.contains(&(id, true)) {
                    return self.contradict(Some(id), "not");
                }
                if self.met.insert((id, false)) {
                    let rules = schema.node(id).map_or(&[][..], |node| node.rules.as_slice());
                    self.choices.push(rules.iter().map(|rule| vec![Goal::Breaks(rule)]).collect());
                }
            }
            Goal::Breaks(rule) => super::search::breaks(self, rule, agenda),
            Goal::Has(name) => push_new(&mut self.has, name),
            Goal::Lacks(name) => push_new(&mut self.lacks, name),
            Goal::Member(name, goal) => {
                push_new(&mut self.has, name.clone());
                self.member_goals.push((name, *goal));
            }
            Goal::Item(at, goal) => {
                self.items_count.least = self.items_count.least.max(at + 1);
                self.item_goals.push((at, *goal));
            }
            Goal::EachItem(goal) => self.each_item.push(*goal),
            Goal::Differs(value) => self.differs.push(value),
        }
    }

    fn add_node(&mut self, schema: &'s Compiled, id: NodeId, agenda: &mut Vec<Goal<'s>>) {
        if self.met.contains(&(id, false)) {
            return self.contradict(Some(id), "not");
        }
        if !self.met.insert((id, true)) {
            return;
        }
        self.nodes.push(id);
        for rule in schema.node(id).into_iter().flat_map(|node| &node.rules) {
            self.add_rule(id, rule, agenda);
        }
    }

    fn add_rule(&mut self, owner: NodeId, rule: &'s Rule, agenda: &mut Vec<Goal<'s>>) {
        match rule {
            Rule::Never => self.contradict(Some(owner), "false"),
            Rule::Types(types) => self.add_types(owner, types),
            Rule::Enum(values) => self.keep(owner, "enum", values),
            Rule::Const(value) => self.keep(owner, "const", std::slice::from_ref(value)),
            Rule::Bound(bound) => self.bounds.push(bound.clone()),
            Rule::Multiple(step) => self.steps.push(step),
            Rule::Size(size) => self.add_size(Some(owner), *size),
            Rule::Pattern(pattern) => self.patterns.push((pattern, true)),
            Rule::Format(format) => self.formats.push((format, true)),
            Rule::Members(members) => self.members.push(members),
            Rule::Names(node) => self.names.push(*node),
            Rule::Required(names) => names.iter().for_each(|name| push_new(&mut self.has, name.clone())),
            Rule::DependentRequired(rows) => {
                self.needs.extend(rows.iter().map(|(name, all)| (name.as_str(), &all[..])))
            }
            Rule::DependentSchemas(rows) => self.implies.extend(rows.iter().map(|(name, id)| (name.as_str(), *id))),
            Rule::Dependencies(lists, schemas) => {
                self.needs.extend(lists.iter().map(|(name, all)| (name.as_str(), &all[..])));
                self.implies.extend(schemas.iter().map(|(name, id)| (name.as_str(), *id)));
            }
            Rule::UnevaluatedProperties(node) => self.other_members.push(*node),
            Rule::Items(items) => self.items.push(items),
            Rule::Contains(contains) => self.contains.push(contains),
            Rule::Unique => self.unique = true,
            Rule::UnevaluatedItems(node) => self.other_items.push(*node),
            Rule::AllOf(nodes) => agenda.extend(nodes.iter().rev().map(|node| Goal::Holds(*node))),
            Rule::Not(node) => agenda.push(Goal::Fails(*node)),
            Rule::Ref(node) => agenda.push(Goal::Holds(*node)),
            // Checked on the finished value; the search resolves the dynamic target.
            Rule::DynamicRef(dynamic) => agenda.push(Goal::Holds(dynamic.initial)),
            Rule::Metaschema(_) => self.restrict(Some(owner), &[Kind::Object, Kind::Boolean]),
            Rule::AnyOf(_) | Rule::OneOf(_) | Rule::If(_) => self.choices.extend(super::search::choice(rule)),
        }
    }

    fn add_types(&mut self, owner: NodeId, types: &Types) {
        self.exact_integers |= types.exact_integers;
        if !self.typed {
            // The first list of types gives the order of preference.
            let admitted = |kind: &Kind| *kind == Kind::Integer && types.kinds.contains(&Kind::Number);
            let mut kinds = types.kinds.clone();
            kinds.extend(Kind::ALL.into_iter().filter(|kind| admitted(kind) && !types.kinds.contains(kind)));
            kinds.retain(|kind| self.kinds.contains(kind));
            self.kinds = kinds;
            self.typed = true;
        } else {
            let number = types.kinds.contains(&Kind::Number);
            self.kinds.retain(|kind| types.kinds.contains(kind) || (*kind == Kind::Integer && number));
        }
        if self.kinds.is_empty() {
            self.contradict(Some(owner), "type");
        }
    }

    /// Leaves only some kinds.
    pub(super) fn restrict(&mut self, owner: Option<NodeId>, kinds: &[Kind]) {
        self.kinds.retain(|kind| kinds.contains(kind));
        self.typed = true;
        if self.kinds.is_empty() {
            self.contradict(owner, "type");
        }
    }

    fn keep(&mut self, owner: NodeId, keyword: &'static str, values: &'s [Value]) {
        match &mut self.finite {
            Some(left) => left.retain(|value| values.iter().any(|other| value::equal(value, other))),
            None => self.finite = Some(values.iter().collect()),
        }
        if self.finite.as_ref().is_some_and(Vec::is_empty) {
            self.contradict(Some(owner), keyword);
        }
    }

    pub(super) fn add_size(&mut self, owner: Option<NodeId>, size: Size) {
        let range = match size.kind {
            Kind::String => &mut self.length,
            Kind::Array => &mut self.items_count,
            _ => &mut self.members_count,
        };
        if size.upper {
            range.most = range.most.min(size.limit);
        } else {
            range.least = range.least.max(size.limit);
        }
        if range.least > range.most {
            self.kinds.retain(|kind| *kind != size.kind);
            if self.kinds.is_empty() {
                self.contradict(owner, size.keyword);
            }
        }
    }

    /// Notes that nothing can satisfy the conjunction any more.
    pub(super) fn contradict(&mut self, owner: Option<NodeId>, keyword: &'static str) {
        if self.contradiction.is_none() {
            self.contradiction = Some((owner, keyword));
        }
    }

    /// The kinds in the order in which they are worth trying: those that the constraints are about first.
    pub(super) fn preferred_kinds(&self) -> Vec<Kind> {
        if self.typed {
            return self.kinds.clone();
        }
        let about = |kind: &Kind| match kind {
            Kind::Object => !self.has.is_empty() || !self.members.is_empty() || self.members_count.least > 0,
            Kind::Array => !self.items.is_empty() || !self.contains.is_empty() || self.items_count.least > 0,
            Kind::String => !self.patterns.is_empty() || !self.formats.is_empty() || self.length.least > 0,
            Kind::Integer | Kind::Number => !self.bounds.is_empty() || !self.steps.is_empty(),
            Kind::Boolean | Kind::Null => false,
        };
        let (mut first, rest): (Vec<Kind>, Vec<Kind>) = self.kinds.iter().partition(|kind| about(kind));
        // Unconstrained, the plainest value is a string.
        let plain = [Kind::String, Kind::Integer, Kind::Boolean, Kind::Object, Kind::Array, Kind::Number, Kind::Null];
        first.extend(plain.into_iter().filter(|kind| rest.contains(kind)));
        first
    }
}

pub(super) fn push_new(list: &mut Vec<String>, name: String) {
    if !list.contains(&name) {
        list.push(name);
    }
}
