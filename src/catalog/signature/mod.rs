//! The signature of an entry: the line of a function, the stub of a class.
//!
//! Only what a problem needs is read: names, parameters and types. What Python allows beyond that (defaults,
//! `*args`, `async`, decorators) would be lost between the author's intent and the judge, so it is an error.

mod annotation;
mod parser;
mod tokens;

use crate::model::{Entry, Method, Param, Type};

use annotation::annotation;
use parser::Parser;
use tokens::Kind;

/// Something wrong in a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureError {
    /// The byte offset in the signature's text.
    pub at: usize,
    /// What is wrong, one line.
    pub message: String,
    /// What to do, one line.
    pub hint: String,
}

/// What was understood of a signature.
///
/// With errors there may still be an entry: a type that is none is `Any` in it, so that cases can be checked against
/// the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The function or class; None where not even its shape is clear.
    pub entry: Option<Entry>,
    /// Everything that is wrong, in order.
    pub errors: Vec<SignatureError>,
}

const FUNCTION: &str = "Write `def name(parameter: type, ...) -> type`.";
const METHOD: &str = "Write `def name(self, parameter: type, ...) -> type: ...`.";
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Reads `def f(a: T, b: U) -> R`, with or without `:` and a body of `...`, `pass` or a docstring.
pub fn parse_function(text: &str) -> Signature {
    let mut parser = Parser::new(text);
    let entry = function(&mut parser).map(|(name, params, returns)| Entry::Function {
        name: name.to_owned(),
        params,
        returns,
        mutates: None,
    });
    if entry.is_some() && parser.peek().is_some() {
        let at = parser.at();
        parser.error(at, "the signature goes on after its end", "Write one `def` line and nothing after it.");
    }
    Signature { entry, errors: parser.errors }
}

/// Reads `class C:` with an optional `__init__` and method lines.
pub fn parse_class(text: &str) -> Signature {
    let mut parser = Parser::new(text);
    let entry = class(&mut parser);
    Signature { entry, errors: parser.errors }
}

/// A `def` with its body. None, with an error, where its shape is not clear.
fn function<'t>(parser: &mut Parser<'t>) -> Option<(&'t str, Vec<Param>, Type)> {
    let name = def(parser, FUNCTION)?;
    let params = parameters(parser, None)?;
    let returns = returned(parser, name);
    body(parser);
    Some((name, params, returns))
}

/// `def name`.
fn def<'t>(parser: &mut Parser<'t>, shape: &str) -> Option<&'t str> {
    let at = parser.at();
    let wrong = match parser.next() {
        Some(Kind::Name("def")) => return identifier(parser, "the function's name"),
        Some(Kind::Name("async")) => "an `async` function cannot be judged",
        Some(Kind::Mark('@')) => "a decorator cannot be judged",
        Some(Kind::Name("class")) => "a class where a function is declared",
        _ => "`def` is missing here",
    };
    let hint = if wrong.starts_with("a class") { "Write kind = \"class\"." } else { shape };
    parser.error(at, wrong, hint);
    None
}

/// A name that Python allows.
fn identifier<'t>(parser: &mut Parser<'t>, what: &str) -> Option<&'t str> {
    let at = parser.at();
    let Some(Kind::Name(name)) = parser.next() else {
        parser.error(at, format!("{what} is missing here"), "Write a name.");
        return None;
    };
    if KEYWORDS.contains(&name) {
        parser.error(at, format!("`{name}` is a word of Python's own"), "Choose another name.");
    }
    Some(name)
}

/// `(a: T, b: U)`; with `self` in front, which is not returned, for a method.
fn parameters(parser: &mut Parser, method: Option<&str>) -> Option<Vec<Param>> {
    let shape = if method.is_some() { METHOD } else { FUNCTION };
    if !parser.take_mark('(') {
        let at = parser.at();
        parser.error(at, "`(` is missing here", shape);
        return None;
    }
    if let Some(method) = method {
        if !parser.take(Kind::Name("self")) {
            let at = parser.at();
            parser.error(at, format!("`self` is missing in `{method}`"), METHOD);
        } else if parser.peek() != Some(Kind::Mark(')')) {
            parser.expect_comma(shape)?;
        }
    }
    let mut params: Vec<Param> = Vec::new();
    while !parser.take_mark(')') {
        let at = parser.at();
        if parser.peek().is_none() {
            parser.error(at, "`)` is missing here", "Close the list of parameters.");
            return None;
        }
        if let Some(param) = parameter(parser) {
            if params.iter().any(|other| other.name == param.name) {
                parser.error(at, format!("two parameters are called `{}`", param.name), "Rename one of them.");
            }
            params.push(param);
        }
        if !matches!(parser.peek(), Some(Kind::Mark(')')) | None) {
            parser.expect_comma(shape)?;
        }
    }
    Some(params)
}

/// One parameter, up to its comma. None for what is none.
fn parameter(parser: &mut Parser) -> Option<Param> {
    let at = parser.at();
    let errors_before = parser.errors.len();
    let param = match parser.peek() {
        Some(Kind::Name(_)) => {
            let name = identifier(parser, "a parameter")?.to_owned();
            let ty = if parser.take_mark(':') {
                annotation(parser)
            } else {
                let hint = match name.as_str() {
                    "self" => "Leave `self` out: the judge calls a function.".to_owned(),
                    _ => format!("Write `{name}: type`."),
                };
                parser.error(at, format!("`{name}` has no type"), hint);
                Type::Any
            };
            Some(Param { name, ty })
        }
        Some(Kind::Mark('*') | Kind::DoubleStar) => {
            let message = "keyword-only parameters, `*args` and `**kwargs` cannot be judged";
            parser.error(at, message, "Arguments are given by position: declare each one.");
            None
        }
        Some(Kind::Mark('/')) => {
            parser.error(at, "`/` has no meaning here", "Leave it out: arguments are always given by position.");
            None
        }
        _ => {
            parser.error(at, "a parameter is missing here", FUNCTION);
            None
        }
    };
    match parser.peek() {
        Some(Kind::Mark(',' | ')')) | None => {}
        Some(Kind::Mark('=')) => {
            let at = parser.at();
            parser.error(at, "a default value cannot be judged", "Leave it out: every case gives every argument.");
        }
        Some(_) if parser.errors.len() == errors_before => {
            let at = parser.at();
            parser.error(at, "`,` or `)` is missing here", FUNCTION);
        }
        Some(_) => {}
    }
    parser.skip_item();
    param
}

/// `-> T`.
fn returned(parser: &mut Parser, name: &str) -> Type {
    if parser.take(Kind::Arrow) {
        return annotation(parser);
    }
    let at = parser.at();
    parser.error(at, format!("`{name}` does not say what it returns"), "Write `-> type`, or `-> None`.");
    Type::Any
}

/// `:` and a body of `...`, `pass` and docstrings, all optional.
fn body(parser: &mut Parser) {
    parser.take_mark(':');
    while matches!(parser.peek(), Some(Kind::Ellipsis | Kind::Text(..) | Kind::Name("pass"))) {
        parser.next();
    }
}

fn class(parser: &mut Parser) -> Option<Entry> {
    const SHAPE: &str = "Write `class Name:` with one `def` line per method.";
    let at = parser.at();
    if parser.next() != Some(Kind::Name("class")) {
        parser.error(at, "`class` is missing here", SHAPE);
        return None;
    }
    let name = identifier(parser, "the class's name")?.to_owned();
    if parser.take_mark('(') {
        parser.take(Kind::Name("object"));
        if !parser.take_mark(')') {
            let at = parser.at();
            parser.error(at, "a base class has no meaning here", "Leave it out.");
            parser.skip_item();
            parser.take_mark(')');
        }
    }
    if !parser.take_mark(':') {
        let at = parser.at();
        parser.error(at, "`:` is missing here", SHAPE);
    }
    let mut init = None;
    let mut methods: Vec<Method> = Vec::new();
    body(parser);
    while parser.peek().is_some() {
        let at = parser.at();
        // After a method that has no clear shape nothing can be told apart: half a class would only mislead.
        let method = method(parser)?;
        let first = if method.name == "__init__" {
            init.replace(method.params).is_none()
        } else {
            let first = methods.iter().all(|other| other.name != method.name);
            methods.push(method);
            first
        };
        if !first {
            parser.error(at, "this method is declared twice", "Rename or remove one of them.");
        }
    }
    if methods.is_empty() && parser.errors.is_empty() {
        parser.error(at, format!("`{name}` has no method that a case could call"), METHOD);
    }
    Some(Entry::Class { name, init: init.unwrap_or_default(), methods })
}

/// One method of a class stub. `__init__` need not say that it returns None.
fn method(parser: &mut Parser) -> Option<Method> {
    let name = def(parser, METHOD)?;
    let params = parameters(parser, Some(name))?;
    let at = parser.at();
    let returns = match parser.peek() {
        Some(Kind::Arrow) => returned(parser, name),
        _ if name == "__init__" => Type::None,
        _ => returned(parser, name),
    };
    if name == "__init__" && returns != Type::None {
        parser.error(at, "`__init__` returns None", "Write `-> None`, or nothing.");
    }
    body(parser);
    Some(Method { name: name.to_owned(), params, returns })
}

#[cfg(test)]
mod tests;
