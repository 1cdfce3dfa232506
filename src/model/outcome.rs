//! What comparing an answer with the expected one says.

use serde::{Deserialize, Serialize};

use super::path::Path;
use super::problem::Rule;

/// Whether an answer is acceptable.
#[derive(Debug, Clone, PartialEq)]
pub enum CheckOutcome {
    /// It is.
    Accepted,
    /// It is not.
    Rejected(Difference),
}

/// The first place where an answer is not acceptable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Where; the root for text, which has no structure.
    pub path: Path,
    /// What is different there.
    pub kind: DifferenceKind,
    /// The rule that decided.
    pub rule: Rule,
    /// What the answer nearly was.
    pub near_miss: Option<NearMiss>,
}

/// What is different at a place. Values are Python literals, cut to a readable length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DifferenceKind {
    /// Another value of the right type.
    Value {
        /// What stands in the expected answer.
        expected: String,
        /// What the candidate gave.
        got: String,
    },
    /// Another type.
    Type {
        /// The declared or expected type, as Python names it.
        expected_type: String,
        /// What stands in the expected answer.
        expected: String,
        /// The type that was given.
        got_type: String,
        /// What the candidate gave.
        got: String,
    },
    /// A list of another length, alike as far as the shorter goes.
    Length {
        /// Items expected.
        expected: usize,
        /// Items given.
        got: usize,
        /// The first item that is missing (`got` is the smaller number) or too much.
        item: String,
    },
    /// A dict key that should be there.
    Missing {
        /// The key and its value, as in a dict: `'a': 1`.
        item: String,
    },
    /// A dict key that should not.
    Unexpected {
        /// The key and its value, as in a dict: `'a': 1`.
        item: String,
    },
    /// Elements of a set, or of a list whose order does not count.
    Elements {
        /// How many expected elements are missing.
        missing: usize,
        /// The first of them.
        first_missing: Option<String>,
        /// How many elements are there that should not be.
        unexpected: usize,
        /// The first of them.
        first_unexpected: Option<String>,
    },
    /// A line of text. The texts are no literals: they are as printed, cut with `...` around the first difference.
    Line {
        /// Its number, from 1.
        line: usize,
        /// The expected line; None: the expected text has ended.
        expected: Option<String>,
        /// The given line; None: the given text has ended.
        got: Option<String>,
    },
    /// A token of text, as printed, cut as a line is.
    Token {
        /// Its number, from 1.
        token: usize,
        /// The line of the candidate's output it is on, from 1.
        line: usize,
        /// The expected token; None: the expected text has ended.
        expected: Option<String>,
        /// The given token; None: the given text has ended.
        got: Option<String>,
    },
    /// What `checker.py` said.
    Program {
        /// Its words.
        message: String,
    },
}

/// What a wrong answer nearly was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NearMiss {
    /// The right elements (or lines, or tokens) in another order.
    Order,
    /// The right elements (or lines) in the reverse order.
    Reversed,
    /// Only letter case differs.
    LetterCase,
    /// Only white space differs.
    WhiteSpace,
    /// Every number is off by the same amount, given as answer minus expected.
    ConstantOffset(i64),
    /// Right but for the number type (an int for a float, a bool for an int, a digit string for an int).
    NumberType,
    /// Floats that differ only by rounding.
    Rounding,
    /// Returned None and printed the answer.
    PrintedInstead,
    /// Returned None and changed the argument (by index) into the answer.
    ChangedArgument(usize),
    /// Returned the answer and did not change the argument that is asked for.
    ReturnedInstead,
    /// The answer is the expected one inside a one-element list, or without it.
    Wrapping,
    /// The expected elements (or lines), and some more than once or too few times.
    Duplicates,
    /// The expected text is there, with other text before or after it.
    ExtraOutput,
}
