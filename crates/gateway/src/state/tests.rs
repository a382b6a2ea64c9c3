//! The contract of the store, held on memory and on files; and what happens when things go wrong.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sqlx::{Connection, SqliteConnection};

use super::writer::{Change, Job};
use super::*;
use crate::engine::proofs::Explained;

/// Longer than anything takes; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);
const NOON: i64 = 1_750_507_200;

fn temporary() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("made/on/demand/store.db");
    (dir, path)
}

fn on_file(path: &Path) -> Store {
    Store::new(StoreLocation::File(path.to_owned()), "")
}

async fn on_both<F: Future<Output = ()>>(contract: impl Fn(Store) -> F) {
    contract(Store::new(StoreLocation::Memory, "")).await;
    let (_dir, path) = temporary();
    contract(on_file(&path)).await;
}

fn completion(tenant: &str, id: &str, model: &str, metadata: &str) -> StoredCompletion {
    StoredCompletion {
        tenant: tenant.to_owned(),
        id: id.to_owned(),
        model: model.to_owned(),
        created: NOON,
        metadata: metadata.to_owned(),
        body: format!("{{\"id\":\"{id}\"}}"),
        messages: "[]".to_owned(),
        explained: Explained {
            outcome: "proved".to_owned(),
            json: format!("{{\"claim\":\"{id}\"}}"),
            text: format!("{id}\n"),
        },
    }
}

#[tokio::test]
async fn keys_are_made_listed_and_revoked() {
    on_both(async |store| {
        let limits = KeyLimits { requests_per_minute: Some(0), tokens_per_minute: None };
        let (first, secret) = store.create_key("ci 'x'; --", limits, NOON).await.unwrap();
        let (second, other) = store.create_key("app", KeyLimits::default(), NOON + 1).await.unwrap();
        assert_eq!((secret.len(), &secret[..4]), (52, "psk-"));
        assert!(secret[4..].bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(secret, other);
        assert_eq!(first.hash, key_hash("", &secret));
        assert_eq!(store.list_keys().await.unwrap(), [first.clone(), second.clone()]);
        assert!(store.revoke_key(&first.id, NOON + 2).await.unwrap());
        assert!(!store.revoke_key(&first.id, NOON + 3).await.unwrap());
        assert!(!store.revoke_key("nobody", NOON + 3).await.unwrap());
        let revoked = KeyRecord { revoked: Some(NOON + 2), ..first };
        assert_eq!(store.list_keys().await.unwrap(), [revoked, second]);
        store.close().await;
    })
    .await;
}

#[test]
fn hashes_differ_by_pepper_and_boundary() {
    let hashes = [key_hash("", "ab"), key_hash("a", "b"), key_hash("b", "b"), key_hash("", "b")];
    assert_eq!(hashes.iter().collect::<BTreeSet<_>>().len(), 4);
    // SHA-256 of "abc", FIPS 180-4.
    assert_eq!(key_hash("", "abc")[..4], [0xba, 0x78, 0x16, 0xbf]);
}

#[tokio::test]
async fn keys_are_not_in_the_file() {
    let (dir, path) = temporary();
    let store = on_file(&path);
    let (_, secret) = store.create_key("name", KeyLimits::default(), NOON).await.unwrap();
    store.close().await;
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(16).any(|window| window == &secret.as_bytes()[4..20]));
    }
    drop(dir);
}

#[tokio::test]
async fn another_process_revokes_within_a_second() {
    let (_dir, path) = temporary();
    let (server, tool) = (on_file(&path), on_file(&path));
    let mut keys = server.watch_keys();
    let (key, _) = tool.create_key("a", KeyLimits::default(), NOON).await.unwrap();
    let seen = keys.wait_for(|keys| keys.as_ref().is_some_and(|keys| keys.len() == 1));
    drop(tokio::time::timeout(PATIENCE, seen).await.unwrap().unwrap());
    let start = std::time::Instant::now();
    tool.revoke_key(&key.id, NOON).await.unwrap();
    let seen = keys.wait_for(|keys| keys.as_ref().is_some_and(|keys| keys.iter().all(|key| key.revoked.is_some())));
    drop(tokio::time::timeout(PATIENCE, seen).await.unwrap().unwrap());
    println!("seen after {:?}", start.elapsed());
    server.close().await;
    while keys.changed().await.is_ok() {}
}

fn used<'a>(time: i64, key: &'a str, user: &'a str, input: u64) -> Usage<'a> {
    Usage { endpoint: Endpoint::Completions, time, key, user, model: "m", input, output: 2, cached: 1 }
}

fn query(width: Width, start_time: i64, end_time: i64) -> UsageQuery {
    UsageQuery {
        endpoint: Endpoint::Completions,
        start_time,
        end_time,
        width,
        group_by: Vec::new(),
        keys: Vec::new(),
        users: Vec::new(),
        models: Vec::new(),
        projects: Vec::new(),
        limit: width.limits().0,
        page: None,
    }
}

fn summary(page: &UsagePage) -> String {
    let row = |row: &UsageRow| {
        let names = [row.project, row.user.as_deref(), row.key.as_deref(), row.model.as_deref()];
        let names: Vec<_> = names.into_iter().flatten().collect();
        format!("{}:{}/{}/{}/{}", names.join(","), row.requests, row.input, row.output, row.cached)
    };
    let bucket = |bucket: &UsageBucket| {
        let rows: Vec<_> = bucket.rows.iter().map(row).collect();
        format!("{:+} [{}]", bucket.start_time - NOON, rows.join(" "))
    };
    let buckets: Vec<_> = page.buckets.iter().map(bucket).collect();
    format!("{}{}", buckets.join("\n"), page.next_page.as_ref().map(|_| "\nmore").unwrap_or_default())
}

#[tokio::test]
async fn usage_is_summed_in_buckets() {
    on_both(async |store| {
        store.record_usage(&used(NOON, "k1", "ada", 10));
        store.record_usage(&used(NOON + 59, "k1", "ada", 10));
        store.record_usage(&used(NOON + 61, "k2", "", 5));
        store.record_usage(&used(NOON + 7_200, "k1", "bob", 1));
        store.record_usage(&Usage { endpoint: Endpoint::Embeddings, ..used(NOON, "k1", "ada", 77) });
        let check = async |query: &UsageQuery, expected: &str| {
            assert_eq!(summary(&store.usage(query).await.unwrap()), expected, "{query:?}");
        };
        let hours = query(Width::Hour, NOON + 5, NOON + 7_201);
        check(&hours, "+0 [:3/25/6/3]\n+3600 []\n+7200 [:1/1/2/1]").await;
        let minutes = UsageQuery { limit: 3, ..query(Width::Minute, NOON, NOON + 7_201) };
        check(&minutes, "+0 [:2/20/4/2]\n+60 [:1/5/2/1]\n+120 []\nmore").await;
        check(&query(Width::Day, NOON, NOON + 1), "-43200 [:4/26/8/4]").await;
        let all = vec![GroupBy::Model, GroupBy::Key, GroupBy::User, GroupBy::Project, GroupBy::Key];
        let grouped = UsageQuery { group_by: all, ..query(Width::Day, NOON, NOON + 1) };
        let expected =
            "-43200 [proj_default,ada,k1,m:2/20/4/2 proj_default,bob,k1,m:1/1/2/1 proj_default,,k2,m:1/5/2/1]";
        check(&grouped, expected).await;
        let filtered = UsageQuery { keys: vec!["k2".into(), "k3".into()], ..query(Width::Day, NOON, NOON + 1) };
        check(&filtered, "-43200 [:1/5/2/1]").await;
        let elsewhere = UsageQuery { projects: vec!["other".into()], ..query(Width::Day, NOON, NOON + 1) };
        check(&elsewhere, "-43200 []").await;
        check(&query(Width::Day, NOON, NOON - 86_400), "").await;
        let embeddings = UsageQuery { endpoint: Endpoint::Embeddings, ..query(Width::Day, NOON, NOON + 1) };
        check(&embeddings, "-43200 [:1/77/2/1]").await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn pages_of_usage_meet_without_gap_or_overlap() {
    let store = Store::new(StoreLocation::Memory, "");
    for minute in 0..100 {
        store.record_usage(&used(NOON + minute * 60, "k", "", 1));
    }
    let mut next = UsageQuery { limit: 7, ..query(Width::Minute, NOON, NOON + 6_000) };
    let mut starts = Vec::new();
    loop {
        let page = store.usage(&next).await.unwrap();
        assert!(page.buckets.iter().all(|bucket| bucket.rows.len() == 1));
        starts.extend(page.buckets.iter().map(|bucket| bucket.start_time));
        match page.next_page {
            Some(cursor) => next.page = Some(cursor),
            None => break,
        }
    }
    assert_eq!(starts, (0..100).map(|minute| NOON + minute * 60).collect::<Vec<_>>());
    for cursor in ["", "page_", "page_1", "page_zz", "page_ffffffffffffffffff", "x"] {
        let page = store.usage(&UsageQuery { page: Some(cursor.to_owned()), ..next.clone() }).await;
        assert_eq!(page, Err(StoreError::Cursor), "{cursor}");
    }
}

#[tokio::test]
async fn usage_outlives_the_process() {
    let (_dir, path) = temporary();
    for _ in 0..2 {
        let store = on_file(&path);
        store.record_usage(&used(NOON, "k", "", 3));
        store.close().await;
        store.close().await;
        assert_eq!(store.ready().await, Err(StoreError::Closed));
    }
    let store = on_file(&path);
    let page = store.usage(&query(Width::Day, NOON, NOON + 1)).await.unwrap();
    assert_eq!(summary(&page), "-43200 [:2/6/4/2]");
}

#[tokio::test]
async fn usage_is_flushed_without_being_asked() {
    let (jobs, mut seen) = mpsc::channel(8);
    let (stop, stopped) = oneshot::channel();
    let usage = Arc::new(Aggregator::default());
    let flusher = tokio::spawn(usage::flush_until(stopped, Arc::clone(&usage), jobs, watch::Sender::new(None)));
    let store = Store { usage, ..Store::new(StoreLocation::Memory, "") };
    for last in [false, true] {
        store.record_usage(&used(NOON, "k", "", 3));
        store.record_usage(&used(NOON, "k", "", 4));
        let Some(Job::Write(Change::AddUsage(rows), done)) = tokio::time::timeout(PATIENCE, seen.recv()).await.unwrap()
        else {
            panic!("usage is expected");
        };
        assert_eq!(rows.len(), 1);
        // A write that fails is tried again with what has come since.
        done.send(if last { Ok(1) } else { Err(StoreError::Full) }).unwrap();
    }
    stop.send(()).unwrap();
    drop(seen);
    flusher.await.unwrap();
}

#[tokio::test]
async fn a_flood_of_users_stays_bounded_and_counted() {
    let store = Store::new(StoreLocation::Memory, "");
    let wide = "é".repeat(10_000);
    for user in 0..100_000_u32 {
        store.record_usage(&used(NOON, "k", &user.to_string(), 1));
    }
    store.record_usage(&used(NOON, "k", &wide, 1));
    let page = store.usage(&query(Width::Day, NOON, NOON + 1)).await.unwrap();
    assert_eq!(summary(&page), "-43200 [:100001/100001/200002/100001]");
    let by_user = UsageQuery { group_by: vec![GroupBy::User], ..query(Width::Day, NOON, NOON + 1) };
    let rows = store.usage(&by_user).await.unwrap().buckets.remove(0).rows;
    assert!(rows.len() <= 65_537 + 2 && rows.iter().all(|row| row.user.as_ref().unwrap().len() <= 512));
}

#[tokio::test]
async fn completions_are_kept_for_their_tenant() {
    on_both(async |store| {
        let one = completion("t", "a", "m1", r#"{"k":"v","x":"1"}"#);
        let two = completion("t", "b", "m2", r#"{"k":"v"}"#);
        for new in [&one, &two, &completion("t", "c", "m1", "{}"), &completion("other", "a", "m1", "{}")] {
            store.put_completion(new.clone()).await.unwrap();
        }
        assert_eq!(store.completion("t", "a").await.unwrap(), Some(one.clone()));
        assert_eq!(store.completion("t", "z").await.unwrap(), None);
        assert_eq!(store.completion("", "a").await.unwrap(), None);
        let changed = store.set_completion_metadata("t", "b", r#"{"n":"2"}"#.to_owned()).await.unwrap();
        assert_eq!(changed, Some(StoredCompletion { metadata: r#"{"n":"2"}"#.to_owned(), ..two }));
        assert_eq!(store.set_completion_metadata("other", "b", "{}".to_owned()).await.unwrap(), None);
        assert!(!store.delete_completion("other", "b").await.unwrap());
        assert!(store.delete_completion("t", "b").await.unwrap());
        assert!(!store.delete_completion("t", "b").await.unwrap());
        let replaced = StoredCompletion { body: "{}".to_owned(), ..one };
        store.put_completion(replaced.clone()).await.unwrap();
        assert_eq!(store.completion("t", "a").await.unwrap(), Some(replaced));
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn lists_of_completions_are_filtered_and_paged() {
    on_both(async |store| {
        for (index, id) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            let model = if index % 2 == 0 { "even" } else { "odd" };
            let metadata = format!(r#"{{"n":"{index}","quote\"d":"it's"}}"#);
            store.put_completion(completion("t", id, model, &metadata)).await.unwrap();
            store.put_completion(completion("other", id, model, &metadata)).await.unwrap();
        }
        let all = ListCompletions { tenant: "t".into(), limit: 20, ..ListCompletions::default() };
        let check = async |list: ListCompletions, expected: &str| {
            let (found, more) = store.list_completions(&list).await.unwrap();
            let ids: String = found.iter().map(|found| found.id.as_str()).collect();
            assert_eq!(format!("{ids}{}", if more { "+" } else { "" }), expected, "{list:?}");
        };
        check(all.clone(), "abcde").await;
        check(ListCompletions { limit: 2, ..all.clone() }, "ab+").await;
        check(ListCompletions { limit: 2, after: Some("b".into()), ..all.clone() }, "cd+").await;
        check(ListCompletions { limit: 2, after: Some("c".into()), ..all.clone() }, "de").await;
        check(ListCompletions { after: Some("zz".into()), ..all.clone() }, "").await;
        check(ListCompletions { order: Order::Descending, limit: 2, ..all.clone() }, "ed+").await;
        let before = ListCompletions { order: Order::Descending, after: Some("c".into()), ..all.clone() };
        check(before, "ba").await;
        check(ListCompletions { model: Some("odd".into()), ..all.clone() }, "bd").await;
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        check(ListCompletions { metadata: vec![pair("n", "3")], ..all.clone() }, "d").await;
        let both = vec![pair("n", "3"), pair("quote\"d", "it's")];
        check(ListCompletions { metadata: both, ..all.clone() }, "d").await;
        check(ListCompletions { metadata: vec![pair("n", "x' OR 1=1 --")], ..all.clone() }, "").await;
        check(ListCompletions { tenant: "nobody".into(), ..all }, "").await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn one_bad_change_does_not_spoil_its_batch() {
    let store = Store::new(StoreLocation::Memory, "");
    let (record, _) = store.create_key("a", KeyLimits::default(), NOON).await.unwrap();
    let bad = store.write(Change::PutKey(record));
    let good = store.put_completion(completion("t", "a", "m", "{}"));
    let usage = store.write(Change::RevokeKey { id: "nobody".to_owned(), at: 0 });
    let (bad, good, usage) = tokio::join!(bad, good, usage);
    assert!(matches!(bad, Err(StoreError::Other(_))), "{bad:?}");
    assert_eq!((good, usage), (Ok(()), Ok(0)));
    assert!(store.completion("t", "a").await.unwrap().is_some());
}

async fn open_error(path: &Path) -> StoreError {
    on_file(path).ready().await.unwrap_err()
}

async fn raw(path: &Path, sql: &'static str) -> SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection
}

#[tokio::test]
async fn files_that_cannot_be_used_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("junk.db");
    std::fs::write(&path, "this is no database, whatever its name says".repeat(100)).unwrap();
    assert!(matches!(open_error(&path).await, StoreError::Corrupt(_)));
    assert_eq!(std::fs::read(&path).unwrap().len(), 4300, "it is left as it was");
    assert!(matches!(open_error(&path.join("below/a/file.db")).await, StoreError::Open { .. }));
    assert!(matches!(open_error(dir.path()).await, StoreError::Open { .. }));

    let path = dir.path().join("foreign.db");
    raw(&path, "CREATE TABLE recipes (name)").await.close().await.unwrap();
    assert_eq!(open_error(&path).await, StoreError::Foreign(path));

    let path = dir.path().join("newer.db");
    on_file(&path).ready().await.unwrap();
    raw(&path, "PRAGMA user_version = 99").await.close().await.unwrap();
    assert_eq!(open_error(&path).await, StoreError::Newer { path, found: 99, known: 2 });
}

#[tokio::test]
async fn a_store_of_the_first_format_is_brought_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    let store = on_file(&path);
    store.put_completion(completion("t", "a", "m", "{}")).await.unwrap();
    store.close().await;
    let back = "ALTER TABLE completions DROP COLUMN outcome; ALTER TABLE completions DROP COLUMN proof;
                ALTER TABLE completions DROP COLUMN proof_text; PRAGMA user_version = 1";
    raw(&path, back).await.close().await.unwrap();
    let store = on_file(&path);
    let explained = store.explanation("t", "a").await.unwrap().unwrap();
    assert_eq!((explained.outcome.as_str(), explained.json.as_str()), ("unknown", "null"));
    store.put_completion(completion("t", "b", "m", "{}")).await.unwrap();
    assert_eq!(store.explanation("t", "b").await.unwrap().unwrap().text, "b\n");
    assert_eq!(store.explanation("other", "b").await.unwrap(), None);
}

#[tokio::test]
async fn what_fails_behind_the_scenes_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("junk.db");
    std::fs::write(&path, "no database ".repeat(500)).unwrap();
    let store = on_file(&path);
    let mut failures = store.watch_failures();
    let keys = store.watch_keys();
    tokio::time::timeout(PATIENCE, failures.changed()).await.unwrap().unwrap();
    assert!(matches!(&*failures.borrow_and_update(), Some(StoreError::Corrupt(_))));
    assert!(keys.borrow().is_none(), "keys that cannot be read are not taken for none");
    // Once the file is put right the same watch goes on.
    std::fs::remove_file(&path).unwrap();
    let mut keys = keys;
    let seen = tokio::time::timeout(PATIENCE, keys.wait_for(|keys| keys.is_some())).await.unwrap();
    assert!(seen.unwrap().as_ref().unwrap().is_empty());
    assert!(!failures.has_changed().unwrap());
}

#[tokio::test]
async fn a_locked_file_is_told_and_works_again_when_free() {
    let (_dir, path) = temporary();
    let store = on_file(&path);
    store.ready().await.unwrap();
    let mut holder = raw(&path, "BEGIN EXCLUSIVE").await;
    let put = store.put_completion(completion("t", "a", "m", "{}")).await;
    assert_eq!(put, Err(StoreError::Locked));
    assert_eq!(store.completion("t", "a").await, Ok(None), "readers are not held up");
    sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    store.put_completion(completion("t", "a", "m", "{}")).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_dir, path) = temporary();
    on_file(&path).ready().await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_openers_at_once_make_one_store() {
    for _ in 0..8 {
        let (_dir, path) = temporary();
        let stores: Vec<Store> = (0..8).map(|_| on_file(&path)).collect();
        let open = |store: Store| tokio::spawn(async move { store.ready().await });
        let opened: Vec<_> = stores.into_iter().map(open).collect();
        for opened in opened {
            assert_eq!(opened.await.unwrap(), Ok(()));
        }
    }
}

const CHILD: &str = "PSYCHO_SYMBOLIC_TEST_STORE";

/// Not a test of its own: the process that [`no_acknowledged_record_is_lost_to_a_kill`] kills. It stores
/// completions, eight at a time, and names each one once it is acknowledged.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Ok(path) = std::env::var(CHILD) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = on_file(Path::new(&path));
        let lane = async |lane: u32| {
            for round in 0_u32.. {
                let id = format!("{}-{lane}-{round}", std::process::id());
                store.put_completion(completion("t", &id, "m", "{}")).await.unwrap();
                println!("acknowledged {id}");
            }
        };
        tokio::join!(lane(0), lane(1), lane(2), lane(3), lane(4), lane(5), lane(6), lane(7));
    });
}

#[tokio::test]
async fn no_acknowledged_record_is_lost_to_a_kill() {
    let (_dir, path) = temporary();
    let mut acknowledged = BTreeSet::new();
    for cycle in 0..24_usize {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "state::tests::child_that_writes_until_it_is_killed", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut ids = lines
            .by_ref()
            .map_while(Result::ok)
            .filter_map(|line| line.split_once("acknowledged ").map(|(_, id)| id.to_owned()));
        // A different moment in every cycle, from the first record to amid a run of transactions.
        acknowledged.extend(ids.by_ref().take(1 + cycle * 7 % 61));
        child.kill().unwrap();
        // What the pipe still holds was acknowledged before the kill; the last line may be cut off.
        let rest: Vec<String> = ids.collect();
        acknowledged.extend(rest.iter().take(rest.len().saturating_sub(1)).cloned());
        child.wait().unwrap();
        let store = on_file(&path);
        for id in &acknowledged {
            assert!(store.completion("t", id).await.unwrap().is_some(), "{id} is lost in cycle {cycle}");
        }
        let check: String =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.database.pool().await.unwrap()).await.unwrap();
        assert_eq!(check, "ok");
        store.close().await;
    }
    assert!(acknowledged.len() >= 24);
}
