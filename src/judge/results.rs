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
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::classify::{self, LoadFailure};
use super::{RunPlan, Submission};
use crate::model::{
    Answer, CaseInput, CaseReport, CaseSource, Difference, Excerpt, Limits, Note, Problem, Raised, SubmissionReport,
    TestCase, Verdict, Warning,
};
use crate::workspace::{Cache, Fingerprint, Kind};

/// The signal with which the kernel ends who takes the machine's last memory: that says nothing of a solution.
const SIGKILL: i32 = 9;

/// What judging a submission found.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) limits: Limits,
    pub(super) load_failure: Option<LoadFailure>,
    /// Empty where it could not be loaded.
    cases: Vec<FoundCase>,
    pub(super) warnings: Vec<Warning>,
}

/// What was found of one case, without what its problem says of it.
#[derive(Debug, Serialize, Deserialize)]
struct FoundCase {
    verdict: Verdict,
    cpu: Duration,
    wall: Duration,
    peak_memory: u64,
    input: Option<Kept<CaseInput>>,
    expected: Option<Kept<Answer>>,
    actual: Option<Excerpt<Answer>>,
    difference: Option<Difference>,
    raised: Option<Raised>,
    notes: Vec<Note>,
    stdout: String,
    stderr: String,
}

/// A value, or that it is the one that the problem has.
#[derive(Debug, Serialize, Deserialize)]
enum Kept<T> {
    OfProblem,
    Own(Excerpt<T>),
}

impl<T> Kept<T> {
    fn of(excerpt: Excerpt<T>, of_problem: Option<&Arc<T>>) -> Self {
        match (&excerpt, of_problem) {
            (Excerpt::Whole(value), Some(of_problem)) if Arc::ptr_eq(value, of_problem) => Self::OfProblem,
            _ => Self::Own(excerpt),
        }
    }

    /// The excerpt; None: the problem has no such value.
    fn excerpt(self, of_problem: Option<&Arc<T>>) -> Option<Excerpt<T>> {
        match self {
            Self::OfProblem => of_problem.map(|value| Excerpt::Whole(Arc::clone(value))),
            Self::Own(excerpt) => Some(excerpt),
        }
    }
}

impl Found {
    /// What the report of a submission says; None: another run might say otherwise.
    pub(super) fn of(
        report: &SubmissionReport,
        limits: Limits,
        load_failure: Option<LoadFailure>,
        cases: &[usize],
    ) -> Option<Self> {
        let cases = if let Some(failure) = &load_failure {
            // An exception comes again; that loading was stopped, or ended without a word, need not.
            failure.raised.is_some().then(Vec::new)?
        } else {
            let found = report.cases.iter().zip(cases);
            let found = found.map(|(case, &index)| FoundCase::of(case, &report.problem.cases[index]));
            found.collect::<Option<Vec<_>>>()?
        };
        Some(Self { limits, load_failure, cases, warnings: report.warnings.clone() })
    }

    /// The reports of the cases; None: they are not those of the submission.
    pub(super) fn reports(self, submission: &Submission) -> Option<Vec<CaseReport>> {
        if self.load_failure.is_none() && self.cases.len() != submission.cases.len() {
            return None;
        }
        let cases = self.cases.into_iter().zip(&submission.cases);
        cases.map(|(found, &index)| found.report(&submission.problem.cases[index])).collect()
    }
}

impl FoundCase {
    fn of(report: &CaseReport, case: &TestCase) -> Option<Self> {
        if !comes_again(report) {
            return None;
        }
        // Field by field, so that none is forgotten: the first four are the problem's.
        let CaseReport {
            name: _,
            group: _,
            tags: _,
            why: _,
            verdict,
            cpu,
            wall,
            peak_memory,
            input,
            expected,
            actual,
            difference,
            raised,
            notes,
            stdout,
            stderr,
        } = report.clone();
        Some(Self {
            verdict,
            cpu,
            wall,
            peak_memory,
            input: input.map(|input| Kept::of(input, given(case))),
            expected: expected.map(|expected| Kept::of(expected, case.expected.as_ref())),
            actual,
            difference,
            raised,
            notes,
            stdout,
            stderr,
        })
    }

    fn report(self, case: &TestCase) -> Option<CaseReport> {
        let Self { verdict, cpu, wall, peak_memory, actual, difference, raised, notes, stdout, stderr, .. } = self;
        let input = match self.input {
            Some(kept) => Some(kept.excerpt(given(case))?),
            None => None,
        };
        let expected = match self.expected {
            Some(kept) => Some(kept.excerpt(case.expected.as_ref())?),
            None => None,
        };
        let blank = classify::blank_report(case, verdict);
        Some(CaseReport {
            cpu,
            wall,
            peak_memory,
            input,
            expected,
            actual,
            difference,
            raised,
            notes,
            stdout,
            stderr,
            ..blank
        })
    }
}

fn given(case: &TestCase) -> Option<&Arc<CaseInput>> {
    match &case.source {
        CaseSource::Given(input) => Some(input),
        CaseSource::Generated { .. } => None,
    }
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
            submissions.push((&one.problem.id, known?, one.program().fingerprint(), &one.cases));
        }
        let how = (self.fail_fast, self.strict, self.time_factor, self.memory_factor);
        Fingerprint::of(&(env!("CARGO_PKG_VERSION"), submissions, how))
    }
}

pub(super) fn read(cache: &Cache, name: &Fingerprint) -> Option<Found> {
    postcard::from_bytes(&cache.read(Kind::Result, name)?).ok()
}

pub(super) fn keep(cache: &Cache, name: &Fingerprint, found: &Found) {
    if let Ok(bytes) = postcard::to_stdvec(found) {
        // Without a cache it is judged again next time.
        let _ = cache.write(Kind::Result, name, &bytes);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use num_bigint::BigInt;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{
        Baseline, CheckerSpec, DifferenceKind, Earlier, Entry, Frame, Group, LimitsSpec, NearMiss, Path, Rule, Step,
        Value,
    };

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::None),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            (any::<i128>(), 0_u32..400).prop_map(|(int, shift)| Value::from_bigint(BigInt::from(int) << shift)),
            prop_oneof![any::<f64>(), Just(f64::NAN), Just(-0.0), Just(f64::NEG_INFINITY)].prop_map(Value::Float),
            ".*".prop_map(Value::Str),
            any::<Vec<u8>>().prop_map(Value::Bytes),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let many = prop::collection::vec(inner.clone(), 0..6);
            prop_oneof![
                many.clone().prop_map(Value::List),
                many.clone().prop_map(Value::Tuple),
                many.clone().prop_map(Value::Set),
                many.clone().prop_map(Value::FrozenSet),
                many.clone().prop_map(Value::Tree),
                many.prop_map(Value::Linked),
                prop::collection::vec((inner.clone(), inner), 0..6).prop_map(Value::Dict),
            ]
        })
    }

    fn excerpts<T: std::fmt::Debug + 'static>(
        whole: impl Strategy<Value = T> + 'static,
    ) -> impl Strategy<Value = Excerpt<T>> {
        let cut = (".*", any::<usize>()).prop_map(|(text, bytes)| Excerpt::Cut { text, bytes, kept: None });
        prop_oneof![whole.prop_map(|value| Excerpt::Whole(Arc::new(value))), cut]
    }

    fn answers() -> impl Strategy<Value = Answer> {
        prop_oneof![values().prop_map(Answer::Returned), any::<Vec<u8>>().prop_map(Answer::Printed)]
    }

    fn differences() -> impl Strategy<Value = Difference> {
        let kind = prop_oneof![
            (".*", ".*").prop_map(|(expected, got)| DifferenceKind::Value { expected, got }),
            (any::<usize>(), any::<Option<String>>()).prop_map(|(line, got)| DifferenceKind::Line {
                line,
                expected: None,
                got
            }),
            ".*".prop_map(|message| DifferenceKind::Program { message }),
        ];
        let step = prop_oneof![any::<usize>().prop_map(Step::Index), ".*".prop_map(Step::Key)];
        let near = prop_oneof![Just(None), any::<i64>().prop_map(|by| Some(NearMiss::ConstantOffset(by)))];
        let rule = prop_oneof![Just(Rule::Exact), Just(Rule::Float { rel: 1e-9, abs: 0.0 })];
        (prop::collection::vec(step, 0..4), kind, rule, near).prop_map(|(path, kind, rule, near_miss)| Difference {
            path: Path(path),
            kind,
            rule,
            near_miss,
        })
    }

    fn exceptions() -> impl Strategy<Value = Raised> {
        let frame = (".*", any::<[usize; 3]>(), any::<Option<usize>>()).prop_map(|(file, numbers, column)| Frame {
            function: file.clone(),
            source: column.map(|_| file.clone()),
            file,
            line: numbers[0],
            column,
            repeats: numbers[1],
            left_out: numbers[2],
        });
        let told = (".*", prop::collection::vec(frame, 0..4));
        let earlier = (any::<bool>(), told.clone()).prop_map(|(is_cause, (message, frames))| Earlier {
            is_cause,
            type_name: message.clone(),
            message,
            frames,
        });
        (any::<bool>(), told, any::<Option<usize>>(), prop::collection::vec(earlier, 0..3)).prop_map(
            |(loaded, (message, frames), call, earlier)| {
                let type_name = message.clone();
                Raised { loaded, type_name, message, frames, call, earlier }
            },
        )
    }

    fn problem() -> Problem {
        let case = TestCase {
            name: "one".to_owned(),
            group: Group::Sample,
            tags: vec!["boundary".to_owned()],
            why: Some("because".to_owned()),
            source: CaseSource::Given(Arc::new(CaseInput::Call(vec![Value::Float(f64::NAN)]))),
            expected: Some(Arc::new(Answer::Returned(Value::Int(1)))),
        };
        Problem {
            id: "problem".to_owned(),
            dir: None,
            title: String::new(),
            summary: None,
            difficulty: None,
            topics: Vec::new(),
            minutes: None,
            entry: Entry::Stdin,
            limits: LimitsSpec::default(),
            checker: CheckerSpec { kind: Rule::Exact, rules: Vec::new(), program: None },
            constraints: Vec::new(),
            cases: vec![Arc::new(case)],
            reference: None,
            generator: None,
            validator: None,
            growth: None,
            hints: Vec::new(),
            follow_ups: Vec::new(),
        }
    }

    fn submission() -> Submission {
        let (path, shown_path) = ("a.py".into(), "a.py".to_owned());
        Submission { problem: Arc::new(problem()), path, shown_path, source: Arc::default(), cases: vec![0] }
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

    fn limits() -> Limits {
        LimitsSpec::default().resolve(Duration::from_millis(1500))
    }

    fn case_report(verdict: Verdict, notes: Vec<Note>) -> CaseReport {
        CaseReport { notes, ..classify::blank_report(&problem().cases[0], verdict) }
    }

    /// What comes out of the cache when this case's report was put in.
    fn there_and_back(submission: &Submission, case: CaseReport) -> Option<CaseReport> {
        let found = Found::of(&report(submission, case), limits(), None, &submission.cases)?;
        let bytes = postcard::to_stdvec(&found).unwrap();
        let found: Found = postcard::from_bytes(&bytes).unwrap();
        assert_eq!((found.limits, found.load_failure.is_none()), (limits(), true));
        found.reports(submission).unwrap().pop()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_kept_comes_back_as_it_was(
            input in prop::option::of(excerpts(prop::collection::vec(values(), 0..3).prop_map(CaseInput::Call))),
            expected in prop::option::of(excerpts(answers())),
            actual in prop::option::of(excerpts(answers())),
            difference in prop::option::of(differences()),
            raised in prop::option::of(exceptions()),
            (stdout, stderr) in (".*", ".*"),
            (cpu, peak_memory) in (any::<Duration>(), any::<u64>()),
        ) {
            let notes = vec![Note::Signal(11), Note::ExitCode(-1), Note::Call(3), Note::GarbledReply];
            let case = CaseReport {
                cpu, peak_memory, input, expected, actual, difference, raised, stdout, stderr,
                ..case_report(Verdict::WrongAnswer, notes)
            };
            let back = there_and_back(&submission(), case.clone()).unwrap();
            // Not by `==`, for which nan is not nan, and 0.0 is -0.0.
            prop_assert_eq!(format!("{back:?}"), format!("{case:?}"));
        }
    }

    #[test]
    fn what_the_problem_has_is_not_kept_twice_and_not_copied() {
        let submission = submission();
        let CaseSource::Given(input) = submission.problem.cases[0].source.clone() else { panic!("not given") };
        let case =
            CaseReport { input: Some(Excerpt::Whole(Arc::clone(&input))), ..case_report(Verdict::Accepted, vec![]) };
        let back = there_and_back(&submission, case).unwrap();
        assert!(matches!(back.input, Some(Excerpt::Whole(back)) if Arc::ptr_eq(&back, &input)));
    }

    #[test]
    fn what_hangs_on_chance_is_not_kept() {
        let kept = |verdict, notes| there_and_back(&submission(), case_report(verdict, notes)).is_some();
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
        let report = report(&submission, case_report(Verdict::Skipped, vec![]));
        let failure = |raised| Some(LoadFailure { verdict: Verdict::CompileError, message: "no".to_owned(), raised });
        let raised = Raised {
            loaded: false,
            type_name: String::new(),
            message: String::new(),
            frames: vec![],
            call: None,
            earlier: vec![],
        };
        assert!(Found::of(&report, limits(), failure(None), &submission.cases).is_none());
        let found = Found::of(&report, limits(), failure(Some(raised)), &submission.cases).unwrap();
        assert_eq!(found.reports(&submission).unwrap().len(), 0);
    }

    #[test]
    fn the_result_of_other_cases_is_refused() {
        let mut submission = submission();
        let report = report(&submission, case_report(Verdict::Accepted, vec![]));
        let found = Found::of(&report, limits(), None, &submission.cases).unwrap();
        submission.cases = vec![0, 0];
        assert!(found.reports(&submission).is_none());
    }
}
