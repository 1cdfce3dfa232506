//! A page of terminal text: lines of pieces, laid out in a width, painted at the very end.

use std::sync::Once;

use colored::Colorize;

use super::explanation::{Body, Part};
use super::text::{Line, NO_BREAK_SPACE, Piece, Tone, line_columns, trim_end, wrap, wrap_after};

/// What a renderer needs to know of the place where its text will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal. Below 40 lines are laid out for 40.
    pub width: usize,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether every failing case is shown, not only the first ones.
    pub all_failures: bool,
}

/// Whether `colored` has been told that it does not decide.
static DECIDED: Once = Once::new();
/// Below this nothing can be laid out.
const LEAST_WIDTH: usize = 40;
/// Columns before a label.
const LABEL_INDENT: usize = 4;
/// Columns of a label and the space behind it.
const LABEL_WIDTH: usize = 10;

/// Lines on their way to a terminal.
#[derive(Debug)]
pub(super) struct Page {
    width: usize,
    color: bool,
    lines: Vec<Line>,
}

impl Page {
    pub(super) fn new(style: &Style) -> Self {
        Self { width: style.width.max(LEAST_WIDTH), color: style.color, lines: Vec::new() }
    }

    /// Columns of a line.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Columns beside a label.
    pub(super) fn body_width(&self) -> usize {
        self.width - LABEL_INDENT - LABEL_WIDTH
    }

    /// An empty line, unless there is one already or nothing stands above it.
    pub(super) fn blank(&mut self) {
        if self.lines.last().is_some_and(|last| !last.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// A paragraph: broken to the width, the first line `indent` columns in, the others `hanging`.
    pub(super) fn paragraph(&mut self, indent: usize, hanging: usize, line: &[Piece]) {
        let room = |indent: usize| self.width.saturating_sub(indent).max(1);
        for (index, part) in wrap_after(line, room(indent), room(hanging)).into_iter().enumerate() {
            self.indented(if index == 0 { indent } else { hanging }, part);
        }
    }

    /// A line that fits behind `indent` columns.
    pub(super) fn indented(&mut self, indent: usize, line: Line) {
        if line_columns(&line) == 0 {
            return self.lines.push(Vec::new());
        }
        let mut whole = vec![Piece::plain(" ".repeat(indent))];
        whole.extend(line);
        self.lines.push(whole);
    }

    /// Lines that fit [`Page::body_width`], each beside its label; a label stands at the first line of a run of its own.
    pub(super) fn labelled<'l>(&mut self, rows: impl IntoIterator<Item = (&'l str, Line)>) {
        let mut before = "";
        for (label, line) in rows {
            let shown = if label == before { "" } else { label };
            before = label;
            let mut whole = vec![
                Piece::plain(" ".repeat(LABEL_INDENT)),
                Piece::new(shown, Tone::Faint),
                Piece::plain(" ".repeat(LABEL_WIDTH.saturating_sub(shown.len()))),
            ];
            whole.extend(line);
            self.lines.push(whole);
        }
    }

    /// Parts of an explanation, each beside its label.
    pub(super) fn labelled_parts<'p>(&mut self, parts: impl IntoIterator<Item = &'p Part>) {
        for Part { label, body } in parts {
            match body {
                Body::Prose(line) => self.labelled_prose(label, line),
                Body::Lines(lines) => self.labelled(lines.iter().map(|line| (*label, line.clone()))),
            }
        }
    }

    /// Prose beside a label.
    pub(super) fn labelled_prose(&mut self, label: &str, line: &[Piece]) {
        self.labelled(wrap(line, self.body_width()).into_iter().map(|line| (label, line)));
    }

    /// The text: one line feed behind every line, no spaces before it.
    pub(super) fn finish(mut self) -> String {
        while self.lines.last().is_some_and(Vec::is_empty) {
            self.lines.pop();
        }
        let mut out = String::new();
        for mut line in std::mem::take(&mut self.lines) {
            trim_end(&mut line);
            for piece in line.iter().filter(|piece| !piece.text().is_empty()) {
                self.paint(&mut out, piece.tone, &piece.text().replace(NO_BREAK_SPACE, " "));
            }
            out.push('\n');
        }
        out
    }

    fn paint(&self, out: &mut String, tone: Tone, text: &str) {
        if !self.color || tone == Tone::Plain {
            return out.push_str(text);
        }
        // `colored` decides by the environment unless told otherwise; here the style has decided.
        DECIDED.call_once(|| colored::control::set_override(true));
        let painted = match tone {
            Tone::Plain => text.normal(),
            Tone::Faint => text.dimmed(),
            Tone::Strong => text.bold(),
            Tone::Code => text.cyan(),
            Tone::Good => text.green(),
            Tone::Bad => text.red(),
            Tone::Caution => text.yellow(),
            Tone::MarkExpected | Tone::PointExpected => text.green().bold(),
            Tone::MarkGot | Tone::PointGot => text.red().bold(),
        };
        out.push_str(&painted.to_string());
    }
}
