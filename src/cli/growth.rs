//! `kumite growth`: how the cost of a solution grows.

use crate::growth::GrowthOptions;
use crate::report::growth;
use crate::workspace::write_atomically;

use super::args::{GrowthArgs, OutputFormat};
use super::console::{Console, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::{Context, one_solution};

/// Runs the command.
pub(super) fn run(args: &GrowthArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
    let submission = one_solution(&context, &args.solution, args.problem.as_deref())?;
    let engine = Engine::start(&context.engine_options(args.python.as_deref()), context.cache())?;
    let options = GrowthOptions { time: args.seconds, lines: true, memory: args.memory };
    let report = engine.growth(options, |meter| meter.measure(&submission))?;
    if let Some(path) = &args.plot {
        write_atomically(path, growth::svg::render(&report).as_bytes())
            .map_err(|source| CliError::Write { path: path.display().to_string(), source })?;
    }
    match args.format {
        OutputFormat::Terminal => print(&growth::render(&report, &console.style()))?,
        OutputFormat::Json => print(&growth::json::render(&report))?,
    }
    let slower = report.reading.is_slower_than(report.target) == Some(true);
    Ok(if slower { ExitStatus::NotAccepted } else { ExitStatus::Fine })
}
