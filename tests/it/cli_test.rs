//! `kumite test`: what it takes, what it gives back, and how it ends. What the verdicts are is tested elsewhere.

use std::fs;
use std::process::Stdio;

use serde_json::Value as Json;

use crate::support::{BROKEN_PACKAGE, Outcome, PACKAGES, Place};

const RIGHT: &str = "def two_sum(numbers, target):
    seen = {}
    for index, number in enumerate(numbers):
        if target - number in seen:
            return [seen[target - number], index]
        seen[number] = index
";
const WRONG: &str = "def two_sum(numbers, target):\n    return [0, 1]\n";

/// A workspace with the packages of `support` and these solutions.
fn workspace(files: &[(&str, &str)]) -> Place {
    Place::with(&[&[("kumite.toml", "")], &PACKAGES[..], files].concat())
}

/// Verdicts of the cases of a JSON report, by submission.
fn verdicts(report: &str) -> Vec<(String, Vec<String>)> {
    let report: Json = serde_json::from_str(report).unwrap();
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let of = |submission: &Json| {
        let cases = submission["cases"].as_array().unwrap();
        let cases = cases.iter().map(|case| format!("{} {}", text(&case["name"]), text(&case["verdict"])));
        (text(&submission["path"]), cases.collect())
    };
    report["submissions"].as_array().unwrap().iter().map(of).collect()
}

fn pair(path: &str, cases: &[&str]) -> (String, Vec<String>) {
    (path.to_owned(), cases.iter().map(|&case| case.to_owned()).collect())
}

#[test]
fn every_solution_of_the_workspace_is_judged() {
    let place = workspace(&[("solutions/two_sum.py", RIGHT), ("solutions/merge_logs.py", "print(input())\n")]);
    let outcome = place.kumite(&["test"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("2 of 2 submissions accepted"), "{}", outcome.stdout);
}

/// Lines of the solution and of the modules beside it, whichever has the same name; a count of all frames.
#[test]
fn a_traceback_shows_lines_of_every_file_of_the_candidates() {
    let solution = "from deep.two_sum import number\n\ndef two_sum(numbers, target):\n    return number(\"x\", 40)\n";
    let helper = "def number(text, n):\n    return number(text, n - 1) if n else int(text)\n";
    let files =
        [("solutions/two_sum.py", solution), ("solutions/deep/two_sum.py", helper), ("solutions/deep/__init__.py", "")];
    let place = workspace(&files);
    for isolation in ["fork", "process"] {
        let outcome = place.kumite(&["test", "--format", "json", "--isolation", isolation, "solutions/two_sum.py"]);
        let report: Json = serde_json::from_str(&outcome.stdout).unwrap();
        let traceback = report["submissions"][0]["cases"][0]["traceback"].as_str().unwrap().to_owned();
        insta::allow_duplicates! {
            insta::assert_snapshot!(traceback, @r#"
            Traceback (most recent call last):
              File "solutions/two_sum.py", line 4, in two_sum
                return number("x", 40)
              File "solutions/deep/two_sum.py", line 2, in number
                return number(text, n - 1) if n else int(text)
              [Previous line repeated 40 more times]
            ValueError: invalid literal for int() with base 10: 'x'
            "#);
        }
    }
}

#[test]
fn a_file_for_an_unknown_problem_keeps_no_other_from_being_judged() {
    let files = [("solutions/two_sum.py", RIGHT), ("solutions/a.py", "# kumite: two-sun\n")];
    let outcome = workspace(&files).kumite(&["test"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("1 of 1 submission accepted"), "{}", outcome.stdout);
    insta::assert_snapshot!(outcome.stderr, @r"
    error: solutions/a.py:1 names the problem `two-sun`, which is not in reach
      hint: Did you mean `two-sum`?
    ");
}

#[test]
fn json_is_one_document_and_the_exit_code_says_whether_all_is_accepted() {
    let place = workspace(&[("solutions/two_sum.py", WRONG), ("other/two_sum.py", RIGHT)]);
    for isolation in ["fork", "process"] {
        let args = ["test", "--format", "json", "--isolation", isolation, "solutions", "other/two_sum.py"];
        let outcome = place.kumite(&args);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
        let expected = [
            pair("solutions/two_sum.py", &["first-two accepted", "negative wrong_answer"]),
            pair("other/two_sum.py", &["first-two accepted", "negative accepted"]),
        ];
        assert_eq!(verdicts(&outcome.stdout), expected, "{isolation}");
    }
}

#[test]
fn cases_are_selected() {
    let place = workspace(&[("solutions/two_sum.py", WRONG), ("solutions/merge_logs.py", "print(input())\n")]);
    let samples = place.kumite(&["test", "--samples", "--format", "json", "solutions"]);
    assert_eq!(verdicts(&samples.stdout), [pair("solutions/two_sum.py", &["first-two accepted"])]);
    insta::assert_snapshot!(samples.stderr, @"note: left out, having no such case: solutions/merge_logs.py");
    let case = place.kumite(&["test", "two-sum", "--case", "negative", "--format", "json"]);
    assert_eq!(verdicts(&case.stdout), [pair("solutions/two_sum.py", &["negative wrong_answer"])]);
    insta::assert_snapshot!(place.kumite(&["test", "two-sum", "--case", "negativ"]).page(), @"
    --- stderr
    error: no problem that is judged has a case `negativ`
      hint: Did you mean `negative`?
    --- exit 2
    ");
    insta::assert_snapshot!(place.kumite(&["test", "merge-logs", "--samples"]).page(), @"
    --- stderr
    error: none of the problems has such a case
      hint: Leave out --samples or --case.
    --- exit 4
    ");
}

#[test]
fn a_report_file_is_written_beside_the_verdicts() {
    let place = workspace(&[("solutions/two_sum.py", WRONG)]);
    let outcome = place.kumite(&["test", "--report", "json=report.json"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("wrong answer"), "{}", outcome.stdout);
    assert_eq!(verdicts(&place.read("report.json")).len(), 1);
    let outcome = place.kumite(&["test", "--report", "json=gone/report.json"]);
    assert!(outcome.stdout.contains("wrong answer"), "the verdicts come first: {}", outcome.stdout);
    insta::assert_snapshot!(format!("{}exit {}", outcome.stderr, outcome.code), @"
    error: cannot write gone/report.json: No such file or directory (os error 2)
      hint: Make the folder first.
    exit 3
    ");
}

#[test]
fn every_report_is_written_whatever_becomes_of_the_others() {
    let place = workspace(&[("solutions/two_sum.py", WRONG)]);
    let reports = ["junit=gone/a.xml", "json=a.json", "markdown=gone/a.md", "junit=a.xml", "markdown=a.md"];
    let outcome = place.kumite(&[&["test"], &reports.map(|report| ["--report", report]).concat()[..]].concat());
    insta::assert_snapshot!(format!("{}exit {}", outcome.stderr, outcome.code), @"
    error: cannot write gone/a.xml: No such file or directory (os error 2)
      hint: Make the folder first.
    error: cannot write gone/a.md: No such file or directory (os error 2)
      hint: Make the folder first.
    exit 3
    ");
    assert!(place.read("a.xml").contains("<testcase name=\"negative\""));
    assert!(place.read("a.md").contains("0 of 1 submission accepted"));
    assert_eq!(verdicts(&place.read("a.json")).len(), 1);
}

#[test]
fn two_reports_are_not_written_to_one_file() {
    let place = workspace(&[("solutions/two_sum.py", RIGHT)]);
    let outcome = place.kumite(&["test", "--report", "json=a.xml", "--report", "junit=./x/../a.xml"]);
    insta::assert_snapshot!(outcome.page(), @"
    --- stderr
    error: two reports would be written to a.xml
      hint: Give each report a path of its own.
    --- exit 2
    ");
}

#[test]
fn a_solution_that_python_cannot_read_is_the_candidates_failure() {
    let place = workspace(&[("solutions/two_sum.py", "")]);
    assert_eq!(place.kumite(&["test"]).code, 1);
    fs::write(place.here().join("solutions/two_sum.py"), b"name = '\xff'\n").unwrap();
    let outcome = place.kumite(&["test", "--format", "json"]);
    let report: Json = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((outcome.code, report["submissions"][0]["verdict"].as_str()), (1, Some("compile_error")));
}

#[test]
fn what_cannot_be_judged_is_said() {
    let place = workspace(&[("solutions/two_sum.py", RIGHT), ("folder.py/", ""), ("notes.py", ""), ("empty/", "")]);
    let pages = [
        &["gone.py"][..],
        &["two-sun"],
        &["folder.py"],
        &["notes.py"],
        &["solutions/two_sum.py", "--problem", "two"],
        &["merge-logs"],
        &["--problem", "merge-logs"],
        &["empty"],
        &["notes.py", "gone.py"],
    ]
    .map(|args| {
        let all = [&["test"], args].concat();
        format!("$ kumite {}\n{}", all.join(" "), place.kumite(&all).page())
    });
    insta::assert_snapshot!("what_cannot_be_judged", pages.join("\n"));
}

#[test]
fn without_a_solution_there_is_nothing_to_do() {
    insta::assert_snapshot!(workspace(&[]).kumite(&["test"]).page(), @"
    --- stderr
    error: no solution in `solutions`
      hint: `kumite start PROBLEM` begins one.
    --- exit 4
    ");
    insta::assert_snapshot!(workspace(&[("solutions/notes.py", "")]).kumite(&["test"]).page(), @"
    --- stderr
    error: no solution in `solutions`; no problem goes with solutions/notes.py
      hint: A solution says its problem by its file name, or with a first line `# kumite: PROBLEM`.
    --- exit 4
    ");
    let place = Place::with(&[("kumite.toml", "solutions = \"mine\"\n")]);
    insta::assert_snapshot!(place.kumite(&["test"]).page(), @"
    --- stderr
    error: kumite.toml:1:1: there is no folder `mine`
      hint: Make the folder, or name another one.
    --- exit 2
    ");
}

#[test]
fn python_files_of_no_problem_are_counted() {
    let place = workspace(&[("solutions/two_sum.py", RIGHT), ("solutions/a.py", ""), ("solutions/b.py", "")]);
    let outcome = place.kumite(&["test"]);
    assert_eq!(outcome.code, 0);
    insta::assert_snapshot!(outcome.stderr, @"note: no problem goes with solutions/a.py and 1 more");
}

#[test]
fn an_invalid_package_is_said_before_anything_is_run() {
    let place = workspace(&[BROKEN_PACKAGE, ("solutions/broken.py", "x"), ("solutions/two_sum.py", RIGHT)]);
    let outcome = place.kumite(&["test"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("problems/broken/problem.toml:2:1: error: unknown key `titel`"));
    assert_eq!(place.kumite(&["test", "two-sum"]).code, 0, "a package that is not judged may be broken");
}

#[test]
fn without_a_usable_python_nothing_is_judged() {
    let place = workspace(&[("solutions/two_sum.py", RIGHT), ("fake/mute", "#!/bin/sh\nexit 0\n")]);
    let old = "#!/bin/sh\necho 'SyntaxError: invalid syntax' >&2\nexit 1\n";
    fs::write(place.here().join("fake/old"), old).unwrap();
    for fake in ["fake/mute", "fake/old"] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(place.here().join(fake), mode).unwrap();
    }
    for named in ["python-that-is-not-there", "fake/old", "fake/mute"] {
        let outcome = place.kumite(&["test", "--python", named]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""), "{named}");
        assert!(outcome.stderr.contains("hint: Install CPython 3.10 or later"), "{}", outcome.stderr);
        assert_eq!(place.kumite(&["doctor", "--python", named]).code, 2, "{named}");
    }
    insta::assert_snapshot!(place.kumite(&["test", "--python", "python-that-is-not-there"]).page(), @"
    --- stderr
    error: no Python found: `python-that-is-not-there` is not on PATH
      hint: Install CPython 3.10 or later, or name one with --python, KUMITE_PYTHON or `python` in kumite.toml.
    --- exit 3
    ");
    insta::assert_snapshot!(place.kumite(&["test", "--python", "fake/old"]).page(), @"
    --- stderr
    error: `fake/old` is Python 2 or an early 3; kumite needs CPython 3.10 or later
      hint: Install CPython 3.10 or later, or name one with --python, KUMITE_PYTHON or `python` in kumite.toml.
    --- exit 3
    ");
}

#[test]
fn containment_is_not_given_up_silently() {
    let place = workspace(&[("solutions/two_sum.py", RIGHT)]);
    let outcome = place.kumite(&["test", "--no-sandbox"]);
    assert_eq!(outcome.code, 0);
    insta::assert_snapshot!(outcome.stderr, @"note: --no-sandbox: the solutions can read, write and reach everything that you can");
    fs::write(place.here().join("kumite.toml"), "require = [\"fs\"]\n").unwrap();
    insta::assert_snapshot!(place.kumite(&["test", "--no-sandbox"]).page(), @"
    --- stderr
    error: --no-sandbox contradicts `require`, set by kumite.toml:1:1
      hint: Leave out one of them.
    --- exit 2
    ");
}

#[test]
fn a_pipe_that_nobody_reads_does_not_change_the_exit_code() {
    let place = workspace(&[("solutions/two_sum.py", WRONG)]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let outcome = place.kumite_into(&["test"], writer);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
}

#[test]
fn the_configuration_is_used() {
    let slow = "def two_sum(numbers, target):\n    for _ in range(10 ** 9):\n        pass\n";
    let place = workspace(&[("mine/two_sum.py", slow)]);
    let settings = "solutions = \"mine\"\nisolation = \"process\"\njobs = 1\n[limits]\ntime_factor = 0.1\n";
    fs::write(place.here().join("kumite.toml"), settings).unwrap();
    let args = ["test", "--format", "json", "--samples"];
    let outcome = place.kumite(&args);
    let report: Json = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(report["environment"]["isolation"], "process");
    assert_eq!(report["submissions"][0]["time_limit_seconds"].as_f64(), Some(0.1));
    assert_eq!(report["submissions"][0]["verdict"], "time_limit_exceeded");
    let mut command = place.command(&args);
    command.env("KUMITE_ISOLATION", "fork").env("KUMITE_TIME_FACTOR", "0.2");
    let report: Json = serde_json::from_str(&Outcome::of(&mut command).stdout).unwrap();
    assert_eq!(report["environment"]["isolation"], "fork", "the environment comes before the file");
    assert_eq!(report["submissions"][0]["time_limit_seconds"].as_f64(), Some(0.2));
}

/// The children of a process, each with its CPU time in clock ticks.
fn children(pid: u32) -> Vec<(u32, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().filter_map(Result::ok) {
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((head, tail)) = stat.rsplit_once(')') else { continue };
        let fields: Vec<&str> = tail.split_whitespace().collect();
        if fields[1] == pid.to_string() {
            let ticks = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
            found.push((head.split_whitespace().next().unwrap().parse().unwrap(), ticks));
        }
    }
    found
}

#[test]
fn after_an_interrupt_what_was_judged_is_reported_and_no_process_is_left() {
    let patient = PACKAGES[0].1.replace("time_seconds = 1.0", "time_seconds = 600.0");
    let endless = format!(
        "{RIGHT}\n\ninner = two_sum\n\n\ndef two_sum(numbers, target):\n    while target == 0:\n        pass\n    return inner(numbers, target)\n"
    );
    for isolation in ["fork", "process"] {
        let place = workspace(&[(PACKAGES[0].0, &patient), ("solutions/two_sum.py", &endless)]);
        let args = ["test", "--format", "json", "--jobs", "1", "--isolation", isolation];
        let mut command = place.bare_command(&args);
        let kumite = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The endless case is the child that goes on using the CPU.
        let busy = loop {
            let busy = children(kumite.id());
            if busy.iter().any(|&(_, ticks)| ticks > 50) {
                break busy;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        };
        assert_cmd::Command::new("kill").args(["-INT", &kumite.id().to_string()]).assert().success();
        let outcome = Outcome::read(kumite.wait_with_output().unwrap());
        assert_eq!((outcome.code, outcome.stderr.as_str()), (130, ""), "{isolation}");
        let expected = [pair("solutions/two_sum.py", &["first-two accepted", "negative skipped"])];
        assert_eq!(verdicts(&outcome.stdout), expected, "{isolation}");
        for (pid, _) in busy {
            assert!(!fs::exists(format!("/proc/{pid}")).unwrap(), "{isolation}: process {pid} is left");
        }
    }
}

#[test]
fn a_judge_that_fails_is_neither_a_pass_nor_the_candidates_failure() {
    let broken = "\n[[generated]]\nname = \"large\"\nfunction = \"large\"\nseed = 1\n";
    let package = format!("{}{broken}", PACKAGES[0].1);
    let place = workspace(&[
        (PACKAGES[0].0, &package),
        ("problems/arrays/two-sum/generator.py", "def large(rng):\n    raise ValueError('no numbers')\n"),
        ("problems/arrays/two-sum/submissions/accepted/reference.py", RIGHT),
        ("solutions/two_sum.py", RIGHT),
    ]);
    let outcome = place.kumite(&["test", "--format", "json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (3, ""));
    let cases = ["first-two accepted", "negative accepted", "large judge_error"];
    assert_eq!(verdicts(&outcome.stdout), [pair("solutions/two_sum.py", &cases)]);
}

#[test]
fn judging_needs_no_place_to_write_in() {
    let place = workspace(&[("solutions/two_sum.py", RIGHT)]);
    let problems = place.here().join("problems");
    let solution = place.here().join("solutions/two_sum.py");
    let args = ["test", solution.to_str().unwrap(), "--problems", problems.to_str().unwrap()];
    let mut command = place.command(&args);
    command.current_dir("/sys").env("KUMITE_CACHE_DIR", "/sys/cache");
    let outcome = Outcome::of(&mut command);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
}
