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

#[test]
fn what_usually_holds() {
    let told = "Spoons and forks are usually kept in the drawer. But spoons are not kept in the drawer. Spoons are \
                shiny.";
    check(&format!("{told}\n\nDoes this mean that forks are kept in the drawer?"), "true");
    check(&format!("{told}\n\nDoes this mean that forks are not kept in the drawer?"), "false");
}

#[test]
fn whom_to_believe() {
    let told = "Lea claims that the ladder is in the shed, while Otto insists that the ladder is not in the shed.";
    let asked = "is more reliable than Otto's, does this entail that the ladder is in the shed?";
    check(&format!("{told}\n\nIf Lea's evidence {asked}"), "true");
    let asked = "is less reliable than Otto's, does this entail that the ladder is in the shed?";
    check(&format!("{told}\n\nIf Lea's evidence {asked}"), "false");
}

#[test]
fn alternatives_with_one_out() {
    let told = "Either Lea is painting the fence or Otto is mowing the lawn, or both. It is not known which. However, \
                Lea is not painting the fence.";
    check(&format!("{told}\n\nDoes this mean that Otto is mowing the lawn?"), "true");
}
