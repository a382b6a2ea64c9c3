//! Requests and tokens a minute, per caller: the generic cell rate algorithm (ITU-T I.371), with time as an argument.
//!
//! A bucket holds one minute's allowance and refills evenly. Its whole state is the moment at which it would be full
//! again, so asking, charging and telling what is left are arithmetic on one number.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

use crate::error::ApiError;
use crate::guard::auth::{Caller, Quota};

const MINUTE_NS: u64 = 60_000_000_000;

/// One allowance. `full_at` is in nanoseconds since the limiter's start.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    full_at: u64,
}

/// What a bucket holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// The whole allowance.
    pub limit: u32,
    /// What is left of it now.
    pub remaining: u32,
    /// When it will be whole again.
    pub reset: Duration,
}

impl Bucket {
    fn cost(limit: u32, amount: u64) -> u64 {
        let cost = u128::from(amount) * u128::from(MINUTE_NS) / u128::from(limit.max(1));
        u64::try_from(cost).unwrap_or(u64::MAX)
    }

    /// Takes `amount` if it is there; otherwise the time until it is, or none if it never can be.
    fn take(&mut self, now: u64, limit: u32, amount: u64) -> Result<(), Option<Duration>> {
        if amount > u64::from(limit) {
            return Err(None);
        }
        let full_at = self.full_at.max(now).saturating_add(Bucket::cost(limit, amount));
        let spill = full_at.saturating_sub(now.saturating_add(MINUTE_NS));
        if spill > 0 {
            return Err(Some(Duration::from_nanos(spill)));
        }
        self.full_at = full_at;
        Ok(())
    }

    /// Takes `amount` whether it is there or not: tokens that were already said.
    fn charge(&mut self, now: u64, limit: u32, amount: u64) {
        self.full_at = self.full_at.max(now).saturating_add(Bucket::cost(limit, amount));
    }

    fn level(&self, now: u64, limit: u32) -> Level {
        let used_ns = self.full_at.saturating_sub(now);
        let free = u128::from(MINUTE_NS.saturating_sub(used_ns)) * u128::from(limit) / u128::from(MINUTE_NS);
        Level { limit, remaining: u32::try_from(free).unwrap_or(limit), reset: Duration::from_nanos(used_ns) }
    }
}

/// The buckets of one caller.
#[derive(Debug, Clone, Copy, Default)]
struct Buckets {
    requests: Bucket,
    tokens: Bucket,
}

/// The buckets of every caller that has a quota; there are at most as many as keys.
#[derive(Debug, Default)]
pub struct Limiter {
    buckets: Mutex<HashMap<Arc<str>, Buckets>>,
}

/// What a caller has left, for the response's headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Levels {
    /// Requests, where they are limited.
    pub requests: Option<Level>,
    /// Tokens, where they are limited.
    pub tokens: Option<Level>,
}

impl Limiter {
    /// Takes one request. `now` is the time since some fixed start.
    ///
    /// # Errors
    /// 429 with the time after which another try can succeed.
    pub fn admit(&self, caller: &Caller, now: Duration) -> Result<(), ApiError> {
        let limit = caller.quota.requests;
        if limit == 0 {
            return Ok(());
        }
        self.with(caller, |buckets| buckets.requests.take(nanos(now), limit, 1))
            .map_err(|wait| exceeded("requests", limit, 1, wait))
    }

    /// Looks whether `tokens` of a prompt fit what is left. They are charged when the reply is known.
    ///
    /// # Errors
    /// 429 as [`Limiter::admit`].
    pub fn fits(&self, caller: &Caller, tokens: u64, now: Duration) -> Result<(), ApiError> {
        let limit = caller.quota.tokens;
        if limit == 0 {
            return Ok(());
        }
        let mut trial = self.with(caller, |buckets| buckets.tokens);
        trial.take(nanos(now), limit, tokens).map_err(|wait| exceeded("tokens", limit, tokens, wait))
    }

    fn with<T>(&self, caller: &Caller, look: impl FnOnce(&mut Buckets) -> T) -> T {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        look(buckets.entry(Arc::clone(&caller.key_id)).or_default())
    }

    /// Charges the tokens that a reply cost.
    pub fn charge(&self, caller: &Caller, tokens: u64, now: Duration) {
        if caller.quota.tokens > 0 {
            self.with(caller, |buckets| buckets.tokens.charge(nanos(now), caller.quota.tokens, tokens));
        }
    }

    /// What the caller has left.
    pub fn levels(&self, caller: &Caller, now: Duration) -> Levels {
        let Quota { requests, tokens } = caller.quota;
        if requests == 0 && tokens == 0 {
            return Levels::default();
        }
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let buckets = buckets.get(&caller.key_id).copied().unwrap_or_default();
        let now = nanos(now);
        Levels {
            requests: (requests > 0).then(|| buckets.requests.level(now, requests)),
            tokens: (tokens > 0).then(|| buckets.tokens.level(now, tokens)),
        }
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn exceeded(what: &'static str, limit: u32, amount: u64, wait: Option<Duration>) -> ApiError {
    let unit = if what == "tokens" { "TPM" } else { "RPM" };
    let (advice, retry_after_ms) = match wait {
        Some(wait) => {
            let ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
            (format!("Please try again in {}.", shown(Duration::from_millis(ms))), Some(ms))
        }
        None => ("The request is larger than the whole limit.".to_owned(), None),
    };
    let message = format!("Rate limit reached on {what} per min ({unit}): Limit {limit}, Requested {amount}. {advice}");
    ApiError { kind: what, retry_after_ms, ..ApiError::invalid(429, message).code("rate_limit_exceeded") }
}

/// A duration as the API writes it: `6ms`, `1s`, `6m0s`.
fn shown(time: Duration) -> String {
    let ms = time.as_millis();
    match (ms, time.as_secs()) {
        (0, _) if !time.is_zero() => "1ms".to_owned(),
        (..1_000, _) => format!("{ms}ms"),
        (_, secs @ ..60) if ms.is_multiple_of(1_000) => format!("{secs}s"),
        (_, secs @ ..60) => format!("{secs}.{}s", format!("{:03}", ms % 1_000).trim_end_matches('0')),
        (_, secs) => format!("{}m{}s", secs / 60, secs % 60),
    }
}

impl Levels {
    /// Writes the documented `x-ratelimit-…` headers.
    pub fn write(&self, headers: &mut HeaderMap) {
        const REQUESTS: [&str; 3] =
            ["x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"];
        const TOKENS: [&str; 3] =
            ["x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"];
        for (names, level) in [(REQUESTS, self.requests), (TOKENS, self.tokens)] {
            let Some(level) = level else { continue };
            let values = [level.limit.to_string(), level.remaining.to_string(), shown(level.reset)];
            for (name, value) in names.into_iter().zip(values) {
                if let Ok(value) = HeaderValue::from_str(&value) {
                    headers.insert(HeaderName::from_static(name), value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(requests: u32, tokens: u32) -> Caller {
        Caller { key_id: Arc::from("k"), quota: Quota { requests, tokens } }
    }

    #[test]
    fn exactly_the_limit_passes_and_refills_evenly() {
        let (limiter, caller) = (Limiter::default(), caller(100, 0));
        let now = Duration::from_secs(5);
        let passed = (0..1_000).filter(|_| limiter.admit(&caller, now).is_ok()).count();
        assert_eq!(passed, 100);
        assert_eq!(limiter.levels(&caller, now).requests.unwrap().remaining, 0);
        let later = now + Duration::from_millis(600);
        assert!(limiter.admit(&caller, later).is_ok());
        assert!(limiter.admit(&caller, later).is_err());
    }

    #[test]
    fn a_refusal_says_when_to_come_back_and_then_it_works() {
        let (limiter, caller) = (Limiter::default(), caller(1, 0));
        limiter.admit(&caller, Duration::ZERO).unwrap();
        let error = limiter.admit(&caller, Duration::from_secs(15)).unwrap_err();
        assert_eq!((error.status, error.kind, error.retry_after_ms), (429, "requests", Some(45_001)));
        assert!(limiter.admit(&caller, Duration::from_millis(60_001)).is_ok());
    }

    #[test]
    fn tokens_are_charged_when_they_are_known() {
        let (limiter, caller) = (Limiter::default(), caller(0, 1_000));
        let now = Duration::ZERO;
        limiter.fits(&caller, 10, now).unwrap();
        limiter.charge(&caller, 1_500, now);
        let error = limiter.fits(&caller, 10, now).unwrap_err();
        assert_eq!((error.kind, error.code.as_deref()), ("tokens", Some("rate_limit_exceeded")));
        assert!(limiter.fits(&caller, 10, Duration::from_secs(31)).is_ok());
        assert!(limiter.fits(&caller, 1_001, Duration::from_secs(3_600)).unwrap_err().retry_after_ms.is_none());
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_open_the_gate() {
        let (limiter, caller) = (Limiter::default(), caller(2, 0));
        let late = Duration::from_secs(7_200);
        assert!(limiter.admit(&caller, late).is_ok() && limiter.admit(&caller, late).is_ok());
        assert!(limiter.admit(&caller, Duration::from_secs(3_600)).is_err());
    }

    #[test]
    fn durations_read_as_the_api_writes_them() {
        let check = |ms: u64, expected: &str| assert_eq!(shown(Duration::from_millis(ms)), expected);
        check(0, "0ms");
        check(6, "6ms");
        check(1_000, "1s");
        check(1_250, "1.25s");
        check(10_000, "10s");
        check(360_000, "6m0s");
        check(61_000, "1m1s");
    }
}
