//! One lane: takes cases, runs them, says what it found.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::classify::{self, LoadFailure};
use super::compare::compare;
use super::materials::{Materials, Ready};
use super::queue::Queue;
use super::results;
use super::second_run::SecondRun;
use super::timing::{self, STOP_FACTOR};
use super::{Executor, Judge, RunPlan, Submission, excerpt};
use crate::check::Aside;
use crate::harness::{Compiled, HarnessError, Program};
use crate::model::{
    Answer, CaseInput, CaseReport, CheckOutcome, Difference, DifferenceKind, Entry, Execution, Limits, LimitsSpec,
    Note, Reply, SubmissionReport, Value, Verdict, Warning,
};
use crate::sandbox::Seats;
use crate::workspace::{Cache, Fingerprint};

/// Printed text in a report is cut to this many bytes.
const MOST_PRINTED: usize = 64 << 10;

/// What a lane says.
pub(super) enum Finding {
    /// A case has its verdict.
    Case { submission: usize, case: usize, report: Box<CaseReport> },
    /// This many cases at the end of a submission will not be run.
    NotRun { submission: usize, cases: usize },
    /// The machinery failed.
    Failed(HarnessError),
}

/// What the lanes share.
pub(super) struct Shared<'a> {
    plan: &'a RunPlan,
    judge: &'a Judge<'a>,
    queue: Mutex<Queue>,
    /// Told when there is something to help with, and when there will be nothing more: lanes without work wait for it.
    news: Condvar,
    /// Held for reading by whoever runs a case, for writing by who must run one alone.
    gate: RwLock<()>,
    states: Vec<State>,
    materials: Vec<Materials>,
    /// Submissions that still need the materials.
    users: Vec<AtomicUsize>,
    failed: AtomicBool,
    seats: Seats,
}

/// What is known of a submission.
struct State {
    materials: usize,
    program: Mutex<Option<Arc<Compiled>>>,
    limits: Mutex<Option<Limits>>,
    /// Boxed, because few have one.
    load_failure: OnceLock<Box<LoadFailure>>,
    /// The name of its result, from the files that were run; unknown before they are read, and where none is kept.
    result: OnceLock<Fingerprint>,
    /// Whether its result is that of an earlier run.
    recalled: AtomicBool,
    /// The CPU times of its accepted cases, by the problem's index.
    accepted: Mutex<Vec<(usize, Duration)>>,
    warnings: OnceLock<Vec<Warning>>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(plan: &'a RunPlan, judge: &'a Judge<'a>) -> Self {
        let mut known = HashMap::new();
        let mut materials = Vec::new();
        let mut users: Vec<AtomicUsize> = Vec::new();
        let mut states = Vec::new();
        for submission in &plan.submissions {
            let index = *known.entry(Arc::as_ptr(&submission.problem)).or_insert_with(|| {
                materials.push(Materials::new(&submission.problem, &judge.environment.python));
                users.push(AtomicUsize::new(0));
                materials.len() - 1
            });
            users[index].fetch_add(1, Ordering::Relaxed);
            states.push(State {
                materials: index,
                program: Mutex::new(None),
                limits: Mutex::new(None),
                load_failure: OnceLock::new(),
                result: OnceLock::new(),
                recalled: AtomicBool::new(false),
                accepted: Mutex::new(Vec::new()),
                warnings: OnceLock::new(),
            });
        }
        let queue = Mutex::new(Queue::new(plan.submissions.iter().map(|submission| submission.cases.len())));
        let (news, gate, failed, seats) = Default::default();
        Self { plan, judge, queue, news, gate, states, materials, users, failed, seats }
    }

    /// What judging a submission's problem needs.
    pub(super) fn materials_of(&self, submission: usize) -> &Materials {
        &self.materials[self.states[submission].materials]
    }

    pub(super) fn cache(&self) -> &Cache {
        self.judge.cache
    }

    pub(super) fn interrupted(&self) -> bool {
        self.judge.interrupt.is_set()
    }

    /// Why a submission could not be loaded, once that is known.
    pub(super) fn load_failure(&self, submission: usize) -> Option<LoadFailure> {
        self.states[submission].load_failure.get().map(|failure| LoadFailure::clone(failure))
    }

    /// What there is to say of a submission besides its verdict.
    pub(super) fn warnings(&self, submission: usize) -> Vec<Warning> {
        self.states[submission].warnings.get().cloned().unwrap_or_default()
    }

    /// The limits in force for a submission; before its first case ran, those that the package states.
    pub(super) fn limits(&self, submission: usize) -> Limits {
        let known = *lock(&self.states[submission].limits);
        known.unwrap_or_else(|| {
            let spec = &self.plan.submissions[submission].problem.limits;
            self.scaled(spec, spec.time.unwrap_or(LimitsSpec::DEFAULT_TIME))
        })
    }

    /// Reports what earlier runs found of submissions that have not changed since. To be called before any lane runs.
    pub(super) fn recall(&self, mut report: impl FnMut(Finding)) {
        if self.judge.conditions.is_none() {
            return;
        }
        for (index, (submission, state)) in self.plan.submissions.iter().zip(&self.states).enumerate() {
            let program = submission.program().ok();
            let name = program.and_then(|program| self.result_name(state, submission, &program));
            let found = name.and_then(|name| results::read(self.judge.cache, &name, submission));
            let Some(SubmissionReport {
                verdict,
                time_limit,
                memory_limit_bytes,
                message,
                raised,
                mut cases,
                warnings,
                ..
            }) = found
            else {
                continue;
            };
            let limits = Limits { time: time_limit, memory_bytes: memory_limit_bytes, ..self.limits(index) };
            *lock(&state.limits) = Some(limits);
            let _ = state.warnings.set(warnings);
            state.recalled.store(true, Ordering::Relaxed);
            if let Some(message) = message {
                let _ = state.load_failure.set(Box::new(LoadFailure { verdict, message, raised }));
                cases.clear();
            }
            let not_run = lock(&self.queue).close(index) - cases.len();
            for (case, found) in cases.into_iter().enumerate() {
                report(Finding::Case { submission: index, case, report: Box::new(found) });
            }
            if not_run > 0 {
                report(Finding::NotRun { submission: index, cases: not_run });
            }
        }
    }

    /// Whether a submission's result is that of an earlier run.
    pub(super) fn is_recalled(&self, submission: usize) -> bool {
        self.states[submission].recalled.load(Ordering::Relaxed)
    }

    /// Keeps what was found of a submission for later runs.
    pub(super) fn keep(&self, submission: usize, report: &SubmissionReport) {
        let Some(name) = self.states[submission].result.get() else { return };
        results::keep(self.judge.cache, name, report);
    }

    /// The name of a submission's result; None where none is kept.
    fn result_name(&self, state: &State, submission: &Submission, program: &Program) -> Option<Fingerprint> {
        let conditions = self.judge.conditions.as_ref()?;
        let problem = self.materials[state.materials].contents()?;
        results::name(conditions, self.plan, &problem, &program.fingerprint(), &submission.cases)
    }

    /// How many cases are to be run.
    pub(super) fn cases_left(&self) -> usize {
        lock(&self.queue).left()
    }

    /// The submission has been reported.
    pub(super) fn release(&self, submission: usize) {
        let state = &self.states[submission];
        *lock(&state.program) = None;
        if self.users[state.materials].fetch_sub(1, Ordering::Relaxed) == 1 {
            self.materials[state.materials].release();
        }
    }

    /// Works until nothing is left to do.
    pub(super) fn run_lane(&self, number: usize, findings: &Sender<Finding>) {
        let new_executor = || {
            self.seats.take();
            (self.judge.executors)()
        };
        let delay = lock(&self.queue).delay(number);
        let start = Instant::now() + delay;
        let (mut executor, mut current) = (None, None);
        // Not so the first lane: it takes a case before another can.
        if number > 0 && delay.is_zero() {
            executor.insert(new_executor()).get_ready();
        }
        while let Some((submission, case)) = self.next_case(current, start) {
            let executor = executor.get_or_insert_with(new_executor);
            current = Some(submission);
            match self.judge_case(submission, case, &mut **executor) {
                Ok(report) => {
                    self.look_again(submission, case, &report, &mut **executor);
                    self.found(submission, case, report, findings);
                }
                Err(error) => {
                    self.failed.store(true, Ordering::Relaxed);
                    // The receiver lives as long as the lanes do.
                    let _ = findings.send(Finding::Failed(error));
                }
            }
        }
    }

    /// The next case for a lane that works from `start` on, as soon as there is one. None: it is not needed any more.
    fn next_case(&self, current: Option<usize>, start: Instant) -> Option<(usize, usize)> {
        let (mut queue, mut taken) = (lock(&self.queue), None);
        while !self.interrupted() && !self.failed.load(Ordering::Relaxed) {
            let now = Instant::now();
            taken = if start <= now { queue.take(current, now) } else { None };
            if taken.is_some() {
                break;
            }
            let Some(look) = queue.worth_looking(now) else { break };
            let pause = look.max(start).saturating_duration_since(now);
            queue = self.news.wait_timeout(queue, pause).unwrap_or_else(PoisonError::into_inner).0;
        }
        // The last case, and whatever ended this lane, end those that wait.
        if taken.is_none() || queue.left() == 0 {
            self.news.notify_all();
        }
        taken
    }

    fn found(&self, submission: usize, case: usize, report: CaseReport, findings: &Sender<Finding>) {
        let verdict = report.verdict;
        let _ = findings.send(Finding::Case { submission, case, report: Box::new(report) });
        let ends = verdict == Verdict::CompileError || (self.plan.fail_fast && verdict != Verdict::Accepted);
        if ends {
            let cases = lock(&self.queue).close(submission);
            let _ = findings.send(Finding::NotRun { submission, cases });
        } else if lock(&self.queue).judged(submission, Instant::now()) {
            self.news.notify_all();
        }
    }

    /// Once its last case is accepted, looks for what the verdict of a submission does not show. That case is told of
    /// afterwards, because with it the submission is.
    fn look_again(&self, index: usize, case: usize, report: &CaseReport, executor: &mut dyn Executor) {
        let (submission, state) = (&self.plan.submissions[index], &self.states[index]);
        if !self.plan.second_run || report.verdict != Verdict::Accepted {
            return;
        }
        let times = {
            let mut accepted = lock(&state.accepted);
            accepted.push((submission.cases[case], report.cpu));
            if accepted.len() < submission.cases.len() {
                return;
            }
            std::mem::take(&mut *accepted)
        };
        let Some(program) = lock(&state.program).clone() else { return };
        let (limits, materials) = (self.limits(index), &self.materials[state.materials]);
        let second =
            SecondRun { submission, program: &program, materials, limits: &limits, cache: self.judge.cache, times };
        let _ = state.warnings.set(second.warning(executor).into_iter().collect());
    }

    fn judge_case(&self, index: usize, case: usize, executor: &mut dyn Executor) -> Result<CaseReport, HarnessError> {
        let (submission, state) = (&self.plan.submissions[index], &self.states[index]);
        let case = submission.cases[case];
        let blank = |verdict| classify::blank_report(&submission.problem.cases[case], verdict);
        let Some(program) = self.program(submission, state, executor)? else {
            return Ok(blank(Verdict::CompileError));
        };
        let materials = &self.materials[state.materials];
        let ready = match materials.case(case, executor, self.judge.cache)? {
            Ok(ready) => ready,
            Err(error) => return Ok(CaseReport { notes: vec![Note::Judge(error)], ..blank(Verdict::JudgeError) }),
        };
        match self.run_case(submission, state, &program, &ready, executor) {
            Ok((execution, mut limits, noisy)) => {
                if noisy.is_some() && !self.plan.strict {
                    // Too near to tell, so its time does not fail it: what it answered decides.
                    limits.time = execution.cpu;
                }
                let mut report = blank(Verdict::JudgeError);
                self.conclude(&mut report, submission, state, &ready, execution, &limits, executor)?;
                report.notes.extend(noisy.map(Note::Noisy));
                Ok(report)
            }
            // Harness after harness broke at this case, in fresh interpreters: the others may still be judged.
            Err(error @ HarnessError::Broken { .. }) => {
                Ok(CaseReport { notes: vec![Note::Judge(error.to_string())], ..blank(Verdict::JudgeError) })
            }
            Err(error) => Err(error),
        }
    }

    /// The submission's code; None where it does not compile.
    fn program(
        &self,
        submission: &Submission,
        state: &State,
        executor: &mut dyn Executor,
    ) -> Result<Option<Arc<Compiled>>, HarnessError> {
        let mut slot = lock(&state.program);
        if slot.is_none() && state.load_failure.get().is_none() {
            let problem = &submission.problem;
            let program = submission.program()?;
            if let Some(name) = self.result_name(state, submission, &program) {
                let _ = state.result.set(name);
            }
            match executor.compile(program)? {
                Ok(compiled) => *slot = Some(Arc::new(compiled)),
                Err(execution) => {
                    let limits = self.scaled(&problem.limits, LimitsSpec::DEFAULT_TIME);
                    let _ =
                        state.load_failure.set(Box::new(classify::load_failure(&execution, &problem.entry, &limits)));
                }
            }
        }
        Ok(slot.clone())
    }

    /// Runs a case as often as its time needs.
    #[allow(clippy::type_complexity)] // the execution that counts, its limits, and the times of all where noisy
    fn run_case(
        &self,
        submission: &Submission,
        state: &State,
        program: &Arc<Compiled>,
        ready: &Ready,
        executor: &mut dyn Executor,
    ) -> Result<(Execution, Limits, Option<Vec<Duration>>), HarnessError> {
        let mut limits = self.limits_of(submission, state, false, executor)?;
        let mut execution = {
            let _among_others = self.gate.read().unwrap_or_else(PoisonError::into_inner);
            executor.run(program, &ready.input, &limits, limits.time * STOP_FACTOR)?
        };
        if execution.cpu <= limits.time {
            return Ok((execution, limits, None));
        }
        let relative = submission.problem.limits.time.is_none() && submission.problem.reference.is_some();
        if !relative && !timing::is_borderline(&execution, limits.time) {
            return Ok((execution, limits, None));
        }
        let _alone = self.gate.write().unwrap_or_else(PoisonError::into_inner);
        if relative {
            limits = self.limits_of(submission, state, true, executor)?;
            execution = executor.run(program, &ready.input, &limits, limits.time * STOP_FACTOR)?;
        }
        if !timing::is_borderline(&execution, limits.time) {
            return Ok((execution, limits, None));
        }
        let again = || executor.run(program, &ready.input, &limits, limits.time * STOP_FACTOR);
        let (execution, noisy) = timing::settle(execution, limits.time, again)?;
        Ok((execution, limits, noisy))
    }

    fn limits_of(
        &self,
        submission: &Submission,
        state: &State,
        afresh: bool,
        executor: &mut dyn Executor,
    ) -> Result<Limits, HarnessError> {
        let mut slot = lock(&state.limits);
        if let (Some(limits), false) = (*slot, afresh) {
            return Ok(limits);
        }
        let time = self.materials[state.materials].time_limit(afresh, executor, self.judge.cache)?;
        let limits = self.scaled(&submission.problem.limits, time);
        *slot = Some(limits);
        Ok(limits)
    }

    fn scaled(&self, spec: &LimitsSpec, time: Duration) -> Limits {
        let mut limits = spec.resolve(time.mul_f64(self.plan.time_factor));
        limits.memory_bytes = (limits.memory_bytes as f64 * self.plan.memory_factor) as u64;
        limits
    }

    /// Writes what an execution means into its report.
    #[allow(clippy::too_many_arguments)] // the facts, and everything they are held against
    fn conclude(
        &self,
        report: &mut CaseReport,
        submission: &Submission,
        state: &State,
        ready: &Ready,
        execution: Execution,
        limits: &Limits,
        executor: &mut dyn Executor,
    ) -> Result<(), HarnessError> {
        (report.cpu, report.wall, report.peak_memory) = (execution.cpu, execution.wall, execution.peak_memory);
        report.notes = classify::notes_of(&execution);
        report.stdout = printed(&execution.stdout);
        report.stderr = printed(&execution.stderr);
        let problem = &submission.problem;
        let verdict = classify::verdict_of(&execution, limits, &problem.entry);
        if verdict == Some(Verdict::CompileError) {
            let _ = state.load_failure.set(Box::new(classify::load_failure(&execution, &problem.entry, limits)));
        }
        let exit_is_clean = verdict.is_none();
        // Nothing is accepted but by a comparison below.
        report.verdict = verdict.unwrap_or(Verdict::RunTimeError);
        let (answer, aside) = match execution.reply {
            Reply::Answer { answer, aside } => (Some(Answer::Returned(answer)), aside),
            Reply::Raised(raised) => {
                report.raised = Some(raised);
                (None, None)
            }
            _ if matches!(problem.entry, Entry::Stdin) => (Some(Answer::Printed(execution.stdout.clone())), None),
            _ => (None, None),
        };
        let answer = answer.map(Arc::new);
        if let (true, Some(answer)) = (exit_is_clean, &answer) {
            let aside = aside_of(&problem.entry, &ready.input, &execution.stdout, aside.as_ref());
            let materials = &self.materials[state.materials];
            match compare(problem, materials, ready, answer, &aside, executor)? {
                Ok(CheckOutcome::Accepted) => report.verdict = Verdict::Accepted,
                Ok(CheckOutcome::Rejected(difference)) => {
                    report.verdict = Verdict::WrongAnswer;
                    report.difference = Some(difference);
                }
                Err(error) => {
                    report.verdict = Verdict::JudgeError;
                    report.notes.push(Note::Judge(error));
                }
            }
        }
        let path = report.difference.as_ref().map_or(&[][..], |difference| &difference.path.0);
        let (at_expected, at_given) =
            difference_offsets(report.difference.as_ref(), &ready.expected, answer.as_deref());
        report.input = Some(excerpt::input(&ready.input, path));
        report.expected = Some(excerpt::answer(&ready.expected, answer.as_deref(), path, at_expected));
        report.actual = answer.map(|answer| excerpt::answer(&answer, Some(&ready.expected), path, at_given));
        Ok(())
    }
}

/// What else the candidate did that may tell what nearly matched.
fn aside_of<'a>(entry: &Entry, input: &'a CaseInput, stdout: &'a [u8], aside: Option<&'a Value>) -> Aside<'a> {
    let mutates = matches!(entry, Entry::Function { mutates: Some(_), .. });
    let args_after = if mutates { None } else { aside.and_then(Value::items) };
    let returned = if mutates { aside } else { None };
    let args_before: &[Value] = if let CaseInput::Call(args) = input { args } else { &[] };
    Aside { stdout, args_before, args_after, returned, calls: matches!(entry, Entry::Class { .. }) }
}

/// The bytes at which the expected and the given text differ: in the line that the difference names, after what both
/// have in common there.
fn difference_offsets(difference: Option<&Difference>, expected: &Answer, given: Option<&Answer>) -> (usize, usize) {
    let (Some(DifferenceKind::Line { line, .. } | DifferenceKind::Token { line, .. }), Answer::Printed(expected)) =
        (difference.map(|difference| &difference.kind), expected)
    else {
        return (0, 0);
    };
    let Some(Answer::Printed(given)) = given else { return (0, 0) };
    let start = |text: &[u8]| -> usize {
        text.split_inclusive(|&byte| byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum()
    };
    let (at_expected, at_given) = (start(expected), start(given));
    let common = excerpt::common_start(&expected[at_expected..], &given[at_given..]);
    (at_expected + common, at_given + common)
}

fn printed(bytes: &[u8]) -> String {
    let cut = &bytes[..bytes.len().min(MOST_PRINTED)];
    String::from_utf8_lossy(cut).into_owned()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
