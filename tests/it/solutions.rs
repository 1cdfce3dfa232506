//! Which files are solutions, and of which problem.

use std::fs;
use std::path::{Path, PathBuf};

use kumite::workspace::{Found, Search, TargetError};
use tempfile::TempDir;

/// A folder with these files; one whose name ends with `/` is a folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(if name.ends_with('/') { &path } else { path.parent().unwrap() }).unwrap();
        if !name.ends_with('/') {
            fs::write(&path, text).unwrap();
        }
    }
    dir
}

fn search(dir: &Path, problem: Option<&str>, targets: &[&str]) -> Result<Found, Vec<TargetError>> {
    let problems = ["merge-logs", "two-sum", "watch-time"].map(str::to_owned);
    let solutions_dir = dir.join("solutions");
    let search = Search { working_dir: dir, solutions_dir: &solutions_dir, problems: &problems, problem };
    search.find(&targets.iter().map(PathBuf::from).collect::<Vec<_>>())
}

/// `path -> problem` of what was found.
fn found(dir: &Path, problem: Option<&str>, targets: &[&str]) -> Vec<String> {
    let found = search(dir, problem, targets).unwrap_or_else(|errors| panic!("{errors:?}"));
    found.solutions.iter().map(|solution| format!("{} -> {}", solution.shown, solution.problem)).collect()
}

/// What went wrong, each with its remedy.
fn errors(dir: &Path, problem: Option<&str>, targets: &[&str]) -> String {
    let errors = search(dir, problem, targets).expect_err("nothing went wrong");
    errors.iter().map(|error| format!("{error}\n  hint: {}", error.hint())).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_says_its_problem_in_four_ways() {
    let dir = folder(&[
        ("solutions/two_sum.py", "# kumite: watch-time\n"),
        ("solutions/merge_logs.py", ""),
        ("solutions/two-sum/first_try.py", ""),
        ("solutions/two-sum/merge_logs.py", ""),
        ("solutions/helpers.py", ""),
        ("library/two-sum/problem.toml", ""),
        ("library/two-sum/submissions/accepted/reference.py", ""),
    ]);
    assert_eq!(
        found(dir.path(), None, &["solutions", "library/two-sum/submissions/accepted/reference.py"]),
        [
            "solutions/merge_logs.py -> merge-logs",
            "solutions/two-sum/first_try.py -> two-sum",
            "solutions/two-sum/merge_logs.py -> merge-logs",
            "solutions/two_sum.py -> watch-time",
            "library/two-sum/submissions/accepted/reference.py -> two-sum",
        ]
    );
    assert_eq!(search(dir.path(), None, &[]).unwrap().passed_over, ["solutions/helpers.py"]);
    assert_eq!(found(dir.path(), Some("two-sum"), &["solutions/helpers.py"]), ["solutions/helpers.py -> two-sum"]);
}

#[test]
fn a_problem_names_the_workspaces_solutions_of_it() {
    let dir = folder(&[
        ("solutions/two_sum.py", ""),
        ("solutions/again/two_sum.py", ""),
        ("solutions/merge_logs.py", "# kumite: no-such\n"),
        ("two_sum.py", ""),
    ]);
    let both = ["solutions/again/two_sum.py -> two-sum", "solutions/two_sum.py -> two-sum"];
    assert_eq!(found(dir.path(), None, &["two-sum"]), both);
    assert_eq!(found(dir.path(), Some("two-sum"), &[]), both);
    let nothing = search(dir.path(), None, &["watch-time"]).unwrap();
    assert!(nothing.solutions.is_empty());
    assert_eq!(nothing.empty, ["watch-time"]);
}

#[test]
fn a_walk_leaves_out_what_is_no_solution() {
    let dir = folder(&[
        (".git/", ""),
        (".gitignore", "ignored/\n"),
        ("solutions/two_sum.py", ""),
        ("solutions/ignored/two_sum.py", ""),
        ("solutions/.hidden/two_sum.py", ""),
        ("solutions/.two_sum.py", ""),
        ("solutions/__pycache__/two_sum.py", ""),
        ("solutions/env/pyvenv.cfg", ""),
        ("solutions/env/two_sum.py", ""),
        ("solutions/two-sum/_two_sum.py", ""),
        ("solutions/two-sum/test_two_sum.py", ""),
        ("solutions/two-sum/notes.txt", ""),
        ("solutions/problems/two-sum/problem.toml", ""),
        ("solutions/problems/two-sum/submissions/accepted/two_sum.py", ""),
    ]);
    std::os::unix::fs::symlink("/etc/passwd", dir.path().join("solutions/merge_logs.py")).unwrap();
    assert_eq!(found(dir.path(), None, &[]), ["solutions/two_sum.py -> two-sum"]);
}

#[test]
fn a_package_that_is_named_gives_its_submissions_only() {
    let dir = folder(&[
        ("two-sum/problem.toml", ""),
        ("two-sum/generator.py", ""),
        ("two-sum/extra/two_sum.py", ""),
        ("two-sum/submissions/accepted/reference.py", ""),
        ("two-sum/submissions/wrong_answer/greedy.py", ""),
    ]);
    let submissions = [
        "two-sum/submissions/accepted/reference.py -> two-sum",
        "two-sum/submissions/wrong_answer/greedy.py -> two-sum",
    ];
    assert_eq!(found(dir.path(), None, &["two-sum"]), submissions);
}

#[test]
fn a_file_is_judged_once() {
    let dir = folder(&[("solutions/two_sum.py", "")]);
    let absolute = dir.path().join("solutions/two_sum.py");
    let targets = ["./solutions/two_sum.py", "solutions", absolute.to_str().unwrap(), "two-sum"];
    assert_eq!(found(dir.path(), None, &targets), ["solutions/two_sum.py -> two-sum"]);
    assert_eq!(search(dir.path(), None, &targets).unwrap().empty, [""; 0], "every target gave something");
}

#[test]
fn the_bytes_are_passed_on_whatever_they_are() {
    let dir = folder(&[("solutions/two_sum.py", "")]);
    fs::write(dir.path().join("solutions/merge_logs.py"), b"\xff\xfe\0").unwrap();
    let found = search(dir.path(), None, &[]).unwrap();
    assert_eq!(*found.solutions[0].source.bytes().unwrap(), *b"\xff\xfe\0");
    assert_eq!(*found.solutions[1].source.bytes().unwrap(), *b"");
}

#[test]
fn everything_that_cannot_be_judged_is_said() {
    let dir = folder(&[
        ("watch_tine.py", ""),
        ("folder.py/", ""),
        ("typo.py", "import re\n# kumite: two-sun\n"),
        ("notes", ""),
    ]);
    fs::File::create(dir.path().join("large.py")).unwrap().set_len((16 << 20) + 1).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", dir.path().join("link.py")).unwrap();
    std::os::unix::fs::symlink("typo.py", dir.path().join("typo_too.py")).unwrap();
    // For root every file is readable, but nobody reads a link to itself.
    std::os::unix::fs::symlink("loop.py", dir.path().join("loop.py")).unwrap();
    let targets = [
        "gone.py",
        "two_sum",
        "watch_tine.py",
        "folder.py",
        "typo.py",
        "large.py",
        "/dev/null",
        "notes/x.py",
        "loop.py",
        "link.py",
        "typo_too.py",
    ];
    insta::assert_snapshot!(errors(dir.path(), None, &targets), @"
    there is no file, folder or problem `gone.py`
      hint: Check the path; `kumite start PROBLEM` begins a new solution.
    there is no file, folder or problem `two_sum`
      hint: Did you mean `two-sum`?
    cannot tell which problem watch_tine.py solves
      hint: Say it with `--problem ID` or a first line `# kumite: ID`. Did you mean `watch-time`?
    folder.py is a folder, not a solution
      hint: Name the file in it, or rename the folder so that it does not end in .py.
    typo.py:2 names the problem `two-sun`, which is not in reach
      hint: Did you mean `two-sum`?
    large.py is larger than 16 MiB
      hint: Read large data from standard input, or build it in the code.
    /dev/null is not a regular file
      hint: Save the solution in a file and name that.
    there is no file, folder or problem `notes/x.py`
      hint: Check the path; `kumite start PROBLEM` begins a new solution.
    cannot read loop.py: Too many levels of symbolic links (os error 40)
      hint: Check that you may read it.
    link.py is a link that leads out of its folder
      hint: Name the file that it leads to.
    typo_too.py:2 names the problem `two-sun`, which is not in reach
      hint: Did you mean `two-sum`?
    ");
    insta::assert_snapshot!(errors(dir.path(), Some("merge-log"), &["typo.py"]), @"
    --problem names the problem `merge-log`, which is not in reach
      hint: Did you mean `merge-logs`?
    ");
}

#[test]
fn a_wrong_marker_in_a_folder_is_an_error_and_keeps_no_other_from_being_found() {
    let dir = folder(&[("solutions/a.py", "# kumite: two-sun\n"), ("solutions/two_sum.py", "")]);
    let found = search(dir.path(), None, &[]).unwrap();
    let astray: Vec<String> = found.astray.iter().map(ToString::to_string).collect();
    assert_eq!(astray, ["solutions/a.py:1 names the problem `two-sun`, which is not in reach"]);
    assert_eq!((found.solutions.len(), found.passed_over.len()), (1, 0));
}
