//! Annotations for GitHub Actions: workflow commands that its runner reads in the log of a step.
//!
//! The runner takes every line for a command that starts with `::`, white space aside, or that has `##[` in it, whoever
//! wrote it. So whatever else goes to a log passes through [`inert`].

use crate::model::{RunReport, Verdict};

use super::findings::{self, Finding};
use super::quantity::{count, more};
use super::text::visible;

/// The runner shows no more errors of a step than these.
const MOST_ANNOTATIONS: usize = 10;

/// The commands, a line each: at most ten errors, worst first, a warning for times that are too near to tell, and a
/// notice that counts what is left. `place` says where in the repository a solution is.
pub fn render(report: &RunReport, place: &dyn Fn(&str) -> String) -> String {
    let mut worst: Vec<(Verdict, String)> = Vec::new();
    let (mut found, mut noisy) = (0, 0);
    for submission in report.submissions.iter() {
        let findings = findings::of_submission(&submission);
        found += findings.len();
        noisy += submission.cases.iter().filter(|case| case.is_noisy()).count();
        let place = property(&place(&submission.path));
        worst.extend(findings.iter().map(|finding| (finding.verdict, annotation(finding, &place))));
        worst.sort_by_key(|(verdict, _)| *verdict);
        worst.truncate(MOST_ANNOTATIONS);
    }
    let mut commands: Vec<String> = worst.into_iter().map(|(_, command)| command).collect();
    if noisy > 0 {
        commands.push(format!(
            "::warning title=kumite::{} over the time limit by too little to tell",
            count(noisy, "case")
        ));
    }
    if found > MOST_ANNOTATIONS {
        let left = more(found - MOST_ANNOTATIONS, "finding");
        commands.push(format!("::notice title=kumite::{left} without an annotation: the report has them"));
    }
    if commands.is_empty() { String::new() } else { commands.join("\n") + "\n" }
}

fn annotation(finding: &Finding, place: &str) -> String {
    format!(
        "::error file={place},line={},title={}::{}",
        finding.line,
        property(&finding.title()),
        data(finding.text().trim_end()),
    )
}

/// The text with nothing in it that the runner takes for a command: what would begin one is written as an escape.
pub fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let start = line.len() - line.trim_start().len();
        if line[start..].starts_with("::") {
            out.push_str(&line[..start]);
            out.push_str("\\x3a");
            out.push_str(&line[start + 1..]);
        } else {
            out.push_str(line);
        }
    }
    out.replace("##[", "#\\x23[")
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
