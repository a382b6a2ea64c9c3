//! Words and numbers as 32-bit terms, predicates as numbers; in layers, so that many dialogues share one vocabulary.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use foldhash::fast::FixedState;

/// A constant: a text or a whole number. Small numbers are held in the term itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(pub(super) u32);

/// The number of a predicate, which is a name with a count of arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pred(pub(super) u32);

impl Pred {
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}

/// What a term stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value<'a> {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(&'a str),
}

/// The bit that marks a number held in the term.
const INLINE: u32 = 1 << 31;
/// Added to an inline number; the range is chosen so that no term is `u32::MAX`.
const BIAS: i64 = 1 << 30;

/// Terms and predicates by name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    below: Option<Arc<Names>>,
    terms_below: u32,
    preds_below: u32,
    values: Vec<Entry>,
    texts: HashMap<Arc<str>, u32, FixedState>,
    numbers: HashMap<i64, u32, FixedState>,
    preds: Vec<(Arc<str>, usize)>,
    by_name: HashMap<Arc<str>, Vec<(usize, u32)>, FixedState>,
}

#[derive(Debug, Clone)]
enum Entry {
    Text(Arc<str>),
    Number(i64),
}

impl Names {
    /// A vocabulary on top of another: it knows all of that one, and what it adds is its own.
    pub(super) fn over(below: Arc<Names>) -> Names {
        Names {
            terms_below: below.term_count(),
            preds_below: below.pred_count(),
            below: Some(below),
            ..Names::default()
        }
    }

    fn term_count(&self) -> u32 {
        self.terms_below + self.values.len() as u32
    }

    pub(super) fn pred_count(&self) -> u32 {
        self.preds_below + self.preds.len() as u32
    }

    /// The term of a text, made where there is none yet.
    pub fn text(&mut self, text: &str) -> Term {
        if let Some(found) = self.find_text(text) {
            return found;
        }
        let term = self.term_count();
        let text: Arc<str> = text.into();
        self.values.push(Entry::Text(Arc::clone(&text)));
        self.texts.insert(text, term);
        Term(term)
    }

    /// The term of a text, if it is known.
    pub fn find_text(&self, text: &str) -> Option<Term> {
        let own = self.texts.get(text).copied().map(Term);
        own.or_else(|| self.below.as_ref().and_then(|below| below.find_text(text)))
    }

    /// The term of a number.
    pub fn number(&mut self, number: i64) -> Term {
        if let Some(found) = self.find_number(number) {
            return found;
        }
        let term = self.term_count();
        self.values.push(Entry::Number(number));
        self.numbers.insert(number, term);
        Term(term)
    }

    /// The term of a number, if it is known; small ones always are.
    pub fn find_number(&self, number: i64) -> Option<Term> {
        if (-BIAS..BIAS - 1).contains(&number) {
            return Some(Term(INLINE | (number + BIAS) as u32));
        }
        let own = self.numbers.get(&number).copied().map(Term);
        own.or_else(|| self.below.as_ref().and_then(|below| below.find_number(number)))
    }

    /// What a term stands for.
    pub fn value(&self, term: Term) -> Value<'_> {
        if let Some(number) = self.int(term.0) {
            return Value::Number(number);
        }
        match (self.entry(term.0), &self.below) {
            (Some(Entry::Text(text)), _) => Value::Text(text),
            (Some(Entry::Number(number)), _) => Value::Number(*number),
            (None, Some(below)) if term.0 < self.terms_below => below.value(term),
            (None, _) => Value::Text(""),
        }
    }

    /// The number that a term stands for.
    #[inline]
    pub(super) fn int(&self, term: u32) -> Option<i64> {
        if term & INLINE != 0 {
            return Some(i64::from(term & !INLINE) - BIAS);
        }
        match self.entry(term) {
            Some(Entry::Number(number)) => Some(*number),
            Some(Entry::Text(_)) => None,
            None => self.below.as_ref().filter(|_| term < self.terms_below).and_then(|below| below.int(term)),
        }
    }

    fn entry(&self, term: u32) -> Option<&Entry> {
        self.values.get(term.checked_sub(self.terms_below)? as usize)
    }

    /// The predicate of this name and number of arguments, made where there is none yet.
    pub fn pred(&mut self, name: &str, arity: usize) -> Pred {
        if let Some(found) = self.find_pred(name, arity) {
            return found;
        }
        let pred = self.pred_count();
        let name: Arc<str> = name.into();
        self.preds.push((Arc::clone(&name), arity));
        self.by_name.entry(name).or_default().push((arity, pred));
        Pred(pred)
    }

    /// The predicate of this name and number of arguments, if it is known.
    pub fn find_pred(&self, name: &str, arity: usize) -> Option<Pred> {
        let own = self.by_name.get(name).and_then(|all| all.iter().find(|(of, _)| *of == arity));
        let own = own.map(|(_, pred)| Pred(*pred));
        own.or_else(|| self.below.as_ref().and_then(|below| below.find_pred(name, arity)))
    }

    /// Name and number of arguments of a predicate.
    pub fn pred_name(&self, pred: Pred) -> (&str, usize) {
        match (pred.0.checked_sub(self.preds_below), &self.below) {
            (Some(own), _) => self.preds.get(own as usize).map_or(("", 0), |(name, arity)| (name, *arity)),
            (None, Some(below)) => below.pred_name(pred),
            (None, None) => ("", 0),
        }
    }

    /// A term as the text form writes it.
    pub fn show(&self, term: Term) -> String {
        match self.value(term) {
            Value::Number(number) => number.to_string(),
            Value::Text(text) if plain(text) => text.to_owned(),
            Value::Text(text) => format!("{text:?}"),
        }
    }

    /// A fact as the text form writes it: `parent(ada, "Byron")`.
    pub fn show_fact(&self, pred: Pred, args: &[Term]) -> String {
        let (name, _) = self.pred_name(pred);
        let mut out = if plain(name) { name.to_owned() } else { format!("'{name}'") };
        for (at, arg) in args.iter().enumerate() {
            let _ = write!(out, "{}{}", if at == 0 { "(" } else { ", " }, self.show(*arg));
        }
        out + if args.is_empty() { "" } else { ")" }
    }

    /// The heap bytes of this layer, by an estimate of what the maps take for each entry.
    pub fn heap_bytes(&self) -> usize {
        let texts: usize = self.texts.keys().map(|text| text.len() + 16).sum();
        texts + self.values.capacity() * size_of::<Entry>() + self.texts.capacity() * 26 + self.numbers.capacity() * 18
    }
}

/// Whether a text can be written without quotes.
fn plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase())
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && text != "not"
        && text != "mod"
}
