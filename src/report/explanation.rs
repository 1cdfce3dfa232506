//! What there is to say of a case or a submission that was not accepted, in labelled parts that every renderer lays
//! out in its own way: why it exists, what went wrong, the input, the answers, what was printed, what to do.

use crate::model::{CaseReport, Entry, Excerpt, Frame, Problem, Raised, SubmissionReport, Verdict};

use super::Style;
use super::advice::{blame, for_case, for_loading, near_miss};
use super::difference;
use super::input::{self, text_tail};
use super::page::Page;
use super::quantity::{bytes, count, limit_seconds, seconds};
use super::text::{Line, Piece, Tone, cut, lines, wrap};
use super::traceback;
use super::words::{Ending, call_of, ending, exception, failing_call, judge_words};

/// The label of what to do about it, which is said once where it is the same for several cases.
pub(super) const ADVICE: &str = "try";
/// Columns of an explanation as plain text.
const TEXT_WIDTH: usize = 100;
/// Last lines shown of what was printed.
const PRINTED_LINES: usize = 5;
/// Innermost frames shown of a traceback.
const FRAMES: usize = 4;
/// Lines shown of an exception's message.
const MESSAGE_LINES: usize = 4;

/// One thing to say.
#[derive(Debug)]
pub(super) struct Part {
    /// What it is, in a word; empty for lines that stand between two others.
    pub(super) label: &'static str,
    /// The words.
    pub(super) body: Body,
}

/// How a part is laid out.
#[derive(Debug)]
pub(super) enum Body {
    /// A sentence, to be broken where the reader's lines end.
    Prose(Line),
    /// Lines that stay as they are, none longer than the width that was asked for.
    Lines(Vec<Line>),
}

impl Part {
    /// All of its text.
    pub(super) fn words(&self) -> String {
        let lines = match &self.body {
            Body::Prose(line) => std::slice::from_ref(line),
            Body::Lines(lines) => lines,
        };
        lines.iter().flatten().map(Piece::text).collect()
    }
}

struct Explanation {
    /// Columns of a line.
    width: usize,
    parts: Vec<Part>,
}

impl Explanation {
    fn prose(&mut self, label: &'static str, line: &[Piece]) {
        self.parts.push(Part { label, body: Body::Prose(line.to_vec()) });
    }

    /// Lines beside their labels; neighbours of the same label are one part.
    fn rows(&mut self, rows: impl IntoIterator<Item = (&'static str, Line)>) {
        let before = self.parts.len();
        for (label, line) in rows {
            match self.parts[before..].last_mut() {
                Some(Part { label: last, body: Body::Lines(lines) }) if *last == label => lines.push(line),
                _ => self.parts.push(Part { label, body: Body::Lines(vec![line]) }),
            }
        }
    }
}

/// Everything a person needs to understand why this case failed, and what to do about it, in lines of `width` columns.
pub(super) fn of_case(case: &CaseReport, submission: &SubmissionReport, width: usize) -> Vec<Part> {
    let mut out = Explanation { width, parts: Vec::new() };
    if let Some(why) = &case.why {
        out.prose("why", &[Piece::plain(why)]);
    }
    if case.verdict == Verdict::JudgeError {
        fault(&mut out, judge_words(case).unwrap_or("unknown"), &submission.problem);
    }
    show_input(&mut out, case, submission);
    what_happened(&mut out, case, submission);
    if let Some(near_miss) = case.difference.as_ref().and_then(|difference| near_miss(difference, &submission.problem))
    {
        out.prose("note", &[Piece::new(near_miss, Tone::Caution)]);
    }
    show_printed(&mut out, case, submission);
    if let Some(advice) = for_case(case, submission) {
        out.prose(ADVICE, &[Piece::plain(advice)]);
    }
    show_kept_files(&mut out, case);
    out.parts
}

/// What keeps the submission as a whole from being judged: it cannot be loaded, or the judge failed. Empty: nothing.
pub(super) fn of_loading(submission: &SubmissionReport, width: usize) -> Vec<Part> {
    let mut out = Explanation { width, parts: Vec::new() };
    if submission.verdict == Verdict::JudgeError {
        if let Some(words) = &submission.message {
            fault(&mut out, words, &submission.problem);
            out.prose(ADVICE, &[Piece::plain(blame(words, &submission.problem).1)]);
        }
        return out.parts;
    }
    match (&submission.raised, &submission.message) {
        // The message is the exception's then.
        (Some(raised), _) => self::raised(&mut out, raised),
        (None, Some(message)) => out.prose("reason", &[Piece::plain(message)]),
        (None, None) => return out.parts,
    }
    if let Some(advice) = for_loading(submission) {
        out.prose(ADVICE, &[Piece::plain(advice)]);
    }
    out.parts
}

/// The parts as plain text, in lines of about 100 columns.
pub(super) fn text(parts: impl FnOnce(usize) -> Vec<Part>) -> String {
    let mut page = Page::new(&Style { width: TEXT_WIDTH, color: false, all_failures: true });
    page.labelled_parts(&parts(page.body_width()));
    textwrap::dedent(&page.finish())
}

/// Said wherever the judge failed, before anything else. `words` are its own.
fn fault(out: &mut Explanation, words: &str, problem: &Problem) {
    out.prose("fault", &[Piece::new(blame(words, problem).0, Tone::Caution)]);
    out.prose("reason", &[Piece::plain(words)]);
}

fn show_input(out: &mut Explanation, case: &CaseReport, submission: &SubmissionReport) {
    let width = out.width;
    let differing = || call_of(&case.difference.as_ref()?.path).map(|(call, _)| call);
    let failing = failing_call(case).or_else(differing);
    let rows = match &case.input {
        None => return,
        Some(Excerpt::Whole(input)) => input::input(input, &submission.problem.entry, failing, width),
        Some(Excerpt::Cut { text, bytes, .. }) => input::cut_input(text, *bytes, &submission.problem.entry, width),
    };
    out.rows(rows.into_iter().map(|line| ("input", line)));
}

/// What went wrong, by verdict.
fn what_happened(out: &mut Explanation, case: &CaseReport, submission: &SubmissionReport) {
    let limits = submission.problem.limits.resolve(submission.time_limit);
    match case.verdict {
        Verdict::WrongAnswer => {
            out.rows(difference::rows(case, &submission.problem.entry, out.width));
        }
        Verdict::TimeLimitExceeded => {
            out.prose("time", &[Piece::plain(times(case, &limit_seconds(submission.time_limit)))]);
        }
        Verdict::MemoryLimitExceeded => {
            let limit = bytes(submission.memory_limit_bytes);
            let words = if case.peak_memory > submission.memory_limit_bytes {
                format!("{} used; the limit is {limit}", bytes(case.peak_memory))
            } else {
                format!("asked for more than the limit of {limit}")
            };
            out.prose("memory", &[Piece::plain(words)]);
        }
        Verdict::OutputLimitExceeded => {
            let words = format!("wrote more than the limit of {}", bytes(limits.output_bytes));
            out.prose("output", &[Piece::plain(words)]);
        }
        Verdict::IdlenessLimitExceeded => {
            let limit = limit_seconds(limits.idle);
            let words = format!("{} without using the CPU; the limit is {limit}", seconds(case.wall));
            out.prose("waited", &[Piece::plain(words)]);
        }
        Verdict::RunTimeError | Verdict::CompileError => {
            if let Some(line) = difference::expected_only(case, failing_call(case), out.width) {
                out.rows([(difference::EXPECTED, line)]);
            }
            match case.notes.iter().find_map(|note| ending(note, &submission.problem.entry)) {
                Some(Ending::Left(how)) => out.prose("ended", &[Piece::plain(how)]),
                Some(Ending::NoAnswer(what)) => out.prose(difference::GOT, &[Piece::plain(what)]),
                None => {}
            }
        }
        Verdict::JudgeError | Verdict::Skipped | Verdict::Accepted => {}
    }
    if let Some(raised) = &case.raised {
        self::raised(out, raised);
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

/// An exception: its message, and the candidate's frames with their lines of source; then what led to it.
fn raised(out: &mut Explanation, raised: &Raised) {
    told(out, "raised", &exception(&raised.type_name, &raised.message), &raised.frames);
    for earlier in raised.earlier.iter().rev() {
        let label = if earlier.is_cause { "cause" } else { "handling" };
        told(out, label, &exception(&earlier.type_name, &earlier.message), &earlier.frames);
    }
}

fn told(out: &mut Explanation, label: &'static str, text: &str, frames: &[Frame]) {
    let width = out.width;
    let mut rows: Vec<Line> = Vec::new();
    for line in lines(text) {
        rows.extend(wrap(&[Piece::new(line, Tone::Bad)], width));
    }
    if rows.len() > MESSAGE_LINES {
        rows.truncate(MESSAGE_LINES);
        rows.push(vec![Piece::new("...", Tone::Faint)]);
    }
    out.rows(rows.into_iter().map(|line| (label, line)));
    let (outer, inner) = frames.split_at(frames.len().saturating_sub(FRAMES));
    let left_out = outer.iter().map(|frame| 1 + frame.repeats + frame.left_out).sum();
    let further = vec![Piece::new(format!("... {} further out", count(left_out, "frame")), Tone::Faint)];
    let shown = inner.iter().flat_map(|frame| frame_rows(frame, width));
    out.rows((left_out > 0).then_some(further).into_iter().chain(shown).map(|line| ("at", line)));
}

/// `solutions/peak.py:7 in peak_streams`, and the line of source below it.
fn frame_rows(frame: &Frame, width: usize) -> Vec<Line> {
    let function = if frame.function == "<module>" { String::new() } else { format!(" in {}", frame.function) };
    let times = if frame.repeats > 0 { format!(", {} times", frame.repeats + 1) } else { String::new() };
    let place = Piece::new(format!("{}:{}{function}{times}", frame.file, frame.line), Tone::Faint);
    let mut rows = wrap(&[place], width);
    if let Some(source) = traceback::source(frame) {
        let source = Piece::plain(source);
        rows.push(vec![Piece::plain(format!("  {}", cut(source.text(), width - 2)))]);
        if let Some(indent) = traceback::pointer(frame).filter(|indent| *indent + 2 < width) {
            rows.push(vec![Piece::plain(" ".repeat(indent + 2)), Piece::new("^", Tone::Bad)]);
        }
    }
    if frame.left_out > 0 {
        rows.push(vec![Piece::new(format!("... {}", traceback::left_out(frame.left_out)), Tone::Faint)]);
    }
    rows
}

/// What was printed, unless it is the answer and shown as such.
fn show_printed(out: &mut Explanation, case: &CaseReport, submission: &SubmissionReport) {
    let width = out.width;
    let is_answer = matches!(submission.problem.entry, Entry::Stdin) && case.verdict == Verdict::WrongAnswer;
    if !case.stdout.is_empty() && !is_answer {
        out.rows(text_tail(&case.stdout, PRINTED_LINES, width).into_iter().map(|line| ("printed", line)));
    }
    if !case.stderr.is_empty() {
        out.rows(text_tail(&case.stderr, PRINTED_LINES, width).into_iter().map(|line| ("stderr", line)));
    }
}

/// The files that hold what is too long to be shown.
fn show_kept_files(out: &mut Explanation, case: &CaseReport) {
    let input = case.input.as_ref().and_then(kept);
    let expected = case.expected.as_ref().and_then(kept);
    let actual = case.actual.as_ref().and_then(kept);
    for (what, file) in [("the input", input), ("the expected answer", expected), ("your answer", actual)] {
        if let Some(file) = file {
            let line = [Piece::new(format!("{what}, whole: "), Tone::Faint), Piece::plain(file)];
            out.prose("kept", &line);
        }
    }
}

fn kept<T>(excerpt: &Excerpt<T>) -> Option<String> {
    match excerpt {
        Excerpt::Cut { kept: Some(file), .. } => Some(file.clone()),
        _ => None,
    }
}
