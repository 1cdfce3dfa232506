//! What a command says besides its result: why it failed, what it left out, what it did.

use super::Style;
use super::page::Page;
use super::text::{Piece, Tone};

/// Why a command failed, and below it what to do.
pub fn error(message: &str, hint: &str, style: &Style) -> String {
    let mut page = Page::new(style);
    page.paragraph(0, 2, &[Piece::new("error", Tone::Bad), Piece::plain(format!(": {message}"))]);
    page.paragraph(2, 8, &[Piece::new("hint: ", Tone::Faint), Piece::plain(hint)]);
    page.finish()
}

/// Something that the user should know, and that is no failure.
pub fn note(message: &str, style: &Style) -> String {
    let mut page = Page::new(style);
    page.paragraph(0, 2, &[Piece::new("note", Tone::Caution), Piece::plain(format!(": {message}"))]);
    page.finish()
}

/// Lines as they are: what a command did, and what to do next.
pub fn lines(lines: &[String], style: &Style) -> String {
    let mut page = Page::new(style);
    for line in lines {
        page.indented(0, vec![Piece::plain(line)]);
    }
    page.finish()
}
