//! What there is to say of an accepted solution that its verdict does not show.

use serde::{Deserialize, Serialize};

use super::execution::Changed;

/// An accepted solution that is right only as long as every case has a process of its own with the usual hash seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What it relies on.
    pub cause: Cause,
    /// The case that shows it.
    pub case: String,
    /// The expected answer, as Python writes it, cut where it is long.
    pub expected: String,
    /// What came instead: an answer, or an exception.
    pub instead: Instead,
}

/// What a solution relies on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// Something is left of the cases before, in one process with them: what was changed, and the line that makes it,
    /// where they are known.
    State(Vec<(Changed, Option<usize>)>),
    /// Texts have other hashes under another seed, and sets of them another order: the line, where only one is
    /// possible.
    HashSeed(Option<usize>),
}

/// What came instead of an expected answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Instead {
    /// This answer.
    Answer(String),
    /// This exception: `KeyError: 'a'`.
    Exception(String),
}
