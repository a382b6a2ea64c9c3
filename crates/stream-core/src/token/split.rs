//! The pre-tokenizer: cuts a text into pieces that are encoded one by one.
//!
//! The reference cuts with a backtracking regular expression, one for each encoding, from OpenAI's tiktoken
//! (MIT). What is here matches the same pieces by hand, at most three looks at a character, and each branch
//! is headed by the part of the expression that it stands for.

use super::Encoding;
use super::class::{self, LETTER, LOWER, NEWLINE, NUMBER, SOLIDUS, SPACE, UPPER};

/// The end of the piece of `text` that begins at `start`; `start` itself only at the end of `text`.
///
/// `text` must be UTF-8 and `start` the start of a character.
#[inline]
pub(super) fn piece_end(encoding: Encoding, text: &[u8], start: usize) -> usize {
    match encoding {
        Encoding::O200kBase => o200k(text, start),
        Encoding::Cl100kBase => cl100k(text, start),
    }
}

#[inline]
fn o200k(text: &[u8], start: usize) -> usize {
    let (first, len) = class::at(text, start);
    if first & (NUMBER | NEWLINE) == 0 {
        let led = if first & LETTER == 0 { cased_word(text, start + len) } else { None };
        let bare = if first & (UPPER | LOWER) == 0 { None } else { cased_word(text, start) };
        if let Some(end) = either(led, bare) {
            return contraction(text, end).unwrap_or(end);
        }
    }
    if first & NUMBER != 0 {
        return digits(text, start + len);
    }
    match symbols(text, start, first, len) {
        Some(end) => class::run(text, end, NEWLINE | SOLIDUS),
        None => o200k_space(text, start),
    }
}

/// The four ways to match a word are tried in the expression's order: with a leading character and a lower
/// half, without the leading character, then both without a lower half.
#[inline]
fn either(led: Option<Word>, bare: Option<Word>) -> Option<usize> {
    match (led, bare) {
        (Some(Word { lower: Some(end), .. }), _) | (_, Some(Word { lower: Some(end), .. })) => Some(end),
        (Some(word), _) | (None, Some(word)) => Some(word.upper),
        (None, None) => None,
    }
}

/// Where a word that begins at one place can end.
struct Word {
    /// With `UPPER*LOWER+`, if that matches.
    lower: Option<usize>,
    /// With `UPPER+LOWER*`, after the first form has failed.
    upper: usize,
}

/// `UPPER*LOWER+` and `UPPER+LOWER*`; [`None`] when neither matches.
#[inline]
fn cased_word(text: &[u8], start: usize) -> Option<Word> {
    let (mut at, mut both) = (start, None);
    loop {
        let (classes, len) = class::at(text, at);
        if classes & UPPER == 0 {
            break;
        }
        at += len;
        if classes & LOWER != 0 {
            both = Some(at);
        }
    }
    let end = class::run(text, at, LOWER);
    // With nothing lower to follow, `UPPER*` gives back down to the last character that is in both halves.
    let lower = if end > at { Some(end) } else { both };
    (end > start).then_some(Word { lower, upper: at })
}

/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at `at`: its end. Case folding makes the long s an s.
#[inline]
fn contraction(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if *rest.first()? != b'\'' {
        return None;
    }
    let lower = |n: usize| rest.get(n).map(u8::to_ascii_lowercase);
    match (lower(1)?, lower(2)) {
        (b's' | b't' | b'm' | b'd', _) => Some(at + 2),
        (b'r' | b'v', Some(b'e')) | (b'l', Some(b'l')) | (0xc5, Some(0xbf)) => Some(at + 3),
        _ => None,
    }
}

/// `\p{N}{1,3}` after the first.
#[inline]
fn digits(text: &[u8], mut at: usize) -> usize {
    for _ in 0..2 {
        match class::at(text, at) {
            (classes, len) if classes & NUMBER != 0 => at += len,
            _ => break,
        }
    }
    at
}

/// ` ?[^\s\p{L}\p{N}]+` at a character with classes `first`: its end.
#[inline]
fn symbols(text: &[u8], start: usize, first: u8, len: usize) -> Option<usize> {
    const NOT: u8 = SPACE | LETTER | NUMBER;
    let at = if text.get(start) == Some(&b' ') { start + 1 } else { start };
    if at == start && first & NOT != 0 {
        return None;
    }
    let after = if at == start { start + len } else { at };
    let end = class::run_without(text, after, NOT);
    (end > at).then_some(end)
}

/// `\s*[\r\n]+|\s+(?!\S)|\s+`.
fn o200k_space(text: &[u8], start: usize) -> usize {
    let space = Space::read(text, start);
    space.after_newline.unwrap_or_else(|| space.but_last(text))
}

#[inline]
fn cl100k(text: &[u8], start: usize) -> usize {
    // '(?i:[sdmt]|ll|ve|re)
    if let Some(end) = contraction(text, start) {
        return end;
    }
    // [^\r\n\p{L}\p{N}]?\p{L}+
    let (first, len) = class::at(text, start);
    if first & (NUMBER | NEWLINE) == 0 {
        let end = class::run(text, start + len, LETTER);
        if end > start + len || first & LETTER != 0 {
            return end;
        }
    }
    if first & NUMBER != 0 {
        return digits(text, start + len);
    }
    match symbols(text, start, first, len) {
        Some(end) => class::run(text, end, NEWLINE),
        None => cl100k_space(text, start),
    }
}

/// `\s+$|\s*[\r\n]|\s+(?!\S)|\s`.
fn cl100k_space(text: &[u8], start: usize) -> usize {
    let space = Space::read(text, start);
    if space.end == text.len() {
        return space.end;
    }
    space.after_newline.unwrap_or_else(|| space.but_last(text))
}

/// A run of white space.
struct Space {
    start: usize,
    /// Start of its last character.
    last: usize,
    end: usize,
    /// End of its last carriage return or line feed.
    after_newline: Option<usize>,
}

impl Space {
    fn read(text: &[u8], start: usize) -> Space {
        let mut space = Space { start, last: start, end: start, after_newline: None };
        loop {
            let (classes, len) = class::at(text, space.end);
            if classes & SPACE == 0 {
                return space;
            }
            space.last = space.end;
            space.end += len;
            if classes & NEWLINE != 0 {
                space.after_newline = Some(space.end);
            }
        }
    }

    /// `\s+(?!\S)`, or the whole of a single character.
    fn but_last(&self, text: &[u8]) -> usize {
        if self.end == text.len() || self.last == self.start { self.end } else { self.last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Tokenizer;

    fn check(encoding: Encoding, text: &str, expected: &[&str]) {
        let pieces: Vec<&str> = Tokenizer::get(encoding).split(text).collect();
        assert_eq!(pieces, expected, "{encoding:?} {text:?}");
    }

    #[test]
    fn words_split_at_case_in_o200k_only() {
        check(Encoding::O200kBase, "camelCase HTTPServer", &["camel", "Case", " HTTPServer"]);
        check(Encoding::Cl100kBase, "camelCase HTTPServer", &["camelCase", " HTTPServer"]);
        check(Encoding::O200kBase, "ABC\u{4e2d}D!", &["ABC\u{4e2d}", "D", "!"]);
    }

    #[test]
    fn contractions_belong_to_the_word_in_o200k() {
        check(
            Encoding::O200kBase,
            "we'll she'S it'\u{17f} o'clock",
            &["we'll", " she'S", " it'\u{17f}", " o", "'clock"],
        );
        check(Encoding::Cl100kBase, "we'll she'S", &["we", "'ll", " she", "'S"]);
    }

    #[test]
    fn white_space_leaves_its_last_character_to_the_word() {
        check(Encoding::O200kBase, "a   b", &["a", "  ", " b"]);
        check(Encoding::O200kBase, "a \n\n  b", &["a", " \n\n", " ", " b"]);
        check(Encoding::O200kBase, "a\n  ", &["a", "\n", "  "]);
        check(Encoding::Cl100kBase, "a\n  ", &["a", "\n  "]);
        check(Encoding::O200kBase, "1234567", &["123", "456", "7"]);
        check(Encoding::O200kBase, "x // y\n/", &["x", " //", " y", "\n", "/"]);
    }

    /// No character is looked at more than a fixed number of times, whatever the text.
    #[test]
    fn looks_grow_with_the_text_only() {
        let units =
            ["a", "A", "\u{4e2d}A", "A\u{4e2d}", "\u{301}A", " ", "\n ", " \n", "\t\r", "'s", "'", "!\n/", "7", "é"];
        for encoding in [Encoding::O200kBase, Encoding::Cl100kBase] {
            for unit in units {
                let text = unit.repeat(20_000);
                class::looks::LOOKS.set(0);
                let pieces = Tokenizer::get(encoding).split(&text).count() as u64;
                let (looks, chars) = (class::looks::LOOKS.get(), text.chars().count() as u64);
                assert!(looks <= 4 * chars + 8 * pieces, "{encoding:?} {unit:?}: {looks} looks at {chars} characters");
            }
        }
    }
}
