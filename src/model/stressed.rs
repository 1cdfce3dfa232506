//! What a search for an input on which a solution fails came to.

use std::time::Duration;

use super::case::{Answer, CaseInput};
use super::result::RunReport;
use super::verification::Finding;

/// A search and its outcome.
#[derive(Debug, Clone)]
pub struct Stressed {
    /// Where its random inputs came from.
    pub seed: u64,
    /// Inputs that were tried before one failed.
    pub tried: usize,
    /// Wall clock.
    pub wall: Duration,
    /// Whether the user ended it.
    pub interrupted: bool,
    /// What it found.
    pub outcome: StressOutcome,
}

/// What a search found.
#[derive(Debug, Clone)]
pub enum StressOutcome {
    /// No input on which the solution fails.
    Nothing {
        /// On how many inputs the reference failed, and how it did first: those say nothing of the solution.
        reference_failed: Option<(usize, String)>,
    },
    /// One on which it does.
    Found(Box<Counterexample>),
    /// The solution cannot be loaded, so it fails on every input.
    CannotLoad(Box<RunReport>),
    /// Two accepted solutions of the problem disagree on the input that was found: the problem is broken.
    Disputed(Box<Finding>),
}

/// The smallest input found on which a solution fails.
#[derive(Debug, Clone)]
pub struct Counterexample {
    /// The solution judged on this input alone: one submission, one case.
    pub report: RunReport,
    /// The input.
    pub input: CaseInput,
    /// The answer that is expected.
    pub expected: Answer,
    /// The case of the problem, or of the user's own, that has this input already.
    pub known_as: Option<String>,
    /// A `[[cases]]` table, ready to be pasted into problem.toml.
    pub ready_case: String,
    /// Bytes of the input that failed first, as JSON.
    pub first_bytes: usize,
    /// Runs that shrinking it took.
    pub executions: usize,
    /// Whether shrinking ended because nothing smaller was found, and not because of the time.
    pub smallest: bool,
    /// Where only the time is bad: the solution's CPU time, and the reference's.
    pub slow: Option<(Duration, Duration)>,
    /// Whether a second accepted solution gave the same answer.
    pub confirmed: bool,
}
