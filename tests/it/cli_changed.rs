//! `kumite test --changed-since`: which solutions a change touches, in repositories of all kinds.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{Outcome, PACKAGES, Place};

const SOLUTION: &str = "def two_sum(numbers, target):\n    return [0, 1]\n";
const ALL: [&str; 4] = ["a/two_sum.py", "b/two_sum.py", "c/two_sum.py", "merge_logs.py"];

/// A repository with one commit, tagged `base`, and a branch `main` there.
fn repository() -> Place {
    let importing = format!("from tools import deep\nimport plain\n\n{SOLUTION}");
    let files = [
        ("kumite.toml", ""),
        (".gitignore", "ignored/\n"),
        ("solutions/a/two_sum.py", &importing),
        ("solutions/a/plain.py", "import other\n"),
        ("solutions/a/other.py", ""),
        ("solutions/a/unused.py", ""),
        ("solutions/a/tools/__init__.py", ""),
        ("solutions/a/tools/deep.py", ""),
        ("solutions/b/two_sum.py", SOLUTION),
        ("solutions/c/two_sum.py", SOLUTION),
        ("solutions/merge_logs.py", "print(input())\n"),
        ("README.md", ""),
    ];
    let place = Place::with(&[&files, &PACKAGES[..]].concat());
    git(&place.here(), &["init", "-q", "-b", "main"]);
    commit(&place.here());
    git(&place.here(), &["tag", "base"]);
    place
}

fn git(dir: &Path, args: &[&str]) -> String {
    let mut command = assert_cmd::Command::new("git");
    command.args(["-c", "user.name=me", "-c", "user.email=me@localhost", "-c", "protocol.file.allow=always"]);
    // Whatever is configured on this machine is not asked.
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.current_dir(dir).args(args).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn commit(dir: &Path) {
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-q", "-m", "change"]);
}

fn write(place: &Place, file: &str, text: &str) {
    let path = place.here().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn append(place: &Place, file: &str) {
    write(place, file, &format!("{}# changed\n", place.read(file)));
}

/// Which solutions a run in `dir` judges, by their paths below `solutions`.
#[track_caller]
fn judged_in(place: &Place, dir: &Path, args: &[&str]) -> Vec<String> {
    let mut command = place.command(&[&["test", "--format", "json"], args].concat());
    let outcome = Outcome::of(command.current_dir(dir));
    let report: Json = serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome:?}"));
    let paths = report["submissions"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap());
    let paths: Vec<String> = paths.map(|path| path.replace("solutions/", "").replace("../", "")).collect();
    assert_eq!(outcome.code == 4, paths.is_empty(), "{outcome:?}");
    paths
}

/// Which solutions of a repository were touched since `base`.
#[track_caller]
fn touched(place: &Place) -> Vec<String> {
    judged_in(place, &place.here(), &["--changed-since", "base"])
}

#[test]
fn what_is_committed_staged_changed_or_new_is_judged() {
    let place = repository();
    assert!(touched(&place).is_empty());
    append(&place, "README.md");
    assert!(touched(&place).is_empty());
    append(&place, "solutions/b/two_sum.py");
    assert_eq!(touched(&place), ["b/two_sum.py"], "not staged");
    git(&place.here(), &["add", "-A"]);
    assert_eq!(touched(&place), ["b/two_sum.py"], "staged");
    commit(&place.here());
    assert_eq!(touched(&place), ["b/two_sum.py"], "committed");
    write(&place, "solutions/d/two_sum.py", SOLUTION);
    assert_eq!(touched(&place), ["b/two_sum.py", "d/two_sum.py"], "not tracked");
    git(&place.here(), &["mv", "solutions/c/two_sum.py", "solutions/c/moved.py"]);
    write(&place, "solutions/c/moved.py", &format!("# kumite: two-sum\n{SOLUTION}"));
    assert_eq!(touched(&place), ["b/two_sum.py", "c/moved.py", "d/two_sum.py"], "moved");
    write(&place, "solutions/b/two_sum.py", SOLUTION);
    assert_eq!(touched(&place), ["c/moved.py", "d/two_sum.py"], "as it was at first");
}

#[test]
fn a_module_touches_whoever_imports_it() {
    for module in ["plain.py", "other.py", "tools/__init__.py", "tools/deep.py"] {
        let place = repository();
        append(&place, &format!("solutions/a/{module}"));
        assert_eq!(touched(&place), ["a/two_sum.py"], "{module} is changed");
        fs::remove_file(place.here().join("solutions/a").join(module)).unwrap();
        assert_eq!(touched(&place), ["a/two_sum.py"], "{module} is removed");
    }
    let place = repository();
    append(&place, "solutions/a/unused.py");
    assert!(touched(&place).is_empty());
    write(&place, "solutions/b/plain.py", "");
    assert!(touched(&place).is_empty(), "a module of another folder's solution");
    // A folder of this name hides the module.
    write(&place, "solutions/a/other/__init__.py", "");
    assert_eq!(touched(&place), ["a/two_sum.py"]);
}

#[test]
fn a_problem_and_the_configuration_touch_their_solutions() {
    let place = repository();
    append(&place, "problems/logs/merge-logs/problem.toml");
    assert_eq!(touched(&place), ["merge_logs.py"]);
    write(&place, "problems/arrays/two-sum/cases/secret/one.json", "{\"args\": [[1, 2], 3], \"expected\": [0, 1]}");
    assert_eq!(touched(&place), ALL);
    let place = repository();
    append(&place, "kumite.toml");
    assert_eq!(touched(&place), ALL);
    let place = repository();
    write(&place, "other/kumite.toml", "");
    assert!(touched(&place).is_empty(), "the configuration of another folder");
}

#[test]
fn a_package_that_is_removed_touches_the_solutions_of_its_name() {
    let place = repository();
    let own = place.read("problems/logs/merge-logs/problem.toml");
    write(&place, "problems/own/longest-binge/problem.toml", &own);
    write(&place, "solutions/longest_binge.py", "");
    commit(&place.here());
    git(&place.here(), &["tag", "-f", "base"]);
    assert!(touched(&place).is_empty());
    fs::remove_dir_all(place.here().join("problems/own")).unwrap();
    assert_eq!(touched(&place), ["longest_binge.py"], "now it is the library's problem");
}

#[test]
fn what_happened_on_the_other_side_since_is_none_of_it() {
    let place = repository();
    git(&place.here(), &["checkout", "-q", "-b", "topic"]);
    append(&place, "solutions/b/two_sum.py");
    commit(&place.here());
    git(&place.here(), &["checkout", "-q", "main"]);
    append(&place, "solutions/c/two_sum.py");
    commit(&place.here());
    git(&place.here(), &["checkout", "-q", "topic"]);
    assert_eq!(judged_in(&place, &place.here(), &["--changed-since", "main"]), ["b/two_sum.py"]);
    // A pull request as a CI checks it out: merged, with the other side as the first parent.
    git(&place.here(), &["checkout", "-q", "--detach", "main"]);
    git(&place.here(), &["merge", "-q", "--no-edit", "topic"]);
    assert_eq!(judged_in(&place, &place.here(), &["--changed-since", "HEAD^1"]), ["b/two_sum.py"]);
    git(&place.here(), &["checkout", "-q", "--orphan", "alone"]);
    commit(&place.here());
    append(&place, "solutions/merge_logs.py");
    let judged = judged_in(&place, &place.here(), &["--changed-since", "main"]);
    assert_eq!(judged, ["b/two_sum.py", "merge_logs.py"], "without a common commit, whatever differs");
}

#[test]
fn any_file_name_and_any_folder_will_do() {
    let place = repository();
    let odd = ["solutions/b/odd \n\"name\"\t.py", "solutions/-n.py", "solutions/:(top)*.py"];
    for name in odd {
        write(&place, name, &format!("# kumite: two-sum\n{SOLUTION}"));
    }
    let not_utf8 = place.here().join("solutions").join(OsStr::from_bytes(b"\xff.py"));
    fs::write(&not_utf8, format!("# kumite: two-sum\n{SOLUTION}")).unwrap();
    assert_eq!(touched(&place).len(), 4, "not tracked");
    commit(&place.here());
    assert_eq!(touched(&place).len(), 4, "committed");
    let below = place.here().join("solutions");
    let names: Vec<&str> = odd[1..].iter().map(|name| name.trim_start_matches("solutions/")).collect();
    assert_eq!(judged_in(&place, &below, &[&["--changed-since", "base", "--"][..], &names].concat()), names);
    write(&place, "ignored/two_sum.py", SOLUTION);
    let ignored = judged_in(&place, &place.here(), &["--changed-since", "base", "ignored/two_sum.py"]);
    assert_eq!(ignored, ["ignored/two_sum.py"], "git cannot say that it has not changed");
}

#[test]
fn a_repository_inside_of_the_repository_is_looked_at_as_a_whole() {
    let inner = Place::with(&[("x/longest_binge.py", SOLUTION), ("y/longest_binge.py", SOLUTION)]);
    git(&inner.here(), &["init", "-q", "-b", "main"]);
    commit(&inner.here());
    let place = repository();
    git(&place.here(), &["submodule", "--quiet", "add", inner.here().to_str().unwrap(), "solutions/sub"]);
    commit(&place.here());
    git(&place.here(), &["tag", "-f", "base"]);
    assert!(touched(&place).is_empty());
    append(&place, "solutions/sub/x/longest_binge.py");
    assert_eq!(touched(&place), ["sub/x/longest_binge.py", "sub/y/longest_binge.py"]);
    let within = judged_in(&place, &place.here().join("solutions/sub"), &["--changed-since", "main", "."]);
    assert_eq!(within, ["x/longest_binge.py"], "from its inside file by file");
    let outside = Place::with(&PACKAGES);
    let problems = outside.here().join("problems");
    let args = ["--changed-since", "base", "--problems", problems.to_str().unwrap(), "b", "merge_logs.py"];
    let judged = judged_in(&place, &place.here().join("solutions"), &args);
    assert_eq!(judged, ["b/two_sum.py", "merge_logs.py"], "git cannot say that a problem elsewhere has not changed");
}

#[test]
fn a_shallow_clone_works_or_says_what_it_lacks() {
    let place = repository();
    append(&place, "solutions/b/two_sum.py");
    commit(&place.here());
    append(&place, "solutions/c/two_sum.py");
    commit(&place.here());
    let source = format!("file://{}", place.here().display());
    let clone = |depth: &str| {
        let to = place.here().parent().unwrap().join(format!("clone-{depth}"));
        git(&place.here(), &["clone", "-q", "--depth", depth, "--no-single-branch", &source, to.to_str().unwrap()]);
        to
    };
    assert_eq!(judged_in(&place, &clone("2"), &["--changed-since", "HEAD^1"]), ["c/two_sum.py"]);
    let told = |dir: &Path, revision: &str| {
        let mut command = place.command(&["test", "--changed-since", revision]);
        Outcome::of(command.current_dir(dir)).page()
    };
    insta::assert_snapshot!(told(&clone("1"), "HEAD^1"), @"
    --- stderr
    error: --changed-since: there is no commit `HEAD^1` in this shallow clone
      hint: Fetch more: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` in GitLab, or `git fetch --unshallow origin` and `git fetch origin HEAD^1`.
    --- exit 2
    ");
    // Two branches whose common commit is left out.
    git(&place.here(), &["checkout", "-q", "-b", "topic", "HEAD^1"]);
    append(&place, "solutions/merge_logs.py");
    commit(&place.here());
    fs::remove_dir_all(place.here().parent().unwrap().join("clone-1")).unwrap();
    insta::assert_snapshot!(told(&clone("1"), "origin/main"), @"
    --- stderr
    error: --changed-since: this shallow clone does not reach back to where HEAD and `origin/main` part
      hint: Fetch more: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` in GitLab, or `git fetch --unshallow origin` and `git fetch origin origin/main`.
    --- exit 2
    ");
}

#[test]
fn without_a_repository_or_a_commit_or_a_change_it_is_said() {
    let place = repository();
    insta::assert_snapshot!(place.kumite(&["test", "--changed-since", "maim"]).page(), @"
    --- stderr
    error: --changed-since: there is no commit `maim` in this repository
      hint: Name a commit, a branch or a tag that `git log` knows, such as origin/main.
    --- exit 2
    ");
    let option = place.kumite(&["test", "--changed-since=--output=x"]);
    assert!(option.stderr.contains("there is no commit `--output=x`"), "{}", option.stderr);
    let nothing = place.kumite(&["test", "--changed-since", "base", "--report", "json=r.json"]);
    assert!(nothing.stdout.starts_with("0 of 0 submissions accepted"), "{}", nothing.stdout);
    assert!(nothing.stderr.ends_with("note: solutions touched since `base`: 0 of 4\n"), "{}", nothing.stderr);
    assert_eq!(nothing.code, 4);
    assert!(place.read("r.json").contains("\"submissions\": 0"), "the report is written all the same");
    let bare = Place::with(&[&PACKAGES[..], &[("kumite.toml", ""), ("solutions/two_sum.py", SOLUTION)]].concat());
    let said = bare.kumite(&["test", "--changed-since", "base"]).page();
    insta::assert_snapshot!(said.replace(&bare.here().display().to_string(), "HERE"), @"
    --- stderr
    error: --changed-since: HERE lies in no git repository
      hint: Leave out --changed-since, or go to a folder of a git repository.
    --- exit 2
    ");
    let mut command = place.command(&["test", "--changed-since", "base"]);
    let without_git = Outcome::of(command.env("PATH", "/nowhere"));
    insta::assert_snapshot!(without_git.page(), @"
    --- stderr
    error: --changed-since: cannot ask git: cannot start git: No such file or directory (os error 2)
      hint: Install git, or leave out --changed-since.
    --- exit 2
    ");
}
