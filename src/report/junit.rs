//! The report as JUnit XML, as CI systems read it: a suite per problem, in it the cases of every solution.
//!
//! Jenkins and others show package, class and name of a test; they take the package from what stands before the last
//! dot of the class. So the problem stands there, behind it the solution, and the name is that of the case.

use std::collections::HashMap;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::model::{CaseReport, RunReport, SubmissionReport, Verdict};

use super::explanation;
use super::growth;
use super::text::{visible, visible_lines};
use super::words::{loading_message, message, verdict};

/// The name of the test that fails when a solution cannot be judged as a whole. No case can have it.
const WHOLE: &str = "(the whole solution)";
/// The name of the test that fails when `--growth strict` is not met.
const GROWTH: &str = "(growth)";

/// The report as an XML document.
pub fn render(report: &RunReport) -> String {
    let mut out = Report::new(env!("CARGO_PKG_NAME"));
    out.set_time(report.wall);
    // The problems in the order in which they come first.
    let mut suites: Vec<TestSuite> = Vec::new();
    let mut places = HashMap::new();
    for submission in report.submissions.iter() {
        let place = *places.entry(submission.problem.id.clone()).or_insert_with_key(|problem| {
            suites.push(TestSuite::new(visible(problem)));
            suites.len() - 1
        });
        suites[place].add_test_cases(tests(&submission));
    }
    for mut suite in suites {
        suite.set_time(suite.test_cases.iter().filter_map(|test| test.time).sum());
        out.add_test_suite(suite);
    }
    let mut bytes = Vec::new();
    // Writing to memory fails only without memory, and then nothing more is written anyway.
    out.serialize(&mut bytes).ok();
    let text = String::from_utf8_lossy(&bytes);
    // The schema has no number of skipped tests for the whole, only for each suite.
    text.replacen(&format!(" skipped=\"{}\"", out.skipped), "", 1)
}

fn tests(submission: &SubmissionReport) -> Vec<TestCase> {
    let class = class(submission);
    let whole = whole_failure(submission).map(|status| {
        let mut test = TestCase::new(WHOLE, status);
        test.set_time(Duration::ZERO);
        test
    });
    let cases = submission.cases.iter().map(|case| test(case, submission));
    let mut tests: Vec<TestCase> = whole.into_iter().chain(cases).chain(growth_failure(submission)).collect();
    for test in &mut tests {
        test.set_classname(&class);
    }
    tests
}

/// `two-sum.solutions/two_sum`: the one dot is between the problem and the solution.
fn class(submission: &SubmissionReport) -> String {
    let path = submission.path.strip_suffix(".py").unwrap_or(&submission.path);
    visible(&format!("{}.{}", submission.problem.id, path.replace('.', "_")))
}

/// A solution that cannot be loaded, or that the judge failed on before any case: all of its cases are skipped.
fn whole_failure(submission: &SubmissionReport) -> Option<TestCaseStatus> {
    let message = loading_message(submission)?;
    let text = explanation::text(|width| explanation::of_loading(submission, width));
    Some(failure(submission.verdict, &message, &text))
}

/// The test that fails where growth was demanded and is not met: no case of it does.
fn growth_failure(submission: &SubmissionReport) -> Option<TestCase> {
    submission.growth.as_ref().filter(|growth| growth.fails())?;
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type("growth");
    status.set_message(growth::note(submission)?);
    let mut test = TestCase::new(GROWTH, status);
    test.set_time(Duration::ZERO);
    Some(test)
}

fn test(case: &CaseReport, submission: &SubmissionReport) -> TestCase {
    let status = match case.verdict {
        Verdict::Accepted => TestCaseStatus::success(),
        Verdict::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(visible(&message(case, submission)));
            status
        }
        failed => {
            let text = explanation::text(|width| explanation::of_case(case, submission, width));
            failure(failed, &message(case, submission), &text)
        }
    };
    let mut test = TestCase::new(visible(&case.name), status);
    test.set_time(case.wall);
    if case.verdict != Verdict::Accepted {
        if !case.stdout.is_empty() {
            test.set_system_out(visible_lines(&case.stdout));
        }
        if !case.stderr.is_empty() {
            test.set_system_err(visible_lines(&case.stderr));
        }
    }
    test
}

/// A judge error is an error, whatever else is not accepted a failure.
fn failure(of: Verdict, message: &str, text: &str) -> TestCaseStatus {
    let kind = if of == Verdict::JudgeError { NonSuccessKind::Error } else { NonSuccessKind::Failure };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(of.name());
    status.set_message(visible(&format!("{}: {message}", verdict(of))));
    status.set_description(text);
    status
}
