//! Type annotations: `dict[str, list[int | None]]`.

use crate::model::Type;

use super::super::fields::did_you_mean;
use super::parser::Parser;
use super::tokens::{Kind, tokens};

/// Deeper types than this are a mistake, and would be a danger to the stack.
const MAX_DEPTH: usize = 40;

/// The names of the contract's types.
const NAMES: [&str; 16] = [
    "int",
    "float",
    "str",
    "bool",
    "bytes",
    "None",
    "Any",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "Optional",
    "Iterator",
    "TreeNode",
    "ListNode",
];

/// What other languages and libraries call them.
const OTHER_NAMES: [(&str, &str); 10] = [
    ("string", "str"),
    ("integer", "int"),
    ("boolean", "bool"),
    ("double", "float"),
    ("null", "None"),
    ("object", "Any"),
    ("Iterable", "Iterator"),
    ("Generator", "Iterator"),
    ("Sequence", "list"),
    ("Mapping", "dict"),
];

/// Reads one type. What is no type of the contract is reported, and stands for `Any` so that reading goes on.
pub(super) fn annotation(parser: &mut Parser) -> Type {
    union(parser, 0)
}

/// `T`, or `T | None` in either order.
fn union(parser: &mut Parser, depth: usize) -> Type {
    let at = parser.at();
    let mut members = vec![primary(parser, depth)];
    while parser.take_mark('|') {
        members.push(primary(parser, depth));
    }
    let of_one = members.len() == 1;
    let optional = members.contains(&Type::None);
    members.retain(|member| *member != Type::None);
    members.dedup();
    match (members.pop(), members.is_empty()) {
        (None, _) => Type::None,
        (Some(only), true) if of_one || !optional => only,
        (Some(only), true) => optional_of(only),
        (Some(_), false) => {
            parser.error(
                at,
                "a union is no type of a problem unless it is one type and `None`",
                "Write `T | None`, or `Any`.",
            );
            Type::Any
        }
    }
}

fn optional_of(inner: Type) -> Type {
    match inner {
        Type::Optional(_) | Type::None => inner,
        inner => Type::Optional(Box::new(inner)),
    }
}

fn primary(parser: &mut Parser, depth: usize) -> Type {
    let at = parser.at();
    if depth > MAX_DEPTH {
        parser.error(at, format!("a type more than {MAX_DEPTH} levels deep"), "Write `Any` for the innermost ones.");
        parser.skip_item();
        return Type::Any;
    }
    match parser.peek() {
        Some(Kind::Name(_)) => {}
        Some(Kind::Text(inner, start)) => {
            parser.next();
            return quoted(parser, inner, start, depth);
        }
        Some(Kind::Unclosed) => {
            parser.error(at, "the quoted type has no closing quote", "Close the quote.");
            parser.next();
            return Type::Any;
        }
        _ => {
            parser.error(at, "a type is missing here", "Write a type such as `int` or `list[int]`.");
            if depth > 0 {
                parser.skip_item();
            }
            return Type::Any;
        }
    }
    let (name, at) = name(parser);
    let arguments = parser.take_mark('[').then(|| arguments(parser, &name, depth));
    named(parser, &name, at, arguments)
}

/// A possibly dotted name without its `typing.`, and where that starts.
fn name(parser: &mut Parser) -> (String, usize) {
    let mut name = String::new();
    let mut at = parser.at();
    while let Some(Kind::Name(part)) = parser.peek() {
        let part_at = parser.at();
        parser.next();
        if name.is_empty() {
            at = part_at;
        }
        name.push_str(part);
        if !parser.take_mark('.') {
            break;
        }
        if name == "typing" { name.clear() } else { name.push('.') }
    }
    (name, at)
}

/// `'TreeNode'`: the type that the text between the quotes is.
fn quoted<'t>(parser: &mut Parser<'t>, inner: &'t str, start: usize, depth: usize) -> Type {
    let outer = parser.enter(tokens(inner, start), start + inner.len());
    let ty = union(parser, depth + 1);
    if parser.peek().is_some() {
        let at = parser.at();
        parser.error(at, "the quoted type goes on after its end", "Write one type between the quotes.");
    }
    parser.leave(outer);
    ty
}

/// What stands between `[` and `]`.
struct Arguments {
    types: Vec<(Type, usize)>,
    /// `tuple[T, ...]`
    ellipsis: bool,
    /// `tuple[()]`
    empty_tuple: bool,
}

fn arguments(parser: &mut Parser, of: &str, depth: usize) -> Arguments {
    let mut found = Arguments { types: Vec::new(), ellipsis: false, empty_tuple: false };
    loop {
        let at = parser.at();
        match parser.peek() {
            Some(Kind::Mark(']')) if !found.types.is_empty() => break,
            Some(Kind::Ellipsis) => {
                parser.next();
                found.ellipsis = true;
            }
            Some(Kind::Mark('(')) => {
                parser.next();
                if !parser.take_mark(')') {
                    parser.error(at, "a type is missing here", "Write a type, or `tuple[()]` for the empty tuple.");
                    parser.skip_item();
                    parser.take_mark(')');
                }
                found.empty_tuple = true;
            }
            _ => found.types.push((union(parser, depth + 1), at)),
        }
        if !parser.take_mark(',') {
            break;
        }
    }
    if !parser.take_mark(']') {
        let at = parser.at();
        parser.error(at, format!("`]` is missing after `{of}[`"), "Close the bracket.");
        parser.skip_item();
        parser.take_mark(']');
    }
    found
}

fn named(parser: &mut Parser, name: &str, at: usize, arguments: Option<Arguments>) -> Type {
    let plain = match name {
        "int" => Type::Int,
        "float" => Type::Float,
        "str" => Type::Str,
        "bool" => Type::Bool,
        "bytes" => Type::Bytes,
        "None" => Type::None,
        "Any" => Type::Any,
        "TreeNode" => Type::TreeNode,
        "ListNode" => Type::ListNode,
        _ => return generic(parser, name, at, arguments),
    };
    if arguments.is_some() {
        parser.error(at, format!("`{name}` takes nothing in brackets"), format!("Write `{name}`."));
    }
    plain
}

fn generic(parser: &mut Parser, name: &str, at: usize, arguments: Option<Arguments>) -> Type {
    let takes = match name {
        "list" | "List" | "set" | "Set" | "frozenset" | "FrozenSet" | "Iterator" | "Optional" => 1,
        "dict" | "Dict" => 2,
        "tuple" | "Tuple" => return tuple(parser, at, arguments),
        "Union" => {
            parser.error(at, "`Union` is no type of a problem", "Write `T | None`, or `Any`.");
            return Type::Any;
        }
        _ => {
            let known = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, known)| *known);
            let hint = known.map_or_else(|| did_you_mean(name, &NAMES), |known| format!("Did you mean `{known}`?"));
            parser.error(at, format!("`{name}` is no type of a problem"), hint);
            return Type::Any;
        }
    };
    let bare = arguments.is_none();
    let found = arguments.unwrap_or(Arguments { types: Vec::new(), ellipsis: false, empty_tuple: false });
    let wrong = found.ellipsis || found.empty_tuple || found.types.len() != takes;
    if wrong && (!bare || name == "Optional") {
        let (count, example) = if takes == 1 { ("one type", "T") } else { ("two types", "K, V") };
        parser.error(at, format!("`{name}` takes {count} in brackets"), format!("Write `{name}[{example}]`."));
    }
    let mut types = found.types.into_iter();
    let mut next = || types.next().unwrap_or((Type::Any, at));
    match name {
        "list" | "List" => Type::List(Box::new(next().0)),
        "set" | "Set" => Type::Set(Box::new(hashable(parser, next()))),
        "frozenset" | "FrozenSet" => Type::FrozenSet(Box::new(hashable(parser, next()))),
        "Iterator" => Type::Iterator(Box::new(next().0)),
        "Optional" => optional_of(next().0),
        _ => {
            let key = hashable(parser, next());
            Type::Dict(Box::new(key), Box::new(next().0))
        }
    }
}

fn tuple(parser: &mut Parser, at: usize, arguments: Option<Arguments>) -> Type {
    let Some(found) = arguments else { return Type::TupleOf(Box::new(Type::Any)) };
    let mut types: Vec<Type> = found.types.into_iter().map(|(ty, _)| ty).collect();
    match (types.len(), found.ellipsis, found.empty_tuple) {
        (1, true, false) => Type::TupleOf(Box::new(types.remove(0))),
        (_, false, false) | (0, false, true) => Type::Tuple(types),
        _ => {
            parser.error(at, "this is no tuple type", "Write `tuple[T, U]`, `tuple[T, ...]` or `tuple[()]`.");
            Type::Any
        }
    }
}

/// Reports a type that Python cannot hash where it is a key or an element of a set.
fn hashable(parser: &mut Parser, (ty, at): (Type, usize)) -> Type {
    fn can(ty: &Type) -> bool {
        match ty {
            Type::Int | Type::Float | Type::Str | Type::Bool | Type::None | Type::Any | Type::Bytes => true,
            Type::Tuple(items) => items.iter().all(can),
            Type::TupleOf(item) | Type::FrozenSet(item) | Type::Optional(item) => can(item),
            Type::List(_) | Type::Dict(..) | Type::Set(_) | Type::Iterator(_) | Type::TreeNode | Type::ListNode => {
                false
            }
        }
    }
    if !can(&ty) {
        let message = format!("`{ty}` can be neither a key nor an element of a set");
        parser.error(at, message, "Use a type that Python can hash, such as a tuple.");
    }
    ty
}
