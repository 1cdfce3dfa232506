//! What a wrong text nearly was.

use std::collections::HashSet;

use super::number::{Tolerance, is_same_float};
use super::text::{compare_text, decimal, lines, tokens};
use crate::model::{CheckerSpec, NearMiss, Rule};

/// Texts longer than this, in bytes, are not looked at.
const LONGEST: usize = 1 << 22;

/// What a wrong text nearly was; None: nothing that has a name.
pub fn near_miss_text(spec: &CheckerSpec, expected: &[u8], got: &[u8]) -> Option<NearMiss> {
    if expected.len().max(got.len()) > LONGEST || tokens(expected).next().is_none() || tokens(got).next().is_none() {
        return None;
    }
    Some(if but_for_white_space(expected, got) {
        NearMiss::WhiteSpace
    } else if but_for_letter_case(spec.kind, expected, got) {
        NearMiss::LetterCase
    } else if in_reverse(expected, got) {
        NearMiss::Reversed
    } else if in_any_order(expected, got) {
        NearMiss::Order
    } else if but_for_duplicates(expected, got) {
        NearMiss::Duplicates
    } else if but_for_number_types(expected, got) {
        NearMiss::NumberType
    } else if but_for_rounding(expected, got) {
        NearMiss::Rounding
    } else if but_for_extra_output(expected, got) {
        NearMiss::ExtraOutput
    } else {
        NearMiss::ConstantOffset(offset(expected, got)?)
    })
}

fn but_for_white_space(expected: &[u8], got: &[u8]) -> bool {
    tokens(expected).flatten().eq(tokens(got).flatten())
}

fn but_for_letter_case(rule: Rule, expected: &[u8], got: &[u8]) -> bool {
    let lower = |text| String::from_utf8_lossy(text).to_lowercase();
    compare_text(rule, lower(expected).as_bytes(), lower(got).as_bytes()).is_ok()
}

fn in_reverse(expected: &[u8], got: &[u8]) -> bool {
    let (expected, got): (Vec<_>, Vec<_>) = (lines(expected).collect(), lines(got).collect());
    expected.iter().eq(got.iter().rev())
}

/// The same lines, or the same tokens in each line.
fn in_any_order(expected: &[u8], got: &[u8]) -> bool {
    let sorted_lines = |text| sorted(lines(text));
    let sorted_tokens = |text| lines(text).map(|line| sorted(tokens(line))).collect::<Vec<_>>();
    sorted_lines(expected) == sorted_lines(got) || sorted_tokens(expected) == sorted_tokens(got)
}

fn sorted<'t>(parts: impl Iterator<Item = &'t [u8]>) -> Vec<&'t [u8]> {
    let mut parts: Vec<_> = parts.collect();
    parts.sort_unstable();
    parts
}

fn but_for_duplicates(expected: &[u8], got: &[u8]) -> bool {
    lines(expected).collect::<HashSet<_>>() == lines(got).collect::<HashSet<_>>()
}

fn but_for_number_types(expected: &[u8], got: &[u8]) -> bool {
    all_tokens(expected, got, |a, b| number(a).zip(number(b)).is_some_and(|(a, b)| is_same_float(a, b)))
}

/// Numbers that were computed another way, or are written with fewer decimals.
fn but_for_rounding(expected: &[u8], got: &[u8]) -> bool {
    all_tokens(expected, got, |a, b| {
        let decimals = b.iter().rev().position(|&byte| byte == b'.').unwrap_or(0);
        // A bare zero is more often a wrong start than a rounded result.
        let near = |(a, b): (f64, f64)| b != 0.0 && Tolerance::of_rounding(decimals).accepts_floats(a, b);
        decimal(a).zip(number(b)).is_some_and(near)
    })
}

/// Whether the texts have as many tokens, each the same or, in the eyes of `near`, nearly so.
fn all_tokens(expected: &[u8], got: &[u8], near: impl Fn(&[u8], &[u8]) -> bool) -> bool {
    let (mut expected, mut got) = (tokens(expected), tokens(got));
    loop {
        match (expected.next(), got.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || near(a, b) => {}
            _ => return false,
        }
    }
}

/// A number with or without a point.
fn number(token: &[u8]) -> Option<f64> {
    decimal(token).or_else(|| int(token).map(|int| int as f64))
}

fn int(token: &[u8]) -> Option<i64> {
    std::str::from_utf8(token).ok()?.parse().ok()
}

/// The expected text at the start or at the end, as whole words.
fn but_for_extra_output(expected: &[u8], got: &[u8]) -> bool {
    let (expected, got) = (expected.trim_ascii(), got.trim_ascii());
    let is_end_of_word =
        |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.' && *byte != b'-');
    got.strip_suffix(expected).is_some_and(|before| is_end_of_word(before.last()))
        || got.strip_prefix(expected).is_some_and(|after| is_end_of_word(after.first()))
}

/// By how much every whole number is too high, if everything else is the same.
fn offset(expected: &[u8], got: &[u8]) -> Option<i64> {
    let mut offsets =
        tokens(expected).zip(tokens(got)).filter_map(|(a, b)| int(a).zip(int(b))).map(|(a, b)| b.checked_sub(a));
    let first = offsets.next()??;
    let rest: Vec<_> = offsets.collect();
    let is_worth_a_word = first != 0 && (first.abs() == 1 || !rest.is_empty());
    let same = rest.into_iter().all(|offset| offset == Some(first));
    (is_worth_a_word && same && all_tokens(expected, got, |a, b| int(a).is_some() && int(b).is_some())).then_some(first)
}
