//! The code quality report of GitLab: findings that it shows beside the lines of a merge request.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::model::{RunReport, Verdict};

use super::findings::{self, Finding};
use super::json::document;
use super::text::visible;
use super::words::{loading_message, message};

/// The findings as a JSON array, worst first. `place` says where in the repository a solution is.
pub fn render(report: &RunReport, place: &dyn Fn(&str) -> String) -> String {
    let mut before: HashMap<String, usize> = HashMap::new();
    let mut findings: Vec<(Verdict, Json)> = Vec::new();
    for submission in report.submissions.iter() {
        let path = place(&submission.path);
        for finding in findings::of_submission(&submission) {
            let kind = format!("{path}:{}:{}", submission.problem.id, finding.verdict.name());
            let number = before.entry(kind.clone()).or_default();
            *number += 1;
            let json = json!({
                "description": description(&finding),
                "check_name": finding.verdict.name(),
                // The same from run to run, also when lines above it come and go.
                "fingerprint": format!("{kind}:{number}"),
                "severity": severity(finding.verdict),
                "location": {"path": path, "lines": {"begin": finding.line}},
            });
            findings.push((finding.verdict, json));
        }
    }
    findings.sort_by_key(|(verdict, _)| *verdict);
    document(&findings.into_iter().map(|(_, finding)| finding).collect())
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
