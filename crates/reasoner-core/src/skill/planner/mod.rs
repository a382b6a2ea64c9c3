//! Plans: actions, start and goal are read from the dialogue, a search finds the steps. Knows no domain of its own;
//! what it adds is how placing, holding and lying free hang together ([`implied`]).

mod ground;
mod implied;
mod phrase;
mod schema;
mod sections;
mod shorten;

use engine_api::{Budget, Finding, OutcomeKind, Proof, Reason, Value};

use super::Found;
use crate::scene::Scene;
use crate::solve::strips::{self, Planned};
use phrase::{Names, Phrase};
use schema::Schema;

/// What was read.
#[derive(Debug, Default)]
struct Domain {
    names: Names,
    schemas: Vec<Schema>,
    start: Vec<Phrase>,
    goal: Vec<Phrase>,
    /// Short names for the things with long numbered ones.
    short: std::collections::BTreeMap<String, String>,
}

pub(crate) fn planner(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let sections = sections::sections(scene)?;
    let mut domain = Domain { names: Names::new(&sections), ..Domain::default() };
    domain.start = domain.names.state(&sections.start);
    domain.goal = domain.names.state(&sections.goal);
    domain.schemas = schema::schemas(&sections, &domain.names);
    if domain.schemas.is_empty() || domain.goal.is_empty() || domain.start.is_empty() {
        return None;
    }
    implied::complete(&mut domain);
    domain.short = shorten::shorten(&domain.names.things);
    let grounded = ground::ground(&domain, budget)?;
    match strips::plan(&grounded.task, budget) {
        Planned::Plan(steps) => {
            let lines: Vec<&str> =
                steps.iter().filter_map(|step| grounded.said.get(*step)).map(String::as_str).collect();
            let proof = proof(&sections, &lines);
            let said = if lines.is_empty() {
                "Nothing needs to be done.".to_owned()
            } else {
                format!("{}{}", shorten::legend(&domain), lines.join("\n"))
            };
            Some(Found::answer(Finding::bare(Value::Text(said)), OutcomeKind::Computed, Some(proof)))
        }
        Planned::Spent => Some(Found::abstained(Reason::Budget)),
        Planned::Impossible => None,
    }
}

/// Whether the dialogue describes actions, a start and a goal.
pub(crate) fn concerns(scene: &Scene<'_>) -> bool {
    sections::sections(scene).is_some()
}

/// The rules of the actions as they are written, under the plan that keeps them.
fn proof(sections: &sections::Sections, lines: &[&str]) -> Proof {
    let leaf = |text: &String| Proof { claim: text.clone(), by: "told".to_owned(), from: Vec::new() };
    Proof {
        claim: format!("{} steps reach the goal, each allowed where it stands", lines.len()),
        by: "state-space search".to_owned(),
        from: sections.said.iter().map(leaf).collect(),
    }
}
