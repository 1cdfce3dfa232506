//! `kumite test`: judges solutions.

use std::collections::HashMap;
use std::io;

use crate::event::EventSink;
use crate::model::{Baseline, RunReport, Verdict};
use crate::report::events::EventLines;
use crate::report::progress::Progress;
use crate::report::stored::{StoredReport, StoredSubmission};
use crate::report::{Style, growth, json, terminal};
use crate::workspace::TargetError;

use super::args::{TestArgs, TestFormat};
use super::console::{Console, is_watched, print, print_with};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::growth::AfterJudging;
use super::reports::{Log, Reports};
use super::resolve::{Context, test_plan};
use super::shard::Part;
use super::smaller;
use super::stored;

/// Runs the command.
pub(super) fn run(args: &TestArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?.with_own_cases();
    let baseline = args.baseline.as_deref().map(stored::read).transpose()?;
    let plan = test_plan(&context, args)?;
    for notice in &plan.notices {
        console.note(notice);
    }
    if !plan.engine.sandbox {
        console.note("--no-sandbox: the solutions can read, write and reach everything that you can");
    }
    let engine = Engine::start(&plan.engine, context.cache())?;
    let mut reports = Reports::open(&args.report, &context.working_dir)?;
    let mut progress = is_watched().then(Progress::new);
    let mut lines = (args.format == TestFormat::Jsonl).then(|| EventLines::new(io::stdout()));
    let mut sinks: Vec<&mut dyn EventSink> = reports.sinks().collect();
    sinks.extend(progress.as_mut().map(|progress| progress as &mut dyn EventSink));
    sinks.extend(lines.as_mut().map(|lines| lines as &mut dyn EventSink));
    let mut report = engine.judge(&plan.run, &mut sinks)?;
    if args.ratios || baseline.is_some() {
        engine.measure_ratios(&plan.run, &mut report)?;
        let accepted = report.submissions.iter().filter(|submission| submission.verdict == Verdict::Accepted);
        let (measured, unmeasured): (Vec<bool>, Vec<bool>) =
            accepted.map(|submission| submission.cpu_ratio.is_some()).partition(|measured| *measured);
        if !unmeasured.is_empty() {
            console.note(&format!(
                "not measured, for want of a reference or of a case that takes both at least 5 ms: {} of {} accepted",
                unmeasured.len(),
                measured.len() + unmeasured.len()
            ));
        }
    }
    if let Some(baseline) = &baseline {
        compare(&mut report, baseline);
    }
    if let Some(Part { shard, commit }) = plan.part {
        (report.shard, report.commit) = (Some(shard), commit);
    }
    let growth = AfterJudging::of(args, &plan.run, &report);
    let measure = |report: &mut RunReport| match growth {
        Some(growth) => growth.measure(&engine, &plan.run, report, console),
        None => Ok(()),
    };
    let log = match args.format {
        TestFormat::Terminal => {
            let style = Style { all_failures: args.all_failures, ..console.style() };
            let small =
                smaller::is_wanted(args.no_search).then(|| smaller::with_small_inputs(&engine, &plan.run, &report));
            print_with(|out| terminal::render(small.as_ref().unwrap_or(&report), &style, out))?;
            // The verdict is there before anybody waits for this.
            measure(&mut report)?;
            print(&growth::notes(&report, &style))?;
            Log::Stdout
        }
        TestFormat::Json => {
            measure(&mut report)?;
            print_with(|out| json::render(&report, out))?;
            Log::Stderr
        }
        TestFormat::Jsonl => {
            measure(&mut report)?;
            Log::Stderr
        }
    };
    reports.write(&report, log, console)?;
    match lines.map_or(Ok(()), EventLines::finish) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::Output(error)),
        _ => Ok(status(&report, plan.astray, console)),
    }
}

/// Puts beside each submission what was measured of it in an earlier run.
fn compare(report: &mut RunReport, earlier: &StoredReport) {
    let name = |one: &StoredSubmission| ((one.problem.clone(), one.path.clone()), one.baseline());
    let mut known: HashMap<(String, String), Baseline> = earlier.submissions.iter().map(name).collect();
    for place in 0..report.submissions.len() {
        let Some(mut submission) = report.submissions.get(place) else { continue };
        if let Some(found) = known.remove(&(submission.problem.id.clone(), submission.path.clone())) {
            submission.baseline = found;
            report.submissions.put(place, &submission);
        }
    }
}

/// How the run ended. Files that could not be judged are told of at the end, where they are seen.
fn status(report: &RunReport, astray: Vec<TargetError>, console: Console) -> ExitStatus {
    let judged = ExitStatus::of_report(report);
    if astray.is_empty() {
        return judged;
    }
    console.complain(&CliError::Targets(astray));
    if matches!(judged, ExitStatus::Fine | ExitStatus::NotAccepted) { ExitStatus::Usage } else { judged }
}
