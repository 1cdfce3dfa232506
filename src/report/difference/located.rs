//! A value as a Python literal, and where in it a place stands.

use std::ops::Range;

use crate::model::{Step, Value, python_literal};

use super::side::{Marks, Side};

/// A literal, and the range of the node at a place. The node is the deepest one on the way there that exists.
pub(super) struct Located<'v> {
    text: String,
    range: Range<usize>,
    value: &'v Value,
}

/// Writes `value` and finds the node at `path`.
pub(super) fn locate<'v>(value: &'v Value, path: &[Step]) -> Located<'v> {
    let mut text = String::new();
    let (range, node) = write(&mut text, value, path);
    Located { text, range, value: node }
}

fn write<'v>(out: &mut String, value: &'v Value, path: &[Step]) -> (Range<usize>, &'v Value) {
    let whole = |out: &mut String| {
        let start = out.len();
        out.push_str(&python_literal(value, usize::MAX));
        (start..out.len(), value)
    };
    let Some((step, rest)) = path.split_first() else { return whole(out) };
    let (open, close) = brackets(value);
    let mut found = None;
    match (value, step) {
        (Value::Dict(pairs), Step::Key(wanted)) if pairs.iter().any(|(key, _)| key.key_text() == *wanted) => {
            out.push_str(open);
            for (index, (key, item)) in pairs.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                out.push_str(&python_literal(key, usize::MAX));
                out.push_str(": ");
                let below = if key.key_text() == *wanted { Some(rest) } else { None };
                found = write_item(out, item, below).or(found);
            }
        }
        // The elements of a set have no places: its literal has them in another order.
        (Value::Set(_) | Value::FrozenSet(_), _) => return whole(out),
        (_, Step::Index(wanted)) if value.items().is_some_and(|items| *wanted < items.len()) => {
            out.push_str(open);
            for (index, item) in value.items().into_iter().flatten().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                found = write_item(out, item, (index == *wanted).then_some(rest)).or(found);
            }
        }
        _ => return whole(out),
    }
    out.push_str(close);
    found.unwrap_or((0..out.len(), value))
}

fn write_item<'v>(out: &mut String, item: &'v Value, below: Option<&[Step]>) -> Option<(Range<usize>, &'v Value)> {
    if let Some(path) = below {
        return Some(write(out, item, path));
    }
    out.push_str(&python_literal(item, usize::MAX));
    None
}

/// What `python_literal` writes around items.
fn brackets(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Tuple(items) if items.len() == 1 => ("(", ",)"),
        Value::Tuple(_) => ("(", ")"),
        Value::Set(_) | Value::Dict(_) => ("{", "}"),
        Value::FrozenSet(_) => ("frozenset({", "})"),
        _ => ("[", "]"),
    }
}

impl Located<'_> {
    /// The node's literal.
    pub(super) fn node(&self) -> &str {
        &self.text[self.range.clone()]
    }

    /// The whole, with these marks in the node.
    pub(super) fn marked(&self, marks: Marks) -> Side {
        Side::new(&self.text, &marks.shifted(self.range.start))
    }

    /// The whole, nothing marked, looked at where the node stands.
    pub(super) fn unmarked(&self) -> Side {
        self.marked(Marks::none(0))
    }

    /// The node's items from this one on marked; looked at where they would stand if there are none.
    pub(super) fn marked_from_item(&self, first: usize) -> Side {
        let (_, close) = brackets(self.value);
        let end = self.node().len() - close.len().min(self.node().len());
        let items = self.value.items().map_or(0, <[Value]>::len);
        let start = if first < items { locate(self.value, &[Step::Index(first)]).range.start } else { end };
        self.marked(Marks::one(start..end))
    }

    /// The item of the node with this literal marked; of a dict, the key and its value.
    pub(super) fn marked_item(&self, literal: Option<&str>) -> Side {
        let range = literal.and_then(|literal| self.range_of_item(literal));
        range.map_or_else(|| self.unmarked(), |range| self.marked(Marks::one(range)))
    }

    fn range_of_item(&self, literal: &str) -> Option<Range<usize>> {
        if let Value::Dict(pairs) = self.value {
            return pairs.iter().find_map(|(key, _)| {
                let key_literal = format!("{}: ", python_literal(key, usize::MAX));
                let value = literal.starts_with(&key_literal).then(|| locate(self.value, &[key_step(key)]))?;
                Some(value.range.start - key_literal.len()..value.range.end)
            });
        }
        if matches!(self.value, Value::Set(_) | Value::FrozenSet(_)) {
            return self.range_of_element(literal);
        }
        let is_it = |value: &Value| python_literal(value, usize::MAX) == literal;
        let index = self.value.items()?.iter().rposition(is_it)?;
        Some(locate(self.value, &[Step::Index(index)]).range)
    }

    fn range_of_element(&self, literal: &str) -> Option<Range<usize>> {
        let (open, close) = brackets(self.value);
        let inside = self.node().strip_prefix(open)?.strip_suffix(close)?;
        let is_element = |start: usize| {
            let (before, after) = (&inside[..start], &inside[start + literal.len()..]);
            (before.is_empty() || before.ends_with(", ")) && (after.is_empty() || after.starts_with(", "))
        };
        let (start, _) = inside.match_indices(literal).find(|(start, _)| is_element(*start))?;
        Some(open.len() + start..open.len() + start + literal.len())
    }
}

fn key_step(key: &Value) -> Step {
    Step::Key(key.key_text())
}

#[cfg(test)]
mod tests {
    use super::{Step, Value, locate, python_literal};

    fn value() -> Value {
        let pair = Value::Tuple(vec![Value::Int(1)]);
        let dict = Value::Dict(vec![(Value::Int(7), pair), (Value::Str("rate".into()), Value::Float(0.5))]);
        Value::List(vec![Value::Set(vec![Value::Int(3)]), dict, Value::FrozenSet(vec![Value::Int(4)])])
    }

    #[test]
    fn the_text_is_the_literal_whatever_the_place() {
        let value = value();
        let index = Step::Index;
        for path in [vec![], vec![index(0), index(0)], vec![index(1), Step::Key("7".into()), index(0)], vec![index(9)]]
        {
            assert_eq!(locate(&value, &path).text, python_literal(&value, usize::MAX), "{path:?}");
        }
    }

    #[test]
    fn an_element_of_a_set_is_found() {
        let set = Value::FrozenSet(vec![Value::Int(41), Value::Int(4), Value::Int(1)]);
        let found = |literal: &str| locate(&set, &[]).range_of_item(literal);
        assert_eq!(python_literal(&set, usize::MAX), "frozenset({1, 4, 41})");
        assert_eq!(
            [found("4"), found("41"), found("1"), found("14")],
            [Some(14..15), Some(17..19), Some(11..12), None]
        );
    }

    #[test]
    fn the_node_is_the_one_at_the_place() {
        let value = value();
        let node = |path: &[Step]| locate(&value, path).node().to_owned();
        assert_eq!(node(&[Step::Index(1), Step::Key("7".into())]), "(1,)");
        assert_eq!(node(&[Step::Index(1), Step::Key("rate".into())]), "0.5");
        assert_eq!(node(&[Step::Index(2), Step::Index(0)]), "frozenset({4})");
        assert_eq!(node(&[Step::Index(0), Step::Index(5)]), "{3}");
    }
}
