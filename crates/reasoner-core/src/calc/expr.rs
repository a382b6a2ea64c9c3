//! Expressions over exact numbers: an operator-precedence evaluator (Dijkstra's shunting yard, 1961) without
//! recursion, bounded by a budget and by the size of its results.

use engine_api::Budget;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::number::{self, Number};

/// The most bits of a result.
const WIDEST: u64 = 16_384;

/// A part of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Number(Number),
    Operator(Operator),
    Open,
    Close,
    /// Between the arguments of a function.
    Comma,
    /// A function; its arguments follow in parentheses.
    Function(Function),
}

/// What stands before, between or after numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Negate,
    Percent,
    Factorial,
}

/// What takes arguments in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Sum,
    Product,
    Mean,
    Difference,
    Gcd,
    Lcm,
    Min,
    Max,
    SquareRoot,
    CubeRoot,
    Absolute,
}

/// Why an expression has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is no expression.
    Malformed,
    /// It divides by zero.
    DivisionByZero,
    /// Its value is no rational number: the square root of 2.
    Inexact,
    /// It takes too many steps or its value is too long.
    Budget,
}

/// A value and the steps that lead to it: `2 × 3 = 6`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Evaluation {
    pub(crate) value: Number,
    pub(crate) steps: Vec<String>,
}

impl Operator {
    fn precedence(self) -> u8 {
        match self {
            Operator::Add | Operator::Subtract => 1,
            Operator::Multiply | Operator::Divide | Operator::Modulo => 2,
            Operator::Negate => 3,
            Operator::Power => 4,
            Operator::Percent | Operator::Factorial => 5,
        }
    }

    fn is_postfix(self) -> bool {
        matches!(self, Operator::Percent | Operator::Factorial)
    }

    /// The sign as it is written.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Subtract | Operator::Negate => "-",
            Operator::Multiply => "×",
            Operator::Divide => "/",
            Operator::Modulo => "mod",
            Operator::Power => "^",
            Operator::Percent => "%",
            Operator::Factorial => "!",
        }
    }
}

impl Function {
    /// The name as it is written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Function::Sum => "sum",
            Function::Product => "product",
            Function::Mean => "mean",
            Function::Difference => "difference",
            Function::Gcd => "gcd",
            Function::Lcm => "lcm",
            Function::Min => "min",
            Function::Max => "max",
            Function::SquareRoot => "√",
            Function::CubeRoot => "∛",
            Function::Absolute => "abs",
        }
    }
}

/// What waits on the operator stack.
enum Waiting {
    Operator(Operator),
    /// A parenthesis, with the function before it and the height of the value stack at its opening.
    Open(Option<Function>, usize),
}

/// The two stacks of the algorithm.
struct Yard<'b> {
    values: Vec<Number>,
    waiting: Vec<Waiting>,
    steps: Vec<String>,
    budget: &'b mut Budget,
}

/// Evaluates an expression in infix notation.
pub(crate) fn evaluate(tokens: &[Token], budget: &mut Budget) -> Result<Evaluation, Fault> {
    let mut yard = Yard { values: Vec::new(), waiting: Vec::new(), steps: Vec::new(), budget };
    let mut operand_expected = true;
    let mut function = None;
    for token in tokens {
        yard.spend(1)?;
        if function.is_some() && *token != Token::Open {
            return Err(Fault::Malformed);
        }
        match token {
            Token::Number(value) if operand_expected => {
                yard.values.push(value.clone());
                operand_expected = false;
            }
            Token::Function(name) if operand_expected => function = Some(*name),
            Token::Open if operand_expected => yard.waiting.push(Waiting::Open(function.take(), yard.values.len())),
            Token::Close if !operand_expected => yard.close()?,
            Token::Comma if !operand_expected => {
                yard.reduce_to_open()?;
                operand_expected = true;
            }
            Token::Operator(Operator::Subtract | Operator::Negate) if operand_expected => {
                yard.waiting.push(Waiting::Operator(Operator::Negate));
            }
            Token::Operator(Operator::Add) if operand_expected => {}
            Token::Operator(operator) if !operand_expected && operator.is_postfix() => yard.apply(*operator)?,
            Token::Operator(operator) if !operand_expected => {
                yard.push_operator(*operator)?;
                operand_expected = true;
            }
            _ => return Err(Fault::Malformed),
        }
    }
    if operand_expected {
        return Err(Fault::Malformed);
    }
    yard.finish()
}

impl Yard<'_> {
    fn spend(&mut self, steps: u64) -> Result<(), Fault> {
        if self.budget.spend(steps) { Ok(()) } else { Err(Fault::Budget) }
    }

    /// Applies the operators that bind at least as strongly, then lets this one wait.
    fn push_operator(&mut self, operator: Operator) -> Result<(), Fault> {
        let right = operator == Operator::Power;
        while let Some(Waiting::Operator(top)) = self.waiting.last() {
            let stronger =
                top.precedence() > operator.precedence() || (top.precedence() == operator.precedence() && !right);
            if !stronger {
                break;
            }
            let top = *top;
            self.waiting.pop();
            self.apply(top)?;
        }
        self.waiting.push(Waiting::Operator(operator));
        Ok(())
    }

    fn reduce_to_open(&mut self) -> Result<(), Fault> {
        while let Some(Waiting::Operator(top)) = self.waiting.last() {
            let top = *top;
            self.waiting.pop();
            self.apply(top)?;
        }
        if self.waiting.is_empty() { Err(Fault::Malformed) } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), Fault> {
        self.reduce_to_open()?;
        let Some(Waiting::Open(function, height)) = self.waiting.pop() else { return Err(Fault::Malformed) };
        let Some(function) = function else {
            return if self.values.len() == height + 1 { Ok(()) } else { Err(Fault::Malformed) };
        };
        let arguments = self.values.split_off(height.min(self.values.len()));
        let value = self.call(function, &arguments)?;
        let shown: Vec<String> = arguments.iter().map(number::exact).collect();
        self.steps.push(format!("{}({}) = {}", function.name(), shown.join(", "), number::exact(&value)));
        self.values.push(value);
        Ok(())
    }

    fn finish(mut self) -> Result<Evaluation, Fault> {
        while let Some(waiting) = self.waiting.pop() {
            match waiting {
                Waiting::Operator(operator) => self.apply(operator)?,
                Waiting::Open(..) => return Err(Fault::Malformed),
            }
        }
        match (self.values.pop(), self.values.is_empty()) {
            (Some(value), true) => Ok(Evaluation { value, steps: self.steps }),
            _ => Err(Fault::Malformed),
        }
    }

    fn apply(&mut self, operator: Operator) -> Result<(), Fault> {
        let right = self.values.pop().ok_or(Fault::Malformed)?;
        let (value, step) = match operator {
            Operator::Negate => (-right, String::new()),
            Operator::Percent => (right / number::whole(100), String::new()),
            Operator::Factorial => {
                let value = self.factorial(&right)?;
                let step = format!("{}! = {}", number::exact(&right), number::exact(&value));
                (value, step)
            }
            _ => {
                let left = self.values.pop().ok_or(Fault::Malformed)?;
                let value = self.binary(operator, &left, &right)?;
                let (a, b) = (number::exact(&left), number::exact(&right));
                (value.clone(), format!("{a} {} {b} = {}", operator.sign(), number::exact(&value)))
            }
        };
        if !step.is_empty() {
            self.steps.push(step);
        }
        self.values.push(value);
        Ok(())
    }

    fn binary(&mut self, operator: Operator, left: &Number, right: &Number) -> Result<Number, Fault> {
        let width = width(left) + width(right);
        self.spend(1 + width / 64)?;
        if width > 2 * WIDEST {
            return Err(Fault::Budget);
        }
        match operator {
            Operator::Add => Ok(left + right),
            Operator::Subtract => Ok(left - right),
            Operator::Multiply => Ok(left * right),
            Operator::Divide if right.is_zero() => Err(Fault::DivisionByZero),
            Operator::Divide => Ok(left / right),
            Operator::Modulo if right.is_zero() => Err(Fault::DivisionByZero),
            Operator::Modulo => Ok(left - right * (left / right).floor()),
            Operator::Power => self.power(left, right),
            Operator::Negate | Operator::Percent | Operator::Factorial => Err(Fault::Malformed),
        }
    }

    fn power(&mut self, base: &Number, exponent: &Number) -> Result<Number, Fault> {
        if !exponent.is_integer() {
            // A square or cube root written as a power.
            let root = exponent.denom().to_u32().filter(|root| *root <= 3).ok_or(Fault::Inexact)?;
            let power = self.power(base, &Number::from_integer(exponent.numer().clone()))?;
            return exact_root(&power, root);
        }
        if base.is_zero() && exponent.is_negative() {
            return Err(Fault::DivisionByZero);
        }
        if base.abs().is_one() || base.is_zero() {
            let odd = exponent.numer().is_odd();
            return Ok(if exponent.is_zero() || (base.is_negative() && !odd) { Number::one() } else { base.clone() });
        }
        let times = exponent.numer().abs().to_u64().ok_or(Fault::Budget)?;
        let bits = width(base).checked_mul(times).filter(|bits| *bits <= 2 * WIDEST).ok_or(Fault::Budget)?;
        self.spend(1 + bits * bits / 4096)?;
        let times = i32::try_from(times).map_err(|_| Fault::Budget)?;
        Ok(base.pow(if exponent.is_negative() { -times } else { times }))
    }

    fn factorial(&mut self, number: &Number) -> Result<Number, Fault> {
        if !number.is_integer() || number.is_negative() {
            return Err(Fault::Malformed);
        }
        let last = number.numer().to_u64().filter(|last| *last <= 1000).ok_or(Fault::Budget)?;
        self.spend(last * 4)?;
        let mut product = BigInt::one();
        for factor in 2..=last {
            product *= factor;
        }
        Ok(Number::from_integer(product))
    }

    fn call(&mut self, function: Function, arguments: &[Number]) -> Result<Number, Fault> {
        let first = arguments.first().ok_or(Fault::Malformed)?;
        let one = || if arguments.len() == 1 { Ok(first) } else { Err(Fault::Malformed) };
        match function {
            Function::Sum => self.fold(Operator::Add, arguments),
            Function::Product => self.fold(Operator::Multiply, arguments),
            Function::Mean => Ok(self.fold(Operator::Add, arguments)? / Number::from_integer(arguments.len().into())),
            Function::Difference => match arguments {
                [left, right] => Ok((left - right).abs()),
                _ => Err(Fault::Malformed),
            },
            Function::Gcd => whole_fold(arguments, |left, right| left.gcd(right)),
            Function::Lcm => whole_fold(arguments, |left, right| left.lcm(right)),
            Function::Min => Ok(arguments.iter().min().unwrap_or(first).clone()),
            Function::Max => Ok(arguments.iter().max().unwrap_or(first).clone()),
            Function::SquareRoot => exact_root(one()?, 2),
            Function::CubeRoot => exact_root(one()?, 3),
            Function::Absolute => Ok(one()?.abs()),
        }
    }

    fn fold(&mut self, operator: Operator, arguments: &[Number]) -> Result<Number, Fault> {
        let mut arguments = arguments.iter();
        let mut result = arguments.next().ok_or(Fault::Malformed)?.clone();
        for argument in arguments {
            result = self.binary(operator, &result, argument)?;
        }
        Ok(result)
    }
}

/// How many bits numerator and denominator take.
fn width(number: &Number) -> u64 {
    number.numer().bits() + number.denom().bits() - 1
}

/// Folds whole numbers; at least two.
fn whole_fold(arguments: &[Number], join: impl Fn(&BigInt, &BigInt) -> BigInt) -> Result<Number, Fault> {
    if arguments.len() < 2 || !arguments.iter().all(Number::is_integer) {
        return Err(Fault::Malformed);
    }
    let result = arguments.iter().map(|number| number.numer().clone()).reduce(|left, right| join(&left, &right));
    Ok(Number::from_integer(result.unwrap_or_default()))
}

/// The root of a number where it is rational.
fn exact_root(number: &Number, root: u32) -> Result<Number, Fault> {
    if number.is_negative() && root.is_even() {
        return Err(Fault::Inexact);
    }
    if root == 1 {
        return Ok(number.clone());
    }
    let (top, bottom) = (number.numer().nth_root(root), number.denom().nth_root(root));
    let found = Number::new(top, bottom);
    let back = (1..root).fold(found.clone(), |power, _| power * &found);
    if back == *number { Ok(found) } else { Err(Fault::Inexact) }
}
