//! One text file of a package while it is read, and the findings about it.
//!
//! A finding is reported and reading goes on: an author wants to know everything that is wrong, not the first thing.

use std::cell::{OnceCell, RefCell};
use std::path::PathBuf;

use crate::model::{Diagnostic, Place, Severity};

/// Everything found while one package is read.
#[derive(Default)]
pub(super) struct Findings(RefCell<Vec<Diagnostic>>);

impl Findings {
    pub(super) fn push(&self, mut diagnostic: Diagnostic) {
        for line in std::iter::once(&mut diagnostic.message).chain(&mut diagnostic.hint) {
            stay_in_line(line);
        }
        self.0.borrow_mut().push(diagnostic);
    }

    pub(super) fn any_error(&self) -> bool {
        self.0.borrow().iter().any(|found| found.severity == Severity::Error)
    }

    /// All of them: those of `first` in front, then file by file, each in the order of its lines.
    pub(super) fn sorted(self, first: &std::path::Path) -> Vec<Diagnostic> {
        let mut all = self.0.into_inner();
        all.sort_by(|a, b| (a.place.file != first, &a.place).cmp(&(b.place.file != first, &b.place)));
        all
    }
}

/// Messages quote the author's words, and a key may hold anything.
fn stay_in_line(words: &mut String) {
    if words.contains(char::is_control) {
        let escaped = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
        *words = words.chars().map(escaped).collect();
    }
}

/// The text of one file, and where to report what is wrong in it.
pub(super) struct Source<'a> {
    pub(super) shown: PathBuf,
    pub(super) text: &'a str,
    findings: &'a Findings,
    /// Byte offsets at which lines start: a file with thousands of mistakes must not be counted through for each.
    lines: OnceCell<Vec<usize>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(shown: PathBuf, text: &'a str, findings: &'a Findings) -> Self {
        Self { shown, text, findings, lines: OnceCell::new() }
    }

    /// Something that makes the package unusable, at a byte offset of the text.
    pub(super) fn error(&self, code: &'static str, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.report(Severity::Error, code, at, message.into(), hint.into());
    }

    /// Something that should be mended, at a byte offset of the text.
    pub(super) fn warning(&self, code: &'static str, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.report(Severity::Warning, code, at, message.into(), hint.into());
    }

    fn report(&self, severity: Severity, code: &'static str, at: usize, message: String, hint: String) {
        self.findings.push(Diagnostic { severity, code, place: self.place(at), message, hint: Some(hint) });
    }

    /// The place of a byte offset.
    pub(super) fn place(&self, at: usize) -> Place {
        let lines = self.lines.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(newline, _)| newline + 1)).collect()
        });
        let line = lines.partition_point(|&start| start <= at).saturating_sub(1);
        let column =
            Place::at("", &self.text[lines[line]..], at - lines[line]).position.map_or(1, |(_, column)| column);
        Place { file: self.shown.clone(), position: Some((line + 1, column)) }
    }
}

/// Where a byte offset of a TOML string's value stands in the string as it is written, delimiters and escapes included.
pub(super) fn offset_in_toml_string(written: &str, offset: usize) -> usize {
    let delimiter = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| written.starts_with(quote)).unwrap_or("");
    let mut rest = &written[delimiter.len()..];
    if delimiter.len() == 3 {
        // The newline right after the delimiter is not part of the value.
        rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
    }
    let body = written.len() - rest.len();
    if delimiter.starts_with('\'') {
        return body + offset;
    }
    let mut read = 0;
    while read < offset {
        let Some((value_len, written_len)) = one_char_of_basic_string(rest) else { break };
        read += value_len;
        rest = &rest[written_len..];
    }
    written.len() - rest.len()
}

/// Bytes of the value, and bytes as written, of the first character of a basic string's body.
fn one_char_of_basic_string(rest: &str) -> Option<(usize, usize)> {
    let first = rest.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    let escape = rest[1..].chars().next()?;
    let digits = match escape {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ if escape.is_whitespace() => {
            // A line that ends with a backslash goes on at the next character that is no white space.
            return Some((0, rest.len() - rest[1..].trim_start().len()));
        }
        _ => return Some((1, 1 + escape.len_utf8())),
    };
    let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    Some((code.and_then(char::from_u32)?.len_utf8(), 2 + digits))
}

/// The byte offset of a line and column, both from 1, as `serde_json` counts them: columns are bytes.
pub(super) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line.saturating_sub(2) {
        _ if line <= 1 => 0,
        newline => text.match_indices('\n').nth(newline).map_or(text.len(), |(at, _)| at + 1),
    };
    (start + column.saturating_sub(1)).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::{Findings, Source, offset_in_toml_string, offset_of};

    #[test]
    fn an_offset_in_a_value_is_found_in_the_string_as_written() {
        for (written, value) in [
            ("\"abX\"", "abX"),
            ("'abX'", "abX"),
            ("\"\"\"\nabX\"\"\"", "abX"),
            ("'''\r\nabX'''", "abX"),
            ("\"a\\n\\u00e9\\\"X\"", "a\né\"X"),
            ("\"\"\"a\\\n   bX\"\"\"", "abX"),
            ("\"\\x41\\U0001F600X\"", "A😀X"),
        ] {
            let at = offset_in_toml_string(written, value.find('X').unwrap());
            assert_eq!(&written[at..=at], "X", "{written}");
        }
    }

    #[test]
    fn nothing_is_out_of_bounds() {
        let findings = Findings::default();
        let source = Source::new("a".into(), "é\nx", &findings);
        assert_eq!(source.place(2).position, Some((1, 2)));
        assert_eq!(source.place(3).position, Some((2, 1)));
        assert_eq!(source.place(99).position, Some((2, 2)));
        assert_eq!(offset_in_toml_string("\"a\\", 7), 2);
        assert_eq!(offset_in_toml_string("", 7), 0);
        assert_eq!(offset_of("[1,\n2 3]", 2, 3), 6);
        assert_eq!(offset_of("[1", 9, 9), 2);
    }
}
