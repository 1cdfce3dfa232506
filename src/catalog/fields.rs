//! A table of an author's file, read key by key; what nobody asks for is an unknown key.

use std::borrow::Cow;

use toml::de::DeTable;

use crate::model::{self, Value, nearest};

use super::node::{Entries, Node, Text};
use super::source::Source;

/// A key of a table that nobody has asked for yet.
struct Field<'a> {
    key: Cow<'a, str>,
    key_at: usize,
    node: Node<'a>,
}

/// The keys of one table. Whoever reads it asks for every key it may have; what is left at the end is unknown.
pub(super) struct Fields<'s, 'a> {
    source: &'s Source<'a>,
    what: &'static str,
    /// Where the table starts: its header, or its first brace.
    pub(super) at: usize,
    left: Vec<Field<'a>>,
    asked: Vec<&'static str>,
}

impl<'s, 'a> Fields<'s, 'a> {
    pub(super) fn of_table(table: &'a DeTable<'a>, at: usize, source: &'s Source<'a>, what: &'static str) -> Self {
        let left = table
            .iter()
            .map(|(key, value)| Field {
                key: Cow::Borrowed(key.get_ref()),
                key_at: key.span().start,
                node: Node::Toml(value),
            })
            .collect();
        Self { source, what, at, left, asked: Vec::new() }
    }

    pub(super) fn of_object(entries: Entries<'a>, at: usize, source: &'s Source<'a>, what: &'static str) -> Self {
        let mut left: Vec<Field> = Vec::new();
        let mut end = at + 1;
        for (key, raw) in entries.0 {
            let node = Node::json(raw, source);
            // Between two values of an object stand a comma, white space and the key, so the next quote is the key's.
            let key_at = source.text[end..].find('"').map_or(end, |quote| end + quote);
            end = node.at() + raw.get().len();
            if left.iter().any(|field| field.key == key) {
                let message = format!("`{key}` is written twice in {what}");
                source.error("duplicate-key", key_at, message, "Remove one of them.");
            } else {
                left.push(Field { key: Cow::Owned(key), key_at, node });
            }
        }
        Self { source, what, at, left, asked: Vec::new() }
    }

    /// The value of `key`, which is a known key from now on.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.asked.push(key);
        self.take_foreign(key)
    }

    /// Like [`Self::take`], for a key that does not belong here and must not be proposed either.
    pub(super) fn take_foreign(&mut self, key: &str) -> Option<Node<'a>> {
        let index = self.left.iter().position(|field| field.key == key)?;
        Some(self.left.remove(index).node)
    }

    /// Like [`Self::take`]; its absence is an error. `hint` says how it is written.
    pub(super) fn require(&mut self, key: &'static str, hint: &str) -> Option<Node<'a>> {
        let node = self.take(key);
        if node.is_none() {
            self.source.error("missing-key", self.at, format!("{} has no `{key}`", self.what), hint);
        }
        node
    }

    /// The value of `key` where `read` understands it; `expected` says what that is: `a string`.
    pub(super) fn read<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(Node<'a>) -> Option<T>,
    ) -> Option<T> {
        let node = self.take(key)?;
        let value = read(node);
        if value.is_none() {
            self.wrong_type(key, node, expected);
        }
        value
    }

    /// Says that `key` must be `expected`.
    pub(super) fn wrong_type(&self, key: &str, node: Node, expected: &str) {
        let message = format!("`{key}` must be {expected}, not {}", node.kind());
        self.source.error("wrong-type", node.at(), message, format!("Write {expected}."));
    }

    /// The string at `key`.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Text<'a>> {
        self.read(key, "a string", Node::text)
    }

    /// The string at `key`, owned.
    pub(super) fn string(&mut self, key: &'static str) -> Option<String> {
        self.text(key).map(|text| text.text.into_owned())
    }

    /// The string at `key`, which must be there. `hint` says how it is written.
    pub(super) fn required_text(&mut self, key: &'static str, hint: &str) -> Option<Text<'a>> {
        if self.at_of(key).is_none() {
            self.require(key, hint);
            return None;
        }
        self.text(key)
    }

    /// The string at `key`, owned, which must be there.
    pub(super) fn required_string(&mut self, key: &'static str, hint: &str) -> Option<String> {
        self.required_text(key, hint).map(|text| text.text.into_owned())
    }

    /// The number at `key`, integer or float, and where it stands.
    pub(super) fn number(&mut self, key: &'static str) -> Option<(f64, usize)> {
        self.read(key, "a number", |node| match node.number()? {
            Value::Int(int) => Some((int as f64, node.at())),
            Value::Float(float) => Some((float, node.at())),
            _ => None,
        })
    }

    /// The integer from `least` at `key`; 32 bits are enough for whatever a person counts.
    pub(super) fn count(&mut self, key: &'static str, least: u32) -> Option<u32> {
        let (int, at) = self.read(key, "an integer", |node| match node.number()? {
            Value::Int(int) => Some((int, node.at())),
            _ => None,
        })?;
        let count = u32::try_from(int).ok().filter(|count| *count >= least);
        if count.is_none() {
            let hint = match u32::try_from(int) {
                Err(_) if int > 0 => format!("Write an integer up to {}.", u32::MAX),
                _ => format!("Write an integer from {least}."),
            };
            self.source.error("bad-value", at, format!("`{key}` cannot be {int}"), hint);
        }
        count
    }

    /// Where the value of `key` stands, if it is there and nobody has asked for it yet.
    pub(super) fn at_of(&self, key: &str) -> Option<usize> {
        self.left.iter().find(|field| field.key == key).map(|field| field.node.at())
    }

    /// The strings of the array at `key`; none where it is absent.
    pub(super) fn strings(&mut self, key: &'static str) -> Vec<String> {
        let source = self.source;
        let items = self.read(key, "an array of strings", |node| node.items(source)).unwrap_or_default();
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            if let Some(text) = item.text() {
                strings.push(text.text.into_owned());
            } else {
                let message = format!("`{key}` holds {}, and must hold strings", item.kind());
                self.source.error("wrong-type", item.at(), message, "Write it as a string.");
            }
        }
        strings
    }

    /// One of the named things at `key`.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(name, _)| *name == text.text).map(|(_, choice)| *choice);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let message = format!("`{key}` cannot be \"{}\"", text.text);
            self.source.error("bad-value", text.start(), message, did_you_mean(&text.text, &names));
        }
        found
    }

    /// The tables of the array of tables at `key`.
    pub(super) fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Fields<'s, 'a>> {
        let source = self.source;
        let expected = format!("an array of tables ([[{key}]])");
        let items = self.read(key, &expected, |node| node.items(source)).unwrap_or_default();
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            match item.fields(source, what) {
                Some(fields) => tables.push(fields),
                None => self.wrong_type(key, item, &expected),
            }
        }
        tables
    }

    /// The table at `key`.
    pub(super) fn table(&mut self, key: &'static str, what: &'static str) -> Option<Fields<'s, 'a>> {
        let source = self.source;
        self.read(key, "a table", |node| node.fields(source, what))
    }

    /// What is left as `(key, where the key stands, value)`, for tables whose keys the author chooses.
    pub(super) fn rest(self) -> impl Iterator<Item = (Cow<'a, str>, usize, Node<'a>)> {
        self.left.into_iter().map(|field| (field.key, field.key_at, field.node))
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(self) {
        self.finish_with(|_, _| None);
    }

    /// Like [`Self::finish`]; `hint` may know better what was meant by a key and its value.
    pub(super) fn finish_with(self, hint: impl Fn(&str, Node) -> Option<String>) {
        for field in &self.left {
            let message = format!("unknown key `{}` in {}", field.key, self.what);
            let hint = hint(&field.key, field.node).unwrap_or_else(|| did_you_mean(&field.key, &self.asked));
            self.source.error("unknown-key", field.key_at, message, hint);
        }
    }
}

/// `Did you mean x?`, or all of the choices where none is near.
pub(super) fn did_you_mean(word: &str, choices: &[&str]) -> String {
    let near = nearest(word, choices.iter().copied(), 1);
    model::did_you_mean(&near).unwrap_or_else(|| match choices {
        [] => "Remove it.".to_owned(),
        choices => format!("It may be {}.", list(choices)),
    })
}

/// `` `a`, `b` or `c` ``.
pub(super) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} or {end}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}
