//! What `kumite cache stats` says: how much is kept, of what.

use super::Style;
use super::page::Page;
use super::quantity::{bytes, grouped};
use super::text::{Piece, Tone};

/// The entries of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageRow {
    /// What they are: `results`.
    pub what: &'static str,
    /// How many.
    pub entries: u64,
    /// Bytes that they take.
    pub bytes: u64,
}

/// Where it lies, a line for each kind, and the sum beside the bound.
pub fn render(folder: &str, rows: &[StorageRow], most_bytes: u64, style: &Style) -> String {
    let mut page = Page::new(style);
    page.paragraph(0, 2, &[Piece::new(folder, Tone::Strong)]);
    for row in rows {
        page.indented(2, line(row.what, row.entries, row.bytes));
    }
    let (entries, size) = rows.iter().fold((0, 0), |(entries, size), row| (entries + row.entries, size + row.bytes));
    let mut sum = line("all", entries, size);
    sum.push(Piece::new(format!("  of at most {}", bytes(most_bytes)), Tone::Faint));
    page.indented(2, sum);
    page.finish()
}

fn line(what: &str, entries: u64, size: u64) -> Vec<Piece> {
    vec![Piece::plain(format!("{what:12} {:>9} {:>11}", grouped(entries as usize), bytes(size)))]
}
