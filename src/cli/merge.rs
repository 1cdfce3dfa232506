//! `kumite merge`: one report from those of all parts of a run.

use std::env;

use crate::model::{MergeError, merge};
use crate::report::{Style, growth, json, terminal};
use crate::workspace::shelf;

use super::args::{MergeArgs, OutputFormat};
use super::console::{Console, print, print_with};
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::reports::{Log, Reports};
use super::stored;

/// Runs the command.
pub(super) fn run(args: &MergeArgs, console: Console) -> Result<ExitStatus, CliError> {
    let working_dir = env::current_dir().map_err(CliError::WorkingDir)?;
    let mut parts = Vec::with_capacity(args.parts.len());
    for path in &args.parts {
        let name = path.display().to_string();
        let part = stored::read(path)?.into_part();
        let part = part.map_err(|source| CliError::Stored { path: name.clone(), source })?;
        let part = part.ok_or_else(|| CliError::Merge(MergeError::Whole(name.clone())))?;
        parts.push((name, part));
    }
    let report = merge(parts, shelf()).map_err(CliError::Merge)?;
    let reports = Reports::open(&args.report, &working_dir)?;
    let log = match args.format {
        OutputFormat::Terminal => {
            let style = Style { all_failures: args.all_failures, ..console.style() };
            print_with(|out| terminal::render(&report, &style, out))?;
            print(&growth::notes(&report, &style))?;
            Log::Stdout
        }
        OutputFormat::Json => {
            print_with(|out| json::render(&report, out))?;
            Log::Stderr
        }
    };
    reports.write(&report, log, console)?;
    Ok(ExitStatus::of_report(&report))
}
