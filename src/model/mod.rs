//! The nouns: problem, case, value, limits, verdict, result, diagnostic. No input or output happens here.

mod case;
mod diagnostic;
mod execution;
mod growth;
mod guarantee;
mod limits;
mod literal;
mod long_int;
mod nearest;
mod outcome;
mod path;
mod problem;
mod ratio;
pub mod record;
mod result;
mod selftest;
mod shard;
mod shelf;
mod stressed;
mod submissions;
mod types;
mod value;
mod verdict;
mod verification;
mod warning;

pub use case::{Answer, CaseInput, CaseSource, Group, TestCase};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use execution::{
    Changed, Earlier, Execution, Exit, Frame, Lasting, Raised, Reply, SharedRun, StopReason, Unencodable,
};
pub use growth::{
    AtLargest, CostlyLine, CostlyLines, CountPoint, Doubt, Exponent, GrowthBand, GrowthFinding, GrowthPoint,
    GrowthReading, GrowthReport, MemoryGrowth, RangeEnd, SubmissionGrowth,
};
pub use guarantee::Guarantee;
pub use limits::{Limits, LimitsSpec};
pub use literal::{python_literal, python_str_literal, python_str_window};
pub use nearest::{did_you_mean, nearest};
pub use outcome::{CheckOutcome, Difference, DifferenceKind, NearMiss};
pub use path::{Path, PathPattern, PatternStep, Step};
pub use problem::{
    Bound, CheckerSpec, Constraint, Difficulty, Entry, FollowUp, Growth, GrowthTarget, Hint, HintCondition, Method,
    Param, Problem, Rule,
};
pub use ratio::{Change, CpuRatio, NO_CHANGE};
pub use result::{Baseline, CaseReport, Environment, Excerpt, Isolation, Note, RunReport, Stats, SubmissionReport};
pub use selftest::{Selftest, Surprise, Tried, TriedGroup};
pub use shard::{MergeError, Shard, merge};
pub use shelf::{Shelf, Shelved, Spool};
pub use stressed::{Counterexample, StressOutcome, Stressed};
pub use submissions::Submissions;
pub use types::{CoerceError, Type};
pub use value::{Value, json_str_len, json_text_len};
pub use verdict::Verdict;
pub use verification::{Done, Finding, KillTable, Kills, MutationScore, Verification};
pub use warning::{Cause, Instead, Warning};
