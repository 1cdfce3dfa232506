//! A submission on the page: a line that opens to its cases, each of which opens to what went wrong.

use std::time::Duration;

use crate::model::{CaseReport, SubmissionReport, Verdict};
use crate::report::advice::{hint, is_failure};
use crate::report::explanation::{self, times};
use crate::report::failing;
use crate::report::figures;
use crate::report::growth::{caption, steeper, svg};
use crate::report::quantity::{bytes, grouped, limit_seconds, more, seconds};
use crate::report::warning::sentences;
use crate::report::words::{sign, verdict};

use super::markup::{bar, class_of, escaped, explanation as parts};

/// Columns of a line of code.
const WIDTH: usize = 88;

/// The submission, open if `open` and not accepted.
pub(super) fn render(submission: &SubmissionReport, index: usize, open: bool) -> String {
    let failing = failing::smallest_first(submission);
    let unfinished = !matches!(submission.verdict, Verdict::Accepted | Verdict::Skipped);
    let slowest = figures::slowest(submission).map(|case| case.cpu);
    let loading = explanation::of_loading(submission, WIDTH);
    let loading = if loading.is_empty() {
        String::new()
    } else {
        format!("<div class=\"explanation\">{}</div>\n", parts(&loading))
    };
    let hint = hint(&submission.problem, &failing)
        .map_or_else(String::new, |hint| format!("<p class=\"hint\"><strong>Hint:</strong> {}</p>\n", escaped(hint)));
    format!(
        "<details class=\"submission\" data-given=\"{index}\" data-verdict=\"{}\" data-rank=\"{}\" data-share=\"{:.4}\" \
         data-path=\"{}\"{}>\n{}\n<p class=\"figures\">{}</p>\n{loading}{}{hint}{}{}</details>\n",
        submission.verdict.name(),
        Verdict::ALL.iter().position(|verdict| *verdict == submission.verdict).unwrap_or_default(),
        share(slowest.unwrap_or_default(), submission),
        escaped(&submission.path),
        if open && unfinished { " open" } else { "" },
        summary(submission, slowest),
        figures_of(submission),
        remarks(submission),
        growth(submission),
        cases(&failing, submission),
    )
}

/// What its verdict does not show.
fn remarks(submission: &SubmissionReport) -> String {
    let slower = figures::slower(submission).map(|words| format!("slower than before, it takes {words}"));
    let remarks = submission.warnings.iter().map(sentences).chain(slower).chain(steeper(submission));
    let paragraph = |words: String| format!("<p class=\"hint\"><strong>Warning:</strong> {}</p>\n", escaped(&words));
    remarks.map(paragraph).collect()
}

/// How its cost grows, where that was measured.
fn growth(submission: &SubmissionReport) -> String {
    let Some(growth) = &submission.growth else { return String::new() };
    let class = if growth.fails() {
        "bad"
    } else if growth.is_slower() {
        "caution"
    } else {
        "faint"
    };
    let (plot, words) = (svg::inline(growth), escaped(&caption(growth)));
    format!("<figure class=\"growth\"><figcaption class=\"{class}\">{words}</figcaption>{plot}</figure>\n")
}

/// The failing cases, the one with the smallest input first and open; the others are folded where there are such.
fn cases(failing: &[&CaseReport], submission: &SubmissionReport) -> String {
    let list = |cases: Vec<String>| format!("<ul class=\"cases\">\n{}</ul>\n", cases.concat());
    let others = submission.cases.iter().filter(|case| !is_failure(case.verdict));
    let others: Vec<String> = others.map(|case| self::case(case, submission, false)).collect();
    if failing.is_empty() {
        return list(others);
    }
    let failing =
        list(failing.iter().enumerate().map(|(index, case)| self::case(case, submission, index == 0)).collect());
    if others.is_empty() {
        return failing;
    }
    let words = more(others.len(), "case");
    format!("{failing}<details class=\"others\"><summary>{words}</summary>{}</details>\n", list(others))
}

fn share(cpu: Duration, submission: &SubmissionReport) -> f64 {
    cpu.as_secs_f64() / submission.time_limit.as_secs_f64().max(f64::EPSILON)
}

fn summary(submission: &SubmissionReport, slowest: Option<Duration>) -> String {
    let limit = limit_seconds(submission.time_limit);
    let time = slowest.map(|cpu| format!("{} {} of {limit}", bar(share(cpu, submission)), seconds(cpu)));
    format!(
        "<summary><span class=\"verdict {}\">{} {}</span> <span class=\"what\"><span class=\"path\">{}</span> \
         <span class=\"title\">{}</span></span> <span class=\"count\">{} of {}</span> \
         <span class=\"time\">{}</span></summary>",
        class_of(submission.verdict),
        sign(submission.verdict).0,
        verdict(submission.verdict),
        escaped(&submission.path),
        escaped(&submission.problem.title),
        grouped(figures::accepted(submission)),
        grouped(submission.cases.len()),
        time.unwrap_or_default(),
    )
}

fn figures_of(submission: &SubmissionReport) -> String {
    let mut words = vec![escaped(&submission.problem.id)];
    words.extend(figures::of_submission(submission).iter().map(|figure| escaped(figure)));
    words.join("; ")
}

/// A case; what it has to say unfolds.
fn case(case: &CaseReport, submission: &SubmissionReport, open: bool) -> String {
    let body = if is_failure(case.verdict) {
        parts(&explanation::of_case(case, submission, WIDTH))
    } else {
        let why = case.why.as_ref().map(|why| format!("<p class=\"why\">{}</p>", escaped(why)));
        let limit = limit_seconds(submission.time_limit);
        let noisy =
            case.is_noisy().then(|| format!("<p class=\"caution\">Too near to tell: {}.</p>", times(case, &limit)));
        why.into_iter().chain(noisy).collect()
    };
    let row = row(case, submission);
    if body.is_empty() {
        return format!("<li class=\"case\"><div class=\"row\">{row}</div></li>\n");
    }
    let open = if open { " open" } else { "" };
    format!(
        "<li class=\"case\"><details{open}><summary class=\"row\">{row}</summary>\
         <div class=\"explanation\">{body}</div></details></li>\n"
    )
}

fn row(case: &CaseReport, submission: &SubmissionReport) -> String {
    let about: Vec<&str> = std::iter::once(case.group.name()).chain(case.tags.iter().map(String::as_str)).collect();
    let said = if case.verdict == Verdict::Accepted {
        "<span class=\"hidden\">accepted</span>".to_owned()
    } else {
        format!("<span class=\"said {}\">{}</span>", class_of(case.verdict), verdict(case.verdict))
    };
    let ran = case.verdict != Verdict::Skipped;
    let time = if ran { format!("{} {}", bar(share(case.cpu, submission)), seconds(case.cpu)) } else { String::new() };
    let memory = if ran { bytes(case.peak_memory) } else { String::new() };
    format!(
        "<span class=\"sign {}\">{}</span> <span class=\"what\"><span class=\"name\">{}</span> {said}</span> \
         <span class=\"about\">{}</span> \
         <span class=\"time\">{time}</span> <span class=\"memory\">{memory}</span>",
        class_of(case.verdict),
        sign(case.verdict).0,
        escaped(&case.name),
        escaped(&about.join(", ")),
    )
}
