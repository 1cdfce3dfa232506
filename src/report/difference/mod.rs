//! A wrong answer beside the expected one, with the first difference marked and always in sight.

mod located;
mod printed;
mod side;

use crate::model::{Answer, CaseReport, Difference, DifferenceKind, Entry, Excerpt, Path, Step, Value, python_literal};

use super::input::text_block;
use super::quantity::ordinal;
use super::text::{Line, Piece, cut, wrap};
use super::words::{call_of, type_clash, what_differs};
use located::locate;
use side::{Side, rows_of_pair, single_rows};

/// Labelled lines of at most some width.
pub(super) type Rows = Vec<(&'static str, Line)>;

pub(super) const EXPECTED: &str = "expected";
pub(super) const GOT: &str = "got";

/// What was expected, what was given, and where they first differ.
pub(super) fn rows(case: &CaseReport, entry: &Entry, width: usize) -> Rows {
    let Some(difference) = &case.difference else {
        return undecided(case, width);
    };
    let class = matches!(entry, Entry::Class { .. });
    let call = class.then(|| call_of(&difference.path)).flatten();
    let (call, path) = match call {
        Some((call, path)) => (Some(call), path),
        None => (None, difference.path.clone()),
    };
    let mut rows = Rows::new();
    if let Some(words) = headline(difference, call, &path) {
        let label = if matches!(difference.kind, DifferenceKind::Program { .. }) { "checker" } else { "differs" };
        rows.extend(wrap(&[Piece::plain(words)], width).into_iter().map(|line| (label, line)));
    }
    rows.extend(match (answer(case.expected.as_ref()), answer(case.actual.as_ref())) {
        (Some(Answer::Returned(expected)), Some(Answer::Returned(got))) => {
            match call.map_or(Some((expected, got)), |call| Some((answer_of(expected, call)?, answer_of(got, call)?))) {
                Some((expected, got)) => values(expected, got, &path.0, &difference.kind, width),
                None => from_kind(&difference.kind, width),
            }
        }
        (Some(Answer::Printed(expected)), Some(Answer::Printed(got))) => {
            let expected = String::from_utf8_lossy(expected);
            let got = String::from_utf8_lossy(got);
            printed::rows(&expected, &got, difference, width)
        }
        _ => from_kind(&difference.kind, width),
    });
    rows
}

/// What was expected, of this call in a class case, in at most one row: for a case that has no answer of the
/// candidate's to stand beside it.
pub(super) fn expected_only(case: &CaseReport, call: Option<usize>, width: usize) -> Option<Line> {
    let Answer::Returned(value) = answer(case.expected.as_ref())? else { return None };
    let value = match call {
        Some(call) => answer_of(value, call)?,
        None => value,
    };
    Some(vec![Piece::plain(cut(Piece::plain(python_literal(value, width)).text(), width))])
}

fn answer(excerpt: Option<&Excerpt<Answer>>) -> Option<&Answer> {
    match excerpt? {
        Excerpt::Whole(answer) => Some(answer),
        Excerpt::Cut { .. } => None,
    }
}

fn answer_of(answers: &Value, call: usize) -> Option<&Value> {
    answers.items()?.get(call)
}

/// Where and how, in words; None where expected and got alone say it.
fn headline(difference: &Difference, call: Option<usize>, path: &Path) -> Option<String> {
    let place = match (call, path.0.is_empty()) {
        (None, true) => None,
        (None, false) => Some(format!("at {path}")),
        (Some(call), true) => Some(format!("in the answer of call {}", call + 1)),
        (Some(call), false) => Some(format!("in the answer of call {}, at {path}", call + 1)),
    };
    let how = match &difference.kind {
        DifferenceKind::Value { .. } => None,
        kind @ DifferenceKind::Type { .. } => type_clash(kind),
        DifferenceKind::Line { line, expected, got } => {
            return Some(match (expected, got) {
                (Some(_), None) => format!("the output ends before line {line}"),
                (None, _) => format!("line {line} is too much"),
                _ => format!("at line {line}"),
            });
        }
        DifferenceKind::Token { token, line, expected, got } => {
            let which = ordinal(*token);
            return Some(match (expected, got) {
                (Some(_), None) => format!("the output ends before the {which} word"),
                (None, _) => format!("the {which} word, on line {line} of the output, is too much"),
                _ => format!("at the {which} word, on line {line} of the output"),
            });
        }
        kind => Some(what_differs(kind)),
    };
    match (place, how) {
        (Some(place), Some(how)) => Some(format!("{place}: {how}")),
        (place, how) => place.or(how),
    }
}

/// Two values, marked at the place where they differ.
fn values(expected: &Value, got: &Value, path: &[Step], kind: &DifferenceKind, width: usize) -> Rows {
    let (expected, got) = (locate(expected, path), locate(got, path));
    let pair = match kind {
        DifferenceKind::Value { .. } | DifferenceKind::Type { .. } => {
            let (in_expected, in_got) = side::marks(expected.node(), got.node());
            (expected.marked(in_expected), got.marked(in_got))
        }
        DifferenceKind::Length { expected: expected_items, got: got_items, .. } => {
            let common = *expected_items.min(got_items);
            (expected.marked_from_item(common), got.marked_from_item(common))
        }
        DifferenceKind::Missing { item } => (expected.marked_item(Some(item)), got.unmarked()),
        DifferenceKind::Unexpected { item } => (expected.unmarked(), got.marked_item(Some(item))),
        DifferenceKind::Elements { first_missing, first_unexpected, .. } => {
            (expected.marked_item(first_missing.as_deref()), got.marked_item(first_unexpected.as_deref()))
        }
        DifferenceKind::Line { .. } | DifferenceKind::Token { .. } | DifferenceKind::Program { .. } => {
            (expected.unmarked(), got.unmarked())
        }
    };
    rows_of_pair(&pair.0, &pair.1, width)
}

/// What the difference itself holds, where the answers are too long to be in the report as a whole.
fn from_kind(kind: &DifferenceKind, width: usize) -> Rows {
    let ended = || "(ends here)".to_owned();
    let (expected, got) = match kind {
        DifferenceKind::Value { expected, got } | DifferenceKind::Type { expected, got, .. } => {
            (expected.clone(), got.clone())
        }
        DifferenceKind::Line { expected, got, .. } | DifferenceKind::Token { expected, got, .. } => {
            (expected.clone().unwrap_or_else(ended), got.clone().unwrap_or_else(ended))
        }
        _ => return Rows::new(),
    };
    let (in_expected, in_got) = side::marks(&expected, &got);
    rows_of_pair(&Side::new(&expected, &in_expected), &Side::new(&got, &in_got), width)
}

/// Both answers as they are, where nothing says how they differ.
fn undecided(case: &CaseReport, width: usize) -> Rows {
    let mut rows = Rows::new();
    for (label, excerpt) in [(EXPECTED, &case.expected), (GOT, &case.actual)] {
        match answer(excerpt.as_ref()) {
            Some(Answer::Returned(value)) => rows.extend(single_rows(label, value, width)),
            Some(Answer::Printed(text)) => {
                let text = String::from_utf8_lossy(text);
                rows.extend(text_block(&text, width).into_iter().map(|line| (label, line)));
            }
            None => {}
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{EXPECTED, GOT, Rows, from_kind, values};
    use crate::model::{DifferenceKind, Step, Value, python_literal};
    use crate::report::text::{NO_BREAK_SPACE, Piece, line_columns};

    fn text(rows: &Rows, label: &str) -> Vec<String> {
        let of = rows.iter().filter(|(found, _)| *found == label);
        of.map(|(_, line)| line.iter().map(Piece::text).collect::<String>().replace(NO_BREAK_SPACE, " ")).collect()
    }

    fn int_kind(expected: i64, got: i64) -> DifferenceKind {
        DifferenceKind::Value { expected: expected.to_string(), got: got.to_string() }
    }

    #[test]
    fn values_that_are_cut_are_shown_where_they_differ() {
        let rows = from_kind(&int_kind(41, 42), 40);
        assert_eq!((text(&rows, EXPECTED), text(&rows, GOT)), (vec!["41".to_owned()], vec!["42".to_owned()]));
        assert!(from_kind(&DifferenceKind::Program { message: "no".to_owned() }, 40).is_empty());
    }

    #[test]
    fn tolerated_differences_do_not_move_the_mark() {
        let floats = |rest: &[f64]| Value::List(rest.iter().copied().map(Value::Float).collect());
        let kind = DifferenceKind::Value { expected: "3.0".to_owned(), got: "4.0".to_owned() };
        let rows = values(&floats(&[0.1, 2.0, 3.0]), &floats(&[0.100_000_01, 2.0, 4.0]), &[Step::Index(2)], &kind, 60);
        assert_eq!(text(&rows, GOT), ["[0.10000001, 2.0, 4.0]", "                  ^^^ "]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_difference_is_always_in_sight(
            numbers in prop::collection::vec(-99_999_i64..99_999, 1..300),
            at in any::<prop::sample::Index>(),
            width in 26_usize..110,
        ) {
            let at = at.index(numbers.len());
            let expected = Value::List(numbers.iter().copied().map(Value::Int).collect());
            let mut other = numbers.clone();
            other[at] += 1_000_000;
            let got = Value::List(other.iter().copied().map(Value::Int).collect());
            let rows = values(&expected, &got, &[Step::Index(at)], &int_kind(numbers[at], other[at]), width);
            for (_, line) in &rows {
                prop_assert!(line_columns(line) <= width, "{:?}", line);
            }
            let shown = text(&rows, GOT);
            let wrong = python_literal(&Value::Int(other[at]), usize::MAX);
            prop_assert!(shown.iter().any(|row| row.contains(&wrong)), "{} is not in {:?}", wrong, shown);
            if numbers.len() > 1 {
                let row = shown.iter().position(|row| row.contains('^')).unwrap();
                let column = shown[row].find('^').unwrap();
                prop_assert!(shown[row - 1][column..].starts_with(&wrong), "{:?}", shown);
            }
        }
    }
}
