//! Free texts, judged clause by clause.

use super::super::tests::check;

#[test]
fn dilemmas() {
    let told = "If Petra rents a boat, she will catch a trout. If she hires a bike, she will see the castle. It is known that at least one of these is true: either Petra rents a boat or she hires a bike, but it is unclear which.";
    let asked = "Can we say at least one of the following must always be true?";
    check(&format!("{told}\n\n{asked} (a) she catches a trout and (b) she sees the castle"), "true");
    check(&format!("{told}\n\n{asked} (a) she doesn't catch a trout and (b) she sees the castle"), "false");
    let told = "If Petra rents a boat, she will catch a trout. If she hires a bike, she will see the castle. Either she won't catch a trout or she won't see the castle, or both.";
    check(&format!("{told}\n\n{asked} (a) petra doesn't rent a boat and (b) she doesn't hire a bike"), "true");
}

#[test]
fn conditions_with_their_consequences() {
    let told = "If Otto sells his violin, he can pay the rent. However, Otto is not able to pay the rent.";
    check(&format!("{told}\n\nDoes this imply that otto sells his violin?"), "false");
    check(&format!("{told}\n\nDoes this mean that Otto didn't sell his violin?"), "true");
}

#[test]
fn an_assumption_in_the_question() {
    let told = "If Lea wins the race, she gets a trophy. If she gets a trophy, her uncle gives a party.";
    check(&format!("{told}\n\nIf lea wins the race, does this entail that her uncle will give a party?"), "true");
    check(&format!("{told}\n\nIf lea wins the race, does this entail that her uncle won't give a party?"), "false");
}
