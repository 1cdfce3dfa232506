//! What `kumite stress` found: the failing case as `kumite test` shows it, then how small it is and what became of it.

pub mod json;

use crate::model::{Counterexample, Problem, StressOutcome, Stressed};

use super::page::Page;
use super::quantity::{bytes, count, seconds};
use super::text::{Piece, Tone};
use super::{Style, diagnostics, input, terminal};

/// A longer case is in its file only.
const MOST_PASTED: usize = 4096;

/// The outcome for a person. `kept` is the file in which a counterexample is kept.
pub fn render(stressed: &Stressed, path: &str, problem: &Problem, kept: Option<&str>, style: &Style) -> String {
    let mut page = Page::new(style);
    match &stressed.outcome {
        StressOutcome::Found(found) => return self::found(stressed, found, path, problem, kept, style),
        StressOutcome::CannotLoad(report) => return terminal::text(report, style),
        StressOutcome::Disputed(finding) => {
            diagnostics::entry(&mut page, &finding.diagnostic, 0);
            finding.ready_case.iter().for_each(|case| table(&mut page, case));
        }
        StressOutcome::Nothing { reference_failed } => {
            header(&mut page, "✓ nothing found", Tone::Good, path, problem);
            let words = format!(
                "{} in {} (seed {}), and it fails on none of them",
                tried(stressed.tried),
                seconds(stressed.wall),
                stressed.seed
            );
            page.paragraph(2, 2, &[Piece::new(words, Tone::Faint)]);
            if let Some((times, first)) = reference_failed {
                let words = format!("the reference itself failed on {}: {first}", count(*times, "input"));
                page.paragraph(2, 4, &[Piece::new(words, Tone::Caution)]);
            }
        }
    }
    interrupted(&mut page, stressed);
    page.finish()
}

fn header(page: &mut Page, words: &str, tone: Tone, path: &str, problem: &Problem) {
    let line = [
        Piece::new(words, tone),
        Piece::plain("  "),
        Piece::new(path, Tone::Strong),
        Piece::plain(format!("  {}", problem.title)),
    ];
    page.paragraph(0, 2, &line);
}

fn found(
    stressed: &Stressed,
    found: &Counterexample,
    path: &str,
    problem: &Problem,
    kept: Option<&str>,
    style: &Style,
) -> String {
    let mut page = Page::new(style);
    if let Some((own, reference)) = found.slow {
        header(&mut page, "✗ slow", Tone::Caution, path, problem);
        page.blank();
        let rows = input::input(&found.input, &problem.entry, None, page.body_width());
        page.labelled(rows.into_iter().map(|line| ("input", line)));
        let words = format!("{} of CPU time; the reference takes {}", seconds(own), seconds(reference));
        page.labelled_prose("time", &[Piece::plain(words)]);
    }
    let mut text = if found.slow.is_none() { terminal::failing(&found.report, style) } else { page.finish() };
    let mut page = Page::new(style);
    page.paragraph(2, 2, &[Piece::new(how_small(stressed, found), Tone::Faint)]);
    if found.known_as.is_none() {
        table(&mut page, &found.ready_case);
    }
    let what = match (kept, &found.known_as) {
        (_, Some(case)) => format!("It is the case `{case}`, which `kumite test` runs already."),
        (Some(file), None) => format!("Kept as {file}: `kumite test` runs it from now on."),
        (None, None) => "Not kept: there is no kumite.toml here or above. `kumite init` makes one.".to_owned(),
    };
    page.paragraph(2, 2, &[Piece::plain(what)]);
    interrupted(&mut page, stressed);
    text.push('\n');
    text.push_str(&page.finish());
    text
}

/// How it was found, how far it was shrunk, and who says that it is wrong.
fn how_small(stressed: &Stressed, found: &Counterexample) -> String {
    let mut parts = vec![format!("{} (seed {})", tried(stressed.tried), stressed.seed)];
    if found.executions > 0 {
        let from = bytes(found.first_bytes as u64);
        parts.push(format!("shrunk from {from} in {}", count(found.executions, "run")));
    }
    if !found.smallest {
        parts.push("the time was over before it was the smallest".to_owned());
    }
    if found.confirmed {
        parts.push("a second accepted solution agrees with the reference".to_owned());
    }
    parts.join("; ")
}

fn tried(number: usize) -> String {
    let were = if number == 1 { "was" } else { "were" };
    format!("{} {were} tried", count(number, "input"))
}

/// The case to paste, unless it is so long that nobody would.
fn table(page: &mut Page, case: &str) {
    page.blank();
    if case.len() > MOST_PASTED {
        return;
    }
    for line in case.lines() {
        page.indented(2, vec![Piece::new(line, Tone::Code)]);
    }
    page.blank();
}

fn interrupted(page: &mut Page, stressed: &Stressed) {
    if stressed.interrupted {
        page.paragraph(0, 2, &[Piece::new("interrupted: this is what was found by then", Tone::Caution)]);
    }
}
