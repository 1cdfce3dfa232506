//! An input as one tree of parts, and back: for whoever changes inputs part by part.
//!
//! A text has no declared type. It is taken for lines of tokens, where a token that is written like an int is one; or,
//! where white space matters, for lines of letters.

use crate::model::{CaseInput, Entry, Param, Type, Value};

/// How an input is seen as a tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape<'p> {
    /// The arguments.
    Call(&'p [Param]),
    /// The arguments of `__init__`, then the calls: each a name and its arguments.
    Class(&'p Entry),
    /// Lines of tokens.
    Tokens,
    /// Lines as they are, with what stands between them.
    Lines,
}

/// What can be done with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Items (or pairs, or letters) that can be taken out.
    Sequence,
    /// A tree in level order.
    Tree,
    /// A value in the place of which None may stand.
    Optional,
    /// A value of any type, which may be one that stands inside it.
    Any,
    /// One number, or True or False.
    Scalar,
}

/// A part and where it is: the index at each level; in a dict key and value of pair `i` are at `2i` and `2i + 1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: Vec<usize>,
    pub(super) part: Part,
}

impl<'p> Shape<'p> {
    /// The first shape to try for inputs of this entry.
    pub(super) fn of(entry: &'p Entry) -> Self {
        match entry {
            Entry::Function { params, .. } => Self::Call(params),
            Entry::Class { .. } => Self::Class(entry),
            Entry::Stdin => Self::Tokens,
        }
    }

    /// The input as a tree.
    pub(super) fn tree(self, input: &CaseInput) -> Value {
        match input {
            CaseInput::Call(args) => Value::List(args.clone()),
            CaseInput::Class { init, calls } => {
                let call = |(name, args): &(String, Vec<Value>)| {
                    Value::Tuple(vec![Value::Str(name.clone()), Value::List(args.clone())])
                };
                Value::List(vec![Value::List(init.clone()), Value::List(calls.iter().map(call).collect())])
            }
            CaseInput::Stdin(text) => {
                let text = String::from_utf8_lossy(text);
                let lines = text.split_inclusive('\n');
                Value::List(match self {
                    Self::Tokens => {
                        lines.map(|line| Value::List(line.split_whitespace().map(token).collect())).collect()
                    }
                    _ => lines.map(|line| Value::Str(line.to_owned())).collect(),
                })
            }
        }
    }

    /// The input that a tree stands for; None: it is not one any more.
    pub(super) fn input(self, tree: &Value) -> Option<CaseInput> {
        let items = tree.items()?;
        if !is_sound(tree) {
            return None;
        }
        match self {
            Self::Call(_) => Some(CaseInput::Call(items.to_vec())),
            Self::Class(_) => {
                let [init, calls] = items else { return None };
                let calls = calls.items()?.iter().map(|call| match call.items()? {
                    [Value::Str(name), args] => Some((name.clone(), args.items()?.to_vec())),
                    _ => None,
                });
                Some(CaseInput::Class { init: init.items()?.to_vec(), calls: calls.collect::<Option<_>>()? })
            }
            Self::Tokens => {
                let mut text = String::new();
                for line in items {
                    let tokens: Vec<String> = line.items()?.iter().map(Value::key_text).collect();
                    if tokens.iter().any(|token| token.is_empty() || token.contains(char::is_whitespace)) {
                        return None;
                    }
                    text.push_str(&tokens.join(" "));
                    text.push('\n');
                }
                Some(CaseInput::Stdin(text.into_bytes()))
            }
            Self::Lines => {
                let text: String = items.iter().map(Value::key_text).collect();
                Some(CaseInput::Stdin(text.into_bytes()))
            }
        }
    }

    /// Every part that can be changed, outer ones before those inside them.
    pub(super) fn places(self, tree: &Value) -> Vec<Place> {
        let mut places = Vec::new();
        let mut path = Vec::new();
        match self {
            Self::Call(params) => arguments(params, tree, &mut path, &mut places),
            Self::Class(Entry::Class { init, methods, .. }) => {
                let Some([init_args, calls]) = tree.items() else { return places };
                path.push(1);
                places.push(Place { path: path.clone(), part: Part::Sequence });
                for (index, call) in calls.items().unwrap_or_default().iter().enumerate() {
                    let Some([Value::Str(name), args]) = call.items() else { continue };
                    let Some(method) = methods.iter().find(|method| method.name == *name) else { continue };
                    path.extend([index, 1]);
                    arguments(&method.params, args, &mut path, &mut places);
                    path.truncate(1);
                }
                path[0] = 0;
                arguments(init, init_args, &mut path, &mut places);
            }
            Self::Class(_) => {}
            Self::Tokens => {
                walk(&Type::List(Box::new(Type::List(Box::new(Type::Any)))), tree, &mut path, &mut places);
                places.retain(|place| place.part != Part::Any);
            }
            Self::Lines => walk(&Type::List(Box::new(Type::Str)), tree, &mut path, &mut places),
        }
        places
    }
}

/// A token as what it is.
fn token(text: &str) -> Value {
    let is_int = |value: &Value| matches!(value, Value::Int(_) | Value::BigInt(_)) && value.key_text() == text;
    text.parse().ok().map(Value::from_bigint).filter(is_int).unwrap_or_else(|| Value::Str(text.to_owned()))
}

fn arguments(params: &[Param], args: &Value, path: &mut Vec<usize>, places: &mut Vec<Place>) {
    for (index, (param, arg)) in params.iter().zip(args.items().unwrap_or_default()).enumerate() {
        path.push(index);
        walk(&param.ty, arg, path, places);
        path.pop();
    }
}

fn walk(ty: &Type, value: &Value, path: &mut Vec<usize>, places: &mut Vec<Place>) {
    let here = |part| Place { path: path.clone(), part };
    match (ty, value) {
        (_, Value::None) => {}
        (Type::Optional(inner), _) => {
            // No tree and no list is an empty one.
            if !matches!(**inner, Type::TreeNode | Type::ListNode) {
                places.push(here(Part::Optional));
            }
            walk(inner, value, path, places);
        }
        (Type::Any, _) => {
            places.push(here(Part::Any));
            let any = || Box::new(Type::Any);
            match value {
                Value::List(_) => walk(&Type::List(any()), value, path, places),
                Value::Dict(_) => walk(&Type::Dict(Box::new(Type::Str), any()), value, path, places),
                _ => places.push(here(scalar(value))),
            }
        }
        (Type::Tuple(types), Value::Tuple(items)) => {
            each(items, path, places, |index, item, path, places| walk(&types[index], item, path, places));
        }
        (Type::Dict(key, item), Value::Dict(pairs)) => {
            places.push(here(Part::Sequence));
            for (index, (name, value)) in pairs.iter().enumerate() {
                path.push(2 * index);
                walk(key, name, path, places);
                path.pop();
                path.push(2 * index + 1);
                walk(item, value, path, places);
                path.pop();
            }
        }
        (Type::TreeNode, Value::Tree(items)) => {
            places.push(here(Part::Tree));
            each(items, path, places, |_, item, path, places| walk(&Type::Any, item, path, places));
        }
        (Type::ListNode, Value::Linked(items)) => {
            places.push(here(Part::Sequence));
            each(items, path, places, |_, item, path, places| walk(&Type::Any, item, path, places));
        }
        (
            Type::List(item) | Type::Iterator(item) | Type::TupleOf(item) | Type::Set(item) | Type::FrozenSet(item),
            Value::List(items) | Value::Tuple(items) | Value::Set(items) | Value::FrozenSet(items),
        ) => {
            places.push(here(Part::Sequence));
            each(items, path, places, |_, value, path, places| walk(item, value, path, places));
        }
        _ => places.push(here(scalar(value))),
    }
}

fn scalar(value: &Value) -> Part {
    if matches!(value, Value::Str(_) | Value::Bytes(_)) { Part::Sequence } else { Part::Scalar }
}

fn each(
    items: &[Value],
    path: &mut Vec<usize>,
    places: &mut Vec<Place>,
    walk: impl Fn(usize, &Value, &mut Vec<usize>, &mut Vec<Place>),
) {
    for (index, item) in items.iter().enumerate() {
        path.push(index);
        walk(index, item, path, places);
        path.pop();
    }
}

/// Whether every set has each element once, every dict each key once, and every tree's node a parent.
fn is_sound(value: &Value) -> bool {
    let distinct = |values: &mut dyn Iterator<Item = &Value>| {
        let mut texts: Vec<String> = values.map(|value| value.to_json().to_string()).collect();
        let before = texts.len();
        texts.sort();
        texts.dedup();
        texts.len() == before
    };
    match value {
        Value::Set(items) | Value::FrozenSet(items) => distinct(&mut items.iter()) && items.iter().all(is_sound),
        Value::Dict(pairs) => {
            distinct(&mut pairs.iter().map(|(key, _)| key))
                && pairs.iter().all(|(key, value)| is_sound(key) && is_sound(value))
        }
        Value::Tree(items) => Type::TreeNode.coerce(value.clone()).is_ok() && items.iter().all(is_sound),
        Value::List(items) | Value::Tuple(items) | Value::Linked(items) => items.iter().all(is_sound),
        _ => true,
    }
}

/// The part at a path.
pub(super) fn at<'v>(tree: &'v Value, path: &[usize]) -> Option<&'v Value> {
    let Some((&index, rest)) = path.split_first() else { return Some(tree) };
    let child = match tree {
        Value::Dict(pairs) => pairs.get(index / 2).map(|(key, value)| if index % 2 == 0 { key } else { value }),
        other => other.items()?.get(index),
    };
    at(child?, rest)
}

/// Puts a value in the place of the part at a path.
pub(super) fn put(tree: &mut Value, path: &[usize], value: Value) {
    let Some((&index, rest)) = path.split_first() else {
        *tree = value;
        return;
    };
    let child = match tree {
        Value::Dict(pairs) => pairs.get_mut(index / 2).map(|(key, value)| if index % 2 == 0 { key } else { value }),
        Value::List(items)
        | Value::Tuple(items)
        | Value::Set(items)
        | Value::FrozenSet(items)
        | Value::Tree(items)
        | Value::Linked(items) => items.get_mut(index),
        _ => None,
    };
    if let Some(child) = child {
        put(child, rest, value);
    }
}

/// Items of a container, pairs of a dict, letters of a text, bytes.
pub(super) fn length(value: &Value) -> usize {
    match value {
        Value::Str(text) => text.chars().count(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Dict(pairs) => pairs.len(),
        other => other.items().map_or(0, <[Value]>::len),
    }
}

/// A sequence with some of its items, which may stand in another order or more than once.
pub(super) fn with_items(value: &Value, kept: &[usize]) -> Value {
    fn chosen<T: Clone>(items: &[T], kept: &[usize]) -> Vec<T> {
        kept.iter().filter_map(|&index| items.get(index).cloned()).collect()
    }
    match value {
        Value::Str(text) => Value::Str(chosen(&text.chars().collect::<Vec<char>>(), kept).into_iter().collect()),
        Value::Bytes(bytes) => Value::Bytes(chosen(bytes, kept)),
        Value::List(items) => Value::List(chosen(items, kept)),
        Value::Tuple(items) => Value::Tuple(chosen(items, kept)),
        Value::Set(items) => Value::Set(chosen(items, kept)),
        Value::FrozenSet(items) => Value::FrozenSet(chosen(items, kept)),
        Value::Linked(items) => Value::Linked(chosen(items, kept)),
        Value::Dict(pairs) => Value::Dict(chosen(pairs, kept)),
        other => other.clone(),
    }
}
