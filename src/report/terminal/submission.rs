//! One submission: its verdict, its groups, its times, and its failing cases.

use std::collections::HashSet;

use crate::model::{CaseReport, SubmissionReport, Verdict};

use crate::report::advice::{hint, is_failure};
use crate::report::explanation::{self, ADVICE};
use crate::report::figures;
use crate::report::page::Page;
use crate::report::quantity::{grouped, limit_seconds};
use crate::report::text::{Line, Piece, Tone, columns, cut_front, line_columns};
use crate::report::warning::sentences;
use crate::report::words::{sign, verdict};

/// Spaces between the columns of the table.
const GAP: usize = 2;
/// Cases shown of those that are too near their time limit to tell.
const NOISY_CASES: usize = 3;

/// A submission with at most `shown_cases` of its failing cases.
pub(super) fn block(page: &mut Page, submission: &SubmissionReport, shown_cases: usize) {
    header(page, submission);
    let figures = figures::of_submission(submission);
    if !figures.is_empty() {
        page.paragraph(2, 2, &[Piece::new(figures.join("; "), Tone::Faint)]);
    }
    for case in submission.cases.iter().filter(|case| case.is_noisy()).take(NOISY_CASES) {
        let words = explanation::times(case, &limit_seconds(submission.time_limit));
        page.paragraph(
            2,
            4,
            &[Piece::new("too near to tell: ", Tone::Caution), Piece::plain(format!("{}, {words}", case.name))],
        );
    }
    for warning in &submission.warnings {
        page.paragraph(2, 4, &[Piece::new("warning: ", Tone::Caution), Piece::plain(sentences(warning))]);
    }
    let loading = explanation::of_loading(submission, page.body_width());
    if !loading.is_empty() {
        page.blank();
        page.labelled_parts(&loading);
    }
    let failing: Vec<&CaseReport> = submission.cases.iter().filter(|case| is_failure(case.verdict)).collect();
    let (shown, rest) = failing.split_at(shown_cases.min(failing.len()));
    let mut advised = HashSet::new();
    for case in shown {
        page.blank();
        page.paragraph(2, 4, &title(case));
        let parts = explanation::of_case(case, submission, page.body_width());
        // The same advice once is enough.
        page.labelled_parts(parts.iter().filter(|part| part.label != ADVICE || advised.insert(part.words())));
    }
    if !rest.is_empty() {
        page.blank();
        page.paragraph(2, 4, &more_failures(rest));
    }
    if let Some(hint) = hint(&submission.problem, shown) {
        page.blank();
        page.paragraph(2, 8, &[Piece::new("hint: ", Tone::Strong), Piece::plain(hint)]);
    }
}

/// Verdict, path and title; the title on a line of its own where it does not fit beside them.
fn header(page: &mut Page, submission: &SubmissionReport) {
    let path = Piece::new(&submission.path, Tone::Strong);
    let mut line = vec![verdict_piece(submission.verdict), Piece::plain("  "), path];
    let title = Piece::plain(&submission.problem.title);
    let fits = line_columns(&line) + 2 + title.columns() <= page.width();
    if fits {
        line.extend([Piece::plain("  "), title.clone()]);
    }
    page.paragraph(0, 2, &line);
    if !fits {
        page.paragraph(2, 2, &[title]);
    }
}

fn verdict_piece(of: Verdict) -> Piece {
    let (sign, tone) = sign(of);
    Piece::new(format!("{sign} {}", verdict(of)), tone)
}

fn title(case: &CaseReport) -> Line {
    let about = std::iter::once(case.group.name()).chain(case.tags.iter().map(String::as_str));
    let (sign, tone) = sign(case.verdict);
    vec![
        Piece::new(format!("{sign} "), tone),
        Piece::new(&case.name, Tone::Strong),
        Piece::plain("  "),
        Piece::new(verdict(case.verdict), tone),
        Piece::plain("  "),
        Piece::new(format!("({})", about.collect::<Vec<_>>().join(", ")), Tone::Faint),
    ]
}

fn more_failures(rest: &[&CaseReport]) -> Line {
    const NAMED: usize = 5;
    let mut names: Vec<&str> = rest.iter().take(NAMED).map(|case| case.name.as_str()).collect();
    if rest.len() > NAMED {
        names.push("...");
    }
    let (noun, them) = if rest.len() == 1 { ("case", "it") } else { ("cases", "them") };
    vec![
        Piece::new(format!("{} more failing {noun}", grouped(rest.len())), Tone::Bad),
        Piece::new(format!(" (--all-failures shows {them}): "), Tone::Faint),
        Piece::plain(names.join(", ")),
    ]
}

/// The widths of what stands in the lines of many submissions.
#[derive(Default)]
pub(super) struct Columns {
    verdict: usize,
    path: usize,
    figures: usize,
}

impl Columns {
    pub(super) fn widen_for(&mut self, submission: &SubmissionReport) {
        self.verdict = self.verdict.max(verdict_piece(submission.verdict).columns());
        self.path = self.path.max(Piece::plain(&submission.path).columns());
        self.figures = self.figures.max(columns(&figures::short(submission)));
    }
}

/// The line of one of many submissions. Where the terminal is narrow, figures go before a path is cut.
pub(super) fn row(page: &mut Page, submission: &SubmissionReport, columns: &Columns) {
    let (verdict, path) = (verdict_piece(submission.verdict), Piece::plain(&submission.path));
    let left = page.width() - columns.verdict - GAP;
    let gap = columns.verdict + GAP - verdict.columns();
    let mut line = vec![verdict, Piece::plain(" ".repeat(gap)), Piece::plain(cut_front(path.text(), left))];
    if columns.path + GAP + columns.figures <= left {
        line.push(Piece::plain(" ".repeat(columns.path + GAP - path.columns())));
        line.push(Piece::new(figures::short(submission), Tone::Faint));
    }
    page.indented(0, line);
}
