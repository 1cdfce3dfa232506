//! How a command ends: the exit codes of `docs/reports.md`.

use std::process::ExitCode;

use crate::model::{RunReport, SubmissionGrowth, SubmissionReport, Verdict};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExitStatus {
    /// Everything judged was accepted, or the command did its job.
    Fine,
    /// Judged, and something was not accepted.
    NotAccepted,
    /// Bad arguments, bad configuration, an unreadable or invalid package.
    Usage,
    /// The judge itself failed.
    JudgeFailed,
    /// No problem or solution matched.
    NothingToDo,
    /// The user interrupted.
    Interrupted,
}

impl ExitStatus {
    /// What a finished run means.
    pub(super) fn of_report(report: &RunReport) -> Self {
        let passes = |submission: &SubmissionReport| {
            submission.verdict == Verdict::Accepted
                && (!report.strict || submission.warnings.is_empty())
                && !submission.is_worse()
                && !submission.growth.as_ref().is_some_and(SubmissionGrowth::fails)
        };
        let judge_failed = |submission: &SubmissionReport| {
            submission.verdict == Verdict::JudgeError
                || submission.cases.iter().any(|case| case.verdict == Verdict::JudgeError)
        };
        let (mut all_pass, mut any_failed) = (true, false);
        for submission in report.submissions.iter() {
            all_pass &= passes(&submission);
            any_failed |= judge_failed(&submission);
        }
        if report.interrupted {
            Self::Interrupted
        } else if report.submissions.is_empty() && report.shard.as_ref().is_none_or(|shard| shard.submissions == 0) {
            Self::NothingToDo
        } else if any_failed {
            Self::JudgeFailed
        } else if all_pass {
            Self::Fine
        } else {
            Self::NotAccepted
        }
    }

    /// The process's exit code.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::NotAccepted => 1,
            Self::Usage => 2,
            Self::JudgeFailed => 3,
            Self::NothingToDo => 4,
            Self::Interrupted => 130,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status.code())
    }
}
