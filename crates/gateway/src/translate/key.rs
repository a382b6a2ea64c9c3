//! Canonical keys of requests: equal exactly where the answers must be equal.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// SHA-256 over the canonical form of a request.
pub type Key = [u8; 32];

/// Fields of a request that its answer does not depend on.
const WITHOUT_EFFECT: [&str; 6] = ["user", "safety_identifier", "metadata", "store", "stream", "stream_options"];

/// Fields that shape the draw of words but not the thought behind them. The model that answers is part of the
/// endpoint's name there, whatever alias it was called by.
const DRAW: [&str; 20] = [
    "model",
    "temperature",
    "top_p",
    "n",
    "best_of",
    "seed",
    "stop",
    "max_tokens",
    "max_completion_tokens",
    "presence_penalty",
    "frequency_penalty",
    "logit_bias",
    "logprobs",
    "top_logprobs",
    "echo",
    "service_tier",
    "prediction",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
];

/// What a key is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole answer.
    Answer,
    /// The thought behind it.
    Thought,
}

/// A digest of what a request says, whoever sends it: the part of a key that takes long, made once for several keys.
pub fn digest(scope: Scope, request: &Value) -> Key {
    let mut hash = Sha256::new();
    hash.update([scope as u8]);
    if let Value::Object(fields) = request {
        let skip = |name: &str| WITHOUT_EFFECT.contains(&name) || (scope == Scope::Thought && DRAW.contains(&name));
        write_object(&mut hash, fields, &skip);
    }
    hash.finalize().into()
}

/// The key of a request to `endpoint` by `tenant` on `day` (days since 1970: answers may name the date).
pub fn of_request(endpoint: &str, tenant: &str, day: i64, digest: &Key) -> Key {
    let mut hash = Sha256::new();
    for part in [endpoint, tenant] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(day.to_le_bytes());
    hash.update(digest);
    hash.finalize().into()
}

/// The key of a request's very bytes.
pub fn of_bytes(endpoint: &str, tenant: &str, day: i64, bytes: &[u8]) -> Key {
    let mut hash = Sha256::new();
    for part in [endpoint, tenant] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.update(day.to_le_bytes());
    hash.update([u8::MAX]);
    hash.update(bytes);
    hash.finalize().into()
}

/// The seed of a request that names none: a function of its digest, so that the same input gives the same bytes.
pub fn seed(key: &Key) -> u64 {
    key.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

/// Writes the fields of the request in the order of their names, without those that are skipped or null. Values are
/// written as they came: the order of keys inside a schema shapes the answer. The depth of `serde_json`'s values is
/// bounded by its parser.
fn write_object(hash: &mut Sha256, fields: &Map<String, Value>, skip: &dyn Fn(&str) -> bool) {
    let mut names: Vec<&String> = fields.keys().filter(|name| !skip(name)).collect();
    names.sort_unstable();
    for name in names {
        let Some(value) = fields.get(name).filter(|value| !value.is_null()) else { continue };
        hash.update(name.as_bytes());
        hash.update([0]);
        // Writing to a hash cannot fail.
        let _ = serde_json::to_writer(HashWriter(hash), value);
        hash.update([0]);
    }
}

struct HashWriter<'h>(&'h mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn same(scope: Scope, a: Value, b: Value) -> bool {
        digest(scope, &a) == digest(scope, &b)
    }

    #[test]
    fn requests_that_must_be_answered_alike_have_one_key() {
        let base = json!({"model": "m", "messages": [{"role": "user", "content": "hi"}], "temperature": 0});
        let reordered = json!({"temperature": 0, "messages": [{"role": "user", "content": "hi"}], "model": "m",
                               "user": "u", "stream": true, "stop": null});
        assert!(same(Scope::Answer, base.clone(), reordered));
        let mut warmer = base.clone();
        warmer["temperature"] = json!(1);
        assert!(!same(Scope::Answer, base.clone(), warmer.clone()));
        assert!(same(Scope::Thought, base.clone(), warmer));
        let mut other = base.clone();
        other["messages"][0]["content"] = json!("hi ");
        assert!(!same(Scope::Thought, base, other));
    }

    #[test]
    fn tenants_endpoints_and_days_are_apart() {
        let digest = digest(Scope::Answer, &json!({"model": "m"}));
        let key = |endpoint: &str, tenant: &str, day: i64| of_request(endpoint, tenant, day, &digest);
        let keys = [key("chat", "a", 0), key("chat", "b", 0), key("completions", "a", 0), key("chat", "a", 1)];
        for (index, left) in keys.iter().enumerate() {
            assert!(keys.iter().skip(index + 1).all(|right| left != right));
        }
    }
}
