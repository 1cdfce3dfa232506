//! `kumite selftest`: tries on this machine what hostile solutions try.

use crate::event::NoSink;
use crate::model::{did_you_mean, nearest};
use crate::report::progress::Progress;
use crate::report::{Style, selftest as report};
use crate::selftest::{self, HostileProgram, Place};

use super::args::{OutputFormat, ProblemsArgs, SelftestArgs};
use super::console::{Console, is_watched, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::{Context, EngineOptions};

/// Runs the command.
pub(super) fn run(args: &SelftestArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&ProblemsArgs { problems: Vec::new() })?;
    let config = &context.workspace.config;
    let options = EngineOptions {
        python: context.python(args.python.as_deref()),
        isolation: args.isolation.unwrap_or(config.isolation.value),
        // A candidate that is let see something sees it by the user's will.
        pass_env: Vec::new(),
        require: Vec::new(),
        sandbox: true,
        keep_results: false,
    };
    let programs = chosen(&args.groups)?;
    let engine = Engine::start(&options, context.cache())?;
    let place = Place::new().map_err(|source| CliError::Selftest(source.into()))?;
    let jobs = args.jobs.unwrap_or(config.jobs.value).get();
    let plan = selftest::plan(&programs, &place, jobs).map_err(CliError::Selftest)?;
    let judged =
        if is_watched() { engine.judge(&plan, &mut Progress::new()) } else { engine.judge(&plan, &mut NoSink) }?;
    let found = selftest::examine(&programs, &place, &judged).map_err(CliError::Selftest)?;
    match args.format {
        OutputFormat::Terminal => {
            print(&report::render(&found, &Style { all_failures: args.all, ..console.style() }))?;
        }
        OutputFormat::Json => print(&report::json::render(&found))?,
    }
    Ok(if found.interrupted {
        ExitStatus::Interrupted
    } else if found.is_fine() {
        ExitStatus::Fine
    } else {
        ExitStatus::NotAccepted
    })
}

/// The programs of these groups; none named: all.
fn chosen(groups: &[String]) -> Result<Vec<HostileProgram>, CliError> {
    let mut programs = selftest::programs();
    let mut known: Vec<&str> = programs.iter().map(|program| program.group.as_str()).collect();
    known.dedup();
    if let Some(unknown) = groups.iter().find(|group| !known.contains(&group.as_str())) {
        let message = format!("there is no group `{unknown}` of hostile programs");
        let hint = did_you_mean(&nearest(unknown, known.iter().copied(), 2));
        let hint = hint.unwrap_or_else(|| format!("There are {}.", known.join(", ")));
        return Err(CliError::NothingToDo { message, hint });
    }
    programs.retain(|program| groups.is_empty() || groups.contains(&program.group));
    Ok(programs)
}
