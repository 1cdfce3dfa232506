//! A submission's report, packed: what a cache keeps, and what a long run keeps out of memory.
//!
//! What the problem says is not packed, but where in it that stands. So an accepted case takes a few bytes, whatever its
//! input is; and a result that is kept between runs follows the words of its problem.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::case::{Answer, CaseInput, CaseSource, Group, TestCase};
use super::execution::Raised;
use super::growth::SubmissionGrowth;
use super::outcome::Difference;
use super::problem::Problem;
use super::ratio::CpuRatio;
use super::result::{Baseline, CaseReport, Excerpt, Note, SubmissionReport};
use super::verdict::Verdict;
use super::warning::Warning;

/// A report without its problem and its path.
#[derive(Serialize, Deserialize)]
struct Record {
    source: Arc<str>,
    verdict: Verdict,
    time_limit: Duration,
    memory_limit_bytes: u64,
    message: Option<String>,
    raised: Option<Raised>,
    cached: bool,
    cpu_ratio: Option<CpuRatio>,
    baseline: Baseline,
    growth: Option<SubmissionGrowth>,
    cases: Vec<CaseRecord>,
    warnings: Vec<Warning>,
}

#[derive(Serialize, Deserialize)]
struct CaseRecord {
    about: About,
    verdict: Verdict,
    cpu: Duration,
    wall: Duration,
    peak_memory: u64,
    input: Option<Told<CaseInput>>,
    expected: Option<Told<Answer>>,
    actual: Option<Excerpt<Answer>>,
    difference: Option<Difference>,
    raised: Option<Raised>,
    notes: Vec<Note>,
    stdout: String,
    stderr: String,
}

/// What a case is about.
#[derive(Serialize, Deserialize)]
enum About {
    /// What the problem says of this case.
    OfProblem(usize),
    Own {
        name: String,
        group: Group,
        tags: Vec<String>,
        why: Option<String>,
    },
}

/// A value, or that it is the one that the problem has.
#[derive(Serialize, Deserialize)]
enum Told<T> {
    OfProblem,
    Own(Excerpt<T>),
}

/// The report as bytes. Its problem and its path are no part of them.
pub fn pack(report: &SubmissionReport) -> Vec<u8> {
    // Field by field, so that none is forgotten.
    let SubmissionReport {
        problem,
        path: _,
        source,
        verdict,
        time_limit,
        memory_limit_bytes,
        message,
        raised,
        cached,
        cpu_ratio,
        baseline,
        growth,
        cases,
        warnings,
    } = report.clone();
    let mut next = 0;
    let record = Record {
        source,
        verdict,
        time_limit,
        memory_limit_bytes,
        message,
        raised,
        cached,
        cpu_ratio,
        baseline,
        growth,
        cases: cases.into_iter().map(|case| CaseRecord::of(case, &problem, &mut next)).collect(),
        warnings,
    };
    // It has a form for everything that a report is made of.
    postcard::to_stdvec(&record).unwrap_or_default()
}

/// The report that was packed; None: the bytes are none of a report on this problem.
pub fn unpack(bytes: &[u8], problem: &Arc<Problem>, path: &str) -> Option<SubmissionReport> {
    let record: Record = postcard::from_bytes(bytes).ok()?;
    let cases = record.cases.into_iter().map(|case| case.report(problem)).collect::<Option<_>>()?;
    Some(SubmissionReport {
        problem: Arc::clone(problem),
        path: path.to_owned(),
        source: record.source,
        verdict: record.verdict,
        time_limit: record.time_limit,
        memory_limit_bytes: record.memory_limit_bytes,
        message: record.message,
        raised: record.raised,
        cached: record.cached,
        cpu_ratio: record.cpu_ratio,
        baseline: record.baseline,
        growth: record.growth,
        cases,
        warnings: record.warnings,
    })
}

impl CaseRecord {
    /// `next` is where in the problem the case is looked for first.
    fn of(report: CaseReport, problem: &Problem, next: &mut usize) -> Self {
        let CaseReport {
            name,
            group,
            tags,
            why,
            verdict,
            cpu,
            wall,
            peak_memory,
            input,
            expected,
            actual,
            difference,
            raised,
            notes,
            stdout,
            stderr,
        } = report;
        let says = |case: &TestCase| (&case.name, case.group, &case.tags, &case.why) == (&name, group, &tags, &why);
        let all = 0..problem.cases.len();
        let found = all.clone().skip(*next).chain(all.take(*next)).find(|&index| says(&problem.cases[index]));
        let case = found.map(|index| &*problem.cases[index]);
        let about = match found {
            Some(index) => {
                *next = index + 1;
                About::OfProblem(index)
            }
            None => About::Own { name, group, tags, why },
        };
        Self {
            about,
            verdict,
            cpu,
            wall,
            peak_memory,
            input: input.map(|input| Told::of(input, case.and_then(given))),
            expected: expected.map(|expected| Told::of(expected, case.and_then(|case| case.expected.as_ref()))),
            actual,
            difference,
            raised,
            notes,
            stdout,
            stderr,
        }
    }

    /// None: the problem has no such case, or no such value.
    fn report(self, problem: &Problem) -> Option<CaseReport> {
        let (case, (name, group, tags, why)) = match self.about {
            About::OfProblem(index) => {
                let case = &**problem.cases.get(index)?;
                (Some(case), (case.name.clone(), case.group, case.tags.clone(), case.why.clone()))
            }
            About::Own { name, group, tags, why } => (None, (name, group, tags, why)),
        };
        let input = match self.input {
            Some(told) => Some(told.excerpt(case.and_then(given))?),
            None => None,
        };
        let expected = match self.expected {
            Some(told) => Some(told.excerpt(case.and_then(|case| case.expected.as_ref()))?),
            None => None,
        };
        Some(CaseReport {
            name,
            group,
            tags,
            why,
            verdict: self.verdict,
            cpu: self.cpu,
            wall: self.wall,
            peak_memory: self.peak_memory,
            input,
            expected,
            actual: self.actual,
            difference: self.difference,
            raised: self.raised,
            notes: self.notes,
            stdout: self.stdout,
            stderr: self.stderr,
        })
    }
}

impl<T> Told<T> {
    fn of(excerpt: Excerpt<T>, of_problem: Option<&Arc<T>>) -> Self {
        match (&excerpt, of_problem) {
            (Excerpt::Whole(value), Some(of_problem)) if Arc::ptr_eq(value, of_problem) => Self::OfProblem,
            _ => Self::Own(excerpt),
        }
    }

    fn excerpt(self, of_problem: Option<&Arc<T>>) -> Option<Excerpt<T>> {
        match self {
            Self::OfProblem => of_problem.map(|value| Excerpt::Whole(Arc::clone(value))),
            Self::Own(excerpt) => Some(excerpt),
        }
    }
}

fn given(case: &TestCase) -> Option<&Arc<CaseInput>> {
    match &case.source {
        CaseSource::Given(input) => Some(input),
        CaseSource::Generated { .. } => None,
    }
}

#[cfg(test)]
pub(crate) mod tests;
