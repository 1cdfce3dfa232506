//! `kumite show`: a problem as the candidate reads it.

use crate::report::statement;

use super::args::ShowArgs;
use super::console::{Console, print};
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::Context;

/// Runs the command.
pub(super) fn run(args: &ShowArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
    let problem = context.problem(&args.problem)?;
    let statement = context.catalog.package(&problem.id).map_err(CliError::Catalog)?.statement();
    let markdown = statement.map_err(|found| CliError::Packages(vec![found]))?.unwrap_or_default();
    print(&statement::render(&markdown, &problem, &console.style()))?;
    Ok(ExitStatus::Fine)
}
