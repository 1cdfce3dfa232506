//! A Python file of the author's, as far as it is known without running it: its text and its functions' names.

use std::sync::Arc;

use super::fields::did_you_mean;
use super::source::Source;

/// A Python file.
pub(super) struct Python {
    pub(super) text: Arc<str>,
    functions: Vec<String>,
}

impl Python {
    pub(super) fn new(text: &str) -> Self {
        Self { text: Arc::from(text), functions: text.lines().filter_map(function_of).map(str::to_owned).collect() }
    }

    /// Reports, at an offset of `source`, that there is no such file or that it has no such function.
    pub(super) fn require(python: Option<&Self>, file: &str, function: &str, at: usize, source: &Source) {
        if let Some((code, message, hint)) = Self::lacks(python, file, function) {
            source.error(code, at, message, hint);
        }
    }

    /// Like [`Self::require`], where judging can do without it.
    pub(super) fn expect(python: Option<&Self>, file: &str, function: &str, at: usize, source: &Source) {
        if let Some((code, message, hint)) = Self::lacks(python, file, function) {
            source.warning(code, at, message, hint);
        }
    }

    /// Code, message and hint where the file or its function is not there.
    fn lacks(python: Option<&Self>, file: &str, function: &str) -> Option<(&'static str, String, String)> {
        let Some(python) = python else {
            let message = format!("`{function}` is looked for in {file}, which is not there");
            return Some(("missing-file", message, format!("Add {file} with `def {function}(...)`.")));
        };
        if python.functions.iter().any(|known| known == function) {
            return None;
        }
        let names: Vec<&str> = python.functions.iter().map(String::as_str).collect();
        Some(("unknown-function", format!("{file} has no function `{function}`"), did_you_mean(function, &names)))
    }
}

/// The function that a line defines at the top level: `def name(`.
fn function_of(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("def")?;
    let name = rest.trim_start();
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    let is_function = name.len() < rest.len() && end > 0 && name[end..].trim_start().starts_with(['(', '[']);
    is_function.then_some(&name[..end])
}
