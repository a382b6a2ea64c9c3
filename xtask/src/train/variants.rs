//! Variants of the treebank's sentences in the manner of what is typed: without capitals, without a mark at the end.

use super::conllu::Sentence;
use super::perceptron::Random;

/// Every sentence with its number, and variants of some beside them.
pub(super) fn varied(treebank: &[Sentence]) -> Vec<(usize, Sentence)> {
    let mut random = Random(3);
    let mut found = Vec::new();
    for (at, sentence) in treebank.iter().enumerate() {
        found.push((at, sentence.clone()));
        let asks = sentence.iter().any(|word| word.form == "?") || commands(sentence);
        let chance = random.below(100);
        if chance < 12 || asks && chance < 60 {
            let mut variant = sentence.clone();
            let lower = random.below(3) > 0;
            if lower {
                variant.iter_mut().for_each(|word| word.form = word.form.to_lowercase());
            }
            if !lower || random.below(2) == 0 {
                drop_final_mark(&mut variant);
            }
            found.push((at, variant));
        }
    }
    found
}

/// Whether the sentence begins with the plain form of its main verb.
fn commands(sentence: &Sentence) -> bool {
    sentence.iter().take(2).any(|word| word.head.is_none() && word.own == "VB")
}

fn drop_final_mark(sentence: &mut Sentence) {
    let last = sentence.len().saturating_sub(1);
    let mark = sentence.last().is_some_and(|word| word.universal == "PUNCT");
    if mark && last > 0 && sentence.iter().all(|word| word.head != Some(last)) {
        sentence.pop();
    }
}
