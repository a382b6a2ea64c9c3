//! The Kubernetes objects: that they fit one another, the image and the gateway.

use serde_json::Value;

use super::container::{image_env, image_user, names};
use super::process::Gateway;
use super::text::{at, config_check, drain_time, list_at, plain, seconds, text_at, yaml};
use super::wire::{get, once};
use super::{Checked, Place, Verdict, ensure};

const POD: &str = "/spec/template/spec";
const CONTAINER: &str = "/spec/template/spec/containers/0";
const PROBES: [&str; 3] = ["startupProbe", "livenessProbe", "readinessProbe"];

/// The objects of the manifest.
struct Objects(Vec<Value>);

impl Objects {
    fn read() -> Result<Objects, String> {
        Ok(Objects(yaml("kubernetes/gateway.yaml")?))
    }

    /// The object of a kind.
    fn of(&self, kind: &str) -> Result<&Value, String> {
        let mut found = self.0.iter().filter(|object| object.get("kind").map(plain).as_deref() == Some(kind));
        found.next().ok_or_else(|| format!("there is no {kind}"))
    }
}

/// Everything that the objects tell of one another holds.
pub(super) fn structure(place: &Place) -> Checked {
    let objects = Objects::read()?;
    let deployment = objects.of("Deployment")?;
    selectors(&objects, deployment)?;
    pod(deployment)?;
    settings(place, deployment)?;
    scaling(&objects, deployment)?;
    Ok(Verdict::Passed)
}

/// Every selector finds the pods, and the service's port leads to theirs.
fn selectors(objects: &Objects, deployment: &Value) -> Result<(), String> {
    let labels = at(deployment, "/spec/template/metadata/labels")?;
    let service = objects.of("Service")?;
    let all = [
        ("the deployment", at(deployment, "/spec/selector/matchLabels")?),
        ("the service", at(service, "/spec/selector")?),
        ("the disruption budget", at(objects.of("PodDisruptionBudget")?, "/spec/selector/matchLabels")?),
    ];
    for (who, selector) in all {
        let selector = selector.as_object().ok_or("a selector is no table")?;
        let finds = !selector.is_empty() && selector.iter().all(|(name, value)| labels.get(name) == Some(value));
        ensure(finds, format!("{who} selects other pods"))?;
    }
    let port = text_at(service, "/spec/ports/0/targetPort")?;
    ensure(names(deployment, &format!("{CONTAINER}/ports"))?.contains(&port), format!("the pods have no port {port}"))
}

/// The pod's ports, volumes, user and links.
fn pod(deployment: &Value) -> Result<(), String> {
    let ports = names(deployment, &format!("{CONTAINER}/ports"))?;
    for probe in PROBES {
        let port = text_at(deployment, &format!("{CONTAINER}/{probe}/httpGet/port"))?;
        ensure(ports.contains(&port), format!("{probe} asks at {port}, which the container has not"))?;
    }
    let volumes = names(deployment, &format!("{POD}/volumes"))?;
    for mounted in names(deployment, &format!("{CONTAINER}/volumeMounts"))? {
        ensure(volumes.contains(&mounted), format!("there is no volume {mounted}"))?;
    }
    let user = text_at(deployment, &format!("{POD}/securityContext/runAsUser"))?;
    ensure(user == image_user()?.0, format!("the pod runs as {user}, the image as another user"))?;
    // Links would set PSYCHO_SYMBOLIC_PORT, which is a setting, to an address.
    let links = at(deployment, &format!("{POD}/enableServiceLinks"))?;
    ensure(links == &Value::Bool(false), "the service's links would be read as settings")?;
    let read_only = at(deployment, &format!("{CONTAINER}/securityContext/readOnlyRootFilesystem"))?;
    let mount = text_at(deployment, &format!("{CONTAINER}/volumeMounts/0/mountPath"))?;
    let store = environment(deployment)?.into_iter().find(|(name, _)| name == "PSYCHO_SYMBOLIC_STORE");
    let writable = store.is_some_and(|(_, store)| store.starts_with(&format!("{mount}/")));
    ensure(read_only == &Value::Bool(false) || writable, "the store is where the pod may not write")?;
    let scraped = text_at(deployment, "/spec/template/metadata/annotations/prometheus.io~1port")?;
    let port = text_at(deployment, &format!("{CONTAINER}/ports/0/containerPort"))?;
    ensure(scraped == port, format!("metrics are looked for at {scraped}"))
}

/// The environment is valid for the gateway, leads to the container's port, and leaves time to drain.
fn settings(place: &Place, deployment: &Value) -> Result<(), String> {
    let mut env = image_env()?;
    env.extend(environment(deployment)?);
    config_check(place, &env)?;
    let port = text_at(deployment, &format!("{CONTAINER}/ports/0/containerPort"))?;
    let served = env.iter().rev().find(|(name, _)| name == "PSYCHO_SYMBOLIC_PORT");
    ensure(served.is_some_and(|(_, served)| *served == port), format!("the gateway does not listen at {port}"))?;
    let grace = seconds(&text_at(deployment, &format!("{POD}/terminationGracePeriodSeconds"))?)?;
    let before = seconds(&text_at(deployment, &format!("{CONTAINER}/lifecycle/preStop/sleep/seconds"))?)?;
    let drain = drain_time(place, &env)?;
    ensure(grace > before + drain, format!("{grace} s end before preStop and the drain time, {before} s and {drain} s"))
}

/// The container's environment; what comes from a secret is any text.
fn environment(deployment: &Value) -> Result<Vec<(String, String)>, String> {
    let read = |variable: &Value| {
        let value = variable.get("value").map_or_else(|| "sk-any".to_owned(), plain);
        text_at(variable, "/name").map(|name| (name, value))
    };
    list_at(deployment, &format!("{CONTAINER}/env"))?.iter().map(read).collect()
}

/// The autoscaler scales the deployment, by a resource that the pods ask for; the budget leaves pods to be moved.
fn scaling(objects: &Objects, deployment: &Value) -> Result<(), String> {
    let scaler = objects.of("HorizontalPodAutoscaler")?;
    for (part, of) in [("kind", "/kind"), ("apiVersion", "/apiVersion"), ("name", "/metadata/name")] {
        let (target, own) = (text_at(scaler, &format!("/spec/scaleTargetRef/{part}"))?, text_at(deployment, of)?);
        ensure(target == own, format!("the autoscaler's target has the {part} {target} instead of {own}"))?;
    }
    for metric in list_at(scaler, "/spec/metrics")? {
        let resource = text_at(metric, "/resource/name")?;
        at(deployment, &format!("{CONTAINER}/resources/requests/{resource}"))?;
    }
    let number = |value: &Value, pointer: &str| {
        at(value, pointer)?.as_u64().ok_or_else(|| format!("{pointer} is no whole number"))
    };
    let (least, most) = (number(scaler, "/spec/minReplicas")?, number(scaler, "/spec/maxReplicas")?);
    let kept = number(objects.of("PodDisruptionBudget")?, "/spec/minAvailable")?;
    ensure(kept < least && least <= most, format!("{kept} pods must be kept of {least} to {most}"))
}

/// A running gateway answers what the probes ask, without a key.
pub(super) fn probes(place: &Place) -> Checked {
    let objects = Objects::read()?;
    let deployment = objects.of("Deployment")?;
    let gateway = Gateway::start(place, &["--require-key"])?;
    let metrics = text_at(deployment, "/spec/template/metadata/annotations/prometheus.io~1path")?;
    let asked = PROBES.map(|probe| text_at(deployment, &format!("{CONTAINER}/{probe}/httpGet/path")));
    for path in asked.into_iter().chain([Ok(metrics)]) {
        let path = path?;
        let answer = once(gateway.address, &get(&path, ""))?;
        ensure(answer.head.status == 200, format!("{path}: {}", answer.head.status))?;
    }
    Ok(Verdict::Passed)
}
