//! Names of countries and of the states of the USA, to tell `Paris, France` from a list of two.

use crate::text::TermMap;
use crate::text::lexicon::term_of;

/// One region a line; a tab and the usual abbreviation where there is one.
const REGIONS: &str = include_str!("../data/regions.tsv");

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
    fn countries_and_states_are_known() {
        let regions = Regions::new();
        assert!(regions.is_region("France") && regions.is_region("new york") && regions.is_region("TX"));
        assert!(!regions.is_region("Paris"));
    }
}
