//! Free texts, judged clause by clause.

use super::super::tests::check;

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
