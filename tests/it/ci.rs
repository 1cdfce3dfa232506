//! The workflows that kumite writes for CI systems: each is parsed, and its shell lines are run as the system would.
//!
//! The lines run unchanged, with the built kumite on the path. Beside it lies a `python` that notes what `-m pip
//! install` was asked for, instead of installing it: building and installing the wheel is `.ci/wheel`'s.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::support::{Outcome, PACKAGES, Place};

const RIGHT: &str = "def two_sum(numbers, target):\n    for j, b in enumerate(numbers):\n        \
    for i in range(j):\n            if numbers[i] + b == target:\n                return [i, j]\n";
const WRONG: &str = "def two_sum(numbers, target):\n    return [0, 1]\n";

const PYTHON: &str = "#!/bin/sh
if [ \"$1 $2 $3\" = '-m pip install' ]; then
    shift 3
    echo \"$@\" >> \"$INSTALLED\"
    exit
fi
exec python3 \"$@\"
";

fn yaml(text: &str) -> Json {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn text(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// A machine of a CI system: a repository with a workspace, and folders of its own.
struct Machine {
    place: Place,
    dir: TempDir,
    /// Whether the change is a pull request or a merge request, and no push.
    is_request: bool,
}

impl Machine {
    /// A push of a repository with this solution.
    fn pushed(solution: &str) -> Self {
        let machine = Self::with(&[("solutions/two_sum.py", solution)], false);
        machine.commit();
        machine
    }

    /// A request to change a file of a repository, whose solution is wrong, to this.
    fn requested(name: &str, text: &str) -> Self {
        let machine = Self::with(&[("solutions/two_sum.py", WRONG), ("README.md", "Solutions.\n")], true);
        machine.commit();
        machine.git(&["checkout", "-q", "-b", "request"]);
        fs::write(machine.place.here().join(name), text).unwrap();
        machine.commit();
        // As the systems check it out: merged into the branch that it is for.
        machine.git(&["checkout", "-q", "main"]);
        machine.git(&["merge", "-q", "--no-ff", "-m", "merge", "request"]);
        machine
    }

    fn with(files: &[(&str, &str)], is_request: bool) -> Self {
        let files = [files, &PACKAGES, &[("kumite.toml", "")]].concat();
        let machine = Self { place: Place::with(&files), dir: tempfile::tempdir().unwrap(), is_request };
        machine.git(&["init", "-q", "-b", "main"]);
        fs::create_dir(machine.path("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_kumite"), machine.path("bin/kumite")).unwrap();
        fs::write(machine.path("bin/python"), PYTHON).unwrap();
        fs::set_permissions(machine.path("bin/python"), fs::Permissions::from_mode(0o755)).unwrap();
        machine
    }

    fn git(&self, args: &[&str]) -> String {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=me", "-c", "user.email=me@example.com"]).args(args).current_dir(self.place.here());
        // Whatever is configured on this machine is not asked.
        let outcome = Outcome::of(git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null"));
        assert_eq!(outcome.code, 0, "git {args:?}: {}", outcome.stderr);
        outcome.stdout.trim_end().to_owned()
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "change"]);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs lines of bash, which end at the first one that fails.
    fn bash(&self, lines: &str, folder: &Path, env: &BTreeMap<String, String>) -> Outcome {
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", lines]).current_dir(folder).env_clear();
        bash.env("PATH", path).env("HOME", self.dir.path()).env("INSTALLED", self.path("installed"));
        Outcome::of(bash.envs(env))
    }

    fn installed(&self) -> String {
        fs::read_to_string(self.path("installed")).unwrap()
    }

    /// What stands for an expression of GitHub's; `known` has those of a matrix.
    fn expression(&self, expression: &str, known: &[(&str, &str)]) -> String {
        let runner_temp = self.dir.path().display().to_string();
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == expression) {
            return (*value).to_owned();
        }
        match expression {
            "runner.temp" => runner_temp,
            "github.event_name == 'pull_request' && 'HEAD^1' || ''" if self.is_request => "HEAD^1".to_owned(),
            "github.event_name == 'pull_request' && 'HEAD^1' || ''" => String::new(),
            other => panic!("the test does not know what `{other}` is"),
        }
    }

    fn without_expressions(&self, text: &str, known: &[(&str, &str)]) -> String {
        let mut parts = text.split("${{");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |out, part| {
            let (expression, rest) = part.split_once("}}").unwrap();
            out + &self.expression(expression.trim(), known) + rest
        })
    }

    /// Runs the shell steps of a job of a GitHub workflow; the outcome is the first one's that fails, or the last one's.
    fn github(&self, job: &Json) -> Outcome {
        self.github_in_matrix(job, &[])
    }

    fn github_in_matrix(&self, job: &Json, known: &[(&str, &str)]) -> Outcome {
        let folder = job.pointer("/defaults/run/working-directory").map_or_else(|| ".".to_owned(), text);
        let mut last = None;
        for step in job["steps"].as_array().unwrap() {
            let Some(lines) = step["run"].as_str() else { continue };
            let mut env = BTreeMap::from([("RUNNER_TEMP".to_owned(), self.dir.path().display().to_string())]);
            for (name, value) in step["env"].as_object().into_iter().flatten() {
                env.insert(name.clone(), self.without_expressions(&text(value), known));
            }
            assert!(!lines.contains("${{"), "an expression inside of shell lines is pasted in unquoted:\n{lines}");
            let outcome = self.bash(lines, &self.place.here().join(&folder), &env);
            if outcome.code != 0 {
                return outcome;
            }
            last = Some(outcome);
        }
        last.unwrap()
    }

    /// Runs the script of a job of a GitLab pipeline.
    fn gitlab(&self, job: &Json) -> Outcome {
        self.gitlab_in_parallel(job, &[])
    }

    fn gitlab_in_parallel(&self, job: &Json, known: &[(&str, &str)]) -> Outcome {
        let project = self.place.here().display().to_string();
        let mut env: BTreeMap<String, String> =
            known.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        env.insert("CI_PROJECT_DIR".to_owned(), project.clone());
        if self.is_request {
            env.insert("CI_MERGE_REQUEST_DIFF_BASE_SHA".to_owned(), self.git(&["rev-parse", "HEAD^1"]));
        }
        for (name, value) in job["variables"].as_object().unwrap() {
            env.insert(name.clone(), text(value).replace("$CI_PROJECT_DIR", &project));
        }
        let lines: Vec<String> = job["script"].as_array().unwrap().iter().map(text).collect();
        self.bash(&lines.join("\n"), &self.place.here(), &env)
    }
}

fn written(machine: &Machine, system: &str, file: &str) -> Json {
    let outcome = machine.place.kumite(&["init", "--ci", system]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    yaml(&machine.place.read(file))
}

#[test]
fn the_workflow_for_github_judges_and_keeps_the_reports() {
    for (solution, code) in [(RIGHT, 0), (WRONG, 1)] {
        let machine = Machine::pushed(solution);
        let workflow = written(&machine, "github", ".github/workflows/kumite.yml");
        let outcome = machine.github(&workflow["jobs"]["judge"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (code, ""), "{}", outcome.stdout);
        assert_eq!(machine.installed(), concat!("kumite==", env!("CARGO_PKG_VERSION"), "\n"));
        for report in ["report.json", "junit.xml", "report.html"] {
            let report = fs::read_to_string(machine.path("kumite").join(report)).unwrap();
            assert!(report.contains("two_sum"), "{report}");
        }
        assert!(machine.path("kumite-cache").is_dir());
    }
}

#[test]
fn the_workflow_for_github_trusts_no_pull_request() {
    let machine = Machine::pushed(RIGHT);
    let workflow = written(&machine, "github", ".github/workflows/kumite.yml");
    assert_eq!(workflow["permissions"], serde_json::json!({"contents": "read"}));
    let events: Vec<&String> = workflow["on"].as_object().unwrap().keys().collect();
    assert_eq!(events, ["push", "pull_request"]);
    assert!(!workflow.to_string().contains("secrets"));
    let checkout = &workflow["jobs"]["judge"]["steps"][0];
    assert_eq!(checkout["with"]["persist-credentials"], false);
    assert!(workflow["jobs"]["judge"]["steps"].to_string().contains("--require fs,net,processes,signals"));
}

#[test]
fn the_workflow_for_gitlab_judges_and_keeps_the_reports() {
    for (solution, code) in [(RIGHT, 0), (WRONG, 1)] {
        let machine = Machine::pushed(solution);
        let pipeline = written(&machine, "gitlab", ".gitlab-ci.yml");
        let job = &pipeline["kumite"];
        let outcome = machine.gitlab(job);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (code, ""), "{}", outcome.stdout);
        assert_eq!(machine.installed(), concat!("kumite==", env!("CARGO_PKG_VERSION"), "\n"));
        let artifacts = &job["artifacts"];
        let reports = artifacts["reports"].as_object().unwrap().values();
        for kept in artifacts["paths"].as_array().unwrap().iter().chain(reports).chain(&cached(job)) {
            assert!(machine.place.here().join(text(kept)).exists(), "{kept} was not written");
        }
    }
}

fn cached(job: &Json) -> Vec<Json> {
    job["cache"]["paths"].as_array().unwrap().clone()
}

#[test]
fn of_a_request_only_what_it_touches_is_judged() {
    const STILL_WRONG: &str = "def two_sum(numbers, target):\n    return [1, 0]\n";
    // What is changed, the exit code, and how many solutions are judged.
    for (name, text, code, judged) in [
        ("solutions/two_sum.py", RIGHT, 0, 1),
        ("solutions/two_sum.py", STILL_WRONG, 1, 1),
        ("README.md", "Words.\n", 0, 0),
    ] {
        let machine = Machine::requested(name, text);
        let github = written(&machine, "github", ".github/workflows/kumite.yml");
        let outcome = machine.github(&github["jobs"]["judge"]);
        assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
        let report: Json = serde_json::from_slice(&fs::read(machine.path("kumite/report.json")).unwrap()).unwrap();
        assert_eq!(report["stats"]["submissions"], judged, "{name}");
        let gitlab = written(&machine, "gitlab", ".gitlab-ci.yml");
        let outcome = machine.gitlab(&gitlab["kumite"]);
        assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
        let report: Json = serde_json::from_str(&machine.place.read("kumite.json")).unwrap();
        assert_eq!(report["stats"]["submissions"], judged, "{name}");
    }
}

#[test]
fn a_push_without_any_solution_is_no_success() {
    let machine = Machine::with(&[("solutions/.gitkeep", "")], false);
    machine.commit();
    let github = written(&machine, "github", ".github/workflows/kumite.yml");
    assert_eq!(machine.github(&github["jobs"]["judge"]).code, 4);
    let gitlab = written(&machine, "gitlab", ".gitlab-ci.yml");
    assert_eq!(machine.gitlab(&gitlab["kumite"]).code, 4);
}

/// Every action that a text of steps uses, and its shell lines; checking out is the caller's of an action.
fn steps_of(steps: &Json) -> Vec<(String, Vec<String>)> {
    let is_checkout = |step: &&Json| text(&step["uses"]).starts_with("actions/checkout@");
    steps
        .as_array()
        .unwrap()
        .iter()
        .filter(|step| !is_checkout(step))
        .map(|step| {
            let names = step["env"].as_object().or(step["with"].as_object()).unwrap().keys().cloned().collect();
            (text(if step["run"].is_null() { &step["uses"] } else { &step["run"] }), names)
        })
        .collect()
}

#[test]
fn the_action_has_the_steps_of_the_workflow() {
    let machine = Machine::pushed(RIGHT);
    let workflow = written(&machine, "github", ".github/workflows/kumite.yml");
    let action = yaml(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml")).unwrap());
    assert_eq!(steps_of(&action["runs"]["steps"]), steps_of(&workflow["jobs"]["judge"]["steps"]));
    let inputs = &action["inputs"];
    assert_eq!(inputs["package"]["default"], concat!("kumite==", env!("CARGO_PKG_VERSION")));
    let judge = &workflow["jobs"]["judge"]["steps"][4];
    assert_eq!(inputs["args"]["default"], judge["env"]["KUMITE_ARGS"]);
    for step in action["runs"]["steps"].as_array().unwrap() {
        let lines = step["run"].as_str().unwrap_or_default();
        assert!(!lines.contains("${{"), "an input inside of shell lines is pasted in unquoted:\n{lines}");
    }
}

#[test]
fn a_workspace_below_its_repository_is_judged_in_its_folder() {
    let machine = Machine::pushed(RIGHT);
    // Characters that mean something in YAML or in a shell.
    let folder = "my #1: \"solutions\" it's";
    let below = machine.place.here().join(folder);
    fs::create_dir(&below).unwrap();
    for name in ["problems", "solutions", "kumite.toml"] {
        fs::rename(machine.place.here().join(name), below.join(name)).unwrap();
    }
    for system in ["github", "gitlab"] {
        let mut init = machine.place.command(&["init", "--ci", system]);
        assert_eq!(Outcome::of(init.current_dir(&below)).code, 0);
    }
    let github = yaml(&machine.place.read(".github/workflows/kumite.yml"));
    assert_eq!(machine.github(&github["jobs"]["judge"]).code, 0);
    let gitlab = yaml(&machine.place.read(".gitlab-ci.yml"));
    assert_eq!(machine.gitlab(&gitlab["kumite"]).code, 0);
}

fn document() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci.md")).unwrap()
}

/// The workflows of docs/ci.md.
fn documented() -> Vec<Json> {
    let text = document();
    let blocks = text.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks.map(yaml).collect()
}

/// A repository with more solutions than one, one of them wrong or none.
fn shared_out(is_right: bool) -> Machine {
    let of = |right: bool| if right { RIGHT } else { WRONG };
    let files: Vec<(String, &str)> =
        (1..=9).map(|number| (format!("solutions/by_{number}/two_sum.py"), of(is_right || number != 5))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let machine = Machine::with(&files, false);
    machine.commit();
    machine
}

/// Whether a report has the two cases of each of nine solutions.
fn has_all(report: &str) -> bool {
    report.matches("<testcase ").count() == 18 && (1..=9).all(|number| report.contains(&format!("by_{number}")))
}

const PARTS: [&str; 4] = ["1", "2", "3", "4"];

#[test]
fn the_documented_matrix_judges_every_solution_once() {
    let documents = documented();
    let jobs = documents.iter().find_map(|document| document.pointer("/jobs").filter(|jobs| !jobs["part"].is_null()));
    let jobs = jobs.unwrap();
    assert_eq!(jobs["part"]["strategy"]["matrix"]["part"], serde_json::json!([1, 2, 3, 4]));
    for (is_right, code) in [(true, 0), (false, 1)] {
        let machine = shared_out(is_right);
        for part in PARTS {
            let outcome =
                machine.github_in_matrix(&jobs["part"], &[("matrix.part", part), ("strategy.job-total", "4")]);
            assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        }
        // What uploading and downloading does.
        fs::rename(machine.path("kumite"), machine.place.here().join("parts")).unwrap();
        let outcome = machine.github(&jobs["judge"]);
        assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
        assert!(has_all(&machine.place.read("kumite.xml")));
    }
}

#[test]
fn the_documented_parallel_jobs_judge_every_solution_once() {
    let documents = documented();
    let pipeline = documents.iter().find(|document| !document["stages"].is_null()).unwrap();
    assert_eq!(pipeline["part"]["parallel"], 4);
    for (is_right, code) in [(true, 0), (false, 1)] {
        let machine = shared_out(is_right);
        for part in PARTS {
            let known = [("CI_NODE_INDEX", part), ("CI_NODE_TOTAL", "4")];
            let outcome = machine.gitlab_in_parallel(&pipeline["part"], &known);
            assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        }
        let outcome = machine.gitlab(&pipeline["kumite"]);
        assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
        for report in pipeline["kumite"]["artifacts"]["reports"].as_object().unwrap().values() {
            assert!(machine.place.here().join(text(report)).exists(), "{report} was not written");
        }
        assert!(has_all(&machine.place.read("kumite-quality.xml")));
    }
}

#[test]
fn the_documented_indexed_job_judges_every_solution_once() {
    let documents = documented();
    let job = documents.iter().find(|document| document["kind"] == "Job").unwrap();
    let (spec, container) = (&job["spec"], &job["spec"]["template"]["spec"]["containers"][0]);
    assert_eq!((&spec["completionMode"], &spec["completions"]), (&"Indexed".into(), &4.into()));
    assert_eq!(container["command"], serde_json::json!(["bash", "-ec"]));
    for (is_right, code) in [(true, 0), (false, 1)] {
        let machine = shared_out(is_right);
        fs::create_dir(machine.path("reports")).unwrap();
        let reports = machine.path("reports").display().to_string();
        let mounted = |text: &str| text.replace("/reports", &reports);
        assert_eq!(container["workingDir"], "/repository");
        for index in 0..4 {
            let mut env = BTreeMap::from([("JOB_COMPLETION_INDEX".to_owned(), index.to_string())]);
            for variable in container["env"].as_array().unwrap() {
                env.insert(text(&variable["name"]), mounted(&text(&variable["value"])));
            }
            let outcome = machine.bash(&mounted(&text(&container["args"][0])), &machine.place.here(), &env);
            assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        }
        let merge =
            document().lines().find_map(|line| line.strip_prefix("    kumite merge ").map(str::to_owned)).unwrap();
        let outcome = machine.bash(&mounted(&format!("kumite merge {merge}")), &machine.place.here(), &BTreeMap::new());
        assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
        assert!(has_all(&machine.place.read("kumite.xml")));
    }
}

#[test]
fn the_documented_use_of_the_action_has_only_inputs_that_there_are() {
    let action = yaml(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml")).unwrap());
    let documents = documented();
    let steps = documents.iter().filter_map(|document| document.pointer("/jobs/judge/steps")?.as_array()).flatten();
    let is_kumite = |step: &&Json| text(&step["uses"]).ends_with(concat!("/kumite@v", env!("CARGO_PKG_VERSION")));
    let uses: Vec<&Json> = steps.filter(is_kumite).collect();
    assert!(!uses.is_empty(), "docs/ci.md does not show the action of this version");
    for input in uses.iter().flat_map(|step| step["with"].as_object().unwrap().keys()) {
        assert!(action["inputs"].get(input).is_some(), "the action has no input {input}");
    }
}
