//! Arguments in, exit code out. One file per command.

mod args;
mod cache;
mod changed;
mod completions;
mod console;
mod doctor;
mod engine;
mod error;
mod exit_status;
mod growth;
mod init;
mod list;
mod man;
mod merge;
mod new_problem;
mod reports;
mod repro;
mod resolve;
mod selftest;
mod shard;
mod show;
mod smaller;
mod start;
mod stored;
mod stress;
mod test;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Command, CommandLine};
use console::Console;
use error::CliError;
use exit_status::ExitStatus;

/// Runs the command that the process's arguments name.
pub fn main() -> ExitCode {
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => {
            // Help and the version are no errors, and a pipe that nobody reads is none either.
            error.print().ok();
            let status = if error.use_stderr() { ExitStatus::Usage } else { ExitStatus::Fine };
            return status.into();
        }
    };
    let console = Console::new(command_line.color);
    match run(&command_line.command, console) {
        Ok(status) => status.into(),
        Err(error) => {
            console.complain(&error);
            error.status().into()
        }
    }
}

fn run(command: &Command, console: Console) -> Result<ExitStatus, CliError> {
    match command {
        Command::List(args) => list::run(args, console),
        Command::Show(args) => show::run(args, console),
        Command::Start(args) => start::run(args, console),
        Command::Test(args) => test::run(args, console),
        Command::Merge(args) => merge::run(args, console),
        Command::Growth(args) => growth::run(args, console),
        Command::Stress(args) => stress::run(args, console),
        Command::Repro(args) => repro::run(args, console),
        Command::Verify(args) => verify::run(args, console),
        Command::NewProblem(args) => new_problem::run(args, console),
        Command::Doctor(args) => doctor::run(args, console),
        Command::Selftest(args) => selftest::run(args, console),
        Command::Cache(action) => cache::run(action, console),
        Command::Init(args) => init::run(args, console),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}
