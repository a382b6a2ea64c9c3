//! Primes: sieving, testing and factoring of machine integers.

use engine_api::Budget;

/// The largest number that is factored, and the largest bound of a range of primes.
pub(crate) const LARGEST: u64 = 1_000_000_000_000;

/// The widest range that is sieved.
const WIDEST: u64 = 4_000_000;

/// The prime factors of `number` in rising order, each as often as it divides; `None` beyond the bounds.
pub(crate) fn factors(number: u64, budget: &mut Budget) -> Option<Vec<u64>> {
    if number > LARGEST {
        return None;
    }
    let mut found = Vec::new();
    let mut rest = number;
    let mut divisor = 2u64;
    while divisor * divisor <= rest {
        if divisor % 1024 == 1 && !budget.spend(64) {
            return None;
        }
        while rest.is_multiple_of(divisor) {
            found.push(divisor);
            rest /= divisor;
        }
        divisor += if divisor == 2 { 1 } else { 2 };
    }
    if rest > 1 {
        found.push(rest);
    }
    Some(found)
}

/// Whether `number` is prime.
pub(crate) fn is_prime(number: u64, budget: &mut Budget) -> Option<bool> {
    Some(factors(number, budget)?.as_slice() == [number] && number > 1)
}

/// The primes from `first` to `last`, both included: a segmented sieve of Eratosthenes.
pub(crate) fn between(first: u64, last: u64, budget: &mut Budget) -> Option<Vec<u64>> {
    let first = first.max(2);
    if last < first {
        return Some(Vec::new());
    }
    if last > LARGEST || last - first >= WIDEST || !budget.spend((last - first) / 16 + last.isqrt() / 16) {
        return None;
    }
    let mut composite = vec![false; usize::try_from(last - first + 1).ok()?];
    let mut divisor = 2u64;
    while divisor * divisor <= last {
        let mut multiple = (divisor * divisor).max(first.div_ceil(divisor) * divisor);
        while multiple <= last {
            if let Some(cell) = usize::try_from(multiple - first).ok().and_then(|at| composite.get_mut(at)) {
                *cell = true;
            }
            multiple += divisor;
        }
        divisor += if divisor == 2 { 1 } else { 2 };
    }
    Some((first..).zip(&composite).filter(|(_, composite)| !**composite).map(|(number, _)| number).collect())
}

/// All divisors of `number` in rising order.
pub(crate) fn divisors(number: u64, budget: &mut Budget) -> Option<Vec<u64>> {
    let mut found = vec![1];
    let mut previous = 0;
    let mut start = 0;
    for prime in factors(number, budget)? {
        let from = if prime == previous { start } else { 0 };
        start = found.len();
        previous = prime;
        let more: Vec<u64> = found.iter().skip(from).map(|divisor| divisor * prime).collect();
        found.extend(more);
    }
    found.sort_unstable();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn budget() -> Budget {
        Budget::steps(10_000_000)
    }

    #[test]
    fn known_values() {
        assert_eq!(factors(360, &mut budget()), Some(vec![2, 2, 2, 3, 3, 5]));
        assert_eq!(factors(1, &mut budget()), Some(vec![]));
        assert_eq!(between(1, 30, &mut budget()).map(|primes| primes.len()), Some(10));
        assert_eq!(between(90, 96, &mut budget()), Some(vec![]));
        assert_eq!(divisors(12, &mut budget()), Some(vec![1, 2, 3, 4, 6, 12]));
        assert_eq!(is_prime(1_000_003, &mut budget()), Some(true));
        assert_eq!(is_prime(1, &mut budget()), Some(false));
    }

    proptest! {
        #[test]
        fn factors_multiply_to_the_number(number in 1u64..5_000_000) {
            let factors = factors(number, &mut budget()).unwrap();
            prop_assert_eq!(factors.iter().product::<u64>(), number);
        }

        #[test]
        fn sieve_and_test_agree(first in 0u64..100_000, width in 0u64..200) {
            let sieved = between(first, first + width, &mut budget()).unwrap();
            let tested: Vec<u64> =
                (first..=first + width).filter(|number| is_prime(*number, &mut budget()) == Some(true)).collect();
            prop_assert_eq!(sieved, tested);
        }

        #[test]
        fn divisors_divide(number in 1u64..20_000) {
            let plain: Vec<u64> = (1..=number).filter(|divisor| number % divisor == 0).collect();
            prop_assert_eq!(divisors(number, &mut budget()).unwrap(), plain);
        }
    }
}
