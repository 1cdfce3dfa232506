//! Compares what programs print: by lines, by tokens or byte for byte.
//!
//! Works on bytes; what is no UTF-8 is shown lossily. Nothing is copied while the texts agree.

use super::mismatch::first_difference;
use super::number::Tolerance;
use crate::model::{DifferenceKind, Rule};

/// Bytes shown before and after the first difference of a line or a token.
const SHOWN_BEFORE: usize = 40;
const SHOWN_AFTER: usize = 60;

/// Nothing, or the first difference.
pub(super) type TextComparison = Result<(), DifferenceKind>;

/// Compares what was printed with what is expected. Rules for values are read as `lines`.
pub(super) fn compare_text(rule: Rule, expected: &[u8], got: &[u8]) -> TextComparison {
    if expected == got {
        return Ok(());
    }
    match rule {
        Rule::Exact => compare_bytes(expected, got),
        Rule::Tokens(tolerance) => compare_tokens(tolerance_of(tolerance), expected, got),
        Rule::Lines(tolerance) => compare_lines(tolerance_of(tolerance), expected, got),
        Rule::Unordered | Rule::Float { .. } | Rule::Program => compare_lines(Tolerance::EXACT, expected, got),
    }
}

fn tolerance_of(tolerance: Option<(f64, f64)>) -> Tolerance {
    tolerance.map_or(Tolerance::EXACT, |(rel, abs)| Tolerance { rel, abs })
}

/// Line ends are part of what is shown, for here they count.
fn compare_bytes(expected: &[u8], got: &[u8]) -> TextComparison {
    let whole_lines = |text| <[u8]>::split_inclusive(text, |&byte| byte == b'\n');
    first_line_that_differs(whole_lines(expected), whole_lines(got), |a, b| a == b)
}

fn compare_lines(tolerance: Tolerance, expected: &[u8], got: &[u8]) -> TextComparison {
    first_line_that_differs(lines(expected), lines(got), |a, b| is_same_line(tolerance, a, b))
}

fn first_line_that_differs<'t>(
    mut expected: impl Iterator<Item = &'t [u8]>,
    mut got: impl Iterator<Item = &'t [u8]>,
    same: impl Fn(&[u8], &[u8]) -> bool,
) -> TextComparison {
    let mut line = 0;
    loop {
        line += 1;
        let pair = (expected.next(), got.next());
        match pair {
            (None, None) => return Ok(()),
            (Some(a), Some(b)) if same(a, b) => {}
            (a, b) => {
                let (expected, got) = excerpts(a, b);
                return Err(DifferenceKind::Line { line, expected, got });
            }
        }
    }
}

/// The lines of a text without what does not count: spaces, tabs and carriage returns at the end of a line, and empty
/// lines at the end of the text.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let text = trim_end(text, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    // Splitting an empty text would make one empty line of it.
    (!text.is_empty()).then(|| text.split(|&byte| byte == b'\n').map(trim_line)).into_iter().flatten()
}

fn trim_line(line: &[u8]) -> &[u8] {
    trim_end(line, |byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

fn trim_end(text: &[u8], drop: impl Fn(u8) -> bool) -> &[u8] {
    &text[..text.iter().rposition(|&byte| !drop(byte)).map_or(0, |last| last + 1)]
}

/// White space inside a line counts; only its tokens are compared with a tolerance.
fn is_same_line(tolerance: Tolerance, mut expected: &[u8], mut got: &[u8]) -> bool {
    if expected == got || tolerance.is_exact() {
        return expected == got;
    }
    loop {
        let (a, b) = (take(&mut expected, u8::is_ascii_whitespace), take(&mut got, u8::is_ascii_whitespace));
        let is_token = |byte: &u8| !byte.is_ascii_whitespace();
        if a != b || !is_same_token(tolerance, take(&mut expected, is_token), take(&mut got, is_token)) {
            return false;
        }
        if expected.is_empty() || got.is_empty() {
            return expected == got;
        }
    }
}

/// Takes the longest start whose bytes all satisfy `wanted`.
fn take<'t>(text: &mut &'t [u8], wanted: impl Fn(&u8) -> bool) -> &'t [u8] {
    let end = text.iter().position(|byte| !wanted(byte)).unwrap_or(text.len());
    let (taken, rest) = text.split_at(end);
    *text = rest;
    taken
}

fn compare_tokens(tolerance: Tolerance, expected: &[u8], got: &[u8]) -> TextComparison {
    let mut wanted = tokens(expected);
    let mut given = tokens(got);
    let mut token = 0;
    loop {
        token += 1;
        match (wanted.next(), given.next()) {
            (None, None) => return Ok(()),
            (Some(a), Some(b)) if is_same_token(tolerance, a, b) => {}
            (a, b) => {
                let at = b.map_or_else(|| trim_end(got, |byte| byte.is_ascii_whitespace()).len(), |b| offset(b, got));
                let line = got[..at].split(|&byte| byte == b'\n').count();
                let (expected, got) = excerpts(a, b);
                return Err(DifferenceKind::Token { token, line, expected, got });
            }
        }
    }
}

/// What stands between ASCII white space.
pub(super) fn tokens(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(u8::is_ascii_whitespace).filter(|token| !token.is_empty())
}

/// Where a part of a text begins in it.
fn offset(part: &[u8], text: &[u8]) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

fn is_same_token(tolerance: Tolerance, expected: &[u8], got: &[u8]) -> bool {
    expected == got
        || (!tolerance.is_exact()
            && decimal(expected).zip(decimal(got)).is_some_and(|(a, b)| tolerance.accepts_floats(a, b)))
}

/// The number that a token writes with a point or an exponent; None for anything else, whole numbers and nan too.
pub(super) fn decimal(token: &[u8]) -> Option<f64> {
    let unsigned = token.strip_prefix(b"-").or_else(|| token.strip_prefix(b"+")).unwrap_or(token);
    let marked = unsigned.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    // `inf`, `nan` and `infinity`, which Rust would read, begin with a letter.
    if !marked || !unsigned.first().is_some_and(|first| first.is_ascii_digit() || *first == b'.') {
        return None;
    }
    // A number too large for a float is infinite, and near to nothing.
    std::str::from_utf8(token).ok()?.parse().ok().filter(|float: &f64| float.is_finite())
}

/// Two lines or tokens, cut around their first difference.
fn excerpts(expected: Option<&[u8]>, got: Option<&[u8]>) -> (Option<String>, Option<String>) {
    let at = expected.zip(got).map_or(0, |(a, b)| first_difference(a, b));
    (expected.map(|text| around(text, at)), got.map(|text| around(text, at)))
}

fn around(text: &[u8], at: usize) -> String {
    let start = char_start(text, at.saturating_sub(SHOWN_BEFORE));
    let end = char_start(text, at.saturating_add(SHOWN_AFTER));
    let lead = if start > 0 { "..." } else { "" };
    let tail = if end < text.len() { "..." } else { "" };
    format!("{lead}{}{tail}", String::from_utf8_lossy(&text[start..end]))
}

/// The start of the UTF-8 character that the byte at this offset is in; the length beyond the end.
fn char_start(text: &[u8], offset: usize) -> usize {
    if offset >= text.len() {
        return text.len();
    }
    let is_start = |&at: &usize| text[at] & 0b1100_0000 != 0b1000_0000;
    (offset.saturating_sub(3)..=offset).rev().find(is_start).unwrap_or(offset)
}
