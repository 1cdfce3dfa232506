//! A value in an author's file with the place where it stands, the same for TOML and JSON.

use std::borrow::Cow;
use std::fmt;

use num_bigint::BigInt;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use toml::Spanned;
use toml::de::DeValue;

use crate::model::Value;

use super::fields::Fields;
use super::source::{Source, offset_in_toml_string, offset_of};

/// A value as it stands in a file.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    Toml(&'a Spanned<DeValue<'a>>),
    /// JSON is taken apart only as far as it is looked at, so that every part knows its offset.
    Json {
        raw: &'a str,
        at: usize,
    },
}

/// A text, and where it stands.
pub(super) struct Text<'a> {
    pub(super) text: Cow<'a, str>,
    node: Node<'a>,
}

impl Text<'_> {
    /// Where the value starts in the file.
    pub(super) fn start(&self) -> usize {
        self.node.at()
    }

    /// Where a byte offset of the text stands in the file.
    pub(super) fn at(&self, source: &Source, offset: usize) -> usize {
        match self.node {
            Node::Toml(value) => {
                let span = value.span();
                span.start + offset_in_toml_string(&source.text[span], offset)
            }
            Node::Json { at, .. } => at,
        }
    }
}

impl<'a> Node<'a> {
    /// The byte offset at which it starts.
    pub(super) fn at(self) -> usize {
        match self {
            Self::Toml(value) => value.span().start,
            Self::Json { at, .. } => at,
        }
    }

    /// What stands there, in words.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Toml(value) => match value.get_ref() {
                DeValue::String(_) => "a string",
                DeValue::Integer(_) => "an integer",
                DeValue::Float(_) => "a float",
                DeValue::Boolean(_) => "a boolean",
                DeValue::Datetime(_) => "a date",
                DeValue::Array(_) => "an array",
                DeValue::Table(_) => "a table",
            },
            Self::Json { raw, .. } => match raw.as_bytes().first() {
                Some(b'"') => "a string",
                Some(b'[') => "an array",
                Some(b'{') => "an object",
                Some(b't' | b'f') => "a boolean",
                Some(b'n') => "null",
                _ => "a number",
            },
        }
    }

    /// The string that it is.
    pub(super) fn text(self) -> Option<Text<'a>> {
        let text = match self {
            Self::Toml(value) => Cow::Borrowed(value.get_ref().as_str()?),
            Self::Json { raw, .. } => Cow::Owned(serde_json::from_str(raw).ok()?),
        };
        Some(Text { text, node: self })
    }

    /// The int or float that it is.
    pub(super) fn number(self) -> Option<Value> {
        match self {
            Self::Toml(value) => match value.get_ref() {
                DeValue::Integer(int) => {
                    BigInt::parse_bytes(int.as_str().as_bytes(), int.radix()).map(Value::from_bigint)
                }
                DeValue::Float(float) => float.as_str().parse().ok().map(Value::Float),
                _ => None,
            },
            Self::Json { raw, .. } => {
                serde_json::from_str::<serde_json::Number>(raw).ok().map(Json::Number).map(Value::from_json)
            }
        }
    }

    /// The boolean that it is.
    pub(super) fn boolean(self) -> Option<bool> {
        match self {
            Self::Toml(value) => value.get_ref().as_bool(),
            Self::Json { raw, .. } => raw.parse().ok(),
        }
    }

    /// The items of the array that it is.
    pub(super) fn items(self, source: &Source<'a>) -> Option<Vec<Self>> {
        match self {
            Self::Toml(value) => Some(value.get_ref().as_array()?.iter().map(Node::Toml).collect()),
            Self::Json { raw, .. } => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                Some(items.into_iter().map(|item| Self::json(item, source)).collect())
            }
        }
    }

    /// The fields of the table or object that it is. `what` is how messages call it: `a case`, `[limits]`.
    pub(super) fn fields<'s>(self, source: &'s Source<'a>, what: &'static str) -> Option<Fields<'s, 'a>> {
        match self {
            Self::Toml(value) => Some(Fields::of_table(value.get_ref().as_table()?, self.at(), source, what)),
            Self::Json { raw, .. } => {
                let entries: Entries = serde_json::from_str(raw).ok()?;
                Some(Fields::of_object(entries, self.at(), source, what))
            }
        }
    }

    /// A part of the file's text.
    pub(super) fn json(raw: &'a RawValue, source: &Source<'a>) -> Self {
        // The raw text is a part of the file's text, so the distance of their addresses is its offset.
        let at = (raw.get().as_ptr() as usize).saturating_sub(source.text.as_ptr() as usize);
        Self::Json { raw: raw.get(), at }
    }

    /// The file as one JSON value.
    pub(super) fn of_json_file(source: &Source<'a>) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(source.text).map(|raw| Self::json(raw, source))
    }

    /// The plain value that it stands for, or None after saying what is wrong with it.
    pub(super) fn value(self, source: &Source<'a>) -> Option<Value> {
        match self {
            Self::Toml(value) => toml_value(value, source),
            Self::Json { raw, at } => match serde_json::from_str::<Json>(raw) {
                Ok(json) => Some(Value::from_json(json)),
                Err(error) => {
                    let at = at + offset_of(raw, error.line(), error.column());
                    let message = format!("the JSON cannot be read: {}", json_error(&error));
                    source.error("invalid-json", at, message, "Write valid JSON.");
                    None
                }
            },
        }
    }
}

/// What `serde_json` says, without its own line and column.
pub(super) fn json_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or_else(|| text.clone(), |(message, _)| message.to_owned())
}

fn toml_value<'a>(value: &'a Spanned<DeValue<'a>>, source: &Source<'a>) -> Option<Value> {
    match value.get_ref() {
        DeValue::String(text) => Some(Value::Str(text.to_string())),
        DeValue::Integer(_) | DeValue::Float(_) => Node::Toml(value).number(),
        DeValue::Boolean(boolean) => Some(Value::Bool(*boolean)),
        DeValue::Datetime(_) => {
            source.error("bad-value", value.span().start, "a date is no value of a case", "Write it as a string.");
            None
        }
        DeValue::Array(items) => {
            items.iter().map(|item| toml_value(item, source)).collect::<Option<_>>().map(Value::List)
        }
        DeValue::Table(table) => table
            .iter()
            .map(|(key, value)| Some((Value::Str(key.get_ref().to_string()), toml_value(value, source)?)))
            .collect::<Option<_>>()
            .map(Value::Dict),
    }
}

/// The entries of a JSON object in order, doubled keys included.
pub(super) struct Entries<'a>(pub(super) Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
