//! Wordings compiled to tokens: the same distribution over texts, with token ids on the arcs.
//!
//! The canonical tokens of a text are those of its pre-tokens, one after the other, so a graph of texts can
//! only be cut where every path has a pre-token boundary. The walk therefore carries the text of unfinished
//! pre-tokens over the nodes: its states are pairs of a node and a carry, as in the composition of a
//! transducer with bounded delay (Mohri 1997). A cut is made
//!
//! * before a space that follows a character that is not white space: no alternative of the pre-tokenizers'
//!   expressions (`cl100k_base`, `o200k_base`) matches across it, whatever comes later;
//! * after a line feed or carriage return when a character follows that is neither white space nor `/`
//!   (`o200k_base` lets slashes follow line feeds within a run of punctuation).
//!
//! In both places nothing that was matched before depends on what follows, so
//! `encode(a) + encode(b) == encode(a + b)`. Everything after the last cut is carried.

use std::collections::BTreeMap;
use std::ops::Range;

use engine_api::Wordings;

use crate::token::Tokenizer;

/// The most states and arcs that a lattice may have; a graph that needs more is reduced to its heaviest path.
const MAX_STATES: usize = 8_192;

/// How often the text of a graph may be tokenized, all carries counted, before it is reduced to its heaviest
/// path: carries can multiply where alternatives follow one another without a space between them.
const MAX_EXPANSION: usize = 64;

/// The number of a state of a [`Lattice`].
pub type State = usize;

/// A weighted acyclic graph with token ids on its arcs. State 0 is the start; the only state without arcs is
/// the last one, the end; every arc leads to a later state; the weights of a state's arcs sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Lattice {
    arcs_of: Vec<Range<usize>>,
    arcs: Vec<Arc>,
    tokens: Vec<u32>,
}

/// One way on from a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Arc {
    /// The probability of taking this arc, above 0 and at most 1.
    pub weight: f64,
    /// Where the arc's tokens are; may be empty.
    tokens: Range<usize>,
    /// The state that it leads to.
    pub to: State,
}

impl Lattice {
    /// Compiles `wordings`. Every path of the lattice spells a path of the graph, with its probability, in the
    /// tokens that `tokenizer` gives to the path's whole text.
    pub fn compile(wordings: &Wordings, tokenizer: &Tokenizer) -> Lattice {
        Compiler::new(wordings, tokenizer).run().unwrap_or_else(|| Lattice::chain(&wordings.heaviest(), tokenizer))
    }

    /// The lattice of one fixed text.
    pub fn chain(text: &str, tokenizer: &Tokenizer) -> Lattice {
        let tokens = tokenizer.encode(text);
        let arc = Arc { weight: 1.0, tokens: 0..tokens.len(), to: 1 };
        Lattice { arcs_of: vec![0..1, 1..1], arcs: vec![arc], tokens }
    }

    /// The lattice that says nothing.
    pub fn empty() -> Lattice {
        let arc = Arc { weight: 1.0, tokens: 0..0, to: 1 };
        Lattice { arcs_of: vec![0..1, 1..1], arcs: vec![arc], tokens: Vec::new() }
    }

    /// The number of states.
    pub fn states(&self) -> usize {
        self.arcs_of.len()
    }

    /// The numbers of the arcs that leave `state`; none for the end.
    pub fn arcs_of(&self, state: State) -> Range<usize> {
        self.arcs_of.get(state).cloned().unwrap_or_default()
    }

    /// The arc of that number.
    pub fn arc(&self, number: usize) -> Option<&Arc> {
        self.arcs.get(number)
    }

    /// The tokens on `arc`.
    pub fn tokens(&self, arc: &Arc) -> &[u32] {
        self.tokens.get(arc.tokens.clone()).unwrap_or_default()
    }
}

/// An arc whose target has no number yet.
struct OpenArc {
    weight: f64,
    tokens: Range<usize>,
}

/// The walk over the graph, node by node.
struct Compiler<'a> {
    wordings: &'a Wordings,
    tokenizer: &'a Tokenizer,
    /// How many edges lead to each node.
    entries: Vec<usize>,
    /// For each node the carries with which it is reached, and the arcs that reach it so.
    waiting: Vec<BTreeMap<String, Vec<usize>>>,
    open: Vec<OpenArc>,
    targets: Vec<State>,
    arcs_of: Vec<Range<usize>>,
    tokens: Vec<u32>,
    /// How many bytes of text may still be walked over.
    bytes_left: usize,
}

impl<'a> Compiler<'a> {
    fn new(wordings: &'a Wordings, tokenizer: &'a Tokenizer) -> Compiler<'a> {
        let nodes = wordings.nodes();
        let mut entries = vec![0; nodes.len()];
        let mut bytes = 1024;
        for edge in nodes.iter().flat_map(|node| &node.edges) {
            bytes += edge.text.len();
            if let Some(entry) = entries.get_mut(edge.to) {
                *entry += 1;
            }
        }
        Compiler {
            wordings,
            tokenizer,
            entries,
            waiting: vec![BTreeMap::new(); nodes.len()],
            open: Vec::new(),
            targets: Vec::new(),
            arcs_of: Vec::new(),
            tokens: Vec::new(),
            bytes_left: bytes.saturating_mul(MAX_EXPANSION),
        }
    }

    /// The lattice; nothing when it would grow beyond its bounds.
    fn run(mut self) -> Option<Lattice> {
        let nodes = self.wordings.nodes();
        self.waiting.first_mut()?.insert(String::new(), Vec::new());
        for node in 0..nodes.len() {
            for (carry, arrivals) in std::mem::take(self.waiting.get_mut(node)?) {
                self.number_state(&arrivals)?;
                let start = self.open.len();
                self.leave(node, &carry)?;
                self.arcs_of.push(start..self.open.len());
            }
        }
        self.finish()
    }

    /// Gives the next number to the state that `arrivals` lead to.
    fn number_state(&mut self, arrivals: &[usize]) -> Option<()> {
        let state = self.arcs_of.len();
        for &arc in arrivals {
            *self.targets.get_mut(arc)? = state;
        }
        (state < MAX_STATES && self.open.len() < 4 * MAX_STATES).then_some(())
    }

    /// Adds the arcs of the state (`node`, `carry`).
    fn leave(&mut self, node: usize, carry: &str) -> Option<()> {
        let wordings = self.wordings;
        let edges = &wordings.nodes().get(node)?.edges;
        if edges.is_empty() {
            // The end: what is carried is final. Its arc's target, the end state, is numbered by `finish`.
            return self.add_arc(1.0, carry);
        }
        for edge in edges {
            let mut text = String::with_capacity(carry.len() + edge.text.len());
            text.push_str(carry);
            text.push_str(&edge.text);
            let to = self.follow_chain(edge.to, &mut text);
            self.bytes_left = self.bytes_left.checked_sub(text.len() + 1)?;
            let cut = last_cut(&text, carry.len());
            self.add_arc(edge.weight, text.get(..cut)?)?;
            let arc = self.open.len() - 1;
            let rest = text.get(cut..)?.to_owned();
            self.waiting.get_mut(to)?.entry(rest).or_default().push(arc);
        }
        Some(())
    }

    /// Follows the nodes that have one way in and one way out, adding their text. Gives the node where that ends.
    fn follow_chain(&self, mut node: usize, text: &mut String) -> usize {
        while self.entries.get(node) == Some(&1)
            && let Some([edge]) = self.wordings.nodes().get(node).map(|node| node.edges.as_slice())
        {
            text.push_str(&edge.text);
            node = edge.to;
        }
        node
    }

    /// Adds an arc that says `text`, its target still open.
    fn add_arc(&mut self, weight: f64, text: &str) -> Option<()> {
        let start = self.tokens.len();
        self.tokens.extend(self.tokenizer.encode(text));
        self.open.push(OpenArc { weight, tokens: start..self.tokens.len() });
        self.targets.push(State::MAX);
        Some(())
    }

    /// Numbers the end and closes the arcs that lead there.
    fn finish(mut self) -> Option<Lattice> {
        let end = self.arcs_of.len();
        self.arcs_of.push(self.open.len()..self.open.len());
        let close = |(arc, to): (OpenArc, State)| Arc {
            weight: arc.weight,
            tokens: arc.tokens,
            to: if to == State::MAX { end } else { to },
        };
        let arcs = self.open.into_iter().zip(self.targets).map(close).collect();
        Some(Lattice { arcs_of: self.arcs_of, arcs, tokens: self.tokens })
    }
}

/// The last place in `text`, not before `from`, where it can be cut; 0 where there is none.
fn last_cut(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let is_cut = |&at: &usize| match (bytes.get(at - 1), bytes.get(at)) {
        (Some(_), Some(b' ')) => text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(|c| !c.is_whitespace()),
        (Some(b'\n' | b'\r'), Some(_)) => {
            text.get(at..).and_then(|t| t.chars().next()).is_some_and(|c| !c.is_whitespace() && c != '/')
        }
        _ => false,
    };
    (from.max(1)..text.len()).rev().find(is_cut).unwrap_or(0)
}

#[cfg(test)]
pub(crate) mod tests {
    use engine_api::WordingsBuilder;
    use proptest::prelude::*;

    use super::*;
    use crate::token::Encoding;

    /// Every text of the graph with its probability.
    pub(crate) fn texts(wordings: &Wordings) -> Vec<(String, f64)> {
        let (mut done, mut open) = (Vec::new(), vec![(0, String::new(), 1.0)]);
        while let Some((node, text, weight)) = open.pop() {
            let edges = &wordings.nodes()[node].edges;
            if edges.is_empty() {
                done.push((text, weight));
                continue;
            }
            open.extend(edges.iter().map(|e| (e.to, format!("{text}{}", e.text), weight * e.weight)));
        }
        done
    }

    /// Every token string of the lattice with its probability.
    pub(crate) fn token_paths(lattice: &Lattice) -> Vec<(Vec<u32>, f64)> {
        let (mut done, mut open) = (Vec::new(), vec![(0, Vec::new(), 1.0)]);
        while let Some((state, tokens, weight)) = open.pop() {
            if state + 1 == lattice.states() {
                done.push((tokens, weight));
                continue;
            }
            for arc in lattice.arcs_of(state).map(|number| lattice.arc(number).unwrap()) {
                assert!(arc.to > state, "arcs lead onwards");
                open.push((arc.to, [&tokens, lattice.tokens(arc)].concat(), weight * arc.weight));
            }
        }
        done
    }

    /// Sums the weights of equal keys and sorts by key.
    pub(crate) fn merged<K: Ord>(pairs: Vec<(K, f64)>) -> Vec<(K, f64)> {
        let mut map = BTreeMap::new();
        for (key, weight) in pairs {
            *map.entry(key).or_insert(0.0) += weight;
        }
        map.into_iter().collect()
    }

    fn check(wordings: &Wordings, encoding: Encoding) {
        let tokenizer = Tokenizer::get(encoding);
        let lattice = Lattice::compile(wordings, tokenizer);
        let encode = |(text, weight): (String, f64)| (tokenizer.encode(&text), weight);
        let expected = merged(texts(wordings).into_iter().map(encode).collect());
        let found = merged(token_paths(&lattice));
        assert_eq!(found.len(), expected.len(), "{wordings:?}");
        for ((tokens, weight), (expected_tokens, expected_weight)) in found.iter().zip(&expected) {
            assert_eq!(tokens, expected_tokens, "{wordings:?}");
            assert!((weight - expected_weight).abs() < 1e-12, "{weight} is not {expected_weight}");
        }
    }

    /// Graphs of up to three choices in a row, nested once, out of the texts that `piece` gives.
    pub(crate) fn graphs(piece: impl Strategy<Value = String> + Clone + 'static) -> BoxedStrategy<Wordings> {
        let build = |steps: Vec<Vec<(f64, Wordings)>>| {
            let mut builder = WordingsBuilder::new();
            for step in steps {
                builder.choose(step);
            }
            builder.build()
        };
        let leaf = piece.prop_map(Wordings::fixed);
        let weight = 0.05..1.0_f64;
        let inner = prop::collection::vec(prop::collection::vec((weight.clone(), leaf.clone()), 1..3), 1..3);
        let alternative = prop_oneof![3 => leaf, 1 => inner.prop_map(build)];
        prop::collection::vec(prop::collection::vec((weight, alternative), 1..4), 1..4).prop_map(build).boxed()
    }

    /// Texts out of fragments that the pre-tokenizers treat each in another way.
    fn tricky() -> impl Strategy<Value = String> + Clone {
        let fragment = prop::sample::select(vec![
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "/",
            "'",
            "'s",
            "'re",
            "'RE",
            "r",
            "e",
            "A",
            "ab",
            "Word",
            "über",
            "中",
            "文",
            "あ",
            "é",
            "e\u{301}",
            "1",
            "123",
            "4567",
            ".",
            "...",
            "\"",
            "{",
            "}",
            ":",
            "\u{a0}",
            "\u{3000}",
            "🙂",
            "👨‍👩‍👧",
            "ǅ",
            "-",
            "it",
            " don",
            "ll",
            "\u{2028}",
        ]);
        prop::collection::vec(fragment, 0..5).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn paths_spell_the_canonical_tokens_of_their_text(graph in graphs(tricky()), o200k in any::<bool>()) {
            check(&graph, if o200k { Encoding::O200kBase } else { Encoding::Cl100kBase });
        }

        #[test]
        fn any_text_is_cut_right(graph in graphs("\\PC{0,6}")) {
            check(&graph, Encoding::O200kBase);
        }
    }

    #[test]
    fn words_are_cut_before_their_space() {
        let check = |text: &str, from: usize, expected: &str| assert_eq!(&text[last_cut(text, from)..], expected);
        check("Your name is", 0, " is");
        check("is  two", 0, "  two");
        check("Ada", 0, "Ada");
        check(" Ada", 0, " Ada");
        check("a\n- b", 0, " b");
        check("a.\n-", 0, "-");
        check("a.\n/", 0, "a.\n/");
        check("a b", 2, "a b");
    }

    #[test]
    fn a_graph_that_would_grow_without_bound_keeps_its_heaviest_path() {
        let mut builder = WordingsBuilder::new();
        for _ in 0..40 {
            builder.one_of(&[(2.0, "a"), (1.0, "b")]);
        }
        let tokenizer = Tokenizer::get(Encoding::O200kBase);
        let lattice = Lattice::compile(&builder.build(), tokenizer);
        assert_eq!(token_paths(&lattice), [(tokenizer.encode(&"a".repeat(40)), 1.0)]);
    }

    #[test]
    fn forty_choices_between_words_stay_small() {
        let mut builder = WordingsBuilder::new();
        for _ in 0..40 {
            builder.one_of(&[(2.0, " one"), (1.0, " two")]);
        }
        let lattice = Lattice::compile(&builder.build(), Tokenizer::get(Encoding::O200kBase));
        assert!(lattice.states() < 100, "{}", lattice.states());
    }
}
