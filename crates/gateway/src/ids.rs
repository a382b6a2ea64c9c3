//! Ids, the clock and the seed of ids: the only places where a reply's bytes depend on more than the request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use hyper::HeaderMap;
use uuid::Uuid;

/// Makes ids and tells the time; with fixed ones for tests and CI.
#[derive(Debug)]
pub struct Ids {
    fixed: bool,
    start: Instant,
    /// Random at start; ids count on from it, mixed so that they do not look consecutive.
    seed: u64,
    count: AtomicU64,
}

/// 2026-01-01T00:00:00Z, the time of a server whose times are fixed.
const FIXED_TIME: i64 = 1_767_225_600;

impl Ids {
    /// Ids that are random, or fixed.
    pub fn new(fixed: bool) -> Ids {
        let seed = if fixed { 0 } else { u64::from_le_bytes(random()) };
        Ids { fixed, start: Instant::now(), seed, count: AtomicU64::new(0) }
    }

    /// The id of this request: the client's own if it is harmless, else a new one.
    pub fn request(&self, headers: &HeaderMap) -> Arc<str> {
        let own = headers.get("x-request-id").and_then(|value| value.to_str().ok()).filter(|id| is_harmless(id));
        match own {
            Some(id) => Arc::from(id),
            None => self.prefixed("req_", 0),
        }
    }

    /// The id of a new object: `prefix` and 24 hexadecimal digits or more. `content` makes it where ids are fixed.
    pub fn object(&self, prefix: &str, content: &[u8; 32]) -> Arc<str> {
        let digest = content.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        self.prefixed(prefix, digest)
    }

    fn prefixed(&self, prefix: &str, content: u64) -> Arc<str> {
        let (high, low) = if self.fixed {
            (mix(content), mix(content ^ 1))
        } else {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            (mix(self.seed.wrapping_add(count)), mix(self.seed.rotate_left(32) ^ count.wrapping_mul(3)))
        };
        let mut id = String::with_capacity(prefix.len() + 32);
        id.push_str(prefix);
        push_hex(&mut id, high);
        push_hex(&mut id, low);
        Arc::from(id)
    }

    /// Seconds since 1970.
    pub fn now(&self) -> i64 {
        if self.fixed {
            return FIXED_TIME;
        }
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
    }

    /// Time since start.
    pub fn uptime(&self) -> Duration {
        self.start.elapsed()
    }
}

/// The id of a tool call, a function of `seed`.
pub(crate) fn call_id(seed: u64) -> String {
    let mut id = "call_".to_owned();
    push_hex(&mut id, mix(seed));
    push_hex(&mut id, mix(!seed));
    id.truncate("call_".len() + 24);
    id
}

fn push_hex(out: &mut String, number: u64) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for shift in (0..64).step_by(4).rev() {
        let digit = usize::try_from((number >> shift) & 15).unwrap_or(0);
        out.push(char::from(DIGITS[digit]));
    }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves half of the output's.
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

fn random() -> [u8; 8] {
    let bytes = *Uuid::new_v4().as_bytes();
    let mut half = [0; 8];
    half.copy_from_slice(&bytes[..8]);
    half
}

/// What may be echoed in a header and a log line.
fn is_harmless(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_fixed_ones_depend_on_their_content_alone() {
        let ids = Ids::new(false);
        assert_ne!(ids.object("call_", &[0; 32]), ids.object("call_", &[0; 32]));
        let (fixed, again) = (Ids::new(true), Ids::new(true));
        assert_eq!(fixed.object("call_", &[7; 32]), again.object("call_", &[7; 32]));
        assert_ne!(fixed.object("call_", &[7; 32]), fixed.object("call_", &[8; 32]));
        assert!(ids.object("chatcmpl-", &[0; 32]).starts_with("chatcmpl-"));
    }

    #[test]
    fn harmful_request_ids_are_replaced() {
        let check = |id: &str, ok: bool| {
            let mut headers = HeaderMap::new();
            headers.insert("x-request-id", id.parse().unwrap());
            assert_eq!(&*Ids::new(false).request(&headers) == id, ok, "{id}");
        };
        check("trace-1.2:3", true);
        check("a b", false);
        check("<script>", false);
        check(&"x".repeat(129), false);
    }
}
