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
        entry(&mut page, diagnostic, 0);
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

/// One diagnostic, `indent` columns in.
pub(super) fn entry(page: &mut Page, diagnostic: &Diagnostic, indent: usize) {
    let (word, tone) = (diagnostic.severity.name(), tone(diagnostic.severity));
    let line = [
        Piece::new(diagnostic.place.to_string(), Tone::Strong),
        Piece::plain(": "),
        Piece::new(word, tone),
        Piece::plain(format!(": {} ", diagnostic.message)),
        Piece::new(format!("[{}]", diagnostic.code), Tone::Faint),
    ];
    page.paragraph(indent, indent + 2, &line);
    if let Some(hint) = &diagnostic.hint {
        page.paragraph(indent + 2, indent + 8, &[Piece::new("hint: ", Tone::Faint), Piece::plain(hint)]);
    }
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Caution,
    }
}
