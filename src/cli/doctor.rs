//! `kumite doctor`: what kumite found on this machine, by doing what judging does, and what is missing.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use crate::event::NoSink;
use crate::judge::{RunPlan, Submission};
use crate::model::{
    Answer, CaseInput, CaseSource, CheckerSpec, Entry, Group, Guarantee, LimitsSpec, Param, Problem, Rule, RunReport,
    TestCase, Type, Value, Verdict,
};
use crate::report::checkup::{Finding, State, render};
use crate::workspace::{Cache, Origin, Setting};

use super::args::DoctorArgs;
use super::console::{Console, print};
use super::engine::Engine;
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::{Context, EngineOptions};

/// How often the trial case is run.
const TRIALS: usize = 20;
/// The sum that the trial case works out: long enough to be measured, short enough not to be waited for.
const TRIAL_SIZE: i64 = 400_000;
const TRIAL_SOURCE: &str =
    "def total(n):\n    result = 0\n    for i in range(n):\n        result += i\n    return result\n";
/// Single runs that vary more than this make verdicts near a limit take longer.
const NOISY: f64 = 0.25;

/// Runs the command.
pub(super) fn run(args: &DoctorArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&args.packages)?;
    let config = &context.workspace.config;
    let options = EngineOptions {
        python: context.python(args.python.as_deref()),
        isolation: config.isolation.value,
        pass_env: config.pass_env.value.clone(),
        // What is required and missing is shown below, not refused here.
        require: Vec::new(),
        sandbox: true,
        keep_results: false,
    };
    let cache = context.cache();
    let mut findings = match Engine::start(&options, cache.clone()) {
        Ok(engine) => judging(&engine, &options, &context),
        Err(error) => vec![failure("python", &error)],
    };
    findings.extend(configuration(&context));
    findings.push(cache_finding(&cache));
    print(&render(&findings, &console.style()))?;
    let broken = findings.iter().any(|finding| finding.state == State::Bad);
    Ok(if broken { ExitStatus::Usage } else { ExitStatus::Fine })
}

fn fact(subject: &'static str, state: State, found: impl Display) -> Finding {
    Finding { subject, state, found: found.to_string(), because: None, remedy: None }
}

fn failure(subject: &'static str, error: &CliError) -> Finding {
    let (message, hint) = error.complaints().into_iter().next().unwrap_or_default();
    Finding { remedy: Some(hint), ..fact(subject, State::Bad, message) }
}

/// The interpreter, the containment, and a trial of both.
fn judging(engine: &Engine, options: &EngineOptions, context: &Context) -> Vec<Finding> {
    let environment = engine.environment();
    let why = match &options.python.origin {
        Origin::Default => "the first of python3 and python in PATH".to_owned(),
        origin => origin.to_string(),
    };
    let program = engine.executable().display();
    let python = format!("{}, {program}", environment.python);
    let why = format!("{}: {why}", environment.executable);
    let mut findings = vec![
        Finding { because: Some(why), ..fact("python", State::Good, python) },
        fact("protections", State::Good, environment.protections.join(", ")),
    ];
    findings.extend(environment.missing_protections.iter().map(|missing| fact("missing", State::Caution, missing)));
    findings.extend(required(engine, &context.workspace.config.require));
    match engine.judge(&trial(), &mut NoSink) {
        Ok(report) => findings.extend(tried(&report)),
        Err(error) => findings.push(failure("trial", &error)),
    }
    findings
}

/// Whether this machine gives the guarantees that the configuration demands.
fn required(engine: &Engine, require: &Setting<Vec<Guarantee>>) -> Option<Finding> {
    let missing = engine.missing(&require.value);
    let finding = match require.value.as_slice() {
        [] => return None,
        _ if !missing.is_empty() => fact("required", State::Bad, format!("not to be had here: {missing}")),
        given => fact("required", State::Good, given.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ")),
    };
    Some(Finding { because: Some(require.origin.to_string()), ..finding })
}

/// What the trial says: whether cases run, how long one takes, how much the clock varies.
fn tried(report: &RunReport) -> Vec<Finding> {
    let Some(judged) = report.submissions.first() else { return Vec::new() };
    let cases = || judged.cases.iter();
    if let Some(case) = cases().find(|case| case.verdict != Verdict::Accepted) {
        let message = judged.message.clone().unwrap_or_default();
        let found =
            format!("a trial case that is right was judged {}: {message} {:?}", case.verdict.name(), case.notes);
        return vec![fact("trial", State::Bad, found)];
    }
    let milliseconds = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    let least = cases().map(|case| case.cpu).min().unwrap_or_default();
    let most = cases().map(|case| case.cpu).max().unwrap_or_default();
    let spread = most.as_secs_f64() / least.as_secs_f64().max(1e-9) - 1.0;
    let runs = cases().count();
    let found = format!(
        "{runs} runs of the same case took {} to {}, up to {:.0} % more than the fastest",
        milliseconds(least),
        milliseconds(most),
        spread * 100.0
    );
    let clock = if spread > NOISY {
        let remedy =
            "Other work on this machine: verdicts stay right, but cases near a limit are run again.".to_owned();
        Finding { remedy: Some(remedy), ..fact("clock", State::Fact, found) }
    } else {
        fact("clock", State::Good, found)
    };
    vec![fact("trial", State::Good, format!("{runs} cases ran in {}", milliseconds(report.wall))), clock]
}

/// The settings in force, each with its origin.
fn configuration(context: &Context) -> Vec<Finding> {
    fn setting<T>(subject: &'static str, setting: &Setting<T>, value: impl Display) -> Finding {
        Finding { because: Some(setting.origin.to_string()), ..fact(subject, State::Fact, value) }
    }
    let config = &context.workspace.config;
    let file = match &context.workspace.file {
        Some(file) => fact("workspace", State::Fact, context.shown(file)),
        None => Finding {
            because: Some("no kumite.toml here or above".to_owned()),
            ..fact("workspace", State::Fact, "the working directory")
        },
    };
    let folders = config.problems.value.iter().filter(|dir| dir.is_dir()).map(|dir| context.shown(dir));
    let folders: Vec<String> = ["built in".to_owned()].into_iter().chain(folders).collect();
    let problems = format!("{}: {}", context.catalog.ids().count(), folders.join(", "));
    let list = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let mut findings = vec![
        file,
        setting("solutions", &config.solutions, context.shown(&config.solutions.value)),
        setting("problems", &config.problems, problems),
        setting("jobs", &config.jobs, config.jobs.value),
        setting("isolation", &config.isolation, config.isolation.value.name()),
        setting("time factor", &config.time_factor, config.time_factor.value),
        setting("memory factor", &config.memory_factor, config.memory_factor.value),
        setting("environment", &config.pass_env, list(&config.pass_env.value)),
    ];
    if config.processes.value > 0 {
        findings.push(setting("processes", &config.processes, config.processes.value));
    }
    findings
}

/// Whether the cache can be written to. Without one everything works, only slower.
fn cache_finding(cache: &Cache) -> Finding {
    let Some(dir) = cache.dir() else {
        let remedy = "Set KUMITE_CACHE_DIR to a folder.".to_owned();
        return Finding { remedy: Some(remedy), ..fact("cache", State::Caution, "none: there is no home folder") };
    };
    let shown = dir.display();
    match cache.try_writing() {
        Ok(()) => fact("cache", State::Good, shown),
        Err(error) => Finding {
            remedy: Some(
                "Set KUMITE_CACHE_DIR to a folder that you may write to; until then runs are slower.".to_owned(),
            ),
            ..fact("cache", State::Caution, format!("{shown} cannot be written: {error}"))
        },
    }
}

/// A right solution of a small problem, many times.
fn trial() -> RunPlan {
    let case = |number| TestCase {
        name: format!("trial-{number}"),
        group: Group::Secret,
        tags: Vec::new(),
        why: None,
        source: CaseSource::Given(Arc::new(CaseInput::Call(vec![Value::Int(TRIAL_SIZE)]))),
        expected: Some(Arc::new(Answer::Returned(Value::Int(TRIAL_SIZE * (TRIAL_SIZE - 1) / 2)))),
    };
    let problem = Problem {
        id: "trial".to_owned(),
        dir: None,
        title: "Trial".to_owned(),
        summary: None,
        difficulty: None,
        topics: Vec::new(),
        minutes: None,
        entry: Entry::Function {
            name: "total".to_owned(),
            params: vec![Param { name: "n".to_owned(), ty: Type::Int }],
            returns: Type::Int,
            mutates: None,
        },
        limits: LimitsSpec { time: Some(Duration::from_secs(5)), ..LimitsSpec::default() },
        checker: CheckerSpec { kind: Rule::Exact, rules: Vec::new(), program: None },
        constraints: Vec::new(),
        cases: (0..TRIALS).map(|number| Arc::new(case(number))).collect(),
        reference: None,
        generator: None,
        validator: None,
        growth: None,
        hints: Vec::new(),
        follow_ups: Vec::new(),
    };
    let submission = Submission {
        problem: Arc::new(problem),
        path: "trial.py".into(),
        shown_path: "trial.py".to_owned(),
        source: TRIAL_SOURCE.as_bytes().to_vec().into(),
        cases: (0..TRIALS).collect(),
    };
    RunPlan {
        submissions: vec![submission],
        fail_fast: false,
        strict: true,
        second_run: false,
        jobs: 1,
        time_factor: 1.0,
        memory_factor: 1.0,
    }
}
