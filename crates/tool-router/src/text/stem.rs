//! Porter's stemmer: `calculation`, `calculate` and `calculator` share the stem `calcul`.
//!
//! M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980. Irregular forms stand in a small table.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

/// Irregular forms that the suffix rules cannot relate.
const IRREGULAR: &[(&str, &str)] = &[
    ("bought", "buy"),
    ("sold", "sell"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("got", "get"),
    ("made", "make"),
    ("sent", "send"),
    ("told", "tell"),
    ("wrote", "write"),
    ("written", "write"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("won", "win"),
    ("lost", "lose"),
    ("paid", "pay"),
    ("spent", "spend"),
    ("built", "build"),
    ("held", "hold"),
    ("kept", "keep"),
    ("left", "leave"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("drove", "drive"),
    ("driven", "drive"),
    ("rode", "ride"),
    ("ate", "eat"),
    ("eaten", "eat"),
    ("began", "begin"),
    ("begun", "begin"),
    ("took", "take"),
    ("taken", "take"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("people", "person"),
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("lives", "life"),
    ("wives", "wife"),
    ("leaves", "leaf"),
    ("indices", "index"),
    ("vertices", "vertex"),
    ("matrices", "matrix"),
    ("analyses", "analysis"),
    ("criteria", "criterion"),
    ("data", "data"),
    ("news", "news"),
    ("best", "best"),
    ("highest", "high"),
    ("higher", "high"),
    ("lowest", "low"),
    ("lower", "low"),
    ("longest", "long"),
    ("biggest", "big"),
    ("largest", "large"),
    ("cheapest", "cheap"),
    ("nearest", "near"),
    ("closest", "close"),
    ("latest", "late"),
    ("earliest", "early"),
    ("rated", "rate"),
    ("rating", "rate"),
    ("ratings", "rate"),
    ("does", "do"),
    ("did", "do"),
    ("was", "be"),
    ("were", "be"),
    ("is", "be"),
    ("are", "be"),
    ("has", "have"),
    ("had", "have"),
    ("width", "wide"),
    ("length", "long"),
    ("height", "high"),
    ("depth", "deep"),
    ("weight", "weigh"),
    ("growth", "grow"),
    ("flight", "flight"),
    ("distance", "distanc"),
    ("distant", "distanc"),
    ("maximum", "max"),
    ("minimum", "min"),
    ("maximal", "max"),
    ("minimal", "min"),
    ("temp", "temperatur"),
    ("avg", "averag"),
    ("num", "number"),
    ("info", "inform"),
    ("loc", "locat"),
    ("lat", "latitud"),
    ("lon", "longitud"),
    ("lng", "longitud"),
    ("qty", "quantiti"),
    ("addr", "address"),
    ("dest", "destin"),
    ("src", "sourc"),
    ("desc", "descript"),
    ("id", "id"),
    ("ids", "id"),
    ("identifier", "id"),
    ("calc", "calcul"),
    ("prob", "probabl"),
    ("probability", "probabl"),
    ("ingredients", "ingredient"),
    ("universal", "universal"),
    ("university", "university"),
    ("universe", "universe"),
    ("generic", "generic"),
    ("general", "general"),
    ("generate", "generate"),
    ("generator", "generate"),
    ("organ", "organ"),
    ("policy", "policy"),
    ("police", "police"),
    ("species", "species"),
    ("series", "series"),
    ("numeric", "numeric"),
    ("converter", "convert"),
    ("conversion", "convert"),
    ("division", "divide"),
    ("multiplication", "multiply"),
    ("multiplies", "multiply"),
    ("subtraction", "subtract"),
    ("addition", "add"),
    ("purchased", "purchas"),
    ("historical", "histori"),
    ("historic", "histori"),
    ("geographic", "geographi"),
];

/// The stem of a word in lower case. Words with other than ASCII letters stay as they are.
pub(crate) fn stem(word: &str) -> String {
    static BASES: LazyLock<HashMap<&str, &str, FixedState>> = LazyLock::new(|| IRREGULAR.iter().copied().collect());
    let word = match BASES.get(word) {
        Some(base) if *base == word => return word.to_owned(),
        Some(base) => base,
        None => word,
    };
    if word.len() <= 2 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut stemmer = Stemmer { bytes: word.as_bytes().to_vec() };
    stemmer.plural();
    stemmer.past_and_gerund();
    stemmer.final_y();
    stemmer.replace_first(DOUBLE_SUFFIXES, 0);
    stemmer.replace_first(SHORT_SUFFIXES, 0);
    stemmer.drop_suffix();
    stemmer.tidy();
    String::from_utf8(stemmer.bytes).unwrap_or_else(|_| word.to_owned())
}

const DOUBLE_SUFFIXES: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("abli", "able"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
];
const SHORT_SUFFIXES: &[(&str, &str)] =
    &[("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];
const LAST_SUFFIXES: &[&str] = &[
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
    "al", "er", "ic", "ou",
];

/// A word on its way to its stem.
struct Stemmer {
    bytes: Vec<u8>,
}

impl Stemmer {
    fn is_consonant(&self, index: usize) -> bool {
        match self.bytes.get(index) {
            Some(b'a' | b'e' | b'i' | b'o' | b'u') => false,
            Some(b'y') => index == 0 || !self.is_vowel_letter(index - 1),
            _ => true,
        }
    }

    fn is_vowel_letter(&self, index: usize) -> bool {
        !matches!(self.bytes.get(index), Some(b'a' | b'e' | b'i' | b'o' | b'u'))
    }

    /// Porter's m: how often a vowel run is followed by a consonant run in the first `len` letters.
    fn measure(&self, len: usize) -> usize {
        (1..len).filter(|&i| self.is_consonant(i) && !self.is_consonant(i - 1)).count()
    }

    fn has_vowel(&self, len: usize) -> bool {
        (0..len).any(|i| !self.is_consonant(i))
    }

    fn ends_double_consonant(&self) -> bool {
        let n = self.bytes.len();
        n >= 2 && self.bytes.get(n - 1) == self.bytes.get(n - 2) && self.is_consonant(n - 1)
    }

    /// Whether the first `len` letters end consonant, vowel, consonant (the last not w, x or y).
    fn ends_cvc(&self, len: usize) -> bool {
        len >= 3
            && self.is_consonant(len - 3)
            && !self.is_consonant(len - 2)
            && self.is_consonant(len - 1)
            && !matches!(self.bytes.get(len - 1), Some(b'w' | b'x' | b'y'))
    }

    /// The length of what is left without `suffix`, where the word ends so.
    fn before(&self, suffix: &str) -> Option<usize> {
        // Most suffixes fail at their last letter.
        let may = self.bytes.last() == suffix.as_bytes().last();
        (may && self.bytes.ends_with(suffix.as_bytes())).then(|| self.bytes.len() - suffix.len())
    }

    fn replace(&mut self, keep: usize, with: &str) {
        self.bytes.truncate(keep);
        self.bytes.extend_from_slice(with.as_bytes());
    }

    fn plural(&mut self) {
        if let Some(keep) = self.before("sses") {
            self.replace(keep, "ss");
        } else if let Some(keep) = self.before("ies") {
            self.replace(keep, "i");
        } else if self.before("ss").is_none()
            && self.before("us").is_none()
            && let Some(keep) = self.before("s")
        {
            self.replace(keep, "");
        }
    }

    fn past_and_gerund(&mut self) {
        if let Some(keep) = self.before("eed") {
            if self.measure(keep) > 0 {
                self.replace(keep, "ee");
            }
            return;
        }
        let Some(keep) = self.before("ed").or_else(|| self.before("ing")).filter(|&keep| self.has_vowel(keep)) else {
            return;
        };
        self.replace(keep, "");
        if ["at", "bl", "iz"].iter().any(|end| self.before(end).is_some()) {
            self.bytes.push(b'e');
        } else if self.ends_double_consonant() && !matches!(self.bytes.last(), Some(b'l' | b's' | b'z')) {
            self.bytes.pop();
        } else if self.measure(self.bytes.len()) == 1 && self.ends_cvc(self.bytes.len()) {
            self.bytes.push(b'e');
        }
    }

    fn final_y(&mut self) {
        if let Some(keep) = self.before("y").filter(|&keep| self.has_vowel(keep)) {
            self.replace(keep, "i");
        }
    }

    fn replace_first(&mut self, table: &[(&str, &str)], more_than: usize) {
        for (suffix, with) in table {
            if let Some(keep) = self.before(suffix) {
                if self.measure(keep) > more_than {
                    self.replace(keep, with);
                }
                return;
            }
        }
    }

    fn drop_suffix(&mut self) {
        for suffix in LAST_SUFFIXES {
            let Some(keep) = self.before(suffix) else { continue };
            let fits = *suffix != "ion" || matches!(self.bytes.get(keep.wrapping_sub(1)), Some(b's' | b't'));
            if fits && self.measure(keep) > 1 {
                self.replace(keep, "");
            }
            return;
        }
    }

    fn tidy(&mut self) {
        if let Some(keep) = self.before("e") {
            let m = self.measure(keep);
            if m > 1 || (m == 1 && !self.ends_cvc(keep)) {
                self.bytes.truncate(keep);
            }
        }
        if self.bytes.ends_with(b"ll") && self.measure(self.bytes.len()) > 1 {
            self.bytes.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str]) {
        let stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
        assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} -> {stems:?}");
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        check(&["calculate", "calculates", "calculated", "calculating", "calculation", "calculator"]);
        check(&["city", "cities"]);
        check(&["hop", "hopping", "hops"]);
        check(&["relate", "relational"]);
        check(&["person", "people"]);
        check(&["buy", "bought", "buying"]);
        check(&["convert", "conversion", "converter"]);
    }

    #[test]
    fn different_words_keep_different_stems() {
        assert_ne!(stem("university"), stem("universe"));
        assert_ne!(stem("policy"), stem("police"));
        assert_eq!(stem("über"), "über");
        assert_eq!(stem("as"), "as");
    }
}
