//! The table as a whole, and the order of precedence.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use super::*;

fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// Loads from flags, environment and the text of a file; problems come back without the path of the file.
fn try_load(flags: &[(&'static str, &str)], vars: &[(&str, &str)], text: &str) -> Result<Loaded, String> {
    let file = file(text);
    let path = file.path().to_str().unwrap().to_owned();
    let mut flags: Vec<_> = flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
    flags.push(("config", path.clone()));
    load(&Sources { flags, env: &env(vars) }).map_err(|error| error.to_string().replace(&path, "FILE"))
}

fn origin(loaded: &Loaded, key: &str) -> String {
    let choice = loaded.chosen.iter().find(|choice| choice.setting.key == key).unwrap();
    match &choice.origin {
        Origin::File(_, line) => format!("file:{line}"),
        other => other.to_string(),
    }
}

#[test]
fn every_row_is_sound() {
    let mut names = BTreeSet::new();
    for setting in SETTINGS {
        assert!(setting.kind.parse(setting.default).is_ok(), "default of {}", setting.key);
        assert!(setting.help.ends_with('.'), "help of {}", setting.key);
        assert!(names.insert(setting.key.to_owned()), "{} twice", setting.key);
        for name in setting.well_known {
            assert!(names.insert((*name).to_owned()), "{name} twice");
        }
    }
}

/// Another value than the default, and than zero, for each row; its field must show it.
#[test]
fn every_row_reaches_a_field_of_its_own() {
    let base = Settings::default();
    let mut seen = BTreeMap::new();
    for setting in SETTINGS {
        let other = match setting.kind {
            Kind::Bool => Value::Bool(setting.kind.parse(setting.default) != Ok(Value::Bool(true))),
            Kind::Int(_, max) | Kind::Bytes(_, max) | Kind::Time(_, max) => Value::Int(max - 1),
            Kind::Address => Value::Text("::1".to_owned()),
            Kind::Text | Kind::Secret => Value::Text("other".to_owned()),
            Kind::Choice(words) => Value::Text(words.last().copied().unwrap().to_owned()),
            Kind::List => Value::List(vec!["other".to_owned()]),
            Kind::Map => Value::Map(BTreeMap::from([("other".to_owned(), models::CHAT.to_owned())])),
        };
        let mut changed = base.clone();
        (setting.put)(&mut changed, &other);
        assert_ne!(changed, base, "{} changes nothing", setting.key);
        let before: Vec<String> = format!("{base:#?}").lines().map(str::to_owned).collect();
        let after = format!("{changed:#?}");
        let field = format!("    {}:", setting.key);
        let line = after.lines().find(|line| line.starts_with(&field)).unwrap();
        if setting.kind == Kind::Secret {
            assert!(line.contains("Secret(set)"), "{line}");
        }
        assert!(seen.insert(setting.key, before.len()).is_none());
    }
    let fields = format!("{base:#?}").lines().filter(|line| line.starts_with("    ") && line[4..5] != *" ").count();
    assert!(fields >= SETTINGS.len());
}

#[test]
fn the_defaults_are_those_that_are_documented() {
    let settings = Settings::default();
    assert_eq!(settings.address().to_string(), "127.0.0.1:3000");
    assert!(!settings.is_exposed());
    assert_eq!(settings.max_body_bytes, 4 << 20);
    assert_eq!(settings.header_timeout.as_secs(), 10);
    assert_eq!(settings.warm_queries.len(), 5);
    assert!(settings.workers >= 1 && settings.thinking_slots >= 1);
    assert_eq!(settings.model("gpt-4o"), Some(models::CHAT));
    assert_eq!(settings.model("text-embedding-3-small"), Some(models::EMBEDDING));
    assert_eq!(settings.model(models::CHAT_FAST), Some(models::CHAT_FAST));
    assert_eq!(settings.model("nobody"), None);
}

#[test]
fn flags_win_over_environment_over_file_over_default() {
    let text = "# ours\nport = 1\ncache_size = 2\nmax_tokens = 3\nstrict = true\n";
    let vars = [("PORT", "11"), ("CACHE_SIZE", "12"), ("PSYCHO_SYMBOLIC_CACHE_SIZE", "13"), ("MAX_TOKENS", "")];
    let loaded = try_load(&[("port", "21")], &vars, text).unwrap();
    assert_eq!((loaded.settings.port, origin(&loaded, "port").as_str()), (21, "--port"));
    assert_eq!(loaded.settings.cache_size, 13);
    assert_eq!(origin(&loaded, "cache_size"), "$PSYCHO_SYMBOLIC_CACHE_SIZE");
    assert_eq!((loaded.settings.max_tokens, origin(&loaded, "max_tokens").as_str()), (3, "file:4"));
    assert_eq!((loaded.settings.strict, origin(&loaded, "http2").as_str()), (true, "default"));
    assert!(loaded.warnings.is_empty());
}

#[test]
fn every_problem_is_told_with_its_line() {
    let text = "prot = 1\n\nmax_tokens = \"many\"\n[server]\nhost = \"x\"\n";
    insta::assert_snapshot!(try_load(&[], &[("CACHE_SIZE", "-1")], text).unwrap_err(), @r#"
    FILE:1: unknown key `prot`; did you mean `port`?
    FILE:3: `max_tokens`: a whole number from 1 to 1000000 is expected here, not a string
    FILE:4: unknown key `server`
    $CACHE_SIZE: a whole number from 0 to 100000000 is expected
    "#);
}

#[test]
fn a_file_that_is_no_toml_names_the_line() {
    insta::assert_snapshot!(try_load(&[], &[], "port = 1\nhost = \n").unwrap_err(), @"FILE:2: string values must be quoted, expected literal string");
    insta::assert_snapshot!(try_load(&[], &[], "port = 1\nport = 2\n").unwrap_err(), @"FILE:2: duplicate key");
    let sources = Sources { flags: vec![("config", "/nonexistent/x.toml".to_owned())], env: &env(&[]) };
    assert!(load(&sources).unwrap_err().to_string().starts_with("--config: /nonexistent/x.toml: "));
}

#[test]
fn contradictions_are_found() {
    let flags =
        [("stream_min_chunk", "100"), ("max_tokens", "200000"), ("model_aliases", "a=b"), ("cors_origins", "x")];
    insta::assert_snapshot!(try_load(&flags, &[("RUST_LOG", "a=b=c")], "").unwrap_err(), @"
    --stream-min-chunk: `stream_min_chunk`: it is larger than `stream_max_chunk`
    --max-tokens: `max_tokens`: it is larger than `context_length`
    --model-aliases: `model_aliases`: `a` stands for `b`, which is not one of psycho-symbolic-v1, psycho-symbolic-v1-fast, psycho-symbolic-embed
    --cors-origins: `cors_origins`: an origin has a scheme, as in `https://app.example`
    $RUST_LOG: `log_level`: `a=b=c` is neither a level nor a filter
    ");
}

#[test]
fn secrets_come_from_files_and_stay_hidden() {
    let secret = file("s3cret\n");
    let vars = [("PSYCHO_SYMBOLIC_API_KEY_FILE", secret.path().to_str().unwrap())];
    let loaded = try_load(&[], &vars, "").unwrap();
    assert_eq!(loaded.settings.api_key.0, "s3cret");
    assert!(!format!("{loaded:?}").contains("s3cret"), "debug output");
    assert!(!show::toml(&loaded, true).contains("s3cret"));
    assert!(!show::json(&loaded).to_string().contains("s3cret"));
    let error = try_load(&[], &[("PSYCHO_SYMBOLIC_KEY_PEPPER_FILE", "/nonexistent")], "").unwrap_err();
    assert!(error.starts_with("$PSYCHO_SYMBOLIC_KEY_PEPPER_FILE: /nonexistent: "), "{error}");
}

#[test]
fn odd_environment_names_are_warnings() {
    let vars = [("PSYCHO_SYMBOLIC_MAX_TOKEN", "1"), ("PSYCHO_SYMBOLIC_PORT", "tcp://10.0.0.1:80"), ("OTHER", "x")];
    let loaded = try_load(&[], &vars, "").unwrap();
    assert_eq!(loaded.settings.port, 3000);
    insta::assert_snapshot!(loaded.warnings.join("\n"), @"
    $PSYCHO_SYMBOLIC_MAX_TOKEN is not a setting; did you mean $PSYCHO_SYMBOLIC_MAX_TOKENS?
    $PSYCHO_SYMBOLIC_PORT=tcp://10.0.0.1:80 is a Kubernetes service link, not a port; it is ignored
    ");
}

#[test]
fn what_is_shown_loads_again() {
    let flags = [("warm_queries", "[\"a, b\", \"c\"]"), ("body_timeout", "90s"), ("host", "::1")];
    let first = try_load(&flags, &[], "").unwrap();
    let second = try_load(&[], &[], &show::toml(&first, true)).unwrap();
    let same = Settings { config: None, ..second.settings };
    assert_eq!(same, Settings { config: None, ..first.settings });
}

#[test]
fn the_store_lives_with_the_users_data() {
    let place =
        |vars: &[(&str, &str)], flags: &[(&'static str, &str)]| try_load(flags, vars, "").unwrap().settings.store;
    assert_eq!(place(&[], &[("store", "memory")]), StoreLocation::Memory);
    assert_eq!(place(&[], &[("store", "x.db")]), StoreLocation::File("x.db".into()));
    if cfg!(target_os = "linux") {
        let data = place(&[("XDG_DATA_HOME", "/d"), ("HOME", "/h")], &[]);
        assert_eq!(data, StoreLocation::File("/d/psycho-symbolic/store.db".into()));
        assert_eq!(
            place(&[("HOME", "/h")], &[]),
            StoreLocation::File("/h/.local/share/psycho-symbolic/store.db".into())
        );
    }
}

#[test]
fn the_reference_names_every_setting() {
    let page = reference();
    for setting in SETTINGS {
        assert!(page.contains(&format!("\n### {}\n", setting.key)), "{}", setting.key);
        assert!(page.contains(&format!("`--{}`", setting.flag())), "{}", setting.key);
        assert!(page.contains(&format!("`{}`", setting.env())), "{}", setting.key);
    }
}

#[test]
fn flags_are_read_from_the_command_line() {
    let command = clap::Command::new("x").args(args::all());
    let typed = ["x", "--port", "1", "--strict", "--metrics=false", "--warm-queries", "a", "--warm-queries", "b"];
    let given = args::given(&command.clone().try_get_matches_from(typed).unwrap());
    let pairs: Vec<_> = given.iter().map(|(key, text)| format!("{key}={text}")).collect();
    assert_eq!(pairs, ["port=1", "strict=true", "warm_queries=a,b", "metrics=false"]);
    let error = command.try_get_matches_from(["x", "--prot", "1"]).unwrap_err().to_string();
    assert!(error.contains("--port"), "{error}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_loading_panic(text in "\\PC{0,200}", value in "\\PC{0,40}") {
        let _ = try_load(&[], &[], &text);
        for setting in SETTINGS {
            let _ = setting.kind.parse(&value);
        }
    }
}
