//! Strings from regular languages: the shortest string that all patterns and lengths allow.
//!
//! The patterns run side by side as lazy automata. A breadth-first search over their joint states, one character a
//! step, finds the least length that works; a backward pass keeps the states that lead to the end; a walk through
//! those spells strings in a fixed order, so that as many different ones as needed can be had.

use std::collections::{HashMap, HashSet};

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind, nfa::thompson};
use serde_json::Value;

use super::Filler;
use super::shape::{Goal, Range, Shape};
use crate::ecma::Conjunct;
use crate::pattern::Pattern;

/// Longest string that is searched for.
const MAX_LENGTH: usize = 4096;
/// Characters tried, the plainest first.
const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -_./:@+,#=?&%;!*()[]{}<>'\"$^|~`\\";
/// Characters beyond ASCII that stand for their kind.
const BEYOND: &str = "é\u{DF}αжאعहก中あア한Éǅʰ\u{301}٣Ⅷ²€—“”«»·\u{A0}\u{2028}😀\t\n";

impl<'s> Filler<'s> {
    /// A string of the shape.
    pub(super) fn string(&mut self, shape: &Shape<'s>, goals: &[Goal<'s>]) -> Option<Value> {
        let texts = self.texts(shape);
        if texts.is_empty() {
            let keyword = if shape.patterns.is_empty() { "format" } else { "pattern" };
            self.blame_shape(shape, keyword);
        }
        for text in texts {
            let value = Value::String(text);
            if self.accept(shape, goals, &value) {
                return Some(value);
            }
            if !self.spend(1) {
                return None;
            }
        }
        None
    }

    fn texts(&mut self, shape: &Shape<'s>) -> Vec<String> {
        let differs = shape.differs.len();
        let Range { least, most } = shape.length;
        if shape.patterns.is_empty() && shape.formats.is_empty() {
            return plain(least, most, differs);
        }
        let mut out: Vec<String> = Vec::new();
        let positive = || shape.formats.iter().filter(|(_, holds)| *holds).map(|(format, _)| format);
        out.extend(positive().flat_map(|format| format.samples).map(|text| (*text).to_owned()));
        if shape.formats.iter().any(|(_, holds)| !holds) {
            out.extend(plain(least, most, differs));
        }
        let fits = |text: &String| {
            let count = text.chars().count();
            least <= count
                && count <= most
                && shape.patterns.iter().all(|(pattern, holds)| pattern.is_match(text) == *holds)
        };
        out.retain(fits);
        if out.len() > differs {
            return out;
        }
        let languages: Vec<Pattern> = positive().filter_map(|format| Pattern::new(format.language).ok()).collect();
        let all = shape.patterns.iter().map(|(pattern, holds)| (*pattern, *holds));
        let all: Vec<(&Pattern, bool)> = all.chain(languages.iter().map(|pattern| (pattern, true))).collect();
        out.extend(search(&all, shape.length, differs + 2, &mut self.text_fuel));
        out
    }

    /// Solves for a value that is no part of the instance, such as a name.
    pub(super) fn aside(&mut self, shape: Shape<'s>, goals: Vec<Goal<'s>>) -> Option<Value> {
        self.resolve(&shape, goals.clone(), &goals)
    }
}

/// Strings without a pattern.
fn plain(least: usize, most: usize, differs: usize) -> Vec<String> {
    if least > 100_000 {
        return Vec::new();
    }
    let mut out = vec!["a".repeat(least)];
    let letters = "abcdefghijklmnopqrstuvwxyz";
    for n in 0..=differs {
        // The number in base 26 makes as many different endings as needed.
        let (mut rest, mut tail) = (n, String::new());
        loop {
            tail.extend(letters.chars().nth(rest % 26));
            rest /= 26;
            if rest == 0 {
                break;
            }
        }
        let head = least.saturating_sub(tail.chars().count());
        let text = format!("{}{tail}", "a".repeat(head));
        if text.chars().count() <= most && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// The shortest match of a pattern.
pub(super) fn sample(pattern: &Pattern) -> Option<String> {
    let mut fuel = 50_000;
    search(&[(pattern, true)], Range { least: 0, most: usize::MAX }, 1, &mut fuel).into_iter().next()
}

/// One automaton of the joint search.
struct Machine {
    dfa: DFA,
    cache: Cache,
    /// Whether it must match, or must not.
    positive: bool,
}

/// Where one automaton stands; `None` once it has matched.
type State = Option<LazyStateID>;
/// Where all stand.
type Joint = Vec<State>;

impl Machine {
    fn new(conjunct: &Conjunct, positive: bool) -> Option<Machine> {
        let config = DFA::config()
            .match_kind(MatchKind::LeftmostFirst)
            .cache_capacity(16 << 20)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(0));
        let dfa = DFA::builder()
            .configure(config)
            .syntax(syntax::Config::new().nest_limit(128).utf8(false))
            .thompson(thompson::Config::new().nfa_size_limit(Some(4 << 20)))
            .build(&conjunct.syntax)
            .ok()?;
        let cache = dfa.create_cache();
        Some(Machine { dfa, cache, positive: conjunct.positive == positive })
    }

    fn start(&mut self) -> Option<LazyStateID> {
        self.dfa.start_state_forward(&mut self.cache, &Input::new("").anchored(Anchored::No)).ok()
    }

    /// The state after a character; `None` where no string can succeed any more.
    fn next(&mut self, state: State, c: char) -> Option<State> {
        let Some(mut id) = state else { return Some(None) };
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            id = self.dfa.next_state(&mut self.cache, id, byte).ok()?;
            if id.is_match() {
                return self.positive.then_some(None);
            }
            if id.is_quit() || (id.is_dead() && self.positive) {
                return None;
            }
            if id.is_dead() {
                return Some(Some(id));
            }
        }
        Some(Some(id))
    }

    /// Whether the string may end here.
    fn ends(&mut self, state: State) -> bool {
        let Some(id) = state else { return self.positive };
        if id.is_dead() {
            return !self.positive;
        }
        let end = self.dfa.next_eoi_state(&mut self.cache, id);
        end.is_ok_and(|end| end.is_match() == self.positive)
    }
}

/// Up to `count` strings, all of the least length that the patterns and the range allow.
fn search(patterns: &[(&Pattern, bool)], range: Range, count: usize, fuel: &mut u64) -> Vec<String> {
    let mut machines = Vec::new();
    for (pattern, positive) in patterns {
        let conjuncts: Vec<&Conjunct> = pattern.conjuncts().collect();
        match (positive, conjuncts.as_slice()) {
            (true, all) => machines.extend(all.iter().map(|conjunct| Machine::new(conjunct, true))),
            (false, [only]) => machines.push(Machine::new(only, false)),
            // The negation of a conjunction is left to the check of the candidate.
            (false, _) => {}
        }
    }
    let Some(machines) = machines.into_iter().collect::<Option<Vec<Machine>>>() else { return Vec::new() };
    let alphabet = alphabet(&machines, patterns, count > 3);
    let mut search = Search { machines, alphabet, layers: Vec::new(), fuel };
    search.run(range, count).unwrap_or_default()
}

/// Characters that the automata tell apart, and, where variety is asked for, all of them.
fn alphabet(machines: &[Machine], patterns: &[(&Pattern, bool)], variety: bool) -> Vec<char> {
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    let classes = |c: char| -> Vec<u8> {
        let mut buffer = [0; 4];
        let text = c.encode_utf8(&mut buffer);
        text.bytes().flat_map(|byte| machines.iter().map(move |machine| machine.dfa.byte_classes().get(byte))).collect()
    };
    let literal = patterns.iter().flat_map(|(pattern, _)| pattern.source().chars());
    let all = ASCII.chars().chain(literal.filter(|c| !c.is_ascii())).chain(BEYOND.chars());
    let mut out: Vec<char> = Vec::new();
    for c in all {
        if (seen.insert(classes(c)) || (variety && c.is_ascii())) && !out.contains(&c) {
            out.push(c);
        }
    }
    out
}

/// A layer of the search: every joint state that strings of one length lead to, with its ways on.
#[derive(Default)]
struct Layer {
    states: Vec<Joint>,
    /// For each state: character and state of the next layer.
    ways: Vec<Vec<(char, usize)>>,
}

struct Search<'f> {
    machines: Vec<Machine>,
    alphabet: Vec<char>,
    layers: Vec<Layer>,
    fuel: &'f mut u64,
}

impl Search<'_> {
    fn run(&mut self, range: Range, count: usize) -> Option<Vec<String>> {
        let start: Joint = self.machines.iter_mut().map(|machine| machine.start().map(Some)).collect::<Option<_>>()?;
        self.layers.push(Layer { states: vec![start], ways: Vec::new() });
        let mut out = Vec::new();
        for length in 0..=range.most.min(MAX_LENGTH) {
            if length >= range.least {
                self.spell(length, count - out.len(), &mut out);
            }
            if out.len() >= count || !self.advance() {
                break;
            }
        }
        Some(out)
    }

    /// Builds the next layer; false where there is none.
    fn advance(&mut self) -> bool {
        let Some(mut layer) = self.layers.pop() else { return false };
        let mut next = Layer::default();
        let mut index: HashMap<Joint, usize> = HashMap::new();
        for state in &layer.states {
            let mut ways = Vec::new();
            for c in &self.alphabet {
                *self.fuel = self.fuel.saturating_sub(1);
                let joint: Option<Joint> =
                    self.machines.iter_mut().zip(state).map(|(machine, state)| machine.next(*state, *c)).collect();
                let Some(joint) = joint else { continue };
                let at = *index.entry(joint.clone()).or_insert_with(|| {
                    next.states.push(joint);
                    next.states.len() - 1
                });
                ways.push((*c, at));
            }
            layer.ways.push(ways);
        }
        let more = !next.states.is_empty() && *self.fuel > 0;
        self.layers.push(layer);
        self.layers.push(next);
        more
    }

    /// Spells strings that end in the last layer.
    fn spell(&mut self, length: usize, count: usize, out: &mut Vec<String>) {
        let Some(last) = self.layers.last() else { return };
        let ends: Vec<bool> = last
            .states
            .iter()
            .map(|joint| self.machines.iter_mut().zip(joint).all(|(machine, state)| machine.ends(*state)))
            .collect();
        if !ends.contains(&true) {
            return;
        }
        let mut alive = vec![ends];
        for layer in self.layers.iter().rev().skip(1) {
            let Some(after) = alive.last() else { return };
            let lives = |ways: &Vec<(char, usize)>| ways.iter().any(|(_, at)| after.get(*at) == Some(&true));
            let before = layer.ways.iter().map(lives).collect();
            alive.push(before);
        }
        alive.reverse();
        // Depth first through what is alive: a path is a list of choices, advanced like a counter.
        let mut stack: Vec<(usize, String)> = vec![(0, String::new())];
        let mut open: Vec<(usize, usize)> = vec![(0, 0)];
        let target = out.len() + count;
        while let Some((depth, state)) = open.pop() {
            let Some((_, text)) = stack.pop() else { return };
            if depth == length {
                out.push(text);
                if out.len() >= target {
                    return;
                }
                continue;
            }
            let ways = self.layers.get(depth).and_then(|layer| layer.ways.get(state));
            for (c, at) in ways.into_iter().flatten().rev() {
                if alive.get(depth + 1).and_then(|layer| layer.get(*at)) == Some(&true) {
                    open.push((depth + 1, *at));
                    stack.push((depth + 1, format!("{text}{c}")));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(patterns: &[(&str, bool)], least: usize, most: usize, expect: &[&str]) {
        let compiled: Vec<(Pattern, bool)> =
            patterns.iter().map(|(source, holds)| (Pattern::new(source).unwrap(), *holds)).collect();
        let all: Vec<(&Pattern, bool)> = compiled.iter().map(|(pattern, holds)| (pattern, *holds)).collect();
        let mut fuel = 300_000;
        assert_eq!(search(&all, Range { least, most }, expect.len().max(1), &mut fuel), expect, "{patterns:?}");
    }

    #[test]
    fn shortest_strings_come_first() {
        check(&[("^[a-z]+$", true)], 0, 99, &["a"]);
        check(&[("^[A-Z]{2}-\\d{3}$", true)], 0, 99, &["AA-000"]);
        check(&[("foo", true)], 5, 99, &["aafoo"]);
        check(&[("^a*$", true), ("^.{3}$", true)], 0, 99, &["aaa"]);
        check(&[("^[ab]$", true), ("a", false)], 0, 99, &["b"]);
        check(&[("^[ab]$", true), ("a", false), ("b", false)], 0, 99, &[]);
        check(&[("^(?!a)[ab]c$", true)], 0, 99, &["bc"]);
        check(&[("^é+$", true)], 2, 99, &["éé"]);
        check(&[("^\\p{Lu}$", true), ("[A-Z]", false)], 0, 99, &["É"]);
        check(&[("^$", true)], 1, 99, &[]);
        check(&[("^x{5}$", true)], 0, 4, &[]);
        check(&[("^[ab]{2}$", true)], 0, 9, &["aa", "ab", "ba", "bb"]);
        check(&[("\\bcat\\b", true)], 5, 9, &["a cat"]);
    }
}
