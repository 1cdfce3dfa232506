//! Pure comparison of an answer with the expected one, under the rules of `docs/problem-format.md`.
//!
//! `compare` walks two values side by side, with the declared type at hand and, from `scope`, the rules that hold at
//! each place. Where order does not count, `bag` pairs elements up: by signatures (`sign`), and under a tolerance by
//! `matching`. `text` compares what programs print. Only once an answer is wrong does `near_miss` ask what it
//! nearly was. Nothing here runs a program: [`Rule::Program`](crate::model::Rule::Program) is for who can.

mod bag;
mod compare;
mod matching;
mod mismatch;
mod near_miss;
mod near_text;
mod number;
mod scope;
mod sign;
mod text;

use crate::model::{CheckOutcome, CheckerSpec, Difference, Path, Type, Value};

pub use near_miss::{Aside, near_miss};
pub use near_text::near_miss_text;

/// Compares what a function returned, or what a class's calls did, with the expected answer.
///
/// For a class `declared` is the tuple of the calls' return types, and both values are lists with one answer per call.
/// Cost is linear; where order does not count, `n log n`. The difference has no near miss: see [`near_miss`].
pub fn check_value(spec: &CheckerSpec, declared: &Type, expected: &Value, got: &Value) -> CheckOutcome {
    match compare::compare(declared, &scope::Scope::root(spec), expected, got) {
        Ok(()) => CheckOutcome::Accepted,
        Err(mismatch) => CheckOutcome::Rejected(mismatch.into_difference()),
    }
}

/// Compares what a program printed with the expected text.
///
/// The rule is `lines` unless the problem says `tokens` or `exact`, which is byte for byte.
/// The difference has no near miss: see [`near_miss_text`].
pub fn check_text(spec: &CheckerSpec, expected: &[u8], got: &[u8]) -> CheckOutcome {
    match text::compare_text(spec.kind, expected, got) {
        Ok(()) => CheckOutcome::Accepted,
        Err(kind) => {
            CheckOutcome::Rejected(Difference { path: Path::default(), kind, rule: spec.kind, near_miss: None })
        }
    }
}
