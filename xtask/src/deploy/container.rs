//! The image, the compose file and the systemd unit: what their readers do not check.

use serde_json::Value;

use super::process::{Gateway, free};
use super::text::{at, config_check, drain_time, finish, list_at, one_yaml, plain, seconds, text_at};
use super::{Checked, Place, Verdict, deployed, ensure};
use crate::tools::{output, root};

/// Those of them that the build image has enough for: SQLite is bundled and compiled by `cc`, nothing is looked for.
const C_CRATES: &[&str] = &["cc", "libsqlite3-sys", "pkg-config", "vcpkg"];
/// Names of crates that are about C.
const C_NAMES: &[&str] = &["cc", "cmake", "bindgen", "pkg-config", "vcpkg", "openssl", "native-tls", "ring"];

/// The instructions of the Dockerfile, continued lines joined, as `(word, rest)`.
fn instructions() -> Result<Vec<(String, String)>, String> {
    let text = deployed("Dockerfile")?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let joined = lines.join("\n").replace("\\\n", " ");
    let words = |line: &str| line.split_once(' ').map(|(word, rest)| (word.to_owned(), rest.trim().to_owned()));
    Ok(joined.lines().filter_map(|line| words(line.trim())).collect())
}

/// The instructions of the last stage.
fn last_stage() -> Result<Vec<(String, String)>, String> {
    let all = instructions()?;
    let start = all.iter().rposition(|(word, _)| word == "FROM").ok_or("there is no FROM")?;
    Ok(all.into_iter().skip(start).collect())
}

/// The value of an instruction of the last stage.
fn last(word: &str) -> Result<String, String> {
    let stage = last_stage()?;
    let found = stage.into_iter().rev().find(|(known, _)| known == word);
    found.map(|(_, rest)| rest).ok_or_else(|| format!("the last stage has no {word}"))
}

/// The environment of the image.
pub(super) fn image_env() -> Result<Vec<(String, String)>, String> {
    let pairs = last("ENV")?;
    let split = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    Ok(pairs.split_whitespace().filter_map(split).collect())
}

/// The user and the group of the image.
pub(super) fn image_user() -> Result<(String, String), String> {
    let user = last("USER")?;
    let (user, group) = user.split_once(':').unwrap_or((&user, ""));
    Ok((user.to_owned(), group.to_owned()))
}

/// The image is small, without root, tells its health and its stop signal, and its settings are valid.
pub(super) fn dockerfile(place: &Place) -> Checked {
    let all = instructions()?;
    let base = last("FROM")?;
    ensure(base == "scratch" || base.contains("distroless"), format!("the last stage is based on {base}"))?;
    let (user, _) = image_user()?;
    ensure(user.parse::<u32>().is_ok_and(|id| id > 0), format!("the user {user} is root or not a number"))?;
    ensure(last("STOPSIGNAL")? == "SIGTERM", "the stop signal is not SIGTERM")?;
    let health = last("HEALTHCHECK")?;
    ensure(health.ends_with(r#"CMD ["/gateway", "healthcheck"]"#), format!("HEALTHCHECK {health}"))?;
    for word in ["ENTRYPOINT", "CMD"] {
        ensure(last(word)?.starts_with('['), format!("{word} needs a shell, which the image has not"))?;
    }
    for (_, rest) in all.iter().filter(|(word, rest)| word == "COPY" && rest.starts_with("--from=")) {
        let stage = rest.trim_start_matches("--from=").split(' ').next().unwrap_or_default();
        let known = all.iter().any(|(word, rest)| word == "FROM" && rest.ends_with(&format!(" AS {stage}")));
        ensure(known, format!("there is no stage {stage}"))?;
    }
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap_or_default();
    let builder = all.first().map(|(_, rest)| rest.as_str()).unwrap_or_default();
    let fits = builder.contains(&format!("rust:{}-", version.trim_matches('"')));
    ensure(fits, format!("{builder} is not the compiler that the workspace asks for, {version}"))?;
    let mut env = image_env()?;
    ensure(last("EXPOSE")? == value(&env, "PSYCHO_SYMBOLIC_PORT"), "EXPOSE is another port than the one served")?;
    let store = value(&env, "PSYCHO_SYMBOLIC_STORE");
    ensure(store.starts_with("/data/") && last("VOLUME")?.contains("\"/data\""), "the store is in no volume")?;
    env.push(("PSYCHO_SYMBOLIC_API_KEY".to_owned(), "sk-any".to_owned()));
    config_check(place, &env)?;
    Ok(Verdict::Passed)
}

fn value(env: &[(String, String)], name: &str) -> String {
    env.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// The tree needs no C library that the build image has not.
pub(super) fn libraries(_: &Place) -> Checked {
    let tree = ["tree", "--locked", "--package", "gateway", "--target", "x86_64-unknown-linux-musl"];
    let tree = output("cargo", &[&tree[..], &["--edges", "normal,build", "--prefix", "none"]].concat())?;
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let mut about_c: Vec<&str> = names.filter(|name| name.ends_with("-sys") || C_NAMES.contains(name)).collect();
    about_c.sort_unstable();
    about_c.dedup();
    ensure(about_c.contains(&"libsqlite3-sys"), "SQLite is not in the tree: this check reads it wrongly")?;
    let strange: Vec<&str> = about_c.into_iter().filter(|name| !C_CRATES.contains(name)).collect();
    ensure(strange.is_empty(), format!("the build image may lack what these need: {}", strange.join(", ")))?;
    Ok(Verdict::Passed)
}

/// The image's health check reaches a server that listens everywhere, without a key, and fails where there is none.
pub(super) fn healthcheck(place: &Place) -> Checked {
    let gateway = Gateway::start(place, &["--require-key"])?;
    let probe = |port: u16| {
        let mut env = image_env()?;
        env.retain(|(name, _)| name != "PSYCHO_SYMBOLIC_PORT");
        env.push(("PSYCHO_SYMBOLIC_PORT".to_owned(), port.to_string()));
        finish(place.quiet_gateway().arg("healthcheck").envs(env))
    };
    ensure(value(&image_env()?, "PSYCHO_SYMBOLIC_HOST") == "0.0.0.0", "the image does not listen everywhere")?;
    probe(gateway.address.port())?;
    ensure(probe(free()?.port()).is_err(), "a server that is away is called healthy")?;
    Ok(Verdict::Passed)
}

/// What the compose file names exists: files, services, ports, settings; and it waits for streams to end.
pub(super) fn compose(place: &Place) -> Checked {
    let file = one_yaml("docker-compose.yml")?;
    let services = at(&file, "/services")?.as_object().ok_or("services is no table")?;
    for (name, service) in services {
        service_is_sound(&file, service).map_err(|error| format!("{name}: {error}"))?;
    }
    let gateway = at(&file, "/services/gateway")?;
    let mut env = image_env()?;
    env.extend(environment(gateway)?);
    config_check(place, &env)?;
    let grace = seconds(&text_at(gateway, "/stop_grace_period")?)?;
    ensure(grace > drain_time(place, &env)?, "stop_grace_period is not longer than the drain time")?;
    let nginx = deployed("nginx.conf")?;
    let upstream = format!("server gateway:{};", value(&env, "PSYCHO_SYMBOLIC_PORT"));
    ensure(nginx.contains(&upstream), format!("nginx.conf has no `{upstream}`"))?;
    let port = text_at(&file, "/services/nginx/ports/0")?;
    let inner = port.rsplit(':').next().unwrap_or_default();
    ensure(nginx.contains(&format!("listen {inner};")), format!("nginx does not listen at {inner}"))?;
    let scraped = text_at(&one_yaml("prometheus/prometheus.yml")?, "/scrape_configs/0/static_configs/0/targets/0")?;
    ensure(upstream.contains(&scraped), format!("Prometheus scrapes {scraped}"))?;
    let source = text_at(&one_yaml("grafana/datasource.yml")?, "/datasources/0/url")?;
    ensure(services.keys().any(|name| source.contains(&format!("//{name}:"))), format!("no service is at {source}"))?;
    Ok(Verdict::Passed)
}

fn service_is_sound(file: &Value, service: &Value) -> Result<(), String> {
    let empty = Vec::new();
    for volume in service.get("volumes").and_then(Value::as_array).unwrap_or(&empty) {
        let volume = plain(volume);
        let source = volume.split(':').next().unwrap_or_default();
        let exists = match source.strip_prefix("./") {
            Some(path) => root().join("deploy").join(path).is_file(),
            None => file.pointer(&format!("/volumes/{source}")).is_some(),
        };
        ensure(exists, format!("{source} does not exist"))?;
    }
    for (other, _) in service.get("depends_on").and_then(Value::as_object).into_iter().flatten() {
        ensure(file.pointer(&format!("/services/{other}")).is_some(), format!("there is no service {other}"))?;
    }
    if let Some(build) = service.get("build") {
        let context = root().join("deploy").join(text_at(build, "/context")?);
        ensure(context.join(text_at(build, "/dockerfile")?).is_file(), "the Dockerfile does not exist")?;
    }
    let image = service.get("image").map(plain).unwrap_or_default();
    ensure(image.contains(':'), format!("the image {image} has no version"))?;
    for port in service.get("ports").and_then(Value::as_array).unwrap_or(&empty) {
        ensure(plain(port).starts_with("127.0.0.1:"), format!("{port} is published beyond this machine"))?;
    }
    Ok(())
}

fn environment(service: &Value) -> Result<Vec<(String, String)>, String> {
    let table = at(service, "/environment")?.as_object().ok_or("environment is no table")?;
    Ok(table.iter().map(|(name, value)| (name.clone(), plain(value))).collect())
}

/// The unit waits for streams to end, restarts after faults, and its settings are valid.
pub(super) fn unit(place: &Place) -> Checked {
    let unit = deployed("gateway.service")?;
    let pairs: Vec<(&str, &str)> = unit.lines().filter_map(|line| line.split_once('=')).collect();
    let of = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let env: Vec<(String, String)> = pairs
        .iter()
        .filter(|(name, _)| *name == "Environment")
        .filter_map(|(_, pair)| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    config_check(place, &env)?;
    let stop = seconds(of("TimeoutStopSec").ok_or("there is no TimeoutStopSec")?)?;
    ensure(stop > drain_time(place, &env)?, "TimeoutStopSec is not longer than the drain time")?;
    ensure(of("DynamicUser") == Some("yes"), "the unit runs as root")?;
    ensure(of("Restart").is_some_and(|when| when != "no"), "the unit does not restart")?;
    let state = of("StateDirectory").ok_or("there is no StateDirectory")?;
    let store = value(&env, "PSYCHO_SYMBOLIC_STORE");
    ensure(store.starts_with(&format!("/var/lib/{state}/")), format!("{store} is outside of what the unit may write"))?;
    Ok(Verdict::Passed)
}

/// The list of what a service or a pod may name, for messages.
pub(super) fn names(value: &Value, pointer: &str) -> Result<Vec<String>, String> {
    Ok(list_at(value, pointer)?.iter().filter_map(|item| item.get("name").map(plain)).collect())
}
