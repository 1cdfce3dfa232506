//! The finished report: what every renderer is a pure function of.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::case::{Answer, CaseInput, Group};
use super::execution::Raised;
use super::growth::{Exponent, SubmissionGrowth};
use super::outcome::Difference;
use super::problem::Problem;
use super::ratio::{Change, CpuRatio};
use super::shard::Shard;
use super::submissions::Submissions;
use super::verdict::Verdict;
use super::warning::Warning;

/// How cases are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Isolation {
    /// A fork of a clean interpreter per case.
    #[default]
    Fork,
    /// A fresh interpreter per case.
    Process,
}

impl Isolation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fork, Self::Process];

    /// The isolation with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|isolation| isolation.name() == name)
    }

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fork => "fork",
            Self::Process => "process",
        }
    }
}

/// Everything that one run found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunReport {
    /// Where it ran.
    pub environment: Environment,
    /// The submissions, in the order they were asked for.
    pub submissions: Submissions,
    /// Wall clock of the whole run.
    pub wall: Duration,
    /// Whether what is only warned of is a failure.
    pub strict: bool,
    /// Whether the user interrupted.
    pub interrupted: bool,
    /// The commit that was checked out, where that was asked for.
    pub commit: Option<String>,
    /// Which part of a run this is; None: all of it.
    pub shard: Option<Shard>,
}

/// Where a run took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// The interpreter's version: `3.11.7`.
    pub python: String,
    /// The interpreter as it was asked for: `python3`.
    pub executable: String,
    /// `linux-x86_64`.
    pub platform: String,
    /// How cases were kept apart.
    pub isolation: Isolation,
    /// Protections in force, strongest first: `landlock`, `seccomp`, `rlimits`.
    pub protections: Vec<String>,
    /// Protections that this machine lacks, each with the reason.
    pub missing_protections: Vec<String>,
    /// How memory was measured.
    pub memory_method: String,
}

/// Sums over a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stats {
    /// Submissions judged.
    pub submissions: usize,
    /// Submissions accepted.
    pub accepted: usize,
    /// Cases, skipped ones included.
    pub cases: usize,
    /// Cases accepted.
    pub cases_accepted: usize,
    /// Submissions whose result is that of an earlier run.
    pub cached: usize,
    /// Submissions by verdict; none where no submission has it.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// Submissions with something that the verdict does not show.
    pub warned: usize,
    /// Cases over their time limit by too little to tell, and not failed for it.
    pub noisy: usize,
}

impl RunReport {
    /// The sums.
    pub fn stats(&self) -> Stats {
        let mut stats = Stats { submissions: self.submissions.len(), ..Stats::default() };
        for submission in self.submissions.iter() {
            stats.accepted += usize::from(submission.verdict == Verdict::Accepted);
            stats.cached += usize::from(submission.cached);
            stats.cases += submission.cases.len();
            stats.cases_accepted += submission.cases.iter().filter(|case| case.verdict == Verdict::Accepted).count();
            *stats.verdicts.entry(submission.verdict).or_default() += 1;
            stats.warned += usize::from(!submission.warnings.is_empty());
            stats.noisy += submission.cases.iter().filter(|case| case.is_noisy()).count();
        }
        stats
    }
}

/// What was found of one submission.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubmissionReport {
    /// The problem it was judged against.
    pub problem: Arc<Problem>,
    /// The solution, relative to the working directory, with `/`.
    pub path: String,
    /// Its text, for finding lines of it.
    pub source: Arc<str>,
    /// The verdict.
    pub verdict: Verdict,
    /// The time limit in force.
    pub time_limit: Duration,
    /// The memory limit in force, in bytes.
    pub memory_limit_bytes: u64,
    /// Why it could not be loaded, or why the judge failed.
    pub message: Option<String>,
    /// The exception that loading it raised.
    pub raised: Option<Raised>,
    /// Whether this is what an earlier run found, nothing having changed since.
    pub cached: bool,
    /// How much CPU time it takes beside the reference, where that was measured.
    pub cpu_ratio: Option<CpuRatio>,
    /// What was found in the run that this one is compared with.
    pub baseline: Baseline,
    /// How its cost grows, where that was measured.
    pub growth: Option<SubmissionGrowth>,
    /// The cases in the problem's order.
    pub cases: Vec<CaseReport>,
    /// What its verdict does not show.
    pub warnings: Vec<Warning>,
}

impl SubmissionReport {
    /// How its CPU ratio stands to that of the run that this one is compared with; None: there is nothing to compare.
    pub fn change(&self) -> Option<Change> {
        Some(self.cpu_ratio.as_ref()?.change_since(self.baseline.cpu_ratio.as_ref()?))
    }

    /// How the exponent of its growth stands to that of the run that this one is compared with; None: there is nothing
    /// to compare.
    pub fn growth_change(&self) -> Option<Change> {
        Some(self.growth.as_ref()?.reading.exponent?.change_since(&self.baseline.exponent?))
    }

    /// Whether it is slower than in the run that this one is compared with, or grows faster.
    pub fn is_worse(&self) -> bool {
        [self.change(), self.growth_change()].contains(&Some(Change::Slower))
    }
}

/// What an earlier run found of a submission, as far as a later one is compared with it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Baseline {
    /// How much CPU time it took beside the reference.
    pub cpu_ratio: Option<CpuRatio>,
    /// The exponent of its growth.
    pub exponent: Option<Exponent>,
}

/// What was found of one case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaseReport {
    /// The case's name.
    pub name: String,
    /// Sample or secret.
    pub group: Group,
    /// What the case is about.
    pub tags: Vec<String>,
    /// Why the case is there.
    pub why: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// CPU time, the interpreter's own taken off.
    pub cpu: Duration,
    /// Wall clock.
    pub wall: Duration,
    /// Peak memory above the interpreter's own, in bytes.
    pub peak_memory: u64,
    /// The input as it was before the call; None: it could not be made.
    pub input: Option<Excerpt<CaseInput>>,
    /// The expected answer; None: there is none (the case was not run).
    pub expected: Option<Excerpt<Answer>>,
    /// The candidate's answer; None: there is none.
    pub actual: Option<Excerpt<Answer>>,
    /// Where and how the answer is wrong.
    pub difference: Option<Difference>,
    /// The exception, if one ended the case.
    pub raised: Option<Raised>,
    /// What there is to say besides, as facts; words are the renderer's.
    pub notes: Vec<Note>,
    /// What was printed, cut to 64 KiB.
    pub stdout: String,
    /// What was printed to standard error, cut to 64 KiB.
    pub stderr: String,
}

impl CaseReport {
    /// The CPU times of all runs of a case that is over its time limit by too little to tell.
    pub fn noisy_runs(&self) -> Option<&[Duration]> {
        self.notes.iter().find_map(|note| match note {
            Note::Noisy(runs) => Some(runs.as_slice()),
            _ => None,
        })
    }

    /// Whether it is over its time limit by too little to tell, and not failed for it.
    pub fn is_noisy(&self) -> bool {
        self.noisy_runs().is_some() && self.verdict != Verdict::TimeLimitExceeded
    }
}

/// A fact about a case that a person needs to understand its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// Ended by a signal (number).
    Signal(i32),
    /// Left with this code in the middle of a call, or at the end of a program.
    ExitCode(i32),
    /// An answer of this type has no encoding, at this place, for this reason.
    Unencodable {
        /// `generator`.
        type_name: String,
        /// `$[2]`.
        path: String,
        /// More words, perhaps empty.
        reason: String,
    },
    /// Which call of a class case raised or ended, from 0.
    Call(usize),
    /// The time is over the limit by too little to tell: these runs were made, in CPU time, and the smallest counts.
    Noisy(Vec<Duration>),
    /// It had more processes at once than the problem allows.
    TooManyProcesses,
    /// It had more threads at once than any case may have.
    TooManyThreads,
    /// The bytes on the answer channel were no reply.
    GarbledReply,
    /// The judge failed, in these words.
    Judge(String),
    /// Interrupted by the user.
    Interrupted,
}

/// A value in a report: whole, or cut where it is too long.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Excerpt<T> {
    /// All of it.
    Whole(Arc<T>),
    /// A part around the first difference.
    Cut {
        /// The part, as JSON text with `...` where something was left out.
        text: String,
        /// About how long the whole is, in bytes of JSON.
        bytes: usize,
        /// The file that holds the whole, if one was kept.
        kept: Option<String>,
    },
}
