//! How the cost of a solution grows with the size of its input.
//!
//! Inputs come from the generator that the problem's `[growth]` names, each size made once. Solution and reference take
//! turns, smallest size first, again and again; the smallest time of each size counts, because noise only adds. What
//! is timed is the call alone. What the times say is worked out without running anything (`fit`, `bands`), from series
//! that a test can make up.
//!
//! A measurement is advice: a solution could lie about its own time. `docs/growth.md` says what it would gain.

mod bands;
mod budget;
mod fit;
mod measure;
mod sizes;
mod subject;

use std::time::Duration;

use crate::harness::HarnessError;
use crate::judge::{AuthorError, Executor};
use crate::model::Environment;
use crate::sandbox::Interrupt;
use crate::workspace::Cache;

/// What measuring needs besides the solution.
pub struct Meter<'a> {
    /// Makes an executor.
    pub executors: &'a dyn Fn() -> Box<dyn Executor>,
    /// The place of the measurement.
    pub environment: Environment,
    /// What the judge keeps.
    pub cache: &'a Cache,
    /// Whether the user wants to stop.
    pub interrupt: Interrupt,
    /// What the user chose.
    pub options: GrowthOptions,
}

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct GrowthOptions {
    /// About how long it may take.
    pub time: Duration,
    /// Whether to find the lines that cost the most.
    pub lines: bool,
    /// Whether to measure memory, too.
    pub memory: bool,
}

/// Why nothing can be said about a solution.
#[derive(Debug, thiserror::Error)]
pub enum GrowthError {
    /// The problem does not say how cost must grow.
    #[error("the problem {problem} has no [growth]: it does not say how cost must grow")]
    NoTarget {
        /// The problem.
        problem: String,
    },
    /// The solution gives no answer.
    #[error("{file} cannot be measured: {why}")]
    Failed {
        /// The solution.
        file: String,
        /// What happened.
        why: String,
    },
    /// The problem's generator or reference fails.
    #[error("the problem {problem} cannot be measured: {why}")]
    Author {
        /// The problem.
        problem: String,
        /// What happened.
        why: AuthorError,
    },
    /// The machinery of judging.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// The user does not want to wait.
    #[error("interrupted")]
    Interrupted,
}
