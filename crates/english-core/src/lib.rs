//! English: text to meaning ([`engine_api::Reader`]) and meaning to text ([`engine_api::Speaker`]).
//!
//! Knows words and how they go together; knows no facts, no tools and no protocol. Reading never fails and
//! takes time linear in the text.
//!
//! ```
//! use engine_api::{Ask, QuestionKind, Reader};
//! use english_core::English;
//!
//! let reading = English::new().read(&Ask::of("My name is Ada. Where does Tom live?"));
//! let [statement, question] = &reading.turns[0][..] else { unreachable!() };
//! assert_eq!(statement.clauses[0].subject.as_deref(), Some("My name"));
//! assert_eq!(statement.clauses[0].object.as_deref(), Some("Ada"));
//! assert_eq!(question.question.as_ref().unwrap().kind, QuestionKind::Where);
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![deny(clippy::disallowed_methods)]

mod lexicon;
pub mod model;
mod morph;
mod read;
pub mod render;
mod say;

pub use read::parse::Dependency;

use engine_api::{Ask, Form, Plan, Reader, Reading, Script, Sentence, Speaker};

/// The English language. Holds nothing of its own: the word lists are compiled in and indexed on first use.
#[derive(Debug, Clone, Copy, Default)]
pub struct English;

impl English {
    /// English with its word lists indexed, so that the first request does not pay for it.
    pub fn new() -> English {
        lexicon::warm();
        read::parse::warm();
        read::grammar::warm();
        English
    }

    /// The sentences of one text, read on their own.
    ///
    /// ```
    /// let sentences = english_core::English::new().sentences("Dr. Lee lives in Paris. She has 3 cats.");
    /// assert_eq!(sentences.len(), 2);
    /// assert_eq!(sentences[1].quantities[0].amount, "3");
    /// ```
    pub fn sentences(&self, text: &str) -> Vec<Sentence> {
        read::sentences(text)
    }
}

impl English {
    /// The dependency tree of a sentence, a dependency for each of its words, by the learned parser. Reading does not
    /// need it where the grammar covers a sentence, so it is made when it is asked for.
    ///
    /// ```
    /// let english = english_core::English::new();
    /// let sentence = &english.sentences("The dog sleeps.")[0];
    /// let tree = english.tree(sentence);
    /// assert_eq!((tree[1].head, tree[1].relation), (Some(2), "nsubj"));
    /// ```
    pub fn tree(&self, sentence: &Sentence) -> Vec<Dependency> {
        read::parse::tree(&sentence.words)
    }
}

impl English {
    /// What a sentence of `text` states, roughly, by its dependency tree: for sentences without a [`Sentence::form`]. The
    /// tree is a guess, so a sketch is less certain than a form; what it has no place for is left out.
    ///
    /// ```
    /// let english = english_core::English::new();
    /// let text = "The old dog slept.";
    /// let sketch = english.sketch(text, &english.sentences(text)[0]).unwrap();
    /// assert_eq!(english_core::render::form(&sketch), "past sleep(s=the old dog)");
    /// ```
    pub fn sketch(&self, text: &str, sentence: &Sentence) -> Option<Form> {
        read::sketch::sketch(text, sentence)
    }
}

impl Reader for English {
    fn read(&self, ask: &Ask) -> Reading {
        read::read(ask)
    }
}

impl Speaker for English {
    fn say(&self, ask: &Ask, plan: &Plan) -> Script {
        say::say(ask, plan)
    }
}
