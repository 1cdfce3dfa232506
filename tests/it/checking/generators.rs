//! Random types, values of them, and changes that must or must not count.

use std::collections::HashSet;

use kumite::model::{Type, Value};
use num_bigint::BigInt;
use proptest::prelude::*;

/// A type, up to three levels deep.
pub(super) fn any_type() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        Just(Type::Int),
        Just(Type::Float),
        Just(Type::Str),
        Just(Type::Bool),
        Just(Type::None),
        Just(Type::Any),
        Just(Type::Bytes),
        Just(Type::TreeNode),
        Just(Type::ListNode),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let one = || inner.clone().prop_map(Box::new);
        prop_oneof![
            one().prop_map(Type::List),
            one().prop_map(Type::TupleOf),
            one().prop_map(Type::Iterator),
            one().prop_map(Type::Set),
            one().prop_map(Type::FrozenSet),
            one().prop_map(Type::Optional),
            (one(), one()).prop_map(|(key, value)| Type::Dict(key, value)),
            prop::collection::vec(inner, 0..3).prop_map(Type::Tuple),
        ]
    })
}

/// A type and values of it.
pub(super) fn typed<const N: usize>() -> impl Strategy<Value = (Type, [Value; N])> {
    any_type().prop_flat_map(|ty| {
        let values = std::array::from_fn(|_| value_of(&ty));
        (Just(ty), values)
    })
}

/// A value of the type, of few different ones, so that equal elements occur.
pub(super) fn value_of(ty: &Type) -> BoxedStrategy<Value> {
    let items = |item: &Type| prop::collection::vec(value_of(item), 0..4);
    match ty {
        Type::Int => int().boxed(),
        Type::Float => prop_oneof![4 => any_float().prop_map(Value::Float), 1 => int()].boxed(),
        Type::Str => "[aAbé' ]{0,3}".prop_map(Value::Str).boxed(),
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::None => Just(Value::None).boxed(),
        Type::Bytes => prop::collection::vec(0_u8..3, 0..3).prop_map(Value::Bytes).boxed(),
        Type::Any => any_value().boxed(),
        Type::TupleOf(item) => items(item).prop_map(Value::Tuple).boxed(),
        Type::List(item) | Type::Iterator(item) => items(item).prop_map(Value::List).boxed(),
        Type::Tuple(types) => types.iter().map(value_of).collect::<Vec<_>>().prop_map(Value::Tuple).boxed(),
        Type::Set(item) => items(item).prop_map(|items| Value::Set(distinct(items))).boxed(),
        Type::FrozenSet(item) => items(item).prop_map(|items| Value::FrozenSet(distinct(items))).boxed(),
        Type::Dict(key, value) if **key == Type::Any => dict(any_key(), items(value)).boxed(),
        Type::Dict(key, value) => dict(value_of(key), items(value)).boxed(),
        Type::Optional(inner) => prop_oneof![1 => Just(Value::None), 3 => value_of(inner)].boxed(),
        Type::TreeNode => items(&Type::Int).prop_map(Value::Tree).boxed(),
        Type::ListNode => items(&Type::Any).prop_map(Value::Linked).boxed(),
    }
}

fn int() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => (0_i64..3).prop_map(Value::Int),
        1 => any::<i64>().prop_map(Value::Int),
        1 => any::<i128>().prop_map(|int| Value::from_bigint(BigInt::from(int))),
    ]
}

fn any_float() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (0_i32..6).prop_map(|halves| f64::from(halves) / 2.0),
        2 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(-0.0),
    ]
}

fn dict(key: impl Strategy<Value = Value>, values: impl Strategy<Value = Vec<Value>>) -> impl Strategy<Value = Value> {
    let keys = prop::collection::vec(key, 0..4);
    (keys, values).prop_map(|(keys, values)| Value::Dict(distinct(keys).into_iter().zip(values).collect()))
}

fn any_scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::Bool),
        int(),
        any_float().prop_map(Value::Float),
        "[a1=]{0,2}".prop_map(Value::Str),
        prop::collection::vec(0_u8..2, 0..2).prop_map(Value::Bytes),
    ]
}

/// A value that Python can hash.
fn any_key() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(2, 6, 3, |inner| {
        let items = prop::collection::vec(inner, 0..3);
        prop_oneof![items.clone().prop_map(Value::Tuple), items.prop_map(|items| Value::FrozenSet(distinct(items)))]
    })
}

/// A value of any kind.
pub(super) fn any_value() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(3, 16, 4, |inner| {
        let items = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            items().prop_map(Value::List),
            items().prop_map(Value::Tuple),
            items().prop_map(Value::Tree),
            items().prop_map(Value::Linked),
            items().prop_map(|items| Value::Set(distinct(items))),
            items().prop_map(|items| Value::FrozenSet(distinct(items))),
            dict(any_key(), items()),
        ]
    })
}

/// What a Python set or dict would keep: to it `0`, `-0.0` and `False` are one.
fn distinct(items: Vec<Value>) -> Vec<Value> {
    let mut seen = HashSet::new();
    items.into_iter().filter(|item| seen.insert(hashed(item))).collect()
}

fn hashed(value: &Value) -> String {
    match value {
        Value::Bool(bool) => hashed(&Value::Int(i64::from(*bool))),
        Value::Int(int) => hashed(&Value::Float(*int as f64)),
        Value::Float(float) => (float + 0.0).to_string(),
        Value::Dict(pairs) => pairs.iter().map(|(key, value)| hashed(key) + &hashed(value)).collect(),
        other => match other.items() {
            Some(items) => {
                let mut texts: Vec<String> = items.iter().map(hashed).collect();
                if matches!(other, Value::Set(_) | Value::FrozenSet(_)) {
                    texts.sort();
                }
                texts.join(" ")
            }
            None => other.key_text(),
        },
    }
}

/// The same answer, written as Python could also have it: tuples for lists, other sets, dicts in another order.
pub(super) fn disguised(value: &Value) -> Value {
    let all = |items: &[Value]| items.iter().map(disguised).collect::<Vec<_>>();
    let reversed = |items: &[Value]| items.iter().rev().map(disguised).collect::<Vec<_>>();
    match value {
        Value::List(items) => Value::Tuple(all(items)),
        Value::Tuple(items) => Value::List(all(items)),
        Value::Set(items) => Value::FrozenSet(reversed(items)),
        Value::FrozenSet(items) => Value::Set(reversed(items)),
        Value::Tree(items) => Value::Tree(all(items)),
        Value::Linked(items) => Value::Linked(all(items)),
        Value::Dict(pairs) => {
            Value::Dict(pairs.iter().rev().map(|(key, value)| (disguised(key), disguised(value))).collect())
        }
        other => other.clone(),
    }
}

/// How many scalars a value has, dict keys excepted.
pub(super) fn scalars(value: &Value) -> usize {
    match value {
        Value::Dict(pairs) => pairs.iter().map(|(_, value)| scalars(value)).sum(),
        other => other.items().map_or(1, |items| items.iter().map(scalars).sum()),
    }
}

/// Changes scalar number `at` into another one of the same type.
pub(super) fn change(value: &mut Value, at: &mut usize) {
    match value {
        Value::Dict(pairs) => pairs.iter_mut().for_each(|(_, value)| change(value, at)),
        Value::List(items)
        | Value::Tuple(items)
        | Value::Set(items)
        | Value::FrozenSet(items)
        | Value::Tree(items)
        | Value::Linked(items) => items.iter_mut().for_each(|item| change(item, at)),
        scalar => {
            if *at == 0 {
                *scalar = changed(scalar);
            }
            *at = at.wrapping_sub(1);
        }
    }
}

fn changed(scalar: &Value) -> Value {
    match scalar {
        Value::Bool(bool) => Value::Bool(!bool),
        Value::Int(int) => Value::from_bigint(BigInt::from(*int) * -2 - 7),
        Value::BigInt(int) => Value::from_bigint(&**int * -2 - 7),
        Value::Float(float) if float.is_finite() && float.abs() < 1e300 => Value::Float(float * -2.0 - 7.0),
        Value::Float(_) => Value::Float(3.5),
        Value::Str(text) => Value::Str(format!("{text}z")),
        Value::Bytes(bytes) => Value::Bytes([bytes, &b"z"[..]].concat()),
        _ => Value::Int(0),
    }
}
