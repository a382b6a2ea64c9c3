//! Whole numbers: primes and their counting, prime factors, divisors, greatest common divisor and least common
//! multiple, parity, and the digits of a number in other bases.

mod base;

use engine_api::{Budget, Value};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive};

use super::Found;
use super::prompt::{self, Line, computed, plain, step};
use crate::calc::prime;
use crate::scene::Scene;

/// Answers the one sentence of the turn that asks about whole numbers.
pub(crate) fn number_theory(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    prompt::only(scene, |line| answer(scene, line, budget))
}

/// Answers a sentence on its own.
pub(crate) fn in_sentence(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let line = prompt::lines(scene).into_iter().find(|line| line.sentence.span == scene.goal.span)?;
    answer(scene, &line, budget)
}

fn answer<'a>(scene: &Scene<'a>, line: &Line<'a>, budget: &mut Budget) -> Option<Found> {
    if let Some(found) = base::conversion(line, scene) {
        return Some(found);
    }
    let prime = line.has(&["prime", "primes"]);
    let factor = line.has(&[
        "factor",
        "factors",
        "factorization",
        "factorisation",
        "factorize",
        "factorise",
        "factoring",
        "decompose",
        "decomposition",
        "product",
        "divisor",
        "divisors",
    ]);
    if prime && factor {
        return factorization(scene, line, budget);
    }
    if prime {
        return count(scene, line, budget).or_else(|| is_prime(scene, line, budget));
    }
    common(scene, line).or_else(|| divisors(scene, line, budget)).or_else(|| parity(line))
}

/// The numbers of the sentence or near it where all are whole and not negative.
fn whole<'a>(scene: &Scene<'a>, line: &Line<'a>, least: usize) -> Option<Vec<u64>> {
    let numbers = prompt::numbers(scene, line, least);
    let whole: Vec<u64> =
        numbers.iter().filter(|number| number.is_integer()).filter_map(|number| number.numer().to_u64()).collect();
    (whole.len() == numbers.len() && whole.len() >= least).then_some(whole)
}

fn list(numbers: &[u64], between: &str) -> String {
    numbers.iter().map(u64::to_string).collect::<Vec<String>>().join(between)
}

fn factorization<'a>(scene: &Scene<'a>, line: &Line<'a>, budget: &mut Budget) -> Option<Found> {
    let [number] = *whole(scene, line, 1)?.as_slice() else { return None };
    let factors = prime::factors(number, budget).filter(|factors| !factors.is_empty())?;
    let product = list(&factors, " × ");
    let statement = format!("{number} = {product}");
    if line.has(&["distinct", "different", "unique"]) {
        let mut distinct = factors;
        distinct.dedup();
        let shown = list(&distinct, ", ");
        let value = if asks_count(line) { plain(distinct.len().to_string()) } else { Value::Text(shown) };
        return Some(computed(value, statement.clone(), vec![step(statement)]));
    }
    let extreme = |any: &[&str]| line.has(any);
    let value = match () {
        () if extreme(&["largest", "greatest", "biggest", "highest"]) => plain(factors.last()?.to_string()),
        () if extreme(&["smallest", "least", "lowest"]) => plain(factors.first()?.to_string()),
        () if asks_count(line) => plain(factors.len().to_string()),
        () => Value::Text(product),
    };
    Some(computed(value, statement.clone(), Vec::new()))
}

fn asks_count(line: &Line<'_>) -> bool {
    line.says_any(&["how many", "number of", "count", "amount of", "total of"])
}

/// How many primes lie in a range, or which.
fn count<'a>(scene: &Scene<'a>, line: &Line<'a>, budget: &mut Budget) -> Option<Found> {
    let counts = asks_count(line);
    let lists = line.has(&["list", "which", "what", "name", "all"]);
    if !counts && !lists {
        return None;
    }
    let (first, last) = match *whole(scene, line, 1)?.as_slice() {
        [a, b] => (a.min(b), a.max(b)),
        [one] if line.has(&["below", "under", "less", "smaller", "before"]) && !line.has(&["equal"]) => {
            (2, one.checked_sub(1)?)
        }
        [one] if line.says_any(&["up to", "at most", "not exceeding", "equal", "no more than", "until"]) => (2, one),
        _ => return None,
    };
    let open = line.has(&["exclusive", "strictly", "excluding", "exclude"]);
    let (first, last) = if open { (first + 1, last.checked_sub(1)?) } else { (first, last) };
    let primes = prime::between(first, last, budget)?;
    let statement = format!("there are {} primes from {first} to {last}", primes.len());
    let value = if counts { plain(primes.len().to_string()) } else { Value::Text(list(&primes, ", ")) };
    let shown = if primes.len() <= 40 { vec![step(list(&primes, ", "))] } else { Vec::new() };
    Some(computed(value, statement, shown))
}

fn is_prime<'a>(scene: &Scene<'a>, line: &Line<'a>, budget: &mut Budget) -> Option<Found> {
    let asks = line.has(&["is", "whether", "if", "check", "determine"]) && !line.has(&["not", "many"]);
    let [number] = *whole(scene, line, 1).filter(|_| asks)?.as_slice() else { return None };
    let factors = prime::factors(number, budget)?;
    let truth = prime::is_prime(number, budget)?;
    let statement = if truth {
        format!("{number} is a prime number")
    } else if factors.len() < 2 {
        format!("{number} is not a prime number")
    } else {
        format!("{number} = {}", list(&factors, " × "))
    };
    Some(computed(Value::Truth(truth), statement, Vec::new()))
}

/// The greatest common divisor or the least common multiple.
fn common<'a>(scene: &Scene<'a>, line: &Line<'a>) -> Option<Found> {
    let named = |short: &[&str], degree: &[&str], noun: &[&str]| {
        line.has(short) || (line.has(&["common"]) && line.has(degree) && line.has(noun))
    };
    let large = ["greatest", "largest", "highest", "biggest"];
    let small = ["least", "lowest", "smallest"];
    // "The largest number that divides both", "the smallest number divisible by each of them".
    let bounded = line.has(&["than", "prime", "digit", "digits", "below", "under", "above", "over", "between", "or"]);
    let described =
        |degree: &[&str], verbs: &[&str]| !bounded && line.has(degree) && line.has(verbs) && !line.has(&["common"]);
    let gcd = named(&["gcd", "gcf", "hcf"], &large, &["divisor", "factor", "measure", "divisors", "factors"])
        || described(&large, &["divide", "divides", "divisor", "dividing", "factor"]);
    let lcm = named(&["lcm"], &small, &["multiple", "denominator", "multiples"])
        || described(&small, &["divisible", "multiple", "divided"]);
    if gcd == lcm {
        return None;
    }
    let numbers: Vec<BigInt> = prompt::numbers(scene, line, 2)
        .into_iter()
        .filter(|number| number.is_integer())
        .map(|n| n.to_integer())
        .collect();
    if numbers.len() < 2 {
        return None;
    }
    let join = |a: &BigInt, b: &BigInt| if gcd { a.gcd(b) } else { a.lcm(b) };
    let result = numbers.iter().skip(1).fold(numbers.first()?.abs(), |sum, number| join(&sum, number));
    let shown = numbers.iter().map(BigInt::to_string).collect::<Vec<String>>().join(", ");
    let name = if gcd { "greatest common divisor" } else { "least common multiple" };
    let check = |number: &BigInt| {
        let (left, right) = if gcd { (number, &result) } else { (&result, number) };
        step(format!("{left} = {right} × {}", left / right.max(&BigInt::one())))
    };
    let steps = numbers.iter().map(check).collect();
    Some(computed(plain(result.to_string()), format!("the {name} of {shown} is {result}"), steps))
}

fn divisors<'a>(scene: &Scene<'a>, line: &Line<'a>, budget: &mut Budget) -> Option<Found> {
    let asks = line.has(&["list", "find", "what", "which", "name", "give", "how", "count", "all"]);
    if !asks || !line.has(&["divisor", "divisors", "factor", "factors"]) || line.has(&["common", "scale", "by"]) {
        return None;
    }
    let [number] = *whole(scene, line, 1)?.as_slice() else { return None };
    let divisors = prime::divisors(number, budget).filter(|_| number > 0)?;
    let statement = format!("the divisors of {number} are {}", list(&divisors, ", "));
    let value = if asks_count(line) { plain(divisors.len().to_string()) } else { Value::Text(list(&divisors, ", ")) };
    Some(computed(value, statement, Vec::new()))
}

/// "Is 7 odd?", "is 84 divisible by 7?", "is 12 a multiple of 5?"
fn parity(line: &Line<'_>) -> Option<Found> {
    if !line.words.first().is_some_and(|word| matches!(word.as_str(), "is" | "are")) || line.words.len() > 9 {
        return None;
    }
    let numbers: Vec<BigInt> =
        prompt_literals(line).into_iter().filter(|number| number.is_integer()).map(|n| n.to_integer()).collect();
    let (truth, claim) = match numbers.as_slice() {
        [number] if line.has(&["odd", "even"]) && line.has(&["odd"]) != line.has(&["even"]) => {
            let odd = number.is_odd();
            (odd == line.has(&["odd"]), format!("{number} is {}", if odd { "odd" } else { "even" }))
        }
        [number, divisor] if line.has(&["divisible", "multiple"]) && divisor.is_positive() => {
            let (quotient, rest) = number.div_mod_floor(divisor);
            (rest == BigInt::ZERO, format!("{number} = {divisor} × {quotient} + {rest}"))
        }
        _ => return None,
    };
    Some(computed(Value::Truth(truth), claim, Vec::new()))
}

fn prompt_literals(line: &Line<'_>) -> Vec<crate::calc::number::Number> {
    crate::calc::notation::literals(line.text).into_iter().map(|literal| literal.value).collect()
}
