//! The reports beside the one on standard output: where they go, and that each of them is written.
//!
//! In a job of GitHub Actions annotations and a job summary are written without being asked for.

use std::collections::HashSet;
use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::event::EventSink;
use crate::model::RunReport;
use crate::report::events::EventLines;
use crate::report::{github, gitlab, html, json, junit, summary};
use crate::workspace::{shown, write_atomically_with};

use super::args::{ReportFormat, ReportTarget};
use super::console::{Console, in_github_actions};
use super::error::CliError;

/// The file that becomes the summary of a job.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";
/// The checkout, in GitHub Actions and in GitLab CI.
const CHECKOUTS: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The reports of one run.
pub(super) struct Reports<'a> {
    targets: &'a [ReportTarget],
    working_dir: &'a Path,
    /// The files that lines are written to while the run lasts.
    live: Vec<(&'a Path, EventLines<File>)>,
}

impl<'a> Reports<'a> {
    /// Opens the files that are written while the run lasts.
    pub(super) fn open(targets: &'a [ReportTarget], working_dir: &'a Path) -> Result<Self, CliError> {
        let mut taken = HashSet::new();
        let files = targets.iter().flat_map(ReportTarget::files).map(|path| shown(&path, working_dir));
        if let Some(path) = files.into_iter().find(|path| !taken.insert(path.clone())) {
            return Err(CliError::SameReport(path));
        }
        let mut live = Vec::new();
        for target in targets.iter().filter(|target| target.format == ReportFormat::Jsonl) {
            if let Some(path) = target.path.as_deref() {
                let file = File::create(path).map_err(|source| unwritten(path, source))?;
                live.push((path, EventLines::new(file)));
            }
        }
        Ok(Self { targets, working_dir, live })
    }

    /// What wants to know what happens while it does.
    pub(super) fn sinks(&mut self) -> impl Iterator<Item = &mut dyn EventSink> {
        self.live.iter_mut().map(|(_, lines)| lines as &mut dyn EventSink)
    }

    /// Writes them all. What one of them cannot be written for keeps no other from being written.
    pub(super) fn write(self, report: &RunReport, log: Log, console: Console) -> Result<(), CliError> {
        let Self { targets, working_dir, live } = self;
        let annotations = || github::render(report, &|path| in_checkout(path, working_dir));
        let mut results: Vec<Result<(), CliError>> = Vec::new();
        for target in targets.iter().filter(|target| target.format != ReportFormat::Jsonl) {
            let render = |out: &mut dyn io::Write| match target.format {
                ReportFormat::Json => json::render(report, out),
                ReportFormat::Html => html::render(report, out),
                // Written while the run lasted.
                ReportFormat::Jsonl => Ok(()),
                ReportFormat::Junit => out.write_all(junit::render(report).as_bytes()),
                ReportFormat::Github => out.write_all(annotations().as_bytes()),
                ReportFormat::Gitlab => {
                    let place = |path: &str| in_checkout(path, working_dir);
                    out.write_all(gitlab::render(report, &place).as_bytes())
                }
                ReportFormat::Markdown => out.write_all(summary::render(report, summary::MOST_BYTES).as_bytes()),
            };
            results.push(match &target.path {
                Some(path) => write_file(path, render),
                // Only annotations have no file.
                None => log.write(&annotations()),
            });
            if let Some(path) = target.junit_of_gitlab() {
                results.push(write_file(&path, |out| out.write_all(junit::render(report).as_bytes())));
            }
        }
        results.extend(live.into_iter().map(|(path, lines)| lines.finish().map_err(|source| unwritten(path, source))));
        if in_github_actions() {
            if targets.iter().all(|target| target.format != ReportFormat::Github) {
                results.push(log.write(&annotations()));
            }
            let written = |path: &Path| targets.iter().any(|target| target.path.as_deref() == Some(path));
            if let Some(path) = env::var_os(STEP_SUMMARY).map(PathBuf::from).filter(|path| !written(path)) {
                results.push(append_summary(&path, report).map_err(|source| unwritten(&path, source)));
            }
        }
        let mut failed: Vec<CliError> = results.into_iter().filter_map(Result::err).collect();
        let last = failed.pop();
        for error in &failed {
            console.complain(error);
        }
        last.map_or(Ok(()), Err)
    }
}

/// Where commands to the runner of a job go.
#[derive(Debug, Clone, Copy)]
pub(super) enum Log {
    /// Standard output.
    Stdout,
    /// Standard error, because standard output is one document.
    Stderr,
}

impl Log {
    fn write(self, text: &str) -> Result<(), CliError> {
        match self {
            Self::Stdout => super::console::print_document(text),
            Self::Stderr => io::stderr().lock().write_all(text.as_bytes()).map_err(CliError::Output),
        }
    }
}

/// A solution's path from the top of the repository, where that is known.
fn in_checkout(path: &str, working_dir: &Path) -> String {
    let checkouts = CHECKOUTS.into_iter().filter_map(env::var_os).map(PathBuf::from);
    match checkouts.into_iter().find(|checkout| working_dir.starts_with(checkout)) {
        Some(checkout) => shown(&working_dir.join(path), &checkout),
        None => path.to_owned(),
    }
}

/// Adds the summary to what other commands of the step have written there; together they may not be too long.
fn append_summary(path: &Path, report: &RunReport) -> io::Result<()> {
    let before = fs::metadata(path).map_or(0, |file| file.len());
    let room = summary::MOST_BYTES.saturating_sub(usize::try_from(before).unwrap_or(usize::MAX));
    let text = summary::render(report, room);
    OpenOptions::new().append(true).create(true).open(path)?.write_all(text.as_bytes())
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), CliError> {
    write_atomically_with(path, write).map_err(|source| unwritten(path, source))
}

fn unwritten(path: &Path, source: io::Error) -> CliError {
    CliError::Write { path: path.display().to_string(), source }
}
