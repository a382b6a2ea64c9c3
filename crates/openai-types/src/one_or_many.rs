//! String-or-list, the wire's favourite shape, and its cousins: text or content parts, text or token ids.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// One string or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneOrMany {
    /// A bare string.
    One(String),
    /// A list of strings.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The strings, whichever way they were written.
    pub fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        }
    }

    /// The strings as a list.
    pub fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(text) => vec![text],
            OneOrMany::Many(texts) => texts,
        }
    }
}

impl Serialize for OneOrMany {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            OneOrMany::One(text) => serializer.serialize_str(text),
            OneOrMany::Many(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OneOrMany, D::Error> {
        deserializer.deserialize_any(TextOr { text: OneOrMany::One, list: OneOrMany::Many })
    }
}

/// Reads a string or a list without buffering either.
pub(crate) struct TextOr<T, U> {
    pub(crate) text: fn(String) -> T,
    pub(crate) list: fn(Vec<U>) -> T,
}

impl<'de, T, U: Deserialize<'de>> Visitor<'de> for TextOr<T, U> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string or an array")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok((self.text)(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<T, E> {
        Ok((self.text)(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        let mut list = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(64));
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok((self.list)(list))
    }
}

/// What is completed or embedded: text or token ids, one or several.
///
/// A flat list of integers is **one** input; a list of lists is several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A bare string.
    Text(String),
    /// Several strings.
    Texts(Vec<String>),
    /// One input as token ids.
    Tokens(Vec<u32>),
    /// Several inputs as token ids.
    TokenLists(Vec<Vec<u32>>),
}

impl Input {
    /// How many inputs there are.
    pub fn len(&self) -> usize {
        match self {
            Input::Text(_) | Input::Tokens(_) => 1,
            Input::Texts(texts) => texts.len(),
            Input::TokenLists(lists) => lists.len(),
        }
    }

    /// Whether there is no input at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Input::Text(text) => serializer.serialize_str(text),
            Input::Texts(texts) => texts.serialize(serializer),
            Input::Tokens(tokens) => tokens.serialize(serializer),
            Input::TokenLists(lists) => lists.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Input, D::Error> {
        deserializer.deserialize_any(InputVisitor)
    }
}

struct InputVisitor;

impl<'de> Visitor<'de> for InputVisitor {
    type Value = Input;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string, an array of strings, an array of token ids or an array of arrays of token ids")
    }

    fn visit_str<E>(self, text: &str) -> Result<Input, E> {
        Ok(Input::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Input, E> {
        Ok(Input::Text(text))
    }

    /// The first element decides what the others must be.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Input, A::Error> {
        let mut input = match seq.next_element()? {
            None => return Ok(Input::Texts(Vec::new())),
            Some(Item::Text(text)) => Input::Texts(vec![text]),
            Some(Item::Token(token)) => Input::Tokens(vec![token]),
            Some(Item::Tokens(tokens)) => Input::TokenLists(vec![tokens]),
        };
        while let Some(item) = seq.next_element()? {
            match (&mut input, item) {
                (Input::Texts(texts), Item::Text(text)) => texts.push(text),
                (Input::Tokens(tokens), Item::Token(token)) => tokens.push(token),
                (Input::TokenLists(lists), Item::Tokens(tokens)) => lists.push(tokens),
                _ => return Err(A::Error::custom("an array of mixed kinds")),
            }
        }
        Ok(input)
    }
}

/// One element of an input list.
enum Item {
    Text(String),
    Token(u32),
    Tokens(Vec<u32>),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a string, a token id or an array of token ids")
    }

    fn visit_str<E>(self, text: &str) -> Result<Item, E> {
        Ok(Item::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Item, E> {
        Ok(Item::Text(text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Item, E> {
        u32::try_from(number).map(Item::Token).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Item, E> {
        u32::try_from(number).map(Item::Token).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let mut tokens = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(4096));
        while let Some(token) = seq.next_element()? {
            tokens.push(token);
        }
        Ok(Item::Tokens(tokens))
    }
}
