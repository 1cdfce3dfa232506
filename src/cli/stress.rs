//! `kumite stress`: looks for the smallest input on which a solution fails.

use std::path::Path;

use crate::harness::Program;
use crate::judge::Submission;
use crate::model::{Answer, Counterexample, Problem, StressOutcome, Verdict};
use crate::report::stress;
use crate::stress::{Inputs, StressOptions};
use crate::workspace::{keep_case, shown};

use super::args::{OutputFormat, StressArgs};
use super::console::{Console, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::{Context, one_solution};

/// Runs the command.
pub(super) fn run(args: &StressArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.subject.packages)?.with_own_cases();
    let submission = one_solution(&context, &args.subject)?;
    let config = &context.workspace.config;
    let engine = Engine::start(&context.engine_options(args.subject.python.as_deref()), context.cache())?;
    let options = StressOptions {
        seed: args.seed,
        time: args.seconds,
        slow: args.slow,
        time_factor: config.time_factor.value,
        memory_factor: config.memory_factor.value,
    };
    let problem = &submission.problem;
    let second = second_accepted(&context, problem);
    let stressed = engine
        .stress(options, |stress| stress.search(&submission, &Inputs::of(problem), second))
        .map_err(CliError::Stress)?;
    let kept = match &stressed.outcome {
        StressOutcome::Found(found) => keep(&context, &submission, found)?,
        _ => None,
    };
    let kept = kept.as_deref();
    match args.format {
        OutputFormat::Terminal => {
            print(&stress::render(&stressed, &submission.shown_path, problem, kept, &console.style()))?;
        }
        OutputFormat::Json => print(&stress::json::render(&stressed, &submission.shown_path, problem, kept))?,
    }
    Ok(match &stressed.outcome {
        StressOutcome::Disputed(_) => ExitStatus::Usage,
        _ if stressed.interrupted => ExitStatus::Interrupted,
        StressOutcome::Found(_) | StressOutcome::CannotLoad(_) => ExitStatus::NotAccepted,
        StressOutcome::Nothing { .. } => ExitStatus::Fine,
    })
}

/// An accepted solution of the problem that is not the reference.
fn second_accepted(context: &Context, problem: &Problem) -> Option<Program> {
    let package = context.catalog.package(&problem.id).ok()?;
    let submissions = package.submissions().ok()?;
    let is_second = |path: &str| path != "submissions/accepted/reference.py" && !path.contains("/_");
    let second = submissions.iter().find(|one| one.verdict == Some(Verdict::Accepted) && is_second(&one.path))?;
    let source = package.read_bytes(&second.path).ok()??;
    let path = package.dir().map_or_else(Default::default, |dir| dir.join(&second.path));
    let file = package.shown(&second.path);
    Some(Program::solution(&problem.entry, &path, &file.to_string_lossy(), &source))
}

/// Keeps a counterexample among the user's own cases; None where there is no workspace, or where it is kept already.
fn keep(context: &Context, submission: &Submission, found: &Counterexample) -> Result<Option<String>, CliError> {
    let Some(root) = context.own_cases_dir().filter(|_| found.known_as.is_none()) else { return Ok(None) };
    let judged = found.report.submissions.first();
    let Some(case) = judged.as_ref().and_then(|judged| judged.cases.first()) else { return Ok(None) };
    let why = format!("Found by kumite stress: {} fails here.", submission.shown_path);
    let folder = root.join(&submission.problem.id);
    let expected: &Answer = &found.expected;
    let shown = |path: &Path| shown(path, &context.working_dir);
    keep_case(&folder, &case.name, &found.input, expected, &why)
        .map(|file| Some(shown(&file)))
        .map_err(|source| CliError::Write { path: shown(&folder), source })
}
