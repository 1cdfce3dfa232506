//! One of two answers that are shown beside each other, and how the two are laid out.

use std::ops::Range;

use similar::{Algorithm, ChangeTag, InlineChangeMode, InlineChangeOptions, TextDiff};

use super::{EXPECTED, GOT, Rows};
use crate::model::{Value, python_literal};
use crate::report::text::{
    Line, Piece, Tone, columns, columns_between, keep_groups_together, line_columns, visible, wrap,
};

/// Rows that an answer may take before it is cut to the part around the difference.
const ROWS: usize = 3;
/// Characters behind the first difference that are compared one by one.
const COMPARED: usize = 400;

/// Byte ranges of a text, in order.
pub(super) type Marks = Vec<Range<usize>>;

/// A text with its different parts marked.
pub(super) struct Side {
    /// One line, marked parts in [`Tone::Bad`] until it is known which side it is.
    pub(super) line: Line,
    /// Columns before the place to look at.
    focus: usize,
}

impl Side {
    pub(super) fn plain(text: &str) -> Self {
        Self::marked(text, &[])
    }

    /// `text` with these ranges marked; the first one is what to look at.
    pub(super) fn marked(text: &str, marks: &[Range<usize>]) -> Self {
        let mut line = Line::new();
        let mut done = 0;
        for mark in marks {
            line.push(Piece::plain(&text[done..mark.start]));
            line.push(Piece::new(&text[mark.clone()], Tone::Bad));
            done = mark.end;
        }
        line.push(Piece::plain(&text[done..]));
        line.retain(|piece| !piece.text().is_empty());
        let focus = marks.first().map_or(0, |mark| columns(&visible(&text[..mark.start])));
        Self { line, focus }
    }

    /// Looks at this byte offset of the text, unless something is marked.
    pub(super) fn focused_at(mut self, text: &str, offset: usize) -> Self {
        if !self.has_marks() {
            self.focus = columns(&visible(&text[..offset]));
        }
        self
    }

    fn has_marks(&self) -> bool {
        self.line.iter().any(is_marked)
    }

    /// The side alone in one row, the focus in it.
    pub(super) fn row(&self, width: usize) -> Line {
        let fits = line_columns(&self.line) <= width;
        self.window(if fits { self.focus } else { self.focus.min(width / 2) }, width)
    }

    /// The part of the line that stands around the focus, which is `lead` columns in.
    fn window(&self, lead: usize, width: usize) -> Line {
        const DOTS: &str = "...";
        let skipped = if lead < DOTS.len() { 0 } else { self.focus.saturating_sub(lead) };
        let total = line_columns(&self.line);
        let mut line = Line::new();
        let mut start = skipped;
        if skipped > 0 {
            line.push(Piece::new(DOTS, Tone::Faint));
            start += DOTS.len();
        }
        if total - skipped <= width {
            line.extend(columns_between(&self.line, start, total));
        } else {
            line.extend(columns_between(&self.line, start, skipped + width - DOTS.len()));
            line.push(Piece::new(DOTS, Tone::Faint));
        }
        line
    }
}

fn is_marked(piece: &Piece) -> bool {
    piece.tone == Tone::Bad
}

/// Expected above got. What is short stands there whole, what is long is cut on both sides so that the first
/// difference stands in the same column; where there is more to a side than the difference, `^` points at it.
pub(super) fn rows_of_pair(expected: &Side, got: &Side, width: usize) -> Rows {
    let wrapped = |side: &Side| {
        let rows = (line_columns(&side.line) <= ROWS * width).then(|| {
            let mut line = side.line.clone();
            keep_groups_together(&mut line);
            wrap(&line, width)
        });
        rows.filter(|rows| rows.len() <= ROWS)
    };
    let (expected_rows, got_rows) = wrapped(expected).zip(wrapped(got)).unwrap_or_else(|| {
        let lead = expected.focus.min(got.focus).min(width / 2);
        (vec![expected.window(lead, width)], vec![got.window(lead, width)])
    });
    let point_at_expected = !got.has_marks();
    let mut rows = labelled(EXPECTED, expected_rows, Tone::MarkExpected, point_at_expected);
    rows.extend(labelled(GOT, got_rows, Tone::MarkGot, true));
    rows
}

/// One value alone, in few rows.
pub(super) fn single_rows(label: &'static str, value: &Value, width: usize) -> Rows {
    let side = Side::plain(&python_literal(value, ROWS * width));
    let mut rows = wrap(&side.line, width);
    rows.truncate(ROWS);
    labelled(label, rows, Tone::Plain, false)
}

/// The lines of one side in its colour, with `^` under what is marked.
pub(super) fn labelled(label: &'static str, lines: Vec<Line>, tone: Tone, point: bool) -> Rows {
    let point = point && lines.iter().flatten().any(|piece| !is_marked(piece));
    let mut rows = Rows::new();
    for mut line in lines {
        let pointer = point.then(|| pointer(&line, tone)).flatten();
        for piece in &mut line {
            if is_marked(piece) {
                piece.tone = tone;
            }
        }
        rows.push((label, line));
        rows.extend(pointer.map(|pointer| (label, pointer)));
    }
    rows
}

fn pointer(line: &Line, tone: Tone) -> Option<Line> {
    if !line.iter().any(is_marked) {
        return None;
    }
    let drawn = |piece: &Piece| {
        let sign = if is_marked(piece) { "^" } else { " " };
        Piece::new(sign.repeat(piece.columns()), if is_marked(piece) { tone } else { Tone::Plain })
    };
    Some(line.iter().map(drawn).collect())
}

/// Which parts of two texts differ. Texts in quotes are compared by character, anything else is marked as a whole.
pub(super) fn marks(expected: &str, got: &str) -> (Marks, Marks) {
    let quoted = |text: &str| text.starts_with(['\'', '"', 'b']);
    if quoted(expected) && quoted(got) { changed(expected, got) } else { (from(expected, 0), from(got, 0)) }
}

/// The parts that changed from one text to the other, by character.
pub(super) fn changed(expected: &str, got: &str) -> (Marks, Marks) {
    let common: usize =
        expected.chars().zip(got.chars()).take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf8()).sum();
    let compared = |text: &str| -> usize { text[common..].chars().take(COMPARED).map(char::len_utf8).sum() };
    let expected_part = &expected[common..common + compared(expected)];
    let got_part = &got[common..common + compared(got)];
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_slices(&[expected_part], &[got_part]);
    let mut options = InlineChangeOptions::new();
    options.mode(InlineChangeMode::Chars).semantic_cleanup(true);
    let mut marks = (Vec::new(), Vec::new());
    for change in diff.iter_all_inline_changes_with_options(options) {
        let found = match change.tag() {
            ChangeTag::Delete => &mut marks.0,
            ChangeTag::Insert => &mut marks.1,
            ChangeTag::Equal => continue,
        };
        let mut start = common;
        for (emphasized, part) in change.values() {
            if *emphasized && !part.is_empty() {
                found.push(start..start + part.len());
            }
            start += part.len();
        }
    }
    if marks.0.is_empty() && marks.1.is_empty() {
        // Too little in common for single characters to mean something.
        return (from(expected, common), from(got, common));
    }
    marks
}

/// A text marked from this byte offset on, if there is something.
pub(super) fn from(text: &str, offset: usize) -> Marks {
    (offset < text.len()).then_some(offset..text.len()).into_iter().collect()
}
