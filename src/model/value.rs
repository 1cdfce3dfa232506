//! A Python value as the judge holds it: an argument, an expected answer, or what a candidate returned.

use base64::Engine as _;
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// A Python value. Types are kept apart: `Bool(true)` is not `Int(1)`, and a list is not a tuple.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An `int` that fits 64 bits.
    Int(i64),
    /// An `int` that does not fit 64 bits. Use [`Value::from_bigint`], so that every int has one form.
    BigInt(Box<BigInt>),
    /// A `float`.
    Float(f64),
    /// A `str`.
    Str(String),
    /// A `bytes`.
    Bytes(Vec<u8>),
    /// A `list`, or what came out of an iterator.
    List(Vec<Value>),
    /// A `tuple`.
    Tuple(Vec<Value>),
    /// A `set`, in no particular order.
    Set(Vec<Value>),
    /// A `frozenset`, in no particular order.
    FrozenSet(Vec<Value>),
    /// A `dict`, in insertion order.
    Dict(Vec<(Value, Value)>),
    /// A binary tree in level order, `None` for a missing child, no trailing `None`; empty for the empty tree.
    Tree(Vec<Value>),
    /// A linked list as the list of its values; empty for the empty list.
    Linked(Vec<Value>),
}

impl Value {
    /// An int in its one form: `Int` where it fits 64 bits, else `BigInt`.
    pub fn from_bigint(int: BigInt) -> Self {
        i64::try_from(&int).map_or_else(|_| Self::BigInt(Box::new(int)), Self::Int)
    }

    /// The value that JSON text stands for when no type is declared.
    ///
    /// A number with a point or an exponent is a float, any other an int of any size.
    pub fn from_json(json: Json) -> Self {
        match json {
            Json::Null => Self::None,
            Json::Bool(b) => Self::Bool(b),
            Json::Number(number) => Self::from_number(&number),
            Json::String(s) => Self::Str(s),
            Json::Array(items) => Self::List(items.into_iter().map(Self::from_json).collect()),
            Json::Object(map) => {
                Self::Dict(map.into_iter().map(|(key, value)| (Self::Str(key), Self::from_json(value))).collect())
            }
        }
    }

    fn from_number(number: &serde_json::Number) -> Self {
        let text = number.as_str();
        if let Ok(int) = text.parse::<i64>() {
            // "-0" is the int 0, as in Python's json module.
            return Self::Int(int);
        }
        if text.contains(['.', 'e', 'E']) {
            return Self::Float(text.parse().unwrap_or(f64::NAN));
        }
        text.parse::<BigInt>().map_or(Self::Float(f64::NAN), Self::from_bigint)
    }

    /// The value as it is written in a problem package: nan as `"nan"`, bytes as base64, sets and tuples as arrays,
    /// keys as text.
    pub fn to_json(&self) -> Json {
        match self {
            Self::None => Json::Null,
            Self::Bool(b) => Json::Bool(*b),
            Self::Int(i) => Json::from(*i),
            Self::BigInt(i) => big_number(i),
            Self::Float(f) => float_to_json(*f),
            Self::Str(s) => Json::String(s.clone()),
            Self::Bytes(bytes) => Json::String(base64::engine::general_purpose::STANDARD.encode(bytes)),
            Self::List(items)
            | Self::Tuple(items)
            | Self::Set(items)
            | Self::FrozenSet(items)
            | Self::Tree(items)
            | Self::Linked(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Self::Dict(pairs) => {
                let mut map = Map::new();
                for (key, value) in pairs {
                    map.insert(key.key_text(), value.to_json());
                }
                Json::Object(map)
            }
        }
    }

    /// How a dict key is written in JSON: a `str` as it is, anything else as its JSON text (`1`, `[1,2]`, `true`).
    pub fn key_text(&self) -> String {
        match self {
            Self::Str(s) => s.clone(),
            other => match other.to_json() {
                Json::String(s) => s,
                json => json.to_string(),
            },
        }
    }

    /// The Python name of the value's type: `int`, `list`, `NoneType`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) | Self::BigInt(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Tuple(_) => "tuple",
            Self::Set(_) => "set",
            Self::FrozenSet(_) => "frozenset",
            Self::Dict(_) => "dict",
            Self::Tree(_) => "TreeNode",
            Self::Linked(_) => "ListNode",
        }
    }

    /// The items of a list, tuple, set, frozenset, tree or linked list.
    pub fn items(&self) -> Option<&[Value]> {
        match self {
            Self::List(items)
            | Self::Tuple(items)
            | Self::Set(items)
            | Self::FrozenSet(items)
            | Self::Tree(items)
            | Self::Linked(items) => Some(items),
            _ => None,
        }
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::from_bigint(BigInt::from(number))
    }
}

fn big_number(int: &BigInt) -> Json {
    serde_json::from_str(&int.to_string()).unwrap_or(Json::Null)
}

fn float_to_json(float: f64) -> Json {
    if float.is_nan() {
        Json::String("nan".to_owned())
    } else if float.is_infinite() {
        Json::String(if float > 0.0 { "inf" } else { "-inf" }.to_owned())
    } else {
        serde_json::Number::from_f64(float).map_or(Json::Null, Json::Number)
    }
}

/// How many bytes a text takes as a JSON string.
pub fn json_str_len(text: &[u8]) -> usize {
    let extra = |byte: &u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 1,
        0..0x20 => 5,
        _ => 0,
    };
    text.len() + 2 + text.iter().map(extra).sum::<usize>()
}

/// About how many bytes `value` takes as JSON; counting stops once it is over `enough`.
///
/// Never less than the true length divided by two, and cheap: no text is built.
pub fn json_text_len(value: &Value, enough: usize) -> usize {
    fn walk(value: &Value, enough: usize, total: &mut usize) {
        if *total > enough {
            return;
        }
        *total += match value {
            Value::None | Value::Bool(_) => 4,
            Value::Int(i) => i.unsigned_abs().checked_ilog10().map_or(1, |digits| digits as usize + 1),
            Value::BigInt(i) => (i.bits() as usize * 3).div_ceil(10),
            Value::Float(_) => 12,
            Value::Str(s) => json_str_len(s.as_bytes()),
            Value::Bytes(b) => b.len().div_ceil(3) * 4 + 2,
            _ => 2,
        };
        if let Some(items) = value.items() {
            for item in items {
                *total += 1;
                walk(item, enough, total);
                if *total > enough {
                    return;
                }
            }
        } else if let Value::Dict(pairs) = value {
            for (key, value) in pairs {
                *total += 4;
                walk(key, enough, total);
                walk(value, enough, total);
                if *total > enough {
                    return;
                }
            }
        }
    }
    let mut total = 0;
    walk(value, enough, &mut total);
    total
}

#[cfg(test)]
mod tests {
    use super::{Value, json_text_len};

    fn parse(text: &str) -> Value {
        Value::from_json(serde_json::from_str(text).unwrap())
    }

    #[test]
    fn numbers_keep_their_kind_and_size() {
        assert_eq!(parse("1"), Value::Int(1));
        assert_eq!(parse("1.0"), Value::Float(1.0));
        assert_eq!(parse("1e3"), Value::Float(1000.0));
        assert_eq!(parse("-0"), Value::Int(0));
        let big = "123456789012345678901234567890";
        let Value::BigInt(int) = parse(big) else { panic!("a big int") };
        assert_eq!(int.to_string(), big);
        assert_eq!(parse(big).to_json().to_string(), big);
    }

    #[test]
    fn what_json_has_no_word_for_is_written_as_in_a_package() {
        let dict = Value::Dict(vec![(Value::Int(1), Value::Float(f64::NAN)), (Value::Bool(true), Value::Set(vec![]))]);
        assert_eq!(dict.to_json().to_string(), r#"{"1":"nan","true":[]}"#);
        assert_eq!(Value::Bytes(b"hi".to_vec()).to_json(), "aGk=");
        assert_eq!(Value::Float(2.0).to_json().to_string(), "2.0");
    }

    #[test]
    fn the_length_stops_counting_when_it_is_enough() {
        let long = Value::List(vec![Value::Int(12345); 100_000]);
        assert!(json_text_len(&long, 1000) < 1100);
        assert_eq!(json_text_len(&parse("[1,22,\"abc\"]"), 1000), 13);
    }
}
