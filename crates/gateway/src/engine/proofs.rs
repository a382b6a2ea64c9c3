//! Proofs as they are shown: as JSON and as an indented text; and those of the last replies, so that an answer can be
//! explained right after it was given.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use engine_api::Proof;

use crate::engine::pipeline::Thought;

/// How many replies are remembered.
const MOST: usize = 256;

/// A step that is to be written, or the end of one.
enum Work<'p> {
    Step(&'p Proof, bool),
    End,
}

/// A proof as a JSON tree: `{"claim", "by", "from": […]}`. Without recursion, since proofs follow what clients write.
pub fn json(proof: &Proof) -> String {
    let mut out = String::new();
    let mut open = vec![Work::Step(proof, true)];
    while let Some(work) = open.pop() {
        let Work::Step(step, first) = work else {
            out.push_str("]}");
            continue;
        };
        let comma = if first { "" } else { "," };
        let (claim, by) = (quoted(&step.claim), quoted(&step.by));
        let _ = write!(out, "{comma}{{\"claim\":{claim},\"by\":{by},\"from\":[");
        open.push(Work::End);
        open.extend(step.from.iter().enumerate().rev().map(|(at, from)| Work::Step(from, at == 0)));
    }
    out
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A proof as a text: each claim on a line of its own with its reason, what it follows from indented below it.
pub fn text(proof: &Proof) -> String {
    let mut out = String::new();
    let mut open = vec![(proof, 0)];
    while let Some((step, depth)) = open.pop() {
        let by = if step.by.is_empty() { String::new() } else { format!("  [{}]", line(&step.by)) };
        let _ = writeln!(out, "{:indent$}{}{by}", "", line(&step.claim), indent = 2 * depth.min(40));
        open.extend(step.from.iter().rev().map(|from| (from, depth + 1)));
    }
    out
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a reply was come by, as the endpoint shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// `proved`, `computed`, …
    pub outcome: String,
    /// The proof as JSON, or `null` where the answer has none.
    pub json: String,
    /// The proof as text; empty where the answer has none.
    pub text: String,
}

impl Explained {
    /// What a thought has for itself.
    pub fn of(thought: &Thought) -> Explained {
        Explained {
            outcome: thought.outcome.kind.name().to_owned(),
            json: thought.proof.as_ref().map_or_else(|| "null".to_owned(), json),
            text: thought.proof.as_ref().map(text).unwrap_or_default(),
        }
    }
}

/// The thoughts behind the last replies.
#[derive(Debug, Default)]
pub struct Recent {
    replies: Mutex<VecDeque<Row>>,
}

#[derive(Debug)]
struct Row {
    tenant: Arc<str>,
    id: Arc<str>,
    thought: Arc<Thought>,
}

impl Recent {
    /// Remembers a reply, and forgets the oldest where there are too many.
    pub fn keep(&self, tenant: &Arc<str>, id: &Arc<str>, thought: &Arc<Thought>) {
        let row = Row { tenant: Arc::clone(tenant), id: Arc::clone(id), thought: Arc::clone(thought) };
        let mut replies = self.replies.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = if replies.len() >= MOST { replies.pop_front() } else { None };
        replies.push_back(row);
        drop(replies);
        // Freed outside the lock: it may be the last to hold its thought.
        drop(oldest);
    }

    /// The thought behind a reply of a tenant.
    pub fn find(&self, tenant: &str, id: &str) -> Option<Arc<Thought>> {
        let replies = self.replies.lock().unwrap_or_else(PoisonError::into_inner);
        let row = replies.iter().rev().find(|row| &*row.id == id && &*row.tenant == tenant);
        row.map(|row| Arc::clone(&row.thought))
    }
}

#[cfg(test)]
mod tests {
    use engine_api::{Outcome, OutcomeKind, Script};

    use super::*;

    fn leaf(claim: &str) -> Proof {
        Proof { claim: claim.to_owned(), by: "said".to_owned(), from: Vec::new() }
    }

    #[test]
    fn proofs_are_shown_as_trees() {
        let from = vec![leaf("All cats\npurr"), leaf("Tom is a \"cat\"")];
        let proof = Proof { claim: "Tom purrs".to_owned(), by: String::new(), from };
        assert_eq!(text(&proof), "Tom purrs\n  All cats purr  [said]\n  Tom is a \"cat\"  [said]\n");
        let tree: serde_json::Value = serde_json::from_str(&json(&proof)).unwrap();
        assert_eq!(tree["from"][1], serde_json::json!({"claim": "Tom is a \"cat\"", "by": "said", "from": []}));
        assert_eq!(tree["from"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn the_last_replies_are_remembered_for_their_tenant() {
        let recent = Recent::default();
        let (tenant, id) = (|text: &str| Arc::<str>::from(text), |number: usize| Arc::<str>::from(number.to_string()));
        let thought = Arc::new(Thought {
            script: Script::text(engine_api::Wordings::fixed("x")),
            outcome: Outcome::certain(OutcomeKind::Proved),
            proof: Some(leaf("x")),
        });
        (0..=MOST).for_each(|number| recent.keep(&tenant("a"), &id(number), &thought));
        assert!(recent.find("a", "0").is_none(), "the oldest is forgotten");
        assert!(recent.find("a", "1").is_some());
        assert!(recent.find("b", "1").is_none());
    }
}
