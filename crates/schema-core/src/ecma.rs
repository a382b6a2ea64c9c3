//! ECMA-262 regular expressions rewritten in the syntax of `regex-syntax` (ECMA-262, section 22.2.1 and annex B.1.2).
//!
//! Shorthand classes are spelled out, because theirs are ASCII here and Unicode there; literal characters are
//! escaped wherever they could mean something else. Look-around is kept only where it is a conjunction in disguise
//! (`^(?=a)(?!b)c`); everything else that is not regular is refused.

/// Longest pattern accepted, in bytes.
pub(crate) const MAX_LENGTH: usize = 16_384;
/// Deepest nesting of groups accepted.
pub(crate) const MAX_NESTING: usize = 60;

const SPACE: &str = r"\t\n\x0B\x0C\r \u{A0}\u{FEFF}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}";

/// One conjunct of a translated pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conjunct {
    /// The expression, in the syntax of `regex-syntax`.
    pub syntax: String,
    /// Whether it must match (or must not).
    pub positive: bool,
}

/// Translates a pattern into a conjunction of regular expressions.
///
/// `strict` refuses what only other dialects know (`\A`, `\Z`, `\a`).
pub(crate) fn translate(source: &str, strict: bool) -> Result<Vec<Conjunct>, String> {
    if source.len() > MAX_LENGTH {
        return Err(format!("the pattern is longer than {MAX_LENGTH} bytes"));
    }
    let chars: Vec<char> = source.chars().collect();
    let mut conjuncts = Vec::new();
    let mut rest = 0;
    if chars.first() == Some(&'^') {
        rest = 1;
        while let Some((start, end, positive)) = lookahead(chars.get(rest..).unwrap_or_default()) {
            let inner = chars.get(rest + start..rest + end).unwrap_or_default();
            let syntax = format!("^(?:{})", Translator::new(inner, strict).run()?.syntax);
            conjuncts.push(Conjunct { syntax, positive });
            rest += end + 1;
        }
    }
    if conjuncts.is_empty() {
        let syntax = Translator::new(&chars, strict).run()?.syntax;
        return Ok(vec![Conjunct { syntax, positive: true }]);
    }
    let tail = Translator::new(chars.get(rest..).unwrap_or_default(), strict).run()?;
    if tail.branches {
        return Err("look-around beside a top-level alternative is not regular here".to_owned());
    }
    conjuncts.push(Conjunct { syntax: format!("^(?:{})", tail.syntax), positive: true });
    Ok(conjuncts)
}

/// A look-ahead at the start of `chars`: where its inside starts and ends, and whether it is positive.
fn lookahead(chars: &[char]) -> Option<(usize, usize, bool)> {
    let positive = match chars.get(..3)? {
        ['(', '?', '='] => true,
        ['(', '?', '!'] => false,
        _ => return None,
    };
    let (mut depth, mut in_class, mut at) = (0usize, false, 3);
    loop {
        match *chars.get(at)? {
            '\\' => at += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class && depth == 0 => return Some((3, at, positive)),
            ')' if !in_class => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

struct Translated {
    syntax: String,
    /// Whether an alternative stands outside all groups.
    branches: bool,
}

struct Translator<'c> {
    chars: &'c [char],
    at: usize,
    depth: usize,
    branches: bool,
    strict: bool,
    out: String,
}

/// What a class or an escape stands for.
enum Atom {
    One(char),
    /// The inside of a class.
    Many(String),
}

impl<'c> Translator<'c> {
    fn new(chars: &'c [char], strict: bool) -> Self {
        Translator { chars, at: 0, depth: 0, branches: false, strict, out: String::new() }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(n, c)| self.chars.get(self.at + n) == Some(&c));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    fn run(mut self) -> Result<Translated, String> {
        while let Some(c) = self.take() {
            match c {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.open()?,
                ')' => {
                    self.depth = self.depth.checked_sub(1).ok_or("a group is closed that was not opened")?;
                    self.out.push(')');
                }
                '.' => self.out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
                '|' => {
                    self.branches |= self.depth == 0;
                    self.out.push('|');
                }
                '{' => self.braces(),
                '^' | '$' | '*' | '+' | '?' => self.out.push(c),
                c => push_literal(&mut self.out, c),
            }
        }
        if self.depth > 0 {
            return Err("a group is not closed".to_owned());
        }
        Ok(Translated { syntax: self.out, branches: self.branches })
    }

    fn open(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(format!("groups nest deeper than {MAX_NESTING}"));
        }
        for look in ["?=", "?!", "?<=", "?<!"] {
            if self.eat(look) {
                return Err(format!("look-around '({look}' is not regular"));
            }
        }
        if self.eat("?<") || (!self.strict && self.eat("?P<")) {
            while self.take().ok_or("a group name is not closed")? != '>' {}
        } else if !self.strict && self.eat("?i)") {
            self.depth -= 1;
            self.out.push_str("(?i)");
            return Ok(());
        } else if !self.eat("?:") && self.peek() == Some('?') {
            return Err("an unknown kind of group".to_owned());
        }
        self.out.push_str("(?:");
        Ok(())
    }

    /// A counted repetition where the braces hold one, literal braces otherwise.
    fn braces(&mut self) {
        let end = self.chars.iter().skip(self.at).take(24).position(|&c| c == '}');
        let inside: String = self.chars.iter().skip(self.at).take(end.unwrap_or(0)).collect();
        let (low, high) = inside.split_once(',').unwrap_or((&inside, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !low.is_empty() && digits(low) && digits(high) {
            self.at += inside.len() + 1;
            self.out.push('{');
            self.out.push_str(&inside);
            self.out.push('}');
        } else {
            self.out.push_str(r"\{");
        }
    }

    fn escape(&mut self) -> Result<(), String> {
        let c = self.peek().ok_or("the pattern ends in a backslash")?;
        match c {
            'b' => self.push_taken(r"(?-u:\b)"),
            'B' => self.push_taken(r"(?-u:\B)"),
            'A' if !self.strict => self.push_taken("^"),
            'Z' | 'z' if !self.strict => self.push_taken("$"),
            '1'..='9' => return Err(format!("back-reference '\\{c}' is not regular")),
            'k' => return Err("back-reference '\\k' is not regular".to_owned()),
            _ => match self.atom()? {
                Atom::One(c) => push_literal(&mut self.out, c),
                Atom::Many(inside) => {
                    self.out.push('[');
                    self.out.push_str(&inside);
                    self.out.push(']');
                }
            },
        }
        Ok(())
    }

    fn push_taken(&mut self, text: &str) {
        self.at += 1;
        self.out.push_str(text);
    }

    /// What follows a backslash, inside or outside a class.
    fn atom(&mut self) -> Result<Atom, String> {
        let c = self.take().ok_or("the pattern ends in a backslash")?;
        let many = |text: &str| Ok(Atom::Many(text.to_owned()));
        match c {
            'd' => many("0-9"),
            'D' => many("[^0-9]"),
            'w' => many("0-9A-Za-z_"),
            'W' => many("[^0-9A-Za-z_]"),
            's' => many(SPACE),
            'S' => many(&format!("[^{SPACE}]")),
            'p' | 'P' => self.property(c),
            't' => Ok(Atom::One('\t')),
            'n' => Ok(Atom::One('\n')),
            'r' => Ok(Atom::One('\r')),
            'f' => Ok(Atom::One('\u{C}')),
            'v' => Ok(Atom::One('\u{B}')),
            '0' => Ok(Atom::One('\0')),
            'c' => match self.take() {
                Some(c) if c.is_ascii_alphabetic() => Ok(Atom::One(char::from(c as u8 & 0x1F))),
                _ => Err("'\\c' needs a letter".to_owned()),
            },
            'x' => self.hex(2).map(Atom::One),
            'u' => self.unicode().map(Atom::One),
            c if self.strict && c.is_ascii_alphabetic() => Err(format!("'\\{c}' is not an escape")),
            c => Ok(Atom::One(c)),
        }
    }

    fn property(&mut self, kind: char) -> Result<Atom, String> {
        let mut name = String::new();
        if self.eat("{") {
            loop {
                match self.take().ok_or("a property name is not closed")? {
                    '}' => break,
                    c => name.push(c),
                }
            }
        } else {
            name.extend(self.take());
        }
        let known = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '=' | ' '));
        if !known || name.is_empty() {
            return Err(format!("'\\{kind}{{{name}}}' is not a Unicode property"));
        }
        Ok(Atom::Many(format!("\\{kind}{{{name}}}")))
    }

    fn hex(&mut self, count: usize) -> Result<char, String> {
        self.code(count).and_then(|code| char::from_u32(code).ok_or_else(|| "not a character".to_owned()))
    }

    fn code(&mut self, count: usize) -> Result<u32, String> {
        let digits: String = self.chars.iter().skip(self.at).take(count).collect();
        self.at += count;
        u32::from_str_radix(&digits, 16).map_err(|_| "an escape needs hexadecimal digits".to_owned())
    }

    fn unicode(&mut self) -> Result<char, String> {
        if self.eat("{") {
            let count = self.chars.iter().skip(self.at).take(7).position(|&c| c == '}');
            let c = self.hex(count.ok_or("'\\u{' is not closed")?)?;
            self.at += 1;
            return Ok(c);
        }
        let high = self.code(4)?;
        if (0xD800..0xDC00).contains(&high) && self.eat("\\u") {
            let low = self.code(4)?;
            let code = 0x10000 + ((high - 0xD800) << 10) + low.wrapping_sub(0xDC00);
            return char::from_u32(code).ok_or_else(|| "not a surrogate pair".to_owned());
        }
        char::from_u32(high).ok_or_else(|| "a lone surrogate matches nothing".to_owned())
    }

    fn class(&mut self) -> Result<(), String> {
        let negated = self.eat("^");
        let mut inside = String::new();
        loop {
            let c = self.take().ok_or("a class is not closed")?;
            if c == ']' {
                break;
            }
            let low = self.class_atom(c)?;
            let ranged = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|&c| c != ']');
            match low {
                Atom::One(low) if ranged => {
                    self.at += 1;
                    let next = self.take().ok_or("a class is not closed")?;
                    push_literal(&mut inside, low);
                    match self.class_atom(next)? {
                        Atom::One(high) if high < low => return Err("a class range is out of order".to_owned()),
                        Atom::One(high) => {
                            inside.push('-');
                            push_literal(&mut inside, high);
                        }
                        Atom::Many(more) => {
                            push_literal(&mut inside, '-');
                            inside.push_str(&more);
                        }
                    }
                }
                Atom::One(c) => push_literal(&mut inside, c),
                Atom::Many(more) => inside.push_str(&more),
            }
        }
        match (negated, inside.is_empty()) {
            (true, true) => self.out.push_str("(?s:.)"),
            (false, true) => self.out.push_str("[a&&b]"),
            (true, false) => self.out.push_str(&format!("[^{inside}]")),
            (false, false) => self.out.push_str(&format!("[{inside}]")),
        }
        Ok(())
    }

    fn class_atom(&mut self, c: char) -> Result<Atom, String> {
        match (c, self.peek()) {
            ('\\', Some('b')) => {
                self.at += 1;
                Ok(Atom::One('\u{8}'))
            }
            ('\\', _) => self.atom(),
            (c, _) => Ok(Atom::One(c)),
        }
    }
}

/// A character that stands for itself, inside or outside a class.
fn push_literal(out: &mut String, c: char) {
    if c.is_alphanumeric() || matches!(c, '_' | '/' | '@' | '"' | '\'' | ',' | ';' | ':' | '=' | '%' | '!') {
        out.push(c);
    } else {
        out.push_str(&format!("\\x{{{:X}}}", c as u32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expect: &str) {
        let got = match translate(source, true) {
            Ok(parts) => {
                let show = |p: &Conjunct| format!("{}{}", if p.positive { "" } else { "not " }, p.syntax);
                parts.iter().map(show).collect::<Vec<_>>().join(" and ")
            }
            Err(reason) => reason,
        };
        assert_eq!(got, expect, "{source}");
    }

    #[test]
    fn classes_are_spelled_out() {
        check(r"^\d+$", "^[0-9]+$");
        check(r"[\w-]", r"[0-9A-Za-z_\x{2D}]");
        check(r"[a-z.]", r"[a-z\x{2E}]");
        check(r"[\D]", "[[^0-9]]");
        check(r"[[&&]", r"[\x{5B}\x{26}\x{26}]");
        check("[^]", "(?s:.)");
        check("[]", "[a&&b]");
        check(r"\u{1F600}\uD83D\uDE00", r"\x{1F600}\x{1F600}");
    }

    #[test]
    fn braces_count_only_where_they_can() {
        check("a{2}", "a{2}");
        check("a{2,}", "a{2,}");
        check("{a}", r"\{a\x{7D}");
        check("a{,3}", r"a\{,3\x{7D}");
    }

    #[test]
    fn leading_lookahead_is_a_conjunction() {
        check("^(?=.*a)(?!b|c)d$", r"^(?:[^\n\r\u{2028}\u{2029}]*a) and not ^(?:b|c) and ^(?:d$)");
        check("^(?!a)b|c", "look-around beside a top-level alternative is not regular here");
        check("(?!a)b", "look-around '(?!' is not regular");
    }

    #[test]
    fn what_is_not_regular_is_refused() {
        check(r"(a)\1", r"back-reference '\1' is not regular");
        check("(?<=a)b", "look-around '(?<=' is not regular");
        check("(a", "a group is not closed");
        check("a)", "a group is closed that was not opened");
        check("[a", "a class is not closed");
        check("[b-a]", "a class range is out of order");
        check(r"\a", r"'\a' is not an escape");
        check(&"(".repeat(16_000), "groups nest deeper than 60");
        check(&"(".repeat(60_000), "the pattern is longer than 16384 bytes");
    }
}
