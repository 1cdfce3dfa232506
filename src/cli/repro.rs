//! `kumite repro`: a Python script that rebuilds one case.

use std::io;

use crate::event::NoSink;
use crate::judge::{RunPlan, Submission};
use crate::model::{Verdict, nearest};
use crate::report::notice;
use crate::workspace::{repro_script, write_new};

use super::args::ReproArgs;
use super::console::{Console, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::{Context, one_solution};

/// Runs the command.
pub(super) fn run(args: &ReproArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.subject.packages)?.with_own_cases();
    let submission = one_solution(&context, &args.subject)?;
    let engine = Engine::start(&context.engine_options(args.subject.python.as_deref()), context.cache())?;
    let problem = &submission.problem;
    let index = match &args.case {
        Some(name) => named(&submission, name)?,
        None => first_failing(&context, &engine, &submission)?.ok_or_else(|| CliError::NothingToDo {
            message: format!("{} fails no case of {}", submission.shown_path, problem.id),
            hint: "Name a case with --case, or look for a failing input with `kumite stress`.".to_owned(),
        })?,
    };
    let ready = engine.ready(problem, index)?;
    let case = &problem.cases[index].name;
    let script = repro_script(problem, case, &submission.path.to_string_lossy(), &ready.input, &ready.expected);
    let Some(path) = &args.output else {
        print(&script)?;
        return Ok(ExitStatus::Fine);
    };
    let shown = path.display().to_string();
    write_new(path, script.as_bytes()).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => CliError::Exists(shown.clone()),
        _ => CliError::Write { path: shown.clone(), source },
    })?;
    print(&notice::lines(&[format!("wrote {shown}, which rebuilds the case {case}")], &console.style()))?;
    Ok(ExitStatus::Fine)
}

fn named(submission: &Submission, name: &str) -> Result<usize, CliError> {
    let cases = &submission.problem.cases;
    cases.iter().position(|case| case.name == name).ok_or_else(|| {
        let near = nearest(name, cases.iter().map(|case| case.name.as_str()), 3);
        CliError::UnknownCase { case: name.to_owned(), near: near.into_iter().map(str::to_owned).collect() }
    })
}

/// The first case that is not accepted.
fn first_failing(context: &Context, engine: &Engine, submission: &Submission) -> Result<Option<usize>, CliError> {
    let config = &context.workspace.config;
    let plan = RunPlan {
        submissions: vec![submission.clone()],
        fail_fast: true,
        strict: false,
        second_run: false,
        jobs: config.jobs.value.get(),
        time_factor: config.time_factor.value,
        memory_factor: config.memory_factor.value,
    };
    let report = engine.judge(&plan, &mut NoSink)?;
    let Some(judged) = report.submissions.first() else { return Ok(None) };
    let is_failing = |verdict| !matches!(verdict, Verdict::Accepted | Verdict::Skipped);
    let first = judged.cases.iter().position(|case| is_failing(case.verdict));
    // What cannot be loaded fails on every case.
    Ok(first.or((judged.verdict == Verdict::CompileError && !judged.cases.is_empty()).then_some(0)))
}
