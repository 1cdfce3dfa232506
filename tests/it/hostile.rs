//! The hostile programs of `tests/fixtures/hostile`, through the command, in both isolations: each gets its verdict,
//! its other cases are judged, and afterwards the machine is as it was.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use kumite::model::{Isolation, Verdict};
use kumite::selftest::{HostileProgram, Place, SECRET, programs};
use serde_json::Value as Json;
use tempfile::TempDir;
use wait_timeout::ChildExt as _;

/// A secret in the environment of the judge.
const ENVIRONMENT_SECRET: &str = "what-only-the-judge-may-know";
/// A judge that has not ended by then never will.
const PATIENCE: Duration = Duration::from_secs(600);

/// Kumite in a session of its own, with a home and a folder for temporary files of its own.
struct Judge {
    place: Place,
    temporary: TempDir,
}

impl Judge {
    fn new() -> Self {
        Self { place: Place::new().unwrap(), temporary: tempfile::tempdir().unwrap() }
    }

    /// Runs `kumite test`; returns what it wrote and its session, which is that of every process it started.
    fn test(&self, args: &[&str], files: &[&str]) -> (Output, u32) {
        // `setsid` becomes the judge, so its number is the session's; no case can leave the session.
        #[allow(clippy::disallowed_methods)]
        let mut command = Command::new("setsid");
        command.arg(env!("CARGO_BIN_EXE_kumite")).arg("test").arg("--problems").arg(self.place.problems());
        command.args(args).args(files).current_dir(self.place.programs()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.place.canary().join("home")).env("TMPDIR", self.temporary.path());
        command.env("KUMITE_TEST_SECRET", ENVIRONMENT_SECRET);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let session = child.id();
        let reading = std::thread::spawn(move || (read(&mut out), read(&mut err)));
        let Some(status) = child.wait_timeout(PATIENCE).unwrap() else {
            child.kill().unwrap();
            panic!("the judge does not end");
        };
        let (stdout, stderr) = reading.join().unwrap();
        (Output { status, stdout, stderr }, session)
    }

    /// What a run left behind that should not be there.
    fn left_behind(&self, session: u32) -> Vec<String> {
        let mut left = processes_of(session);
        left.extend(
            fs::read_dir(self.temporary.path()).unwrap().map(|entry| entry.unwrap().path().display().to_string()),
        );
        left.extend(self.place.changes().unwrap());
        left
    }
}

fn read(from: &mut impl std::io::Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).unwrap();
    bytes
}

/// The processes of a session, by name and number.
pub(crate) fn processes_of(session: u32) -> Vec<String> {
    let stat = |entry: std::io::Result<fs::DirEntry>| fs::read_to_string(entry.ok()?.path().join("stat")).ok();
    let stats = fs::read_dir("/proc").unwrap().filter_map(stat);
    // After the name, which may hold anything: state, parent, group, session.
    let is_of = |stat: &String| {
        stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(3)) == Some(&session.to_string())
    };
    stats
        .filter(is_of)
        .map(|stat| format!("process {}", stat.split(' ').take(3).collect::<Vec<_>>().join(" ")))
        .collect()
}

/// What is wrong with a program's report.
fn wrong(program: &HostileProgram, report: &Json) -> Vec<String> {
    let verdict = |json: &Json| Verdict::from_name(json["verdict"].as_str().unwrap()).unwrap();
    let cases = report["cases"].as_array().unwrap();
    let got: Vec<Verdict> = cases.iter().map(verdict).collect();
    let mut wrong = Vec::new();
    let accepted = program.verdicts == [Verdict::Accepted];
    if !program.verdicts.contains(&verdict(report))
        || program.cases.as_ref().is_some_and(|expected| *expected != got)
        || (accepted && got.iter().any(|&verdict| verdict != Verdict::Accepted))
    {
        wrong.push(format!("{:?}, cases {got:?}: {cases:#?}", verdict(report)));
    }
    // Whatever happens, it is never the judge's fault, and a case that does not load is the only reason to stop.
    if got.contains(&Verdict::JudgeError) {
        wrong.push("a judge error".to_owned());
    }
    if got.contains(&Verdict::Skipped) && verdict(report) != Verdict::CompileError {
        wrong.push("a case that was not judged".to_owned());
    }
    for case in cases {
        let printed = format!("{}{}", case["stdout"], case["stderr"]);
        if printed.contains("BREACH") {
            wrong.push(printed);
        }
    }
    wrong
}

/// Judges everything in one isolation; the programs are dealt to several runs with different lanes and orders.
fn all_programs(isolation: Isolation) {
    let programs = programs();
    let by_path: HashMap<&str, &HostileProgram> = programs.iter().map(|one| (one.path.as_str(), one)).collect();
    let named = |named: bool| programs.iter().filter(move |one| one.names_its_problem == named);
    let mut paths: Vec<&str> = named(true).map(|one| one.path.as_str()).collect();
    let half = paths.len() / 2;
    paths[half..].reverse();
    let others: Vec<&str> = named(false).map(|one| one.path.as_str()).collect();
    let runs: [(&[&str], &[&str]); 3] = [
        (&["--jobs", "2"], &paths[..half]),
        (&["--jobs", "3"], &paths[half..]),
        (&["--jobs", "1", "--problem", "hostile-function"], &others),
    ];
    let judge = Judge::new();
    let mut found = Vec::new();
    for (args, files) in runs {
        let args = [args, &["--format", "json", "--isolation", isolation.name()]].concat();
        let (output, session) = judge.test(&args, files);
        let text = String::from_utf8(output.stdout).unwrap();
        let document: Json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let reports = document["submissions"].as_array().unwrap();
        assert_eq!(reports.len(), files.len());
        for report in reports {
            let program = by_path[report["path"].as_str().unwrap()];
            found.extend(wrong(program, report).into_iter().map(|what| format!("{}: {what}", program.path)));
        }
        for secret in [SECRET, ENVIRONMENT_SECRET] {
            found.extend(text.lines().filter(|line| line.contains(secret)).map(|line| format!("a secret: {line}")));
        }
        found.extend(judge.left_behind(session));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn all_programs_with_a_fork_per_case() {
    all_programs(Isolation::Fork);
}

#[test]
fn all_programs_with_an_interpreter_per_case() {
    all_programs(Isolation::Process);
}

#[test]
fn nothing_that_is_printed_acts_on_a_terminal() {
    let judge = Judge::new();
    let paths: Vec<String> = programs()
        .into_iter()
        .map(|one| one.path)
        .filter(|path| path.contains("escapes") || path.contains("odd_names"))
        .collect();
    let files: Vec<&str> = paths.iter().map(String::as_str).collect();
    let (output, _) = judge.test(&["--color", "never"], &files);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Accepted") && text.contains(r"\x1b"), "{text}");
    let acts = |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{2028}' | '\u{202e}' | '\u{9b}');
    assert_eq!(text.chars().filter(acts).collect::<String>(), "");
}

/// Sources that are too long, or too odd, for a file of their own.
#[test]
fn a_line_of_a_million_characters() {
    let judge = Judge::new();
    let text = fs::read_to_string(judge.place.programs().join("entry/lambda.py")).unwrap();
    let line = format!("{text}\nunused = \"{}\"\n", "x".repeat(1_000_000));
    let numbers = format!("{text}\nunused = [{}]\n", "1, ".repeat(300_000));
    write(&judge.place.programs(), &[("one_line.py", &line), ("numbers.py", &numbers)]);
    let (output, _) = judge.test(&["--format", "json"], &["one_line.py", "numbers.py"]);
    let document: Json = serde_json::from_slice(&output.stdout).unwrap();
    for report in document["submissions"].as_array().unwrap() {
        assert_eq!(report["verdict"], "accepted", "{}", report["message"]);
    }
}

fn write(dir: &Path, files: &[(&str, &str)]) -> Vec<PathBuf> {
    files
        .iter()
        .map(|(name, text)| {
            fs::write(dir.join(name), text).unwrap();
            dir.join(name)
        })
        .collect()
}
