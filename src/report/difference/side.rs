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

/// What to mark in a text, and where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    /// Byte ranges, in order.
    pub(super) ranges: Vec<Range<usize>>,
    /// Where to look if there are none: a byte offset.
    pub(super) at: usize,
}

impl Marks {
    /// Nothing to mark, but a place to look at.
    pub(super) fn none(at: usize) -> Self {
        Self { ranges: Vec::new(), at }
    }

    /// One range; none if it is empty.
    pub(super) fn one(range: Range<usize>) -> Self {
        let at = range.start;
        Self { ranges: (!range.is_empty()).then_some(range).into_iter().collect(), at }
    }

    /// The same in a longer text, that many bytes further on.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        self.at += by;
        for range in &mut self.ranges {
            *range = range.start + by..range.end + by;
        }
        self
    }
}

/// A text with its different parts marked.
pub(super) struct Side {
    /// One line, marked parts in [`Tone::Bad`] until it is known which side it is.
    pub(super) line: Line,
    /// Columns before the place to look at.
    focus: usize,
}

impl Side {
    /// `text` with these marks.
    pub(super) fn new(text: &str, marks: &Marks) -> Self {
        let mut line = Line::new();
        let mut done = 0;
        for mark in &marks.ranges {
            line.push(Piece::plain(&text[done..mark.start]));
            line.push(Piece::new(&text[mark.clone()], Tone::Bad));
            done = mark.end;
        }
        line.push(Piece::plain(&text[done..]));
        line.retain(|piece| !piece.text().is_empty());
        let at = marks.ranges.first().map_or(marks.at, |mark| mark.start);
        Self { line, focus: columns(&visible(&text[..at])) }
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
    let side = Side::new(&python_literal(value, ROWS * width), &Marks::none(0));
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
    let tone = if tone == Tone::MarkExpected { Tone::PointExpected } else { Tone::PointGot };
    let drawn = |piece: &Piece| {
        let sign = if is_marked(piece) { "^" } else { " " };
        Piece::new(sign.repeat(piece.columns()), if is_marked(piece) { tone } else { Tone::Plain })
    };
    Some(line.iter().map(drawn).collect())
}

/// Which parts of two texts differ. Texts in quotes are compared by character, anything else is marked as a whole.
pub(super) fn marks(expected: &str, got: &str) -> (Marks, Marks) {
    let quoted = |text: &str| text.starts_with(['\'', '"', 'b']);
    if quoted(expected) && quoted(got) {
        changed(expected, got)
    } else {
        (Marks::one(0..expected.len()), Marks::one(0..got.len()))
    }
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
    let mut marks = (Marks::none(common), Marks::none(common));
    for change in diff.iter_all_inline_changes_with_options(options) {
        let found = match change.tag() {
            ChangeTag::Delete => &mut marks.0.ranges,
            ChangeTag::Insert => &mut marks.1.ranges,
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
    if marks.0.ranges.is_empty() && marks.1.ranges.is_empty() {
        // Too little in common for single characters to mean something.
        return (Marks::one(common..expected.len()), Marks::one(common..got.len()));
    }
    marks
}
