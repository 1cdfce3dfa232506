//! The report for a person: one screen that is understood at once.
//!
//! A few submissions get a block each. Of many, those that failed get a short block, and then every one gets a line.

mod submission;

use crate::model::{RunReport, Verdict};

use super::Style;
use super::figures::{self, is_noisy};
use super::page::Page;
use super::quantity::{count, grouped, seconds};
use super::text::{Piece, Tone};

/// More submissions than this are shown in short.
const FEW_SUBMISSIONS: usize = 5;
/// Failing cases shown of each of a few submissions.
const CASES_OF_FEW: usize = 3;
/// Failing cases shown of each of many submissions.
const CASES_OF_MANY: usize = 1;

/// The report as terminal text, with colours where the style allows them.
pub fn render(report: &RunReport, style: &Style) -> String {
    let mut page = Page::new(style);
    let many = report.submissions.len() > FEW_SUBMISSIONS;
    let shown_cases = match (style.all_failures, many) {
        (true, _) => usize::MAX,
        (false, true) => CASES_OF_MANY,
        (false, false) => CASES_OF_FEW,
    };
    for submission in &report.submissions {
        let says_all = matches!(submission.verdict, Verdict::Accepted | Verdict::Skipped);
        if many && says_all && submission.warnings.is_empty() {
            continue;
        }
        submission::block(&mut page, submission, shown_cases);
        page.blank();
    }
    if many {
        submission::table(&mut page, &report.submissions);
        page.blank();
    }
    remarks(&mut page, report);
    summary(&mut page, report);
    page.finish()
}

/// The failing cases of a run, without what is said of a run as a whole.
pub(super) fn failing(report: &RunReport, style: &Style) -> String {
    let mut page = Page::new(style);
    for submission in &report.submissions {
        submission::block(&mut page, submission, usize::MAX);
    }
    page.finish()
}

/// What there is to say of the run as a whole.
fn remarks(page: &mut Page, report: &RunReport) {
    let missing = &report.environment.missing_protections;
    if !missing.is_empty() {
        let line = [Piece::new("without ", Tone::Caution), Piece::plain(missing.join(", "))];
        page.paragraph(0, 2, &line);
    }
    let cases = report.submissions.iter().flat_map(|submission| &submission.cases);
    let noisy = cases.filter(|case| is_noisy(case)).count();
    if noisy > 0 {
        let them = if noisy == 1 { "it" } else { "them" };
        let words = format!(" over the time limit by too little to tell (--strict fails {them})");
        page.paragraph(0, 2, &[Piece::new(count(noisy, "case"), Tone::Caution), Piece::plain(words)]);
    }
    let warned = report.submissions.iter().filter(|submission| !submission.warnings.is_empty()).count();
    if warned > 0 {
        let them = if warned == 1 { "it" } else { "them" };
        let words = format!(" accepted with a warning (--strict fails {them})");
        page.paragraph(0, 2, &[Piece::new(count(warned, "submission"), Tone::Caution), Piece::plain(words)]);
    }
    for submission in &report.submissions {
        if let Some(words) = figures::slower(submission) {
            let line = [Piece::new("slower: ", Tone::Bad), Piece::new(&submission.path, Tone::Strong)];
            page.paragraph(0, 2, &[&line[..], &[Piece::plain(format!("  {words}"))]].concat());
        }
    }
    if report.interrupted {
        let words = "interrupted: what was not judged by then is skipped";
        page.paragraph(0, 2, &[Piece::new(words, Tone::Caution)]);
    }
}

fn summary(page: &mut Page, report: &RunReport) {
    let stats = report.stats();
    let verdicts = || report.submissions.iter().map(|submission| submission.verdict);
    let tone = if verdicts().all(|verdict| verdict == Verdict::Accepted) {
        Tone::Good
    } else if verdicts().any(|verdict| verdict == Verdict::JudgeError) {
        Tone::Caution
    } else {
        Tone::Bad
    };
    let line = [
        Piece::new(format!("{} of {} accepted", grouped(stats.accepted), count(stats.submissions, "submission")), tone),
        Piece::plain(format!(
            ", {} of {}, {}{}",
            grouped(stats.cases_accepted),
            count(stats.cases, "case"),
            seconds(report.wall),
            figures::cached(&stats)
        )),
    ];
    page.paragraph(0, 2, &line);
}
