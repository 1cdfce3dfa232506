//! `kumite merge`: one report from those of all parts of a run.

use std::env;

use crate::model::{MergeError, merge};
use crate::report::{Style, growth, json, terminal};

use super::args::{MergeArgs, OutputFormat};
use super::console::{Console, print};
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
    let report = merge(parts).map_err(CliError::Merge)?;
    let reports = Reports::open(&args.report, &working_dir)?;
    let log = match args.format {
        OutputFormat::Terminal => {
            let style = Style { all_failures: args.all_failures, ..console.style() };
            print(&terminal::render(&report, &style))?;
            print(&growth::notes(&report, &style))?;
            Log::Stdout
        }
        OutputFormat::Json => {
            print(&json::render(&report))?;
            Log::Stderr
        }
    };
    reports.write(&report, log, console)?;
    Ok(ExitStatus::of_report(&report))
}
