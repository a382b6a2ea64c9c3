//! `key create`, `key list`, `key revoke`.

use clap::ArgMatches;
use serde_json::{Value as Json, json};

use super::{DONE, FAILED, out};
use crate::settings::{Settings, StoreLocation};
use crate::state::{KeyLimits, KeyRecord, Store, StoreError};

/// Runs work on the store and closes it.
pub(super) fn with_store<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(&Store) -> Result<T, StoreError>,
) -> Result<T, String> {
    if settings.store == StoreLocation::Memory {
        return Err("the store is in memory: it belongs to the server's process; set `store` to a file".to_owned());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(async {
        let store = Store::new(settings.store.clone(), &settings.key_pepper.0);
        let outcome = work(&store).await;
        store.close().await;
        outcome.map_err(|error| error.to_string())
    })
}

/// Unix seconds.
pub(super) fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

pub(super) fn create(matches: &ArgMatches, settings: &Settings) -> Result<u8, String> {
    let name = matches.get_one::<String>("name").map_or("", String::as_str).trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err("a name has from 1 to 100 printable characters".to_owned());
    }
    let limits = KeyLimits {
        requests_per_minute: matches.get_one::<u32>("requests-per-minute").copied(),
        tokens_per_minute: matches.get_one::<u32>("tokens-per-minute").copied(),
    };
    let (record, key) = with_store(settings, async |store| store.create_key(name, limits, now()).await)?;
    if matches.get_flag("json") {
        let mut shown = describe(&record);
        shown["key"] = Json::String(key);
        out::json(&shown);
    } else {
        out::talk(&format!("Key {} was made. It is shown this once:", record.id));
        out::data(&key);
    }
    Ok(DONE)
}

pub(super) fn list(matches: &ArgMatches, settings: &Settings) -> Result<u8, String> {
    let keys = with_store(settings, async |store| store.list_keys().await)?;
    if matches.get_flag("json") {
        out::json(&Json::Array(keys.iter().map(describe).collect()));
        return Ok(DONE);
    }
    if keys.is_empty() {
        out::talk("There is no key. `gateway key create NAME` makes one.");
        return Ok(DONE);
    }
    let limit = |limit: Option<u32>| limit.map_or("default".to_owned(), |limit| limit.to_string());
    let row = |key: &KeyRecord| {
        let state = key.revoked.map_or("valid".to_owned(), |at| format!("revoked {}", time(at)));
        let limits = [limit(key.limits.requests_per_minute), limit(key.limits.tokens_per_minute)];
        [vec![key.id.clone(), key.name.clone(), time(key.created), state], limits.to_vec()].concat()
    };
    let rows: Vec<_> = keys.iter().map(row).collect();
    out::data(&out::table(&["ID", "NAME", "CREATED", "STATE", "REQUESTS/MIN", "TOKENS/MIN"], &rows, 4));
    Ok(DONE)
}

pub(super) fn revoke(matches: &ArgMatches, settings: &Settings) -> Result<u8, String> {
    let id = matches.get_one::<String>("id").map_or("", String::as_str);
    if with_store(settings, async |store| store.revoke_key(id, now()).await)? {
        out::talk(&format!("Key {id} is revoked."));
        return Ok(DONE);
    }
    out::talk(&format!("There is no valid key {id}; `gateway key list` shows all."));
    Ok(FAILED)
}

/// A key without its hash.
fn describe(key: &KeyRecord) -> Json {
    json!({
        "id": key.id,
        "name": key.name,
        "created": key.created,
        "revoked": key.revoked,
        "requests_per_minute": key.limits.requests_per_minute,
        "tokens_per_minute": key.limits.tokens_per_minute,
    })
}

fn time(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds);
    time.map_or(seconds.to_string(), |time| time.strftime("%Y-%m-%d %H:%M").to_string())
}
