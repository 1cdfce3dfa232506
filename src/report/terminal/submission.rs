//! One submission: its verdict, its groups, its times, and its failing cases.

use std::collections::HashSet;
use std::time::Duration;

use crate::model::{CaseReport, Group, Note, SubmissionReport, Verdict};

use super::case;
use crate::report::advice::{blame, for_case, for_loading, hint, is_failure};
use crate::report::page::Page;
use crate::report::quantity::{bytes, count, grouped, limit_seconds, seconds};
use crate::report::text::{Line, Piece, Tone, columns, cut_front, line_columns};
use crate::report::words::verdict;

/// Spaces between the columns of the table.
const GAP: usize = 2;
/// Cases shown of those that are too near their time limit to tell.
const NOISY_CASES: usize = 3;
/// From this part of a limit on, a case's name or a figure is worth a word.
const NOTABLE: f64 = 0.5;

/// A submission with at most `shown_cases` of its failing cases.
pub(super) fn block(page: &mut Page, submission: &SubmissionReport, shown_cases: usize) {
    header(page, submission);
    let figures = figures(submission);
    if !figures.is_empty() {
        page.paragraph(2, 2, &[Piece::new(figures.join("; "), Tone::Faint)]);
    }
    for case in submission.cases.iter().filter(|case| is_noisy(case)).take(NOISY_CASES) {
        let words = case::times(case, &limit_seconds(submission.time_limit));
        page.paragraph(
            2,
            4,
            &[Piece::new("too near to tell: ", Tone::Caution), Piece::plain(format!("{}, {words}", case.name))],
        );
    }
    if submission.message.is_some() || submission.raised.is_some() {
        page.blank();
        whole_failure(page, submission);
    }
    let failing: Vec<&CaseReport> = submission.cases.iter().filter(|case| is_failure(case.verdict)).collect();
    let (shown, rest) = failing.split_at(shown_cases.min(failing.len()));
    let mut advised = HashSet::new();
    for case in shown {
        page.blank();
        // The same advice once is enough.
        let advice = for_case(case, submission).filter(|advice| advised.insert(advice.clone()));
        case::block(page, case, submission, advice.as_deref());
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

/// Whether a case is over its time limit by too little to tell, and not failed for it.
pub(super) fn is_noisy(case: &CaseReport) -> bool {
    case.noisy_runs().is_some() && case.verdict != Verdict::TimeLimitExceeded
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

/// The sign of a verdict, which says the same where there are no colours, and its tone.
pub(super) fn sign(verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Accepted => ("✓", Tone::Good),
        Verdict::Skipped => ("-", Tone::Faint),
        Verdict::JudgeError => ("!", Tone::Caution),
        _ => ("✗", Tone::Bad),
    }
}

fn verdict_piece(of: Verdict) -> Piece {
    let (sign, tone) = sign(of);
    Piece::new(format!("{sign} {}", verdict(of)), tone)
}

/// Counts by group, the slowest case, and memory where it is notable.
fn figures(submission: &SubmissionReport) -> Vec<String> {
    let mut figures = Vec::new();
    let skipped = submission.cases.iter().filter(|case| case.verdict == Verdict::Skipped).count();
    if skipped < submission.cases.len() {
        let groups = [Group::Sample, Group::Secret].into_iter().filter_map(|group| group_count(submission, group));
        figures.push(groups.collect::<Vec<_>>().join(", "));
    }
    if skipped > 0 {
        figures.push(format!("{} {}", count(skipped, "case"), why_skipped(submission)));
    }
    if let Some(slowest) = slowest(submission) {
        let limit = submission.time_limit;
        let name = if is_notable(slowest.cpu.as_secs_f64(), limit.as_secs_f64()) {
            format!(" ({})", slowest.name)
        } else {
            String::new()
        };
        figures.push(format!("slowest {} of {}{name}", seconds(slowest.cpu), limit_seconds(limit)));
    }
    let peak = submission.cases.iter().map(|case| case.peak_memory).max().unwrap_or_default();
    if is_notable(peak as f64, submission.memory_limit_bytes as f64) {
        figures.push(format!("memory {} of {}", bytes(peak), bytes(submission.memory_limit_bytes)));
    }
    figures
}

fn is_notable(used: f64, limit: f64) -> bool {
    used >= limit * NOTABLE
}

fn group_count(submission: &SubmissionReport, group: Group) -> Option<String> {
    let cases = || submission.cases.iter().filter(move |case| case.group == group);
    let accepted = cases().filter(|case| case.verdict == Verdict::Accepted).count();
    let all = cases().count();
    (all > 0).then(|| format!("{} {} of {}", group.name(), grouped(accepted), grouped(all)))
}

fn why_skipped(submission: &SubmissionReport) -> &'static str {
    let interrupted = submission.cases.iter().any(|case| case.notes.contains(&Note::Interrupted));
    if interrupted {
        "not run (interrupted)"
    } else if submission.verdict == Verdict::Skipped || submission.cases.iter().any(|case| is_failure(case.verdict)) {
        "not run (--fail-fast)"
    } else {
        "not run"
    }
}

fn slowest(submission: &SubmissionReport) -> Option<&CaseReport> {
    let ran = submission.cases.iter().filter(|case| case.verdict != Verdict::Skipped);
    ran.max_by_key(|case| case.cpu).filter(|case| case.cpu > Duration::ZERO)
}

/// What keeps the submission as a whole from being judged: it cannot be loaded, or the judge failed.
fn whole_failure(page: &mut Page, submission: &SubmissionReport) {
    if submission.verdict == Verdict::JudgeError {
        let words = submission.message.as_deref().unwrap_or("unknown");
        case::fault(page, words, &submission.problem);
        return page.labelled_prose("try", &[Piece::plain(blame(words, &submission.problem).1)]);
    }
    match (&submission.raised, &submission.message) {
        // The message is the exception's then.
        (Some(raised), _) => case::raised(page, raised, submission),
        (None, Some(message)) => page.labelled_prose("reason", &[Piece::plain(message)]),
        (None, None) => {}
    }
    if let Some(advice) = for_loading(submission) {
        page.labelled_prose("try", &[Piece::plain(advice)]);
    }
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

/// One line for each of many submissions. Where the terminal is narrow, figures go before a path is cut.
pub(super) fn table(page: &mut Page, submissions: &[SubmissionReport]) {
    let rows: Vec<(Piece, Piece, String)> = submissions
        .iter()
        .map(|submission| {
            (verdict_piece(submission.verdict), Piece::new(&submission.path, Tone::Plain), short_figures(submission))
        })
        .collect();
    let verdict_width = rows.iter().map(|(verdict, ..)| verdict.columns()).max().unwrap_or_default();
    let path_width = rows.iter().map(|(_, path, _)| path.columns()).max().unwrap_or_default();
    let figures_width = rows.iter().map(|(.., figures)| columns(figures)).max().unwrap_or_default();
    let left = page.width() - verdict_width - GAP;
    let with_figures = path_width + GAP + figures_width <= left;
    for (verdict, path, figures) in rows {
        let gap = verdict_width + GAP - verdict.columns();
        let mut line = vec![verdict, Piece::plain(" ".repeat(gap)), Piece::plain(cut_front(path.text(), left))];
        if with_figures {
            line.push(Piece::plain(" ".repeat(path_width + GAP - path.columns())));
            line.push(Piece::new(figures, Tone::Faint));
        }
        page.indented(0, line);
    }
}

/// `12 of 13 cases, 0.26 s`.
fn short_figures(submission: &SubmissionReport) -> String {
    let accepted = submission.cases.iter().filter(|case| case.verdict == Verdict::Accepted).count();
    let cases = format!("{} of {}", grouped(accepted), count(submission.cases.len(), "case"));
    slowest(submission).map_or_else(|| cases.clone(), |slowest| format!("{cases}, {}", seconds(slowest.cpu)))
}
