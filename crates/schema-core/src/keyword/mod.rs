//! The keywords: one family per file, one row per keyword, one rule per constraint.

pub(crate) mod array;
pub(crate) mod choice;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod reference;
pub(crate) mod string;
pub(crate) mod typed;

use serde_json::Value;

use crate::compile::Here;
use crate::draft::Draft;
use crate::error::SchemaError;

/// One constraint of a node, ready to be checked.
#[derive(Debug)]
pub(crate) enum Rule {
    /// The schema `false`.
    Never,
    Types(typed::Types),
    Enum(Vec<Value>),
    Const(Value),
    Bound(number::Bound),
    Multiple(serde_json::Number),
    Size(typed::Size),
    Pattern(crate::pattern::Pattern),
    Format(&'static crate::format::Format),
    Members(Box<object::Members>),
    Names(crate::compile::NodeId),
    Required(Vec<String>),
    DependentRequired(Vec<(String, Vec<String>)>),
    DependentSchemas(Vec<(String, crate::compile::NodeId)>),
    /// Of drafts up to 7: lists of names, and schemas.
    Dependencies(Vec<(String, Vec<String>)>, Vec<(String, crate::compile::NodeId)>),
    UnevaluatedProperties(crate::compile::NodeId),
    Items(array::Items),
    Contains(array::Contains),
    Unique,
    UnevaluatedItems(crate::compile::NodeId),
    AllOf(Vec<crate::compile::NodeId>),
    AnyOf(Vec<crate::compile::NodeId>),
    OneOf(Vec<crate::compile::NodeId>),
    Not(crate::compile::NodeId),
    If(choice::Conditional),
    Ref(crate::compile::NodeId),
    DynamicRef(reference::Dynamic),
    Metaschema(Draft),
}

/// Where a keyword holds subschemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    Nothing,
    Schema,
    List,
    SchemaOrList,
    /// Names to schemas; members that are lists (of `dependencies`) hold none.
    Map,
}

/// Compiles a keyword's value; `None` where a sibling has already said it all.
type Compile = for<'s> fn(&mut Here<'_, 's>, &'s Value) -> Result<Option<Rule>, SchemaError>;

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub name: &'static str,
    /// The drafts that know it.
    since: Draft,
    until: Draft,
    pub holds: Holds,
    pub compile: Compile,
}

impl Row {
    /// Whether the keyword has a meaning in a draft; without a stated draft every keyword has.
    pub(crate) fn speaks(&self, draft: Option<Draft>) -> bool {
        draft.is_none_or(|draft| self.since <= draft && draft <= self.until)
    }
}

/// The row of a keyword, if the draft knows it.
pub(crate) fn row(name: &str, draft: Option<Draft>) -> Option<&'static Row> {
    KEYWORDS.iter().find(|row| row.name == name && row.speaks(draft))
}

const fn row_of(name: &'static str, drafts: (Draft, Draft), holds: Holds, compile: Compile) -> Row {
    Row { name, since: drafts.0, until: drafts.1, holds, compile }
}

const ALL: (Draft, Draft) = (Draft::Draft4, Draft::Draft202012);
const FROM_6: (Draft, Draft) = (Draft::Draft6, Draft::Draft202012);
const FROM_7: (Draft, Draft) = (Draft::Draft7, Draft::Draft202012);
const FROM_2019: (Draft, Draft) = (Draft::Draft201909, Draft::Draft202012);
const ONLY_2019: (Draft, Draft) = (Draft::Draft201909, Draft::Draft201909);
const UNTIL_2019: (Draft, Draft) = (Draft::Draft4, Draft::Draft201909);
const FROM_2020: (Draft, Draft) = (Draft::Draft202012, Draft::Draft202012);

/// Every keyword that constrains or that holds schemas, in the order in which they are checked.
#[rustfmt::skip]
pub(crate) const KEYWORDS: &[Row] = &[
    row_of("type",                  ALL,        Holds::Nothing,      typed::types),
    row_of("const",                 FROM_6,     Holds::Nothing,      typed::constant),
    row_of("enum",                  ALL,        Holds::Nothing,      typed::enumeration),
    row_of("minimum",               ALL,        Holds::Nothing,      number::minimum),
    row_of("maximum",               ALL,        Holds::Nothing,      number::maximum),
    row_of("exclusiveMinimum",      ALL,        Holds::Nothing,      number::exclusive_minimum),
    row_of("exclusiveMaximum",      ALL,        Holds::Nothing,      number::exclusive_maximum),
    row_of("multipleOf",            ALL,        Holds::Nothing,      number::multiple_of),
    row_of("minLength",             ALL,        Holds::Nothing,      string::min_length),
    row_of("maxLength",             ALL,        Holds::Nothing,      string::max_length),
    row_of("pattern",               ALL,        Holds::Nothing,      string::pattern),
    row_of("format",                ALL,        Holds::Nothing,      string::format),
    row_of("required",              ALL,        Holds::Nothing,      object::required),
    row_of("minProperties",         ALL,        Holds::Nothing,      object::min_properties),
    row_of("maxProperties",         ALL,        Holds::Nothing,      object::max_properties),
    row_of("dependentRequired",     FROM_2019,  Holds::Nothing,      object::dependent_required),
    row_of("propertyNames",         FROM_6,     Holds::Schema,       object::property_names),
    row_of("properties",            ALL,        Holds::Map,          object::members),
    row_of("patternProperties",     ALL,        Holds::Map,          object::members),
    row_of("additionalProperties",  ALL,        Holds::Schema,       object::members),
    row_of("minItems",              ALL,        Holds::Nothing,      array::min_items),
    row_of("maxItems",              ALL,        Holds::Nothing,      array::max_items),
    row_of("prefixItems",           FROM_2020,  Holds::List,         array::items),
    row_of("items",                 ALL,        Holds::SchemaOrList, array::items),
    row_of("additionalItems",       UNTIL_2019, Holds::Schema,       array::items),
    row_of("uniqueItems",           ALL,        Holds::Nothing,      array::unique_items),
    row_of("contains",              FROM_6,     Holds::Schema,       array::contains),
    row_of("$ref",                  ALL,        Holds::Nothing,      reference::plain),
    row_of("$dynamicRef",           FROM_2020,  Holds::Nothing,      reference::dynamic),
    row_of("$recursiveRef",         ONLY_2019,  Holds::Nothing,      reference::recursive),
    row_of("allOf",                 ALL,        Holds::List,         choice::all_of),
    row_of("anyOf",                 ALL,        Holds::List,         choice::any_of),
    row_of("oneOf",                 ALL,        Holds::List,         choice::one_of),
    row_of("not",                   ALL,        Holds::Schema,       choice::not),
    row_of("if",                    FROM_7,     Holds::Schema,       choice::conditional),
    row_of("then",                  FROM_7,     Holds::Schema,       nothing),
    row_of("else",                  FROM_7,     Holds::Schema,       nothing),
    row_of("dependencies",          ALL,        Holds::Map,          object::dependencies),
    row_of("dependentSchemas",      FROM_2019,  Holds::Map,          object::dependent_schemas),
    row_of("unevaluatedItems",      FROM_2019,  Holds::Schema,       array::unevaluated),
    row_of("unevaluatedProperties", FROM_2019,  Holds::Schema,       object::unevaluated),
    row_of("$defs",                 FROM_2019,  Holds::Map,          nothing),
    row_of("definitions",           ALL,        Holds::Map,          nothing),
];

/// A keyword that holds schemas for others to use.
fn nothing<'s>(_: &mut Here<'_, 's>, _: &'s Value) -> Result<Option<Rule>, SchemaError> {
    Ok(None)
}

/// A non-negative whole number; a larger one than fits counts as the largest.
pub(crate) fn natural(here: &Here<'_, '_>, keyword: &str, value: &Value) -> Result<usize, SchemaError> {
    let number = value.as_number().and_then(crate::value::whole).or_else(|| value.as_f64().map(|_| i128::MAX));
    match number {
        Some(number) if number >= 0 && value.as_number().is_some_and(crate::value::is_whole) => {
            Ok(usize::try_from(number).unwrap_or(usize::MAX))
        }
        _ => Err(here.malformed(keyword, "a non-negative integer")),
    }
}

/// A list of strings.
pub(crate) fn strings(here: &Here<'_, '_>, keyword: &str, value: &Value) -> Result<Vec<String>, SchemaError> {
    let list = value.as_array().ok_or_else(|| here.malformed(keyword, "an array of strings"))?;
    list.iter()
        .map(|item| item.as_str().map(str::to_owned).ok_or_else(|| here.malformed(keyword, "an array of strings")))
        .collect()
}
