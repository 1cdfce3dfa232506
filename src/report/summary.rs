//! The report as Markdown, for a job summary or a comment: what was not accepted in a table, the smallest failing
//! input of each such solution in full, everything else folded.

use crate::model::{CaseReport, RunReport, SubmissionReport, Verdict};

use super::explanation;
use super::failing;
use super::figures;
use super::growth;
use super::quantity::{count, grouped, limit_seconds, more, seconds};
use super::text::visible;
use super::warning::sentences;
use super::words::{sign, verdict};

/// GitHub shows a job summary of at most 1 MiB, and nothing of a longer one.
pub const MOST_BYTES: usize = 1 << 20;
/// Kept free for what closes the text.
const CLOSING_BYTES: usize = 1 << 10;
/// Failing cases of a submission that are folded below the first one.
const FOLDED_CASES: usize = 5;

/// The report as Markdown of at most `most_bytes`.
pub fn render(report: &RunReport, most_bytes: usize) -> String {
    let mut out = Limited { text: headline(report), most_bytes: most_bytes.saturating_sub(CLOSING_BYTES), left_out: 0 };
    let (mut accepted, mut others) = (Vec::new(), Vec::new());
    for (place, submission) in report.submissions.iter().enumerate() {
        match submission.verdict {
            Verdict::Accepted => accepted.push(place),
            other => others.push((other, place)),
        }
        for warning in &submission.warnings {
            out.push(&format!("**Warning** for {}: {}\n\n", code(&submission.path), prose(&sentences(warning))));
        }
        if let Some(words) = figures::slower(&submission) {
            out.push(&format!("**Slower** than before: {} takes {}.\n\n", code(&submission.path), prose(&words)));
        }
    }
    others.sort();
    let at = |places: Vec<usize>| places.into_iter().filter_map(|place| report.submissions.get(place));
    let others = || at(others.iter().map(|(_, place)| *place).collect());
    out.table(others());
    for submission in others() {
        for part in section(&submission) {
            out.push(&part);
        }
    }
    if !accepted.is_empty() {
        let words = format!("{} accepted", count(accepted.len(), "submission"));
        out.close(&format!("\n<details><summary>{words}</summary>\n\n"));
        out.table(at(accepted));
        out.close("\n</details>\n");
    }
    if out.left_out > 0 {
        out.close(&format!(
            "\n**{} of this summary left out**: it would be longer than {} bytes. The other reports have them.\n",
            count(out.left_out, "part"),
            grouped(most_bytes)
        ));
    }
    out.text
}

/// Text that takes whole parts until it is full.
struct Limited {
    text: String,
    most_bytes: usize,
    left_out: usize,
}

impl Limited {
    /// Adds the part if it fits.
    fn push(&mut self, part: &str) {
        if self.text.len() + part.len() <= self.most_bytes {
            self.text.push_str(part);
        } else {
            self.left_out += 1;
        }
    }

    /// Adds what must be there, from the bytes that are kept free for it.
    fn close(&mut self, part: &str) {
        self.text.push_str(part);
    }

    fn table(&mut self, submissions: impl Iterator<Item = SubmissionReport>) {
        for (index, submission) in submissions.enumerate() {
            if index == 0 {
                self.push("| verdict | solution | problem | cases accepted | slowest case |\n|---|---|---|--:|--:|\n");
            }
            self.push(&row(&submission));
        }
    }
}

fn headline(report: &RunReport) -> String {
    let stats = report.stats();
    let accepted = format!("{} of {} accepted", grouped(stats.accepted), count(stats.submissions, "submission"));
    let environment = &report.environment;
    let mut lines = vec![format!(
        "## kumite: {accepted}\n\n{} of {} accepted in {}{}; Python {}, {}, isolation by {}.\n",
        grouped(stats.cases_accepted),
        count(stats.cases, "case"),
        seconds(report.wall),
        figures::cached(&stats),
        prose(&environment.python),
        prose(&environment.platform),
        environment.isolation.name(),
    )];
    if !environment.missing_protections.is_empty() {
        lines.push(format!("**Without** {}.\n", prose(&environment.missing_protections.join(", "))));
    }
    if stats.noisy > 0 {
        lines.push(format!("**{}** over the time limit by too little to tell.\n", count(stats.noisy, "case")));
    }
    for submission in report.submissions.iter() {
        for words in growth::note(&submission).into_iter().chain(growth::steeper(&submission)) {
            lines.push(format!("{} {words}.\n", code(&submission.path)));
        }
    }
    if report.interrupted {
        lines.push("**Interrupted**: what was not judged by then is skipped.\n".to_owned());
    }
    lines.join("\n") + "\n"
}

fn row(submission: &SubmissionReport) -> String {
    let slowest = figures::slowest(submission).map_or_else(String::new, |slowest| {
        format!("{} of {}", seconds(slowest.cpu), limit_seconds(submission.time_limit))
    });
    format!(
        "| {} | {} | {} | {} of {} | {slowest} |\n",
        signed(submission.verdict),
        code(&submission.path),
        prose(&submission.problem.title),
        grouped(figures::accepted(submission)),
        grouped(submission.cases.len()),
    )
}

fn signed(of: Verdict) -> String {
    format!("{} {}", sign(of).0, verdict(of))
}

/// What is to be said of a submission that is not accepted, in parts that can be left out.
fn section(submission: &SubmissionReport) -> Vec<String> {
    let failing = failing::smallest_first(submission);
    let loading = explanation::text(|width| explanation::of_loading(submission, width));
    if failing.is_empty() && loading.is_empty() {
        return Vec::new();
    }
    let mut first = vec![format!("\n### {}\n", code(&submission.path))];
    if !loading.is_empty() {
        first.push(format!("\n{}\n\n{}", signed(submission.verdict), fenced(&loading)));
    }
    let Some((smallest, others)) = failing.split_first() else { return vec![first.concat()] };
    let which = if others.is_empty() {
        String::new()
    } else {
        format!(", the smallest input of {} failing cases", grouped(failing.len()))
    };
    first.push(case_text(smallest, submission, &which));
    let mut parts = vec![first.concat()];
    if !others.is_empty() {
        let (shown, rest) = others.split_at(others.len().min(FOLDED_CASES));
        let mut folded = vec![format!("\n<details><summary>{}</summary>\n", more(others.len(), "failing case"))];
        folded.extend(shown.iter().map(|case| case_text(case, submission, "")));
        if !rest.is_empty() {
            let names: Vec<String> = rest.iter().map(|case| code(&case.name)).collect();
            folded.push(format!("\nAlso {}.\n", names.join(", ")));
        }
        folded.push("\n</details>\n".to_owned());
        parts.push(folded.concat());
    }
    parts
}

fn case_text(case: &CaseReport, submission: &SubmissionReport, which: &str) -> String {
    let text = explanation::text(|width| explanation::of_case(case, submission, width));
    format!("\n{} {}{which}\n\n{}", signed(case.verdict), code(&case.name), fenced(&text))
}

/// Foreign text in prose: nothing in it means anything in Markdown or HTML.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        if "\\`*_[]<>#+!|~&:@$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    // Else GitHub makes a link of it.
    out.replace("www.", "www\\.")
}

/// Foreign text as code within a line or a cell. Backticks would not do: a bar ends a cell even between them.
fn code(text: &str) -> String {
    format!("<code>{}</code>", prose(text))
}

/// Foreign text as a block of code.
fn fenced(text: &str) -> String {
    let longest_run = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest_run.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end_matches('\n'))
}
