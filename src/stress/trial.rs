//! One input tried: does the solution fail on it, and how?

use std::sync::Arc;
use std::time::Duration;

use super::{Halt, Stress, StressError};
use crate::harness::{Compiled, HarnessError, Program};
use crate::judge::{AuthorError, Ready, Submission, Workbench};
use crate::model::{Answer, CaseInput, CheckOutcome, Limits, Problem, Reply, Verdict};

/// Standing still for longer than this is hanging, while inputs are looked for; the problem's own limit may be long.
const IDLE: Duration = Duration::from_millis(500);
/// Over so many times the reference's CPU time is far over it...
const SLOW_FACTOR: u32 = 10;
/// ...if it is more than this; below, it is noise.
const SLOW_FLOOR: Duration = Duration::from_millis(50);
/// The reference's time counts as at least this.
const LEAST: Duration = Duration::from_millis(1);
/// A second solution may take so many times the limit: it need not be fast.
const PATIENCE: u32 = 10;

/// What came of an input.
pub(super) enum Tried {
    Passes,
    Fails(Failure),
    /// The reference gives no answer, or the user interrupted.
    Unknown,
    CannotLoad,
}

/// How a solution fails.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// The verdict; `Accepted` where only the time is bad.
    pub(super) verdict: Verdict,
    /// The exception's type, if one was raised.
    raised: Option<String>,
    /// The solution's CPU time and the reference's, where these are what is bad.
    pub(super) times: Option<(Duration, Duration)>,
    /// What should have been answered.
    pub(super) expected: Arc<Answer>,
}

impl Failure {
    /// Whether the other is the same failure on another input.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.verdict, &self.raised) == (other.verdict, &other.raised)
    }
}

/// A solution and what it is held against.
pub(super) struct Trial<'t> {
    pub(super) bench: Workbench<'t>,
    pub(super) limits: Limits,
    /// On how many inputs the reference failed, and how it did first.
    pub(super) reference_failed: Option<(usize, String)>,
    program: Arc<Compiled>,
    problem: &'t Problem,
    slow: bool,
}

impl<'t> Trial<'t> {
    /// None: the solution does not compile.
    pub(super) fn new(stress: &'t Stress<'_>, submission: &'t Submission) -> Result<Option<Self>, HarnessError> {
        let problem = &submission.problem;
        let mut bench = Workbench::new(problem, &stress.environment.python, stress.executors, stress.cache);
        let Ok(program) = bench.compile(submission.program()?)? else {
            return Ok(None);
        };
        let mut limits = bench.limits()?;
        limits.time = limits.time.mul_f64(stress.options.time_factor);
        limits.memory_bytes = (limits.memory_bytes as f64 * stress.options.memory_factor) as u64;
        limits.idle = limits.idle.min(IDLE);
        Ok(Some(Self { bench, limits, reference_failed: None, program, problem, slow: stress.options.slow }))
    }

    /// Tries an input, ending it at `stop_after` of CPU time.
    pub(super) fn of(&mut self, input: &Arc<CaseInput>, stop_after: Duration) -> Result<Tried, Halt> {
        let (ready, reference) = match self.bench.ask_reference(input)? {
            Ok(answered) => answered,
            Err(why) => {
                let (times, first) = self.reference_failed.take().unwrap_or((0, why));
                self.reference_failed = Some((times + 1, first));
                return Ok(Tried::Unknown);
            }
        };
        let ran = self.bench.run_within(&self.program, input, &self.limits, stop_after)?;
        let raised = match ran.execution.reply {
            Reply::Raised(raised) => Some(raised.type_name),
            _ => None,
        };
        let cpu = ran.execution.cpu;
        let fails = |verdict, times| {
            let expected = Arc::clone(&ready.expected);
            Ok(Tried::Fails(Failure { verdict, raised, times, expected }))
        };
        match (ran.verdict, ran.answer) {
            (Some(Verdict::Skipped), _) | (None, None) => Ok(Tried::Unknown),
            (Some(Verdict::CompileError), _) => Ok(Tried::CannotLoad),
            (Some(verdict), _) => fails(verdict, None),
            (None, Some(answer)) => match self.bench.compare(&ready, &answer)? {
                Err(why) => Err(Halt::Failed(self.author(why))),
                Ok(CheckOutcome::Rejected(_)) => fails(Verdict::WrongAnswer, None),
                Ok(CheckOutcome::Accepted) => {
                    let far = self.slow && cpu > SLOW_FLOOR && cpu > reference.max(LEAST) * SLOW_FACTOR;
                    if far { fails(Verdict::Accepted, Some((cpu, reference))) } else { Ok(Tried::Passes) }
                }
            },
        }
    }

    /// The answer of a second accepted solution, where that is not the expected one. None: it is, or there is none.
    pub(super) fn contradiction(
        &mut self,
        second: Program,
        ready: &Ready,
    ) -> Result<Option<Result<(), Arc<Answer>>>, StressError> {
        let Ok(program) = self.bench.compile(second)? else { return Ok(None) };
        let limits = Limits { time: self.limits.time * PATIENCE, ..self.limits };
        let Some(answer) = self.bench.run(&program, &ready.input, &limits)?.answer else { return Ok(None) };
        match self.bench.compare(ready, &answer)? {
            Err(why) => Err(self.author(why)),
            Ok(CheckOutcome::Accepted) => Ok(Some(Ok(()))),
            Ok(CheckOutcome::Rejected(_)) => Ok(Some(Err(answer))),
        }
    }

    fn author(&self, why: AuthorError) -> StressError {
        StressError::Author { problem: self.problem.id.clone(), why }
    }
}
