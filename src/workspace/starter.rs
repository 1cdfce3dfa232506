//! A starter solution: the file that a candidate opens first. It loads as it is, and every case says what to write.

use std::fmt::Write as _;

use crate::model::{Entry, Method, Param, Problem, Type};

/// Columns that a line of the starter keeps within where it can.
const WIDTH: usize = 88;
const BODY: &str = "raise NotImplementedError";

/// The name of a problem's starter: its id as a Python file.
pub fn starter_name(problem: &str) -> String {
    format!("{}.py", problem.replace('-', "_"))
}

/// The text of a problem's starter.
pub fn starter(problem: &Problem) -> String {
    let summary = problem.summary.as_deref().unwrap_or(&problem.title);
    let about = format!("{}. Statement: kumite show {}", problem.title.trim_end_matches('.'), problem.id);
    let mut out = docstring(&about, "");
    let imports = imports(&problem.entry);
    if !imports.is_empty() {
        write!(out, "\n{imports}").ok();
    }
    out.push_str(&in_scope(&problem.entry));
    out.push_str("\n\n");
    match &problem.entry {
        Entry::Function { name, params, returns, mutates } => {
            let mut about = summary.to_owned();
            if let Some(param) = mutates.and_then(|index| params.get(index)) {
                write!(about, " The answer is `{}` as it is after the call: change it in place.", param.name).ok();
            }
            out.push_str(&function(name, params, returns, "", false, Some(&about)));
        }
        Entry::Class { name, init, methods } => out.push_str(&class(name, init, methods, summary)),
        Entry::Stdin => {
            let about = docstring(summary, "    ");
            let read = "    lines = [line.rstrip(\"\\n\") for line in sys.stdin]\n";
            write!(out, "def main() -> None:\n{about}{read}    {BODY}\n\n\nif __name__ == \"__main__\":\n    main()\n")
                .ok();
        }
    }
    out
}

fn class(name: &str, init: &[Param], methods: &[Method], summary: &str) -> String {
    let mut out = format!("class {name}:\n{}", docstring(summary, "    "));
    write!(out, "\n{}", function("__init__", init, &Type::None, "    ", true, None)).ok();
    for method in methods {
        write!(out, "\n{}", function(&method.name, &method.params, &method.returns, "    ", true, None)).ok();
    }
    out
}

fn function(name: &str, params: &[Param], returns: &Type, indent: &str, method: bool, about: Option<&str>) -> String {
    let own = method.then(|| "self".to_owned());
    let params: Vec<String> =
        own.into_iter().chain(params.iter().map(|param| format!("{}: {}", param.name, param.ty))).collect();
    let mut out = format!("{indent}def {name}({}) -> {returns}:\n", params.join(", "));
    if out.trim_end().chars().count() > WIDTH {
        let params = params.join(&format!(",\n{indent}    "));
        out = format!("{indent}def {name}(\n{indent}    {params},\n{indent}) -> {returns}:\n");
    }
    let inner = format!("{indent}    ");
    if let Some(about) = about {
        out.push_str(&docstring(about, &inner));
    }
    writeln!(out, "{inner}{BODY}").ok();
    out
}

/// A docstring around foreign text, which must not be able to end it.
fn docstring(text: &str, indent: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut text = text.trim().replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    if text.ends_with('"') {
        text.insert(text.len() - 1, '\\');
    }
    let room = textwrap::Options::new(WIDTH - 6).initial_indent(indent).subsequent_indent(indent).break_words(false);
    let lines = textwrap::wrap(&text, room);
    let text = lines.join("\n");
    let text = text.trim_start();
    let end = if lines.len() > 1 { format!("\n{indent}") } else { String::new() };
    format!("{indent}\"\"\"{text}{end}\"\"\"\n")
}

fn imports(entry: &Entry) -> String {
    let uses = |wanted: fn(&Type) -> bool| types(entry).iter().any(|ty| names(ty, &wanted));
    let mut out = String::new();
    if *entry == Entry::Stdin {
        out.push_str("import sys\n");
    }
    if uses(|ty| matches!(ty, Type::Iterator(_))) {
        out.push_str("from collections.abc import Iterator\n");
    }
    if uses(|ty| *ty == Type::Any) {
        out.push_str("from typing import Any\n");
    }
    out
}

/// Comments about the classes that are in scope without an import.
fn in_scope(entry: &Entry) -> String {
    let mut out = String::new();
    if uses(entry, &Type::TreeNode) {
        out.push_str("# TreeNode(val, left, right) is in scope; a missing child is None.\n");
    }
    if uses(entry, &Type::ListNode) {
        out.push_str("# ListNode(val, next) is in scope; the last node's next is None.\n");
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

/// Whether the signature names this type.
pub(super) fn uses(entry: &Entry, wanted: &Type) -> bool {
    types(entry).iter().any(|ty| names(ty, &|ty| ty == wanted))
}

/// Every type that the signature names.
fn types(entry: &Entry) -> Vec<&Type> {
    match entry {
        Entry::Function { params, returns, .. } => params.iter().map(|param| &param.ty).chain([returns]).collect(),
        Entry::Class { init, methods, .. } => {
            let methods =
                methods.iter().flat_map(|method| method.params.iter().map(|param| &param.ty).chain([&method.returns]));
            init.iter().map(|param| &param.ty).chain(methods).collect()
        }
        Entry::Stdin => Vec::new(),
    }
}

/// Whether a type is, or has inside it, one that is `wanted`.
fn names(ty: &Type, wanted: &dyn Fn(&Type) -> bool) -> bool {
    wanted(ty)
        || match ty {
            Type::List(item)
            | Type::TupleOf(item)
            | Type::Set(item)
            | Type::FrozenSet(item)
            | Type::Optional(item)
            | Type::Iterator(item) => names(item, wanted),
            Type::Tuple(items) => items.iter().any(|item| names(item, wanted)),
            Type::Dict(key, value) => names(key, wanted) || names(value, wanted),
            _ => false,
        }
}
