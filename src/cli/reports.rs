//! The reports beside the one on standard output: where they go, and that each of them is written.

use std::collections::HashSet;
use std::path::Path;

use crate::model::RunReport;
use crate::report::{json, junit, summary};
use crate::workspace::{shown, write_atomically};

use super::args::{ReportFormat, ReportTarget};
use super::console::Console;
use super::error::CliError;

/// Two reports cannot be one file.
pub(super) fn check(targets: &[ReportTarget], working_dir: &Path) -> Result<(), CliError> {
    let mut taken = HashSet::new();
    match targets.iter().map(|target| shown(&target.path, working_dir)).find(|path| !taken.insert(path.clone())) {
        Some(path) => Err(CliError::SameReport(path)),
        None => Ok(()),
    }
}

/// Writes them all. What one of them cannot be written for keeps no other from being written.
pub(super) fn write(report: &RunReport, targets: &[ReportTarget], console: Console) -> Result<(), CliError> {
    let mut failed = targets.iter().filter_map(|target| write_one(report, target).err()).collect::<Vec<_>>();
    let last = failed.pop();
    for error in &failed {
        console.complain(error);
    }
    last.map_or(Ok(()), Err)
}

fn write_one(report: &RunReport, target: &ReportTarget) -> Result<(), CliError> {
    let text = match target.format {
        ReportFormat::Json => json::render(report),
        ReportFormat::Junit => junit::render(report),
        ReportFormat::Markdown => summary::render(report, summary::MOST_BYTES),
    };
    write_file(&target.path, &text)
}

fn write_file(path: &Path, text: &str) -> Result<(), CliError> {
    write_atomically(path, text.as_bytes())
        .map_err(|source| CliError::Write { path: path.display().to_string(), source })
}
