//! Things on a plane: who stands in which direction of whom, directions added up along chains, and ways between places.

use std::collections::{BTreeMap, VecDeque};
use std::sync::LazyLock;

use engine_api::Budget;

/// Steps to the right (east) and up (north).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub(crate) struct Step {
    pub(crate) right: i32,
    pub(crate) up: i32,
}

impl Step {
    pub(crate) fn new(right: i32, up: i32) -> Step {
        Step { right, up }
    }

    pub(crate) fn plus(self, other: Step) -> Step {
        Step { right: self.right.saturating_add(other.right), up: self.up.saturating_add(other.up) }
    }

    pub(crate) fn back(self) -> Step {
        Step { right: -self.right, up: -self.up }
    }

    /// The direction alone: each part -1, 0 or 1.
    pub(crate) fn sign(self) -> Step {
        Step { right: self.right.signum(), up: self.up.signum() }
    }

    /// Whether a thing in this direction lies on the asked side; a diagonal must agree in both parts.
    pub(crate) fn agrees(self, asked: Step) -> bool {
        let fits = |own: i32, asked: i32| asked == 0 || own.signum() == asked;
        asked != Step::default() && fits(self.right, asked.right) && fits(self.up, asked.up)
    }
}

const TABLE: &str = include_str!("../../data/directions.txt");

/// The table by word; every word of a dialogue is looked up in it.
static DIRECTIONS: LazyLock<BTreeMap<&'static str, Step>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut parts = line.split(' ');
        let word = parts.next()?;
        let mut next = || parts.next().and_then(|part| part.parse().ok());
        Some((word, Step::new(next()?, next()?)))
    };
    // The first row of a word counts.
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row).rev().collect()
});

/// The direction that a word names: "left", "north-east", "upper-right", "lefthand".
pub(crate) fn direction(word: &str) -> Option<Step> {
    let whole = |word: &str| DIRECTIONS.get(word).copied();
    if !word.contains('-') {
        return whole(word);
    }
    let parts = word.split('-').filter(|part| !matches!(*part, "hand" | "most" | "side"));
    parts.map(whole).collect::<Option<Vec<Step>>>().filter(|steps| !steps.is_empty()).map(sum)
}

/// Directions said together, as one: "above and to the left".
pub(crate) fn sum(steps: Vec<Step>) -> Step {
    steps.into_iter().fold(Step::default(), Step::plus).sign()
}

/// The direction of an hour on a clock face; hours between the quarters are diagonal.
pub(crate) fn clock(hour: f32) -> Step {
    let hour = hour.rem_euclid(12.0);
    let up = if !(3.0..=9.0).contains(&hour) {
        1
    } else if hour > 3.0 && hour < 9.0 {
        -1
    } else {
        0
    };
    let right = if hour > 0.0 && hour < 6.0 {
        1
    } else if hour > 6.0 {
        -1
    } else {
        0
    };
    Step::new(right, up)
}

/// A told relation: the figure lies this step from the ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) figure: usize,
    pub(crate) ground: usize,
    pub(crate) step: Step,
    /// The place of the sentence that says so.
    pub(crate) source: usize,
}

/// The told relations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    /// The things, by number.
    pub(crate) things: Vec<String>,
    pub(crate) links: Vec<Link>,
}

/// A walk over links: the number of each link and whether it was taken from ground to figure.
pub(crate) type Walk = Vec<(usize, bool)>;

impl Layout {
    /// The number of a thing, new or known.
    pub(crate) fn thing(&mut self, name: &str) -> usize {
        self.find(name).unwrap_or_else(|| {
            self.things.push(name.to_owned());
            self.things.len() - 1
        })
    }

    /// A known thing: by its name, else the only one whose name contains all its words.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        if let Some(at) = self.things.iter().position(|known| known == name) {
            return Some(at);
        }
        let words: Vec<&str> = name.split(' ').collect();
        let holds = |known: &&String| {
            let parts: Vec<&str> = known.split(' ').collect();
            words.iter().all(|word| parts.contains(word))
        };
        let mut found = self.things.iter().enumerate().filter(|(_, known)| holds(known));
        found.next().filter(|_| found.next().is_none()).map(|(at, _)| at)
    }

    /// The shortest walk between two things.
    pub(crate) fn walk(&self, from: usize, to: usize, budget: &mut Budget) -> Option<Walk> {
        let mut came: BTreeMap<usize, (usize, usize, bool)> = BTreeMap::new();
        let mut open = VecDeque::from([from]);
        while let Some(here) = open.pop_front() {
            if here == to {
                break;
            }
            for (at, link) in self.links.iter().enumerate() {
                if !budget.spend(1) {
                    return None;
                }
                let next = [(link.ground, link.figure, true), (link.figure, link.ground, false)];
                for (_, there, ahead) in next.into_iter().filter(|(start, _, _)| *start == here) {
                    if there != from && !came.contains_key(&there) {
                        came.insert(there, (here, at, ahead));
                        open.push_back(there);
                    }
                }
            }
        }
        let mut walk = Walk::new();
        let mut here = to;
        while here != from {
            let (before, at, ahead) = came.get(&here)?;
            walk.push((*at, *ahead));
            here = *before;
        }
        walk.reverse();
        Some(walk)
    }

    /// The steps of a walk, in its order.
    pub(crate) fn steps(&self, walk: &Walk) -> Vec<Step> {
        let step = |(at, ahead): &(usize, bool)| {
            self.links.get(*at).map(|link| if *ahead { link.step } else { link.step.back() })
        };
        walk.iter().filter_map(step).collect()
    }

    /// The sentences of a walk, in its order.
    pub(crate) fn sources(&self, walk: &Walk) -> Vec<usize> {
        walk.iter().filter_map(|(at, _)| self.links.get(*at)).map(|link| link.source).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_directions() {
        let check = |word: &str, right, up| assert_eq!(direction(word), Some(Step::new(right, up)), "{word}");
        check("left", -1, 0);
        check("north-east", 1, 1);
        check("upper-right", 1, 1);
        check("left-hand", -1, 0);
        assert_eq!(direction("table"), None);
    }

    #[test]
    fn hours_lie_on_a_clock_face() {
        let check = |hour, right, up| assert_eq!(clock(hour), Step::new(right, up), "{hour}");
        check(12.0, 0, 1);
        check(3.0, 1, 0);
        check(4.5, 1, -1);
        check(7.0, -1, -1);
        check(10.5, -1, 1);
        check(6.0, 0, -1);
    }

    #[test]
    fn chains_add_up() {
        let mut layout = Layout::default();
        let (a, b, c) = (layout.thing("a"), layout.thing("b"), layout.thing("c"));
        layout.links.push(Link { figure: b, ground: a, step: Step::new(1, 0), source: 0 });
        layout.links.push(Link { figure: b, ground: c, step: Step::new(0, 1), source: 1 });
        let walk = layout.walk(a, c, &mut Budget::steps(100)).expect("linked");
        assert_eq!(layout.steps(&walk), [Step::new(1, 0), Step::new(0, -1)]);
        assert_eq!(layout.sources(&walk), [0, 1]);
        assert_eq!(layout.walk(a, a, &mut Budget::steps(100)), Some(Vec::new()));
    }
}
