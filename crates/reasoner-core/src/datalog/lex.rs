//! The text form in tokens.

use super::program::Refusal;

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A lower-case name or a quoted text; whether it was quoted.
    Text(String, bool),
    /// A name that starts with an upper-case letter or `_`.
    Var(String),
    Number(i64),
    /// Punctuation and operators.
    Sign(&'static str),
    End,
}

/// A token and where it starts.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Signs, the longer ones first.
const SIGNS: [&str; 26] = [
    ":-", "<-", "?-", "\\+", "!=", "<>", "<=", "=<", ">=", "==", "=", "<", ">", "(", ")", ",", ";", ".", "+", "-", "*",
    "/", "!", "?", "[", "]",
];

/// Reads tokens one after another.
struct Lexer<'t> {
    rest: &'t str,
    line: u32,
    column: u32,
}

/// The tokens of a text, the last one `End`.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, Refusal> {
    let mut lexer = Lexer { rest: text, line: 1, column: 1 };
    let mut found = Vec::new();
    loop {
        lexer.skip()?;
        let (line, column) = (lexer.line, lexer.column);
        let token = lexer.token()?;
        let last = token == Token::End;
        found.push(Placed { token, line, column });
        if last {
            return Ok(found);
        }
    }
}

impl Lexer<'_> {
    fn fail<T>(&self, reason: impl Into<String>) -> Result<T, Refusal> {
        Err(Refusal::Syntax { line: self.line, column: self.column, reason: reason.into() })
    }

    fn advance(&mut self, bytes: usize) {
        let (taken, rest) = self.rest.split_at(bytes);
        for c in taken.chars() {
            if c == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.rest = rest;
    }

    /// Skips blanks and comments: `% …`, `# …`, `// …` and `/* … */`.
    fn skip(&mut self) -> Result<(), Refusal> {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            self.advance(blank);
            if self.rest.starts_with(['%', '#']) || self.rest.starts_with("//") {
                self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                match self.rest.find("*/") {
                    Some(end) => self.advance(end + 2),
                    None => return self.fail("a comment is not closed"),
                }
            } else if blank == 0 {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<Token, Refusal> {
        let Some(first) = self.rest.chars().next() else { return Ok(Token::End) };
        if first == '"' || first == '\'' {
            return self.quoted(first);
        }
        if first.is_ascii_digit() {
            let length = self.rest.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(self.rest.len());
            let Ok(number) = self.rest[..length].replace('_', "").parse() else {
                return self.fail("a number does not fit 64 bits");
            };
            self.advance(length);
            return Ok(Token::Number(number));
        }
        if first.is_alphabetic() || first == '_' {
            let length = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            let word = self.rest[..length].to_owned();
            self.advance(length);
            let var = first.is_uppercase() || first == '_';
            return Ok(if var { Token::Var(word) } else { Token::Text(word, false) });
        }
        match SIGNS.iter().find(|sign| self.rest.starts_with(**sign)) {
            Some(sign) => {
                self.advance(sign.len());
                Ok(Token::Sign(sign))
            }
            None => self.fail(format!("`{first}` has no meaning here")),
        }
    }

    /// A text in quotes; `\n`, `\t`, `\\` and escaped quotes.
    fn quoted(&mut self, quote: char) -> Result<Token, Refusal> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            if c == quote {
                self.advance(at + 1);
                return Ok(Token::Text(text, true));
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            match chars.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, c @ ('\\' | '"' | '\''))) => text.push(c),
                _ => return self.fail("an escape is none of \\n, \\t, \\\\, \\\" and \\'"),
            }
        }
        self.fail("a quoted text is not closed")
    }
}
