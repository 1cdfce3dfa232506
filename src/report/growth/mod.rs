//! What `kumite growth` found, for a person at a terminal.

pub mod json;
mod plot;
pub mod svg;
mod words;

use crate::model::{Change, CostlyLines, GrowthReport, MemoryGrowth, RunReport, SubmissionGrowth, SubmissionReport};

use super::Style;
use super::page::Page;
use super::quantity::{bytes, count, grouped};
use super::text::{Line, Piece, Tone, columns, cut, cut_front, pad, visible};
use words::{end, exponent, finding, hidden, range, time};

/// Lines of the solution that are shown.
const MOST_LINES: usize = 5;
/// A line with a smaller part of the time is not shown.
const LEAST_SHARE: f64 = 0.02;
/// Sizes that memory is shown at.
const MEMORY_ROWS: usize = 6;

/// The whole report.
pub fn render(report: &GrowthReport, style: &Style) -> String {
    let mut page = Page::new(style);
    header(&mut page, report);
    page.blank();
    figures(&mut page, report);
    page.blank();
    plot::draw(&mut page, report);
    if let Some(lines) = &report.lines {
        costly_lines(&mut page, report, lines);
    }
    if let Some(memory) = &report.memory {
        self::memory(&mut page, report, memory);
    }
    page.finish()
}

/// A note for each submission that is accepted and grows faster than its target; nothing where none does.
pub fn notes(report: &RunReport, style: &Style) -> String {
    let mut page = Page::new(style);
    for submission in report.submissions.iter() {
        let fails = submission.growth.as_ref().is_some_and(SubmissionGrowth::fails);
        let found = [(note(&submission), fails), (steeper(&submission), true)];
        for (words, fails) in found.into_iter().filter_map(|(words, fails)| Some((words?, fails))) {
            let (sign, tone) = if fails { ("✗", Tone::Bad) } else { ("!", Tone::Caution) };
            let path = Piece::new(&submission.path, Tone::Strong);
            page.paragraph(0, 2, &[Piece::new(format!("{sign} "), tone), path, Piece::plain(format!(" {words}"))]);
        }
    }
    page.finish()
}

/// `grows about n^2 (exponent 1.98 ± 0.04), faster than its target n log n; ...`, where it does.
pub(super) fn note(submission: &SubmissionReport) -> Option<String> {
    let growth = submission.growth.as_ref().filter(|growth| growth.is_slower())?;
    let exponent = growth.reading.exponent.map(|of| format!(" ({})", exponent(of))).unwrap_or_default();
    let hidden = if growth.reading.hides_copying() { ", by hidden copying" } else { "" };
    Some(format!(
        "grows {}{exponent}{hidden}, faster than its target {}; `kumite growth` shows where",
        finding(growth.reading.finding),
        growth.target.name()
    ))
}

/// That the exponent is higher than in the run that this one is compared with; None: it is not.
pub(super) fn steeper(submission: &SubmissionReport) -> Option<String> {
    let (now, before) = (submission.growth.as_ref()?.reading.exponent?, submission.baseline.exponent?);
    (submission.growth_change() == Some(Change::Slower))
        .then(|| format!("grows faster than before: {}; it was {}", exponent(now), exponent(before)))
}

/// `grows about n log n (exponent 1.04 ± 0.03); its target is n log n`: of one that was measured, whatever was found.
pub(super) fn caption(growth: &SubmissionGrowth) -> String {
    let exponent = growth.reading.exponent.map(|of| format!(" ({})", exponent(of))).unwrap_or_default();
    format!("grows {}{exponent}; its target is {}", finding(growth.reading.finding), growth.target.name())
}

fn header(page: &mut Page, report: &GrowthReport) {
    let (sign, words, tone) = match report.reading.is_slower_than(report.target) {
        Some(true) => ("✗", "grows faster than its target", Tone::Bad),
        Some(false) => ("✓", "grows no faster than its target", Tone::Good),
        None => ("?", "cannot tell whether it grows faster than its target", Tone::Caution),
    };
    let path = Piece::new(cut_front(&visible(&report.path), page.width() - 2), Tone::Strong);
    page.paragraph(0, 2, &[Piece::new(format!("{sign} {words}"), tone)]);
    page.paragraph(2, 2, &[path, Piece::plain(format!("  {}", report.problem.title))]);
}

fn figures(page: &mut Page, report: &GrowthReport) {
    let reading = &report.reading;
    let mut growth = vec![Piece::new(finding(reading.finding), Tone::Strong)];
    let exponent = reading.exponent.map(|of| format!(" ({})", exponent(of))).unwrap_or_default();
    let end = end(report.end).map(|why| format!("; {why}")).unwrap_or_default();
    growth.push(Piece::plain(format!("{exponent}, measured at {}{end}", range(report))));
    page.labelled_prose("growth", &growth);
    page.labelled_prose("target", &[Piece::plain(report.target.name())]);
    if let Some(words) = at_largest(report) {
        page.labelled_prose("largest", &[Piece::plain(words)]);
    }
    if let Some(words) = hidden(reading) {
        page.labelled_prose("why", &[Piece::new(words, Tone::Caution)]);
    }
}

/// `about 41 s at n = 100,000, the problem's largest size; the reference 31 ms`.
fn at_largest(report: &GrowthReport) -> Option<String> {
    let largest = report.largest.as_ref()?;
    let about = if largest.measured { "" } else { "about " };
    let solution = format!("{about}{}", time(largest.solution?));
    let reference =
        largest.reference.map(|reference| format!("; the reference {about}{}", time(reference))).unwrap_or_default();
    let size = grouped(largest.size as usize);
    Some(format!("{solution} at {} = {size}, the problem's largest size{reference}", report.parameter))
}

fn costly_lines(page: &mut Page, report: &GrowthReport, costly: &CostlyLines) {
    let shown = costly.lines.iter().take(MOST_LINES).filter(|line| line.share >= LEAST_SHARE);
    let rows: Vec<[String; 4]> = shown
        .map(|line| {
            let text = match report.source.lines().nth(line.line.saturating_sub(1)) {
                Some(text) if line.file == report.path => visible(text.trim()),
                _ => format!("(in {})", visible(&line.file)),
            };
            let share = format!("{:.0} %", line.share * 100.0);
            [line.line.to_string(), share, count(line.hits as usize, "time"), text]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.blank();
    let at = format!("lines that cost the most, at {} = {}", report.parameter, grouped(costly.size as usize));
    page.indented(2, vec![Piece::new(at, Tone::Strong)]);
    let width = |column: usize| rows.iter().map(|row| columns(&row[column])).max().unwrap_or_default();
    for row in &rows {
        let before = format!(
            "{:>place$}  {:>share$}  {:>hits$}  ",
            row[0],
            row[1],
            row[2],
            place = width(0),
            share = width(1),
            hits = width(2)
        );
        let room = page.width().saturating_sub(4 + columns(&before));
        let line: Line = vec![Piece::new(before, Tone::Faint), Piece::new(cut(&row[3], room), Tone::Code)];
        page.indented(4, line);
    }
}

fn memory(page: &mut Page, report: &GrowthReport, memory: &MemoryGrowth) {
    page.blank();
    let heading = vec![
        Piece::new("memory of the call at its peak: ", Tone::Strong),
        Piece::plain(finding(memory.reading.finding)),
    ];
    page.paragraph(2, 4, &heading);
    let step = memory.points.len().div_ceil(MEMORY_ROWS).max(1);
    let shown: Vec<&(u64, u64)> = memory.points.iter().rev().step_by(step).collect();
    let width = shown.iter().map(|(size, _)| columns(&grouped(*size as usize))).max().unwrap_or_default();
    for (size, peak) in shown.into_iter().rev() {
        let size = pad(&grouped(*size as usize), width);
        let row = format!("{} = {size}  {}", report.parameter, bytes(*peak));
        page.indented(4, vec![Piece::plain(row)]);
    }
}
