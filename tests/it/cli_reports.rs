//! Reports beside standard output: where they go, in a job of GitHub Actions and elsewhere, and that none is lost.

use std::fs;
use std::process::Stdio;

use serde_json::Value as Json;

use crate::support::{Outcome, PACKAGES, Place};

const RIGHT: &str = "def two_sum(numbers, target):
    seen = {}
    for index, number in enumerate(numbers):
        if target - number in seen:
            return [seen[target - number], index]
        seen[number] = index
";
const WRONG: &str = "import os\n\ndef two_sum(numbers, target):\n    return [0, 1]\n";
/// Prints what the runner of a job would take for commands.
const HOSTILE: &str = "def two_sum(numbers, target):
    print('one\\n::add-mask::secret\\n   ::stop-commands::x\\n and ##[error]no\\n::error::' + 'x' * 200)
    raise ValueError('::error file=a.py::no ##[add-path]/tmp\\n::set-env name=A::b')
";

fn workspace(solution: &str) -> Place {
    Place::with(&[&[("kumite.toml", ""), ("solutions/two_sum.py", solution)], &PACKAGES[..]].concat())
}

/// `kumite test` as a job of GitHub Actions runs it.
fn in_github(place: &Place, args: &[&str]) -> Outcome {
    let mut command = place.command(&[&["test"], args].concat());
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", place.here().join("step-summary.md"));
    command.env("GITHUB_WORKSPACE", place.here().parent().unwrap());
    Outcome::of(&mut command)
}

/// The lines that the runner of a job takes for commands.
fn commands(log: &str) -> Vec<&str> {
    log.lines().filter(|line| line.trim_start().starts_with("::") || line.contains("##[")).collect()
}

fn json_lines(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn names(events: &[Json]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().unwrap()).collect()
}

#[test]
fn a_job_of_github_actions_has_annotations_and_a_summary_without_asking() {
    let place = workspace(WRONG);
    let outcome = in_github(&place, &[]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(commands(&outcome.stdout).join("\n"), @"::error file=here/solutions/two_sum.py,line=3,title=Two sum%3A wrong answer in 1 of 2 cases::negative%0Ainput     two_sum([-3, 4, 90, 3], 0)%0Adiffers   at $[1]%0Aexpected  [0, 3]%0Agot       [0, 1]%0A              ^");
    assert!(place.read("step-summary.md").starts_with("## kumite: 0 of 1 submission accepted\n"));
    assert!(workspace(WRONG).kumite(&["test"]).stdout.lines().all(|line| !line.starts_with("::")));
}

#[test]
fn a_summary_is_added_to_what_is_there_and_leaves_out_what_does_not_fit() {
    let place = workspace(WRONG);
    fs::write(place.here().join("step-summary.md"), "before\n".repeat(149_700)).unwrap();
    assert_eq!(in_github(&place, &[]).code, 1);
    let summary = place.read("step-summary.md");
    assert!(summary.len() < 1 << 20 && summary.contains("left out"), "{}", summary.len());
    // Who writes the file as a report has it once.
    let target = format!("markdown={}", place.here().join("step-summary.md").display());
    assert_eq!(in_github(&place, &["--report", &target]).code, 1);
    assert_eq!(place.read("step-summary.md").matches("## kumite").count(), 1);
}

#[test]
fn nothing_that_a_solution_writes_is_a_command() {
    let place = workspace(HOSTILE);
    for args in [
        &["--all-failures"][..],
        &["--all-failures", "--color", "always"],
        &["--format", "json"],
        &["--format", "jsonl"],
    ] {
        let outcome = in_github(&place, args);
        assert_eq!(outcome.code, 1);
        let log = outcome.stdout + &outcome.stderr;
        let found = commands(&log);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("::error file=here/solutions/two_sum.py,line=3,title="), "{found:?}");
    }
    let wrong = in_github(&place, &["::error::gone ##[x]", "--color", "never"]);
    insta::assert_snapshot!(wrong.stderr, @r"
    error: there is no file, folder or problem `::error::gone #\x23[x]`
      hint: `kumite list` shows the problems; `--problems DIR` adds a folder of them.
    ");
}

#[test]
fn what_is_one_document_has_no_annotation_in_it() {
    let place = workspace(WRONG);
    let outcome = in_github(&place, &["--format", "json"]);
    assert!(serde_json::from_str::<Json>(&outcome.stdout).is_ok(), "{}", outcome.stdout);
    assert_eq!(commands(&outcome.stderr).len(), 1);
}

#[test]
fn annotations_are_written_once_and_where_it_is_said() {
    let place = workspace(WRONG);
    assert_eq!(commands(&place.kumite(&["test", "--report", "github"]).stdout).len(), 1);
    assert_eq!(commands(&in_github(&place, &["--report", "github"]).stdout).len(), 1);
    let outcome = in_github(&place, &["--report", "github=annotations.txt"]);
    assert_eq!(commands(&outcome.stdout).len(), 0);
    assert_eq!(commands(&place.read("annotations.txt")).len(), 1);
}

#[test]
fn gitlab_gets_findings_and_test_results() {
    let place = workspace(WRONG);
    let mut command = place.command(&["test", "--report", "gitlab=quality.json"]);
    assert_eq!(Outcome::of(command.env("CI_PROJECT_DIR", place.here().parent().unwrap())).code, 1);
    let findings: Json = serde_json::from_str(&place.read("quality.json")).unwrap();
    assert_eq!(findings[0]["location"]["path"], "here/solutions/two_sum.py");
    assert!(place.read("quality.xml").contains("<testcase name=\"negative\""));
    let both = place.kumite(&["test", "--report", "junit=quality.xml", "--report", "gitlab=quality.json"]);
    assert_eq!(both.code, 2, "{}", both.stderr);
}

#[test]
fn events_are_lines_on_standard_output() {
    let place = workspace(RIGHT);
    let outcome = place.kumite(&["test", "--format", "jsonl", "--jobs", "1"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let events = json_lines(&outcome.stdout);
    let expected = ["run_started", "case_finished", "case_finished", "submission_finished", "run_finished"];
    assert_eq!(names(&events), expected);
    assert_eq!(events[1]["path"], "solutions/two_sum.py");
    let whole: Json = serde_json::from_str(&place.kumite(&["test", "--format", "json"]).stdout).unwrap();
    let verdicts = |report: &Json| {
        report["cases"].as_array().unwrap().iter().map(|case| case["verdict"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&events[3]["report"]), verdicts(&whole["submissions"][0]));
}

#[test]
fn a_file_of_events_that_cannot_be_opened_is_said_before_anything_is_judged() {
    let outcome = workspace(RIGHT).kumite(&["test", "--report", "jsonl=gone/events.jsonl"]);
    insta::assert_snapshot!(outcome.page(), @"
    --- stderr
    error: cannot write gone/events.jsonl: No such file or directory (os error 2)
      hint: Make the folder first.
    --- exit 3
    ");
    let full = workspace(RIGHT).kumite(&["test", "--report", "jsonl=/dev/full"]);
    assert_eq!(full.code, 3, "{}", full.stderr);
    assert!(full.stdout.contains("1 of 1 submission accepted"), "{}", full.stdout);
}

#[test]
fn events_are_written_while_it_runs_and_an_interrupt_leaves_every_report() {
    let patient = PACKAGES[0].1.replace("time_seconds = 1.0", "time_seconds = 600.0");
    let endless = RIGHT.replace("    seen = {}\n", "    seen = {}\n    while target == 0:\n        pass\n");
    let place = workspace(&endless);
    fs::write(place.here().join(PACKAGES[0].0), patient).unwrap();
    let reports =
        ["jsonl=events.jsonl", "junit=a.xml", "markdown=a.md", "json=a.json", "gitlab=quality.json", "github=a.txt"];
    let args = reports.map(|report| ["--report", report]).concat();
    let mut command = place.bare_command(&[&["test", "--jobs", "1"], &args[..]].concat());
    let kumite = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let events = place.here().join("events.jsonl");
    while fs::read_to_string(&events).unwrap_or_default().matches("case_finished").count() < 1 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_cmd::Command::new("kill").args(["-INT", &kumite.id().to_string()]).assert().success();
    let outcome = Outcome::read(kumite.wait_with_output().unwrap());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (130, ""));
    let events = json_lines(&place.read("events.jsonl"));
    let expected = ["run_started", "case_finished", "case_finished", "submission_finished", "run_finished"];
    assert_eq!(names(&events), expected);
    assert_eq!((&events[1]["verdict"], &events[2]["verdict"]), (&"accepted".into(), &"skipped".into()));
    assert_eq!(events[3]["report"]["cases"][1]["verdict"], "skipped");
    assert_eq!(events[4]["interrupted"], true);
    assert!(place.read("a.xml").contains("<skipped message=\"not run: interrupted\""));
    assert!(place.read("a.md").contains("**Interrupted**"));
    assert!(place.read("a.json").contains("\"interrupted\": true"));
    assert_eq!((place.read("quality.json"), place.read("a.txt")), ("[]\n".to_owned(), String::new()));
}
