//! In which order predicates are settled: what is denied or counted must be known to the end before.

use std::sync::Arc;

use super::names::Names;
use super::program::{Literal, Refusal, Rule};

/// The stratum of each predicate.
#[derive(Debug, Clone, Default)]
pub(super) struct Strata {
    pub(super) of: Vec<u32>,
    pub(super) count: u32,
}

/// That a rule's head depends on a predicate of its body.
#[derive(Debug, Clone, Copy)]
struct Edge {
    to: usize,
    /// Whether by negation or aggregation.
    strict: bool,
}

/// Whether a rule needs all of what this literal speaks of to be known.
pub(super) fn is_strict(rule: &Rule, literal: &Literal) -> bool {
    matches!(literal, Literal::Fails(_)) || !rule.aggregates.is_empty()
}

impl Strata {
    /// The least stratum for each predicate, or the cycle that has none.
    pub(super) fn of(rules: &[Arc<Rule>], preds: usize, names: &Names) -> Result<Strata, Refusal> {
        let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); preds];
        for rule in rules {
            for literal in &rule.body {
                if let Some(atom) = literal.atom() {
                    let edge = Edge { to: atom.pred.at(), strict: is_strict(rule, literal) };
                    edges[rule.head.pred.at()].push(edge);
                }
            }
        }
        let components = components(&edges);
        let mut of = vec![0; preds];
        let mut component = vec![usize::MAX; preds];
        // Components come in an order where what one depends on is before it.
        for (number, members) in components.iter().enumerate() {
            members.iter().for_each(|member| component[*member] = number);
            let mut least = 0;
            for member in members {
                for edge in &edges[*member] {
                    if component[edge.to] == number && edge.strict {
                        return Err(Refusal::Cycle(cycle(&edges, *member, edge.to, &component, names)));
                    }
                    if component[edge.to] != number {
                        least = least.max(of[edge.to] + u32::from(edge.strict));
                    }
                }
            }
            members.iter().for_each(|member| of[*member] = least);
        }
        let count = of.iter().max().map_or(1, |most| most + 1);
        Ok(Strata { of, count })
    }
}

/// The strongly connected components, each after those that it depends on (Tarjan 1972, without recursion).
fn components(edges: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let (mut order, mut low) = (vec![UNSEEN; edges.len()], vec![0; edges.len()]);
    let (mut open, mut is_open, mut next) = (Vec::new(), vec![false; edges.len()], 0);
    let mut found = Vec::new();
    for root in 0..edges.len() {
        let mut path = vec![(root, 0)];
        while let Some((node, at)) = path.pop() {
            if at == 0 {
                if order[node] != UNSEEN {
                    continue;
                }
                (order[node], low[node]) = (next, next);
                next += 1;
                open.push(node);
                is_open[node] = true;
            } else {
                // Back from the edge before this one.
                let child = edges[node][at - 1].to;
                if is_open[child] {
                    low[node] = low[node].min(low[child]);
                }
            }
            if let Some(edge) = edges[node].get(at) {
                path.push((node, at + 1));
                if order[edge.to] == UNSEEN {
                    path.push((edge.to, 0));
                }
            } else if low[node] == order[node] {
                let start = open.iter().rposition(|member| *member == node).unwrap_or(0);
                let members = open.split_off(start);
                members.iter().for_each(|member| is_open[*member] = false);
                found.push(members);
            }
        }
    }
    found
}

/// The names along a way from `to` back to `from` within their component, closed by the strict edge between them.
fn cycle(edges: &[Vec<Edge>], from: usize, to: usize, component: &[usize], names: &Names) -> Vec<String> {
    let mut before = vec![usize::MAX; edges.len()];
    before[to] = to;
    let mut queue = vec![to];
    let mut at = 0;
    while let Some(node) = queue.get(at).copied() {
        at += 1;
        for edge in &edges[node] {
            if component[edge.to] == component[from] && before[edge.to] == usize::MAX {
                before[edge.to] = node;
                queue.push(edge.to);
            }
        }
    }
    let mut path = vec![from];
    let mut node = from;
    while node != to && before[node] != usize::MAX {
        node = before[node];
        path.push(node);
    }
    path.push(from);
    path.dedup();
    if path.len() == 1 {
        path.push(from);
    }
    let name = |node: &usize| names.pred_name(super::names::Pred(*node as u32)).0.to_owned();
    path.iter().rev().map(name).collect()
}
