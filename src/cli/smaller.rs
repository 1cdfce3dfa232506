//! In `kumite test`: in the report for a person, a small input that fails in the place of a large one.

use std::env;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::judge::RunPlan;
use crate::model::{CaseReport, Excerpt, RunReport, StressOutcome, SubmissionReport, Verdict};
use crate::stress::{Inputs, StressOptions, input_bytes};

use super::engine::Engine;

/// A larger input is not understood at a glance.
const LARGE: usize = 1024;
/// What all searches of a run may take together.
const TIME: Duration = Duration::from_secs(2);
/// With less time left no search is begun.
const TOO_LITTLE: Duration = Duration::from_millis(200);

/// Whether a search is wanted: not where a machine reads the output.
pub(super) fn is_wanted(no_search: bool) -> bool {
    !no_search && env::var_os("CI").is_none_or(|value| value.is_empty())
}

/// The report with small inputs in the place of large ones, where a short search finds some. A search that fails
/// changes nothing: what was judged is what counts.
pub(super) fn with_small_inputs(engine: &Engine, plan: &RunPlan, report: &RunReport) -> RunReport {
    let deadline = Instant::now() + TIME;
    let mut report = report.clone();
    if report.interrupted {
        return report;
    }
    for index in 0..report.submissions.len() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left < TOO_LITTLE {
            break;
        }
        if let Some(mut judged) = report.submissions.get(index)
            && let Some(case) = only_large(&judged)
            && let Some(small) = small_input(engine, plan, index, case, &judged.cases[case], left)
        {
            judged.cases[case] = small;
            report.submissions.put(index, &judged);
        }
    }
    report
}

/// The first case that failed, if nothing small did.
fn only_large(judged: &SubmissionReport) -> Option<usize> {
    let failed = |case: &&CaseReport| {
        !matches!(case.verdict, Verdict::Accepted | Verdict::Skipped | Verdict::JudgeError | Verdict::CompileError)
    };
    let is_large = |case: &CaseReport| bytes_of(case).is_some_and(|bytes| bytes > LARGE);
    let all_large = judged.cases.iter().filter(failed).all(is_large);
    judged.cases.iter().position(|case| failed(&case)).filter(|_| all_large && judged.problem.reference.is_some())
}

fn bytes_of(case: &CaseReport) -> Option<usize> {
    match case.input.as_ref()? {
        Excerpt::Whole(input) => Some(input_bytes(input)),
        Excerpt::Cut { bytes, .. } => Some(*bytes),
    }
}

/// The case as it would be with a small input.
fn small_input(
    engine: &Engine,
    plan: &RunPlan,
    index: usize,
    case: usize,
    judged: &CaseReport,
    time: Duration,
) -> Option<CaseReport> {
    let submission = plan.submissions.get(index)?;
    // To run what takes long again and again takes too long.
    let shrinks = matches!(judged.verdict, Verdict::WrongAnswer | Verdict::RunTimeError);
    let large = engine.ready(&submission.problem, *submission.cases.get(case)?).ok().filter(|_| shrinks);
    let last = large.map(|ready| Arc::clone(&ready.input)).into_iter().collect();
    let inputs = Inputs { first: Vec::new(), last, only: Some(judged.verdict) };
    let options =
        StressOptions { seed: 0, time, slow: false, time_factor: plan.time_factor, memory_factor: plan.memory_factor };
    let stressed = engine.stress(options, |stress| stress.search(submission, &inputs, None)).ok()?;
    let StressOutcome::Found(found) = stressed.outcome else { return None };
    let judged_small = found.report.submissions.first()?;
    let small = judged_small.cases.first()?;
    if input_bytes(&found.input) > LARGE {
        return None;
    }
    let why = "A small input on which it fails in the same way; that of the case is long. `kumite stress` keeps such an \
               input as a case of your own.";
    Some(CaseReport {
        name: judged.name.clone(),
        group: judged.group,
        tags: judged.tags.clone(),
        why: Some(why.to_owned()),
        cpu: judged.cpu,
        wall: judged.wall,
        peak_memory: judged.peak_memory,
        ..small.clone()
    })
}
