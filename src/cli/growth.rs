//! `kumite growth`: how the cost of a solution grows.

use std::env;
use std::time::Duration;

use crate::growth::{GrowthError, GrowthOptions};
use crate::judge::RunPlan;
use crate::model::{RunReport, SubmissionGrowth, Verdict};
use crate::report::growth;
use crate::workspace::write_atomically;

use super::args::{GrowthArgs, GrowthChoice, OutputFormat, TestArgs, TestFormat};
use super::console::{Console, is_read, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::{Context, one_solution};

/// Runs the command.
pub(super) fn run(args: &GrowthArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.subject.packages)?;
    let submission = one_solution(&context, &args.subject)?;
    let engine = Engine::start(&context.engine_options(args.subject.python.as_deref()), context.cache())?;
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

/// Unasked, growth is measured of one submission, and so briefly that nobody waits for it.
const BRIEFLY: Duration = Duration::from_millis(500);
/// Where it was asked for.
const LONGER: Duration = Duration::from_secs(2);

/// What `kumite test` does about growth.
#[derive(Debug, Clone, Copy)]
pub(super) struct AfterJudging {
    required: bool,
    time: Duration,
    /// Those that did not change since they were judged before were measured then.
    cached_too: bool,
}

impl AfterJudging {
    /// What was asked for. Where nothing was: what it takes to compare with an earlier run, else a note, for a person who
    /// looks at one whole submission.
    pub(super) fn of(args: &TestArgs, plan: &RunPlan, report: &RunReport) -> Option<Self> {
        let compares = args.baseline.is_some()
            && report.submissions.iter().any(|submission| submission.baseline.exponent.is_some());
        let asked = |required| Some(Self { required, time: LONGER, cached_too: true });
        let whole = args.case.is_empty() && !args.samples;
        match args.growth {
            Some(GrowthChoice::Off) => None,
            Some(GrowthChoice::Note) => asked(false),
            Some(GrowthChoice::Strict) => asked(true),
            None if compares => asked(false),
            None if args.format != TestFormat::Terminal || !is_read() || env::var_os("CI").is_some() => None,
            None if !whole || plan.submissions.len() > 1 => None,
            None => Some(Self { required: false, time: BRIEFLY, cached_too: false }),
        }
    }

    /// Measures what was accepted and has a target. What cannot be measured is said, and changes nothing.
    pub(super) fn measure(
        self,
        engine: &Engine,
        plan: &RunPlan,
        report: &mut RunReport,
        console: Console,
    ) -> Result<(), CliError> {
        let options = GrowthOptions { time: self.time, lines: false, memory: false };
        for (place, submission) in plan.submissions.iter().enumerate() {
            if submission.problem.growth.is_none() {
                continue;
            }
            let Some(mut judged) = report.submissions.get(place) else { continue };
            let wanted = judged.verdict == Verdict::Accepted && (self.cached_too || !judged.cached);
            let Some(growth) = judged.problem.growth.as_ref().filter(|_| wanted) else { continue };
            match engine.growth(options, |meter| meter.measure(submission)) {
                Ok(found) => {
                    judged.growth = Some(SubmissionGrowth {
                        parameter: found.parameter,
                        solution: found.solution,
                        reference: found.reference,
                        reading: found.reading,
                        target: growth.target,
                        required: self.required,
                    });
                    report.submissions.put(place, &judged);
                }
                Err(CliError::Growth(GrowthError::Interrupted)) => {
                    report.interrupted = true;
                    break;
                }
                Err(CliError::Growth(error)) => console.note(&format!("growth was not measured: {error}")),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
