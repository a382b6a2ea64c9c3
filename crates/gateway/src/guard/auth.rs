//! Keys: who is asking. Secrets are compared as SHA-256 digests, so the time of a look-up says nothing about them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, RwLock};

use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use subtle::ConstantTimeEq;
use tokio::sync::watch;

use crate::error::ApiError;
use crate::state::key_hash;

/// The id of callers where no keys exist.
pub const OPEN: &str = "open";

/// Requests and tokens a minute that a caller may use; 0 means no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quota {
    /// Requests a minute.
    pub requests: u32,
    /// Tokens a minute, read and said.
    pub tokens: u32,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The key's id; `open` where no keys exist. Objects and cache entries belong to it.
    pub key_id: Arc<str>,
    /// What it may use.
    pub quota: Quota,
}

/// A key that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// SHA-256 of the secret.
    pub digest: [u8; 32],
    /// Who it stands for.
    pub caller: Caller,
}

/// A secret on its way to the comparison; it never prints.
struct Secret<'h>(&'h str);

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The keys that may be used, by digest, and whether one is needed.
#[derive(Debug, Default)]
struct Keys {
    by_digest: HashMap<[u8; 32], Key>,
    required: bool,
}

/// The keys in force. Replaced as a whole when they change.
#[derive(Debug)]
pub struct KeyRing {
    keys: RwLock<Arc<Keys>>,
    /// Whether the keys are known yet. Until they are, requests wait.
    known: watch::Sender<bool>,
    /// Who asks where no keys exist.
    open: Caller,
    pepper: String,
}

impl KeyRing {
    /// A ring whose keys are not known yet. Where it turns out that none is needed, every caller is `open` with
    /// `quota`. `pepper` goes into the hashes of secrets.
    pub fn new(quota: Quota, pepper: &str) -> KeyRing {
        let open = Caller { key_id: Arc::from(OPEN), quota };
        KeyRing { keys: RwLock::default(), known: watch::Sender::new(false), open, pepper: pepper.to_owned() }
    }

    /// The caller of endpoints that need no key.
    pub fn nobody(&self) -> Caller {
        Caller { quota: Quota::default(), ..self.open.clone() }
    }

    /// Whether the keys are known.
    pub fn is_known(&self) -> bool {
        *self.known.borrow()
    }

    /// Waits until the keys are known.
    pub async fn known(&self) {
        if !self.is_known() {
            // An error means that the ring is gone, and with it the question.
            let _ = self.known.subscribe().wait_for(|known| *known).await;
        }
    }

    /// Puts these keys in force. `required` says whether a key is needed: true as soon as one was ever made, so
    /// that revoking the last key closes the server instead of opening it.
    pub fn replace(&self, keys: Vec<Key>, required: bool) {
        let by_digest = keys.into_iter().map(|key| (key.digest, key)).collect();
        let keys = Arc::new(Keys { by_digest, required });
        *self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner) = keys;
        self.known.send_replace(true);
    }

    /// Whether requests need no key.
    pub fn is_open(&self) -> bool {
        !self.current().required
    }

    fn current(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Who sent the request.
    ///
    /// # Errors
    /// 401 where keys exist and the request has none of them.
    pub fn identify(&self, headers: &HeaderMap) -> Result<Caller, ApiError> {
        let keys = self.current();
        if !keys.required {
            return Ok(self.open.clone());
        }
        let secret = bearer(headers)?;
        let digest = key_hash(&self.pepper, secret.0);
        match keys.by_digest.get(&digest) {
            Some(key) if bool::from(key.digest.ct_eq(&digest)) => Ok(key.caller.clone()),
            _ => Err(incorrect(&secret)),
        }
    }
}

/// The secret in `Authorization: Bearer SECRET`.
fn bearer(headers: &HeaderMap) -> Result<Secret<'_>, ApiError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(missing()) };
    let text = value.to_str().map_err(|_| missing())?;
    let (scheme, secret) = text.split_once(' ').ok_or_else(missing)?;
    let secret = secret.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || secret.is_empty() {
        return Err(missing());
    }
    Ok(Secret(secret))
}

fn missing() -> ApiError {
    ApiError::invalid(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth \
         (i.e. Authorization: Bearer YOUR_KEY).",
    )
}

fn incorrect(secret: &Secret<'_>) -> ApiError {
    ApiError::invalid(401, format!("Incorrect API key provided: {}.", masked(secret))).code("invalid_api_key")
}

/// The first characters of a long secret, which say which key was meant and not what it is.
fn masked(secret: &Secret<'_>) -> String {
    let start: String = secret.0.chars().take(if secret.0.len() >= 20 { 4 } else { 0 }).collect();
    format!("{start}****")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> KeyRing {
        let caller = Caller { key_id: Arc::from("key_1"), quota: Quota::default() };
        let digest = key_hash("", "psk-0123456789abcdefghij");
        let ring = KeyRing::new(Quota::default(), "");
        ring.replace(vec![Key { digest, caller }], true);
        ring
    }

    fn check(authorization: &[&str], expected: Result<&str, (u16, Option<&str>)>) {
        let mut headers = HeaderMap::new();
        for value in authorization {
            headers.append(AUTHORIZATION, value.parse().unwrap());
        }
        let found = ring().identify(&headers);
        let found = found.as_ref().map(|caller| &*caller.key_id).map_err(|e| (e.status, e.code.as_deref()));
        assert_eq!(found, expected, "{authorization:?}");
    }

    #[test]
    fn only_the_key_itself_opens() {
        check(&["Bearer psk-0123456789abcdefghij"], Ok("key_1"));
        check(&["bearer  psk-0123456789abcdefghij "], Ok("key_1"));
        check(&["Bearer psk-0123456789abcdefghiJ"], Err((401, Some("invalid_api_key"))));
        check(&["Bearer psk-0123456789abcdefghij", "Bearer psk-0123456789abcdefghij"], Err((401, None)));
        check(&["Basic psk-0123456789abcdefghij"], Err((401, None)));
        check(&["Bearer "], Err((401, None)));
        check(&[], Err((401, None)));
    }

    #[test]
    fn without_keys_everyone_is_open() {
        let ring = KeyRing::new(Quota::default(), "");
        assert_eq!(&*ring.identify(&HeaderMap::new()).unwrap().key_id, "open");
        ring.replace(Vec::new(), true);
        assert!(ring.identify(&HeaderMap::new()).is_err(), "revoking the last key closes the server");
    }

    #[test]
    fn messages_hold_no_secret() {
        assert_eq!(masked(&Secret("psk-0123456789abcdefghij")), "psk-****");
        assert_eq!(masked(&Secret("short")), "****");
        assert_eq!(format!("{:?}", Secret("psk-x")), "Secret(…)");
    }
}
