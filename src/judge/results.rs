//! Results of earlier runs: what has not changed is not run again.
//!
//! A result is kept under a fingerprint of everything that it can depend on, so that a changed thing is another name and
//! nothing has to be invalidated: the solution and the modules beside it, byte for byte as they were run; the problem
//! but for its words; which cases; this program, the interpreter and the walls (`Judge::conditions`); the factors on
//! limits. `docs/decisions/0012-what-a-result-depends-on.md` has the reasons.
//!
//! Only what another run would find again is kept: no failure of the judge, nothing that was cut short, no time verdict
//! that hangs on noise.

use std::collections::HashMap;
use std::sync::Arc;

use super::{RunPlan, Submission};
use crate::model::{CaseReport, Note, Problem, SubmissionReport, Verdict, record};
use crate::workspace::{Cache, Fingerprint, Kind};

/// The signal with which the kernel ends who takes the machine's last memory: that says nothing of a solution.
const SIGKILL: i32 = 9;

/// Whether another run would find the same of a submission.
fn would_come_again(report: &SubmissionReport) -> bool {
    if report.message.is_some() {
        // An exception comes again; that loading was stopped, or ended without a word, need not.
        return report.raised.is_some();
    }
    report.cases.iter().all(comes_again)
}

/// Whether another run of the same case would find the same.
fn comes_again(report: &CaseReport) -> bool {
    let by_chance = |note: &Note| match note {
        Note::Noisy(_) | Note::Interrupted | Note::Judge(_) => true,
        Note::Signal(signal) => *signal == SIGKILL,
        _ => false,
    };
    match report.verdict {
        // Waiting is measured by the wall clock, which a machine that was asleep or starved lets run on.
        Verdict::JudgeError | Verdict::Skipped | Verdict::IdlenessLimitExceeded => false,
        _ => !report.notes.iter().any(by_chance),
    }
}

/// The name under which a result is kept.
pub(super) fn name(
    conditions: &Fingerprint,
    plan: &RunPlan,
    problem: &Fingerprint,
    program: &Fingerprint,
    cases: &[usize],
) -> Option<Fingerprint> {
    Fingerprint::of(&(conditions, plan.time_factor, plan.memory_factor, problem, program, cases))
}

/// Everything of a problem that a verdict can depend on.
pub(super) fn problem_fingerprint(problem: &Problem) -> Option<Fingerprint> {
    let Problem { entry, limits, checker, reference, generator, cases, .. } = problem;
    let cases: Vec<_> = cases.iter().map(|case| (&case.source, &case.expected)).collect();
    Fingerprint::of(&(entry, limits, checker, reference, generator, cases))
}

impl RunPlan {
    /// The fingerprint of everything that is judged, in its order. None: it cannot be told.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        let mut problems = HashMap::new();
        let mut submissions = Vec::with_capacity(self.submissions.len());
        for one in &self.submissions {
            let problem = Arc::as_ptr(&one.problem);
            let known = *problems.entry(problem).or_insert_with(|| problem_fingerprint(&one.problem));
            submissions.push((&one.problem.id, known?, one.program().ok()?.fingerprint(), &one.cases));
        }
        let how = (self.fail_fast, self.strict, self.time_factor, self.memory_factor);
        Fingerprint::of(&(env!("CARGO_PKG_VERSION"), submissions, how))
    }
}

/// What an earlier run found of a submission.
pub(super) fn read(cache: &Cache, name: &Fingerprint, submission: &Submission) -> Option<SubmissionReport> {
    let report = record::unpack(&cache.read(Kind::Result, name)?, &submission.problem, &submission.shown_path)?;
    let names = submission.cases.iter().map(|&index| &submission.problem.cases[index].name);
    report.cases.iter().map(|case| &case.name).eq(names).then_some(report)
}

/// Keeps what was found of a submission, if another run would find the same.
pub(super) fn keep(cache: &Cache, name: &Fingerprint, report: &SubmissionReport) {
    if would_come_again(report) {
        // Without a cache it is judged again next time.
        let _ = cache.write(Kind::Result, name, &record::pack(report));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::judge::classify;
    use crate::model::record::tests::problem;
    use crate::model::{Baseline, Raised};

    fn submission() -> Submission {
        let (path, shown_path) = ("a.py".into(), "a.py".to_owned());
        Submission { problem: Arc::new(problem()), path, shown_path, source: Vec::new().into(), cases: vec![0] }
    }

    fn report(submission: &Submission, case: CaseReport) -> SubmissionReport {
        SubmissionReport {
            problem: Arc::clone(&submission.problem),
            path: submission.shown_path.clone(),
            source: "".into(),
            verdict: case.verdict,
            time_limit: Duration::from_secs(1),
            memory_limit_bytes: 1,
            message: None,
            raised: None,
            cached: false,
            cpu_ratio: None,
            baseline: Baseline::default(),
            growth: None,
            cases: vec![case],
            warnings: Vec::new(),
        }
    }

    fn case_report(verdict: Verdict, notes: Vec<Note>) -> CaseReport {
        CaseReport { notes, ..classify::blank_report(&problem().cases[0], verdict) }
    }

    /// What is read when this was to be kept.
    fn kept(report: &SubmissionReport, submission: &Submission) -> Option<SubmissionReport> {
        let dir = tempfile::tempdir().unwrap();
        let (cache, name) = (Cache::in_folder(dir.path().to_owned()), Fingerprint::of_texts(&[b"a"]));
        keep(&cache, &name, report);
        read(&cache, &name, submission)
    }

    #[test]
    fn what_hangs_on_chance_is_not_kept() {
        let submission = submission();
        let kept = |verdict, notes| kept(&report(&submission, case_report(verdict, notes)), &submission).is_some();
        for verdict in Verdict::ALL {
            let by_chance = matches!(verdict, Verdict::JudgeError | Verdict::Skipped | Verdict::IdlenessLimitExceeded);
            assert_eq!(kept(verdict, vec![]), !by_chance, "{verdict:?}");
            assert!(!kept(verdict, vec![Note::Noisy(vec![Duration::from_millis(1)])]), "{verdict:?}");
        }
        assert!(!kept(Verdict::RunTimeError, vec![Note::Signal(9)]));
        assert!(kept(Verdict::RunTimeError, vec![Note::Signal(11)]));
    }

    #[test]
    fn only_an_exception_is_a_reason_not_to_load_that_comes_again() {
        let submission = submission();
        let skipped = report(&submission, case_report(Verdict::Skipped, vec![]));
        let failed = |raised| SubmissionReport {
            verdict: Verdict::CompileError,
            message: Some("no".to_owned()),
            raised,
            ..skipped.clone()
        };
        let raised = Raised {
            loaded: false,
            type_name: String::new(),
            message: String::new(),
            frames: vec![],
            call: None,
            earlier: vec![],
        };
        assert!(kept(&failed(None), &submission).is_none());
        assert!(kept(&failed(Some(raised)), &submission).is_some());
    }

    #[test]
    fn the_result_of_other_cases_is_refused() {
        let mut submission = submission();
        let report = report(&submission, case_report(Verdict::Accepted, vec![]));
        assert!(kept(&report, &submission).is_some());
        submission.cases = vec![0, 0];
        assert!(kept(&report, &submission).is_none());
    }
}
