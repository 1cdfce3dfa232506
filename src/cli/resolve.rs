//! From what was typed to what is meant: configuration, problems in reach, and the plan of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalog::{Catalog, CatalogError};
use crate::judge::{RunPlan, Submission};
use crate::model::{Diagnostic, Group, Guarantee, Isolation, Problem, Shard, TestCase, nearest};
use crate::workspace::{
    Cache, Config, Found, OWN_CASES, Origin, Search, Setting, Solution, TargetError, Workspace, shown,
};

use super::args::{ProblemsArgs, SubjectArgs, TestArgs};
use super::changed;
use super::error::CliError;
use super::shard::{self, Part};
use super::stored;

/// What every command starts from: where it runs, and what is in reach there.
pub(super) struct Context {
    /// Absolute.
    pub(super) working_dir: PathBuf,
    /// The configuration in force.
    pub(super) workspace: Workspace,
    /// The problems in reach.
    pub(super) catalog: Catalog,
}

/// What `kumite test` will do: nothing is left to be looked up.
#[derive(Debug)]
pub(super) struct TestPlan {
    /// What to judge.
    pub(super) run: RunPlan,
    /// With what.
    pub(super) engine: EngineOptions,
    /// Which part of a run it is; None: all of it.
    pub(super) part: Option<Part>,
    /// What the user should know of how the plan came about, one line each.
    pub(super) notices: Vec<String>,
    /// Files that name a problem which is not in reach; the others are judged.
    pub(super) astray: Vec<TargetError>,
}

/// With what to judge.
#[derive(Debug, Clone)]
pub(super) struct EngineOptions {
    /// The interpreter, and who named it. None: the harness looks for one.
    pub(super) python: Setting<Option<PathBuf>>,
    /// How cases are kept apart.
    pub(super) isolation: Isolation,
    /// Environment variables that a candidate may see.
    pub(super) pass_env: Vec<String>,
    /// Guarantees without which nothing is judged.
    pub(super) require: Vec<Guarantee>,
    /// False: without containment.
    pub(super) sandbox: bool,
    /// Whether results of earlier runs are used and new ones kept.
    pub(super) keep_results: bool,
}

impl EngineOptions {
    /// The interpreter as the harness takes it.
    pub(super) fn python_name(&self) -> Option<String> {
        self.python.value.as_ref().map(|python| python.to_string_lossy().into_owned())
    }
}

impl Context {
    /// The configuration and the problems in reach of the working directory.
    pub(super) fn open(packages: &ProblemsArgs) -> Result<Self, CliError> {
        let working_dir = env::current_dir().map_err(CliError::WorkingDir)?;
        let workspace = Workspace::open(&working_dir, &|name| env::var_os(name)).map_err(CliError::Workspace)?;
        let dirs = problem_dirs(&workspace.config, packages, &working_dir)?;
        let catalog = Catalog::open(&dirs).map_err(CliError::Catalog)?;
        Ok(Self { working_dir, workspace, catalog })
    }

    /// The problem with this id.
    pub(super) fn problem(&self, id: &str) -> Result<Arc<Problem>, CliError> {
        self.catalog.get(id).map_err(CliError::Catalog)
    }

    /// The interpreter in force: that of the command line, else the configured one.
    pub(super) fn python(&self, named: Option<&Path>) -> Setting<Option<PathBuf>> {
        let mut python = self.workspace.config.python.clone();
        python.set(named.map(|named| Some(named.to_owned())), Origin::CommandLine("--python"));
        python
    }

    /// With what a command runs code that is not judged: as it is configured, contained, nothing of it remembered.
    pub(super) fn engine_options(&self, python: Option<&Path>) -> EngineOptions {
        let config = &self.workspace.config;
        EngineOptions {
            python: self.python(python),
            isolation: config.isolation.value,
            pass_env: config.pass_env.value.clone(),
            require: config.require.value.clone(),
            sandbox: true,
            keep_results: false,
        }
    }

    /// What is kept between runs.
    pub(super) fn cache(&self) -> Cache {
        Cache::locate(&|name| env::var_os(name), &self.working_dir)
    }

    /// How messages call a path.
    pub(super) fn shown(&self, path: &Path) -> String {
        shown(path, &self.working_dir)
    }

    /// The same, with the user's own cases among those of their problems.
    pub(super) fn with_own_cases(mut self) -> Self {
        if let Some(dir) = self.own_cases_dir() {
            let shown = self.shown(&dir);
            self.catalog = self.catalog.with_own_cases(dir, shown.into());
        }
        self
    }

    /// Where the user's own cases lie; None outside of a workspace.
    pub(super) fn own_cases_dir(&self) -> Option<PathBuf> {
        self.workspace.file.as_ref().map(|_| self.workspace.root.join(OWN_CASES))
    }

    fn solutions_dir(&self) -> Result<&Path, CliError> {
        let setting = &self.workspace.config.solutions;
        if setting.origin != Origin::Default && !setting.value.is_dir() {
            let (named_by, dir) = (setting.origin.to_string(), self.shown(&setting.value));
            return Err(CliError::NoFolder { named_by, dir });
        }
        Ok(&setting.value)
    }
}

/// The folders with packages, weakest first. A default folder need not exist; one that somebody names must.
fn problem_dirs(config: &Config, packages: &ProblemsArgs, working_dir: &Path) -> Result<Vec<PathBuf>, CliError> {
    let configured = &config.problems;
    let mut dirs = Vec::new();
    for dir in &configured.value {
        if configured.origin != Origin::Default && !dir.is_dir() {
            let (named_by, dir) = (configured.origin.to_string(), shown(dir, working_dir));
            return Err(CliError::NoFolder { named_by, dir });
        }
        if dir.is_dir() {
            dirs.push(dir.clone());
        }
    }
    for dir in &packages.problems {
        if !dir.is_dir() {
            let dir = dir.display().to_string();
            return Err(CliError::NoFolder { named_by: "--problems".to_owned(), dir });
        }
        let dir = working_dir.join(dir);
        // A folder that is configured, too, is looked through once: the last of its places decides.
        dirs.retain(|known| *known != dir);
        dirs.push(dir);
    }
    Ok(dirs)
}

/// The plan of `kumite test`.
pub(super) fn test_plan(context: &Context, args: &TestArgs) -> Result<TestPlan, CliError> {
    let config = &context.workspace.config;
    let engine = engine_options(context, args)?;
    let ids: Vec<String> = context.catalog.ids().map(str::to_owned).collect();
    let search = Search {
        working_dir: &context.working_dir,
        solutions_dir: context.solutions_dir()?,
        problems: &ids,
        problem: args.problem.as_deref(),
    };
    let found = search.find(&args.targets).map_err(CliError::Targets)?;
    if found.solutions.is_empty() {
        let nothing = nothing_found(&search, &args.targets, &found);
        return Err(if found.astray.is_empty() { nothing } else { CliError::Targets(found.astray) });
    }
    let mut notices: Vec<String> = found.empty.iter().map(|target| format!("no solution in `{target}`")).collect();
    if !found.passed_over.is_empty() {
        notices.push(format!("no problem goes with {}", listed(&found.passed_over)));
    }
    let solutions = match &args.changed_since {
        Some(revision) => changed(context, revision, found.solutions, &mut notices)?,
        None => found.solutions,
    };
    let mut run = RunPlan {
        submissions: submissions(context, args, solutions, &mut notices)?,
        fail_fast: args.fail_fast,
        strict: args.strict,
        second_run: true,
        jobs: args.jobs.unwrap_or(config.jobs.value).get(),
        time_factor: config.time_factor.value,
        memory_factor: config.memory_factor.value,
    };
    let part = match args.shard {
        Some(arg) => {
            let times = args.times.as_deref().map(stored::read).transpose()?;
            let part = shard::take_part(&mut run, arg, times.as_ref(), &context.working_dir)?;
            let Shard { index, total, submissions, .. } = &part.shard;
            notices.push(format!("part {index} of {total}: {} of {submissions} solutions", run.submissions.len()));
            Some(part)
        }
        None => None,
    };
    Ok(TestPlan { run, engine, part, notices, astray: found.astray })
}

/// The solutions that a change touches, which may be none.
fn changed(
    context: &Context,
    revision: &str,
    solutions: Vec<Solution>,
    notices: &mut Vec<String>,
) -> Result<Vec<Solution>, CliError> {
    let all = solutions.len();
    let touched = changed::touched(context, revision, solutions).map_err(CliError::Repository)?;
    notices.push(format!("solutions touched since `{revision}`: {} of {all}", touched.len()));
    Ok(touched)
}

/// The one solution that a target names, to be judged on all cases of its problem.
pub(super) fn one_solution(context: &Context, subject: &SubjectArgs) -> Result<Submission, CliError> {
    let (target, problem) = (&subject.solution, subject.problem.as_deref());
    let ids: Vec<String> = context.catalog.ids().map(str::to_owned).collect();
    let search =
        Search { working_dir: &context.working_dir, solutions_dir: context.solutions_dir()?, problems: &ids, problem };
    let targets = [target.to_owned()];
    let mut found = search.find(&targets).map_err(CliError::Targets)?;
    let count = found.solutions.len();
    let solution = match found.solutions.pop() {
        None => return Err(nothing_found(&search, &targets, &found)),
        Some(_) if count > 1 => return Err(CliError::Several { target: target.display().to_string(), count }),
        Some(solution) => solution,
    };
    let Solution { path, shown: shown_path, problem, source } = solution;
    let problem = allowing(context.problem(&problem)?, context.workspace.config.processes.value);
    let cases = (0..problem.cases.len()).collect();
    Ok(Submission { problem, path, shown_path, source, cases })
}

fn engine_options(context: &Context, args: &TestArgs) -> Result<EngineOptions, CliError> {
    let config = &context.workspace.config;
    if args.no_sandbox && !config.require.value.is_empty() {
        return Err(CliError::SandboxRequired(config.require.origin.to_string()));
    }
    Ok(EngineOptions {
        python: context.python(args.python.as_deref()),
        isolation: args.isolation.unwrap_or(config.isolation.value),
        pass_env: config.pass_env.value.clone(),
        require: if args.require.is_empty() { config.require.value.clone() } else { args.require.clone() },
        sandbox: !args.no_sandbox,
        keep_results: !args.no_cache,
    })
}

/// The solutions with their problems and the cases that were asked for.
fn submissions(
    context: &Context,
    args: &TestArgs,
    solutions: Vec<Solution>,
    notices: &mut Vec<String>,
) -> Result<Vec<Submission>, CliError> {
    if solutions.is_empty() {
        return Ok(Vec::new());
    }
    let problems = problems(context, &solutions)?;
    for case in &args.case {
        let names = || problems.values().flat_map(|problem| &problem.cases).map(|case| case.name.as_str());
        if !names().any(|name| name == case) {
            let near = nearest(case, names(), 3).into_iter().map(str::to_owned).collect();
            return Err(CliError::UnknownCase { case: case.clone(), near });
        }
    }
    let mut left_out = Vec::new();
    let mut submissions = Vec::with_capacity(solutions.len());
    for Solution { path, shown, problem, source } in solutions {
        let Some(problem) = problems.get(&problem).map(Arc::clone) else { continue };
        let cases = selected_cases(&problem, args);
        if cases.is_empty() {
            // Judged on nothing it would count as accepted.
            left_out.push(shown);
            continue;
        }
        submissions.push(Submission { problem, path, shown_path: shown, source, cases });
    }
    if !left_out.is_empty() {
        notices.push(format!("left out, having no such case: {}", listed(&left_out)));
    }
    if submissions.is_empty() {
        return Err(CliError::NothingToDo {
            message: "none of the problems has such a case".to_owned(),
            hint: "Leave out --samples or --case.".to_owned(),
        });
    }
    Ok(submissions)
}

/// The problems of the solutions, each read once. Everything wrong in any of them is reported.
fn problems(context: &Context, solutions: &[Solution]) -> Result<BTreeMap<String, Arc<Problem>>, CliError> {
    let processes = context.workspace.config.processes.value;
    let mut problems = BTreeMap::new();
    let mut wrong: Vec<Diagnostic> = Vec::new();
    for id in solutions.iter().map(|solution| &solution.problem).collect::<BTreeSet<_>>() {
        match context.problem(id) {
            Ok(problem) => drop(problems.insert(id.clone(), allowing(problem, processes))),
            Err(CliError::Catalog(CatalogError::Invalid { diagnostics, .. })) => wrong.extend(diagnostics),
            Err(error) => return Err(error),
        }
    }
    if wrong.is_empty() { Ok(problems) } else { Err(CliError::Packages(wrong)) }
}

/// The problem with at least this many processes allowed.
fn allowing(problem: Arc<Problem>, processes: u32) -> Arc<Problem> {
    if problem.limits.processes >= processes {
        return problem;
    }
    let mut problem = Arc::unwrap_or_clone(problem);
    problem.limits.processes = processes;
    Arc::new(problem)
}

fn selected_cases(problem: &Problem, args: &TestArgs) -> Vec<usize> {
    let selected = |case: &TestCase| {
        (args.case.is_empty() || args.case.contains(&case.name)) && (!args.samples || case.group == Group::Sample)
    };
    (0..problem.cases.len()).filter(|&index| selected(&problem.cases[index])).collect()
}

/// Why there is nothing to judge.
fn nothing_found(search: &Search, targets: &[PathBuf], found: &Found) -> CliError {
    let dir = shown(search.solutions_dir, search.working_dir);
    let targets: Vec<String> = targets.iter().map(|target| target.display().to_string()).collect();
    let problem = match targets.as_slice() {
        [] => search.problem,
        [target] => search.problems.contains(target).then_some(target.as_str()),
        _ => None,
    };
    if let Some(problem) = problem {
        let message = format!("no solution of {problem} in `{dir}`");
        return CliError::NothingToDo { message, hint: format!("`kumite start {problem}` begins one.") };
    }
    let places = if targets.is_empty() { dir } else { targets.join("`, `") };
    let message = format!("no solution in `{places}`");
    if targets.is_empty() && found.passed_over.is_empty() {
        return CliError::NothingToDo { message, hint: "`kumite start PROBLEM` begins one.".to_owned() };
    }
    let hint = "A solution says its problem by its file name, or with a first line `# kumite: PROBLEM`.".to_owned();
    match found.passed_over.as_slice() {
        [] => CliError::NothingToDo { message, hint },
        files => CliError::NothingToDo { message: format!("{message}; no problem goes with {}", listed(files)), hint },
    }
}

/// Files in a few words: `a.py` or `a.py and 3 more files`.
fn listed(files: &[String]) -> String {
    match files {
        [] => String::new(),
        [file] => file.clone(),
        [file, rest @ ..] => format!("{file} and {} more", rest.len()),
    }
}
