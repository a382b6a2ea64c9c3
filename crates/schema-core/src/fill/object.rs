//! Objects: the members that must be there, those that named values ask for, and no more.

use serde_json::{Map, Value};

use super::Filler;
use super::shape::{Goal, Shape, push_new};
use super::text;
use crate::compile::NodeId;
use crate::keyword::Rule;
use crate::keyword::typed::Kind;

/// Names for members that no schema names.
const FREE_NAMES: [&str; 6] = ["property", "a", "A", "0", "a b", ""];

/// Most members that are made up to reach `minProperties`.
const MAX_MEMBERS: usize = 1000;

impl<'s> Filler<'s> {
    /// An object of the shape; if the smallest is not valid, one with the optional members too.
    pub(super) fn object(&mut self, shape: &Shape<'s>, goals: &[Goal<'s>]) -> Option<Value> {
        if shape.has.iter().any(|name| shape.lacks.contains(name)) {
            let place = shape.nodes.first().copied().unwrap_or(self.schema.root);
            self.blame(place, "required");
            return None;
        }
        let start = self.supply.used();
        for generous in [false, true] {
            self.supply.restore(&start);
            let optional = self.optional(shape, generous);
            if generous && optional.is_empty() {
                break;
            }
            if let Some(wider) = widened(shape, &optional) {
                // Optional members bring their dependencies with them.
                let agenda = wider.into_iter().map(Goal::Has).collect();
                if let Some(value) = self.resolve(shape, agenda, goals) {
                    return Some(value);
                }
                self.supply.restore(&start);
            }
            if let Some(value) = self.assemble(shape, &optional, generous)
                && self.accept(shape, goals, &value)
            {
                return Some(value);
            }
            if !self.spend(1) {
                return None;
            }
        }
        None
    }

    /// The optional members worth having: all, or those that named values may go to.
    fn optional(&mut self, shape: &Shape<'s>, generous: bool) -> Vec<String> {
        if !generous && !self.supply.given() {
            return Vec::new();
        }
        let mut out = Vec::new();
        for (name, _) in shape.members.iter().flat_map(|members| &members.properties) {
            if shape.has.contains(name) || shape.lacks.contains(name) || out.contains(name) {
                continue;
            }
            let goals = self.member_goals(shape, name);
            if generous || self.named(name) || self.reaches_below(name, &goals) {
                out.push(name.clone());
            }
        }
        out
    }

    fn reaches_below(&mut self, name: &str, goals: &[Goal<'s>]) -> bool {
        self.path.push(name.to_owned());
        let reaches = self.path.len() < super::MAX_LEVELS && self.reaches(goals);
        self.path.pop();
        reaches
    }

    /// What a member must meet.
    fn member_goals(&self, shape: &Shape<'s>, name: &str) -> Vec<Goal<'s>> {
        let mut nodes: Vec<NodeId> = shape.members.iter().flat_map(|members| members.of(name).0).collect();
        if nodes.is_empty() && !shape.members.iter().any(|members| members.additional.is_some()) {
            nodes.extend(&shape.other_members);
        }
        let more = shape.member_goals.iter().filter(|(member, _)| member == name).map(|(_, goal)| goal.clone());
        nodes.into_iter().map(Goal::Holds).chain(more).collect()
    }

    /// The object of all required and the given optional members; unless `generous`, optional members stay only if
    /// a named value went into them.
    fn assemble(&mut self, shape: &Shape<'s>, optional: &[String], generous: bool) -> Option<Value> {
        let mut made: Vec<(String, Value)> = Vec::new();
        for name in in_order(shape, optional) {
            let goals = self.member_goals(shape, &name);
            let required = shape.has.contains(&name);
            let before = self.supply.used();
            let placed = self.supply.count();
            match self.generate_below(&name, &goals) {
                Some(value) if required || generous || self.supply.count() > placed => made.push((name, value)),
                None if required => return None,
                _ => self.supply.restore(&before),
            }
        }
        self.pad(shape, &mut made)?;
        let rank = |name: &str| {
            let mut names = shape.members.iter().flat_map(|members| &members.properties);
            names.position(|(known, _)| known == name).unwrap_or(usize::MAX)
        };
        made.sort_by_cached_key(|(name, _)| rank(name));
        Some(Value::Object(made.into_iter().collect::<Map<_, _>>()))
    }

    /// Adds members until there are enough: optional ones first, then free ones.
    fn pad(&mut self, shape: &Shape<'s>, made: &mut Vec<(String, Value)>) -> Option<()> {
        let least = shape.members_count.least;
        if made.len() >= least {
            return Some(());
        }
        if least > MAX_MEMBERS {
            self.blame_shape(shape, "minProperties");
            return None;
        }
        for name in in_order(shape, &self.optional(shape, true)) {
            if made.len() >= least {
                return Some(());
            }
            if !made.iter().any(|(known, _)| *known == name) {
                let goals = self.member_goals(shape, &name);
                if let Some(value) = self.generate_below(&name, &goals) {
                    made.push((name, value));
                }
            }
        }
        while made.len() < least {
            let name = self.free_name(shape, made)?;
            let goals = self.member_goals(shape, &name);
            let value = self.generate_below(&name, &goals)?;
            made.push((name, value));
        }
        Some(())
    }

    /// A name that is not taken and that the schema lets be.
    fn free_name(&mut self, shape: &Shape<'s>, made: &[(String, Value)]) -> Option<String> {
        let taken =
            |name: &str| made.iter().any(|(known, _)| known == name) || shape.lacks.iter().any(|lacks| lacks == name);
        let closed = shape.members.iter().find(|members| members.additional.is_some_and(|node| self.is_never(node)));
        if closed.is_none() && shape.names.is_empty() && !shape.other_members.iter().any(|node| self.is_never(*node)) {
            let plain =
                |at: usize| FREE_NAMES.get(at).map_or_else(|| format!("property{at}"), |name| (*name).to_owned());
            let from = made.len();
            return (from..=from + from.max(8) + shape.lacks.len()).map(plain).find(|name| !taken(name));
        }
        let patterns: Vec<_> = match closed {
            Some(members) => {
                members.patterns.iter().filter(|(_, node)| !self.is_never(*node)).map(|(p, _)| Some(p)).collect()
            }
            None => {
                let all = shape.members.iter().flat_map(|members| &members.patterns);
                let usable = all.filter(|(_, node)| !self.is_never(*node)).map(|(pattern, _)| Some(pattern));
                usable.chain(std::iter::once(None)).collect()
            }
        };
        for pattern in patterns {
            let mut name = Shape::new();
            name.kinds = vec![Kind::String];
            name.typed = true;
            name.patterns.extend(pattern.map(|pattern| (pattern, true)));
            name.differs.extend(made.iter().map(|(known, _)| Value::String(known.clone())));
            name.differs.extend(shape.lacks.iter().map(|lacks| Value::String(lacks.clone())));
            let agenda: Vec<Goal<'s>> = shape.names.iter().map(|node| Goal::Holds(*node)).collect();
            if let Some(Value::String(name)) = self.aside(name, agenda) {
                return Some(name);
            }
        }
        None
    }

    fn is_never(&self, node: NodeId) -> bool {
        self.schema.node(node).is_some_and(|node| matches!(node.rules.as_slice(), [Rule::Never]))
    }
}

/// All names to be made, those of the schema in its order.
fn in_order(shape: &Shape<'_>, optional: &[String]) -> Vec<String> {
    let wanted = |name: &String| shape.has.contains(name) || optional.contains(name);
    let mut out = Vec::new();
    for (name, _) in shape.members.iter().flat_map(|members| &members.properties).filter(|(name, _)| wanted(name)) {
        push_new(&mut out, name.clone());
    }
    for name in shape.has.iter().chain(optional) {
        push_new(&mut out, name.clone());
    }
    out
}

/// The optional names, if one of them brings a dependency with it.
fn widened(shape: &Shape<'_>, optional: &[String]) -> Option<Vec<String>> {
    let brings = |name: &String| {
        let missing = |needed: &&String| !shape.has.contains(needed);
        shape.needs.iter().any(|(on, needed)| on == name && needed.iter().any(|needed| missing(&needed)))
            || shape.implies.iter().any(|(on, _)| on == name)
    };
    optional.iter().any(brings).then(|| optional.to_vec())
}

/// Adds what it takes to break a rule about members.
pub(super) fn breaks<'s>(shape: &mut Shape<'s>, rule: &'s Rule) {
    shape.restrict(None, &[Kind::Object]);
    let fails = |name: &str, node: NodeId| vec![Goal::Member(name.to_owned(), Box::new(Goal::Fails(node)))];
    let lists = |rows: &'s [(String, Vec<String>)]| {
        rows.iter().flat_map(|(name, needed)| {
            needed.iter().map(|needed| vec![Goal::Has(name.clone()), Goal::Lacks(needed.clone())])
        })
    };
    let schemas = |rows: &'s [(String, NodeId)]| {
        rows.iter().map(|(name, node)| vec![Goal::Has(name.clone()), Goal::Fails(*node)])
    };
    let choice = match rule {
        Rule::Required(names) => names.iter().map(|name| vec![Goal::Lacks(name.clone())]).collect(),
        Rule::Members(members) => {
            let mut out: Vec<Vec<Goal<'s>>> =
                members.properties.iter().map(|(name, node)| fails(name, *node)).collect();
            for (pattern, node) in &members.patterns {
                out.extend(text::sample(pattern).map(|name| fails(&name, *node)));
            }
            if let Some(node) = members.additional {
                let free = FREE_NAMES.iter().find(|name| !members.names(name));
                out.extend(free.map(|name| fails(name, node)));
            }
            out
        }
        Rule::Names(_) => FREE_NAMES.iter().map(|name| vec![Goal::Has((*name).to_owned())]).collect(),
        Rule::DependentRequired(rows) => lists(rows).collect(),
        Rule::DependentSchemas(rows) => schemas(rows).collect(),
        Rule::Dependencies(names, rows) => lists(names).chain(schemas(rows)).collect(),
        Rule::UnevaluatedProperties(node) => FREE_NAMES.iter().map(|name| fails(name, *node)).collect(),
        _ => Vec::new(),
    };
    shape.choices.push(choice);
}
