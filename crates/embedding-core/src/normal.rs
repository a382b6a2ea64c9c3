//! BERT's uncased normalisation: a text into lower-case words without accents, punctuation and ideographs apart.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::wordpiece::WORD_LIMIT;

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Left out, without ending a word.
    Dropped,
    /// Ends a word.
    Space,
    /// Ends a word and is one itself.
    Alone,
    /// Part of a word.
    Letter,
}

/// Calls `each` with every word of `text`, in order. A word is cut off soon after [`WORD_LIMIT`] characters, by which
/// it is already unknown, so memory stays bounded.
pub(crate) fn words(text: &str, mut each: impl FnMut(&str)) {
    let mut word = Word { text: String::with_capacity(32), chars: 0 };
    if text.is_ascii() {
        ascii(text, &mut word, &mut each);
    } else {
        let clean = text.chars().filter_map(cleaned);
        clean.nfd().for_each(|c| match class(c) {
            Class::Letter => c.to_lowercase().for_each(|c| word.push(c)),
            class => word.meet(c, class, &mut each),
        });
    }
    word.end(&mut each);
}

/// The same for plain ASCII, where letters are taken run by run.
fn ascii(text: &str, word: &mut Word, each: &mut impl FnMut(&str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let run = rest.bytes().position(|byte| ascii_class(byte) != Class::Letter).unwrap_or(rest.len());
        let (letters, after) = rest.split_at(run);
        word.push_ascii(letters);
        let mut others = after.chars();
        if let Some(c) = others.next() {
            word.meet(c, ascii_class(c as u8), each);
        }
        rest = others.as_str();
    }
}

/// The word being read.
struct Word {
    text: String,
    chars: usize,
}

impl Word {
    fn push(&mut self, c: char) {
        if self.chars <= WORD_LIMIT {
            self.text.push(c);
            self.chars += 1;
        }
    }

    fn push_ascii(&mut self, letters: &str) {
        let room = (WORD_LIMIT + 1).saturating_sub(self.chars).min(letters.len());
        let old = self.text.len();
        self.text.push_str(letters.get(..room).unwrap_or_default());
        if let Some(new) = self.text.get_mut(old..) {
            new.make_ascii_lowercase();
        }
        self.chars += room;
    }

    /// Takes in a character that is no part of a word.
    fn meet(&mut self, c: char, class: Class, each: &mut impl FnMut(&str)) {
        if class == Class::Dropped {
            return;
        }
        self.end(each);
        if class == Class::Alone {
            self.push(c);
            self.end(each);
        }
    }

    fn end(&mut self, each: &mut impl FnMut(&str)) {
        if self.chars > 0 {
            each(&self.text);
            self.text.clear();
            self.chars = 0;
        }
    }
}

/// What is left out or becomes a space before characters are taken apart.
fn cleaned(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' => Some(' '),
        '\0' | '\u{fffd}' => None,
        _ if c.is_ascii() => (!c.is_ascii_control()).then_some(c),
        _ if is_control(c) => None,
        _ if c.is_whitespace() => Some(' '),
        _ => Some(c),
    }
}

fn is_control(c: char) -> bool {
    matches!(c.general_category(), GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::PrivateUse)
}

/// The class of a cleaned character.
fn class(c: char) -> Class {
    match c {
        _ if c.is_ascii() => ascii_class(c as u8),
        _ if c.is_whitespace() => Class::Space,
        _ if is_ideograph(c) => Class::Alone,
        _ => match c.general_category() {
            GeneralCategory::NonspacingMark => Class::Dropped,
            _ if c.general_category_group() == GeneralCategoryGroup::Punctuation => Class::Alone,
            _ => Class::Letter,
        },
    }
}

/// The blocks that BERT sets apart as Chinese characters.
fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b73f}'
        | '\u{2b740}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

fn ascii_class(byte: u8) -> Class {
    ASCII[usize::from(byte & 127)]
}

static ASCII: [Class; 128] = {
    let mut classes = [Class::Letter; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => Class::Space,
            0..32 | 127 => Class::Dropped,
            _ if byte.is_ascii_punctuation() => Class::Alone,
            _ => Class::Letter,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
#[path = "normal_tests.rs"]
mod tests;
