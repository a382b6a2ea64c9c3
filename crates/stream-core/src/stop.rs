//! Stop strings and whole characters: what may be let out, and where the text ends.
//!
//! Tokens go in, text comes out in the same order. Bytes are held back while they may be the beginning of a
//! stop string or are a part of a character. Stop strings are found by the automaton of Knuth, Morris and Pratt
//! (*Fast pattern matching in strings*, 1977), so the work is linear however the text is cut.

use std::collections::VecDeque;

use crate::sample::TokenScore;

/// Text that is let out, with the tokens that it consists of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Release {
    /// Whole characters. Empty only at the end of a text, for tokens that hold no whole character.
    pub text: String,
    /// The tokens. The last one may reach beyond the text where a stop string begins within it.
    pub tokens: Vec<TokenScore>,
}

/// Holds text back until it is known to be neither a stop string nor half a character.
#[derive(Debug, Clone)]
pub struct Gate {
    stops: Vec<Pattern>,
    held: VecDeque<(TokenScore, usize)>,
    bytes: Vec<u8>,
}

impl Gate {
    /// A gate for text that any of `stops` ends. Empty ones are left out: they would end any text.
    pub fn new(stops: &[String]) -> Gate {
        let stops = stops.iter().filter(|stop| !stop.is_empty()).map(|stop| Pattern::new(stop.as_bytes())).collect();
        Gate { stops, held: VecDeque::new(), bytes: Vec::new() }
    }

    /// Takes a token and its bytes and adds what may go out to `out`. True when a stop string is complete: it
    /// and what follows it are gone, and nothing more may be pushed.
    #[must_use]
    pub fn push(&mut self, token: TokenScore, bytes: &[u8], out: &mut Vec<Release>) -> bool {
        if self.stops.is_empty()
            && self.held.is_empty()
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            // The usual case: nothing to wait for.
            out.push(Release { text: text.to_owned(), tokens: vec![token] });
            return false;
        }
        let before = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.held.push_back((token, bytes.len()));
        for (at, byte) in bytes.iter().enumerate() {
            let ended = self.stops.iter_mut().filter_map(|stop| stop.feed(*byte)).max();
            if let Some(length) = ended {
                self.cut((before + at + 1).saturating_sub(length), out);
                return true;
            }
        }
        let suspect = self.stops.iter().map(|stop| stop.matched).max().unwrap_or(0);
        self.release(self.bytes.len().saturating_sub(suspect), out);
        false
    }

    /// The text is over: adds what is held to `out`, but for a part of a character at its end.
    pub fn finish(&mut self, out: &mut Vec<Release>) {
        self.cut(self.bytes.len(), out);
    }

    /// Ends the text after `length` bytes.
    fn cut(&mut self, length: usize, out: &mut Vec<Release>) {
        let before = self.bytes.len();
        self.release(length, out);
        let released = before - self.bytes.len();
        let mut rest = Release::default();
        let mut left = length.min(before) - released;
        rest.text = whole_characters(self.bytes.get(..left).unwrap_or_default());
        while left > 0
            && let Some((token, size)) = self.held.pop_front()
        {
            left = left.saturating_sub(size);
            rest.tokens.push(token);
        }
        if !rest.tokens.is_empty() {
            out.push(rest);
        }
        self.held.clear();
        self.bytes.clear();
    }

    /// Lets the tokens out that lie wholly within the first `safe` bytes, each by itself unless it takes more
    /// than one to make whole characters.
    fn release(&mut self, safe: usize, out: &mut Vec<Release>) {
        let (mut start, mut end, mut count) = (0, 0, 0);
        let mut groups = Vec::new();
        for (_, size) in &self.held {
            end += size;
            count += 1;
            if end > safe {
                break;
            }
            let bytes = self.bytes.get(start..end).unwrap_or_default();
            if ends_whole(bytes) {
                groups.push((String::from_utf8_lossy(bytes).into_owned(), count));
                (start, count) = (end, 0);
            }
        }
        for (text, count) in groups {
            out.push(Release { text, tokens: self.held.drain(..count).map(|(token, _)| token).collect() });
        }
        self.bytes.drain(..start);
    }
}

/// Whether `bytes` do not end within a character. Bytes that can begin no character count as whole.
fn ends_whole(bytes: &[u8]) -> bool {
    let tail = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    tail.is_empty() || std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_some())
}

/// The text of `bytes` without the part of a character that they may end with.
fn whole_characters(bytes: &[u8]) -> String {
    let tail = bytes.utf8_chunks().last().map_or(0, |chunk| chunk.invalid().len());
    let whole = if ends_whole(bytes) { bytes.len() } else { bytes.len() - tail };
    String::from_utf8_lossy(bytes.get(..whole).unwrap_or_default()).into_owned()
}

/// One stop string and how much of it the text ends with.
#[derive(Debug, Clone)]
struct Pattern {
    bytes: Vec<u8>,
    /// `borders[i]`: the length of the longest proper prefix of the pattern that ends at its byte `i`.
    borders: Vec<usize>,
    matched: usize,
}

impl Pattern {
    fn new(bytes: &[u8]) -> Pattern {
        let mut pattern = Pattern { bytes: bytes.to_vec(), borders: Vec::with_capacity(bytes.len()), matched: 0 };
        // The borders of the pattern are what it matches of itself, fed from its second byte on.
        pattern.borders.push(0);
        for byte in bytes.get(1..).unwrap_or_default() {
            let matched = pattern.step(*byte);
            pattern.matched = matched;
            pattern.borders.push(matched);
        }
        pattern.matched = 0;
        pattern
    }

    /// How much of the pattern the text ends with after one more byte.
    fn step(&self, byte: u8) -> usize {
        let mut matched = self.matched;
        loop {
            if self.bytes.get(matched) == Some(&byte) {
                return matched + 1;
            }
            let Some(shorter) = matched.checked_sub(1).and_then(|last| self.borders.get(last)) else { return 0 };
            matched = *shorter;
        }
    }

    /// Feeds one byte; gives the pattern's length when the text now ends with it.
    fn feed(&mut self, byte: u8) -> Option<usize> {
        self.matched = self.step(byte);
        (self.matched == self.bytes.len()).then_some(self.matched)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pushes `parts` as tokens; gives the texts let out, the number of tokens let out and whether it stopped.
    fn run(parts: &[&[u8]], stops: &[&str]) -> (Vec<String>, usize, bool) {
        let stops: Vec<String> = stops.iter().map(|stop| (*stop).to_owned()).collect();
        let mut gate = Gate::new(&stops);
        let mut out = Vec::new();
        let score = |token| TokenScore { token, logprob: None, top: Vec::new() };
        let stopped = parts.iter().zip(0..).any(|(bytes, token)| gate.push(score(token), bytes, &mut out));
        if !stopped {
            gate.finish(&mut out);
        }
        let count = out.iter().map(|release| release.tokens.len()).sum();
        (out.into_iter().map(|release| release.text).collect(), count, stopped)
    }

    fn check(parts: &[&str], stops: &[&str], expected: &[&str], tokens: usize) {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        let (texts, count, _) = run(&parts, stops);
        assert_eq!((texts, count), (expected.iter().map(|text| (*text).to_owned()).collect(), tokens));
    }

    #[test]
    fn text_goes_through_token_by_token() {
        check(&["Your", " name", " is"], &[], &["Your", " name", " is"], 3);
        check(&["Your", " name", " is"], &["nope"], &["Your", " name", " is"], 3);
    }

    #[test]
    fn a_stop_string_ends_the_text_wherever_it_is_cut() {
        check(&["a", "b", "c", "d"], &["bc"], &["a"], 1);
        check(&["ab", "cd"], &["bc"], &["a"], 1);
        check(&["abcd"], &["bc"], &["a"], 1);
        check(&["b", "b", "c"], &["bc"], &["b"], 1);
        check(&["abcd"], &["abc"], &[], 0);
    }

    #[test]
    fn what_only_begins_like_a_stop_string_is_let_out() {
        check(&["a", "b", "x"], &["abc"], &["a", "b", "x"], 3);
        check(&["x", "a", "b"], &["abc"], &["x", "a", "b"], 3);
    }

    #[test]
    fn the_stop_string_that_is_complete_first_counts() {
        check(&["abcd"], &["abcd", "bc"], &["a"], 1);
        check(&["abcd"], &["bcd", "cd"], &["a"], 1);
    }

    #[test]
    fn characters_are_never_split() {
        let hug = "🤗".as_bytes();
        let (texts, count, _) = run(&[&hug[..1], &hug[1..3], &hug[3..], b"!"], &[]);
        assert_eq!((texts, count), (vec!["🤗".to_owned(), "!".to_owned()], 4));
        let (texts, count, _) = run(&[b"a", &hug[..3]], &[]);
        assert_eq!((texts, count), (vec!["a".to_owned(), String::new()], 2));
        let (texts, ..) = run(&[b"\xff", b"a"], &[]);
        assert_eq!(texts, ["\u{fffd}", "a"]);
    }

    proptest! {
        #[test]
        fn the_text_up_to_the_first_stop_comes_out(
            text in "[abé🙂]{0,24}",
            stops in prop::collection::vec("[abé🙂]{1,4}", 0..4),
            cuts in prop::collection::vec(1_usize..5, 24 * 4),
        ) {
            let (mut parts, mut rest): (Vec<&[u8]>, _) = (Vec::new(), text.as_bytes());
            for cut in cuts {
                let (part, tail) = rest.split_at(cut.min(rest.len()));
                if !part.is_empty() { parts.push(part); }
                rest = tail;
            }
            // The stop string that is complete first; of those that are complete together, the longest.
            let end = |stop: &String| text.find(stop.as_str()).map(|at| (at + stop.len(), at));
            let first = stops.iter().filter_map(end).min();
            let expected = first.map_or(text.as_str(), |(_, at)| &text[..at]);
            let stops: Vec<&str> = stops.iter().map(String::as_str).collect();
            let (texts, _, stopped) = run(&parts, &stops);
            prop_assert_eq!(texts.concat(), expected);
            prop_assert_eq!(stopped, first.is_some());
        }
    }
}
