//! From the fillings of a frame to an argument object that its schema accepts.

use serde_json::{Map, Value};

use engine_api::Schema;

use crate::enums::assumed;
use crate::frames::Frame;
use crate::propose::Filling;
use crate::slot::{Slot, Type};

/// The object that the frame's fillings make, keys in the order of the schema.
pub(crate) fn object(slots: &[Slot], frame: &Frame) -> Value {
    let mut root = Value::Object(Map::new());
    for (slot, pick) in slots.iter().zip(frame) {
        let Some(Filling::One(value)) = pick.as_ref().map(|proposal| &proposal.value) else { continue };
        if slot.default() == Some(value) && !slot.required {
            continue;
        }
        put(&mut root, &slot.path, value.clone());
    }
    root
}

/// Puts a value at the end of a path of keys; an empty key is the only element of an array.
fn put(root: &mut Value, path: &[&str], value: Value) {
    let mut node = root;
    for key in path {
        if key.is_empty() {
            if !node.is_array() {
                *node = Value::Array(vec![Value::Object(Map::new())]);
            }
            let Some(first) = node.get_mut(0) else { return };
            node = first;
        } else {
            if !node.is_object() {
                *node = Value::Object(Map::new());
            }
            let Some(fields) = node.as_object_mut() else { return };
            node = fields.entry(*key).or_insert(Value::Null);
        }
    }
    *node = value;
}

/// The slots that the call requires and that neither the frame nor the schema fills.
pub(crate) fn missing<'s>(slots: &'s [Slot<'s>], frame: &Frame) -> Vec<usize> {
    let filled = |at: usize| frame.get(at).is_some_and(Option::is_some);
    let inner_filled = |path: &[&str]| {
        slots
            .iter()
            .enumerate()
            .any(|(at, inner)| inner.path.len() > path.len() && inner.path.starts_with(path) && filled(at))
    };
    let holds_slots =
        |slot: &Slot| slots.iter().any(|s| s.path.len() > slot.path.len() && s.path.starts_with(&slot.path));
    (0..slots.len())
        .filter(|&at| {
            let Some(slot) = slots.get(at) else { return false };
            let nested = matches!(slot.kind_of_value, Type::Object | Type::Array) && holds_slots(slot);
            let outer_filled = slots.iter().enumerate().any(|(o, outer)| {
                outer.path.len() < slot.path.len() && slot.path.starts_with(&outer.path) && filled(o)
            });
            slot.required
                && !filled(at)
                && !outer_filled
                && slot.default().is_none()
                && !(nested && inner_filled(&slot.path))
                && !(nested && slot.kind_of_value == Type::Object)
        })
        .collect()
}

/// Makes the object valid: as it is, or without what the schema does not accept, or (`must`) with what it lacks.
pub(crate) fn finish(schema: &Schema, slots: &[Slot], mut object: Value, must: bool) -> Option<Value> {
    add_required_defaults(slots, &mut object);
    if schema.is_valid(&object) {
        return Some(object);
    }
    if let Some(trimmed) = without_optional(schema, slots, &object) {
        return Some(trimmed);
    }
    let fields = object.as_object()?;
    let values: Vec<(String, Value)> = fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let filled = schema.fill(&values).ok()?;
    let kept = fields.iter().all(|(key, value)| filled.get(key) == Some(value));
    ((must || kept && !fields.is_empty()) && schema.is_valid(&filled)).then_some(filled)
}

/// Required slots with a default get it: the schema would refuse an object without.
fn add_required_defaults(slots: &[Slot], object: &mut Value) {
    for slot in slots.iter().filter(|slot| slot.required && slot.path.len() == 1) {
        let Some(default) = slot.default() else { continue };
        if object.get(slot.name).is_none() {
            put(object, &slot.path, default.clone());
        }
    }
    sort_keys(slots, object);
}

/// Puts the top-level keys in the order of the schema.
fn sort_keys(slots: &[Slot], object: &mut Value) {
    let Some(fields) = object.as_object_mut() else { return };
    let mut sorted = Map::new();
    for slot in slots.iter().filter(|slot| slot.path.len() == 1) {
        if let Some(value) = fields.remove(slot.name) {
            sorted.insert(slot.name.to_owned(), value);
        }
    }
    sorted.append(fields);
    *fields = sorted;
}

/// The object without one optional key, or without all of them, whichever is valid first.
fn without_optional(schema: &Schema, slots: &[Slot], object: &Value) -> Option<Value> {
    let optional: Vec<&str> = slots.iter().filter(|s| s.path.len() == 1 && !s.required).map(|s| s.name).collect();
    let drop = |names: &[&str]| {
        let mut less = object.clone();
        if let Some(fields) = less.as_object_mut() {
            fields.retain(|key, _| !names.contains(&key.as_str()));
        }
        schema.is_valid(&less).then_some(less)
    };
    optional.iter().find_map(|name| drop(&[name])).or_else(|| drop(&optional))
}

/// Fills what is still missing with the least surprising values, for a call that has to be made.
pub(crate) fn assume(slots: &[Slot], missing: &[usize], object: &mut Value, said: &str) {
    for slot in missing.iter().filter_map(|&at| slots.get(at)) {
        let free = slot.kind_of_value == Type::String && slot.is(crate::slot::kind::TEXT) && slot.choices.is_empty();
        let value = if free && !said.trim().is_empty() { Some(Value::from(said.trim())) } else { assumed(slot) };
        if let Some(value) = value {
            put(object, &slot.path, value);
        }
    }
}
