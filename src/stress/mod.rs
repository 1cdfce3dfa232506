//! Looks for the smallest input on which a solution fails.
//!
//! Inputs come from the cases, then from [`crate::search`]; what a solution must answer, the reference says, and where
//! there is a second accepted solution, that one too. The first input that fails is shrunk while it fails in the same
//! way, and the smallest is judged once more as any case is. `docs/stress.md` describes it for users.

mod trial;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::catalog::{check_input, free_name, ready_case};
use crate::event::NoSink;
use crate::harness::{HarnessError, Program};
use crate::judge::{Executor, Judge, Ready, RunPlan, Submission};
use crate::model::{
    Answer, CaseInput, CaseSource, Counterexample, Diagnostic, Environment, Finding, Group, Place, Problem, RunReport,
    Severity, StressOutcome, Stressed, TestCase, Value, Verdict, json_text_len, python_literal,
};
use crate::sandbox::Interrupt;
use crate::search::{Random, SearchError, shrink};
use crate::workspace::Cache;
use trial::{Failure, Trial, Tried};

/// Of the time, this many tenths at most are for finding an input; the rest is for shrinking it.
const FINDING_TENTHS: u32 = 7;
/// Questions while shrinking; what ends it is the time.
const BUDGET: usize = 20_000;
/// How much of a time limit an input may take while it is looked for smaller ones that hang too.
const HANG_FRACTION: u32 = 20;
/// Numbers of generated cases are divided by these while it is looked for an input on which a solution is slow.
const PARTS: [i64; 5] = [256, 64, 16, 4, 1];
/// Characters of an answer in a message.
const SHOWN: usize = 60;

/// What a search needs besides the solution.
pub struct Stress<'a> {
    /// Makes an executor that stops when the user wants to.
    pub executors: &'a dyn Fn() -> Box<dyn Executor>,
    /// Makes an executor that does not: the last word on what was found is had also then.
    pub unhurried: &'a (dyn Fn() -> Box<dyn Executor> + Sync),
    /// The place of the run.
    pub environment: Environment,
    /// Keeps generated cases.
    pub cache: &'a Cache,
    /// Whether the user wants to stop.
    pub interrupt: Interrupt,
    /// What the user chose.
    pub options: StressOptions,
}

/// How to search.
#[derive(Debug, Clone, Copy)]
pub struct StressOptions {
    /// Where random inputs come from.
    pub seed: u64,
    /// How long to search and to shrink, together.
    pub time: Duration,
    /// Whether CPU time far over the reference's is a failure too.
    pub slow: bool,
    /// Time limits are multiplied by this.
    pub time_factor: f64,
    /// Memory limits are multiplied by this.
    pub memory_factor: f64,
}

/// Why nothing can be found out.
#[derive(Debug, thiserror::Error)]
pub enum StressError {
    /// The machinery of judging.
    #[error(transparent)]
    Harness(#[from] HarnessError),
    /// Code of the problem's author fails.
    #[error("the problem `{problem}` cannot be used for this: {why}")]
    Author {
        /// The problem.
        problem: String,
        /// What fails.
        why: String,
    },
}

/// What ends a search or a shrinking before it is done.
enum Halt {
    Interrupted,
    TimeUp,
    Failed(StressError),
}

impl From<HarnessError> for Halt {
    fn from(error: HarnessError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<SearchError> for Halt {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Harness(error) => error.into(),
            SearchError::Interrupted => Self::Interrupted,
        }
    }
}

/// Which inputs are tried, in which order.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Before random ones.
    pub first: Vec<Arc<CaseInput>>,
    /// When no random one fails.
    pub last: Vec<Arc<CaseInput>>,
    /// Only what fails in this way counts; None: any failure.
    pub only: Option<Verdict>,
}

impl Inputs {
    /// The cases of a problem, small ones first, then random inputs.
    pub fn of(problem: &Problem) -> Self {
        let given = problem.cases.iter().filter_map(|case| match &case.source {
            CaseSource::Given(input) => Some(Arc::clone(input)),
            CaseSource::Generated { .. } => None,
        });
        let mut first: Vec<Arc<CaseInput>> = given.collect();
        first.sort_by_cached_key(|input| input_bytes(input));
        Self { first, ..Self::default() }
    }
}

/// One search at work.
struct Search<'s, 'a> {
    stress: &'s Stress<'a>,
    submission: &'s Submission,
    trial: Trial<'s>,
    tried: usize,
    deadline: Instant,
}

impl Stress<'_> {
    /// Looks for an input on which the submission fails. `second` is an accepted solution beside the reference.
    pub fn search(
        &self,
        submission: &Submission,
        inputs: &Inputs,
        second: Option<Program>,
    ) -> Result<Stressed, StressError> {
        let started = Instant::now();
        let problem = &submission.problem;
        let author = |why: &str| StressError::Author { problem: problem.id.clone(), why: why.to_owned() };
        if problem.reference.is_none() {
            return Err(author("it has no reference that could say what is right"));
        }
        let stressed = |tried, interrupted, outcome| Stressed {
            seed: self.options.seed,
            tried,
            wall: started.elapsed(),
            interrupted,
            outcome,
        };
        let Some(trial) = Trial::new(self, submission)? else {
            let any = inputs.first.first().or(inputs.last.first()).cloned();
            let any = any.unwrap_or_else(|| Arc::new(CaseInput::Stdin(Vec::new())));
            let report = self.judged(submission, &any, Answer::Printed(Vec::new()))?;
            return Ok(stressed(0, false, StressOutcome::CannotLoad(Box::new(report))));
        };
        let mut search = Search { stress: self, submission, trial, tried: 0, deadline: started + self.options.time };
        let (outcome, interrupted) = match search.run(inputs, started) {
            Ok(found) => (found, self.interrupt.is_set()),
            Err(Halt::Interrupted) => (None, true),
            Err(Halt::TimeUp) => (None, false),
            Err(Halt::Failed(error)) => return Err(error),
        };
        let outcome = match outcome {
            Some(StressOutcome::Found(mut found)) => match search.confirm(&found, second)? {
                Ok(confirmed) => {
                    found.confirmed = confirmed;
                    StressOutcome::Found(found)
                }
                Err(dispute) => StressOutcome::Disputed(Box::new(dispute)),
            },
            Some(other) => other,
            None => StressOutcome::Nothing { reference_failed: search.trial.reference_failed.take() },
        };
        Ok(stressed(search.tried, interrupted, outcome))
    }

    fn go_on(&self, deadline: Instant) -> Result<(), Halt> {
        if self.interrupt.is_set() {
            Err(Halt::Interrupted)
        } else if Instant::now() >= deadline {
            Err(Halt::TimeUp)
        } else {
            Ok(())
        }
    }

    /// Judges the submission on one input, as any case is judged.
    fn judged(
        &self,
        submission: &Submission,
        input: &Arc<CaseInput>,
        expected: Answer,
    ) -> Result<RunReport, HarnessError> {
        let problem = &submission.problem;
        let name = known_as(problem, input).unwrap_or_else(|| free_name("stress", problem));
        let case = TestCase {
            name,
            group: Group::Secret,
            tags: vec!["stress".to_owned()],
            why: None,
            source: CaseSource::Given(Arc::clone(input)),
            expected: Some(Arc::new(expected)),
        };
        let problem = Problem { cases: vec![Arc::new(case)], ..Problem::clone(problem) };
        let plan = RunPlan {
            submissions: vec![Submission { problem: Arc::new(problem), cases: vec![0], ..submission.clone() }],
            fail_fast: false,
            strict: false,
            second_run: false,
            jobs: 1,
            time_factor: self.options.time_factor,
            memory_factor: self.options.memory_factor,
        };
        let judge = Judge {
            executors: self.unhurried,
            environment: self.environment.clone(),
            cache: self.cache,
            conditions: None,
            interrupt: Interrupt::default(),
        };
        judge.run(&plan, &mut NoSink)
    }
}

impl Search<'_, '_> {
    fn run(&mut self, inputs: &Inputs, started: Instant) -> Result<Option<StressOutcome>, Halt> {
        let (stress, problem) = (self.stress, &self.submission.problem);
        for input in &inputs.first {
            if let Some(found) = self.try_one(input, inputs.only)? {
                return Ok(Some(found));
            }
        }
        if stress.options.slow
            && let Some(found) = self.try_generated(inputs.only)?
        {
            return Ok(Some(found));
        }
        let random = Random { problem, seed: stress.options.seed, interrupt: &stress.interrupt };
        let mut stream = random.stream();
        let enough = started + stress.options.time * FINDING_TENTHS / 10;
        while Instant::now() < enough
            && let Some(input) = stream.next(&mut self.trial.bench)?
        {
            if let Some(found) = self.try_one(&input, inputs.only)? {
                return Ok(Some(found));
            }
        }
        for input in &inputs.last {
            if let Some(found) = self.try_one(input, inputs.only)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Tries what generator.py makes for the generated cases, with small numbers first: of two inputs on which a solution
    /// is slow the smaller one is shrunk sooner.
    fn try_generated(&mut self, only: Option<Verdict>) -> Result<Option<StressOutcome>, Halt> {
        for part in PARTS {
            for case in &self.submission.problem.cases {
                let CaseSource::Generated { function, params, seed } = &case.source else { continue };
                let scaled = |value: &Value| match value {
                    Value::Int(int) if *int > part => Value::Int(int / part),
                    other => other.clone(),
                };
                let params: Vec<(String, Value)> =
                    params.iter().map(|(name, value)| (name.clone(), scaled(value))).collect();
                self.stress.go_on(self.deadline)?;
                // A function that cannot work with such numbers makes none: nobody promised that it can.
                let Ok(input) = self.trial.bench.generate(function, &params, *seed)? else { continue };
                let is_legal = check_input(&self.submission.problem, &input).is_empty()
                    && self.trial.bench.validate(&input)? == Ok(None);
                if is_legal && let Some(found) = self.try_one(&Arc::new(input), only)? {
                    return Ok(Some(found));
                }
            }
        }
        Ok(None)
    }

    /// Tries an input, and follows it up where it fails.
    fn try_one(&mut self, input: &Arc<CaseInput>, only: Option<Verdict>) -> Result<Option<StressOutcome>, Halt> {
        self.stress.go_on(self.deadline)?;
        self.tried += 1;
        match self.trial.of(input, self.trial.limits.time)? {
            Tried::CannotLoad => {
                let report = self.stress.judged(self.submission, input, Answer::Printed(Vec::new()))?;
                Ok(Some(StressOutcome::CannotLoad(Box::new(report))))
            }
            Tried::Fails(failure) if only.is_none_or(|only| failure.verdict == only) => {
                Ok(self.pin_down(input, &failure)?.map(|found| StressOutcome::Found(Box::new(found))))
            }
            Tried::Fails(_) | Tried::Passes | Tried::Unknown => Ok(None),
        }
    }

    /// Shrinks an input that fails, and judges what comes out. None: judged alone and without haste it does not fail.
    fn pin_down(&mut self, input: &Arc<CaseInput>, failure: &Failure) -> Result<Option<Counterexample>, Halt> {
        let limit = self.trial.limits.time;
        // What hangs, hangs also in a part of the time; where that is not so, the whole of it is waited for.
        let hangs = failure.verdict == Verdict::TimeLimitExceeded;
        let waits = if hangs { vec![limit / HANG_FRACTION, limit] } else { vec![limit] };
        let submission = self.submission;
        for wait in waits {
            let mut last = failure.clone();
            let (stress, deadline) = (self.stress, self.deadline);
            let trial = &mut self.trial;
            let mut fails = |candidate: &CaseInput| -> Result<bool, Halt> {
                if trial.bench.validate(candidate)? != Ok(None) {
                    return Ok(false);
                }
                match trial.of(&Arc::new(candidate.clone()), wait)? {
                    Tried::Fails(found) if found.is_like(failure) => last = found,
                    _ => return Ok(false),
                }
                Ok(true)
            };
            let go_on = || stress.go_on(deadline);
            let shrunk = shrink(&submission.problem, input, BUDGET, &go_on, &mut fails);
            if let Some(Halt::Failed(error)) = shrunk.stopped {
                return Err(Halt::Failed(error));
            }
            let found = self.last_word(&Arc::new(shrunk.input), &last)?;
            if let Some(found) = found {
                let first_bytes = input_bytes(input);
                let (executions, smallest) = (shrunk.executions, shrunk.stopped.is_none());
                return Ok(Some(Counterexample { first_bytes, executions, smallest, ..found }));
            }
        }
        Ok(self.last_word(input, failure)?)
    }

    /// The counterexample, if the judge says of it what the search has found.
    fn last_word(&self, input: &Arc<CaseInput>, failure: &Failure) -> Result<Option<Counterexample>, HarnessError> {
        let problem = &self.submission.problem;
        let expected = Answer::clone(&failure.expected);
        let report = self.stress.judged(self.submission, input, expected.clone())?;
        if report.submissions.first().map(|submission| submission.verdict) != Some(failure.verdict) {
            return Ok(None);
        }
        Ok(Some(Counterexample {
            report,
            known_as: known_as(problem, input),
            ready_case: ready_case("stress", problem, input, Some(&expected)),
            input: CaseInput::clone(input),
            expected,
            first_bytes: input_bytes(input),
            executions: 0,
            smallest: false,
            slow: failure.times,
            confirmed: false,
        }))
    }

    /// Whether a second accepted solution agrees with the reference on what was found; the inner error: it does not.
    fn confirm(
        &mut self,
        found: &Counterexample,
        second: Option<Program>,
    ) -> Result<Result<bool, Finding>, StressError> {
        let Some(second) = second.filter(|_| !self.stress.interrupt.is_set()) else { return Ok(Ok(false)) };
        let file = second.file_name.clone();
        let ready = Ready { input: Arc::new(found.input.clone()), expected: Arc::new(found.expected.clone()) };
        let answer = match self.trial.contradiction(second, &ready)? {
            None => return Ok(Ok(false)),
            Some(Ok(())) => return Ok(Ok(true)),
            Some(Err(answer)) => answer,
        };
        let (other, reference) = (shown(&answer), shown(&found.expected));
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            code: "solutions-disagree",
            place: Place::file(file),
            message: format!(
                "the problem is broken: on an input that was found this accepted solution answers {other}, the reference \
                 {reference}"
            ),
            hint: Some("Find out by hand which is right, mend the other, and keep the case.".to_owned()),
        };
        Ok(Err(Finding { diagnostic, ready_case: Some(found.ready_case.clone()) }))
    }
}

fn shown(answer: &Answer) -> String {
    match answer {
        Answer::Returned(value) => python_literal(value, SHOWN),
        Answer::Printed(text) => python_literal(&Value::Str(String::from_utf8_lossy(text).into_owned()), SHOWN),
    }
}

/// The name of the case that has this input.
fn known_as(problem: &Problem, input: &CaseInput) -> Option<String> {
    let is_same = |source: &CaseSource| matches!(source, CaseSource::Given(given) if **given == *input);
    problem.cases.iter().find(|case| is_same(&case.source)).map(|case| case.name.clone())
}

/// About how long an input is as JSON.
pub fn input_bytes(input: &CaseInput) -> usize {
    let all = |values: &[Value]| values.iter().map(|value| json_text_len(value, usize::MAX)).sum::<usize>();
    match input {
        CaseInput::Call(args) => all(args),
        CaseInput::Class { init, calls } => {
            all(init) + calls.iter().map(|(name, args)| name.len() + all(args)).sum::<usize>()
        }
        CaseInput::Stdin(text) => text.len(),
    }
}
