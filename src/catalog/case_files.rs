//! The files in `cases/`: `NAME.json`, and `NAME.in` with `NAME.ans`.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Answer, CaseInput, CaseSource, Diagnostic, Group, Place, Severity};

use super::cases::{About, Cases, NO_REFERENCE};
use super::node::{Node, json_error};
use super::package::Package;
use super::source::{Source, offset_of};

impl Cases<'_> {
    /// The user's own cases of the problem: the files of a folder of their own.
    pub(super) fn own_files(&mut self, folder: &Package) {
        self.are_own = true;
        self.files(folder, "");
    }

    /// The files in `cases/`, by name.
    pub(super) fn files(&mut self, package: &Package, folder: &str) {
        let entries = match package.list(folder.trim_end_matches('/')) {
            Ok(entries) => entries,
            Err(diagnostic) => return self.findings.push(diagnostic),
        };
        let has = |name: &str| entries.iter().any(|(other, is_folder)| other == name && !is_folder);
        for (name, is_folder) in &entries {
            let path = format!("{folder}{name}");
            let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
            match Path::new(name).extension().and_then(|ending| ending.to_str()) {
                _ if *is_folder => {
                    self.warn(package, &path, "folders among the cases are not looked into", "Move its files up.");
                }
                Some("json") => self.json_file(package, &path, &stem),
                Some("in") => {
                    let answer = format!("{stem}.ans");
                    let answer = has(&answer).then(|| format!("{folder}{answer}"));
                    self.text_files(package, &path, &stem, answer.as_deref());
                }
                Some("ans") if has(&format!("{stem}.in")) => {}
                Some("ans") => {
                    let hint = format!("Add {folder}{stem}.in, or remove this file.");
                    self.error(package, &path, "case-files", "an answer without its input", &hint);
                }
                Some("md") => {}
                _ if name.starts_with("README") => {}
                _ => self.warn(package, &path, "this is no case", "Cases end with .json, or .in and .ans."),
            }
        }
    }

    fn error(&self, package: &Package, path: &str, code: &'static str, message: &str, hint: &str) {
        self.report(Severity::Error, package, path, code, message, hint);
    }

    fn warn(&self, package: &Package, path: &str, message: &str, hint: &str) {
        self.report(Severity::Warning, package, path, "case-files", message, hint);
    }

    fn report(&self, severity: Severity, package: &Package, path: &str, code: &'static str, message: &str, hint: &str) {
        let place = Place::file(package.shown(path));
        let (message, hint) = (message.to_owned(), Some(hint.to_owned()));
        self.findings.push(Diagnostic { severity, code, place, message, hint });
    }

    fn json_file(&mut self, package: &Package, path: &str, stem: &str) {
        self.any = true;
        let text = match package.read_text(path) {
            Ok(Some(text)) => text,
            Ok(None) => return self.gone(package, path),
            Err(diagnostic) => return self.findings.push(diagnostic),
        };
        let findings = self.findings;
        let source = Source::new(package.shown(path), &text, findings);
        let node = match Node::of_json_file(&source) {
            Ok(node) => node,
            Err(error) => {
                let at = offset_of(&text, error.line(), error.column());
                return source.error(
                    "invalid-json",
                    at,
                    format!("not JSON: {}", json_error(&error)),
                    "Write valid JSON.",
                );
            }
        };
        if let Some(fields) = node.fields(&source, "the case") {
            self.given(fields, Some(stem), &source);
        } else {
            let message = format!("a case is an object, not {}", node.kind());
            source.error("wrong-type", node.at(), message, "Write the keys of a case in `{` and `}`.");
        }
    }

    fn text_files(&mut self, package: &Package, path: &str, stem: &str, answer: Option<&str>) {
        self.any = true;
        if self.kind.is_some_and(|kind| kind != "stdin") {
            let hint = "Write the case as a JSON file.";
            return self.error(package, path, "case-kind", "`.in` files are for stdin problems", hint);
        }
        self.name(stem, Place::file(package.shown(path)));
        let Some(input) = self.bytes(package, path) else { return };
        let expected = match answer {
            Some(answer) => match self.bytes(package, answer) {
                Some(bytes) => Some(Answer::Printed(bytes)),
                None => return,
            },
            None => None,
        };
        if expected.is_none() && !self.has_reference {
            let message = format!("the case has no {stem}.ans, and there is no reference that could answer");
            self.error(package, path, "no-reference", &message, NO_REFERENCE);
        }
        let about = About { name: stem.to_owned(), group: Group::Secret, tags: Vec::new(), why: None };
        self.push(about, CaseSource::Given(Arc::new(CaseInput::Stdin(input))), expected);
    }

    fn bytes(&self, package: &Package, path: &str) -> Option<Vec<u8>> {
        match package.read_bytes(path) {
            Ok(Some(bytes)) => Some(bytes.into_owned()),
            Ok(None) => {
                self.gone(package, path);
                None
            }
            Err(diagnostic) => {
                self.findings.push(diagnostic);
                None
            }
        }
    }

    /// A file that a listing named and that is not there: its name is not UTF-8, or it was just removed.
    fn gone(&self, package: &Package, path: &str) {
        self.error(package, path, "unreadable", "cannot be read: no such file", "Name it in plain letters.");
    }
}
