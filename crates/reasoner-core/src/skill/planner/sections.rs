//! Which sentences name the actions, which rule them, which tell the start and which the goal.

use engine_api::{Role, SentenceKind};

pub(crate) use super::super::texts::Token;
use crate::scene::Scene;

/// The parts of a planning task.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    /// The sentences that name actions, with their examples after them.
    pub(crate) actions: Vec<Vec<Token>>,
    /// The sentences that say when an action is possible and what it does.
    pub(crate) rules: Vec<Vec<Token>>,
    /// What holds at the start.
    pub(crate) start: Vec<Vec<Token>>,
    /// What shall hold.
    pub(crate) goal: Vec<Vec<Token>>,
    /// The rules, the start and the goal as they are written.
    pub(crate) said: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Before,
    Actions,
    Rules,
    Start,
    Goal,
    After,
}

const RULES: &[&str] = &[
    "restriction",
    "restrictions",
    "constraint",
    "constraints",
    "rules",
    "rule",
    "preconditions",
    "conditions",
    "requirements",
];
const START: &[&str] = &["initial", "initially", "currently", "starting", "beginning"];
/// What a plan is called, and what one does with it.
const WAYS: &[&str] =
    &["plan", "steps", "give", "actions", "sequence", "how", "solution", "solve", "find", "list", "show", "write"];
const GOAL: &[&str] = &["goal", "goals", "objective", "target", "aim"];

/// The sections; `None` where there are no actions, no start or no goal.
pub(crate) fn sections(scene: &Scene<'_>) -> Option<Sections> {
    let speaks = |role: Role| matches!(role, Role::System | Role::User);
    let turns = || scene.ask.turns.iter().zip(&scene.reading.turns).filter(|(turn, _)| speaks(turn.role));
    if !turns().any(|(turn, _)| has_goal(&turn.text)) {
        return None;
    }
    let mut found = Sections::default();
    let mut part = Part::Before;
    for (turn, sentences) in turns() {
        for sentence in sentences {
            let tokens: Vec<Token> = sentence.words.iter().map(Token::new).collect();
            let next = next_part(part, &tokens, sentence.kind);
            // A second start belongs to another task: an example came before it.
            if next == Part::Start && matches!(part, Part::Goal | Part::After) {
                found.start.clear();
                found.goal.clear();
            }
            let opens = next != part;
            part = next;
            found.take(part, opens, tokens, sentence.span.of(&turn.text));
        }
    }
    let complete = !found.actions.is_empty() && !found.start.is_empty() && !found.goal.is_empty();
    complete.then_some(found)
}

fn has_goal(text: &str) -> bool {
    let lower = text.to_lowercase();
    GOAL.iter().any(|word| lower.contains(word))
}

/// The part that a sentence belongs to.
fn next_part(part: Part, tokens: &[Token], kind: SentenceKind) -> Part {
    let has = |words: &[&str]| tokens.iter().any(|token| token.is(words));
    let short = tokens.len() <= 14;
    let heading = tokens.last().is_some_and(|token| token.lower == ":");
    // What comes after the goal and asks for the way there describes no goal of its own, though it may name it.
    let asks = kind == SentenceKind::Question || has(WAYS);
    if matches!(part, Part::Goal | Part::After) && asks {
        return Part::After;
    }
    if has(GOAL) && part != Part::Before && !has(&["plan"]) {
        return Part::Goal;
    }
    if has(START)
        && (part != Part::Before || tokens.len() > 4)
        && (has(&["state", "conditions", "condition", "that", ":", "situation", "facts"])
            || has(&["initially", "currently"]))
    {
        return Part::Start;
    }
    match part {
        Part::Before if has(&["actions", "action", "moves", "operations", "operators"]) && short => Part::Actions,
        Part::Actions if has(RULES) && short => Part::Rules,
        // Rules may follow the actions without a heading.
        Part::Actions if tokens.iter().any(|token| token.is(&["if", "once", "only"])) && !heading => Part::Rules,
        other => other,
    }
}

impl Sections {
    fn take(&mut self, part: Part, opens: bool, tokens: Vec<Token>, said: &str) {
        let list = match part {
            Part::Actions if !opens => &mut self.actions,
            Part::Rules => &mut self.rules,
            Part::Start => &mut self.start,
            Part::Goal => &mut self.goal,
            _ => return,
        };
        list.push(tokens);
        if part != Part::Actions {
            self.said.push(said.trim().to_owned());
        }
    }
}
