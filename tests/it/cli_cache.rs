//! Results of earlier runs: what is run again and what is not, and the commands about what is kept.

use std::fs;
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::support::{Outcome, PACKAGES, Place};

const RIGHT: &str = "from sums import pair

def two_sum(numbers, target):
    return pair(numbers, target)
";
const SUMS: &str = "def pair(numbers, target):
    seen = {}
    for index, number in enumerate(numbers):
        if target - number in seen:
            return [seen[target - number], index]
        seen[number] = index
";
const PACKAGE: &str = "problems/arrays/two-sum/problem.toml";

/// A workspace with a right solution of two files.
fn workspace() -> Place {
    let files = [("kumite.toml", ""), ("solutions/two_sum.py", RIGHT), ("solutions/sums.py", SUMS)];
    Place::with(&[&files, &PACKAGES[..]].concat())
}

fn document(outcome: &Outcome) -> Json {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome:?}"))
}

/// Whether the only submission of a run with these arguments is reported from the cache, and its verdict.
fn judged(place: &Place, args: &[&str]) -> (bool, String) {
    let document = document(&place.kumite(&[&["test", "--format", "json"], args].concat()));
    let submission = &document["submissions"][0];
    (submission["cached"].as_bool().unwrap(), submission["verdict"].as_str().unwrap().to_owned())
}

fn change(place: &Place, file: &str, from: &str, to: &str) {
    let text = place.read(file);
    assert!(text.contains(from), "{file} lacks {from}");
    fs::write(place.here().join(file), text.replace(from, to)).unwrap();
}

const FRESH: (bool, &str) = (false, "accepted");
const CACHED: (bool, &str) = (true, "accepted");

#[track_caller]
fn expect(place: &Place, args: &[&str], (cached, verdict): (bool, &str)) {
    assert_eq!(judged(place, args), (cached, verdict.to_owned()), "{args:?}");
}

#[test]
fn what_is_reported_from_the_cache_is_what_was_found() {
    let tree = "problems/tree/problem.toml";
    let tree_package = "format_version = 1\ntitle = \"Tree\"\n[entry]\nkind = \"function\"\n\
        signature = \"def tree(values: set[int], big: int, scale: float) -> tuple[float, ...]\"\n\
        [limits]\ntime_seconds = 1.0\n[[cases]]\nname = \"odd\"\n\
        args = [[1, 2], 100000000000000000000000, 0.5]\nexpected = [\"nan\", \"-inf\", 1.0]\n";
    let place = Place::with(
        &[
            &PACKAGES[..],
            &[
                ("kumite.toml", ""),
                (tree, tree_package),
                (
                    "solutions/tree.py",
                    "def tree(values, big, scale):\n    print('x')\n    return float('nan'), -0.0, big\n",
                ),
                ("solutions/a/two_sum.py", "def two_sum(numbers, target):\n    return [0, 1]\n"),
                ("solutions/b/two_sum.py", "def two_sum(numbers, target):\n    return numbers[target]\n"),
                ("solutions/c/two_sum.py", "def two_sum(numbers, target)\n"),
                ("solutions/d/two_sum.py", "def two_sum(numbers, target):\n    while True:\n        pass\n"),
                ("solutions/merge_logs.py", "print(input())\n"),
            ],
        ]
        .concat(),
    );
    let mut first = document(&place.kumite(&["test", "--format", "json"]));
    let mut second = document(&place.kumite(&["test", "--format", "json"]));
    assert_eq!((&first["stats"]["cached"], &second["stats"]["cached"]), (&json!(0), &json!(6)));
    for document in [&mut first, &mut second] {
        document["stats"]["wall_seconds"].take();
        document["stats"]["cached"].take();
        for submission in document["submissions"].as_array_mut().unwrap() {
            submission["cached"].take();
        }
    }
    let verdicts = |document: &Json| {
        let submissions = document["submissions"].as_array().unwrap().clone();
        submissions.into_iter().map(|one| one["verdict"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let expected =
        ["wrong_answer", "run_time_error", "compile_error", "time_limit_exceeded", "accepted", "wrong_answer"];
    assert_eq!(verdicts(&first), expected);
    // The times, too: nothing was run.
    assert_eq!(first, second);
    let page = place.kumite(&["test"]).stdout;
    assert!(page.trim_end().ends_with(", 6 cached"), "{page}");
}

#[test]
fn whatever_a_verdict_depends_on_makes_a_submission_run_again() {
    let place = workspace();
    expect(&place, &[], FRESH);
    expect(&place, &[], CACHED);
    change(&place, "solutions/two_sum.py", "def", "\n\ndef");
    expect(&place, &[], FRESH);
    change(&place, "solutions/sums.py", "seen[number] = index", "seen[number] = 0");
    expect(&place, &[], FRESH);
    change(&place, "solutions/sums.py", "seen[number] = 0", "seen[number] = index");
    expect(&place, &[], CACHED);
    change(&place, PACKAGE, "expected = [0, 3]", "expected = [1, 3]");
    expect(&place, &[], (false, "wrong_answer"));
    expect(&place, &[], (true, "wrong_answer"));
    change(&place, PACKAGE, "expected = [1, 3]", "expected = [3, 0]\n");
    expect(&place, &[], (false, "wrong_answer"));
    change(&place, PACKAGE, "[limits]", "[checker]\nkind = \"unordered\"\n\n[limits]");
    expect(&place, &[], FRESH);
    change(&place, PACKAGE, "time_seconds = 1.0", "time_seconds = 2.0");
    expect(&place, &[], FRESH);
    expect(&place, &["--samples"], FRESH);
    expect(&place, &["--isolation", "process"], FRESH);
    expect(&place, &["--no-sandbox"], FRESH);
    for (file, text) in [("solutions/unused.py", ""), ("solutions/two_sum.txt", "")] {
        fs::write(place.here().join(file), text).unwrap();
    }
    change(&place, PACKAGE, "title = \"Two sum\"", "title = \"Two of a sum\"");
    expect(&place, &[], CACHED);
    let page = place.kumite(&["test"]).stdout;
    assert!(page.contains("Two of a sum") && page.contains("cached"), "{page}");
}

#[test]
fn a_module_that_comes_or_goes_makes_a_submission_run_again() {
    let place = workspace();
    fs::remove_file(place.here().join("solutions/sums.py")).unwrap();
    expect(&place, &[], (false, "compile_error"));
    expect(&place, &[], (true, "compile_error"));
    fs::write(place.here().join("solutions/sums.py"), SUMS).unwrap();
    expect(&place, &[], FRESH);
    expect(&place, &[], CACHED);
    fs::remove_file(place.here().join("solutions/sums.py")).unwrap();
    expect(&place, &[], (true, "compile_error"));
}

#[test]
fn what_a_case_sees_of_the_environment_makes_it_run_again() {
    let place = workspace();
    let with = |settings: &[(&str, &str)]| {
        let mut command = place.command(&["test", "--format", "json"]);
        command.envs(settings.iter().copied());
        document(&Outcome::of(&mut command))["submissions"][0]["cached"].clone()
    };
    assert_eq!(with(&[]), false);
    assert_eq!(with(&[("NAME", "one")]), true, "nobody sees it");
    assert_eq!(with(&[("KUMITE_PASS_ENV", "NAME"), ("NAME", "one")]), false);
    assert_eq!(with(&[("KUMITE_PASS_ENV", "NAME"), ("NAME", "one")]), true);
    assert_eq!(with(&[("KUMITE_PASS_ENV", "NAME"), ("NAME", "two")]), false);
    for factor in ["KUMITE_TIME_FACTOR", "KUMITE_MEMORY_FACTOR", "KUMITE_PROCESSES"] {
        assert_eq!(with(&[(factor, "2")]), false, "{factor}");
        assert_eq!(with(&[(factor, "2")]), true, "{factor}");
    }
    assert_eq!(with(&[]), true);
}

#[test]
fn without_the_cache_everything_is_run_and_nothing_is_kept() {
    let place = workspace();
    expect(&place, &["--no-cache"], FRESH);
    expect(&place, &[], FRESH);
    expect(&place, &["--no-cache"], FRESH);
    expect(&place, &[], CACHED);
}

#[test]
fn what_another_run_might_find_otherwise_is_not_kept() {
    let place = workspace();
    let solutions = [
        ("idleness_limit_exceeded", "import time\n\ndef two_sum(numbers, target):\n    time.sleep(9)\n"),
        ("run_time_error", "import os\n\ndef two_sum(numbers, target):\n    os.kill(os.getpid(), 9)\n"),
        // Left without a word while it was loaded.
        ("compile_error", "import os\nos._exit(1)\n"),
    ];
    change(&place, PACKAGE, "time_seconds = 1.0", "time_seconds = 1.0\nidle_seconds = 0.2");
    for (verdict, solution) in solutions {
        fs::write(place.here().join("solutions/two_sum.py"), solution).unwrap();
        expect(&place, &[], (false, verdict));
        expect(&place, &[], (false, verdict));
    }
    fs::write(place.here().join("solutions/two_sum.py"), "def two_sum(numbers, target):\n    return []\n").unwrap();
    expect(&place, &["--fail-fast"], (false, "wrong_answer"));
    expect(&place, &["--fail-fast"], (false, "wrong_answer"));
    expect(&place, &[], (false, "wrong_answer"));
    let cut = document(&place.kumite(&["test", "--format", "json", "--fail-fast"]));
    assert_eq!(cut["submissions"][0]["cached"], true, "what is known of all cases is enough");
    assert_eq!(cut["submissions"][0]["cases"][1]["verdict"], "skipped");
}

#[test]
fn a_judge_that_fails_is_asked_again() {
    let place = workspace();
    change(&place, PACKAGE, "expected = [0, 3]\n", "");
    fs::create_dir_all(place.here().join("problems/arrays/two-sum/submissions/accepted")).unwrap();
    let reference = "problems/arrays/two-sum/submissions/accepted/reference.py";
    fs::write(place.here().join(reference), "def two_sum(numbers, target):\n    raise ValueError\n").unwrap();
    expect(&place, &[], (false, "judge_error"));
    expect(&place, &[], (false, "judge_error"));
}

#[test]
fn an_all_cached_run_starts_no_python() {
    let place = workspace();
    let python = place.here().join("python");
    let real = which("python3");
    fs::write(&python, "").unwrap();
    fs::remove_file(&python).unwrap();
    std::os::unix::fs::symlink(real, &python).unwrap();
    expect(&place, &["--python", "./python"], FRESH);
    // Whoever starts it now fails; what was learnt of the interpreter goes by its file, which is the same.
    let mut command = place.command(&["test", "--format", "json", "--python", "./python"]);
    command.env("TMPDIR", "/dev/null");
    let outcome = Outcome::of(&mut command);
    assert_eq!(document(&outcome)["submissions"][0]["cached"], true, "a harness would have wanted a scratch folder");
    assert_eq!(outcome.code, 0);
}

/// The interpreter behind the name, and behind any shim.
fn which(name: &str) -> String {
    let output = assert_cmd::Command::new(name).args(["-c", "import sys; print(sys.executable)"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn an_entry_that_is_torn_or_changed_is_run_again() {
    let place = workspace();
    expect(&place, &[], FRESH);
    let results = place.here().join("../cache/results");
    let entry = fs::read_dir(&results).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read(&entry).unwrap();
    for length in [0, 1, 31, 32, 33, whole.len() / 2, whole.len() - 1] {
        fs::write(&entry, &whole[..length]).unwrap();
        expect(&place, &[], FRESH);
        expect(&place, &[], CACHED);
    }
    let mut changed = whole.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    fs::write(&entry, changed).unwrap();
    expect(&place, &[], FRESH);
    assert_eq!(fs::read_dir(&results).unwrap().count(), 1, "no temporary file is left");
}

/// Judges with one cache, killed at odd times: who reports says what is so now, and what is kept is whole.
#[test]
fn killed_judges_leave_no_answer_that_is_torn_or_stale() {
    let place = workspace();
    let solution = place.here().join("solutions/two_sum.py");
    let wrong = RIGHT.replace("return pair(numbers, target)", "return [0, 1]");
    for round in 0..12_u64 {
        let is_right = round % 3 != 0;
        // Every fourth round has a file that nobody has seen before.
        let mark = format!("# {}\n", round / 4);
        fs::write(&solution, mark + if is_right { RIGHT } else { &wrong }).unwrap();
        let mut judges: Vec<_> = (0..4)
            .map(|_| {
                let mut command = place.bare_command(&["test", "--format", "json"]);
                command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for (number, judge) in judges.iter_mut().enumerate().skip(1) {
            thread::sleep(Duration::from_millis((round * 7 + number as u64 * 13) % 40));
            judge.kill().unwrap();
        }
        let expected = if is_right { "accepted" } else { "wrong_answer" };
        for judge in judges {
            let output = judge.wait_with_output().unwrap();
            if output.status.code().is_some() {
                let outcome = Outcome::read(output);
                assert_eq!(document(&outcome)["submissions"][0]["verdict"], expected, "round {round}");
            }
        }
        expect(&place, &[], (true, expected));
    }
}

#[test]
fn the_cache_is_measured_and_cleared() {
    let place = workspace();
    let dir = place.here().join("../cache");
    let told = |args: &[&str]| {
        let outcome = place.kumite(args);
        outcome.page().replace(&dir.canonicalize().unwrap_or_default().display().to_string(), "CACHE")
    };
    fs::create_dir(&dir).unwrap();
    insta::assert_snapshot!(told(&["cache", "stats"]), @"
    --- stdout
    CACHE
      results              0     0 bytes
      cases                0     0 bytes
      times                0     0 bytes
      interpreters         0     0 bytes
      code                 0     0 bytes
      files                0     0 bytes
      all                  0     0 bytes  of at most 512 MiB
    --- exit 0
    ");
    expect(&place, &[], FRESH);
    let notes = dir.join("results/notes.txt");
    fs::write(&notes, "mine").unwrap();
    let stats = told(&["cache", "stats"]);
    assert!(stats.contains("\n  results              1 ") && stats.contains("\n  interpreters         1 "), "{stats}");
    assert!(stats.contains("\n  code                 1 "), "{stats}");
    insta::assert_snapshot!(told(&["cache", "clear"]), @"
    --- stdout
    removed 3 entries from CACHE
    --- exit 0
    ");
    expect(&place, &[], FRESH);
    assert!(notes.exists(), "what is not ours stays");
    let mut command = place.command(&["cache", "stats"]);
    insta::assert_snapshot!(Outcome::of(command.env_remove("HOME").env_remove("KUMITE_CACHE_DIR")).page(), @"
    --- stderr
    error: there is no cache: there is no home folder
      hint: Set KUMITE_CACHE_DIR to a folder.
    --- exit 4
    ");
}
