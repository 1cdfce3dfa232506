//! What `kumite verify` found, for the author of a problem: findings first, then what the cases are worth.

pub mod json;

use crate::model::{KillTable, MutationScore, Severity, Verification};

use super::Style;
use super::diagnostics;
use super::page::Page;
use super::quantity::{count, grouped};
use super::text::{Line, Piece, Tone, columns, cut_front, pad};

/// Names of cases shown beside a submission that they kill.
const KILLERS: usize = 3;

/// One problem; with its kill table where `detailed`.
pub fn problem(verification: &Verification, style: &Style, detailed: bool) -> String {
    let mut page = Page::new(style);
    header(&mut page, verification);
    for finding in &verification.findings {
        diagnostics::entry(&mut page, &finding.diagnostic, 2);
        if let Some(case) = &finding.ready_case {
            page.blank();
            for line in case.lines() {
                page.indented(4, vec![Piece::new(line, Tone::Code)]);
            }
            page.blank();
        }
    }
    if let Some(kills) = verification.kills.as_ref().filter(|kills| detailed && !kills.submissions.is_empty()) {
        kill_table(&mut page, kills);
    }
    if let Some(score) = verification.mutation.filter(|_| detailed) {
        mutants(&mut page, &score);
    }
    let mut text = page.finish();
    if detailed || !verification.findings.is_empty() {
        text.push('\n');
    }
    text
}

/// `✓ longest-binge  17 cases, 9 submissions`.
fn header(page: &mut Page, verification: &Verification) {
    let (errors, warnings) = (verification.count(Severity::Error), verification.count(Severity::Warning));
    let (sign, tone) = match (verification.readable, errors, warnings) {
        (false, ..) | (_, 1.., _) => ("✗", Tone::Bad),
        (_, _, 1..) => ("✓", Tone::Caution),
        _ => ("✓", Tone::Good),
    };
    let mut figures = Vec::new();
    if verification.done.cases > 0 {
        figures.push(count(verification.done.cases, "case"));
        figures.push(count(verification.done.submissions, "submission"));
        let random = verification.done.random_inputs;
        figures.extend((random > 0).then(|| count(random, "random input")));
        figures.extend(verification.mutation.map(|score| format!("{} killed", count(score.killed, "mutant"))));
    } else {
        figures.push("nothing of it was run".to_owned());
    }
    figures.extend((errors > 0).then(|| count(errors, "error")));
    figures.extend((warnings > 0).then(|| count(warnings, "warning")));
    let line = [
        Piece::new(format!("{sign} "), tone),
        Piece::new(&verification.problem, Tone::Strong),
        Piece::new(format!("  {}", figures.join(", ")), Tone::Faint),
    ];
    page.paragraph(0, 2, &line);
}

/// Which cases each wrong submission fails, then the cases that nothing needs.
fn kill_table(page: &mut Page, kills: &KillTable) {
    page.blank();
    page.indented(2, vec![Piece::new("what kills the submissions that must fail", Tone::Strong)]);
    let name = |path: &str| path.strip_prefix("submissions/").unwrap_or(path).to_owned();
    let widest = kills.submissions.iter().map(|kills| columns(&name(&kills.path))).max().unwrap_or_default();
    let widest = widest.min(page.width() / 2);
    for submission in &kills.submissions {
        let mut names: Vec<&str> = submission.by.iter().map(|&case| kills.cases[case].0.as_str()).collect();
        let number = names.len();
        names.truncate(KILLERS);
        let shown = if number == 0 { "nothing".to_owned() } else { names.join(", ") };
        let more = if number > names.len() { format!(" and {} more", number - names.len()) } else { String::new() };
        let stopped = if submission.not_run.is_empty() { "" } else { ", then stopped" };
        let words = format!("{shown}{more}{stopped}");
        let path = pad(&cut_front(&name(&submission.path), widest), widest);
        let tone = if number == 0 { Tone::Bad } else { Tone::Plain };
        page.paragraph(4, widest + 6, &[Piece::plain(format!("{path}  ")), Piece::new(words, tone)]);
    }
    let idle: Vec<&str> = kills.idle().into_iter().map(|case| kills.cases[case].0.as_str()).collect();
    if !idle.is_empty() {
        let line: Line = vec![
            Piece::new("cases that kill nothing that no other case kills: ", Tone::Strong),
            Piece::plain(idle.join(", ")),
        ];
        page.blank();
        page.paragraph(2, 4, &line);
    }
}

/// What became of the reference's mutants, in one line.
fn mutants(page: &mut Page, score: &MutationScore) {
    let tried = match score.mutants - score.tried {
        0 => String::new(),
        _ => format!(" (drawn from {})", grouped(score.mutants)),
    };
    let wrong = score.killed + score.survived();
    let killed = format!("{} of {} killed{tried}", grouped(score.killed), count(wrong, "mutant"));
    // Cut, so that nothing that is missing looks like all.
    let percent = (score.percent() * 10.0).floor() / 10.0;
    let equivalent = match score.equivalent {
        0 => String::new(),
        1 => "; one more does the same as the reference".to_owned(),
        more => format!("; {} more do the same as the reference", grouped(more)),
    };
    let words = format!("{killed}, {percent} %{equivalent}");
    page.blank();
    page.paragraph(2, 4, &[Piece::new("small mistakes in the reference: ", Tone::Strong), Piece::plain(words)]);
}

/// The last line.
pub fn summary(verifications: &[Verification], style: &Style) -> String {
    let mut page = Page::new(style);
    let sum = |severity| verifications.iter().map(|one| one.count(severity)).sum::<usize>();
    let (errors, warnings) = (sum(Severity::Error), sum(Severity::Warning));
    let tone = if errors > 0 { Tone::Bad } else { Tone::Good };
    let without = verifications.iter().filter(|one| one.count(Severity::Error) == 0).count();
    let line = [
        Piece::new(format!("{without} of {} without errors", count(verifications.len(), "problem")), tone),
        Piece::plain(format!(", {}, {}", count(errors, "error"), count(warnings, "warning"))),
    ];
    page.paragraph(0, 2, &line);
    page.finish()
}
