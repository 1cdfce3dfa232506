//! The code quality report of GitLab: findings that it shows beside the lines of a merge request.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::model::{RunReport, Verdict};

use super::findings::{self, Finding};
use super::json::write;
use super::text::visible;
use super::words::{loading_message, message};

/// The findings as a JSON array. `place` says where in the repository a solution is.
pub fn render(report: &RunReport, place: &dyn Fn(&str) -> String) -> String {
    let mut before: HashMap<String, usize> = HashMap::new();
    let findings: Vec<Json> = findings::of_run(report)
        .iter()
        .map(|finding| {
            let path = place(&finding.submission.path);
            let kind = format!("{}:{}:{}", path, finding.submission.problem.id, finding.verdict.name());
            let number = before.entry(kind.clone()).or_default();
            *number += 1;
            json!({
                "description": description(finding),
                "check_name": finding.verdict.name(),
                // The same from run to run, also when lines above it come and go.
                "fingerprint": format!("{kind}:{number}"),
                "severity": severity(finding.verdict),
                "location": {"path": path, "lines": {"begin": finding.line}},
            })
        })
        .collect();
    let mut out = String::new();
    write(&mut out, &Json::Array(findings), 0);
    out.push('\n');
    out
}

/// One line: GitLab shows no more.
fn description(finding: &Finding<'_>) -> String {
    let message = match finding.cases.first() {
        Some(case) => format!("{}: {}", case.name, message(case, finding.submission)),
        None => loading_message(finding.submission).unwrap_or_default(),
    };
    visible(&format!("{}; {message}", finding.title()))
}

fn severity(verdict: Verdict) -> &'static str {
    match verdict {
        // It says nothing about the solution.
        Verdict::JudgeError => "info",
        Verdict::CompileError => "blocker",
        Verdict::RunTimeError | Verdict::WrongAnswer => "critical",
        _ => "major",
    }
}
