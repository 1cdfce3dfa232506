//! The first difference of two values: found by reference, put into words only once it is the one to report.

use super::scope::Scope;
use crate::model::{Difference, DifferenceKind, Path, Rule, Step, Type, Value, python_literal, python_str_window};

/// About how many characters of a value are shown.
const SHOWN: usize = 80;
/// Characters of a declared type that are shown whole.
const LONGEST_TYPE: usize = 60;
/// Ints of more bits are shown by their ends: finding where their digits differ would take quadratic time.
const SEARCHED_BITS: u64 = 1 << 17;

/// A difference, before it has words.
#[derive(Debug)]
pub(super) struct Mismatch<'v> {
    /// The way from the place to the root.
    steps: Vec<Step>,
    kind: Kind<'v>,
    rule: Rule,
}

/// As [`DifferenceKind`], by reference.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'v> {
    Value {
        expected: &'v Value,
        got: &'v Value,
    },
    Type {
        /// None under `Any`: the type of the expected value counts.
        declared: Option<&'v Type>,
        expected: &'v Value,
        got: &'v Value,
    },
    Length {
        expected: usize,
        got: usize,
        item: &'v Value,
    },
    Missing(&'v (Value, Value)),
    Unexpected(&'v (Value, Value)),
    Elements {
        missing: usize,
        first_missing: Option<&'v Value>,
        unexpected: usize,
        first_unexpected: Option<&'v Value>,
    },
}

impl<'v> Mismatch<'v> {
    /// A difference at the place of `scope`.
    pub(super) fn new(kind: Kind<'v>, scope: &Scope) -> Self {
        Self::with_rule(kind, scope.rule())
    }

    /// A difference that this rule decided.
    pub(super) fn with_rule(kind: Kind<'v>, rule: Rule) -> Self {
        Self { steps: Vec::new(), kind, rule }
    }

    /// The same difference, seen from one step above.
    pub(super) fn below(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// The first step from the root.
    pub(super) fn first_step(&self) -> Option<&Step> {
        self.steps.last()
    }

    pub(super) fn into_difference(mut self) -> Difference {
        self.steps.reverse();
        Difference { path: Path(self.steps), kind: self.kind.into_words(), rule: self.rule, near_miss: None }
    }
}

impl Kind<'_> {
    fn into_words(self) -> DifferenceKind {
        match self {
            Self::Value { expected, got } => {
                let (expected, got) = literals(expected, got);
                DifferenceKind::Value { expected, got }
            }
            Self::Type { declared, expected, got } => DifferenceKind::Type {
                expected_type: declared.map_or_else(|| expected.type_name().to_owned(), type_words),
                expected: literal(expected),
                got_type: got.type_name().to_owned(),
                got: literal(got),
            },
            Self::Length { expected, got, item } => DifferenceKind::Length { expected, got, item: literal(item) },
            Self::Missing(pair) => DifferenceKind::Missing { item: pair_literal(pair) },
            Self::Unexpected(pair) => DifferenceKind::Unexpected { item: pair_literal(pair) },
            Self::Elements { missing, first_missing, unexpected, first_unexpected } => DifferenceKind::Elements {
                missing,
                first_missing: first_missing.map(literal),
                unexpected,
                first_unexpected: first_unexpected.map(literal),
            },
        }
    }
}

fn literal(value: &Value) -> String {
    python_literal(value, SHOWN)
}

fn pair_literal((key, value): &(Value, Value)) -> String {
    format!("{}: {}", python_literal(key, SHOWN / 2), python_literal(value, SHOWN))
}

fn type_words(declared: &Type) -> String {
    let text = declared.to_string();
    if text.chars().count() <= LONGEST_TYPE {
        return text;
    }
    // Long types are those with brackets.
    text.split('[').next().unwrap_or_default().to_owned()
}

/// Both values, cut around the first place where they differ.
fn literals(expected: &Value, got: &Value) -> (String, String) {
    match (expected, got) {
        (Value::Str(a), Value::Str(b)) => {
            let at = first_difference(a.as_bytes(), b.as_bytes());
            (python_str_window(a, at, SHOWN), python_str_window(b, at, SHOWN))
        }
        (Value::Bytes(a), Value::Bytes(b)) => {
            let start = first_difference(a, b).saturating_sub(SHOWN / 4);
            (bytes_from(a, start), bytes_from(b, start))
        }
        (Value::BigInt(a), Value::BigInt(b)) if a.bits().max(b.bits()) <= SEARCHED_BITS => {
            let (a, b) = (a.to_string(), b.to_string());
            let at = first_difference(a.as_bytes(), b.as_bytes());
            (digits_around(&a, at), digits_around(&b, at))
        }
        _ => (literal(expected), literal(got)),
    }
}

/// The offset of the first byte that differs; the shorter length if there is none.
pub(super) fn first_difference(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()))
}

fn bytes_from(bytes: &[u8], start: usize) -> String {
    // Escapes make a text at most four times as long, so that whatever fits is shown.
    if bytes.len() <= SHOWN / 2 || start == 0 {
        return literal(&Value::Bytes(bytes.to_vec()));
    }
    let end = bytes.len().min(start + SHOWN);
    let shown = literal(&Value::Bytes(bytes[start..end].to_vec()));
    let tail = if end < bytes.len() && !shown.ends_with("...") { "..." } else { "" };
    format!("...{shown}{tail}")
}

/// Digits around an offset: `...123456... (5000 digits)`.
fn digits_around(digits: &str, at: usize) -> String {
    if digits.len() <= SHOWN {
        return digits.to_owned();
    }
    let start = at.saturating_sub(SHOWN / 4).min(digits.len());
    let end = digits.len().min(start + SHOWN / 2);
    let lead = if start > 0 { "..." } else { "" };
    let tail = if end < digits.len() { "..." } else { "" };
    let count = digits.trim_start_matches('-').len();
    format!("{lead}{}{tail} ({count} digits)", &digits[start..end])
}
