//! `kumite verify`: a problem proves its own tests.

use std::fs;
use std::path::PathBuf;

use crate::catalog::Catalog;
use crate::model::{Severity, Verification};
use crate::report::verification;
use crate::verify::{VerifyError, VerifyOptions};

use super::args::{OutputFormat, VerifyArgs};
use super::console::{Console, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::Context;

/// Runs the command.
pub(super) fn run(args: &VerifyArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
    let config = &context.workspace.config;
    let roots =
        folders(if args.packages.problems.is_empty() { &config.problems.value } else { &args.packages.problems });
    let ids = problems(&context.catalog, args, &roots)?;
    let engine = Engine::start(&context.engine_options(args.python.as_deref()), context.cache())?;
    let verify =
        VerifyOptions { jobs: args.jobs.unwrap_or(config.jobs.value).get(), quick: args.quick, seed: args.seed, roots };
    let style = console.style();
    let (verifications, interrupted) = engine.verify(verify, |verifier| {
        all(&ids, |id| {
            let found = verifier.verify(&context.catalog, id)?;
            if args.format == OutputFormat::Terminal {
                print(&verification::problem(&found, &style, ids.len() == 1))?;
            }
            Ok(found)
        })
    })?;
    match args.format {
        OutputFormat::Terminal => print(&verification::summary(&verifications, &style))?,
        OutputFormat::Json => print(&verification::json::render(&verifications))?,
    }
    Ok(if interrupted { ExitStatus::Interrupted } else { status(&verifications) })
}

/// Verifies one after the other; says whether the user interrupted.
fn all(
    ids: &[String],
    verify: impl Fn(&str) -> Result<Verification, CliError>,
) -> Result<(Vec<Verification>, bool), CliError> {
    let mut verifications = Vec::new();
    for id in ids {
        match verify(id) {
            Ok(found) => verifications.push(found),
            Err(CliError::Verify(VerifyError::Interrupted)) => return Ok((verifications, true)),
            Err(error) => return Err(error),
        }
    }
    Ok((verifications, false))
}

/// The folders as the catalog knows them.
fn folders(named: &[PathBuf]) -> Vec<PathBuf> {
    named.iter().filter_map(|folder| fs::canonicalize(folder).ok()).collect()
}

/// The ids of the problems that are meant.
fn problems(catalog: &Catalog, args: &VerifyArgs, roots: &[PathBuf]) -> Result<Vec<String>, CliError> {
    for id in &args.targets {
        catalog.package(id).map_err(CliError::Catalog)?;
    }
    if !args.targets.is_empty() {
        return Ok(args.targets.clone());
    }
    let dir = |id: &&str| catalog.package(id).ok().and_then(|package| package.dir());
    let below = |id: &&str| dir(id).is_some_and(|dir| roots.iter().any(|root| dir.starts_with(root)));
    let mut ids: Vec<String> = catalog.ids().filter(below).map(str::to_owned).collect();
    if ids.is_empty() && !args.packages.problems.is_empty() {
        let message = "there is no problem in these folders".to_owned();
        let hint = "A problem is a folder with a problem.toml.".to_owned();
        return Err(CliError::NothingToDo { message, hint });
    }
    if ids.is_empty() {
        ids = catalog.ids().map(str::to_owned).collect();
    }
    Ok(ids)
}

fn status(verifications: &[Verification]) -> ExitStatus {
    if verifications.iter().any(|one| !one.usable) {
        ExitStatus::Usage
    } else if verifications.iter().any(|one| one.count(Severity::Error) > 0) {
        ExitStatus::NotAccepted
    } else {
        ExitStatus::Fine
    }
}
