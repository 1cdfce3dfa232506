//! `[entry]`: what the candidate writes.

use crate::model::Entry;

use super::fields::{Fields, did_you_mean};
use super::signature::{parse_class, parse_function};
use super::source::Source;

/// `[entry]`: its kind, and what the signature says where that is understood.
pub(super) fn entry(top: &mut Fields, source: &Source) -> (Option<&'static str>, Option<Entry>) {
    if top.at_of("entry").is_none() {
        source.error("missing-key", 0, "there is no [entry]", "Write [entry] with `kind` and `signature`.");
    }
    let Some(mut table) = top.table("entry", "[entry]") else { return (None, None) };
    let has_kind = table.at_of("kind").is_some();
    let kind = table.choice("kind", &["function", "class", "stdin"].map(|kind| (kind, kind)));
    if !has_kind {
        let hint = "Write `kind = \"function\"`, \"class\" or \"stdin\".";
        source.error("missing-key", table.at, "[entry] has no `kind`", hint);
    }
    if kind == Some("stdin") {
        for key in ["signature", "mutates"] {
            if let Some(node) = table.take_foreign(key) {
                let message = format!("`{key}` has no meaning in a stdin problem: the file is run as it is");
                source.error("entry-kind", node.at(), message, "Remove it.");
            }
        }
        table.finish();
        return (kind, Some(Entry::Stdin));
    }
    let had_signature = table.at_of("signature").is_some();
    let signature = table.text("signature");
    if !had_signature && kind.is_some() {
        let hint = "Write `signature = \"def name(parameter: type) -> type\"`, or the stub of the class.";
        source.error("missing-key", table.at, "[entry] has no `signature`", hint);
    }
    let mut entry = None;
    if let (Some(kind), Some(text)) = (kind, &signature) {
        let read = if kind == "class" { parse_class(&text.text) } else { parse_function(&text.text) };
        for error in read.errors {
            source.error("signature", text.at(source, error.at), error.message, error.hint);
        }
        entry = read.entry;
    }
    if let Some(node) = table.take("mutates") {
        match (&mut entry, node.text()) {
            (_, None) => table.wrong_type("mutates", node, "a string"),
            (Some(Entry::Function { params, mutates, .. }), Some(text)) => {
                *mutates = params.iter().position(|param| param.name == text.text);
                if mutates.is_none() {
                    let names: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
                    let message = format!("`mutates` names `{}`, which is no parameter", text.text);
                    source.error("unknown-parameter", node.at(), message, did_you_mean(&text.text, &names));
                }
            }
            _ if kind == Some("class") => {
                let message = "`mutates` has no meaning in a class problem";
                source.error("entry-kind", node.at(), message, "Remove it.");
            }
            _ => {}
        }
    }
    table.finish();
    (kind, entry)
}
