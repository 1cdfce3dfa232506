//! Is everything there that a package needs? Nothing is run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::catalog::LabelledSubmission;
use crate::model::{Problem, Verdict, nearest};

use super::{Findings, is_submission, statement};

/// Verdicts that a submission can be labelled with.
const LABELS: [Verdict; 8] = [
    Verdict::Accepted,
    Verdict::WrongAnswer,
    Verdict::TimeLimitExceeded,
    Verdict::RunTimeError,
    Verdict::MemoryLimitExceeded,
    Verdict::OutputLimitExceeded,
    Verdict::IdlenessLimitExceeded,
    Verdict::CompileError,
];

/// The file that answers where a case does not.
pub(super) const REFERENCE: &str = "submissions/accepted/reference.py";

/// Checks what is there; returns the labelled submissions that can be judged. `problem` is None where the package has
/// errors: then what it says is not known, but much of what is missing is.
pub(super) fn check(findings: &mut Findings, problem: Option<&Problem>, roots: &[PathBuf]) -> Vec<LabelledSubmission> {
    header(findings);
    topic(findings, roots);
    teaching(findings);
    unused_files(findings);
    statement::check(findings, problem);
    submissions(findings)
}

fn header(findings: &mut Findings) {
    for (key, hint) in [
        ("title", "Write `title = \"...\"` at the top."),
        ("summary", "Write `summary = \"...\"`, one sentence: it becomes the docstring of a starter solution."),
        ("difficulty", "Write `difficulty = \"easy\"`, `\"medium\"` or `\"hard\"`."),
        ("topics", "Write `topics = [\"...\"]`, the folder's first."),
        ("minutes", "Write `minutes = 25`: what an interviewer would give."),
    ] {
        if !findings.outline.has(key) {
            let place = findings.outline.place(key);
            findings.error("no-header", place, format!("there is no `{key}`"), hint);
        }
    }
    if findings.outline.samples() == 0 {
        let place = findings.outline.place("cases");
        let hint = "Write `group = \"sample\"` in a case that a candidate should see.";
        findings.error("no-sample", place, "there is no sample case", hint);
    }
}

/// The first topic is the folder that the package lies in, if that is a topic's folder.
fn topic(findings: &mut Findings, roots: &[PathBuf]) {
    let shown = findings.package.shown("");
    let folder = match findings.package.dir() {
        Some(dir) => {
            let dir = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
            let parent = dir.parent().map(Path::to_owned);
            parent.filter(|parent| !roots.contains(parent) && !roots.contains(&dir))
        }
        None => shown.parent().map(Path::to_owned),
    };
    let Some(folder) = folder.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned())
    else {
        return;
    };
    let topics = findings.outline.topics();
    let Some(first) = topics.first().filter(|first| **first != folder) else { return };
    let message = format!("the first topic is `{first}`, and the package lies in `{folder}`");
    let hint = if topics.contains(&folder) {
        format!("Put `{folder}` first.")
    } else {
        format!("Put `{folder}` first, or move the package.")
    };
    findings.error("topic-folder", findings.outline.place("topics"), message, hint);
}

fn teaching(findings: &mut Findings) {
    for (key, hint) in [
        ("hints", "Add [[hints]] tables with a `text`, the gentlest first."),
        ("follow_ups", "Add [[follow_ups]] tables with a `question` and an `answer`."),
    ] {
        if !findings.outline.has(key) {
            let place = findings.outline.place(key);
            findings.error("no-teaching", place, format!("there are no [[{key}]]"), hint);
        }
    }
}

/// Python files that nothing uses.
fn unused_files(findings: &mut Findings) {
    let there = |file: &str| findings.package.read_bytes(file).is_ok_and(|bytes| bytes.is_some());
    let (generator, checker) = (there("generator.py"), there("checker.py"));
    if generator && findings.outline.functions().is_empty() {
        let hint = "Add [[generated]] tables that name its functions, or remove it.";
        findings.warning("unused-file", findings.file("generator.py"), "nothing uses generator.py", hint);
    }
    if checker && findings.outline.checker() != Some("program") {
        let hint = "Write `kind = \"program\"` in [checker], or remove it.";
        findings.warning("unused-file", findings.file("checker.py"), "nothing uses checker.py", hint);
    }
}

fn submissions(findings: &mut Findings) -> Vec<LabelledSubmission> {
    let found = match findings.package.submissions() {
        Ok(found) => found,
        Err(diagnostic) => {
            findings.found.push(diagnostic.into());
            return Vec::new();
        }
    };
    let mut usable: Vec<LabelledSubmission> = Vec::new();
    let mut strange: Vec<&str> = Vec::new();
    for submission in &found {
        if submission.verdict.is_some_and(|verdict| LABELS.contains(&verdict)) {
            if is_submission(submission) {
                usable.push(submission.clone());
            }
        } else if !strange.contains(&submission.folder.as_str()) {
            strange.push(&submission.folder);
        }
    }
    for folder in strange {
        let names = LABELS.map(Verdict::name);
        let near = nearest(folder, names, 1).first().map(|name| format!("Did you mean `{name}`?"));
        let message = format!("`{folder}` is no verdict that a submission can be labelled with");
        let hint = near.unwrap_or_else(|| format!("Name the folder {}.", names.join(", ")));
        findings.error("unknown-label", findings.file(&format!("submissions/{folder}")), message, hint);
    }
    let has = |wanted: &dyn Fn(&LabelledSubmission) -> bool| usable.iter().any(wanted);
    let accepted = |submission: &LabelledSubmission| submission.verdict == Some(Verdict::Accepted);
    if !has(&|submission| submission.path == REFERENCE) {
        let hint = "Add the solution that gives the expected answers.";
        findings.error("no-reference", findings.file(REFERENCE), "there is no reference", hint);
    }
    if !has(&|submission| accepted(submission) && submission.path != REFERENCE) {
        let place = findings.file("submissions/accepted");
        let hint =
            "Add one that works in another way, such as brute force: only then can a mistake of the reference show.";
        findings.error("no-second-solution", place, "no solution besides the reference is accepted", hint);
    }
    if !has(&|submission| !accepted(submission)) {
        let hint = "Add solutions with the mistakes that candidates make, in submissions/wrong_answer.";
        let place = findings.file("submissions");
        findings.error("no-wrong-submission", place, "there is no submission that must fail", hint);
    }
    usable
}
