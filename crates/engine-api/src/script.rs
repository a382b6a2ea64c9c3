//! What may be said: a weighted acyclic graph of wordings.
//!
//! A script is a distribution over texts, not one text. Where facts, numbers, names and JSON leave no choice
//! the graph is a chain; where language leaves one (a synonym, an order, a connective) edges part and meet
//! again. It is a weighted finite-state acceptor (Mohri 1997): the probability of a text is the sum over the
//! paths that spell it of the product of their edges' probabilities.

use crate::{Call, Citation};

/// Everything that an answer consists of.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// The reasoning in words, where the request asked for it.
    pub reasoning: Option<Wordings>,
    /// The answer.
    pub body: Body,
    /// Where the answer's statements come from.
    pub citations: Vec<Citation>,
}

/// The answer itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Text (JSON text too, whose wordings hold no choice).
    Text(Wordings),
    /// Calls of tools.
    Calls(Vec<Call>),
    /// A refusal: no conforming answer can be derived.
    Refusal(Wordings),
}

impl Script {
    /// An answer of text alone.
    pub fn text(wordings: Wordings) -> Script {
        Script { reasoning: None, body: Body::Text(wordings), citations: Vec::new() }
    }

    /// An answer of calls alone.
    pub fn calls(calls: Vec<Call>) -> Script {
        Script { reasoning: None, body: Body::Calls(calls), citations: Vec::new() }
    }
}

/// A weighted acyclic graph whose edges carry text. Node 0 is the start; the last node is the end and the
/// only one without edges; every edge leads to a later node. [`WordingsBuilder`] keeps these invariants.
#[derive(Debug, Clone, PartialEq)]
pub struct Wordings {
    nodes: Vec<Node>,
}

/// The edges that leave a node; their weights sum to 1 (but for the last node, which has none).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// The edges, heaviest first; equal weights keep the order in which they were given.
    pub edges: Vec<Edge>,
}

/// One way on from a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The probability of taking this edge, above 0 and at most 1.
    pub weight: f64,
    /// What is said; may be empty.
    pub text: String,
    /// The node that it leads to.
    pub to: usize,
}

impl Wordings {
    /// A chain of one fixed text.
    pub fn fixed(text: impl Into<String>) -> Wordings {
        let mut builder = WordingsBuilder::new();
        builder.say(text);
        builder.build()
    }

    /// The nodes, the start first and the end last.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The text of the heaviest path, choosing the heaviest edge at each node.
    pub fn heaviest(&self) -> String {
        let mut text = String::new();
        let mut node = 0;
        while let Some(edge) = self.nodes.get(node).and_then(|node| node.edges.first()) {
            text.push_str(&edge.text);
            node = edge.to;
        }
        text
    }
}

/// Builds a graph from left to right: fixed text, and choices whose alternatives are texts or graphs.
///
/// ```
/// use engine_api::{Wordings, WordingsBuilder};
///
/// let mut builder = WordingsBuilder::new();
/// builder.say("Your name is");
/// builder.choose(vec![(3.0, Wordings::fixed(" Ada")), (1.0, Wordings::fixed(" Ada, as you said"))]);
/// builder.say(".");
/// let wordings = builder.build();
/// assert_eq!(wordings.heaviest(), "Your name is Ada.");
/// assert_eq!(wordings.nodes()[1].edges[0].weight, 0.75);
/// ```
#[derive(Debug, Clone, Default)]
pub struct WordingsBuilder {
    nodes: Vec<Node>,
}

impl WordingsBuilder {
    /// An empty graph.
    pub fn new() -> WordingsBuilder {
        WordingsBuilder { nodes: Vec::new() }
    }

    /// Says `text`, whatever was said before.
    pub fn say(&mut self, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        if !text.is_empty() {
            let to = self.nodes.len() + 1;
            self.nodes.push(Node { edges: vec![Edge { weight: 1.0, text, to }] });
        }
        self
    }

    /// Says one of `texts`, each with its weight (any positive scale).
    pub fn one_of(&mut self, texts: &[(f64, &str)]) -> &mut Self {
        self.choose(texts.iter().map(|(weight, text)| (*weight, Wordings::fixed(*text))).collect())
    }

    /// Says one of `alternatives`, each with its weight (any positive scale). Those whose weight is not a
    /// positive finite number are left out; with none left nothing is said.
    pub fn choose(&mut self, alternatives: Vec<(f64, Wordings)>) -> &mut Self {
        let mut alternatives: Vec<_> =
            alternatives.into_iter().filter(|(weight, _)| weight.is_finite() && *weight > 0.0).collect();
        if alternatives.is_empty() {
            return self;
        }
        alternatives.sort_by(|a, b| b.0.total_cmp(&a.0));
        let total: f64 = alternatives.iter().map(|(weight, _)| weight).sum();
        let start = self.nodes.len();
        // Every alternative's inner nodes follow the start; the node after them all is where they meet.
        let inner: usize = alternatives.iter().map(|(_, wordings)| inner_nodes(wordings)).sum();
        let meet = start + 1 + inner;
        self.nodes.push(Node::default());
        for (weight, wordings) in alternatives {
            self.splice(start, meet, weight / total, wordings);
        }
        self
    }

    /// Says everything that `wordings` may say.
    pub fn append(&mut self, wordings: Wordings) -> &mut Self {
        self.choose(vec![(1.0, wordings)])
    }

    /// The finished graph.
    pub fn build(mut self) -> Wordings {
        self.nodes.push(Node::default());
        Wordings { nodes: self.nodes }
    }

    /// Hangs the graph `wordings` between the nodes `start` and `meet`.
    fn splice(&mut self, start: usize, meet: usize, weight: f64, wordings: Wordings) {
        let end = wordings.nodes.len() - 1;
        let offset = self.nodes.len();
        // Node i of the alternative becomes node offset + i - 1, but for its start and its end.
        let place = |node: usize| if node == end { meet } else { offset + node - 1 };
        for (index, node) in wordings.nodes.into_iter().enumerate().take(end.max(1)) {
            let edges = node.edges.into_iter().map(|edge| Edge { to: place(edge.to), ..edge });
            if index == 0 {
                let first: Vec<Edge> = edges.map(|edge| Edge { weight: edge.weight * weight, ..edge }).collect();
                if first.is_empty() {
                    self.nodes[start].edges.push(Edge { weight, text: String::new(), to: meet });
                }
                self.nodes[start].edges.extend(first);
            } else {
                self.nodes.push(Node { edges: edges.collect() });
            }
        }
        self.nodes[start].edges.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    }
}

/// How many nodes `wordings` has beside its start and its end.
fn inner_nodes(wordings: &Wordings) -> usize {
    wordings.nodes.len().saturating_sub(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of the graph with its probability, by walking all paths.
    fn texts(wordings: &Wordings) -> Vec<(String, f64)> {
        let mut done = Vec::new();
        let mut open = vec![(0, String::new(), 1.0)];
        while let Some((node, text, weight)) = open.pop() {
            if node + 1 == wordings.nodes.len() {
                done.push((text, weight));
                continue;
            }
            for edge in &wordings.nodes[node].edges {
                assert!(edge.to > node, "edges lead onwards");
                open.push((edge.to, format!("{text}{}", edge.text), weight * edge.weight));
            }
        }
        done.sort_by(|a, b| a.0.cmp(&b.0));
        done
    }

    #[test]
    fn choices_nest_and_their_weights_multiply() {
        let mut inner = WordingsBuilder::new();
        inner.say("x").one_of(&[(1.0, "1"), (1.0, "2")]);
        let mut outer = WordingsBuilder::new();
        outer.say("<").choose(vec![(1.0, inner.build()), (3.0, Wordings::fixed(""))]).say(">");
        let expected = [("<>".to_owned(), 0.75), ("<x1>".to_owned(), 0.125), ("<x2>".to_owned(), 0.125)];
        assert_eq!(texts(&outer.build()), expected);
    }

    #[test]
    fn a_choice_that_starts_with_a_choice_keeps_its_weights() {
        let mut inner = WordingsBuilder::new();
        inner.one_of(&[(1.0, "a"), (1.0, "b")]).say("!");
        let mut outer = WordingsBuilder::new();
        outer.choose(vec![(1.0, inner.build()), (1.0, Wordings::fixed("c"))]);
        let expected = [("a!".to_owned(), 0.25), ("b!".to_owned(), 0.25), ("c".to_owned(), 0.5)];
        assert_eq!(texts(&outer.build()), expected);
    }

    #[test]
    fn the_empty_graph_says_nothing() {
        assert_eq!(texts(&WordingsBuilder::new().build()), [(String::new(), 1.0)]);
        assert_eq!(texts(&Wordings::fixed("")), [(String::new(), 1.0)]);
    }

    #[test]
    fn the_heaviest_path_takes_the_heaviest_edge() {
        let mut builder = WordingsBuilder::new();
        builder.one_of(&[(1.0, "no"), (2.0, "yes")]).say(".");
        assert_eq!(builder.build().heaviest(), "yes.");
    }
}
