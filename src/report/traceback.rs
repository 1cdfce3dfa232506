//! Tracebacks of the candidate's frames: Python's own form for machines; what a terminal needs to know of a frame.

use crate::model::{Earlier, Frame, Raised};

use super::quantity::count;
use super::words::exception;

/// What Python puts between an exception and the one that it led to.
const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n";

/// The line of source that a frame stands on, without its indent.
pub(super) fn source(frame: &Frame) -> Option<&str> {
    frame.source.as_deref().map(str::trim)
}

/// Characters of the shown source before the place of a syntax error.
pub(super) fn pointer(frame: &Frame) -> Option<usize> {
    let line = frame.source.as_deref().unwrap_or_default();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    frame.column?.checked_sub(indent + 1).filter(|before| *before <= line.trim().len())
}

/// Frames that are not told of, in words.
pub(super) fn left_out(frames: usize) -> String {
    format!("{} left out", count(frames, "frame"))
}

/// The traceback as Python writes it, of the candidate's frames only.
pub(super) fn python(raised: &Raised) -> String {
    let mut lines = Vec::new();
    for Earlier { is_cause, type_name, message, frames } in &raised.earlier {
        stack(frames, &mut lines);
        lines.push(exception(type_name, message));
        lines.push(if *is_cause { CAUSE } else { CONTEXT }.to_owned());
    }
    stack(&raised.frames, &mut lines);
    lines.push(exception(&raised.type_name, &raised.message));
    lines.join("\n")
}

fn stack(frames: &[Frame], lines: &mut Vec<String>) {
    if !frames.is_empty() {
        lines.push("Traceback (most recent call last):".to_owned());
    }
    for frame in frames {
        // Python names no function for the place of a syntax error.
        let function = if frame.column.is_some() { String::new() } else { format!(", in {}", frame.function) };
        lines.push(format!("  File \"{}\", line {}{function}", frame.file, frame.line));
        lines.extend(source(frame).map(|source| format!("    {source}")));
        lines.extend(pointer(frame).map(|before| format!("    {}^", " ".repeat(before))));
        if frame.repeats > 0 {
            let times = if frame.repeats == 1 { "time" } else { "times" };
            lines.push(format!("  [Previous line repeated {} more {times}]", frame.repeats));
        }
        if frame.left_out > 0 {
            lines.push(format!("  [{}]", left_out(frame.left_out)));
        }
    }
}
