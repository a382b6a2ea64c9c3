//! Puzzles and plans of several lines, through reading, reasoning and saying.

use engine_api::{Ask, Body, Budget, Plan, Proof, Reader, Reasoner, Role, Speaker, Turn};
use english_core::English;
use reasoner_core::Mind;

fn plan(turns: &[(Role, &str)]) -> (Plan, String) {
    let turns = turns.iter().map(|(role, text)| Turn::new(*role, text)).collect();
    let ask = Ask { turns, ..Ask::of("") };
    let english = English::new();
    let plan = Mind::with_lexicon(&English).reason(&ask, &english.read(&ask), &mut Budget::steps(2_000_000));
    let said = match english.say(&ask, &plan).body {
        Body::Text(wordings) => wordings.heaviest(),
        _ => String::new(),
    };
    (plan, said)
}

fn check(text: &str, expected: &str) {
    let (_, said) = plan(&[(Role::User, text)]);
    let answer = said.split("\n\nBecause").next().unwrap_or_default();
    assert_eq!(answer, expected, "{text}");
}

fn leaves(proof: &Proof, found: &mut Vec<String>) {
    if proof.from.is_empty() {
        found.push(proof.claim.clone());
    }
    proof.from.iter().for_each(|part| leaves(part, found));
}

const LAMPS: &str = "On a sill stand four lamps: a red lamp, a blue lamp, a green lamp, and a grey lamp. \
    The grey lamp is the rightmost. The red lamp is somewhere to the right of the green lamp. \
    The blue lamp is the second from the left.\nOptions:\n(A) The red lamp is the leftmost\n(B) The green lamp is \
    the leftmost\n(C) The blue lamp is the leftmost\n(D) The grey lamp is the leftmost";

#[test]
fn rows_are_put_in_order() {
    check(LAMPS, "(B) The green lamp is the leftmost");
    check(
        "Ida, Jon, Kim and Lea ran a race. Jon finished before Ida. Kim came in first. Lea came in last. Who came in second?",
        "Jon",
    );
    check(
        "There are three ships: a barge, a ketch, and a yawl. The yawl is less costly than the ketch. The barge costs \
         more than the ketch.\nWhich is the most expensive?\n(A) the barge\n(B) the ketch\n(C) the yawl",
        "(A) the barge",
    );
}

#[test]
fn the_proof_names_the_clues_that_force_the_answer() {
    let (plan, _) = plan(&[(Role::User, LAMPS)]);
    let mut found = Vec::new();
    leaves(plan.proof.as_ref().expect("a proof"), &mut found);
    assert!(
        found.iter().any(|claim| claim == "The red lamp is somewhere to the right of the green lamp."),
        "{found:?}"
    );
    assert!(!found.iter().any(|claim| claim.contains("four lamps")), "{found:?}");
}

#[test]
fn houses_and_what_their_people_have() {
    let puzzle = "There are 3 houses in a row, numbered 1 on the left to 3 on the right.\n\
        - Each person has a different job: one is a baker, one is a pilot, and one is a nurse\n\
        - Each person has a different hobby: one likes chess, one likes sailing, and one paints\n\n\
        1. The nurse lives somewhere to the left of the baker.\n2. The one who paints lives next door to the nurse.\n\
        3. The sailing fan lives in house 1.\n4. The pilot isn't in the first house.\n5. The baker likes chess.\n\n";
    check(&format!("{puzzle}Which house does the baker live in?"), "3");
    check(&format!("{puzzle}What is the job of the one who paints?"), "pilot");
}

#[test]
fn who_tells_the_truth() {
    check("Mara is honest. Ned says that Mara is a liar. Olga says Ned is lying. Does Olga tell the truth?", "Yes");
    check(
        "Monks always tell the truth and spies always lie. You meet Mia and Leo. Mia says, \"At least one of us is a \
         spy.\" Leo replies, \"Mia is a spy.\" Who is a monk and who is a spy?",
        "Mia is a monk, and Leo is a spy",
    );
    check(
        "Knights always tell the truth, and knaves always lie. Ann says: \"Bob is a knave.\" According to Bob, \"neither \
         Ann nor I am a knave\". Who is a knight and who is a knave?",
        "Ann is a knight, and Bob is a knave",
    );
    check(
        "How many solutions are there?\nStatement 1: \"At least one of these two statements is true.\"\n\
         Statement 2: \"The number of true statements is even.\"",
        "2",
    );
}

#[test]
fn plans_come_from_the_actions_as_they_are_told() {
    let domain = "Actions:\n  Blorp item\n  Zonk item with another item\n\nRules:\n\
        To perform Blorp action, the following must hold: Fizzy item, Calm.\n\
        Once Blorp action is done, these facts become true: Shiny item.\n\
        Once Blorp action is done, these facts become false: Fizzy item.\n\
        To perform Zonk action, the following must hold: Shiny item, Fizzy other item.\n\
        Once Zonk action is done, these facts become true: Item Hugs other item.\n\
        Once Zonk action is done, these become false: Shiny item.";
    let task = "Initially: fizzy item p, fizzy item q and calm.\nMy goal is to have that item p hugs item q.\n\
        Which steps should I take?";
    let (_, said) = plan(&[(Role::System, domain), (Role::User, task)]);
    assert_eq!(said, "blorp item p\nzonk item p with item q");
}

#[test]
fn crates_are_lifted_and_put_down() {
    check(
        "I have a robot arm and some crates. I can perform these actions:\n\nGrab a crate\nRelease a crate\n\
         Put a crate on top of another crate\nTake a crate off another crate\n\nConstraints:\n\
         I can only grab a crate if the arm is empty, the crate is on the floor and the crate is clear.\n\
         I can only take a crate off another crate if the arm is empty, the crate is on top of the other crate and the \
         crate is clear.\nAfter I grab or take a crate, I am holding the crate.\n\
         I can only release a crate if I am holding the crate.\n\
         I can only put a crate on top of another crate if I am holding the first crate and the other crate is clear.\n\
         Once I release or put a crate, the arm is empty.\n\n\
         Initial state: crate A is on the floor, crate B is on top of crate C, crate C is on the floor, crate A is clear, \
         crate B is clear, the arm is empty.\nGoal: crate C is on top of crate A.\n\nProvide a plan, one step per line.",
        "take crate B off crate C\nrelease crate B\ngrab crate C\nput crate C on top of crate A",
    );
}
