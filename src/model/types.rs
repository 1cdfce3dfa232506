//! The types a signature may declare, and how a plain value becomes one of them.

use std::fmt;

use base64::Engine as _;
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

use super::path::{Path, Step};
use super::value::Value;

/// A declared type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// `int`, of any size.
    Int,
    /// `float`.
    Float,
    /// `str`.
    Str,
    /// `bool`.
    Bool,
    /// `None`.
    None,
    /// `Any`: whatever the JSON says.
    Any,
    /// `bytes`, base64 in JSON.
    Bytes,
    /// `list[T]`.
    List(Box<Type>),
    /// `tuple[T, U]`, of this length.
    Tuple(Vec<Type>),
    /// `tuple[T, ...]`.
    TupleOf(Box<Type>),
    /// `dict[K, V]`.
    Dict(Box<Type>, Box<Type>),
    /// `set[T]`.
    Set(Box<Type>),
    /// `frozenset[T]`.
    FrozenSet(Box<Type>),
    /// `Optional[T]` or `T | None`.
    Optional(Box<Type>),
    /// `Iterator[T]`: a one-shot iterator over a list.
    Iterator(Box<Type>),
    /// `TreeNode`: level order, null for a missing child.
    TreeNode,
    /// `ListNode`: the list of its values.
    ListNode,
}

/// A value that is not of the declared type.
#[derive(Debug, Clone, PartialEq)]
pub struct CoerceError {
    /// Where in the value.
    pub path: Path,
    /// The type declared there, as Python writes it.
    pub declared: String,
    /// What stands there: a few words such as `str` or `a list of 3`.
    pub found: String,
}

impl fmt::Display for CoerceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: declared {}, found {}", self.path, self.declared, self.found)
    }
}

impl Type {
    /// Turns a plain value (from JSON, or what an author's Python returned) into one of this type.
    ///
    /// Lists become tuples and sets, keys become what `K` says, `"nan"` becomes a float, an int a float where one is
    /// declared. Whatever does not fit is an error that says where.
    pub fn coerce(&self, value: Value) -> Result<Value, CoerceError> {
        self.coerce_at(value, &mut Vec::new())
    }

    fn coerce_at(&self, value: Value, path: &mut Vec<Step>) -> Result<Value, CoerceError> {
        match (self, value) {
            (Self::Any, value)
            | (Self::Int, value @ (Value::Int(_) | Value::BigInt(_)))
            | (Self::Float, value @ Value::Float(_))
            | (Self::Str, value @ Value::Str(_))
            | (Self::Bool, value @ Value::Bool(_))
            | (Self::None, value @ Value::None) => Ok(value),
            (Self::Optional(inner), Value::None) if !matches!(**inner, Self::TreeNode | Self::ListNode) => {
                Ok(Value::None)
            }
            (Self::Float, value) => self.float(&value, path),
            (Self::Bytes, value) => self.bytes(value, path),
            (Self::Optional(inner), value) => inner.coerce_at(value, path),
            (Self::List(item) | Self::Iterator(item), Value::List(items) | Value::Tuple(items)) => {
                Ok(Value::List(each(items, path, |_| item)?))
            }
            (Self::TupleOf(item), Value::List(items) | Value::Tuple(items)) => {
                Ok(Value::Tuple(each(items, path, |_| item)?))
            }
            (Self::Tuple(types), Value::List(items) | Value::Tuple(items)) if items.len() == types.len() => {
                Ok(Value::Tuple(each(items, path, |index| &types[index])?))
            }
            (
                Self::Set(item),
                Value::List(items) | Value::Tuple(items) | Value::Set(items) | Value::FrozenSet(items),
            ) => Ok(Value::Set(each(items, path, |_| item)?)),
            (
                Self::FrozenSet(item),
                Value::List(items) | Value::Tuple(items) | Value::Set(items) | Value::FrozenSet(items),
            ) => Ok(Value::FrozenSet(each(items, path, |_| item)?)),
            (Self::Dict(key, item), Value::Dict(pairs)) => {
                let mut out = Vec::with_capacity(pairs.len());
                for (name, value) in pairs {
                    path.push(Step::Key(name.key_text()));
                    let name = key.coerce_key(name, path)?;
                    out.push((name, item.coerce_at(value, path)?));
                    path.pop();
                }
                Ok(Value::Dict(out))
            }
            (Self::TreeNode, Value::None) => Ok(Value::Tree(Vec::new())),
            (Self::ListNode, Value::None) => Ok(Value::Linked(Vec::new())),
            (Self::TreeNode, Value::List(items) | Value::Tree(items)) => self.tree(items, path),
            (Self::ListNode, Value::List(items) | Value::Linked(items)) => Ok(Value::Linked(items)),
            (_, value) => Err(self.mismatch(&value, path)),
        }
    }

    fn float(&self, value: &Value, path: &[Step]) -> Result<Value, CoerceError> {
        let float = match value {
            Value::Int(int) => Some(*int as f64),
            Value::BigInt(int) => int.to_string().parse().ok().filter(|float: &f64| float.is_finite()),
            Value::Str(text) => match text.as_str() {
                "nan" => Some(f64::NAN),
                "inf" => Some(f64::INFINITY),
                "-inf" => Some(f64::NEG_INFINITY),
                _ => None,
            },
            _ => None,
        };
        float.map(Value::Float).ok_or_else(|| self.mismatch(value, path))
    }

    fn bytes(&self, value: Value, path: &[Step]) -> Result<Value, CoerceError> {
        match value {
            Value::Bytes(_) => Ok(value),
            Value::Str(text) => base64::engine::general_purpose::STANDARD
                .decode(&text)
                .map(Value::Bytes)
                .map_err(|_| self.error("a text that is not base64".to_owned(), path)),
            value => Err(self.mismatch(&value, path)),
        }
    }

    /// Checks that every node has a parent, and takes trailing nulls off.
    fn tree(&self, mut items: Vec<Value>, path: &[Step]) -> Result<Value, CoerceError> {
        while items.last() == Some(&Value::None) {
            items.pop();
        }
        let mut free_places = 1_usize;
        for (index, item) in items.iter().enumerate() {
            if free_places == 0 {
                return Err(self.error(format!("a node without a parent at index {index}"), path));
            }
            free_places = if *item == Value::None { free_places - 1 } else { free_places + 1 };
        }
        Ok(Value::Tree(items))
    }

    /// JSON keys are text; `{"1": ...}` stands for the int 1 where `K` is int.
    fn coerce_key(&self, key: Value, path: &mut Vec<Step>) -> Result<Value, CoerceError> {
        let Value::Str(text) = key else { return self.coerce_at(key, path) };
        let read = match self {
            Self::Str | Self::Any => return Ok(Value::Str(text)),
            Self::Int => text.parse::<BigInt>().ok().map(Value::from_bigint),
            Self::Float => match text.as_str() {
                "nan" | "inf" | "-inf" => Some(Value::Str(text.clone())),
                text => text.parse().ok().filter(|float: &f64| float.is_finite()).map(Value::Float),
            },
            Self::Bool => match text.as_str() {
                "true" | "True" => Some(Value::Bool(true)),
                "false" | "False" => Some(Value::Bool(false)),
                _ => None,
            },
            Self::None => matches!(text.as_str(), "null" | "None").then_some(Value::None),
            Self::Optional(_) if matches!(text.as_str(), "null" | "None") => Some(Value::None),
            Self::Optional(inner) => return inner.coerce_key(Value::Str(text), path),
            Self::Bytes => Some(Value::Str(text.clone())),
            _ => serde_json::from_str(&text).ok().map(Value::from_json),
        };
        match read {
            Some(value) => self.coerce_at(value, path),
            None => Err(self.error(format!("the key {}", serde_json::Value::from(text)), path)),
        }
    }

    fn mismatch(&self, value: &Value, path: &[Step]) -> CoerceError {
        let found = match value {
            Value::List(items) | Value::Tuple(items) => format!("a {} of {}", value.type_name(), items.len()),
            Value::Str(text) if text.len() <= 20 => format!("the str {}", serde_json::Value::from(text.as_str())),
            Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                format!("the {} {}", value.type_name(), value.to_json())
            }
            other => format!("a {}", other.type_name()),
        };
        self.error(found, path)
    }

    fn error(&self, found: String, path: &[Step]) -> CoerceError {
        CoerceError { path: Path(path.to_vec()), declared: self.to_string(), found }
    }
}

fn each<'t>(
    items: Vec<Value>,
    path: &mut Vec<Step>,
    type_of: impl Fn(usize) -> &'t Type,
) -> Result<Vec<Value>, CoerceError> {
    let mut out = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        path.push(Step::Index(index));
        out.push(type_of(index).coerce_at(item, path)?);
        path.pop();
    }
    Ok(out)
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int => f.write_str("int"),
            Self::Float => f.write_str("float"),
            Self::Str => f.write_str("str"),
            Self::Bool => f.write_str("bool"),
            Self::None => f.write_str("None"),
            Self::Any => f.write_str("Any"),
            Self::Bytes => f.write_str("bytes"),
            Self::List(item) => write!(f, "list[{item}]"),
            Self::Tuple(items) if items.is_empty() => f.write_str("tuple[()]"),
            Self::Tuple(items) => {
                f.write_str("tuple[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::TupleOf(item) => write!(f, "tuple[{item}, ...]"),
            Self::Dict(key, item) => write!(f, "dict[{key}, {item}]"),
            Self::Set(item) => write!(f, "set[{item}]"),
            Self::FrozenSet(item) => write!(f, "frozenset[{item}]"),
            Self::Optional(inner) => write!(f, "{inner} | None"),
            Self::Iterator(item) => write!(f, "Iterator[{item}]"),
            Self::TreeNode => f.write_str("TreeNode"),
            Self::ListNode => f.write_str("ListNode"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Type, Value};

    fn read(ty: &Type, json: &str) -> Result<Value, String> {
        ty.coerce(Value::from_json(serde_json::from_str(json).unwrap())).map_err(|error| error.to_string())
    }

    #[test]
    fn arrays_and_keys_become_what_is_declared() {
        let pair = Type::Tuple(vec![Type::Int, Type::Str]);
        assert_eq!(read(&pair, r#"[1, "a"]"#), Ok(Value::Tuple(vec![Value::Int(1), Value::Str("a".into())])));
        assert_eq!(read(&pair, "[1]"), Err("$: declared tuple[int, str], found a list of 1".into()));
        let counts = Type::Dict(Box::new(Type::Int), Box::new(Type::Bool));
        assert_eq!(read(&counts, r#"{"7": true}"#), Ok(Value::Dict(vec![(Value::Int(7), Value::Bool(true))])));
        assert_eq!(read(&counts, r#"{"x": true}"#), Err("$.x: declared int, found the key \"x\"".into()));
        let by_pair = Type::Dict(Box::new(pair), Box::new(Type::Int));
        assert!(read(&by_pair, r#"{"[1,\"a\"]": 2}"#).is_ok());
    }

    #[test]
    fn types_count() {
        assert_eq!(read(&Type::Int, "true"), Err("$: declared int, found the bool true".into()));
        assert_eq!(read(&Type::Int, "1.0"), Err("$: declared int, found the float 1.0".into()));
        assert_eq!(read(&Type::Float, "1"), Ok(Value::Float(1.0)));
        assert_eq!(read(&Type::Float, "\"-inf\""), Ok(Value::Float(f64::NEG_INFINITY)));
        assert!(read(&Type::Float, "\"1\"").is_err());
        assert!(read(&Type::Optional(Box::new(Type::Int)), "null").is_ok());
        assert!(read(&Type::List(Box::new(Type::Int)), "[1, null]").is_err());
        assert_eq!(read(&Type::Bytes, "\"aGk=\""), Ok(Value::Bytes(b"hi".to_vec())));
    }

    #[test]
    fn trees_are_in_level_order_without_trailing_nulls() {
        let tree = read(&Type::TreeNode, "[1, null, 2, 3, null, null]").unwrap();
        assert_eq!(tree, Value::Tree(vec![Value::Int(1), Value::None, Value::Int(2), Value::Int(3)]));
        assert_eq!(read(&Type::Optional(Box::new(Type::TreeNode)), "null"), Ok(Value::Tree(vec![])));
        assert_eq!(read(&Type::TreeNode, "[]"), Ok(Value::Tree(vec![])));
        assert!(read(&Type::TreeNode, "[1, null, null, 4]").is_err());
    }
}
