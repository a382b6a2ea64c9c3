//! Finds what there is to say: facts, skills and plans. Pure, bounded and reproducible: the same request gives
//! the same plan, and running out of budget is an outcome.
//!
//! Reads no English of its own: it works on an [`engine_api::Reading`] and leaves the wording of its plan to a
//! [`engine_api::Speaker`].
//!
//! ```
//! use engine_api::{Ask, Budget, OutcomeKind, Reader, Reasoner};
//! use reasoner_core::Mind;
//!
//! let ask = Ask::of("What is 15% of 80?");
//! let reading = english_core::English::new().read(&ask);
//! let plan = Mind::with_lexicon(&english_core::English).reason(&ask, &reading, &mut Budget::steps(1_000_000));
//! assert_eq!(plan.outcome.kind, OutcomeKind::Computed);
//! assert_eq!(plan.values[0], ("answer".to_owned(), 12.into()));
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![deny(clippy::disallowed_methods)]

mod affect;
mod calc;
mod check;
pub mod datalog;
mod fol;
mod knowledge;
mod logic_form;
mod plan;
mod question;
mod scene;
mod skill;
mod solve;
mod verdict;
mod world;

use engine_api::{Ask, Budget, Lexicon, NoLexicon, Plan, Reading, Reasoner};

pub use calc::evaluate;

/// Answers from passages as the learned ranking sees them, for fitting it.
pub mod passage {
    pub use crate::skill::passage::{Rated, best, candidates, feature_names};
}

/// The reasoner. Holds nothing between requests.
#[derive(Debug, Clone, Copy)]
pub struct Mind {
    lexicon: &'static dyn Lexicon,
}

impl Default for Mind {
    fn default() -> Mind {
        Mind::new()
    }
}

impl Mind {
    /// A mind with the knowledge that is compiled in, and none of what words mean to one another.
    pub fn new() -> Mind {
        Mind::with_lexicon(&NoLexicon)
    }

    /// A mind that asks this lexicon about kinds, opposites and forms of words.
    ///
    /// ```
    /// let mind = reasoner_core::Mind::with_lexicon(&english_core::English);
    /// ```
    pub fn with_lexicon(lexicon: &'static dyn Lexicon) -> Mind {
        Mind { lexicon }
    }

    /// The names of the skills in the order in which they are asked.
    ///
    /// ```
    /// assert!(reasoner_core::Mind::skills().any(|name| name == "arithmetic"));
    /// ```
    pub fn skills() -> impl Iterator<Item = &'static str> {
        skill::SKILLS.iter().map(|row| row.name)
    }
}

impl Reasoner for Mind {
    fn reason(&self, ask: &Ask, reading: &Reading, budget: &mut Budget) -> Plan {
        plan::plan(ask, reading, self.lexicon, budget)
    }
}
