//! The text form of programs.
//!
//! ```text
//! parent(ada, "Lord Byron").                                % a fact
//! ancestor(X, Z) :- parent(X, Y), ancestor(Y, Z).           # a rule
//! orphan(X) :- person(X), not parent(X, _).                 // negation
//! next(X, Y) :- age(X, N), Y = N + 1, Y <= 100.             /* arithmetic and comparison */
//! children(X, count(Y)) :- parent(Y, X).                    % an aggregate: count, sum, min or max
//! ?- ancestor(ada, Who).                                    % a query
//! ```

use std::collections::HashMap;

use super::lex::{Placed, Token, tokens};
use super::names::{Names, Term};
use super::program::{Aggregate, Arg, Atom, Cmp, Expr, Fold, Literal, Op, Refusal, Rule};

/// How deep expressions may nest.
const DEEPEST: usize = 64;

/// What a text says.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The facts, in order.
    pub facts: Vec<(super::Pred, Vec<Term>)>,
    /// The rules, in order.
    pub rules: Vec<Rule>,
    /// The queries (`?- p(a, X).`), in order.
    pub queries: Vec<Atom>,
}

/// Reads a program.
///
/// # Errors
/// [`Refusal::Syntax`] with line, column and reason.
pub fn parse(text: &str, names: &mut Names) -> Result<Parsed, Refusal> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, names, vars: HashMap::new(), count: 0 };
    let mut parsed = Parsed::default();
    while parser.peek() != &Token::End {
        parser.clause(&mut parsed)?;
    }
    Ok(parsed)
}

struct Parser<'n> {
    tokens: Vec<Placed>,
    at: usize,
    names: &'n mut Names,
    /// The variables of the clause.
    vars: HashMap<String, u32>,
    count: u32,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |placed| &placed.token)
    }

    fn peek_next(&self) -> &Token {
        self.tokens.get(self.at + 1).map_or(&Token::End, |placed| &placed.token)
    }

    fn line(&self) -> u32 {
        self.tokens.get(self.at).map_or(0, |placed| placed.line)
    }

    fn fail<T>(&self, reason: &str) -> Result<T, Refusal> {
        let last = self.tokens.get(self.at).or(self.tokens.last());
        let (line, column) = last.map_or((1, 1), |placed| (placed.line, placed.column));
        Err(Refusal::Syntax { line, column, reason: reason.to_owned() })
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    /// Takes a sign if it comes next.
    fn sign(&mut self, sign: &str) -> bool {
        let next = matches!(self.peek(), Token::Sign(found) if *found == sign);
        self.at += usize::from(next);
        next
    }

    fn expect(&mut self, sign: &str) -> Result<(), Refusal> {
        if self.sign(sign) { Ok(()) } else { self.fail(&format!("`{sign}` is missing")) }
    }

    fn word(&mut self, word: &str) -> bool {
        let next = matches!(self.peek(), Token::Text(found, false) if found == word);
        self.at += usize::from(next);
        next
    }

    /// A fact, a rule or a query.
    fn clause(&mut self, parsed: &mut Parsed) -> Result<(), Refusal> {
        self.vars.clear();
        self.count = 0;
        let line = self.line();
        if self.sign("?-") {
            let atom = self.atom(&mut None)?;
            if !self.sign("?") {
                self.expect(".")?;
            }
            parsed.queries.push(atom);
            return Ok(());
        }
        let mut aggregates = Some(Vec::new());
        let head = self.atom(&mut aggregates)?;
        let aggregates = aggregates.unwrap_or_default();
        let mut body = Vec::new();
        if self.sign(":-") || self.sign("<-") {
            body.push(self.literal()?);
            while self.sign(",") {
                body.push(self.literal()?);
            }
        }
        self.expect(".")?;
        let constants = head.args.iter().map(|arg| if let Arg::Term(term) = arg { Some(*term) } else { None });
        match constants.collect::<Option<Vec<Term>>>() {
            Some(args) if body.is_empty() => parsed.facts.push((head.pred, args)),
            _ => parsed.rules.push(Rule { head, aggregates, body, vars: self.count, line }),
        }
        Ok(())
    }

    fn literal(&mut self) -> Result<Literal, Refusal> {
        let denied = matches!(self.peek(), Token::Text(word, false) if word == "not")
            && matches!(self.peek_next(), Token::Text(..));
        if denied {
            self.at += 1;
        }
        if denied || self.sign("!") || self.sign("\\+") {
            return Ok(Literal::Fails(self.atom(&mut None)?));
        }
        let is_atom =
            matches!(self.peek(), Token::Text(..)) && (self.peek_next() == &Token::Sign("(") || self.ends_literal());
        if is_atom {
            return Ok(Literal::Holds(self.atom(&mut None)?));
        }
        let left = self.expr(0)?;
        let cmp = match self.take() {
            Token::Sign("=" | "==") => Cmp::Equal,
            Token::Text(word, false) if word == "is" => Cmp::Equal,
            Token::Sign("!=" | "<>") => Cmp::Unequal,
            Token::Sign("<") => Cmp::Less,
            Token::Sign("<=" | "=<") => Cmp::AtMost,
            Token::Sign(">") => Cmp::Greater,
            Token::Sign(">=") => Cmp::AtLeast,
            _ => {
                self.at -= 1;
                return self.fail("a comparison is missing");
            }
        };
        Ok(Literal::Compare(cmp, left, self.expr(0)?))
    }

    /// Whether the token after this one ends a literal.
    fn ends_literal(&self) -> bool {
        matches!(self.peek_next(), Token::Sign("," | ".") | Token::End)
    }

    /// A predicate with its arguments. With `aggregates`, arguments may be `count(X)` and the like.
    fn atom(&mut self, aggregates: &mut Option<Vec<Aggregate>>) -> Result<Atom, Refusal> {
        let Token::Text(name, _) = self.peek().clone() else { return self.fail("a predicate is missing") };
        self.at += 1;
        let mut args = Vec::new();
        if self.sign("(") {
            loop {
                if let Some(found) = aggregates
                    && let Some(fold) = self.fold()
                {
                    self.expect("(")?;
                    found.push(Aggregate { at: args.len(), fold });
                    let arg = self.arg()?;
                    self.expect(")")?;
                    args.push(arg);
                } else {
                    args.push(self.arg()?);
                }
                if !self.sign(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        Ok(Atom { pred: self.names.pred(&name, args.len()), args })
    }

    /// The name of an aggregate before a bracket.
    fn fold(&mut self) -> Option<Fold> {
        let Token::Text(name, false) = self.peek() else { return None };
        let fold = match name.as_str() {
            "count" => Fold::Count,
            "sum" => Fold::Sum,
            "min" => Fold::Min,
            "max" => Fold::Max,
            _ => return None,
        };
        if self.peek_next() != &Token::Sign("(") {
            return None;
        }
        self.at += 1;
        Some(fold)
    }

    fn arg(&mut self) -> Result<Arg, Refusal> {
        let minus = self.sign("-");
        Ok(match self.take() {
            Token::Number(number) => Arg::Term(self.names.number(if minus { -number } else { number })),
            Token::Text(text, _) if !minus => Arg::Term(self.names.text(&text)),
            Token::Var(name) if !minus && name == "_" => Arg::Any,
            Token::Var(name) if !minus => {
                let (next, count) = (self.count, &mut self.count);
                Arg::Var(*self.vars.entry(name).or_insert_with(|| {
                    *count += 1;
                    next
                }))
            }
            _ => {
                self.at -= 1;
                return self.fail("an argument is missing");
            }
        })
    }

    /// Sums of products.
    fn expr(&mut self, depth: usize) -> Result<Expr, Refusal> {
        let mut left = self.product(depth)?;
        for _ in 0..DEEPEST {
            let op = if self.sign("+") {
                Op::Add
            } else if self.sign("-") {
                Op::Sub
            } else {
                return Ok(left);
            };
            left = Expr::Op(op, Box::new((left, self.product(depth)?)));
        }
        self.fail("an expression is too long")
    }

    fn product(&mut self, depth: usize) -> Result<Expr, Refusal> {
        let mut left = self.factor(depth)?;
        for _ in 0..DEEPEST {
            let op = if self.sign("*") {
                Op::Mul
            } else if self.sign("/") {
                Op::Div
            } else if self.word("mod") {
                Op::Mod
            } else {
                return Ok(left);
            };
            left = Expr::Op(op, Box::new((left, self.factor(depth)?)));
        }
        self.fail("an expression is too long")
    }

    fn factor(&mut self, depth: usize) -> Result<Expr, Refusal> {
        if depth > DEEPEST {
            return self.fail("an expression is nested too deep");
        }
        if self.sign("(") {
            let inner = self.expr(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.peek() == &Token::Sign("-") && !matches!(self.peek_next(), Token::Number(_)) {
            self.at += 1;
            let zero = Expr::Arg(Arg::Term(self.names.number(0)));
            return Ok(Expr::Op(Op::Sub, Box::new((zero, self.factor(depth + 1)?))));
        }
        Ok(Expr::Arg(self.arg()?))
    }
}
