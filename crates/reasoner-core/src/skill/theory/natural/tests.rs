//! Sentences that follow from others by leaving out or putting in.

use super::super::tests::check;

fn judged(told: &str, claim: &str, expected: &str) {
    check(&format!("{told}\n\nDoes it follow that: \"{claim}\" Answer yes, no or unknown."), expected);
}

#[test]
fn what_quantifiers_allow() {
    judged("Few old sailors sing loudly.", "Few sailors sing loudly.", "Unknown");
    judged("At most three painters smoke.", "At most three young painters smoke.", "Yes");
    judged("Both painters smoke.", "At least two painters smoke.", "Yes");
    judged("Several painters sold a large picture.", "Several painters sold a picture.", "Yes");
    judged("Several painters sold a picture.", "Several painters sold a large picture.", "Unknown");
}

#[test]
fn what_is_left_out() {
    judged("Ann went to Rome by train. So did Otto.", "Otto went to Rome by train.", "Yes");
    judged("Ann went to Rome by train, and Otto by bus.", "Otto went to Rome by bus.", "Yes");
    judged("Ann has a green bike. Otto has a red one.", "Otto has a red bike.", "Yes");
}

#[test]
fn degrees() {
    judged("The yacht is as heavy as the barge. The barge is heavy.", "The yacht is heavy.", "Yes");
}

#[test]
fn what_verbs_imply() {
    judged("Ann managed to open the safe.", "Ann opened the safe.", "Yes");
    judged("Otto knew that Ann had opened the safe.", "Ann had opened the safe.", "Yes");
}
