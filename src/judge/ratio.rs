//! Measures solutions beside the reference, for comparing with other runs.
//!
//! The reference on the same machine in the same minute takes the speed of the machine out. Noise only adds, and it
//! comes and goes: so both programs take turns, the smallest of two runs counts in each round, and what is left of it
//! shows in how much the rounds differ. The true median lies outside of all of seven rounds in one of 64 cases.

use std::time::Duration;

use super::lane::Shared;
use super::materials::AUTHOR_LIMITS;
use super::per_program::PerProgram;
use super::{Executor, Judge, RunPlan, Submission};
use crate::harness::HarnessError;
use crate::model::{CpuRatio, Execution, Limits, Reply, RunReport, SubmissionReport, Verdict};

/// How often the two are compared.
const ROUNDS: usize = 7;
/// Runs of each in a round.
const RUNS: usize = 2;
/// What takes less is not measured: a case's own costs would be a part of it.
const LEAST: Duration = Duration::from_millis(5);

impl Judge<'_> {
    /// Measures every accepted submission of a problem with a reference on its slowest case, one after the other.
    ///
    /// Where the case takes too little to be measured, or somebody interrupts, there is no ratio.
    pub fn measure_ratios(&self, plan: &RunPlan, report: &mut RunReport) -> Result<(), HarnessError> {
        let shared = Shared::new(plan, self);
        let make = || (self.executors)();
        for (index, submission) in plan.submissions.iter().enumerate() {
            if self.interrupt.is_set() {
                break;
            }
            let accepted = report.submissions.get(index).filter(|judged| judged.verdict == Verdict::Accepted);
            if let Some(mut judged) = accepted.filter(|_| submission.problem.reference.is_some()) {
                judged.cpu_ratio = measure(&shared, index, submission, &judged, &mut PerProgram::new(&make))?;
                report.submissions.put(index, &judged);
            }
            shared.release(index);
        }
        Ok(())
    }
}

fn measure(
    shared: &Shared<'_>,
    index: usize,
    submission: &Submission,
    report: &SubmissionReport,
    executor: &mut dyn Executor,
) -> Result<Option<CpuRatio>, HarnessError> {
    let cases = report.cases.iter().zip(&submission.cases);
    let Some((slowest, &case)) = cases.max_by_key(|(case, _)| case.cpu).filter(|(case, _)| case.cpu >= LEAST) else {
        return Ok(None);
    };
    let materials = shared.materials_of(index);
    let Ok(ready) = materials.case(case, executor, shared.cache())? else { return Ok(None) };
    let Ok(reference) = materials.reference(executor)? else { return Ok(None) };
    let Some(solution) = super::materials::compile(submission.program()?, executor)?.ok() else { return Ok(None) };
    let memory_bytes = report.memory_limit_bytes.max(AUTHOR_LIMITS.memory_bytes);
    let limits = Limits { memory_bytes, processes: submission.problem.limits.processes, ..AUTHOR_LIMITS };
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let mut best = [Duration::MAX; 2];
        for _ in 0..RUNS {
            for (program, best) in [&solution, &reference].into_iter().zip(&mut best) {
                let execution = executor.run(program, &ready.input, &limits, limits.time)?;
                if !has_answered(&execution) {
                    return Ok(None);
                }
                *best = execution.cpu.min(*best);
            }
        }
        if best.iter().any(|&cpu| cpu < LEAST) {
            return Ok(None);
        }
        rounds.push(best[0].as_secs_f64() / best[1].as_secs_f64());
    }
    let problem = materials.contents().map(|sum| sum.to_string()).unwrap_or_default();
    Ok(CpuRatio::of_rounds(&slowest.name, problem, rounds))
}

fn has_answered(execution: &Execution) -> bool {
    execution.stopped.is_none() && matches!(execution.reply, Reply::Answer { .. } | Reply::Finished)
}
