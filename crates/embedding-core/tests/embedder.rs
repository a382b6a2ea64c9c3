//! What a caller may rely on: unit length, determinism, prefixes, totality, and an order of nearness.

use embedding_core::{MEANING, StaticEmbedder, TableError};
use engine_api::Embedder;
use proptest::prelude::*;

fn embed(text: &str, dims: usize) -> Vec<f32> {
    StaticEmbedder::default().embed(text, dims)
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn similarity(a: &str, b: &str) -> f32 {
    dot(&embed(a, 512), &embed(b, 512))
}

fn close(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
}

/// `near` is nearer to `text` than `far` is, whole and cut to the meaning half.
fn check_nearer(text: &str, near: &str, far: &str) {
    for dims in [512, 256, 128] {
        let [t, n, f] = [text, near, far].map(|x| embed(x, dims));
        assert!(dot(&t, &n) > dot(&t, &f), "{text:?}: {near:?} against {far:?} in {dims} dimensions");
    }
}

#[test]
fn nearness() {
    check_nearer("How do I reset my password?", "I forgot my login credentials", "What is the weather in Paris?");
    check_nearer(
        "The cat sleeps on the sofa.",
        "A kitten is napping on the couch.",
        "The bank raised its interest rates.",
    );
    check_nearer("cheap flights to Rome", "low-cost airline tickets to Italy", "how to bake sourdough bread");
    check_nearer(
        "The physician treated the patient.",
        "A doctor cared for the sick man.",
        "The programmer fixed the bug.",
    );
    check_nearer("stock prices fell sharply", "shares dropped on the market", "the baby fell asleep");
    check_nearer("heart attack symptoms", "signs of cardiac arrest", "how to paint a wooden fence");
    check_nearer("compute the sum of two integers", "add two whole numbers", "describe the taste of honey");
    check_nearer("a dog is running in the park", "a puppy plays outside on the grass", "the parliament passed a law");
    check_nearer("rate limiting an API", "throttle requests to a web service", "limited edition of a novel");
    check_nearer("Who wrote Hamlet?", "the author of a play by Shakespeare", "boiling point of water");
}

#[test]
fn paraphrases_are_near_and_strangers_far() {
    assert!(similarity("A man is playing a guitar.", "A man plays the guitar.") > 0.8);
    assert!(similarity("A man is playing a guitar.", "Inflation rose by two percent.") < 0.3);
    assert!((similarity("same text", "same text") - 1.0).abs() < 1e-5);
}

#[test]
fn case_accents_and_space_do_not_count() {
    let whole = embed("cafe au lait, please", 512);
    for same in ["Café au lait, please", "  CAFE\tAU\nLAIT , PLEASE ", "cafe\u{301} au\u{a0}lait\u{200b}, please"] {
        assert_eq!(embed(same, 512), whole, "{same:?}");
    }
}

#[test]
fn nothing_known_is_one_fixed_vector() {
    let fixed = embed("", 512);
    for text in [" ", "\n\t", "\u{200b}", "\u{301}"] {
        assert_eq!(embed(text, 512), fixed, "{text:?}");
    }
    assert!((dot(&fixed, &fixed) - 1.0).abs() < 1e-5);
    assert_eq!(embed("🎉", MEANING), embed("", MEANING));
}

#[test]
fn unknown_words_differ_in_the_lexical_half() {
    assert_eq!(embed("🎉", 512), embed(" 🎉 ", 512));
    assert!(similarity("🎉", "🚀").abs() < 0.3);
    assert!(similarity("party 🎉", "🎉 party time") > similarity("party 🎉", "🚀 party time"));
}

#[test]
fn dims_are_clamped() {
    assert_eq!(embed("word", 0).len(), 1);
    assert_eq!(embed("word", 1).len(), 1);
    assert_eq!(embed("word", usize::MAX).len(), 512);
    assert_eq!(StaticEmbedder::default().dimensions(), 512);
}

/// The bits, not just the values: the same table gives the same vectors everywhere. A new table changes the number.
#[test]
fn bits_are_pinned() {
    let vector = embed("The same words give the same vector.", 512);
    let bits = vector.iter().fold(0u64, |hash, x| hash.rotate_left(5).wrapping_mul(31) ^ u64::from(x.to_bits()));
    assert_eq!(bits, 0x6ed5_c003_28b1_694e);
}

#[test]
fn other_bytes_are_refused() {
    assert_eq!(StaticEmbedder::open(b"no table").err(), Some(TableError::Length));
    assert_eq!(StaticEmbedder::open(&[0; 64]).err(), Some(TableError::Magic));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_text_gives_a_unit_vector(text in any::<String>(), dims in 0usize..600) {
        let vector = embed(&text, dims);
        prop_assert_eq!(vector.len(), dims.clamp(1, 512));
        prop_assert!((dot(&vector, &vector) - 1.0).abs() < 1e-4);
        prop_assert!(vector.iter().all(|x| x.is_finite()));
    }

    #[test]
    fn fewer_dims_are_a_normalised_prefix(text in "[a-z]{1,8}( [a-zé.,]{1,8}){0,8}", dims in 1usize..512) {
        let mut prefix = embed(&text, 512);
        prefix.truncate(dims);
        let length = dot(&prefix, &prefix).sqrt();
        prop_assume!(length > 1e-4);
        prefix.iter_mut().for_each(|x| *x /= length);
        prop_assert!(close(&embed(&text, dims), &prefix));
    }

    #[test]
    fn order_of_words_does_not_count(mut words in prop::collection::vec("[a-z]{1,9}", 1..8)) {
        let forward = embed(&words.join(" "), 512);
        words.reverse();
        prop_assert!(close(&embed(&words.join(" "), 512), &forward));
    }
}
