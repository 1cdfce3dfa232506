//! Looks for inputs: random legal ones, and among them those that show something.

mod inputs;
mod mutate;
mod shape;
mod shrink;

use crate::harness::HarnessError;

pub use inputs::{Inputs, Random};
pub use shrink::{Shrunk, shrink};

/// Why a search ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The machinery of judging.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// The user does not want to wait.
    #[error("interrupted")]
    Interrupted,
}
