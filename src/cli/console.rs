//! Standard output and standard error: how wide, with or without colour, and what happens when nobody reads.

use std::borrow::Cow;
use std::env;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use crate::report::{Style, diagnostics, github, notice};

use super::args::ColorChoice;
use super::error::CliError;

/// Columns where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 80;
/// Messages that go to a file or a pipe stay on one line each, for those who search in them.
const UNWRAPPED: usize = 10_000;

/// Where a command's words go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Console {
    color: ColorChoice,
}

impl Console {
    /// A console with the user's choice of colours.
    pub(super) fn new(color: ColorChoice) -> Self {
        Self { color }
    }

    /// How to lay out text for standard output.
    pub(super) fn style(self) -> Style {
        let is_terminal = io::stdout().is_terminal();
        Style { width: width(is_terminal, DEFAULT_WIDTH), color: self.colored(is_terminal), all_failures: false }
    }

    /// Says on standard error what the user should know besides the result.
    pub(super) fn note(self, message: &str) {
        say(&notice::note(message, &self.error_style()));
    }

    /// Says on standard error why a command failed, and what to do.
    pub(super) fn complain(self, error: &CliError) {
        let style = self.error_style();
        match error.diagnostics() {
            Some(found) => say(&diagnostics::render(found, &style)),
            None => error.complaints().iter().for_each(|(message, hint)| say(&notice::error(message, hint, &style))),
        }
    }

    fn error_style(self) -> Style {
        let is_terminal = io::stderr().is_terminal();
        Style { width: width(is_terminal, UNWRAPPED), color: self.colored(is_terminal), all_failures: false }
    }

    fn colored(self, is_terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
            ColorChoice::Auto if env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            ColorChoice::Auto => is_terminal && !is_set("TERM", "dumb"),
        }
    }
}

/// Writes what a person reads to standard output.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    print_document(&harmless(text))
}

/// Writes to standard output what a person reads, as it is made.
pub(super) fn print_with(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), CliError> {
    to_stdout(|out| {
        let mut lines = HarmlessLines { out, begun: Vec::new() };
        write(&mut lines)?;
        lines.out.write_all(harmless(&String::from_utf8_lossy(&lines.begun)).as_bytes())
    })
}

/// Writes to standard output what a program reads.
pub(super) fn print_document(text: &str) -> Result<(), CliError> {
    to_stdout(|out| out.write_all(text.as_bytes()))
}

/// That nobody reads any more (a broken pipe) is no failure.
fn to_stdout(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::Output(error)),
        _ => Ok(()),
    }
}

/// Passes on whole lines, as [`harmless`] makes them.
struct HarmlessLines<'w> {
    out: &'w mut dyn io::Write,
    begun: Vec<u8>,
}

impl io::Write for HarmlessLines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend(bytes);
        if let Some(end) = self.begun.iter().rposition(|&byte| byte == b'\n') {
            let lines: Vec<u8> = self.begun.drain(..=end).collect();
            self.out.write_all(harmless(&String::from_utf8_lossy(&lines)).as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Whether a person reads standard output as it comes.
pub(super) fn is_read() -> bool {
    io::stdout().is_terminal()
}

/// Whether a person watches standard error, so that progress may be drawn there.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal() && !is_set("TERM", "dumb")
}

/// Whether this is a job of GitHub Actions, whose runner reads everything that is written.
pub(super) fn in_github_actions() -> bool {
    is_set("GITHUB_ACTIONS", "true")
}

/// The text with nothing in it that acts on who reads it: of the terminal the reports take care.
fn harmless(text: &str) -> Cow<'_, str> {
    if in_github_actions() { github::inert(text).into() } else { text.into() }
}

/// Writes to standard error. If that fails there is nobody left to tell.
fn say(text: &str) {
    io::stderr().lock().write_all(harmless(text).as_bytes()).ok();
}

fn is_set(variable: &str, value: &str) -> bool {
    env::var_os(variable).is_some_and(|found| found == value)
}

fn width(is_terminal: bool, otherwise: usize) -> usize {
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let found = || if is_terminal { textwrap::termwidth() } else { otherwise };
    columns.filter(|&columns| columns > 0).unwrap_or_else(found)
}
