//! Tracebacks of the candidate's frames: Python's own form for machines, a short one for a terminal.

use crate::model::{Frame, Raised, SubmissionReport};

use super::words::exception;

/// A frame with the line of source it stands on, and how often it repeats.
pub(super) struct ShownFrame<'a> {
    pub(super) frame: &'a Frame,
    /// The line, without its indent; None: it is not in the solution's own text.
    pub(super) source: Option<&'a str>,
    /// Characters of its indent.
    indent: usize,
    /// How many more frames are the same as this one.
    pub(super) repeats: usize,
}

/// The frames, outermost first, equal neighbours folded into one.
pub(super) fn frames<'a>(raised: &'a Raised, submission: &'a SubmissionReport) -> Vec<ShownFrame<'a>> {
    let mut shown: Vec<ShownFrame<'a>> = Vec::new();
    for frame in &raised.frames {
        match shown.last_mut() {
            Some(last) if last.frame == frame => last.repeats += 1,
            _ => {
                let line = source_line(frame, submission);
                let indent = line.map_or(0, |line| line.chars().take_while(|c| c.is_whitespace()).count());
                shown.push(ShownFrame { frame, source: line.map(str::trim), indent, repeats: 0 });
            }
        }
    }
    shown
}

impl ShownFrame<'_> {
    /// Characters of the shown source before the place of a syntax error.
    pub(super) fn pointer(&self) -> Option<usize> {
        self.frame.column?.checked_sub(self.indent + 1).filter(|before| *before <= self.source.unwrap_or("").len())
    }
}

/// Whether a frame is of the solution's main file. The interpreter may know the file by its name alone.
pub(super) fn is_own(frame: &Frame, submission: &SubmissionReport) -> bool {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    name(&frame.file) == name(&submission.path)
}

fn source_line<'a>(frame: &Frame, submission: &'a SubmissionReport) -> Option<&'a str> {
    if !is_own(frame, submission) {
        return None;
    }
    let line = submission.source.lines().nth(frame.line.checked_sub(1)?)?;
    (!line.trim().is_empty()).then_some(line)
}

/// The traceback as Python writes it, of the candidate's frames only.
pub(super) fn python(raised: &Raised, submission: &SubmissionReport) -> String {
    let mut lines = Vec::new();
    if !raised.frames.is_empty() {
        lines.push("Traceback (most recent call last):".to_owned());
    }
    for shown in frames(raised, submission) {
        let ShownFrame { frame, source, repeats, .. } = &shown;
        // Python names no function for the place of a syntax error.
        let function = if frame.column.is_some() { String::new() } else { format!(", in {}", frame.function) };
        lines.push(format!("  File \"{}\", line {}{function}", frame.file, frame.line));
        lines.extend(source.map(|source| format!("    {source}")));
        lines.extend(shown.pointer().map(|before| format!("    {}^", " ".repeat(before))));
        if *repeats > 0 {
            let times = if *repeats == 1 { "time" } else { "times" };
            lines.push(format!("  [Previous line repeated {repeats} more {times}]"));
        }
    }
    lines.push(exception(raised));
    lines.join("\n")
}
