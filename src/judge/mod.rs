//! Plan, run, classify: from solutions and problems to verdicts.
//!
//! Lanes (threads, one harness each) take cases from one queue, run them through an [`Executor`] and send what they
//! found over one channel; the caller's thread puts it in order, tells the [`EventSink`] and folds it into the
//! [`RunReport`]. No verdict depends on how many lanes there are: a case near its time limit is run again while all
//! other lanes wait, and one that stays too near to tell does not fail for it.

mod classify;
mod compare;
mod excerpt;
mod lane;
mod materials;
mod per_program;
mod queue;
mod ratio;
mod results;
mod second_run;
mod source_text;
mod timing;
mod workbench;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, TryRecvError};
use std::time::{Duration, Instant};

use crate::event::{Announced, Event, EventSink};
use crate::harness::{Compiled, HarnessError, HashSeed, Program, Session};
use crate::model::{
    Baseline, CaseInput, CaseReport, Environment, Execution, Limits, Note, Problem, RunReport, SharedRun, Shelved,
    SubmissionReport, Submissions, Verdict,
};
use crate::sandbox::Interrupt;
use crate::workspace::{Cache, Fingerprint, shelf};
use lane::{Finding, Shared};
pub use materials::failure;
pub use workbench::{AuthorError, Ran, Ready, Workbench};

/// How often findings are passed on while lanes are at work.
const BEAT: Duration = Duration::from_millis(20);

/// Runs programs. The harness does it in earnest; a test may do it with a closure.
pub trait Executor {
    /// Does now what its first request would have to wait for.
    fn get_ready(&mut self) {}

    /// Compiles a program. The inner error: it does not compile, and this is what happened.
    fn compile(&mut self, program: Program) -> Result<Result<Compiled, Execution>, HarnessError>;

    /// Runs one case, ending it at `stop_after` of CPU time.
    fn run(
        &mut self,
        program: &Arc<Compiled>,
        input: &CaseInput,
        limits: &Limits,
        stop_after: Duration,
    ) -> Result<Execution, HarnessError>;

    /// Runs cases of a function or a class one after the other in one process, ending it at `stop_after` of CPU time.
    /// An executor that cannot, says nothing.
    fn run_together(
        &mut self,
        _program: &Arc<Compiled>,
        _inputs: &[Arc<CaseInput>],
        _limits: &Limits,
        _stop_after: Duration,
        _seed: HashSeed,
    ) -> Result<SharedRun, HarnessError> {
        Ok(SharedRun::default())
    }
}

impl Executor for Session {
    fn get_ready(&mut self) {
        Session::get_ready(self);
    }

    fn compile(&mut self, program: Program) -> Result<Result<Compiled, Execution>, HarnessError> {
        Session::compile(self, program)
    }

    fn run(
        &mut self,
        program: &Arc<Compiled>,
        input: &CaseInput,
        limits: &Limits,
        stop_after: Duration,
    ) -> Result<Execution, HarnessError> {
        Session::run(self, program, input, limits, stop_after)
    }

    fn run_together(
        &mut self,
        program: &Arc<Compiled>,
        inputs: &[Arc<CaseInput>],
        limits: &Limits,
        stop_after: Duration,
        seed: HashSeed,
    ) -> Result<SharedRun, HarnessError> {
        Session::run_together(self, program, inputs, limits, stop_after, seed)
    }
}

/// What to judge, and how.
#[derive(Debug, Clone)]
pub struct RunPlan {
    /// The submissions, in the order in which they are reported.
    pub submissions: Vec<Submission>,
    /// The rest of a submission's cases is skipped after its first one that is not accepted.
    pub fail_fast: bool,
    /// A time too near its limit to tell fails, instead of being noted.
    pub strict: bool,
    /// An accepted submission is looked at once more, for what its verdict does not show.
    pub second_run: bool,
    /// Lanes, at least 1.
    pub jobs: usize,
    /// Time limits are multiplied by this.
    pub time_factor: f64,
    /// Memory limits are multiplied by this.
    pub memory_factor: f64,
}

/// A solution to be judged against a problem.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The problem.
    pub problem: Arc<Problem>,
    /// The solution file.
    pub path: PathBuf,
    /// Its name in reports: relative to the working directory, with `/`.
    pub shown_path: String,
    /// Its bytes.
    pub source: Shelved,
    /// Which of the problem's cases, by index, in order.
    pub cases: Vec<usize>,
}

impl Submission {
    /// The solution with the modules beside it, read now.
    pub fn program(&self) -> Result<Program, HarnessError> {
        let source = self.source.bytes().ok_or_else(|| HarnessError::Lost { shown: self.shown_path.clone() })?;
        Ok(Program::solution(&self.problem.entry, &self.path, &self.shown_path, &source))
    }

    /// Its text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.source.bytes().unwrap_or_default()).into_owned()
    }
}

/// What a run needs besides its plan.
pub struct Judge<'a> {
    /// Makes the executor of a lane; called in the lane's own thread.
    pub executors: &'a (dyn Fn() -> Box<dyn Executor> + Sync),
    /// What is reported about the place of the run.
    pub environment: Environment,
    /// Keeps generated cases, measured times and results.
    pub cache: &'a Cache,
    /// The fingerprint of everything besides solutions and problems that a verdict can depend on, where results of
    /// earlier runs are used and new ones kept. None: every case is run.
    pub conditions: Option<Fingerprint>,
    /// Whether the user wants to stop.
    pub interrupt: Interrupt,
}

impl Judge<'_> {
    /// Judges everything in the plan.
    ///
    /// The error is a failure of the judge's machinery that makes going on pointless (no interpreter, no memory).
    pub fn run(&self, plan: &RunPlan, sink: &mut dyn EventSink) -> Result<RunReport, HarnessError> {
        let started = Instant::now();
        let environment = Box::new(self.environment.clone());
        let announced = |submission: &Submission| Announced {
            problem: submission.problem.id.clone(),
            path: submission.shown_path.clone(),
            cases: submission.cases.len(),
        };
        let submissions = plan.submissions.iter().map(announced).collect();
        sink.handle(&Event::RunStarted { environment, submissions });
        let shared = Shared::new(plan, self);
        let (sender, findings) = mpsc::channel();
        let mut fold = Fold::new(plan);
        shared.recall(|finding| fold.add(finding, &shared, sink));
        let receiver = std::thread::current();
        let failure = std::thread::scope(|scope| {
            for number in 0..plan.jobs.min(shared.cases_left()) {
                let (shared, sender, receiver) = (&shared, sender.clone(), &receiver);
                scope.spawn(move || {
                    shared.run_lane(number, &sender);
                    drop(sender);
                    receiver.unpark();
                });
            }
            drop(sender);
            let mut failure = None;
            loop {
                match findings.try_recv() {
                    Ok(Finding::Failed(error)) => failure = failure.or(Some(error)),
                    Ok(finding) => fold.add(finding, &shared, sink),
                    // Looked for now and then: to be woken for each one would cost every case two changes of thread.
                    Err(TryRecvError::Empty) => std::thread::park_timeout(BEAT),
                    Err(TryRecvError::Disconnected) => break failure,
                }
            }
        });
        if let Some(error) = failure {
            return Err(error);
        }
        let interrupted = self.interrupt.is_set();
        let submissions = fold.finish(&shared, sink);
        sink.handle(&Event::RunFinished { interrupted });
        Ok(RunReport {
            strict: plan.strict,
            environment: self.environment.clone(),
            submissions,
            wall: started.elapsed(),
            interrupted,
            commit: None,
            shard: None,
        })
    }
}

/// The findings put in order.
struct Fold<'p> {
    plan: &'p RunPlan,
    /// Of the submissions that are at work; empty for others.
    cases: Vec<Vec<Option<CaseReport>>>,
    missing: Vec<usize>,
    reports: Submissions,
}

impl<'p> Fold<'p> {
    fn new(plan: &'p RunPlan) -> Self {
        Self {
            plan,
            cases: vec![Vec::new(); plan.submissions.len()],
            missing: plan.submissions.iter().map(|submission| submission.cases.len()).collect(),
            reports: Submissions::on(shelf()),
        }
    }

    fn add(&mut self, finding: Finding, shared: &Shared<'_>, sink: &mut dyn EventSink) {
        let submission = match finding {
            Finding::Case { submission, case, report } => {
                sink.handle(&Event::CaseFinished { submission, case, report: report.clone() });
                let cases = &mut self.cases[submission];
                cases.resize(self.plan.submissions[submission].cases.len(), None);
                cases[case] = Some(*report);
                self.missing[submission] -= 1;
                submission
            }
            Finding::NotRun { submission, cases } => {
                self.missing[submission] -= cases;
                submission
            }
            Finding::Failed(_) => return,
        };
        if self.missing[submission] == 0 && !self.reports.has(submission) {
            self.report(submission, shared, sink);
        }
    }

    fn finish(mut self, shared: &Shared<'_>, sink: &mut dyn EventSink) -> Submissions {
        for submission in 0..self.plan.submissions.len() {
            if !self.reports.has(submission) {
                self.report(submission, shared, sink);
            }
        }
        self.reports
    }

    /// Writes the report of a submission from its cases; those without a finding were not run.
    fn report(&mut self, index: usize, shared: &Shared<'_>, sink: &mut dyn EventSink) {
        let submission = &self.plan.submissions[index];
        let mut found = std::mem::take(&mut self.cases[index]);
        found.resize(submission.cases.len(), None);
        let load_failure = shared.load_failure(index);
        let mut stopped = load_failure.is_some();
        let mut cases = Vec::with_capacity(found.len());
        for (report, &case) in found.into_iter().zip(&submission.cases) {
            let report = report.filter(|_| !stopped).unwrap_or_else(|| {
                skipped(submission, case, if shared.interrupted() { vec![Note::Interrupted] } else { Vec::new() })
            });
            stopped |= self.plan.fail_fast && report.verdict != Verdict::Accepted;
            cases.push(report);
        }
        let limits = shared.limits(index);
        let (verdict, message, raised) = match load_failure {
            Some(failure) => (failure.verdict, Some(failure.message), failure.raised),
            None => (Verdict::of_cases(cases.iter().map(|case| case.verdict)), None, None),
        };
        let cached = shared.is_recalled(index);
        let report = SubmissionReport {
            problem: Arc::clone(&submission.problem),
            path: submission.shown_path.clone(),
            source: submission.text().into(),
            verdict,
            time_limit: limits.time,
            memory_limit_bytes: limits.memory_bytes,
            message,
            raised,
            cached,
            cpu_ratio: None,
            baseline: Baseline::default(),
            growth: None,
            cases,
            warnings: shared.warnings(index),
        };
        shared.keep(index, &report);
        shared.release(index);
        self.reports.put(index, &report);
        sink.handle(&Event::SubmissionFinished { submission: index, report: Box::new(report) });
    }
}

/// The report of a case that was not run.
fn skipped(submission: &Submission, case: usize, notes: Vec<Note>) -> CaseReport {
    CaseReport { notes, ..classify::blank_report(&submission.problem.cases[case], Verdict::Skipped) }
}
