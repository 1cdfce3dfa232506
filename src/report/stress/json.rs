//! The outcome of `kumite stress` as one JSON document.

use serde_json::{Value as Json, json};

use crate::model::{Counterexample, Problem, StressOutcome, Stressed};
use crate::report::json::{case, document, environment, seconds};

/// The document, with a line feed at its end.
pub fn render(stressed: &Stressed, path: &str, problem: &Problem, kept: Option<&str>) -> String {
    let (outcome, found) = match &stressed.outcome {
        StressOutcome::Nothing { .. } => ("nothing", Json::Null),
        StressOutcome::Found(found) => ("found", self::found(found, kept)),
        StressOutcome::CannotLoad(_) => ("compile_error", Json::Null),
        StressOutcome::Disputed(_) => ("disputed", Json::Null),
    };
    let message = match &stressed.outcome {
        StressOutcome::Nothing { reference_failed: Some((_, first)) } => first.clone(),
        StressOutcome::CannotLoad(report) => {
            report.submissions.first().and_then(|submission| submission.message).unwrap_or_default()
        }
        StressOutcome::Disputed(finding) => finding.diagnostic.message.clone(),
        _ => String::new(),
    };
    let ready_case = match &stressed.outcome {
        StressOutcome::Found(found) => Some(found.ready_case.as_str()),
        StressOutcome::Disputed(finding) => finding.ready_case.as_deref(),
        _ => None,
    };
    let fields = json!({
        "format_version": 1,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "problem": problem.id,
        "path": path,
        "seed": stressed.seed,
        "tried": stressed.tried,
        "wall_seconds": seconds(stressed.wall),
        "interrupted": stressed.interrupted,
        "outcome": outcome,
        "message": message,
        "ready_case": ready_case,
        "found": found,
    });
    document(&fields)
}

fn found(found: &Counterexample, kept: Option<&str>) -> Json {
    let submission = found.report.submissions.first();
    let case = submission.and_then(|submission| Some(case(submission.cases.first()?, &submission)));
    json!({
        "environment": environment(&found.report.environment),
        "case": case,
        "known_as": found.known_as,
        "kept": kept,
        "executions": found.executions,
        "smallest": found.smallest,
        "confirmed": found.confirmed,
        "slow": found.slow.map(|(own, reference)| json!({
            "cpu_seconds": seconds(own), "reference_cpu_seconds": seconds(reference),
        })),
    })
}
