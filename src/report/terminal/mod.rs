//! The report for a person: one screen that is understood at once.
//!
//! A few submissions get a block each. Of many, those that failed get a short block, and then every one gets a line.

mod submission;

use std::io;

use crate::model::{RunReport, Stats, Verdict};

use super::Style;
use super::figures;
use super::page::Page;
use super::quantity::{count, grouped, seconds};
use super::text::{Piece, Tone};
use submission::Columns;

/// More submissions than this are shown in short.
const FEW_SUBMISSIONS: usize = 5;
/// Failing cases shown of each of a few submissions.
const CASES_OF_FEW: usize = 3;
/// Failing cases shown of each of many submissions.
const CASES_OF_MANY: usize = 1;

/// Writes the report as terminal text, with colours where the style allows them.
pub fn render(report: &RunReport, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let many = report.submissions.len() > FEW_SUBMISSIONS;
    let shown_cases = match (style.all_failures, many) {
        (true, _) => usize::MAX,
        (false, true) => CASES_OF_MANY,
        (false, false) => CASES_OF_FEW,
    };
    let mut columns = Columns::default();
    let mut slower = Vec::new();
    for submission in report.submissions.iter() {
        columns.widen_for(&submission);
        slower.extend(figures::slower(&submission).map(|words| (submission.path.clone(), words)));
        let says_all = matches!(submission.verdict, Verdict::Accepted | Verdict::Skipped);
        if many && says_all && submission.warnings.is_empty() {
            continue;
        }
        let mut page = Page::new(style);
        submission::block(&mut page, &submission, shown_cases);
        writeln!(out, "{}", page.finish())?;
    }
    if many {
        for submission in report.submissions.iter() {
            let mut page = Page::new(style);
            submission::row(&mut page, &submission, &columns);
            out.write_all(page.finish().as_bytes())?;
        }
        out.write_all(b"\n")?;
    }
    let (mut page, stats) = (Page::new(style), report.stats());
    remarks(&mut page, report, &stats, &slower);
    summary(&mut page, report, &stats);
    out.write_all(page.finish().as_bytes())
}

/// The report of a small run as one text.
pub(super) fn text(report: &RunReport, style: &Style) -> String {
    let mut out = Vec::new();
    // Writing to memory does not fail.
    render(report, style, &mut out).ok();
    String::from_utf8_lossy(&out).into_owned()
}

/// The failing cases of a run, without what is said of a run as a whole.
pub(super) fn failing(report: &RunReport, style: &Style) -> String {
    let mut page = Page::new(style);
    for submission in report.submissions.iter() {
        submission::block(&mut page, &submission, usize::MAX);
    }
    page.finish()
}

/// What there is to say of the run as a whole. `slower`: the path of a submission, and how much slower it is.
fn remarks(page: &mut Page, report: &RunReport, stats: &Stats, slower: &[(String, String)]) {
    let missing = &report.environment.missing_protections;
    if !missing.is_empty() {
        let line = [Piece::new("without ", Tone::Caution), Piece::plain(missing.join(", "))];
        page.paragraph(0, 2, &line);
    }
    if stats.noisy > 0 {
        let them = if stats.noisy == 1 { "it" } else { "them" };
        let words = format!(" over the time limit by too little to tell (--strict fails {them})");
        page.paragraph(0, 2, &[Piece::new(count(stats.noisy, "case"), Tone::Caution), Piece::plain(words)]);
    }
    if stats.warned > 0 {
        let them = if stats.warned == 1 { "it" } else { "them" };
        let words = format!(" accepted with a warning (--strict fails {them})");
        page.paragraph(0, 2, &[Piece::new(count(stats.warned, "submission"), Tone::Caution), Piece::plain(words)]);
    }
    for (path, words) in slower {
        let line = [Piece::new("slower: ", Tone::Bad), Piece::new(path, Tone::Strong)];
        page.paragraph(0, 2, &[&line[..], &[Piece::plain(format!("  {words}"))]].concat());
    }
    if report.interrupted {
        let words = "interrupted: what was not judged by then is skipped";
        page.paragraph(0, 2, &[Piece::new(words, Tone::Caution)]);
    }
}

fn summary(page: &mut Page, report: &RunReport, stats: &Stats) {
    let tone = if stats.accepted == stats.submissions {
        Tone::Good
    } else if stats.verdicts.contains_key(&Verdict::JudgeError) {
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
            figures::cached(stats)
        )),
    ];
    page.paragraph(0, 2, &line);
}
