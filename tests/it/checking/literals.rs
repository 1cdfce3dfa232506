//! Reads types and values as Python writes them, so that a test shows what it is about.

use kumite::model::{Type, Value};
use num_bigint::BigInt;

/// `list[tuple[int, str]] | None`
pub(super) fn ty(text: &str) -> Type {
    let mut reader = Reader(text);
    let read = reader.ty();
    assert!(reader.0.is_empty(), "{text}: {} is left over", reader.0);
    read
}

/// `[(1, 2.5), {'a': None}]`; `tree([1, None, 2])` and `linked([1, 2])` stand for the nodes of such a list.
pub(super) fn py(text: &str) -> Value {
    let mut reader = Reader(text);
    let read = reader.value();
    assert!(reader.0.is_empty(), "{text}: {} is left over", reader.0);
    read
}

struct Reader<'t>(&'t str);

impl Reader<'_> {
    fn takes(&mut self, word: &str) -> bool {
        let rest = self.0.strip_prefix(word);
        self.0 = rest.unwrap_or(self.0).trim_start_matches(' ');
        rest.is_some()
    }

    fn word(&mut self, part: impl Fn(char) -> bool) -> String {
        let end = self.0.find(|c| !part(c)).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest.trim_start_matches(' ');
        word.to_owned()
    }

    fn ty(&mut self) -> Type {
        let name = self.word(char::is_alphanumeric);
        let mut inner = Vec::new();
        let mut dots = false;
        if self.takes("[") {
            while !self.takes("]") {
                dots |= self.takes("...");
                if !dots {
                    inner.push(self.ty());
                }
                self.takes(",");
            }
        }
        let mut parts = inner.clone().into_iter().map(Box::new);
        let mut part = || parts.next().unwrap();
        let read = match name.as_str() {
            "int" => Type::Int,
            "float" => Type::Float,
            "str" => Type::Str,
            "bool" => Type::Bool,
            "None" => Type::None,
            "Any" => Type::Any,
            "bytes" => Type::Bytes,
            "TreeNode" => Type::TreeNode,
            "ListNode" => Type::ListNode,
            "list" => Type::List(part()),
            "set" => Type::Set(part()),
            "frozenset" => Type::FrozenSet(part()),
            "Iterator" => Type::Iterator(part()),
            "tuple" if dots => Type::TupleOf(part()),
            "tuple" => Type::Tuple(inner),
            "dict" => Type::Dict(part(), part()),
            other => panic!("{other} is no type"),
        };
        if self.takes("| None") { Type::Optional(Box::new(read)) } else { read }
    }

    fn value(&mut self) -> Value {
        for (name, value) in [("None", Value::None), ("True", Value::Bool(true)), ("False", Value::Bool(false))] {
            if self.takes(name) {
                return value;
            }
        }
        for (open, close, make) in [
            ("tree([", "])", Value::Tree as fn(Vec<Value>) -> Value),
            ("linked([", "])", Value::Linked),
            ("set([", "])", Value::Set),
            ("frozenset([", "])", Value::FrozenSet),
            ("[", "]", Value::List),
            ("(", ")", Value::Tuple),
        ] {
            if self.takes(open) {
                return make(self.items(close));
            }
        }
        if self.takes("{") {
            return self.braces();
        }
        if self.takes("b'") {
            return Value::Bytes(self.quoted().into_bytes());
        }
        if self.takes("'") {
            return Value::Str(self.quoted());
        }
        let number = self.word(|c| c.is_alphanumeric() || "+-.".contains(c));
        match number.parse::<BigInt>() {
            Ok(int) => Value::from_bigint(int),
            Err(_) => Value::Float(number.parse().unwrap_or_else(|_| panic!("{number:?} is no number"))),
        }
    }

    fn items(&mut self, close: &str) -> Vec<Value> {
        let mut items = Vec::new();
        while !self.takes(close) {
            items.push(self.value());
            self.takes(",");
        }
        items
    }

    fn braces(&mut self) -> Value {
        let mut pairs = Vec::new();
        let mut elements = Vec::new();
        while !self.takes("}") {
            let first = self.value();
            if self.takes(":") {
                pairs.push((first, self.value()));
            } else {
                elements.push(first);
            }
            self.takes(",");
        }
        if elements.is_empty() { Value::Dict(pairs) } else { Value::Set(elements) }
    }

    fn quoted(&mut self) -> String {
        let (text, rest) = self.0.split_once('\'').unwrap();
        self.0 = rest.trim_start_matches(' ');
        text.to_owned()
    }
}
