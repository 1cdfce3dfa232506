//! What a judge can say of one case or of a whole submission.

use serde::{Deserialize, Serialize};

/// The verdict on a case or a submission, worst first (so `min` of two is the worse one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The judge failed. Never charged to the candidate, never a pass.
    JudgeError,
    /// The file cannot be loaded.
    CompileError,
    /// An exception, a signal, an exit in the middle of a call, or an answer that cannot be encoded.
    RunTimeError,
    /// Over the memory limit, a `MemoryError` under it included.
    MemoryLimitExceeded,
    /// Over the output limit.
    OutputLimitExceeded,
    /// CPU time over the limit.
    TimeLimitExceeded,
    /// Wall clock over its limit without using CPU.
    IdlenessLimitExceeded,
    /// Ran, and the answer is not acceptable.
    WrongAnswer,
    /// Not run.
    Skipped,
    /// Ran, and the answer is acceptable.
    Accepted,
}

impl Verdict {
    /// All verdicts, worst first.
    pub const ALL: [Self; 10] = [
        Self::JudgeError,
        Self::CompileError,
        Self::RunTimeError,
        Self::MemoryLimitExceeded,
        Self::OutputLimitExceeded,
        Self::TimeLimitExceeded,
        Self::IdlenessLimitExceeded,
        Self::WrongAnswer,
        Self::Skipped,
        Self::Accepted,
    ];

    /// The name in JSON, in configuration and in folder names: `wrong_answer`.
    pub fn name(self) -> &'static str {
        match self {
            Self::JudgeError => "judge_error",
            Self::CompileError => "compile_error",
            Self::RunTimeError => "run_time_error",
            Self::MemoryLimitExceeded => "memory_limit_exceeded",
            Self::OutputLimitExceeded => "output_limit_exceeded",
            Self::TimeLimitExceeded => "time_limit_exceeded",
            Self::IdlenessLimitExceeded => "idleness_limit_exceeded",
            Self::WrongAnswer => "wrong_answer",
            Self::Skipped => "skipped",
            Self::Accepted => "accepted",
        }
    }

    /// The usual two or three letters: `WA`.
    pub fn short(self) -> &'static str {
        match self {
            Self::JudgeError => "JE",
            Self::CompileError => "CE",
            Self::RunTimeError => "RTE",
            Self::MemoryLimitExceeded => "MLE",
            Self::OutputLimitExceeded => "OLE",
            Self::TimeLimitExceeded => "TLE",
            Self::IdlenessLimitExceeded => "ILE",
            Self::WrongAnswer => "WA",
            Self::Skipped => "SK",
            Self::Accepted => "AC",
        }
    }

    /// The verdict with this JSON name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    /// The verdict of a submission: that of its first case, in order, that is not accepted.
    ///
    /// A skipped case says nothing of the solution, so it counts only when no case that ran failed.
    pub fn of_cases(cases: impl IntoIterator<Item = Self>) -> Self {
        let mut skipped = false;
        for verdict in cases {
            match verdict {
                Self::Accepted => {}
                Self::Skipped => skipped = true,
                failed => return failed,
            }
        }
        if skipped { Self::Skipped } else { Self::Accepted }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn the_first_case_that_failed_decides() {
        use Verdict::{Accepted, RunTimeError, Skipped, WrongAnswer};
        assert_eq!(Verdict::of_cases([Accepted, WrongAnswer, RunTimeError]), WrongAnswer);
        assert_eq!(Verdict::of_cases([Skipped, WrongAnswer]), WrongAnswer);
        assert_eq!(Verdict::of_cases([Accepted, Skipped]), Skipped);
        assert_eq!(Verdict::of_cases([]), Accepted);
    }

    #[test]
    fn names_are_those_of_serde() {
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.name());
            assert_eq!(Verdict::from_name(verdict.name()), Some(verdict));
        }
    }
}
