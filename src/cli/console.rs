//! Standard output and standard error: how wide, with or without colour, and what happens when nobody reads.

use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal as _, Write as _};

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

/// Writes to standard output what a program reads. That nobody reads any more (a broken pipe) is no failure.
pub(super) fn print_document(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::Output(error)),
        _ => Ok(()),
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
