//! `kumite completions`: prints a script that completes command lines.

use clap::CommandFactory as _;

use super::args::{CommandLine, CompletionsArgs};
use super::console::print_document;
use super::error::CliError;
use super::exit_status::ExitStatus;

/// Runs the command.
pub(super) fn run(args: &CompletionsArgs) -> Result<ExitStatus, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut CommandLine::command(), "kumite", &mut script);
    print_document(&String::from_utf8_lossy(&script))?;
    Ok(ExitStatus::Fine)
}
