//! Walks by instructions: steps and turns, and whether they lead back.

use engine_api::{Budget, Finding, OutcomeKind, Proof, Value};

use crate::scene::Scene;
use crate::skill::Found;
use crate::verdict::{self, Verdict};
use crate::world::line::{Line, number};
use crate::world::space::{Step, direction};

/// Where a walker is and where they face.
struct Walker {
    at: Step,
    facing: Step,
}

impl Walker {
    /// A direction of the body as one of the plane: "up" is ahead.
    fn ahead(&self, body: Step) -> Step {
        let Step { right, up } = self.facing;
        Step::new(body.right * up + body.up * right, body.up * up - body.right * right)
    }

    fn walk(&mut self, way: Step, steps: i64) {
        let steps = i32::try_from(steps.clamp(-100_000, 100_000)).unwrap_or(0);
        self.at = self.at.plus(Step::new(way.right * steps, way.up * steps));
    }
}

/// Answers whether a walk ends where it began, or how far from there.
pub(crate) fn turtle(scene: &Scene<'_>, budget: &mut Budget) -> Option<Found> {
    let question = scene.asked();
    let back = question.has(&["return", "back", "starting", "start", "began", "origin", "started", "same"]);
    let far = question.has_run(&["how", "far"]);
    // "How many … at the start" counts no steps.
    if !back && !far || question.has(&["many", "much"]) {
        return None;
    }
    let mut walker = Walker { at: Step::default(), facing: Step::new(0, 1) };
    let mut used: Vec<Proof> = Vec::new();
    for line in scene.lines() {
        if !budget.spend(1 + line.tokens.len() as u64) {
            return None;
        }
        if follow(line, &mut walker) {
            used.push(line.leaf());
        }
    }
    if used.len() < 2 {
        return None;
    }
    let Step { right, up } = walker.at;
    let claim = format!("the walk ends {} to the right of and {} ahead of its start", right, up);
    let proof = Proof { claim, by: "steps add up".to_owned(), from: used };
    if far {
        let (right, up) = (i64::from(right), i64::from(up));
        let squared = right * right + up * up;
        let digits = if right == 0 || up == 0 { (right.abs() + up.abs()).to_string() } else { format!("√{squared}") };
        let value = Value::Number { digits, unit: None };
        return Some(Found::answer(Finding::bare(value), OutcomeKind::Computed, Some(proof)).with_confidence(0.9));
    }
    let home = Verdict::of(walker.at == Step::default());
    Some(verdict::verdict(scene, home, None, Some(proof)).with_confidence(0.95))
}

/// Follows one instruction; false where it is none.
fn follow(line: &Line<'_>, walker: &mut Walker) -> bool {
    let mut done = false;
    let parts = line.tokens.split(|token| matches!(token.lower.as_str(), "." | ";" | "," | "then" | "and"));
    for part in parts {
        let words: Vec<&str> = part.iter().map(|token| token.lower.as_str()).collect();
        let turns = words.iter().any(|word| matches!(*word, "turn" | "rotate" | "spin" | "pivot" | "turning"));
        let count = words.iter().find_map(|word| number(word));
        let way = words.iter().find_map(|word| body(word));
        if turns {
            let around = words.iter().any(|word| matches!(*word, "around" | "180" | "about"));
            let body = if around { Some(Step::new(0, -1)) } else { way };
            if let Some(body) = body {
                walker.facing = walker.ahead(body);
                done = true;
            }
            continue;
        }
        let steps = words.iter().any(|word| {
            matches!(
                *word,
                "step"
                    | "steps"
                    | "take"
                    | "walk"
                    | "move"
                    | "go"
                    | "pace"
                    | "paces"
                    | "march"
                    | "meters"
                    | "blocks"
                    | "run"
            )
        });
        let Some(count) = count.filter(|_| steps) else { continue };
        let compass = words.iter().find_map(|word| direction(word).filter(|_| is_compass(word)));
        let way = compass.unwrap_or_else(|| walker.ahead(way.unwrap_or(Step::new(0, 1))));
        walker.walk(way, count);
        done = true;
    }
    done
}

fn is_compass(word: &str) -> bool {
    ["north", "south", "east", "west"].iter().any(|point| word.starts_with(point))
}

/// A direction as seen by the walker.
fn body(word: &str) -> Option<Step> {
    Some(match word {
        "left" | "leftward" | "leftwards" => Step::new(-1, 0),
        "right" | "rightward" | "rightwards" => Step::new(1, 0),
        "forward" | "forwards" | "ahead" | "straight" => Step::new(0, 1),
        "backward" | "backwards" | "back" => Step::new(0, -1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_change_what_is_ahead() {
        let mut walker = Walker { at: Step::default(), facing: Step::new(0, 1) };
        walker.facing = walker.ahead(Step::new(1, 0));
        assert_eq!(walker.facing, Step::new(1, 0));
        walker.facing = walker.ahead(Step::new(1, 0));
        assert_eq!(walker.facing, Step::new(0, -1));
        walker.walk(walker.ahead(Step::new(-1, 0)), 3);
        assert_eq!(walker.at, Step::new(3, 0));
    }
}
