//! Exact arithmetic, in signs and in words: "what is seventeen times twenty-three", "15% of 80". The whole
//! sentence must be an expression; one word that is not understood, and the skill passes.

mod phrase;

use engine_api::{Budget, Finding, OutcomeKind, Pos, Proof, Reason, Value, Word};

use super::Found;
use crate::calc::expr::{self, Fault, Function, Operator, Token};
use crate::calc::{number, sign};
use crate::knowledge::phrase::plural;
use crate::scene::Scene;

/// Words that may stand around an expression and add nothing to it.
const FILLERS: [&str; 44] = [
    "also",
    "so",
    "then",
    "well",
    "hi",
    "hello",
    "what",
    "'s",
    "be",
    "calculate",
    "compute",
    "evaluate",
    "solve",
    "how",
    "much",
    "many",
    "the",
    "result",
    "value",
    "answer",
    "please",
    "equal",
    "=",
    "?",
    ".",
    "!",
    ":",
    "give",
    "i",
    "tell",
    "find",
    "work",
    "out",
    "do",
    "make",
    "simplify",
    "can",
    "you",
    "could",
    ",",
    "exactly",
    "now",
    "expression",
    "following",
];

/// Answers an expression with its value.
pub(crate) fn arithmetic(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    expression_value(scene, budget).or_else(|| phrase::phrase(scene.goal, scene.text, budget))
}

/// The value of a sentence that is an expression.
fn expression_value(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let (tokens, units) = read(scene, scene.goal.words.as_slice())?;
    let unit = match units.as_slice() {
        [] => None,
        units => Some(common_unit(&tokens, units)?),
    };
    let calculates =
        tokens.iter().any(|token| !matches!(token, Token::Number(_) | Token::Open | Token::Close | Token::Comma));
    if !calculates {
        return None;
    }
    let shown = show(&tokens);
    match expr::evaluate(&tokens, budget) {
        Ok(evaluation) => Some(result(&shown, &evaluation, unit)),
        Err(Fault::Malformed) => None,
        Err(_) if unit.is_some() => None,
        Err(Fault::Budget) => Some(Found::abstained(Reason::Budget)),
        Err(Fault::DivisionByZero) => Some(undefined(&shown, "division by zero has no value")),
        Err(Fault::Inexact) => Some(inexact(&shown)),
    }
}

fn undefined(shown: &str, why: &str) -> Found {
    let value = Value::Text("undefined".to_owned());
    let finding = Finding::stated(value, format!("{shown} is undefined: {why}"));
    let proof = Proof { claim: format!("{shown}: {why}"), by: "exact arithmetic".to_owned(), from: Vec::new() };
    Found::answer(finding, OutcomeKind::Computed, Some(proof))
}

/// A value that exists perhaps, but not among the numbers that are calculated with here.
fn inexact(shown: &str) -> Found {
    let why = "not a rational number, so I have no exact value for it";
    let finding = Finding::stated(Value::Text(format!("{shown} is {why}")), format!("{shown} is {why}"));
    let proof = Proof { claim: format!("{shown} is {why}"), by: "exact arithmetic".to_owned(), from: Vec::new() };
    Found::answer(finding, OutcomeKind::Computed, Some(proof))
}

/// The unit of the whole where it is certain: amounts of one unit are added, or one amount is multiplied by plain
/// numbers or divided by them.
fn common_unit(tokens: &[Token], units: &[Unit]) -> Option<Unit> {
    let first = units.first()?;
    let same = units.iter().all(|unit| unit.lemma == first.lemma);
    let numbers = tokens.iter().filter(|token| matches!(token, Token::Number(_))).count();
    let only = |allowed: fn(&Token) -> bool| tokens.iter().all(allowed);
    let added = units.len() == numbers
        && only(|token| {
            let function = matches!(token, Token::Function(Function::Sum | Function::Mean | Function::Difference));
            let sign = matches!(token, Token::Operator(Operator::Add | Operator::Subtract | Operator::Negate));
            function || sign || matches!(token, Token::Number(_) | Token::Open | Token::Close | Token::Comma)
        });
    let divisor = tokens.iter().position(|token| matches!(token, Token::Operator(Operator::Divide)));
    let scaled = units.len() == 1
        && divisor.is_none_or(|divisor| first.token < divisor)
        && only(|token| {
            let sign = matches!(token, Token::Operator(Operator::Multiply | Operator::Divide | Operator::Percent));
            sign || matches!(token, Token::Number(_))
        });
    let written = units.iter().find(|unit| unit.written != unit.lemma).unwrap_or(first);
    (same && (added || scaled)).then(|| written.clone())
}

/// The value with its equation and the steps that lead to it.
fn result(shown: &str, evaluation: &expr::Evaluation, unit: Option<Unit>) -> Found {
    let digits = number::exact(&evaluation.value);
    let unit = unit.map(|unit| unit.of(&digits));
    let mut statement = format!("{shown} = {digits}");
    if let Some(unit) = &unit {
        statement.push_str(&format!(" {unit}"));
    }
    if !number::is_decimal(&evaluation.value) {
        statement.push_str(&format!(" ≈ {}", number::rounded(&evaluation.value, 7)));
    }
    let step = |claim: &String| Proof { claim: claim.clone(), by: "exact arithmetic".to_owned(), from: Vec::new() };
    let from = if evaluation.steps.len() > 1 { evaluation.steps.iter().map(step).collect() } else { Vec::new() };
    let proof = Proof { claim: statement.clone(), by: "exact arithmetic".to_owned(), from };
    let finding = Finding::stated(Value::Number { digits, unit }, statement);
    Found::answer(finding, OutcomeKind::Computed, Some(proof))
}

/// The expression of plain numbers that the words spell; `None` where a word does not belong.
pub(crate) fn expression<'a>(scene: &Scene<'a>, words: &'a [Word]) -> Option<Vec<Token>> {
    read(scene, words).filter(|(_, units)| units.is_empty()).map(|(tokens, _)| tokens)
}

/// The unit of an amount, and the place of the amount among the tokens.
#[derive(Debug, Clone)]
struct Unit {
    token: usize,
    lemma: String,
    written: String,
}

impl Unit {
    /// The unit after an amount with these digits.
    fn of(self, digits: &str) -> String {
        match self.lemma == self.written {
            _ if digits == "1" => self.lemma,
            false => self.written,
            // Signs have no plural.
            true if self.written.len() <= 3 => self.written,
            true => plural(&self.written),
        }
    }
}

/// The expression that the words spell, and the units in it.
fn read<'a>(scene: &Scene<'a>, words: &'a [Word]) -> Option<(Vec<Token>, Vec<Unit>)> {
    let mut reader = Reader { scene: *scene, words, at: 0, tokens: Vec::new(), open: Vec::new(), units: Vec::new() };
    reader.skip_fillers();
    while reader.at < words.len() {
        if !reader.step() {
            reader.skip_fillers();
            return (reader.at == words.len()).then(|| reader.finish()).flatten();
        }
    }
    reader.finish()
}

/// Reads an expression from words.
struct Reader<'a> {
    scene: Scene<'a>,
    words: &'a [Word],
    at: usize,
    tokens: Vec<Token>,
    /// The functions in words whose arguments are being read.
    open: Vec<Function>,
    units: Vec<Unit>,
}

impl Reader<'_> {
    fn lemma(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", |word| word.lemma.as_str())
    }

    fn skip_fillers(&mut self) {
        while self.at < self.words.len() && FILLERS.contains(&self.lemma(0)) {
            // "5!" is a factorial; "!" after the sentence is not.
            if self.lemma(0) == "!" && self.touches() && self.operand_before() {
                break;
            }
            self.at += 1;
            // "the result of", "the value of"
            if matches!(self.lemma(0), "of" | "for") && !self.operand_before() {
                self.at += 1;
            }
        }
    }

    /// Whether no space stands before the word here.
    fn touches(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.words.get(at)).map(|word| word.span.end);
        before == self.words.get(self.at).map(|word| word.span.start)
    }

    fn operand_before(&self) -> bool {
        matches!(
            self.tokens.last(),
            Some(Token::Number(_) | Token::Close | Token::Operator(Operator::Percent | Operator::Factorial))
        )
    }

    /// Reads one part; false where the word here is none.
    fn step(&mut self) -> bool {
        self.number() || self.function() || self.operator() || self.mark()
    }

    fn push(&mut self, token: Token, words: usize) -> bool {
        self.tokens.push(token);
        self.at += words;
        true
    }

    /// A number, with "percent" after it where it has it.
    fn number(&mut self) -> bool {
        let sign = usize::from(matches!(self.lemma(0), "$" | "€" | "£" | "¥"));
        let Some(word) = self.words.get(self.at + sign) else { return false };
        let quantity = self.scene.goal.quantities.iter().find(|quantity| quantity.span.start == word.span.start);
        let Some(quantity) = quantity.filter(|_| !self.operand_before()) else { return false };
        let Some(value) = number::parse(&quantity.amount) else { return false };
        while self.words.get(self.at).is_some_and(|word| word.span.start < quantity.span.end) {
            self.at += 1;
        }
        // "half of 90" and "two thirds of 12" multiply.
        self.tokens.push(Token::Number(value));
        if sign == 1 || quantity.unit.as_deref().is_some_and(|unit| unit != "percent") {
            self.unit(quantity.unit.as_deref().unwrap_or(""), sign == 1);
        }
        if self.lemma(0) == "of" {
            return self.push(Token::Operator(Operator::Multiply), 1);
        }
        true
    }

    /// The unit of the number before, in one word after it or in a sign before it.
    fn unit(&mut self, unit: &str, signed: bool) {
        let token = self.tokens.len().saturating_sub(1);
        let (lemma, after) = match self.words.get(self.at).filter(|word| word.text == unit) {
            Some(word) => (word.lemma.clone(), 1),
            None if signed => (unit.strip_suffix('s').unwrap_or(unit).to_owned(), 0),
            None => return,
        };
        let spelt = unit.chars().all(char::is_alphabetic) && !OPERATORS.iter().any(|(name, _)| *name == lemma);
        if spelt {
            self.at += after;
            self.units.push(Unit { token, lemma, written: unit.to_owned() });
        }
    }

    /// A function in words or signs, which opens its arguments.
    fn function(&mut self) -> bool {
        if self.operand_before() {
            return false;
        }
        let skip = usize::from(self.lemma(0) == "the");
        let Some((function, words)) = FUNCTIONS.iter().find_map(|(name, function)| {
            let count = name.split(' ').count();
            let fits = name.split(' ').enumerate().all(|(index, part)| self.lemma(skip + index) == part);
            fits.then_some((*function, count + skip))
        }) else {
            return self.factor();
        };
        self.at += words;
        self.tokens.push(Token::Function(function));
        if self.lemma(0) == "(" {
            return true;
        }
        self.at += usize::from(matches!(self.lemma(0), "of" | "between" | "for"));
        self.at += usize::from(self.lemma(0) == "the" && matches!(self.lemma(1), "number"));
        self.at += usize::from(self.lemma(0) == "number");
        self.open.push(function);
        self.push(Token::Open, 0)
    }

    /// "double 8", "twice 21", "triple 5", "a quarter of".
    fn factor(&mut self) -> bool {
        let factor = match self.lemma(0) {
            "double" | "twice" => 2,
            "triple" | "thrice" => 3,
            "negative" | "minus" => -1,
            _ => return false,
        };
        self.tokens.push(Token::Number(number::whole(factor)));
        self.push(Token::Operator(Operator::Multiply), 1)
    }

    fn operator(&mut self) -> bool {
        let phrase = OPERATORS.iter().find(|(name, _)| {
            name.split(' ').enumerate().all(|(index, part)| self.lemma(index) == part || self.written(index) == part)
        });
        let Some((name, operator)) = phrase.filter(|_| self.operand_before()) else { return false };
        let words = name.split(' ').count();
        match name {
            &"squared" | &"cubed" => {
                let power = if *name == "squared" { 2 } else { 3 };
                self.tokens.push(Token::Operator(Operator::Power));
                self.push(Token::Number(number::whole(power)), words)
            }
            &"percent" | &"%" if self.lemma(words) == "of" => {
                self.tokens.push(Token::Operator(Operator::Percent));
                self.push(Token::Operator(Operator::Multiply), words + 1)
            }
            _ => self.push(Token::Operator(*operator), words),
        }
    }

    fn written(&self, ahead: usize) -> String {
        self.words.get(self.at + ahead).map(|word| word.text.to_lowercase()).unwrap_or_default()
    }

    /// Signs, and the comma or "and" between arguments.
    fn mark(&mut self) -> bool {
        let Some(word) = self.words.get(self.at) else { return false };
        let separates = matches!(word.lemma.as_str(), "," | "and");
        if separates && self.operand_before() && self.in_arguments() {
            let both = usize::from(word.lemma == "," && self.lemma(1) == "and");
            return self.push(Token::Comma, 1 + both);
        }
        if word.lemma == "**" || (word.text == "*" && self.lemma(1) == "*") {
            return self.push(Token::Operator(Operator::Power), 2);
        }
        let mut letters = word.text.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
        if letter == '!' && !(self.touches() && self.operand_before()) {
            return false;
        }
        if letter == 'x' && self.operand_before() {
            return self.push(Token::Operator(Operator::Multiply), 1);
        }
        if letter == '√' {
            self.tokens.push(Token::Function(Function::SquareRoot));
            self.at += 1;
            if self.lemma(0) != "(" {
                self.open.push(Function::SquareRoot);
                self.tokens.push(Token::Open);
            }
            return true;
        }
        if word.pos == Pos::Numeral {
            return false;
        }
        match sign(letter) {
            Some(token) => self.push(token, 1),
            None => false,
        }
    }

    /// Whether an argument list is open, in words or in parentheses.
    fn in_arguments(&self) -> bool {
        let calls = self.tokens.windows(2).any(|pair| matches!(pair, [Token::Function(_), Token::Open]));
        calls || !self.open.is_empty()
    }

    /// Closes what was opened in words.
    fn finish(mut self) -> Option<(Vec<Token>, Vec<Unit>)> {
        for _ in 0..self.open.len() {
            self.tokens.push(Token::Close);
        }
        (!self.tokens.is_empty()).then_some((self.tokens, self.units))
    }
}

/// Functions by their names, longest first where one begins with another.
const FUNCTIONS: [(&str, Function); 24] = [
    ("greatest common divisor", Function::Gcd),
    ("greatest common factor", Function::Gcd),
    ("highest common factor", Function::Gcd),
    ("least common multiple", Function::Lcm),
    ("lowest common multiple", Function::Lcm),
    ("square root", Function::SquareRoot),
    ("cube root", Function::CubeRoot),
    ("absolute value", Function::Absolute),
    ("arithmetic mean", Function::Mean),
    ("sum", Function::Sum),
    ("total", Function::Sum),
    ("product", Function::Product),
    ("average", Function::Mean),
    ("mean", Function::Mean),
    ("difference", Function::Difference),
    ("gcd", Function::Gcd),
    ("gcf", Function::Gcd),
    ("lcm", Function::Lcm),
    ("minimum", Function::Min),
    ("min", Function::Min),
    ("maximum", Function::Max),
    ("max", Function::Max),
    ("sqrt", Function::SquareRoot),
    ("abs", Function::Absolute),
];

/// Operators by their names, longest first where one begins with another.
const OPERATORS: [(&str, Operator); 22] = [
    ("to the power of", Operator::Power),
    ("raised to the power of", Operator::Power),
    ("raised to", Operator::Power),
    ("multiplied by", Operator::Multiply),
    ("multiplied with", Operator::Multiply),
    ("divided by", Operator::Divide),
    ("added to", Operator::Add),
    ("plus", Operator::Add),
    ("minus", Operator::Subtract),
    ("times", Operator::Multiply),
    ("over", Operator::Divide),
    ("modulo", Operator::Modulo),
    ("mod", Operator::Modulo),
    ("factorial", Operator::Factorial),
    ("squared", Operator::Power),
    ("cubed", Operator::Power),
    ("percent", Operator::Percent),
    ("per cent", Operator::Percent),
    ("%", Operator::Percent),
    ("×", Operator::Multiply),
    ("÷", Operator::Divide),
    ("^", Operator::Power),
];

/// The expression in signs.
pub(crate) fn show(tokens: &[Token]) -> String {
    let mut shown = String::new();
    let mut operand = false;
    for token in tokens {
        match token {
            Token::Number(value) => {
                let digits = number::exact(value);
                let compound = digits.contains('/') && tokens.len() > 1;
                shown.push_str(&if compound { format!("({digits})") } else { digits });
            }
            Token::Operator(operator @ (Operator::Percent | Operator::Factorial)) => shown.push_str(operator.sign()),
            Token::Operator(operator) if operand && *operator == Operator::Power => shown.push_str(operator.sign()),
            Token::Operator(operator) if operand => shown.push_str(&format!(" {} ", operator.sign())),
            Token::Operator(operator) => shown.push_str(operator.sign()),
            Token::Open => shown.push('('),
            Token::Close => shown.push(')'),
            Token::Comma => shown.push_str(", "),
            Token::Function(function) => shown.push_str(function.name()),
        }
        operand = matches!(token, Token::Number(_) | Token::Close)
            || matches!(token, Token::Operator(Operator::Percent | Operator::Factorial));
    }
    shown
}
