//! Names of countries and of the states of the USA, to tell `Paris, France` from a list of two; towns and where they
//! are; codes of currencies and languages.

use crate::slot::floor_char;
use crate::text::TermMap;
use crate::text::lexicon::term_of;

/// One region a line; a tab and the usual abbreviation where there is one.
const REGIONS: &str = include_str!("../data/regions.tsv");

/// Towns, each with its state (USA) or country, sorted by name in lower case. See `cargo xtask places`.
const TOWNS: &str = include_str!("../data/cities.tsv");
/// Codes: their kind, the code, its names.
const CODES: &str = include_str!("../data/codes.tsv");
/// The longest name of a town, in bytes.
const LONGEST: usize = 40;

/// The state or country of the largest town of this name, in any case.
pub(crate) fn home_of(name: &str) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let wanted = name.to_lowercase();
    let (mut low, mut high) = (0, TOWNS.len());
    while low < high {
        let middle = floor_char(TOWNS, low + (high - low) / 2);
        let start = TOWNS.get(low..middle)?.rfind('\n').map_or(low, |at| low + at + 1);
        let line = TOWNS.get(start..)?.lines().next()?;
        let (town, region) = line.split_once('\t')?;
        match town.to_lowercase().as_str().cmp(&wanted) {
            std::cmp::Ordering::Equal => return Some(region),
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// The codes of one kind with their names.
pub(crate) fn codes(kind: &'static str) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    CODES.lines().filter_map(move |line| {
        let mut fields = line.split('\t');
        (fields.next()? == kind).then_some(())?;
        Some((fields.next()?, fields.next()?.split('|')))
    })
}

/// The known regions.
#[derive(Debug, Clone)]
pub(crate) struct Regions {
    names: TermMap<()>,
}

impl Regions {
    /// The regions that are compiled in.
    pub(crate) fn new() -> Regions {
        let names = REGIONS.lines().flat_map(|line| line.split('\t')).map(|name| (term_of(&name.to_lowercase()), ()));
        Regions { names: names.collect() }
    }

    /// Whether `name` is a country or state, in any case.
    pub(crate) fn is_region(&self, name: &str) -> bool {
        name.len() <= 40 && self.names.contains_key(&term_of(&name.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_are_found_wherever_they_stand() {
        for (name, region) in [("Berkeley", "CA"), ("paris", "France"), ("New York", "NY"), ("Tokyo", "Japan")] {
            assert_eq!(home_of(name), Some(region), "{name}");
        }
        let (first, last) = (TOWNS.lines().next().unwrap(), TOWNS.lines().last().unwrap());
        for line in [first, last] {
            let (town, region) = line.split_once('\t').unwrap();
            assert_eq!(home_of(town), Some(region), "{town}");
        }
        assert_eq!(home_of("Nowhere Else"), None);
    }

    #[test]
    fn countries_and_states_are_known() {
        let regions = Regions::new();
        assert!(regions.is_region("France") && regions.is_region("new york") && regions.is_region("TX"));
        assert!(!regions.is_region("Paris"));
    }
}
