//! What is wrong in an author's or a user's files, for a person.

use crate::model::{Diagnostic, Severity};

use super::Style;
use super::page::Page;
use super::quantity::count;
use super::text::{Piece, Tone};

/// Every diagnostic with its place, message and hint, then how many there are.
pub fn render(diagnostics: &[Diagnostic], style: &Style) -> String {
    let mut page = Page::new(style);
    for diagnostic in diagnostics {
        let (word, tone) = match diagnostic.severity {
            Severity::Error => ("error", Tone::Bad),
            Severity::Warning => ("warning", Tone::Caution),
        };
        let line = [
            Piece::new(diagnostic.place.to_string(), Tone::Strong),
            Piece::plain(": "),
            Piece::new(word, tone),
            Piece::plain(format!(": {} ", diagnostic.message)),
            Piece::new(format!("[{}]", diagnostic.code), Tone::Faint),
        ];
        page.paragraph(0, 2, &line);
        if let Some(hint) = &diagnostic.hint {
            page.paragraph(2, 8, &[Piece::new("hint: ", Tone::Faint), Piece::plain(hint)]);
        }
    }
    let number = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    let mut sums = Vec::new();
    if errors > 0 {
        sums.push(count(errors, "error"));
    }
    if warnings > 0 {
        sums.push(count(warnings, "warning"));
    }
    if !sums.is_empty() {
        page.paragraph(0, 2, &[Piece::plain(sums.join(", "))]);
    }
    page.finish()
}
