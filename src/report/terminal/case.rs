//! One failing case: why it exists, what went wrong, the input, the answers, what was printed, what to do.

use crate::model::{CaseReport, Entry, Excerpt, Problem, Raised, SubmissionReport, Verdict};

use super::submission::sign;
use crate::report::advice::{blame, near_miss};
use crate::report::difference;
use crate::report::input::{self, text_tail};
use crate::report::page::Page;
use crate::report::quantity::{bytes, count, limit_seconds, seconds};
use crate::report::text::{Line, Piece, Tone, cut, lines, wrap};
use crate::report::traceback::{self, ShownFrame};
use crate::report::words::{Ending, call_of, ending, exception, failing_call, judge_words, verdict};

/// Last lines shown of what was printed.
const PRINTED_LINES: usize = 5;
/// Innermost frames shown of a traceback.
const FRAMES: usize = 4;
/// Lines shown of an exception's message.
const MESSAGE_LINES: usize = 4;

/// Everything a person needs to understand why this case failed, and what to do about it.
pub(super) fn block(page: &mut Page, case: &CaseReport, submission: &SubmissionReport, advice: Option<&str>) {
    page.paragraph(2, 4, &title(case));
    if let Some(why) = &case.why {
        page.labelled_prose("why", &[Piece::plain(why)]);
    }
    if case.verdict == Verdict::JudgeError {
        fault(page, judge_words(case).unwrap_or("unknown"), &submission.problem);
    }
    show_input(page, case, submission);
    what_happened(page, case, submission);
    if let Some(near_miss) = case.difference.as_ref().and_then(|difference| near_miss(difference, &submission.problem))
    {
        page.labelled_prose("note", &[Piece::new(near_miss, Tone::Caution)]);
    }
    show_printed(page, case, submission);
    if let Some(advice) = advice {
        page.labelled_prose("try", &[Piece::plain(advice)]);
    }
    show_kept_files(page, case);
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

/// Said wherever the judge failed, before anything else. `words` are its own.
pub(super) fn fault(page: &mut Page, words: &str, problem: &Problem) {
    page.labelled_prose("fault", &[Piece::new(blame(words, problem).0, Tone::Caution)]);
    page.labelled_prose("reason", &[Piece::plain(words)]);
}

fn show_input(page: &mut Page, case: &CaseReport, submission: &SubmissionReport) {
    let width = page.body_width();
    let differing = || call_of(&case.difference.as_ref()?.path).map(|(call, _)| call);
    let failing = failing_call(case).or_else(differing);
    let rows = match &case.input {
        None => return,
        Some(Excerpt::Whole(input)) => input::input(input, &submission.problem.entry, failing, width),
        Some(Excerpt::Cut { text, bytes, .. }) => input::cut_input(text, *bytes, &submission.problem.entry, width),
    };
    page.labelled(rows.into_iter().map(|line| ("input", line)));
}

/// What went wrong, by verdict.
fn what_happened(page: &mut Page, case: &CaseReport, submission: &SubmissionReport) {
    let limits = submission.problem.limits.resolve(submission.time_limit);
    match case.verdict {
        Verdict::WrongAnswer => {
            page.labelled(difference::rows(case, &submission.problem.entry, page.body_width()));
        }
        Verdict::TimeLimitExceeded => {
            page.labelled_prose("time", &[Piece::plain(times(case, &limit_seconds(submission.time_limit)))]);
        }
        Verdict::MemoryLimitExceeded => {
            let limit = bytes(submission.memory_limit_bytes);
            let words = if case.peak_memory > submission.memory_limit_bytes {
                format!("{} used; the limit is {limit}", bytes(case.peak_memory))
            } else {
                format!("asked for more than the limit of {limit}")
            };
            page.labelled_prose("memory", &[Piece::plain(words)]);
        }
        Verdict::OutputLimitExceeded => {
            let words = format!("wrote more than the limit of {}", bytes(limits.output_bytes));
            page.labelled_prose("output", &[Piece::plain(words)]);
        }
        Verdict::IdlenessLimitExceeded => {
            let limit = limit_seconds(limits.idle);
            let words = format!("{} without using the CPU; the limit is {limit}", seconds(case.wall));
            page.labelled_prose("waited", &[Piece::plain(words)]);
        }
        Verdict::RunTimeError | Verdict::CompileError => {
            if let Some(line) = difference::expected_only(case, failing_call(case), page.body_width()) {
                page.labelled([(difference::EXPECTED, line)]);
            }
            match case.notes.iter().find_map(|note| ending(note, &submission.problem.entry)) {
                Some(Ending::Left(how)) => page.labelled_prose("ended", &[Piece::plain(how)]),
                Some(Ending::NoAnswer(what)) => page.labelled_prose(difference::GOT, &[Piece::plain(what)]),
                None => {}
            }
        }
        Verdict::JudgeError | Verdict::Skipped | Verdict::Accepted => {}
    }
    if let Some(raised) = &case.raised {
        self::raised(page, raised, submission);
    }
}

/// The time of a case that is over its limit; of a noisy one with those of all runs.
pub(super) fn times(case: &CaseReport, limit: &str) -> String {
    match case.noisy_runs() {
        Some(runs) => {
            let times: Vec<String> = runs.iter().copied().map(seconds).collect();
            let best = runs.iter().min().copied().map(seconds).unwrap_or_default();
            format!("{best} of CPU time, the best of {} runs ({}); the limit is {limit}", runs.len(), times.join(", "))
        }
        None => format!("{} of CPU time; the limit is {limit}", seconds(case.cpu)),
    }
}

/// An exception: its message, and the candidate's frames with their lines of source.
pub(super) fn raised(page: &mut Page, raised: &Raised, submission: &SubmissionReport) {
    let width = page.body_width();
    let text = exception(raised);
    let mut rows: Vec<Line> = Vec::new();
    for line in lines(&text) {
        rows.extend(wrap(&[Piece::new(line, Tone::Bad)], width));
    }
    if rows.len() > MESSAGE_LINES {
        rows.truncate(MESSAGE_LINES);
        rows.push(vec![Piece::new("...", Tone::Faint)]);
    }
    page.labelled(rows.into_iter().map(|line| ("raised", line)));
    let frames = traceback::frames(raised, submission);
    let left_out = frames.len().saturating_sub(FRAMES);
    let further = vec![Piece::new(format!("... {} further out", count(left_out, "frame")), Tone::Faint)];
    let shown = frames.iter().skip(left_out).flat_map(|frame| frame_rows(frame, submission, width));
    page.labelled((left_out > 0).then_some(further).into_iter().chain(shown).map(|line| ("at", line)));
}

/// `solutions/peak.py:7 in peak_streams`, and the line of source below it.
fn frame_rows(shown: &ShownFrame<'_>, submission: &SubmissionReport, width: usize) -> Vec<Line> {
    let ShownFrame { frame, source, repeats, .. } = shown;
    let file = if traceback::is_own(frame, submission) { &submission.path } else { &frame.file };
    let function = if frame.function == "<module>" { String::new() } else { format!(" in {}", frame.function) };
    let times = if *repeats > 0 { format!(", {} times", repeats + 1) } else { String::new() };
    let place = Piece::new(format!("{file}:{}{function}{times}", frame.line), Tone::Faint);
    let mut rows = wrap(&[place], width);
    if let Some(source) = source {
        let source = Piece::plain(source);
        rows.push(vec![Piece::plain(format!("  {}", cut(source.text(), width - 2)))]);
        if let Some(indent) = shown.pointer().filter(|indent| *indent + 2 < width) {
            rows.push(vec![Piece::plain(" ".repeat(indent + 2)), Piece::new("^", Tone::Bad)]);
        }
    }
    rows
}

/// What was printed, unless it is the answer and shown as such.
fn show_printed(page: &mut Page, case: &CaseReport, submission: &SubmissionReport) {
    let width = page.body_width();
    let is_answer = matches!(submission.problem.entry, Entry::Stdin) && case.verdict == Verdict::WrongAnswer;
    if !case.stdout.is_empty() && !is_answer {
        page.labelled(text_tail(&case.stdout, PRINTED_LINES, width).into_iter().map(|line| ("printed", line)));
    }
    if !case.stderr.is_empty() {
        page.labelled(text_tail(&case.stderr, PRINTED_LINES, width).into_iter().map(|line| ("stderr", line)));
    }
}

/// The files that hold what is too long to be shown.
fn show_kept_files(page: &mut Page, case: &CaseReport) {
    let input = case.input.as_ref().and_then(kept);
    let expected = case.expected.as_ref().and_then(kept);
    let actual = case.actual.as_ref().and_then(kept);
    for (what, file) in [("the input", input), ("the expected answer", expected), ("your answer", actual)] {
        if let Some(file) = file {
            let line = [Piece::new(format!("{what}, whole: "), Tone::Faint), Piece::plain(file)];
            page.labelled_prose("kept", &line);
        }
    }
}

fn kept<T>(excerpt: &Excerpt<T>) -> Option<String> {
    match excerpt {
        Excerpt::Cut { kept: Some(file), .. } => Some(file.display().to_string()),
        _ => None,
    }
}
