//! Two printed answers: the lines, or the words, around the first difference.

use similar::{ChangeTag, TextDiff};

use super::side::{Marks, Side, changed, labelled, rows_of_pair};
use super::{EXPECTED, GOT, Rows};
use crate::model::{Difference, DifferenceKind, Rule, python_str_literal};
use crate::report::text::{Line, Piece, Tone, cut};

/// Lines shown before the first different one.
const LINES_BEFORE: usize = 2;
/// Lines compared from the first different one on.
const LINES_COMPARED: usize = 50;
/// Lines shown from the first different one on.
const LINES_SHOWN: usize = 6;
/// Words shown around the first different one.
const WORDS_AROUND: usize = 6;

/// The part of both texts around the place of the difference.
pub(super) fn rows(expected: &str, got: &str, difference: &Difference, width: usize) -> Rows {
    match &difference.kind {
        DifferenceKind::Line { line, .. } => {
            let lines = if difference.rule == Rule::Exact { lines_with_ends } else { lines_that_count };
            lines_around(&lines(expected), &lines(got), line.saturating_sub(1), width)
        }
        DifferenceKind::Token { token, .. } => words_around(expected, got, token.saturating_sub(1), width),
        _ => {
            let (in_expected, in_got) = changed(expected, got);
            rows_of_pair(&Side::new(expected, &in_expected), &Side::new(got, &in_got), width)
        }
    }
}

/// The lines as the rule for lines sees them: white space at the end of a line or of the text does not count.
fn lines_that_count(text: &str) -> Vec<&str> {
    let text = text.trim_end();
    if text.is_empty() { Vec::new() } else { text.lines().map(str::trim_end).collect() }
}

/// The lines where every byte counts.
fn lines_with_ends(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// A few lines before the first different one (they are right), then both texts from there on.
fn lines_around(expected: &[&str], got: &[&str], first: usize, width: usize) -> Rows {
    let part = |lines: &[&str]| -> Vec<String> {
        let from = first.min(lines.len());
        lines[from..].iter().take(LINES_COMPARED).map(|line| (*line).to_owned()).collect()
    };
    let (mut expected_part, mut got_part) = (part(expected), part(got));
    let alike = looks_alike(expected_part.first(), got_part.first());
    for line in expected_part.iter_mut().chain(&mut got_part) {
        *line = if alike { python_str_literal(line, usize::MAX) } else { line.trim_end_matches('\n').to_owned() };
    }
    let digits = (first + LINES_SHOWN).to_string().len();
    let numbered = |number: usize, line: Line| -> Line {
        let mut out = vec![Piece::new(format!("{:>digits$}  ", number + 1), Tone::Faint)];
        out.extend(line);
        out
    };
    let room = width.saturating_sub(digits + 2);
    let plain = |text: &str| vec![Piece::plain(cut(Piece::plain(text.trim_end()).text(), room))];

    let mut rows = Rows::new();
    let before = first.saturating_sub(LINES_BEFORE)..first.min(got.len());
    rows.extend(before.map(|number| ("", numbered(number, plain(got[number])))));
    let above = rows.len();
    let old: Vec<&str> = expected_part.iter().map(String::as_str).collect();
    let new: Vec<&str> = got_part.iter().map(String::as_str).collect();
    let mut pending = (Vec::new(), Vec::new());
    let diff = TextDiff::from_slices(&old, &new);
    for change in diff.iter_all_changes() {
        match (change.tag(), change.old_index(), change.new_index()) {
            (ChangeTag::Delete, Some(index), _) => pending.0.push((first + index, change.value())),
            (ChangeTag::Insert, _, Some(index)) => pending.1.push((first + index, change.value())),
            (_, _, index) => {
                rows.extend(changed_lines(&mut pending, &numbered, room));
                rows.push(("", numbered(first + index.unwrap_or_default(), plain(change.value()))));
            }
        }
    }
    rows.extend(changed_lines(&mut pending, &numbered, room));
    let more = |lines: &[&str]| lines.len() > first + LINES_COMPARED;
    if rows.len() > above + LINES_SHOWN + 1 || more(expected) || more(got) {
        rows.truncate(above + LINES_SHOWN);
        rows.push(("", vec![Piece::new("...", Tone::Faint)]));
    }
    rows
}

/// Whether two different lines could look the same: they differ in white space alone, or in what cannot be seen.
fn looks_alike(expected: Option<&String>, got: Option<&String>) -> bool {
    let (Some(expected), Some(got)) = (expected, got) else { return false };
    let seen = |line: &str| -> String { line.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect() };
    seen(expected) == seen(got)
}

type NumberedLines<'t> = Vec<(usize, &'t str)>;

/// Lines that stand in one text only, the expected ones first. Lines that face each other are compared by character.
fn changed_lines(
    pending: &mut (NumberedLines<'_>, NumberedLines<'_>),
    numbered: &impl Fn(usize, Line) -> Line,
    room: usize,
) -> Rows {
    let (expected, got) = std::mem::take(pending);
    let mut rows = Rows::new();
    for (label, tone, lines, others) in
        [(EXPECTED, Tone::MarkExpected, &expected, &got), (GOT, Tone::MarkGot, &got, &expected)]
    {
        for (index, (number, line)) in lines.iter().enumerate() {
            let whole = Marks::one(0..line.len());
            let marks = others.get(index).map_or_else(|| whole.clone(), |(_, other)| changed(line, other).0);
            let row = if line.is_empty() {
                vec![Piece::new("(empty line)", Tone::Faint)]
            } else {
                Side::new(line, &marks).row(room)
            };
            let point = label == GOT && marks.ranges != whole.ranges;
            rows.extend(labelled(label, vec![numbered(*number, row)], tone, point));
        }
    }
    rows
}

/// A few words around the first different one, of both texts.
fn words_around(expected: &str, got: &str, at: usize, width: usize) -> Rows {
    let side = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let from = at.saturating_sub(WORDS_AROUND).min(words.len());
        let until = (at + WORDS_AROUND + 1).min(words.len());
        let mut shown = if from > 0 { "... ".to_owned() } else { String::new() };
        let mut mark = None;
        for (index, word) in words.iter().enumerate().take(until).skip(from) {
            let start = shown.len();
            shown.push_str(word);
            if index == at {
                mark = Some(start..shown.len());
            }
            shown.push(' ');
        }
        shown.push_str(if until < words.len() {
            "..."
        } else if mark.is_none() {
            "(ends here)"
        } else {
            ""
        });
        Side::new(&shown, &mark.map_or(Marks::none(shown.len()), Marks::one))
    };
    rows_of_pair(&side(expected), &side(got), width)
}
