//! Walks the expected answer and the given one side by side, to the first difference.
//!
//! The declared type says which kinds of value are the same thing there; under `Any` the kinds of JSON do. A value that
//! is of another type than declared is wrong even if Python would call it equal. Nothing is allocated while the two
//! answers agree, except where order does not count.

use base64::Engine as _;

use super::bag::{Leftover, match_up};
use super::mismatch::{Kind, Mismatch};
use super::number::is_number;
use super::scope::{Children, Scope, bounded_key_text};
use crate::model::{Rule, Step, Type, Value};

/// Nothing, or the first difference in the order of the expected answer.
pub(super) type Comparison<'v> = Result<(), Mismatch<'v>>;

/// Compares an answer with the expected one.
pub(super) fn compare<'v>(declared: &'v Type, scope: &Scope, expected: &'v Value, got: &'v Value) -> Comparison<'v> {
    match (declared, expected, got) {
        // The bulk of large answers, first.
        (Type::Int, Value::Int(a), Value::Int(b)) if a == b => return Ok(()),
        (Type::Str, Value::Str(a), Value::Str(b)) if a == b => return Ok(()),
        (Type::Any, ..) => return compare_as_json(scope, expected, got),
        _ => {}
    }
    match (fits(declared, expected), fits(declared, got)) {
        (true, true) => {}
        (true, false) => return Err(Mismatch::new(Kind::Type { declared: Some(declared), expected, got }, scope)),
        // An expected answer of another type than declared: only a value alike can be right.
        (false, true) => return Err(Mismatch::new(Kind::Value { expected, got }, scope)),
        (false, false) => return compare_as_json(scope, expected, got),
    }
    match declared {
        Type::Optional(inner) if is_node(inner) => compare(inner, scope, expected, got),
        Type::Optional(inner) => match (expected, got) {
            (Value::None, Value::None) => Ok(()),
            (Value::None, _) | (_, Value::None) => Err(Mismatch::new(Kind::Value { expected, got }, scope)),
            _ => compare(inner, scope, expected, got),
        },
        Type::Float => decide(scope.tolerance().accepts(expected, got), scope, expected, got),
        Type::Any | Type::Int | Type::Str | Type::Bool | Type::None | Type::Bytes => {
            decide(expected == got, scope, expected, got)
        }
        Type::List(item) | Type::Iterator(item) | Type::TupleOf(item) => {
            compare_list(Items::All(item), scope, items(expected), items(got))
        }
        Type::Tuple(types) => compare_list(Items::Each(types), scope, items(expected), items(got)),
        Type::TreeNode => compare_in_order(Items::All(&Type::Any), scope, items(expected), items(got)),
        Type::ListNode => compare_list(Items::All(&Type::Any), scope, items(expected), items(got)),
        Type::Set(item) | Type::FrozenSet(item) => {
            compare_elements(item, scope, items(expected), items(got), scope.rule())
        }
        Type::Dict(key, value) => compare_dicts(key, value, scope, pairs(expected), pairs(got)),
    }
}

/// Compares by the kinds of JSON: list and tuple are alike, a set is an array in any order, bytes are their base64
/// text, dict keys are their JSON text. Int and float differ.
fn compare_as_json<'v>(scope: &Scope, expected: &'v Value, got: &'v Value) -> Comparison<'v> {
    match (expected, got) {
        (Value::Float(_), Value::Float(_)) => decide(scope.tolerance().accepts(expected, got), scope, expected, got),
        (Value::Int(_) | Value::BigInt(_), Value::Int(_) | Value::BigInt(_))
        | (Value::None, Value::None)
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Str(_), Value::Str(_))
        | (Value::Bytes(_), Value::Bytes(_)) => decide(expected == got, scope, expected, got),
        (Value::Bytes(bytes), Value::Str(text)) | (Value::Str(text), Value::Bytes(bytes)) => {
            decide(base64_of(bytes) == *text, scope, expected, got)
        }
        (Value::Dict(a), Value::Dict(b)) => compare_dicts(&Type::Any, &Type::Any, scope, a, b),
        _ => match (expected.items(), got.items()) {
            (Some(a), Some(b)) if is_set(expected) || is_set(got) => {
                compare_elements(&Type::Any, scope, a, b, scope.rule())
            }
            (Some(a), Some(b)) => compare_list(Items::All(&Type::Any), scope, a, b),
            _ => Err(Mismatch::new(Kind::Type { declared: None, expected, got }, scope)),
        },
    }
}

/// The types of a list's items.
#[derive(Clone, Copy)]
enum Items<'v> {
    All(&'v Type),
    Each(&'v [Type]),
}

impl<'v> Items<'v> {
    fn at(self, index: usize) -> &'v Type {
        match self {
            Self::All(item) => item,
            Self::Each(types) => types.get(index).unwrap_or(&Type::Any),
        }
    }

    /// The one type of all items; None: they have different ones.
    fn common(self) -> Option<&'v Type> {
        match self {
            Self::All(item) => Some(item),
            Self::Each([]) => Some(&Type::Any),
            Self::Each([first, rest @ ..]) => rest.iter().all(|other| other == first).then_some(first),
        }
    }
}

/// In a tuple of different types the order always counts: its places mean different things.
fn compare_list<'v>(types: Items<'v>, scope: &Scope, expected: &'v [Value], got: &'v [Value]) -> Comparison<'v> {
    match types.common() {
        Some(item) if scope.is_unordered() => compare_elements(item, scope, expected, got, Rule::Unordered),
        _ => compare_in_order(types, scope, expected, got),
    }
}

fn compare_in_order<'v>(types: Items<'v>, scope: &Scope, expected: &'v [Value], got: &'v [Value]) -> Comparison<'v> {
    let children = scope.children();
    for (index, (a, b)) in expected.iter().zip(got).enumerate() {
        compare(types.at(index), children.index(index), a, b).map_err(|found| found.below(Step::Index(index)))?;
    }
    if expected.len() == got.len() {
        return Ok(());
    }
    let longer = if expected.len() > got.len() { expected } else { got };
    let kind = Kind::Length { expected: expected.len(), got: got.len(), item: &longer[expected.len().min(got.len())] };
    Err(Mismatch::new(kind, scope))
}

fn compare_elements<'v>(
    item: &Type,
    scope: &Scope,
    expected: &'v [Value],
    got: &'v [Value],
    rule: Rule,
) -> Comparison<'v> {
    let Leftover { missing, unexpected } = match_up(item, scope.children().element(), expected, got);
    if missing.is_empty() && unexpected.is_empty() {
        return Ok(());
    }
    let first = |left: &[usize], of: &'v [Value]| left.first().map(|&index| &of[index]);
    let kind = Kind::Elements {
        missing: missing.len(),
        first_missing: first(&missing, expected),
        unexpected: unexpected.len(),
        first_unexpected: first(&unexpected, got),
    };
    Err(Mismatch::with_rule(kind, rule))
}

type Pair = (Value, Value);

fn compare_dicts<'v>(
    key: &'v Type,
    value: &'v Type,
    scope: &Scope,
    expected: &'v [Pair],
    got: &'v [Pair],
) -> Comparison<'v> {
    let children = scope.children();
    // Most dicts come in the expected order.
    let together = expected.iter().zip(got).take_while(|(a, b)| a.0 == b.0).count();
    for (a, b) in expected.iter().zip(got).take(together) {
        compare_values(value, &children, a, b)?;
    }
    let (expected, got) = (&expected[together..], &got[together..]);
    let partners = partners(key, expected, got);
    let mut used = vec![false; got.len()];
    for (pair, partner) in expected.iter().zip(partners) {
        let Some(partner) = partner else {
            return Err(Mismatch::new(Kind::Missing(pair), scope));
        };
        used[partner] = true;
        compare_values(value, &children, pair, &got[partner])?;
    }
    match used.iter().position(|used| !used) {
        Some(index) => Err(Mismatch::new(Kind::Unexpected(&got[index]), scope)),
        None => Ok(()),
    }
}

fn compare_values<'v>(ty: &'v Type, children: &Children, expected: &'v Pair, got: &'v Pair) -> Comparison<'v> {
    compare(ty, children.key(&expected.0), &expected.1, &got.1).map_err(|found| {
        let name = bounded_key_text(&expected.0).unwrap_or_else(|| "...".to_owned());
        found.below(Step::Key(name))
    })
}

/// For each expected pair the index of the given one with the same key.
fn partners(key: &Type, expected: &[Pair], got: &[Pair]) -> Vec<Option<usize>> {
    let scope = Scope::exact();
    let mut signer = super::sign::Signer::default();
    let mut by_sign: Vec<(u64, usize)> =
        got.iter().enumerate().map(|(index, pair)| (signer.sign_key(key, &scope, &pair.0), index)).collect();
    by_sign.sort_unstable();
    let mut used = vec![false; got.len()];
    let mut found = Vec::with_capacity(expected.len());
    for (wanted, _) in expected {
        let sign = signer.sign_key(key, &scope, wanted);
        let start = by_sign.partition_point(|(other, _)| *other < sign);
        let alike = || by_sign[start..].iter().take_while(|(other, _)| *other == sign).map(|(_, index)| *index);
        // Under `Any` the keys 1 and "1" have one text; each is rather itself.
        let partner = alike()
            .find(|&index| !used[index] && got[index].0 == *wanted)
            .or_else(|| alike().find(|&index| !used[index] && is_same_key(key, wanted, &got[index].0)));
        if let Some(index) = partner {
            used[index] = true;
        }
        found.push(partner);
    }
    found
}

fn is_same_key(declared: &Type, a: &Value, b: &Value) -> bool {
    match (declared, a, b) {
        (Type::Any, Value::Str(a), Value::Str(b)) => a == b,
        (Type::Any, a, b) => a == b || bounded_key_text(a).is_some_and(|a| bounded_key_text(b) == Some(a)),
        (declared, a, b) => compare(declared, &Scope::exact(), a, b).is_ok(),
    }
}

/// Whether the outermost kind of a value is one that the declared type allows.
pub(super) fn fits(declared: &Type, value: &Value) -> bool {
    match declared {
        Type::Any => true,
        Type::Int => matches!(value, Value::Int(_) | Value::BigInt(_)),
        Type::Float => is_number(value),
        Type::Str => matches!(value, Value::Str(_)),
        Type::Bool => matches!(value, Value::Bool(_)),
        Type::None => matches!(value, Value::None),
        Type::Bytes => matches!(value, Value::Bytes(_)),
        Type::List(_) | Type::Tuple(_) | Type::TupleOf(_) | Type::Iterator(_) => {
            matches!(value, Value::List(_) | Value::Tuple(_))
        }
        Type::Dict(..) => matches!(value, Value::Dict(_)),
        Type::Set(_) | Type::FrozenSet(_) => is_set(value),
        Type::Optional(inner) => matches!(value, Value::None) || fits(inner, value),
        Type::TreeNode => matches!(value, Value::Tree(_) | Value::None),
        Type::ListNode => matches!(value, Value::Linked(_) | Value::None),
    }
}

/// Whether `None` is the empty value of the type, and not another one beside it.
pub(super) fn is_node(declared: &Type) -> bool {
    match declared {
        Type::TreeNode | Type::ListNode => true,
        Type::Optional(inner) => is_node(inner),
        _ => false,
    }
}

pub(super) fn is_set(value: &Value) -> bool {
    matches!(value, Value::Set(_) | Value::FrozenSet(_))
}

/// The items; none for `None`, which is the empty tree and the empty linked list.
pub(super) fn items(value: &Value) -> &[Value] {
    value.items().unwrap_or_default()
}

fn pairs(value: &Value) -> &[Pair] {
    if let Value::Dict(pairs) = value { pairs } else { &[] }
}

pub(super) fn base64_of(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn decide<'v>(same: bool, scope: &Scope, expected: &'v Value, got: &'v Value) -> Comparison<'v> {
    if same { Ok(()) } else { Err(Mismatch::new(Kind::Value { expected, got }, scope)) }
}
