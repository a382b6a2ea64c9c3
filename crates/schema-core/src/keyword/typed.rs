//! Keywords of any type: `type`, `enum`, `const`, and the sizes that strings, arrays and objects share.

use serde_json::Value;

use super::Rule;
use crate::check::Checker;
use crate::compile::Here;
use crate::draft::Draft;
use crate::error::SchemaError;
use crate::value;

/// A JSON type as `type` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
    Null,
}

impl Kind {
    /// Every kind; `Number` includes `Integer`.
    pub(crate) const ALL: [Kind; 7] =
        [Kind::Object, Kind::Array, Kind::String, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Null];

    /// The name in a schema.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Object => "object",
            Kind::Array => "array",
            Kind::String => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Null => "null",
        }
    }

    fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of a value; whole numbers are integers.
    pub(crate) fn of(value: &Value) -> Kind {
        match value {
            Value::Null => Kind::Null,
            Value::Bool(_) => Kind::Boolean,
            Value::Number(number) if value::is_whole(number) => Kind::Integer,
            Value::Number(_) => Kind::Number,
            Value::String(_) => Kind::String,
            Value::Array(_) => Kind::Array,
            Value::Object(_) => Kind::Object,
        }
    }
}

/// The types that `type` allows, in its order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Types {
    pub kinds: Vec<Kind>,
    /// Draft 4: `1.0` is not an integer.
    pub exact_integers: bool,
}

impl Types {
    /// Whether the value has one of the types.
    pub(crate) fn allow(&self, value: &Value) -> bool {
        let kind = Kind::of(value);
        self.kinds.iter().any(|&allowed| match (allowed, kind) {
            (Kind::Integer, Kind::Integer) => !self.exact_integers || !value.is_f64(),
            (Kind::Number, Kind::Integer) => true,
            (allowed, kind) => allowed == kind,
        })
    }
}

/// `type`.
pub(crate) fn types<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let names = match value {
        Value::String(_) => std::slice::from_ref(value),
        Value::Array(names) => names.as_slice(),
        _ => return Err(here.malformed("type", "a string or an array of strings")),
    };
    let kinds: Option<Vec<Kind>> = names.iter().map(|name| name.as_str().and_then(Kind::named)).collect();
    match kinds {
        Some(kinds) => Ok(Some(Rule::Types(Types { kinds, exact_integers: here.draft == Draft::Draft4 }))),
        None => Err(here.malformed(
            "type",
            "one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string', or an array of them",
        )),
    }
}

/// `enum`.
pub(crate) fn enumeration<'s>(here: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    let values = value.as_array().ok_or_else(|| here.malformed("enum", "an array"))?;
    Ok(Some(Rule::Enum(values.clone())))
}

/// `const`.
pub(crate) fn constant<'s>(_: &mut Here<'_, 's>, value: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(Some(Rule::Const(value.clone())))
}

/// A bound on how many characters, items or members there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub keyword: &'static str,
    /// What is counted; other values are not constrained.
    pub kind: Kind,
    pub limit: usize,
    /// An upper bound, else a lower one.
    pub upper: bool,
}

impl Size {
    pub(crate) fn compile(self, here: &Here<'_, '_>, value: &Value) -> Result<Option<Rule>, SchemaError> {
        let limit = super::natural(here, self.keyword, value)?;
        Ok(Some(Rule::Size(Size { limit, ..self })))
    }

    /// Whether the value keeps the bound.
    pub(crate) fn allows(&self, value: &Value) -> bool {
        let count = match (self.kind, value) {
            (Kind::String, Value::String(text)) => {
                // Bytes bound characters from above and, divided by four, from below.
                if self.upper && text.len() <= self.limit { text.len() } else { text.chars().count() }
            }
            (Kind::Array, Value::Array(items)) => items.len(),
            (Kind::Object, Value::Object(map)) => map.len(),
            _ => return true,
        };
        if self.upper { count <= self.limit } else { count >= self.limit }
    }
}

pub(crate) fn check_types(check: &mut Checker<'_>, types: &Types, value: &Value) -> bool {
    types.allow(value)
        || check.fail("type", || {
            let names: Vec<&str> = types.kinds.iter().map(|kind| kind.name()).collect();
            format!("is of type '{}', not '{}'", Kind::of(value).name(), names.join("' or '"))
        })
}

pub(crate) fn check_enum(check: &mut Checker<'_>, values: &[Value], value: &Value) -> bool {
    check.spend(values.len() as u64);
    values.iter().any(|allowed| value::equal(allowed, value))
        || check.fail("enum", || format!("is not one of the {} allowed values", values.len()))
}

pub(crate) fn check_const(check: &mut Checker<'_>, constant: &Value, value: &Value) -> bool {
    value::equal(constant, value) || check.fail("const", || "is not the one allowed value".to_owned())
}

pub(crate) fn check_size(check: &mut Checker<'_>, size: &Size, value: &Value) -> bool {
    size.allows(value)
        || check.fail(size.keyword, || {
            let what = match size.kind {
                Kind::String => "characters",
                Kind::Array => "items",
                _ => "members",
            };
            format!("has {} than {} {what}", if size.upper { "more" } else { "fewer" }, size.limit)
        })
}
