//! `kumite test`: judges solutions.

use crate::event::NoSink;
use crate::report::progress::Progress;
use crate::report::{Style, json, terminal};

use super::args::{OutputFormat, TestArgs};
use super::console::{Console, is_watched, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::reports;
use super::resolve::{Context, test_plan};

/// Runs the command.
pub(super) fn run(args: &TestArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
    reports::check(&args.report, &context.working_dir)?;
    let plan = test_plan(&context, args)?;
    for notice in &plan.notices {
        console.note(notice);
    }
    if !plan.engine.sandbox {
        console.note("--no-sandbox: the solutions can read, write and reach everything that you can");
    }
    let engine = Engine::start(&plan.engine, context.cache())?;
    let report = if is_watched() {
        engine.judge(&plan.run, &mut Progress::new())
    } else {
        engine.judge(&plan.run, &mut NoSink)
    }?;
    match args.format {
        OutputFormat::Terminal => {
            let style = Style { all_failures: args.all_failures, ..console.style() };
            print(&terminal::render(&report, &style))?;
        }
        OutputFormat::Json => print(&json::render(&report))?,
    }
    reports::write(&report, &args.report, console)?;
    Ok(ExitStatus::of_report(&report))
}
