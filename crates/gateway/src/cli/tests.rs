//! Commands as they are typed: what they write, where, and how they end.

use std::net::TcpListener;
use std::path::Path;

use super::*;
use out::capture;

fn answer_to(body: &Json, say: &mut dyn FnMut(&str)) -> Result<Answer, String> {
    let messages = body["messages"].as_array().ok_or("no messages")?;
    let text = messages.last().and_then(|message| message["content"].as_str()).unwrap_or_default();
    if text == "fail" {
        return Err("it failed".to_owned());
    }
    if !body["tools"].is_null() {
        let message = serde_json::json!({ "role": "assistant", "content": null, "tool_calls": [{ "id": "call_1" }] });
        return Ok(Answer { message, outcome: "called".to_owned(), proof: None });
    }
    let outcome = if text == "unknown" { "abstained" } else { "computed" };
    let content = format!("{} of {}", text.len(), messages.len());
    say(&content);
    let leaf = engine_api::Proof { claim: "it was said".to_owned(), by: "you".to_owned(), from: Vec::new() };
    let proof =
        (text == "why").then(|| engine_api::Proof { claim: "so".to_owned(), by: "rule".to_owned(), from: vec![leaf] });
    let message = serde_json::json!({ "role": "assistant", "content": content });
    Ok(Answer { message, outcome: outcome.to_owned(), proof })
}

const HOOKS: Hooks = Hooks {
    serve: |loaded| match loaded.settings.port {
        1 => Err("port 1 is taken".to_owned()),
        _ => Ok(()),
    },
    respond: |_| Ok(Box::new(answer_to)),
    openapi: || "{}".to_owned(),
};

/// Runs a command line: its exit code, data and talk. A `STORE` among the arguments is a file in `dir`.
fn typed(dir: &Path, line: &str) -> (u8, String, String) {
    let store = dir.join("store.db");
    let words = line.split_whitespace().map(|word| match word {
        "STORE" => store.clone().into_os_string(),
        _ => OsString::from(word.replace('_', " ")),
    });
    let args: Vec<OsString> = [OsString::from("gateway")].into_iter().chain(words).collect();
    capture::during(|| run(&args, &BTreeMap::new(), &HOOKS))
}

fn check(line: &str, expected: (u8, &str, &str)) {
    let dir = tempfile::tempdir().unwrap();
    let (code, data, talk) = typed(dir.path(), line);
    assert_eq!((code, data.as_str(), talk.as_str()), expected, "{line}");
}

#[test]
fn the_tree_of_commands_is_sound() {
    command().debug_assert();
}

#[test]
fn explain_answers_and_says_why() {
    check("explain why", (0, "3 of 1\n\nso  [rule]\n  it was said  [you]\n", ""));
    check("explain else", (0, "4 of 1\n\n", "There is no proof: the answer is computed.\n"));
    check("explain unknown", (3, "7 of 1\n\n", "There is no proof: the answer is abstained.\n"));
    let dir = tempfile::tempdir().unwrap();
    let (code, data, _) = typed(dir.path(), "explain --json why");
    let json: Json = serde_json::from_str(&data).unwrap();
    assert_eq!((code, &json["proof"]["from"][0]["claim"]), (0, &Json::from("it was said")));
}

#[test]
fn ask_answers_and_tells_by_its_code_whether_it_could() {
    check("ask what is_it", (0, "10 of 1\n", ""));
    check("ask --system be_brief x", (0, "1 of 2\n", ""));
    check("ask unknown", (3, "7 of 1\n", ""));
    check("ask fail", (1, "", "it failed\n"));
    let json = "{\n  \"outcome\": \"computed\",\n  \"message\": {\n    \"role\": \"assistant\",\n    \"content\": \"1 of 1\"\n  }\n}\n";
    check("ask --json x", (0, json, ""));
}

#[test]
fn ask_takes_tools_from_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("tools.json");
    std::fs::write(&path, "[{}]").unwrap();
    let ask = |path: &Path| {
        let args = ["gateway", "ask", "x", "--tools", path.to_str().unwrap()].map(OsString::from);
        capture::during(|| run(&args, &BTreeMap::new(), &HOOKS))
    };
    assert_eq!(ask(&path), (0, "[\n  {\n    \"id\": \"call_1\"\n  }\n]\n".to_owned(), String::new()));
    std::fs::write(&path, "[").unwrap();
    let (code, data, talk) = ask(&path);
    assert!(code == 1 && data.is_empty() && talk.contains("tools.json: EOF"), "{talk}");
    let (code, _, talk) = ask(&dir.path().join("none.json"));
    assert!(code == 1 && talk.contains("none.json: "), "{talk}");
}

#[test]
fn keys_live_from_create_to_revoke() {
    let dir = tempfile::tempdir().unwrap();
    let on = |line: &str| typed(dir.path(), &format!("{line} --store STORE"));
    let (code, data, talk) = on("key list");
    assert_eq!((code, data.as_str()), (0, ""));
    assert!(talk.contains("There is no key"));
    let (code, key, talk) = on("key create my_app --requests-per-minute 60");
    assert!(code == 0 && key.starts_with("psk-") && key.trim_end().len() == 52, "{key}");
    assert!(talk.contains("shown this once") && !talk.contains(key.trim_end()));
    let (_, listed, _) = on("key list --json");
    let listed: Json = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["name"], "my app");
    assert_eq!(listed[0]["requests_per_minute"], 60);
    assert!(listed[0]["revoked"].is_null() && !listed.to_string().contains(key.trim_end()));
    // `typed` reads an underscore as a space, so the id goes in by itself.
    let id = listed[0]["id"].as_str().unwrap();
    let store = dir.path().join("store.db");
    let args = ["gateway", "key", "revoke", id, "--store", store.to_str().unwrap()].map(OsString::from);
    let revoke = || capture::during(|| run(&args, &BTreeMap::new(), &HOOKS));
    assert_eq!(revoke().0, 0);
    let (code, _, talk) = revoke();
    assert!(code == 1 && talk.contains("no valid key"));
    let (_, table, _) = on("key list");
    assert!(table.starts_with("ID ") && table.contains("revoked 20") && table.contains("default"), "{table}");
    check(
        "key create x --store memory",
        (1, "", "the store is in memory: it belongs to the server's process; set `store` to a file\n"),
    );
}

#[test]
fn usage_is_told_by_user_key_and_model() {
    use crate::state::{Endpoint, Usage};
    let dir = tempfile::tempdir().unwrap();
    let on = |line: &str| typed(dir.path(), &format!("{line} --store STORE"));
    assert_eq!(on("usage"), (0, String::new(), "Nothing was used in the last 30 days.\n".to_owned()));
    let settings =
        Settings { store: crate::settings::StoreLocation::File(dir.path().join("store.db")), ..Settings::default() };
    key::with_store(&settings, async |store| {
        for (days_ago, user) in [(0, "ada"), (0, ""), (40, "old"), (1, "ada")] {
            let time = key::now() - days_ago * 86_400;
            let used = Usage {
                endpoint: Endpoint::Completions,
                time,
                key: "k",
                user,
                model: "m",
                input: 10,
                output: 5,
                cached: 2,
            };
            store.record_usage(&used);
        }
        Ok(())
    })
    .unwrap();
    insta::assert_snapshot!(on("usage --by user").1, @"
    USER    ENDPOINT     REQUESTS  INPUT  CACHED  OUTPUT
    (none)  completions         1     10       2       5
    ada     completions         2     20       4      10
    ");
    let (_, json, _) = on("usage --by model --days 60 --json");
    assert_eq!(serde_json::from_str::<Json>(&json).unwrap()[0]["requests"], 4);
}

#[test]
fn settings_are_shown_and_checked() {
    let (code, data, _) = typed(Path::new("/"), "config show --origin --port 8000");
    assert!(
        code == 0 && data.contains("\nport = 8000  # --port\n") && data.contains("host = \"127.0.0.1\"  # default\n")
    );
    let (_, data, _) = typed(Path::new("/"), "config show --json");
    assert_eq!(serde_json::from_str::<Json>(&data).unwrap()["port"]["value"], "3000");
    check("config check", (0, "", "The settings are valid (no file).\n"));
    let wrong = "the settings are wrong:\n--port: a whole number from 0 to 65535 is expected\n";
    check("config check --port 70000", (2, "", wrong));
    check("serve --port 70000", (2, "", wrong));
    check("serve", (0, "", ""));
    check("serve --port 1", (1, "", "port 1 is taken\n"));
    check("openapi", (0, "{}\n", ""));
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, script, _) = typed(Path::new("/"), &format!("completions {shell}"));
        assert!(code == 0 && script.contains("healthcheck"), "{shell}");
    }
}

#[test]
fn misspelt_flags_and_commands_get_a_suggestion() {
    let error = |line: &str| command().try_get_matches_from(line.split(' ')).unwrap_err().to_string();
    assert!(error("gateway serve --prot 1").contains("--port"));
    assert!(error("gateway serv").contains("serve"));
    assert_eq!(typed(Path::new("/"), "serve --prot 1").0, USAGE);
    assert_eq!(typed(Path::new("/"), "nonsense").0, USAGE);
}

#[test]
fn healthcheck_believes_only_a_200() {
    let serve = |response: &'static str| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let thread = std::thread::spawn(move || {
            use std::io::{Read as _, Write as _};
            let (mut socket, _) = listener.accept().unwrap();
            let mut request = [0; 256];
            let read = socket.read(&mut request).unwrap();
            assert!(request[..read].starts_with(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n"));
            socket.write_all(response.as_bytes()).unwrap();
        });
        let outcome = typed(Path::new("/"), &format!("healthcheck --host 0.0.0.0 --port {port}"));
        thread.join().unwrap();
        (outcome.0, outcome.2.replace(&port.to_string(), "PORT"))
    };
    assert_eq!(serve("HTTP/1.1 200 OK\r\n\r\n"), (0, String::new()));
    assert_eq!(serve("HTTP/1.1 503 No\r\n\r\n"), (1, "127.0.0.1:PORT answers with status 503\n".to_owned()));
    assert_eq!(serve("SSH-2.0-OpenSSH\r\n"), (1, "127.0.0.1:PORT: it does not speak HTTP\n".to_owned()));
}

/// What `doctor` finds with these flags and a fresh store: the names of checks that are not good.
fn diagnosed(flags: &[(&'static str, &str)], env: &[(&str, &str)]) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store.db").to_str().unwrap().to_owned();
    let mut all = vec![("store", store), ("port", "0".to_owned())];
    all.extend(flags.iter().map(|(key, value)| (*key, value.replace("DIR", dir.path().to_str().unwrap()))));
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    std::fs::write(dir.path().join("junk"), "x".repeat(5_000)).unwrap();
    let checks = doctor::examine(&Sources { flags: all, env: &env });
    let found = checks.iter().filter(|check| check.verdict != doctor::Verdict::Good);
    // The limits of the machine that runs the tests are not what is tested.
    let found = found.filter(|check| check.name != "open files" && check.name != "memory");
    found
        .map(|check| {
            assert!(!check.remedy.is_empty(), "{check:?}");
            format!("{} {:?}", check.name, check.verdict)
        })
        .collect()
}

#[test]
fn doctor_finds_seeded_faults_and_only_those() {
    let check = |flags: &[(&'static str, &str)], env: &[(&str, &str)], expected: &[&str]| {
        assert_eq!(diagnosed(flags, env), expected, "{flags:?} {env:?}");
    };
    check(&[], &[], &[]);
    check(&[("max_tokens", "0")], &[], &["settings Bad"]);
    check(&[("config", "DIR/none.toml")], &[], &["settings Bad"]);
    check(&[], &[("PSYCHO_SYMBOLIC_PROT", "1")], &["settings Odd"]);
    check(&[("host", "192.0.2.1"), ("allow_insecure_bind", "true")], &[], &["address Bad", "exposure Odd"]);
    check(&[("host", "0.0.0.0")], &[], &["exposure Bad"]);
    check(&[("host", "0.0.0.0"), ("require_key", "true")], &[], &[]);
    check(&[("store", "DIR/junk")], &[], &["store Bad", "store permissions Odd"]);
    check(&[("store", "DIR/junk/below")], &[], &["store Bad"]);
    check(&[("store", "memory")], &[], &["store Odd"]);
    check(&[("api_key", "0123456789012345678901")], &[], &["secrets Odd"]);
    check(&[], &[("PSYCHO_SYMBOLIC_API_KEY", "short")], &["secrets Odd"]);
    check(&[("cors_origins", "*")], &[], &["browsers Odd"]);
    check(&[("log_prompts", "true")], &[], &["privacy Odd"]);
    check(&[("workers", "1000")], &[], &["processors Odd"]);
    check(&[("keep_alive_interval", "0")], &[], &["long streams Odd"]);
    check(&[("keep_alive_interval", "2m")], &[], &["long streams Odd"]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let refused = std::thread::spawn(move || drop(taken.accept()));
    check(&[("port", &port)], &[], &["address Bad"]);
    refused.join().unwrap();
}

#[test]
fn doctor_makes_at_least_ten_checks() {
    let (code, data, _) = typed(Path::new("/"), "doctor --store memory --port 0 --json");
    let checks: Json = serde_json::from_str(&data).unwrap();
    assert!(code == 0 && checks.as_array().unwrap().len() >= 15, "{data}");
}

#[test]
fn the_greeting_takes_three_lines() {
    let address = "127.0.0.1:3000".parse().unwrap();
    insta::assert_snapshot!(greeting(address, false), @"
    Base URL  http://127.0.0.1:3000/v1
    API key   any text, as long as none was made with `gateway key create NAME`
    Document  http://127.0.0.1:3000/openapi.json, `gateway --help`
    ");
}

/// The real engine, by the whole way from the command line.
#[test]
fn ask_computes_without_a_server() {
    let hooks = Hooks { respond: local::respond, ..HOOKS };
    let ask = |words: &[&str]| {
        let args: Vec<OsString> = ["gateway", "ask"].iter().chain(words).map(OsString::from).collect();
        capture::during(|| run(&args, &BTreeMap::new(), &hooks))
    };
    let (code, data, talk) = ask(&["What is 17 * 23?"]);
    assert!(code == DONE && data.contains("391") && data.ends_with('\n'), "{code} {data:?} {talk:?}");
    let (code, json, _) = ask(&["--json", "What is 17 * 23?"]);
    let json: Json = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["outcome"], &json["message"]["role"]), (DONE, &"computed".into(), &"assistant".into()));
    let (code, data, _) = ask(&["Who will win the cup in 2087?"]);
    assert!(code == ABSTAINED && !data.trim().is_empty(), "{code} {data:?}");
    let (code, data, talk) = ask(&["--model", "nobody", "x"]);
    assert!(code == FAILED && data.is_empty() && talk.contains("nobody"), "{talk:?}");
}
