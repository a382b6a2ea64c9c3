//! Sketches of sentences.

fn check(text: &str, expected: &str) {
    let sentences = crate::read::sentences(text);
    let found = super::sketch(text, &sentences[0]).map(|form| crate::render::form(&form));
    assert_eq!(found.as_deref(), Some(expected), "{text}");
}

#[test]
fn clauses_have_their_roles() {
    check("The dog chased a cat.", "past chase(s=the dog, o=a cat)");
    check("The cat was chased by the dog.", "past passive chase(s=the dog, o=the cat)");
    check("She will not sleep in the garden.", "not future sleep(s=she, in=the garden)");
    check("Tom is happy.", "be(s=Tom, c=happy)");
    check("Ann is a teacher.", "be(s=Ann, c=<a teacher>)");
    check("Ann can swim.", "can swim(s=Ann)");
}

#[test]
fn clauses_are_joined() {
    check("If it rains, we stay.", "if(rain(s=it) => stay(s=we))");
    check("Tom sang and Ann danced.", "(past sing(s=Tom) & past dance(s=Ann))");
}
