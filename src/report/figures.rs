//! The figures of a submission: how many cases were accepted, how long the slowest took, how much memory.

use std::time::Duration;

use crate::model::{CaseReport, Change, CpuRatio, Group, Note, Stats, SubmissionReport, Verdict};

use super::advice::is_failure;
use super::quantity::{bytes, count, grouped, limit_seconds, seconds};

/// From this part of a limit on, a case's name or a figure is worth a word.
const NOTABLE: f64 = 0.5;

/// Counts by group, the slowest case, memory where it is notable, and whether an earlier run found all this.
pub(super) fn of_submission(submission: &SubmissionReport) -> Vec<String> {
    let mut figures = Vec::new();
    let skipped = submission.cases.iter().filter(|case| case.verdict == Verdict::Skipped).count();
    if skipped < submission.cases.len() {
        let groups = [Group::Sample, Group::Secret].into_iter().filter_map(|group| group_count(submission, group));
        figures.push(groups.collect::<Vec<_>>().join(", "));
    }
    if skipped > 0 {
        figures.push(format!("{} {}", count(skipped, "case"), why_skipped(submission)));
    }
    if let Some(slowest) = slowest(submission) {
        let limit = submission.time_limit;
        let name = if is_notable(slowest.cpu.as_secs_f64(), limit.as_secs_f64()) {
            format!(" ({})", slowest.name)
        } else {
            String::new()
        };
        figures.push(format!("slowest {} of {}{name}", seconds(slowest.cpu), limit_seconds(limit)));
    }
    let peak = submission.cases.iter().map(|case| case.peak_memory).max().unwrap_or_default();
    if is_notable(peak as f64, submission.memory_limit_bytes as f64) {
        figures.push(format!("memory {} of {}", bytes(peak), bytes(submission.memory_limit_bytes)));
    }
    if let Some(ratio) = &submission.cpu_ratio {
        figures.push(format!("{:.2} times the reference", ratio.value));
    }
    if submission.cached {
        figures.push("cached".to_owned());
    }
    figures
}

fn is_notable(used: f64, limit: f64) -> bool {
    used >= limit * NOTABLE
}

fn group_count(submission: &SubmissionReport, group: Group) -> Option<String> {
    let cases = || submission.cases.iter().filter(move |case| case.group == group);
    let accepted = cases().filter(|case| case.verdict == Verdict::Accepted).count();
    let all = cases().count();
    (all > 0).then(|| format!("{} {} of {}", group.name(), grouped(accepted), grouped(all)))
}

fn why_skipped(submission: &SubmissionReport) -> &'static str {
    let interrupted = submission.cases.iter().any(|case| case.notes.contains(&Note::Interrupted));
    if interrupted {
        "not run (interrupted)"
    } else if submission.verdict == Verdict::Skipped || submission.cases.iter().any(|case| is_failure(case.verdict)) {
        "not run (--fail-fast)"
    } else {
        "not run"
    }
}

/// How many cases were accepted.
pub(super) fn accepted(submission: &SubmissionReport) -> usize {
    submission.cases.iter().filter(|case| case.verdict == Verdict::Accepted).count()
}

/// The case that took the most CPU time; None: none took any.
pub(super) fn slowest(submission: &SubmissionReport) -> Option<&CaseReport> {
    let ran = submission.cases.iter().filter(|case| case.verdict != Verdict::Skipped);
    ran.max_by_key(|case| case.cpu).filter(|case| case.cpu > Duration::ZERO)
}

/// How many of its submissions a run took from an earlier one, as the end of a sentence; empty where it took none.
pub(super) fn cached(stats: &Stats) -> String {
    if stats.cached > 0 { format!(", {} cached", grouped(stats.cached)) } else { String::new() }
}

/// That a submission takes more CPU time beside the reference than it did, and how sure that is; None: it does not.
pub(super) fn slower(submission: &SubmissionReport) -> Option<String> {
    let (now, before) = (submission.cpu_ratio.as_ref()?, submission.baseline.cpu_ratio.as_ref()?);
    let times = |ratio: &CpuRatio| format!("{:.2} to {:.2} times", ratio.low, ratio.high);
    (submission.change() == Some(Change::Slower))
        .then(|| format!("{} the CPU time of the reference on {}; it was {}", times(now), now.case, times(before)))
}

/// `12 of 13 cases, 0.26 s, cached`.
pub(super) fn short(submission: &SubmissionReport) -> String {
    let mut figures = vec![format!("{} of {}", grouped(accepted(submission)), count(submission.cases.len(), "case"))];
    figures.extend(slowest(submission).map(|slowest| seconds(slowest.cpu)));
    figures.extend(submission.cached.then(|| "cached".to_owned()));
    figures.join(", ")
}
