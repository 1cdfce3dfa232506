//! `kumite start`: writes a starter solution into the workspace's solutions.

use std::fs;
use std::io;

use crate::report::notice;
use crate::workspace::{starter, starter_name, write_new};

use super::args::StartArgs;
use super::console::{Console, print};
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::Context;

/// Runs the command.
pub(super) fn run(args: &StartArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
    let problem = context.problem(&args.problem)?;
    let dir = &context.workspace.config.solutions.value;
    let file = dir.join(starter_name(&problem.id));
    let shown = context.shown(&file);
    fs::create_dir_all(dir).map_err(|source| CliError::Write { path: context.shown(dir), source })?;
    write_new(&file, starter(&problem).as_bytes()).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => CliError::Exists(shown.clone()),
        _ => CliError::Write { path: shown.clone(), source },
    })?;
    let packages: Vec<String> =
        args.packages.problems.iter().map(|dir| format!(" --problems {}", dir.display())).collect();
    let packages = packages.concat();
    let lines = [
        format!("wrote {shown}"),
        String::new(),
        format!("Next: write the solution, then run `kumite test {shown}{packages}`."),
        format!("The problem: `kumite show {}{packages}`", problem.id),
    ];
    print(&notice::lines(&lines, &console.style()))?;
    Ok(ExitStatus::Fine)
}
