//! Does every labelled submission get its verdict, with margin? And which case kills which wrong one?

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::catalog::{LabelledSubmission, Package};
use crate::event::NoSink;
use crate::judge::{Judge, RunPlan, Submission};
use crate::model::{CaseReport, DifferenceKind, KillTable, Kills, Note, Problem, Raised, SubmissionReport, Verdict};

use super::structure::REFERENCE;
use super::{Findings, VerifyError};

/// An accepted submission needs at most this part of the limit.
const ACCEPTED_MARGIN: f64 = 0.5;
/// A slow submission needs at least this many times the limit.
const SLOW_MARGIN: f64 = 1.5;
/// How often a time without margin is measured again; the smallest counts.
const REPEATS: usize = 2;

/// What judges the submissions of one problem.
pub(super) struct Labels<'r> {
    pub(super) problem: &'r Arc<Problem>,
    pub(super) package: &'r Package,
    /// The cases that can be judged, by index.
    pub(super) usable: &'r [usize],
    pub(super) judge: &'r Judge<'r>,
    pub(super) jobs: usize,
    /// Whether every submission that must fail is stopped at its first failing case.
    pub(super) quick: bool,
}

/// A labelled submission and what it got.
struct Judged<'r> {
    submission: &'r LabelledSubmission,
    label: Verdict,
    /// The cases that it was judged on, by the problem's index.
    cases: Vec<usize>,
    report: SubmissionReport,
}

impl Labels<'_> {
    /// Judges the submissions, and reports those that do not get their verdict.
    pub(super) fn check(
        &self,
        findings: &mut Findings,
        labelled: &[LabelledSubmission],
    ) -> Result<Option<KillTable>, VerifyError> {
        if labelled.is_empty() || self.usable.is_empty() {
            return Ok(None);
        }
        let (accepted, failing): (Vec<_>, Vec<_>) =
            labelled.iter().partition(|submission| submission.verdict == Some(Verdict::Accepted));
        let (slow, failing): (Vec<_>, Vec<_>) =
            failing.into_iter().partition(|submission| submission.verdict == Some(Verdict::TimeLimitExceeded));
        let mut judged = self.judge_group(&accepted, self.usable, false)?;
        let disputed = disputed(findings, &judged);
        let clear: Vec<usize> = self.usable.iter().copied().filter(|case| !disputed.contains(case)).collect();
        // What stops at its first failing case must not stop at one that says nothing.
        judged.extend(self.judge_group(&failing, self.usable, self.quick && disputed.is_empty())?);
        // A slow submission always stops there: each further case costs twice the limit.
        judged.extend(self.judge_group(&slow, &clear, true)?);
        set_aside(&mut judged, &disputed);
        judged.sort_by(|a, b| a.submission.path.cmp(&b.submission.path));
        if let Some(why) = checker_failure(&judged) {
            findings.error("checker-failed", findings.file("checker.py"), why, "Mend checker.py.");
            return Ok(None);
        }
        judged.iter().try_for_each(judge_failure)?;
        for one in &judged {
            match (one.label, one.report.verdict) {
                (Verdict::Accepted, Verdict::Accepted) => self.accepted_margin(findings, one)?,
                (Verdict::TimeLimitExceeded, Verdict::TimeLimitExceeded) => self.slow_margin(findings, one)?,
                (label, verdict) if label == verdict => {}
                (Verdict::Accepted, _) => not_accepted(findings, one),
                (label, verdict) => {
                    let place = findings.file(&one.submission.path);
                    if verdict == Verdict::Accepted {
                        let message = format!("it must get {}, and every case accepts it", label.name());
                        let hint = "Add a case on which its mistake shows, or take it out.";
                        findings.error("not-killed", place, message, hint);
                    } else {
                        let message = format!("it must get {}, and gets {}", label.name(), got(one));
                        let hint = "Move it to the folder of its verdict, or mend it so that only its mistake shows.";
                        findings.error("wrong-verdict", place, message, hint);
                    }
                }
            }
        }
        Ok(Some(self.kill_table(&judged)))
    }

    fn judge_group<'l>(
        &self,
        group: &[&'l LabelledSubmission],
        cases: &[usize],
        fail_fast: bool,
    ) -> Result<Vec<Judged<'l>>, VerifyError> {
        let reports = self.run(group, cases, fail_fast)?;
        let judged = group.iter().zip(reports).map(|(submission, report)| Judged {
            submission,
            label: submission.verdict.unwrap_or(Verdict::Accepted),
            cases: cases.to_vec(),
            report,
        });
        Ok(judged.collect())
    }

    fn run(
        &self,
        labelled: &[&LabelledSubmission],
        cases: &[usize],
        fail_fast: bool,
    ) -> Result<Vec<SubmissionReport>, VerifyError> {
        let mut submissions = Vec::new();
        for submission in labelled {
            let shown = self.package.shown(&submission.path);
            let source = self.package.read_bytes(&submission.path).ok().flatten().unwrap_or_default();
            submissions.push(Submission {
                problem: Arc::clone(self.problem),
                path: self.package.dir().map_or_else(PathBuf::new, |dir| dir.join(&submission.path)),
                shown_path: shown.to_string_lossy().into_owned(),
                source: source.into_owned().into(),
                cases: cases.to_vec(),
            });
        }
        let plan = RunPlan {
            submissions,
            fail_fast,
            strict: true,
            second_run: false,
            jobs: self.jobs,
            time_factor: 1.0,
            memory_factor: 1.0,
        };
        let report = self.judge.run(&plan, &mut NoSink)?;
        if report.interrupted { Err(VerifyError::Interrupted) } else { Ok(report.submissions.iter().collect()) }
    }

    /// Warns of an accepted submission that needs more than half the limit.
    fn accepted_margin(&self, findings: &mut Findings, judged: &Judged) -> Result<(), VerifyError> {
        let limit = judged.report.time_limit;
        let mut over = times(&judged.report, &judged.cases);
        for _ in 0..REPEATS {
            over.retain(|(_, cpu)| *cpu > limit.mul_f64(ACCEPTED_MARGIN));
            if over.is_empty() {
                return Ok(());
            }
            let cases: Vec<usize> = over.iter().map(|(case, _)| *case).collect();
            for report in self.run(&[judged.submission], &cases, false)? {
                for ((_, best), (_, cpu)) in over.iter_mut().zip(times(&report, &cases)) {
                    *best = (*best).min(cpu);
                }
            }
        }
        over.retain(|(_, cpu)| *cpu > limit.mul_f64(ACCEPTED_MARGIN));
        if let Some((case, cpu)) = over.iter().max_by_key(|(_, cpu)| *cpu) {
            let name = &self.problem.cases[*case].name;
            let message = format!("it needs {} of the limit of {} on `{name}`", seconds(*cpu), seconds(limit));
            let hint = "Raise the limit to at least twice that, or make the case smaller: a slower machine must accept it too.";
            findings.warning("close-to-limit", findings.file(&judged.submission.path), message, hint);
        }
        Ok(())
    }

    /// Warns of a slow submission that is over the limit by less than half of it on every case.
    fn slow_margin(&self, findings: &mut Findings, judged: &Judged) -> Result<(), VerifyError> {
        let limit = judged.report.time_limit;
        let enough = limit.mul_f64(SLOW_MARGIN);
        let slowest = |report: &SubmissionReport| report.cases.iter().map(|case| case.cpu).max().unwrap_or_default();
        let mut best = slowest(&judged.report);
        if best < enough {
            let left = judged.report.cases.iter().zip(&judged.cases);
            let left: Vec<usize> =
                left.filter(|(case, _)| case.verdict == Verdict::Skipped).map(|(_, index)| *index).collect();
            for case in left {
                best = self.run(&[judged.submission], &[case], false)?.iter().map(slowest).fold(best, Duration::max);
                if best >= enough {
                    return Ok(());
                }
            }
            let message = format!("its slowest case takes only {}, and the limit is {}", seconds(best), seconds(limit));
            let hint = "Add a larger case, or lower the limit: a faster machine must reject it too.";
            findings.warning("close-to-limit", findings.file(&judged.submission.path), message, hint);
        }
        Ok(())
    }

    fn kill_table(&self, judged: &[Judged]) -> KillTable {
        let wrong = |one: &&Judged| one.label != Verdict::Accepted && one.report.verdict != Verdict::CompileError;
        let kills = |one: &Judged| {
            let where_verdict = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<usize> {
                let cases = one.report.cases.iter().zip(&one.cases).filter(|(case, _)| wanted(case.verdict));
                cases.filter_map(|(_, index)| self.usable.iter().position(|usable| usable == index)).collect()
            };
            Kills {
                path: one.submission.path.clone(),
                label: one.label,
                by: where_verdict(&|verdict| !matches!(verdict, Verdict::Accepted | Verdict::Skipped)),
                not_run: where_verdict(&|verdict| verdict == Verdict::Skipped),
            }
        };
        let case = |index: &usize| &self.problem.cases[*index];
        KillTable {
            cases: self.usable.iter().map(|index| (case(index).name.clone(), case(index).group)).collect(),
            submissions: judged.iter().filter(wrong).map(kills).collect(),
        }
    }
}

/// Reports the cases whose expected answer the reference does not give, and returns them by the problem's index.
fn disputed(findings: &mut Findings, judged: &[Judged]) -> Vec<usize> {
    let is_reference = |one: &&Judged| one.submission.path == REFERENCE;
    let disputed: Vec<(usize, CaseReport)> = judged
        .iter()
        .find(is_reference)
        .into_iter()
        .flat_map(|one| one.cases.iter().copied().zip(one.report.cases.iter().cloned()))
        .filter(|(_, case)| case.verdict == Verdict::WrongAnswer)
        .collect();
    for (_, case) in &disputed {
        let others = || judged.iter().filter(|one| one.label == Verdict::Accepted && !is_reference(one));
        let gives_it = |one: &Judged| {
            one.report.cases.iter().any(|found| found.name == case.name && found.verdict == Verdict::Accepted)
        };
        let message = format!("the reference disagrees with the case `{}`: {}", case.name, told(case));
        let hint = if others().any(gives_it) {
            "Another accepted solution gives the expected answer: mend the reference."
        } else if others().next().is_some() {
            "No accepted solution gives the expected answer: correct it."
        } else {
            "Correct the expected answer, or the reference."
        };
        findings.error("reference-disagrees", findings.outline.case(&case.name), message, hint);
    }
    disputed.into_iter().map(|(index, _)| index).collect()
}

/// Nobody knows what is right in a disputed case, so no answer is wrong there.
fn set_aside(judged: &mut [Judged], disputed: &[usize]) {
    for one in judged.iter_mut().filter(|_| !disputed.is_empty()) {
        for (case, index) in one.report.cases.iter_mut().zip(&one.cases) {
            if disputed.contains(index) && case.verdict == Verdict::WrongAnswer {
                case.verdict = Verdict::Accepted;
            }
        }
        if one.report.message.is_none() {
            one.report.verdict = Verdict::of_cases(one.report.cases.iter().map(|case| case.verdict));
        }
    }
}

/// An accepted solution is not accepted.
fn not_accepted(findings: &mut Findings, judged: &Judged) {
    let path = &judged.submission.path;
    if judged.report.verdict == Verdict::CompileError {
        let message = format!("it must be accepted, and gets {}", got(judged));
        findings.error("wrong-verdict", findings.file(path), message, "Mend it.");
        return;
    }
    let (wrong, failed): (Vec<_>, Vec<_>) =
        failing(&judged.report).partition(|case| case.verdict == Verdict::WrongAnswer);
    for case in wrong {
        let message = format!("`{path}` disagrees with the case `{}`: {}", case.name, told(case));
        let hint = "Mend it, or the reference and the expected answer: one of them is wrong.";
        findings.error("solution-disagrees", findings.outline.case(&case.name), message, hint);
    }
    let Some((first, rest)) = failed.split_first() else { return };
    let (verdict, case, why) = (first.verdict.name(), &first.name, because(first));
    let more = match rest.len() {
        0 => String::new(),
        1 => " (and fails on one more)".to_owned(),
        more => format!(" (and fails on {more} more)"),
    };
    let message = format!("it must be accepted, and gets {verdict} on the case `{case}`{why}{more}");
    let hint = match first.verdict {
        Verdict::TimeLimitExceeded => "Raise the limit, make the case smaller, or make it faster.",
        _ => "Mend it.",
    };
    findings.error("wrong-verdict", findings.file(path), message, hint);
}

fn failing(report: &SubmissionReport) -> impl Iterator<Item = &CaseReport> {
    report.cases.iter().filter(|case| !matches!(case.verdict, Verdict::Accepted | Verdict::Skipped))
}

/// The verdict that a submission got, where and why.
fn got(judged: &Judged) -> String {
    let report = &judged.report;
    let name = report.verdict.name();
    match (failing(report).next(), &report.message) {
        (_, Some(message)) => format!("{name}: {message}"),
        (Some(case), None) => format!("{name}, first on the case `{}`{}", case.name, because(case)),
        (None, None) => name.to_owned(),
    }
}

/// `: ValueError: ...` where there is more to say.
fn because(case: &CaseReport) -> String {
    match (&case.raised, &case.difference) {
        (Some(Raised { type_name, message, frames, .. }), _) => {
            let line = frames.last().map_or_else(String::new, |frame| format!(", in line {}", frame.line));
            let message = message.lines().next().unwrap_or_default();
            format!("{line}: {type_name}{}{message}", if message.is_empty() { "" } else { ": " })
        }
        (None, Some(_)) => format!(": {}", told(case)),
        (None, None) => String::new(),
    }
}

/// What is different in an answer, in one line.
fn told(case: &CaseReport) -> String {
    let Some(difference) = &case.difference else { return "the answer is not acceptable".to_owned() };
    let end = |text: &Option<String>| text.as_ref().map_or_else(|| "nothing".to_owned(), |text| format!("`{text}`"));
    let what = match &difference.kind {
        DifferenceKind::Value { expected, got } => format!("expected {expected}, got {got}"),
        DifferenceKind::Type { expected_type, expected, got_type, got } => {
            format!("expected {expected_type} {expected}, got {got_type} {got}")
        }
        DifferenceKind::Length { expected, got, item } => {
            let word = if got < expected { "missing" } else { "too much" };
            format!("expected {expected} items, got {got}; {word}: {item}")
        }
        DifferenceKind::Missing { item } => format!("expected the key {item}, got none"),
        DifferenceKind::Unexpected { item } => format!("expected no key {item}"),
        DifferenceKind::Elements { missing, first_missing, unexpected, first_unexpected } => {
            let first = |number: &usize, word: &str, item: &Option<String>| {
                item.as_ref().map(|item| format!("{number} {word}, such as {item}"))
            };
            let parts = [first(missing, "missing", first_missing), first(unexpected, "too many", first_unexpected)];
            parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
        DifferenceKind::Line { line, expected, got } => {
            format!("line {line}: expected {}, got {}", end(expected), end(got))
        }
        DifferenceKind::Token { token, expected, got, .. } => {
            format!("token {token}: expected {}, got {}", end(expected), end(got))
        }
        DifferenceKind::Program { message } => return format!("checker.py says: {message}"),
    };
    match difference.path.to_string().as_str() {
        "$" => what,
        path => format!("at {path} {what}"),
    }
}

/// The CPU times of a submission's cases, by the problem's index.
fn times(report: &SubmissionReport, cases: &[usize]) -> Vec<(usize, Duration)> {
    cases.iter().copied().zip(report.cases.iter().map(|case| case.cpu)).collect()
}

/// Why checker.py failed, if it did.
fn checker_failure(judged: &[Judged]) -> Option<String> {
    let notes = judged.iter().flat_map(|one| &one.report.cases).flat_map(|case| &case.notes);
    notes.into_iter().find_map(|note| match note {
        Note::Judge(why) if why.starts_with("checker.py") => Some(why.clone()),
        _ => None,
    })
}

/// A failure of the judge's own ends everything: no finding can be trusted then.
fn judge_failure(judged: &Judged) -> Result<(), VerifyError> {
    let failed = judged.report.cases.iter().find(|case| case.verdict == Verdict::JudgeError);
    let Some(case) = failed else { return Ok(()) };
    let why = case.notes.iter().find_map(|note| match note {
        Note::Judge(why) => Some(why.clone()),
        _ => None,
    });
    let (case, file) = (case.name.clone(), judged.submission.path.clone());
    Err(VerifyError::Judge { case, file, why: why.unwrap_or_default() })
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
