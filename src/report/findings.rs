//! What was not accepted, by place in the solutions: cases that fail in the same way at the same line are one finding.

use crate::model::{CaseReport, Entry, Raised, SubmissionReport, Verdict};

use super::explanation;
use super::failing;
use super::quantity::{count, grouped};
use super::text::{visible, visible_lines};
use super::words::verdict;

/// One thing that is wrong with a solution, at one place.
pub(super) struct Finding<'r> {
    pub(super) submission: &'r SubmissionReport,
    pub(super) verdict: Verdict,
    /// The line of the solution, from 1.
    pub(super) line: usize,
    /// The cases that fail so, the one with the smallest input first; empty: the solution as a whole.
    pub(super) cases: Vec<&'r CaseReport>,
}

/// Everything of a submission that is not accepted.
pub(super) fn of_submission(submission: &SubmissionReport) -> Vec<Finding<'_>> {
    let mut findings: Vec<Finding<'_>> = Vec::new();
    if submission.message.is_some() || submission.raised.is_some() {
        let line = line_of(submission.raised.as_ref(), submission);
        findings.push(Finding { submission, verdict: submission.verdict, line, cases: Vec::new() });
    }
    for case in failing::smallest_first(submission) {
        let line = line_of(case.raised.as_ref(), submission);
        match findings.iter_mut().find(|found| found.verdict == case.verdict && found.line == line) {
            Some(found) => found.cases.push(case),
            None => findings.push(Finding { submission, verdict: case.verdict, line, cases: vec![case] }),
        }
    }
    findings
}

/// The innermost line of the solution's own file, else the line that the entry point is defined on.
fn line_of(raised: Option<&Raised>, submission: &SubmissionReport) -> usize {
    // The frames are what the candidate's process says; a line that is not there points at nothing.
    let lines = submission.source.lines().count();
    let is_there = |line: &usize| (1..=lines).contains(line);
    let frames = raised.into_iter().flat_map(|raised| raised.frames.iter().rev());
    let innermost = frames.filter(|frame| frame.file == submission.path).map(|frame| frame.line).next();
    innermost.filter(is_there).or_else(|| entry_line(submission)).unwrap_or(1)
}

fn entry_line(submission: &SubmissionReport) -> Option<usize> {
    let name = match &submission.problem.entry {
        Entry::Function { name, .. } | Entry::Class { name, .. } => name,
        Entry::Stdin => return None,
    };
    let defines = |line: &str| {
        let line = line.trim_start();
        let rest = ["def ", "async def ", "class ", ""].iter().find_map(|word| {
            line.strip_prefix(word)?
                .trim_start()
                .strip_prefix(name.as_str())
                .filter(|_| !word.is_empty() || line.contains('='))
        });
        rest.is_some_and(|rest| rest.trim_start().starts_with(['(', ':', '=']))
    };
    submission.source.lines().position(defines).map(|line| line + 1)
}

impl Finding<'_> {
    /// In one line: `Two sum: wrong answer in 3 of 25 cases`.
    pub(super) fn title(&self) -> String {
        let of = |all: usize| format!(" in {} of {}", grouped(self.cases.len()), count(all, "case"));
        let cases = if self.cases.is_empty() { String::new() } else { of(self.submission.cases.len()) };
        format!("{}: {}{cases}", visible(&self.submission.problem.title), verdict(self.verdict))
    }

    /// The case with the smallest input, as the terminal shows it.
    pub(super) fn text(&self) -> String {
        let Some(smallest) = self.cases.first() else {
            return explanation::text(|width| explanation::of_loading(self.submission, width));
        };
        let text = explanation::text(|width| explanation::of_case(smallest, self.submission, width));
        format!("{}\n{text}", visible_lines(&smallest.name))
    }
}
