//! A text cut into words, numbers, code-like pieces and marks, with byte spans and stems.

use super::lexicon::{Lexicon, Term, term_of};

/// The most tokens that are looked at; the rest of a longer text is left alone.
pub(crate) const MAX_TOKENS: usize = 1024;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word of letters.
    Word,
    /// A number in figures, without its unit.
    Number,
    /// A piece with inner marks or digits: an address, a path, an identifier.
    Code,
    /// One mark.
    Mark(char),
}

/// One token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// The first byte in the source.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// The stem's hash.
    pub term: Term,
    /// How much it says: 0 for function words and marks, little for generic verbs, 1 for the rest.
    pub weight: f32,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it begins a sentence.
    pub initial: bool,
    /// The token's own text in lower case.
    pub lower: String,
}

impl Token {
    /// Whether it is the mark `mark`.
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
    /// Whether it ends a sentence.
    pub(crate) fn ends_sentence(&self) -> bool {
        matches!(self.kind, Kind::Mark('.' | '?' | '!' | '\n' | ';'))
    }
    /// Whether it is a word, a number or a code.
    pub(crate) fn is_wordlike(&self) -> bool {
        !matches!(self.kind, Kind::Mark(_))
    }
}

/// A turn's text and its tokens.
#[derive(Debug, Clone)]
pub(crate) struct Text<'a> {
    /// The text itself.
    pub source: &'a str,
    /// Its tokens, in order.
    pub tokens: Vec<Token>,
}

impl<'a> Text<'a> {
    /// Reads at most [`MAX_TOKENS`] tokens of `source`.
    pub(crate) fn read(source: &'a str, lexicon: &Lexicon) -> Text<'a> {
        let mut text = Text { source, tokens: Vec::with_capacity(source.len().min(8192) / 5 + 4) };
        let mut at = 0;
        while at < source.len() && text.tokens.len() < MAX_TOKENS {
            at = text.chunk(at, lexicon);
        }
        text.mark_initials();
        text
    }

    /// The source between the tokens `from` and `to` (exclusive).
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if from < to => self.source.get(first.start..last.end).unwrap_or(""),
            _ => "",
        }
    }

    /// The token's text in lower case; empty beyond the end.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.lower.as_str())
    }

    /// The word before `index`, empty at the start.
    pub(crate) fn word_before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// Reads what follows `at` up to white space; gives where to go on.
    fn chunk(&mut self, at: usize, lexicon: &Lexicon) -> usize {
        let rest = self.source.get(at..).unwrap_or("");
        let Some(first) = rest.chars().next() else { return self.source.len() };
        if first.is_whitespace() {
            if first == '\n' {
                self.push(at, at + 1, Kind::Mark('\n'), lexicon);
            }
            return at + first.len_utf8();
        }
        let end = at + rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.pieces(at, end, lexicon);
        end
    }

    /// Cuts a chunk without white space into its tokens.
    fn pieces(&mut self, mut at: usize, end: usize, lexicon: &Lexicon) {
        while at < end && self.tokens.len() < MAX_TOKENS {
            let rest = self.source.get(at..end).unwrap_or("");
            let Some(first) = rest.chars().next() else { return };
            let signed = matches!(first, '-' | '+' | '.') && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let number = if signed || first.is_ascii_digit() { number_len(rest, self.signs_here(at)) } else { 0 };
            if number > 0 {
                self.push(at, at + number, Kind::Number, lexicon);
                at += number;
                continue;
            }
            let opens = first.is_alphanumeric() || matches!(first, '/' | '_' | '#' | '~') && rest.len() > 1;
            if !opens {
                self.push(at, at + first.len_utf8(), Kind::Mark(first), lexicon);
                at += first.len_utf8();
                continue;
            }
            let length = piece_len(rest);
            let piece = rest.get(..length).unwrap_or(rest);
            let code = piece.chars().any(|c| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '-'));
            self.push(at, at + length, if code { Kind::Code } else { Kind::Word }, lexicon);
            at += length;
        }
    }

    /// Whether a minus at `at` can be a sign: nothing joins it to what stands before.
    fn signs_here(&self, at: usize) -> bool {
        self.tokens
            .last()
            .is_none_or(|last| last.end < at || matches!(last.kind, Kind::Mark(c) if !matches!(c, ')' | ']')))
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, lexicon: &Lexicon) {
        let raw = self.source.get(start..end).unwrap_or("");
        let lower = raw.to_lowercase();
        let (term, weight) = match kind {
            Kind::Word => lexicon.term(lower.trim_end_matches("'s").trim_end_matches("’s")),
            Kind::Code => (term_of(&lower), 1.0),
            _ => (0, 0.0),
        };
        let capital = raw.chars().next().is_some_and(char::is_uppercase);
        self.tokens.push(Token { start, end, kind, term, weight, capital, initial: false, lower });
    }

    fn mark_initials(&mut self) {
        let mut initial = true;
        for token in &mut self.tokens {
            token.initial = initial && token.is_wordlike();
            if token.ends_sentence() || token.is_mark(':') {
                initial = true;
            } else if token.is_wordlike() {
                initial = false;
            }
        }
    }
}

/// The length of the number that `rest` begins with; 0 where it is a part of something longer.
fn number_len(rest: &str, may_sign: bool) -> usize {
    let bytes = rest.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    if at == 1 && !may_sign {
        return 0;
    }
    let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let first = digits(at);
    at += first;
    if (1..=3).contains(&first) {
        while bytes.get(at) == Some(&b',') && digits(at + 1) == 3 {
            at += 4;
        }
    }
    if bytes.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'-' | b'+')));
        let exponent = digits(at + 1 + sign);
        if exponent > 0 && exponent < 4 {
            at += 1 + sign + exponent;
        }
    }
    if at == 0 || first == 0 && !rest.contains('.') || continues_as_code(rest.get(at..).unwrap_or("")) { 0 } else { at }
}

/// Whether what follows a number makes it a part of a code: `12:30`, `10-K`, `1.2.3.4`, `2024-01-05`, `4x4`.
fn continues_as_code(tail: &str) -> bool {
    let mut chars = tail.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        Some('-') => second.is_some_and(|c| c.is_ascii_digit()),
        Some(':' | '/' | '.' | '@' | '_') => second.is_some_and(|c| c.is_alphanumeric()),
        Some(c) if c.is_alphabetic() => tail.chars().take_while(|c| c.is_alphanumeric()).any(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// The length of a word or code at the start of `rest`, without marks that close it.
fn piece_len(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let joins = match c {
            '\'' | '’' | '.' | '@' | '_' | '/' | '-' | ':' | '&' | '+' | '#' | '\\' | '~' | '%' | '=' | '?' => {
                let carried = next.is_some_and(|n| n.is_alphanumeric() || matches!(n, '/' | '_' | '-' | '\\'));
                let in_address = !matches!(c, '=' | '?' | '%') || rest.contains("://");
                carried && in_address
            }
            _ => false,
        };
        if !(c.is_alphanumeric() || joins || (c == '/' || c == '_') && at == 0) {
            break;
        }
        end = at + c.len_utf8();
    }
    end.max(rest.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let lexicon = Lexicon::english();
        let text = Text::read(source, &lexicon);
        let found: Vec<&str> = (0..text.tokens.len()).map(|i| text.slice(i, i + 1)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_stand_apart_from_units_and_marks() {
        check("$1,234.50 and -5% of 10km", &["$", "1,234.50", "and", "-5", "%", "of", "10", "km"]);
        check("[10, 20,30]", &["[", "10", ",", "20", ",", "30", "]"]);
        check("x^2 - 7x", &["x", "^", "2", "-", "7", "x"]);
    }

    #[test]
    fn codes_stay_whole() {
        check(
            "ping 10.0.0.1, a@b.org or /var/log/x.log.",
            &["ping", "10.0.0.1", ",", "a@b.org", "or", "/var/log/x.log", "."],
        );
        check("at 12:30 on 2024-01-05", &["at", "12:30", "on", "2024-01-05"]);
        check("see https://a.org/x?y=1", &["see", "https://a.org/x?y=1"]);
    }

    #[test]
    fn possessives_share_the_stem_of_their_word() {
        let lexicon = Lexicon::english();
        let text = Text::read("Paris's river", &lexicon);
        assert_eq!(text.tokens[0].term, lexicon.term("paris").0);
    }
}
