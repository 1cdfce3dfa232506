//! `kumite test`: judges solutions.

use crate::event::NoSink;
use crate::model::RunReport;
use crate::report::progress::Progress;
use crate::report::{Style, json, terminal};
use crate::workspace::write_atomically;

use super::args::{OutputFormat, ReportFormat, ReportTarget, TestArgs};
use super::console::{Console, is_watched, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::{Context, test_plan};

/// Runs the command.
pub(super) fn run(args: &TestArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
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
    for target in &args.report {
        write_report(&report, target)?;
    }
    Ok(ExitStatus::of_report(&report))
}

fn write_report(report: &RunReport, target: &ReportTarget) -> Result<(), CliError> {
    let text = match target.format {
        ReportFormat::Json => json::render(report),
    };
    write_atomically(&target.path, text.as_bytes())
        .map_err(|source| CliError::Write { path: target.path.display().to_string(), source })
}
