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
//! let plan = Mind::new().reason(&ask, &reading, &mut Budget::steps(1_000_000));
//! assert_eq!(plan.outcome.kind, OutcomeKind::Computed);
//! assert_eq!(plan.values[0], ("answer".to_owned(), 12.into()));
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![deny(clippy::disallowed_methods)]

mod affect;
mod calc;
mod knowledge;
mod logic;
mod plan;
mod scene;
mod skill;
mod verdict;

use engine_api::{Ask, Budget, Plan, Reading, Reasoner};

pub use calc::evaluate;

/// The reasoner. Holds nothing between requests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mind;

impl Mind {
    /// A mind with the knowledge that is compiled in.
    pub fn new() -> Mind {
        Mind
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
        plan::plan(ask, reading, budget)
    }
}
