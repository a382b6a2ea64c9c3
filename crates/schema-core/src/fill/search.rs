//! The search: goals into a shape, choices one alternative after the other, a candidate at every leaf.

use serde_json::Value;

use super::Filler;
use super::shape::{Choice, Goal, Shape};
use crate::check::dynamic_target;
use crate::keyword::Rule;
use crate::keyword::number::Bound;
use crate::keyword::typed::{Kind, Size};

/// Most choices on one path of the search.
const MAX_CHOICES: usize = 120;
/// Above this many branches, `oneOf` is not also tried with the other branches denied.
const MAX_DENIED: usize = 40;

impl<'s> Filler<'s> {
    /// A value that meets the goals, made rather than given.
    pub(super) fn search(&mut self, goals: &[Goal<'s>]) -> Option<Value> {
        if let Some(value) = self.hinted(goals) {
            return Some(value);
        }
        let agenda = goals.iter().rev().cloned().collect();
        self.solve(Shape::new(), agenda, goals, 0)
    }

    /// The schema's own default or example, where it is valid and no named value waits to be placed.
    fn hinted(&mut self, goals: &[Goal<'s>]) -> Option<Value> {
        if self.reaches(goals) {
            return None;
        }
        let schema = self.schema;
        for node in goals.iter().filter_map(Goal::node) {
            for hint in schema.node(node).map_or(&[][..], |node| node.hints.as_slice()) {
                if self.meets(goals, hint) {
                    return Some(hint.clone());
                }
            }
        }
        None
    }

    /// Goes on from a shape with more goals.
    pub(super) fn resolve(&mut self, shape: &Shape<'s>, agenda: Vec<Goal<'s>>, goals: &[Goal<'s>]) -> Option<Value> {
        self.solve(shape.clone(), agenda, goals, 0)
    }

    fn solve(
        &mut self,
        mut shape: Shape<'s>,
        mut agenda: Vec<Goal<'s>>,
        goals: &[Goal<'s>],
        depth: usize,
    ) -> Option<Value> {
        if !self.spend(1) || depth > MAX_CHOICES {
            return None;
        }
        loop {
            while let Some(goal) = agenda.pop() {
                let goal = self.dynamic(goal, &shape);
                shape.add(self.schema, goal, &mut agenda);
                if shape.contradiction.is_some() || !self.spend(1) {
                    break;
                }
            }
            if let Some((node, keyword)) = shape.contradiction {
                let node = node.or_else(|| goals.iter().find_map(Goal::node)).unwrap_or(self.schema.root);
                self.blame(node, keyword);
                return None;
            }
            if let Some(goals) = shape.implied() {
                agenda.extend(goals);
                continue;
            }
            break;
        }
        if shape.choices.is_empty() {
            return self.realize(&shape, goals);
        }
        // The most constrained choice first, so that dead ends show early.
        let at = (0..shape.choices.len()).min_by_key(|at| shape.choices.get(*at).map_or(0, Vec::len)).unwrap_or(0);
        let choice = shape.choices.remove(at);
        self.choose(&shape, choice, goals, depth)
    }

    /// Resolves a dynamic reference for the place where the value will stand.
    fn dynamic(&self, goal: Goal<'s>, shape: &Shape<'s>) -> Goal<'s> {
        let Goal::Holds(id) = goal else { return goal };
        let Some(node) = self.schema.node(id) else { return goal };
        let [Rule::DynamicRef(dynamic)] = node.rules.as_slice() else { return goal };
        let scope: Vec<usize> = std::iter::once(&self.schema.root)
            .chain(&self.active)
            .chain(&shape.nodes)
            .filter_map(|id| self.schema.node(*id))
            .map(|node| node.resource)
            .collect();
        Goal::Holds(dynamic_target(self.schema, &scope, dynamic))
    }

    fn choose(&mut self, shape: &Shape<'s>, choice: Choice<'s>, goals: &[Goal<'s>], depth: usize) -> Option<Value> {
        let mut best: Option<(usize, Value, super::supply::Used)> = None;
        let start = self.supply.used();
        let before = self.supply.count();
        let weight = shape.weight() / 10;
        for alternative in self.ordered(choice) {
            self.supply.restore(&start);
            // Every alternative copies the shape.
            if !self.spend(weight + alternative.len() as u64 / 10) {
                break;
            }
            // Without named values that it could place, another alternative is no better than the one that works.
            if best.is_some() && !self.reaches(&alternative) {
                break;
            }
            let agenda = alternative.into_iter().rev().collect();
            let Some(value) = self.solve(shape.clone(), agenda, goals, depth + 1) else { continue };
            let placed = self.supply.count() - before;
            if best.as_ref().is_none_or(|(most, ..)| placed > *most) {
                best = Some((placed, value, self.supply.used()));
            }
        }
        match best {
            Some((_, value, used)) => {
                self.supply.restore(&used);
                Some(value)
            }
            None => {
                self.supply.restore(&start);
                None
            }
        }
    }

    /// The alternatives in the order worth trying: those that named values reach, then null where values were
    /// given, then the rest; what would recur into a value around this one comes last.
    fn ordered(&self, choice: Choice<'s>) -> Choice<'s> {
        let given = self.supply.given();
        let rank = |alternative: &Vec<Goal<'s>>| {
            let nodes = || alternative.iter().filter_map(Goal::node);
            let recurs = nodes().any(|node| self.recurs(node));
            let reached = given && self.reaches(alternative);
            let null = given && nodes().any(|node| self.is_null(node));
            (recurs && !reached, !reached, !null)
        };
        let mut ranked: Vec<_> = choice.into_iter().map(|alternative| (rank(&alternative), alternative)).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, alternative)| alternative).collect()
    }

    /// Whether a node leads back to a value that is being made.
    fn recurs(&self, node: crate::compile::NodeId) -> bool {
        let mut at = node;
        for _ in 0..8 {
            if self.active.contains(&at) {
                return true;
            }
            match self.schema.node(at).map(|node| node.rules.as_slice()) {
                Some([Rule::Ref(next)]) => at = *next,
                _ => return false,
            }
        }
        false
    }

    fn is_null(&self, node: crate::compile::NodeId) -> bool {
        self.schema.node(node).is_some_and(|node| {
            node.rules.iter().any(|rule| match rule {
                Rule::Types(types) => types.kinds.contains(&Kind::Null),
                Rule::Const(value) => value.is_null(),
                Rule::Enum(values) => values.iter().any(Value::is_null),
                _ => false,
            })
        })
    }

    /// A value of the shape that meets the goals.
    fn realize(&mut self, shape: &Shape<'s>, goals: &[Goal<'s>]) -> Option<Value> {
        if let Some(values) = &shape.finite {
            return self.listed(values, shape, goals);
        }
        let mut kinds = shape.preferred_kinds();
        if self.supply.given() && kinds.contains(&Kind::Null) && shape.typed && !self.reaches(goals) {
            kinds.retain(|kind| *kind != Kind::Null);
            kinds.insert(0, Kind::Null);
        }
        for kind in kinds {
            if !self.spend(1) {
                return None;
            }
            let start = self.supply.used();
            let depth = self.active.len();
            self.active.extend(&shape.nodes);
            let value = self.of_kind(kind, shape, goals);
            self.active.truncate(depth);
            if value.is_some() {
                return value;
            }
            self.supply.restore(&start);
        }
        None
    }

    fn of_kind(&mut self, kind: Kind, shape: &Shape<'s>, goals: &[Goal<'s>]) -> Option<Value> {
        let mut first = |values: &[Value]| values.iter().find(|value| self.accept(shape, goals, value)).cloned();
        match kind {
            Kind::Boolean => first(&[Value::Bool(false), Value::Bool(true)]),
            Kind::Null => first(&[Value::Null]),
            Kind::Object => self.object(shape, goals),
            Kind::Array => self.array(shape, goals),
            Kind::String => self.string(shape, goals),
            Kind::Integer | Kind::Number => self.number(shape, goals, kind),
        }
    }

    /// The first listed value that fits.
    fn listed(&mut self, values: &[&'s Value], shape: &Shape<'s>, goals: &[Goal<'s>]) -> Option<Value> {
        let null = self.supply.given().then(|| values.iter().find(|value| value.is_null())).flatten();
        for value in null.into_iter().chain(values) {
            if self.spend(1) && self.accept(shape, goals, value) {
                return Some((*value).clone());
            }
        }
        None
    }

    /// Whether a candidate differs from what it must and meets the goals.
    pub(super) fn accept(&mut self, shape: &Shape<'s>, goals: &[Goal<'s>], value: &Value) -> bool {
        if shape.differs.iter().any(|other| crate::value::equal(other, value)) {
            return false;
        }
        let met = self.meets(goals, value);
        if !met {
            self.blame_candidate(goals, value);
        }
        met
    }

    /// Remembers that constraints left no candidate at all.
    pub(super) fn blame_shape(&mut self, shape: &Shape<'s>, keyword: &str) {
        let node = shape.nodes.iter().copied().find(|node| self.states(*node, keyword));
        self.blame(node.or(shape.nodes.first().copied()).unwrap_or(self.schema.root), keyword);
    }

    fn states(&self, node: crate::compile::NodeId, keyword: &str) -> bool {
        self.schema.node(node).is_some_and(|node| {
            node.rules.iter().any(|rule| match rule {
                Rule::Bound(bound) => bound.keyword == keyword,
                Rule::Multiple(_) => keyword == "multipleOf",
                Rule::Pattern(_) => keyword == "pattern",
                Rule::Format(_) => keyword == "format",
                Rule::Size(size) => size.keyword == keyword,
                _ => false,
            })
        })
    }
}

impl<'s> Shape<'s> {
    /// What a copy costs, in entries.
    fn weight(&self) -> u64 {
        let choices: usize = self.choices.iter().flatten().map(|goals| 1 + goals.len()).sum();
        let lists =
            self.nodes.len() * 2 + self.has.len() + self.lacks.len() + self.differs.len() + self.member_goals.len();
        (choices + lists + self.item_goals.len() + self.each_item.len() + self.members.len()) as u64
    }

    /// Goals that follow from members that must be there: `dependentRequired`, `dependentSchemas`.
    fn implied(&mut self) -> Option<Vec<Goal<'s>>> {
        let mut out = Vec::new();
        let has = self.has.clone();
        for (_, needed) in self.needs.iter().filter(|(name, _)| has.iter().any(|has| has == name)) {
            out.extend(needed.iter().filter(|name| !has.contains(name)).map(|name| Goal::Has(name.clone())));
        }
        self.implies.retain(|(name, node)| {
            let applies = has.iter().any(|has| has == name);
            if applies {
                out.push(Goal::Holds(*node));
            }
            !applies
        });
        (!out.is_empty()).then_some(out)
    }
}

/// The alternatives of a keyword that leaves a choice.
pub(super) fn choice<'s>(rule: &'s Rule) -> Option<Choice<'s>> {
    match rule {
        Rule::AnyOf(nodes) => Some(nodes.iter().map(|node| vec![Goal::Holds(*node)]).collect()),
        Rule::OneOf(nodes) => {
            let mut out: Choice<'s> = nodes.iter().map(|node| vec![Goal::Holds(*node)]).collect();
            if nodes.len() > 1 && nodes.len() <= MAX_DENIED {
                out.extend(nodes.iter().map(|node| {
                    let others = nodes.iter().filter(|other| *other != node).map(|other| Goal::Fails(*other));
                    std::iter::once(Goal::Holds(*node)).chain(others).collect()
                }));
            }
            Some(out)
        }
        Rule::If(rule) => {
            let holds = std::iter::once(rule.test).chain(rule.then).map(Goal::Holds).collect();
            let fails = std::iter::once(Goal::Fails(rule.test)).chain(rule.otherwise.map(Goal::Holds)).collect();
            match (rule.then, rule.otherwise) {
                (None, None) => None,
                (Some(_), None) => Some(vec![fails, holds]),
                _ => Some(vec![holds, fails]),
            }
        }
        _ => None,
    }
}

/// Adds what it takes to break a rule.
pub(super) fn breaks<'s>(shape: &mut Shape<'s>, rule: &'s Rule, agenda: &mut Vec<Goal<'s>>) {
    match rule {
        Rule::Never => {}
        Rule::Types(types) => {
            let number = types.kinds.contains(&Kind::Number);
            shape.fractional |= types.kinds.contains(&Kind::Integer);
            shape.kinds.retain(|kind| !(types.kinds.contains(kind) || number && *kind == Kind::Integer));
            if shape.kinds.is_empty() {
                shape.contradict(None, "type");
            }
        }
        Rule::Enum(values) => shape.differs.extend(values.iter().cloned()),
        Rule::Const(value) => shape.differs.push(value.clone()),
        Rule::Bound(bound) => {
            shape.restrict(None, &[Kind::Integer, Kind::Number]);
            shape.bounds.push(Bound { upper: !bound.upper, exclusive: !bound.exclusive, ..bound.clone() });
        }
        Rule::Multiple(step) => {
            shape.restrict(None, &[Kind::Integer, Kind::Number]);
            shape.no_steps.push(step);
        }
        Rule::Size(size) => break_size(shape, *size),
        Rule::Pattern(pattern) => {
            shape.restrict(None, &[Kind::String]);
            shape.patterns.push((pattern, false));
        }
        Rule::Format(format) => {
            shape.restrict(None, &[Kind::String]);
            shape.formats.push((format, false));
        }
        Rule::AllOf(nodes) => shape.choices.push(nodes.iter().map(|node| vec![Goal::Fails(*node)]).collect()),
        Rule::AnyOf(nodes) => agenda.extend(nodes.iter().map(|node| Goal::Fails(*node))),
        Rule::OneOf(nodes) => {
            let mut out = vec![nodes.iter().map(|node| Goal::Fails(*node)).collect()];
            out.extend(nodes.windows(2).map(|pair| pair.iter().map(|node| Goal::Holds(*node)).collect()));
            shape.choices.push(out);
        }
        Rule::Not(node) => agenda.push(Goal::Holds(*node)),
        Rule::If(rule) => {
            let then = rule.then.map(|then| vec![Goal::Holds(rule.test), Goal::Fails(then)]);
            let other = rule.otherwise.map(|other| vec![Goal::Fails(rule.test), Goal::Fails(other)]);
            shape.choices.push(then.into_iter().chain(other).collect());
        }
        Rule::Ref(node) => agenda.push(Goal::Fails(*node)),
        Rule::DynamicRef(dynamic) => agenda.push(Goal::Fails(dynamic.initial)),
        Rule::Metaschema(_) => shape.restrict(None, &[Kind::Integer, Kind::String]),
        Rule::Items(_) | Rule::Contains(_) | Rule::Unique | Rule::UnevaluatedItems(_) => {
            super::array::breaks(shape, rule)
        }
        _ => super::object::breaks(shape, rule),
    }
}

fn break_size(shape: &mut Shape<'_>, size: Size) {
    shape.restrict(None, &[size.kind]);
    match (size.upper, size.limit) {
        (false, 0) => shape.contradict(None, size.keyword),
        (false, limit) => shape.add_size(None, Size { upper: true, limit: limit - 1, ..size }),
        (true, limit) => shape.add_size(None, Size { upper: false, limit: limit.saturating_add(1), ..size }),
    }
}
