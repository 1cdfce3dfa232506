//! Values as Python literals, whole or cut to a readable length.
//!
//! The texts are what Python's `repr` writes, with three exceptions: a binary tree and a linked list are written as
//! the list that a package writes for them, sets are in ascending order, and what was left out is `...`.
//! Cost is bounded by the budget, not by the size of the value: an int of a million digits is cut without being
//! converted as a whole.

use std::cmp::Ordering;
use std::fmt::Write as _;

use num_bigint::BigInt;

use super::long_int::{cut_int, whole_int};
use super::value::Value;

/// Room kept for `...` and closing brackets when a text must be cut.
const TAIL: usize = 6;
/// Sets of more elements are left in the order they have.
const MOST_SORTED: usize = 10_000;
/// A text is not cut below this length, so that something of it can be read.
const LEAST: usize = 12;

/// `value` as a Python literal of about `budget` characters at most; `usize::MAX` for all of it.
///
/// Containers are cut at their end (`[1, 2, ...]`), texts after their quote (`'abc'...`), ints in their middle
/// (`123456789012...123456789012 (1000 digits)`).
pub fn python_literal(value: &Value, budget: usize) -> String {
    within(budget, |writer| writer.value(value))
}

/// `text` as a Python string literal of about `budget` characters at most; `usize::MAX` for all of it.
pub fn python_str_literal(text: &str, budget: usize) -> String {
    within(budget, |writer| writer.text(text))
}

/// The part of `text` around the byte offset `at` as a Python string literal of about `budget` characters.
///
/// What was left out before and after is `...` outside the quotes: `...'middle'...`.
pub fn python_str_window(text: &str, at: usize, budget: usize) -> String {
    let start = (0..=at.min(text.len())).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0);
    let whole = python_str_literal(text, budget);
    if !whole.ends_with("...") {
        return whole;
    }
    let before = text[..start].char_indices().rev().take(budget / 3).last().map_or(start, |(index, _)| index);
    let lead = if before > 0 { "..." } else { "" };
    format!("{lead}{}", python_str_literal(&text[before..], budget.saturating_sub(lead.len())))
}

/// Writes twice if need be: with the whole budget, then, if that does not do, with room for what marks a cut.
fn within(budget: usize, write: impl Fn(&mut Writer)) -> String {
    let mut writer = Writer { out: String::new(), chars: 0, budget, cut: false };
    write(&mut writer);
    if !writer.cut && writer.chars <= budget {
        return writer.out;
    }
    let mut writer = Writer { out: String::new(), chars: 0, budget: budget.saturating_sub(TAIL), cut: false };
    write(&mut writer);
    writer.out
}

struct Writer {
    out: String,
    /// Characters in `out`.
    chars: usize,
    budget: usize,
    /// Whether something was left out.
    cut: bool,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.chars += text.chars().count();
    }

    fn room(&self) -> usize {
        self.budget.saturating_sub(self.chars)
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::None => self.push("None"),
            Value::Bool(true) => self.push("True"),
            Value::Bool(false) => self.push("False"),
            Value::Int(int) => self.push(&int.to_string()),
            Value::BigInt(int) => self.big_int(int),
            Value::Float(float) => self.push(&float_repr(*float)),
            Value::Str(text) => self.text(text),
            Value::Bytes(bytes) => self.bytes(bytes),
            Value::List(items) | Value::Tree(items) | Value::Linked(items) => self.items("[", items, "]"),
            Value::Tuple(items) => self.items("(", items, if items.len() == 1 { ",)" } else { ")" }),
            Value::Set(items) if items.is_empty() => self.push("set()"),
            Value::Set(items) => self.items("{", in_order(items), "}"),
            Value::FrozenSet(items) if items.is_empty() => self.push("frozenset()"),
            Value::FrozenSet(items) => self.items("frozenset({", in_order(items), "})"),
            Value::Dict(pairs) => self.pairs(pairs),
        }
    }

    fn items<'v>(&mut self, open: &str, items: impl IntoIterator<Item = &'v Value>, close: &str) {
        self.push(open);
        for (index, item) in items.into_iter().enumerate() {
            if self.between(index) {
                break;
            }
            self.value(item);
        }
        self.push(close);
    }

    fn pairs(&mut self, pairs: &[(Value, Value)]) {
        self.push("{");
        for (index, (key, value)) in pairs.iter().enumerate() {
            if self.between(index) {
                break;
            }
            self.value(key);
            self.push(": ");
            self.value(value);
        }
        self.push("}");
    }

    /// Writes what stands before item `index`; true: there is no room for it, nor for any other.
    fn between(&mut self, index: usize) -> bool {
        if index > 0 {
            self.push(", ");
        }
        let full = self.room() == 0;
        if full {
            self.push("...");
            self.cut = true;
        }
        full
    }

    fn text(&mut self, text: &str) {
        // Python prefers single quotes. Only what can be shown is looked at for quotes.
        let room = self.room().max(LEAST);
        let shown = text.char_indices().nth(room).map_or(text, |(end, _)| &text[..end]);
        let quote = if shown.contains('\'') && !shown.contains('"') { '"' } else { '\'' };
        self.quoted("", quote, text.chars(), room, |out, c| escape_char(out, c, quote));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let room = self.room().max(LEAST);
        let shown = &bytes[..bytes.len().min(room)];
        let quote = if shown.contains(&b'\'') && !shown.contains(&b'"') { '"' } else { '\'' };
        self.quoted("b", quote, bytes.iter().copied(), room, |out, byte| escape_byte(out, byte, quote));
    }

    /// Writes escaped units between quotes until `room` characters are used up.
    fn quoted<T>(
        &mut self,
        prefix: &str,
        quote: char,
        mut units: impl Iterator<Item = T>,
        room: usize,
        escape: impl Fn(&mut String, T),
    ) {
        let end = self.chars.saturating_add(room);
        self.push(prefix);
        self.push(quote.encode_utf8(&mut [0; 4]));
        let mut escaped = String::new();
        let mut left_out = false;
        for unit in units.by_ref() {
            escaped.clear();
            escape(&mut escaped, unit);
            // The closing quote needs room too.
            if self.chars.saturating_add(escaped.chars().count()) >= end {
                left_out = true;
                break;
            }
            self.push(&escaped);
        }
        self.push(quote.encode_utf8(&mut [0; 4]));
        if left_out {
            self.push("...");
            self.cut = true;
        }
    }

    fn big_int(&mut self, int: &BigInt) {
        if let Some(text) = whole_int(int, self.room()) {
            self.push(&text);
        } else {
            self.push(&cut_int(int));
            self.cut = true;
        }
    }
}

/// The elements of a set in ascending order, so that two sets can be compared by eye.
fn in_order(items: &[Value]) -> Vec<&Value> {
    let mut items: Vec<&Value> = items.iter().collect();
    if items.len() <= MOST_SORTED {
        items.sort_by(|a, b| order(a, b));
    }
    items
}

/// Numbers by size, texts by letter, sequences by their first items; everything else by type.
fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        // Two ints may be nearest to one float: it stands behind both.
        (Value::Int(a), Value::Float(b)) => (*a as f64).total_cmp(b).then(Ordering::Less),
        (Value::Float(a), Value::Int(b)) => a.total_cmp(&(*b as f64)).then(Ordering::Greater),
        (Value::BigInt(a), Value::BigInt(b)) => a.cmp(b),
        (Value::Str(a), Value::Str(b)) => a.cmp(b),
        (Value::Tuple(a), Value::Tuple(b)) => {
            let pairs = a.iter().zip(b);
            pairs.map(|(a, b)| order(a, b)).find(|order| order.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        _ => kind(a).cmp(kind(b)),
    }
}

/// Ints and floats are one kind, or the order would not be one.
fn kind(value: &Value) -> &'static str {
    if let Value::Int(_) = value { "float" } else { value.type_name() }
}

/// A float as Python's `repr`: the shortest digits that read back, an exponent from 1e16 and below 1e-4.
fn float_repr(float: f64) -> String {
    if float.is_nan() {
        return "nan".to_owned();
    }
    if float.is_infinite() {
        return if float > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let shortest = format!("{float:e}");
    let (digits, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return format!("{float:?}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

fn escape_char(out: &mut String, c: char, quote: char) {
    if c.is_ascii() {
        return escape_byte(out, c as u8, quote);
    }
    if is_printable(c) {
        return out.push(c);
    }
    let code = u32::from(c);
    // Writing to a String cannot fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

fn escape_byte(out: &mut String, byte: u8, quote: char) {
    match byte {
        b'\\' => out.push_str("\\\\"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        b' '..=b'~' => {
            if char::from(byte) == quote {
                out.push('\\');
            }
            out.push(char::from(byte));
        }
        _ => {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
}

/// Whether Python prints the character as it is; the standard library's table has the same categories.
fn is_printable(c: char) -> bool {
    // Behind another character, so that combining marks are not escaped for standing at the start.
    let mut text = String::from("a");
    text.push(c);
    text.escape_debug().nth(1) == Some(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Value, python_literal, python_str_literal, python_str_window};

    fn whole(value: &Value) -> String {
        python_literal(value, usize::MAX)
    }

    fn ints(range: std::ops::Range<i64>) -> Vec<Value> {
        range.map(Value::Int).collect()
    }

    #[test]
    fn scalars_are_written_as_repr_writes_them() {
        let floats = [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1.5e300, "1.5e+300"),
            (0.0001, "0.0001"),
            (1e-5, "1e-05"),
            (-1.25e-7, "-1.25e-07"),
            (5e-324, "5e-324"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ];
        for (float, text) in floats {
            assert_eq!(whole(&Value::Float(float)), text);
        }
        assert_eq!(whole(&Value::Bool(true)), "True");
        assert_eq!(whole(&Value::None), "None");
        assert_eq!(whole(&Value::Bytes(b"it's \"\\\x00\xff\n".to_vec())), r#"b'it\'s "\\\x00\xff\n'"#);
    }

    #[test]
    fn texts_are_quoted_and_escaped_as_repr_does() {
        let texts = [
            ("plain", "'plain'"),
            ("it's", "\"it's\""),
            ("both ' and \"", "'both \\' and \"'"),
            ("tab\tline\nbell\u{7}del\u{7f}", "'tab\\tline\\nbell\\x07del\\x7f'"),
            ("é e\u{301} 漢 😀", "'é e\u{301} 漢 😀'"),
            ("\u{301}", "'\u{301}'"),
            ("\u{a0}\u{200b}\u{feff}\u{e0001}", "'\\xa0\\u200b\\ufeff\\U000e0001'"),
        ];
        for (text, literal) in texts {
            assert_eq!(python_str_literal(text, usize::MAX), literal);
        }
    }

    #[test]
    fn containers_are_written_as_repr_writes_them() {
        assert_eq!(whole(&Value::Tuple(ints(1..2))), "(1,)");
        assert_eq!(whole(&Value::Tuple(vec![])), "()");
        assert_eq!(whole(&Value::Set(vec![])), "set()");
        let mixed =
            vec![Value::Int(10), Value::Str("a".into()), Value::Float(2.5), Value::Tuple(ints(3..5)), Value::Int(2)];
        assert_eq!(whole(&Value::Set(mixed)), "{2, 2.5, 10, 'a', (3, 4)}");
        assert_eq!(whole(&Value::FrozenSet(ints(1..2))), "frozenset({1})");
        assert_eq!(whole(&Value::FrozenSet(vec![])), "frozenset()");
        assert_eq!(whole(&Value::Tree(vec![Value::Int(1), Value::None, Value::Int(2)])), "[1, None, 2]");
        let dict = Value::Dict(vec![(Value::Int(1), Value::List(ints(0..2))), (Value::Str("a".into()), Value::None)]);
        assert_eq!(whole(&dict), "{1: [0, 1], 'a': None}");
    }

    #[test]
    fn what_does_not_fit_is_cut_and_marked() {
        let list = Value::List(ints(0..1000));
        assert_eq!(python_literal(&list, 20), "[0, 1, 2, 3, 4, ...]");
        assert_eq!(python_literal(&Value::List(ints(0..3)), 9), "[0, 1, 2]");
        assert_eq!(python_literal(&Value::List(vec![list.clone(), list]), 20), "[[0, 1, 2, 3, ...], ...]");
        assert_eq!(python_str_literal(&"a".repeat(100), 20), "'aaaaaaaaaaaa'...");
        assert_eq!(python_str_literal("eighteen letters!!", 20), "'eighteen letters!!'");
    }

    #[test]
    fn a_window_stands_around_its_offset() {
        let text = format!("{}X{}", "a".repeat(100), "b".repeat(100));
        assert_eq!(python_str_window(&text, 100, 30), "...'aaaaaaaaaaXbbbbbbbb'...");
        assert_eq!(python_str_window(&text, 0, 30), "'aaaaaaaaaaaaaaaaaaaaaa'...");
        assert_eq!(python_str_window(&text, 1000, 30), "...'bbbbbbbbbb'");
        assert_eq!(python_str_window("short", 3, 30), "'short'");
        assert_eq!(python_str_window("é", 1, 30), "'é'");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_cut_text_is_hardly_longer_than_its_budget(text in any::<String>(), budget in 20_usize..200) {
            let cut = python_str_literal(&text, budget);
            prop_assert!(cut.chars().count() <= budget, "{} > {}", cut, budget);
            let list = Value::List(vec![Value::Str(text); 3]);
            let cut = python_literal(&list, budget);
            prop_assert!(cut.chars().count() <= budget + 2 * super::LEAST, "{} > {}", cut, budget);
        }

        #[test]
        fn one_set_has_one_text(
            numbers in prop::collection::vec((any::<bool>(), -3_i64..3), 0..8), seed in any::<prop::sample::Index>(),
        ) {
            // Near 2^53 an int and its neighbour are nearest to one float.
            let near = |(is_int, plus): &(bool, i64)| {
                let int = 9_007_199_254_740_992 + plus;
                if *is_int { Value::Int(int) } else { Value::Float(int as f64) }
            };
            let mut elements: Vec<Value> = numbers.iter().map(near).collect();
            let text = whole(&Value::Set(elements.clone()));
            if !elements.is_empty() {
                elements.rotate_left(seed.index(numbers.len()));
            }
            prop_assert_eq!(whole(&Value::Set(elements)), text);
        }

        #[test]
        fn a_window_shows_its_offset(text in "[a-z]{100,300}", at in 0_usize..100, budget in 20_usize..80) {
            let mut marked = text.into_bytes();
            marked[at] = b'X';
            let window = python_str_window(std::str::from_utf8(&marked).unwrap(), at, budget);
            prop_assert!(window.contains('X'), "{}", window);
            prop_assert!(window.chars().count() <= budget + 3, "{}", window);
        }
    }
}
