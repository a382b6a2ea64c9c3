//! The machinery of loose types: objects that keep what they do not know, closed and open sets of words,
//! and the difference between absent and null.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

/// The fields of an object that its type does not name, and optional fields that were given as `null`.
///
/// It takes one word of memory while empty, which it nearly always is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    /// Whether nothing was kept.
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|map| map.is_empty())
    }

    /// The value of a kept field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Keeps a field, in place of an earlier one of this name.
    pub fn insert(&mut self, name: String, value: Value) {
        self.0.get_or_insert_default().insert(name, value);
    }

    /// Forgets a field and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let value = self.0.as_mut()?.shift_remove(name);
        if self.is_empty() {
            self.0 = None;
        }
        value
    }

    /// The kept fields in the order they came in.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().flat_map(|map| map.iter())
    }

    /// Writes the kept fields behind the named ones; a kept null gives way to a value that was set later.
    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M, is_set: impl Fn(&str) -> bool) -> Result<(), M::Error> {
        self.iter()
            .filter(|(name, value)| !(value.is_null() && is_set(name)))
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// A field that may be absent, null or given, where the three differ on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Maybe<T> {
    /// The key is left out.
    #[default]
    Absent,
    /// The key is there and its value is `null`.
    Null,
    /// The key is there with a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// The value itself, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// Whether the key is left out.
    pub fn is_absent(&self) -> bool {
        matches!(self, Maybe::Absent)
    }

    /// The field as it is written: nothing where absent, else the value or null.
    pub(crate) fn written(&self) -> Option<Option<&T>> {
        match self {
            Maybe::Absent => None,
            Maybe::Null => Some(None),
            Maybe::Value(value) => Some(Some(value)),
        }
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Maybe<T> {
        Maybe::Value(value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Maybe<T>, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Maybe::Null, Maybe::Value))
    }
}

impl<T: Serialize> Serialize for Maybe<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

/// The name of a field, borrowed from the input where it can be.
pub(crate) struct Key<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key<'de>, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a field name")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E>(self, text: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Declares an object of the wire. Fields are written in the order they are declared, each by its kind:
///
/// - `req`: there must be one; always written
/// - `def`: the default where it is absent; always written
/// - `nul`: an `Option` that is written as null when empty
/// - `opt`: an `Option` that is left out when empty; a null that came in is kept in `extra`
/// - `tri`: a [`Maybe`]: absent, null and given are told apart
///
/// Faster than serde's `flatten`, which buffers the whole object, and it knows the names of its fields.
macro_rules! loose {
    ($(#[$meta:meta])* pub struct $name:ident {
        $( $(#[$fmeta:meta])* $kind:ident $field:ident $(($wire:literal))? : $ty:ty ),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name {
            $( $(#[$fmeta])* pub $field: loose!(@type $kind $ty), )*
            /// Fields that the type does not name.
            pub extra: $crate::loose::Extra,
        }

        impl $name {
            /// The names of the fields on the wire, in the order they are written.
            pub const FIELDS: &'static [&'static str] = &[$( loose!(@name $field $($wire)?) ),*];
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $( loose!(@write $kind map, self.$field, loose!(@name $field $($wire)?)); )*
                self.extra.write(&mut map, |name| match name {
                    $( loose!(@name $field $($wire)?) => loose!(@is_set $kind self.$field), )*
                    _ => false,
                })?;
                serde::ser::SerializeMap::end(map)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    #[allow(unused_mut)]
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        $( let mut $field: loose!(@slot $kind $ty) = Default::default(); )*
                        let mut extra = $crate::loose::Extra::default();
                        while let Some($crate::loose::Key(key)) = map.next_key()? {
                            match key.as_ref() {
                                $( loose!(@name $field $($wire)?) => loose!(@read $kind $field, map, extra, key), )*
                                _ => extra.insert(key.into_owned(), map.next_value()?),
                            }
                        }
                        $( let $field = loose!(@build $kind $field, loose!(@name $field $($wire)?)); )*
                        Ok($name { $( $field, )* extra })
                    }
                }
                deserializer.deserialize_map(Fields)
            }
        }
    };

    (@name $field:ident $wire:literal) => { $wire };
    (@name $field:ident) => { stringify!($field) };

    (@type req $ty:ty) => { $ty };
    (@type def $ty:ty) => { $ty };
    (@type nul $ty:ty) => { Option<$ty> };
    (@type opt $ty:ty) => { Option<$ty> };
    (@type tri $ty:ty) => { $crate::loose::Maybe<$ty> };

    (@slot tri $ty:ty) => { $crate::loose::Maybe<$ty> };
    (@slot $kind:ident $ty:ty) => { Option<$ty> };

    (@write opt $map:ident, $value:expr, $name:expr) => {
        if let Some(value) = &$value {
            serde::ser::SerializeMap::serialize_entry(&mut $map, $name, value)?;
        }
    };
    (@write tri $map:ident, $value:expr, $name:expr) => {
        if let Some(value) = $value.written() {
            serde::ser::SerializeMap::serialize_entry(&mut $map, $name, &value)?;
        }
    };
    (@write $kind:ident $map:ident, $value:expr, $name:expr) => {
        serde::ser::SerializeMap::serialize_entry(&mut $map, $name, &$value)?;
    };

    (@is_set opt $value:expr) => { $value.is_some() };
    (@is_set $kind:ident $value:expr) => { true };

    (@read req $field:ident, $map:ident, $extra:ident, $key:ident) => { $field = Some($map.next_value()?) };
    (@read opt $field:ident, $map:ident, $extra:ident, $key:ident) => {{
        $field = $map.next_value()?;
        if $field.is_none() {
            $extra.insert($key.into_owned(), serde_json::Value::Null);
        }
    }};
    (@read $kind:ident $field:ident, $map:ident, $extra:ident, $key:ident) => { $field = $map.next_value()? };

    (@build req $field:ident, $name:expr) => { $field.ok_or_else(|| serde::de::Error::missing_field($name))? };
    (@build def $field:ident, $name:expr) => { $field.unwrap_or_default() };
    (@build $kind:ident $field:ident, $name:expr) => { $field };
}
pub(crate) use loose;

/// Declares a closed set of words; the first is the default.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident {
        $(#[$fmeta:meta])* $first:ident = $ftext:literal
        $(, $(#[$vmeta:meta])* $variant:ident = $text:literal)* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum $name { $(#[$fmeta])* #[default] $first, $( $(#[$vmeta])* $variant ),* }

        impl $name {
            /// The words as they are spelled on the wire.
            pub const WORDS: &'static [&'static str] = &[$ftext, $($text),*];

            /// The word as it is spelled on the wire.
            pub fn as_str(&self) -> &'static str {
                match self { $name::$first => $ftext, $( $name::$variant => $text ),* }
            }

            /// The word of this spelling.
            pub fn from_word(word: &str) -> Option<$name> {
                match word { $ftext => Some($name::$first), $( $text => Some($name::$variant), )* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let $crate::loose::Key(word) = serde::Deserialize::deserialize(deserializer)?;
                $name::from_word(&word).ok_or_else(|| serde::de::Error::unknown_variant(&word, $name::WORDS))
            }
        }
    };
}
pub(crate) use words;

/// Declares an open set of words: what another server may add is kept in `Other`. The first is the default.
macro_rules! open_words {
    ($(#[$meta:meta])* pub enum $name:ident {
        $(#[$fmeta:meta])* $first:ident = $ftext:literal
        $(, $(#[$vmeta:meta])* $variant:ident = $text:literal)* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
        pub enum $name {
            $(#[$fmeta])* #[default] $first,
            $( $(#[$vmeta])* $variant, )*
            /// A word that the documentation does not name.
            Other(Box<str>),
        }

        impl $name {
            /// The documented words.
            pub const WORDS: &'static [&'static str] = &[$ftext, $($text),*];

            /// The word as it is spelled on the wire.
            pub fn as_str(&self) -> &str {
                match self { $name::$first => $ftext, $( $name::$variant => $text, )* $name::Other(word) => word }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> $name {
                match word { $ftext => $name::$first, $( $text => $name::$variant, )* _ => $name::Other(word.into()) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let $crate::loose::Key(word) = serde::Deserialize::deserialize(deserializer)?;
                Ok($name::from(word.as_ref()))
            }
        }
    };
}
pub(crate) use open_words;

/// Declares a constant of the wire as a type without content; any string is read as it.
macro_rules! tag {
    ($(#[$meta:meta])* pub struct $name:ident = $text:literal;) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name;

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                <$crate::loose::Key as serde::Deserialize>::deserialize(deserializer).map(|_| $name)
            }
        }
    };
}
pub(crate) use tag;
