//! What `kumite verify` found, as one JSON document. `docs/verifying.md` describes it.

use serde_json::{Value as Json, json};

use crate::model::{Finding, KillTable, MutationScore, Severity, Verification};
use crate::report::json::document;

/// The version of the document's form. Within a version fields are added, never renamed or dropped.
const FORMAT_VERSION: u32 = 1;

/// All problems as one document, with a line feed at its end.
pub fn render(verifications: &[Verification]) -> String {
    let fields = json!({
        "format_version": FORMAT_VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "problems": verifications.iter().map(problem).collect::<Vec<_>>(),
    });
    document(&fields)
}

fn problem(verification: &Verification) -> Json {
    json!({
        "problem": verification.problem,
        "readable": verification.readable,
        "usable": verification.usable,
        "errors": verification.count(Severity::Error),
        "warnings": verification.count(Severity::Warning),
        "cases": verification.done.cases,
        "submissions": verification.done.submissions,
        "random_inputs": verification.done.random_inputs,
        "findings": verification.findings.iter().map(finding).collect::<Vec<_>>(),
        "mutation": verification.mutation.as_ref().map(mutation),
        "kill_table": verification.kills.as_ref().map(kill_table),
    })
}

fn finding(finding: &Finding) -> Json {
    let diagnostic = &finding.diagnostic;
    json!({
        "severity": diagnostic.severity.name(),
        "code": diagnostic.code,
        "file": diagnostic.place.file.to_string_lossy().replace('\\', "/"),
        "line": diagnostic.place.position.map(|(line, _)| line),
        "column": diagnostic.place.position.map(|(_, column)| column),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "case": finding.ready_case,
    })
}

fn mutation(score: &MutationScore) -> Json {
    json!({
        "mutants": score.mutants,
        "tried": score.tried,
        "killed": score.killed,
        "survived": score.survived(),
        "equivalent": score.equivalent,
        "killed_percent": (score.percent() * 10.0).floor() / 10.0,
    })
}

fn kill_table(table: &KillTable) -> Json {
    let idle = table.idle();
    let name = |case: &usize| table.cases[*case].0.as_str();
    let case = |(index, (case, group)): (usize, &(String, crate::model::Group))| {
        let kills: Vec<&str> =
            table.killed_by(index).map(|submission| table.submissions[submission].path.as_str()).collect();
        json!({"name": case, "group": group.name(), "kills": kills, "idle": idle.contains(&index)})
    };
    let submission = |kills: &crate::model::Kills| {
        json!({
            "path": kills.path,
            "label": kills.label.name(),
            "killed_by": kills.by.iter().map(name).collect::<Vec<_>>(),
            "not_run": kills.not_run.iter().map(name).collect::<Vec<_>>(),
        })
    };
    json!({
        "cases": table.cases.iter().enumerate().map(case).collect::<Vec<_>>(),
        "submissions": table.submissions.iter().map(submission).collect::<Vec<_>>(),
    })
}
